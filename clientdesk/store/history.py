"""Undo and redo over recorded rows: generic, so that a new table gets both for nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, event, inspect, select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from clientdesk.models.enums import Kind
from clientdesk.models.errors import UndoRefused

DEPTH = 50

Row = dict[str, Any]


@dataclass(slots=True)
class Step:
    """One write: its label and, for each touched row, its values before and after (None: no such row).

    `joins`: writes that follow each other with the same one are taken back together, such as typing in one
    field that was kept now and then. Empty joins nothing.
    """

    label: str
    rows: dict[tuple[Kind, str], tuple[Row | None, Row | None]] = field(default_factory=dict)
    joins: str = ""

    def inverted(self) -> Step:
        return Step(self.label, {key: (after, before) for key, (before, after) in self.rows.items()})

    def owners(self) -> frozenset[tuple[Kind, str]]:
        """For each kind the clients whose rows were touched, before and after; an empty id where a row names none."""
        return frozenset(
            (kind, record_id if kind is Kind.CLIENT else row.get("client_id") or "")
            for (kind, record_id), pair in self.rows.items()
            for row in pair
            if row is not None
        )

    def continues(self, earlier: Step) -> bool:
        """Whether this goes on with what an earlier write began."""
        return bool(self.joins) and self.joins == earlier.joins and self.rows.keys() == earlier.rows.keys()


class Recorder:
    """Listens to one session's flushes and keeps the first `before` and the last `after` of each row."""

    def __init__(self, session: Session, label: str, joins: str = "") -> None:
        self.step = Step(label, joins=joins)
        event.listen(session, "before_flush", self._before_flush)
        event.listen(session, "after_flush", self._after_flush)
        self._pending: list[tuple[object, Row | None]] = []

    def _before_flush(self, session: Session, _context: object, _instances: object) -> None:
        self._pending = [(row, None) for row in session.new]
        self._pending += [(row, _committed(row)) for row in session.dirty if session.is_modified(row)]
        self._pending += [(row, _committed(row)) for row in session.deleted]

    def _after_flush(self, session: Session, _context: object) -> None:
        # A property that makes its set anew each time it is asked.
        deleted = session.deleted
        for row, before in self._pending:
            after = None if row in deleted else _current(row)
            key = (_kind(row), str(row.id))  # type: ignore[attr-defined]
            first = self.step.rows[key][0] if key in self.step.rows else before
            self.step.rows[key] = (first, after)
        self._pending = []

    @property
    def touched(self) -> frozenset[tuple[Kind, str]]:
        return frozenset(self.step.rows)

    def finished(self) -> Step:
        """The step without rows that came and went or ended as they began."""
        self.step.rows = {key: pair for key, pair in self.step.rows.items() if pair[0] != pair[1]}
        return self.step


class History:
    """The undo and redo stacks of one run of the program; at most `DEPTH` steps."""

    def __init__(self) -> None:
        self._done: list[Step] = []
        self._undone: list[Step] = []

    def add(self, step: Step) -> None:
        if self._done and not self._undone and step.continues(self._done[-1]):
            before = self._done.pop().rows
            joined = {key: (before[key][0], after) for key, (_, after) in step.rows.items()}
            step.rows = {key: pair for key, pair in joined.items() if pair[0] != pair[1]}
        if step.rows:
            self._done.append(step)
        del self._done[:-DEPTH]
        self._undone.clear()

    def clear(self) -> None:
        self._done.clear()
        self._undone.clear()

    @property
    def undo_label(self) -> str | None:
        return self._done[-1].label if self._done else None

    @property
    def last_step(self) -> object:
        """Stands for what undo would take back; only to be compared with an earlier one, by identity."""
        return self._done[-1] if self._done else None

    @property
    def redo_label(self) -> str | None:
        return self._undone[-1].label if self._undone else None

    def next_undo(self) -> Step | None:
        return self._done[-1].inverted() if self._done else None

    def next_redo(self) -> Step | None:
        return self._undone[-1] if self._undone else None

    def mark_undone(self) -> None:
        self._undone.append(self._done.pop())

    def mark_redone(self) -> None:
        self._done.append(self._undone.pop())


_TIED = {"calendar_event": "client_id", "notification_log": "client_id"}
"""What the program fills in by itself at any time: it makes no undo refuse, and lets go of what undo removes."""


def replay(connection: Connection, step: Step) -> None:
    """Bring every row of the step to its `after` side.

    Raises:
        UndoRefused: a row no longer is as the step left it; nothing is changed then.
    """
    order = {table: number for number, table in enumerate(SQLModel.metadata.sorted_tables)}
    entries = [(_table(kind), record_id, *pair) for (kind, record_id), pair in step.rows.items()]
    for table, record_id, before, _ in entries:
        if not _is_as_left(table, _stored(connection, table, record_id), before):
            raise UndoRefused(step.label)
    # Papers name other papers of the same table; the order within it is not known.
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    entries.sort(key=lambda entry: order[entry[0]])
    for table, _, before, after in entries:
        if before is None and after is not None:
            connection.execute(table.insert().values(**after))
    for table, record_id, before, after in entries:
        if before is not None and after is not None:
            connection.execute(table.update().where(table.c.id == record_id).values(**after))
    for table, record_id, _, after in reversed(entries):
        if after is None:
            _let_go(connection, table, record_id)
            connection.execute(table.delete().where(table.c.id == record_id))


def _is_as_left(table: Table, stored: Row | None, before: Row | None) -> bool:
    tied = _TIED.get(table.name)
    if tied is None or stored is None or before is None:
        return stored == before
    return {**stored, tied: None} == {**before, tied: None}


def _let_go(connection: Connection, table: Table, record_id: str) -> None:
    for name, column in _TIED.items():
        tied = SQLModel.metadata.tables[name]
        if tied.c[column].references(table.c.id):
            connection.execute(tied.update().where(tied.c[column] == record_id).values({column: None}))


def _stored(connection: Connection, table: Table, record_id: str) -> Row | None:
    row = connection.execute(select(table).where(table.c.id == record_id)).mappings().first()
    return None if row is None else dict(row)


def _table(kind: Kind) -> Table:
    return SQLModel.metadata.tables[kind.value]


def _kind(row: object) -> Kind:
    return Kind(type(row).__tablename__)  # type: ignore[attr-defined]


def _current(row: object) -> Row:
    return {
        attribute.key: _copied(getattr(row, attribute.key)) for attribute in inspect(row).mapper.column_attrs
    }


def _committed(row: object) -> Row:
    state = inspect(row)
    values: Row = {}
    for attribute in state.mapper.column_attrs:
        history = state.attrs[attribute.key].history
        kept = history.deleted or history.unchanged
        values[attribute.key] = _copied(kept[0] if kept else None)
    return values


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_copied(item) for item in value]
    return value
