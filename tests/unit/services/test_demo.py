"""The demo tells the same story on any day it is opened: one client overdue, one gap, a week to plan."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from clientdesk.models.enums import AgreementState, CheckInState
from clientdesk.models.tables import Block, Milestone, TimeEntry, WorkItem
from clientdesk.services.carry_over import carried_over, carried_over_ids
from clientdesk.services.demo import ZONE, make_demo
from clientdesk.services.workspace import Workspace
from tests.helpers.fakes import FixedClock
from tests.helpers.paper_life import quick_pages

__all__ = ["quick_pages"]

STOCKHOLM = ZoneInfo(ZONE)
FIRST = datetime(2026, 1, 2, 8, 20, tzinfo=STOCKHOLM)
OPENED = [FIRST + timedelta(days=8 * number, minutes=37 * (number % 13)) for number in range(45)]
"""Forty-five days of a year, on every weekday, holidays among them, from the morning to four in the afternoon."""
DAYS = [
    at if number % 4 == 0 else pytest.param(at, marks=pytest.mark.soak) for number, at in enumerate(OPENED)
]
"""Twelve of them, still on every weekday; the others are for `make soak`."""


@pytest.fixture
def told(
    workspace: Workspace,
    clock: FixedClock,
    request: pytest.FixtureRequest,
    quick_pages: object,
) -> Workspace:
    """The demo, opened at a moment (by default on a Monday morning)."""
    clock.set(getattr(request, "param", datetime(2026, 10, 12, 8, 30, tzinfo=STOCKHOLM)))
    make_demo(workspace)
    return workspace


def monday_of(workspace: Workspace) -> date:
    day = workspace.week.planning_day()
    return day - timedelta(days=day.weekday())


@pytest.mark.parametrize("told", DAYS, indirect=True, ids=lambda at: f"{at:%a-%d-%b}")
def test_whatever_the_day_one_client_is_overdue_and_one_promise_at_risk(told: Workspace) -> None:
    overdue = [view.client for view in told.check_ins.statuses() if view.state is CheckInState.OVERDUE]
    assert overdue == ["Birch & Co"]
    risks = [told.engagements.get_milestone(risk.milestone_id).title for risk in told.week.at_risk()]
    assert risks == ["Target layout"]
    with told.store.reading() as session:
        left = carried_over(session, monday_of(told), STOCKHOLM)
    assert len(left) == 6
    assert sorted(view.times for view in left) == [1, 1, 1, 1, 1, 3]


def test_a_week_is_there_to_be_planned(told: Workspace) -> None:
    week = told.week.week(monday_of(told))
    over = [day for day in week.days if day.spare_minutes < 0]
    assert [day.date.weekday() for day in over] == [1]
    assert week.planned_minutes < 0.7 * week.capacity_minutes
    groups = told.week.to_place()
    with told.store.reading() as session:
        elsewhere = carried_over_ids(session, monday_of(told), STOCKHOLM)
        elsewhere |= {item.id for item in session.exec(select(WorkItem)) if item.not_before}
    items = [
        item
        for group in groups
        for item in group.items
        if not item.is_offered and item.work_item_id not in elsewhere
    ]
    assert 10 <= len(items) <= 14
    assert sum(item.estimate_minutes is None for item in items) == 1
    assert len({item.client_id for item in items}) >= 7


def test_finished_work_says_how_long_such_work_takes(told: Workspace) -> None:
    ratios: dict[str, list[float]] = {}
    with told.store.reading() as session:
        worked: Counter[str] = Counter()
        for entry in session.exec(select(TimeEntry)):
            if entry.work_item_id and entry.ends_at:
                worked[entry.work_item_id] += round((entry.ends_at - entry.starts_at).total_seconds() / 60)
        for item in session.exec(select(WorkItem)):
            if item.done_at is not None and item.client_id and item.estimate_minutes:
                ratios.setdefault(item.client_id, []).append(worked[item.id] / item.estimate_minutes)
    by_name = {told.clients.get(client_id).name: found for client_id, found in ratios.items()}
    kestrel = by_name.pop("Kestrel Media")
    assert len(kestrel) >= 8
    assert 1.4 <= sum(kestrel) / len(kestrel) <= 1.65
    assert sum(len(found) >= 5 for found in by_name.values()) >= 3
    assert all(0.8 <= sum(found) / len(found) <= 1.2 for found in by_name.values())


def test_seventeen_hours_of_the_retainer_are_worked_and_nothing_lies_in_the_future(told: Workspace) -> None:
    with told.store.reading() as session:
        entries = list(session.exec(select(TimeEntry)))
        blocks = {block.id for block in session.exec(select(Block))}
    used = sum(
        (entry.ends_at - entry.starts_at).total_seconds() / 3600
        for entry in entries
        if entry.ends_at
        and told.engagements.list_for_client(entry.client_id or "")
        and entry.engagement_id
        and told.engagements.get(entry.engagement_id).title == "Operations retainer"
    )
    assert used == 17
    assert all(entry.ends_at and entry.ends_at <= told.clock.now() for entry in entries)
    assert {entry.block_id for entry in entries if entry.block_id} <= blocks


@pytest.mark.parametrize("told", [datetime(2026, 10, 1, 9, 0, tzinfo=STOCKHOLM)], indirect=True)
def test_on_the_first_of_a_month_the_retainer_is_untouched(told: Workspace) -> None:
    with told.store.reading() as session:
        assert not [entry for entry in session.exec(select(TimeEntry)) if entry.engagement_id]


def test_milestones_are_known_by_their_work_or_by_an_estimate(told: Workspace, tmp_path: Path) -> None:
    with told.store.reading() as session:
        linked = {item.milestone_id for item in session.exec(select(WorkItem))}
        unknown = [
            milestone.title
            for milestone in session.exec(select(Milestone))
            if milestone.actual_on is None
            and milestone.estimate_minutes is None
            and milestone.id not in linked
        ]
    assert unknown == ["Trial ends"]


def test_the_papers_show_a_life_a_change_and_one_that_waits(told: Workspace) -> None:
    papers = {row.number: row for row in told.agreements.list_all()}
    assert set(papers) == {"SOW-2026-001", "SOW-2026-001-CO-01", "SOW-2026-002"}
    assert papers["SOW-2026-001"].is_amended
    (waiting,) = told.agreements.waiting()
    assert (waiting.number, waiting.state, waiting.waiting_days) == ("SOW-2026-002", AgreementState.SENT, 6)
    value = told.agreements.get(papers["SOW-2026-001"].agreement_id).value
    assert value is not None
    assert (value.original_net, value.total_net, value.days_added) == (18_600, 19_800, 0)
    engagement = papers["SOW-2026-001"].engagement_id
    payments = told.agreements.payments(engagement)
    assert [(one.ref, one.paid_on is not None) for one in payments] == [
        ("P1", True),
        ("P2", False),
        ("P3", False),
    ]
    assert told.agreements.verify_all() == []
    delta = next(row.client_id for row in told.clients.list_active() if row.name == "Delta Instruments")
    (retainer,) = told.engagements.list_for_client(delta)
    balance = told.agreements.retainer(retainer.engagement_id, told.practice.today())
    assert balance is not None
    assert (balance.included_minutes, balance.used_minutes) == (1_200, 1_020)
