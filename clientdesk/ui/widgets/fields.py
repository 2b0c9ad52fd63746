"""Number, time and choice fields as this application uses them; the wheel never changes what has no focus."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, QTime
from PySide6.QtGui import QHelpEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDoubleSpinBox,
    QSpinBox,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QTimeEdit,
    QToolTip,
    QWidget,
)

from clientdesk.ui.widgets.labels import as_tooltip

_TEXT_INSET = 7


def inset_text(field: QAbstractSpinBox) -> None:
    """Give the text room at its left: style sheets cannot reach the edit inside a spin box."""
    field.lineEdit().setTextMargins(_TEXT_INSET, 0, 0, 0)
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


class NumberField(QSpinBox):
    """Whole numbers."""

    def __init__(
        self, lowest: int = 0, highest: int = 999, suffix: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setRange(lowest, highest)
        self.setSuffix(suffix)
        inset_text(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        _wheel(self, event, super().wheelEvent)


class DecimalField(QDoubleSpinBox):
    """Numbers with two decimals, such as amounts and hours."""

    def __init__(
        self, highest: float = 9_999_999, prefix: str = "", suffix: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setRange(0, highest)
        self.setPrefix(prefix)
        self.setSuffix(suffix)
        self.setGroupSeparatorShown(True)
        inset_text(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        _wheel(self, event, super().wheelEvent)


class TimeField(QTimeEdit):
    """A time of day, to the minute."""

    def __init__(self, at: time = time(9, 0), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDisplayFormat("HH:mm")
        self.set_value(at)
        inset_text(self)

    def value(self) -> time:
        shown = self.time()
        return time(shown.hour(), shown.minute())

    def set_value(self, at: time | None) -> None:
        self.setTime(QTime(at.hour, at.minute) if at is not None else QTime(0, 0))

    def wheelEvent(self, event: QWheelEvent) -> None:
        _wheel(self, event, super().wheelEvent)


class ChoiceField(QComboBox):
    """One of several choices, each with a value behind its words; words without room end in an ellipsis."""

    def __init__(self, choices: Sequence[tuple[Any, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(14)
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[tuple[Any, str]]) -> None:
        """Offer these (value, words); the value chosen before stays chosen if it is among them."""
        before = self.currentData()
        self.blockSignals(True)
        self.clear()
        for value, words in choices:
            self.addItem(words, value)
        place = self.findData(before)
        self.setCurrentIndex(max(place, 0) if choices else -1)
        self.blockSignals(False)

    def value(self) -> Any:
        return self.currentData()

    def set_value(self, value: Any) -> None:
        """Choose by value; the first choice when it is not among them."""
        self.setCurrentIndex(max(self.findData(value), 0))

    def sizeHint(self) -> QSize:
        """Room for the longest choice: the style draws a pixel inside the field on either side."""
        return super().sizeHint() + QSize(2, 0)

    def shown_text(self) -> str:
        """The words chosen, as far as there is room for them."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        return self._cut(option)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and not self.toolTip() and self.shown_text() != self.currentText():
            QToolTip.showText(event.globalPos(), as_tooltip(self.currentText()), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt calls it so
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self._cut(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def _cut(self, option: QStyleOptionComboBox) -> str:
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        return self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, room.width() - 2
        )

    def wheelEvent(self, event: QWheelEvent) -> None:
        _wheel(self, event, super().wheelEvent)


def _wheel(field: QWidget, event: QWheelEvent, take: Any) -> None:
    if field.hasFocus():
        take(event)
    else:
        event.ignore()
