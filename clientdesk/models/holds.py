"""When a hold ends: on a date, by something that happens, or only when released. Computed, never stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from clientdesk.models.enums import HoldEvent


@dataclass(frozen=True, slots=True)
class Hold:
    """A hold as the user set it.

    Attributes:
        until: the first day no longer on hold.
        event: what ends it by itself.
        since: when it was set; without it no event is later, so none ends the hold.
    """

    until: date | None = None
    event: HoldEvent | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class HoldFacts:
    """What happened with a client that may end a hold; what lies before the hold does no harm.

    Attributes:
        heard_at: held touches of the kinds in `touches.HEARD_FROM`.
        signed_at: when papers of theirs were executed.
        starts_on: first days of their engagements, those to come too.
        reached_on: actual dates of their milestones.
    """

    heard_at: tuple[datetime, ...] = ()
    signed_at: tuple[datetime, ...] = ()
    starts_on: tuple[date, ...] = ()
    reached_on: tuple[date, ...] = ()


NOTHING_HAPPENED = HoldFacts()


def hold_end(hold: Hold, facts: HoldFacts, zone: tzinfo, today: date) -> date | None:
    """The first day no longer on hold; None while it lasts until released, or until an event yet to come.

    A reply and a signature count after the instant at which the hold was set, an engagement that begins
    after that local day, a milestone reached on that day or later. Only the start of an engagement is
    known ahead.

    Args:
        zone: the practice's.
        today: its local date; a touch of later today counts, one of tomorrow doesn't yet.
    """
    days = [hold.until] if hold.until is not None else []
    if hold.event is not None and hold.since is not None:
        days += _days_of(hold.event, hold.since, facts, zone, today)
    return min(days, default=None)


def _days_of(
    event: HoldEvent, since: datetime, facts: HoldFacts, zone: tzinfo, today: date
) -> Iterable[date]:
    set_on = since.astimezone(zone).date()
    if event is HoldEvent.START:
        return [day for day in facts.starts_on if day > set_on]
    if event is HoldEvent.MILESTONE:
        return [day for day in facts.reached_on if set_on <= day <= today]
    instants = facts.heard_at if event is HoldEvent.REPLY else facts.signed_at
    days = (instant.astimezone(zone).date() for instant in instants if instant > since)
    return [day for day in days if day <= today]
