"""Text entries of the composer: as high as their words, and never flooded by what is pasted."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from clientdesk.ui.panels.papers.words import count_text, translate

MOST_TEXT = 20_000
"""Characters that a text field takes; a paper keeps no more (see `models.agreement_fields`)."""

MOST_LIST = 200_000
"""Characters that a list of lines takes."""

_MOST_LINE = 2_000
_MOST_LINES = 9


def too_much(count: int, most: int) -> str:
    """Why so much text is not taken."""
    return translate(
        "Papers", "{count} characters are too many for this field, which takes {most}. Nothing was pasted."
    ).format(count=count_text(count), most=count_text(most))


class GrowingText(QPlainTextEdit):
    """A text field as high as its words need, up to a limit; Tab leaves it.

    Signals:
        refused: a sentence, when more was pasted or dropped than the field takes.
    """

    refused = Signal(str)

    def __init__(self, least_lines: int = 2, parent: QWidget | None = None, *, most: int = MOST_TEXT) -> None:
        super().__init__(parent)
        self._least = least_lines
        self._most = most
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.textChanged.connect(self._fit)
        self._fit()

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 (Qt override)
        count = len(source.text())
        if count + self.document().characterCount() > self._most + 1 and count > 1:
            self.refused.emit(too_much(count, self._most))
            return
        super().insertFromMimeData(source)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._fit()

    def _fit(self) -> None:
        lines = max(self._least, min(_MOST_LINES, round(self.document().size().height())))
        frame = 2 * round(self.document().documentMargin()) + 2 * self.frameWidth() + 10
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + frame)


class LineEntry(QLineEdit):
    """One line that takes what a person would type, and says so when more is pasted.

    Signals:
        refused: a sentence, when more was pasted than the field takes.
    """

    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(_MOST_LINE)
        self.setMinimumWidth(72)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            count = len(QGuiApplication.clipboard().text())
            if count > _MOST_LINE:
                self.refused.emit(too_much(count, _MOST_LINE))
                return
        super().keyPressEvent(event)
