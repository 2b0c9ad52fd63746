"""Tiers: in the user's order, one default, never removed from under a client."""

from __future__ import annotations

import pytest

from clientdesk.models.enums import Layer, RhythmKind
from clientdesk.models.errors import InvalidInput, NotFound
from clientdesk.services.workspace import Workspace


@pytest.fixture
def started(workspace: Workspace) -> Workspace:
    workspace.practice.set_up("Lindqvist", zone="Europe/Paris", currency="EUR")
    return workspace


def _named(workspace: Workspace, name: str) -> str:
    return next(tier.tier_id for tier in workspace.tiers.list_all() if tier.name == name)


def _names(workspace: Workspace) -> list[str]:
    return [tier.name for tier in workspace.tiers.list_all()]


def test_a_new_tier_comes_last(started: Workspace) -> None:
    tier_id = started.tiers.add("Board seats", limit_days=25)
    assert started.tiers.get(tier_id).limit_days == 25
    assert _names(started)[-1] == "Board seats"


def test_two_tiers_cannot_share_a_name(started: Workspace) -> None:
    with pytest.raises(InvalidInput) as refused:
        started.tiers.add("  STEADY ")
    assert refused.value.problems[0].code == "name_taken"
    started.tiers.update(_named(started, "Steady"), name="steady")
    assert "steady" in _names(started)


@pytest.mark.parametrize(("field", "value"), [("name", "x" * 201), ("name", "  "), ("limit_days", -1)])
def test_a_bad_entry_is_refused(started: Workspace, field: str, value: object) -> None:
    with pytest.raises(InvalidInput) as refused:
        started.tiers.update(_named(started, "Close"), **{field: value})
    assert refused.value.problems[0].field == field
    assert "Close" in _names(started)


def test_making_a_tier_the_default_takes_that_from_the_other(started: Workspace) -> None:
    started.tiers.update(_named(started, "Light"), is_default=True)
    assert [tier.name for tier in started.tiers.list_all() if tier.is_default] == ["Light"]
    started.store.undo()
    assert started.tiers.default_tier().name == "Steady"  # type: ignore[union-attr]


def test_the_default_can_only_be_moved_not_dropped(started: Workspace) -> None:
    with pytest.raises(InvalidInput):
        started.tiers.update(_named(started, "Steady"), is_default=False)
    with pytest.raises(InvalidInput):
        started.tiers.remove(_named(started, "Steady"))


def test_a_tier_in_use_is_not_removed_without_saying_where_its_clients_go(started: Workspace) -> None:
    close, light = _named(started, "Close"), _named(started, "Light")
    client_id = started.clients.add("Birch", tier_id=close)
    for target in (None, close):
        with pytest.raises(InvalidInput) as refused:
            started.tiers.remove(close, move_to=target)
        assert refused.value.problems[0].facts == {"count": 1}
    started.tiers.remove(close, move_to=light)
    assert started.clients.get(client_id).tier_id == light
    assert "Close" not in _names(started)


def test_undo_brings_back_a_removed_tier_with_everything(started: Workspace) -> None:
    close = _named(started, "Close")
    client_id = started.clients.add("Birch", tier_id=close)
    before = started.tiers.get(close), started.boundaries.resolved(tier_id=close)
    started.tiers.remove(close, move_to=_named(started, "Light"))
    started.store.undo()
    assert (started.tiers.get(close), started.boundaries.resolved(tier_id=close)) == before
    assert started.clients.get(client_id).tier_id == close


def test_the_order_is_the_users(started: Workspace) -> None:
    started.tiers.reorder([_named(started, "After"), _named(started, "Light")])
    assert _names(started) == ["After", "Light", "Close", "Steady"]


def test_a_tier_tells_its_rhythms_and_clients(started: Workspace) -> None:
    close = _named(started, "Close")
    started.clients.add("Birch", tier_id=close)
    started.rhythms.add(Layer.TIER, close, kind=RhythmKind.UPDATE, weekday=0)
    tier = started.tiers.get(close)
    assert (tier.clients, len(tier.rhythms)) == (1, 4)


def test_an_unknown_tier_is_said_so(started: Workspace) -> None:
    with pytest.raises(NotFound):
        started.tiers.get("none")
    with pytest.raises(NotFound):
        started.tiers.remove("none")


def test_a_new_tier_can_be_the_default_at_once(started: Workspace) -> None:
    started.tiers.add("Board seats", is_default=True)
    assert [tier.name for tier in started.tiers.list_all() if tier.is_default] == ["Board seats"]


def test_a_tier_without_clients_goes_at_once(started: Workspace) -> None:
    started.tiers.remove(_named(started, "Light"))
    assert "Light" not in _names(started)
    assert started.store.undo() == "Remove tier"
    assert "Light" in _names(started)
