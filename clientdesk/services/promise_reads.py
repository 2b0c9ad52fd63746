"""What is promised already, and how finished work turned out: read once for the promise check."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from clientdesk.models.calendar import WorkCalendar
from clientdesk.models.enums import WorkKind
from clientdesk.models.errors import InvalidInput
from clientdesk.models.promise import Commitment, Finished
from clientdesk.models.recurrence import occurrences
from clientdesk.models.remaining import milestone_remaining
from clientdesk.models.views.week import UNKNOWN_ESTIMATE_MINUTES
from clientdesk.services.bookable import Diary, days_of, read_diary
from clientdesk.store.first_reads import Fetch, day_of, default_policies, stored
from clientdesk.store.plan_reads import (
    OpenItem,
    PromiseRow,
    estimated_milestones,
    open_items,
    worked_minutes,
    worked_when_dropped,
)

MOST_FINISHED = 300
"""The latest finished pieces of work; what is older says little about now."""

_WEEKS_A_YEAR, _MONTHS_A_YEAR = 52, 12

_OPEN_WORK = (
    "SELECT w.id, w.title, w.kind, w.due_on, c.name, c.archived_at IS NOT NULL"
    " FROM work_item w LEFT JOIN client c ON c.id = w.client_id"
    " WHERE w.done_at IS NULL AND w.dropped_at IS NULL"
)
_UNKNOWN_MILESTONES = (
    "SELECT coalesce(m.expected_on, m.planned_on, m.agreed_on) FROM milestone m"
    " JOIN engagement e ON e.id = m.engagement_id JOIN client c ON c.id = e.client_id"
    " WHERE m.actual_on IS NULL AND m.estimate_minutes IS NULL AND c.archived_at IS NULL AND m.id <> ?"
    " AND NOT EXISTS (SELECT 1 FROM work_item w WHERE w.milestone_id = m.id AND w.dropped_at IS NULL)"
)
_RESERVED = (
    "SELECT e.id, e.client_id, c.name, e.minutes_a_week, e.minutes_a_month, e.starts_on, e.ends_on"
    " FROM engagement e JOIN client c ON c.id = e.client_id"
    " WHERE c.archived_at IS NULL AND (e.minutes_a_week > 0 OR e.minutes_a_month > 0) ORDER BY e.id"
)
_RECURRING = (
    "SELECT r.id, r.title, r.client_id, c.name, r.kind, r.estimate_minutes, r.rule, r.starts_on, e.ends_on"
    " FROM recurring_work r LEFT JOIN client c ON c.id = r.client_id LEFT JOIN engagement e ON e.id = r.engagement_id"
    " WHERE NOT r.is_paused AND c.archived_at IS NULL"
)
_TAKEN_UP = "SELECT source_key FROM work_item WHERE source_key LIKE 'recurring:%'"
_FINISHED = (
    "SELECT w.id, w.client_id, w.kind, w.estimate_minutes FROM work_item w"
    " WHERE w.done_at IS NOT NULL AND w.dropped_at IS NULL AND w.estimate_minutes > 0"
    " AND EXISTS (SELECT 1 FROM time_entry t WHERE t.work_item_id = w.id AND t.ends_at IS NOT NULL)"
    " ORDER BY w.done_at DESC, w.id LIMIT ?"
)
_WORKED_ON_DONE = (
    "SELECT t.work_item_id, t.starts_at, t.ends_at FROM time_entry t JOIN work_item w ON w.id = t.work_item_id"
    " WHERE w.done_at IS NOT NULL AND t.ends_at IS NOT NULL"
)
_WORKED_SINCE = (
    "SELECT client_id, starts_at, ends_at FROM time_entry WHERE starts_at >= ? AND client_id IS NOT NULL"
)


@dataclass(frozen=True, slots=True)
class Named:
    """What a commitment is called."""

    title: str
    client: str
    is_reserved: bool = False


@dataclass(frozen=True, slots=True)
class PromiseFacts:
    """All that the check needs.

    Attributes:
        free: free minutes of each day from today on; `worked`: whether it has working hours.
        assumed: due days of work counted with the default length, for want of an estimate.
        uncounted: due days of milestones of which no work is known at all.
    """

    today: date
    free: tuple[int, ...]
    worked: tuple[bool, ...]
    commitments: tuple[Commitment, ...]
    names: Mapping[str, Named]
    finished: tuple[Finished, ...]
    buffer_percent: int
    assumed: tuple[date, ...]
    uncounted: tuple[date, ...]
    own_reserved: int


def read_facts(
    fetch: Fetch,
    now: datetime,
    zone: ZoneInfo,
    calendar: WorkCalendar,
    count: int,
    client_id: str | None,
    milestone_id: str = "",
) -> PromiseFacts:
    """Everything from today on for so many days.

    Args:
        client_id: who asks; the hours reserved for them are what the request is done in.
        milestone_id: the request is the work of this one; it isn't counted a second time.
    """
    rules = default_policies(fetch)
    today = now.astimezone(zone).date()
    last = today + timedelta(days=count - 1)
    diary = read_diary(fetch, now, zone, last, rules)
    reader = _Reader(fetch, now, zone, calendar, today, last, diary)
    items = [item for item in open_items(fetch, now) if not milestone_id or item.milestone_id != milestone_id]
    reader.read_work(items, milestone_id)
    reader.read_recurring()
    own_reserved = reader.read_reserved(client_id)
    days = days_of(diary, reader.untimed, now, zone, calendar, today, count, rules)
    return PromiseFacts(
        today=today,
        free=tuple(day.free_minutes for day in days),
        worked=tuple(calendar.is_working_day(day.day) for day in days),
        commitments=tuple(reader.commitments),
        names=reader.names,
        finished=tuple(read_finished(fetch, now)),
        buffer_percent=rules.buffer_on(today),
        assumed=tuple(reader.assumed),
        uncounted=tuple(due for (on,) in fetch(_UNKNOWN_MILESTONES, (milestone_id,)) if (due := day_of(on))),
        own_reserved=own_reserved,
    )


def read_finished(fetch: Fetch, now: datetime) -> list[Finished]:
    """Finished work with an estimate and worked time, the latest first."""
    worked = worked_minutes(fetch(_WORKED_ON_DONE, ()), now)
    return [
        Finished(estimate, worked[item_id], client_id, WorkKind(kind))
        for item_id, client_id, kind, estimate in fetch(_FINISHED, (MOST_FINISHED,))
        if worked.get(item_id)
    ]


class _Reader:
    """Gathers commitments; what has a time on the grid is out of the free hours already and counts no more."""

    def __init__(
        self,
        fetch: Fetch,
        now: datetime,
        zone: ZoneInfo,
        calendar: WorkCalendar,
        today: date,
        last: date,
        diary: Diary,
    ) -> None:
        self._fetch, self._now, self._zone, self._calendar = fetch, now, zone, calendar
        self._today, self._last = today, last
        self._placed: dict[str, int] = {}
        self._placed_in: dict[tuple[str, date], int] = {}
        for part in diary.placed:
            if part.work_item_id is not None:
                self._placed[part.work_item_id] = self._placed.get(part.work_item_id, 0) + part.minutes
            self._note_placed(part.client_id, part.day, part.minutes)
        self.untimed: list[OpenItem] = []
        self.commitments: list[Commitment] = []
        self.names: dict[str, Named] = {}
        self.assumed: list[date] = []

    def _note_placed(self, client_id: str | None, day: date, minutes: int) -> None:
        """Time a client has in a week; hours reserved for it are used by that."""
        if client_id is not None:
            place = (client_id, _monday(day))
            self._placed_in[place] = self._placed_in.get(place, 0) + minutes

    def read_work(self, items: Iterable[OpenItem], milestone_id: str) -> None:
        """Milestones with their work, and work with a due day of its own."""
        promises = {
            row.milestone_id: row
            for row in estimated_milestones(self._fetch)
            if row.milestone_id != milestone_id
        }
        rows = {item_id: rest for item_id, *rest in self._fetch(_OPEN_WORK, ())}
        for item in items:
            self._add_item(item, rows[item.item_id], promises.get(item.milestone_id or ""))
        dropped = worked_when_dropped(self._fetch, self._now)
        for row in promises.values():
            due = _due_of(row)
            if row.has_work or row.estimate_minutes is None or due is None:
                continue
            left = milestone_remaining(
                (),
                has_work=False,
                estimate_minutes=row.estimate_minutes,
                worked_minutes=dropped.get(row.milestone_id, 0),
            )
            key = f"milestone:{row.milestone_id}"
            self._add(key, left.minutes, due, row.client_id, WorkKind.OTHER, Named(row.title, row.client))

    def _add_item(self, item: OpenItem, row: Sequence[object], promise: PromiseRow | None) -> None:
        title, kind, due_on, client, is_archived = row
        if is_archived:
            return
        on = item.planned_on
        if on is not None and self._today <= on <= self._last and item.item_id not in self._placed:
            # Its day holds it: it is placed, without a time.
            self.untimed.append(item)
            self._note_placed(item.client_id, on, item.remaining_minutes or 0)
            return
        due = day_of(str(due_on)) if due_on else _due_of(promise) if promise else None
        if due is None or due > self._last:
            return
        left = item.remaining_minutes
        if left is None:
            if item.item_id in self._placed:
                return
            self.assumed.append(due)
            left = UNKNOWN_ESTIMATE_MINUTES
        minutes = left - self._placed.get(item.item_id, 0)
        named = Named(str(title), str(client or ""))
        self._add(f"work:{item.item_id}", minutes, due, item.client_id, WorkKind(str(kind)), named)

    def read_recurring(self) -> None:
        """What recurring work comes to in a week, due when it comes last in it; not what is taken up already."""
        taken = {key for (key,) in self._fetch(_TAKEN_UP, ())}
        for row in self._fetch(_RECURRING, ()):
            record_id, title, client_id, client, kind, estimate, rule, starts_on, ends_on = row
            try:
                dates = occurrences(rule, date.fromisoformat(starts_on), self._today, self._last)
            except InvalidInput:  # written by another program; its form says what is wrong
                continue
            until = day_of(ends_on) or self._last
            weeks: dict[date, list[date]] = {}
            for on in dates:
                if on <= until and f"recurring:{record_id}:{on.isoformat()}" not in taken:
                    weeks.setdefault(_monday(on), []).append(on)
            for monday, days in weeks.items():
                if estimate is None:
                    self.assumed += days
                minutes = len(days) * (estimate or UNKNOWN_ESTIMATE_MINUTES)
                key, named = f"recurring:{record_id}:{monday.isoformat()}", Named(title, client or "")
                self._add(key, minutes, days[-1], client_id, WorkKind(kind), named)

    def read_reserved(self, client_id: str | None) -> int:
        """Hours reserved for other clients, week by week; returns those a week of the client who asks."""
        worked = self._worked_this_week()
        due_in: dict[tuple[str, date], int] = {}
        for one in self.commitments:
            if one.client_id is not None:
                place = (one.client_id, _monday(max(one.due_on, self._today)))
                due_in[place] = due_in.get(place, 0) + one.minutes
        own = 0
        for record_id, owner, client, a_week, a_month, starts, ends in self._fetch(_RESERVED, ()):
            minutes = a_week or a_month * _MONTHS_A_YEAR // _WEEKS_A_YEAR
            begins, until = date.fromisoformat(starts), day_of(ends) or self._last
            if owner == client_id:
                own += minutes if begins <= self._last and until >= self._today else 0
                continue
            monday = _monday(self._today)
            while monday <= self._last:
                due = self._last_worked(monday)
                if due is not None and begins <= due and until >= max(monday, self._today):
                    place = (owner, monday)
                    given = due_in.pop(place, 0) + self._placed_in.pop(place, 0)
                    given += worked.pop(owner, 0) if monday <= self._today else 0
                    due_in[place] = max(given - minutes, 0)
                    key = f"reserved:{record_id}:{monday.isoformat()}"
                    named = Named("", client, is_reserved=True)
                    self._add(key, minutes - given, due, owner, WorkKind.OTHER, named, is_scaled=False)
                monday += timedelta(days=7)
        return own

    def _worked_this_week(self) -> dict[str, int]:
        begins = datetime.combine(_monday(self._today), datetime.min.time(), self._zone)
        return worked_minutes(self._fetch(_WORKED_SINCE, (stored(begins),)), self._now)

    def _last_worked(self, monday: date) -> date | None:
        """The last working day of a week from today on that the days known hold."""
        for offset in range(6, -1, -1):
            day = monday + timedelta(days=offset)
            if self._today <= day <= self._last and self._calendar.is_working_day(day):
                return day
        return None

    def _add(
        self,
        key: str,
        minutes: int,
        due: date,
        client_id: str | None,
        kind: WorkKind,
        named: Named,
        *,
        is_scaled: bool = True,
    ) -> None:
        if minutes > 0 and due <= self._last:
            self.commitments.append(Commitment(key, minutes, due, client_id, kind, is_scaled))
            self.names[key] = named


def _due_of(row: PromiseRow) -> date | None:
    return row.expected_on or row.planned_on or row.agreed_on


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
