"""A request as the command line gives it out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from clientdesk.models.views.requests import RequestView


def request_facts(view: RequestView) -> dict[str, Any]:
    """One request that waits for an answer, ready for JSON."""
    return {
        "request_id": view.request_id,
        "client_id": view.client_id,
        "client": view.client,
        "urgency": view.urgency.value,
        "channel": view.channel,
        "text": view.text,
        "received_at": _iso(view.received_at),
        "acknowledged_at": _iso(view.acknowledged_at),
        "warn_at": _iso(view.warn_at),
        "due_at": _iso(view.due_at),
        "minutes_left": view.left_minutes,
        "is_late": view.is_late,
        "breach": view.breach.value if view.breach else None,
        "words": view.words,
    }


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
