"""What may have ended a hold that waits for an event, of all clients held that way."""

# ruff: noqa: S608 - the statements are made of our own words only

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from clientdesk.models.holds import HoldFacts
from clientdesk.models.touches import HEARD_FROM
from clientdesk.store.instants import Fetch, instant_of

_HELD = " c.is_on_hold AND c.hold_since IS NOT NULL AND c.hold_event = "
_HEARD = ", ".join(f"'{kind.value}'" for kind in sorted(HEARD_FROM))
_REPLIES = (
    "SELECT c.id, (SELECT min(t.at) FROM touchpoint t WHERE t.client_id = c.id AND t.state || '' = 'held'"
    f" AND t.kind || '' IN ({_HEARD}) AND t.at > c.hold_since AND t.at < ?)"
    f" FROM client c WHERE {_HELD} 'reply'"
)
_SIGNED = (
    "SELECT c.id, min(e.at) FROM client c JOIN agreement a ON a.client_id = c.id"
    " JOIN signing_event e ON e.agreement_id = a.id AND e.kind = 'executed'"
    f" WHERE e.at > c.hold_since AND {_HELD} 'signed' AND e.at < ?{{of_client}} GROUP BY c.id"
)
_STARTS = (
    f"SELECT c.id, g.starts_on FROM client c JOIN engagement g ON g.client_id = c.id WHERE {_HELD} 'start'"
)
_REACHED = (
    "SELECT c.id, m.actual_on FROM client c JOIN engagement g ON g.client_id = c.id"
    " JOIN milestone m ON m.engagement_id = g.id"
    f" WHERE m.actual_on IS NOT NULL AND {_HELD} 'milestone'"
)


def hold_facts(fetch: Fetch, end: str, client_id: str | None = None) -> dict[str, HoldFacts]:
    """By client, what happened that its hold waits for; of instants the first after the hold was set.

    Args:
        end: the first instant after today, as stored.
    """
    of_client, chosen = ("", []) if client_id is None else (" AND c.id = ?", [client_id])
    found: dict[str, HoldFacts] = {}

    def facts_of(owner: str) -> HoldFacts:
        return found.get(owner, HoldFacts())

    for owner, at in fetch(_REPLIES + of_client, [end, *chosen]):
        if at is not None:
            found[owner] = replace(facts_of(owner), heard_at=(instant_of(at),))
    for owner, at in fetch(_SIGNED.format(of_client=of_client), [end, *chosen]):
        found[owner] = replace(facts_of(owner), signed_at=(instant_of(at),))
    for owner, days in _days(fetch(_STARTS + of_client, chosen)).items():
        found[owner] = replace(facts_of(owner), starts_on=days)
    for owner, days in _days(fetch(_REACHED + of_client, chosen)).items():
        found[owner] = replace(facts_of(owner), reached_on=days)
    return found


def _days(rows: list[Any]) -> dict[str, tuple[date, ...]]:
    days: dict[str, tuple[date, ...]] = {}
    for owner, day in rows:
        days[owner] = (*days.get(owner, ()), date.fromisoformat(day))
    return days
