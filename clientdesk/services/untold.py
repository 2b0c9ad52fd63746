"""Who was told something from a notification without saying what. Light on imports: the first paint asks."""

from __future__ import annotations

from datetime import datetime, timedelta

from clientdesk.models.enums import TouchKind
from clientdesk.models.views.today import UntoldView
from clientdesk.store.first_reads import Fetch, instant_of, stored

ASKED_FOR = timedelta(days=7)
"""How long Today asks what was told; after that nobody remembers."""
MOST_ASKED = 12

STATEMENT = (
    "SELECT t.id, t.client_id, c.name, c.colour, t.kind, t.at FROM touchpoint t"
    " CROSS JOIN client c WHERE c.id = t.client_id"
    " AND t.asks_text AND t.at >= ? AND t.at <= ? AND t.state || '' = 'held' AND t.text = ''"
    " AND c.archived_at IS NULL ORDER BY t.at DESC, t.id DESC LIMIT ?"
)
"""Through the few that ask; without the `|| ''` the planner would walk everything held that week."""


def untold(fetch: Fetch, now: datetime) -> tuple[UntoldView, ...]:
    """Touches that were logged by one press and carry no words yet, the newest first."""
    rows = fetch(STATEMENT, (stored(now - ASKED_FOR), stored(now), MOST_ASKED))
    return tuple(
        UntoldView(touch_id, client_id, client, colour, TouchKind(kind), instant_of(at))
        for touch_id, client_id, client, colour, kind, at in rows
    )
