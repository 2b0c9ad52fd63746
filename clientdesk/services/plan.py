"""Planning a week: carry-over answered, check-ins given a place, the week set, intentions, the wrap-up kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from clientdesk.models.errors import InvalidInput, Problem
from clientdesk.models.tables import WeekPlan, WeekPlanFields, WorkItem
from clientdesk.models.tables.week_plan import MOST_INTENTIONS
from clientdesk.models.views.plan import (
    CarryOverView,
    CheckInDueView,
    IntentionView,
    MoveOffer,
    PlanView,
    WeekFigures,
    WrapUpView,
)
from clientdesk.models.views.today import TodayView
from clientdesk.models.views.week import WeekView
from clientdesk.services import carry_over, wrap_up
from clientdesk.services.boundaries import BoundaryService
from clientdesk.services.check_in_places import CheckInPlaces
from clientdesk.services.check_ins import CheckInService
from clientdesk.services.day_places import DayPlaces, Placed
from clientdesk.services.forecast import ForecastService
from clientdesk.services.ports import Clock
from clientdesk.services.practice import PracticeService
from clientdesk.services.red_day import red_day
from clientdesk.services.rows import table_of
from clientdesk.services.validation import apply, changed, validated
from clientdesk.services.week import WeekService
from clientdesk.services.wording import Translate
from clientdesk.store.unit_of_work import Store, fetch

_PLAN = table_of(WeekPlan).c
_WEEK = timedelta(days=7)
_LAST_HOUR = 60
"""The wrap-up is offered from so many minutes before the last working day ends."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A week's plan as stored."""

    set_at: datetime | None
    then: WeekFigures | None
    intentions: tuple[IntentionView, ...]
    wrapped_at: datetime | None


class PlanService:
    """The weekly ritual. All of it is optional: nothing else waits for a week that was never set."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        practice: PracticeService,
        boundaries: BoundaryService,
        check_ins: CheckInService,
        week: WeekService,
        forecast: ForecastService,
        today: Callable[[], TodayView | None],
        translate: Translate = str,
    ) -> None:
        self._store = store
        self._clock = clock
        self._practice = practice
        self._boundaries = boundaries
        self._week = week
        self._forecast = forecast
        self._today_view = today
        self._tr = translate
        self._places = DayPlaces(clock, practice, boundaries, translate)
        self._check_ins = CheckInPlaces(practice, boundaries, check_ins)

    def monday(self) -> date:
        """The Monday of the week that is planned now; at a weekend the coming one."""
        return monday_of(self._week.planning_day())

    def view(self, first: date | None = None, shown: WeekView | None = None) -> PlanView:
        """Where planning stands for the week shown from `first`; the week planned now when left out.

        Args:
            shown: that week, where the caller has read it already.
        """
        view = shown or self._week.week(first or self.monday())
        days = view.days
        monday, zone = monday_of(days[-1].date), self._practice.zone()
        untold = sum(promise.told_on is None for promise in self._forecast.at_risk())
        with self._store.reading() as session:
            kept = _kept(session, monday)
            left = self._carried_over(session, monday)
            due = self._check_ins.due(session, days[0].date, days[-1].date, view.today)
            now = _figures(view, len(due), untold)
            over = red_day(session, view)
            wraps = self._wraps_up(session, view)
        return PlanView(
            monday=monday,
            is_over=days[-1].date < view.today,
            set_on=kept.set_at.astimezone(zone).date() if kept.set_at else None,
            then=kept.then,
            now=now,
            intentions=kept.intentions,
            carry_over=left,
            check_ins=due,
            red_day=over,
            wraps_up=wraps,
            is_wrapped_up=kept.wrapped_at is not None,
        )

    def carry_over(self) -> list[CarryOverView]:
        """What was left before the week that is planned now, in the order it was planned."""
        with self._store.reading() as session:
            return carry_over.carried_over(session, self.monday(), self._practice.zone(), self._clock.now())

    def _carried_over(self, session: Session, monday: date) -> tuple[CarryOverView, ...]:
        if monday != self.monday():
            return ()
        return tuple(carry_over.carried_over(session, monday, self._practice.zone(), self._clock.now()))

    # Answers to carry-over, one undo each.

    def carry_to_day(self, work_item_id: str, day: date) -> Placed:
        """Give it the first free time on a day from now on; where none is long enough it has the day alone.

        Raises:
            InvalidInput: the day has passed.
            NotFound.
        """
        free = self._places.on([day])
        with self._answering(work_item_id, "Carry over") as (session, item):
            return free.place(session, item.id, day)

    def carry_later(self, work_item_id: str) -> date:
        """Leave it until next week; returns that Monday.

        Raises:
            NotFound.
        """
        monday = self.monday() + _WEEK
        with self._answering(work_item_id, "Put off work") as (_, item):
            item.planned_on, item.not_before = None, monday
        return monday

    def carry_back(self, work_item_ids: Iterable[str]) -> int:
        """Put carried-over work back to To place; returns how much.

        Raises:
            NotFound.
        """
        wanted = list(work_item_ids)
        with self._store.writing("Back to To place") as session:
            for work_item_id in wanted:
                item = fetch(session, WorkItem, work_item_id)
                carry_over.answer(item, self._week.today())
                item.planned_on = None
        return len(wanted)

    def carry_done(self, work_item_id: str) -> None:
        """It was done after all.

        Raises:
            NotFound.
        """
        self._week.complete(work_item_id)

    def carry_drop(self, work_item_id: str) -> None:
        """Give it up.

        Raises:
            NotFound.
        """
        with self._store.writing("Drop work") as session:
            fetch(session, WorkItem, work_item_id).dropped_at = self._clock.now()

    @contextmanager
    def _answering(self, work_item_id: str, label: str) -> Iterator[tuple[Session, WorkItem]]:
        """A write that answers one carry-over: it counts as carried once more."""
        with self._store.writing(label) as session:
            item = fetch(session, WorkItem, work_item_id)
            carry_over.answer(item, self._week.today())
            yield session, item

    # Check-ins and the one red day.

    def place_check_ins(self, wanted: Iterable[CheckInDueView]) -> list[Placed]:
        """Give promised words their time on their day: calls are booked, updates get their minutes. One undo.

        Raises:
            NotFound.
        """
        due = [check_in for check_in in wanted if not check_in.is_placed]
        if not due:
            return []
        free = self._places.on({check_in.day for check_in in due})
        with self._store.writing("Place check-ins") as session:
            return [free.place(session, check_in.key, check_in.day) for check_in in due]

    def take_offer(self, offer: MoveOffer) -> None:
        """Move a block to the lightest day, as offered.

        Raises:
            InvalidInput, NotFound.
        """
        at = datetime.combine(offer.day, datetime.min.time()) + timedelta(minutes=offer.minute)
        self._week.move(offer.block_id, at, step=1)

    # The week as set.

    def set_week(self, first: date | None = None) -> WeekFigures:
        """Keep the week's figures as they stand; changing it afterwards stays free."""
        view = self.view(first)
        now = view.now
        with self._store.writing("Set the week") as session:
            row = self._row(session, view.monday)
            row.set_at = self._clock.now()
            row.planned_minutes, row.capacity_minutes = now.planned_minutes, now.capacity_minutes
            row.check_ins, row.gaps = now.check_ins, now.gaps
        return now

    # Intentions.

    def add_intention(self, monday: date, text: str) -> None:
        """Note what this week is for; three sentences at most.

        Raises:
            InvalidInput: there are three already, or nothing was said.
        """
        with self._store.writing("Add intention") as session:
            row = self._row(session, monday)
            if len(row.intentions) >= MOST_INTENTIONS:
                raise InvalidInput([Problem("intentions", "too_many", {"max_length": MOST_INTENTIONS})])
            self._change(row, {"intentions": [*row.intentions, {"text": text, "is_done": False}]})

    def change_intention(self, monday: date, place: int, text: str) -> None:
        """Say it differently; without words it goes.

        Raises:
            InvalidInput.
        """
        with self._store.writing("Change intention") as session:
            row = self._row(session, monday)
            kept = list(row.intentions)
            kept[place : place + 1] = [kept[place] | {"text": text}] if text.strip() else []
            self._change(row, {"intentions": kept})

    def tick_intention(self, monday: date, place: int, *, done: bool) -> None:
        """Mark an intention done, or open again."""
        with self._store.writing("Tick intention" if done else "Untick intention") as session:
            row = self._row(session, monday)
            kept = list(row.intentions)
            kept[place] = kept[place] | {"is_done": done}
            self._change(row, {"intentions": kept})

    # The wrap-up.

    def wrap_up_view(self, monday: date | None = None) -> WrapUpView:
        """A week looked back on: the one of today when left out."""
        today = self._week.today()
        wanted = monday_of(monday or today)
        zone, now = self._practice.zone(), self._clock.now()
        with self._store.reading() as session:
            return wrap_up.read(session, wanted, now, zone, self._today_view())

    def save_wrap_up(self, monday: date, values: Mapping[str, str]) -> None:
        """Keep the words of a wrap-up: `moved`, `to_tell`, `lessons`.

        Raises:
            InvalidInput.
        """
        with self._store.writing("Write the wrap-up") as session:
            self._change(self._row(session, monday), dict(values))

    def wrap_up(self, monday: date, *, done: bool = True) -> None:
        """The week is wrapped up, or open again."""
        with self._store.writing("Wrap up the week" if done else "Open the wrap-up again") as session:
            self._row(session, monday).wrapped_at = self._clock.now() if done else None

    def _wraps_up(self, session: Session, view: WeekView) -> date | None:
        """The Monday of the week whose last working day draws to its end, unless it is wrapped up."""
        monday, now = monday_of(view.today), self._clock.now().astimezone(self._practice.zone())
        if monday_of(view.days[-1].date) not in (monday, self.monday()):
            return None
        calendar = self._boundaries.calendar()
        days = [monday + timedelta(days=offset) for offset in range(7)]
        last = max((day for day in days if calendar.hours_on(day)), default=None)
        if last is None or view.today < last:
            return None
        ends = calendar.hours_on(last)[-1][1]
        if view.today == last and now.hour * 60 + now.minute < ends - _LAST_HOUR:
            return None
        return None if _kept(session, monday).wrapped_at else monday

    def _row(self, session: Session, monday: date) -> WeekPlan:
        found: WeekPlan | None = session.execute(
            select(WeekPlan).where(_PLAN.starts_on == monday)
        ).scalar_one_or_none()
        if found is not None:
            return found
        checked = validated(WeekPlanFields, {"starts_on": monday})
        made = WeekPlan(**checked.model_dump(), created_at=self._clock.now())
        session.add(made)
        return made

    @staticmethod
    def _change(row: WeekPlan, values: dict[str, Any]) -> None:
        apply(row, changed(row, WeekPlanFields, values))


def monday_of(day: date) -> date:
    """The Monday of the ISO week a day lies in."""
    return day - timedelta(days=day.weekday())


def _figures(view: WeekView, check_ins: int, gaps: int) -> WeekFigures:
    return WeekFigures(view.planned_minutes, view.capacity_minutes, check_ins, gaps)


def _kept(session: Session, monday: date) -> _Kept:
    row = session.execute(select(*_PLAN).where(_PLAN.starts_on == monday)).one_or_none()
    if row is None:
        return _Kept(None, None, (), None)
    figures = (row.planned_minutes, row.capacity_minutes, row.check_ins, row.gaps)
    then = WeekFigures(*(figure or 0 for figure in figures)) if row.set_at else None
    return _Kept(row.set_at, then, wrap_up.intentions(row), row.wrapped_at)
