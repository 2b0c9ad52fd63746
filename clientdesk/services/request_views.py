"""From stored requests to views: the clock read, the rules held against them, figures counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from clientdesk.models.calendar import WorkCalendar
from clientdesk.models.enums import RequestBreach, Urgency
from clientdesk.models.response import AnswerClock, opening
from clientdesk.models.text import fold
from clientdesk.models.views.requests import RequestFigures, RequestView
from clientdesk.services import request_words as words
from clientdesk.services.request_reads import OPEN, Promises, RequestRow, request_rows
from clientdesk.services.wording import Translate
from clientdesk.store.first_reads import Fetch

LONGEST_TITLE = 120


def open_requests(
    fetch: Fetch, now: datetime, zone: ZoneInfo, calendar: WorkCalendar, tr: Translate
) -> tuple[RequestView, ...]:
    """What waits for an answer, the most pressing first; archived clients are left out."""
    rows = request_rows(fetch, f"{OPEN} AND c.archived_at IS NULL")
    if not rows:
        return ()
    judge = Judge(Promises(fetch, zone, calendar), now, zone, tr)
    return pressing_first(judge.view(row) for row in rows)


def pressing_first(views: Iterable[RequestView]) -> tuple[RequestView, ...]:
    """By the instant the answer is promised for; those without one come last."""

    def rank(view: RequestView) -> tuple[bool, float, datetime, str]:
        due = view.due_at
        return due is None, 0.0 if due is None else due.timestamp(), view.received_at, view.request_id

    return tuple(sorted(views, key=rank))


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges requests at one moment."""

    promises: Promises
    now: datetime
    zone: ZoneInfo
    tr: Translate

    def view(self, row: RequestRow) -> RequestView:
        """One request as it stands."""
        clock = self.promises.clock(row)
        until = row.answered_at or self.now
        due = None if clock is None else clock.due_at
        left = None if clock is None else clock.left(until)
        is_late = row.closed_at is None and due is not None and until > due
        suggested = None if row.breach is not None else self._suggested(row)
        return RequestView(
            request_id=row.request_id,
            client_id=row.client_id,
            client=row.client,
            colour=row.colour,
            contact_id=row.contact_id,
            contact=row.contact,
            urgency=row.urgency,
            channel=row.channel,
            text=row.text,
            received_at=row.received_at,
            acknowledged_at=row.acknowledged_at,
            answered_at=row.answered_at,
            closed_at=row.closed_at,
            due_at=due,
            warn_at=None if clock is None else clock.warn_at(),
            left_minutes=left,
            is_late=is_late,
            breach=row.breach,
            suggested=suggested,
            touchpoint_id=row.touchpoint_id,
            answer_touch_id=row.answer_touch_id,
            words=self._words(row, clock, left, is_late=is_late),
            breach_words=self._breach_words(row, suggested),
            title=_title(row.text) or self.tr("a message"),
        )

    def taken(self, row: RequestRow) -> int | None:
        """Minutes to the answer, in the hours promised; None while there is none."""
        clock = self.promises.clock(row)
        if clock is None or row.answered_at is None:
            return None
        return clock.taken(row.answered_at)

    def _words(self, row: RequestRow, clock: AnswerClock | None, left: int | None, *, is_late: bool) -> str:
        if row.answered_at is not None:
            taken = None if clock is None else clock.taken(row.answered_at)
            return words.closed_words(taken, is_late=is_late, tr=self.tr)
        if row.closed_at is not None:
            return words.closed_words(None, is_late=False, tr=self.tr)
        due, unit = (None, "") if clock is None else (clock.due_at, clock.promise.unit)
        said = words.open_words(due, left, unit, self.now, self.zone, self.tr)
        if row.acknowledged_at is not None:
            return self.tr("{standing}; they know it arrived").format(standing=said)
        return said

    def _breach_words(self, row: RequestRow, suggested: RequestBreach | None) -> str:
        if row.breach is not None:
            return words.breach_word(row.breach, self.tr)
        if suggested is None:
            return ""
        return self.tr("perhaps {breach}").format(breach=words.breach_word(suggested, self.tr))

    def _suggested(self, row: RequestRow) -> RequestBreach | None:
        """What the rules say of it: the channel is not open for this, or the emergency way is closed."""
        rules, _ = self.promises.rules(row.client_id, row.tier_id, self.promises.day_of(row))
        if channel_use(rules, row.channel, row.urgency) is False:
            return RequestBreach.CHANNEL
        hours = (rules.get("emergency") or {}).get("hours")
        if row.urgency is not Urgency.EMERGENCY or hours is None:
            return None
        opens = opening(row.received_at, (hours["start"], hours["end"]), self.promises.zone_of(row))
        return RequestBreach.CHANNEL if opens > row.received_at else None


def channel_use(rules: dict[str, Any], channel: str, urgency: Urgency) -> bool | None:
    """Whether a channel is open for what is that pressing; None for one that the rules don't name."""
    wanted = fold(channel)
    for known in rules.get("channels") or ():
        if wanted and fold(known["name"]) == wanted:
            return urgency in _OPEN_FOR[known["use"]]
    return None


_OPEN_FOR: dict[str, frozenset[Urgency]] = {
    "any": frozenset(Urgency),
    "urgent": frozenset({Urgency.URGENT, Urgency.EMERGENCY}),
    "emergency": frozenset({Urgency.EMERGENCY}),
    "no": frozenset(),
}


def figures_of(
    rows: Sequence[RequestRow],
    judge: Judge,
    since: str,
    view: Callable[[RequestRow], RequestView] | None = None,
) -> RequestFigures:
    """How the answers to these kept the promise; what needed no answer counts on their side only."""
    views = [(view or judge.view)(row) for row in rows]
    judged = [one for one in views if _is_judged(one)]
    in_time = sum(not one.is_late for one in judged)
    answers = [taken for row in rows if (taken := judge.taken(row)) is not None]
    middle = round(median(answers)) if len(answers) >= words.TOO_EARLY else None
    theirs = _ranked(one.breach for one in views if one.breach is not None)
    return RequestFigures(
        judged=len(judged),
        in_time=in_time,
        median_minutes=middle,
        longest_minutes=max(answers) if middle is not None else None,
        ours=len(judged) - in_time,
        theirs=theirs,
        sentences=words.figure_sentences(
            judged=len(judged),
            answered=sum(one.answered_at is not None for one in judged),
            in_time=in_time,
            answers=answers,
            median=middle,
            theirs=theirs,
            since=since,
            tr=judge.tr,
        ),
    )


def _is_judged(view: RequestView) -> bool:
    """Its answer came, or is late: nothing can be said of the others yet."""
    return (
        view.due_at is not None and view.closed_at is None and (view.answered_at is not None or view.is_late)
    )


def _ranked(breaches: Iterable[RequestBreach]) -> tuple[tuple[RequestBreach, int], ...]:
    return tuple(sorted(Counter(breaches).items(), key=lambda pair: (-pair[1], pair[0].value)))


def _title(text: str) -> str:
    line = text.strip().split("\n", 1)[0].strip()
    return line if len(line) <= LONGEST_TITLE else line[:LONGEST_TITLE].rstrip() + "…"
