"""To place: the work that has no time yet and what offers itself, by client, the most pressing first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import exists
from sqlmodel import Session

from clientdesk.models.tables import Block, Client, WorkItem
from clientdesk.models.text import fold
from clientdesk.models.views.week import ToPlaceGroup, ToPlaceView, WorkItemView
from clientdesk.models.work_keys import Switch, switch_of
from clientdesk.services.carry_over import carried_over_ids
from clientdesk.services.client_hours import ClientHours, client_hours
from clientdesk.services.offers import Days
from clientdesk.services.rows import table_of
from clientdesk.services.week_days import bounds_of
from clientdesk.services.work_reads import Moment, read_items, step_entry

_CLIENT = table_of(Client).c
_ITEM = table_of(WorkItem).c
_BLOCK = table_of(Block).c


def to_place(
    session: Session,
    moment: Moment,
    first: date,
    offered: Iterable[WorkItemView],
    hidden: Collection[Switch] = (),
) -> ToPlaceView:
    """The whole list for the week that begins on `first`.

    Args:
        offered: what offers itself and wasn't taken up.
        hidden: kinds left out; they are counted instead.
    """
    entries = _waiting_entries(session, moment, first)
    entries += offered
    left_out: dict[str, int] = {}
    kept: list[WorkItemView] = []
    for view in entries:
        switch = switch_of(view.origin, view.kind)
        if switch in hidden:
            left_out[switch.value] = left_out.get(switch.value, 0) + 1
        else:
            kept.append(view)
    hours = client_hours(session, first, moment.today, moment.now, moment.zone)
    return ToPlaceView(tuple(_groups(kept, hours)), left_out)


def _waiting_entries(session: Session, moment: Moment, first: date) -> list[WorkItemView]:
    """Work items that wait, each followed by its open steps; steps of work of which a part has its time."""
    monday = moment.monday
    starts = min(bounds_of(monday, 7, moment.zone)[0], moment.now)
    last = Days(moment.today, first).last
    carried = carried_over_ids(session, monday, moment.zone, moment.now)
    found = read_items(
        session,
        moment,
        _ITEM.done_at.is_(None),
        _ITEM.dropped_at.is_(None),
        _CLIENT.archived_at.is_(None),
        _ITEM.not_before.is_(None) | (_ITEM.not_before <= last),
        # A day that shows the blocks of some steps doesn't show the others: those wait.
        _ITEM.planned_on.is_(None)
        | (_ITEM.planned_on < monday)
        | exists().where(
            _BLOCK.work_item_id == _ITEM.id, _BLOCK.step_id.is_not(None), _BLOCK.ends_at > starts
        ),
        placed_from=starts,
    )
    entries: list[WorkItemView] = []
    for one in found:
        if one.view.work_item_id in carried or one.is_wholly_placed:
            continue
        if not one.is_placed:
            entries.append(one.view)
        entries += [
            step_entry(one.view, step.view, moment)
            for step in one.steps
            if not step.is_placed and not step.view.is_done
        ]
    return entries


def _groups(entries: Sequence[WorkItemView], hours: Mapping[str, ClientHours]) -> list[ToPlaceGroup]:
    """By client, the most pressing work first; clients that still have hours left after them; the own practice last."""
    by_client: dict[str | None, list[WorkItemView]] = {}
    for view in entries:
        by_client.setdefault(view.client_id, []).append(view)
    groups = [_group(client_id, _ordered(found), hours) for client_id, found in by_client.items()]
    idle = [
        _group(client_id, [], hours)
        for client_id, of in hours.items()
        if client_id not in by_client and of.name and (of.promised or 0) > of.planned + of.unplanned
    ]
    return sorted(groups + idle, key=_pressing)


def _pressing(group: ToPlaceGroup) -> tuple[bool, bool, int, str]:
    most = max((item.priority for item in group.items), default=0)
    return group.client_id is None, not group.items, -most, fold(group.client_name)


def _ordered(entries: Sequence[WorkItemView]) -> list[WorkItemView]:
    """The most pressing first; steps stay behind the work they belong to, in their order."""
    steps: dict[str, list[WorkItemView]] = {}
    heads: dict[str, WorkItemView] = {}
    for view in entries:
        owner = view.parent_id or view.work_item_id
        heads.setdefault(owner, view)
        if view.parent_id is not None:
            steps.setdefault(owner, []).append(view)
    found: list[WorkItemView] = []
    for owner, head in sorted(heads.items(), key=_rank):
        if head.parent_id is None:
            found.append(head)
        found += steps.get(owner, [])
    return found


def _rank(entry: tuple[str, WorkItemView]) -> tuple[int, date, bool, str]:
    owner, view = entry
    return -view.priority, view.due_on or date.max, view.is_offered, owner


def _group(
    client_id: str | None, items: Sequence[WorkItemView], hours: Mapping[str, ClientHours]
) -> ToPlaceGroup:
    of = hours.get(client_id or "", ClientHours())
    return ToPlaceGroup(
        client_id=client_id,
        client_name=items[0].client_name if items else of.name,
        client_colour=items[0].client_colour if items else of.colour,
        items=tuple(items),
        promised_minutes=of.promised,
        placed_minutes=of.planned,
        done_minutes=of.done,
        unplanned_minutes=of.unplanned,
        month_minutes=of.month,
        month_done_minutes=of.month_done,
    )
