"""The timeline's facts in words, also for screen readers."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from clientdesk.models.views.timeline import EngagementSpan, LaneView, MilestoneView
from clientdesk.ui.dates import day_text
from clientdesk.ui.words import gap_words

_CONTEXT = "Timeline"


def _tr(text: str) -> str:
    return QCoreApplication.translate(_CONTEXT, text)


def gap_text(mark: MilestoneView) -> str:
    """The gap of a milestone, or what is missing to know it."""
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
    """Each date it has, in words, in the order expected, planned, done, agreed."""
    named = (
        (_tr("expected {day}"), mark.expected_on),
        (_tr("planned {day}"), mark.planned_on),
        (_tr("done {day}"), mark.actual_on),
        (_tr("agreed {day}"), mark.agreed_on if mark.agreed_on != mark.expected_on else None),
    )
    return [words.format(day=day_text(day, today)) for words, day in named if day is not None]


def spoken_milestone(mark: MilestoneView, client: str, today: date) -> str:
    """What a screen reader says: client, title, dates, gap, state."""
    told = _tr("told {day}").format(day=day_text(mark.told_on, today)) if mark.told_on else ""
    gap = gap_text(mark)
    return ", ".join(
        part for part in (client, mark.title, *dates_text(mark, today), gap, told, state_text(mark)) if part
    )


def span_text(span: EngagementSpan, today: date) -> str:
    """From when to when an engagement runs."""
    start = day_text(span.starts_on, today)
    if span.ends_on is None:
        return _tr("since {start}, no end").format(start=start)
    return _tr("{start} to {end}").format(start=start, end=day_text(span.ends_on, today))


def spoken_span(span: EngagementSpan, client: str, today: date) -> str:
    """What a screen reader says of an engagement."""
    return ", ".join((client, span.title, span_text(span, today)))
