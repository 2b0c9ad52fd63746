"""What a contact is worth: which rhythms it keeps, and whether it breaks the silence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from clientdesk.models.enums import RhythmKind, TouchKind
from clientdesk.models.records import record

_UPDATE = frozenset({RhythmKind.UPDATE})
_WORD = frozenset({RhythmKind.PERSONAL, RhythmKind.WIN_BACK})
_CALL = _WORD | {RhythmKind.CALL}
_REVIEW = _CALL | {RhythmKind.REVIEW}
_NOTHING: frozenset[RhythmKind] = frozenset()

_KEEPS: Mapping[TouchKind, frozenset[RhythmKind]] = {
    TouchKind.UPDATE: _UPDATE,
    TouchKind.REPORT: _UPDATE,
    TouchKind.CALL: _CALL,
    TouchKind.VIDEO: _CALL,
    TouchKind.MEETING: _CALL,
    TouchKind.MAIL_SENT: _WORD,
    TouchKind.MESSAGE_SENT: _WORD,
    TouchKind.PERSONAL: _WORD | {RhythmKind.KEY_DATE},
    TouchKind.SATISFACTION: frozenset({RhythmKind.SATISFACTION}),
}
_KEEPS_AS_REVIEW: Mapping[TouchKind, frozenset[RhythmKind]] = {
    **_KEEPS,
    TouchKind.VIDEO: _REVIEW,
    TouchKind.MEETING: _REVIEW,
}

MEANINGFUL = frozenset(_KEEPS)
"""Kinds that break the silence unless the user says otherwise for one touch: all that can keep a rhythm."""

HEARD_FROM = frozenset(
    {TouchKind.MAIL_RECEIVED, TouchKind.MESSAGE_RECEIVED, TouchKind.CALL, TouchKind.VIDEO, TouchKind.MEETING}
)
"""Kinds in which, once held, the client was heard from."""

COVERING = frozenset({TouchKind.CALL, TouchKind.VIDEO, TouchKind.MEETING})
"""Kinds that, booked ahead, can stand in for something that is not late yet."""


def keeps(kind: TouchKind, is_review: bool = False) -> frozenset[RhythmKind]:
    """The kinds of rhythm that a held touch of this kind keeps; the review mark counts for video and meeting."""
    return (_KEEPS_AS_REVIEW if is_review else _KEEPS).get(kind, _NOTHING)


def is_meaningful(kind: TouchKind, override: bool | None = None) -> bool:
    """Whether a held touch restarts the limit; the user's own word for that touch goes first."""
    return kind in MEANINGFUL if override is None else override


@record
class BookedTouch:
    """A planned contact from today on; `is_meaningful` as it would be once held."""

    on: date
    kind: TouchKind
    is_review: bool = False
    is_meaningful: bool = True
