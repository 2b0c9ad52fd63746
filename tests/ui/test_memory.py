"""Garbage goes on the GUI thread when the event loop rests."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from clientdesk.ui.memory import YOUNG, GarbageKeeper


class Ring:
    """Two of these that know each other are found by a collection only."""

    def __init__(self) -> None:
        self.other: Ring | None = None
        self.thread = 0


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_a_ring_goes_when_the_loop_is_idle(qtbot: QtBot) -> None:
    keeper = GarbageKeeper()
    keeper.start()
    gone: list[int] = []
    one, two = Ring(), Ring()
    one.other, two.other = two, one
    weakref.finalize(one, lambda: gone.append(threading.get_ident()))
    del one, two
    kept = [[] for _ in range(YOUNG + 1_000)]
    assert not gc.isenabled()
    qtbot.waitUntil(lambda: bool(gone), timeout=5_000)
    assert gone == [threading.get_ident()]
    assert len(kept) == YOUNG + 1_000
