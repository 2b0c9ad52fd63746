"""The filter field of a list: clears by Esc, tells after a short pause, reached by / and Ctrl+F."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from clientdesk.ui.icons import icon

_PAUSE_MS = 120


class SearchField(QLineEdit):
    """One line to filter by.

    Signals:
        search_changed: the text, a moment after typing stops; at once when cleared or Enter is pressed.
    """

    search_changed = Signal(str)

    def __init__(self, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("isFilter", True)
        self.setPlaceholderText(hint or self.tr("Filter  /"))
        self.setAccessibleName(hint or self.tr("Filter"))
        self.setClearButtonEnabled(True)
        self.setMaxLength(200)
        for clear_button in self.findChildren(QToolButton):
            clear_button.setAccessibleName(self.tr("Clear the filter"))
        mark = self.addAction(icon("search", "placeholder"), QLineEdit.ActionPosition.LeadingPosition)
        mark.setText(self.tr("Filter"))
        self._told = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._tell)
        self.textChanged.connect(self._on_text)
        self.returnPressed.connect(self._tell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)

    def _on_text(self, text: str) -> None:
        if text:
            self._timer.start()
        else:
            self._tell()

    def _tell(self) -> None:
        self._timer.stop()
        if self.text() != self._told:
            self._told = self.text()
            self.search_changed.emit(self._told)
