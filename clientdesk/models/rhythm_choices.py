"""What editors of rhythms offer: the rules of a kind, and what a new one of it begins with."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from clientdesk.models.enums import RhythmKind, RhythmUnit
from clientdesk.models.rhythm_units import OF_A_CLIENT, UNITS_OF


def units_of(kind: RhythmKind, *, is_client: bool) -> tuple[RhythmUnit, ...]:
    """The rules a rhythm of this kind may have, of a client or in a proposal."""
    return tuple(unit for unit in UNITS_OF[kind] if is_client or unit not in OF_A_CLIENT)


_ALIKE = (RhythmKind.UPDATE, RhythmKind.CALL, RhythmKind.REVIEW)
_WIN_BACK_DAYS = 90
DAYS_AFTER_MILESTONE = 3
MONTHS_AFTER_END = 3


def keeps_its_rule(old: RhythmKind, new: RhythmKind) -> bool:
    """Whether a rhythm that becomes one of another kind goes by the same rule as before."""
    return old is new or (old in _ALIKE and new in _ALIKE)


def first_rule(kind: RhythmKind, today: date, *, is_client: bool) -> dict[str, Any]:
    """What a new rhythm of a kind begins with: every Friday; three days after each milestone; the day itself."""
    unit = units_of(kind, is_client=is_client)[0]
    return {
        "kind": kind,
        "unit": unit,
        "every": MONTHS_AFTER_END if unit is RhythmUnit.AFTER_END else 1,
        "weekday": 4 if unit is RhythmUnit.WEEKLY else 0,
        "nth": None,
        "offset_days": DAYS_AFTER_MILESTONE if unit is RhythmUnit.MILESTONE else None,
        "starts_on": _first_day(kind, today) if is_client else None,
    }


def _first_day(kind: RhythmKind, today: date) -> date:
    return today + timedelta(days=_WIN_BACK_DAYS) if kind is RhythmKind.WIN_BACK else today
