"""A promise at risk in words: what they expect, what the plan says, what is likely, and what to say about it."""

from __future__ import annotations

from datetime import date

from clientdesk.models.likely import Likely, gap_days, reached_on
from clientdesk.models.views.today import PromiseView
from clientdesk.services.check_in_words import short_day
from clientdesk.services.likely_dates import Forecast
from clientdesk.services.likely_words import work_words
from clientdesk.services.wording import Translate
from clientdesk.store.plan_reads import PromiseRow


def gap_words(days: int | None, tr: Translate) -> str:
    """A gap in words: "+4 days" late, "2 days early", never a bare minus."""
    if days is None:
        return tr("no plan yet")
    if days == 0:
        return tr("on the day")
    if days == 1:
        return tr("+1 day")
    if days > 1:
        return tr("+{days} days").format(days=days)
    return tr("1 day early") if days == -1 else tr("{days} days early").format(days=-days)


def promise_view(row: PromiseRow, forecast: Forecast, tr: Translate) -> PromiseView:
    """One promise as Today shows it."""
    assert row.expected_on is not None  # noqa: S101 (nothing is at risk without it)
    likely = forecast.of(row.milestone_id)
    gap = gap_days(row.expected_on, row.planned_on, None, likely)
    work = work_words(likely, row.expected_on, tr)
    likely_on = _telling(row, likely)
    return PromiseView(
        row.milestone_id,
        row.engagement_id,
        row.client_id,
        row.client,
        row.colour,
        row.title,
        row.expected_on,
        row.planned_on,
        gap,
        row.told_on,
        _words(row, row.expected_on, likely, work, gap, tr),
        likely_on,
        work if likely_on is not None or _is_never(row.expected_on, likely) else "",
    )


def _telling(row: PromiseRow, likely: Likely) -> date | None:
    """The likely date where it is what the gap is measured to."""
    reached = reached_on(row.expected_on, row.planned_on, None, likely)
    return likely.likely_on if reached == likely.likely_on and reached != row.planned_on else None


def _is_never(expected_on: date, likely: Likely) -> bool:
    return likely.not_by is not None and likely.is_after(expected_on)


def _words(
    row: PromiseRow, expected_on: date, likely: Likely, work: str, gap: int | None, tr: Translate
) -> str:
    expected = short_day(expected_on)
    is_late = row.planned_on is not None and row.planned_on > expected_on
    planned = "" if row.planned_on is None else short_day(row.planned_on)
    if _is_never(expected_on, likely):
        return tr("they expect {expected}: {work}").format(expected=expected, work=work)
    if _telling(row, likely) is not None and likely.likely_on is not None:
        day = short_day(likely.likely_on)
        if is_late:
            return tr("they expect {expected}, plan says {planned}, likely {likely} ({gap}): {work}").format(
                expected=expected, planned=planned, likely=day, gap=gap_words(gap, tr), work=work
            )
        return tr("they expect {expected}, likely {likely}: {work}").format(
            expected=expected, likely=day, work=work
        )
    if row.planned_on is None:
        return tr("they expected {expected}, no plan yet").format(expected=expected)
    if is_late:
        return tr("they expect {expected}, plan says {planned} ({gap})").format(
            expected=expected, planned=planned, gap=gap_words(gap, tr)
        )
    return tr("they expected {expected}, not done yet").format(expected=expected)


def talking_points(promise: PromiseView, next_word_on: date, tr: Translate = str) -> str:
    """What to say about a date that slips: facts, effect, options, recommendation, next word."""
    expected = short_day(promise.expected_on)
    lines = [
        tr("{client}: {title}").format(client=promise.client, title=promise.title),
        "",
        tr("We both want {title} right.").format(title=promise.title),
        tr("You expect it on {day}.").format(day=expected),
    ]
    is_late = promise.planned_on is not None and promise.planned_on > promise.expected_on
    reached = promise.likely_on or (promise.planned_on if is_late else None)
    if reached is not None:
        day = short_day(reached)
        lines += [
            tr("As things stand it will be {day}: [what happened].").format(day=day)
            if promise.likely_on is not None
            else tr("It will be {day}: [what happened].").format(day=day),
            tr("For you that means [effect]."),
            tr("I can (a) send what is ready on {expected} and the rest on {planned},").format(
                expected=expected, planned=day
            ),
            tr("or (b) leave out [part] and keep {expected}.").format(expected=expected),
        ]
    else:
        lines += [
            tr("That day has passed and it isn't done: [what happened]."),
            tr("For you that means [effect]."),
            tr("I can (a) send what is ready now and the rest on [day], or (b) leave out [part]."),
        ]
    lines += [
        tr("I suggest (a). Which suits you?"),
        tr("You hear from me again on {day}.").format(day=short_day(next_word_on)),
    ]
    return "\n".join(lines)
