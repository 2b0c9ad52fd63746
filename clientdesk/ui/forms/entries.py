"""Small fields the forms share: choices, numbers as typed, a set of ticks, a time of day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import time
from decimal import Decimal
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QLocale, QTime, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QTimeEdit, QVBoxLayout, QWidget


class NumberField(QLineEdit):
    """A number as the locale writes it; what cannot be read stays and goes to the service as typed.

    `value` gives None when empty, else the digits with a point for decimals.
    """

    def __init__(self, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(hint)
        self.setMaxLength(24)

    def value(self) -> str | None:
        """The digits as plain text."""
        return plain_number(self.text()) or None

    def set_number(self, number: Decimal | int | None) -> None:
        """Show a number in the locale's way, without group marks."""
        text = "" if number is None else f"{number:f}" if isinstance(number, Decimal) else str(number)
        self.setText(text.replace(".", QLocale().decimalPoint()))


def plain_number(text: str) -> str:
    """Digits with a point for decimals, from "12 500,50", "12,500.50" or "12.5"."""
    kept = "".join(text.split()).replace("\u202f", "").replace("'", "").replace("’", "")
    comma, point = kept.rfind(","), kept.rfind(".")
    if comma >= 0 and point >= 0:
        group = "," if comma < point else "."
        return kept.replace(group, "").replace(",", ".")
    if comma >= 0:
        is_group = QLocale().decimalPoint() != "," and len(kept) - comma == 4 and comma > 0
        return kept.replace(",", "" if is_group or kept.count(",") > 1 else ".")
    return kept


class TickList(QWidget):
    """Several of a closed vocabulary, one tick each."""

    changed = Signal()

    def __init__(self, choices: Iterable[tuple[StrEnum, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._ticks: dict[StrEnum, QCheckBox] = {}
        for word, text in choices:
            tick = QCheckBox(text)
            tick.setObjectName(f"tick_{word.value}")
            tick.setAccessibleName(text)
            tick.toggled.connect(self.changed)
            self._ticks[word] = tick
            column.addWidget(tick)
            if self.focusProxy() is None:
                self.setFocusProxy(tick)

    def value(self) -> list[StrEnum]:
        """The ticked ones, in their order."""
        return [word for word, tick in self._ticks.items() if tick.isChecked()]

    def set_value(self, words: Iterable[StrEnum] | None) -> None:
        """Tick exactly these."""
        wanted = set(words or ())
        for word, tick in self._ticks.items():
            tick.setChecked(word in wanted)


class TimeField(QTimeEdit):
    """A time of day to five minutes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDisplayFormat(QLocale().timeFormat(QLocale.FormatType.ShortFormat))

    def value(self) -> time:
        shown = self.time()
        return time(shown.hour(), shown.minute())

    def set_value(self, value: time | None) -> None:
        self.setTime(QTime(value.hour, value.minute) if value else QTime(9, 0))


def look_up(view: object | None, name: str) -> Any:
    """An entry of what a form is filled from: a view, a mapping, or nothing."""
    return view.get(name) if isinstance(view, Mapping) else getattr(view, name, None)


def choice(choices: Sequence[tuple[Any, str]]) -> QComboBox:
    """A box of which one is chosen; its data are the values."""
    box = QComboBox()
    for data, text in choices:
        box.addItem(text, data)
    return box


def line(hint: str = "") -> QLineEdit:
    field = QLineEdit()
    field.setPlaceholderText(hint)
    return field


def text(hint: str = "", lines: int = 3) -> QPlainTextEdit:
    """Several lines of plain text; Tab goes on to the next field."""
    field = QPlainTextEdit()
    field.setPlaceholderText(hint)
    field.setTabChangesFocus(True)
    field.setFixedHeight(field.fontMetrics().lineSpacing() * lines + 18)
    return field
