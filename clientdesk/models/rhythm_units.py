"""Which rules for dates each kind of rhythm may have, and who may have them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from clientdesk.models.enums import Layer, RhythmKind, RhythmUnit
from clientdesk.models.errors import Problem
from clientdesk.models.views.rhythms import RhythmView

PRINTED = frozenset({RhythmKind.UPDATE, RhythmKind.CALL, RhythmKind.REVIEW})
"""Kinds that can stand in Exhibit A: what is promised to the client. The others are the user's own."""

PRINTED_UNITS = frozenset({RhythmUnit.WEEKLY, RhythmUnit.MONTHLY})

UNITS_OF: Mapping[RhythmKind, tuple[RhythmUnit, ...]] = {
    RhythmKind.UPDATE: (RhythmUnit.WEEKLY, RhythmUnit.MONTHLY, RhythmUnit.MILESTONE),
    RhythmKind.CALL: (RhythmUnit.WEEKLY, RhythmUnit.MONTHLY, RhythmUnit.MILESTONE),
    RhythmKind.REVIEW: (RhythmUnit.WEEKLY, RhythmUnit.MONTHLY, RhythmUnit.YEARLY, RhythmUnit.MILESTONE),
    RhythmKind.SATISFACTION: (
        RhythmUnit.MILESTONE,
        RhythmUnit.MONTHLY,
        RhythmUnit.YEARLY,
        RhythmUnit.AFTER_END,
        RhythmUnit.ONCE,
    ),
    RhythmKind.KEY_DATE: (RhythmUnit.YEARLY, RhythmUnit.ONCE),
    RhythmKind.PERSONAL: (
        RhythmUnit.AFTER_END,
        RhythmUnit.MILESTONE,
        RhythmUnit.YEARLY,
        RhythmUnit.ONCE,
    ),
    RhythmKind.WIN_BACK: (RhythmUnit.ONCE, RhythmUnit.AFTER_END),
}
"""In the order in which they are offered, the usual one first."""

OF_A_CLIENT = frozenset({RhythmUnit.YEARLY, RhythmUnit.ONCE})
"""Rules with a date of their own: nobody else's, so no tier and no default proposes them."""


def is_printed(kind: RhythmKind, unit: RhythmUnit) -> bool:
    """Whether Exhibit A promises such a rhythm."""
    return kind in PRINTED and unit in PRINTED_UNITS


def printed(rhythms: Iterable[RhythmView]) -> list[RhythmView]:
    """Of some rhythms those that Exhibit A promises."""
    return [rhythm for rhythm in rhythms if is_printed(rhythm.kind, rhythm.unit)]


def unit_problems(kind: RhythmKind, unit: RhythmUnit, layer: Layer, starts_on: date | None) -> list[Problem]:
    """What is wrong with a kind and a rule together, of one layer."""
    problems = []
    if unit not in UNITS_OF[kind]:
        problems.append(Problem("unit", f"unit_of_{kind.value}"))
    elif unit in OF_A_CLIENT and layer != Layer.CLIENT:
        problems.append(Problem("unit", "unit_only_of_client"))
    if unit in OF_A_CLIENT and layer == Layer.CLIENT and starts_on is None:
        problems.append(Problem("starts_on", "missing"))
    return problems
