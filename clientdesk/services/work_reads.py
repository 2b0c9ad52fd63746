"""Work as To place shows it: items with their steps, what was worked and where they come from; offers likewise."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, exists, select
from sqlmodel import Session

from clientdesk.models.enums import RhythmKind, WorkOrigin
from clientdesk.models.priority import priority
from clientdesk.models.remaining import StepFacts, item_remaining
from clientdesk.models.tables import (
    Block,
    Client,
    Milestone,
    RecurringWork,
    Rhythm,
    TimeEntry,
    WorkItem,
    WorkStep,
)
from clientdesk.models.views.week import WorkItemView, WorkStepView
from clientdesk.models.work_keys import SourceKey, parse_key
from clientdesk.services.offers import Offer
from clientdesk.services.rows import table_of
from clientdesk.services.wording import Translate
from clientdesk.services.work_words import (
    milestone_source,
    priority_words,
    rhythm_source,
    rule_words,
    split_words,
    step_source,
)

_CLIENT = table_of(Client).c
_BLOCK = table_of(Block).c
_ITEM = table_of(WorkItem).c
_STEP = table_of(WorkStep).c
_ENTRY = table_of(TimeEntry).c
_MILESTONE = table_of(Milestone).c
_RECURRING = table_of(RecurringWork).c
_RHYTHM = table_of(Rhythm).c


@dataclass(frozen=True, slots=True)
class Moment:
    """What every reading needs: now, the practice's zone, and a week of the user's own work in minutes.

    Attributes:
        monday: of the week that is planned now; time before it has passed.
    """

    now: datetime
    monday: date
    zone: ZoneInfo
    week_minutes: int
    tr: Translate

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True)
class Waiting:
    """One work item with what decides whether it waits."""

    view: WorkItemView
    steps: tuple[Step, ...]
    is_placed: bool
    is_wholly_placed: bool


@dataclass(frozen=True, slots=True)
class Step:
    view: WorkStepView
    is_placed: bool


@dataclass(frozen=True, slots=True)
class Origins:
    """By record: the words of recurring work, the kind of a rhythm."""

    rules: Mapping[str, str]
    rhythms: Mapping[str, RhythmKind]


def work_item(session: Session, work_item_id: str, moment: Moment) -> WorkItemView | None:
    """One work item as the list shows it, done or not; None when there is none."""
    found = read_items(session, moment, _ITEM.id == work_item_id, placed_from=moment.now)
    return found[0].view if found else None


def step_view(session: Session, step_id: str, moment: Moment) -> WorkItemView | None:
    """One step as an entry of the list; None when there is none."""
    parent_id = session.execute(select(_STEP.work_item_id).where(_STEP.id == step_id)).scalar()
    found = read_items(session, moment, _ITEM.id == parent_id, placed_from=moment.now) if parent_id else []
    for one in found:
        for step in one.steps:
            if step.view.step_id == step_id:
                return step_entry(one.view, step.view, moment)
    return None


def steps_of(session: Session, work_item_id: str) -> list[WorkStepView]:
    """The checklist of a work item, in its order."""
    return [
        step.view for step in _read_steps(session, _STEP.work_item_id == work_item_id).get(work_item_id, ())
    ]


def read_items(
    session: Session, moment: Moment, *where: ColumnElement[bool], placed_from: datetime
) -> list[Waiting]:
    placed = exists().where(_BLOCK.work_item_id == _ITEM.id, _BLOCK.ends_at > placed_from)
    query = (
        select(
            _ITEM.id,
            _ITEM.title,
            _ITEM.client_id,
            _ITEM.engagement_id,
            _ITEM.milestone_id,
            _ITEM.estimate_minutes,
            _ITEM.due_on,
            _ITEM.notes,
            _ITEM.done_at,
            _ITEM.kind,
            _ITEM.origin,
            _ITEM.source_key,
            _ITEM.impact,
            _ITEM.planned_on,
            _ITEM.not_before,
            _ITEM.carries,
            _CLIENT.name,
            _CLIENT.colour,
            _MILESTONE.expected_on.label("expected_on"),
            _MILESTONE.planned_on.label("milestone_planned_on"),
            _MILESTONE.agreed_on.label("agreed_on"),
            _MILESTONE.actual_on.label("milestone_done_on"),
            placed.label("is_placed"),
            placed.where(_BLOCK.step_id.is_(None)).label("is_wholly_placed"),
        )
        .outerjoin_from(_ITEM.id.table, _CLIENT.id.table, _CLIENT.id == _ITEM.client_id)
        .outerjoin(_MILESTONE.id.table, _MILESTONE.id == _ITEM.milestone_id)
        .where(*where)
    )
    rows = session.execute(query).all()
    if not rows:
        return []
    only = _STEP.work_item_id == rows[0].id if len(rows) == 1 else None
    steps = _read_steps(session, *([only] if only is not None else []), placed_from=placed_from)
    worked = _read_worked(session, rows[0].id if len(rows) == 1 else None, moment.now)
    origins = _read_origins(session, {row.origin for row in rows}, moment.tr)
    return [_waiting(row, steps.get(row.id, ()), worked.get(row.id, 0), origins, moment) for row in rows]


def _waiting(row: Any, steps: Sequence[Step], worked: int, origins: Origins, moment: Moment) -> Waiting:
    weighed = priority(
        moment.today,
        due_on=row.due_on,
        expected_on=row.expected_on,
        planned_on=row.milestone_planned_on,
        impact=row.impact,
    )
    facts = [StepFacts(step.view.estimate_minutes, step.view.is_done) for step in steps]
    remaining = item_remaining(row.estimate_minutes, worked, facts)
    view = WorkItemView(
        work_item_id=row.id,
        title=row.title,
        client_id=row.client_id,
        client_name=row.name or "",
        client_colour=row.colour,
        engagement_id=row.engagement_id,
        milestone_id=row.milestone_id,
        estimate_minutes=row.estimate_minutes,
        due_on=row.due_on,
        notes=row.notes,
        is_done=row.done_at is not None,
        kind=row.kind,
        origin=row.origin,
        impact=row.impact,
        planned_on=row.planned_on,
        not_before=row.not_before,
        carries=row.carries,
        expected_on=row.expected_on,
        source_words=_source_words(row, origins, moment),
        priority=weighed.score,
        priority_words=priority_words(weighed, moment.today, moment.tr),
        steps_done=sum(step.view.is_done for step in steps),
        steps_total=len(steps),
        remaining_minutes=remaining,
        split_words=split_words(remaining, moment.week_minutes, moment.tr),
    )
    return Waiting(view, tuple(steps), bool(row.is_placed), bool(row.is_wholly_placed))


def _source_words(row: Any, origins: Origins, moment: Moment) -> str:
    tr = moment.tr
    if row.origin is WorkOrigin.ACTION:
        return tr("action for the client")
    if row.origin is WorkOrigin.MILESTONE or (row.origin is WorkOrigin.OWN and row.milestone_id):
        if row.milestone_done_on is not None:
            return tr("its milestone is done")
        return milestone_source(row.milestone_planned_on, row.expected_on, row.agreed_on, tr)
    key = _key_of(row.source_key)
    if key is None:
        return ""
    if row.origin is WorkOrigin.RECURRING:
        return origins.rules.get(key.record_id, "")
    if row.origin is WorkOrigin.RHYTHM and key.on is not None and key.record_id in origins.rhythms:
        return rhythm_source(origins.rhythms[key.record_id], key.on, moment.today, tr)
    return ""


def _key_of(text: str) -> SourceKey | None:
    try:
        return parse_key(text) if text else None
    except ValueError:
        return None


def _read_steps(
    session: Session, *where: ColumnElement[bool], placed_from: datetime | None = None
) -> dict[str, list[Step]]:
    """Steps by the work they belong to: of open work, unless asked for some."""
    query = select(_STEP.id, _STEP.work_item_id, _STEP.title, _STEP.estimate_minutes, _STEP.done_at)
    if placed_from is not None:
        placed = exists().where(_BLOCK.step_id == _STEP.id, _BLOCK.ends_at > placed_from)
        query = query.add_columns(placed.label("is_placed"))
    if not where:
        query = query.join(_ITEM.id.table, and_(_ITEM.id == _STEP.work_item_id, _ITEM.done_at.is_(None)))
    steps: dict[str, list[Step]] = {}
    for row in session.execute(query.where(*where).order_by(_STEP.position, _STEP.id)):
        view = WorkStepView(
            row.id, row.work_item_id, row.title, row.estimate_minutes, row.done_at is not None
        )
        is_placed = bool(row.is_placed) if placed_from is not None else False
        steps.setdefault(row.work_item_id, []).append(Step(view, is_placed))
    return steps


def _read_worked(session: Session, work_item_id: str | None, now: datetime) -> dict[str, int]:
    """Minutes worked on open work, a running timer up to now."""
    query = select(_ENTRY.work_item_id, _ENTRY.starts_at, _ENTRY.ends_at)
    if work_item_id is not None:
        query = query.where(_ENTRY.work_item_id == work_item_id)
    else:
        query = query.join(_ITEM.id.table, _ITEM.id == _ENTRY.work_item_id).where(_ITEM.done_at.is_(None))
    worked: dict[str, int] = {}
    for row in session.execute(query):
        seconds = ((row.ends_at or now) - row.starts_at).total_seconds()
        worked[row.work_item_id] = worked.get(row.work_item_id, 0) + max(round(seconds / 60), 0)
    return worked


def _read_origins(session: Session, wanted: Collection[WorkOrigin], tr: Translate) -> Origins:
    """What is to be said of work that comes again and of work for a rhythm, where there is some."""
    rules: dict[str, str] = {}
    rhythms: dict[str, RhythmKind] = {}
    if WorkOrigin.RECURRING in wanted:
        query = select(_RECURRING.id, _RECURRING.rule, _RECURRING.starts_on)
        rules = {row.id: rule_words(row.rule, row.starts_on, tr) for row in session.execute(query)}
    if WorkOrigin.RHYTHM in wanted:
        kinds = select(_RHYTHM.id, _RHYTHM.kind).where(_RHYTHM.client_id.is_not(None))
        rhythms = {row.id: row.kind for row in session.execute(kinds)}
    return Origins(rules, rhythms)


def step_entry(parent: WorkItemView, step: WorkStepView, moment: Moment) -> WorkItemView:
    return replace(
        parent,
        work_item_id=str(SourceKey(WorkOrigin.STEP, step.step_id)),
        title=step.title,
        estimate_minutes=step.estimate_minutes,
        remaining_minutes=None,
        is_done=step.is_done,
        origin=WorkOrigin.STEP,
        source_words=step_source(parent.title, moment.tr),
        steps_done=0,
        steps_total=0,
        notes="",
        parent_id=parent.work_item_id,
        split_words=split_words(step.estimate_minutes, moment.week_minutes, moment.tr),
    )


def offered_view(offer: Offer, moment: Moment) -> WorkItemView:
    """What is offered, as an entry of the list."""
    weighed = priority(
        moment.today,
        due_on=offer.due_on,
        expected_on=offer.expected_on,
        planned_on=offer.planned_on,
        impact=offer.impact,
    )
    return WorkItemView(
        work_item_id=str(offer.key),
        title=offer.title,
        client_id=offer.client_id,
        client_name=offer.client_name,
        client_colour=offer.client_colour,
        engagement_id=offer.engagement_id,
        milestone_id=offer.milestone_id,
        estimate_minutes=offer.estimate_minutes,
        due_on=offer.due_on,
        notes=offer.notes,
        is_done=False,
        kind=offer.kind,
        origin=offer.key.origin,
        impact=offer.impact,
        expected_on=offer.expected_on,
        source_words=offer.source_words,
        priority=weighed.score,
        priority_words=priority_words(weighed, moment.today, moment.tr),
        split_words=split_words(offer.estimate_minutes, moment.week_minutes, moment.tr),
    )
