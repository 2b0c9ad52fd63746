"""Rhythms: proposed by a tier or the default, promised to a client only when adopted."""

from __future__ import annotations

from datetime import date

import pytest

from clientdesk.models.enums import Layer, RhythmKind, RhythmUnit
from clientdesk.models.errors import InvalidInput, NotFound
from clientdesk.models.tables import Agreement, Rhythm
from clientdesk.services.rhythm_words import rule_words
from clientdesk.services.workspace import Workspace
from clientdesk.store.unit_of_work import fetch

TODAY = date(2026, 10, 12)


@pytest.fixture
def started(workspace: Workspace) -> Workspace:
    workspace.practice.set_up("Lindqvist", zone="Europe/Paris", currency="EUR")
    return workspace


def _described(workspace: Workspace, client_id: str) -> list[str]:
    return [workspace.rhythms.describe(rhythm) for rhythm in workspace.rhythms.of_client(client_id)]


def test_a_client_has_no_rhythm_until_it_adopts(started: Workspace) -> None:
    client_id = started.clients.add("Birch")
    assert started.rhythms.of_client(client_id) == []
    started.rhythms.adopt(client_id)
    assert _described(started, client_id) == [
        "Update every second Friday",
        "Call on the first Tuesday of the month",
        "Review every 3 months, on the first Wednesday",
    ]
    assert {rhythm.starts_on for rhythm in started.rhythms.of_client(client_id)} == {TODAY}


def test_adopting_is_one_step_back(started: Workspace) -> None:
    client_id = started.clients.add("Birch")
    started.rhythms.adopt(client_id)
    assert started.store.undo() == "Adopt rhythms"
    assert started.rhythms.of_client(client_id) == []


def test_adopting_leaves_the_kinds_the_client_has(started: Workspace) -> None:
    client_id = started.clients.add("Birch")
    started.rhythms.add(Layer.CLIENT, client_id, kind=RhythmKind.UPDATE, weekday=0)
    started.rhythms.adopt(client_id)
    assert _described(started, client_id)[0] == "Update every Monday"
    assert len(_described(started, client_id)) == 3
    assert started.rhythms.adopt(client_id) == []


def test_replacing_takes_away_what_no_paper_promises(started: Workspace) -> None:
    client_id = started.clients.add("Birch")
    engagement_id = started.engagements.add(client_id, "Advice")
    kept = started.rhythms.add(Layer.CLIENT, client_id, kind=RhythmKind.CALL, weekday=3)
    started.rhythms.add(Layer.CLIENT, client_id, kind=RhythmKind.UPDATE, weekday=0)
    agreement_id = _signed_paper(started, client_id, engagement_id)
    with started.store.writing("Promise on paper") as session:
        fetch(session, Rhythm, kept).agreement_id = agreement_id
    started.rhythms.adopt(client_id, replace=True)
    assert _described(started, client_id) == [
        "Update every second Friday",
        "Call every Thursday",
        "Review every 3 months, on the first Wednesday",
    ]


def _signed_paper(workspace: Workspace, client_id: str, engagement_id: str) -> str:
    with workspace.store.writing("Paper") as session:
        row = Agreement(
            client_id=client_id, engagement_id=engagement_id, title="Advice", created_at=workspace.clock.now()
        )
        session.add(row)
        return row.id


def test_without_a_tier_the_default_proposes(started: Workspace) -> None:
    client_id = started.clients.add("Birch", tier_id=None)
    assert started.rhythms.proposed() == []
    started.rhythms.add(Layer.DEFAULT, kind=RhythmKind.UPDATE, weekday=2)
    started.rhythms.adopt(client_id)
    assert _described(started, client_id) == ["Update every Wednesday"]


def test_a_tier_without_rhythms_proposes_the_default(started: Workspace) -> None:
    started.rhythms.add(Layer.DEFAULT, kind=RhythmKind.UPDATE, weekday=2)
    tier_id = started.tiers.add("Board seats")
    assert [rhythm.layer for rhythm in started.rhythms.proposed(tier_id)] == [Layer.DEFAULT]


def test_a_clients_rhythm_always_has_a_start(started: Workspace) -> None:
    client_id = started.clients.add("Birch")
    rhythm_id = started.rhythms.add(Layer.CLIENT, client_id, kind=RhythmKind.UPDATE, weekday=0)
    started.rhythms.update(rhythm_id, starts_on=None, weekday=3)
    (rhythm,) = started.rhythms.of_client(client_id)
    assert (rhythm.weekday, rhythm.starts_on) == (3, TODAY)
    started.rhythms.update(rhythm_id, starts_on=date(2026, 11, 2))
    assert started.rhythms.of_client(client_id)[0].starts_on == date(2026, 11, 2)


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "update", "weekday": 7},
        {"kind": "update", "weekday": 1, "every": 0},
        {"kind": "update", "weekday": 1, "unit": "monthly"},
        {"kind": "update", "weekday": 1, "nth": 1},
        {"kind": "update", "weekday": 1, "unit": "monthly", "nth": 5},
        {"kind": "song", "weekday": 1},
        {"kind": "update", "weekday": 1, "content": "x" * 501},
    ],
)
def test_a_rule_that_gives_no_dates_is_refused(started: Workspace, values: dict[str, object]) -> None:
    client_id = started.clients.add("Birch")
    with pytest.raises(InvalidInput):
        started.rhythms.add(Layer.CLIENT, client_id, **values)
    assert started.rhythms.of_client(client_id) == []


def test_changing_the_unit_asks_for_its_week(started: Workspace) -> None:
    rhythm_id = started.rhythms.add(Layer.DEFAULT, kind=RhythmKind.CALL, weekday=1)
    with pytest.raises(InvalidInput) as refused:
        started.rhythms.update(rhythm_id, unit=RhythmUnit.MONTHLY)
    assert refused.value.problems[0].code == "nth_with_months"
    started.rhythms.update(rhythm_id, unit=RhythmUnit.MONTHLY, nth=-1)
    (rhythm,) = started.rhythms.of_layer(Layer.DEFAULT)
    assert started.rhythms.describe(rhythm) == "Call on the last Tuesday of the month"


def test_removing_can_be_undone(started: Workspace) -> None:
    rhythm_id = started.rhythms.add(Layer.DEFAULT, kind=RhythmKind.CALL, weekday=1)
    started.rhythms.remove(rhythm_id)
    assert started.rhythms.of_layer(Layer.DEFAULT) == []
    started.store.undo()
    assert [rhythm.rhythm_id for rhythm in started.rhythms.of_layer(Layer.DEFAULT)] == [rhythm_id]


def test_unknown_owners_and_rhythms_are_said_so(started: Workspace) -> None:
    for call in (
        lambda: started.rhythms.add(Layer.CLIENT, "none", kind=RhythmKind.CALL, weekday=1),
        lambda: started.rhythms.add(Layer.TIER, "none", kind=RhythmKind.CALL, weekday=1),
        lambda: started.rhythms.update("none", weekday=1),
        lambda: started.rhythms.remove("none"),
        lambda: started.rhythms.adopt("none"),
    ):
        with pytest.raises(NotFound):
            call()


@pytest.mark.parametrize(
    ("unit", "every", "weekday", "nth", "words"),
    [
        (RhythmUnit.WEEKLY, 1, 4, None, "every Friday"),
        (RhythmUnit.WEEKLY, 3, 0, None, "every third Monday"),
        (RhythmUnit.WEEKLY, 6, 0, None, "every 6 weeks, on Monday"),
        (RhythmUnit.MONTHLY, 1, 2, 1, "on the first Wednesday of the month"),
        (RhythmUnit.MONTHLY, 12, 2, -1, "every 12 months, on the last Wednesday"),
    ],
)
def test_a_rule_in_words(unit: RhythmUnit, every: int, weekday: int, nth: int | None, words: str) -> None:
    assert rule_words(unit, every, weekday, nth) == words
