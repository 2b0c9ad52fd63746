"""Papers that wait for a signature, for Today. Light on imports, as `services.today`."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from clientdesk.models.views.today import TodayPaperView
from clientdesk.services.check_in_words import short_day
from clientdesk.services.wording import Translate
from clientdesk.store import day_reads
from clientdesk.store.first_reads import Fetch

CLOSE_DAYS = 3
"""So near to its last day an unsigned paper is pressing."""


def papers_of_day(fetch: Fetch, today: date, tr: Translate) -> tuple[TodayPaperView, ...]:
    """What waits to be sent or signed: pressing ones first, then the one that waits longest."""
    found = [_paper(row, today, tr) for row in day_reads.papers_out(fetch, today)]
    return tuple(sorted(found, key=lambda paper: (not paper.is_pressing, -paper.days, paper.title)))


def _paper(row: Any, today: date, tr: Translate) -> TodayPaperView:
    paper_id, title, client_id, client, colour, number, state, issued, sent, expires, signatures = row
    since = date.fromisoformat(sent or issued)
    last = date.fromisoformat(expires) if expires else None
    days = (today - since).days
    signed = {entry["side"] for entry in json.loads(signatures or "[]")}
    words = _turn(state, signed, client, tr)
    parts = [words, _since(state, since, days, tr)]
    if last is not None:
        parts.append(_until(last, today, tr))
    is_pressing = last is not None and (last - today).days <= CLOSE_DAYS and not signed
    return TodayPaperView(
        agreement_id=paper_id,
        client_id=client_id,
        client=client,
        colour=colour,
        title=title,
        number=number,
        words=tr("{turn}, {since}").format(turn=parts[0], since=", ".join(parts[1:])),
        days=days,
        is_pressing=is_pressing,
    )


def _turn(state: str, signed: set[str], client: str, tr: Translate) -> str:
    if state == "issued" and not signed:
        return tr("not sent yet")
    if "client" in signed:
        return tr("waits for your signature")
    if "consultant" in signed or state == "sent":
        return tr("waits for the signature of {client}").format(client=client)
    return tr("waits for signatures")


def _since(state: str, since: date, days: int, tr: Translate) -> str:
    day = short_day(since)
    if state == "issued":
        return tr("issued today") if days == 0 else tr("issued {day}").format(day=day)
    return tr("sent today") if days == 0 else tr("sent {day}").format(day=day)


def _until(last: date, today: date, tr: Translate) -> str:
    left = (last - today).days
    if left < 0:
        return tr("its last day was {day}").format(day=short_day(last))
    if left == 0:
        return tr("today is its last day")
    if left == 1:
        return tr("tomorrow is its last day")
    return tr("open until {day}").format(day=short_day(last))
