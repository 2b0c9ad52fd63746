"""Taking up what To place offers: a key becomes a work item, once, inside the caller's write.

The work item keeps the key, so what was done, dropped or placed isn't offered again. Undo takes the row away,
and with it the memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import Session

from clientdesk.models.enums import RhythmKind, TouchKind, TouchState, WorkKind, WorkOrigin
from clientdesk.models.errors import NotFound
from clientdesk.models.remaining import StepFacts, item_remaining
from clientdesk.models.tables import (
    Block,
    BlockFields,
    Engagement,
    Milestone,
    RecurringWork,
    Rhythm,
    TimeEntry,
    Touchpoint,
    TouchpointFields,
    WorkItem,
    WorkItemFields,
    WorkStep,
)
from clientdesk.models.views.week import default_minutes
from clientdesk.models.work_keys import (
    CALL_MINUTES,
    NOTES_MINUTES,
    REVIEW_MINUTES,
    UPDATE_MINUTES,
    SourceKey,
    is_key,
    parse_key,
)
from clientdesk.services.rows import table_of
from clientdesk.services.validation import validated
from clientdesk.services.wording import Translate
from clientdesk.store.unit_of_work import fetch

_STEP = table_of(WorkStep).c
_ENTRY = table_of(TimeEntry).c
_MOST_ESTIMATE = 60_000
_MEETINGS = {
    RhythmKind.CALL: (TouchKind.CALL, False, CALL_MINUTES),
    RhythmKind.REVIEW: (TouchKind.MEETING, True, REVIEW_MINUTES),
}
_TITLES = {
    RhythmKind.UPDATE: "Write the update",
    RhythmKind.CALL: "Call and notes",
    RhythmKind.REVIEW: "Review and notes",
    RhythmKind.SATISFACTION: "Ask how satisfied they are",
    RhythmKind.KEY_DATE: "Write for the key date",
    RhythmKind.PERSONAL: "Write a personal word",
    RhythmKind.WIN_BACK: "Write to win them back",
}
_NOTES = {RhythmKind.CALL: "Notes of the call", RhythmKind.REVIEW: "Notes of the review"}


def rhythm_title(kind: RhythmKind, tr: Translate = str) -> str:
    """What the work of a rhythm is called."""
    return tr(_TITLES[kind])


def rhythm_minutes(kind: RhythmKind) -> int:
    """How long the work of a rhythm takes, notes included."""
    return {
        RhythmKind.CALL: CALL_MINUTES + NOTES_MINUTES,
        RhythmKind.REVIEW: REVIEW_MINUTES + NOTES_MINUTES,
    }.get(kind, UPDATE_MINUTES)


def rhythm_work(kind: RhythmKind) -> WorkKind:
    """What sort of work a rhythm's is: calls and reviews are met, everything else is written."""
    return WorkKind.MEETING if kind in _MEETINGS else WorkKind.UPDATE


@dataclass(frozen=True, slots=True)
class Taken:
    """What is to get time.

    Attributes:
        step: the one step of it that is meant, if one is.
        minutes: how long it takes when nobody says, a call or review that comes first included.
        meets: kind of the call or review that is still to be booked with the client.
    """

    item: WorkItem
    step: WorkStep | None
    minutes: int
    meets: RhythmKind | None = None


def take_up(session: Session, key: str, now: datetime, tr: Translate = str) -> WorkItem:
    """The work item of an id or a key; made now if nobody has taken it up yet. A step's is the work it belongs to.

    Raises:
        NotFound: no such work, or what the key names is gone.
    """
    if not is_key(key):
        return fetch(session, WorkItem, key)
    source = _parsed(key)
    if source.origin is WorkOrigin.STEP:
        return fetch(session, WorkItem, fetch(session, WorkStep, source.record_id).work_item_id)
    query = select(WorkItem).where(WorkItem.source_key == key)  # type: ignore[arg-type]
    known: WorkItem | None = session.execute(query).scalars().first()
    if known is not None:
        return known
    values = _FILLERS[source.origin](session, source, tr)
    checked = validated(WorkItemFields, values | {"origin": source.origin, "source_key": key})
    item = WorkItem(**checked.model_dump(), created_at=now)
    session.add(item)
    session.flush()
    return item


def take(session: Session, key: str, now: datetime, tr: Translate = str) -> Taken:
    """Take up an id or a key to give it time.

    Raises:
        NotFound.
    """
    item = take_up(session, key, now, tr)
    if is_key(key) and _parsed(key).origin is WorkOrigin.STEP:
        step = fetch(session, WorkStep, _parsed(key).record_id)
        return Taken(item, step, default_minutes(step.estimate_minutes))
    meets = _meets(session, item)
    minutes = rhythm_minutes(meets) if meets else default_minutes(_remaining(session, item, now))
    return Taken(item, None, minutes, meets)


def _remaining(session: Session, item: WorkItem, now: datetime) -> int | None:
    """What is left of it: a block holds that, not the whole estimate once more."""
    steps = session.execute(
        select(_STEP.estimate_minutes, _STEP.done_at).where(_STEP.work_item_id == item.id)
    ).all()
    worked = session.execute(
        select(_ENTRY.starts_at, _ENTRY.ends_at).where(_ENTRY.work_item_id == item.id)
    ).all()
    seconds = sum(((row.ends_at or now) - row.starts_at).total_seconds() for row in worked)
    facts = [StepFacts(step.estimate_minutes, step.done_at is not None) for step in steps]
    return item_remaining(item.estimate_minutes, max(round(seconds / 60), 0), facts) or item.estimate_minutes


def give_time(
    session: Session,
    taken: Taken,
    starts_at: datetime,
    minutes: int | None,
    zone: ZoneInfo,
    now: datetime,
    tr: Translate = str,
) -> Block:
    """Put it on the grid at an instant. The call or review of a rhythm is booked there, its notes follow it.

    Raises:
        InvalidInput: it would be longer than a block can be.
    """
    taken.item.not_before = None
    wanted = minutes if minutes is not None else taken.minutes
    begins = starts_at
    if taken.meets is not None:
        length = max(wanted - NOTES_MINUTES, NOTES_MINUTES)
        begins, wanted = _book(session, taken, starts_at, length, zone, now, tr), NOTES_MINUTES
    values = {
        "client_id": taken.item.client_id,
        "work_item_id": taken.item.id,
        "step_id": taken.step.id if taken.step else None,
        "starts_at": begins,
        "ends_at": begins + timedelta(minutes=wanted),
        "zone": zone.key,
    }
    block = Block(**validated(BlockFields, values).model_dump(), created_at=now)
    session.add(block)
    session.flush()
    return block


def _book(
    session: Session, taken: Taken, at: datetime, minutes: int, zone: ZoneInfo, now: datetime, tr: Translate
) -> datetime:
    """Book the call or review; what stays to be done are its notes. Returns when they begin."""
    meets, item = taken.meets, taken.item
    if meets is None or item.client_id is None:
        return at
    kind, is_review, _ = _MEETINGS[meets]
    values = {
        "client_id": item.client_id,
        "kind": kind,
        "state": TouchState.PLANNED,
        "is_review": is_review,
        "at": at,
        "zone": zone.key,
        "duration_minutes": minutes,
    }
    session.add(Touchpoint(**validated(TouchpointFields, values).model_dump(), created_at=now))
    item.title, item.estimate_minutes, item.kind = tr(_NOTES[meets]), NOTES_MINUTES, WorkKind.ADMIN
    return at + timedelta(minutes=minutes)


def _meets(session: Session, item: WorkItem) -> RhythmKind | None:
    """The call or review that this work still has to book; once booked, only its notes are left."""
    if item.origin is not WorkOrigin.RHYTHM or item.kind is not WorkKind.MEETING or not item.source_key:
        return None
    rhythm = session.get(Rhythm, _parsed(item.source_key).record_id)
    return rhythm.kind if rhythm is not None and rhythm.kind in _MEETINGS else None


def _parsed(key: str) -> SourceKey:
    try:
        return parse_key(key)
    except ValueError as error:
        raise NotFound("work_item", key) from error


def _of_milestone(session: Session, source: SourceKey, tr: Translate) -> dict[str, Any]:  # noqa: ARG001
    milestone = fetch(session, Milestone, source.record_id)
    engagement = fetch(session, Engagement, milestone.engagement_id)
    estimate = milestone.estimate_minutes
    return {
        "title": milestone.title,
        "client_id": engagement.client_id,
        "engagement_id": engagement.id,
        "milestone_id": milestone.id,
        "estimate_minutes": None if estimate is None else min(estimate, _MOST_ESTIMATE),
        "due_on": milestone.planned_on or milestone.expected_on or milestone.agreed_on,
    }


def _of_rhythm(session: Session, source: SourceKey, tr: Translate) -> dict[str, Any]:
    rhythm = fetch(session, Rhythm, source.record_id)
    return {
        "title": rhythm_title(rhythm.kind, tr),
        "client_id": rhythm.client_id,
        "estimate_minutes": rhythm_minutes(rhythm.kind),
        "kind": rhythm_work(rhythm.kind),
        "due_on": source.on,
    }


def _of_recurring(session: Session, source: SourceKey, tr: Translate) -> dict[str, Any]:  # noqa: ARG001
    row = fetch(session, RecurringWork, source.record_id)
    return {
        "title": row.title,
        "client_id": row.client_id,
        "engagement_id": row.engagement_id,
        "estimate_minutes": row.estimate_minutes,
        "kind": row.kind,
        "impact": row.impact,
        "notes": row.notes,
        "due_on": source.on,
    }


_FILLERS = {
    WorkOrigin.MILESTONE: _of_milestone,
    WorkOrigin.RHYTHM: _of_rhythm,
    WorkOrigin.RECURRING: _of_recurring,
}
