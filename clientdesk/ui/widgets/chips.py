"""Small marks: a status as shape and word, where a value comes from, a client's monogram."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from clientdesk.ui.theme import current_tokens, icon_px, role_font
from clientdesk.ui.tokens import Status, monogram
from clientdesk.ui.widgets.labels import label
from clientdesk.ui.widgets.painting import paint_monogram, paint_status


class StatusChip(QWidget):
    """A status: its shape and a word, on a pale ground of its colour."""

    def __init__(
        self, status: Status | str = Status.STEADY, text: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_status(status, text)

    def set_status(self, status: Status | str, text: str) -> None:
        """Show this status with this word."""
        self._status = Status(status)
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def status(self) -> Status:
        return self._status

    def text(self) -> str:
        return self._text

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(role_font("caption"))
        return QSize(metrics.horizontalAdvance(self._text) + icon_px(12) + 22, metrics.height() + 8)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt override)
        tokens = current_tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.tint(tokens.status(self._status))))
        painter.drawRoundedRect(self.rect(), 4, 4)
        side = icon_px(12)
        paint_status(painter, QRectF(7, (self.height() - side) / 2, side, side), self._status)
        painter.setFont(role_font("caption"))
        painter.setPen(QColor(tokens.text))
        words = self.rect().adjusted(side + 12, 0, -6, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._text)


class StatusShape(QWidget):
    """Only the shape of a status, for beside words that already say it."""

    def __init__(self, status: Status | str = Status.STEADY, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(icon_px(14), icon_px(14))
        self.set_status(status)

    def set_status(self, status: Status | str) -> None:
        self._status = Status(status)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt override)
        painter = QPainter(self)
        paint_status(painter, QRectF(self.rect()), self._status)


class SourceChip(QLabel):
    """Where a value comes from ("from Close"); accented when it is set right here."""

    def __init__(self, text: str = "", *, is_own: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_source(text, is_own=is_own)

    def set_source(self, text: str, *, is_own: bool = False) -> None:
        """Show this source."""
        self.setText(text)
        self.setAccessibleName(text)
        self.setProperty("role", "chip-accent" if is_own else "chip")
        self.style().unpolish(self)
        self.style().polish(self)


class Monogram(QWidget):
    """A client's two letters on its colour."""

    def __init__(
        self, name: str = "", colour_index: int = 0, side: int = 28, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._side = side
        self.setFixedSize(side, side)
        self.set_client(name, colour_index)

    def set_client(self, name: str, colour_index: int) -> None:
        """Stand for this client."""
        self._letters = monogram(name) if name else ""
        self._colour_index = colour_index
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt override)
        if self._letters:
            painter = QPainter(self)
            paint_monogram(painter, QRect(0, 0, self._side, self._side), self._letters, self._colour_index)


def key_hint(text: str) -> QLabel:
    """A key as it is printed on the keyboard, for beside a button."""
    return label(text, "key")
