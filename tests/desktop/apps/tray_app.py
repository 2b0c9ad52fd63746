"""The tray in a process of its own."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from harness import run, tell
from PySide6.QtWidgets import QApplication

from clientdesk.services.ports import Notice
from clientdesk.ui.notifiers.tray import TrayNotifier
from clientdesk.ui.tray import DueClient, TrayController

app = QApplication(sys.argv)
app.setQuitOnLastWindowClosed(False)
tray = TrayController()
notifier = TrayNotifier(tray)
notifier.on_action(lambda notice_id, key: tell("acted", notice_id=notice_id, key=key))
tray.availability_changed.connect(lambda available: tell("available", value=available))
for name in ("open", "log_update", "plan_week", "timer_start", "timer_stop", "resume", "settings", "quit"):
    getattr(tray, f"{name}_requested").connect(lambda name=name: tell("requested", what=name))
tray.client_requested.connect(lambda client_id: tell("requested", what="client", client_id=client_id))
tray.pause_requested.connect(lambda pause: tell("requested", what="pause", pause=pause))


def set_due(*, names: list) -> None:
    tray.set_due([DueClient(f"id-{name}", name) for name in names])


def geometry() -> list:
    item = tray.icon_item()
    box = item.geometry() if item is not None else None
    return [] if box is None else [box.x(), box.y(), box.width(), box.height()]


def show_notice(notice_id: str, title: str) -> bool:
    return notifier.show(Notice(notice_id, title, "Last told on Friday."))


sys.exit(
    run(
        {
            "start": tray.start,
            "stop": tray.stop,
            "is_available": tray.is_available,
            "set_due": set_due,
            "set_paused": tray.set_paused,
            "set_quiet": tray.set_quiet,
            "set_timer": tray.set_timer,
            "geometry": geometry,
            "notifier_is_available": notifier.is_available,
            "show_notice": show_notice,
        }
    )
)
