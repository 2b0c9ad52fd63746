"""Editors of single values: a number, a text, yes or no, an amount of time."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from clientdesk.ui.panels.boundaries.editor import Editor
from clientdesk.ui.tokens import SPACE_2
from clientdesk.ui.widgets.fields import ChoiceField, NumberField
from clientdesk.ui.widgets.labels import label


class NumberEditor(Editor):
    """A whole number with its unit in words; `none_words` stands for "none" at the lowest value."""

    def __init__(
        self, low: int, high: int, unit: str, *, none_words: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._low, self._none_words = low, none_words
        self.spin = NumberField(low, high)
        self.spin.setObjectName("spin")
        self.spin.setSpecialValueText(none_words)
        self.spin.setMinimumWidth(110 if none_words else 84)
        self.spin.valueChanged.connect(self._on_typed)
        self.spin.editingFinished.connect(self.commit)
        row = _row(self)
        row.addWidget(self.spin)
        row.addWidget(label(unit, "secondary"))
        row.addStretch(1)
        self.setFocusProxy(self.spin)

    def value(self) -> Any:
        return self.spin.value()

    def show_value(self, value: Any) -> None:
        self.spin.setValue(self._low if value is None else value)

    def fields(self) -> list[QWidget]:
        return [self.spin]

    def setAccessibleName(self, name: str) -> None:  # noqa: N802 (Qt override)
        super().setAccessibleName(name)
        self.spin.setAccessibleName(name)


class TextEditor(Editor):
    """A few sentences."""

    patience_ms = 4_000

    def __init__(self, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry = _Sentences()
        self.entry.setObjectName("entry")
        self.entry.setPlaceholderText(placeholder)
        self.entry.textChanged.connect(self._on_typed)
        self.entry.left = self.commit
        row = _row(self)
        row.addWidget(self.entry)
        self.setFocusProxy(self.entry)

    def value(self) -> Any:
        return self.entry.toPlainText()

    def show_value(self, value: Any) -> None:
        if self.entry.toPlainText() != (value or ""):
            self.entry.setPlainText(value or "")

    def fields(self) -> list[QWidget]:
        return [self.entry]

    def setAccessibleName(self, name: str) -> None:  # noqa: N802 (Qt override)
        super().setAccessibleName(name)
        self.entry.setAccessibleName(name)


class FlagEditor(Editor):
    """Yes or no, as a tick beside its sentence."""

    def __init__(self, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tick = QCheckBox(sentence)
        self.tick.setObjectName("tick")
        self.tick.setAccessibleName(sentence)
        self.tick.toggled.connect(self._on_chosen)
        row = _row(self)
        row.addWidget(self.tick)
        row.addStretch(1)
        self.setFocusProxy(self.tick)

    def value(self) -> Any:
        return self.tick.isChecked()

    def show_value(self, value: Any) -> None:
        self.tick.setChecked(bool(value))


class DurationEditor(Editor):
    """An amount and its unit: 4 working hours."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.amount = NumberField(1, 365)
        self.amount.setObjectName("amount")
        self.amount.setMinimumWidth(72)
        self.unit = ChoiceField(
            (
                ("hours", self.tr("hours by the clock")),
                ("working_hours", self.tr("working hours")),
                ("working_days", self.tr("working days")),
            )
        )
        self.unit.setObjectName("unit")
        self.amount.valueChanged.connect(self._on_typed)
        self.amount.editingFinished.connect(self.commit)
        self.unit.currentIndexChanged.connect(self._on_chosen)
        row = _row(self)
        row.addWidget(self.amount)
        row.addWidget(self.unit)
        row.addStretch(1)
        self.setFocusProxy(self.amount)

    def value(self) -> Any:
        return {"amount": self.amount.value(), "unit": str(self.unit.currentData())}

    def show_value(self, value: Any) -> None:
        if value is not None:
            self.amount.setValue(value.amount)
            self.unit.set_value(str(value.unit))

    def fields(self) -> list[QWidget]:
        return [self.amount]

    def setAccessibleName(self, name: str) -> None:  # noqa: N802 (Qt override)
        super().setAccessibleName(name)
        self.amount.setAccessibleName(name)
        self.unit.setAccessibleName(self.tr("{rule}, unit").format(rule=name))


class _Sentences(QPlainTextEdit):
    """Three lines high, Tab goes on, Ctrl+Enter keeps."""

    def __init__(self) -> None:
        super().__init__()
        self.left: Any = None
        self.setTabChangesFocus(True)
        self.setSizeAdjustPolicy(QPlainTextEdit.SizeAdjustPolicy.AdjustIgnored)

    def sizeHint(self) -> QSize:
        return QSize(240, QFontMetrics(self.font()).lineSpacing() * 3 + 20)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.left()
            return
        super().keyPressEvent(event)


def _row(owner: QWidget) -> QHBoxLayout:
    row = QHBoxLayout(owner)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SPACE_2)
    return row


def column_of(owner: QWidget, spacing: int = SPACE_2) -> QVBoxLayout:
    """A column without margins."""
    column = QVBoxLayout(owner)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(spacing)
    return column


def show_line(entry: QLineEdit, text: str) -> None:
    """Show a text from its beginning; the cursor stays where nothing changed."""
    if entry.text() != text:
        entry.setText(text)
        entry.setCursorPosition(0)


def line_edit(name: str, object_name: str, placeholder: str = "") -> QLineEdit:
    """A named one-line field."""
    made = QLineEdit()
    made.setAccessibleName(name)
    made.setObjectName(object_name)
    made.setPlaceholderText(placeholder)
    return made
