"""The D-Bus notifier (with the banner behind it) in a process of its own."""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from harness import run, tell
from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtWidgets import QApplication

from clientdesk.services.ports import Notice, NoticeAction
from clientdesk.ui.notifiers.banner import BannerArea, BannerNotifier
from clientdesk.ui.notifiers.chooser import NotifierChooser
from clientdesk.ui.notifiers.dbus import DBusNotifier

app = QApplication(sys.argv)
app.setQuitOnLastWindowClosed(False)
area = BannerArea()
dbus = DBusNotifier("ClientDesk")
chooser = NotifierChooser([dbus, BannerNotifier(area)])
chooser.on_action(lambda notice_id, key: tell("acted", notice_id=notice_id, key=key))
chooser.on_shown(lambda *fate: tell("fate", notice_id=fate[0], channel=fate[1], was_shown=fate[2]))

gap = QElapsedTimer()
gap.start()
longest = [0]


def beat() -> None:
    longest[0] = max(longest[0], gap.restart())


heart = QTimer(interval=10)
heart.timeout.connect(beat)
heart.start()


def show(notice_id: str, title: str, body: str = "", actions: tuple = ()) -> dict:
    notice = Notice(notice_id, title, body, tuple(NoticeAction(key, label) for key, label in actions))
    started = time.monotonic()
    shown = chooser.show(notice)
    return {"shown": shown, "took": time.monotonic() - started}


def longest_gap() -> int:
    found, longest[0] = longest[0], 0
    return found


sys.exit(
    run(
        {
            "show": show,
            "withdraw": chooser.withdraw,
            "name": chooser.name,
            "is_available": dbus.is_available,
            "banners": area.notice_ids,
            "longest_gap": longest_gap,
        }
    )
)
