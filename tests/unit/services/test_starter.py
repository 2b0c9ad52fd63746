"""What a new workspace begins with is exactly what the content page says."""

from __future__ import annotations

import pytest

from clientdesk.models.boundary_rules import BoundaryRules, TimeUnit
from clientdesk.services.starter import shipped_rules
from clientdesk.services.workspace import Workspace

HOURS, DAYS = TimeUnit.WORKING_HOURS, TimeUnit.WORKING_DAYS


@pytest.fixture
def started(workspace: Workspace) -> Workspace:
    workspace.practice.set_up("Lindqvist", zone="Europe/Paris", currency="EUR")
    return workspace


@pytest.mark.parametrize(
    ("name", "limit", "depth", "normal", "urgent", "rhythms"),
    [
        (
            "Close",
            10,
            "one page",
            (1, DAYS),
            (4, HOURS),
            [
                "Update every Friday",
                "Call every second Tuesday",
                "Review on the first Wednesday of the month",
            ],
        ),
        (
            "Steady",
            18,
            "half a page",
            (1, DAYS),
            (8, HOURS),
            [
                "Update every second Friday",
                "Call on the first Tuesday of the month",
                "Review every 3 months, on the first Wednesday",
            ],
        ),
        (
            "Light",
            35,
            "three lines",
            (2, DAYS),
            (1, DAYS),
            ["Update on the last Friday of the month", "Call every 3 months, on the first Tuesday"],
        ),
        ("After", 120, "", (2, DAYS), (2, DAYS), ["Call every 3 months, on the first Tuesday"]),
    ],
)
def test_a_tier_proposes_what_the_content_page_says(
    started: Workspace,
    name: str,
    limit: int,
    depth: str,
    normal: tuple[int, TimeUnit],
    urgent: tuple[int, TimeUnit],
    rhythms: list[str],
) -> None:
    tier = next(tier for tier in started.tiers.list_all() if tier.name == name)
    rules = started.boundaries.resolved(tier_id=tier.tier_id)
    assert rules.response_normal is not None
    assert rules.response_urgent is not None
    assert (tier.limit_days, tier.report_depth) == (limit, depth)
    assert (rules.response_normal.amount, rules.response_normal.unit) == normal
    assert (rules.response_urgent.amount, rules.response_urgent.unit) == urgent
    assert [started.rhythms.describe(rhythm) for rhythm in tier.rhythms] == rhythms


def test_steady_is_the_default_and_only_after_is_for_ended_work(started: Workspace) -> None:
    tiers = started.tiers.list_all()
    assert [tier.name for tier in tiers if tier.is_default] == ["Steady"]
    assert [tier.name for tier in tiers if tier.is_after] == ["After"]


def test_the_shipped_rules_set_every_field() -> None:
    assert shipped_rules().set_fields() == frozenset(BoundaryRules.model_fields)


def test_the_default_rules_are_kept_so_that_an_upgrade_changes_nothing(started: Workspace) -> None:
    assert all(source is not None for source in started.boundaries.sources().values())


def test_the_starter_content_contradicts_itself_nowhere(started: Workspace) -> None:
    assert started.boundaries.checks() == []
    for tier in started.tiers.list_all():
        assert started.boundaries.checks(tier_id=tier.tier_id) == []


def test_new_clients_get_the_default_tier(started: Workspace) -> None:
    client_id = started.clients.add("Birch")
    assert started.tiers.get(started.clients.get(client_id).tier_id or "").name == "Steady"
