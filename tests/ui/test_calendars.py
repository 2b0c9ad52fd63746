"""Foreign calendars on screen: looked at first, kept as one step, subscribed in Settings, refreshed on the side."""

from __future__ import annotations

import threading
import time
from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QMimeData, QObject, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QAction, QDropEvent
from PySide6.QtWidgets import QWidget

from clientdesk.models.enums import CalendarSource
from clientdesk.models.errors import CalendarUnread, SecretsUnavailable
from clientdesk.services.calendars.ports import Cancelled, Fetched
from clientdesk.services.calendars.service import CalendarService
from clientdesk.ui.calendar_drops import CalendarDrops
from clientdesk.ui.calendar_import_dialog import CalendarImportDialog
from clientdesk.ui.calendar_refresher import CalendarRefresher
from clientdesk.ui.change_relay import ChangeRelay
from clientdesk.ui.panels.settings import SettingsPanel
from clientdesk.ui.panels.week import WeekPanel
from clientdesk.ui.theme import Theme
from tests.helpers.pages import Heard, background
from tests.unit.services.calendars.conftest import calendar, event

MEETING = event(
    "DTSTART;TZID=Europe/Paris:20261013T100000", "DURATION:PT1H", "SUMMARY:Steering group", "LOCATION:Room 4"
)
ADDRESS = "https://calendar.example/private-1234567890/basic.ics"


class Server:
    """Answers as it is told; counts how often it was asked."""

    def __init__(self):
        self.body = calendar(MEETING, head="X-WR-CALNAME:Team")
        self.why = ""
        self.asked = 0
        self.hold = None

    def read(self, where, known, cancel):
        del where, known
        self.asked += 1
        if self.hold is not None:
            cancel.tell(self.hold.set)
            self.hold.wait(10)
        cancel.check()
        if self.why:
            raise CalendarUnread(self.why)
        return Fetched(self.body)


class Keeper:
    def __init__(self):
        self.kept = {}
        self.refusal = ""

    def get(self, name):
        return self.kept.get(name)

    def set(self, name, secret):
        if self.refusal:
            raise SecretsUnavailable(self.refusal)
        self.kept[name] = secret

    def forget(self, name):
        return self.kept.pop(name, None) is not None


@pytest.fixture
def worker(qtbot):
    with background(qtbot) as made:
        yield made


@pytest.fixture
def server():
    return Server()


@pytest.fixture
def keeper():
    return Keeper()


@pytest.fixture
def desk(workspace, clock, server, keeper):
    workspace.practice.set_up("Mara Lind", zone="Europe/Paris", currency="EUR")
    workspace.calendars = CalendarService(
        workspace.store,
        clock,
        workspace.practice,
        keeper=keeper,
        readers={CalendarSource.ADDRESS: server},
    )
    return workspace


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
def team(tmp_path):
    path = tmp_path / "team.ics"
    path.write_bytes(calendar(MEETING, event("SUMMARY:When?", uid="2"), head="X-WR-CALNAME:Team"))
    return path


@pytest.fixture
def dialog(qtbot, desk, worker, window, heard, team):
    made = CalendarImportDialog(desk, heard.messages, worker, window, path=team)
    made.open()
    qtbot.waitUntil(lambda: not worker.is_busy)
    return made


def click(qtbot, button):
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_preview_names_the_calendar_counts_and_lists_what_was_left_out(dialog, desk):
    assert dialog.name_field.text() == "Team"
    assert dialog.facts.value("events") == "1 event"
    assert dialog.facts.value("span") == "tomorrow" or "13" in dialog.facts.value("span")
    assert "Line 12: this event has no start" in dialog.problems_view.toPlainText()
    assert desk.calendars.list_calendars() == []


def test_importing_is_one_step_that_the_toast_takes_back(qtbot, dialog, desk, worker, heard):
    dialog.name_field.setText("Choir")
    with qtbot.waitSignal(dialog.imported):
        click(qtbot, dialog.import_button)
    assert [view.name for view in desk.calendars.list_calendars()] == ["Choir"]
    assert desk.store.undo_label == "Import calendar"
    assert "Choir: 1 event imported." in str(heard.said)
    desk.store.undo()
    assert desk.calendars.list_calendars() == []


def test_a_file_that_is_no_calendar_says_so_and_cannot_be_imported(qtbot, dialog, worker, tmp_path):
    other = tmp_path / "page.ics"
    other.write_text("<html>")
    dialog.read(other)
    qtbot.waitUntil(lambda: not worker.is_busy)
    assert dialog.summary_label.text() == "This isn't a calendar (iCalendar, .ics)."
    assert not dialog.import_button.isEnabled()


def test_an_empty_calendar_says_so(qtbot, dialog, worker, tmp_path):
    empty = tmp_path / "empty.ics"
    empty.write_bytes(calendar())
    dialog.read(empty)
    qtbot.waitUntil(lambda: not worker.is_busy)
    assert dialog.summary_label.text() == "There are no events in this calendar."
    assert not dialog.import_button.isEnabled()


def test_cancel_while_it_is_kept_keeps_nothing(qtbot, dialog, desk, worker, monkeypatch):
    begun = threading.Event()

    def slow(_preview, _name, cancel, _progress):
        begun.set()
        while not cancel.is_set:
            threading.Event().wait(0.01)
        raise Cancelled

    monkeypatch.setattr(desk.calendars, "import_preview", slow)
    click(qtbot, dialog.import_button)
    qtbot.waitUntil(begun.is_set)
    assert not dialog.import_button.isEnabled()
    with qtbot.waitSignal(dialog.finished):
        click(qtbot, dialog.cancel_button)
    assert desk.calendars.list_calendars() == []


def test_a_calendar_dropped_on_the_window_is_looked_at(qtbot, window, team):
    drops = CalendarDrops(window)
    for path, is_taken in ((team, True), (team.with_suffix(".csv"), False)):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        dropped = []
        drops.dropped.connect(dropped.append)
        event_ = QDropEvent(
            QPoint(5, 5),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        drops.eventFilter(window, event_)
        assert (dropped == [path]) is is_taken


class Window(QObject):
    restore_asked = Signal(object)
    demo_asked = Signal()
    own_asked = Signal()
    test_notice_asked = Signal()

    def __init__(self, worker):
        super().__init__()
        self.background = self.calendar_background = worker
        self.shortcut = None
        self.imports = 0

    def open_import(self):
        pass

    def import_calendar(self):
        self.imports += 1


@pytest.fixture
def settings(qtbot, desk, worker):
    heard = Heard()
    panel = SettingsPanel(desk, heard.messages, Theme())
    qtbot.addWidget(panel)
    window = Window(worker)
    panel.use_window(window)
    relay = ChangeRelay(panel)
    relay.changed.connect(panel.on_changed)
    desk.store.subscribe(relay.publish)
    panel.resize(816, 700)
    panel.show()
    panel.open_section("calendars")
    return SimpleNamespace(section=panel.calendars, heard=heard, window=window)


def subscribe(qtbot, settings, worker, address=ADDRESS):
    section = settings.section
    section.address_field.setText(address)
    click(qtbot, section.subscribe_button)
    qtbot.waitUntil(lambda: not worker.is_busy)


def test_nothing_is_asked_until_it_is_wanted(settings, server):
    assert settings.section.lines == []
    assert settings.section.none_label.isVisible()
    assert server.asked == 0


def test_subscribing_reads_at_once_and_shows_how_it_stands(qtbot, settings, worker, desk):
    subscribe(qtbot, settings, worker)
    (line,) = settings.section.lines
    assert line.name_field.text() == "Team"
    assert line.place_label.full_text() == "calendar.example"
    assert line.status_label.text() == "Read just now · 1 event"
    assert settings.section.address_field.text() == ""
    assert len(desk.week.week("2026-W42").blocks) == 1


def test_the_private_address_is_not_shown_again(qtbot, settings, worker):
    subscribe(qtbot, settings, worker)
    spoken = [
        text
        for widget in settings.section.findChildren(QWidget)
        for text in (
            widget.accessibleName(),
            widget.toolTip(),
            getattr(widget, "text", lambda: "")() if not isinstance(widget, type(None)) else "",
        )
    ]
    assert "1234567890" not in str(spoken)
    assert "1234567890" not in str(settings.heard.said)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://calendar.example/x", "Only addresses that begin with https:// are read"),
        ("my calendar", "This isn't a complete address."),
    ],
)
def test_an_address_that_is_none_is_said_beside_the_field(qtbot, settings, worker, server, address, words):
    subscribe(qtbot, settings, worker, address)
    assert settings.section.address_card.problem_text("address_field").startswith(words)
    assert settings.section.address_field.text() == address
    assert server.asked == 0


def test_a_server_that_fails_is_said_beside_the_field_and_nothing_is_kept(
    qtbot, settings, worker, server, desk, keeper
):
    server.why = "status:404"
    subscribe(qtbot, settings, worker)
    assert "no calendar at its address" in settings.section.address_card.problem_text("address_field")
    assert (desk.calendars.list_calendars(), keeper.kept) == ([], {})


def test_a_keyring_that_refuses_is_said_and_it_works_for_now(qtbot, settings, worker, keeper):
    keeper.refusal = "locked"
    subscribe(qtbot, settings, worker)
    assert "The keyring is locked." in str(settings.heard.said)
    assert len(settings.section.lines) == 1


def test_refresh_now_says_what_is_wrong_and_keeps_the_events(qtbot, settings, worker, server, desk):
    subscribe(qtbot, settings, worker)
    server.why = "timeout"
    (line,) = settings.section.lines
    click(qtbot, line.refresh_button)
    assert line.status_label.text() == "Reading…"
    qtbot.waitUntil(lambda: not worker.is_busy)
    assert line.status_label.text().startswith("Couldn't be read since Mon 12 Oct: the server took too long.")
    assert len(desk.week.week("2026-W42").blocks) == 1


def test_a_server_that_keeps_one_waiting_holds_up_nothing_else(qtbot, settings, worker, desk, server):
    server.hold = threading.Event()
    with background(qtbot) as asking:
        settings.window.calendar_background = asking
        settings.section.use_background(settings.window.calendar_background)
        settings.section.address_field.setText(ADDRESS)
        click(qtbot, settings.section.subscribe_button)
        qtbot.waitUntil(lambda: server.asked == 1)
        done = []
        worker.run(lambda: "a PDF", done.append)
        qtbot.waitUntil(lambda: done == ["a PDF"])
        assert asking.is_busy
        desk.calendars.stop()
        qtbot.waitUntil(lambda: not asking.is_busy)
    assert settings.section.subscribe_button.isEnabled()
    assert not settings.section.lines


def test_a_worker_can_be_waited_for_before_the_store_is_put_back(qtbot):
    with background(qtbot) as worker:
        begun, done = threading.Event(), []
        worker.run(lambda: (begun.set(), time.sleep(0.05), done.append("written")))
        begun.wait(10)
        worker.wait()
        assert done == ["written"]


def test_off_takes_its_events_out_of_the_week_and_stops_asking(qtbot, settings, worker, desk, server):
    subscribe(qtbot, settings, worker)
    (line,) = settings.section.lines
    line.on_tick.click()
    assert desk.week.week("2026-W42").blocks == ()
    assert not line.refresh_button.isEnabled()
    assert line.status_label.text().startswith("Off")
    assert desk.calendars.refresh_due() == 0
    line.on_tick.click()
    assert len(desk.week.week("2026-W42").blocks) == 1


def test_its_events_can_leave_time_free(qtbot, settings, worker, desk):
    subscribe(qtbot, settings, worker)
    (line,) = settings.section.lines
    line.busy_tick.click()
    assert not desk.week.week("2026-W42").blocks[0].is_busy


def test_a_calendar_is_renamed_in_its_place(qtbot, settings, worker, desk):
    subscribe(qtbot, settings, worker)
    (line,) = settings.section.lines
    line.name_field.setFocus()
    line.name_field.selectAll()
    qtbot.keyClicks(line.name_field, "Cedar")
    qtbot.keyClick(line.name_field, Qt.Key.Key_Return)
    assert desk.calendars.list_calendars()[0].name == "Cedar"
    line.name_field.clear()
    qtbot.keyClick(line.name_field, Qt.Key.Key_Return)
    assert line.name_field.text() == "Cedar"


def test_removing_can_be_undone(qtbot, settings, worker, desk, keeper):
    subscribe(qtbot, settings, worker)
    click(qtbot, settings.section.lines[0].remove_button)
    qtbot.waitUntil(lambda: not worker.is_busy)
    assert (settings.section.lines, desk.week.week("2026-W42").blocks, keeper.kept) == ([], (), {})
    desk.store.undo()
    settings.section.refresh()
    assert len(settings.section.lines) == 1


def test_an_address_that_is_lost_can_be_given_again(qtbot, settings, worker, desk, keeper):
    subscribe(qtbot, settings, worker)
    keeper.kept.clear()
    (line,) = settings.section.lines
    click(qtbot, line.refresh_button)
    qtbot.waitUntil(lambda: not worker.is_busy)
    assert line.address_box.isVisible()
    line.address_field.setText(ADDRESS)
    click(qtbot, line.address_button)
    qtbot.waitUntil(lambda: not worker.is_busy)
    assert not line.address_box.isVisible()
    assert list(keeper.kept.values()) == [ADDRESS]


def test_a_file_is_watched_from_settings(qtbot, settings, worker, team):
    section = settings.section
    section.ask_file = lambda *_: team
    click(qtbot, section.watch_button)
    qtbot.waitUntil(lambda: not worker.is_busy)
    assert section.lines[0].place_label.full_text() == "team.ics"
    assert "One line was mended or left out." in str(settings.heard.said)
    click(qtbot, section.import_button)
    assert settings.window.imports == 1


@pytest.fixture
def refresher(desk):
    made = CalendarRefresher(desk)
    yield made
    made.stop()


def test_the_refresher_rests_without_calendars(qtbot, refresher, server):
    refresher.start(0)
    qtbot.waitUntil(lambda: not refresher.is_waiting)
    qtbot.wait(100)
    assert not refresher.is_waiting
    assert server.asked == 0


def test_the_refresher_reads_what_is_due(qtbot, refresher, desk, server, clock):
    desk.calendars.subscribe(ADDRESS)
    clock.advance(minutes=31)
    with qtbot.waitSignal(refresher.refreshed):
        refresher.start(0)
    assert server.asked == 2
    qtbot.waitUntil(lambda: refresher.is_waiting)


def test_the_refresher_stops_while_a_server_keeps_it_waiting(qtbot, refresher, desk, server, clock):
    desk.calendars.subscribe(ADDRESS)
    clock.advance(minutes=31)
    server.hold = threading.Event()
    refresher.start(0)
    qtbot.waitUntil(lambda: server.asked == 2)
    refresher.stop()
    assert server.hold.is_set()
    assert not refresher.is_waiting


def test_an_event_opens_read_only_beside_the_week(qtbot, desk):
    desk.calendars.subscribe(ADDRESS)
    heard = Heard()
    panel = WeekPanel(desk, heard.messages, Theme())
    qtbot.addWidget(panel)
    panel.resize(1300, 800)
    panel.show()
    panel.refresh()
    block = desk.week.week("2026-W42").blocks[0]
    assert block.day == date(2026, 10, 13)
    panel.grid.opened.emit(block.block_id) if hasattr(panel.grid, "opened") else panel._on_opened(
        block.block_id
    )
    card = panel.drawer.content().findChild(QWidget, "event_card") or panel.drawer.content()
    assert card.facts.value("where") == "Room 4"
    assert card.facts.value("calendar") == "Team"
    assert "10:00–11:00" in card.facts.value("when")


def test_the_week_shown_is_exported_from_the_menu(qtbot, desk, tmp_path):
    desk.week.add_block({"title": "Slides"}, datetime(2026, 10, 20, 9, tzinfo=ZoneInfo("Europe/Paris")), 60)
    heard = Heard()
    panel = WeekPanel(desk, heard.messages, Theme())
    qtbot.addWidget(panel)
    panel.show()
    panel.turn(1)
    asked = []

    def ask(_parent, _title, name):
        asked.append(name)
        return tmp_path / "mine"

    panel.week_export.ask_file = ask
    panel.week_export.action.trigger()
    assert asked[0].endswith("week-2026-W43.ics")
    assert heard.said == [("toast", "1 entry written to mine.ics.")]
    assert b"SUMMARY:Slides" in (tmp_path / "mine.ics").read_bytes()
    panel.week_export.ask_file = lambda *_: tmp_path / "nowhere" / "week.ics"
    panel.week_export.action.trigger()
    assert heard.said[-1][0] == "error"


def test_the_windows_menu_opens_the_import(qtbot, desk, worker):
    from clientdesk.ui.main_window import MainWindow

    heard = Heard()
    window = MainWindow(heard.messages, Theme(), desk.preferences, worker)
    qtbot.addWidget(window)
    window.show()
    window.attach(desk)
    window.findChild(QAction, "action_import_calendar").trigger()
    dialog = window.findChild(CalendarImportDialog)
    assert dialog is not None
    assert dialog.isVisible()
    assert not dialog.import_button.isEnabled()
    dialog.reject()
    window.may_close = True
