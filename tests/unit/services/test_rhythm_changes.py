"""Rhythms of every rule: what may go together, a change in the middle, words, what papers print, what is offered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from clientdesk.models.enums import CheckInState, Layer, RhythmKind, RhythmUnit, TouchKind, WorkKind
from clientdesk.models.errors import InvalidInput
from clientdesk.models.rhythm_units import OF_A_CLIENT, UNITS_OF
from clientdesk.services.rhythm_words import rule_words
from clientdesk.services.wording import words_for_problem
from clientdesk.services.workspace import Workspace
from tests.helpers.fakes import FixedClock

pytestmark = pytest.mark.usefixtures("practice")

Make = Callable[..., str]
PARIS = ZoneInfo("Europe/Paris")
TODAY, YESTERDAY = date(2026, 10, 12), date(2026, 10, 11)


def at(day: int, month: int = 10, year: int = 2026) -> datetime:
    return datetime(year, month, day, 10, tzinfo=PARIS)


@pytest.fixture
def birch(workspace: Workspace, make_client: Make, clock: FixedClock) -> str:
    """Known since Monday 28 September."""
    clock.set(at(28, month=9))
    client_id = make_client("Birch & Co")
    clock.set(at(12))
    return client_id


def values_of(unit: RhythmUnit) -> dict[str, Any]:
    own: dict[RhythmUnit, dict[str, Any]] = {
        RhythmUnit.MONTHLY: {"nth": 1},
        RhythmUnit.MILESTONE: {"offset_days": 3},
        RhythmUnit.YEARLY: {"starts_on": TODAY},
        RhythmUnit.ONCE: {"starts_on": TODAY},
    }
    return own.get(unit, {}) | {"unit": unit}


def promise(workspace: Workspace, client_id: str, kind: RhythmKind, unit: RhythmUnit, **more: Any) -> str:
    return workspace.rhythms.add(Layer.CLIENT, client_id, kind=kind, **(values_of(unit) | more))


@pytest.mark.parametrize("kind", list(RhythmKind))
def test_each_kind_takes_its_rules_and_refuses_the_others_in_words(
    workspace: Workspace, birch: str, kind: RhythmKind
) -> None:
    for unit in RhythmUnit:
        if unit in UNITS_OF[kind]:
            made = promise(workspace, birch, kind, unit)
            assert made in {rhythm.rhythm_id for rhythm in workspace.rhythms.of_client(birch)}
            continue
        with pytest.raises(InvalidInput) as refused:
            promise(workspace, birch, kind, unit)
        (problem,) = refused.value.problems
        assert problem.field == "unit"
        assert not words_for_problem(problem).endswith("can't be kept as it is.")


@pytest.mark.parametrize("unit", sorted(OF_A_CLIENT))
def test_a_date_of_its_own_is_no_proposal(workspace: Workspace, make_tier: Make, unit: RhythmUnit) -> None:
    for layer, owner in ((Layer.DEFAULT, ""), (Layer.TIER, make_tier())):
        with pytest.raises(InvalidInput) as refused:
            workspace.rhythms.add(layer, owner, kind=RhythmKind.PERSONAL, unit=unit)
        assert [problem.code for problem in refused.value.problems] == ["unit_only_of_client"]


@pytest.mark.parametrize("unit", sorted(OF_A_CLIENT))
def test_a_date_of_its_own_must_be_given(workspace: Workspace, birch: str, unit: RhythmUnit) -> None:
    with pytest.raises(InvalidInput) as refused:
        promise(workspace, birch, RhythmKind.KEY_DATE, unit, starts_on=None)
    assert [(one.field, one.code) for one in refused.value.problems] == [("starts_on", "missing")]


@pytest.mark.parametrize(
    ("unit", "every", "more", "words"),
    [
        (RhythmUnit.MILESTONE, 1, {"offset_days": 3}, "3 days after each milestone"),
        (RhythmUnit.MILESTONE, 1, {"offset_days": 1}, "1 day after each milestone"),
        (RhythmUnit.MILESTONE, 1, {"offset_days": 0}, "on the day of each milestone"),
        (RhythmUnit.MILESTONE, 1, {"offset_days": -1}, "1 day before each milestone"),
        (RhythmUnit.MILESTONE, 1, {"offset_days": -5}, "5 days before each milestone"),
        (RhythmUnit.AFTER_END, 1, {}, "1 month after the end"),
        (RhythmUnit.AFTER_END, 3, {}, "3 months after the end"),
        (RhythmUnit.YEARLY, 1, {"starts_on": date(2019, 3, 14)}, "every year on 14 March"),
        (RhythmUnit.YEARLY, 2, {"starts_on": date(2024, 2, 29)}, "every second year on 29 February"),
        (RhythmUnit.YEARLY, 5, {"starts_on": date(2019, 3, 14)}, "every 5 years on 14 March"),
        (RhythmUnit.YEARLY, 1, {}, "every year"),
        (RhythmUnit.YEARLY, 3, {}, "every 3 years"),
        (RhythmUnit.ONCE, 1, {"starts_on": date(2026, 11, 11)}, "on 11 November 2026"),
        (RhythmUnit.ONCE, 1, {}, "once"),
    ],
)
def test_rules_in_words(unit: RhythmUnit, every: int, more: dict[str, Any], words: str) -> None:
    assert rule_words(unit, every, 0, **more) == words


def test_a_rhythm_in_words(workspace: Workspace, birch: str) -> None:
    promise(workspace, birch, RhythmKind.SATISFACTION, RhythmUnit.MILESTONE)
    promise(workspace, birch, RhythmKind.PERSONAL, RhythmUnit.AFTER_END, every=3)
    promise(workspace, birch, RhythmKind.KEY_DATE, RhythmUnit.YEARLY, starts_on=date(2019, 3, 14))
    promise(workspace, birch, RhythmKind.WIN_BACK, RhythmUnit.ONCE, starts_on=date(2026, 12, 1))
    assert [workspace.rhythms.describe(one) for one in workspace.rhythms.of_client(birch)] == [
        "Satisfaction question 3 days after each milestone",
        "Key date every year on 14 March",
        "Personal word 3 months after the end",
        "Win back on 1 December 2026",
    ]


def friday(workspace: Workspace, client_id: str, **more: Any) -> str:
    values = {"weekday": 4, "starts_on": date(2026, 9, 28)} | more
    return workspace.rhythms.add(Layer.CLIENT, client_id, kind=RhythmKind.UPDATE, **values)


def test_a_rule_changed_in_the_middle_leaves_the_past_to_the_old_one(
    workspace: Workspace, clock: FixedClock, birch: str
) -> None:
    old = friday(workspace, birch, content="Where things stand")
    made = workspace.rhythms.update(old, weekday=1, every=2)
    (now,) = workspace.rhythms.of_client(birch)
    assert (now.rhythm_id, now.starts_on, now.content, made != old) == (
        made,
        TODAY,
        "Where things stand",
        True,
    )
    (past,) = workspace.rhythms.past(birch)
    assert (past.rhythm_id, past.ends_on, past.weekday) == (old, YESTERDAY, 4)
    found = workspace.check_ins.status_of(birch)
    assert found is not None
    assert [day.day for one in found.rhythms for day in one.missed] == [2, 9]
    clock.set(at(14))
    found = workspace.check_ins.status_of(birch)
    assert found is not None
    assert found.state is CheckInState.OVERDUE
    assert sorted(day.day for one in found.rhythms for day in one.missed) == [2, 9, 13]


def test_a_change_in_the_middle_is_one_step_back(workspace: Workspace, birch: str) -> None:
    old = friday(workspace, birch)
    workspace.rhythms.update(old, weekday=1)
    assert workspace.store.undo() == "Change rhythm"
    (row,) = workspace.rhythms.of_client(birch)
    assert (row.rhythm_id, row.weekday, row.ends_on) == (old, 4, None)
    assert workspace.rhythms.past(birch) == []


@pytest.mark.parametrize(
    "change",
    [{"channel": "Phone"}, {"content": "Costs"}, {"starts_on": date(2026, 9, 29)}, {"ends_on": TODAY}],
)
def test_what_is_no_rule_changes_in_place(workspace: Workspace, birch: str, change: dict[str, Any]) -> None:
    rhythm = friday(workspace, birch)
    assert workspace.rhythms.update(rhythm, **change) == rhythm
    assert len(workspace.rhythms.of_client(birch)) == 1


@pytest.mark.parametrize("start", [TODAY, date(2026, 11, 2)])
def test_a_rule_that_has_not_begun_changes_in_place(workspace: Workspace, birch: str, start: date) -> None:
    rhythm = friday(workspace, birch, starts_on=start)
    assert workspace.rhythms.update(rhythm, weekday=1, kind=RhythmKind.CALL) == rhythm
    (row,) = workspace.rhythms.of_client(birch)
    assert (row.kind, row.weekday, row.starts_on) == (RhythmKind.CALL, 1, start)


def test_a_proposal_changes_in_place(workspace: Workspace, make_tier: Make) -> None:
    rhythm = workspace.rhythms.add(Layer.TIER, make_tier(), kind=RhythmKind.UPDATE, weekday=4)
    assert workspace.rhythms.update(rhythm, weekday=1) == rhythm


def test_a_second_change_on_the_same_day_changes_the_new_rule(workspace: Workspace, birch: str) -> None:
    made = workspace.rhythms.update(friday(workspace, birch), weekday=1)
    assert workspace.rhythms.update(made, weekday=2) == made
    assert len(workspace.rhythms.past(birch)) == 1


def test_a_change_to_a_rule_it_may_not_have_changes_nothing(workspace: Workspace, birch: str) -> None:
    rhythm = friday(workspace, birch)
    with pytest.raises(InvalidInput):
        workspace.rhythms.update(rhythm, unit=RhythmUnit.ONCE)
    assert workspace.rhythms.past(birch) == []


@pytest.mark.parametrize(
    ("starts_on", "every", "first"),
    [
        (date(2026, 10, 1), 2, date(2028, 10, 1)),
        (date(2026, 10, 1), 1, date(2027, 10, 1)),
    ],
)
def test_a_yearly_rule_changed_in_the_middle_begins_when_its_day_comes_round(
    workspace: Workspace, birch: str, starts_on: date, every: int, first: date
) -> None:
    rhythm = promise(workspace, birch, RhythmKind.KEY_DATE, RhythmUnit.YEARLY, starts_on=starts_on, every=3)
    workspace.rhythms.update(rhythm, every=every)
    (row,) = workspace.rhythms.of_client(birch)
    assert row.starts_on == first


def test_adopting_anew_keeps_what_was_missed_and_the_clients_own_days(
    workspace: Workspace, birch: str, make_tier: Make
) -> None:
    tier = make_tier("Close")
    workspace.rhythms.add(Layer.TIER, tier, kind=RhythmKind.UPDATE, weekday=2)
    workspace.clients.update(birch, tier_id=tier)
    old = friday(workspace, birch)
    day = promise(workspace, birch, RhythmKind.KEY_DATE, RhythmUnit.YEARLY, starts_on=date(2026, 12, 1))
    (made,) = workspace.rhythms.adopt(birch, replace=True)
    assert {row.rhythm_id for row in workspace.rhythms.of_client(birch)} == {made, day}
    assert [row.rhythm_id for row in workspace.rhythms.past(birch)] == [old]
    found = workspace.check_ins.status_of(birch)
    assert found is not None
    assert found.state is CheckInState.OVERDUE
    assert workspace.rhythms.adopt(birch) == []


def test_only_promises_are_printed(workspace: Workspace, birch: str, make_engagement: Make) -> None:
    friday(workspace, birch)
    for kind, unit in ((RhythmKind.KEY_DATE, RhythmUnit.YEARLY), (RhythmKind.UPDATE, RhythmUnit.MILESTONE)):
        promise(workspace, birch, kind, unit)
    preview = workspace.boundaries.preview(birch)
    assert [(row.title, row.when) for row in preview.rhythms] == [("Update", "Every Friday")]


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        (RhythmKind.SATISFACTION, "Ask how satisfied they are"),
        (RhythmKind.KEY_DATE, "Write for the key date"),
        (RhythmKind.PERSONAL, "Write a personal word"),
        (RhythmKind.WIN_BACK, "Write to win them back"),
    ],
)
def test_a_word_of_ones_own_is_offered_as_a_small_piece_of_work(
    workspace: Workspace, birch: str, kind: RhythmKind, title: str
) -> None:
    promise(workspace, birch, kind, RhythmUnit.ONCE, starts_on=date(2026, 10, 14))
    (item,) = [item for group in workspace.work.to_place() for item in group.items]
    assert (item.title, item.kind, item.estimate_minutes) == (title, WorkKind.UPDATE, 20)
    workspace.work.complete(item.work_item_id)
    assert workspace.work.to_place() == []


@pytest.mark.parametrize(
    ("kind", "touch"),
    [
        (RhythmKind.SATISFACTION, TouchKind.SATISFACTION),
        (RhythmKind.KEY_DATE, TouchKind.PERSONAL),
        (RhythmKind.PERSONAL, TouchKind.PERSONAL),
        (RhythmKind.WIN_BACK, TouchKind.PERSONAL),
    ],
)
def test_i_told_them_settles_each_kind(
    workspace: Workspace, birch: str, kind: RhythmKind, touch: TouchKind
) -> None:
    promise(workspace, birch, kind, RhythmUnit.ONCE, starts_on=TODAY)
    found = workspace.check_ins.status_of(birch)
    assert found is not None
    assert found.state is CheckInState.DUE
    made = workspace.touchpoints.log_told(birch, found.owed_kind)
    assert workspace.touchpoints.get(made).kind is touch
    after = workspace.check_ins.status_of(birch)
    assert after is not None
    assert after.state is CheckInState.NOT_YET


def leap_day(workspace: Workspace, client_id: str, **more: Any) -> str:
    values = {"starts_on": date(2027, 2, 28), "offset_days": 1, "unit": RhythmUnit.YEARLY} | more
    return workspace.rhythms.add(Layer.CLIENT, client_id, kind=RhythmKind.KEY_DATE, content="Ada", **values)


def test_a_birthday_on_a_leap_day_is_kept(workspace: Workspace, birch: str, clock: FixedClock) -> None:
    leap_day(workspace, birch)
    (view,) = workspace.rhythms.of_client(birch)
    assert workspace.rhythms.describe(view) == "Key date every year on 29 February"
    for year, due_on in ((2027, date(2027, 2, 26)), (2028, date(2028, 2, 29)), (2029, date(2029, 2, 28))):
        clock.set(at(22, month=2, year=year))
        (rhythm,) = workspace.check_ins.status_of(birch).rhythms  # type: ignore[union-attr]
        assert (rhythm.due_on, rhythm.missed) == (due_on, ())
        clock.set(at(due_on.day, month=2, year=year))
        workspace.touchpoints.log(birch, TouchKind.PERSONAL, "Happy birthday")


@pytest.mark.parametrize(
    ("today", "starts_on", "offset"),
    [
        (at(1, month=3, year=2027), date(2028, 2, 29), None),
        (at(1, month=3, year=2028), date(2029, 2, 28), 1),
    ],
)
def test_a_leap_day_stays_one_when_its_rule_changes(
    workspace: Workspace, birch: str, clock: FixedClock, today: datetime, starts_on: date, offset: int | None
) -> None:
    rhythm = leap_day(workspace, birch)
    clock.set(today)
    workspace.rhythms.update(rhythm, kind=RhythmKind.PERSONAL)
    (view,) = workspace.rhythms.of_client(birch)
    assert (view.kind, view.starts_on, view.offset_days) == (RhythmKind.PERSONAL, starts_on, offset)


def test_a_birthday_put_right_is_changed_in_place(
    workspace: Workspace, birch: str, clock: FixedClock
) -> None:
    rhythm = leap_day(workspace, birch, offset_days=None)
    clock.set(at(1, month=6, year=2027))
    workspace.rhythms.update(rhythm, starts_on=date(2028, 2, 28), offset_days=None)
    assert workspace.rhythms.update(rhythm, starts_on=date(2029, 2, 28), offset_days=1) == rhythm
    assert workspace.rhythms.past(birch) == []


@pytest.mark.parametrize(
    "values",
    [
        {"offset_days": 2},
        {"starts_on": date(2028, 2, 29)},
        {"unit": RhythmUnit.ONCE},
        {"starts_on": date(2027, 3, 28)},
    ],
)
def test_only_a_leap_day_has_a_day_to_be_added(
    workspace: Workspace, birch: str, values: dict[str, Any]
) -> None:
    with pytest.raises(InvalidInput) as refused:
        leap_day(workspace, birch, **values)
    assert [problem.code for problem in refused.value.problems] == ["offset_with_milestones"]
