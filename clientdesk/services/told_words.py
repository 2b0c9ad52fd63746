"""What clients were told last, in words: "last told: budget draft by email on 5 Oct". Light on imports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from clientdesk.models.enums import TouchKind
from clientdesk.services.rhythm_names import short_text
from clientdesk.services.wording import Translate
from clientdesk.store.first_reads import Fetch, local_days, stored

TELLING = (
    TouchKind.UPDATE,
    TouchKind.REPORT,
    TouchKind.CALL,
    TouchKind.VIDEO,
    TouchKind.MEETING,
    TouchKind.MAIL_SENT,
    TouchKind.MESSAGE_SENT,
    TouchKind.PERSONAL,
)
"""Kinds of contact in which the client was told something."""

_LONGEST = 60
_CHUNK = 400
_WHAT = {
    TouchKind.UPDATE: "an update",
    TouchKind.REPORT: "a report",
    TouchKind.CALL: "a call",
    TouchKind.VIDEO: "a video call",
    TouchKind.MEETING: "a meeting",
    TouchKind.MAIL_SENT: "a mail",
    TouchKind.MESSAGE_SENT: "a message",
    TouchKind.PERSONAL: "a personal word",
}
_CHANNELS = {
    "email": "by email",
    "e-mail": "by email",
    "mail": "by email",
    "phone": "by phone",
    "call": "by phone",
    "video": "by video",
    "letter": "by letter",
    "post": "by post",
    "text": "by text message",
    "on site": "on site",
    "in person": "in person",
}
_BY_KIND = {
    TouchKind.CALL: "by phone",
    TouchKind.VIDEO: "by video",
    TouchKind.MEETING: "in a meeting",
    TouchKind.MAIL_SENT: "by email",
    TouchKind.MESSAGE_SENT: "by message",
}
_KINDS = ", ".join(f"'{kind.value}'" for kind in TELLING)
_LAST = (
    "SELECT t.client_id, t.at, t.kind, t.channel, substr(t.text, 1, 200) FROM client c JOIN touchpoint t ON t.id ="  # noqa: S608 - our own words only
    " (SELECT n.id FROM touchpoint n WHERE n.client_id = c.id AND n.state || '' = 'held'"
    f" AND n.kind || '' IN ({_KINDS}) AND n.at < ? ORDER BY n.at DESC LIMIT 1) WHERE c.id IN ({{ids}})"
)


def last_told(
    fetch: Fetch, client_ids: Sequence[str], today: date, zone: ZoneInfo, tr: Translate = str
) -> dict[str, str]:
    """What each of some clients was told last, in words; those never told anything are left out."""
    end = stored(datetime.combine(today + timedelta(days=1), time(), zone))
    local = local_days(zone)
    found: dict[str, str] = {}
    for start in range(0, len(client_ids), _CHUNK):
        ids = client_ids[start : start + _CHUNK]
        for owner, at, kind, channel, text in fetch(_LAST.format(ids=", ".join("?" * len(ids))), [end, *ids]):
            found[owner] = told_words(TouchKind(kind), channel, text, local.of(at), today, tr)
    return found


def told_words(kind: TouchKind, channel: str, text: str, on: date, today: date, tr: Translate = str) -> str:
    """ "last told: budget draft by email on 5 Oct"; without words of its own, what kind of contact it was."""
    said = short_text(text, _LONGEST)
    values: dict[str, Any] = {"what": said or tr(_WHAT[kind]), "day": _day(on, today)}
    how = _how(kind, channel, tr, is_said=bool(said))
    if how:
        return tr("last told: {what} {how} on {day}").format(how=how, **values)
    return tr("last told: {what} on {day}").format(**values)


def _how(kind: TouchKind, channel: str, tr: Translate, *, is_said: bool) -> str:
    if channel:
        known = _CHANNELS.get(channel.casefold())
        return tr(known) if known else tr("by {channel}").format(channel=short_text(channel, _LONGEST // 2))
    return tr(_BY_KIND[kind]) if is_said and kind in _BY_KIND else ""


def _day(on: date, today: date) -> str:
    """ "5 Oct", with the year where it isn't this one's."""
    return f"{on.day} {on:%b}" if on.year == today.year else f"{on.day} {on:%b} {on.year}"
