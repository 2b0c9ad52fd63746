"""Labels of every kind; all of them show plain text, never markup."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from clientdesk.ui.tokens import SPACE_2


def label(text: str = "", role: str = "", *, wrap: bool = False, parent: QWidget | None = None) -> QLabel:
    """A plain-text label; `role` is one of title, section, strong, caption, secondary, chip."""
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if role in _TIGHT_ROLES:
        made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


_TIGHT_ROLES = ("chip", "chip-accent", "key")
_LEAD_SHARE = 0.4


def set_role(widget: QWidget, role: str) -> None:
    """Change a widget's look after it was shown."""
    if widget.property("role") == role:
        return
    widget.setProperty("role", role)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def set_flag(widget: QWidget, name: str, *, on: bool) -> None:
    """Set a boolean property the overlay styles, such as ``invalid``."""
    if widget.property(name) == on:
        return
    widget.setProperty(name, on)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def hairline(parent: QWidget | None = None) -> QFrame:
    """A thin line between two parts of a page."""
    line = QFrame(parent)
    line.setProperty("role", "hairline")
    line.setFixedHeight(1)
    return line


class ElidedLabel(QLabel):
    """One line that ends in an ellipsis where it is too long; the tooltip holds the whole text.

    Args:
        lead: how the text begins; where room is short this is cut first, to two fifths of it, so that what
            follows is never wholly lost behind a long name.
    """

    def __init__(
        self, text: str = "", role: str = "", parent: QWidget | None = None, *, lead: str = ""
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        if role:
            self.setProperty("role", role)
        self._full = ""
        self._align()
        self.set_full_text(text, lead)

    def set_full_text(self, text: str, lead: str = "") -> None:
        """Show this text, cut at the end if it must be, but first in its `lead`."""
        self._full = text
        self._lead = lead if text.startswith(lead) else ""
        self.setAccessibleName(text)
        self._elide()

    def full_text(self) -> str:
        """The text, uncut."""
        return self._full

    def sizeHint(self) -> QSize:
        width = QFontMetrics(self.font()).horizontalAdvance(self._full) + 4
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._align()

    def _align(self) -> None:
        """At the page's leading edge, whichever way the words themselves run."""
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        edge = Qt.AlignmentFlag.AlignRight if is_mirrored else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(edge | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)

    def _elide(self) -> None:
        metrics = QFontMetrics(self.font())
        line = " ".join(self._full.split("\n"))
        width = max(self.width(), 24)
        shown = metrics.elidedText(self._with_short_lead(line, width), Qt.TextElideMode.ElideRight, width)
        if shown != self.text():
            self.setText(shown)
        self.setToolTip(as_tooltip(self._full) if shown != line else "")

    def _with_short_lead(self, line: str, width: int) -> str:
        metrics = QFontMetrics(self.font())
        if not self._lead or metrics.horizontalAdvance(line) <= width:
            return line
        rest = line[len(self._lead) :]
        room = max(width - metrics.horizontalAdvance(rest), round(width * _LEAD_SHARE))
        return metrics.elidedText(self._lead, Qt.TextElideMode.ElideRight, room) + rest


class SectionHeader(QWidget):
    """A group's heading with an optional count and room for a button at its end."""

    def __init__(self, title: str, count: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title_label = label(title, "section")
        self.count_label = label("", "chip")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SPACE_2)
        self._row.addWidget(self.title_label)
        self._row.addWidget(self.count_label)
        self._row.addStretch(1)
        self.setAccessibleName(title)
        self.set_count(count)

    def set_count(self, count: int | None) -> None:
        """Show how many are below; None hides the count."""
        self.count_label.setVisible(count is not None)
        self.count_label.setText("" if count is None else str(count))

    def add_widget(self, widget: QWidget) -> None:
        """Put a button at the right end."""
        self._row.addWidget(widget)


def as_tooltip(text: str) -> str:
    """User text for a tooltip: Qt guesses markup there, so what looks like it is escaped."""
    if "<" not in text:
        return text
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>")
    return f"<span>{escaped}</span>"
