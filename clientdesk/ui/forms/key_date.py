"""A day to remember of a client, and the day on which one who has left is asked again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from clientdesk.models.enums import RhythmKind, RhythmUnit
from clientdesk.models.errors import InvalidInput, Problem
from clientdesk.models.key_dates import given_day, given_offset, shown_day
from clientdesk.models.views.rhythms import RhythmView
from clientdesk.ui.forms.base import Form
from clientdesk.ui.forms.entries import choice, line
from clientdesk.ui.widgets.date_field import DateField


class KeyDateForm(Form):
    """Fills from a `RhythmView`; a birthday is taken with its year or without."""

    def __init__(
        self, word: Callable[[Problem], str], today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(word, parent)
        self._today = today
        self.add_field("content", self.tr("Name"), line(self.tr("Birthday of Ada, founding day, renewal")))
        self._starts_on = DateField(today)
        self.add_field("starts_on", self.tr("Date"), self._starts_on)
        units = [(RhythmUnit.YEARLY, self.tr("Every year")), (RhythmUnit.ONCE, self.tr("Once"))]
        self.add_field("unit", self.tr("How often"), choice(units))

    def fill(self, view: object | None) -> None:
        """Show a key date; a 29 February as such, also where its next return is the 28th."""
        super().fill(view)
        if isinstance(view, RhythmView) and view.starts_on is not None:
            self._starts_on.set_date(shown_day(view.starts_on, view.offset_days))

    def values(self) -> dict[str, Any]:
        values = super().values()
        missing = [Problem("content", "blank")] if not values["content"].strip() else []
        unit, typed = RhythmUnit(values["unit"]), values["starts_on"]
        kept = _day_of(typed, unit, self._today(), missing)
        values |= {"starts_on": kept, "offset_days": given_offset(unit, typed, kept)}
        return values | {"kind": RhythmKind.KEY_DATE, "unit": unit, "every": 1}


class WinBackForm(Form):
    """Fills from a `RhythmView`: when to ask again, and what to say."""

    def __init__(
        self, word: Callable[[Problem], str], today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(word, parent)
        self._today = today
        self.add_field("starts_on", self.tr("Ask again on"), DateField(today))
        self.add_field("content", self.tr("Note"), line(self.tr("Their budget is set in March")))

    def values(self) -> dict[str, Any]:
        values = super().values()
        values["starts_on"] = _day_of(values["starts_on"], RhythmUnit.ONCE, self._today(), [])
        return values | {"kind": RhythmKind.WIN_BACK, "unit": RhythmUnit.ONCE, "every": 1}


def _day_of(day: date | None, unit: RhythmUnit, today: date, problems: list[Problem]) -> date:
    """The day as it is kept.

    Raises:
        InvalidInput: `problems`, no day, or a single day that is over.
    """
    if day is None:
        problems.append(Problem("starts_on", "missing"))
    elif unit == RhythmUnit.ONCE and day < today:
        problems.append(Problem("starts_on", "day_is_over"))
    if problems or day is None:
        raise InvalidInput(problems)
    return given_day(unit, day, today)
