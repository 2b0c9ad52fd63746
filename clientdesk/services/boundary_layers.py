"""The layers of the working rules as kept: one row a layer and day, each holding all that its layer sets."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from clientdesk.models.boundary_rules import BoundaryRules
from clientdesk.models.enums import Layer
from clientdesk.models.tables import BoundaryPolicy

Owner = tuple[Layer, str]
"""A layer and the id of its tier or client; empty for the default."""

NOTHING_SET = BoundaryRules()


def as_stored(rules: BoundaryRules) -> dict[str, Any]:
    """The set fields as plain JSON values."""
    stored: dict[str, Any] = rules.model_dump(mode="json", exclude_none=True)
    return stored


@dataclass(frozen=True)
class LayerHistory:
    """What one layer set, and since when."""

    since: tuple[date, ...]
    rules: tuple[BoundaryRules, ...]

    def on(self, day: date, *, from_the_start: bool) -> BoundaryRules:
        """The rules in force on a day; before the first ones nothing, or the first ones all the same."""
        position = bisect_right(self.since, day)
        if position == 0:
            return self.rules[0] if from_the_start else NOTHING_SET
        return self.rules[position - 1]


def read_histories(session: Session) -> dict[Owner, LayerHistory]:
    """Every layer's history."""
    columns = (
        BoundaryPolicy.layer,
        BoundaryPolicy.tier_id,
        BoundaryPolicy.client_id,
        BoundaryPolicy.in_force_from,
        BoundaryPolicy.rules,
    )
    query = select(*columns).order_by(BoundaryPolicy.in_force_from, BoundaryPolicy.id)  # type: ignore[call-overload]
    found: dict[Owner, list[tuple[date, BoundaryRules]]] = {}
    for layer, tier_id, client_id, since, rules in session.execute(query):
        owner = (layer, tier_id or client_id or "")
        found.setdefault(owner, []).append((since, BoundaryRules.model_validate(rules)))
    return {
        owner: LayerHistory(tuple(since for since, _ in rows), tuple(rules for _, rules in rows))
        for owner, rows in found.items()
    }


def row_in_force(session: Session, owner: Owner, day: date) -> BoundaryPolicy | None:
    """The layer's latest row on or before a day."""
    layer, owner_id = owner
    query = (
        select(BoundaryPolicy)
        .where(
            BoundaryPolicy.layer == layer,  # type: ignore[arg-type]
            BoundaryPolicy.in_force_from <= day,  # type: ignore[arg-type]
        )
        .order_by(BoundaryPolicy.in_force_from.desc(), BoundaryPolicy.id.desc())  # type: ignore[attr-defined]
        .limit(1)
    )
    if layer is Layer.TIER:
        query = query.where(BoundaryPolicy.tier_id == owner_id)  # type: ignore[arg-type]
    elif layer is Layer.CLIENT:
        query = query.where(BoundaryPolicy.client_id == owner_id)  # type: ignore[arg-type]
    return session.execute(query).scalars().first()
