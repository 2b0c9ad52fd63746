"""Mail in files: mailboxes of every habit, cut, hostile and large, give the heads they have and nothing else."""

from __future__ import annotations

import os
import resource
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientdesk.models.errors import FileUnreadable
from clientdesk.services.calendars.ports import Cancel, Cancelled
from clientdesk.services.mail.heads import instant, read_head
from clientdesk.services.mail.mail_files import BLOCK, MOST_HEAD, MailboxFile, source_of
from clientdesk.services.mail.ports import MessageHead

DIVIDER = b"From mara@lind.example Fri Oct  9 09:12:00 2026\n"


def message(number: int = 1, *, body: bytes = b"Words.\n", **more: str) -> bytes:
    head = {
        "From": "Mara Lind <mara@lind.example>",
        "To": "Bo Birch <bo@birch.example>",
        "Date": "Fri, 09 Oct 2026 09:12:00 +0200",
        "Subject": f"Note {number}",
        "Message-ID": f"<{number}@lind.example>",
    } | more
    return "".join(f"{name}: {value}\n" for name, value in head.items()).encode() + b"\n" + body


def mailbox(path: Path, *messages: bytes, end: bytes = b"\n") -> Path:
    path.write_bytes(b"".join(DIVIDER + one + end for one in messages))
    return path


def heads(path: Path) -> list[MessageHead | None]:
    return list(source_of(path).heads(Cancel(), lambda _done, _total: None))


def subjects(path: Path) -> list[str]:
    return [head.subject for head in heads(path) if head is not None]


def test_each_message_of_a_mailbox_is_read_once(tmp_path: Path) -> None:
    path = mailbox(tmp_path / "in.mbox", *(message(number) for number in range(1, 6)))
    assert subjects(path) == [f"Note {number}" for number in range(1, 6)]
    assert [head.place for head in heads(path) if head is not None] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\n",
        b"From here on we walk.\n",
        b"Hello\nFrom mara@lind.example Fri Oct  9 09:12:00 2026\nis how a divider looks\n",
        b">From the start\n",
        b"\n\n\nFrom time to time\n\n",
        b"no end of line",
        b"From: Somebody Else <else@example.org>\nSubject: Note 99\n",
    ],
)
def test_bodies_that_look_like_dividers_make_no_message(tmp_path: Path, body: bytes) -> None:
    path = mailbox(tmp_path / "in.mbox", message(1, body=body), message(2), end=b"\n\n")
    assert subjects(path) == ["Note 1", "Note 2"]


def test_line_ends_of_other_systems(tmp_path: Path) -> None:
    path = tmp_path / "in.mbox"
    whole = b"".join(DIVIDER + message(number) + b"\n" for number in (1, 2, 3))
    path.write_bytes(whole.replace(b"\n", b"\r\n"))
    assert subjects(path) == ["Note 1", "Note 2", "Note 3"]


def test_dividers_at_every_place_of_a_block(tmp_path: Path) -> None:
    """A divider that lies across two blocks, wherever it begins, is one divider."""
    path = tmp_path / "in.mbox"
    first = DIVIDER + message(1, body=b"")
    for before in range(len(DIVIDER) + 6):
        filler = BLOCK - len(first) - before - 1
        path.write_bytes(
            first + b"x" * filler + b"\n\n" + DIVIDER + message(2) + b"\n" + DIVIDER + message(3)
        )
        assert subjects(path) == ["Note 1", "Note 2", "Note 3"], before


@pytest.mark.no_cover
def test_a_mailbox_cut_anywhere_keeps_the_messages_before_the_cut(tmp_path: Path) -> None:
    path = tmp_path / "in.mbox"
    whole = b"".join(DIVIDER + message(number) + b"\n" for number in (1, 2, 3))
    ends = [whole.index(f"Message-ID: <{number}@".encode()) for number in (1, 2, 3)]
    for cut in range(6, len(whole)):
        path.write_bytes(whole[:cut])
        read = subjects(path)
        assert read == [f"Note {number}" for number in range(1, len(read) + 1)]
        complete = sum(whole.find(b"\n\n", end) + 2 <= cut for end in ends)
        assert len(read) == complete, cut


def test_fifty_megabytes_stay_out_of_memory(tmp_path: Path) -> None:
    path = tmp_path / "in.mbox"
    attachment = os.urandom(48_000).hex().encode() + b"\n"
    with path.open("wb") as out:
        for number in range(520):
            out.write(DIVIDER + message(number, body=attachment) + b"\n")
    assert path.stat().st_size > 49_000_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = sum(head is not None for head in MailboxFile(path).heads(Cancel(), lambda _done, _total: None))
    assert found == 520
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 24_000


@pytest.mark.soak
def test_two_gigabytes_stay_out_of_memory(tmp_path: Path) -> None:
    path = tmp_path / "in.mbox"
    attachment = (b"QUJD" * 18 + b"\n") * 14_000
    with path.open("wb") as out:
        for number in range(2_100):
            out.write(DIVIDER + message(number, body=attachment) + b"\n")
    assert path.stat().st_size > 2_000_000_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = sum(head is not None for head in MailboxFile(path).heads(Cancel(), lambda _done, _total: None))
    assert found == 2_100
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 24_000


def test_an_endless_head_is_cut_and_the_next_message_still_read(tmp_path: Path) -> None:
    endless = message(1, body=b"").rstrip(b"\n") + b"\nX-Filler: " + b"x" * (3 * MOST_HEAD) + b"\n\nWords\n"
    path = mailbox(tmp_path / "in.mbox", endless, message(2))
    assert subjects(path) == ["Note 1", "Note 2"]


def test_reading_can_be_stopped(tmp_path: Path) -> None:
    path = mailbox(tmp_path / "in.mbox", *(message(number, body=b"x" * BLOCK) for number in range(4)))
    cancel = Cancel()
    read = MailboxFile(path).heads(cancel, lambda _done, _total: None)
    next(read)
    cancel.set()
    with pytest.raises(Cancelled):
        list(read)


def test_progress_ends_at_the_whole(tmp_path: Path) -> None:
    path = mailbox(tmp_path / "in.mbox", message(1), message(2))
    told: list[tuple[int, int]] = []
    list(MailboxFile(path).heads(Cancel(), lambda done, total: told.append((done, total))))
    assert told[-1] == (path.stat().st_size, path.stat().st_size)


@pytest.mark.parametrize(
    "content", [b"", b"hello\n", b"%PDF-1.7\n", b"\x00\xff" * 600, b"\n\n\n", b"Subject: alone\n\n"]
)
def test_a_file_that_is_no_mail_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "note.eml"
    path.write_bytes(content)
    with pytest.raises(FileUnreadable, match="no mail"):
        heads(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.eml", tmp_path):
        with pytest.raises(FileUnreadable):
            source_of(path)


def test_a_message_with_a_mark_and_empty_lines_before_it(tmp_path: Path) -> None:
    path = tmp_path / "note.eml"
    path.write_bytes(b"\xef\xbb\xbf\r\n" + message(7))
    assert subjects(path) == ["Note 7"]


def test_what_a_mail_library_writes_is_read_back(tmp_path: Path) -> None:
    made = EmailMessage()
    made["From"] = "Zoë Łukasz <zoe@birch.example>"
    made["To"] = "Mara Lind <mara@lind.example>"
    made["Subject"] = "Grüße aus Łódź: " + "sehr lang " * 12
    made["Date"] = datetime(2026, 10, 9, 7, 12, tzinfo=UTC)
    made.set_content("Words")
    path = tmp_path / "note.eml"
    path.write_bytes(made.as_bytes())
    (head,) = heads(path)
    assert head is not None
    assert head.senders == ("zoe@birch.example",)
    assert head.names["zoe@birch.example"] == "Zoë Łukasz"
    assert head.subject == " ".join(str(made["Subject"]).split())
    assert head.sent_at == datetime(2026, 10, 9, 7, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("Fri, 09 Oct 2026 09:12:00 +0200", datetime(2026, 10, 9, 7, 12, tzinfo=UTC)),
        ("9 Oct 2026 09:12 +0200", datetime(2026, 10, 9, 7, 12, tzinfo=UTC)),
        ("Fri, 9 Oct 26 09:12:00 GMT", datetime(2026, 10, 9, 9, 12, tzinfo=UTC)),
        ("Fri, 09 Oct 2026 09:12:00 -0000", datetime(2026, 10, 9, 9, 12, tzinfo=UTC)),
        ("Fri, 09 Oct 2026 09:12:00 EST (lunch)", datetime(2026, 10, 9, 14, 12, tzinfo=UTC)),
        ("Thu, 31 Dec 2026 23:59:60 +0000", datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("yesterday", None),
        ("", None),
        ("Fri, 39 Oct 2026 09:12:00 +0200", None),
        ("Fri, 09 Oct 2026 09:12:00 +9999", None),
        ("Fri, 09 Oct 99999999999 09:12:00 +0200", None),
        ("Mon, 01 Jan 0001 00:00:00 +0200", datetime(2000, 12, 31, 22, tzinfo=UTC)),
    ],
)
def test_dates_as_mail_writes_them(written: str, means: datetime | None) -> None:
    assert instant(written) == means


def test_without_a_date_the_first_server_or_the_divider_tells(tmp_path: Path) -> None:
    hops = "from a by b; Fri, 09 Oct 2026 10:00:00 +0000\nReceived: from me by a; Fri, 09 Oct 2026 09:59:00 +0000"
    head = read_head(message(1, Date="soon", Received=hops), 1)
    assert head is not None
    assert head.sent_at == datetime(2026, 10, 9, 9, 59, tzinfo=UTC)
    (of_divider,) = heads(mailbox(tmp_path / "in.mbox", message(1, Date="soon")))
    assert of_divider is not None
    assert of_divider.sent_at == datetime(2026, 10, 9, 9, 12, tzinfo=UTC)
    undated = read_head(message(1, Date="soon"), 1)
    assert undated is not None
    assert undated.sent_at is None


def test_a_sender_whose_clock_is_years_off_is_not_believed() -> None:
    head = read_head(
        message(1, Date="Thu, 01 Jan 1970 00:00:00 +0000", Received="by a; Fri, 09 Oct 2026 09:59:00 +0000"),
        1,
    )
    assert head is not None
    assert head.sent_at == datetime(2026, 10, 9, 9, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    "name",
    [
        '"Birch, Bo" <bo@birch.example>',
        "bo@birch.example (Bo Birch)",
        "=?utf-8?B?QmlyY2g=?= <BO@Birch.Example>",
        "=?no-such-charset?Q?Bo?= <bo@birch.example>",
        "=?utf-8?Q?broken <bo@birch.example>",
        "Team: bo@birch.example;",
        "<bo@birch.example>, <bo@birch.example>",
        "Bo\n\tBirch\n <bo@birch.example>",
    ],
)
def test_addresses_in_every_dress(name: str) -> None:
    head = read_head(message(1, To=name), 1)
    assert head is not None
    assert head.receivers == ("bo@birch.example",)


@pytest.mark.parametrize(
    "header",
    [
        "To: " + "(" * 5_000 + "bo@birch.example",
        "To: " + ",".join(f"a{number}@example.org" for number in range(20_000)),
        "Subject: " + "=?utf-8?Q?" * 2_000,
        "Subject: \x00\x1b]0;owned\x07\u202eexe.fdp",
        "Message-ID: " + "<" * 9_000,
        "Date: " + "9" * 9_000,
        "From: " + "@" * 5_000,
        "To: bo@birch.example\r\nBcc: evil@example.org",
        "Content-Type: multipart/mixed; boundary=" + "x" * 9_000,
    ],
)
def test_hostile_heads_are_survived(tmp_path: Path, header: str) -> None:
    path = tmp_path / "in.mbox"
    hostile = header.encode("utf-8", "surrogateescape") + b"\n" + message(1)
    path.write_bytes(DIVIDER + hostile + b"\n" + DIVIDER + message(2) + b"\n")
    found = heads(path)
    assert len(found) == 2
    assert found[1] is not None
    assert found[1].subject == "Note 2"
    if found[0] is not None:
        assert "\x00" not in found[0].subject
        assert "\u202e" not in found[0].subject
        assert len(found[0].subject) <= 300
        assert len(found[0].receivers) <= 500


@pytest.mark.no_cover
@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_a_head_or_none(raw: bytes) -> None:
    head = read_head(raw, 1)
    assert head is None or head.senders or head.receivers
