"""Which due moments nobody was told of yet: those that are not in the log, under their own key or another.

Light on imports, as the whole look for reminders.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from clientdesk.models.enums import RhythmKind
from clientdesk.models.same_moment import was_said
from clientdesk.models.schedule import AnnouncingRules, Occasion
from clientdesk.store.first_reads import CheckInRow, Fetch
from clientdesk.store.notice_reads import known_among, said_to

Come = list[tuple[CheckInRow, tuple[Occasion, ...]]]
"""Clients with what has come of each."""

_SLACK = timedelta(days=1)


def unsaid(fetch: Fetch, come: Come, rules: AnnouncingRules) -> Come:
    """What was not announced; clients of whom everything was are left out."""
    known = known_among(fetch, [occasion.key for _, occasions in come for occasion in occasions])
    come = _only(come, lambda _, occasion: occasion.key not in known)
    if not come:
        return []
    first = min(occasion.moment for _, occasions in come for occasion in occasions)
    said = said_to(fetch, [row.facts.client_id for row, _ in come], first - _SLACK)

    def is_new(row: CheckInRow, occasion: Occasion) -> bool:
        facts, kind = row.facts, kinds_of(row).get(occasion.source)
        living = [one.rhythm_id for one in facts.rhythms if one.ends_on is None or one.ends_on >= occasion.on]
        log = said.get(facts.client_id, ())
        return not was_said(occasion, kind, log, rules, facts.last_meaningful_on, living)

    return _only(come, is_new)


def kinds_of(row: CheckInRow) -> dict[str, RhythmKind]:
    """The kind of each of a client's rhythms, by id."""
    return {rule.rhythm_id: rule.kind for rule in row.facts.rhythms}


def _only(come: Come, wanted: Callable[[CheckInRow, Occasion], bool]) -> Come:
    left = [(row, tuple(one for one in occasions if wanted(row, one))) for row, occasions in come]
    return [(row, occasions) for row, occasions in left if occasions]
