"""Suggested places for waiting work: gathers the week, asks the method, says why, and places what is accepted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Protocol
from zoneinfo import ZoneInfo

from clientdesk.models.bookable import BookableDay
from clientdesk.models.calendar import Minutes, merged
from clientdesk.models.day_clock import day_clock
from clientdesk.models.enums import BlockKind, WorkKind, WorkOrigin
from clientdesk.models.suggest import QUARTER, DayRoom, Work, suggest
from clientdesk.models.views.suggest import SuggestedPlace, SuggestedWeek
from clientdesk.models.views.week import DayView, ToPlaceGroup, WeekView, WorkItemView, default_minutes
from clientdesk.services.bookable import bookable_days
from clientdesk.services.carry_over import answer_if_carried, planning_monday
from clientdesk.services.ports import Calendars, Clock, Zones
from clientdesk.services.suggest_words import Words
from clientdesk.services.taking_up import give_time, take
from clientdesk.services.week_days import instant_of
from clientdesk.services.wording import Translate
from clientdesk.store.first_reads import fetch_of
from clientdesk.store.unit_of_work import Store

LABEL = "Accept suggested places"
MOST_MINUTES = 60_000


class Weeks(Protocol):
    """What the week holds."""

    def week(self, start: str | date | None = None, now: datetime | None = None) -> WeekView: ...

    def to_place(self, start: date | None = None) -> list[ToPlaceGroup]: ...


class SuggestService:
    """Proposes places for what waits in To place. Nothing moves until a place is accepted."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        practice: Zones,
        boundaries: Calendars,
        week: Weeks,
        translate: Translate = str,
    ) -> None:
        self._store = store
        self._clock = clock
        self._practice = practice
        self._boundaries = boundaries
        self._week = week
        self._tr = translate

    def propose(self, first: date, now: datetime | None = None) -> SuggestedWeek:
        """Places for the waiting work within the seven days from `first`, from now on."""
        at = now or self._clock.now()
        view, groups = self._week.week(first, at), self._week.to_place(first)
        zone = self._practice.zone()
        with self._store.reading() as session:
            booked = bookable_days(fetch_of(session), at, zone, self._boundaries.calendar(), first, 7)
        rooms = [room_of(day, book, view, zone) for day, book in zip(view.days, booked, strict=True)]
        items = _worth_placing(groups)
        found = suggest(_works(groups, items), [room for room in rooms if room is not None])
        return Words({item.work_item_id: item for item in items}, view.today, self._tr).week(found)

    def waiting(self, first: date) -> frozenset[str]:
        """Ids and keys of what waits for a place in the week from `first`."""
        groups = self._week.to_place(first)
        return frozenset(item.work_item_id for group in groups for item in group.items)

    def accept(self, places: Sequence[SuggestedPlace]) -> list[str]:
        """Put these on the grid, all in one step; returns the ids of their blocks.

        Raises:
            NotFound: work that was to be placed is gone; nothing was placed.
        """
        zone, now = self._practice.zone(), self._clock.now()
        today = now.astimezone(zone).date()
        monday = planning_monday(self._boundaries.calendar(), today)
        made = []
        with self._store.writing(LABEL) as session:
            for place in places:
                taken = take(session, place.work_item_id, now, self._tr)
                answer_if_carried(session, taken.item, monday, today, zone, now)
                taken.item.planned_on = None
                starts = time(place.start_minute // 60, place.start_minute % 60)
                at = instant_of(datetime.combine(place.day, starts), zone)
                made.append(give_time(session, taken, at, place.minutes, zone, now, self._tr).id)
        return made


def room_of(day: DayView, booked: BookableDay, view: WeekView, zone: ZoneInfo) -> DayRoom | None:
    """The free time of a day; None for days that have passed."""
    if day.date < view.today:
        return None
    since = view.now_minute if day.date == view.today else 0
    since = -(-since // QUARTER) * QUARTER
    taken = [(block.start_minute, block.end_minute) for block in day.blocks if block.is_busy]
    taken += _turned(day.date, zone)
    return DayRoom(
        day=day.date,
        free=free_spans(day.hours, tuple(taken), since),
        capacity=booked.free_minutes,
        busy=tuple(
            (block.start_minute, block.client_id)
            for block in day.blocks
            if block.kind is not BlockKind.PRIVATE and block.is_busy
        ),
    )


def free_spans(hours: Minutes, taken: Minutes, since: int = 0) -> Minutes:
    """What is left of the hours from a minute on."""
    found: list[tuple[int, int]] = []
    spans = merged(taken)
    for start, end in hours:
        at = max(start, since)
        for begun, ended in spans:
            if ended <= at or begun >= end:
                continue
            if begun > at:
                found.append((at, begun))
            at = max(at, ended)
        if at < end:
            found.append((at, end))
    return tuple(found)


def _turned(day: date, zone: ZoneInfo) -> list[tuple[int, int]]:
    """The hour that the clock leaves out or has twice: nothing is suggested there."""
    clock = day_clock(day, zone)
    return [span for span in (clock.missing, clock.twice) if span is not None]


def _worth_placing(groups: Sequence[ToPlaceGroup]) -> list[WorkItemView]:
    """Everything but steps whose work waits too: they are a part of it."""
    items = [item for group in groups for item in group.items]
    known = {item.work_item_id for item in items}
    return [item for item in items if item.parent_id is None or item.parent_id not in known]


def _works(groups: Sequence[ToPlaceGroup], items: Sequence[WorkItemView]) -> list[Work]:
    """What waits, with the hours reserved for its client shared out to what is due first."""
    left = {group.client_id: group.left_minutes or 0 for group in groups}
    ordered = sorted(items, key=lambda item: (item.due_on or date.max, -item.priority, item.work_item_id))
    found = []
    for item in ordered:
        minutes = minutes_of(item)
        in_share = minutes <= left.get(item.client_id, 0)
        if in_share:
            left[item.client_id] -= minutes
        is_check_in = item.origin is WorkOrigin.RHYTHM
        due = min((day for day in (item.due_on, item.expected_on) if day is not None), default=None)
        found.append(
            Work(
                key=item.work_item_id,
                minutes=minutes,
                client_id=item.client_id,
                due_on=due,
                on_day=item.due_on if is_check_in else None,
                earliest=item.not_before,
                impact=item.impact,
                in_share=in_share,
                is_whole=is_check_in and item.kind is WorkKind.MEETING,
            )
        )
    return found


def minutes_of(item: WorkItemView) -> int:
    """How long it takes, in whole quarters of an hour; the default length where nobody knows."""
    known = item.length_minutes
    if known is None:
        return default_minutes(None)
    return max(-(-min(known, MOST_MINUTES) // QUARTER) * QUARTER, QUARTER)
