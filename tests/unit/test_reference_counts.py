"""PySide6 6.12.0 loses a reference to True, False or None with each call on Python 3.11, until the process aborts."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject, Signal

EMITS = 5000


class _Source(QObject):
    told = Signal(object)
    switched = Signal(bool)
    passed = Signal()


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="these objects are immortal from Python 3.12 on")
@pytest.mark.parametrize("value", [True, False, None])
def test_signals_leave_the_constants_their_references(value: bool | None) -> None:
    source = _Source()
    heard = 0

    def count(*_args: object) -> None:
        nonlocal heard
        heard += 1

    for signal in (source.told, source.switched, source.passed):
        signal.connect(count)
    before = sys.getrefcount(value)
    for _ in range(EMITS):
        source.told.emit(value)
        source.switched.emit(bool(value))
        source.passed.emit()
        source.setObjectName("source")
    lost = before - sys.getrefcount(value)
    assert heard == 3 * EMITS
    # Other code in this process moves the count by a handful; the fault takes one with every call.
    assert abs(lost) < EMITS // 50
