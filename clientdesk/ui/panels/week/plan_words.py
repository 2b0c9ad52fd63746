"""Planning a week in words: what was left, where the ritual stands, the week as set."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from clientdesk.models.enums import RhythmKind
from clientdesk.models.views.plan import CarryOverView, CheckInDueView, PlanView, RedDayView, WeekFigures
from clientdesk.ui.dates import day_text
from clientdesk.ui.panels.week.words import clock_text, filled_text, length_text

_CONTEXT = "Plan"


def _tr(text: str) -> str:
    return QCoreApplication.translate(_CONTEXT, text)


def counted(one: str, many: str, count: int) -> str:
    """One sentence for one, one for any other number; both are given translated, the second with {count}."""
    return one if count == 1 else many.format(count=count)


def when_text(day: date, minute: int | None, today: date) -> str:
    """ "Thu 8 Oct, 14:00", or the day alone."""
    if minute is None:
        return day_text(day, today)
    return _tr("{day}, {time}").format(day=day_text(day, today), time=clock_text(minute))


def estimate_words(minutes: int | None) -> str:
    return _tr("no estimate") if minutes is None else length_text(minutes)


def carried_words(view: CarryOverView) -> str:
    """From the third time on it is asked plainly."""
    if not view.is_often:
        return ""
    return _tr("carried {times} times — split, delegate or drop?").format(times=view.times)


def was_words(view: CarryOverView, today: date) -> str:
    """Where it was."""
    return _tr("was {when}").format(when=when_text(view.was_on, view.was_minute, today))


def left_words(view: PlanView, today: date) -> str:
    """What was left, as the bar begins."""
    count = len(view.carry_over)
    old = sum(item.is_old(today) for item in view.carry_over)
    if old >= MANY_OLD:
        return _tr("{count} things are older than two weeks").format(count=old)
    return counted(_tr("1 carried over"), _tr("{count} carried over"), count)


MANY_OLD = 5
"""So many old things at once mean time away: they are offered back in one click."""


def rhythm_words(kind: RhythmKind) -> str:
    return {
        RhythmKind.UPDATE: _tr("Update"),
        RhythmKind.CALL: _tr("Call"),
        RhythmKind.REVIEW: _tr("Review"),
        RhythmKind.SATISFACTION: _tr("Satisfaction question"),
        RhythmKind.KEY_DATE: _tr("Key date"),
        RhythmKind.PERSONAL: _tr("Personal word"),
        RhythmKind.WIN_BACK: _tr("Win back"),
    }[kind]


def due_words(view: CheckInDueView, today: date) -> str:
    """What is promised, and when."""
    day = day_text(view.due_on, today)
    if view.is_overdue:
        template = _tr("overdue since {day}") if view.kind in _PROMISED else _tr("due since {day}")
        return template.format(day=day)
    if view.kind in _PROMISED:
        return _tr("promised for {day}").format(day=day)
    return _tr("due {day}").format(day=day)


_PROMISED = (RhythmKind.UPDATE, RhythmKind.CALL, RhythmKind.REVIEW)


def place_words(view: CheckInDueView, today: date) -> str:
    """Where it has its time, or the day it would go to."""
    if view.placed_on is not None:
        return when_text(view.placed_on, view.placed_minute, today)
    return _tr("goes to {day}").format(day=day_text(view.day, today))


def hours_words(planned: int, capacity: int) -> str:
    """ "24 of 28 h" where both are whole hours, else "24 h 30 of 28 h"."""
    if planned % 60 or capacity % 60:
        return filled_text(planned, capacity)
    return _tr("{planned} of {capacity} h").format(planned=planned // 60, capacity=capacity // 60)


def figures_words(figures: WeekFigures) -> str:
    """ "24 of 28 h, 3 check-ins, 1 gap to mention"."""
    parts = [hours_words(figures.planned_minutes, figures.capacity_minutes)]
    if figures.check_ins:
        parts.append(counted(_tr("1 check-in"), _tr("{count} check-ins"), figures.check_ins))
    if figures.gaps:
        parts.append(counted(_tr("1 gap to mention"), _tr("{count} gaps to mention"), figures.gaps))
    return ", ".join(parts)


def set_words(figures: WeekFigures) -> str:
    """What the week is, as it is set."""
    return _tr("Week set: {figures}").format(figures=figures_words(figures))


def set_line(view: PlanView, today: date) -> str:
    """The week as it was set, and what has become of it; empty when it was never set."""
    if view.set_on is None or view.then is None:
        return ""
    then, now = view.then, view.now
    if then.planned_minutes == now.planned_minutes and then.capacity_minutes == now.capacity_minutes:
        if view.set_on == today:
            return set_words(then)
        return _tr("Set on {day}: {figures}").format(
            day=day_text(view.set_on, today), figures=figures_words(then)
        )
    words = _tr("Set on {day}: {hours}; now {now}")
    hours = hours_words(then.planned_minutes, then.capacity_minutes)
    return words.format(day=day_text(view.set_on, today), hours=hours, now=_now_words(then, now))


def _now_words(then: WeekFigures, now: WeekFigures) -> str:
    if then.capacity_minutes != now.capacity_minutes:
        return hours_words(now.planned_minutes, now.capacity_minutes)
    if now.planned_minutes % 60:
        return length_text(now.planned_minutes)
    return str(now.planned_minutes // 60)


def red_words(red: RedDayView, today: date) -> str:
    """The day that holds too much, and the lightest one."""
    day, over = day_text(red.day, today), length_text(red.over_minutes)
    if red.lightest is None:
        return _tr("{day} is {over} over, and no other day has room.").format(day=day, over=over)
    return _tr("{day} is {over} over. {lightest} has {room} free.").format(
        day=day, over=over, lightest=day_text(red.lightest, today), room=length_text(red.lightest_minutes)
    )
