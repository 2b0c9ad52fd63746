"""When what is ripe may come on the screen: quiet hours and time off, once an hour, two digests a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from clientdesk.models.announcements import AnnouncingRules, Busy

BETWEEN = timedelta(minutes=60)
"""One pop-up of check-ins, papers and answers an hour at most."""

DIGESTS_A_DAY = 2
DIGEST_FROM = 2
"""From so many clients on a pop-up is a digest."""

_MOST_TURNS = 400


@dataclass(frozen=True, slots=True)
class PopUpSent:
    """A pop-up of the log: when it was handed over, and of how many clients it spoke."""

    at: datetime
    clients: int

    @property
    def is_digest(self) -> bool:
        return self.clients >= DIGEST_FROM


def opens_at(now: datetime, rules: AnnouncingRules, busy: Busy = ()) -> datetime:
    """The first instant from `now` on that is neither quiet, nor in time off, nor taken by the client itself.

    Time off lasts until work begins again on the first working day after it.
    """
    at = now
    for _ in range(_MOST_TURNS):
        ended, _next = rules.time_off_around(rules.today(at))
        if ended is not None:
            at = max(at, rules.moment_on(rules.calendar.next_working_day(ended)))
        opened = rules.open_from(at, busy)
        if opened == at:
            break
        at = opened
    return at


def may_come_at(
    now: datetime, clients: int, sent: Iterable[PopUpSent], second_digest: int, rules: AnnouncingRules
) -> datetime:
    """The first instant from `now` on at which a pop-up about so many clients may come.

    Args:
        clients: how many it is about; from two on it is a digest.
        sent: the pop-ups of check-ins, papers and answers of the last days; later ones than now (the clock was
            set back) don't count.
        second_digest: minute of the local day from which the second digest may come.
    """
    before = [pop_up for pop_up in sent if pop_up.at <= now]
    at = max([now, *(pop_up.at + BETWEEN for pop_up in before)])
    at = opens_at(at, rules)
    if clients < DIGEST_FROM:
        return at
    digests = [rules.today(pop_up.at) for pop_up in before if pop_up.is_digest]
    for _ in range(_MOST_TURNS):
        day = rules.today(at)
        free = _digest_from(day, digests.count(day), second_digest, rules)
        later = at if free <= at else opens_at(free, rules)
        if later == at:
            break
        at = later
    return at


def _digest_from(day: date, given: int, second_digest: int, rules: AnnouncingRules) -> datetime:
    """The first instant of a day, or of the next one, at which a digest may come after so many that day."""
    if given >= DIGESTS_A_DAY:
        return rules.instant(day + timedelta(days=1), 0)
    first = rules.moment_on(day)
    return max(first, rules.instant(day, second_digest)) if given else first
