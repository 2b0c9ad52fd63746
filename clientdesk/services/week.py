"""The week: work and its time on the grid; places, moves and removes, and says how full each day is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import select
from sqlmodel import Session

from clientdesk.models.boundary_rules import BoundaryRules
from clientdesk.models.enums import BlockKind
from clientdesk.models.errors import InvalidInput, Problem
from clientdesk.models.lightest import free_start
from clientdesk.models.tables import Block, BlockFields, Client, WorkItem, WorkItemFields, WorkStep
from clientdesk.models.views.boundaries import TimeOffView
from clientdesk.models.views.check_ins import ClientCheckInView
from clientdesk.models.views.practice import PracticeView
from clientdesk.models.views.week import (
    UNKNOWN_ESTIMATE_MINUTES,
    BlockDetails,
    RiskView,
    ToPlaceGroup,
    WeekView,
    WorkItemView,
)
from clientdesk.services import agenda, week_reads
from clientdesk.services.carry_over import answer_if_carried, planning_day, planning_monday
from clientdesk.services.ports import Calendars, Clock, Zones
from clientdesk.services.taking_up import Taken, give_time, take
from clientdesk.services.time_log import keep_names
from clientdesk.services.validation import apply, changed, validated
from clientdesk.services.week_days import (
    SNAP_MINUTES,
    DayRules,
    bounds_of,
    build_week,
    first_day,
    instant_of,
    iso_week,
    snapped,
)
from clientdesk.services.wording import Translate
from clientdesk.services.work_owner import change_item, check_owner
from clientdesk.store.unit_of_work import Store, delete_tree, fetch

_ITEM_FIELDS = frozenset(WorkItemFields.model_fields)
_TIMES = frozenset({"starts_at", "ends_at"})
_BLOCK_FIELDS = frozenset({"title", "kind", "client_id"}) | _TIMES


class Practices(Zones, Protocol):
    """Where the practice's zone and holiday region come from."""

    def get(self) -> PracticeView | None: ...


class Rules(Calendars, Protocol):
    """Where working hours, quiet hours, buffer and time off come from."""

    def resolved(self, client_id: str | None = None, on: date | None = None) -> BoundaryRules: ...

    def time_off(self) -> list[TimeOffView]: ...


class CheckIns(Protocol):
    """Who is owed a word; only the agenda asks."""

    def statuses(self, now: datetime | None = None) -> list[ClientCheckInView]: ...


class Waiting(Protocol):
    """The work that has no time yet."""

    def to_place(self, start: date | None = None) -> list[ToPlaceGroup]: ...

    def get(self, work_item_id: str) -> WorkItemView: ...


class WeekService:
    """Work items and blocks, the week they make, and the agenda.

    Times given without a zone are wall-clock times of the practice; blocks are kept as UTC instants.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        practice: Practices,
        boundaries: Rules,
        check_ins: CheckIns,
        waiting: Waiting,
        translate: Translate = str,
    ) -> None:
        self._store = store
        self._clock = clock
        self._practice = practice
        self._boundaries = boundaries
        self._check_ins = check_ins
        self._waiting = waiting
        self._translate = translate

    def today(self, now: datetime | None = None) -> date:
        """The practice's local date."""
        return (now or self._clock.now()).astimezone(self._practice.zone()).date()

    def planning_day(self) -> date:
        """The day whose week is planned now: today, or at a weekend the working day after it."""
        return planning_day(self._boundaries.calendar(), self.today())

    def local_now(self) -> datetime:
        """The practice's wall clock."""
        return self._clock.now().astimezone(self._practice.zone())

    def week(self, start: str | date | None = None, now: datetime | None = None) -> WeekView:
        """Seven days: an ISO week ("2026-W42"), those from a given first day, or this week.

        Raises:
            InvalidInput: the text names no ISO week.
        """
        at, zone = now or self._clock.now(), self._practice.zone()
        first = first_day(start, at.astimezone(zone).date())
        with self._store.reading() as session:
            entries = week_reads.entries(session, *bounds_of(first, 7, zone), self._meeting_minutes())
            untimed = week_reads.untimed(session, first, 7, zone)
        return build_week(first, entries, self._day_rules(first), at, zone, untimed)

    def to_place(self, start: date | None = None) -> list[ToPlaceGroup]:
        """What waits for a time; see `WorkService.to_place`."""
        return self._waiting.to_place(start)

    def delete_work_item(self, work_item_id: str) -> None:
        """Delete a work item and its blocks.

        Raises:
            NotFound.
        """
        with self._store.writing("Delete work item") as session:
            row = fetch(session, WorkItem, work_item_id)
            for block in _blocks_of(session, work_item_id):
                delete_tree(session, block)
            keep_names(session, row)
            delete_tree(session, row)

    def complete(self, work_item_id: str, *, done: bool = True) -> None:
        """Mark a work item (or a step of one) done, or open again; what is only offered is taken up first.

        Raises:
            NotFound.
        """
        now = self._clock.now()
        with self._store.writing(_done_label(done)) as session:
            taken = take(session, work_item_id, now, self._translate)
            (taken.step or taken.item).done_at = now if done else None

    def place(
        self, work_item_id: str, starts_at: datetime, minutes: int | None = None, *, step: int = SNAP_MINUTES
    ) -> str:
        """Give a work item time; without `minutes` its estimate decides. Returns the block's id.

        Raises:
            InvalidInput, NotFound.
        """
        with self._store.writing("Place work") as session:
            taken = self._taken(session, work_item_id)
            return self._give_time(session, taken, snapped(starts_at, self._practice.zone(), step), minutes)

    def place_on(self, work_item_id: str, day: date, minutes: int | None = None) -> str | None:
        """Give a work item the first free time of a day, within working hours and not before now.

        Returns the block's id; None where no stretch is long enough: then it is meant for that day, without a time.

        Raises:
            InvalidInput, NotFound.
        """
        shown, zone = self.week(day), self._practice.zone()
        with self._store.writing("Place work") as session:
            taken = self._taken(session, work_item_id)
            length = taken.minutes if minutes is None else minutes
            start = free_start(shown.days[0], shown.today, shown.now_minute, length)
            if start is None:
                taken.item.planned_on = day
                return None
            at = instant_of(datetime.combine(day, time(start // 60, start % 60)), zone)
            return self._give_time(session, taken, at, minutes)

    def plan_on(self, work_item_id: str, day: date | None) -> None:
        """Mean a work item for a day, without a time; None takes that back.

        Raises:
            NotFound.
        """
        with self._store.writing("Plan for a day" if day else "No day planned") as session:
            self._taken(session, work_item_id).item.planned_on = day

    def _taken(self, session: Session, work_item_id: str) -> Taken:
        """The work of an id or a key, about to get a day: a carry-over is answered by that."""
        taken = take(session, work_item_id, self._clock.now(), self._translate)
        today = self.today()
        monday = planning_monday(self._boundaries.calendar(), today)
        zone = self._practice.zone()
        answer_if_carried(session, taken.item, monday, today, zone, self._clock.now())
        return taken

    def _give_time(self, session: Session, taken: Taken, at: datetime, minutes: int | None) -> str:
        zone, now = self._practice.zone(), self._clock.now()
        taken.item.planned_on = None
        return give_time(session, taken, at, minutes, zone, now, self._translate).id

    def add_block(self, values: Mapping[str, Any], starts_at: datetime, minutes: int) -> str:
        """Put something new on the grid: work (which becomes a work item), a meeting or private time.

        Args:
            values: `title`, and `kind` and `client_id` where they are known.

        Raises:
            InvalidInput, NotFound.
        """
        kind = BlockKind(values.get("kind", BlockKind.WORK))
        with self._store.writing("Add block") as session:
            fields = {"client_id": values.get("client_id"), "kind": kind}
            if kind is BlockKind.WORK:
                item_values = {"title": values.get("title", ""), "client_id": values.get("client_id")}
                fields["work_item_id"] = self._new_item(session, item_values).id
            else:
                fields["title"] = _named(values.get("title", ""))
            return self._new_block(session, fields, starts_at, minutes, SNAP_MINUTES).id

    def get_block(self, block_id: str) -> BlockDetails:
        """All that the form of a block edits.

        Raises:
            NotFound.
        """
        with self._store.reading() as session:
            return week_reads.block(session, block_id, self._practice.zone())

    def change_block(self, block_id: str, changes: Mapping[str, Any]) -> None:
        """Change a block from its form; what belongs to its work item (title, client, estimate, due) goes there.

        Raises:
            InvalidInput, NotFound.
        """
        with self._store.writing("Change block") as session:
            block = fetch(session, Block, block_id)
            rest = dict(changes)
            if block.work_item_id is not None:
                rest.pop("kind", None)
                wanted = {name: rest.pop(name) for name in list(rest) if name in _ITEM_FIELDS}
                change_item(session, fetch(session, WorkItem, block.work_item_id), wanted)
            unknown = [Problem(name, "unknown_field") for name in rest if name not in _BLOCK_FIELDS]
            if unknown:
                raise InvalidInput(unknown)
            for name in _TIMES & rest.keys():
                rest[name] = instant_of(rest[name], self._practice.zone())
            if rest:
                apply(block, changed(block, BlockFields, rest))

    def move(self, block_id: str, starts_at: datetime, *, step: int = SNAP_MINUTES) -> None:
        """Start a block at another time; it stays as long as it is.

        Raises:
            InvalidInput, NotFound.
        """
        with self._store.writing("Move block") as session:
            block = fetch(session, Block, block_id)
            length = block.ends_at - block.starts_at
            start = snapped(starts_at, self._practice.zone(), step)
            times = {"starts_at": start, "ends_at": start + length, "zone": self._practice.zone().key}
            apply(block, changed(block, BlockFields, times))

    def resize(
        self,
        block_id: str,
        *,
        starts_at: datetime | None = None,
        ends_at: datetime | None = None,
        step: int = SNAP_MINUTES,
    ) -> None:
        """Give a block another start, another end, or both.

        Raises:
            InvalidInput: it would end before it starts; nothing was changed.
            NotFound.
        """
        zone = self._practice.zone()
        given = {"starts_at": starts_at, "ends_at": ends_at}
        times = {name: snapped(at, zone, step) for name, at in given.items() if at is not None}
        with self._store.writing("Resize block") as session:
            block = fetch(session, Block, block_id)
            apply(block, changed(block, BlockFields, times))

    def remove(self, block_id: str) -> None:
        """Take a block off the grid; open work goes back to To place.

        Raises:
            NotFound.
        """
        with self._store.writing("Remove block") as session:
            delete_tree(session, fetch(session, Block, block_id))

    def take_time(self, block_id: str, day: date) -> None:
        """Take a block off the grid and keep its work for a day, without a time; a block of its own becomes work.

        Raises:
            NotFound.
            InvalidInput: meetings and private time have a time or are nothing.
        """
        with self._store.writing("No time") as session:
            block = fetch(session, Block, block_id)
            if block.kind is not BlockKind.WORK:
                raise InvalidInput([Problem("kind", "not_work")])
            self._item_of(session, block).planned_on = day
            delete_tree(session, block)

    def mark_done(self, block_id: str, *, done: bool = True) -> None:
        """Mark the work of a block done, or open again. A work block without a work item gets one.

        Raises:
            NotFound.
            InvalidInput: meetings and private time are not done.
        """
        with self._store.writing(_done_label(done)) as session:
            block = fetch(session, Block, block_id)
            if block.kind is not BlockKind.WORK:
                raise InvalidInput([Problem("kind", "not_work")])
            now = self._clock.now() if done else None
            if block.step_id is not None:
                fetch(session, WorkStep, block.step_id).done_at = now
            else:
                self._item_of(session, block).done_at = now

    def at_risk(self, now: datetime | None = None) -> list[RiskView]:
        """Open milestones planned or likely after what the client expects, or expected before today; worst first."""
        at, zone, calendar = now or self._clock.now(), self._practice.zone(), self._boundaries.calendar()
        with self._store.reading() as session:
            return week_reads.at_risk(session, at, zone, calendar)

    def export_ics(self, path: Path, start: str | date | None = None, tr: Translate = str) -> int:
        """Write a week as a calendar file; returns the number of entries. See `calendars.writing`.

        Raises:
            InvalidInput, FileNotWritten.
        """
        from clientdesk.services.calendars import writing

        shown = self.week(start)
        practice = self._practice.get()
        name = " ".join(part for part in (practice.name if practice else "", shown.week) if part)
        writing.write_ics(path, writing.week_ics(shown, self._clock.now(), name, tr))
        return len(writing.entries(shown))

    def agenda(self, week: str | None = None, now: datetime | None = None) -> dict[str, Any]:
        """A week as plain values for scripts, as `docs/interchange.md` describes.

        Raises:
            InvalidInput: the text names no ISO week.
        """
        at = now or self._clock.now()
        shown = self.week(week or iso_week(self.today(at)), at)
        return agenda.document(shown, self._check_ins.statuses(at), self.at_risk(at), self._practice.zone())

    def _day_rules(self, first: date) -> DayRules:
        practice = self._practice.get()
        return DayRules(
            calendar=self._boundaries.calendar(),
            rules={day: self._boundaries.resolved(on=day) for day in _days(first)},
            time_off=tuple(self._boundaries.time_off()),
            holiday_region=practice.holiday_region if practice else "",
        )

    def _meeting_minutes(self) -> int:
        return self._boundaries.resolved().meeting_minutes or UNKNOWN_ESTIMATE_MINUTES

    def _new_item(self, session: Session, values: Mapping[str, Any]) -> WorkItem:
        checked = validated(WorkItemFields, dict(values))
        check_owner(session, checked)
        item = WorkItem(**checked.model_dump(), created_at=self._clock.now())
        session.add(item)
        session.flush()
        return item

    def _new_block(
        self, session: Session, fields: Mapping[str, Any], starts_at: datetime, minutes: int, step: int
    ) -> Block:
        zone = self._practice.zone()
        start = snapped(starts_at, zone, step)
        times = {"starts_at": start, "ends_at": start + timedelta(minutes=minutes), "zone": zone.key}
        checked = validated(BlockFields, {**fields, **times})
        if checked.client_id is not None:
            fetch(session, Client, checked.client_id)
        block = Block(**checked.model_dump(), created_at=self._clock.now())
        session.add(block)
        session.flush()
        return block

    def _item_of(self, session: Session, block: Block) -> WorkItem:
        if block.work_item_id is not None:
            return fetch(session, WorkItem, block.work_item_id)
        minutes = round((block.ends_at - block.starts_at).total_seconds() / 60)
        values = {"title": block.title, "client_id": block.client_id, "estimate_minutes": max(minutes, 1)}
        item = self._new_item(session, values)
        block.work_item_id, block.title = item.id, ""
        return item


def _blocks_of(session: Session, work_item_id: str) -> list[Block]:
    found = session.execute(select(Block).where(Block.work_item_id == work_item_id))  # type: ignore[arg-type]
    return list(found.scalars())


def _days(first: date) -> list[date]:
    return [first + timedelta(days=offset) for offset in range(7)]


def _named(title: object) -> object:
    if isinstance(title, str) and not title.strip():
        raise InvalidInput([Problem("title", "blank")])
    return title


def _done_label(done: bool) -> str:
    return "Mark done" if done else "Mark not done"
