"""Settings: everything applies at once, a refusal stands beside its field, data can be taken back."""

from __future__ import annotations

import io
import json
from datetime import time
from types import SimpleNamespace

import pytest
from PIL import Image
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QSystemTrayIcon

from clientdesk.services.autostart import Autostart
from clientdesk.ui.global_shortcut import GlobalShortcut, Way
from clientdesk.ui.panels.settings import SettingsPanel
from clientdesk.ui.theme import Theme
from tests.helpers.pages import Heard, background


class Window(QObject):
    """The signals a window has for the settings."""

    restore_asked = Signal(object)
    demo_asked = Signal()
    own_asked = Signal()
    test_notice_asked = Signal()

    def __init__(self, worker):
        super().__init__()
        self.background = self.calendar_background = worker
        self.imports = 0
        self.shortcut = None

    def open_import(self):
        self.imports += 1

    def import_calendar(self):
        self.imports += 1


@pytest.fixture
def worker(qtbot):
    with background(qtbot) as made:
        yield made


@pytest.fixture
def desk(workspace):
    workspace.practice.set_up("Mara Lind", zone="Europe/Paris", currency="EUR", holiday_region="FR")
    return workspace


@pytest.fixture
def build(qtbot, worker):
    def made(workspace):
        heard = Heard()
        panel = SettingsPanel(workspace, heard.messages, Theme())
        qtbot.addWidget(panel)
        window = Window(worker)
        panel.use_window(window)
        workspace.store.subscribe(panel.on_changed)
        panel.resize(816, 590)
        panel.show()
        return SimpleNamespace(panel=panel, heard=heard, window=window)

    return made


@pytest.fixture
def settings(build, desk):
    return build(desk)


def picture(kind="PNG", size=(40, 20)):
    out = io.BytesIO()
    Image.new("RGB", size, "#00687A").save(out, kind)
    return out.getvalue()


def enter(field, text):
    field.setFocus()
    field.setText(text)
    field.editingFinished.emit()


def test_appearance_is_kept_at_once(settings, desk):
    section = settings.panel.appearance
    section.theme_choice.buttons["dark"].click()
    section.density_choice.buttons["comfortable"].click()
    section.text_size_field.set_value(130)
    section.single_keys_tick.setChecked(False)
    kept = [desk.preferences.get(name) for name in ("theme", "density", "text_size", "single_keys")]
    assert kept == ["dark", "comfortable", 130, False]


def test_appearance_shows_what_is_kept(build, desk):
    desk.preferences.set("theme", "light")
    desk.preferences.set("text_size", 150)
    section = build(desk).panel.appearance
    assert section.theme_choice.current() == "light"
    assert section.text_size_field.value() == 150


def test_reminders_can_be_switched_off_and_names_left_out(settings, desk):
    section = settings.panel.reminders
    settings.panel.open_section("reminders")
    section.names_tick.setChecked(False)
    section.reminders_tick.setChecked(False)
    assert (desk.preferences.get("reminders"), desk.preferences.get("reminder_names")) == (False, False)
    assert not section.names_tick.isEnabled()


def test_what_reminders_say_and_when_is_kept(settings, desk):
    section = settings.panel.reminders
    settings.panel.open_section("reminders")
    section.sound_tick.setChecked(True)
    section.digest_field.set_value(time(14, 45))
    section.digest_field.editingFinished.emit()
    section.meeting_field.set_value(0)
    section.held_tick.setChecked(False)
    names = ("reminder_sound", "second_digest", "meeting_minutes", "ask_held")
    assert [desk.preferences.get(name) for name in names] == [True, 14 * 60 + 45, 0, False]


def press(field, key, held=Qt.KeyboardModifier.NoModifier):
    field.setFocus()
    QTest.keyClick(field, key, held)


def test_keys_for_anywhere_are_recorded_in_their_field(settings, desk):
    section = settings.panel.reminders
    settings.panel.open_section("reminders")
    held = Qt.KeyboardModifier
    press(section.key_field, Qt.Key.Key_L, held.ControlModifier)
    assert "two of Ctrl, Alt and Shift" in section.capture_card.problem_text("key_field")
    assert desk.preferences.get("capture_keys") == ""
    press(section.key_field, Qt.Key.Key_U, held.ControlModifier | held.AltModifier)
    assert desk.preferences.get("capture_keys") == "Ctrl+Alt+U"
    assert section.capture_card.problem_text("key_field") == ""
    section.suggest_button.click()
    assert desk.preferences.get("capture_keys") == "Ctrl+Alt+L"
    assert not section.suggest_button.isVisible()
    press(section.key_field, Qt.Key.Key_Delete)
    assert desk.preferences.get("capture_keys") == ""
    assert section.suggest_button.isVisible()


def test_keys_that_work_nowhere_here_say_what_helps(build, desk):
    made = build(desk)
    shortcut = GlobalShortcut(desk.preferences, made.panel, way=Way.NONE)
    made.panel.reminders.use_shortcut(shortcut)
    made.panel.open_section("reminders")
    desk.preferences.set("capture_keys", "Ctrl+Alt+L")
    shortcut.start()
    assert "clientdesk capture" in made.panel.reminders.capture_card.problem_text("key_field")


def test_tab_leaves_the_field_of_keys(settings, desk):
    settings.panel.open_section("reminders")
    field = settings.panel.reminders.key_field
    press(field, Qt.Key.Key_Tab)
    assert not field.hasFocus()
    assert desk.preferences.get("capture_keys") == ""


def test_starting_at_login_is_offered_where_there_is_a_tray(settings, desk, monkeypatch):
    section = settings.panel.tray
    settings.panel.open_section("tray")
    assert not section.login_tick.isVisible()
    assert "no tray" in section.login_reason.text()
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    section.refresh()
    section.login_tick.setChecked(True)
    assert Autostart(folder=desk.folder.root).is_on()
    assert not Autostart().is_on(), "another workspace"
    monkeypatch.undo()
    section.refresh()
    assert section.login_tick.isVisible(), "what is on can be switched off"
    section.login_tick.setChecked(False)
    assert not Autostart(folder=desk.folder.root).is_on()
    assert not section.login_tick.isVisible()


def test_further_mail_addresses_are_kept(settings, desk):
    settings.panel.open_section("documents")
    field = settings.panel.documents.fields["mail_addresses"]
    field.setPlainText("mara@old.example\nm.lind@other.example")
    field.left.emit()
    assert desk.practice.get().mail_addresses == "mara@old.example\nm.lind@other.example"


def test_the_test_button_asks_the_window(qtbot, settings):
    with qtbot.waitSignal(settings.window.test_notice_asked):
        settings.panel.reminders.test_button.click()


def test_the_tray_and_closing_are_kept(settings, desk):
    settings.panel.open_section("tray")
    settings.panel.tray.tray_tick.setChecked(False)
    settings.panel.tray.close_field.set_value("quit")
    assert (desk.preferences.get("tray_icon"), desk.preferences.get("close_to_tray")) == (False, "quit")


def test_showing_a_section_changes_nothing(settings, desk):
    before = desk.practice.get()
    for key in ("reminders", "tray", "documents", "data", "appearance"):
        settings.panel.open_section(key)
    assert desk.practice.get() == before
    assert desk.store.undo_label is None
    assert settings.heard.said == []


def test_a_preferences_file_that_cannot_be_written_is_said(settings, desk, private_home):
    desk.preferences._path = desk.folder.root / "clientdesk.sqlite3" / "preferences.json"
    settings.panel.appearance.theme_choice.buttons["dark"].click()
    assert "could not be written" in settings.heard.text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("legal_name", "Lind Consulting GmbH"),
        ("person", "Mara Lind"),
        ("person_title", "Owner"),
        ("email", "mara@lind.example"),
        ("phone", "+33 1 23 45 67 89"),
        ("registration_no", "HRB 1234"),
        ("tax_no", "FR123"),
        ("website", "lind.example"),
    ],
)
def test_a_line_is_kept_when_it_is_left_and_can_be_undone(settings, desk, name, text):
    settings.panel.open_section("documents")
    enter(settings.panel.documents.fields[name], text)
    assert getattr(desk.practice.get(), name) == text
    assert desk.store.undo() == "Change practice"
    assert getattr(desk.practice.get(), name) == ""


def test_several_lines_are_kept_when_they_are_left(qtbot, settings, desk):
    settings.panel.open_section("documents")
    field = settings.panel.documents.fields["address"]
    field.setPlainText("1 rue de la Paix\n75002 Paris")
    field.left.emit()
    assert desk.practice.get().address == "1 rue de la Paix\n75002 Paris"


def test_choices_are_kept_at_once(settings, desk):
    settings.panel.open_section("documents")
    fields = settings.panel.documents.fields
    for name, value in (("currency", "CHF"), ("zone", "Europe/Zurich"), ("locale", "de_CH")):
        fields[name].setCurrentIndex(fields[name].findData(value))
        assert getattr(desk.practice.get(), name) == value
    fields["paper_size"].setCurrentIndex(1)
    fields["paper_size"].activated.emit(1)
    assert desk.practice.get().paper_size == "Letter"


def test_a_printed_title_of_ones_own_is_kept(settings, desk):
    settings.panel.open_section("documents")
    field = settings.panel.documents.fields["paper_title"]
    field.lineEdit().setText("Leistungsbeschreibung")
    field.lineEdit().editingFinished.emit()
    assert desk.practice.get().paper_title == "Leistungsbeschreibung"


def test_a_zone_can_be_found_by_a_part_of_its_name(settings, desk):
    settings.panel.open_section("documents")
    field = settings.panel.documents.fields["zone"]
    field.lineEdit().setText("zurich")
    field.lineEdit().editingFinished.emit()
    assert desk.practice.get().zone == "Europe/Zurich"


def test_words_that_are_no_zone_go_back_to_the_one_before(settings, desk):
    settings.panel.open_section("documents")
    field = settings.panel.documents.fields["zone"]
    field.lineEdit().setText("nowhere at all")
    field.lineEdit().editingFinished.emit()
    assert desk.practice.get().zone == "Europe/Paris"
    assert field.lineEdit().text() == "Europe/Paris"


def test_tax_and_payment_are_kept_as_numbers(settings, desk):
    settings.panel.open_section("documents")
    fields = settings.panel.documents.fields
    fields["tax_basis_points"].setValue(20.5)
    fields["tax_basis_points"].editingFinished.emit()
    fields["payment_days"].setValue(14)
    fields["payment_days"].editingFinished.emit()
    practice = desk.practice.get()
    assert (practice.tax_basis_points, practice.payment_days) == (2050, 14)


def test_a_blank_name_is_refused_beside_the_field_and_stays(settings, desk):
    settings.panel.open_section("documents")
    field = settings.panel.documents.fields["name"]
    enter(field, "   ")
    card = settings.panel.documents._card_of("name")
    assert card.problem_text("name") == "This needs some text."
    assert field.text() == "   "
    assert desk.practice.get().name == "Mara Lind"
    enter(field, "Mara")
    assert card.problem_text("name") == ""
    assert desk.practice.get().name == "Mara"


def test_a_name_over_the_limit_is_refused_and_stays(settings, desk):
    settings.panel.open_section("documents")
    field = settings.panel.documents.fields["name"]
    enter(field, "x" * 201)
    assert "200 characters" in settings.panel.documents._card_of("name").problem_text("name")
    assert len(field.text()) == 201


def test_undo_shows_the_earlier_entry(settings, desk):
    settings.panel.open_section("documents")
    enter(settings.panel.documents.fields["name"], "Other")
    settings.panel.documents.fields["email"].setFocus()
    desk.store.undo()
    assert settings.panel.documents.fields["name"].text() == "Mara Lind"


def test_a_logo_is_taken_shown_and_removed(settings, desk, tmp_path):
    settings.panel.open_section("documents")
    card = settings.panel.documents.logo_card
    path = tmp_path / "logo.jpg"
    path.write_bytes(picture("JPEG"))
    card.ask_file = lambda *_: path
    card.choose_button.click()
    assert card.preview.has_picture()
    assert desk.practice.logo().startswith(b"\x89PNG")
    card.remove_button.click()
    assert not card.preview.has_picture()
    assert desk.practice.logo() is None


def test_a_file_that_is_no_picture_keeps_the_logo_there_was(settings, desk, tmp_path):
    settings.panel.open_section("documents")
    card = settings.panel.documents.logo_card
    good, bad = tmp_path / "logo.png", tmp_path / "notes.png"
    good.write_bytes(picture())
    bad.write_text("not a picture")
    card.take(good)
    before = desk.practice.logo()
    card.take(bad)
    assert "isn't a PNG or JPEG" in card.problem_label.text()
    assert desk.practice.logo() == before


def test_a_logo_that_is_gone_is_said(settings, tmp_path):
    settings.panel.documents.logo_card.take(tmp_path / "gone.png")
    assert "gone.png can't be read" in settings.heard.text


def test_a_backup_is_made_and_listed(qtbot, settings, desk):
    settings.panel.open_section("data")
    data = settings.panel.data
    assert data.no_backup_label.isVisible()
    data.backup_button.click()
    qtbot.waitUntil(lambda: len(data.backup_model.rows) == 1)
    assert data.backup_model.rows[0].reason == "asked"
    assert data.backup_model.index(0, 0).data() == "Mon 12 Oct 2026, 10:00"
    assert "Backed up and checked." in settings.heard.text
    assert data.backup_button.isEnabled()


def test_restoring_asks_once_and_names_the_backup(qtbot, settings, desk):
    made = desk.back_up("asked")
    settings.panel.open_section("data")
    data = settings.panel.data
    assert not data.restore_button.isEnabled()
    data.backup_table.select_id(str(made.path))
    asked = []
    settings.heard.messages.confirmer = lambda question: asked.append(question) or len(asked) > 1
    wanted = []
    settings.window.restore_asked.connect(wanted.append)
    data.restore_button.click()
    assert wanted == []
    data.restore_button.click()
    assert wanted == [made.path]
    assert "Mon 12 Oct 2026" in asked[0].title


def test_everything_is_exported_to_the_file_chosen(qtbot, settings, desk, tmp_path):
    out = tmp_path / "all.json"
    settings.panel.data.ask_file = lambda *_: out
    settings.panel.export_everything()
    qtbot.waitUntil(lambda: "records written to all.json" in settings.heard.text)
    assert json.loads(out.read_text())["practices"][0]["name"] == "Mara Lind"
    assert settings.panel.tabs.currentWidget() is settings.panel.data


def test_an_export_that_fails_is_said(qtbot, settings, tmp_path):
    settings.panel.data.ask_file = lambda *_: tmp_path
    settings.panel.export_everything()
    qtbot.waitUntil(lambda: "could not be written" in settings.heard.text)
    assert settings.panel.data.export_button.isEnabled()


def test_import_and_the_demo_are_asked_of_the_window(qtbot, settings):
    settings.panel.open_section("data")
    data = settings.panel.data
    data.import_button.click()
    assert settings.window.imports == 1
    assert not data.own_button.isVisible()
    with qtbot.waitSignal(settings.window.demo_asked):
        data.demo_button.click()


def test_the_demo_can_be_left(qtbot, build, demo):
    settings = build(demo)
    settings.panel.open_section("data")
    data = settings.panel.data
    assert data.own_button.isVisible()
    assert not data.demo_button.isVisible()
    with qtbot.waitSignal(settings.window.own_asked):
        data.own_button.click()


def test_everything_that_can_be_used_has_a_name(settings):
    kinds = (QLineEdit, QPlainTextEdit, QComboBox, QAbstractButton)
    for key in ("appearance", "reminders", "tray", "documents", "data"):
        settings.panel.open_section(key)
        for kind in kinds:
            for widget in settings.panel.tabs.currentWidget().findChildren(kind):
                if widget.isVisible() and not widget.objectName().startswith("qt_"):
                    assert widget.accessibleName(), (key, widget.objectName(), type(widget))
