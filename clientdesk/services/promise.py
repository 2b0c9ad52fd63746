"""The promise check: can so many hours for a client be promised by a day? Reads, draws, and says it in words."""

from __future__ import annotations

from datetime import date, timedelta

from clientdesk.models.enums import WorkKind
from clientdesk.models.errors import InvalidInput, NotFound, Problem
from clientdesk.models.promise import (
    LIKELY_PERCENT,
    SAFE_PERCENT,
    Answer,
    Request,
    check,
    draw_all,
    spread_of,
)
from clientdesk.models.remaining import milestone_remaining
from clientdesk.models.views.promise import PromiseAnswer, PromiseDay, PromiseStart, Verdict
from clientdesk.services.ports import Calendars, Clock, Zones
from clientdesk.services.promise_answer_words import Told, tell
from clientdesk.services.promise_reads import PromiseFacts, read_facts
from clientdesk.services.wording import Translate
from clientdesk.store.first_reads import day_of, fetch_of
from clientdesk.store.plan_reads import open_items, worked_when_dropped
from clientdesk.store.unit_of_work import Store

LONGEST_MINUTES = 600_000
LOOKED_AHEAD_DAYS = 182
MOST_DAYS = 366
SCOPE_STEP = 30
_DAYS_AROUND, _LONGEST_STRIP = 2, 42

_CLIENT = "SELECT name FROM client WHERE id = ?"
_MILESTONE = (
    "SELECT m.title, e.client_id, m.expected_on, m.planned_on, m.estimate_minutes,"
    " EXISTS (SELECT 1 FROM work_item w WHERE w.milestone_id = m.id AND w.dropped_at IS NULL)"
    " FROM milestone m JOIN engagement e ON e.id = m.engagement_id WHERE m.id = ?"
)


class PromiseService:
    """Answers from free hours, what is promised already, and how such work turned out; it changes nothing."""

    def __init__(
        self, store: Store, clock: Clock, practice: Zones, boundaries: Calendars, translate: Translate = str
    ) -> None:
        self._store = store
        self._clock = clock
        self._practice = practice
        self._boundaries = boundaries
        self._tr = translate

    def today(self) -> date:
        return self._clock.now().astimezone(self._practice.zone()).date()

    def check(
        self,
        minutes: int,
        *,
        client_id: str | None = None,
        kind: WorkKind | None = None,
        by: date | None = None,
        start_on: date | None = None,
        milestone_id: str = "",
    ) -> PromiseAnswer:
        """When so much work would be done, and whether by the day asked.

        Args:
            kind: what sort of work, where that is known: such work counts most.
            start_on: not begun before; today without it.
            milestone_id: it is the work of this milestone, which then isn't counted a second time.

        Raises:
            InvalidInput: no hours, or more than ever fit.
        """
        if not 0 < minutes <= LONGEST_MINUTES:
            raise InvalidInput([Problem("hours", "hours_out_of_range")])
        today = self.today()
        start = max(start_on or today, today)
        facts, client = self._read(client_id, milestone_id, max(by or today, start))
        spread = spread_of(facts.finished, facts.buffer_percent)
        request = Request(minutes, start, client_id, kind)
        drawn = draw_all(request, facts.commitments, spread)
        answer = check(facts.free, today, facts.commitments, request, drawn, by)
        verdict = _verdict(answer, by)
        sooner = None
        if start > today and verdict not in (Verdict.YES, Verdict.OPEN):
            at_once = Request(minutes, today, client_id, kind)
            sooner = check(facts.free, today, facts.commitments, at_once, drawn).done_on(SAFE_PERCENT)
        told = Told(
            minutes=minutes,
            client=client,
            by=by,
            start_on=start,
            verdict=verdict,
            answer=answer,
            facts=facts,
            spread=spread,
            client_id=client_id,
            kind=kind,
            scope_minutes=_whole(answer.scope_minutes(), minutes),
            sooner_on=sooner,
        )
        return tell(told, _strip(answer, facts, by), self._tr)

    def of_milestone(self, milestone_id: str) -> PromiseStart:
        """What to ask about a milestone: its client, what is left of it, and when they expect it.

        Raises:
            NotFound.
        """
        now = self._clock.now()
        with self._store.reading() as session:
            fetch = fetch_of(session)
            rows = fetch(_MILESTONE, (milestone_id,))
            if not rows:
                raise NotFound("milestone", milestone_id)
            items = open_items(fetch, now, " AND w.milestone_id = ?", (milestone_id,))
            dropped = worked_when_dropped(fetch, now).get(milestone_id, 0)
        title, client_id, expected, planned, estimate, has_work = rows[0]
        left = milestone_remaining(
            [item.facts for item in items],
            has_work=bool(has_work),
            estimate_minutes=estimate,
            worked_minutes=dropped,
        )
        return PromiseStart(
            client_id, left.minutes or None, day_of(expected) or day_of(planned), milestone_id, title
        )

    def _read(self, client_id: str | None, milestone_id: str, furthest: date) -> tuple[PromiseFacts, str]:
        now, zone = self._clock.now(), self._practice.zone()
        ahead = (furthest - now.astimezone(zone).date()).days + LOOKED_AHEAD_DAYS
        with self._store.reading() as session:
            fetch = fetch_of(session)
            facts = read_facts(
                fetch,
                now,
                zone,
                self._boundaries.calendar(),
                min(ahead, MOST_DAYS),
                client_id,
                milestone_id,
            )
            found = fetch(_CLIENT, (client_id,)) if client_id else []
        return facts, found[0][0] if found else ""


def _verdict(answer: Answer, by: date | None) -> Verdict:
    likely, safe = answer.done_on(LIKELY_PERCENT), answer.done_on(SAFE_PERCENT)
    if by is None:
        return Verdict.OPEN if safe is not None else Verdict.NEVER
    if safe is not None and safe <= by:
        return Verdict.YES
    if likely is not None and likely <= by:
        return Verdict.PERHAPS
    return Verdict.NO if likely is not None else Verdict.NEVER


def _whole(scope: int | None, asked: int) -> int | None:
    """A smaller scope in half hours; None where there is none worth naming."""
    if scope is None or scope >= asked:
        return None
    return scope // SCOPE_STEP * SCOPE_STEP or None


def _strip(answer: Answer, facts: PromiseFacts, by: date | None) -> tuple[PromiseDay, ...]:
    """The days from just before the likely one to just after the safe one and the day asked."""
    likely, safe = answer.done_on(LIKELY_PERCENT), answer.done_on(SAFE_PERCENT)
    marks = [day for day in (likely, safe, by) if day is not None and day <= answer.last]
    if not marks or likely is None:
        return ()
    around = timedelta(days=_DAYS_AROUND)
    first = max(min(marks) - around, facts.today)
    last = min(max(marks) + around, answer.last, first + timedelta(days=_LONGEST_STRIP - 1))
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return tuple(
        PromiseDay(day, answer.chance_by(day), facts.worked[(day - facts.today).days]) for day in days
    )
