"""Until when a client is left alone, and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from clientdesk.models.errors import Problem
from clientdesk.ui.forms.base import Form
from clientdesk.ui.forms.entries import line
from clientdesk.ui.widgets.date_field import DateField


class PauseForm(Form):
    """Asks for a day and a reason; `hint` says what an empty day means."""

    def __init__(
        self,
        word: Callable[[Problem], str],
        today: Callable[[], date],
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(word, parent)
        self.add_field("until", self.tr("Until"), DateField(today), hint)
        self.add_field("why", self.tr("Why"), line(self.tr("They are at a fair until then")))
