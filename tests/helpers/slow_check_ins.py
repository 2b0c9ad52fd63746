"""The rules of check-ins once more: day by day, from every touch, with nothing shared with the fast ones.

Written from the text alone, to be compared with `clientdesk.models.schedule` over random histories.
Slow on purpose: it walks days, counts weekdays of months and plays every touch in its order.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

ONE = timedelta(days=1)


@dataclass
class SlowPractice:
    """`hours` maps a first day to the weekdays worked from then on and whether holidays are kept."""

    hours: dict[date, tuple[set[int], bool]]
    holidays: set[date]
    time_off: list[tuple[date, date, date]]
    answers: dict[date, bool] = field(default_factory=dict)
    landings: dict[date, date] = field(default_factory=dict)

    def works(self, day: date) -> bool:
        known = self.answers.get(day)
        if known is None:
            known = self.answers[day] = self.work_out(day)
        return known

    def work_out(self, day: date) -> bool:
        in_force = min(self.hours)
        for since in self.hours:
            if in_force < since <= day:
                in_force = since
        weekdays, keeps_holidays = self.hours[in_force]
        if keeps_holidays and day in self.holidays:
            return False
        return day.weekday() in weekdays and not self.entered(day)

    def entered(self, day: date) -> list[date]:
        """When each time off on that day was entered."""
        return [entered for first, last, entered in self.time_off if first <= day <= last]

    def forward(self, day: date) -> date | None:
        for _ in range(5 * 365 + 2):
            if self.works(day):
                return day
            day += ONE
        return None

    def land(self, day: date) -> date:
        """Where a date of a rule lands."""
        if day not in self.landings:
            self.landings[day] = self.walk(day)
        return self.landings[day]

    def walk(self, day: date) -> date:
        walked = day
        not_before = date.min
        for _ in range(5 * 365 + 2):
            if self.works(walked):
                if walked >= not_before:
                    return walked
                break
            if self.time_off:
                not_before = max([not_before, *self.entered(walked)])
            walked -= ONE
        return self.forward(day) or day


@dataclass
class SlowRhythm:
    kind: str
    unit: str
    every: int
    weekday: int
    nth: int | None
    starts_on: date

    def fits(self, day: date) -> bool:
        if day.weekday() != self.weekday:
            return False
        if self.unit == "weekly":
            return True
        if self.nth == -1:
            return (day + 7 * ONE).month != day.month
        earlier = [day.replace(day=number) for number in range(1, day.day)]
        return 1 + sum(other.weekday() == self.weekday for other in earlier) == self.nth

    def dates(self, until: date) -> list[date]:
        """From the first date, every k-th fitting day, up to and including `until`."""
        found: list[date] = []
        fitting = 0
        day = self.starts_on
        while day <= until:
            if self.fits(day):
                if fitting % self.every == 0:
                    found.append(day)
                fitting += 1
            day += ONE
        return found

    def date_before(self, day: date) -> date:
        """The rule's date before one of its dates, even before the start."""
        fitting = 0
        while fitting < self.every:
            day -= ONE
            fitting += self.fits(day)
        return day


@dataclass
class SlowTouch:
    on: date
    kind: str
    state: str
    is_review: bool
    meaningful: bool | None

    def keeps(self, rhythm_kind: str) -> bool:
        if rhythm_kind == "update":
            return self.kind in ("update", "report")
        if rhythm_kind == "call":
            return self.kind in ("call", "video", "meeting")
        return self.kind in ("video", "meeting") and self.is_review

    def breaks_silence(self) -> bool:
        if self.meaningful is not None:
            return self.meaningful
        return self.kind not in ("note", "mail_received", "message_received")


@dataclass
class SlowClient:
    added_on: date
    engagements: list[tuple[date, date | None]]
    rhythms: list[SlowRhythm]
    touches: list[SlowTouch]
    own_limit: int | None
    tier_limit: int | None
    default_limit: int | None
    after_tier: bool
    archived: bool
    hold_until: date | None
    held_until_released: bool
    snoozed_until: date | None


ORDER = ("overdue", "quiet", "due", "due_soon", "covered", "not_yet")


def slow_status(client: SlowClient, today: date, practice: SlowPractice) -> dict[str, object]:
    """State, dates and missed occurrences of a client."""
    not_ended = [start for start, end in client.engagements if not (end is not None and end < today)]
    all_ended = len(client.engagements) > 0 and not not_ended
    known = client.added_on
    if not_ended and min(not_ended) > known:
        known = min(not_ended)
    nothing = {"state": "not_listed", "due_on": None, "known": known, "rhythms": [], "limit": None}
    if client.archived:
        return nothing
    if all_ended and not client.rhythms and client.own_limit is None and not client.after_tier:
        return nothing
    limit_days = client.default_limit
    if client.tier_limit is not None:
        limit_days = client.tier_limit
    if all_ended:
        limit_days = client.tier_limit if client.after_tier else None
    if client.own_limit is not None:
        limit_days = client.own_limit

    rhythms = [_slow_rhythm(rhythm, client, known, today, practice) for rhythm in client.rhythms]
    limit = None if limit_days is None else _slow_limit(limit_days, client, known, today, practice)
    dated = [(one["state"], one["due_on"]) for one in rhythms]
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
    if client.held_until_released or (client.hold_until is not None and client.hold_until > today):
        state = "on_hold"
    return {"state": state, "due_on": due_on, "known": known, "rhythms": rhythms, "limit": limit}


def _held(client: SlowClient, today: date) -> list[SlowTouch]:
    held = [touch for touch in client.touches if touch.state == "held" and touch.on <= today]
    return sorted(held, key=lambda touch: touch.on)


def _slow_rhythm(
    rhythm: SlowRhythm, client: SlowClient, known: date, today: date, practice: SlowPractice
) -> dict[str, object]:
    # Far enough ahead for three distinct landings; more than five years where nothing is worked.
    for days_ahead in (100, 500, 2300):
        dates = rhythm.dates(max(today, known, rhythm.starts_on) + days_ahead * ONE)
        occurrences = sorted({practice.land(day) for day in dates if practice.land(day) >= known})
        if len([day for day in occurrences if day > today]) >= 3:
            break
    occurrences.pop()
    before: dict[date, date] = {}
    for occurrence in occurrences:
        day = min(one for one in dates if practice.land(one) == occurrence)
        while practice.land(day) == occurrence:
            day = rhythm.date_before(day)
        before[occurrence] = practice.land(day)

    settled = _play(
        [touch.on for touch in _held(client, today) if touch.keeps(rhythm.kind)], occurrences, before
    )
    unsettled = [day for day in occurrences if day not in settled]
    due_on = unsettled[0]
    missed = [day for day in unsettled if day < today]
    if missed:
        state = "overdue"
    elif due_on == today:
        state = "due"
    elif due_on <= today + 7 * ONE:
        state = "due_soon"
    else:
        state = "not_yet"
    if state != "overdue":
        for touch in client.touches:
            bookable = touch.state == "planned" and touch.kind in ("call", "video", "meeting")
            if not bookable or not today <= touch.on <= due_on or not touch.keeps(rhythm.kind):
                continue
            if due_on in _play([touch.on], occurrences, before):
                state = "covered"
    upcoming = next(day for day in unsettled if day >= today)
    return {"state": state, "due_on": due_on, "missed": missed, "next_on": upcoming}


def _play(days: list[date], occurrences: list[date], before: dict[date, date]) -> set[date]:
    """The occurrences which touches on those days, one after the other, settle."""
    settled: set[date] = set()
    for day in days:
        settled |= {occurrence for occurrence in occurrences if occurrence <= day}
        for occurrence in occurrences:
            if occurrence > day:
                if day - before[occurrence] >= occurrence - day:
                    settled.add(occurrence)
                break
    return settled


def _slow_limit(
    days: int, client: SlowClient, known: date, today: date, practice: SlowPractice
) -> dict[str, object]:
    start = known
    for touch in _held(client, today):
        if touch.breaks_silence() and touch.on > start:
            start = touch.on
    end = start
    for _ in range(days):
        end += ONE
    limit_on = practice.forward(end) or end
    if today > limit_on:
        state = "quiet"
    elif today == limit_on:
        state = "due"
    elif limit_on - today <= 7 * ONE:
        state = "due_soon"
    else:
        state = "not_yet"
    if state != "quiet":
        for touch in client.touches:
            if (
                touch.state == "planned"
                and touch.kind in ("call", "video", "meeting")
                and touch.breaks_silence()
                and today <= touch.on <= limit_on
            ):
                state = "covered"
    quiet_for = 0
    while start + (quiet_for + 1) * ONE <= today:
        quiet_for += 1
    return {"state": state, "on": limit_on, "quiet_for": quiet_for}
