"""The rules of check-ins once more: day by day, from every touch, with nothing shared with the fast ones.

Written from the text alone, to be compared with `clientdesk.models.schedule` over random histories.
Slow on purpose: it walks days, counts weekdays of months and plays every touch in its order.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tests.helpers.slow_days import ONE, SlowPractice, SlowZone
from tests.helpers.slow_rhythms import SEVEN, SlowRhythm

ORDER = ("overdue", "quiet", "due", "due_soon", "covered", "not_yet")

WHAT_KEEPS = {
    "update": ("update", "report"),
    "call": ("call", "video", "meeting"),
    "review": ("video", "meeting"),
    "satisfaction": ("satisfaction",),
    "key_date": ("personal",),
    "personal": ("personal", "call", "video", "meeting", "mail_sent", "message_sent"),
    "win_back": ("personal", "call", "video", "meeting", "mail_sent", "message_sent"),
}


@dataclass
class SlowTouch:
    at: datetime
    kind: str
    state: str
    is_review: bool
    meaningful: bool | None

    def keeps(self, rhythm_kind: str) -> bool:
        if rhythm_kind == "review" and not self.is_review:
            return False
        return self.kind in WHAT_KEEPS[rhythm_kind]

    def breaks_silence(self) -> bool:
        if self.meaningful is not None:
            return self.meaningful
        return self.kind not in ("note", "mail_received", "message_received")

    def covers(self, first: date, last: date, zone: SlowZone) -> bool:
        """Whether it is booked, in person or by voice, on one of these days."""
        is_talk = self.kind in ("call", "video", "meeting")
        return self.state == "planned" and is_talk and first <= zone.day(self.at) <= last


@dataclass
class SlowHold:
    """`event`: what ends it, after the instant `since`."""

    until: date | None = None
    event: str | None = None
    since: datetime | None = None


@dataclass
class SlowClient:
    added_on: date
    engagements: list[tuple[date, date | None]]
    milestones: list[tuple[date | None, date | None]]
    rhythms: list[SlowRhythm]
    touches: list[SlowTouch]
    signed: list[datetime]
    own_limit: int | None
    tier_limit: int | None
    default_limit: int | None
    after_tier: bool
    archived: bool
    hold: SlowHold | None
    snoozed_until: date | None


def slow_status(client: SlowClient, now: datetime, practice: SlowPractice, zone: SlowZone) -> dict[str, Any]:
    """State, dates and missed occurrences of a client, and how well each rhythm was kept."""
    today = zone.day(now)
    not_ended = [start for start, end in client.engagements if not (end is not None and end < today)]
    all_ended = len(client.engagements) > 0 and not not_ended
    known = client.added_on
    if not_ended and min(not_ended) > known:
        known = min(not_ended)
    rhythms = [_slow_rhythm(rhythm, client, known, today, practice, zone) for rhythm in client.rhythms]
    hold_end = None if client.hold is None else slow_hold_end(client.hold, client, today, zone)
    found = {"state": "not_listed", "due_on": None, "known": known, "limit": None, "hold_end": hold_end}
    has_rhythm = any(one["due_on"] is not None for one in rhythms)
    has_own = has_rhythm or client.own_limit is not None or client.after_tier
    if client.archived or (all_ended and not has_own):
        return {**found, "rhythms": []}
    limit_days = client.default_limit
    if client.tier_limit is not None:
        limit_days = client.tier_limit
    if all_ended:
        limit_days = client.tier_limit if client.after_tier else None
    if client.own_limit is not None:
        limit_days = client.own_limit

    limit = None if limit_days is None else _slow_limit(limit_days, client, known, today, practice, zone)
    dated = [(one["state"], one["due_on"]) for one in rhythms if one["due_on"] is not None]
    if limit is not None:
        dated.append((limit["state"], limit["on"]))
    state, due_on = "not_yet", None
    for word in ORDER:
        days = [day for held, day in dated if held == word]
        if days:
            state, due_on = word, min(days)
            break
    if client.snoozed_until is not None and client.snoozed_until > today:
        state = "snoozed"
    if client.hold is not None and (hold_end is None or hold_end > today):
        state = "on_hold"
    return {**found, "state": state, "due_on": due_on, "rhythms": rhythms, "limit": limit}


def slow_hold_end(hold: SlowHold, client: SlowClient, today: date, zone: SlowZone) -> date | None:
    """Day after day from the one on which the hold was set, whether something ends it."""
    assert hold.since is not None
    set_on = day = zone.day(hold.since)
    if hold.until is not None and hold.until < day:
        day = hold.until  # they moved to a zone where the hold was set a day later
    starts = [start for start, _ in client.engagements if start > set_on]
    far = max([today, *starts] + ([hold.until] if hold.until is not None else []))
    while day <= far:
        if day == hold.until or (hold.event is not None and _ends(hold, day, client, today, zone, set_on)):
            return day
        day += ONE
    return None


def _ends(hold: SlowHold, day: date, client: SlowClient, today: date, zone: SlowZone, set_on: date) -> bool:
    assert hold.since is not None
    if hold.event == "start":
        return day > set_on and any(start == day for start, _ in client.engagements)
    if day > today:
        return False
    if hold.event == "milestone":
        return any(actual == day for _, actual in client.milestones)
    instants = client.signed
    if hold.event == "reply":
        heard = ("mail_received", "message_received", "call", "video", "meeting")
        instants = [touch.at for touch in client.touches if touch.state == "held" and touch.kind in heard]
    return any(instant > hold.since and zone.day(instant) == day for instant in instants)


def _held(client: SlowClient, today: date, zone: SlowZone) -> list[tuple[date, SlowTouch]]:
    held = [(zone.day(touch.at), touch) for touch in client.touches if touch.state == "held"]
    return sorted((one for one in held if one[0] <= today), key=lambda one: one[0])


def _slow_rhythm(
    rhythm: SlowRhythm,
    client: SlowClient,
    known: date,
    today: date,
    practice: SlowPractice,
    zone: SlowZone,
) -> dict[str, Any]:
    # Far enough ahead for three distinct landings; more than five years where nothing is worked. What doesn't
    # repeat is laid by the histories within half a year.
    for days_ahead in (100, 500, 2300) if rhythm.repeats() else (200,):
        dates = rhythm.dates(max(today, known, rhythm.starts_on) + days_ahead * ONE, today)
        occurrences = sorted({practice.land(day) for day in dates if practice.land(day) >= known})
        if len([day for day in occurrences if day > today]) >= 3:
            break
    first_dates: dict[date, date] = {}
    for day in dates:
        first_dates.setdefault(practice.land(day), day)
    opens = {one: _opens(rhythm, one, first_dates[one], today, practice) for one in occurrences}

    held = [day for day, touch in _held(client, today, zone) if touch.keeps(rhythm.kind)]
    settled = _play(held, occurrences, opens)
    unsettled = [day for day in occurrences if day not in settled]
    told = [one for one in occurrences if one in settled or one < today][-10:]
    kept = [(one, one in settled and settled[one] <= one) for one in told]
    if not unsettled:
        return {"state": "not_yet", "due_on": None, "missed": [], "next_on": None, "kept": kept}
    due_on = unsettled[0]
    missed = [day for day in unsettled if day < today]
    if missed:
        state = "overdue"
    elif due_on == today:
        state = "due"
    elif due_on <= today + SEVEN:
        state = "due_soon"
    else:
        state = "not_yet"
    if state != "overdue":
        for touch in client.touches:
            if not touch.keeps(rhythm.kind) or not touch.covers(today, due_on, zone):
                continue
            if due_on in _play([zone.day(touch.at)], occurrences, opens):
                state = "covered"
    upcoming = [day for day in unsettled if day >= today]
    next_on = upcoming[0] if upcoming else None
    return {"state": state, "due_on": due_on, "missed": missed, "next_on": next_on, "kept": kept}


def _opens(rhythm: SlowRhythm, occurrence: date, before: date, today: date, practice: SlowPractice) -> date:
    """The first day on which a touch settles an occurrence ahead of its time; `before` is a date of it."""
    if rhythm.unit not in ("weekly", "monthly"):
        return occurrence - SEVEN
    while practice.land(before) == occurrence:
        before = rhythm.date_before(before, today)
    day = practice.land(before)
    while day - practice.land(before) < occurrence - day:
        day += ONE
    return day


def _play(days: list[date], occurrences: list[date], opens: dict[date, date]) -> dict[date, date]:
    """The occurrences which touches on those days, one after the other, settle; each with the day it was."""
    settled: dict[date, date] = {}
    for day in days:
        for occurrence in occurrences:
            if occurrence <= day:
                settled.setdefault(occurrence, day)
            else:
                if opens[occurrence] <= day:
                    settled.setdefault(occurrence, day)
                break
    return settled


def _slow_limit(
    days: int, client: SlowClient, known: date, today: date, practice: SlowPractice, zone: SlowZone
) -> dict[str, Any]:
    start = known
    for day, touch in _held(client, today, zone):
        if touch.breaks_silence() and day > start:
            start = day
    end = start
    for _ in range(days):
        end += ONE
    limit_on = practice.forward(end) or end
    if today > limit_on:
        state = "quiet"
    elif today == limit_on:
        state = "due"
    elif limit_on - today <= SEVEN:
        state = "due_soon"
    else:
        state = "not_yet"
    if state != "quiet":
        for touch in client.touches:
            if touch.breaks_silence() and touch.covers(today, limit_on, zone):
                state = "covered"
    quiet_for = 0
    while start + (quiet_for + 1) * ONE <= today:
        quiet_for += 1
    return {"state": state, "on": limit_on, "quiet_for": quiet_for}
