"""The record of contacts: logging, the capture line, booking, paging."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from clientdesk.models.capture import parse_capture
from clientdesk.models.enums import RhythmKind, TouchKind, TouchState
from clientdesk.models.errors import InvalidInput, NotFound
from clientdesk.services.workspace import Workspace

pytestmark = pytest.mark.usefixtures("practice")

Make = Callable[..., str]
NOW = datetime(2026, 10, 12, 8, 0, tzinfo=UTC)


@pytest.fixture
def client_id(make_client: Make) -> str:
    return make_client()


def problems_of(refused: pytest.ExceptionInfo[InvalidInput]) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("line", "kind", "text"),
    [
        ("Ask about the budget", TouchKind.NOTE, "Ask about the budget"),
        ("> draft sent", TouchKind.UPDATE, "draft sent"),
        (">draft > v2", TouchKind.UPDATE, "draft > v2"),
        (">", TouchKind.UPDATE, ""),
        ("  < they like it ", TouchKind.MESSAGE_RECEIVED, "they like it"),
        ("= kick-off", TouchKind.MEETING, "kick-off"),
        ("<b>bold</b>", TouchKind.MESSAGE_RECEIVED, "b>bold</b>"),
    ],
)
def test_the_mark_says_what_kind_of_touch_a_line_is(
    workspace: Workspace, client_id: str, line: str, kind: TouchKind, text: str
) -> None:
    touch = workspace.touchpoints.get(workspace.touchpoints.log(client_id, *parse_capture(line)))
    assert (touch.kind, touch.text, touch.state, touch.at) == (kind, text, TouchState.HELD, NOW)


@pytest.mark.parametrize("line", ["", "   "])
def test_an_empty_line_is_refused(workspace: Workspace, client_id: str, line: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        workspace.touchpoints.log(client_id, *parse_capture(line))
    assert problems_of(refused) == [("text", "blank")]


def test_later_today_can_be_logged_tomorrow_cannot(workspace: Workspace, client_id: str) -> None:
    workspace.touchpoints.log(client_id, TouchKind.CALL, at=datetime(2026, 10, 12, 21, 59, tzinfo=UTC))
    with pytest.raises(InvalidInput) as refused:
        workspace.touchpoints.log(client_id, TouchKind.CALL, at=datetime(2026, 10, 12, 22, 0, tzinfo=UTC))
    assert problems_of(refused) == [("at", "in_future")]


@pytest.mark.parametrize("minutes", [0, -5, 1441])
def test_a_duration_of_nothing_or_more_than_a_day_is_refused(
    workspace: Workspace, client_id: str, minutes: int
) -> None:
    with pytest.raises(InvalidInput) as refused:
        workspace.touchpoints.log(client_id, TouchKind.CALL, duration_minutes=minutes)
    assert [field for field, _ in problems_of(refused)] == ["duration_minutes"]


def test_only_meetings_can_be_reviews(workspace: Workspace, client_id: str) -> None:
    workspace.touchpoints.log(client_id, TouchKind.VIDEO, is_review=True)
    with pytest.raises(InvalidInput) as refused:
        workspace.touchpoints.log(client_id, TouchKind.CALL, is_review=True)
    assert problems_of(refused) == [("is_review", "review_needs_meeting")]


def test_a_person_of_another_client_is_refused(
    workspace: Workspace, client_id: str, make_client: Make, make_contact: Make
) -> None:
    stranger = make_contact(make_client("Elm"))
    with pytest.raises(InvalidInput) as refused:
        workspace.touchpoints.log(client_id, TouchKind.CALL, contact_id=stranger)
    assert problems_of(refused) == [("contact_id", "not_a_choice")]
    with pytest.raises(NotFound):
        workspace.touchpoints.log("nobody", TouchKind.CALL)


def test_what_is_booked_waits_until_it_is_confirmed(workspace: Workspace, client_id: str) -> None:
    booked = workspace.touchpoints.plan(
        client_id, TouchKind.VIDEO, NOW + timedelta(hours=2), duration_minutes=30
    )
    assert workspace.touchpoints.stream(client_id) == []
    assert [touch.is_unconfirmed for touch in workspace.touchpoints.booked(client_id)] == [False]
    workspace.clock.advance(hours=2, minutes=30)  # type: ignore[attr-defined]
    assert not workspace.touchpoints.get(booked).is_unconfirmed
    workspace.clock.advance(minutes=1)  # type: ignore[attr-defined]
    assert workspace.touchpoints.get(booked).is_unconfirmed
    workspace.touchpoints.confirm_held(booked)
    assert workspace.touchpoints.booked(client_id) == []
    assert [touch.state for touch in workspace.touchpoints.stream(client_id)] == [TouchState.HELD]


def test_tomorrows_meeting_cannot_have_been_held(workspace: Workspace, client_id: str) -> None:
    booked = workspace.touchpoints.plan(client_id, TouchKind.CALL, NOW + timedelta(days=1))
    with pytest.raises(InvalidInput) as refused:
        workspace.touchpoints.confirm_held(booked)
    assert problems_of(refused) == [("at", "in_future")]


def test_called_off_and_missed_stay_on_the_record(workspace: Workspace, client_id: str) -> None:
    one = workspace.touchpoints.plan(client_id, TouchKind.CALL, NOW)
    other = workspace.touchpoints.plan(client_id, TouchKind.CALL, NOW + timedelta(days=1))
    workspace.touchpoints.miss(one)
    workspace.touchpoints.cancel(other)
    assert [touch.state for touch in workspace.touchpoints.stream(client_id)] == [
        TouchState.CANCELLED,
        TouchState.MISSED,
    ]
    assert workspace.touchpoints.last_told(client_id) is None


@pytest.mark.parametrize("kind", [TouchKind.UPDATE, TouchKind.NOTE, TouchKind.MAIL_SENT])
def test_only_talks_can_be_booked(workspace: Workspace, client_id: str, kind: TouchKind) -> None:
    with pytest.raises(InvalidInput) as refused:
        workspace.touchpoints.plan(client_id, kind, NOW)
    assert problems_of(refused) == [("kind", "not_bookable")]


def test_the_record_pages_newest_first_without_gaps_or_repeats(
    workspace: Workspace, client_id: str, make_touch: Make
) -> None:
    for number in range(7):
        make_touch(client_id, at=NOW - timedelta(days=number // 3), text=str(number))
    seen, before = [], None
    while page := workspace.touchpoints.stream(client_id, 2, before):
        seen += [touch.text for touch in page]
        before = page[-1]
    assert seen == ["2", "1", "0", "5", "4", "3", "6"]


def test_the_record_gives_at_most_200_at_once(workspace: Workspace, client_id: str, make_touch: Make) -> None:
    from clientdesk.models.tables import Touchpoint

    with workspace.store.writing("Many") as session:
        for number in range(205):
            session.add(
                Touchpoint(
                    client_id=client_id,
                    kind=TouchKind.NOTE,
                    at=NOW - timedelta(hours=number),
                    zone="UTC",
                    text="x",
                    created_at=NOW,
                )
            )
    assert len(workspace.touchpoints.stream(client_id, 1000)) == 200


def test_the_record_can_be_narrowed_to_kinds(workspace: Workspace, client_id: str, make_touch: Make) -> None:
    make_touch(client_id, TouchKind.NOTE, text="a note")
    make_touch(client_id, TouchKind.CALL, text="a call")
    found = workspace.touchpoints.stream(client_id, kinds=[TouchKind.CALL])
    assert [touch.text for touch in found] == ["a call"]


def test_last_told_and_heard_take_the_newest_of_their_kinds(
    workspace: Workspace, client_id: str, make_touch: Make
) -> None:
    make_touch(client_id, TouchKind.CALL, NOW - timedelta(days=3), "call")
    make_touch(client_id, TouchKind.UPDATE, NOW - timedelta(days=2), "update")
    make_touch(client_id, TouchKind.NOTE, NOW - timedelta(days=1), "note")
    told, heard = workspace.touchpoints.last_told(client_id), workspace.touchpoints.last_heard(client_id)
    assert (told and told.text, heard and heard.text) == ("update", "call")


def test_an_entry_can_be_changed_weighed_deleted_and_brought_back(
    workspace: Workspace, client_id: str, make_touch: Make
) -> None:
    made = make_touch(client_id)
    workspace.touchpoints.update(made, text="better words", kind=TouchKind.REPORT)
    workspace.touchpoints.set_meaningful(made, False)
    touch = workspace.touchpoints.get(made)
    assert (touch.text, touch.kind, touch.is_meaningful) == ("better words", TouchKind.REPORT, False)
    with pytest.raises(InvalidInput):
        workspace.touchpoints.update(made, at=NOW + timedelta(days=1))
    workspace.touchpoints.delete(made)
    assert workspace.touchpoints.stream(client_id) == []
    workspace.store.undo()
    assert workspace.touchpoints.get(made).text == "better words"


@pytest.mark.parametrize(
    ("owed", "kind", "is_review"),
    [
        (None, TouchKind.UPDATE, False),
        (RhythmKind.UPDATE, TouchKind.UPDATE, False),
        (RhythmKind.CALL, TouchKind.CALL, False),
        (RhythmKind.REVIEW, TouchKind.MEETING, True),
    ],
)
def test_told_them_logs_the_kind_that_fell_due(
    workspace: Workspace, client_id: str, owed: RhythmKind | None, kind: TouchKind, is_review: bool
) -> None:
    touch = workspace.touchpoints.get(workspace.touchpoints.log_told(client_id, owed))
    assert (touch.kind, touch.is_review, touch.state) == (kind, is_review, TouchState.HELD)
