"""One side of a signed paper: who signed for it, in which capacity, on which day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLineEdit, QVBoxLayout, QWidget

from clientdesk.models.enums import Side
from clientdesk.models.errors import Problem
from clientdesk.models.views.agreements import AgreementView
from clientdesk.ui.forms.base import Form
from clientdesk.ui.panels.papers.words import problem_sentence, translate
from clientdesk.ui.tokens import SPACE_2, SPACE_3
from clientdesk.ui.widgets.date_field import DateField
from clientdesk.ui.widgets.labels import ElidedLabel

Signed = tuple[Side, str, str, date | None]


class SideCard(QFrame):
    """Filled in from the paper; the tick says whether this side has signed.

    Signals:
        toggled: the tick changed.
    """

    toggled = Signal()

    def __init__(
        self, side: Side, view: AgreementView, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.side = side
        self.setObjectName(f"{side.value}_card")
        self.setProperty("role", "card")
        party = view.document.get(side.value) or {}
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_3)
        column.setSpacing(SPACE_2)
        is_client = side is Side.CLIENT
        words = (
            translate("Papers", "The client has signed")
            if is_client
            else translate("Papers", "You have signed")
        )
        self.tick = QCheckBox(words)
        self.tick.setObjectName(f"{side.value}_tick")
        self.tick.setAccessibleName(words)
        self.tick.setChecked(True)
        column.addWidget(self.tick)
        column.addWidget(
            ElidedLabel(str(party.get("legal_name") or (view.row.client if is_client else "")), "secondary")
        )
        self.form = Form(problem_sentence)
        self.signer = QLineEdit(str(party.get("signatory") or ""))
        self.capacity = QLineEdit(str(party.get("capacity") or ""))
        self.on = DateField(today, prefer_past=True)
        for field in (self.signer, self.capacity):
            field.setCursorPosition(0)
        self.form.add_field(self._name("name"), translate("Papers", "Name"), self.signer)
        self.form.add_field(self._name("capacity"), translate("Papers", "Capacity"), self.capacity)
        self.form.add_field(self._name("on"), translate("Papers", "Signed on"), self.on)
        self.on.set_date(today())
        column.addWidget(self.form)
        self.tick.toggled.connect(self._on_toggled)

    @property
    def is_ticked(self) -> bool:
        return self.tick.isChecked()

    def set_ticked(self, *, ticked: bool) -> None:
        """Say whether this side has signed, without announcing it."""
        self.tick.blockSignals(True)
        self.tick.setChecked(ticked)
        self.tick.blockSignals(False)
        self.form.setEnabled(ticked)

    def set_day(self, on: date) -> None:
        """The day beside the signature."""
        self.on.set_date(on)

    def value(self) -> Signed:
        """Side, name, capacity, day.

        Raises:
            InvalidInput: the day can't be read.
        """
        values = self.form.values()
        return (
            self.side,
            values[self._name("name")],
            values[self._name("capacity")],
            values[self._name("on")],
        )

    def show_problems(self, problems: Sequence[Problem]) -> bool:
        """Show each beside its field."""
        return self.form.show_problems(problems)

    def clear_problems(self) -> None:
        self.form.clear_problems()

    def _name(self, field: str) -> str:
        return f"{self.side.value}_{field}"

    def _on_toggled(self, is_ticked: bool) -> None:
        self.form.setEnabled(is_ticked)
        self.toggled.emit()
