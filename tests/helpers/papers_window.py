"""Gestures in the papers panel, as a user makes them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from clientdesk.services.workspace import Workspace
from clientdesk.ui.main_window import MainWindow
from clientdesk.ui.panels.papers import PapersPanel
from clientdesk.ui.panels.papers.field_box import FieldBox
from clientdesk.ui.panels.papers.rows_editor import RowsEditor

TODAY = date(2026, 10, 12)


def click(qtbot: QtBot, button: QAbstractButton) -> None:
    assert button.isVisible()
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def field(panel: PapersPanel, section: str, path: str) -> FieldBox:
    return panel.composer.page(section).boxes[path]


def rows(panel: PapersPanel, section: str, path: str) -> RowsEditor:
    return panel.composer.page(section).rows[path]


def write(qtbot: QtBot, box: FieldBox, words: str) -> None:
    """Replace an entry by typing."""
    entry = box._focused()
    entry.setFocus()
    entry.selectAll()  # type: ignore[attr-defined]
    if isinstance(entry, QPlainTextEdit):
        entry.insertPlainText(words)
    elif words:
        qtbot.keyClicks(entry, words)
    else:
        qtbot.keyClick(entry, Qt.Key.Key_Delete)


def stored(workspace: Workspace, agreement_id: str) -> dict[str, Any]:
    return workspace.agreements.get(agreement_id).document


def dialog(window: MainWindow, kind: type[QDialog]) -> Any:
    found = [each for each in window.findChildren(kind) if each.isVisible()]
    assert len(found) == 1
    return found[0]


def drop(widget: QWidget, path: Path) -> None:
    """Drop a file on a widget, as the system would."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    where, copy = widget.rect().center(), Qt.DropAction.CopyAction
    keys = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, QDragEnterEvent(where, copy, data, *keys))
    QApplication.sendEvent(widget, QDropEvent(QPointF(where), copy, data, *keys))
