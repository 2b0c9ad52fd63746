"""Fields of the template editor: each shows one value of the document and gives it back."""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from clientdesk.ui.panels.boundaries.template_specs import Entry
from clientdesk.ui.theme import body_px
from clientdesk.ui.translations import translate
from clientdesk.ui.widgets.fields import ChoiceField, NumberField
from clientdesk.ui.widgets.labels import label

NONE = -1
"""What a number field shows as a dash."""

MOST_DAYS = 2_600
LINE_LETTERS = 88
TEXT_LINES = (2, 9)


class TextArea(QPlainTextEdit):
    """Several lines, as high as what they hold.

    Signals:
        left: the cursor went elsewhere.
    """

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        lines = self.toPlainText().split("\n")
        count = sum(max(1, math.ceil(len(line) / LINE_LETTERS)) for line in lines)
        least, most = TEXT_LINES
        self.setFixedHeight(round(body_px() * 1.45 * min(max(count, least), most)) + 20)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class EntryField(QWidget):
    """One entry with its words above it.

    Signals:
        left: an entry is complete; it may be what it was.
    """

    left = Signal()

    def __init__(self, entry: Entry, object_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry = entry
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(label(entry.title, "caption"))
        self.editor = self._build()
        self.editor.setObjectName(object_name)
        self.editor.setAccessibleName(entry.title)
        column.addWidget(self.editor)

    def _build(self) -> QWidget:
        kind = self.entry.kind
        if kind in ("text", "lines"):
            area = TextArea()
            area.left.connect(self.left)
            return area
        if kind in ("days", "share"):
            number = NumberField(NONE, 100 if kind == "share" else MOST_DAYS, " %" if kind == "share" else "")
            number.setSpecialValueText("–")
            number.setValue(NONE)
            number.setMaximumWidth(110)
            number.editingFinished.connect(self.left)
            return number
        if kind == "side":
            side = ChoiceField(
                [
                    ("consultant", translate("Templates", "Consultant")),
                    ("client", translate("Templates", "Client")),
                ]
            )
            side.setMaximumWidth(180)
            side.activated.connect(self._on_chosen)
            return side
        line = QLineEdit()
        line.editingFinished.connect(self.left)
        return line

    def _on_chosen(self) -> None:
        self.left.emit()

    def set_value(self, value: Any) -> None:
        """Show a value of the document; None is nothing."""
        editor = self.editor
        if isinstance(editor, TextArea):
            editor.setPlainText("\n".join(value or []) if self.entry.kind == "lines" else value or "")
        elif isinstance(editor, NumberField):
            shown = (
                NONE if value is None else round(value / 100) if self.entry.kind == "share" else int(value)
            )
            editor.setValue(shown)
        elif isinstance(editor, ChoiceField):
            editor.set_value(value or "consultant")
        elif isinstance(editor, QLineEdit):
            editor.setText(value or "")
            editor.setCursorPosition(0)

    def value(self) -> Any:
        """The value for the document; None for nothing."""
        editor = self.editor
        if isinstance(editor, TextArea):
            text = editor.toPlainText().strip()
            if self.entry.kind == "lines":
                return [line.strip() for line in text.split("\n") if line.strip()] or None
            return text or None
        if isinstance(editor, NumberField):
            if editor.value() == NONE:
                return None
            return editor.value() * 100 if self.entry.kind == "share" else editor.value()
        if isinstance(editor, ChoiceField):
            return editor.value()
        assert isinstance(editor, QLineEdit)  # noqa: S101 - the last kind there is
        return editor.text().strip() or None
