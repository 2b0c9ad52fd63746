"""One field of a paper: its caption, its entry, and what is to be said about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from clientdesk.ui.panels.papers.specs import AMOUNT, CHOICE, DAY, NUMBER, PERCENT, TEXT, TIE, FieldSpec
from clientdesk.ui.panels.papers.words import (
    amount_text,
    percent_points,
    percent_text,
    read_amount,
    translate,
)
from clientdesk.ui.tokens import SPACE_1, SPACE_2, Status
from clientdesk.ui.widgets.chips import StatusShape
from clientdesk.ui.widgets.date_field import DateField
from clientdesk.ui.widgets.fields import ChoiceField
from clientdesk.ui.widgets.labels import label, set_flag, set_role

Note = tuple[str, str]
"""A level (``stop`` or ``look``) and a sentence."""

STOP, LOOK = "stop", "look"
_MOST_LINES = 9


class NoteLine(QWidget):
    """A sentence with the shape of its weight; takes no room while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        self.shape = StatusShape(Status.WATCH)
        self.text_label = label("", "caption", wrap=True)
        row.addWidget(self.shape, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.text_label, 1)
        self.hide()

    def show_notes(self, notes: Sequence[Note]) -> None:
        """Say these, the weightiest decides the shape."""
        stops = any(level == STOP for level, _ in notes)
        self.shape.set_status(Status.AT_RISK if stops else Status.WATCH)
        set_role(self.text_label, "problem" if stops else "caption")
        self.text_label.setText("\n".join(sentence for _, sentence in notes))
        self.setVisible(bool(notes))

    def text(self) -> str:
        return self.text_label.text()


class GrowingText(QPlainTextEdit):
    """A text field as high as its words need, up to a limit; Tab leaves it."""

    def __init__(self, least_lines: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least = least_lines
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.textChanged.connect(self._fit)
        self._fit()

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


class FieldBox(QWidget):
    """A caption, an entry and notes.

    Signals:
        edited: path and new value; what cannot be read is passed on as it was typed.
        left: the entry lost the keyboard.

    Args:
        spec: which field.
        today: from which day relative dates count.
    """

    edited = Signal(str, object)
    left = Signal()

    def __init__(self, spec: FieldSpec, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self._is_filling = False
        self._is_shown = False
        self._notes: list[Note] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_1)
        self.entry = self._make_entry(today)
        name = spec.path.replace(".", "_")
        self.entry.setObjectName(name)
        self.setObjectName(f"{name}_box")
        self.entry.setAccessibleName(spec.title)
        caption = label(spec.title, "caption", wrap=True)
        caption.setBuddy(self.entry)
        column.addWidget(caption)
        column.addWidget(self.entry)
        if spec.hint:
            column.addWidget(label(spec.hint, "caption", wrap=True))
        self.note_line = NoteLine()
        column.addWidget(self.note_line)
        column.addStretch(1)
        self._focused().installEventFilter(self)

    def fill(self, value: Any) -> None:
        """Show a value of the document."""
        self._is_filling = True
        try:
            self._show(value)
        finally:
            self._is_filling = False

    def value(self) -> Any:
        """The entry as a value of the document; text where it cannot be read."""
        entry, kind = self.entry, self.spec.kind
        if isinstance(entry, DateField):
            found = entry.date()
            return found.isoformat() if found else (entry.text().strip() or None)
        if isinstance(entry, ChoiceField):
            return entry.value()
        if isinstance(entry, QPlainTextEdit):
            return entry.toPlainText()
        text = entry.text() if isinstance(entry, QLineEdit) else ""
        if kind == PERCENT:
            return percent_points(text)
        if kind == AMOUNT:
            return read_amount(text) or None
        if kind == NUMBER:
            plain = text.strip()
            return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 10 else (plain or None)
        return text

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer these instead, keeping what is chosen."""
        if isinstance(self.entry, ChoiceField):
            self.entry.set_choices(choices)

    def show_notes(self, notes: Sequence[Note]) -> None:
        """Say these beside the entry; what is new waits until the entry is left."""
        self._notes = list(notes)
        if not self._focused().hasFocus() or self._is_shown:
            self._apply_notes()

    def note_text(self) -> str:
        """What stands beside the entry now."""
        return self.note_line.text() if not self.note_line.isHidden() else ""

    def take_focus(self) -> None:
        """Put the cursor here."""
        self.entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self._apply_notes()
            self.left.emit()
        return super().eventFilter(watched, event)

    def _focused(self) -> QWidget:
        return self.entry.entry if isinstance(self.entry, DateField) else self.entry

    def _apply_notes(self) -> None:
        self._is_shown = bool(self._notes)
        self.note_line.show_notes(self._notes)
        self.entry.setAccessibleDescription(self.note_line.text())
        set_flag(self._focused(), "invalid", on=any(level == STOP for level, _ in self._notes))

    def _make_entry(self, today: Callable[[], date]) -> QWidget:
        kind = self.spec.kind
        if kind == DAY:
            picker = DateField(today)
            picker.entry.setMinimumWidth(96)
            picker.entry.textEdited.connect(self._on_edited)
            picker.date_changed.connect(self._on_edited)
            return picker
        if kind in (CHOICE, TIE):
            choice = ChoiceField(self.spec.choices)
            choice.setMinimumWidth(72)
            choice.currentIndexChanged.connect(self._on_edited)
            return choice
        if kind == TEXT:
            text = GrowingText()
            text.textChanged.connect(self._on_edited)
            return text
        line = QLineEdit()
        line.setMinimumWidth(72)
        line.textEdited.connect(self._on_edited)
        return line

    def _show(self, value: Any) -> None:
        entry, kind = self.entry, self.spec.kind
        if isinstance(entry, DateField):
            day = _as_day(value)
            entry.set_date(day)
            if day is None and value:
                entry.entry.setText(str(value))
        elif isinstance(entry, ChoiceField):
            if value and entry.findData(value) < 0:
                entry.addItem(str(value), value)
            entry.set_value(value)
        elif isinstance(entry, QPlainTextEdit):
            if entry.toPlainText() != (value or ""):
                entry.setPlainText(str(value or ""))
        elif isinstance(entry, QLineEdit):
            entry.setText(_shown(value, kind))
            entry.setCursorPosition(0)

    def _on_edited(self) -> None:
        if not self._is_filling:
            self.edited.emit(self.spec.path, self.value())


def _shown(value: Any, kind: str) -> str:
    if kind == PERCENT:
        return percent_text(value)
    if kind == AMOUNT:
        return amount_text(value)
    return "" if value is None else str(value)


def _as_day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def tie_choices(document: dict[str, Any]) -> list[tuple[str, str]]:
    """What a payment can hang on: nothing, the signature, each deliverable and milestone."""
    found = [("", translate("Papers", "its own words")), ("signature", translate("Papers", "the signature"))]
    for letter, name in (("D", "deliverables"), ("M", "milestones")):
        for place, row in enumerate(document.get(name, []), start=1):
            reference = f"{letter}{place}"
            words = translate("Papers", "{reference} {title}").format(
                reference=reference, title=row.get("title", "")
            )
            found.append((row.get("key") or reference, words.strip()))
    return found
