"""Rows that no path of the application may change: issued papers, kept files, the signing log.

A breach is a bug of the program, so it raises before anything reaches the store.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Session

from clientdesk.models.enums import AgreementState
from clientdesk.models.tables import Agreement, PaperFile, SigningEvent

FROZEN_COLUMNS = (
    "client_id",
    "kind",
    "origin",
    "number",
    "version",
    "content",
    "fingerprint",
    "logo_png",
    "net_minor",
    "currency",
    "issued_at",
    "issued_on",
)
"""Of a paper that is no draft."""

_NEVER = (PaperFile, SigningEvent)


class FrozenRowChanged(Exception):
    """A frozen row was about to be changed; nothing was written."""


class FrozenRows:
    """Watches one writing session."""

    def __init__(self, session: Session) -> None:
        self._bereft: set[str] = set()
        event.listen(session, "before_flush", self._before_flush)
        event.listen(session, "before_commit", self._before_commit)

    def _before_flush(self, session: Session, _context: object, _instances: object) -> None:
        for row in session.dirty:
            changed = _changed(row)
            if isinstance(row, _NEVER) and changed:
                raise FrozenRowChanged(f"{type(row).__name__}: {', '.join(sorted(changed))}")
            if isinstance(row, Agreement) and _was(row, "state") is not AgreementState.DRAFT:
                if frozen := changed & set(FROZEN_COLUMNS):
                    raise FrozenRowChanged(f"agreement: {', '.join(sorted(frozen))}")
                if row.state is AgreementState.DRAFT:
                    raise FrozenRowChanged("agreement: back to a draft")
        self._bereft |= {row.agreement_id for row in session.deleted if isinstance(row, _NEVER)}

    def _before_commit(self, session: Session) -> None:
        """Kept files and log lines go only together with their paper."""
        session.flush()
        if self._bereft:
            query = select(Agreement.id).where(Agreement.id.in_(self._bereft))  # type: ignore[call-overload, attr-defined]
            if session.execute(query.limit(1)).first() is not None:
                raise FrozenRowChanged("kept files or log lines of a paper that stays")


def _changed(row: object) -> set[str]:
    state = inspect(row)
    return {
        attribute.key
        for attribute in state.mapper.column_attrs
        if state.attrs[attribute.key].history.has_changes()
    }


def _was(row: object, name: str) -> Any:
    history = inspect(row).attrs[name].history
    kept = history.deleted or history.unchanged
    return kept[0] if kept else None
