"""A touch: what was said, when, with whom; or a meeting that is booked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from PySide6.QtWidgets import QCheckBox, QWidget

from clientdesk.models.enums import TouchKind
from clientdesk.models.errors import Problem
from clientdesk.ui.forms.base import Form
from clientdesk.ui.forms.entries import NumberField, TimeField, choice, line, look_up, text
from clientdesk.ui.widgets.date_field import DateField
from clientdesk.ui.words import touch_word

BOOKABLE = (TouchKind.CALL, TouchKind.VIDEO, TouchKind.MEETING)


class TouchpointForm(Form):
    """Fills from a `TouchpointView`; `values` gives a local date and time under `on` and `time`.

    Args:
        contacts: (id, name) of the people at the client.
        is_booking: only what can be booked, with no weight to give.
    """

    def __init__(
        self,
        word: Callable[[Problem], str],
        today: Callable[[], date],
        contacts: Sequence[tuple[str, str]] = (),
        *,
        is_booking: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(word, parent)
        kinds = BOOKABLE if is_booking else tuple(TouchKind)
        self.add_field("kind", self.tr("Kind"), choice([(kind, touch_word(kind)) for kind in kinds]))
        self.add_field("on", self.tr("Day"), DateField(today, prefer_past=not is_booking))
        self.add_field("time", self.tr("Time"), TimeField())
        self.minutes = NumberField(self.tr("30"))
        self.add_field("duration_minutes", self.tr("Minutes"), self.minutes)
        if contacts:
            nobody = [(None, self.tr("Nobody in particular"))]
            self.add_field("contact_id", self.tr("With"), choice([*nobody, *contacts]))
        self.add_field("is_review", self.tr("This is a review"), QCheckBox())
        self.add_field("channel", self.tr("By"), line(self.tr("Phone, mail, on site")))
        words = self.tr("Objective") if is_booking else self.tr("What was said")
        self.add_field("text", words, text(lines=5))
        if not is_booking:
            weights = [
                (None, self.tr("As its kind does")),
                (True, self.tr("It counts")),
                (False, self.tr("It does not count")),
            ]
            self.add_field("is_meaningful", self.tr("Towards your limit"), choice(weights))

    def fill(self, view: object | None) -> None:
        super().fill(view)
        shown = look_up(view, "local_at")
        time_field = self.field("time")
        if isinstance(time_field, TimeField):
            time_field.set_value(shown.time() if isinstance(shown, datetime) else None)
        self.minutes.set_number(look_up(view, "duration_minutes"))

    def values(self) -> dict[str, Any]:
        return super().values() | {"duration_minutes": self.minutes.value()}

    def _home_of(self, problem: Problem) -> str | None:
        return "on" if problem.field == "at" else super()._home_of(problem)
