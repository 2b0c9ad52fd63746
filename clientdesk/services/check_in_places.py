"""The words that fall due in a week, and which of them have a time already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlmodel import Session

from clientdesk.models.calendar import WorkCalendar
from clientdesk.models.enums import CheckInState, RhythmKind, RhythmState, TouchKind, TouchState, WorkOrigin
from clientdesk.models.rhythms import RhythmRule
from clientdesk.models.tables import Block, Touchpoint, WorkItem
from clientdesk.models.touches import keeps
from clientdesk.models.views.check_ins import ClientCheckInView, RhythmStatusView
from clientdesk.models.views.plan import CheckInDueView
from clientdesk.models.work_keys import SourceKey
from clientdesk.services.boundaries import BoundaryService
from clientdesk.services.check_ins import CheckInService
from clientdesk.services.practice import PracticeService
from clientdesk.services.rows import table_of
from clientdesk.services.week_days import bounds_of

_ITEM = table_of(WorkItem).c
_BLOCK = table_of(Block).c
_TOUCH = table_of(Touchpoint).c
_TALKS = (TouchKind.CALL, TouchKind.VIDEO, TouchKind.MEETING)
_PAUSED = (CheckInState.ON_HOLD, CheckInState.SNOOZED)

Time = tuple[date, int | None]


@dataclass(frozen=True, slots=True)
class _Word:
    """One rhythm of a client that falls due."""

    client: ClientCheckInView
    rhythm: RhythmStatusView
    due_on: date

    @property
    def key(self) -> str:
        return str(SourceKey(WorkOrigin.RHYTHM, self.rhythm.rhythm_id, self.due_on))


class CheckInPlaces:
    """Which promised words fall due between two days, and where each stands on the grid."""

    def __init__(
        self, practice: PracticeService, boundaries: BoundaryService, check_ins: CheckInService
    ) -> None:
        self._practice = practice
        self._boundaries = boundaries
        self._check_ins = check_ins

    def due(self, session: Session, first: date, last: date, today: date) -> tuple[CheckInDueView, ...]:
        """By the day they go to, then by client; what is overdue comes first. Nothing of clients on hold."""
        if last < today:
            return ()
        zone, calendar = self._practice.zone(), self._boundaries.calendar()
        words = self._words(first, last, today, calendar)
        taken, dropped = _taken_up(session, {word.key for word in words}, zone)
        booked = _booked(session, first, last, zone)
        views = [
            _view(word, max(first, today), last, calendar, taken, booked)
            for word in words
            if word.key not in dropped
        ]
        return tuple(sorted(views, key=lambda view: (view.day, view.client_name.casefold(), view.kind)))

    def _words(self, first: date, last: date, today: date, calendar: WorkCalendar) -> list[_Word]:
        judged = self._check_ins.judged(today)
        rules = {rule.rhythm_id: rule for row in judged.rows for rule in row.facts.rhythms}
        words = []
        for client in judged.views:
            if client.state is CheckInState.NOT_LISTED or _is_away(client, last):
                continue
            for rhythm in client.rhythms:
                due_on = _due_within(rhythm, rules[rhythm.rhythm_id], first, last, calendar)
                if due_on is not None:
                    words.append(_Word(client, rhythm, due_on))
        return words


def _is_away(client: ClientCheckInView, last: date) -> bool:
    return client.state in _PAUSED and (client.paused_until is None or client.paused_until > last)


def _due_within(
    rhythm: RhythmStatusView, rule: RhythmRule, first: date, last: date, calendar: WorkCalendar
) -> date | None:
    """The date that falls due by the last day: what is late already, else the first one within the days."""
    due = rhythm.due_on
    if due is None or due > last:
        return None
    if due >= first or rhythm.state is RhythmState.OVERDUE:
        return due
    dates = (calendar.move_occurrence(day) for day in rule.dates(last + timedelta(days=7)))
    return next((day for day in dates if first <= day <= last), None)


def _view(
    word: _Word,
    earliest: date,
    last: date,
    calendar: WorkCalendar,
    taken: dict[str, Time],
    booked: dict[tuple[str, RhythmKind], Time],
) -> CheckInDueView:
    client, rhythm = word.client, word.rhythm
    placed = taken.get(word.key)
    if placed is None and rhythm.kind is not RhythmKind.UPDATE:
        placed = booked.get((client.client_id, rhythm.kind))
    if placed is None and rhythm.state is RhythmState.COVERED:
        placed = (word.due_on, None)
    return CheckInDueView(
        key=word.key,
        client_id=client.client_id,
        client_name=client.client,
        client_colour=client.colour,
        kind=rhythm.kind,
        due_on=word.due_on,
        day=_place_on(max(word.due_on, earliest), last, calendar),
        is_overdue=rhythm.state is RhythmState.OVERDUE,
        placed_on=placed[0] if placed else None,
        placed_minute=placed[1] if placed else None,
    )


def _place_on(day: date, last: date, calendar: WorkCalendar) -> date:
    """The day itself, or the next one with working hours within the week."""
    ahead = calendar.next_working_day(day)
    return ahead if ahead <= last else day


def _taken_up(session: Session, keys: Iterable[str], zone: ZoneInfo) -> tuple[dict[str, Time], set[str]]:
    """Where words that were taken up have their time; and those that were dropped."""
    query = (
        select(
            _ITEM.source_key,
            _ITEM.planned_on,
            _ITEM.done_at,
            _ITEM.dropped_at,
            func.max(_BLOCK.starts_at).label("starts_at"),
        )
        .outerjoin_from(_ITEM.id.table, _BLOCK.id.table, _BLOCK.work_item_id == _ITEM.id)
        .where(_ITEM.source_key.in_(list(keys)))
        .group_by(_ITEM.id, _ITEM.source_key, _ITEM.planned_on, _ITEM.done_at, _ITEM.dropped_at)
    )
    places: dict[str, Time] = {}
    dropped = set()
    for row in session.execute(query):
        if row.dropped_at is not None:
            dropped.add(row.source_key)
        elif (place := _time_of(row, zone)) is not None:
            places[row.source_key] = place
    return places, dropped


def _time_of(row: Any, zone: ZoneInfo) -> Time | None:
    if row.starts_at is not None:
        local = row.starts_at.astimezone(zone)
        return local.date(), local.hour * 60 + local.minute
    if row.planned_on is not None:
        return row.planned_on, None
    return (row.done_at.astimezone(zone).date(), None) if row.done_at is not None else None


def _booked(session: Session, first: date, last: date, zone: ZoneInfo) -> dict[tuple[str, RhythmKind], Time]:
    """The first call, video call or meeting booked with each client in the week, by what it keeps."""
    since, until = bounds_of(first, (last - first).days + 1, zone)
    query = (
        select(_TOUCH.client_id, _TOUCH.kind, _TOUCH.is_review, _TOUCH.at)
        .where(
            _TOUCH.state == TouchState.PLANNED,
            _TOUCH.kind.in_(_TALKS),
            _TOUCH.at >= since,
            _TOUCH.at < until,
        )
        .order_by(_TOUCH.at)
    )
    found: dict[tuple[str, RhythmKind], Time] = {}
    for row in session.execute(query):
        local = row.at.astimezone(zone)
        for kind in keeps(row.kind, row.is_review):
            found.setdefault((row.client_id, kind), (local.date(), local.hour * 60 + local.minute))
    return found
