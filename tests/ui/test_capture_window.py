"""The small window for logging an update: alone and on the main one, by keys only, with nothing lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from clientdesk.models.enums import Layer, RhythmKind, TouchKind
from clientdesk.models.errors import StoreBusy
from clientdesk.services.touchpoints import TouchpointService
from clientdesk.services.wording import words_for
from clientdesk.services.workspace import Workspace
from clientdesk.ui import capture_window
from clientdesk.ui.capture_window import CaptureWindow
from clientdesk.ui.messages import Messages
from tests.helpers.factories import make_client, make_practice
from tests.helpers.fakes import FixedClock


@pytest.fixture
def clients(workspace: Workspace, clock: FixedClock) -> dict[str, str]:
    """Birch is owed an update, Cedar a review, Elm nothing."""
    make_practice(workspace)
    made = {name: make_client(workspace, name) for name in ("Birch & Co", "Cedar", "Elm Studio", "Elmwood")}
    today = clock.today()
    workspace.rhythms.add(
        Layer.CLIENT, made["Birch & Co"], kind=RhythmKind.UPDATE, weekday=today.weekday(), starts_on=today
    )
    workspace.rhythms.add(
        Layer.CLIENT, made["Cedar"], kind=RhythmKind.REVIEW, weekday=today.weekday(), starts_on=today
    )
    return made


@pytest.fixture
def messages(qtbot: QtBot) -> Messages:
    return Messages(words_for)  # type: ignore[arg-type]


@pytest.fixture
def capture(qtbot: QtBot, workspace: Workspace, clients: dict[str, str], messages: Messages) -> CaptureWindow:
    made = CaptureWindow(workspace, messages)
    qtbot.addWidget(made)
    return made


def newest(workspace: Workspace, client_id: str) -> tuple[TouchKind, str, bool] | None:
    stream = workspace.touchpoints.stream(client_id)
    return (stream[0].kind, stream[0].text, stream[0].is_review) if stream else None


def write(capture: CaptureWindow, text: str) -> None:
    QTest.keyClicks(capture.form.text_edit, text)


def ctrl_enter(capture: CaptureWindow) -> None:
    QTest.keyClick(capture.form.text_edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_for_one_client_two_keys_and_words(
    capture: CaptureWindow, workspace: Workspace, clients: dict[str, str]
) -> None:
    capture.open_for(clients["Birch & Co"])
    assert capture.focusWidget() is capture.form.text_edit
    assert capture.form.owed_label.text().startswith("The update you promised is due today")
    write(capture, "the budget draft")
    ctrl_enter(capture)
    assert newest(workspace, clients["Birch & Co"]) == (TouchKind.UPDATE, "the budget draft", False)
    assert capture.said_label.text() == "Told Birch & Co."
    assert capture.focusWidget() is capture.done_button, "Enter once more takes nothing back"


def test_three_letters_and_tab_choose_the_client_and_what_is_owed(
    capture: CaptureWindow, workspace: Workspace, clients: dict[str, str]
) -> None:
    capture.open_for()
    assert capture.focusWidget() is capture.form.client_combo.lineEdit() or (
        capture.focusWidget() is capture.form.client_combo
    )
    QTest.keyClicks(capture.form.client_combo, "ced")
    capture.form.client_combo.lineEdit().editingFinished.emit()
    assert capture.form.client_combo.currentText() == "Cedar"
    assert capture.form.kinds.owed_chip.isVisible()
    assert capture.form.kinds.owed_chip.accessibleName() == "Review held"
    ctrl_enter(capture)
    assert newest(workspace, clients["Cedar"]) == (TouchKind.MEETING, "", True)


def test_a_long_name_shows_how_it_begins(capture: CaptureWindow, workspace: Workspace) -> None:
    name = "International Federation of Independent Harbour and Inland Waterway Operators"
    make_client(workspace, name)
    capture.open_for()
    QTest.keyClicks(capture.form.client_combo, "inter")
    entry = capture.form.client_combo.lineEdit()
    assert entry is not None
    entry.editingFinished.emit()
    assert entry.text() == name
    assert entry.cursorPosition() == 0


@pytest.mark.parametrize(
    ("line", "kind", "text"),
    [
        ("< they like it", TouchKind.MESSAGE_RECEIVED, "they like it"),
        ("= kick-off", TouchKind.MEETING, "kick-off"),
        ("> on its way", TouchKind.UPDATE, "on its way"),
        ("2 < 3", TouchKind.UPDATE, "2 < 3"),
    ],
)
def test_a_sign_in_front_says_the_kind(
    capture: CaptureWindow,
    workspace: Workspace,
    clients: dict[str, str],
    line: str,
    kind: TouchKind,
    text: str,
) -> None:
    capture.open_for(clients["Elm Studio"])
    write(capture, line)
    ctrl_enter(capture)
    assert newest(workspace, clients["Elm Studio"]) == (kind, text, False)


def test_a_chip_overrules_the_sign_and_arrows_walk_the_chips(
    capture: CaptureWindow, workspace: Workspace, clients: dict[str, str], qtbot: QtBot
) -> None:
    with qtbot.waitActive(capture):
        capture.open_for(clients["Elm Studio"])
    write(capture, "< they like it")
    heard = capture.form.kinds.chips["message_received"]
    heard.setFocus()
    QTest.keyClick(heard, Qt.Key.Key_Left)
    QApplication.processEvents()
    assert capture.form.kinds.kind() is TouchKind.MEETING
    assert capture.form.text_edit.toPlainText() == "they like it"
    capture.log_button.click()
    assert newest(workspace, clients["Elm Studio"]) == (TouchKind.MEETING, "they like it", False)


def test_what_is_missing_is_said_in_place(
    capture: CaptureWindow, workspace: Workspace, clients: dict[str, str]
) -> None:
    capture.open_for()
    capture.log_button.click()
    assert "Which client?" in capture.form.client_problem.text()
    capture.form.client_combo.setEditText("elm")
    assert capture.form.client_problem.isHidden()
    capture.log_button.click()
    assert "more than one" in capture.form.client_problem.text()
    assert capture.form.owed_label.text() == "Elm Studio, Elmwood"
    capture.form.client_combo.setEditText("elmw")
    capture.form.kinds.pick("note")
    capture.log_button.click()
    assert capture.form.text_problem.text() == "A note needs some words."
    assert all(newest(workspace, client) is None for client in clients.values())


def test_undo_brings_the_words_back(
    capture: CaptureWindow, workspace: Workspace, clients: dict[str, str]
) -> None:
    capture.open_for(clients["Elm Studio"])
    write(capture, "sent the slides")
    ctrl_enter(capture)
    capture.undo_button.click()
    assert newest(workspace, clients["Elm Studio"]) is None
    assert capture.form.text_edit.toPlainText() == "sent the slides"
    assert capture.form.client_name() == "Elm Studio"
    ctrl_enter(capture)
    assert newest(workspace, clients["Elm Studio"]) == (TouchKind.UPDATE, "sent the slides", False)


def test_undo_takes_back_the_entry_or_nothing(
    capture: CaptureWindow, workspace: Workspace, clients: dict[str, str]
) -> None:
    workspace.store.subscribe(lambda _: capture.on_changed())
    elm, cedar = clients["Elm Studio"], clients["Cedar"]
    capture.open_for(elm)
    write(capture, "sent the slides")
    ctrl_enter(capture)
    capture.undo_button.setFocus()
    workspace.clients.update(cedar, notes="Pays late")
    assert not capture.undo_button.isVisible()
    QTest.keySequence(capture, "Ctrl+Z")
    capture.undo()
    assert workspace.clients.get(cedar).notes == "Pays late"
    assert newest(workspace, elm) == (TouchKind.UPDATE, "sent the slides", False)
    capture.open_for(elm)
    ctrl_enter(capture)
    assert capture.undo_button.isVisible(), "the next entry can be taken back"


def test_a_client_whose_work_has_ended_can_still_ask(
    capture: CaptureWindow, workspace: Workspace, clients: dict[str, str], clock: FixedClock
) -> None:
    oak = make_client(workspace, "Old Oak")
    for rhythm in workspace.rhythms.of_client(oak):
        workspace.rhythms.remove(rhythm.rhythm_id)
    ended = clock.today() - timedelta(days=30)
    workspace.engagements.add(oak, "Audit", starts_on=ended - timedelta(days=90), ends_on=ended)
    assert oak not in {view.client_id for view in workspace.check_ins.statuses()}
    capture.open_for(oak)
    assert capture.form.client_name() == "Old Oak"
    assert capture.form.owed_label.text() == ""
    write(capture, "? a second audit")
    ctrl_enter(capture)
    assert [request.title for request in workspace.requests.of_client(oak)] == ["a second audit"]
    capture.open_for()
    names = [capture.form.client_combo.itemText(place) for place in range(5)]
    assert names[-1] == "Old Oak", "those who wait come first"
    assert names[0] in ("Birch & Co", "Cedar")


def test_two_clients_of_one_name_are_told_apart_by_the_list(
    capture: CaptureWindow, workspace: Workspace, clients: dict[str, str]
) -> None:
    second = make_client(workspace, "Cedar")
    capture.open_for(second)
    ctrl_enter(capture)
    assert newest(workspace, second) is not None
    assert newest(workspace, clients["Cedar"]) is None


def test_half_written_words_are_there_again(
    capture: CaptureWindow, clients: dict[str, str], workspace: Workspace
) -> None:
    capture.open_for(clients["Elm Studio"])
    write(capture, "half a sen")
    QTest.keyClick(capture, Qt.Key.Key_Escape)
    assert not capture.isVisible()
    capture.open_for(clients["Birch & Co"])
    assert capture.form.text_edit.toPlainText() == "", "another client's words are not mixed in"
    assert not capture.kept_label.isVisible()
    capture.close()
    capture.open_for()
    assert capture.form.client_name() == "Elm Studio"
    assert capture.form.text_edit.toPlainText() == "half a sen"
    assert capture.kept_label.isVisible()
    ctrl_enter(capture)
    capture.close()
    capture.open_for(clients["Elm Studio"])
    assert capture.form.text_edit.toPlainText() == "", "what was logged is not kept"


def test_opened_again_while_writing_loses_nothing(capture: CaptureWindow, clients: dict[str, str]) -> None:
    capture.open_for(clients["Elm Studio"])
    write(capture, "nearly don")
    capture.open_for()
    assert capture.form.text_edit.toPlainText() == "nearly don"
    capture.open_for(clients["Birch & Co"])
    capture.open_for(clients["Elm Studio"])
    assert capture.form.text_edit.toPlainText() == "nearly don"


def test_the_word_goes_by_itself_and_waits_for_undo(
    capture: CaptureWindow, clients: dict[str, str], qtbot: QtBot
) -> None:
    with qtbot.waitActive(capture):
        capture.open_for(clients["Elm Studio"])
    ctrl_enter(capture)
    capture.undo_button.setFocus()
    capture._on_time()
    assert capture.isVisible()
    capture.done_button.setFocus()
    capture._pointed_at = capture.geometry().center() + QPoint(1, 0)
    QCursor.setPos(capture.geometry().center())
    capture._on_time()
    assert capture.isVisible(), "the pointer moves on it"
    with qtbot.waitSignal(capture.gone):
        capture._on_time()
    assert not capture.isVisible()
    assert capture_window.GOES_AFTER_MS <= 8_000


def test_without_clients_it_leads_to_the_window(
    qtbot: QtBot, workspace: Workspace, messages: Messages
) -> None:
    make_practice(workspace)
    made = CaptureWindow(workspace, messages)
    qtbot.addWidget(made)
    made.open_for()
    assert made.open_button.isVisible()
    assert not made.form.isVisible()
    with qtbot.waitSignal(made.window_wanted):
        made.open_button.click()
    assert not made.isVisible()


def test_on_the_main_window_its_toast_says_it(
    qtbot: QtBot, workspace: Workspace, clients: dict[str, str], messages: Messages
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    made = CaptureWindow(workspace, messages, window)
    made.open_for(clients["Elm Studio"])
    write(made, "sent")
    with qtbot.waitSignal(messages.spoken) as said:
        ctrl_enter(made)
    assert said.args == ["toast", "Told Elm Studio."]
    assert not made.isVisible()


def test_what_cannot_be_kept_is_said_and_stays(
    capture: CaptureWindow, workspace: Workspace, clients: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_args: object, **_values: object) -> str:
        raise StoreBusy(workspace.folder.store)

    monkeypatch.setattr(TouchpointService, "log", busy)
    capture.open_for(clients["Elm Studio"])
    write(capture, "sent")
    ctrl_enter(capture)
    assert capture.form.text_problem.text()
    assert capture.form.text_edit.toPlainText() == "sent"


def test_everything_has_a_name_and_tab_goes_through_it(
    capture: CaptureWindow, clients: dict[str, str]
) -> None:
    capture.open_for(clients["Elm Studio"])
    wanted = [capture.form.client_combo, capture.form.text_edit, capture.form.kinds.chips["update"]]
    wanted += [capture.cancel_button, capture.log_button]
    widget, walked = capture.form.client_combo, []
    for _ in range(40):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget not in walked:
            walked.append(widget)
        widget = widget.nextInFocusChain()
    assert [known for known in walked if known in wanted] == wanted
    assert all(known.accessibleName() for known in wanted)


@pytest.fixture
def asked(workspace: Workspace, clients: dict[str, str], clock: FixedClock) -> str:
    """Elm waits for an answer."""
    request = workspace.requests.receive(clients["Elm Studio"], "Which format?")
    clock.advance(minutes=10)
    return request


def test_a_word_logged_alone_can_be_the_answer_they_wait_for(
    capture: CaptureWindow, workspace: Workspace, clients: dict[str, str], asked: str
) -> None:
    workspace.store.subscribe(lambda _: capture.on_changed())
    capture.open_for(clients["Elm Studio"])
    write(capture, "as PDF")
    ctrl_enter(capture)
    line = capture.answer_line
    assert line.asked_label.text() == "They wait for an answer to “Which format?”. Was that it?"
    assert capture.focusWidget() is capture.done_button, "Enter once more answers nothing"
    assert workspace.requests.get(asked).is_open, "it never decides by itself"
    line.answer_button.click()
    answered = workspace.requests.get(asked)
    assert (answered.is_open, answered.answer_touch_id) == (
        False,
        workspace.touchpoints.stream(clients["Elm Studio"])[0].touchpoint_id,
    )
    assert capture.said_label.text() == "Elm Studio: answered after 10 min, in time."
    assert not line.isVisible()
    capture.undo_button.click()
    assert workspace.requests.get(asked).is_open
    assert capture.said_label.text() == "Told Elm Studio."
    assert line.isVisible()
    capture.undo_button.click()
    assert capture.form.text_edit.toPlainText() == "as PDF"
    assert workspace.touchpoints.stream(clients["Elm Studio"])[0].kind is TouchKind.MESSAGE_RECEIVED


def test_nothing_is_asked_where_nobody_waits_or_two_things_do(
    capture: CaptureWindow, workspace: Workspace, clients: dict[str, str], asked: str
) -> None:
    workspace.store.subscribe(lambda _: capture.on_changed())
    capture.open_for(clients["Cedar"])
    write(capture, "hello")
    ctrl_enter(capture)
    assert not capture.answer_line.isVisible()
    capture.open_for(clients["Elm Studio"])
    ctrl_enter(capture)
    assert capture.answer_line.isVisible()
    workspace.requests.close(asked)
    assert not capture.answer_line.isVisible(), "answered elsewhere meanwhile"
    workspace.requests.reopen(asked)
    workspace.requests.receive(clients["Elm Studio"], "And by when?")
    capture.open_for(clients["Elm Studio"])
    ctrl_enter(capture)
    assert not capture.answer_line.isVisible()
