"""Worked time: planned blocks confirmed, the timer, typed entries. Planned hours are never counted as worked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from sqlalchemy import select
from sqlmodel import Session

from clientdesk.models.day_clock import midnight
from clientdesk.models.enums import BlockKind, EntrySource, WorkKind
from clientdesk.models.errors import InvalidInput, NotFound, Problem
from clientdesk.models.tables import (
    Block,
    Client,
    Engagement,
    Milestone,
    TimeEntry,
    TimeEntryFields,
    WorkItem,
)
from clientdesk.models.tables.time_entry import LONGEST_ENTRY_HOURS
from clientdesk.models.views.time import OnNowView, TimeEntryView, TimerView
from clientdesk.services import time_reads
from clientdesk.services.ports import Clock, Zones
from clientdesk.services.rows import table_of
from clientdesk.services.validation import apply, changed, validated
from clientdesk.services.week_days import instant_of
from clientdesk.store.unit_of_work import Store, fetch

_ENTRY = table_of(TimeEntry).c
_BLOCK = table_of(Block).c
_MINUTE = timedelta(minutes=1)
_LONGEST_MINUTES = LONGEST_ENTRY_HOURS * 60
_MORNING = time(9)

By = Literal["client_id", "engagement_id", "work_item_id"]


class TimeService:
    """What was worked, for whom and for how long.

    A confirmed block and a timer are entries like typed ones; a block has at most one. Entries may overlap: who does
    two things at once says so; `overlaps` tells.
    """

    def __init__(self, store: Store, clock: Clock, practice: Zones) -> None:
        self._store = store
        self._clock = clock
        self._practice = practice

    # Confirming what was planned.

    def confirm(self, block_id: str, minutes: int | None = None) -> str:
        """Log a planned block as worked; returns the entry's id.

        A block that still runs is logged up to now. One that is confirmed already keeps its entry, or takes the
        other length.

        Args:
            minutes: how long it really took; as planned when left out.

        Raises:
            InvalidInput: it has not begun, is private time, or the timer runs for it.
            NotFound.
        """
        with self._store.writing("Confirm as worked") as session:
            return self._confirmed(session, fetch(session, Block, block_id), minutes).id

    def take_back(self, block_id: str) -> None:
        """Forget that a block was worked.

        Raises:
            InvalidInput: the timer runs for it.
        """
        with self._store.writing("Not worked after all") as session:
            entry = _entry_of(session, block_id)
            if entry is None:
                return
            if entry.ends_at is None:
                raise InvalidInput([Problem("", "timer_running")])
            session.delete(entry)

    def toggle(self, block_id: str) -> bool:
        """Confirm a block, or take that back; returns whether it is confirmed now.

        Raises:
            InvalidInput, NotFound: see `confirm`.
        """
        if self.is_confirmed(block_id):
            self.take_back(block_id)
            return False
        self.confirm(block_id)
        return True

    def is_confirmed(self, block_id: str) -> bool:
        """Whether time was logged for a block."""
        query = select(_ENTRY.id).where(_ENTRY.block_id == block_id, _ENTRY.ends_at.is_not(None))
        with self._store.reading() as session:
            return session.execute(query).first() is not None

    def confirm_past(self, day: date | None = None) -> int:
        """Confirm every work block of a day (today) that is over, as planned; returns how many."""
        zone, now = self._practice.zone(), self._clock.now()
        shown = day or now.astimezone(zone).date()
        since, until = time_reads.bounds(shown, shown, zone)
        query = select(_BLOCK.id).where(
            _BLOCK.kind == BlockKind.WORK,
            _BLOCK.starts_at >= since,
            _BLOCK.starts_at < until,
            _BLOCK.ends_at <= now,
        )
        with self._store.reading() as session:
            found = [row.id for row in session.execute(query)]
        return self.confirm_all(found)

    def confirm_all(self, block_ids: Iterable[str]) -> int:
        """Confirm these blocks as planned, those with an entry left as they are; returns how many were confirmed.

        Raises:
            InvalidInput, NotFound: see `confirm`; nothing was logged then.
        """
        count = 0
        with self._store.writing("Confirm as worked") as session:
            for block_id in block_ids:
                if _entry_of(session, block_id) is None:
                    self._confirmed(session, fetch(session, Block, block_id), None)
                    count += 1
        return count

    # The timer.

    def running(self) -> TimerView | None:
        """The timer, if one runs; it is a row and outlives the program."""
        zone = self._practice.zone()
        with self._store.reading() as session:
            return time_reads.running(session, zone, self._clock.now().astimezone(zone).date())

    def on_now(self) -> OnNowView | None:
        """The open work block that is on now, the one that began last; None between blocks."""
        with self._store.reading() as session:
            return time_reads.on_now(session, self._clock.now())

    def start(
        self,
        *,
        block_id: str | None = None,
        work_item_id: str | None = None,
        client_id: str | None = None,
        note: str = "",
    ) -> str:
        """Start the timer for a block, a piece of work or a client; one that runs is stopped. Returns the entry's id.

        Raises:
            InvalidInput: the timer that runs must be told first when it ended (see `stop`).
            NotFound.
        """
        with self._store.writing("Start timer") as session:
            self._stop_running(session, None)
            values: dict[str, Any] = {"client_id": client_id, "work_item_id": work_item_id, "note": note}
            if block_id is not None:
                values |= _of_block(session, fetch(session, Block, block_id))
                if _entry_of(session, block_id) is None:
                    values["block_id"] = block_id
            now = self._clock.now()
            values |= {"source": EntrySource.TIMER, "starts_at": now}
            return self._new(session, values).id

    def stop(self, at: datetime | None = None) -> str | None:
        """Stop the timer; returns the entry's id, or None when nothing ran or it ran for less than a minute.

        Args:
            at: when it was stopped, where that was forgotten; a time without a zone is the practice's.

        Raises:
            InvalidInput: it runs since another day, for over ten hours or from after now, and `at` is not given; or
                `at` is before its start, in the future or more than a day later.
        """
        with self._store.writing("Stop timer") as session:
            return self._stop_running(session, at)

    def discard(self) -> None:
        """Forget the timer that runs: nothing is logged."""
        with self._store.writing("Discard timer") as session:
            for entry in _running(session):
                session.delete(entry)

    # Typed entries.

    def add(self, values: Mapping[str, Any]) -> str:
        """Log time that was worked.

        Args:
            values: `minutes`, or `starts_at` and `ends_at`; `day` where no time is known; `client_id`,
                `work_item_id`, `engagement_id`, `kind` and `note` as far as they are known.

        Raises:
            InvalidInput, NotFound.
        """
        with self._store.writing("Log time") as session:
            return self._new(session, self._timed(dict(values)) | {"source": EntrySource.TYPED}).id

    def change(self, entry_id: str, changes: Mapping[str, Any]) -> None:
        """Change some fields of an entry; `minutes` moves its end, and its start where that would lie ahead.

        Raises:
            InvalidInput, NotFound.
        """
        with self._store.writing("Change worked time") as session:
            row = fetch(session, TimeEntry, entry_id)
            wanted = dict(changes)
            for name in ("starts_at", "ends_at"):
                if isinstance(wanted.get(name), datetime):
                    wanted[name] = instant_of(wanted[name], self._practice.zone())
            if "minutes" in wanted:
                length = timedelta(minutes=_length(wanted.pop("minutes")))
                starts_at = wanted.get("starts_at", row.starts_at)
                if "starts_at" not in wanted:
                    starts_at = min(starts_at, self._clock.now() - length)
                wanted |= {"starts_at": starts_at, "ends_at": starts_at + length}
            if row.ends_at is not None and wanted.get("ends_at", row) is None:
                raise InvalidInput([Problem("ends_at", "missing")])
            fixed = [Problem(name, "unknown_field") for name in ("block_id", "source") if name in wanted]
            if fixed:
                raise InvalidInput(fixed)
            _check_owners(session, wanted)
            self._check_times(wanted.get("starts_at", row.starts_at), wanted.get("ends_at", row.ends_at))
            apply(row, changed(row, TimeEntryFields, wanted))

    def delete(self, entry_id: str) -> None:
        """Forget an entry; the block it confirmed is unconfirmed again.

        Raises:
            NotFound.
        """
        with self._store.writing("Delete worked time") as session:
            session.delete(fetch(session, TimeEntry, entry_id))

    # Reading.

    def get(self, entry_id: str) -> TimeEntryView:
        """One entry.

        Raises:
            NotFound.
        """
        with self._store.reading() as session:
            found = time_reads.view_of(session, entry_id, self._clock.now())
        if found is None:
            raise NotFound("time_entry", entry_id)
        return found

    def entries(
        self, first: date | None = None, count: int = 1, client_id: str | None = None
    ) -> list[TimeEntryView]:
        """What was worked on the local days from `first` (today), by start; a running timer is among it."""
        zone, now = self._practice.zone(), self._clock.now()
        shown = first or now.astimezone(zone).date()
        stretch = time_reads.touching(*time_reads.bounds(shown, shown + timedelta(days=count - 1), zone))
        of_client = () if client_id is None else (_ENTRY.client_id == client_id,)
        with self._store.reading() as session:
            return time_reads.views(session, now, *stretch, *of_client)

    def overlaps(self, entry_id: str) -> list[TimeEntryView]:
        """Other entries that count some of the same time as this one."""
        entry, now = self.get(entry_id), self._clock.now()
        with self._store.reading() as session:
            until = entry.ends_at or max(now, entry.starts_at)
            return time_reads.overlapping(session, entry.starts_at, until, now, entry_id)

    def worked_minutes(
        self,
        first: date | None = None,
        last: date | None = None,
        *,
        client_id: str | None = None,
        engagement_id: str | None = None,
        work_item_id: str | None = None,
    ) -> int:
        """Minutes worked on the local days from `first` to `last` (included), all when left out.

        Minutes counted twice by overlapping entries count twice.
        """
        given = {"client_id": client_id, "engagement_id": engagement_id, "work_item_id": work_item_id}
        where = [_ENTRY[name] == value for name, value in given.items() if value is not None]
        with self._store.reading() as session:
            found = time_reads.spans(session, *self._stretch(first, last), self._clock.now(), *where)
        return sum(time_reads.whole_minutes(start, end) for _, start, end in found)

    def worked_by(self, by: By, first: date | None = None, last: date | None = None) -> dict[str | None, int]:
        """Minutes worked on those days by client, engagement or work item; None is work without one."""
        with self._store.reading() as session:
            found = time_reads.spans(session, *self._stretch(first, last), self._clock.now())
        sums: dict[str | None, int] = {}
        for row, start, end in found:
            key = getattr(row, by)
            sums[key] = sums.get(key, 0) + time_reads.whole_minutes(start, end)
        return sums

    def worked_by_day(self, first: date, count: int = 7, client_id: str | None = None) -> dict[date, int]:
        """Minutes worked on each local day; an entry over midnight counts on both."""
        zone, now = self._practice.zone(), self._clock.now()
        of_client = () if client_id is None else (_ENTRY.client_id == client_id,)
        days = [first + timedelta(days=offset) for offset in range(count)]
        with self._store.reading() as session:
            found = time_reads.spans(session, *self._stretch(first, days[-1]), now, *of_client)
        sums = dict.fromkeys(days, 0)
        for _, start, end in found:
            for day in days:
                since, until = max(start, midnight(day, zone)), min(end, midnight(day + timedelta(1), zone))
                if until > since:
                    sums[day] += time_reads.whole_minutes(since, until)
        return sums

    def _stretch(self, first: date | None, last: date | None) -> tuple[datetime, datetime]:
        zone = self._practice.zone()
        since = midnight(first, zone) if first else datetime.min.replace(year=1900, tzinfo=zone)
        until = midnight(last + timedelta(days=1), zone) if last else self._clock.now() + timedelta(days=1)
        return since, until

    def _confirmed(self, session: Session, block: Block, minutes: int | None) -> TimeEntry:
        now = self._clock.now()
        if block.kind is BlockKind.PRIVATE:
            raise InvalidInput([Problem("", "not_worked")])
        if block.starts_at >= now - _MINUTE:
            at = block.starts_at.astimezone(self._practice.zone())
            is_today = at.date() == now.astimezone(self._practice.zone()).date()
            code = "block_not_begun" if is_today else "block_on_later_day"
            raise InvalidInput(
                [Problem("", code, {"time": f"{at:%H:%M}", "day": f"{at:%a} {at.day} {at:%b}"})]
            )
        starts_at, ends_at = block.starts_at, min(block.ends_at, now.replace(second=0, microsecond=0))
        if minutes is not None:
            ends_at = starts_at + timedelta(minutes=_length(minutes))
            if ends_at > now:
                starts_at, ends_at = starts_at - (ends_at - now), now
        entry = _entry_of(session, block.id)
        if entry is None:
            values = _of_block(session, block) | {"block_id": block.id, "source": EntrySource.BLOCK}
            return self._new(session, values | {"starts_at": starts_at, "ends_at": ends_at})
        if entry.ends_at is None:
            raise InvalidInput([Problem("", "timer_running")])
        if minutes is not None:
            apply(entry, changed(entry, TimeEntryFields, {"starts_at": starts_at, "ends_at": ends_at}))
        return entry

    def _stop_running(self, session: Session, at: datetime | None) -> str | None:
        zone, now = self._practice.zone(), self._clock.now()
        kept: str | None = None
        for entry in _running(session):
            began_today = entry.starts_at.astimezone(zone).date() == now.astimezone(zone).date()
            view = TimerView("", "", None, "", 0, None, None, entry.starts_at, None, began_today)
            if at is None:
                if view.needs_end(now):
                    since = entry.starts_at.astimezone(zone)
                    facts: dict[str, object] = {"since": f"{since:%a} {since.day} {since:%b} {since:%H:%M}"}
                    raise InvalidInput([Problem("", "timer_needs_end", facts)])
                ends_at = now
            else:
                ends_at = instant_of(at, zone)
                self._check_times(
                    entry.starts_at, ends_at, until=max(now, entry.starts_at + timedelta(days=1))
                )
                if entry.starts_at <= now < ends_at:
                    raise InvalidInput([Problem("ends_at", "not_worked_yet")])
            if ends_at - entry.starts_at < _MINUTE:
                session.delete(entry)
            else:
                entry.ends_at = ends_at
                kept = entry.id
        return kept

    def _timed(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values with both instants, whichever way they were given."""
        zone, now = self._practice.zone(), self._clock.now()
        day, minutes = values.pop("day", None), values.pop("minutes", None)
        for name in ("starts_at", "ends_at"):
            if isinstance(values.get(name), datetime):
                values[name] = instant_of(values[name], zone)
        if minutes is not None:
            length = timedelta(minutes=_length(minutes))
            if values.get("starts_at") is None:
                today = now.astimezone(zone).date()
                is_today = (day or today) == today
                start = now - length if is_today else instant_of(datetime.combine(day, _MORNING), zone)
                values["starts_at"] = start
            values["ends_at"] = values["starts_at"] + length
        missing = [Problem(name, "missing") for name in ("starts_at", "ends_at") if values.get(name) is None]
        if missing:
            raise InvalidInput(missing)
        return values

    def _new(self, session: Session, values: dict[str, Any]) -> TimeEntry:
        given = {name: value for name, value in values.items() if value is not None}
        work = _of_item(session, given.get("work_item_id"))
        given = work | given
        given["zone"] = self._practice.zone().key
        _check_owners(session, given)
        if given.get("ends_at") is not None:
            self._check_times(given["starts_at"], given["ends_at"])
        checked = validated(TimeEntryFields, given)
        entry = TimeEntry(**checked.model_dump(), created_at=self._clock.now())
        session.add(entry)
        session.flush()
        return entry

    def _check_times(
        self, starts_at: datetime, ends_at: datetime | None, until: datetime | None = None
    ) -> None:
        latest = until or self._clock.now()
        if starts_at > latest:
            raise InvalidInput([Problem("starts_at", "not_worked_yet")])
        if ends_at is None:
            return
        if ends_at <= starts_at:
            raise InvalidInput([Problem("ends_at", "end_before_start")])
        if ends_at - starts_at > timedelta(minutes=_LONGEST_MINUTES):
            raise InvalidInput([Problem("ends_at", "longer_than_a_day", {"hours": LONGEST_ENTRY_HOURS})])
        if ends_at > latest:
            raise InvalidInput([Problem("ends_at", "not_worked_yet")])


def keep_names(session: Session, item: WorkItem) -> None:
    """Within another service's writing, before a work item goes: what was worked on it keeps its name."""
    for entry in session.execute(select(TimeEntry).where(_ENTRY.work_item_id == item.id)).scalars():
        entry.note = entry.note or item.title


def _length(minutes: object) -> int:
    """A length that can be kept.

    Raises:
        InvalidInput: it is no whole number, not above zero, or longer than a day.
    """
    if not isinstance(minutes, int) or isinstance(minutes, bool):
        raise InvalidInput([Problem("minutes", "not_a_length")])
    if minutes <= 0:
        raise InvalidInput([Problem("minutes", "not_positive")])
    if minutes > _LONGEST_MINUTES:
        raise InvalidInput([Problem("minutes", "longer_than_a_day", {"hours": LONGEST_ENTRY_HOURS})])
    return minutes


def _entry_of(session: Session, block_id: str) -> TimeEntry | None:
    return session.execute(select(TimeEntry).where(_ENTRY.block_id == block_id)).scalars().first()


def _running(session: Session) -> list[TimeEntry]:
    return list(session.execute(select(TimeEntry).where(_ENTRY.ends_at.is_(None))).scalars())


def _of_block(session: Session, block: Block) -> dict[str, Any]:
    """What an entry takes from its block: for whom, for what, of which kind."""
    values = _of_item(session, block.work_item_id)
    if values.get("client_id") is None:
        values["client_id"] = block.client_id
    if block.kind is BlockKind.MEETING:
        values["kind"] = WorkKind.MEETING
    if block.work_item_id is None:
        values["note"] = block.title
    return values


def _of_item(session: Session, work_item_id: str | None) -> dict[str, Any]:
    if work_item_id is None:
        return {}
    item = fetch(session, WorkItem, work_item_id)
    engagement_id = item.engagement_id
    if engagement_id is None and item.milestone_id is not None:
        engagement_id = fetch(session, Milestone, item.milestone_id).engagement_id
    return {
        "work_item_id": item.id,
        "client_id": item.client_id,
        "engagement_id": engagement_id,
        "kind": item.kind,
    }


def _check_owners(session: Session, values: Mapping[str, Any]) -> None:
    for name, table in (("client_id", Client), ("engagement_id", Engagement), ("work_item_id", WorkItem)):
        if values.get(name) is not None:
            fetch(session, table, values[name])
