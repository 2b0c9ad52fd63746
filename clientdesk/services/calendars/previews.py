"""Looks at a calendar's text: what it holds, laid out, nothing stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from clientdesk.models.errors import CalendarUnread, ImportRefused, Problem
from clientdesk.models.views.calendars import CalendarPreview
from clientdesk.services.calendars.files import read_file
from clientdesk.services.calendars.ports import Cancel
from clientdesk.services.practice import PracticeService
from clientdesk.store.unit_of_work import Store

if TYPE_CHECKING:
    from clientdesk.services.calendars.expanding import Occurrence

UNDOABLE_RECORDS = 20_000
MOST_KEPT_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Preview:
    """A calendar that was looked at; `view` is what can be shown of it.

    Attributes:
        place: file name, path or server it came from.
        until: repeating events are laid out up to that day.
    """

    view: CalendarPreview
    place: str
    content: bytes
    occurrences: tuple[Occurrence, ...]
    until: date

    @property
    def is_undoable(self) -> bool:
        """Whether one undo takes the import back."""
        return len(self.occurrences) <= UNDOABLE_RECORDS

    @property
    def kept_content(self) -> bytes | None:
        """The text, unless it is too large to be kept."""
        return self.content if len(self.content) <= MOST_KEPT_BYTES else None


class Previewer:
    """Reads and lays out for the practice's zone and today."""

    def __init__(self, store: Store, practice: PracticeService) -> None:
        self._store = store
        self._practice = practice

    def of_file(self, path: Path, place: str, cancel: Cancel) -> Preview:
        """A file's calendar.

        Raises:
            FileUnreadable, ImportRefused, Cancelled.
        """
        from clientdesk.services.calendars import calendar_rows

        found = self.of_content(read_file(path), place, path.stem, cancel)
        uids = {occurrence.uid for occurrence in found.occurrences}
        with self._store.reading() as session:
            known = calendar_rows.known_as(session, uids)
        return replace(found, view=replace(found.view, known_as=known))

    def of_answer(self, content: bytes, name: str, address: str, cancel: Cancel) -> Preview:
        """What a server or a watched file gave: it may have been cut off, or may be no calendar at all.

        Raises:
            CalendarUnread, Cancelled.
        """
        from clientdesk.services.calendars.content import is_whole, without_address

        if not is_whole(content):
            is_begun = b"BEGIN:VCALENDAR" in content[:65_536].upper()
            raise CalendarUnread("cut_off" if is_begun else "not_a_calendar")
        try:
            return self.of_content(without_address(content, address), name, name, cancel)
        except ImportRefused as refusal:
            raise CalendarUnread("not_a_calendar") from refusal

    def of_content(self, content: bytes, place: str, name: str, cancel: Cancel) -> Preview:
        """A calendar's text.

        Args:
            name: where the calendar doesn't name itself.

        Raises:
            ImportRefused, Cancelled.
        """
        from clientdesk.services.calendars.expanding import Horizon, lay_out
        from clientdesk.services.calendars.reading import read_calendar

        zone, today = self._practice.zone(), self._practice.today()
        read = read_calendar(content, zone, cancel.check)
        if not read.is_calendar:
            raise ImportRefused([Problem("", "not_a_calendar")])
        horizon = Horizon.around(today)
        found = lay_out(read, zone, horizon, cancel.check)
        repeating = {event.uid for event in read.events if event.repeats}
        if len(content) > MOST_KEPT_BYTES and repeating:
            read.problems.add(0, "calendar_not_kept")
        starts = [occurrence.starts_at for occurrence in found]
        view = CalendarPreview(
            name=read.name or name,
            events=len({occurrence.uid for occurrence in found}),
            repeating=len(repeating),
            occurrences=len(found),
            first=min(starts).astimezone(zone).date() if starts else None,
            last=max(starts).astimezone(zone).date() if starts else None,
            problems=read.listed,
        )
        return Preview(view, place, content, tuple(found), horizon.until)
