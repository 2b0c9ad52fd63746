"""The off-screen tour: a fresh demo, every panel in light and dark, the paper, the reminder; leaves pictures."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from clientdesk.models.enums import AgreementKind
from clientdesk.services.clock import FrozenClock, SystemClock
from clientdesk.services.ports import Notice, Notifier
from clientdesk.services.preferences import Preferences
from clientdesk.ui.actions import FOOT, PLACES
from clientdesk.ui.application import make_application
from clientdesk.ui.background import Background
from clientdesk.ui.change_relay import ChangeRelay
from clientdesk.ui.main_window import MainWindow
from clientdesk.ui.messages import Messages
from clientdesk.ui.notifiers.banner import BannerNotifier
from clientdesk.ui.panels.week import WeekPanel
from clientdesk.ui.promise_dialog import Question, ask_promise
from clientdesk.ui.theme import Theme

if TYPE_CHECKING:
    from clientdesk.services.workspace import Workspace

SIZE = (1440, 900)
SETTLE_MS = 900
LONGEST_S = 20.0


def take_tour(out: Path) -> list[Path]:
    """Take the whole tour; returns what was written, in order."""
    app = make_application()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="clientdesk-tour-") as folder:
        return _Tour(app, Path(folder), out).run()


def working_morning() -> datetime:
    """Ten past ten of today, or of the next weekday: a demo opened on a day off has little to show."""
    now = SystemClock().now().astimezone(ZoneInfo("Europe/Stockholm"))
    while now.weekday() > 4:
        now += timedelta(days=1)
    return now.replace(hour=10, minute=10, second=0, microsecond=0)


class _Tour:
    def __init__(self, app: QApplication, folder: Path, out: Path) -> None:
        from clientdesk.services.demo import make_demo
        from clientdesk.services.door import WorkspaceDoor

        self._app = app
        self._out = out
        self._written: list[Path] = []
        self._preferences = Preferences(folder / "preferences.json")
        door = WorkspaceDoor(folder / "demo", FrozenClock(working_morning()), self._preferences)
        door.acquire()
        self._door = door
        self._workspace: Workspace = door.open()
        make_demo(self._workspace)
        self._theme = Theme(folder / "cache")
        self._background = Background()
        self._relay = ChangeRelay()

    def run(self) -> list[Path]:
        try:
            for look in ("light", "dark"):
                self._show(look)
            self._paper()
            self._workspace.store.close()
        finally:
            self._background.shutdown()
            self._door.release()
        return self._written

    def _show(self, look: str) -> None:
        self._theme.apply(self._app, look)
        messages = Messages(str)
        window = MainWindow(messages, self._theme, self._preferences, self._background)
        self._workspace.store.subscribe(self._relay.publish)
        self._relay.changed.connect(window.on_changed)
        window.attach(self._workspace)
        window.resize(*SIZE)
        window.show()
        for key, _, _ in (*PLACES, *FOOT):
            window.show_place(key)
            self._settle()
            self._grab(window, f"{key}-{look}")
        self._planning(window, messages, look)
        self._client_page(window, look)
        self._open_paper(window, look)
        self._compose(window, look)
        self._reminder(window, look)
        self._relay.changed.disconnect(window.on_changed)
        window.may_close = True
        window.close()
        window.deleteLater()
        self._settle()

    def _planning(self, window: MainWindow, messages: Messages, look: str) -> None:
        """Week in its moods; nothing is kept, so that the second look begins as the first."""
        window.show_place("week")
        week = window.panel("week")
        if not isinstance(week, WeekPanel):
            return
        week.quick_add.open_line()
        week.quick_add.line.entry.setText("harbor slides for the visit 2h thu 10")
        self._settle()
        self._grab(window, f"week-quick-add-{look}")
        week.quick_add.line.entry.clear()
        week.quick_add.close_line()
        week.plan()
        self._settle()
        self._grab(window, f"week-plan-{look}")
        week.plan_bar.leave()
        week.suggest_places()
        self._wait_until(lambda: week.suggest_bar.is_up)
        self._settle()
        self._grab(window, f"week-suggested-{look}")
        week.suggest_bar.leave()
        week.wrap_up()
        self._settle()
        self._grab(window, f"week-wrap-up-{look}")
        week.plan()
        week.plan_bar.leave()
        self._promise(window, messages, look)

    def _promise(self, window: MainWindow, messages: Messages, look: str) -> None:
        kestrel = self._workspace.clients.find("Kestrel Media")[0]
        by = self._workspace.week.today() + timedelta(days=9)
        dialog = ask_promise(
            self._workspace, messages, Question(client_id=kestrel, minutes=14 * 60, by=by), window
        )
        self._settle()
        self._grab(dialog, f"promise-{look}")
        dialog.close()
        self._settle()

    def _client_page(self, window: MainWindow, look: str) -> None:
        first = self._workspace.clients.find("Harbor & Pine Coffee Roasters")
        window.open_client(first[0])
        self._settle()
        self._grab(window, f"client-{look}")

    def _open_paper(self, window: MainWindow, look: str) -> None:
        out = next(row for row in self._workspace.agreements.list_all() if row.waiting_days is not None)
        window.open_agreement(out.agreement_id)
        self._wait_until(lambda: not self._background.is_busy)
        self._settle(600)
        self._grab(window, f"paper-{look}")

    def _compose(self, window: MainWindow, look: str) -> None:
        """A draft from a template; taken back, so that the second look begins as the first."""
        papers = self._workspace.agreements
        engagement = next(choice for choice in papers.choices() if not choice.number)
        draft = papers.create(engagement.engagement_id, template_key="audit")
        window.open_agreement(draft)
        self._wait_until(lambda: not self._background.is_busy)
        self._settle(900)
        self._grab(window, f"composer-{look}")
        window.show_place("papers")
        self._workspace.store.undo()
        self._settle()

    def _reminder(self, window: MainWindow, look: str) -> None:
        """Announce what is due for real, through the notifier that needs no desktop."""
        window.show_place("today")
        notifier: Notifier = BannerNotifier(window.notices)
        notifier.on_shown(self._workspace.reminders.settle)
        if self._workspace.reminders.announce(notifier) == 0:
            notifier.show(self._announced_before())
        self._settle()
        self._grab(window, f"reminder-{look}")

    def _announced_before(self) -> Notice:
        """The second look shows the same occasion: it was announced in the first."""
        from clientdesk.services.check_in_views import owed

        waiting = owed(self._workspace.check_ins.statuses())
        if not waiting:
            return self._workspace.reminders.test_notice()
        return self._workspace.reminders.preview(waiting[0].client_id)

    def _paper(self) -> None:
        for row in self._workspace.agreements.list_all():
            path = self._out / f"{row.number}.pdf"
            path.write_bytes(self._workspace.agreements.pdf(row.agreement_id))
            self._written.append(path)
        self._sister_papers()
        first = self._workspace.week.planning_day()
        monday = first - timedelta(days=first.weekday())
        week = self._out / self._workspace.week_paper.file_name(monday)
        self._workspace.week_paper.export(monday, week)
        self._written.append(week)

    def _sister_papers(self) -> None:
        """Drafts of a report and a welcome letter, as the record fills them."""
        papers = self._workspace.agreements
        executed = next(row for row in papers.list_all() if row.is_amended)
        for kind in (AgreementKind.STATUS_REPORT, AgreementKind.WELCOME_LETTER):
            draft = papers.create_for_client(
                executed.client_id, kind, engagement_id=executed.engagement_id, language="en"
            )
            path = self._out / f"{kind.value.replace('_', '-')}-draft.pdf"
            path.write_bytes(papers.pdf(draft))
            self._written.append(path)

    def _grab(self, window: QWidget, name: str) -> None:
        path = self._out / f"{name}.png"
        part = path.with_suffix(".part.png")
        window.grab().save(str(part))
        shutil.move(part, path)
        self._written.append(path)

    def _settle(self, milliseconds: int = SETTLE_MS) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def _wait_until(self, is_done: Callable[[], bool]) -> None:
        end = time.monotonic() + LONGEST_S
        while not is_done() and time.monotonic() < end:
            self._settle(50)
