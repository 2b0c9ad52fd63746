"""From mail to the record: right client, right direction, right date, once, one undo."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from clientdesk.models.enums import CheckInState, TouchKind
from clientdesk.models.errors import InvalidInput, NotFound
from clientdesk.services.mail.service import LABEL, MailService
from clientdesk.services.workspace import Workspace
from tests.helpers.factories import make_client, make_contact, make_practice
from tests.helpers.fakes import FixedClock
from tests.unit.services.mail.test_mail_files import mailbox, message

OWN = "mara@lind.example"


@pytest.fixture
def mail(workspace: Workspace) -> MailService:
    make_practice(workspace, email=OWN)
    return workspace.mail


@pytest.fixture
def birch(workspace: Workspace) -> str:
    client_id = make_client(workspace)
    make_contact(workspace, client_id, "Bo Birch", email="Bo@Birch.example")
    return client_id


def received(number: int, **more: str) -> bytes:
    return message(number, **({"From": "Bo <bo@birch.example>", "To": OWN} | more))


def test_direction_client_contact_and_local_date(
    mail: MailService, birch: str, workspace: Workspace, tmp_path: Path
) -> None:
    late = received(2, Date="Fri, 09 Oct 2026 23:30:00 +0000")
    reading = mail.read_files([mailbox(tmp_path / "in.mbox", message(1), late)])
    told = [(one.kind, one.client, one.contact, one.on, one.subject) for one in reading.proposals]
    assert told == [
        (TouchKind.MAIL_RECEIVED, "Birch & Co", "Bo Birch", date(2026, 10, 10), "Note 2"),
        (TouchKind.MAIL_SENT, "Birch & Co", "Bo Birch", date(2026, 10, 9), "Note 1"),
    ]
    mail.take(reading)
    newest, older = workspace.touchpoints.stream(birch)
    assert (newest.kind, newest.at) == (TouchKind.MAIL_RECEIVED, datetime(2026, 10, 9, 23, 30, tzinfo=UTC))
    assert (older.kind, older.channel, older.text, older.contact) == (
        TouchKind.MAIL_SENT,
        "Email",
        "Note 1",
        "Bo Birch",
    )


def test_all_of_it_is_one_undo_and_the_same_mail_is_never_taken_twice(
    mail: MailService, birch: str, workspace: Workspace, tmp_path: Path
) -> None:
    path = mailbox(tmp_path / "in.mbox", message(1), message(1), received(2))
    reading = mail.read_files([path, path])
    assert len(reading.proposals) == 2
    assert len(mail.take(reading)) == 2
    assert mail.take(reading) == []
    again = mail.read_files([path])
    assert (again.proposals, again.known) == ((), 3)
    assert workspace.store.undo_label == LABEL
    workspace.store.undo()
    assert workspace.touchpoints.stream(birch) == []
    assert len(mail.read_files([path]).proposals) == 2


def test_only_the_chosen_ones_are_taken(
    mail: MailService, birch: str, workspace: Workspace, tmp_path: Path
) -> None:
    reading = mail.read_files([mailbox(tmp_path / "in.mbox", message(1), message(2), message(3))])
    mail.take(reading, {reading.proposals[1].key})
    assert len(workspace.touchpoints.stream(birch)) == 1
    assert mail.take(reading, set()) == []


def test_a_mail_sent_breaks_the_silence_and_one_received_does_not(
    mail: MailService, workspace: Workspace, clock: FixedClock, tmp_path: Path
) -> None:
    client_id = make_client(workspace, "Quiet Ltd", limit_days=5)
    make_contact(workspace, client_id, "Q", email="q@quiet.example")
    clock.advance(days=8)
    view = workspace.check_ins.status_of(client_id)
    assert view is not None
    assert view.state is CheckInState.QUIET
    today = clock.now().strftime("%a, %d %b %Y %H:%M:%S +0000")
    heard = message(1, From="q@quiet.example", To=OWN, Date=today)
    mail.take(mail.read_files([mailbox(tmp_path / "a.mbox", heard)]))
    view = workspace.check_ins.status_of(client_id)
    assert view is not None
    assert view.state is CheckInState.QUIET
    told = message(2, From=OWN, To="q@quiet.example", Date=today)
    mail.take(mail.read_files([mailbox(tmp_path / "b.mbox", told)]))
    view = workspace.check_ins.status_of(client_id)
    assert view is not None
    assert view.state is not CheckInState.QUIET


def test_strangers_drafts_of_others_and_broken_dates_are_counted_not_taken(
    mail: MailService, birch: str, tmp_path: Path
) -> None:
    path = mailbox(
        tmp_path / "in.mbox",
        message(1, From="a@x.example", To="b@y.example"),
        message(2, From="m.lind@old.example", To="bo@birch.example"),
        message(3, From="m.lind@old.example", To="bo@birch.example"),
        received(4, Date="Fri, 09 Oct 2037 09:12:00 +0200"),
        message(5, From="Bo <bo@birch.example>", To="c@z.example"),
    )
    reading = mail.read_files([path])
    assert [one.subject for one in reading.proposals] == ["Note 5"]
    assert (reading.messages, reading.strangers, reading.ahead) == (5, 3, 1)
    assert reading.unclaimed == (("m.lind@old.example", 2),)


def test_an_own_address_that_was_claimed_turns_strangers_into_mail_sent(
    mail: MailService, birch: str, workspace: Workspace, tmp_path: Path
) -> None:
    path = mailbox(tmp_path / "in.mbox", message(1, From="M.Lind@Old.example"))
    assert mail.read_files([path]).proposals == ()
    mail.claim("M.Lind@Old.example")
    mail.claim("m.lind@old.example")
    assert mail.own_addresses() == ("m.lind@old.example", OWN)
    (one,) = mail.read_files([path]).proposals
    assert one.kind is TouchKind.MAIL_SENT
    workspace.store.undo()
    assert mail.own_addresses() == (OWN,)
    with pytest.raises(InvalidInput):
        mail.claim("nobody")


def test_a_message_to_two_clients_is_a_word_to_both(
    mail: MailService, birch: str, workspace: Workspace, tmp_path: Path
) -> None:
    cedar = make_client(workspace, "Cedar Ltd", email="info@cedar.example")
    path = mailbox(tmp_path / "in.mbox", message(1, To="bo@birch.example, info@cedar.example"))
    reading = mail.read_files([path])
    assert {one.client_id for one in reading.proposals} == {birch, cedar}
    assert len(mail.take(reading)) == 2
    assert {one.contact for one in reading.proposals} == {"Bo Birch", ""}


def test_an_address_of_two_clients_is_left_for_the_user_to_decide(
    mail: MailService, birch: str, workspace: Workspace, tmp_path: Path
) -> None:
    cedar = make_client(workspace, "Cedar Ltd")
    make_contact(workspace, cedar, "Bo again", email="bo@birch.example")
    reading = mail.read_files([mailbox(tmp_path / "in.mbox", message(1))])
    assert [one.is_ambiguous for one in reading.proposals] == [True, True]
    assert mail.take(reading) == []
    chosen = next(one for one in reading.proposals if one.client_id == cedar)
    assert len(mail.take(reading, {chosen.key})) == 1


def test_a_client_deleted_between_looking_and_taking_loses_nothing_else(
    mail: MailService, birch: str, workspace: Workspace, tmp_path: Path
) -> None:
    cedar = make_client(workspace, "Cedar Ltd", email="info@cedar.example")
    path = mailbox(tmp_path / "in.mbox", message(1, To="bo@birch.example, info@cedar.example"))
    reading = mail.read_files([path])
    workspace.clients.delete(cedar)
    assert len(mail.take(reading)) == 1
    assert len(workspace.touchpoints.stream(birch)) == 1


def test_mail_dropped_on_a_client_is_theirs_unless_somebody_else_has_the_address(
    mail: MailService, birch: str, workspace: Workspace, tmp_path: Path
) -> None:
    cedar = make_client(workspace, "Cedar Ltd")
    path = mailbox(
        tmp_path / "in.mbox",
        message(1, To="new@cedar.example"),
        message(2, From="new@cedar.example", To=OWN),
        message(3),
        message(4, From="other@else.example", To="bo@birch.example"),
    )
    assert [one.subject for one in mail.read_files([path]).proposals] == ["Note 3"]
    reading = mail.read_files([path], client_id=cedar)
    assert {one.subject: (one.client_id, one.kind) for one in reading.proposals} == {
        "Note 1": (cedar, TouchKind.MAIL_SENT),
        "Note 2": (cedar, TouchKind.MAIL_RECEIVED),
        "Note 3": (birch, TouchKind.MAIL_SENT),
    }


def test_several_unknown_addresses_dropped_on_a_client_are_left_to_the_user(
    mail: MailService, birch: str, workspace: Workspace, tmp_path: Path
) -> None:
    cedar = make_client(workspace, "Cedar Ltd")
    path = mailbox(
        tmp_path / "in.mbox",
        message(1, From="new@cedar.example", To=OWN),
        message(2, From="news@shop.example", To=OWN),
        message(3),
        message(4, From="m.lind@old.example", To="new@cedar.example"),
    )
    reading = mail.read_files([path], client_id=cedar)
    assert {one.subject: (one.client_id, one.is_ambiguous) for one in reading.proposals} == {
        "Note 1": (cedar, True),
        "Note 2": (cedar, True),
        "Note 3": (birch, False),
    }
    assert reading.strangers == 1
    assert len(mail.take(reading)) == 1


def test_a_clients_mail_passed_on_by_a_machine_of_ours_is_received(
    mail: MailService, birch: str, tmp_path: Path
) -> None:
    path = mailbox(
        tmp_path / "in.mbox",
        message(1, From="bo@birch.example", Sender=OWN, To=OWN),
        message(2, From="m.lind@old.example", Sender=OWN),
    )
    kinds = {one.subject: one.kind for one in mail.read_files([path]).proposals}
    assert kinds == {"Note 1": TouchKind.MAIL_RECEIVED, "Note 2": TouchKind.MAIL_SENT}


def test_drafts_and_automatic_answers_are_counted_not_taken(
    mail: MailService, birch: str, tmp_path: Path
) -> None:
    away = received(2, **{"Auto-Submitted": "auto-replied"})
    draft = b"X-Unsent: 1\n" + message(1)
    path = mailbox(tmp_path / "in.mbox", draft, away, message(3))
    reading = mail.read_files([path])
    assert [one.subject for one in reading.proposals] == ["Note 3"]
    assert reading.aside == 2


def test_before_set_up_no_address_is_anybodys(workspace: Workspace, tmp_path: Path) -> None:
    reading = workspace.mail.read_files([mailbox(tmp_path / "in.mbox", message(1))])
    assert (reading.proposals, reading.strangers) == ((), 1)
    assert workspace.mail.take(reading) == []
    with pytest.raises(NotFound):
        workspace.mail.claim("mara@lind.example")
