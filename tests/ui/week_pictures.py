"""Draws the week in light and dark: empty, normal, overfull, and the two weeks in which clocks change.

python -m tests.ui.week_pictures OUT_FOLDER [NAME...]
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QLocale, QModelIndex
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from clientdesk.models.enums import BlockKind, CalendarSource, TouchKind
from clientdesk.models.tables import Calendar, CalendarEvent
from clientdesk.services.preferences import Preferences
from clientdesk.services.workspace import Workspace, open_workspace
from clientdesk.ui.application import make_application
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.week import WeekPanel
from clientdesk.ui.theme import Theme
from tests.helpers.fakes import FixedClock

PARIS = ZoneInfo("Europe/Paris")
SIZE = (1440, 860)
CLIENTS = (
    "Acme Ltd",
    "Birch & Co",
    "Cedar Health",
    "Delta Works",
    "Elm Foods",
    "Fjord Energy",
    "Grove Schools",
    "Harbour Bank",
)


class Story:
    """A practice of eight clients and one of its weeks, told from that week's Monday."""

    def __init__(self, root: Path, now: datetime) -> None:
        self.clock = FixedClock(now)
        self.workspace: Workspace = open_workspace(root, self.clock, Preferences(root / "preferences.json"))
        self.workspace.practice.set_up("Mara Lind", zone="Europe/Paris", currency="EUR", holiday_region="FR")
        self.clients = [self.workspace.clients.add(name) for name in CLIENTS]
        local = now.date()
        self.monday = local - timedelta(days=local.weekday())

    def at(self, day: int, clock: str) -> datetime:
        hour, minute = clock.split(":")
        moment = datetime(self.monday.year, self.monday.month, self.monday.day, int(hour), int(minute))
        return moment + timedelta(days=day)

    def item(
        self, client: int | None, title: str, minutes: int | None = None, due: date | None = None
    ) -> str:
        values = {
            "title": title,
            "client_id": None if client is None else self.clients[client],
            "estimate_minutes": minutes,
            "due_on": due,
        }
        return self.workspace.work.add(values)

    def work(
        self,
        client: int,
        title: str,
        day: int,
        clock: str,
        minutes: int,
        *,
        done: bool = False,
        fold: int = 0,
    ) -> str:
        at = self.at(day, clock).replace(fold=fold)
        block_id = self.workspace.week.place(self.item(client, title, minutes), at, minutes)
        if done:
            self.workspace.week.mark_done(block_id)
        return block_id

    def call(self, client: int, kind: TouchKind, day: int, clock: str, minutes: int) -> None:
        at = self.at(day, clock).replace(tzinfo=PARIS)
        self.workspace.touchpoints.plan(self.clients[client], kind, at, duration_minutes=minutes)

    def private(self, title: str, day: int, clock: str, minutes: int) -> None:
        self.workspace.week.add_block(
            {"title": title, "kind": BlockKind.PRIVATE}, self.at(day, clock), minutes
        )

    def foreign(self, title: str, day: int, clock: str, minutes: int) -> None:
        starts = self.at(day, clock).replace(tzinfo=PARIS)
        self._event(title, starts_at=starts, ends_at=starts + timedelta(minutes=minutes))

    def all_day(self, title: str, day: int) -> None:
        starts = self.at(day, "0:00")
        values = {
            "starts_at": starts.replace(tzinfo=PARIS),
            "starts_on": starts.date(),
            "ends_on": starts.date(),
        }
        ends = (starts + timedelta(days=1)).replace(tzinfo=PARIS)
        self._event(title, ends_at=ends, is_all_day=True, is_busy=False, **values)

    def _event(self, title: str, **values: object) -> None:
        now = self.clock.now()
        with self.workspace.store.writing("Import") as session:
            calendar = session.execute(select(Calendar)).scalars().first()
            if calendar is None:
                calendar = Calendar(name="Family", source=CalendarSource.IMPORT, created_at=now)
                session.add(calendar)
                session.flush()
            session.add(
                CalendarEvent(calendar_id=calendar.id, uid=title, title=title, created_at=now, **values)
            )


def empty(root: Path) -> Story:
    return Story(root, datetime(2026, 10, 12, 8, 40, tzinfo=PARIS))


def normal(root: Path) -> Story:
    """Wednesday morning of a week that is planned and half done."""
    story = Story(root, datetime(2026, 10, 14, 10, 20, tzinfo=PARIS))
    story.work(0, "Workshop slides", 0, "9:00", 120, done=True)
    story.work(1, "Audit notes", 0, "11:15", 75, done=True)
    story.call(3, TouchKind.CALL, 0, "14:00", 45)
    story.work(3, "Notes of the call", 0, "14:45", 15, done=True)
    story.work(4, "Pricing model", 1, "9:00", 150, done=True)
    story.private("Dentist", 1, "12:30", 60)
    story.work(5, "Grid study, chapter two", 1, "14:00", 120, done=True)
    story.work(0, "Statement of work, second draft", 2, "9:00", 90)
    story.work(2, "Interview guide", 2, "11:00", 90)
    story.call(0, TouchKind.VIDEO, 2, "14:00", 60)
    story.work(6, "Curriculum map", 2, "15:30", 60)
    story.work(1, "Draft report", 3, "9:00", 180)
    story.foreign("School meeting", 3, "13:00", 60)
    story.work(7, "Risk register", 3, "14:30", 90)
    story.work(2, "Read transcripts", 4, "9:30", 90)
    story.call(6, TouchKind.MEETING, 4, "11:00", 60)
    story.work(5, "Figures for the board", 4, "13:30", 120)
    story.workspace.week.plan_on(story.item(4, "Send invoice", 30), story.at(4, "0:00").date())
    story.workspace.week.plan_on(story.item(None, "Books of the month"), story.at(4, "0:00").date())
    story.all_day("Autumn fair", 5)
    story.item(0, "Board memo", 120, story.at(8, "0:00").date())
    story.item(3, "Process review", 90, story.at(5, "0:00").date())
    story.item(7, "Controls checklist", None)
    return story


def overfull(root: Path) -> Story:
    """More than fits: late evenings, a holiday, time off, and things side by side."""
    story = Story(root, datetime(2026, 11, 9, 9, 10, tzinfo=PARIS))
    off = story.at(4, "0:00").date()
    story.workspace.boundaries.add_time_off(off, off, "Wedding in Lyon")
    story.work(0, "Workshop slides", 0, "9:30", 180)
    story.work(1, "Audit notes", 0, "13:00", 240)
    story.work(2, "Interview guide", 0, "17:30", 90)
    story.work(3, "Process review", 1, "8:00", 180)
    story.call(0, TouchKind.CALL, 1, "10:00", 60)
    story.foreign("Dentist", 1, "10:30", 60)
    story.work(4, "Pricing model", 1, "11:30", 150)
    story.work(5, "Grid study", 1, "14:00", 240)
    story.work(6, "Curriculum map", 1, "18:30", 90)
    story.work(0, "Answer the board", 2, "10:00", 120)
    story.work(7, "Risk register", 3, "9:00", 120)
    story.work(1, "Draft report", 3, "11:30", 120)
    story.work(2, "Late call notes", 3, "19:30", 60)
    story.work(3, "Slides for Lyon", 4, "10:00", 60)
    story.work(4, "Pricing, once more", 5, "10:00", 120)
    for number in range(4):
        story.workspace.week.plan_on(story.item(number, f"Invoice {CLIENTS[number]}", 15), story.monday)
    story.item(5, "Figures for the board", 180)
    story.item(6, "Teachers' handbook", 900)
    return story


def _busy(story: Story) -> None:
    """An ordinary week around the night in which clocks change."""
    story.work(0, "Workshop slides", 0, "9:00", 120, done=True)
    story.work(4, "Pricing model", 0, "13:00", 150, done=True)
    story.work(5, "Grid study", 1, "9:30", 150, done=True)
    story.call(3, TouchKind.CALL, 1, "14:00", 45)
    story.work(2, "Interview guide", 2, "10:00", 120, done=True)
    story.work(6, "Curriculum map", 2, "14:00", 90, done=True)
    story.work(7, "Risk register", 3, "9:00", 150, done=True)
    story.foreign("School meeting", 3, "13:00", 60)
    story.work(0, "Statement of work", 4, "9:00", 120, done=True)
    story.work(1, "Prepare the change of servers", 4, "13:30", 120)
    story.item(1, "Report on the change", 90)
    story.item(3, "Process review", 120)


def spring(root: Path) -> Story:
    """Clocks go forward in the night to Sunday: two o'clock is missing."""
    story = Story(root, datetime(2026, 3, 27, 16, 0, tzinfo=PARIS))
    _busy(story)
    story.work(1, "Move the server", 6, "0:30", 150)
    story.work(2, "Check the figures", 6, "4:00", 60)
    return story


def autumn(root: Path) -> Story:
    """Clocks go back in the night to Sunday: two o'clock comes twice."""
    story = Story(root, datetime(2026, 10, 23, 16, 0, tzinfo=PARIS))
    _busy(story)
    story.work(1, "Stop the server", 6, "0:30", 75)
    story.work(1, "First run", 6, "2:00", 45)
    story.work(2, "Second run", 6, "2:00", 45, fold=1)
    story.work(3, "Check the figures", 6, "3:15", 60)
    return story


STORIES: dict[str, tuple[Callable[[Path], Story], int | None]] = {
    "empty": (empty, None),
    "normal": (normal, None),
    "overfull": (overfull, None),
    "spring": (spring, 0),
    "autumn": (autumn, 0),
}
"""Each week with the minute to scroll to; None for where the panel opens."""


def take(out: Path, names: list[str]) -> list[Path]:
    """The pictures of these weeks (all when none are named)."""
    app = make_application()
    QLocale.setDefault(QLocale("en_GB"))
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for name in names or list(STORIES):
        make, minute = STORIES[name]
        with tempfile.TemporaryDirectory(prefix="clientdesk-week-") as folder:
            story = make(Path(folder) / "week")
            written += [_shoot(app, story, look, minute, out / f"week-{name}-{look}.png") for look in LOOKS]
            story.workspace.close(back_up=False)
    return written


LOOKS = ("light", "dark")


def _shoot(app: QApplication, story: Story, look: str, minute: int | None, path: Path) -> Path:
    theme = Theme()
    theme.apply(app, look)
    panel = WeekPanel(story.workspace, Messages(str), theme)
    panel.resize(*SIZE)
    panel.show()
    panel.show_week_of(story.monday)
    app.processEvents()
    panel.grid.setCurrentIndex(QModelIndex())
    if minute is not None:
        panel.grid.zoom_by(0.62)
        panel.grid.scroll_to_minute(minute)
    app.processEvents()
    panel.grab().save(str(path))
    panel.close()
    panel.deleteLater()
    app.processEvents()
    return path


if __name__ == "__main__":
    for picture in take(Path(sys.argv[1]), sys.argv[2:]):
        print(picture)
