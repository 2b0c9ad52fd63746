"""How changes, work and words travel: relay, background worker, panels, messages, forms."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import date

import pytest
import shiboken6
from PySide6.QtCore import QObject, Qt, QThread
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QMainWindow, QPlainTextEdit, QWidget

from clientdesk.models.changes import ChangeSet
from clientdesk.models.enums import Kind
from clientdesk.models.errors import InvalidInput, Problem, StoreBusy, UndoRefused
from clientdesk.ui.background import Background
from clientdesk.ui.change_relay import ChangeRelay
from clientdesk.ui.forms.base import Form
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.base import Panel
from clientdesk.ui.widgets.banner import BannerArea
from clientdesk.ui.widgets.confirm import Confirmation, ConfirmDialog
from clientdesk.ui.widgets.date_field import DateField
from clientdesk.ui.widgets.fields import ChoiceField, NumberField, TimeField

CLIENT = ChangeSet("Add client", frozenset({(Kind.CLIENT, "1")}))
BLOCK = ChangeSet("Move block", frozenset({(Kind.BLOCK, "2")}))


def word(error: object) -> str:
    return f"In words: {error}"


def word_problem(problem: Problem) -> str:
    return f"{problem.code}."


# The relay.


def test_a_write_on_another_thread_is_announced_on_the_gui_thread(qtbot):
    relay = ChangeRelay()
    threads = []
    relay.changed.connect(lambda _: threads.append(QThread.currentThread()))
    with qtbot.waitSignal(relay.changed) as told:
        worker = threading.Thread(target=relay.publish, args=(CLIENT,))
        worker.start()
        worker.join()
    assert told.args == [CLIENT]
    assert threads == [QApplication.instance().thread()]


def test_a_write_on_the_gui_thread_is_announced_at_once(qapp):
    relay = ChangeRelay()
    heard = []
    relay.changed.connect(heard.append)
    relay.publish(CLIENT)
    assert heard == [CLIENT]


# The worker.


@pytest.fixture
def background(qapp):
    made = Background()
    yield made
    made.shutdown()


def test_work_runs_elsewhere_and_its_result_arrives_here(background, qtbot):
    seen = []
    background.run(
        lambda: threading.current_thread(), lambda thread: seen.append((thread, threading.current_thread()))
    )
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][0] is not threading.main_thread()
    assert seen[0][1] is threading.main_thread()


def test_work_is_done_one_after_the_other_in_order(background, qtbot):
    order = []
    for number in range(20):
        background.run(lambda number=number: number, order.append)
    qtbot.waitUntil(lambda: not background.is_busy)
    assert order == list(range(20))


def test_a_failure_arrives_as_the_error(background, qtbot):
    failed = []
    background.run(lambda: 1 // 0, None, failed.append)
    qtbot.waitUntil(lambda: bool(failed))
    assert isinstance(failed[0], ZeroDivisionError)
    assert not background.is_busy


def test_a_failure_nobody_takes_is_raised_here(background, qtbot):
    with qtbot.captureExceptions() as caught:
        background.run(lambda: 1 // 0)
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError


def test_nothing_is_delivered_to_a_widget_that_is_gone(background, qtbot):
    class Receiver(QObject):
        heard: list[int] = []

        def take(self, value: int) -> None:
            self.heard.append(value)

    receiver = Receiver()
    gate = threading.Event()
    background.run(gate.wait, receiver.take)
    shiboken6.delete(receiver)
    gate.set()
    qtbot.waitUntil(lambda: not background.is_busy)
    assert Receiver.heard == []


def test_shutdown_waits_for_what_runs_and_drops_the_rest(qtbot):
    background = Background()
    gate, done = threading.Event(), []
    background.run(lambda: (gate.wait(), done.append("first")))
    background.run(lambda: done.append("second"))
    threading.Timer(0.01, gate.set).start()
    background.shutdown()
    assert done == ["first"]
    background.run(lambda: done.append("third"))
    assert done == ["first"]


def test_busy_is_told_once_for_a_row_of_work(background, qtbot):
    told = []
    background.busy_changed.connect(told.append)
    for _ in range(3):
        background.run(int)
    qtbot.waitUntil(lambda: not background.is_busy)
    assert told == [True, False]


# Panels.


class CountingPanel(Panel):
    panel_id = "counting"
    watches = frozenset({Kind.CLIENT})

    def __init__(self) -> None:
        self.reads = 0
        super().__init__()

    def title(self) -> str:
        return "Counting"

    def refresh(self) -> None:
        self.reads += 1


@pytest.fixture
def panel(qtbot):
    made = CountingPanel()
    qtbot.addWidget(made)
    return made


def test_a_panel_reads_when_first_shown_and_not_before(panel):
    assert panel.reads == 0
    panel.show()
    assert panel.reads == 1


def test_a_visible_panel_reads_again_only_for_what_it_watches(panel):
    panel.show()
    panel.on_changed(BLOCK)
    assert panel.reads == 1
    panel.on_changed(CLIENT)
    assert panel.reads == 2


def test_a_hidden_panel_reads_once_when_shown_again(panel):
    panel.show()
    panel.hide()
    for _ in range(5):
        panel.on_changed(CLIENT)
    assert panel.reads == 1
    assert panel.is_stale
    panel.show()
    assert panel.reads == 2


def test_a_panel_is_named_for_tests_and_screen_readers(panel):
    assert panel.objectName() == "counting"
    assert panel.accessibleName() == "Counting"


# Messages.


@pytest.fixture
def window(qtbot):
    made = QMainWindow()
    made.resize(900, 600)
    made.banners = BannerArea()
    made.setCentralWidget(made.banners)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def messages(window):
    made = Messages(word)
    made.attach(window, made_banners(window))
    return made


def made_banners(window: QMainWindow) -> BannerArea:
    return window.banners


def test_refusals_and_faults_are_said_in_words(messages, window):
    for error in (UndoRefused("Add client"), StoreBusy("here")):
        with messages.reporting() as outcome:
            raise error
        assert not outcome.is_ok
        assert [banner.text() for banner in window.banners.banners()] == [word(error)]


def test_the_next_success_takes_the_words_away(messages, window):
    with messages.reporting():
        raise UndoRefused("Add client")
    with messages.reporting() as outcome:
        pass
    assert outcome.is_ok
    assert window.banners.banners() == []
    assert not window.banners.isVisible()


def test_bugs_are_not_swallowed(messages):
    with pytest.raises(ZeroDivisionError), messages.reporting():
        _ = 1 // 0


def test_problems_go_beside_the_fields_of_a_form(messages, window, qtbot):
    form = ClientForm()
    qtbot.addWidget(form)
    with messages.reporting(form):
        raise InvalidInput([Problem("name", "too_long")])
    assert form.problem_text("name") == "too_long."
    assert window.banners.banners() == []


def test_a_toast_undoes_once_and_goes(messages, window):
    undone = []
    messages.toast("Update logged", lambda: undone.append(1))
    toast = messages._toasts
    assert toast.text() == "Update logged"
    toast.undo_button.click()
    assert undone == [1]
    assert not toast.isVisible()


def test_a_toast_waits_while_it_has_the_focus(messages, window, qtbot):
    messages.toast("Update logged", int)
    toast = messages._toasts
    window.activateWindow()
    assert messages.focus_toast()
    qtbot.waitUntil(toast.is_attended)
    toast._timer.timeout.emit()
    assert toast.isVisible()
    other = QLineEdit(window)
    other.show()
    other.setFocus()
    toast._timer.timeout.emit()
    assert not toast.isVisible()


def test_a_toast_without_undo_has_no_undo_button(messages):
    messages.toast("Copied")
    assert not messages._toasts.undo_button.isVisible()
    assert not Messages(word)._toasts


def test_banners_act_and_close(messages, window):
    done = []
    messages.banner("Demo data", [("Start my own", lambda: done.append(1))], key="demo")
    messages.banner("Demo data again", key="demo")
    assert [banner.text() for banner in window.banners.banners()] == ["Demo data again"]
    messages.banner("Other", [("Do that", lambda: done.append(2))])
    window.banners.banners()[1].findChild(QWidget, "action_Do that").click()
    assert done == [2]
    window.banners.banners()[0].close_button.click()
    assert window.banners.banners() == []


def test_confirmations_are_asked_with_verbs_and_escape_keeps(qtbot):
    dialog = ConfirmDialog(
        Confirmation("Delete Birch for good?", "This cannot be undone.", "Delete for good", True)
    )
    qtbot.addWidget(dialog)
    assert dialog.verb_button.text() == "Delete for good"
    assert dialog.keep_button.isDefault()
    dialog.open()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.result() == ConfirmDialog.DialogCode.Rejected
    dialog.open()
    dialog.verb_button.click()
    assert dialog.result() == ConfirmDialog.DialogCode.Accepted


def test_a_test_can_answer_for_the_user(messages):
    asked = []
    messages.confirmer = lambda question: asked.append(question.verb) is None
    assert messages.confirm("Delete?", "For good.", "Delete", is_dangerous=True)
    assert asked == ["Delete"]


# Forms.


class ClientForm(Form):
    def __init__(self) -> None:
        super().__init__(word_problem)
        self.name = self.add_field("name", "Name", QLineEdit())
        self.about = self.add_field("about", "About", QPlainTextEdit())
        self.tier = self.add_field("tier", "Tier", ChoiceField([("close", "Close"), ("light", "Light")]))
        self.days = self.add_field("days", "Days", NumberField(1, 90))
        self.active = self.add_field("active", "Active", QCheckBox())
        self.start = self.add_field("start", "Start", DateField(lambda: date(2026, 10, 14)))
        self.opens = self.add_field("opens", "Opens", TimeField())


@dataclass(frozen=True)
class View:
    name: str = "Acme <b>"
    about: str = "two\nlines"
    tier: str = "light"
    days: int = 10
    active: bool = True
    start: date | None = date(2026, 10, 16)


@pytest.fixture
def form(qtbot):
    made = ClientForm()
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_form_gives_back_what_it_was_filled_with(form):
    form.fill(View())
    values = form.values()
    opens = values.pop("opens")
    assert View(**values) == View()
    assert opens.isoformat() == "00:00:00"


def test_an_empty_form_has_empty_values(form):
    form.fill(View())
    form.fill(None)
    values = form.values()
    assert (values["name"], values["start"], values["active"], values["days"]) == ("", None, False, 1)


def test_filling_is_no_edit_but_typing_is(form, qtbot):
    with qtbot.assertNotEmitted(form.edited):
        form.fill(View())
    with qtbot.waitSignal(form.edited):
        qtbot.keyClick(form.name, Qt.Key.Key_X)


def test_problems_stand_beside_their_fields_and_the_first_gets_the_focus(form, qtbot):
    form.activateWindow()
    assert form.show_problems([Problem("about", "too_long"), Problem("tier.0", "unknown")])
    assert form.problem_text("about") == "too_long."
    assert form.problem_text("tier") == "unknown."
    assert form.about.property("invalid")
    assert form.about.accessibleDescription() == "too_long."
    qtbot.waitUntil(form.about.hasFocus)
    form.clear_problems()
    assert not form.about.property("invalid")
    assert form.problem_text("about") == ""


def test_problems_of_no_field_are_shown_above_and_told(form):
    assert not form.show_problems([Problem("", "cycle")])
    assert form._general.text() == "cycle."
    assert form._general.isVisible()


def test_words_that_are_no_date_are_refused_not_dropped(form):
    form.start.entry.setText("soonish")
    form.start.entry.textEdited.emit("soonish")
    with pytest.raises(InvalidInput) as caught:
        form.values()
    assert [(problem.field, problem.code) for problem in caught.value.problems] == [
        ("start", "unreadable_date")
    ]
    assert form.start.text() == "soonish"


def test_every_field_is_named_as_its_label_says(form):
    for name in ("name", "about", "tier", "days", "start", "active", "opens"):
        field = form.field(name)
        assert field.objectName() == name
        assert field.accessibleName() == name.title()
    assert form.start.entry.accessibleName() == "Start"
