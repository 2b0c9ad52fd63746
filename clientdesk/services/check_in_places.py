"""The words that fall due in a week, and which of them have a time already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlmodel import Session

from clientdesk.models.calendar import WorkCalendar
from clientdesk.models.enums import CheckInState, RhythmKind, RhythmState, TouchKind, TouchState, WorkOrigin
from clientdesk.models.tables import Block, Touchpoint, WorkItem
from clientdesk.models.touches import keeps
from clientdesk.models.views.plan import CheckInDueView
from clientdesk.models.work_keys import SourceKey
from clientdesk.services.boundaries import BoundaryService
from clientdesk.services.check_ins import CheckInService
from clientdesk.services.judged import Judged
from clientdesk.services.offers import Days, rhythm_offers
from clientdesk.services.practice import PracticeService
from clientdesk.services.rows import table_of
from clientdesk.services.week_days import bounds_of

_ITEM = table_of(WorkItem).c
_BLOCK = table_of(Block).c
_TOUCH = table_of(Touchpoint).c
_TALKS = (TouchKind.CALL, TouchKind.VIDEO, TouchKind.MEETING)
_PAUSED = (CheckInState.NOT_LISTED, CheckInState.ON_HOLD, CheckInState.SNOOZED)

Time = tuple[date, int | None]


@dataclass(frozen=True, slots=True)
class _Word:
    """One date of one rhythm of a client. `is_covered`: a booked meeting stands for it."""

    key: str
    client_id: str
    client_name: str
    client_colour: int
    kind: RhythmKind
    due_on: date
    is_overdue: bool = False
    is_covered: bool = False


class CheckInPlaces:
    """Which promised words fall due between two days, and where each stands on the grid."""

    def __init__(
        self, practice: PracticeService, boundaries: BoundaryService, check_ins: CheckInService
    ) -> None:
        self._practice = practice
        self._boundaries = boundaries
        self._check_ins = check_ins
        self._known: tuple[Judged, Days, tuple[_Word, ...]] | None = None

    def due(self, session: Session, first: date, last: date, today: date) -> tuple[CheckInDueView, ...]:
        """By the day they go to, then by client; what is overdue comes first. Nothing of clients on hold."""
        if last < today:
            return ()
        zone, calendar = self._practice.zone(), self._boundaries.calendar()
        words = self._words(Days(today, first), calendar)
        taken, dropped = _taken_up(session, {word.key for word in words}, zone)
        booked = _booked(session, first, last, zone)
        views = [
            _view(word, max(first, today), last, calendar, taken, booked)
            for word in words
            if word.key not in dropped
        ]
        return tuple(sorted(views, key=lambda view: (view.day, view.client_name.casefold(), view.kind)))

    def _words(self, days: Days, calendar: WorkCalendar) -> tuple[_Word, ...]:
        """Worked out again only when check-ins were: of a thousand clients it takes a while."""
        judged, known = self._check_ins.judged(days.today), self._known
        if known is None or known[0] is not judged or known[1] != days:
            known = (judged, days, (*_owed(judged, days, calendar), *_covered(judged, days)))
            self._known = known
        return known[2]


def _owed(judged: Judged, days: Days, calendar: WorkCalendar) -> list[_Word]:
    """The dates To place offers too, whether they were taken up or not."""
    kinds = {rule.rhythm_id: rule.kind for row in judged.rows for rule in row.facts.rhythms}
    return [
        _Word(
            str(offer.key),
            offer.client_id,
            offer.client_name,
            offer.client_colour or 0,
            kinds[offer.key.record_id],
            offer.due_on,
            is_overdue=offer.due_on < days.today,
        )
        for offer in rhythm_offers(judged, days, calendar)
        if offer.client_id is not None
        and offer.due_on is not None
        and (offer.due_on >= days.first or offer.due_on < days.today)
    ]


def _covered(judged: Judged, days: Days) -> list[_Word]:
    """The dates a booked meeting stands for."""
    return [
        _Word(
            str(SourceKey(WorkOrigin.RHYTHM, rhythm.rhythm_id, rhythm.due_on)),
            client.client_id,
            client.client,
            client.colour,
            rhythm.kind,
            rhythm.due_on,
            is_covered=True,
        )
        for client in judged.views
        if client.state not in _PAUSED
        for rhythm in client.rhythms
        if rhythm.state is RhythmState.COVERED
        and rhythm.due_on is not None
        and max(days.first, days.today) <= rhythm.due_on <= days.last
    ]


def _view(
    word: _Word,
    earliest: date,
    last: date,
    calendar: WorkCalendar,
    taken: dict[str, Time],
    booked: dict[tuple[str, RhythmKind], Time],
) -> CheckInDueView:
    placed = taken.get(word.key)
    if word.is_covered:
        placed = booked.get((word.client_id, word.kind)) or placed or (word.due_on, None)
    return CheckInDueView(
        key=word.key,
        client_id=word.client_id,
        client_name=word.client_name,
        client_colour=word.client_colour,
        kind=word.kind,
        due_on=word.due_on,
        day=_place_on(max(word.due_on, earliest), last, calendar),
        is_overdue=word.is_overdue,
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
