"""Time on the grid: when, how long, and the work it carries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from PySide6.QtWidgets import QWidget

from clientdesk.models.enums import BlockKind
from clientdesk.models.errors import InvalidInput, Problem
from clientdesk.models.views.week import BlockDetails
from clientdesk.ui.forms.base import Form, set_value
from clientdesk.ui.forms.entries import TimeField, choice, line, text
from clientdesk.ui.forms.work_item import Clients, LengthField, client_choice, length_of
from clientdesk.ui.widgets.date_field import DateField


class BlockForm(Form):
    """Fills from a `BlockDetails`.

    Args:
        kinds: whether its kind can be chosen: for something new, and for what carries no work item.
        with_work: whether the fields of its work item (estimate, due, notes) are shown.
    """

    def __init__(
        self,
        word: Callable[[Problem], str],
        today: Callable[[], date],
        clients: Clients,
        *,
        kinds: bool,
        with_work: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(word, parent)
        self._kinds, self._with_work = kinds, with_work
        self.add_field("title", self.tr("What"), line())
        self.add_field("client_id", self.tr("Client"), client_choice(clients))
        if kinds:
            words = [
                (BlockKind.WORK, self.tr("Work")),
                (BlockKind.MEETING, self.tr("Meeting (stays where it is)")),
                (BlockKind.PRIVATE, self.tr("Private (only takes time)")),
            ]
            self.add_field("kind", self.tr("Kind"), choice(words))
        self.add_field("day", self.tr("Day"), DateField(today))
        self.add_field("starts_at", self.tr("From"), TimeField())
        self.length = LengthField()
        self.add_field("ends_at", self.tr("For"), self.length, self.tr("Like 1:30 or 45"))
        self.estimate = LengthField(self.tr("unknown"))
        if with_work:
            self.add_field("estimate_minutes", self.tr("Estimate of the whole work"), self.estimate)
            self.add_field("due_on", self.tr("Due"), DateField(today))
            self.add_field("notes", self.tr("Notes"), text())

    def fill(self, view: object | None) -> None:
        super().fill(view)
        if not isinstance(view, BlockDetails):
            return
        self._is_filling = True
        try:
            self._fill_time(view.starts_local, view.ends_local - view.starts_local)
            if view.item is not None and self._with_work:
                self.estimate.set_minutes(view.item.estimate_minutes)
                self._set("due_on", view.item.due_on)
                self._set("notes", view.item.notes)
        finally:
            self._is_filling = False

    def fill_new(self, starts: datetime, minutes: int, client_id: str | None = None) -> None:
        """Begin something new at a time."""
        self.fill({"client_id": client_id, "kind": BlockKind.WORK})
        self._is_filling = True
        try:
            self._fill_time(starts, timedelta(minutes=minutes))
        finally:
            self._is_filling = False

    def values(self) -> dict[str, Any]:
        """As `WeekService.change_block` takes them; times are wall-clock times of the practice."""
        given = super().values()
        day, start = given.pop("day"), given.pop("starts_at")
        minutes = length_of(self.length, "ends_at")
        missing = [
            Problem(name, "missing") for name, value in (("day", day), ("ends_at", minutes)) if not value
        ]
        if missing:
            raise InvalidInput(missing)
        starts_at = datetime.combine(day, start)
        given |= {"starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=minutes or 0)}
        if self._with_work:
            given["estimate_minutes"] = length_of(self.estimate, "estimate_minutes")
        return given

    def _fill_time(self, starts: datetime, length: timedelta) -> None:
        self._set("day", starts.date())
        self._set("starts_at", starts.time())
        self.length.set_minutes(round(length.total_seconds() / 60))

    def _set(self, name: str, value: object) -> None:
        set_value(self.field(name), value)
