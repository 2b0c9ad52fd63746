"""The form of one tier: everything but its rhythms and working rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QSpinBox, QWidget

from clientdesk.models.errors import Problem
from clientdesk.ui.forms.base import Form

if TYPE_CHECKING:
    from clientdesk.models.views.rhythms import TierView


class TierForm(Form):
    """Announces a field when it is left.

    Signals:
        kept: (field, value).
    """

    kept = Signal(str, object)

    def __init__(self, word: Callable[[Problem], str], parent: QWidget | None = None) -> None:
        super().__init__(word, parent)
        self._shown: TierView | None = None
        self.name = QLineEdit()
        self.description = QLineEdit()
        self.report_depth = QLineEdit()
        self.limit_days = QSpinBox()
        self.limit_days.setRange(0, 10_000)
        self.limit_days.setSpecialValueText(self.tr("as the default"))
        self.limit_days.setSuffix(self.tr(" days"))
        self.limit_days.setMaximumWidth(160)
        self.is_default = QCheckBox()
        self.is_after = QCheckBox()
        self.add_field("name", self.tr("Name"), self.name)
        self.add_field("description", self.tr("Who it is for"), self.description)
        self.add_field("report_depth", self.tr("Depth of a report"), self.report_depth)
        self.add_field(
            "limit_days",
            self.tr("Limit: most days without a word"),
            self.limit_days,
            self.tr("Private, never printed."),
        )
        self.add_field("is_default", self.tr("New clients get this tier"), self.is_default)
        self.add_field("is_after", self.tr("For clients whose work has ended"), self.is_after)
        for entry in (self.name, self.description, self.report_depth, self.limit_days):
            entry.editingFinished.connect(self._on_left)
        for tick in (self.is_default, self.is_after):
            tick.toggled.connect(self._on_left)

    def fill(self, view: TierView | None) -> None:  # type: ignore[override]
        """Show a tier; a field that was refused keeps its entry while the tier stays the same."""
        same = self._shown is not None and view is not None and self._shown.tier_id == view.tier_id
        refused = {name: self.field(name) for name in self._fields if self.problem_text(name)} if same else {}
        entries = {name: self._entry(field) for name, field in refused.items()}
        problems = {name: self.problem_text(name) for name in refused}
        super().fill(view)
        self._shown = view
        for name, text in entries.items():
            field = self.field(name)
            if isinstance(field, QLineEdit) and problems[name]:
                field.setText(text)

    def _entry(self, field: QWidget) -> str:
        return field.text() if isinstance(field, QLineEdit) else ""

    def _on_left(self, *_values: object) -> None:
        if self._is_filling or self._shown is None:
            return
        values: dict[str, Any] = self.values()
        values["limit_days"] = values["limit_days"] or None
        for name, value in values.items():
            if getattr(self._shown, name) != value:
                self.kept.emit(name, value)
                return
