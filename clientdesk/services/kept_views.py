"""How well each rhythm of a client was kept: "8 of the last 10 on time"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from clientdesk.models.calendar import WorkCalendar
from clientdesk.models.enums import RhythmKind, RhythmUnit, TouchKind
from clientdesk.models.kept import MOST_OCCURRENCES, kept_record
from clientdesk.models.schedule import RhythmRule, keeps, known_since
from clientdesk.models.views.check_ins import KeptView
from clientdesk.services.check_in_words import kept_words
from clientdesk.services.wording import Translate
from clientdesk.store.first_reads import Fetch, check_in_rows, local_days, stored

_SINGLE = frozenset({RhythmUnit.ONCE, RhythmUnit.AFTER_END})
"""Rules with one date: how well they are kept is no question."""

_HELD = "SELECT kind, is_review, at FROM touchpoint WHERE client_id = ? AND state || '' = 'held' AND at < ?"


def kept_views(
    fetch: Fetch,
    client_id: str,
    today: date,
    zone: ZoneInfo,
    calendar: WorkCalendar,
    tr: Translate = str,
) -> tuple[KeptView, ...]:
    """One for each rhythm in force that has more than one date; none for a client that isn't there."""
    rows = check_in_rows(fetch, today, zone, client_id=client_id)
    if not rows:
        return ()
    facts = rows[0].facts
    held = held_days(fetch, client_id, today, zone)
    since = known_since(facts, today)

    def record_of(rule: RhythmRule) -> list[bool]:
        record = kept_record(rule, held.get(rule.kind, ()), since, today, calendar)
        return [is_on_time for _, is_on_time in record.occurrences]

    found = []
    for rule in facts.rhythms:
        if rule.unit in _SINGLE or (rule.ends_on is not None and rule.ends_on < today):
            continue
        known = [word for one in (*_before(rule, facts.rhythms), rule) for word in record_of(one)]
        last = known[-MOST_OCCURRENCES:]
        words = kept_words(sum(last), len(last), tr)
        found.append(KeptView(rule.rhythm_id, rule.kind, sum(last), len(last), words))
    return tuple(found)


def _before(rule: RhythmRule, rules: Sequence[RhythmRule]) -> list[RhythmRule]:
    """The rows whose place it took when its rule was changed in the middle, earliest first."""
    chain: list[RhythmRule] = []
    starts_on = rule.starts_on
    while True:
        earlier = next(
            (
                one
                for one in rules
                if one.kind is rule.kind
                and one.ends_on == starts_on - timedelta(days=1)
                and one is not rule
                and one not in chain
            ),
            None,
        )
        if earlier is None:
            return chain
        chain.insert(0, earlier)
        starts_on = earlier.starts_on


def held_days(fetch: Fetch, client_id: str, today: date, zone: ZoneInfo) -> dict[RhythmKind, list[date]]:
    """The local dates of held touches by the kind of rhythm they keep."""
    end = stored(datetime.combine(today + timedelta(days=1), time(), zone))
    local = local_days(zone)
    found: dict[RhythmKind, list[date]] = {}
    for touch, is_review, at in fetch(_HELD, (client_id, end)):
        for kind in keeps(TouchKind(touch), bool(is_review)):
            found.setdefault(kind, []).append(local.of(at))
    return found
