"""The notes that follow a call or review booked for a rhythm: they go where it goes, and not without it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlmodel import Session

from clientdesk.models.enums import RhythmKind, TouchState, WorkKind, WorkOrigin
from clientdesk.models.tables import Block, Rhythm, TimeEntry, Touchpoint, WorkItem
from clientdesk.models.touches import keeps
from clientdesk.models.work_keys import parse_key
from clientdesk.services.rows import table_of
from clientdesk.services.taking_up import rhythm_minutes, rhythm_title
from clientdesk.services.wording import Translate
from clientdesk.store.unit_of_work import delete_tree

_ITEM = table_of(WorkItem).c
_BLOCK = table_of(Block).c
_ENTRY = table_of(TimeEntry).c
_TOUCH = table_of(Touchpoint).c
_STANDS = (TouchState.PLANNED, TouchState.HELD)


def call_off(session: Session, touch: Touchpoint, tr: Translate = str) -> None:
    """Within the write that takes a booked one away: what it was booked for waits to be booked again.

    Its notes lose their time with it, unless some of that was worked. Another one booked since stands for it.
    """
    found = _noted(session, touch)
    if found is None or _has_another(session, touch, found[0], found[1]):
        return
    item, kind = found
    blocks = select(Block).where(
        _BLOCK.work_item_id == item.id,
        ~exists().where(_ENTRY.block_id == _BLOCK.id).correlate(_BLOCK.id.table),
    )
    for block in session.execute(blocks).scalars().all():
        delete_tree(session, block)
    item.title, item.estimate_minutes, item.kind = (
        rhythm_title(kind, tr),
        rhythm_minutes(kind),
        WorkKind.MEETING,
    )
    item.planned_on = None


def move_along(session: Session, touch: Touchpoint, ended_at: datetime) -> None:
    """Within the write that moves a booked one: notes that began as it ended do so again.

    Args:
        ended_at: when it was to end before.
    """
    found, ends_at = _noted(session, touch), ends(touch)
    if found is None or ends_at == ended_at:
        return
    query = select(Block).where(_BLOCK.work_item_id == found[0].id, _BLOCK.starts_at == ended_at)
    for block in session.execute(query).scalars().all():
        block.starts_at, block.ends_at = ends_at, ends_at + (block.ends_at - block.starts_at)


def ends(touch: Touchpoint) -> datetime:
    """When a booked one ends."""
    return touch.at + timedelta(minutes=touch.duration_minutes or 0)


def _noted(session: Session, touch: Touchpoint) -> tuple[WorkItem, RhythmKind] | None:
    """The open notes that a booked call or review left behind, and the kind of its rhythm."""
    query = (
        select(WorkItem)
        .where(
            _ITEM.client_id == touch.client_id,
            _ITEM.origin == WorkOrigin.RHYTHM,
            _ITEM.kind == WorkKind.ADMIN,
            _ITEM.done_at.is_(None),
            _ITEM.dropped_at.is_(None),
            _ITEM.created_at <= touch.created_at,
        )
        .order_by(_ITEM.created_at.desc())
    )
    for item in session.execute(query).scalars():
        rhythm = session.get(Rhythm, parse_key(item.source_key).record_id) if item.source_key else None
        if rhythm is not None and rhythm.kind in keeps(touch.kind, touch.is_review):
            return item, rhythm.kind
    return None


def _has_another(session: Session, touch: Touchpoint, item: WorkItem, kind: RhythmKind) -> bool:
    query = select(_TOUCH.kind, _TOUCH.is_review).where(
        _TOUCH.client_id == touch.client_id,
        _TOUCH.id != touch.id,
        _TOUCH.state.in_(_STANDS),
        _TOUCH.created_at >= item.created_at,
        _TOUCH.at >= item.created_at,
    )
    return any(kind in keeps(row.kind, row.is_review) for row in session.execute(query))
