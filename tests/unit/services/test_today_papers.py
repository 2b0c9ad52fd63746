"""Papers that wait for a signature, as Today says it; the same before and after the workspace is open."""

from __future__ import annotations

from datetime import date

import pytest

from clientdesk.models.enums import AgreementKind, Side
from clientdesk.models.views.today import TodayPaperView
from clientdesk.services.paper_states import SIGNED_KINDS
from clientdesk.services.today import today_view
from clientdesk.services.workspace import Workspace
from clientdesk.store import day_reads
from clientdesk.store.first_reads import reading
from tests.helpers.factories import make_client, make_engagement, make_practice
from tests.helpers.fakes import FixedClock
from tests.helpers.sample_agreement import CONTENT


@pytest.fixture
def paper(workspace: Workspace) -> str:
    """Issued on Monday 12 October, open until 20 October."""
    make_practice(workspace)
    engagement = make_engagement(workspace, make_client(workspace), "Inventory", starts_on=date(2026, 10, 19))
    made = workspace.agreements.create(engagement)
    document = {
        **CONTENT,
        "starts_on": "2026-10-19",
        "open_until": "2026-10-20",
        "project_title": "Inventory",
    }
    workspace.agreements.save_draft(made, document)
    assert shown(workspace) == []
    workspace.agreements.issue(made)
    return made


def shown(workspace: Workspace) -> list[TodayPaperView]:
    view = workspace.today()
    assert view is not None
    return list(view.papers)


def test_it_says_whose_turn_it_is(workspace: Workspace, clock: FixedClock, paper: str) -> None:
    found = shown(workspace)[0]
    assert (found.agreement_id, found.number, found.title) == (paper, "SOW-2026-001", "Inventory")
    assert found.words == "not sent yet, issued today, open until Tue 20 Oct"
    clock.advance(days=1)
    workspace.agreements.mark_sent(paper)
    clock.advance(days=1)
    assert (
        shown(workspace)[0].words
        == "waits for the signature of Birch & Co, sent Tue 13 Oct, open until Tue 20 Oct"
    )
    workspace.agreements.mark_signed(paper, Side.CLIENT, "Ada Roe")
    assert shown(workspace)[0].words.startswith("waits for your signature, ")
    workspace.agreements.mark_signed(paper, Side.CONSULTANT, "Mara Lind")
    assert shown(workspace) == []


@pytest.mark.parametrize(
    ("days", "words"), [(5, ""), (7, "tomorrow is its last day"), (8, "today is its last day")]
)
def test_the_last_day_is_pressing(
    workspace: Workspace, clock: FixedClock, paper: str, days: int, words: str
) -> None:
    clock.advance(days=days)
    found = shown(workspace)[0]
    assert found.is_pressing
    assert found.words.endswith(words)
    assert not found.words.startswith("waits")


def test_what_has_run_out_or_was_taken_back_does_not_wait(
    workspace: Workspace, clock: FixedClock, paper: str
) -> None:
    clock.advance(days=9)
    assert shown(workspace) == []
    clock.advance(days=-9)
    workspace.agreements.withdraw(paper)
    assert shown(workspace) == []


def test_letters_are_not_waited_for(workspace: Workspace, paper: str) -> None:
    client_id = workspace.agreements.get(paper).row.client_id
    workspace.agreements.create_for_client(client_id, AgreementKind.WELCOME_LETTER)
    assert [each.agreement_id for each in shown(workspace)] == [paper]


def test_the_first_read_says_the_same(workspace: Workspace, clock: FixedClock, paper: str) -> None:
    holidays = workspace.boundaries.calendar().holidays
    with reading(workspace.folder.store) as fetch:
        first = today_view(fetch, clock.now(), holidays)
    assert first is not None
    assert list(first.papers) == shown(workspace)


def test_the_kinds_are_those_that_are_signed() -> None:
    assert set(day_reads.SIGNED_KINDS) == {kind.value for kind in SIGNED_KINDS}
