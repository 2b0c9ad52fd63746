"""Finds words that don't fit: what shows less than it says, and what lies beyond the edge of its page."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QScrollArea, QToolButton, QWidget

from clientdesk.ui.widgets.labels import ElidedLabel

_FRAME = 30
"""What a choice has around its words, its arrow included."""


def clipped(root: QWidget) -> list[str]:
    """Every visible label, button or choice of a page that is cut, with how and what it says.

    A label that says it is cut, by an ellipsis and a tooltip, is not cut in this sense.
    """
    found = []
    for widget in root.findChildren(QWidget):
        why = "" if not widget.isVisible() else _too_small(widget) or _beyond_the_edge(widget)
        if why:
            words = widget.text() if isinstance(widget, QLabel | QAbstractButton) else widget.accessibleName()
            found.append(f"{type(widget).__name__} {widget.objectName()} {words[:50]!r}: {why}")
    return found


def _too_small(widget: QWidget) -> str:
    hint = widget.sizeHint()
    if isinstance(widget, ElidedLabel):
        needed = widget.fontMetrics().height()
        return f"height {widget.height()} < {needed}" if widget.height() < needed else ""
    if isinstance(widget, QLabel):
        if widget.wordWrap():
            needed = widget.heightForWidth(widget.width())
            return (
                f"height {widget.height()} < {needed}" if widget.text() and widget.height() < needed else ""
            )
        is_cut = widget.text() and (widget.width() < hint.width() or widget.height() < hint.height())
        return f"{widget.size().toTuple()} < {hint.toTuple()}" if is_cut else ""
    if isinstance(widget, QComboBox):
        needed = widget.fontMetrics().horizontalAdvance(widget.currentText()) + _FRAME
        return f"width {widget.width()} < {needed}" if widget.width() < needed else ""
    if isinstance(widget, QAbstractButton) and not _is_picture(widget):
        return f"width {widget.width()} < {hint.width()}" if widget.width() < hint.width() else ""
    return ""


def _is_picture(button: QAbstractButton) -> bool:
    if isinstance(button, QToolButton) and button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly:
        return True
    return not button.text()


def _beyond_the_edge(widget: QWidget) -> str:
    page = widget.parentWidget()
    while page is not None and not isinstance(page, QScrollArea):
        page = page.parentWidget()
    if page is None or page.horizontalScrollBarPolicy() is not Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
        return ""
    if not page.viewport().isAncestorOf(widget):
        return ""
    right = widget.mapTo(page.viewport(), QPoint(widget.width(), 0)).x()
    beyond = right - page.viewport().width()
    return f"{beyond} px beyond the edge" if beyond > 0 else ""
