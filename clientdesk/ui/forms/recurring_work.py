"""Work that comes again: what, for whom, how long, and by which rule; its next days are shown while editing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from clientdesk.models.errors import InvalidInput, Problem
from clientdesk.models.views.recurring import RecurringWorkView
from clientdesk.ui.forms.base import Form
from clientdesk.ui.forms.entries import line, text
from clientdesk.ui.forms.repeat_field import RepeatField
from clientdesk.ui.forms.work_item import (
    Clients,
    LengthField,
    client_choice,
    impact_choice,
    kind_choice,
    length_of,
)
from clientdesk.ui.widgets.date_field import DateField
from clientdesk.ui.widgets.labels import label

Preview = Callable[[str, date], str]


class RecurringWorkForm(Form):
    """Fills from a `RecurringWorkView`; `values` are those of recurring work.

    Args:
        preview: a rule with its first day in words, with its next dates; refuses as the service does.
    """

    def __init__(
        self,
        word: Callable[[Problem], str],
        today: Callable[[], date],
        clients: Clients,
        preview: Preview,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(word, parent)
        self._today = today
        self._preview = preview
        self.add_field("title", self.tr("What"), line())
        self.add_field("client_id", self.tr("Client"), client_choice(clients))
        self.length = LengthField(self.tr("unknown"))
        self.add_field(
            "estimate_minutes", self.tr("Estimate of each time"), self.length, self.tr("Like 1:30 or 45")
        )
        self.starts = DateField(today)
        self.add_field("starts_on", self.tr("From"), self.starts)
        self.repeat = RepeatField()
        self.add_field("rule", self.tr("How often"), self.repeat)
        self.preview_label = label("", "secondary", wrap=True)
        self.preview_label.setObjectName("preview_label")
        self.column.addWidget(self.preview_label)
        self.add_field("kind", self.tr("Kind of work"), kind_choice())
        self.add_field("impact", self.tr("What depends on it"), impact_choice())
        self.add_field("notes", self.tr("Notes"), text())
        self.repeat.valueChanged.connect(self._show_preview)
        self.starts.date_changed.connect(self._on_start)

    def fill(self, view: object | None) -> None:
        kept = view if isinstance(view, RecurringWorkView) else None
        self.repeat.set_start(kept.starts_on if kept else None)
        super().fill(view)
        self._is_filling = True
        try:
            self.length.set_minutes(kept.estimate_minutes if kept else None)
            if kept is None:
                self.starts.set_date(self._today())
                self.repeat.begin(self._today())
        finally:
            self._is_filling = False
        self._show_preview()

    def values(self) -> dict[str, Any]:
        return super().values() | {"estimate_minutes": length_of(self.length, "estimate_minutes")}

    def _on_start(self) -> None:
        self.repeat.set_start(self.starts.date())
        self._show_preview()

    def _show_preview(self) -> None:
        rule, starts_on = self.repeat.value(), self.starts.date()
        if not rule or starts_on is None:
            self.preview_label.setText(self.tr("Choose a day, and the next dates stand here."))
            return
        try:
            words = self._preview(rule, starts_on)
            self.preview_label.setText(words[:1].upper() + words[1:])
        except InvalidInput as refused:
            self.preview_label.setText("\n".join(self._word(problem) for problem in refused.problems))
