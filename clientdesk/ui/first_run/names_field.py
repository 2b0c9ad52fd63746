"""One line for a name; a pasted column of names is taken at once."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from clientdesk.models.intake import names_in
from clientdesk.ui.theme import body_px


class NamesField(QPlainTextEdit):
    """Enter or a paste of several lines hands the names over; the text stays until `clear`.

    Signals:
        submitted: the names, a list of text.
        below_wanted: Down, or Enter with nothing written: on to the table.
    """

    submitted = Signal(list)
    below_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Names of your clients"))
        self.setPlaceholderText(self.tr("A name and Enter, or paste a column of names"))
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._fit()

    def names(self) -> list[str]:
        """What is written, one name a line."""
        return names_in(self.toPlainText())

    def submit(self) -> None:
        """Hand the names over."""
        found = self.names()
        if found:
            self.submitted.emit(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.names():
            self.submit()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.below_wanted.emit()
            return
        super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 (Qt override)
        super().insertFromMimeData(source)
        if "\n" in source.text().strip() or "\r" in source.text().strip():
            self.submit()

    def _fit(self) -> None:
        self.setFixedHeight(body_px() + 24)
