"""With single-letter keys off, letters reach text fields and nothing else."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from clientdesk.ui.letter_guard import LetterGuard


class Pad(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.pressed: list[int] = []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Control:
            self.pressed.append(event.key())


def test_letters_alone_are_held_back_while_it_guards(qtbot: QtBot, qapp: QApplication) -> None:
    guard, pad = LetterGuard(qapp), Pad()
    qtbot.addWidget(pad)
    pad.show()
    pad.setFocus()
    guard.set_on(True)
    QTest.keyClick(pad, Qt.Key.Key_T)
    QTest.keyClick(pad, Qt.Key.Key_Return)
    QTest.keyClick(pad, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert pad.pressed == [Qt.Key.Key_Return, Qt.Key.Key_T]
    guard.set_on(False)
    QTest.keyClick(pad, Qt.Key.Key_T)
    assert pad.pressed[-1] == Qt.Key.Key_T
    assert len(pad.pressed) == 3


def test_text_fields_take_letters_all_the_same(qtbot: QtBot, qapp: QApplication) -> None:
    guard, field = LetterGuard(qapp), QLineEdit()
    qtbot.addWidget(field)
    field.show()
    guard.set_on(True)
    QTest.keyClicks(field, "told")
    guard.set_on(False)
    assert field.text() == "told"
