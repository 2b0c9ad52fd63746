"""Import: looked at first, one step, one undo, a backup before it."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QWidget

from clientdesk.services.interchange import address_books, json_import
from clientdesk.services.interchange.service import FoundClient
from clientdesk.services.interchange.shape import LISTS
from clientdesk.ui.import_dialog import UNDOABLE, ImportDialog
from clientdesk.ui.import_words import added_words
from clientdesk.ui.itemmodels.found_clients import FoundClientsModel
from tests.helpers.factories import make_client
from tests.helpers.pages import Heard, background

BOOK = "Company,Name,Email\nBirch & Co,Ada Roe,ada@birch.example\nCedar,Sam Poe,sam@cedar.example\n"


@pytest.fixture
def desk(workspace):
    workspace.practice.set_up("Mara Lind", zone="Europe/Paris", currency="EUR")
    return workspace


@pytest.fixture
def worker(qtbot):
    with background(qtbot) as made:
        yield made


@pytest.fixture
def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    return made


@pytest.fixture
def heard(window):
    return Heard(window)


@pytest.fixture
def dialog(qtbot, desk, worker, window, heard):
    made = ImportDialog(desk, heard.messages, worker, window)
    made.open()
    return made


@pytest.fixture
def read(qtbot, dialog, worker, tmp_path):
    """Write a file and let the dialog look at it."""

    def look(content, name="people.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        dialog.read(path)
        qtbot.waitUntil(lambda: not worker.is_busy)
        return path

    return look


def store(qtbot, dialog):
    with qtbot.waitSignal(dialog.imported, timeout=10_000) as imported:
        dialog.import_button.click()
    return imported.args[0]


def test_a_preview_counts_and_stores_nothing(dialog, read, desk):
    read(BOOK)
    assert dialog.summary_label.text() == "This file brings 2 clients, 2 contacts."
    assert dialog.import_button.isEnabled()
    assert desk.clients.count_active() == 0
    assert desk.list_backups() == []


def test_importing_is_one_step_after_a_backup(qtbot, dialog, read, desk, heard):
    read(BOOK)
    store(qtbot, dialog)
    assert [row.name for row in desk.clients.list_active()] == ["Birch & Co", "Cedar"]
    assert [backup.reason for backup in desk.list_backups()] == ["before-import"]
    assert "Imported: 2 clients, 2 contacts." in heard.text
    assert desk.store.undo() == "Import"
    assert desk.clients.list_active() == []
    assert desk.clients.list_archived() == []


def test_undo_is_offered_in_the_message(qtbot, dialog, read, desk, heard):
    read(BOOK)
    store(qtbot, dialog)
    banner = heard.banners.banners()[0]
    button = next(b for b in banner.findChildren(QWidget) if b.accessibleName() == "Undo import")
    button.click()
    assert desk.clients.count_active() == 0


def test_undo_from_the_message_spares_what_was_done_after_it(qtbot, dialog, read, desk, heard):
    read(BOOK)
    store(qtbot, dialog)
    make_client(desk, "Delta")
    banner = heard.banners.banners()[0]
    next(b for b in banner.findChildren(QWidget) if b.accessibleName() == "Undo import").click()
    assert desk.clients.count_active() == 3
    assert "You did something after it" in heard.text


def test_up_to_twenty_clients_are_ticked(dialog, read):
    read("Name\n" + "".join(f"Person {n}\n" for n in range(20)))
    assert len(dialog.model.ticked) == 20
    assert not dialog.filter_field.isVisible()


def test_above_twenty_none_is_ticked_and_the_rest_is_archived(qtbot, dialog, read, desk, heard):
    read("Name\n" + "".join(f"Person {n:02}\n" for n in range(21)))
    assert len(dialog.model.ticked) == 0
    assert dialog.filter_field.isVisible()
    dialog.model.setData(dialog.model.index(4), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    store(qtbot, dialog)
    assert [row.name for row in desk.clients.list_active()] == ["Person 04"]
    assert len(desk.clients.list_archived()) == 20
    assert [row.name for row in desk.intake.rows()] == ["Person 04"]
    assert "20 clients are in the archive." in heard.text


def test_ticking_goes_by_what_the_filter_shows(dialog, read):
    read("Name\n" + "".join(f"Person {n:02}\n" for n in range(30)))
    dialog.model.set_filter("person 1")
    dialog.all_button.click()
    assert len(dialog.model.ticked) == 10
    assert dialog.current_label.text().startswith("10 of 30.")
    dialog.model.set_filter("")
    dialog.none_button.click()
    assert dialog.model.ticked == frozenset()


def test_rows_without_a_name_refuse_the_file_until_they_are_left_out(
    qtbot, dialog, read, desk, heard, worker
):
    read("Name;Email\nAda;a@x.example\n;b@x.example\n;c@x.example\n")
    assert not dialog.import_button.isEnabled()
    assert dialog.problems_view.toPlainText() == "Row 3: no name.\nRow 4: no name."
    assert dialog.skip_tick.text() == "Leave out the 2 rows without a name"
    dialog.skip_tick.setChecked(True)
    qtbot.waitUntil(lambda: not worker.is_busy)
    store(qtbot, dialog)
    assert [row.name for row in desk.clients.list_active()] == ["Ada"]
    assert "2 of 3 rows were not imported: no name." in heard.text


def test_another_encoding_is_asked_for_only_when_it_is_needed(qtbot, dialog, read, worker, desk):
    read("Name\nJosé\n".encode("cp1252"))
    assert dialog.encoding_field.isVisible()
    assert "isn't written as UTF-8" in dialog.summary_label.text()
    assert not dialog.import_button.isEnabled()
    dialog.encoding_field.set_value("cp1252")
    qtbot.waitUntil(lambda: not worker.is_busy)
    store(qtbot, dialog)
    assert [row.name for row in desk.clients.list_active()] == ["José"]


def test_a_good_file_after_it_hides_the_encoding_again(dialog, read):
    read("Name\nJosé\n".encode("cp1252"))
    read(BOOK)
    assert not dialog.encoding_field.isVisible()
    assert dialog.import_button.isEnabled()


def test_the_same_file_twice_brings_nothing_new(qtbot, dialog, read, desk, worker, window, heard):
    path = read(BOOK)
    store(qtbot, dialog)
    again = ImportDialog(desk, heard.messages, worker, window, path=path)
    again.open()
    qtbot.waitUntil(lambda: not worker.is_busy)
    assert again.summary_label.text() == "Nothing new: everything in this file is here already."
    assert not again.import_button.isEnabled()
    again.reject()


def test_a_vcard_file_is_an_address_book_too(qtbot, dialog, read, desk):
    read("BEGIN:VCARD\nVERSION:3.0\nFN:Ada Roe\nN:Roe;Ada;;;\nORG:Birch & Co\nEND:VCARD\n", "people.vcf")
    store(qtbot, dialog)
    client = desk.clients.get(desk.clients.find("Birch & Co")[0])
    assert [contact.name for contact in client.contacts] == ["Ada Roe"]


def test_a_document_needs_no_ticks(qtbot, dialog, read, desk):
    read(json.dumps({"clients": [{"name": "Birch"}]}), "all.json")
    assert not dialog.clients_view.isVisible()
    store(qtbot, dialog)
    assert [row.name for row in desk.clients.list_active()] == ["Birch"]


def test_problems_of_a_document_are_listed(dialog, read, desk):
    read(json.dumps({"clients": [{"name": "Birch", "colr": 3}, {"name": ""}]}), "all.json")
    words = dialog.problems_view.toPlainText()
    assert "there is no such field" in words
    assert "this needs some text" in words
    assert not dialog.skip_tick.isVisible()
    assert not dialog.import_button.isEnabled()


def test_a_file_that_is_gone_is_said(qtbot, dialog, worker, tmp_path):
    dialog.read(tmp_path / "gone.csv")
    qtbot.waitUntil(lambda: not worker.is_busy)
    assert "gone.csv can't be read" in dialog.summary_label.text()


def test_a_dropped_file_is_read(qtbot, dialog, worker, tmp_path):
    path = tmp_path / "people.csv"
    path.write_text(BOOK)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    dialog.dropEvent(
        QDropEvent(
            QPoint(5, 5),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    qtbot.waitUntil(lambda: not worker.is_busy)
    assert dialog.file_label.full_text() == "people.csv"
    assert dialog.import_button.isEnabled()


def test_a_file_is_asked_for_by_the_button(qtbot, dialog, worker, tmp_path):
    path = tmp_path / "people.csv"
    path.write_text(BOOK)
    dialog.ask_file = lambda *_: path
    dialog.choose_button.click()
    qtbot.waitUntil(lambda: not worker.is_busy)
    assert dialog.import_button.isEnabled()


def test_an_import_that_cannot_be_backed_up_stores_nothing(qtbot, dialog, read, desk, worker):
    read(BOOK)
    desk.folder.backups.rmdir()
    desk.folder.backups.write_text("in the way")
    dialog.import_button.click()
    qtbot.waitUntil(lambda: not worker.is_busy)
    assert "could not be made" in dialog.summary_label.text()
    assert desk.clients.count_active() == 0
    assert dialog.isVisible()


def test_a_client_shows_its_people():
    model = FoundClientsModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_found(
        [
            FoundClient("birch", "Birch", ("Ada", "Sam", "Kim", "Lee")),
            FoundClient("iris", "Iris", ("Iris",)),
        ]
    )
    assert [model.index(n).data() for n in range(2)] == ["Birch  ·  Ada, Sam, Kim …", "Iris"]
    model.toggle(model.index(0))
    assert model.ticked == frozenset({"iris"})


def test_what_undo_promises_is_what_the_services_keep():
    assert {UNDOABLE} == {address_books.UNDOABLE_ROWS, json_import.UNDOABLE_ROWS}


def test_every_list_of_a_document_has_its_words():
    for name in LISTS:
        one, many = added_words({name: 1}), added_words({name: 12})
        assert one != many, name
        assert "12" in many, name
