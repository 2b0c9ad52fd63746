"""The page of one section: its fields, built from their specification."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from clientdesk.ui.panels.papers.computed import ComputedBox
from clientdesk.ui.panels.papers.entries import MOST_LIST, GrowingText
from clientdesk.ui.panels.papers.field_box import FieldBox, lines_of
from clientdesk.ui.panels.papers.noted_box import Note, NotedBox
from clientdesk.ui.panels.papers.rows_editor import RowsEditor, place_boxes
from clientdesk.ui.panels.papers.specs import (
    Computed,
    FieldSpec,
    Heading,
    LinesSpec,
    RowsSpec,
    SectionSpec,
    value_at,
)
from clientdesk.ui.tokens import SPACE_1, SPACE_2, SPACE_3, SPACE_4
from clientdesk.ui.widgets.labels import label

_WIDEST = 640


class LinesBox(NotedBox):
    """A list of texts as lines of one field."""

    entry: GrowingText

    def __init__(self, spec: LinesSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec.path, parent)
        self.spec = spec
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_1)
        caption = label(spec.title, "strong")
        self.entry = GrowingText(3, most=MOST_LIST)
        self.entry.setObjectName(spec.path.replace(".", "_"))
        self.entry.setAccessibleName(spec.title)
        caption.setBuddy(self.entry)
        self.head = QHBoxLayout()
        self.head.setSpacing(SPACE_1)
        self.head.addWidget(caption, 1)
        column.addLayout(self.head)
        if spec.hint:
            column.addWidget(label(spec.hint, "caption", wrap=True))
        column.addWidget(self.entry)
        column.addWidget(self.note_line)
        self.entry.textChanged.connect(self._on_edited)
        self.entry.refused.connect(self._on_refused)
        self.entry.installEventFilter(self)

    def value(self) -> list[str]:
        """The lines that say something."""
        return lines_of(self.entry.toPlainText())

    def _show(self, value: Sequence[str] | None) -> None:
        text = "\n".join(" ".join(each.split()) for each in value or [])
        if text != "\n".join(self.value()):
            self.entry.setPlainText(text)


class SectionPage(QScrollArea):
    """Edits one section of the document.

    Signals:
        edited: dotted path and new value.
        left: a field was left.
        step_begins, step_ended: around what is one step by itself, such as pasting rows.
    """

    edited = Signal(str, object)
    left = Signal()
    step_begins = Signal()
    step_ended = Signal()

    def __init__(
        self, section: SectionSpec, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.section = section
        self._today = today
        self.boxes: dict[str, FieldBox] = {}
        self.lines: dict[str, LinesBox] = {}
        self.rows: dict[str, RowsEditor] = {}
        self.computed: dict[str, ComputedBox] = {}
        self.has_conditions = any(
            isinstance(part, FieldSpec) and part.when is not None for part in section.parts
        )
        self.setObjectName(f"section_{section.key}")
        self.setAccessibleName(section.title)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._build()

    def fill(self, document: dict[str, Any]) -> None:
        """Show the document's values of this section."""
        for path, box in self.boxes.items():
            box.fill(value_at(document, path))
        for path, lines in self.lines.items():
            lines.fill(value_at(document, path))
        for path, rows in self.rows.items():
            rows.fill(value_at(document, path), document)
        self.show_computed(document)

    def show_computed(self, document: Mapping[str, Any]) -> None:
        """Compute again, and show the fields that have a place as the document stands."""
        for computed in self.computed.values():
            computed.show_document(document)
        for box in self.boxes.values():
            if box.spec.when is not None:
                box.setVisible(box.spec.is_wanted(document) or bool(box.note_text()))

    def show_notes(self, notes: Mapping[str, Sequence[Note]]) -> None:
        """Say these beside their fields; keys are dotted paths of the document."""
        for path, box in self.boxes.items():
            box.show_notes(notes.get(path, []))
        for path, lines in self.lines.items():
            lines.show_notes([note for key, found in notes.items() if _belongs(key, path) for note in found])
        for path, rows in self.rows.items():
            own = {key[len(path) + 1 :]: found for key, found in notes.items() if _belongs(key, path)}
            rows.show_notes(own)

    def go_to(self, path: str) -> None:
        """Put the cursor into the field of a path."""
        for head, rows in self.rows.items():
            if _belongs(path, head):
                place, _, field = path[len(head) + 1 :].partition(".")
                rows.show_place(int(place) if place.isdigit() else 0, field)
                self._bring(rows)
                return
        box = self.boxes.get(path) or next((b for p, b in self.lines.items() if _belongs(path, p)), None)
        if box is not None:
            box.take_focus()
            self._bring(box)

    def _bring(self, widget: QWidget) -> None:
        focused = self.focusWidget()
        self.ensureWidgetVisible(focused if focused is not None and widget.isAncestorOf(focused) else widget)

    def _build(self) -> None:
        page = QWidget()
        page.setProperty("role", "page")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        page.setMaximumWidth(_WIDEST)
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_4)
        self._column.setSpacing(SPACE_3)
        self._column.addWidget(label(self.section.title, "section", wrap=True))
        self._column.addWidget(label(self.section.intro, "secondary", wrap=True))
        waiting: list[FieldBox] = []
        for part in self.section.parts:
            if isinstance(part, FieldSpec):
                waiting.append(self._field(part))
                continue
            self._place(waiting)
            waiting = []
            self._add_part(part)
        self._place(waiting)
        self._column.addStretch(1)
        self.setWidget(page)

    def _add_part(self, part: LinesSpec | RowsSpec | Heading | Computed) -> None:
        if isinstance(part, Heading):
            box = QVBoxLayout()
            box.setContentsMargins(0, SPACE_2, 0, 0)
            box.setSpacing(0)
            box.addWidget(label(part.title, "strong"))
            if part.text:
                box.addWidget(label(part.text, "caption", wrap=True))
            self._column.addLayout(box)
        elif isinstance(part, Computed):
            self.computed[part.key] = ComputedBox(part.key)
            self._column.addWidget(self.computed[part.key])
        elif isinstance(part, LinesSpec):
            lines = LinesBox(part)
            self.lines[part.path] = lines
            lines.edited.connect(self.edited)
            lines.left.connect(self.left)
            self._column.addWidget(lines)
        else:
            rows = RowsEditor(part, self._today)
            self.rows[part.path] = rows
            rows.edited.connect(self.edited)
            rows.left.connect(self.left)
            rows.step_begins.connect(self.step_begins)
            rows.step_ended.connect(self.step_ended)
            self._column.addWidget(rows)

    def _field(self, spec: FieldSpec) -> FieldBox:
        box = FieldBox(spec, self._today)
        self.boxes[spec.path] = box
        box.edited.connect(self.edited)
        box.left.connect(self.left)
        return box

    def _place(self, boxes: list[FieldBox]) -> None:
        if not boxes:
            return
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_3)
        grid.setVerticalSpacing(SPACE_3)
        place_boxes(grid, boxes)
        self._column.addLayout(grid)


def _belongs(path: str, head: str) -> bool:
    return path == head or path.startswith(f"{head}.")
