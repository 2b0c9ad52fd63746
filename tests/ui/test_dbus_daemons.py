"""The D-Bus notifier on a real bus, with daemons that come, go, hang, crash and are replaced."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from clientdesk.services.ports import Notice, NoticeAction
from clientdesk.ui.notifiers import dbus, message_bus
from clientdesk.ui.notifiers.chooser import NotifierChooser
from clientdesk.ui.notifiers.dbus import Daemon, DBusNotifier
from tests.helpers.fakes import FakeNotifier
from tests.helpers.notification_daemon import ABILITIES, NoticeDaemon
from tests.helpers.private_bus import private_bus

PATIENCE_MS = 250
BIRCH = Notice("birch", "Birch", "Friday", (NoticeAction("told", "I told them"),))
ELM = Notice("elm", "Elm", "")


class Ears:
    """A chooser of the real notifier with a stand-in for the window behind it, and what it said."""

    def __init__(self) -> None:
        self.dbus = DBusNotifier("ClientDesk")
        self.banner = FakeNotifier(name="banner")
        self.chooser = NotifierChooser([self.dbus, self.banner])
        self.fates: list[tuple[str, str, bool]] = []
        self.answers: list[tuple[str, str]] = []
        self.chooser.on_shown(lambda *fate: self.fates.append(fate))
        self.chooser.on_action(lambda *answer: self.answers.append(answer))

    def show(self, qtbot: QtBot, notice: Notice) -> tuple[str, str, bool]:
        """Show it and wait for what becomes of it."""
        before = len(self.fates)
        assert self.chooser.show(notice)
        qtbot.waitUntil(lambda: len(self.fates) > before, timeout=3000)
        return self.fates[-1]

    def hear(self, qtbot: QtBot, *expected: tuple[str, str]) -> None:
        qtbot.waitUntil(lambda: len(self.answers) >= len(expected), timeout=3000)
        assert self.answers == list(expected)


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with private_bus() as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        monkeypatch.setattr(message_bus, "CALL_WAIT_MS", PATIENCE_MS)
        yield address


@pytest.fixture
def ears(qtbot: QtBot, bus: str) -> Iterator[Ears]:
    ears = Ears()
    yield ears
    ears.dbus.close()


def test_shown_answered_and_taken_off(qtbot: QtBot, bus: str, ears: Ears) -> None:
    with NoticeDaemon(bus) as daemon:
        assert ears.show(qtbot, BIRCH) == ("birch", "dbus", True)
        assert ears.show(qtbot, ELM) == ("elm", "dbus", True)
        first, second = daemon.expect("notify"), daemon.expect("notify")
        assert (first["title"], first["wait"]) == ("Birch", -1)
        assert first["actions"] == ["default", "", "told", "I told them"]
        daemon.press(first["number"], "told")
        ears.hear(qtbot, ("birch", "told"))
        assert daemon.expect("closed")["number"] == first["number"]
        daemon.close_notice(second["number"], 1)
        ears.hear(qtbot, ("birch", "told"), ("elm", "expired"))
    assert ears.banner.shown == []


def test_who_it_is_can_be_asked(qtbot: QtBot, bus: str, ears: Ears) -> None:
    heard: list[Daemon | None] = []
    assert not ears.dbus.describe(heard.append)
    with NoticeDaemon(bus):
        ears.show(qtbot, BIRCH)
        assert ears.dbus.describe(heard.append)
        qtbot.waitUntil(lambda: bool(heard), timeout=2000)
    assert heard == [Daemon("test daemon", "7", frozenset(ABILITIES))]


def test_a_daemon_without_abilities_is_asked_for_nothing_more(qtbot: QtBot, bus: str, ears: Ears) -> None:
    with NoticeDaemon(bus, abilities=[]) as daemon:
        assert ears.show(qtbot, BIRCH) == ("birch", "dbus", True)
        asked = daemon.expect("notify")
    assert (asked["title"], asked["body"], asked["actions"], asked["wait"]) == ("Birch", "", [], 0)


@pytest.mark.parametrize("manner", ["crashing", "refusing", "deaf", "hanging", "babbling", "mad"])
def test_a_daemon_that_fails_is_told_once_and_the_next_one_shows(
    qtbot: QtBot, bus: str, ears: Ears, manner: str
) -> None:
    with NoticeDaemon(bus, manner):
        assert ears.show(qtbot, BIRCH) == ("birch", "banner", True)
        assert ears.banner.shown == [BIRCH]
        qtbot.wait(2 * PATIENCE_MS)
        assert ears.fates == [("birch", "banner", True)]
        assert ears.answers == []


def test_a_late_answer_takes_that_pop_up_off_again(qtbot: QtBot, bus: str, ears: Ears) -> None:
    with NoticeDaemon(bus, "hanging") as daemon:
        ears.show(qtbot, BIRCH)
        number = daemon.expect("notify")["number"]
        daemon.release()
        qtbot.waitUntil(lambda: not daemon.is_silent(), timeout=2000)
        assert daemon.expect("closed")["number"] == number
        daemon.press(number, "told")
        assert ears.show(qtbot, ELM) == ("elm", "dbus", True)
        daemon.press(daemon.expect("notify")["number"], "default")
        ears.hear(qtbot, ("elm", "default"))
    assert [fate for fate in ears.fates if fate[0] == "birch"] == [("birch", "banner", True)]


def test_withdrawn_while_the_daemon_hangs_is_closed_when_it_comes_round(
    qtbot: QtBot, bus: str, ears: Ears
) -> None:
    with NoticeDaemon(bus, "hanging") as daemon:
        assert ears.chooser.show(BIRCH)
        qtbot.waitUntil(lambda: not daemon.is_silent(), timeout=2000)
        number = daemon.expect("notify")["number"]
        ears.chooser.withdraw("birch")
        assert ears.fates == [("birch", "dbus", False)]
        daemon.release()
        qtbot.waitUntil(lambda: not daemon.is_silent(), timeout=2000)
        assert daemon.expect("closed")["number"] == number
    assert ears.banner.shown == []


def test_absent_then_there(qtbot: QtBot, bus: str, ears: Ears) -> None:
    assert ears.show(qtbot, BIRCH) == ("birch", "banner", True)
    with NoticeDaemon(bus):
        assert ears.show(qtbot, ELM) == ("elm", "dbus", True)


def test_what_waits_unseen_in_a_hidden_window_takes_the_daemon_that_comes(
    qtbot: QtBot, bus: str, ears: Ears
) -> None:
    """At login this program may start before the desktop's notification service."""
    ears.banner.is_slow = True
    assert ears.chooser.show(BIRCH)
    assert ears.banner.shown == [BIRCH]
    with NoticeDaemon(bus) as daemon:
        qtbot.waitUntil(lambda: bool(ears.fates), timeout=3000)
        assert daemon.expect("notify")["title"] == "Birch"
    assert ears.fates == [("birch", "dbus", True)]
    assert ears.banner.withdrawn == ["birch"]


def test_a_daemon_that_crashed_over_a_notice_does_not_get_it_again(
    qtbot: QtBot, bus: str, ears: Ears
) -> None:
    """It may have stood on the screen; the window and Today keep it."""
    ears.banner.is_slow = True
    with NoticeDaemon(bus, "crashing"):
        assert ears.chooser.show(BIRCH)
        qtbot.waitUntil(lambda: ears.banner.shown == [BIRCH], timeout=3000)
    with NoticeDaemon(bus) as daemon:
        assert ears.show(qtbot, ELM) == ("elm", "dbus", True)
        assert daemon.expect("notify")["title"] == "Elm"
        assert daemon.is_silent()
    assert ears.banner.withdrawn == []


def test_what_was_seen_in_the_window_is_not_shown_again(qtbot: QtBot, bus: str, ears: Ears) -> None:
    assert ears.show(qtbot, BIRCH) == ("birch", "banner", True)
    with NoticeDaemon(bus) as daemon:
        ears.show(qtbot, ELM)
        assert daemon.expect("notify")["title"] == "Elm"
        assert daemon.is_silent()


def test_started_again_its_numbers_are_new(qtbot: QtBot, bus: str, ears: Ears) -> None:
    """Both lives count from one."""
    with NoticeDaemon(bus) as daemon:
        ears.show(qtbot, BIRCH)
        assert daemon.expect("notify")["number"] == 1
    ears.hear(qtbot, ("birch", "expired"))
    with NoticeDaemon(bus) as daemon:
        assert ears.show(qtbot, ELM) == ("elm", "dbus", True)
        assert daemon.expect("notify")["number"] == 1
        daemon.press(1, "default")
        ears.hear(qtbot, ("birch", "expired"), ("elm", "default"))


def test_replaced_by_another_program_the_old_one_is_no_longer_believed(
    qtbot: QtBot, bus: str, ears: Ears
) -> None:
    with NoticeDaemon(bus) as old:
        ears.show(qtbot, BIRCH)
        with NoticeDaemon(bus, replace=True) as new:
            assert ears.show(qtbot, ELM) == ("elm", "dbus", True)
            old.press(1, "told")
            ears.chooser.withdraw("birch")
            new.press(1, "default")
            ears.hear(qtbot, ("birch", "expired"), ("elm", "default"))
            assert new.expect("notify")["title"] == "Elm"
            assert new.expect("closed")["number"] == 1, "its own notice, answered"
            assert new.is_silent()


def test_a_killed_daemon_takes_nothing_else_with_it(qtbot: QtBot, bus: str, ears: Ears) -> None:
    with NoticeDaemon(bus, "hanging") as daemon:
        assert ears.chooser.show(BIRCH)
        qtbot.waitUntil(lambda: not daemon.is_silent(), timeout=2000)
        daemon.kill()
        qtbot.waitUntil(lambda: bool(ears.fates), timeout=2000)
    assert ears.fates == [("birch", "banner", True)]


def test_the_end_leaves_nothing_behind_that_is_still_on_its_way(qtbot: QtBot, bus: str, ears: Ears) -> None:
    with NoticeDaemon(bus) as daemon:
        ears.show(qtbot, BIRCH)
        assert ears.chooser.show(ELM)
        assert ears.fates == [("birch", "dbus", True)]
        ears.dbus.close()
        assert ears.fates[1:] == [("elm", "dbus", True)]
        numbers = {daemon.expect("notify")["number"] for _ in range(2)}
        assert {daemon.expect("closed")["number"] for _ in range(2)} == numbers


def test_the_end_does_not_wait_for_a_daemon_that_hangs(qtbot: QtBot, bus: str, ears: Ears) -> None:
    with NoticeDaemon(bus, "hanging") as daemon:
        assert ears.chooser.show(BIRCH)
        qtbot.waitUntil(lambda: not daemon.is_silent(), timeout=2000)
        ears.dbus.close()
        assert ears.fates == [], "whether it came on the screen is not known"
        assert ears.banner.shown == []


def test_the_bus_itself_dies(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    ears = Ears()
    with private_bus() as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        with NoticeDaemon(address):
            ears.show(qtbot, BIRCH)
    ears.hear(qtbot, ("birch", "expired"))
    assert ears.show(qtbot, ELM) == ("elm", "banner", True)
    ears.dbus.close()


def test_a_bus_that_comes_late_takes_what_nobody_has_seen(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(dbus, "RETRY_AFTER_MS", 0)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/none")
    ears = Ears()
    ears.banner.is_slow = True
    assert ears.chooser.show(BIRCH)
    assert ears.chooser.show(ELM)
    ears.banner.say_shown("elm")
    ears.chooser.look_again()
    assert ears.banner.withdrawn == []
    with private_bus() as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        ears.chooser.look_again()
        assert ears.banner.withdrawn == [], "a bus without a daemon shows nothing"
        with NoticeDaemon(address) as daemon:
            ears.chooser.look_again()
            qtbot.waitUntil(lambda: len(ears.fates) == 2, timeout=3000)
            assert daemon.expect("notify")["title"] == "Birch"
            ears.chooser.look_again()
            ears.dbus.close()
    assert ears.fates == [("elm", "banner", True), ("birch", "dbus", True)]
    assert ears.banner.withdrawn == ["birch"]


@pytest.mark.parametrize(
    "address", ["", "nonsense", "unix:path=/nowhere/at/all", "tcp:host=localhost,port=1"]
)
def test_no_bus_at_all(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    ears = Ears()
    assert ears.show(qtbot, BIRCH) == ("birch", "banner", True)
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    assert Ears().show(qtbot, ELM) == ("elm", "banner", True)


def test_a_file_in_the_place_of_the_bus(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "bus").write_text("nothing of the kind")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/bus")
    assert Ears().show(qtbot, BIRCH) == ("birch", "banner", True)
