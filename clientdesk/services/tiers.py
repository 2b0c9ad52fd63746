"""Tiers: service classes that propose rhythms, set the limit and the depth of reports."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from clientdesk.models.errors import InvalidInput, NotFound, Problem
from clientdesk.models.tables import Client, Tier, TierFields
from clientdesk.models.text import fold
from clientdesk.models.views.rhythms import TierView
from clientdesk.services.ports import Clock
from clientdesk.services.rhythms import rhythms_by_tier
from clientdesk.services.rows import table_of
from clientdesk.services.validation import apply, changed, validated
from clientdesk.store.unit_of_work import Store, delete_tree, fetch

_SHOWN = (
    "name",
    "description",
    "report_depth",
    "limit_days",
    "is_default",
    "is_after",
    "position",
)


class TierService:
    """The tiers in the user's order."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def list_all(self) -> list[TierView]:
        """Every tier with its rhythms and the number of its clients."""
        columns = [getattr(Tier, name) for name in _SHOWN]
        query = select(Tier.id, *columns).order_by(Tier.position, Tier.id)  # type: ignore[call-overload]
        with self._store.reading() as session:
            rows = session.execute(query).all()
            rhythms = rhythms_by_tier(session)
            counts = _client_counts(session)
        return [
            TierView(
                tier_id=tier_id,
                clients=counts.get(tier_id, 0),
                rhythms=rhythms.get(tier_id, ()),
                **dict(zip(_SHOWN, values, strict=True)),
            )
            for tier_id, *values in rows
        ]

    def get(self, tier_id: str) -> TierView:
        """One tier.

        Raises:
            NotFound.
        """
        for tier in self.list_all():
            if tier.tier_id == tier_id:
                return tier
        raise NotFound("tier", tier_id)

    def default_tier(self) -> TierView | None:
        """The tier given to new clients, if there is one."""
        return next((tier for tier in self.list_all() if tier.is_default), None)

    def add(self, name: str, **values: Any) -> str:
        """Add a tier after the others.

        Raises:
            InvalidInput.
        """
        with self._store.writing("Add tier") as session:
            position = session.execute(select(func.max(Tier.position))).scalar()
            values = {"position": 0 if position is None else position + 1} | values | {"name": name}
            checked = validated(TierFields, values)
            _refuse_same_name(session, checked.name, None)
            tier = Tier(**checked.model_dump(), created_at=self._clock.now())
            session.add(tier)
            if checked.is_default:
                _only_default(session, tier)
        return tier.id

    def update(self, tier_id: str, **changes: Any) -> None:
        """Change a tier; making it the default takes that from the other.

        Raises:
            InvalidInput, NotFound.
        """
        with self._store.writing("Change tier") as session:
            tier = fetch(session, Tier, tier_id)
            if tier.is_default and changes.get("is_default") is False:
                raise InvalidInput([Problem("is_default", "default_tier")])
            checked = changed(tier, TierFields, changes)
            if "name" in changes:
                _refuse_same_name(session, checked.name, tier_id)  # type: ignore[attr-defined]
            apply(tier, checked)
            if tier.is_default:
                _only_default(session, tier)

    def remove(self, tier_id: str, move_to: str | None = None) -> None:
        """Remove a tier with its rhythms and rules.

        Args:
            move_to: the tier which its clients get instead.

        Raises:
            InvalidInput: it is the default, or clients have it and `move_to` names no other tier.
            NotFound.
        """
        with self._store.writing("Remove tier") as session:
            tier = fetch(session, Tier, tier_id)
            if tier.is_default:
                raise InvalidInput([Problem("", "default_tier")])
            clients = session.execute(select(Client).where(Client.tier_id == tier_id)).scalars().all()  # type: ignore[arg-type]
            if clients and move_to in (None, tier_id):
                raise InvalidInput([Problem("", "tier_in_use", {"count": len(clients)})])
            if move_to is not None:
                fetch(session, Tier, move_to)
            for client in clients:
                client.tier_id = move_to
            session.flush()
            delete_tree(session, tier)

    def reorder(self, tier_ids: list[str]) -> None:
        """Put the tiers in this order; ones not named come after.

        Raises:
            NotFound.
        """
        with self._store.writing("Reorder tiers") as session:
            named = [fetch(session, Tier, tier_id) for tier_id in dict.fromkeys(tier_ids)]
            query = select(Tier).order_by(Tier.position, Tier.id)  # type: ignore[arg-type]
            rest = [tier for tier in session.execute(query).scalars() if tier not in named]
            for position, tier in enumerate([*named, *rest]):
                if tier.position != position:
                    tier.position = position


def _client_counts(session: Session) -> dict[str, int]:
    tier_id = table_of(Client).c.tier_id
    query = select(tier_id, func.count()).where(tier_id.is_not(None)).group_by(tier_id)
    return {tier: count for tier, count in session.execute(query)}  # noqa: C416 - a Row is no pair to dict()


def _only_default(session: Session, chosen: Tier) -> None:
    for tier in session.execute(select(Tier).where(Tier.is_default)).scalars():  # type: ignore[arg-type]
        if tier.id != chosen.id:
            tier.is_default = False


def _refuse_same_name(session: Session, name: str, but: str | None) -> None:
    for tier_id, other in session.execute(select(Tier.id, Tier.name)):  # type: ignore[call-overload]
        if tier_id != but and fold(other) == fold(name):
            raise InvalidInput([Problem("name", "name_taken", {"name": other})])
