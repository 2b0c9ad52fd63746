"""Working rules of one layer, in force from a date; only what is set overrides the layer below."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index
from sqlmodel import Field

from clientdesk.models.enums import Layer
from clientdesk.models.tables.base import Day, Row, one_of, stored_enum


class BoundaryPolicy(Row, table=True):
    """`rules`: the set fields of `models.boundary_rules.BoundaryRules`, as JSON."""

    __tablename__ = "boundary_policy"
    __table_args__ = (
        one_of("layer", Layer),
        CheckConstraint(
            "(layer = 'default' AND tier_id IS NULL AND client_id IS NULL)"
            " OR (layer = 'tier' AND tier_id IS NOT NULL AND client_id IS NULL)"
            " OR (layer = 'client' AND client_id IS NOT NULL AND tier_id IS NULL)",
            name="owner",
        ),
        Index(None, "layer", "tier_id", "client_id", "in_force_from"),
    )

    layer: Layer = stored_enum(Layer)
    tier_id: str | None = Field(default=None, foreign_key="tier.id", max_length=36)
    client_id: str | None = Field(default=None, foreign_key="client.id", max_length=36)
    in_force_from: Day
    rules: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
