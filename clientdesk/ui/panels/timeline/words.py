"""The timeline's facts in words, also for screen readers."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication, QLocale

from clientdesk.models.schedule import Load, capacity_word
from clientdesk.models.views.forecast import WeekAheadView
from clientdesk.models.views.timeline import BaselineView, EngagementSpan, LaneView, MilestoneView
from clientdesk.ui.dates import day_text, to_qdate
from clientdesk.ui.tokens import Status
from clientdesk.ui.words import gap_words, hours_words

_CONTEXT = "Timeline"


def _tr(text: str) -> str:
    return QCoreApplication.translate(_CONTEXT, text)


def gap_text(mark: MilestoneView) -> str:
    """The gap of a milestone, or what is missing to know it."""
    if mark.is_beyond and mark.is_at_risk:
        return _tr("over a year")
    if mark.gap_days is not None:
        return gap_words(mark.gap_days)
    if mark.expected_on is not None:
        return _tr("no plan")
    return _tr("no date told") if mark.planned_on is not None else ""


def lane_gap_text(lane: LaneView) -> str:
    """The worst gap of a client's open milestones."""
    if lane.gap_days:
        return gap_words(lane.gap_days)
    if lane.at_risk:
        return _tr("past its date")
    return _tr("no gap") if lane.gap_days == 0 else ""


def state_text(mark: MilestoneView) -> str:
    """The state of a milestone in a word."""
    if mark.is_done:
        return _tr("done")
    return _tr("at risk") if mark.is_at_risk else _tr("open")


def dates_text(mark: MilestoneView, today: date) -> list[str]:
    """Each date it has, in words, in the order expected, planned, likely, done, agreed."""
    named = (
        (_tr("expected {day}"), mark.expected_on),
        (_tr("planned {day}"), mark.planned_on),
        (_tr("likely {day}"), mark.likely_on),
        (_tr("done {day}"), mark.actual_on),
        (_tr("agreed {day}"), mark.agreed_on if mark.agreed_on != mark.expected_on else None),
    )
    found = [words.format(day=day_text(day, today)) for words, day in named if day is not None]
    return found + [_earlier_text(baseline, today) for baseline in mark.earlier]


def _earlier_text(baseline: BaselineView, today: date) -> str:
    """What an earlier paper had agreed."""
    if baseline.agreed_on is None:
        return _tr("taken out before ({paper})").format(paper=baseline.number)
    return _tr("before {day} ({paper})").format(
        day=day_text(baseline.agreed_on, today), paper=baseline.number
    )


def spoken_milestone(mark: MilestoneView, client: str, today: date) -> str:
    """What a screen reader says: client, title, dates, gap, the work left, state."""
    told = _tr("told {day}").format(day=day_text(mark.told_on, today)) if mark.told_on else ""
    gap = gap_text(mark)
    return ", ".join(
        part
        for part in (client, mark.title, *dates_text(mark, today), gap, mark.work, told, state_text(mark))
        if part
    )


def lane_text(mark: MilestoneView, today: date, *, says_likely: bool = True) -> str:
    """What stands beside the marks: the gap, and the likely date with its reason where that is later than the plan."""
    return lane_texts(mark, today, says_likely=says_likely)[0]


def lane_texts(mark: MilestoneView, today: date, *, says_likely: bool = True) -> tuple[str, ...]:
    """The same for less and less room, the longest first."""
    gap = gap_text(mark)
    if not says_likely or mark.is_done:
        return (gap,)
    if not mark.is_known:
        return (_joined(gap, mark.work), gap) if mark.has_work else (gap,)
    if mark.is_beyond:
        return (mark.work, gap)
    if not _tells_more(mark):
        return (gap,)
    likely = day_text(mark.likely_on, today) if mark.likely_on else ""
    planned = day_text(mark.planned_on, today) if mark.planned_on else ""
    short = _tr("likely {likely}: {work}").format(likely=likely, work=mark.work)
    if not planned:
        return (_joined(gap, short), short, gap)
    words = _tr("{gap}, planned {planned}, likely {likely}: {work}")
    return (words.format(gap=gap, planned=planned, likely=likely, work=mark.work), short, gap)


def _tells_more(mark: MilestoneView) -> bool:
    """Whether the gap is measured to the likely date."""
    return mark.likely_on is not None and mark.likely_on == mark.reached_on != mark.planned_on


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def week_day(week: WeekAheadView, number: int) -> str:
    """The head of a week: its Monday."""
    if number == 0:
        return _tr("this week")
    return _tr("week of {day}").format(day=QLocale().toString(to_qdate(week.starts_on), "d MMM"))


def week_name(week: WeekAheadView, number: int) -> str:
    """A week in one sentence: "week of 26 Oct: 6 h short"."""
    return _tr("{week}: {room}").format(week=week_day(week, number), room=room_words(week))


def room_words(week: WeekAheadView) -> str:
    """What is short or free; and what can't be told."""
    if week.short_minutes:
        return _tr("{length} short").format(length=hours_words(_rounded(week.short_minutes)))
    return _tr("{length} free").format(length=hours_words(_rounded(week.spare_minutes)))


def week_details(week: WeekAheadView) -> str:
    """How it comes about."""
    found = [
        _tr("{length} to book").format(length=hours_words(week.bookable_minutes)),
        _tr("{length} placed").format(length=hours_words(week.placed_minutes)),
        _tr("{length} for promises due").format(length=hours_words(week.promised_minutes)),
        _tr("{length} agreed by the week").format(length=hours_words(week.committed_minutes)),
    ]
    if week.unknown == 1:
        found.append(_tr("1 promise can't be told"))
    elif week.unknown:
        found.append(_tr("{count} promises can't be told").format(count=week.unknown))
    if week.short_minutes and week.spare_before_minutes:
        found.append(_tr("{length} free before").format(length=hours_words(week.spare_before_minutes)))
    return ", ".join(found)


def week_status(week: WeekAheadView) -> Status:
    """Short, tight (over 85 %), free; with something that can't be told never steady."""
    if week.short_minutes:
        return Status.AT_RISK
    if capacity_word(week.needed_minutes, week.bookable_minutes) is Load.WATCH:
        return Status.WATCH
    return Status.RESTING if week.unknown else Status.STEADY


def _rounded(minutes: int) -> int:
    """Whole quarters of an hour up to ten hours, else whole hours: more would only look exact."""
    step = 15 if minutes < 600 else 60
    return max(round(minutes / step) * step, step if minutes else 0)


def span_text(span: EngagementSpan, today: date) -> str:
    """From when to when an engagement runs."""
    start = day_text(span.starts_on, today)
    if span.ends_on is None:
        return _tr("since {start}, no end").format(start=start)
    return _tr("{start} to {end}").format(start=start, end=day_text(span.ends_on, today))


def spoken_span(span: EngagementSpan, client: str, today: date) -> str:
    """What a screen reader says of an engagement."""
    return ", ".join((client, span.title, span_text(span, today)))
