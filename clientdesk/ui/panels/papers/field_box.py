"""One field of a paper: its caption, its entry, and what is to be said about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from clientdesk.ui.panels.papers.entries import MOST_LIST, GrowingText, LineEntry
from clientdesk.ui.panels.papers.noted_box import STOP, STYLE, Note, NotedBox
from clientdesk.ui.panels.papers.specs import (
    AMOUNT,
    CHOICE,
    DAY,
    FLAG,
    LINES,
    NUMBER,
    PERCENT,
    REF,
    TEXT,
    TIE,
    FieldSpec,
)
from clientdesk.ui.panels.papers.words import (
    amount_text,
    percent_points,
    percent_text,
    read_amount,
    read_number,
    translate,
)
from clientdesk.ui.tokens import SPACE_1
from clientdesk.ui.widgets.date_field import DateField
from clientdesk.ui.widgets.fields import ChoiceField
from clientdesk.ui.widgets.labels import label, set_flag
from clientdesk.ui.widgets.search_choice import SearchChoice

Choices = Sequence[tuple[Any, str]]


class FieldBox(NotedBox):
    """A caption, an entry and notes.

    What cannot be read is passed on as it was typed.

    Args:
        spec: which field.
        today: from which day relative dates count.
    """

    def __init__(self, spec: FieldSpec, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(spec.path, parent)
        self.spec = spec
        self._is_shown = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_1)
        self.entry = self._make_entry(today)
        name = spec.path.replace(".", "_")
        self.entry.setObjectName(name)
        self.setObjectName(f"{name}_box")
        self.entry.setAccessibleName(spec.title)
        # A box to tick says what it is by itself; the empty caption keeps it level with its neighbour.
        caption = label("" if spec.kind == FLAG else spec.title, "caption", wrap=spec.kind != FLAG)
        caption.setBuddy(self.entry)
        column.addWidget(caption)
        if spec.kind == FLAG and not spec.is_short:
            caption.hide()
        column.addWidget(self.entry)
        if spec.hint:
            column.addWidget(label(spec.hint, "caption", wrap=True))
        column.addWidget(self.note_line)
        column.addStretch(1)
        self._focused().installEventFilter(self)

    def value(self) -> Any:
        """The entry as a value of the document; text where it cannot be read."""
        entry, kind = self.entry, self.spec.kind
        if isinstance(entry, DateField):
            found = entry.date()
            return found.isoformat() if found else (entry.text().strip() or None)
        if isinstance(entry, ChoiceField | SearchChoice):
            return entry.value() if kind != REF else entry.value() or ""
        if isinstance(entry, QCheckBox):
            return entry.isChecked()
        if isinstance(entry, QPlainTextEdit):
            text = entry.toPlainText()
            return lines_of(text) if kind == LINES else text
        text = entry.text() if isinstance(entry, QLineEdit) else ""
        if kind == PERCENT:
            return percent_points(text)
        if kind == AMOUNT:
            return read_amount(text) or None
        return read_number(text) if kind == NUMBER else text

    def set_choices(self, choices: Choices) -> None:
        """Offer these instead, keeping what is chosen."""
        if isinstance(self.entry, ChoiceField | SearchChoice):
            offered = [(self.entry.itemData(n), self.entry.itemText(n)) for n in range(self.entry.count())]
            if offered != list(choices):
                self.entry.set_choices(choices)

    def show_notes(self, notes: Sequence[Note]) -> None:
        """Say these beside the entry; what is new, but for its style, waits until the entry is left."""
        self._notes = list(notes)
        if not self._focused().hasFocus() or self._is_shown:
            self._apply_notes()
        else:
            self._say([note for note in notes if note[0] == STYLE])

    def note_text(self) -> str:
        """What stands beside the entry now."""
        return self.note_line.text() if not self.note_line.isHidden() else ""

    def _focused(self) -> QWidget:
        return self.entry.entry if isinstance(self.entry, DateField) else self.entry

    def _apply_notes(self) -> None:
        self._is_shown = any(level != STYLE for level, _ in self._notes)
        super()._apply_notes()

    def _say(self, notes: Sequence[Note]) -> None:
        super()._say(notes)
        set_flag(self._focused(), "invalid", on=any(level == STOP for level, _ in notes))

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
            choice.setSizeAdjustPolicy(ChoiceField.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.setMinimumContentsLength(8)
            choice.currentIndexChanged.connect(self._on_edited)
            return choice
        if kind == REF:
            reference = SearchChoice([("", "")])
            reference.is_free = True
            reference.setMinimumContentsLength(8)
            reference.chosen.connect(self._on_edited)
            return reference
        if kind == FLAG:
            box = QCheckBox(self.spec.title)
            box.toggled.connect(self._on_edited)
            return box
        return self._make_text()

    def _make_text(self) -> QWidget:
        if self.spec.kind in (TEXT, LINES):
            text = GrowingText(3, most=MOST_LIST) if self.spec.kind == LINES else GrowingText()
            text.textChanged.connect(self._on_edited)
            text.refused.connect(self._on_refused)
            return text
        line = LineEntry()
        line.textEdited.connect(self._on_edited)
        line.refused.connect(self._on_refused)
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
        elif isinstance(entry, SearchChoice):
            entry.set_value(value or "")
        elif isinstance(entry, QCheckBox):
            entry.setChecked(bool(value))
        elif isinstance(entry, QPlainTextEdit):
            text = _as_lines(value) if kind == LINES else str(value or "")
            if self.value() != (lines_of(text) if kind == LINES else text):
                entry.setPlainText(text)
        elif isinstance(entry, QLineEdit):
            text = _shown(value, kind)
            if entry.text() != text:
                entry.setText(text)
                entry.setCursorPosition(0)


def lines_of(text: str) -> list[str]:
    """The lines that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _as_lines(value: Any) -> str:
    return "\n".join(" ".join(str(each).split()) for each in value or [])


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


def tie_choices(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a payment can hang on: nothing, the signature, each deliverable and milestone."""
    found = [("", translate("Papers", "its own words")), ("signature", translate("Papers", "the signature"))]
    items = document.get("amends", {}).get("items", [])
    for letter, name in (("D", "deliverables"), ("M", "milestones")):
        first = last_number(items, letter) + 1
        for place, row in enumerate(document.get(name, []), start=first):
            if not isinstance(row, Mapping) or "key" not in row:
                continue
            reference = f"{letter}{place}"
            words = translate("Papers", "{reference} {title}").format(
                reference=reference, title=row.get("title", "")
            )
            found.append((row.get("key") or reference, words.strip()))
    return found


def last_number(items: Sequence[Mapping[str, Any]], letter: str) -> int:
    """The highest number of a reference with this letter among the rows of an amended paper."""
    numbers = [str(item.get("ref", ""))[1:] for item in items if str(item.get("ref", "")).startswith(letter)]
    return max((int(number) for number in numbers if number.isdecimal()), default=0)


def ref_choices(document: Mapping[str, Any], letters: str = "") -> list[tuple[str, str]]:
    """What a change can name on the paper it amends."""
    found = [("", "")]
    for item in document.get("amends", {}).get("items", []):
        reference = str(item.get("ref", ""))
        if reference and (not letters or reference[0] in letters):
            found.append((reference, f"{reference} {item.get('title', '')}".strip()))
    return found
