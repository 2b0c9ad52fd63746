"""What is said of a block: its times, its state, and the own rules it breaks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import QCoreApplication, QLocale

from clientdesk.models.enums import BlockKind
from clientdesk.models.guard import Breach, Rule
from clientdesk.models.views.week import BlockSource, BlockView, DayView
from clientdesk.ui.dates import day_text, to_qdate
from clientdesk.ui.panels.week.grid_places import GhostBlock, Place, whole_minutes
from clientdesk.ui.panels.week.words import (
    block_title,
    clock_text,
    kind_text,
    length_text,
    slot_text,
    span_text,
)
from clientdesk.ui.widgets.labels import as_tooltip

_CONTEXT = "Week"


def _tr(text: str) -> str:
    return QCoreApplication.translate(_CONTEXT, text)


def reading_text(minute: int, *, again: bool) -> str:
    """What the clock reads; said where it is the second time that night."""
    words = clock_text(minute)
    return _tr("{clock} (second time)").format(clock=words) if again else words


def times_text(block: BlockView) -> str:
    """From when to when a part of a block lasts, and how long where the clock alone doesn't say."""
    end = block.end_reading
    start = reading_text(block.start_minute, again=block.starts_again)
    words = f"{start}–{reading_text(end, again=block.ends_again)}"
    if block.minutes == end - block.start_minute:
        return words
    return _tr("{span}, really {length}").format(span=words, length=length_text(block.minutes))


def state_text(block: BlockView) -> str:
    """The state of a block in a word."""
    if block.source is BlockSource.TOUCHPOINT:
        return _tr("held") if block.is_done else _tr("fixed")
    if block.source is BlockSource.CALENDAR:
        return _tr("fixed") if block.is_busy else _tr("free")
    if block.is_confirmed:
        return _tr("worked")
    if block.is_done:
        return _tr("done")
    if block.kind is BlockKind.PRIVATE:
        return _tr("private")
    return _tr("fixed") if block.is_fixed else _tr("planned")


def calendar_text(block: BlockView) -> str:
    """Which foreign calendar it comes from; empty for one's own."""
    return _tr("from {calendar}").format(calendar=block.calendar) if block.calendar else ""


def spoken_block(block: BlockView, today: date) -> str:
    """What a screen reader says: client, title, day and times, state, and the rules it breaks."""
    parts = [
        block.client_name,
        block_title(block),
        f"{day_text(block.day, today)} {times_text(block)}",
        state_text(block),
        calendar_text(block),
        *(short_breach(breach) for breach in block.breaches),
    ]
    return ", ".join(part for part in parts if part)


def block_tooltip(block: BlockView, today: date) -> str:
    """The same over several lines, with the rules in whole sentences."""
    head = " · ".join(part for part in (block.client_name, block_title(block)) if part)
    times = f"{day_text(block.day, today)}, {times_text(block)}"
    whole = whole_minutes(block)
    if block.minutes == block.end_reading - block.start_minute == whole:
        times += f" · {length_text(whole)}"
    kind = "" if block.title else kind_text(block)
    state = " · ".join(part for part in (state_text(block), block.calendar) if part)
    lines = [head or kind, times, state[:1].upper() + state[1:]]
    if block.calendar:
        lines[-1] += f" · {calendar_text(block)}"
    lines += [breach_sentence(breach, block.day) for breach in block.breaches]
    return as_tooltip("\n".join(lines))


def spoken_ghost(ghost: GhostBlock, today: date) -> str:
    """A suggestion with its reason."""
    times = f"{day_text(ghost.day, today)} {span_text(ghost.start_minute, ghost.end_minute)}"
    parts = [_tr("Suggested"), ghost.client_name, ghost.title, times, ghost.reason]
    return ", ".join(part for part in parts if part)


def short_breach(breach: Breach) -> str:
    """A broken rule in a few words."""
    span = span_text(breach.start, breach.end)
    known = {
        Rule.TIME_OFF: _tr("on your time off"),
        Rule.HOLIDAY: _tr("on {name}").format(name=breach.name),
        Rule.NO_HOURS: _tr("on a day without working hours"),
        Rule.QUIET: _tr("in your quiet hours, {span}").format(span=span),
        Rule.AFTER_HOURS: _tr("after your working hours"),
        Rule.BEFORE_HOURS: _tr("before your working hours"),
        Rule.BETWEEN_HOURS: _tr("outside your working hours"),
        Rule.LATE_AGAIN: ordinal_late(breach.count),
    }
    return known[breach.rule]


def breach_sentence(breach: Breach, day: date) -> str:
    """A broken rule as a calm sentence."""
    weekday = QLocale().toString(to_qdate(day), "dddd")
    span = span_text(breach.start, breach.end)
    known = {
        Rule.TIME_OFF: _tr("That is on your time off{note}."),
        Rule.HOLIDAY: _tr("That is on {name}, a public holiday you keep free."),
        Rule.NO_HOURS: _tr("{weekday} has no working hours."),
        Rule.QUIET: _tr("That is in your quiet hours, {span}."),
        Rule.AFTER_HOURS: _tr("That is after your working hours; they end at {end}."),
        Rule.BEFORE_HOURS: _tr("That is before your working hours; they begin at {start}."),
        Rule.BETWEEN_HOURS: _tr("That is outside your working hours."),
        Rule.LATE_AGAIN: _tr("It makes the {ordinal}."),
    }
    return known[breach.rule].format(
        note=f" ({breach.name})" if breach.name else "",
        name=breach.name,
        weekday=weekday,
        span=span,
        start=clock_text(breach.start),
        end=clock_text(breach.end),
        ordinal=ordinal_late(breach.count),
    )


def ordinal_late(count: int) -> str:
    """ "third late evening this week"."""
    known = {
        3: _tr("third late evening this week"),
        4: _tr("fourth late evening this week"),
        5: _tr("fifth late evening this week"),
        6: _tr("sixth late evening this week"),
        7: _tr("seventh late evening this week"),
    }
    return known.get(count, _tr("late evening"))


def guard_text(parts: Iterable[BlockView]) -> str:
    """What the guard says of a block with all its parts; empty when it breaks nothing."""
    said: list[str] = []
    for part in parts:
        for breach in part.breaches:
            sentence = breach_sentence(breach, part.day)
            if sentence not in said:
                said.append(sentence)
    return " ".join(said)


def place_text(day: DayView, place: Place, today: date) -> str:
    """Where something would go: "Tue 13 Oct, 09:00–11:00"; when clocks change, which time and how long."""
    if day.clock.missing is None and day.clock.twice is None:
        return slot_text(day.date, place.start, place.end, today)
    start = reading_text(place.start, again=place.again)
    span = f"{start}–{reading_text(place.end, again=place.ends_again)}"
    words = _tr("{day}, {span}").format(day=day_text(day.date, today), span=span)
    length = place.length(day.clock)
    if length == place.minutes:
        return words
    return _tr("{slot}, really {length}").format(slot=words, length=length_text(length))
