"""Which rules make sense for which kind of rhythm; editors offer these, services refuse all others."""

from __future__ import annotations

from collections.abc import Mapping

from clientdesk.models.enums import RhythmKind, RhythmUnit

_PROMISED = (RhythmUnit.WEEKLY, RhythmUnit.MONTHLY, RhythmUnit.MILESTONE)

UNITS_OF: Mapping[RhythmKind, tuple[RhythmUnit, ...]] = {
    RhythmKind.UPDATE: _PROMISED,
    RhythmKind.CALL: _PROMISED,
    RhythmKind.REVIEW: _PROMISED,
    RhythmKind.SATISFACTION: (RhythmUnit.MILESTONE, RhythmUnit.MONTHLY, RhythmUnit.AFTER_END),
    RhythmKind.KEY_DATE: (RhythmUnit.YEARLY, RhythmUnit.ONCE),
    RhythmKind.PERSONAL: (RhythmUnit.AFTER_END, RhythmUnit.YEARLY, RhythmUnit.ONCE),
    RhythmKind.WIN_BACK: (RhythmUnit.ONCE,),
}
"""The first one is what a new rhythm of the kind begins with."""

ONLY_OF_CLIENTS = frozenset({RhythmUnit.YEARLY, RhythmUnit.ONCE})
"""Rules with a date of their own: a tier or the default can't propose them."""


def units_of(kind: RhythmKind, *, is_client: bool) -> tuple[RhythmUnit, ...]:
    """The rules a rhythm of this kind may have, of a client or in a proposal."""
    return tuple(unit for unit in UNITS_OF[kind] if is_client or unit not in ONLY_OF_CLIENTS)
