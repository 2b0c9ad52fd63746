"""Mail from files: looked at, ticked, taken in one step; dropped on window and client; keys alone are enough."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QWidget

from clientdesk.models.enums import TouchKind
from clientdesk.ui.itemmodels.mail import ASKS, TAKEN, MailTableModel
from clientdesk.ui.mail_dialog import MailDialog
from clientdesk.ui.mail_drops import MailDrops
from clientdesk.ui.paper_drops import PaperDrops
from clientdesk.ui.theme import Density, Theme, ThemeChoice
from tests.helpers.factories import make_client, make_contact, make_practice
from tests.helpers.pages import Heard, background
from tests.unit.services.mail.test_mail_files import DIVIDER, mailbox, message

OWN = "mara@lind.example"


@pytest.fixture
def desk(workspace):
    make_practice(workspace, email=OWN)
    return workspace


@pytest.fixture
def birch(desk):
    client_id = make_client(desk)
    make_contact(desk, client_id, "Bo Birch", email="bo@birch.example")
    return client_id


@pytest.fixture
def worker(qtbot):
    with background(qtbot) as made:
        yield made


@pytest.fixture
def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


@pytest.fixture
def read(qtbot, desk, worker, window):
    """Let a new dialog look at a file."""
    dialogs = []

    def look(*paths, client_id=""):
        heard = Heard(window)
        made = MailDialog(desk, heard.messages, worker, paths, window, client_id=client_id)
        made.heard = heard
        dialogs.append(made)
        made.open()
        qtbot.waitUntil(lambda: not worker.is_busy)
        return made

    return look


def asking(number):
    more = {"From": "Bo <bo@birch.example>", "To": OWN, "Subject": "When can we talk?"}
    return message(number, **more)


def test_everything_clear_is_ticked_and_taken_in_one_step(qtbot, desk, birch, read, worker, tmp_path):
    dialog = read(mailbox(tmp_path / "in.mbox", message(1), asking(2)))
    assert dialog.summary_label.text() == "2 messages with Birch & Co."
    assert dialog.take_button.text() == "Take in 2"
    dialog.take_button.click()
    qtbot.waitUntil(lambda: len(desk.touchpoints.stream(birch)) == 2)
    qtbot.waitUntil(lambda: not worker.is_busy)
    assert "2 messages taken in." in dialog.heard.text
    desk.store.undo()
    assert desk.touchpoints.stream(birch) == []


def test_at_large_text_the_window_is_larger_and_stays_on_the_screen(qapp, birch, read, tmp_path):
    usual = read(mailbox(tmp_path / "in.mbox", message(1))).size()
    before = qapp.font(), qapp.palette(), qapp.styleSheet()
    Theme(tmp_path / "cache").apply(qapp, ThemeChoice.LIGHT, Density.COMPACT, 165)
    try:
        large = read(mailbox(tmp_path / "in.mbox", message(1)))
        assert large.height() > usual.height()
        room = large.screen().availableSize()
        assert large.width() <= room.width()
        assert large.height() <= room.height()
    finally:
        qapp.setStyleSheet(before[2])
        qapp.setPalette(before[1])
        qapp.setFont(before[0])


def test_one_message_can_be_left_out_by_the_keyboard_alone(qtbot, desk, birch, read, worker, tmp_path):
    dialog = read(mailbox(tmp_path / "in.mbox", message(1), asking(2)))
    assert dialog.table.hasFocus() or dialog.focusWidget() is dialog.table
    qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    assert dialog.take_button.text() == "Take in 1"
    dialog.take_button.click()
    qtbot.waitUntil(lambda: len(desk.touchpoints.stream(birch)) == 1)
    qtbot.waitUntil(lambda: not worker.is_busy)


def test_a_received_message_starts_the_clock_when_it_wants_an_answer(
    qtbot, desk, birch, read, worker, tmp_path
):
    dialog = read(mailbox(tmp_path / "in.mbox", message(1), asking(2)))
    column = dialog.model.column_number(ASKS)
    rows = {row.kind: number for number, row in enumerate(dialog.model.rows)}
    sent = dialog.model.index(rows[TouchKind.MAIL_SENT], column)
    assert dialog.model.data(sent, Qt.ItemDataRole.CheckStateRole) is None
    heard = dialog.model.index(rows[TouchKind.MAIL_RECEIVED], column)
    dialog.model.setData(heard, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    dialog.take_button.click()
    qtbot.waitUntil(lambda: len(desk.touchpoints.stream(birch)) == 2)
    qtbot.waitUntil(lambda: not worker.is_busy)
    document = desk.folder.root / "all.json"
    desk.interchange.export_to(document)
    (request,) = json.loads(document.read_text("utf-8"))["client_requests"]
    assert (request["client_id"], request["text"]) == (birch, "When can we talk?")
    desk.store.undo()
    assert desk.touchpoints.stream(birch) == []


def test_an_own_address_is_recognised_by_one_press(qtbot, desk, birch, read, worker, tmp_path):
    dialog = read(mailbox(tmp_path / "in.mbox", message(1, From="old@lind.example")))
    assert dialog.summary_label.text() == "No message here is with a client you know."
    assert (
        dialog.claim_label.text() == "One message to your clients comes from old@lind.example. Is that you?"
    )
    assert not dialog.take_button.isEnabled()
    dialog.claim_button.click()
    qtbot.waitUntil(lambda: dialog.take_button.isEnabled())
    assert desk.mail.own_addresses() == (OWN, "old@lind.example")
    assert not dialog.claim_line.isVisible()


def test_what_was_left_out_is_said(desk, birch, read, tmp_path):
    path = mailbox(
        tmp_path / "in.mbox",
        message(1),
        message(2, From="a@x.example", To="b@y.example"),
        message(3, Date="Fri, 09 Oct 2037 09:12:00 +0200"),
    )
    with path.open("ab") as more:
        more.write(b"\n" + DIVIDER + b"From: Mara Lind <mara@lind.exa")
    dialog = read(path)
    assert dialog.rest_label.text() == (
        "4 messages were read. 1 is with nobody you know. 1 has a date after today. 1 is cut off or damaged."
    )


def test_a_file_that_is_no_mail_is_refused_in_words(desk, read, tmp_path):
    path = tmp_path / "note.eml"
    path.write_bytes(b"%PDF-1.7\n")
    dialog = read(path)
    assert "no mail" in dialog.summary_label.text()
    assert not dialog.take_button.isEnabled()


def test_the_same_mail_again_says_that_it_is_here(qtbot, desk, birch, read, worker, tmp_path):
    path = mailbox(tmp_path / "in.mbox", message(1))
    desk.mail.take(desk.mail.read_files([path]))
    dialog = read(path)
    assert dialog.summary_label.text() == "Nothing new: all of this mail is in the record already."


def test_dropped_on_a_client_it_is_theirs(desk, birch, read, tmp_path):
    cedar = make_client(desk, "Cedar Ltd")
    dialog = read(mailbox(tmp_path / "in.mbox", message(1, To="new@cedar.example")), client_id=cedar)
    assert dialog.summary_label.text() == "1 message with Cedar Ltd."


def test_files_of_mail_dropped_on_a_page(qtbot, window, tmp_path):
    drops, papers = MailDrops(window), PaperDrops(window)
    taken, filed = [], []
    drops.dropped.connect(taken.append)
    papers.dropped.connect(filed.append)
    mails = [tmp_path / "a.eml", tmp_path / "b.MBOX"]
    scan, inbox = tmp_path / "scan.pdf", tmp_path / "Inbox"
    for path in (*mails, scan):
        path.write_bytes(b"x")
    mailbox(inbox, message(1))
    for paths in (mails, [*mails, scan], [scan], [inbox]):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        event = QDropEvent(
            QPoint(5, 5),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        for watcher in (drops, papers):
            if watcher.eventFilter(window, event):
                break
    assert taken == [mails, [inbox]], "mailboxes of Thunderbird have no ending"
    assert filed == [scan]


def test_the_table_is_a_sound_model(qtbot, desk, birch, tmp_path):
    model = MailTableModel(desk.practice.today())
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    reading = desk.mail.read_files([mailbox(tmp_path / "in.mbox", message(1), asking(2))])
    model.show_proposals(reading.proposals)
    model.toggle(model.index(0, model.column_number(TAKEN)))
    model.tick_all(on=True)
    assert model.ticked == {one.key for one in reading.proposals}
    assert tester.model() is model


def test_of_more_than_go_at_once_the_newest_are_ticked(desk, birch, read, tmp_path, monkeypatch):
    monkeypatch.setattr("clientdesk.ui.itemmodels.mail.MOST_AT_ONCE", 2)
    monkeypatch.setattr("clientdesk.ui.mail_dialog.MOST_AT_ONCE", 2)
    days = [message(day, Date=f"{day} Oct 2020 09:12") for day in (1, 3, 2)]
    dialog = read(mailbox(tmp_path / "in.mbox", *days))
    newest = {one.key for one in dialog.model.all_rows if one.subject in ("Note 3", "Note 2")}
    assert dialog.model.ticked == newest
    dialog.none_button.click()
    dialog.all_button.click()
    assert dialog.model.ticked == newest
    assert dialog.rest_label.text() == (
        "3 messages were read. The newest 2 are taken at once; read the file again for the others."
    )
