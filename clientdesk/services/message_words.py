"""The sentences about a message tried on the working rules: when it comes, how it counts, what is in the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from clientdesk.models.calendar import WorkCalendar
from clientdesk.models.day_clock import day_clock, midnight
from clientdesk.models.enums import Urgency
from clientdesk.models.response import HOURS, WORKING_DAYS, AnswerClock, Promise, available, stretches
from clientdesk.models.schedule import QuietHours
from clientdesk.models.views.boundaries import MessageSentence
from clientdesk.services.check_in_words import short_day
from clientdesk.services.request_views import channel_use
from clientdesk.services.wording import Translate

MOST_DAYS_NAMED = 3
_MINUTE = timedelta(minutes=1)
_LONG = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Message:
    """A message to try the rules on. `channel`: by which it comes; empty for not said."""

    at: datetime
    urgency: Urgency = Urgency.NORMAL
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One message tried on one set of rules."""

    rules: Mapping[str, Any]
    message: Message
    calendar: WorkCalendar
    zone: ZoneInfo
    client_zone: str
    clock: AnswerClock | None
    tr: Translate

    def summary(self) -> str:
        """ "Tue 13 Oct 19:40, urgent, by Phone: outside working hours; answered by Wed 14 Oct 11:00." """
        local = self._local(self.message.at)
        parts = [f"{short_day(local.date())} {local:%H:%M}", self._urgency()]
        if self.message.channel:
            parts.append(self.tr("by {channel}").format(channel=self.message.channel))
        return self.tr("{message}: {when}; {answer}.").format(
            message=", ".join(parts), when=self._when(local), answer=self._answer()
        )

    def sentences(self) -> Iterator[MessageSentence]:
        """Why, and what else; what goes against the rules first."""
        yield from self._channel()
        yield from self._emergency()
        yield from self._counting()
        yield from self._days_off()
        yield from self._quiet()
        yield from self._their_clock()

    def _urgency(self) -> str:
        return {
            Urgency.NORMAL: self.tr("normal"),
            Urgency.URGENT: self.tr("urgent"),
            Urgency.EMERGENCY: self.tr("an emergency"),
        }[self.message.urgency]

    def _when(self, local: datetime) -> str:
        """Where in the practice's hours it falls."""
        day = local.date()
        for span in self.calendar.time_off:
            if span.starts_on <= day <= span.ends_on:
                return self.tr("in your time off until {day}").format(day=short_day(span.ends_on))
        if self._is_holiday(day):
            return self.tr("on a public holiday")
        if not self.calendar.is_working_day(day):
            return self.tr("on a day off")
        # By whole minutes, as they are said: in the last seconds before nine the hours have not begun.
        begins = self.message.at.replace(second=0, microsecond=0)
        if available(begins, begins + _MINUTE, WORKING_DAYS, self.calendar, self.zone):
            return self.tr("within working hours")
        return self.tr("outside working hours")

    def _answer(self) -> str:
        if self.clock is None or self.clock.due_at is None:
            return self.tr("no answer time can be counted")
        moment = self._moment(self.clock.due_at)
        if self._has_protocol():
            return self.tr("by the emergency protocol, answered by {moment}").format(moment=moment)
        return self.tr("answered by {moment}").format(moment=moment)

    def _has_protocol(self) -> bool:
        protocol = self.rules.get("emergency") or {}
        return self.message.urgency is Urgency.EMERGENCY and bool(protocol.get("answer"))

    def _channel(self) -> Iterator[MessageSentence]:
        """Whether it may come this way, and which way is open for it."""
        urgency, channel = self.message.urgency, self.message.channel
        rules = dict(self.rules)
        ways = [
            way["name"] for way in rules.get("channels") or () if channel_use(rules, way["name"], urgency)
        ]
        if not ways:
            yield MessageSentence(
                self.tr("No channel is open for that, so they won't know how to reach you."), is_conflict=True
            )
        if channel and channel_use(rules, channel, urgency) is False:
            closed = self.tr("{channel} isn't open for that: a breach of theirs, answered all the same.")
            yield MessageSentence(closed.format(channel=channel), is_conflict=True)
            if ways:
                yield MessageSentence(self.tr("Open for it: {channels}.").format(channels=", ".join(ways)))

    def _emergency(self) -> Iterator[MessageSentence]:
        if self.message.urgency is not Urgency.EMERGENCY:
            return
        protocol = self.rules.get("emergency") or {}
        if not protocol.get("answer"):
            yield MessageSentence(
                self.tr("The emergency protocol promises no time, so it is answered like an urgent message."),
                is_conflict=True,
            )
        if protocol.get("how"):
            yield MessageSentence(self.tr("What they do: {how}.").format(how=protocol["how"].rstrip(".")))
        else:
            yield MessageSentence(self.tr("Nothing says how to reach you in an emergency."), is_conflict=True)
        if self.clock is not None and self.clock.starts_at > self.message.at:
            yield MessageSentence(
                self.tr("The emergency way is closed until {moment}; the time counts from then.").format(
                    moment=self._moment(self.clock.starts_at)
                ),
                is_conflict=True,
            )
        if protocol.get("fee"):
            yield MessageSentence(self.tr("It costs them: {fee}.").format(fee=protocol["fee"].rstrip(".")))
        if self.calendar.is_time_off(self._local(self.message.at).date()):
            yield self._stand_in(protocol.get("stand_in") or "")

    def _stand_in(self, stand_in: str) -> MessageSentence:
        if stand_in:
            return MessageSentence(
                self.tr("While you are away: {stand_in}.").format(stand_in=stand_in.rstrip("."))
            )
        return MessageSentence(
            self.tr("You are away, and no stand-in is named for emergencies."), is_conflict=True
        )

    def _counting(self) -> Iterator[MessageSentence]:
        """How the promised time is counted."""
        if self.clock is None:
            return
        promise = self.clock.promise
        if self.clock.due_at is None:
            yield MessageSentence(
                self.tr("It promises {length}, but there are no working hours to count them in.").format(
                    length=self._length(promise)
                ),
                is_conflict=True,
            )
            return
        if promise.unit == HOURS:
            words = self.tr("Promised: {length} by the clock, nights and days off included.")
        elif promise.unit == WORKING_DAYS:
            words = self.tr("Promised: {length}, to the end of that day's working hours.")
        else:
            words = self.tr("Promised: {length}.")
        yield MessageSentence(words.format(length=self._length(promise)))
        begins = self._begins(promise)
        if begins is not None:
            words = self.tr("Out of hours, so it counts from {moment}.")
            yield MessageSentence(words.format(moment=self._moment(begins)))

    def _length(self, promise: Promise) -> str:
        one, more = {
            HOURS: (self.tr("1 hour"), self.tr("{count} hours")),
            WORKING_DAYS: (self.tr("1 working day"), self.tr("{count} working days")),
        }.get(promise.unit, (self.tr("1 working hour"), self.tr("{count} working hours")))
        return one if promise.amount == 1 else more.format(count=promise.amount)

    def _begins(self, promise: Promise) -> datetime | None:
        """The first moment that counts, when it isn't at once."""
        if promise.unit == HOURS or self.clock is None or self.clock.due_at is None:
            return None
        first = next(
            stretches(self.message.at, self.clock.due_at, promise.unit, self.calendar, self.zone), None
        )
        return first[0] if first is not None and first[0] > self.message.at else None

    def _days_off(self) -> Iterator[MessageSentence]:
        """Holidays and time off that the count leaves out."""
        if self.clock is None or self.clock.due_at is None or self.clock.promise.unit == HOURS:
            return
        first, last = self._local(self.message.at).date(), self._local(self.clock.due_at).date()
        for span in sorted(self.calendar.time_off, key=lambda span: span.starts_on):
            if span.starts_on <= last and span.ends_on >= first:
                yield MessageSentence(self._left_out(span.starts_on, span.ends_on))
        between = [first + timedelta(days=number) for number in range(min((last - first), _LONG).days + 1)]
        holidays = [day for day in between if self._is_holiday(day) and not self.calendar.is_time_off(day)]
        for day in holidays[:MOST_DAYS_NAMED]:
            yield MessageSentence(
                self.tr("{day} is a public holiday and doesn't count.").format(day=short_day(day))
            )

    def _left_out(self, first: date, last: date) -> str:
        if first == last:
            return self.tr("{day} is time off and doesn't count.").format(day=short_day(first))
        return self.tr("{first} to {last} is time off and doesn't count.").format(
            first=short_day(first), last=short_day(last)
        )

    def _is_holiday(self, day: date) -> bool:
        """A public holiday on a weekday that is worked otherwise."""
        worked = {int(weekday) for weekday, spans in (self.rules.get("working_hours") or {}).items() if spans}
        is_observed = self.rules.get("public_holidays") is not False
        return day.weekday() in worked and is_observed and day in self.calendar.holidays(day.year)

    def _quiet(self) -> Iterator[MessageSentence]:
        """Quiet hours hold reminders: when it comes, and when the answer falls due."""
        quiet = self.rules.get("quiet_hours")
        if not quiet:
            return
        until = quiet_until(self.message.at, quiet, self.zone)
        if until is not None:
            yield MessageSentence(
                self.tr("In your quiet hours: reminders wait until {moment}.").format(
                    moment=self._moment(until)
                )
            )
        due = None if self.clock is None else self.clock.due_at
        if due is not None and self.clock is not None:
            # Due at the very start of quiet hours is before them.
            is_silent = quiet_until(due - _MINUTE, quiet, self.zone) is not None
            if is_silent and quiet_until(self.clock.warn_at() or due, quiet, self.zone) is not None:
                yield MessageSentence(
                    self.tr("The answer falls due in your quiet hours, when no reminder comes."),
                    is_conflict=True,
                )

    def _their_clock(self) -> Iterator[MessageSentence]:
        due = None if self.clock is None else self.clock.due_at
        if not self.client_zone or self.client_zone == str(self.zone) or due is None:
            return
        try:
            theirs = due.astimezone(ZoneInfo(self.client_zone))
        except (KeyError, ValueError, OSError):
            return
        yield MessageSentence(
            self.tr("For them that is {moment} ({zone}).").format(
                moment=f"{short_day(theirs.date())} {theirs:%H:%M}", zone=self.client_zone
            )
        )

    def _local(self, at: datetime) -> datetime:
        return at.astimezone(self.zone)

    def _moment(self, at: datetime) -> str:
        """ "Wed 14 Oct 11:00"; only the time on the day of the message itself."""
        local = self._local(at)
        if local.date() == self._local(self.message.at).date():
            return f"{local:%H:%M}"
        return f"{short_day(local.date())} {local:%H:%M}"


def quiet_until(at: datetime, quiet: Mapping[str, Any], zone: ZoneInfo) -> datetime | None:
    """When the quiet (as stored) that holds at an instant ends; None when it isn't quiet."""
    local = at.astimezone(zone)
    here = local.date(), local.hour * 60 + local.minute
    hours = QuietHours(quiet["start"], quiet["end"], has_quiet_weekends=quiet.get("weekends") is not False)
    day, minute = hours.leave(*here)
    if (day, minute) == here:
        return None
    return midnight(day, zone) + day_clock(day, zone).elapsed(minute) * _MINUTE
