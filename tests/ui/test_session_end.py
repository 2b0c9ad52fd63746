"""The session manager's word that the session ends. No session manager runs here: its word is put in Qt's mouth."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clientdesk.ui.session_end import SessionEnd


def test_the_session_managers_word_lets_windows_close_until_it_is_called_off(
    qtbot: QtBot, qapp: QApplication
) -> None:
    end = SessionEnd(qapp)
    heard: list[bool] = []
    end.ending_changed.connect(heard.append)
    manager: Any = None
    end._on_session_ending(manager)
    assert heard == [True]
    assert end._calling_off.isActive()
    end._calling_off.timeout.emit()
    assert heard == [True, False]
    end._on_session_ending(manager)
    end.stop()
    assert heard == [True, False, True]
    assert not end._calling_off.isActive()
