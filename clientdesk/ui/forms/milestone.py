"""A milestone, and the small form by which what they expect changes with its reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from clientdesk.models.errors import Problem
from clientdesk.ui.forms.base import Form
from clientdesk.ui.forms.entries import NumberField, choice, line, look_up
from clientdesk.ui.forms.work_item import LengthField, length_of
from clientdesk.ui.widgets.date_field import DateField
from clientdesk.ui.widgets.labels import label
from clientdesk.ui.words import hours_words

_BARE = re.compile(r"\d+(?:[.,]\d+)?")


class HoursField(LengthField):
    """A length of work in which a bare number means hours: "9", "9 h 30", "1:30", "45 min"."""

    def minutes(self) -> int | None:
        typed = self.text().strip()
        if _BARE.fullmatch(typed):
            return round(float(typed.replace(",", ".")) * 60)
        return super().minutes()

    def set_minutes(self, minutes: int | None) -> None:
        self.setText("" if minutes is None else hours_words(minutes))


class MilestoneForm(Form):
    """Fills from a `MilestoneView`; says by when the work left is likely done.

    Once they expect a date it is no field here any more: it changes by `ExpectedForm`, so the trail stays.

    Args:
        deliverables: (id, title) of the engagement's deliverables.
        asks_expected: whether they expect no date yet.
    """

    def __init__(
        self,
        word: Callable[[Problem], str],
        today: Callable[[], date],
        deliverables: Sequence[tuple[str, str]] = (),
        *,
        asks_expected: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(word, parent)
        self.add_field("title", self.tr("Title"), line())
        if asks_expected:
            self.add_field("expected_on", self.tr("They expect"), DateField(today))
            self.add_field(
                "expected_source", self.tr("How they came to"), line(self.tr("Said so in the kick-off"))
            )
        self.add_field("planned_on", self.tr("Planned"), DateField(today))
        self.estimate = HoursField(self.tr("unknown"))
        self.add_field(
            "estimate_minutes",
            self.tr("Hours it needs"),
            self.estimate,
            self.tr("Like 9 or 1:30. Counts while no work item carries it."),
        )
        self.likely_label = label("", "secondary", wrap=True)
        self.likely_label.setObjectName("likely_label")
        self.likely_label.setVisible(False)
        self.column.addWidget(self.likely_label)
        self.add_field("reason", self.tr("Why this date"), line())
        if deliverables:
            none = [(None, self.tr("None"))]
            self.add_field("deliverable_id", self.tr("Deliverable"), choice([*none, *deliverables]))
        self.buffer = NumberField("0")
        self.add_field("buffer_days", self.tr("Buffer, in working days"), self.buffer)
        self.add_field("actual_on", self.tr("Done on"), DateField(today, prefer_past=True))

    def fill(self, view: object | None) -> None:
        super().fill(view)
        self.buffer.set_number(look_up(view, "buffer_days") or None)
        self.estimate.set_minutes(look_up(view, "estimate_minutes"))
        words = look_up(view, "likely_words") or ""
        self.likely_label.setText(words[:1].upper() + words[1:])
        self.likely_label.setVisible(bool(words))

    def values(self) -> dict[str, Any]:
        return super().values() | {
            "buffer_days": self.buffer.value() or 0,
            "estimate_minutes": length_of(self.estimate, "estimate_minutes"),
        }


class ExpectedForm(Form):
    """What they now expect, and how you know."""

    def __init__(
        self, word: Callable[[Problem], str], today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(word, parent)
        self.add_field("expected_on", self.tr("They now expect"), DateField(today))
        self.add_field(
            "expected_source", self.tr("How you know"), line(self.tr("Agreed on the phone with Ada"))
        )
