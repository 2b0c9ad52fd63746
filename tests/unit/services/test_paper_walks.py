"""Papers under events in any order, beside a small machine of their states that knows nothing of the services."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from clientdesk.models.enums import AgreementState, Side
from clientdesk.models.errors import ClientDeskError
from clientdesk.models.tables import Agreement
from clientdesk.services.workspace import Workspace
from tests.helpers.fakes import FixedClock
from tests.helpers.paper_life import quick_pages, ready_engagement

pytestmark = pytest.mark.no_cover  # the same lines are covered by quicker tests

__all__ = ["quick_pages"]

WALKS, MANY_WALKS = 80, 400
STEPS = 6
OUT = ("issued", "sent", "signed")
EVENTS = (
    "issue",
    "issue",
    "send",
    "client",
    "consultant",
    "decline",
    "withdraw",
    "expire",
    "version",
    "delete",
    "save",
)


@dataclass
class Version:
    """What one version should be."""

    paper: str
    state: str = "draft"
    until: date | None = None
    signed: set[str] = field(default_factory=set)
    replaces: str = ""


@dataclass
class Machine:
    """One number with its versions, as the states of a paper are described; says which events are allowed."""

    versions: list[Version]

    def allows(self, event: str, version: Version, today: date) -> bool:
        if event in ("delete", "save"):
            return version.state == "draft"
        if event == "issue":
            issued = [each for each in self.versions if each.state != "draft"]
            is_open = version.until is None or version.until >= today
            return version.state == "draft" and is_open and all(each.state != "executed" for each in issued)
        if event == "send":
            return version.state == "issued"
        if event == "version":
            return version.state in (*OUT, "declined", "withdrawn", "expired") or any(
                each.replaces == version.paper and each.state == "draft" for each in self.versions
            )
        return event == "expire" or version.state in OUT

    def take(self, event: str, version: Version, today: date) -> None:
        if event == "issue":
            for each in self.versions:
                each.state = "superseded" if each.state in OUT else each.state
            version.state = "issued"
        elif event == "send":
            version.state = "sent"
        elif event in ("client", "consultant"):
            version.signed.add(event)
            version.state = "executed" if len(version.signed) == 2 else "signed"
        elif event in ("decline", "withdraw"):
            version.state = {"decline": "declined", "withdraw": "withdrawn"}[event]
        elif event == "delete":
            self.versions.remove(version)
        elif event == "expire":
            self.run_out(today)

    def run_out(self, today: date) -> None:
        for each in self.versions:
            if each.state in ("issued", "sent") and each.until is not None and each.until < today:
                each.state = "expired"


class Walk:
    """The services and the machine, side by side."""

    def __init__(
        self, workspace: Workspace, clock: FixedClock, engagement: str, blank: dict[str, Any]
    ) -> None:
        self.agreements, self.store = workspace.agreements, workspace.store
        self.clock, self.engagement, self.blank = clock, engagement, blank
        self.client = workspace.engagements.get(engagement).client_id
        self.machines: list[Machine] = []
        self.seen: set[str] = {"draft"}

    def begin(self) -> Machine:
        until = self.clock.today() + timedelta(days=1)
        with self.store.writing("Draft") as session:
            row = Agreement(
                client_id=self.client,
                engagement_id=self.engagement,
                title="Advice",
                draft={**self.blank, "open_until": str(until)},
                created_at=self.clock.now(),
            )
            session.add(row)
            self.machines.append(Machine([Version(row.id, until=until)]))
        return self.machines[-1]

    def step(self, machine: Machine, event: str, version: Version) -> None:
        if event == "expire":
            self.clock.advance(days=2)
        is_allowed = machine.allows(event, version, self.clock.today())
        try:
            made = self.do(event, version)
        except ClientDeskError:
            assert not is_allowed, (event, version)
            return
        assert is_allowed, (event, version)
        machine.take(event, version, self.clock.today())
        if event == "expire":
            for other in self.machines:
                other.run_out(self.clock.today())
        if event == "version" and made not in {each.paper for each in machine.versions}:
            machine.versions.append(Version(made, replaces=version.paper))
        self.seen |= {each.state for each in machine.versions}
        if event == "save":
            version.until = self.clock.today() + timedelta(days=1)

    def do(self, event: str, version: Version) -> str:
        """One step of the services; the id of a next version."""
        paper = version.paper
        if event == "version":
            return self.agreements.new_version(paper)
        if event == "issue":
            self.agreements.issue(paper, "Said again")
        elif event == "send":
            self.agreements.mark_sent(paper)
        elif event in ("client", "consultant"):
            self.agreements.mark_signed(paper, Side(event), "Ada Roe")
        elif event == "expire":
            self.agreements.expire()
        elif event == "delete":
            self.agreements.delete_draft(paper)
        elif event == "save":
            until = self.clock.today() + timedelta(days=1)
            self.agreements.save_draft(paper, {**self.blank, "open_until": str(until)})
        elif event == "decline":
            self.agreements.decline(paper)
        else:
            self.agreements.withdraw(paper)
        return ""


@pytest.fixture
def walk(workspace: Workspace, clock: FixedClock, quick_pages: object) -> Walk:
    engagement = ready_engagement(workspace)
    first = workspace.agreements.create(engagement)
    blank = workspace.agreements.get(first).document
    workspace.agreements.delete_draft(first)
    blank |= {"deliverables": [], "milestones": []}
    blank["fees"]["payments"] = []
    return Walk(workspace, clock, engagement, blank)


@pytest.mark.parametrize("walks", [WALKS, pytest.param(MANY_WALKS, marks=pytest.mark.soak)])
def test_any_order_of_events_leads_where_it_should(workspace: Workspace, walk: Walk, walks: int) -> None:
    chance = Random(4)
    walk.clock.advance(days=60)  # the year ends on the way
    for _ in range(walks):
        machine = walk.begin()
        for _ in range(STEPS):
            if machine.versions:
                walk.step(machine, chance.choice(EVENTS), chance.choice(machine.versions))
    rows = {row.agreement_id: row for row in workspace.agreements.list_all()}
    assert {key: row.state.value for key, row in rows.items()} == {
        each.paper: each.state for machine in walk.machines for each in machine.versions
    }
    assert walk.seen == {state.value for state in AgreementState}
    out = [row.number for row in rows.values() if row.state.value in OUT]
    assert len(out) == len(set(out))
    assert workspace.agreements.verify_all() == []
    by_year: dict[str, list[int]] = {}
    for year, place in {tuple(row.number[4:].split("-")) for row in rows.values() if row.number}:
        by_year.setdefault(year, []).append(int(place))
    assert sorted(by_year)[:2] == ["2026", "2027"]
    for places in by_year.values():
        assert sorted(places) == list(range(1, len(places) + 1))
