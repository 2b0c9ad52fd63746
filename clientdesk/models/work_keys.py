"""Keys of the work that To place offers by itself, until somebody takes it up and it becomes a work item."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from clientdesk.models.enums import WorkKind, WorkOrigin

CALL_MINUTES, REVIEW_MINUTES = 30, 60
NOTES_MINUTES = 15
UPDATE_MINUTES = 20


class Switch(StrEnum):
    """What the list can leave out, a switch each."""

    MILESTONE = "milestone"
    UPDATE = "update"
    CALL = "call"
    STEP = "step"
    RECURRING = "recurring"
    ACTION = "action"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class SourceKey:
    """Where offered work comes from. `on`: of what comes again, which time."""

    origin: WorkOrigin
    record_id: str
    on: date | None = None

    def __str__(self) -> str:
        parts = [self.origin.value, self.record_id]
        return ":".join([*parts, self.on.isoformat()] if self.on else parts)


_DATED = frozenset({WorkOrigin.RHYTHM, WorkOrigin.RECURRING})
_OFFERED = _DATED | {WorkOrigin.MILESTONE, WorkOrigin.STEP}


def is_key(text: str) -> bool:
    """Whether this is a key, and not the id of a work item."""
    return ":" in text


def parse_key(text: str) -> SourceKey:
    """Read a key.

    Raises:
        ValueError: it is none.
    """
    origin, record_id, *rest = text.split(":")
    kind = WorkOrigin(origin)
    if kind not in _OFFERED or not record_id or len(rest) != (kind in _DATED):
        raise ValueError(text)
    return SourceKey(kind, record_id, date.fromisoformat(rest[0]) if rest else None)


def switch_of(origin: WorkOrigin, kind: WorkKind) -> Switch:
    """The switch that shows or hides such work."""
    if origin is WorkOrigin.RHYTHM:
        return Switch.UPDATE if kind is WorkKind.UPDATE else Switch.CALL
    return Switch(origin.value)
