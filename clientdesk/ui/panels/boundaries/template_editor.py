"""The content of one template, as fields; it gives the whole document back when an entry is complete."""

from __future__ import annotations

from copy import deepcopy
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from clientdesk.models.enums import AgreementKind
from clientdesk.ui.panels.boundaries.template_fields import EntryField
from clientdesk.ui.panels.boundaries.template_specs import (
    Entry,
    Part,
    RowsSpec,
    letter_parts,
    statement_parts,
)
from clientdesk.ui.tokens import SPACE_2, SPACE_3, SPACE_4
from clientdesk.ui.widgets.buttons import button, icon_button
from clientdesk.ui.widgets.labels import hairline, label

_STATEMENTS = (AgreementKind.STATEMENT_OF_WORK, AgreementKind.PROPOSAL)


class TemplateEditor(QWidget):
    """Shows a template's document.

    Signals:
        changed: the document is no longer what was shown.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_4)
        self._shown: dict[str, Any] = {}
        self._kind: AgreementKind | None = None
        self._holder: QWidget | None = None
        self.fields: dict[str, EntryField] = {}
        self.rows: dict[str, RowsField] = {}

    def show_document(self, kind: AgreementKind, document: dict[str, Any]) -> None:
        """Show a document of a kind; what is shown already stays, so that the cursor does too."""
        if kind is self._kind and _filled(document) == _filled(self.document()):
            self._shown = deepcopy(document)
            return
        if kind is not self._kind:
            self._build(kind)
        self._shown = deepcopy(document)
        for path, field in self.fields.items():
            field.set_value(_get(document, path))
        for path, rows in self.rows.items():
            rows.set_rows(_get(document, path) or [])

    def document(self) -> dict[str, Any]:
        """The document as it stands in the fields; what has no field is kept."""
        made = deepcopy(self._shown)
        for path, field in self.fields.items():
            _put(made, path, field.value())
        for path, rows in self.rows.items():
            _put(made, path, rows.value() or None)
        return made

    def _build(self, kind: AgreementKind) -> None:
        if self._holder is not None:
            self._column.removeWidget(self._holder)
            self._holder.deleteLater()
        self.fields, self.rows, self._kind = {}, {}, kind
        self._holder = QWidget()
        column = QVBoxLayout(self._holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_4)
        for part in statement_parts() if kind in _STATEMENTS else letter_parts():
            column.addWidget(self._card(part))
        self._column.addWidget(self._holder)
        self._holder.show()

    def _card(self, part: Part) -> QWidget:
        card = QFrame()
        card.setProperty("role", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_4)
        column.setSpacing(SPACE_3)
        column.addWidget(label(part.title, "section"))
        for entry in part.entries:
            field = EntryField(entry, entry.path.replace(".", "_"))
            field.left.connect(self._on_left)
            self.fields[entry.path] = field
            column.addWidget(field)
        for spec in part.rows:
            rows = RowsField(spec)
            rows.changed.connect(self._on_left)
            self.rows[spec.path] = rows
            column.addWidget(rows)
        return card

    def _on_left(self) -> None:
        if _filled(self.document()) != _filled(self._shown):
            self.changed.emit()


class RowsField(QWidget):
    """Rows of one list, each a block of fields, with a button that adds one.

    Signals:
        changed: an entry is complete, or a row came or went.
    """

    changed = Signal()

    def __init__(self, spec: RowsSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self._extra: list[dict[str, Any]] = []
        self._blocks: list[tuple[QWidget, dict[str, EntryField]]] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_3)
        self.add_button = button(spec.noun, "quiet", icon_name="plus")
        self.add_button.setObjectName("add_button")
        self.add_button.clicked.connect(self._on_add)
        self._column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)

    def set_rows(self, rows: list[dict[str, Any]]) -> None:
        """Show these rows."""
        while len(self._blocks) > len(rows):
            self._take_block(len(self._blocks) - 1)
        while len(self._blocks) < len(rows):
            self._add_block()
        self._extra = [dict(row) for row in rows]
        for (_, fields), row in zip(self._blocks, rows, strict=True):
            for path, field in fields.items():
                field.set_value(row.get(path))

    def value(self) -> list[dict[str, Any]]:
        """The rows as they stand; an empty one is none."""
        made = []
        for (_, fields), before in zip(self._blocks, self._extra, strict=True):
            row = {key: value for key, value in before.items() if key not in fields}
            entered = {path: field.value() for path, field in fields.items()}
            row |= {path: value for path, value in entered.items() if value is not None}
            if any(value for path, value in entered.items() if fields[path].entry.kind != "side"):
                made.append(row)
        return made

    def block_field(self, place: int, path: str) -> EntryField:
        """A field of a row."""
        return self._blocks[place][1][path]

    def _add_block(self) -> None:
        block = QWidget()
        whole = QVBoxLayout(block)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(SPACE_3)
        whole.addWidget(hairline())
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        whole.addLayout(row)
        fields_column = QVBoxLayout()
        fields_column.setSpacing(SPACE_2)
        fields: dict[str, EntryField] = {}
        short: QHBoxLayout | None = None
        for entry in self.spec.entries:
            field = EntryField(entry, entry.path)
            field.left.connect(self.changed)
            fields[entry.path] = field
            if not _is_short(entry):
                fields_column.addWidget(field)
                short = None
                continue
            if short is None:
                short = QHBoxLayout()
                short.setSpacing(SPACE_3)
                fields_column.addLayout(short)
            short.addWidget(field)
        row.addLayout(fields_column, 1)
        remove = icon_button("trash-2", self.tr("Take row out"))
        remove.setObjectName("remove_button")
        remove.clicked.connect(partial(self._on_remove, block))
        row.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)
        self._column.insertWidget(len(self._blocks), block)
        self._blocks.append((block, fields))
        self._extra.append({})

    def _take_block(self, place: int) -> None:
        block, _ = self._blocks.pop(place)
        self._extra.pop(place)
        self._column.removeWidget(block)
        block.deleteLater()

    def _on_add(self) -> None:
        self._add_block()
        next(iter(self._blocks[-1][1].values())).editor.setFocus()

    def _on_remove(self, block: QWidget) -> None:
        self._take_block([one for one, _ in self._blocks].index(block))
        self.changed.emit()


def _is_short(entry: Entry) -> bool:
    return entry.kind in ("line", "days", "share", "side")


def _filled(value: Any) -> Any:
    """Without what is empty: a field left blank says no more than one that isn't there."""
    if isinstance(value, dict):
        made = {key: _filled(inner) for key, inner in value.items()}
        return {key: inner for key, inner in made.items() if inner not in (None, "", [], {})}
    if isinstance(value, list):
        return [_filled(inner) for inner in value]
    return value


def _get(document: dict[str, Any], path: str) -> Any:
    head, _, rest = path.partition(".")
    value = document.get(head)
    if not rest:
        return value
    return _get(value, rest) if isinstance(value, dict) else None


def _put(document: dict[str, Any], path: str, value: Any) -> None:
    head, _, rest = path.partition(".")
    if rest:
        inner = document.setdefault(head, {})
        _put(inner, rest, value)
        if not inner:
            del document[head]
    elif value is None:
        document.pop(head, None)
    else:
        document[head] = value
