"""Working rules that contradict each other, told as sentences. They never refuse anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta

from clientdesk.models.boundary_rules import BoundaryRules, ChannelUse, Duration, QuietHours, TimeUnit
from clientdesk.models.enums import RhythmUnit
from clientdesk.models.rhythm_units import PRINTED_UNITS
from clientdesk.models.text import fold
from clientdesk.models.views.boundaries import BoundaryCheck, TimeOffView
from clientdesk.models.views.rhythms import RhythmView
from clientdesk.services.rhythm_words import WEEKDAYS

Translate = Callable[[str], str]
Found = Iterator[BoundaryCheck]


def checks_of(
    rules: BoundaryRules,
    today: date,
    *,
    time_off: Sequence[TimeOffView] = (),
    rhythms: Iterable[RhythmView] = (),
    translate: Translate = str,
) -> list[BoundaryCheck]:
    """Everything in resolved rules that a client could hold against you."""
    return [
        *_hours(rules, translate),
        *_answers(rules, translate),
        *_channels(rules, translate),
        *_emergency(rules, translate),
        *_away(rules, today, time_off, translate),
        *_notice(rules, today, time_off, translate),
        *_rhythms(rules, rhythms, translate),
    ]


def _hours(rules: BoundaryRules, tr: Translate) -> Found:
    hours = {day: spans for day, spans in (rules.working_hours or {}).items() if spans}
    if not hours:
        yield BoundaryCheck(
            "no_hours",
            "working_hours",
            tr("No day has working hours, so nothing can be planned and no date is moved to a working day."),
        )
    quiet = rules.quiet_hours
    if quiet is None:
        return
    if quiet.weekends and any(day >= 5 for day in hours):
        yield BoundaryCheck(
            "quiet_weekend",
            "quiet_hours",
            tr("You work at weekends, but the whole weekend is quiet: reminders wait until Monday."),
        )
    for day, spans in sorted(hours.items()):
        if (day < 5 or not quiet.weekends) and any(
            _meets_quiet(span.start, span.end, quiet) for span in spans
        ):
            yield BoundaryCheck(
                "quiet_in_hours",
                "quiet_hours",
                tr(
                    "Quiet hours reach into the working hours of {weekday}: reminders wait although you work."
                ).format(weekday=tr(WEEKDAYS[day])),
            )
            return


def _meets_quiet(start: int, end: int, quiet: QuietHours) -> bool:
    if quiet.start <= quiet.end:
        return start < quiet.end and end > quiet.start
    return end > quiet.start or start < quiet.end


def _answers(rules: BoundaryRules, tr: Translate) -> Found:
    normal, urgent = rules.response_normal, rules.response_urgent
    has_hours = any((rules.working_hours or {}).values())
    if normal is not None and normal.unit is not TimeUnit.HOURS and not has_hours:
        yield BoundaryCheck(
            "no_hours_to_answer",
            "response_normal",
            tr("Answers are promised in working time, but no day has any: no answer ever falls due."),
        )
    if normal is not None and normal.unit is TimeUnit.HOURS and has_hours:
        yield BoundaryCheck(
            "normal_by_the_clock",
            "response_normal",
            tr(
                "A normal answer counts {hours} h by the clock, so nights, days off and time off count too."
                " Count working hours instead."
            ).format(hours=normal.amount),
        )
    if urgent is None or normal is None:
        return
    day_minutes = _working_day_minutes(rules)
    if _length(urgent, day_minutes) > _length(normal, day_minutes):
        yield BoundaryCheck(
            "urgent_slower",
            "response_urgent",
            tr("An urgent message is answered later than a normal one. Shorten the urgent time."),
        )
    answered_at_night = (
        rules.emergency is not None and bool(rules.emergency.how) and rules.emergency.hours is None
    )
    if urgent.unit is TimeUnit.HOURS and not answered_at_night and rules.quiet_hours is not None:
        yield BoundaryCheck(
            "urgent_at_night",
            "response_urgent",
            tr(
                "Urgent counts {hours} h by the clock, but at night no channel is open."
                " Count working hours instead, or open the emergency way around the clock."
            ).format(hours=urgent.amount),
        )


def _working_day_minutes(rules: BoundaryRules) -> int:
    """A working day for comparing: eight hours at least, since "a day" promises no fewer."""
    days = [sum(span.end - span.start for span in spans) for spans in (rules.working_hours or {}).values()]
    return max([480, *days])


def _length(duration: Duration, day_minutes: int) -> int:
    """In minutes of work; hours by the clock count at least as fast as working hours."""
    if duration.unit is TimeUnit.WORKING_DAYS:
        return duration.amount * day_minutes
    return duration.amount * 60


def _channels(rules: BoundaryRules, tr: Translate) -> Found:
    uses = {channel.use for channel in rules.channels or ()}
    if ChannelUse.ANY not in uses:
        yield BoundaryCheck(
            "no_channel",
            "channels",
            tr("No channel is open for everyday messages. Clients won't know how to write."),
        )
    if not uses & {ChannelUse.ANY, ChannelUse.URGENT}:
        yield BoundaryCheck(
            "no_urgent_channel",
            "channels",
            tr("Urgent has an answer time, but no channel is open for urgent messages."),
        )
    known: dict[str, ChannelUse] = {}
    for channel in rules.channels or ():
        if known.setdefault(fold(channel.name), channel.use) is not channel.use:
            yield BoundaryCheck(
                "channel_twice",
                "channels",
                tr("{channel} is named twice, for different things. Keep one.").format(channel=channel.name),
            )
            break
    if not rules.urgent_means:
        yield BoundaryCheck(
            "urgent_undefined",
            "urgent_means",
            tr("Nothing says what urgent means, so every message can be. Say it in a sentence."),
        )


def _emergency(rules: BoundaryRules, tr: Translate) -> Found:
    protocol = rules.emergency
    if protocol is None or protocol.answer is None:
        return
    if not protocol.how:
        yield BoundaryCheck(
            "emergency_no_way",
            "emergency",
            tr("Emergencies have an answer time, but nothing says how to reach you."),
        )
    if not rules.emergency_means:
        yield BoundaryCheck(
            "emergency_undefined",
            "emergency_means",
            tr("Nothing says what an emergency is. Say it in a sentence."),
        )
    urgent = rules.response_urgent
    day_minutes = _working_day_minutes(rules)
    if urgent is not None and _length(protocol.answer, day_minutes) > _length(urgent, day_minutes):
        yield BoundaryCheck(
            "emergency_slower",
            "emergency",
            tr("An emergency is answered later than an urgent message. Shorten its time."),
        )


def _away(rules: BoundaryRules, today: date, time_off: Sequence[TimeOffView], tr: Translate) -> Found:
    """Emergencies go on while you are away."""
    protocol = rules.emergency
    if protocol is None or protocol.answer is None or protocol.stand_in:
        return
    coming = next((away for away in time_off if away.ends_on >= today), None)
    if coming is not None:
        yield BoundaryCheck(
            "no_stand_in",
            "emergency",
            tr(
                "You are away from {day}, emergencies are answered even then, and no stand-in is named."
            ).format(day=f"{coming.starts_on:%a} {coming.starts_on.day} {coming.starts_on:%b}"),
        )


def _notice(rules: BoundaryRules, today: date, time_off: Sequence[TimeOffView], tr: Translate) -> Found:
    weeks = rules.notice_off_weeks or 0
    for away in time_off:
        late = away.starts_on > today and away.starts_on - away.entered_on < timedelta(weeks=weeks)
        if late:
            yield BoundaryCheck(
                "short_notice_off",
                "notice_off_weeks",
                tr(
                    "Time off from {day} was entered less than {weeks} weeks ahead, and you promise {weeks}."
                ).format(day=f"{away.starts_on:%a} {away.starts_on.day} {away.starts_on:%b}", weeks=weeks),
            )


def _rhythms(rules: BoundaryRules, rhythms: Iterable[RhythmView], tr: Translate) -> Found:
    worked = {day for day, spans in (rules.working_hours or {}).items() if spans}
    for rhythm in rhythms:
        if rhythm.unit in PRINTED_UNITS and worked and rhythm.weekday not in worked:
            template = (
                tr(
                    "A rhythm falls on {weekday}, which you never work: each date moves to the working day before."
                )
                if rhythm.unit is RhythmUnit.WEEKLY
                else tr(
                    "A monthly rhythm falls on {weekday}, which you never work: it moves to the working day before."
                )
            )
            yield BoundaryCheck(
                "rhythm_day", "rhythms", template.format(weekday=tr(WEEKDAYS[rhythm.weekday]))
            )
