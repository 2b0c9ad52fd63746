"""The week's facts in words: lengths, days, how full a day is, and what a screen reader says of a block."""

from __future__ import annotations

from datetime import date, time, timedelta

from PySide6.QtCore import QCoreApplication, QLocale, QTime

from clientdesk.models.day_clock import DayClock
from clientdesk.models.enums import BlockKind
from clientdesk.models.views.week import BlockSource, BlockView, DayView, ToPlaceGroup, WeekView
from clientdesk.ui.dates import day_text, to_qdate

_CONTEXT = "Week"
_DAY_MINUTES = 1440


def _tr(text: str) -> str:
    return QCoreApplication.translate(_CONTEXT, text)


def length_text(minutes: int) -> str:
    """A length: "45 min", "2 h", "6 h 30"."""
    hours, rest = divmod(minutes, 60)
    if hours == 0:
        return _tr("{minutes} min").format(minutes=rest)
    if rest == 0:
        return _tr("{hours} h").format(hours=hours)
    return _tr("{hours} h {minutes:02d}").format(hours=hours, minutes=rest)


def clock_text(minute: int) -> str:
    """A minute of the day as the locale writes times; 1440 is midnight."""
    minute %= _DAY_MINUTES
    return QLocale().toString(QTime(minute // 60, minute % 60), QLocale.FormatType.ShortFormat)


def span_text(start: int, end: int) -> str:
    """From one minute to another: "09:00–11:00"."""
    return f"{clock_text(start)}–{clock_text(end)}"


def slot_text(day: date, start: int, end: int, today: date) -> str:
    """Where something would go: "Tue 13 Oct, 09:00–11:00"; an end beyond midnight names its day."""
    words = _tr("{day}, {span}").format(day=day_text(day, today), span=span_text(start, end))
    if end <= _DAY_MINUTES:
        return words
    after = QLocale().toString(to_qdate(day + timedelta(days=1)), "ddd")
    return _tr("{slot} on {day}").format(slot=words, day=after)


def time_of(minute: int) -> time:
    """A minute of the day as a time; the last moment of the day for 1440."""
    return time(minute // 60, minute % 60) if minute < _DAY_MINUTES else time.max


def week_title(view: WeekView) -> str:
    """ "Week 42"."""
    return _tr("Week {number}").format(number=int(view.week.partition("-W")[2]))


def days_text(view: WeekView) -> str:
    """The days shown: "12–18 Oct 2026"."""
    first, last = view.days[0].date, view.days[-1].date
    locale = QLocale()
    whole = locale.toString(to_qdate(last), "d MMM yyyy")
    if first.year != last.year:
        return f"{locale.toString(to_qdate(first), 'd MMM yyyy')} – {whole}"
    if first.month != last.month:
        return f"{locale.toString(to_qdate(first), 'd MMM')} – {whole}"
    return f"{first.day}–{whole}"


def filled_text(planned: int, capacity: int) -> str:
    """ "6 h 30 of 6 h"."""
    return _tr("{planned} of {capacity}").format(
        planned=length_text(planned) if planned else _tr("0 h"), capacity=length_text(capacity)
    )


def total_text(view: WeekView) -> str:
    """The whole week: "24 h of 28 h planned", and what isn't counted."""
    filled = filled_text(view.planned_minutes, view.capacity_minutes)
    words = _tr("{filled} planned").format(filled=filled)
    if view.planned_minutes > view.capacity_minutes:
        words = f"{words} — {spare_text(view.capacity_minutes - view.planned_minutes)}"
    unknown = sum(day.without_estimate for day in view.days)
    return f"{words} · {without_estimate_text(unknown)}" if unknown else words


def short_filled_text(planned: int, capacity: int) -> str:
    """The same where there is little room: "6:30 / 6:00"."""
    return f"{planned // 60}:{planned % 60:02d} / {capacity // 60}:{capacity % 60:02d}"


def spare_text(spare: int) -> str:
    """What is left of a day, or what is too much."""
    if spare > 0:
        return _tr("{length} free").format(length=length_text(spare))
    if spare == 0:
        return _tr("full")
    return _tr("{length} too much").format(length=_spoken_length(-spare))


def short_spare_text(spare: int) -> str:
    """The same where little room is: "1 h 21 over"."""
    return spare_text(spare) if spare >= 0 else _tr("{length} over").format(length=length_text(-spare))


def _spoken_length(minutes: int) -> str:
    known = {
        15: _tr("a quarter of an hour"),
        30: _tr("half an hour"),
        45: _tr("three quarters of an hour"),
        60: _tr("an hour"),
    }
    return known.get(minutes, length_text(minutes))


def day_off_text(day: DayView) -> str:
    """Why there are no hours: the holiday, the time off, or nothing to say."""
    if day.time_off:
        return day.time_off_note or _tr("Time off")
    if day.holiday and not day.hours:
        return day.holiday
    return "" if day.hours else _tr("No working hours")


def day_words(day: DayView) -> str:
    """How full a day is, whole: "6 h 30 of 6 h — half an hour too much"; then what isn't counted, and its clock."""
    parts = [_load_words(day)]
    if day.holiday and day.hours:
        parts.append(day.holiday)
    if day.without_estimate:
        parts.append(without_estimate_text(day.without_estimate))
    parts += missing_text(day.clock) + twice_text(day.clock)
    return ", ".join(part for part in parts if part)


def _load_words(day: DayView) -> str:
    off = day_off_text(day)
    if not day.capacity_minutes:
        if day.planned_minutes:
            planned = _tr("{length} planned").format(length=length_text(day.planned_minutes))
            return f"{planned} — {off}" if off else f"{planned} — {_tr('no capacity')}"
        return off or _tr("No capacity")
    filled = filled_text(day.planned_minutes, day.capacity_minutes)
    return f"{filled} — {spare_text(day.spare_minutes)}"


def clock_change_text(day: DayView) -> str:
    """That clocks change on this day, in few words; empty on all but two days a year."""
    if day.clock.missing is not None:
        return _tr("no {span}").format(span=span_text(*day.clock.missing))
    if day.clock.twice is not None:
        return _tr("{span} twice").format(span=span_text(*day.clock.twice))
    return ""


def more_text(day: DayView) -> str:
    """The last line of a day's head: what its bar doesn't count, and that clocks change."""
    unknown = without_estimate_text(day.without_estimate) if day.without_estimate else ""
    return " · ".join(part for part in (clock_change_text(day), unknown) if part)


def second_time_mark() -> str:
    """Stands on a block that begins when the clock reads that time for the second time."""
    return _tr("2nd")


def missing_text(clock: DayClock) -> list[str]:
    """What is said on the hour that is missing, when clocks go forward."""
    if clock.missing is None:
        return []
    return [_tr("Clocks go forward: no {span}").format(span=span_text(*clock.missing))]


def twice_text(clock: DayClock) -> list[str]:
    """What is said on the hour that comes twice, when clocks go back."""
    if clock.twice is None:
        return []
    return [_tr("{span} comes twice: first left, second right").format(span=span_text(*clock.twice))]


def long_day(day: date) -> str:
    """ "Tuesday 13 October"."""
    return QLocale().toString(to_qdate(day), "dddd d MMMM")


def kind_text(block: BlockView) -> str:
    """What a block is called when nobody named it."""
    if block.source is BlockSource.TOUCHPOINT:
        known = {"call": _tr("Call"), "video": _tr("Video call"), "meeting": _tr("Meeting")}
        return known.get(block.title, _tr("Meeting"))
    if block.source is BlockSource.CALENDAR:
        return block.calendar or _tr("Busy")
    known_kinds = {
        BlockKind.WORK: _tr("Work"),
        BlockKind.MEETING: _tr("Meeting"),
        BlockKind.PRIVATE: _tr("Private"),
    }
    return known_kinds[block.kind]


def block_title(block: BlockView) -> str:
    """What stands on a block."""
    if block.source is BlockSource.TOUCHPOINT or not block.title:
        return kind_text(block)
    return block.title


def group_title(group: ToPlaceGroup) -> str:
    """The name over a group of work."""
    return group.client_name or _tr("Own practice")


def without_estimate_text(count: int) -> str:
    """ "3 without estimate"."""
    return QCoreApplication.translate(_CONTEXT, "%n without estimate", None, count)
