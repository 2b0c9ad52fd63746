"""What is announced and when, once more, from the text of `docs/check-ins.md` alone: minute by minute, no short cuts.

It answers for one instant: which pop-ups come now, of which due moments. It shares nothing with the fast side; the
states come from `slow_check_ins`, the wall clocks from `slow_days`.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.helpers.slow_check_ins import SlowClient, slow_status
from tests.helpers.slow_days import ONE, SlowPractice, SlowZone

MINUTE = timedelta(minutes=1)
TALKS = ("call", "video", "meeting")


@dataclass
class SlowQuiet:
    """Quiet minutes of the day (`start` may be after `end`), and whether weekends are quiet too."""

    start: int
    end: int
    weekends: bool

    def covers(self, local: datetime) -> bool:
        if self.weekends and local.weekday() in (5, 6):
            return True
        minute = local.hour * 60 + local.minute
        if self.start <= self.end:
            return self.start <= minute < self.end
        return minute >= self.start or minute < self.end


@dataclass
class SlowMeeting:
    """A booked talk."""

    touch_id: str
    client: str
    start: datetime
    minutes: int
    state: str = "planned"

    @property
    def end(self) -> datetime:
        return self.start + self.minutes * MINUTE


@dataclass
class SlowAnswer:
    """An open request: when to warn and when the answer is due."""

    request_id: str
    client: str
    is_emergency: bool
    received_at: datetime
    warn_at: datetime
    due_at: datetime


@dataclass
class SlowPopUp:
    """What came at once. `counts`: it stands for the hour and the digests."""

    at: datetime
    keys: set[str]
    clients: set[str]
    counts: bool


@dataclass
class SlowDesk:
    """Everything a look depends on, and what came so far. Clear `states` when anything was changed."""

    practice: SlowPractice
    zone: SlowZone
    quiet: SlowQuiet
    rhythm_ids: dict[str, list[str]]
    clients: dict[str, SlowClient]
    meetings: list[SlowMeeting] = field(default_factory=list)
    answers: list[SlowAnswer] = field(default_factory=list)
    second_digest: int = 930
    meeting_minutes: int = 10
    asks_held: bool = True
    known: set[str] = field(default_factory=set)
    asked: dict[str, datetime] = field(default_factory=dict, repr=False)
    said: dict[str, datetime] = field(default_factory=dict, repr=False)
    came: list[SlowPopUp] = field(default_factory=list)
    moments: dict[tuple[int, date], datetime] = field(default_factory=dict, repr=False)
    states: dict[tuple[str, date], tuple[dict[str, Any], str]] = field(default_factory=dict, repr=False)

    def pop_ups(self, now: datetime) -> list[SlowPopUp]:
        """What comes at this instant."""
        if self.is_quiet(now) or self.is_away(now):
            return []
        free = {client for client in self.clients if not self.is_with(client, now)}
        found = [SlowPopUp(now, {key}, {client}, counts=False) for key, client in self.soon(now, free)]
        ended = self.ended(now, free)
        if ended:
            found.append(SlowPopUp(now, {key for key, _ in ended}, {one for _, one in ended}, counts=False))
        ripe: dict[str, set[str]] = {client: self.check_in(client, now) for client in free}
        pressing: dict[str, set[str]] = {}
        promised: list[tuple[datetime, str, str]] = []
        for answer, keys in self.owed_answers(now, free):
            ripe[answer.client] |= keys
            if answer.is_emergency:
                pressing.setdefault(answer.client, set()).update(keys)
            else:
                promised.append((answer.due_at, answer.request_id, answer.client))
        ripe = {client: keys for client, keys in ripe.items() if keys}
        if not ripe:
            return found
        if not self.may_come(now, len(ripe)):
            alone = {min(promised)[2]} if promised and not pressing and self.may_come(now, 1) else set()
            ripe = pressing or {client: ripe[client] for client in alone}
        if ripe:
            keys = {key for some in ripe.values() for key in some}
            found.append(SlowPopUp(now, keys, set(ripe), counts=True))
        return found

    def note(self, pop_up: SlowPopUp, *, failed: bool) -> None:
        """It is in the log."""
        self.known |= pop_up.keys
        self.said |= {key: self.asked[key] for key in pop_up.keys & self.asked.keys()}
        pop_up.counts = pop_up.counts and not failed
        self.came.append(pop_up)

    def may_come(self, now: datetime, clients: int) -> bool:
        counted = [one for one in self.came if one.counts and one.at <= now]
        if any(now < one.at + 60 * MINUTE for one in counted):
            return False
        if clients == 1:
            return True
        today = self.zone.day(now)
        digests = [one for one in counted if len(one.clients) > 1 and self.zone.day(one.at) == today]
        local = self.zone.local(now)
        if len(digests) == 1 and local.hour * 60 + local.minute < self.second_digest:
            return False
        return len(digests) < 2 and self.moment(today) <= now

    def check_in(self, client_id: str, now: datetime) -> set[str]:
        """The keys of what is owed to a client and was not said."""
        client = self.clients[client_id]
        today = self.zone.day(now)
        status, under = self.judged(client_id, now)
        if under not in ("overdue", "quiet", "due") or (
            client.hold is not None and status["hold_end"] is None
        ):
            return set()
        summary = self.summary_day(client, status["hold_end"], today)
        keys: set[str] = set()
        moments: dict[str, datetime] = {}
        sources = [
            (rhythm_id, [*one["missed"][-1:], *([one["next_on"]] if one["next_on"] else [])], one["state"])
            for rhythm_id, one in zip(self.rhythm_ids[client_id], status["rhythms"], strict=True)
        ]
        if status["limit"] is not None:
            sources.append(("limit", [status["limit"]["on"]], status["limit"]["state"]))
        for source, days, state in sources:
            come = []
            for on in days:
                for step, day in (("first", on), ("second", self.practice.forward(on + ONE) or on + ONE)):
                    is_over = today >= (self.practice.forward(on + ONE) or on + ONE)
                    if step == "first" and (is_over or (state == "covered" and on <= today)):
                        continue
                    key = f"{client_id}/{source}/{on}/{step}"
                    at = self.moment(day) if day <= today + 40 * ONE else None
                    if summary is not None and day <= summary:
                        key = f"{client_id}/{summary}/summary"
                        at = self.moment(summary) if summary <= today + 40 * ONE else None
                    if at is not None and at <= now:
                        come.append(key)
                        moments[key] = at
            keys.update(come[-1:])
        keys = {
            key for key in keys - self.known if not self.was_said_elsewhere(client, key, moments[key], now)
        }
        self.asked |= {key: moments[key] for key in keys}
        return keys

    def was_said_elsewhere(self, client: SlowClient, key: str, at: datetime, now: datetime) -> bool:
        """Whether a limit or a summary was said hours before or after that moment, by the clocks of another zone."""
        start, _, step = key.rpartition("/")
        start = start.rpartition("/")[0]
        if not key.endswith("/summary") and not start.endswith("/limit"):
            return False
        near = [
            other_at
            for other, other_at in self.said.items()
            if other.startswith(f"{start}/")
            and other.endswith(f"/{step}")
            and abs(other_at - at) < 1080 * MINUTE
            and self.said_here(other) != other_at
        ]
        if key.endswith("/summary"):
            return bool(near)
        told = [one.at for one in client.touches if one.state == "held" and one.breaks_silence()]
        days = [self.zone.day(one) for one in told if self.zone.day(one) <= self.zone.day(now)]
        return any(not days or self.zone.day(other_at) > max(days) for other_at in near)

    def said_here(self, key: str) -> datetime:
        """When the clocks of this zone say it."""
        start, _, step = key.rpartition("/")
        on = date.fromisoformat(start.rpartition("/")[2])
        return self.moment((self.practice.forward(on + ONE) or on + ONE) if step == "second" else on)

    def judged(self, client_id: str, now: datetime) -> tuple[dict[str, Any], str]:
        """How a client stands on that day, and the state as it would be without hold and snooze."""
        client, key = self.clients[client_id], (client_id, self.zone.day(now))
        if key not in self.states:
            status = slow_status(client, now, self.practice, self.zone)
            plain = copy(client)
            plain.hold = plain.snoozed_until = None
            has_pause = client.hold is not None or client.snoozed_until is not None
            under = slow_status(plain, now, self.practice, self.zone) if has_pause else status
            self.states[key] = status, under["state"]
        return self.states[key]

    def summary_day(self, client: SlowClient, hold_end: date | None, today: date) -> date | None:
        ends = [end for end in (hold_end, client.snoozed_until) if end is not None]
        begun = [last for first, last, _ in self.practice.time_off if first <= today]
        ends += [max(begun) + ONE] if begun else []
        return (self.practice.forward(max(ends)) or max(ends)) if ends else None

    def owed_answers(self, now: datetime, free: set[str]) -> list[tuple[SlowAnswer, set[str]]]:
        found = []
        for one in self.answers:
            over = f"answer:{one.request_id}:due"
            first = "emergency" if one.is_emergency else "warn"
            keys = {f"answer:{one.request_id}:{first}"} if one.warn_at <= now else set()
            if one.due_at <= now:
                keys.add(over)
            if over in self.known:
                keys = set()
            if one.client in free and keys - self.known:
                found.append((one, keys - self.known))
        return found

    def soon(self, now: datetime, free: set[str]) -> list[tuple[str, str]]:
        found = []
        for one in self.meetings:
            key = f"meeting:touch:{one.touch_id}:{one.start:%Y-%m-%d %H:%M}:{one.start:%Y-%m-%d %H:%M}"
            is_near = one.start - self.meeting_minutes * MINUTE <= now < one.start
            is_open = one.state == "planned" and one.client in free and key not in self.known
            if self.meeting_minutes and is_near and is_open:
                found.append((key, one.client))
        return found

    def ended(self, now: datetime, free: set[str]) -> list[tuple[str, str]]:
        found = []
        for one in self.meetings:
            key = f"held:touch:{one.touch_id}:{one.start:%Y-%m-%d %H:%M}"
            is_over = one.end <= now <= one.end + 3 * ONE
            is_open = one.state == "planned" and one.client in free and key not in self.known
            if self.asks_held and is_over and is_open:
                found.append((key, one.client))
        return found

    def is_with(self, client: str, now: datetime) -> bool:
        """Whether a meeting with that client runs."""
        return any(
            one.client == client and one.state == "planned" and one.start <= now < one.end
            for one in self.meetings
        )

    def is_quiet(self, now: datetime) -> bool:
        return self.quiet.covers(self.zone.local(now))

    def is_away(self, now: datetime) -> bool:
        """From the first day of a time off until work begins on the first working day after it."""
        begun = [last for first, last, _ in self.practice.time_off if first <= self.zone.day(now)]
        if not begun:
            return False
        back = max(begun) + ONE
        return now < self.moment(self.practice.forward(back) or back)

    def moment(self, day: date) -> datetime:
        """Nine o'clock, when work starts, moved out of quiet hours minute by minute."""
        key = (id(self.zone), day)
        if key not in self.moments:
            at = start = datetime(day.year, day.month, day.day, 9)
            for _ in range(8 * 1440):
                if not self.quiet.covers(at):
                    break
                at += MINUTE
            else:
                at = start
            nine = at.replace(hour=9, minute=0)
            if (
                at.date() > day
                and self.practice.works(at.date())
                and at < nine
                and not self.quiet.covers(nine)
            ):
                at = nine
            self.moments[key] = self.instant(at)
        return self.moments[key]

    def instant(self, local: datetime) -> datetime:
        """The first instant at which the wall clock says so; where it skips that, as much later."""
        guesses = [
            local - timedelta(minutes=ahead) for ahead in (self.zone.ahead + self.zone.extra, self.zone.ahead)
        ]
        instants = [guess.replace(tzinfo=UTC) for guess in guesses]
        fitting = [one for one in instants if self.zone.local(one) == local]
        return min(fitting) if fitting else instants[-1]
