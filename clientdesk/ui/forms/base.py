"""What every form is: filled from a view, read as plain values, problems shown beside the fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from clientdesk.models.errors import InvalidInput, Problem
from clientdesk.ui.tokens import SPACE_1, SPACE_2, SPACE_3
from clientdesk.ui.widgets.date_field import DateField
from clientdesk.ui.widgets.fields import inset_text
from clientdesk.ui.widgets.labels import label, set_flag

_TEXT_LINES = 4


class Form(QWidget):
    """A column of labelled fields. It never calls a service.

    Add fields by `add_field`; `fill` reads a view's attributes of the same names, `values` gives plain
    values back. A subclass overrides `fill` or `values` where names or types differ, calling `super()`.

    Signals:
        edited: the user changed some field.

    Args:
        word: words for a problem, e.g. the wording service's.
    """

    edited = Signal()

    def __init__(self, word: Callable[[Problem], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._word = word
        self._fields: dict[str, QWidget] = {}
        self._problems: dict[str, QLabel] = {}
        self._is_filling = False
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        self.column = QVBoxLayout()
        self.column.setSpacing(SPACE_3)
        room.addLayout(self.column)
        room.addStretch(1)
        self._general = label("", "problem", wrap=True)
        self._general.setVisible(False)
        self.column.addWidget(self._general)

    def add_field(self, name: str, title: str, field: QWidget, hint: str = "") -> QWidget:
        """Put a field under the ones before it; `title` becomes its label and accessible name."""
        box = QVBoxLayout()
        box.setSpacing(SPACE_1)
        caption = label(title, "caption")
        caption.setBuddy(field)
        problem = label("", "problem", wrap=True)
        problem.setVisible(False)
        problem.setObjectName(f"{name}_problem")
        if isinstance(field, QCheckBox):
            field.setText(title)
        else:
            box.addWidget(caption)
        box.addWidget(field)
        if hint:
            box.addWidget(label(hint, "caption", wrap=True))
        box.addWidget(problem)
        self.column.addLayout(box)
        if isinstance(field, QAbstractSpinBox):
            inset_text(field)
        if isinstance(field, QPlainTextEdit):
            field.setTabChangesFocus(True)
            field.setFixedHeight(field.fontMetrics().lineSpacing() * _TEXT_LINES + 2 * SPACE_2)
        field.setAccessibleName(title)
        if not field.objectName():
            field.setObjectName(name)
        self._fields[name] = field
        self._problems[name] = problem
        self._watch(field)
        return field

    def names(self) -> frozenset[str]:
        """Names of its fields."""
        return frozenset(self._fields)

    def field(self, name: str) -> QWidget:
        """The widget of a field."""
        return self._fields[name]

    def fill(self, view: object | None) -> None:
        """Show a view's values; None empties the form."""
        self._is_filling = True
        try:
            for name, field in self._fields.items():
                set_value(field, _look_up(view, name))
        finally:
            self._is_filling = False
        self.clear_problems()

    def values(self) -> dict[str, Any]:
        """The entries as plain values: text, numbers, flags, dates, choice data.

        Raises:
            InvalidInput: a date field holds words that are no date; dropping them would lose the entry.
        """
        unread = [name for name, field in self._fields.items() if _is_unread(field)]
        if unread:
            raise InvalidInput([Problem(name, "unreadable_date") for name in unread])
        return {name: value_of(field) for name, field in self._fields.items()}

    def show_problems(self, problems: Sequence[Problem]) -> bool:
        """Show each problem beside its field and go to the first; False when some have no field here."""
        self.clear_problems()
        homeless: list[str] = []
        first: QWidget | None = None
        for problem in problems:
            name = self._home_of(problem)
            if name is None:
                homeless.append(self._word(problem))
                continue
            note, field = self._problems[name], self._fields[name]
            said = [note.text()] if note.text() else []
            note.setText("\n".join([*said, self._word(problem)]))
            note.setVisible(True)
            field.setAccessibleDescription(note.text())
            set_flag(field, "invalid", on=True)
            first = first or field
        self._general.setText("\n".join(homeless))
        self._general.setVisible(bool(homeless))
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        return not homeless

    def clear_problems(self) -> None:
        """Forget the problems shown."""
        self._general.setVisible(False)
        self._general.setText("")
        for name, note in self._problems.items():
            note.setText("")
            note.setVisible(False)
            self._fields[name].setAccessibleDescription("")
            set_flag(self._fields[name], "invalid", on=False)

    def problem_text(self, name: str) -> str:
        """What stands beside a field now."""
        return self._problems[name].text()

    def _home_of(self, problem: Problem) -> str | None:
        if problem.field in self._fields:
            return problem.field
        head = problem.field.split(".", 1)[0]
        return head if head in self._fields else None

    def _watch(self, field: QWidget) -> None:
        signal = _change_signal(field)
        if signal is not None:
            signal.connect(self._on_edited)

    def _on_edited(self) -> None:
        if not self._is_filling:
            self.edited.emit()


def _look_up(view: object | None, name: str) -> Any:
    if view is None:
        return None
    return view.get(name) if isinstance(view, Mapping) else getattr(view, name, None)


def _is_unread(field: QWidget) -> bool:
    return isinstance(field, DateField) and not field.is_readable()


def _change_signal(field: QWidget) -> Any:
    for kind, name in _CHANGE_SIGNALS:
        if isinstance(field, kind):
            return getattr(field, name)
    return getattr(field, "valueChanged", None)


_CHANGE_SIGNALS: tuple[tuple[type[QWidget], str], ...] = (
    (DateField, "date_changed"),
    (QLineEdit, "textEdited"),
    (QPlainTextEdit, "textChanged"),
    (QCheckBox, "toggled"),
    (QComboBox, "currentIndexChanged"),
    (QTimeEdit, "timeChanged"),
)


def value_of(field: QWidget) -> Any:
    """The plain value of a field; a widget of our own offers `value()`."""
    if isinstance(field, DateField):
        return field.date()
    if isinstance(field, QLineEdit):
        return field.text()
    if isinstance(field, QPlainTextEdit):
        return field.toPlainText()
    if isinstance(field, QCheckBox):
        return field.isChecked()
    if isinstance(field, QComboBox):
        data = field.currentData()
        return field.currentText() if data is None and field.isEditable() else data
    return field.value()  # type: ignore[attr-defined]


def set_value(field: QWidget, value: Any) -> None:
    """Show a plain value in a field; None empties it."""
    if isinstance(field, DateField):
        field.set_date(value if isinstance(value, date) else None)
    elif isinstance(field, QLineEdit):
        field.setText("" if value is None else str(value))
    elif isinstance(field, QPlainTextEdit):
        field.setPlainText("" if value is None else str(value))
    elif isinstance(field, QCheckBox):
        field.setChecked(bool(value))
    elif isinstance(field, QComboBox):
        place = field.findData(value)
        field.setCurrentIndex(place if place >= 0 else (-1 if field.isEditable() else 0))
    elif isinstance(field, QSpinBox | QDoubleSpinBox):
        field.setValue(cast(int, field.minimum() if value is None else value))
    else:
        field.set_value(value)  # type: ignore[attr-defined]
