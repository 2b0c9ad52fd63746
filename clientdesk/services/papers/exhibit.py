"""Exhibit A from working rules: the same sentences for the preview on screen and for the paper.

No reportlab here: the preview asks on every key.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from clientdesk.models.agreement_document import Exhibit, ResponseRow, RhythmRow
from clientdesk.models.boundary_rules import (
    DAY_MINUTES,
    BoundaryRules,
    Channel,
    ChannelUse,
    Duration,
    Span,
    TimeUnit,
)
from clientdesk.models.enums import RhythmKind, RhythmUnit
from clientdesk.models.zones import find_zone, practice_zone
from clientdesk.services.papers.wording import Wording, wording

WEEK_MINUTES = 7 * DAY_MINUTES
_UNITS = {
    TimeUnit.HOURS: "hours",
    TimeUnit.WORKING_HOURS: "working_hours",
    TimeUnit.WORKING_DAYS: "working_days",
}
_NTH = {1: "first", 2: "second", 3: "third", 4: "fourth", -1: "last"}


@dataclass(frozen=True, slots=True)
class Setting:
    """Whom the sentences are about.

    Attributes:
        zone: the practice's time zone name.
        client_zone: the client's, empty when unknown; equal offsets are not repeated.
        on: the local date whose offsets count.
        reviewer: who collects the client's comments, empty when not named.
        locale: of the paper.
    """

    zone: str
    on: date
    client_zone: str = ""
    reviewer: str = ""
    locale: str = "en_GB"


def exhibit_sentences(rules: BoundaryRules, setting: Setting) -> list[str]:
    """How the rules read in the agreement, one sentence group an entry; unset rules say nothing."""
    return [sentence for _, sentence in keyed_sentences(rules, setting)]


def keyed_sentences(rules: BoundaryRules, setting: Setting) -> list[tuple[str, str]]:
    """The same with the key under which `rules.wording` can replace each of them."""
    own = rules.wording or {}
    words = wording(setting.locale)
    made = [*_time_sentences(rules, setting, words), *_work_sentences(rules, setting, words)]
    made += _contact_sentences(rules, words)
    return [(key, own.get(key) or sentence) for key, sentence in made]


def _time_sentences(rules: BoundaryRules, setting: Setting, words: Wording) -> Iterator[tuple[str, str]]:
    if rules.working_hours is not None:
        hours = hours_text(rules.working_hours, words)
        theirs = client_hours_text(rules.working_hours, setting, words)
        if theirs:
            yield "hours", words.text("rules.hours_theirs", hours=hours, zone=setting.zone, theirs=theirs)
        else:
            yield "hours", words.text("rules.hours", hours=hours, zone=setting.zone)
    if rules.public_holidays:
        yield "public_holidays", words.text("rules.public_holidays")
    if rules.notice_off_weeks:
        weeks = words.count("weeks", rules.notice_off_weeks)
        yield "time_off", words.text("rules.time_off", weeks=weeks)
    if rules.quiet_hours is not None:
        key = "rules.quiet_weekends" if rules.quiet_hours.weekends else "rules.quiet"
        start, end = words.clock(rules.quiet_hours.start), words.clock(rules.quiet_hours.end)
        yield "quiet", words.text(key, start=start, end=end)
    if rules.response_normal is not None:
        normal = duration_text(rules.response_normal, words)
        if rules.response_urgent is not None:
            urgent = duration_text(rules.response_urgent, words)
            yield "response", words.text("rules.response_urgent", normal=normal, urgent=urgent)
        else:
            yield "response", words.text("rules.response", normal=normal)


def _work_sentences(rules: BoundaryRules, setting: Setting, words: Wording) -> Iterator[tuple[str, str]]:
    if rules.notice_days:
        yield "notice", words.text("rules.notice", days=words.count("working_days_notice", rules.notice_days))
    if rules.revision_rounds == 0:
        yield "rounds", words.text("rules.no_rounds")
    elif rules.revision_rounds is not None:
        rounds = _capital(words.count("rounds", rules.revision_rounds))
        if setting.reviewer:
            yield "rounds", words.text("rules.rounds", rounds=rounds, name=setting.reviewer)
        else:
            yield "rounds", words.text("rules.rounds_anyone", rounds=rounds)
    if rules.change_days:
        yield "change", words.text("rules.change", days=words.count("working_days", rules.change_days))
    if rules.meeting_minutes is not None:
        yield "meetings", words.text("rules.meetings")
    yield "honest", words.text("rules.honest")


def _contact_sentences(rules: BoundaryRules, words: Wording) -> Iterator[tuple[str, str]]:
    channels = rules.channels or ()
    everyday = _names(channels, ChannelUse.ANY)
    urgent = _names(channels, ChannelUse.URGENT)
    if everyday and urgent:
        yield (
            "channels",
            words.text("rules.channels_urgent", everyday=_said(everyday, words), urgent=_said(urgent, words)),
        )
    elif everyday:
        yield "channels", words.text("rules.channels", everyday=_said(everyday, words))
    if refused := _names(channels, ChannelUse.NO):
        yield "channels_no", words.text("rules.channels_no", names=_either(refused, words))


def emergency_text(rules: BoundaryRules, words: Wording) -> str:
    """The emergency protocol in sentences; empty without one."""
    protocol = rules.emergency
    if protocol is None:
        return ""
    sentences = []
    if protocol.how:
        sentences.append(words.text("rules.emergency_how", how=protocol.how.rstrip(".")))
    if protocol.answer is not None:
        within = duration_text(protocol.answer, words)
        if protocol.hours is not None:
            start, end = words.clock(protocol.hours.start), _end_clock(protocol.hours.end, words)
            sentences.append(words.text("rules.emergency_answer_hours", within=within, start=start, end=end))
        else:
            sentences.append(words.text("rules.emergency_answer", within=within))
    if protocol.fee:
        sentences.append(words.text("rules.emergency_fee", fee=protocol.fee.rstrip(".")))
    if protocol.stand_in:
        sentences.append(words.text("rules.emergency_stand_in", stand_in=protocol.stand_in.rstrip(".")))
    return " ".join(sentences)


def build_exhibit(
    rules: BoundaryRules, setting: Setting, *, rhythms: Sequence[RhythmRow] = (), time_off: str = ""
) -> Exhibit:
    """Exhibit A filled from the rules in force; contacts are added by the caller."""
    words = wording(setting.locale)
    sentences = keyed_sentences(rules, setting)
    own_hours = "hours" in (rules.wording or {})
    hours = rules.working_hours
    theirs = client_hours_text(hours, setting, words) if hours is not None else ""
    return Exhibit(
        rules=[text for key, text in sentences if key != "hours" or own_hours],
        rhythms=list(rhythms),
        responses=list(_responses(rules, words)),
        hours=hours_text(hours, words) if hours is not None else "",
        zone=setting.zone if hours is not None else "",
        client_hours=theirs,
        client_zone=setting.client_zone if theirs else "",
        time_off=time_off,
        emergency=emergency_text(rules, words),
    )


def _responses(rules: BoundaryRules, words: Wording) -> Iterator[ResponseRow]:
    channels = rules.channels or ()
    if rules.emergency_means and rules.emergency is not None and rules.emergency.answer is not None:
        within = duration_text(rules.emergency.answer, words, spelled=False)
        if rules.emergency.hours is not None:
            span = rules.emergency.hours
            within = f"{within}, {words.clock(span.start)}–{_end_clock(span.end, words)}"
        names = _names(channels, ChannelUse.EMERGENCY) or _names(channels, ChannelUse.URGENT)
        yield ResponseRow(
            level="emergency", meaning=rules.emergency_means, channel=_either(names, words), within=within
        )
    if rules.urgent_means and rules.response_urgent is not None:
        names = _names(channels, ChannelUse.URGENT) or _names(channels, ChannelUse.ANY)
        within = duration_text(rules.response_urgent, words, spelled=False)
        yield ResponseRow(
            level="urgent", meaning=rules.urgent_means, channel=_either(names, words), within=within
        )
    if rules.response_normal is not None:
        within = duration_text(rules.response_normal, words, spelled=False)
        names = _names(channels, ChannelUse.ANY)
        meaning = words.text("rules.everything_else")
        yield ResponseRow(level="normal", meaning=meaning, channel=_either(names, words), within=within)


def rhythm_row(
    kind: RhythmKind,
    unit: RhythmUnit,
    every: int,
    weekday: int,
    nth: int | None,
    *,
    channel: str = "",
    content: str = "",
    locale: str = "en_GB",
) -> RhythmRow:
    """A rhythm as a row of Exhibit A: "Update, Every second Friday"."""
    words = wording(locale)
    day = words.weekday(weekday)
    if unit is RhythmUnit.WEEKLY:
        keys = {1: "rhythm.every_week", 2: "rhythm.every_second_week"}
        when = words.text(keys.get(every, "rhythm.every_weeks"), weekday=day, n=str(every))
    else:
        ordinal = words.text(f"rhythm.{_NTH[nth or 1]}")
        key = "rhythm.every_month" if every == 1 else "rhythm.every_months"
        lower = ordinal[:1].lower() + ordinal[1:]
        when = words.text(key, nth=ordinal, nth_lower=lower, weekday=day, n=str(every))
    what = words.text(f"rhythm.{kind.value}")
    return RhythmRow(
        what=what, when=when, how=channel, content=content or words.text(f"rhythm.{kind.value}_content")
    )


def duration_text(duration: Duration, words: Wording, *, spelled: bool = True) -> str:
    """ "four working hours", or with a figure for tables."""
    return words.count(_UNITS[duration.unit], duration.amount, spelled=spelled)


def hours_text(working_hours: dict[int, tuple[Span, ...]], words: Wording) -> str:
    """ "Monday to Thursday 08:30–16:30, Friday 08:30–15:00"."""
    spans = {day: [(span.start, span.end) for span in own] for day, own in working_hours.items() if own}
    return _grouped(spans, words)


def client_hours_text(working_hours: dict[int, tuple[Span, ...]], setting: Setting, words: Wording) -> str:
    """The same hours on the client's clock; empty when the clocks agree or their zone is unknown."""
    if not setting.client_zone:
        return ""
    noon = datetime(setting.on.year, setting.on.month, setting.on.day, 12, tzinfo=practice_zone(setting.zone))
    theirs = find_zone(setting.client_zone)
    if theirs is None:
        return ""
    here, there = noon.utcoffset(), noon.astimezone(theirs).utcoffset()
    if here is None or there is None or here == there:
        return ""
    shift = round((there - here).total_seconds() / 60)
    moved: dict[int, list[tuple[int, int]]] = {}
    for weekday, own in working_hours.items():
        for span in own:
            start = (weekday * DAY_MINUTES + span.start + shift) % WEEK_MINUTES
            day, minute = divmod(start, DAY_MINUTES)
            moved.setdefault(day, []).append((minute, minute + span.end - span.start))
    return _grouped({day: sorted(spans) for day, spans in moved.items()}, words)


def _grouped(spans: dict[int, list[tuple[int, int]]], words: Wording) -> str:
    if not spans:
        return words.text("rules.no_hours")
    groups: list[tuple[int, int, list[tuple[int, int]]]] = []
    for day in sorted(spans):
        if groups and groups[-1][1] == day - 1 and groups[-1][2] == spans[day]:
            groups[-1] = (groups[-1][0], day, spans[day])
        else:
            groups.append((day, day, spans[day]))
    return ", ".join(_group(first, last, own, words) for first, last, own in groups)


def _group(first: int, last: int, spans: list[tuple[int, int]], words: Wording) -> str:
    days = words.weekday(first)
    if last != first:
        days = words.text("rules.day_range", first=days, last=words.weekday(last))
    texts = [
        words.text("rules.span", start=words.clock(start), end=_end_clock(end, words)) for start, end in spans
    ]
    joined = texts[-1]
    if len(texts) > 1:
        joined = words.text("rules.list_and", items=", ".join(texts[:-1]), last=joined)
    return words.text("rules.day_span", days=days, spans=joined)


def _end_clock(minutes: int, words: Wording) -> str:
    return "24:00" if minutes == DAY_MINUTES else words.clock(minutes)


def _names(channels: Sequence[Channel], use: ChannelUse) -> list[str]:
    return [channel.name for channel in channels if channel.use is use]


def _either(names: Sequence[str], words: Wording) -> str:
    if len(names) < 2:
        return "".join(names)
    return words.text("rules.list_or", items=", ".join(names[:-1]), last=names[-1])


def _said(names: Sequence[str], words: Wording) -> str:
    """The same inside a sentence."""
    return _either([words.inside(name) for name in names], words)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
