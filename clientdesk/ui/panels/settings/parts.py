"""What every section is made of: cards of named rows, each with its field, a hint and a problem line."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)

from clientdesk.ui.theme import body_px
from clientdesk.ui.tokens import SPACE_1, SPACE_2, SPACE_3, SPACE_4
from clientdesk.ui.widgets.labels import label, set_flag

_MOST_WIDE = 680
_BESIDE_TICK = 30
AS_WORDS = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
"""Of a field that is as wide as its longest words at the size of text in use, and no wider."""


class Card(QFrame):
    """A heading and rows: the name at the left, the field at the right."""

    def __init__(self, title: str = "", note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAccessibleName(title)
        self._problems: dict[str, QLabel] = {}
        self._notes: dict[str, QLabel] = {}
        self._fields: dict[str, QWidget] = {}
        self._rows: dict[str, list[QWidget]] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_4)
        column.setSpacing(SPACE_2)
        if title:
            column.addWidget(label(title, "section"))
        if note:
            column.addWidget(label(note, "caption", wrap=True))
        self.column = column
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(SPACE_4)
        self._grid.setVerticalSpacing(SPACE_2)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(0, round(body_px() * 12.5))
        column.addLayout(self._grid)

    def add_row(self, name: str, title: str, field: QWidget, hint: str = "") -> QWidget:
        """A named field; `title` is its label and what a screen reader says."""
        line = self._grid.rowCount()
        box = QVBoxLayout()
        box.setSpacing(SPACE_1)
        if isinstance(field, QCheckBox):
            field.setText(title)
            box.addWidget(field)
        else:
            caption = label(title, "secondary", wrap=True)
            caption.setBuddy(field)
            caption.setMinimumHeight(min(field.sizeHint().height(), round(body_px() * 2.3)))
            self._grid.addWidget(caption, line, 0, Qt.AlignmentFlag.AlignTop)
            box.addWidget(field)
        below = QVBoxLayout()
        below.setSpacing(SPACE_1)
        below.setContentsMargins(_BESIDE_TICK if isinstance(field, QCheckBox) else 0, 0, 0, 0)
        parts: list[QWidget] = [field]
        if hint:
            parts.append(label(hint, "caption", wrap=True))
            below.addWidget(parts[-1])
        # A narrow field keeps its column wide.
        below.addItem(QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum))
        note = label("", "caption", wrap=True)
        note.setVisible(False)
        below.addWidget(note)
        box.addLayout(below)
        problem = label("", "problem", wrap=True)
        problem.setObjectName(f"{name}_problem")
        problem.setVisible(False)
        box.addWidget(problem)
        if isinstance(field, QCheckBox):
            self._grid.addLayout(box, line, 0, 1, 2)
        else:
            self._grid.addLayout(box, line, 1)
        field.setObjectName(name)
        field.setAccessibleName(title)
        self._fields[name] = field
        self._rows[name] = parts
        self._problems[name] = problem
        self._notes[name] = note
        return field

    def show_row(self, name: str, *, is_shown: bool) -> None:
        """Show a tick and its hint, or nothing of them."""
        for part in self._rows[name]:
            part.setVisible(is_shown)

    def show_note(self, name: str, text: str) -> None:
        """Say something about a field that depends on the moment, or nothing more."""
        self._notes[name].setText(text)
        self._notes[name].setVisible(bool(text))

    def add_buttons(self, *buttons: QWidget) -> None:
        """A row of buttons below the others."""
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        for made in buttons:
            row.addWidget(made)
        row.addStretch(1)
        self.column.addLayout(row)

    def show_problem(self, name: str, text: str) -> None:
        """Say what is wrong with a field, or nothing more; the entry stays."""
        self._problems[name].setText(text)
        self._problems[name].setVisible(bool(text))
        self._fields[name].setAccessibleDescription(text)
        set_flag(self._fields[name], "invalid", on=bool(text))

    def problem_text(self, name: str) -> str:
        """What stands beside a field now."""
        return self._problems[name].text()

    def has(self, name: str) -> bool:
        return name in self._fields


class Section(QScrollArea):
    """One page of cards that scrolls by itself."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        room = QWidget()
        row = QHBoxLayout(room)
        row.setContentsMargins(0, SPACE_3, SPACE_4, SPACE_4)
        body = QWidget()
        body.setMaximumWidth(_MOST_WIDE)
        row.addWidget(body, 1)
        row.addStretch(0)
        row.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.column = QVBoxLayout(body)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(SPACE_3)
        # A stretch, not an alignment: an aligned layout gets too little height for words that wrap.
        self.column.addStretch(1)
        self.setWidget(room)

    def add_card(self, card: Card) -> Card:
        self.column.insertWidget(self.column.count() - 1, card)
        return card

    def refresh(self) -> None:
        """Read again what is shown; sections that show stored data override this."""
