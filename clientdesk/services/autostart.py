"""Whether ClientDesk starts at login: one switch, off until it is set, the same on every system."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from clientdesk.services.login_entries import LoginEntries, entries_here

HIDDEN = "--hidden"


class Autostart:
    """The switch. What it starts begins hidden, which means in the tray and only where a tray works.

    Args:
        entries: where the system keeps what it starts; this computer's own by default.
        program: how this copy of ClientDesk is started.
    """

    def __init__(self, entries: LoginEntries | None = None, program: tuple[str, ...] | None = None) -> None:
        self._entries = entries if entries is not None else entries_here()
        self._program = program if program is not None else this_program()

    def is_on(self) -> bool:
        """Whether the system will start ClientDesk at login; asked anew each time, others may switch it too."""
        return self._entries.command() is not None

    def set(self, on: bool) -> None:
        """Switch it.

        Raises:
            FileNotWritten: the system's place for it can't be written; it stays as it was.
        """
        if on:
            self._entries.put((*self._program, HIDDEN))
        else:
            self._entries.take_away()

    def follow(self) -> bool:
        """If the program was moved since, have it found where it is now; returns whether that was needed.

        An entry whose program is still there is left alone: it may be another copy, chosen on purpose.

        Raises:
            FileNotWritten: as `set`.
        """
        command = self._entries.command()
        if command is None or _is_there(command[0]):
            return False
        self.set(True)
        return True


def this_program() -> tuple[str, ...]:
    """The command that starts this copy: what was packaged, its script, or its Python."""
    image = os.environ.get("APPIMAGE", "")
    if getattr(sys, "frozen", False):
        return (image or sys.executable,)
    script = Path(sys.executable).with_name("clientdesk.exe" if sys.platform == "win32" else "clientdesk")
    if script.is_file():
        return (str(script),)
    return (sys.executable, "-m", "clientdesk")


def _is_there(program: str) -> bool:
    return shutil.which(program) is not None
