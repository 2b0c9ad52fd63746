"""Notifiers against a bus made of paper: what is sent, what is believed, what falls through."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from jeepney import HeaderFields, Message, MessageType
from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from clientdesk.services.ports import Notice, NoticeAction
from clientdesk.ui.notifiers.banner import MAX_BANNERS, BannerArea, BannerNotifier
from clientdesk.ui.notifiers.chooser import NotifierChooser
from clientdesk.ui.notifiers.dbus import Daemon, DBusNotifier
from clientdesk.ui.notifiers.dbus_messages import MAX_BODY, NAME
from tests.helpers.fakes import FakeNotifier

DAEMON = ":1.7"
BIRCH = Notice("n1", "Birch", "Last told <Friday> & before", (NoticeAction("told", "I told them"),))


class PaperBus(QObject):
    """Stands in for `MessageBus`; the test decides what is answered and when."""

    message_received = Signal(object)
    lost = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.there = True
        self.opened = 0
        self.owner: str | None = DAEMON
        self.startable: list[str] = []
        self.is_busy = False
        self.calls: list[tuple[str, tuple[Any, ...], Callable[[Any], None]]] = []
        self.posted: list[tuple[str, tuple[Any, ...]]] = []
        self._open = False

    def is_open(self) -> bool:
        return self._open

    def open(self) -> bool:
        self.opened += 1
        self._open = self.there
        return self.there

    def close(self) -> None:
        self._open = False

    def ask_bus(self, message: Message) -> tuple[Any, ...] | None:
        if member_of(message) == "GetNameOwner":
            return None if self.owner is None else (self.owner,)
        return None if self.is_busy else (self.startable,)

    def call(self, message: Message, answer: Callable[[Any], None]) -> bool:
        self.calls.append((member_of(message), message.body, answer))
        return self._open

    def post(self, message: Message) -> bool:
        self.posted.append((member_of(message), message.body))
        return self._open

    def finish(self) -> None:
        """Nobody answers at the end."""

    def hang_up(self) -> None:
        self._open = False
        self.lost.emit()

    # What the daemon does.

    def answer(self, member: str, *body: Any, position: int = -1, sender: str = DAEMON) -> None:
        matching = [call for call in self.calls if call[0] == member]
        matching[position][2](message(MessageType.method_return, body, sender=sender))

    def refuse(self, member: str) -> None:
        [call for call in self.calls if call[0] == member][-1][2](message(MessageType.error, ("no",)))

    def stay_silent(self, member: str) -> None:
        [call for call in self.calls if call[0] == member][-1][2](None)

    def say(self, member: str, *body: Any, sender: str = DAEMON) -> None:
        self.message_received.emit(message(MessageType.signal, body, member, sender))

    def sent(self, member: str) -> list[tuple[Any, ...]]:
        return [body for name, body, _ in self.calls if name == member]

    def told(self, member: str) -> list[tuple[Any, ...]]:
        return [body for name, body in self.posted if name == member]


def member_of(sent: Message) -> str:
    return str(sent.header.fields[HeaderFields.member])


def message(kind: MessageType, body: tuple[Any, ...], member: str = "", sender: str = DAEMON) -> Any:
    kinds = {str: "s", int: "u", list: "as"}
    signature = "".join(kinds[type(value)] for value in body)
    fields = {HeaderFields.sender: sender, HeaderFields.member: member, HeaderFields.signature: signature}
    return SimpleNamespace(header=SimpleNamespace(message_type=kind, fields=fields), body=body)


@pytest.fixture
def bus(qtbot: QtBot) -> PaperBus:
    return PaperBus()


@pytest.fixture
def notifier(bus: PaperBus) -> DBusNotifier:
    return DBusNotifier("ClientDesk", bus=bus)  # type: ignore[arg-type]


@pytest.fixture
def answers(notifier: DBusNotifier) -> list[tuple[str, str]]:
    heard: list[tuple[str, str]] = []
    notifier.on_action(lambda notice_id, key: heard.append((notice_id, key)))
    return heard


@pytest.fixture
def fates(notifier: DBusNotifier) -> list[tuple[str, str, bool]]:
    said: list[tuple[str, str, bool]] = []
    notifier.on_shown(lambda *fate: said.append(fate))
    return said


def shown(notifier: DBusNotifier, bus: PaperBus, notice: Notice, number: int, *abilities: str) -> None:
    assert notifier.show(notice)
    if not bus.sent("Notify"):
        bus.answer("GetCapabilities", list(abilities) or ["actions", "body", "body-markup"])
    bus.answer("Notify", number)


def heard_soon(qtbot: QtBot, answers: list[tuple[str, str]], expected: list[tuple[str, str]]) -> None:
    qtbot.waitUntil(lambda: len(answers) >= len(expected), timeout=2000)
    assert answers == expected


def test_notify_carries_buttons_and_escapes_the_body(notifier: DBusNotifier, bus: PaperBus) -> None:
    shown(notifier, bus, BIRCH, 5)
    app, replaces, _, title, body, actions, hints, expires = bus.sent("Notify")[0]
    assert (app, replaces, title) == ("ClientDesk", 0, "Birch")
    assert expires == 0, "without persistence it stands until it is answered"
    assert body == "Last told &lt;Friday&gt; &amp; before"
    assert actions == ["default", "", "told", "I told them"]
    assert hints["urgency"] == ("y", 1)


def test_body_stays_plain_for_a_daemon_without_markup(notifier: DBusNotifier, bus: PaperBus) -> None:
    shown(notifier, bus, BIRCH, 5, "body", "actions")
    assert bus.sent("Notify")[0][4] == BIRCH.body


def test_no_buttons_for_a_daemon_that_has_none(notifier: DBusNotifier, bus: PaperBus) -> None:
    shown(notifier, bus, BIRCH, 5, "body")
    assert bus.sent("Notify")[0][5] == []


def test_texts_that_dbus_refuses_are_made_fit(notifier: DBusNotifier, bus: PaperBus) -> None:
    shown(notifier, bus, Notice("n1", "a\0b\ud800c", "x" * 5000), 5, "body")
    title, body = bus.sent("Notify")[0][3:5]
    assert title == "ab?c"
    assert len(body) == MAX_BODY


def test_the_notice_that_was_answered_is_known(
    qtbot: QtBot, notifier: DBusNotifier, bus: PaperBus, answers: list[tuple[str, str]]
) -> None:
    shown(notifier, bus, BIRCH, 5)
    shown(notifier, bus, Notice("n2", "Elm", ""), 6)
    bus.say("ActionInvoked", 6, "told")
    heard_soon(qtbot, answers, [("n2", "told")])
    assert bus.told("CloseNotification") == [(6,)]
    bus.say("NotificationClosed", 6, 2)
    bus.say("NotificationClosed", 5, 2)
    heard_soon(qtbot, answers, [("n2", "told"), ("n1", "closed")])


def test_words_of_another_program_are_not_believed(
    qtbot: QtBot, notifier: DBusNotifier, bus: PaperBus, answers: list[tuple[str, str]]
) -> None:
    shown(notifier, bus, BIRCH, 5)
    bus.say("ActionInvoked", 5, "told", sender=":1.666")
    bus.say("ActionInvoked", 99, "told")
    bus.say("NameOwnerChanged", NAME, DAEMON, "", sender=":1.666")
    bus.say("ActionInvoked", 5, "later")
    heard_soon(qtbot, answers, [("n1", "later")])


def test_new_daemon_is_asked_again_and_old_numbers_are_forgotten(
    qtbot: QtBot, notifier: DBusNotifier, bus: PaperBus, answers: list[tuple[str, str]]
) -> None:
    shown(notifier, bus, BIRCH, 5)
    bus.say("NameOwnerChanged", NAME, DAEMON, ":1.8", sender="org.freedesktop.DBus")
    heard_soon(qtbot, answers, [("n1", "expired")])
    assert notifier.show(Notice("n2", "Elm", ""))
    assert len(bus.sent("GetCapabilities")) == 2


def test_shown_again_replaces_itself(notifier: DBusNotifier, bus: PaperBus) -> None:
    shown(notifier, bus, BIRCH, 5)
    notifier.show(BIRCH)
    assert bus.sent("Notify")[1][1] == 5


def test_withdrawn_before_the_daemon_confirmed_it_is_closed_after_all(
    notifier: DBusNotifier, bus: PaperBus, answers: list[tuple[str, str]]
) -> None:
    notifier.show(BIRCH)
    bus.answer("GetCapabilities", ["body"])
    notifier.withdraw("n1")
    bus.answer("Notify", 5)
    assert bus.told("CloseNotification") == [(5,)]
    assert answers == []


def test_withdrawn_before_the_daemon_was_known_is_never_sent(notifier: DBusNotifier, bus: PaperBus) -> None:
    notifier.show(BIRCH)
    notifier.withdraw("n1")
    bus.answer("GetCapabilities", ["body"])
    assert bus.sent("Notify") == []


@pytest.mark.parametrize("step", ["GetCapabilities", "Notify"])
@pytest.mark.parametrize("how", ["refuse", "stay_silent"])
def test_a_daemon_that_fails_is_reported_once(
    notifier: DBusNotifier, bus: PaperBus, fates: list[tuple[str, str, bool]], step: str, how: str
) -> None:
    notifier.show(BIRCH)
    if step == "Notify":
        bus.answer("GetCapabilities", ["body"])
    assert fates == []
    getattr(bus, how)(step)
    bus.refuse(step)
    assert fates == [("n1", "dbus", False)]


def test_shown_is_what_the_daemon_has_confirmed(
    notifier: DBusNotifier, bus: PaperBus, fates: list[tuple[str, str, bool]]
) -> None:
    notifier.show(BIRCH)
    bus.answer("GetCapabilities", ["body"])
    assert fates == []
    bus.answer("Notify", 5)
    assert fates == [("n1", "dbus", True)]


def test_a_late_confirmation_takes_the_notice_off_again(
    notifier: DBusNotifier, bus: PaperBus, fates: list[tuple[str, str, bool]]
) -> None:
    """By then it stands in the window: twice would be once too often."""
    notifier.show(BIRCH)
    bus.answer("GetCapabilities", ["body"])
    bus.stay_silent("Notify")
    assert notifier.show(BIRCH), "shown once more, to a daemon that has come round"
    bus.answer("Notify", 5, position=0)
    assert bus.told("CloseNotification") == [(5,)]
    bus.answer("Notify", 6)
    assert fates == [("n1", "dbus", False), ("n1", "dbus", True)]


def test_an_answer_that_overtakes_the_confirmation_counts(
    qtbot: QtBot, notifier: DBusNotifier, bus: PaperBus, answers: list[tuple[str, str]]
) -> None:
    notifier.show(BIRCH)
    bus.answer("GetCapabilities", ["actions"])
    bus.say("ActionInvoked", 5, "told", sender=":1.666")
    bus.say("ActionInvoked", 5, "tomorrow")
    QCoreApplication.sendPostedEvents()
    bus.answer("Notify", 5)
    assert answers == [("n1", "tomorrow")]


def test_the_first_notice_of_a_new_daemon_is_not_lost_with_the_old_ones(
    qtbot: QtBot, notifier: DBusNotifier, bus: PaperBus, answers: list[tuple[str, str]]
) -> None:
    """Both count from one; the news of the change may come after the new one's confirmation."""
    shown(notifier, bus, BIRCH, 1)
    notifier.show(Notice("n2", "Elm", ""))
    bus.say("NameOwnerChanged", NAME, DAEMON, ":1.8", sender="org.freedesktop.DBus")
    bus.answer("Notify", 1, sender=":1.8")
    heard_soon(qtbot, answers, [("n1", "expired")])
    bus.say("ActionInvoked", 1, "told")
    bus.say("ActionInvoked", 1, "default", sender=":1.8")
    heard_soon(qtbot, answers, [("n1", "expired"), ("n2", "default")])


def test_the_daemon_is_asked_for_nothing_that_it_cannot_do(notifier: DBusNotifier, bus: PaperBus) -> None:
    loud = Notice("n1", "Birch", "Friday", (NoticeAction("told", "I told them"),), sound=True)
    shown(notifier, bus, loud, 5, "persistence")
    assert bus.sent("Notify")[0][4:] == (
        "",
        [],
        {"urgency": ("y", 1), "desktop-entry": ("s", "clientdesk")},
        -1,
    )


def test_sound_only_where_it_is_wished(notifier: DBusNotifier, bus: PaperBus) -> None:
    shown(notifier, bus, BIRCH, 5, "body", "sound")
    shown(notifier, bus, Notice("n2", "Elm", "", sound=True), 6)
    quiet, loud = (sent[6] for sent in bus.sent("Notify"))
    assert quiet["suppress-sound"] == ("b", True)
    assert "sound-name" not in quiet
    assert loud["sound-name"] == ("s", "message-new-instant")
    assert "suppress-sound" not in loud


def test_who_shows_it_is_known(notifier: DBusNotifier, bus: PaperBus) -> None:
    shown(notifier, bus, BIRCH, 5, "body")
    heard: list[Daemon | None] = []
    assert notifier.describe(heard.append)
    bus.answer("GetServerInformation", "dunst", "knopwob", "1.12", "1.2")
    assert heard == [Daemon("dunst", "1.12", frozenset({"body"}))]


def test_a_bus_that_is_not_there_is_left_alone_for_a_while(notifier: DBusNotifier, bus: PaperBus) -> None:
    bus.there = False
    assert not notifier.is_available()
    assert not notifier.show(BIRCH)
    assert bus.opened == 1


def test_lost_bus_is_opened_again(
    qtbot: QtBot, notifier: DBusNotifier, bus: PaperBus, answers: list[tuple[str, str]]
) -> None:
    shown(notifier, bus, BIRCH, 5)
    bus.hang_up()
    heard_soon(qtbot, answers, [("n1", "expired")])
    assert notifier.is_available()
    assert bus.opened == 2


def test_closing_leaves_no_dead_buttons_on_the_screen(
    notifier: DBusNotifier, bus: PaperBus, answers: list[tuple[str, str]]
) -> None:
    shown(notifier, bus, BIRCH, 5)
    notifier.close()
    assert bus.told("CloseNotification") == [(5,)]
    assert answers == []


def test_a_bus_too_busy_to_say_is_tried(notifier: DBusNotifier, bus: PaperBus) -> None:
    bus.owner = None
    bus.is_busy = True
    assert notifier.is_available()
    assert notifier.show(BIRCH)
    assert len(bus.sent("GetCapabilities")) == 1


def test_a_daemon_that_the_bus_can_start_counts(notifier: DBusNotifier, bus: PaperBus) -> None:
    bus.owner = None
    assert not notifier.is_available()
    bus.startable = [NAME]
    assert notifier.is_available()


# The chooser.


def listened(notifiers: list[FakeNotifier]) -> tuple[NotifierChooser, list[tuple[str, str, bool]]]:
    chooser = NotifierChooser(notifiers)
    said: list[tuple[str, str, bool]] = []
    chooser.on_shown(lambda *fate: said.append(fate))
    return chooser, said


def test_first_available_shows(qtbot: QtBot) -> None:
    first, second = FakeNotifier(available=False), FakeNotifier()
    chooser = NotifierChooser([first, second])
    assert chooser.show(BIRCH)
    assert (first.shown, second.shown) == ([], [BIRCH])
    assert chooser.name() == "fake"
    assert chooser.is_available()


def test_a_later_failure_falls_through_to_the_next_only(qtbot: QtBot) -> None:
    first, second, third = (
        FakeNotifier(available=False),
        FakeNotifier(is_slow=True),
        FakeNotifier(name="last"),
    )
    chooser, said = listened([first, second, third])
    assert chooser.show(BIRCH)
    assert (third.shown, said) == ([], [])
    first.available = True
    second.say_shown("n1", was_shown=False)
    second.say_shown("n1", was_shown=False)
    assert (first.shown, third.shown) == ([], [BIRCH])
    assert said == [("n1", "last", True)]


def test_when_the_last_one_fails_that_is_said_once(qtbot: QtBot) -> None:
    first, second = FakeNotifier(is_slow=True), FakeNotifier(is_slow=True, name="last")
    chooser, said = listened([first, second])
    chooser.show(BIRCH)
    first.say_shown("n1", was_shown=False)
    second.say_shown("n1", was_shown=False)
    assert said == [("n1", "last", False)]


def test_when_the_next_one_is_not_there_the_failure_is_said(qtbot: QtBot) -> None:
    first = FakeNotifier(is_slow=True, name="first")
    chooser, said = listened([first, FakeNotifier(available=False)])
    chooser.show(BIRCH)
    first.say_shown("n1", was_shown=False)
    assert said == [("n1", "first", False)]


def test_withdrawn_on_its_way_is_not_shown_by_the_next(qtbot: QtBot) -> None:
    first, second = FakeNotifier(is_slow=True), FakeNotifier()
    chooser, said = listened([first, second])
    chooser.show(BIRCH)
    chooser.withdraw("n1")
    first.say_shown("n1", was_shown=False)
    assert second.shown == []
    assert said == [("n1", "fake", False)]


def test_nothing_available_is_said(qtbot: QtBot) -> None:
    chooser, said = listened([FakeNotifier(available=False)])
    assert chooser.show(BIRCH) is False
    assert chooser.name() == ""
    assert said == []


def test_what_is_no_longer_true_is_withdrawn(qtbot: QtBot) -> None:
    notifier = FakeNotifier()
    chooser, _ = listened([notifier])
    ten = datetime(2026, 10, 9, 10, 0, tzinfo=UTC)
    for notice_id, minutes in (("n1", 10), ("n2", 20), ("n3", 30)):
        chooser.show(Notice(notice_id, "Delta in 10 min", "", expires_at=ten + timedelta(minutes=minutes)))
    assert chooser.next_expiry() == ten + timedelta(minutes=10)
    chooser.expire(ten + timedelta(minutes=9))
    assert notifier.withdrawn == []
    chooser.expire(ten + timedelta(minutes=10))
    assert notifier.withdrawn == ["n1"]
    notifier.press("n2", "open")
    assert chooser.next_expiry() == ten + timedelta(minutes=30)


def test_answers_and_withdrawals_reach_every_notifier(qtbot: QtBot) -> None:
    first, second = FakeNotifier(), FakeNotifier()
    chooser = NotifierChooser([first, second])
    heard: list[tuple[str, str]] = []
    chooser.on_action(lambda notice_id, key: heard.append((notice_id, key)))
    second.press("n1", "told")
    chooser.withdraw("n1")
    assert heard == [("n1", "told")]
    assert first.withdrawn == second.withdrawn == ["n1"]


# The banner.


@pytest.fixture
def area(qtbot: QtBot) -> BannerArea:
    area = BannerArea()
    qtbot.addWidget(area)
    return area


def test_banner_answers_with_its_notice_and_goes(qtbot: QtBot, area: BannerArea) -> None:
    notifier = BannerNotifier(area)
    heard: list[tuple[str, str]] = []
    notifier.on_action(lambda notice_id, key: heard.append((notice_id, key)))
    notifier.show(BIRCH)
    notifier.show(Notice("n2", "Elm", "", (NoticeAction("told", "I told them"),)))
    second = area.banners()[1]
    qtbot.mouseClick(second.findChild(QPushButton, "told_button"), Qt.MouseButton.LeftButton)
    assert heard == [("n2", "told")]
    assert area.notice_ids() == ["n1"]
    qtbot.mouseClick(area.banners()[0].close_button, Qt.MouseButton.LeftButton)
    assert heard[-1] == ("n1", "closed")
    assert area.isHidden()


def test_a_banner_counts_as_shown_when_its_window_is(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    area = BannerArea(window)
    notifier = BannerNotifier(area)
    said: list[tuple[str, str, bool]] = []
    notifier.on_shown(lambda *fate: said.append(fate))
    assert notifier.show(BIRCH)
    assert said == []
    window.show()
    window.hide()
    window.show()
    assert said == [("n1", "banner", True)]


def test_banners_wait_their_turn(area: BannerArea) -> None:
    notifier = BannerNotifier(area)
    for number in range(MAX_BANNERS + 2):
        notifier.show(Notice(f"n{number}", f"Client {number}", ""))
    assert len(area.banners()) == MAX_BANNERS
    notifier.withdraw("n0")
    notifier.withdraw(f"n{MAX_BANNERS + 1}")
    assert area.notice_ids() == [f"n{number}" for number in range(1, MAX_BANNERS + 1)]
    assert len(area.banners()) == MAX_BANNERS


def test_banner_shows_markup_as_text_and_has_names(area: BannerArea) -> None:
    BannerNotifier(area).show(Notice("n1", "<b>A & B</b>", "<img src='x'>", (NoticeAction("a", "R & D"),)))
    banner = area.banners()[0]
    assert banner.title_label.textFormat() == Qt.TextFormat.PlainText
    assert banner.body_label.textFormat() == Qt.TextFormat.PlainText
    assert banner.title_label.text() == "<b>A & B</b>"
    button = banner.action_buttons[0]
    assert (button.text(), button.accessibleName()) == ("R && D", "R & D")
    assert banner.close_button.accessibleName()
