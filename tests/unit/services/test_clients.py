"""Clients: what a name brings with it, what is refused, and what the list says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from clientdesk.models.enums import ContactRole, Stage, TouchKind
from clientdesk.models.errors import InvalidInput, NotFound, Problem
from clientdesk.services.workspace import Workspace

pytestmark = pytest.mark.usefixtures("practice")

Make = Callable[..., str]


def problems_of(refused: pytest.ExceptionInfo[InvalidInput]) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in refused.value.problems]


def test_a_name_is_enough(workspace: Workspace, make_tier: Make) -> None:
    steady = make_tier("Steady")
    client = workspace.clients.get(workspace.clients.add("  Acme   Ltd "))
    assert (client.name, client.tier_id, client.tier) == ("Acme Ltd", steady, "Steady")
    assert (client.stage, client.added_on) == (Stage.DISCOVERY, date(2026, 10, 12))
    assert client.needs_intake is False


def test_without_tiers_a_client_has_none(workspace: Workspace) -> None:
    assert workspace.clients.get(workspace.clients.add("Acme")).tier_id is None


def test_colours_come_in_turn_and_start_again_after_eight(workspace: Workspace, make_client: Make) -> None:
    made = [make_client(f"Client {number}") for number in range(10)]
    assert [workspace.clients.get(client_id).colour for client_id in made] == [*range(8), 0, 1]


def test_added_on_is_the_practice_date_not_utc(workspace: Workspace, clock: object) -> None:
    workspace.clock.set(datetime(2026, 10, 12, 22, 30, tzinfo=UTC))  # type: ignore[attr-defined]
    assert workspace.clients.get(workspace.clients.add("Late")).added_on == date(2026, 10, 13)


@pytest.mark.parametrize("name", ["", "   ", "\t\n", "\u200b\u200e"])
def test_a_name_of_only_spaces_is_refused(workspace: Workspace, name: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        workspace.clients.add(name)
    assert problems_of(refused) == [("name", "blank")]
    assert workspace.clients.list_active() == []


def test_names_up_to_200_characters_are_kept_and_longer_ones_refused(workspace: Workspace) -> None:
    kept = workspace.clients.add("x" * 200)
    with pytest.raises(InvalidInput) as refused:
        workspace.clients.add("x" * 201)
    assert refused.value.problems == [Problem("name", "too_long", {"max_length": 200})]
    assert [row.client_id for row in workspace.clients.list_active()] == [kept]


@pytest.mark.parametrize("name", ["🦊 Fox & Söhne", "شركة النور", "<b>Bold</b> ]]> &amp;", "李"])
def test_any_printable_name_is_kept_as_typed(workspace: Workspace, name: str) -> None:
    client_id = workspace.clients.add(name)
    assert workspace.clients.get(client_id).name == name
    assert workspace.clients.find(name.upper()) == [client_id]


def test_a_refused_change_leaves_the_client_as_it_was(workspace: Workspace, make_client: Make) -> None:
    client_id = make_client("Birch", zone="Europe/Oslo")
    with pytest.raises(InvalidInput) as refused:
        workspace.clients.update(client_id, zone="Mars/Olympus", notes="changed", nonsense=1)
    assert set(problems_of(refused)) == {("zone", "unknown_zone"), ("nonsense", "unknown_field")}
    assert (workspace.clients.get(client_id).zone, workspace.clients.get(client_id).notes) == (
        "Europe/Oslo",
        "",
    )


def test_an_unknown_tier_is_refused(workspace: Workspace, make_client: Make) -> None:
    client_id = make_client()
    with pytest.raises(NotFound):
        workspace.clients.set_tier([client_id], "nowhere")
    with pytest.raises(NotFound):
        workspace.clients.update(client_id, tier_id="nowhere")


def test_tier_and_stage_move_for_many_in_one_step(
    workspace: Workspace, make_client: Make, make_tier: Make
) -> None:
    make_tier("Steady")
    close = make_tier("Close")
    both = [make_client("A"), make_client("B")]
    workspace.clients.set_tier(both, close)
    workspace.clients.set_stage(both, Stage.REVIEW)
    assert [(row.tier, row.stage) for row in workspace.clients.list_active()] == [("Close", Stage.REVIEW)] * 2
    workspace.store.undo()
    workspace.store.undo()
    assert [(row.tier, row.stage) for row in workspace.clients.list_active()] == [
        ("Steady", Stage.DISCOVERY)
    ] * 2


def test_archived_clients_leave_the_list_and_come_back(workspace: Workspace, make_client: Make) -> None:
    client_id = make_client("Birch")
    workspace.clients.archive([client_id])
    assert (workspace.clients.list_active(), workspace.clients.count_active()) == ([], 0)
    assert [row.is_archived for row in workspace.clients.list_archived()] == [True]
    assert workspace.clients.count_archived() == 1
    workspace.clients.unarchive([client_id])
    assert workspace.clients.count_active() == 1


def test_archiving_can_be_undone(workspace: Workspace, make_client: Make) -> None:
    make_client("Birch")
    workspace.clients.archive([workspace.clients.list_active()[0].client_id])
    assert workspace.store.undo() == "Archive client"
    assert [row.name for row in workspace.clients.list_active()] == ["Birch"]


def test_deleting_takes_everything_and_undo_brings_it_back(
    workspace: Workspace, make_client: Make, make_contact: Make, make_engagement: Make, make_touch: Make
) -> None:
    client_id = make_client("Birch")
    make_contact(client_id)
    make_engagement(client_id)
    make_touch(client_id)
    workspace.clients.delete(client_id)
    with pytest.raises(NotFound):
        workspace.clients.get(client_id)
    workspace.store.undo()
    assert [contact.name for contact in workspace.clients.get(client_id).contacts] == ["Ada Roe"]
    assert len(workspace.engagements.list_for_client(client_id)) == 1
    assert len(workspace.touchpoints.stream(client_id)) == 1


def test_the_list_is_ordered_by_name_without_case_or_accents(workspace: Workspace, make_client: Make) -> None:
    for name in ("zoë", "Élan", "birch", "Acme"):
        make_client(name)
    assert [row.name for row in workspace.clients.list_active()] == ["Acme", "birch", "Élan", "zoë"]


def test_the_list_says_when_they_were_last_told_and_heard(
    workspace: Workspace, make_client: Make, make_touch: Make
) -> None:
    client_id = make_client()
    make_touch(client_id, TouchKind.UPDATE, datetime(2026, 10, 2, 8, tzinfo=UTC))
    make_touch(client_id, TouchKind.MAIL_RECEIVED, datetime(2026, 10, 5, 22, 30, tzinfo=UTC))
    make_touch(client_id, TouchKind.NOTE, datetime(2026, 10, 9, 8, tzinfo=UTC))
    row = workspace.clients.list_active()[0]
    assert row.last_told is not None
    assert (row.last_told.kind, row.last_told.on) == (TouchKind.UPDATE, date(2026, 10, 2))
    client = workspace.clients.get(client_id)
    assert client.last_told == row.last_told
    assert client.last_heard is not None
    assert (client.last_heard.kind, client.last_heard.on) == (TouchKind.MAIL_RECEIVED, date(2026, 10, 6))


def test_planned_and_cancelled_meetings_told_nobody_anything(workspace: Workspace, make_client: Make) -> None:
    client_id = make_client()
    at = datetime(2026, 10, 10, 8, tzinfo=UTC)
    workspace.touchpoints.plan(client_id, TouchKind.CALL, at)
    workspace.touchpoints.cancel(workspace.touchpoints.plan(client_id, TouchKind.CALL, at))
    assert workspace.clients.list_active()[0].last_told is None


def test_the_gap_shown_is_the_latest_one_else_the_earliest(
    workspace: Workspace, make_client: Make, make_engagement: Make, make_milestone: Make
) -> None:
    engagement = make_engagement(make_client())
    make_milestone(engagement, "Early", date(2026, 10, 20), date(2026, 10, 10))
    assert workspace.clients.list_active()[0].gap.days == -10  # type: ignore[union-attr]
    make_milestone(engagement, "Late", date(2026, 10, 16), date(2026, 10, 20))
    make_milestone(engagement, "Open", date(2026, 10, 1))
    gap = workspace.clients.list_active()[0].gap
    assert gap is not None
    assert (gap.days, gap.milestone) == (4, "Late")
    workspace.engagements.mark_done(gap.milestone_id)
    assert workspace.clients.list_active()[0].gap.days == -10  # type: ignore[union-attr]


def test_people_keep_their_roles_and_order(workspace: Workspace, make_client: Make) -> None:
    client_id = make_client()
    ada = workspace.clients.add_contact(
        client_id, "Ada", roles=[ContactRole.SPONSOR, "signatory", ContactRole.SPONSOR]
    )
    workspace.clients.add_contact(client_id, "Bo", email="bo@example.org")
    workspace.clients.update_contact(ada, title="Director")
    people = workspace.clients.list_contacts(client_id)
    assert [(person.name, person.title) for person in people] == [("Ada", "Director"), ("Bo", "")]
    assert people[0].roles == (ContactRole.SPONSOR, ContactRole.SIGNATORY)


def test_a_person_without_a_name_or_with_an_unknown_role_is_refused(
    workspace: Workspace, make_client: Make
) -> None:
    with pytest.raises(InvalidInput) as refused:
        workspace.clients.add_contact(make_client(), " ", roles=["king"])
    assert set(problems_of(refused)) == {("name", "blank"), ("roles.0", "not_a_choice")}


def test_deleting_a_person_keeps_what_was_said(
    workspace: Workspace, make_client: Make, make_contact: Make, make_touch: Make
) -> None:
    client_id = make_client()
    ada = make_contact(client_id)
    make_touch(client_id, contact_id=ada)
    workspace.clients.delete_contact(ada)
    assert [(touch.contact_id, touch.text) for touch in workspace.touchpoints.stream(client_id)] == [
        (None, "Sent the draft")
    ]


def test_finishing_intake_clears_the_mark(workspace: Workspace, make_client: Make) -> None:
    client_id = make_client()
    with workspace.store.writing("Import") as session:
        from clientdesk.models.tables import Client

        session.get(Client, client_id).needs_intake = True  # type: ignore[union-attr]
    assert workspace.clients.list_active()[0].needs_intake
    workspace.clients.finish_intake([client_id])
    assert not workspace.clients.list_active()[0].needs_intake
