"""A text of which some words are marked, beside the same text of another version."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from clientdesk.ui.theme import current_tokens, role_font
from clientdesk.ui.tokens import SPACE_2

_LINE_BREAK = "\u2028"


class MarkedText(QWidget):
    """Plain words, never markup; what is marked is struck out (`is_old`) or underlined, on a pale ground."""

    def __init__(
        self, pieces: Sequence[tuple[str, bool]], *, is_old: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._pieces = [(text.replace("\n", _LINE_BREAK), is_marked) for text, is_marked in pieces]
        self._is_old = is_old
        self.setAccessibleName("".join(text for text, _ in pieces))
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._laid_out(width)[1] + 2 * SPACE_2

    def sizeHint(self) -> QSize:
        return QSize(240, self.heightForWidth(max(self.width(), 240)))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 2 * SPACE_2)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt override)
        tokens = current_tokens()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.sunken))
        painter.setPen(QColor(tokens.text))
        self._laid_out(self.width())[0].draw(painter, QPointF(SPACE_2, SPACE_2))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.updateGeometry()
            self.update()

    def _laid_out(self, width: int) -> tuple[QTextLayout, int]:
        layout = QTextLayout("".join(text for text, _ in self._pieces), role_font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats(self._formats())
        room, down = max(width - 2 * SPACE_2, 20), 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(room)
            line.setPosition(QPointF(0, down))
            down += line.height()
        layout.endLayout()
        return layout, round(down + 0.5)

    def _formats(self) -> list[QTextLayout.FormatRange]:
        tokens = current_tokens()
        mark = QTextCharFormat()
        mark.setBackground(QColor(tokens.tint(tokens.at_risk if self._is_old else tokens.steady, 0.22)))
        mark.setFontStrikeOut(self._is_old)
        mark.setFontUnderline(not self._is_old)
        found, place = [], 0
        for text, is_marked in self._pieces:
            length = len(text.encode("utf-16-le")) // 2
            if is_marked and text.strip():
                span = QTextLayout.FormatRange()
                span.start, span.length, span.format = place, length, mark
                found.append(span)
            place += length
        return found
