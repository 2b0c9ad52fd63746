"""Until when a client is left alone, and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from clientdesk.models.enums import HoldEvent
from clientdesk.models.errors import Problem
from clientdesk.ui.forms.base import Form
from clientdesk.ui.forms.entries import choice, line
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


class HoldForm(PauseForm):
    """Asks what else ends a hold, if it comes before the day."""

    def __init__(
        self, word: Callable[[Problem], str], today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(word, today, self.tr("Empty until you release it."), parent)
        events = [
            (None, self.tr("Nothing else")),
            (HoldEvent.REPLY, self.tr("They answer")),
            (HoldEvent.SIGNED, self.tr("A paper is signed")),
            (HoldEvent.START, self.tr("The work starts")),
            (HoldEvent.MILESTONE, self.tr("The next milestone")),
        ]
        hint = self.tr("Whichever comes first.")
        self.add_field("event", self.tr("What also ends it"), choice(events), hint)

    def values(self) -> dict[str, Any]:
        values = super().values()
        return values | {"event": HoldEvent(values["event"]) if values["event"] else None}
