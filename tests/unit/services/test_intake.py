"""My clients in ten minutes: names, one step a line, resumable."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from clientdesk.models.enums import TouchKind, TouchState
from clientdesk.models.errors import InvalidInput, NotFound
from clientdesk.models.intake import LastSpoke, names_in, spoke_on
from clientdesk.services.intake import CURRENT_WORK
from tests.helpers.factories import make_client, make_engagement

MONDAY = date(2026, 10, 12)


@pytest.fixture
def desk(workspace):
    """A workspace that was set up as a person does it, with the tiers that ship."""
    workspace.practice.set_up("Mara Lind", zone="Europe/Paris", currency="EUR")
    return workspace


def tier(desk, name):
    return next(found for found in desk.tiers.list_all() if found.name == name)


def add_one(desk, name="Birch & Co"):
    return desk.intake.add_names([name]).client_ids[0]


@pytest.mark.parametrize(
    ("spoke", "today", "on"),
    [
        (LastSpoke.TODAY, MONDAY, MONDAY),
        (LastSpoke.YESTERDAY, MONDAY, date(2026, 10, 11)),
        (LastSpoke.THIS_WEEK, date(2026, 10, 15), MONDAY),
        (LastSpoke.THIS_WEEK, MONDAY, MONDAY),
        (LastSpoke.LAST_WEEK, date(2026, 10, 15), date(2026, 10, 5)),
        (LastSpoke.THIS_MONTH, date(2026, 10, 15), date(2026, 10, 1)),
        (LastSpoke.LAST_WEEK, date(2026, 1, 1), date(2025, 12, 22)),
    ],
)
def test_last_spoke_is_the_earliest_day_it_can_mean(spoke, today, on):
    assert spoke_on(spoke, today) == on


def test_a_pasted_column_becomes_names():
    text = 'Birch & Co\r\n\r\n  Cedar \tcedar@example.org\t12\n"Delta, Inc."\n \n'
    assert names_in(text) == ["Birch & Co", "Cedar", "Delta, Inc."]


def test_names_become_clients_at_once_in_one_step(desk):
    added = desk.intake.add_names(["Birch & Co", "Cedar", "Delta"])
    rows = desk.intake.rows()
    assert [row.name for row in rows] == ["Birch & Co", "Cedar", "Delta"]
    assert tuple(row.client_id for row in rows) == added.client_ids
    assert {row.tier for row in rows} == {"Steady"}
    assert len({row.colour for row in rows}) == 3
    assert desk.store.undo() == "Add clients"
    assert desk.intake.rows() == []


def test_names_that_are_here_already_are_left_alone(desk):
    make_client(desk, "Birch & Co")
    added = desk.intake.add_names(["birch & co", "Cedar", "CEDAR"])
    assert (len(added.client_ids), added.known) == (1, 2)
    assert desk.clients.count_active() == 2


def test_a_name_that_cannot_be_kept_refuses_the_whole_column(desk):
    with pytest.raises(InvalidInput) as refused:
        desk.intake.add_names(["Birch", "x" * 201, "   "])
    assert [(p.field, p.code) for p in refused.value.problems] == [
        ("names.1", "too_long"),
        ("names.2", "blank"),
    ]
    assert desk.clients.count_active() == 0


def test_a_line_writes_everything_in_one_step(desk):
    client_id = add_one(desk)
    close = tier(desk, "Close")
    desk.intake.finish(
        client_id,
        tier_id=close.tier_id,
        spoke=LastSpoke.LAST_WEEK,
        expects="Draft report",
        expected_on=date(2026, 10, 22),
    )
    client = desk.clients.get(client_id)
    assert (client.tier, client.needs_intake) == ("Close", False)
    assert (client.last_told.on, client.last_told.kind) == (date(2026, 10, 5), TouchKind.CALL)
    assert {r.kind for r in desk.rhythms.of_client(client_id)} == {r.kind for r in close.rhythms}
    work = desk.engagements.list_for_client(client_id)[0]
    assert work.title == CURRENT_WORK
    milestone = desk.engagements.get(work.engagement_id).milestones[0]
    assert (milestone.title, milestone.expected_on) == ("Draft report", date(2026, 10, 22))
    assert desk.store.undo() == "Fill in client"
    again = desk.clients.get(client_id)
    assert (again.tier, again.needs_intake, again.last_told) == ("Steady", True, None)
    assert desk.rhythms.of_client(client_id) == []
    assert desk.engagements.list_for_client(client_id) == []


def test_the_first_due_date_follows_from_what_was_promised(desk):
    client_id = add_one(desk)
    desk.intake.finish(client_id, tier_id=tier(desk, "Close").tier_id, spoke=LastSpoke.TODAY)
    status = desk.check_ins.status_of(client_id)
    assert status.due_on == date(2026, 10, 16)  # today's call keeps Tuesday's
    assert status.limit_on == MONDAY + timedelta(days=10)


def test_without_adopting_nothing_is_promised(desk):
    client_id = add_one(desk)
    desk.intake.finish(client_id, spoke=LastSpoke.YESTERDAY, adopts_rhythm=False)
    assert desk.rhythms.of_client(client_id) == []
    assert desk.clients.get(client_id).tier == "Steady"


def test_a_client_nobody_remembers_speaking_to_gets_no_touch(desk):
    client_id = add_one(desk)
    desk.intake.finish(client_id)
    assert desk.touchpoints.stream(client_id) == []
    assert desk.engagements.list_for_client(client_id) == []


def test_a_touch_on_an_earlier_day_is_held_at_local_noon(desk):
    client_id = add_one(desk)
    desk.intake.finish(client_id, spoke=LastSpoke.YESTERDAY)
    touch = desk.touchpoints.stream(client_id)[0]
    assert (touch.state, touch.local_at.hour, touch.on) == (TouchState.HELD, 12, date(2026, 10, 11))


def test_current_work_is_used_again_and_ended_work_is_not(desk, clock):
    client_id = add_one(desk)
    make_engagement(desk, client_id, CURRENT_WORK, starts_on=date(2026, 1, 1), ends_on=date(2026, 9, 1))
    running = make_engagement(desk, client_id, CURRENT_WORK)
    desk.intake.finish(client_id, expects="Report")
    assert [m.title for m in desk.engagements.get(running).milestones] == ["Report"]
    assert len(desk.engagements.list_for_client(client_id)) == 2


def test_a_date_without_words_is_refused_and_nothing_is_stored(desk):
    client_id = add_one(desk)
    with pytest.raises(InvalidInput) as refused:
        desk.intake.finish(client_id, spoke=LastSpoke.TODAY, expected_on=MONDAY)
    assert refused.value.problems[0].field == "expects"
    assert desk.clients.get(client_id).needs_intake
    assert desk.touchpoints.stream(client_id) == []


def test_words_that_are_too_long_are_named_by_their_field(desk):
    client_id = add_one(desk)
    with pytest.raises(InvalidInput) as refused:
        desk.intake.finish(client_id, expects="x" * 201)
    assert [(p.field, p.code) for p in refused.value.problems] == [("expects", "too_long")]


def test_an_unknown_tier_is_refused(desk):
    client_id = add_one(desk)
    with pytest.raises(NotFound):
        desk.intake.finish(client_id, tier_id="no-such-tier")


def test_the_list_is_resumed_where_it_was_left(desk):
    first, second = desk.intake.add_names(["Birch", "Cedar"]).client_ids
    desk.intake.finish(first, spoke=LastSpoke.TODAY, expects="Report", expected_on=MONDAY)
    assert [row.client_id for row in desk.intake.rows()] == [second]
    both = desk.intake.rows(also=[first])
    assert [(row.name, row.is_done) for row in both] == [("Birch", True), ("Cedar", False)]
    assert (both[0].last_spoke_on, both[0].expects, both[0].rhythms) == (MONDAY, "Report", 3)
    assert desk.intake.count_open() == 1


def test_archived_clients_are_not_asked_about(desk):
    client_id = add_one(desk)
    desk.clients.archive([client_id])
    assert desk.intake.rows(also=[client_id]) == []
    assert desk.intake.count_open() == 0


def test_a_client_can_be_left_out(desk):
    client_id = add_one(desk)
    desk.intake.leave_out([client_id])
    assert desk.intake.count_open() == 0
    assert desk.touchpoints.stream(client_id) == []
