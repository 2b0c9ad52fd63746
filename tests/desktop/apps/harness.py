"""What the small programs of the desktop tests share: commands in, events out, one JSON object a line."""

import json
import os
import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QSocketNotifier

_buffer = b""


def tell(event: str, **facts: Any) -> None:
    sys.stdout.write(json.dumps({"event": event, **facts}) + "\n")
    sys.stdout.flush()


def run(handlers: dict[str, Callable[..., Any]]) -> int:
    """Serve commands from standard input until it ends; each is answered with what its handler returned."""

    def _on_readable() -> None:
        global _buffer
        data = os.read(0, 65_536)
        if not data:
            watch.setEnabled(False)
            QCoreApplication.quit()
            return
        *lines, _buffer = (_buffer + data).split(b"\n")
        for line in lines:
            facts = json.loads(line)
            command = facts.pop("command")
            tell("answer", command=command, value=handlers[command](**facts))

    watch = QSocketNotifier(0, QSocketNotifier.Type.Read)
    watch.activated.connect(_on_readable)
    tell("ready")
    return QCoreApplication.exec()
