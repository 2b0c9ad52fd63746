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
from clientdesk.services.mail.mail_files import BLOCK, MOST_HEAD, MailboxFile, holds_mail, source_of
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


def test_a_mailbox_is_known_by_its_first_bytes_where_it_has_no_ending(tmp_path: Path) -> None:
    assert holds_mail(mailbox(tmp_path / "Inbox", message(1)))
    assert holds_mail(tmp_path / "not there yet.EML"), "by its name"
    letter = tmp_path / "letter.txt"
    letter.write_bytes(b"Fro")
    assert not holds_mail(letter)
    assert not holds_mail(tmp_path)
    assert not holds_mail(tmp_path / "gone")


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


@pytest.mark.parametrize("divider", [b"From ", b"From -", b"From - Fri Oct  9 09:12:00 2026"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_dividers_of_thunderbird(tmp_path: Path, divider: bytes, end: bytes) -> None:
    path = tmp_path / "Inbox.mbox"
    whole = b"".join(divider + b"\n" + message(number) + b"\n" for number in (1, 2, 3))
    path.write_bytes(whole.replace(b"\n", end))
    assert subjects(path) == ["Note 1", "Note 2", "Note 3"]


def test_older_thunderbirds_leave_the_empty_line_out(tmp_path: Path) -> None:
    path = tmp_path / "Inbox.mbox"
    divider = b"From - Fri Oct  9 09:12:00 2026\nX-Mozilla-Status: 0001\n"
    path.write_bytes(b"".join(divider + message(number) for number in (1, 2, 3)))
    assert subjects(path) == ["Note 1", "Note 2", "Note 3"]


@pytest.mark.parametrize(
    "body",
    [
        b"We meet:\n\nFrom 12:30 on I am there.\nFrom tomorrow I am not.\n",
        b"\nFrom \nhere on\n",
        b"\nFrom mara@lind.example Fri Oct  9 09:12:00 2026\n\nis how one looks\n",
    ],
)
def test_a_paragraph_that_begins_like_a_divider_is_no_damaged_message(tmp_path: Path, body: bytes) -> None:
    path = mailbox(tmp_path / "in.mbox", message(1, body=body), message(2))
    assert [head and head.subject for head in heads(path)] == ["Note 1", "Note 2"]


def test_lines_in_a_head_that_are_no_fields_hide_nothing(tmp_path: Path) -> None:
    nested = b">From relay@x.example Fri Oct  9 09:11:00 2026\nFrom relay Fri Oct  9 2026\n" + message(1)
    broken = message(2).replace(b"Date:", b"this is no field\n and goes on\nDate:")
    read = heads(mailbox(tmp_path / "in.mbox", nested, broken))
    assert [head and (head.subject, head.senders) for head in read] == [
        ("Note 1", ("mara@lind.example",)),
        ("Note 2", ("mara@lind.example",)),
    ]


@pytest.mark.parametrize("before", [b"\n", b"\r\n\r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_a_mailbox_with_a_mark_or_empty_lines_before_it(tmp_path: Path, before: bytes) -> None:
    path = mailbox(tmp_path / "in.mbox", message(1), message(2))
    path.write_bytes(before + path.read_bytes())
    assert subjects(path) == ["Note 1", "Note 2"]


def test_a_mailbox_of_apple_mail_is_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "Birch.mbox"
    folder.mkdir()
    with pytest.raises(FileUnreadable, match="folder without a mailbox"):
        heads(folder)
    mailbox(folder / "mbox", message(1), message(2))
    (folder / "table_of_contents").write_bytes(b"\x00" * 9)
    assert subjects(folder) == ["Note 1", "Note 2"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name here")
def test_a_pipe_and_a_device_are_not_waited_for(tmp_path: Path) -> None:
    pipe, device = tmp_path / "pipe.mbox", tmp_path / "zero.mbox"
    os.mkfifo(pipe)
    device.symlink_to("/dev/zero")
    for path in (pipe, device):
        with pytest.raises(FileUnreadable, match="no file"):
            source_of(path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x1f\x8b\x08" + b"\x00" * 40, "compressed"),
        (b"PK\x03\x04" + b"\x00" * 40, "compressed"),
        ((DIVIDER + message(1)).decode().encode("utf-16"), "UTF-16"),
    ],
)
def test_what_was_packed_or_written_in_other_letters_is_named(
    tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "in.mbox"
    path.write_bytes(content)
    with pytest.raises(FileUnreadable, match=words):
        source_of(path)


def test_a_mailbox_that_grows_or_shrinks_while_it_is_read(tmp_path: Path) -> None:
    path = mailbox(tmp_path / "in.mbox", *(message(number, body=b"x" * BLOCK + b"\n") for number in range(3)))
    read = MailboxFile(path).heads(Cancel(), lambda _done, _total: None)
    next(read)
    with path.open("ab") as more:
        more.write(b"\n" + DIVIDER + message(9))
    assert [head and head.subject for head in read] == ["Note 1", "Note 2", "Note 9"]
    read = MailboxFile(path).heads(Cancel(), lambda _done, _total: None)
    next(read)
    next(read)
    os.truncate(path, 100)
    with pytest.raises(FileUnreadable, match="shorter"):
        list(read)


def test_a_hundred_brackets_in_brackets_are_no_name() -> None:
    """Taken apart one in the other they would take minutes."""
    head = read_head(b"From: mara@lind.example\nTo: bo@birch.example, " + b"(" * 90_000, 1)
    assert head is not None
    assert head.receivers == ("bo@birch.example",)


@pytest.mark.parametrize(
    "field",
    [
        "Auto-Submitted: auto-replied (vacation)",
        "Auto-Submitted: Auto-Generated; owner=x",
        "X-Autoreply: yes",
        "Precedence: auto_reply",
        "X-Unsent: 1",
        "X-Mozilla-Draft-Info: internal/draft; vcard=0",
        "X-Uniform-Type-Identifier: com.apple.mail-draft",
        "X-Gmail-Labels: Archived,Drafts",
        "X-Gmail-Labels: =?UTF-8?Q?Wichtig,Entw=C3=BCrfe?=",
        'X-Gmail-Labels: "Spam"',
    ],
)
def test_drafts_automatic_answers_and_junk_are_no_words(field: str) -> None:
    head = read_head(f"{field}\n".encode() + message(1), 1)
    assert head is not None
    assert head.is_aside


@pytest.mark.parametrize(
    "field", ["Auto-Submitted: no", "Precedence: list", "X-Gmail-Labels: Sent,Draft ideas"]
)
def test_mail_of_people_is_a_word(field: str) -> None:
    head = read_head(f"{field}\n".encode() + message(1), 1)
    assert head is not None
    assert not head.is_aside


@pytest.mark.parametrize(
    ("line", "means"),
    [
        ("From mara@lind.example Fri Oct  9 09:12:00 2026", datetime(2026, 10, 9, 9, 12, tzinfo=UTC)),
        ("From 1787@xxx Fri Oct 09 09:12:00 +0200 2026", datetime(2026, 10, 9, 7, 12, tzinfo=UTC)),
        ("From mara Fri Oct  9 09:12:00 2026 +0200", datetime(2026, 10, 9, 7, 12, tzinfo=UTC)),
        ("From Fri Oct  9 09:12:00 2026", datetime(2026, 10, 9, 9, 12, tzinfo=UTC)),
        (
            'From "Mara Lind" mara@lind.example Fri Oct  9 09:12:00 2026',
            datetime(2026, 10, 9, 9, 12, tzinfo=UTC),
        ),
        ("From mara 09:12 on that day", None),
        ("From ", None),
    ],
)
def test_the_date_of_a_dividing_line(tmp_path: Path, line: str, means: datetime | None) -> None:
    path = tmp_path / "in.mbox"
    path.write_bytes(2 * (line.encode() + b"\n" + message(1, Date="soon") + b"\n"))
    assert [head and head.sent_at for head in heads(path)] == [means, means]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_letters_that_were_never_encoded_are_kept(encoding: str) -> None:
    written = message(1, From="Jörg <jörg@müller.example>", Subject="Grüße – bald").decode()
    head = read_head(written.encode(encoding), 1)
    assert head is not None
    assert head.subject == "Grüße – bald"
    assert head.senders == ("jörg@müller.example",)
    assert head.names["jörg@müller.example"] == "Jörg"
