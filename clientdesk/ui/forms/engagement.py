"""An engagement: its dates, fee and promised hours."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from clientdesk.models.enums import EngagementKind
from clientdesk.models.errors import Problem
from clientdesk.models.views.engagements import EngagementView
from clientdesk.ui.forms.base import Form
from clientdesk.ui.forms.entries import NumberField, choice, line, look_up, text
from clientdesk.ui.widgets.date_field import DateField
from clientdesk.ui.words import engagement_kind_word

_NUMBERS = ("fee", "rate", "hours_a_month", "hours_a_week", "revision_rounds")


class EngagementForm(Form):
    """Fills from an `EngagementView`; amounts and hours go back as plain digits."""

    def __init__(
        self, word: Callable[[Problem], str], today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(word, parent)
        self.add_field("title", self.tr("Title"), line())
        kinds = [(kind, engagement_kind_word(kind)) for kind in EngagementKind]
        self.add_field("kind", self.tr("Paid by"), choice(kinds))
        self.add_field("starts_on", self.tr("Starts"), DateField(today))
        self.add_field("ends_on", self.tr("Ends"), DateField(today), self.tr("Empty while it goes on."))
        self.add_field(
            "fee", self.tr("Fee"), NumberField(), self.tr("The whole fee; for a retainer, a month.")
        )
        self.add_field("rate", self.tr("Hourly rate"), NumberField())
        self.add_field("currency", self.tr("Currency"), line())
        self.add_field("hours_a_month", self.tr("Hours a month"), NumberField())
        self.add_field("hours_a_week", self.tr("Hours a week"), NumberField())
        self.add_field("revision_rounds", self.tr("Revision rounds"), NumberField(self.tr("From Boundaries")))
        self.add_field("purpose", self.tr("Purpose"), text(lines=4))

    def fill(self, view: object | None) -> None:
        super().fill(view)
        amounts: dict[str, Any] = {name: look_up(view, name) for name in _NUMBERS}
        if isinstance(view, EngagementView):
            amounts["fee"] = view.fee.amount if view.fee else None
            amounts["rate"] = view.rate.amount if view.rate else None
        for name, number in amounts.items():
            field = self.field(name)
            if isinstance(field, NumberField):
                field.set_number(number)

    def values(self) -> dict[str, Any]:
        given = super().values()
        for name in _NUMBERS:
            field = self.field(name)
            if isinstance(field, NumberField):
                given[name] = field.value()
        given["currency"] = given["currency"].strip().upper()
        return given
