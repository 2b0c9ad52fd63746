"""What is ripe of each client, remembered from look to look: with a thousand clients few have changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from clientdesk.models.announcements import Announcements, AnnouncingRules, Busy, announce
from clientdesk.models.check_ins import ClientFacts, client_status
from clientdesk.store.first_reads import CheckInRow


@dataclass(frozen=True, slots=True)
class _Found:
    """What a look found of a client, and while it stands: for the same facts and busy times, until `until`."""

    facts: ClientFacts
    busy: Busy
    at: datetime
    until: datetime | None
    found: Announcements


class ClientLooks:
    """Answers `announce` for many clients; asks again only where something can have changed."""

    def __init__(self) -> None:
        self._ground: tuple[object, ...] = ()
        self._found: dict[str, _Found] = {}

    def of(
        self, rows: Sequence[CheckInRow], now: datetime, rules: AnnouncingRules, busy: Mapping[str, Busy]
    ) -> list[Announcements]:
        """What is to be announced of each client and when to look again; nothing of those who don't wait."""
        today = rules.today(now)
        ground = (rules.calendar, rules.zone, rules.quiet, today)
        known = self._found if ground == self._ground else {}
        self._ground, self._found = ground, {}
        for row in rows:
            facts = row.facts
            taken = busy.get(facts.client_id, ())
            one = known.get(facts.client_id)
            if one is None or one.facts is not facts or not _stands(one, now, taken):
                one = _look(facts, now, today, rules, taken)
            self._found[facts.client_id] = one
        return [one.found for one in self._found.values()]


def _stands(one: _Found, now: datetime, busy: Busy) -> bool:
    return one.at <= now and (one.until is None or now < one.until) and one.busy == busy


def _look(facts: ClientFacts, now: datetime, today: date, rules: AnnouncingRules, busy: Busy) -> _Found:
    status = client_status(facts, today, rules.calendar)
    found = announce(facts, now, rules, sorted(busy), status)
    ends = [start for start, _ in busy if start > now]
    if found.next_at is not None:
        ends.append(found.next_at)
    if found.ripe and not status.is_waiting:
        found = Announcements((), found.next_at)
    return _Found(facts, busy, now, min(ends, default=None), found)
