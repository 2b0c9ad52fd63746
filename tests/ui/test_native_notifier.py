"""Windows and macOS: the library's documented behaviour, without either system."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from clientdesk.services.ports import Notice, NoticeAction
from clientdesk.ui.notifiers.chooser import NotifierChooser
from clientdesk.ui.notifiers.native import NativeNotifier
from tests.helpers.desktop_notifier_double import Centre, Urgency, module
from tests.helpers.fakes import FakeNotifier

BIRCH = Notice("n1", "Birch", "Friday", (NoticeAction("told", "I told them"), NoticeAction("open", "Open")))
ELM = Notice("n2", "Elm", "", urgent=True, sound=True)


@pytest.fixture
def centre(monkeypatch: pytest.MonkeyPatch) -> Centre:
    centre = Centre()
    monkeypatch.setitem(sys.modules, "desktop_notifier", module(centre))
    return centre


@pytest.fixture
def native(qtbot: QtBot, centre: Centre) -> Iterator[NativeNotifier]:
    notifier = NativeNotifier("ClientDesk")
    yield notifier
    notifier.close()
    assert "notices" not in [thread.name for thread in threading.enumerate()]


@pytest.fixture
def fates(native: NativeNotifier) -> list[tuple[str, str, bool]]:
    said: list[tuple[str, str, bool]] = []
    native.on_shown(lambda *fate: said.append(fate))
    return said


def settled(qtbot: QtBot, fates: list[tuple[str, str, bool]], expected: list[tuple[str, str, bool]]) -> None:
    qtbot.waitUntil(lambda: len(fates) >= len(expected), timeout=2000)
    assert fates == expected


def test_a_notice_is_shown_with_its_buttons(
    qtbot: QtBot, native: NativeNotifier, centre: Centre, fates: list[tuple[str, str, bool]]
) -> None:
    assert native.show(BIRCH)
    assert native.show(ELM)
    settled(qtbot, fates, [("n1", "native", True), ("n2", "native", True)])
    birch, elm = centre.shown
    assert (birch.title, birch.message, birch.urgency, birch.sound) == (
        "Birch",
        "Friday",
        Urgency.Normal,
        None,
    )
    # Fixed keys: macOS remembers the buttons of the first notice with these titles.
    assert [(button.title, button.identifier) for button in birch.buttons] == [
        ("I told them", "told"),
        ("Open", "open"),
    ]
    assert elm.urgency is Urgency.Critical
    assert elm.sound is not None
    assert centre.asked_for_permission == 1


def test_the_notice_that_was_answered_is_known(
    qtbot: QtBot, native: NativeNotifier, centre: Centre, fates: list[tuple[str, str, bool]]
) -> None:
    heard: list[tuple[str, str]] = []
    native.on_action(lambda notice_id, key: heard.append((notice_id, key)))
    native.show(ELM)
    native.show(BIRCH)
    settled(qtbot, fates, [("n2", "native", True), ("n1", "native", True)])
    threading.Thread(target=centre.press, args=("n1", "told")).start()
    qtbot.waitUntil(lambda: heard == [("n1", "told")], timeout=2000)
    centre.notifier.on_clicked("n2")
    centre.notifier.on_dismissed("n1")
    qtbot.waitUntil(lambda: heard[1:] == [("n2", "default"), ("n1", "closed")], timeout=2000)


@pytest.mark.parametrize("fault", ["is_broken", "not allowed", "can do nothing"])
def test_what_the_centre_does_not_take_falls_through(
    qtbot: QtBot, native: NativeNotifier, centre: Centre, fault: str
) -> None:
    if fault == "is_broken":
        centre.is_broken = True
    elif fault == "not allowed":
        centre.is_allowed = False
    else:
        centre.capabilities = frozenset()
    banner = FakeNotifier(name="banner")
    chooser = NotifierChooser([native, banner])
    said: list[tuple[str, str, bool]] = []
    chooser.on_shown(lambda *fate: said.append(fate))
    assert chooser.show(BIRCH)
    settled(qtbot, said, [("n1", "banner", True)])
    assert banner.shown == [BIRCH]
    assert native.is_available() == (fault != "can do nothing")


def test_withdrawn_and_closed_notices_leave_the_screen(
    qtbot: QtBot, native: NativeNotifier, centre: Centre, fates: list[tuple[str, str, bool]]
) -> None:
    native.show(BIRCH)
    native.show(ELM)
    settled(qtbot, fates, [("n1", "native", True), ("n2", "native", True)])
    native.withdraw("n1")
    qtbot.waitUntil(lambda: centre.cleared == ["n1"], timeout=2000)
    native.close()
    assert "n2" in centre.cleared


def test_without_the_library_the_next_one_shows(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "desktop_notifier", None)
    native = NativeNotifier("ClientDesk")
    assert native.is_available()
    assert not native.show(BIRCH)
    assert not native.is_available()
