"""A deliverable: what it is, when it is accepted, how many rounds it may take."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from clientdesk.models.errors import Problem
from clientdesk.ui.forms.base import Form
from clientdesk.ui.forms.entries import NumberField, line, look_up, text
from clientdesk.ui.widgets.date_field import DateField


class DeliverableForm(Form):
    """Fills from a `DeliverableView`."""

    def __init__(
        self, word: Callable[[Problem], str], today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(word, parent)
        self.add_field("title", self.tr("Title"), line())
        self.add_field("form", self.tr("Form"), line(self.tr("Report, workshop, 20 pages")))
        self.add_field(
            "acceptance", self.tr("Accepted when"), text(self.tr("Conditions that can be tested"), lines=4)
        )
        self.add_field("due_on", self.tr("Due"), DateField(today))
        self.allowed = NumberField(self.tr("From Boundaries"))
        self.used = NumberField("0")
        self.add_field("rounds_allowed", self.tr("Rounds allowed"), self.allowed)
        self.add_field("rounds_used", self.tr("Rounds used"), self.used)
        self.add_field("accepted_on", self.tr("Accepted on"), DateField(today, prefer_past=True))

    def fill(self, view: object | None) -> None:
        super().fill(view)
        self.allowed.set_number(look_up(view, "rounds_allowed"))
        self.used.set_number(look_up(view, "rounds_used"))

    def values(self) -> dict[str, Any]:
        return super().values() | {
            "rounds_allowed": self.allowed.value(),
            "rounds_used": self.used.value() or 0,
        }
