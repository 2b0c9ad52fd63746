"""The week as a paper: what is on it is read here, how it is drawn belongs to `papers.week_sheet`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from clientdesk.models.views.practice import PracticeView
from clientdesk.models.views.week import WeekView
from clientdesk.services.check_in_views import owed
from clientdesk.services.wording import Translate

if TYPE_CHECKING:
    from clientdesk.models.views.check_ins import ClientCheckInView
    from clientdesk.models.views.plan import PlanView

_WORKDAYS = 5


class Practices(Protocol):
    """Where name, locale and paper size come from."""

    def get(self) -> PracticeView | None: ...


class Weeks(Protocol):
    """Where the week comes from."""

    def week(self, start: date | None = None) -> WeekView: ...


class Plans(Protocol):
    """Where the intentions come from."""

    def view(self, first: date | None = None, shown: WeekView | None = None) -> PlanView: ...


class CheckIns(Protocol):
    """Who is owed a word."""

    def statuses(self) -> list[ClientCheckInView]: ...


class WeekPaperService:
    """Makes the printable page of a week."""

    def __init__(
        self, practice: Practices, week: Weeks, plan: Plans, check_ins: CheckIns, translate: Translate = str
    ) -> None:
        self._practice = practice
        self._week = week
        self._plan = plan
        self._check_ins = check_ins
        self._tr = translate

    def file_name(self, first: date) -> str:
        """A name for the file, ``Week 2026-W42.pdf``."""
        return f"{self._tr('Week')} {self._week.week(first).week}.pdf"

    def pdf(self, first: date, *, has_weekend: bool = True) -> bytes:
        """The week that begins on a day, on one page.

        Args:
            has_weekend: False leaves out the days without working hours at a weekend.
        """
        from clientdesk.services.papers.week_sheet import WeekSheet, draw_week
        from clientdesk.services.papers.week_words import SheetWords
        from clientdesk.services.papers.wording import wording

        week = self._week.week(first)
        practice = self._practice.get()
        shown = tuple(
            day
            for day in week.days
            if has_weekend or day.date.weekday() < _WORKDAYS or day.hours or day.blocks
        )
        sheet = WeekSheet(
            week=week,
            days=shown or week.days,
            intentions=tuple((each.text, each.is_done) for each in self._plan.view(first, week).intentions),
            owed=tuple((view.client, view.reason) for view in owed(self._check_ins.statuses())),
            practice=practice.name if practice else "",
            locale=wording(practice.locale if practice else "").locale,
            paper_size=practice.paper_size if practice else "A4",
            made_on=week.today,
        )
        return draw_week(sheet, SheetWords(self._tr))

    def export(self, first: date, path: Path, *, has_weekend: bool = True) -> int:
        """Write the page into a file, whole or not at all. Returns the number of pages.

        Raises:
            FileNotWritten: an older file is untouched.
        """
        from clientdesk.services.papers.saving import write_pdf

        return write_pdf(path, self.pdf(first, has_weekend=has_weekend))
