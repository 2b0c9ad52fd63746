"""The one door to the data: `Store.reading()` and `Store.writing(label)`.

A write commits, then announces one ChangeSet; listeners re-query.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel

from clientdesk.models.changes import ChangeSet
from clientdesk.models.enums import Kind
from clientdesk.models.errors import NotFound
from clientdesk.store import driver
from clientdesk.store.engine import make_engine
from clientdesk.store.frozen_rows import FrozenRows
from clientdesk.store.history import History, Recorder, replay

Listener = Callable[[ChangeSet], None]
T = TypeVar("T", bound=SQLModel)


_BESIDE_UNDO = frozenset({Kind.NOTIFICATION_LOG, Kind.CALENDAR, Kind.CALENDAR_EVENT})
"""What the program writes by itself, beside anything the user did: it leaves the undo stack as it is."""


class Store:
    """One open store file. Sessions live inside one service method and are never kept."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._writer = make_engine(path, writing=True)
        self._reader = make_engine(path, writing=False)
        self._lock = threading.Lock()
        self._listeners: list[Listener] = []
        self._history = History()
        self.has_changed = False
        """Whether anything worth a backup on close was committed since opening."""

    def subscribe(self, listener: Listener) -> None:
        """Call `listener` after every commit, on the thread that wrote."""
        self._listeners.append(listener)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A read-only session on one snapshot. It never blocks a write."""
        with self._mapped_errors(), Session(self._reader, autoflush=False) as session:
            yield session

    @contextmanager
    def writing(
        self, label: str, *, undoable: bool = True, is_upkeep: bool = False, joins: str = ""
    ) -> Iterator[Session]:
        """A session that commits when the block ends and rolls back when it raises.

        Args:
            label: the step in the user's words, shown by undo.
            undoable: False for what cannot be taken back (issuing, the notification log); such a write
                clears the undo stack, unless it only touched the notification log or foreign calendars.
            is_upkeep: True for what is worth no backup on close, such as when a calendar was last asked.
            joins: the same for writes that are undone as one when they follow each other, such as typing.

        Raises:
            StoreBusy, StoreFull, StoreReadOnly, StoreDamaged: nothing of the write was kept.
            FrozenRowChanged: a bug; nothing of the write was kept.
        """
        with self._lock, self._mapped_errors():
            session = Session(self._writer, expire_on_commit=False)
            FrozenRows(session)
            recorder = Recorder(session, label, joins)
            try:
                yield session
                session.commit()
            except BaseException:
                session.rollback()
                raise
            finally:
                session.close()
            step = recorder.finished()
            touched = frozenset(step.rows)
            owners = step.owners()
            if touched:
                self._remember(step, undoable=undoable, is_upkeep=is_upkeep)
        if touched:
            self._publish(ChangeSet(label, touched, undoable, owners))

    def _remember(self, step: Any, *, undoable: bool, is_upkeep: bool) -> None:
        self.has_changed = self.has_changed or not is_upkeep
        if undoable:
            self._history.add(step)
        elif any(kind not in _BESIDE_UNDO for kind, _ in step.rows):
            self._history.clear()

    @property
    def undo_label(self) -> str | None:
        return self._history.undo_label

    @property
    def last_step(self) -> object:
        """Stands for what undo would take back; only to be compared with an earlier one, by identity."""
        return self._history.last_step

    @property
    def redo_label(self) -> str | None:
        return self._history.redo_label

    def undo(self) -> str | None:
        """Take back the last step; returns its label, or None when there is none.

        Raises:
            UndoRefused: the rows have changed since; nothing was done.
        """
        return self._replay(backwards=True)

    def redo(self) -> str | None:
        """Do the last undone step again; see `undo`."""
        return self._replay(backwards=False)

    def _replay(self, *, backwards: bool) -> str | None:
        with self._lock, self._mapped_errors():
            step = self._history.next_undo() if backwards else self._history.next_redo()
            if step is None:
                return None
            with self._writer.begin() as connection:
                replay(connection, step)
            if backwards:
                self._history.mark_undone()
            else:
                self._history.mark_redone()
            self.has_changed = True
        self._publish(ChangeSet(step.label, frozenset(step.rows), owners=step.owners()))
        return step.label

    def forget_history(self) -> None:
        """Clear undo and redo (after restore and migration)."""
        self._history.clear()

    def _publish(self, change: ChangeSet) -> None:
        for listener in list(self._listeners):
            listener(change)

    @contextmanager
    def _mapped_errors(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            fault = driver.fault_of(error.orig, self.path) if error.orig is not None else None
            if fault is None:
                raise
            raise fault from error

    def close(self) -> None:
        """Give back every connection; the last one checkpoints the write-ahead log."""
        self._reader.dispose()
        self._writer.dispose()


def fetch(session: Session, table: type[T], record_id: str) -> T:
    """One row by id.

    Raises:
        NotFound: there is none.
    """
    row = session.get(table, record_id)
    if row is None:
        raise NotFound(str(table.__tablename__), record_id)
    return row


def delete_tree(session: Session, row: SQLModel) -> None:
    """Delete a row with everything that needs it; rows that may live without it lose their reference.

    Goes through the session row by row, so that undo brings all of it back.
    """
    table = row.__table__  # type: ignore[attr-defined]
    for mapper in _mappers():
        for column in mapper.local_table.columns:
            if not any(key.column.table is table for key in column.foreign_keys):
                continue
            attribute = mapper.get_property_by_column(column).key
            users = session.execute(select(mapper.class_).where(column == row.id)).scalars().all()  # type: ignore[attr-defined]
            for user in users:
                if column.nullable and not _owned(mapper.local_table.name, attribute, user):
                    setattr(user, attribute, None)
                else:
                    delete_tree(session, user)
    session.flush()
    session.delete(row)
    session.flush()


_CLIENTS_OWN = frozenset({"work_item", "block", "recurring_work", "time_entry"})


def _owned(table: str, attribute: str, row: Any) -> bool:
    """Nullable references that still mean ownership."""
    if table in {"rhythm", "boundary_policy"}:
        return attribute in {"client_id", "tier_id"}
    if table in {"notification_log", "signing_event"}:
        return True
    if table == "agreement":
        return attribute == "engagement_id"
    return attribute == "client_id" and table in _CLIENTS_OWN and row is not None


def _mappers() -> list[Any]:
    from clientdesk.models.tables import TABLES

    return [table.__mapper__ for table in TABLES.values()]  # type: ignore[attr-defined]
