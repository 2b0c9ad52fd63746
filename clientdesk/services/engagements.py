"""What was agreed with a client: engagements, their deliverables, and milestones with the dates they believe."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol, TypeVar

from sqlalchemy import func, select
from sqlmodel import Session

from clientdesk.models.enums import AgreementState, TouchKind
from clientdesk.models.errors import InvalidInput, Problem
from clientdesk.models.likely import Likely, gap_days, is_at_risk
from clientdesk.models.money import Money, is_currency, minor_digits
from clientdesk.models.tables import (
    Agreement,
    Client,
    Deliverable,
    DeliverableFields,
    Engagement,
    EngagementFields,
    Milestone,
    MilestoneFields,
    Touchpoint,
)
from clientdesk.models.views.engagements import DeliverableView, EngagementView, MilestoneView
from clientdesk.models.views.forecast import LikelyView
from clientdesk.services.likely_dates import Forecast
from clientdesk.services.payment_events import settle
from clientdesk.services.ports import Clock
from clientdesk.services.rows import currency_in, table_of, today_in, zone_in
from clientdesk.services.validation import apply, changed, validated
from clientdesk.store.unit_of_work import Store, delete_tree, fetch

_MONEY = {"fee": "fee_minor", "rate": "rate_minor"}
_HOURS = {"hours_a_month": "minutes_a_month", "hours_a_week": "minutes_a_week"}
_MOST_HOURS = 744
_FACTS: dict[str, dict[str, object]] = {"too_small": {"ge": 0}, "too_large": {"le": _MOST_HOURS}}

_ENGAGEMENT = table_of(Engagement).c
_DELIVERABLE = table_of(Deliverable).c
_MILESTONE = table_of(Milestone).c

P = TypeVar("P", Deliverable, Milestone)


class LikelyDates(Protocol):
    """Where likely dates come from."""

    def forecast(self) -> Forecast: ...

    def view(
        self, milestone_id: str, likely: Likely, expected_on: date | None, planned_on: date | None
    ) -> LikelyView: ...


class EngagementService:
    """Engagements of a client, and what was promised in them."""

    def __init__(self, store: Store, clock: Clock, likely: LikelyDates) -> None:
        self._store = store
        self._clock = clock
        self._likely = likely

    def add(self, client_id: str, title: str, **more: Any) -> str:
        """Add an engagement; it starts today in the practice's currency unless said otherwise.

        `fee` and `rate` are amounts (Decimal or Money), `hours_a_month` and `hours_a_week` hours (Decimal).

        Returns:
            Its id.

        Raises:
            InvalidInput: end before start, hours not above zero, an amount with too many decimals, ...
        """
        with self._store.writing("Add engagement") as session:
            fetch(session, Client, client_id)
            given = {
                "starts_on": today_in(session, self._clock),
                "currency": currency_in(session),
                **more,
                "title": title,
            }
            checked = validated(EngagementFields, _to_stored(given, str(given["currency"])))
            row = Engagement(**checked.model_dump(), client_id=client_id, created_at=self._clock.now())
            session.add(row)
            return row.id

    def update(self, engagement_id: str, **changes: Any) -> None:
        """Change an engagement; see `add` for amounts and hours.

        Raises:
            InvalidInput: with the problems by field.
        """
        with self._store.writing("Change engagement") as session:
            row = fetch(session, Engagement, engagement_id)
            given = dict(changes)
            if given.get("currency", row.currency) != row.currency:
                for name, stored in _MONEY.items():
                    if name not in given and getattr(row, stored) is not None:
                        given[name] = Money.from_minor(getattr(row, stored), row.currency).amount
            values = _to_stored(given, str(given.get("currency", row.currency)))
            apply(row, changed(row, EngagementFields, values))

    def end(self, engagement_id: str, on: date | None = None) -> None:
        """The work ends; today unless said otherwise.

        Raises:
            InvalidInput: before its start.
        """
        with self._store.writing("End engagement") as session:
            row = fetch(session, Engagement, engagement_id)
            ends_on = on or today_in(session, self._clock)
            apply(row, changed(row, EngagementFields, {"ends_on": ends_on}))

    def delete(self, engagement_id: str) -> None:
        """Delete an engagement with its deliverables, milestones and drafts.

        Raises:
            InvalidInput: a paper was issued for it; that one stays on record.
        """
        with self._store.writing("Delete engagement") as session:
            row = fetch(session, Engagement, engagement_id)
            papers = table_of(Agreement).c
            issued = select(func.count()).where(
                papers.engagement_id == engagement_id, papers.state != AgreementState.DRAFT
            )
            if session.execute(issued).scalar_one():
                raise InvalidInput([Problem("", "has_issued_papers")])
            delete_tree(session, row)

    def get(self, engagement_id: str) -> EngagementView:
        """One engagement with its deliverables and milestones.

        Raises:
            NotFound: there is none.
        """
        forecast = self._likely.forecast()
        with self._store.reading() as session:
            row = fetch(session, Engagement, engagement_id)
            return self._views(session, [row], forecast)[0]

    def list_for_client(self, client_id: str) -> list[EngagementView]:
        """A client's engagements: running ones first, then ended ones, newest start first."""
        forecast = self._likely.forecast()
        with self._store.reading() as session:
            found = (
                session.execute(select(Engagement).where(_ENGAGEMENT.client_id == client_id)).scalars().all()
            )
            views = self._views(session, found, forecast)
        return sorted(
            views, key=lambda view: (view.has_ended, -view.starts_on.toordinal(), view.engagement_id)
        )

    def add_deliverable(self, engagement_id: str, title: str, **more: Any) -> str:
        """Add a deliverable. Returns its id.

        Raises:
            InvalidInput: with the problems by field.
        """
        with self._store.writing("Add deliverable") as session:
            fetch(session, Engagement, engagement_id)
            position = _next_position(session, Deliverable, engagement_id)
            checked = validated(DeliverableFields, {"position": position} | more | {"title": title})
            row = Deliverable(
                **checked.model_dump(), engagement_id=engagement_id, created_at=self._clock.now()
            )
            session.add(row)
            return row.id

    def update_deliverable(self, deliverable_id: str, **changes: Any) -> None:
        """Change a deliverable.

        Raises:
            InvalidInput: with the problems by field.
        """
        with self._store.writing("Change deliverable") as session:
            row = fetch(session, Deliverable, deliverable_id)
            before = row.accepted_on
            apply(row, changed(row, DeliverableFields, changes))
            if row.accepted_on != before:
                settle(session, row.id, row.accepted_on)

    def accept_deliverable(self, deliverable_id: str, on: date | None = None) -> None:
        """The client accepted it; today unless said otherwise.

        Raises:
            InvalidInput: a day after today.
        """
        with self._store.writing("Accept deliverable") as session:
            row = fetch(session, Deliverable, deliverable_id)
            row.accepted_on = self._past_day(session, "accepted_on", on)
            settle(session, row.id, row.accepted_on)

    def delete_deliverable(self, deliverable_id: str) -> None:
        """Delete a deliverable; its milestones stay."""
        with self._store.writing("Delete deliverable") as session:
            delete_tree(session, fetch(session, Deliverable, deliverable_id))

    def order_deliverables(self, deliverable_ids: Sequence[str]) -> None:
        """Put deliverables in this order."""
        with self._store.writing("Order deliverables") as session:
            _order(session, Deliverable, deliverable_ids)

    def get_milestone(self, milestone_id: str) -> MilestoneView:
        """One milestone.

        Raises:
            NotFound: there is none.
        """
        forecast = self._likely.forecast()
        with self._store.reading() as session:
            row = fetch(session, Milestone, milestone_id)
            return self._milestone_view(row, today_in(session, self._clock), forecast)

    def add_milestone(self, engagement_id: str, title: str, **more: Any) -> str:
        """Add a milestone. Returns its id.

        Raises:
            InvalidInput: with the problems by field; a deliverable of another engagement.
        """
        with self._store.writing("Add milestone") as session:
            fetch(session, Engagement, engagement_id)
            position = _next_position(session, Milestone, engagement_id)
            checked = validated(MilestoneFields, {"position": position} | more | {"title": title})
            today = today_in(session, self._clock)
            row = Milestone(**checked.model_dump(), engagement_id=engagement_id, created_at=self._clock.now())
            _check_milestone(session, row, today)
            watch_gap(row, today)
            session.add(row)
            return row.id

    def update_milestone(self, milestone_id: str, **changes: Any) -> None:
        """Change a milestone. What they expect changes only by `record_expected`, so that the trail stays.

        Raises:
            InvalidInput: with the problems by field.
        """
        with self._store.writing("Change milestone") as session:
            row = fetch(session, Milestone, milestone_id)
            expected = changes.get("expected_on", row.expected_on)
            checked = changed(row, MilestoneFields, changes)
            if expected != row.expected_on and row.expected_on is not None:
                raise InvalidInput([Problem("expected_on", "record_expected_instead")])
            before = (row.expected_on, row.planned_on)
            was_done_on = row.actual_on
            apply(row, checked)
            if row.actual_on != was_done_on:
                settle(session, row.id, row.actual_on)
            today = today_in(session, self._clock)
            _check_milestone(session, row, today)
            watch_gap(row, today, was=before)

    def record_expected(self, milestone_id: str, expected_on: date | None, source: str) -> None:
        """The client now believes in this date; `source` says how they came to. The record keeps a note of it.

        Raises:
            InvalidInput: no date, no source, or a date that cannot be kept.
        """
        with self._store.writing("Record what they expect") as session:
            row = fetch(session, Milestone, milestone_id)
            before = row.expected_on
            apply(row, changed(row, MilestoneFields, {"expected_on": expected_on, "expected_source": source}))
            needed = {"expected_on": "missing", "expected_source": "blank"}
            if problems := [Problem(name, code) for name, code in needed.items() if not getattr(row, name)]:
                raise InvalidInput(problems)
            today = today_in(session, self._clock)
            watch_gap(row, today, was=(before, row.planned_on))
            if row.known_on is not None:
                row.told_on = today
            self._leave_trail(session, row, before)

    def mark_done(self, milestone_id: str, actual_on: date | None = None) -> None:
        """It happened; today unless said otherwise.

        Raises:
            InvalidInput: a day after today.
        """
        with self._store.writing("Milestone done") as session:
            row = fetch(session, Milestone, milestone_id)
            row.actual_on = self._past_day(session, "actual_on", actual_on)
            settle(session, row.id, row.actual_on)

    def reopen(self, milestone_id: str) -> None:
        """It is not done after all."""
        with self._store.writing("Reopen milestone") as session:
            row = fetch(session, Milestone, milestone_id)
            row.actual_on = None
            settle(session, row.id, None)
            watch_gap(row, today_in(session, self._clock))

    def mark_told(self, milestone_id: str, on: date | None = None) -> None:
        """They were told that it will be later than they expect; today unless said otherwise.

        Raises:
            InvalidInput: a day after today.
        """
        with self._store.writing("Told them") as session:
            row = fetch(session, Milestone, milestone_id)
            row.told_on = self._past_day(session, "told_on", on)

    def delete_milestone(self, milestone_id: str) -> None:
        """Delete a milestone; work on it stays."""
        with self._store.writing("Delete milestone") as session:
            delete_tree(session, fetch(session, Milestone, milestone_id))

    def order_milestones(self, milestone_ids: Sequence[str]) -> None:
        """Put milestones in this order."""
        with self._store.writing("Order milestones") as session:
            _order(session, Milestone, milestone_ids)

    def _past_day(self, session: Session, field: str, on: date | None) -> date:
        today = today_in(session, self._clock)
        if on is not None and on > today:
            raise InvalidInput([Problem(field, "in_future", {"today": today})])
        return on or today

    def _leave_trail(self, session: Session, row: Milestone, before: date | None) -> None:
        was = f" (before: {before.isoformat()})" if before else ""
        engagement = fetch(session, Engagement, row.engagement_id)
        now = self._clock.now()
        session.add(
            Touchpoint(
                client_id=engagement.client_id,
                engagement_id=engagement.id,
                kind=TouchKind.NOTE,
                at=now,
                created_at=now,
                zone=str(zone_in(session)),
                text=f"{row.title}: they expect {row.expected_on}{was}. {row.expected_source}",
            )
        )

    def _views(
        self, session: Session, rows: Iterable[Engagement], forecast: Forecast
    ) -> list[EngagementView]:
        rows = list(rows)
        ids = [row.id for row in rows]
        today = today_in(session, self._clock)
        deliverables: dict[str, list[DeliverableView]] = {}
        milestones: dict[str, list[MilestoneView]] = {}
        wanted = select(Deliverable).where(_DELIVERABLE.engagement_id.in_(ids))
        for each in session.execute(wanted.order_by(_DELIVERABLE.position, _DELIVERABLE.id)).scalars():
            deliverables.setdefault(each.engagement_id, []).append(_deliverable_view(each))
        dated = select(Milestone).where(_MILESTONE.engagement_id.in_(ids))
        for one in session.execute(dated.order_by(_MILESTONE.position, _MILESTONE.id)).scalars():
            milestones.setdefault(one.engagement_id, []).append(self._milestone_view(one, today, forecast))
        return [
            _engagement_view(
                row, today, tuple(deliverables.get(row.id, ())), tuple(milestones.get(row.id, ()))
            )
            for row in rows
        ]

    def _milestone_view(self, row: Milestone, today: date, forecast: Forecast) -> MilestoneView:
        likely = forecast.of(row.id) if row.actual_on is None else None
        told = self._likely.view(row.id, likely, row.expected_on, row.planned_on) if likely else None
        dates = (row.expected_on, row.planned_on, row.actual_on)
        return MilestoneView(
            milestone_id=row.id,
            engagement_id=row.engagement_id,
            known_on=row.known_on,
            told_on=row.told_on,
            gap_days=gap_days(*dates, likely),
            is_at_risk=is_at_risk(*dates, today, likely),
            likely_on=told.likely_on if told else None,
            likely_words=told.words if told else "",
            is_known=told is not None and told.is_known,
            **{name: getattr(row, name) for name in MilestoneFields.model_fields if name != "position"},
        )


def watch_gap(row: Milestone, today: date, was: tuple[date | None, date | None] | None = None) -> None:
    """Keep the day a late plan became known, and whether they were told of it.

    Without a late plan nothing is known; another pair of dates than `was` has not been told yet.
    """
    is_late = (
        row.actual_on is None
        and row.expected_on is not None
        and row.planned_on is not None
        and row.planned_on > row.expected_on
    )
    is_same = was is not None and was == (row.expected_on, row.planned_on)
    row.known_on = (row.known_on or today) if is_late else None
    # They may have been told of a likely date that is late, with the plan as they expect it.
    if not is_same and (was is not None or not is_late):
        row.told_on = None


def _check_milestone(session: Session, row: Milestone, today: date) -> None:
    problems = []
    if row.actual_on is not None and row.actual_on > today:
        problems.append(Problem("actual_on", "in_future", {"today": today}))
    if row.deliverable_id is not None and (
        fetch(session, Deliverable, row.deliverable_id).engagement_id != row.engagement_id
    ):
        problems.append(Problem("deliverable_id", "not_a_choice"))
    if problems:
        raise InvalidInput(problems)


def _to_stored(given: dict[str, Any], currency: str) -> dict[str, Any]:
    """Amounts to minor units and hours to minutes; every problem is named by the field as given."""
    values, problems = dict(given), []
    for name, stored in _MONEY.items():
        if name in values:
            amount = values.pop(name)
            try:
                values[stored] = None if amount is None else _minor(amount, currency)
            except ValueError as error:
                problems.append(Problem(name, str(error), _FACTS.get(str(error), {})))
    for name, stored in _HOURS.items():
        if name in values:
            hours = values.pop(name)
            try:
                values[stored] = None if hours is None else _minutes(hours)
            except ValueError as error:
                problems.append(Problem(name, str(error), _FACTS.get(str(error), {})))
        elif values.get(stored) == 0:
            problems.append(Problem(stored, "not_positive"))
    if problems:
        raise InvalidInput(problems)
    return values


def _minor(amount: Money | Decimal | int, currency: str) -> int:
    if not is_currency(currency):
        raise ValueError("unknown_currency")
    if isinstance(amount, Money):
        if amount.currency != currency:
            raise ValueError("other_currency")
        amount = amount.amount
    value = _number(amount)
    if value < 0:
        raise ValueError("too_small")
    scaled = value.scaleb(minor_digits(currency))
    if scaled != scaled.to_integral_value():
        raise ValueError("too_many_decimals")
    return int(scaled)


def _minutes(hours: Decimal | int) -> int:
    value = _number(hours)
    if value <= 0:
        raise ValueError("not_positive")
    if value > _MOST_HOURS:
        raise ValueError("too_large")
    return max(1, round(value * 60))


def _number(value: object) -> Decimal:
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise ValueError("not_a_number") from error
    if not number.is_finite() or abs(number) > Decimal(10) ** 13:
        raise ValueError("not_a_number")
    return number


def _next_position(session: Session, table: type[Deliverable] | type[Milestone], engagement_id: str) -> int:
    columns = table_of(table).c
    last = session.execute(
        select(func.max(columns.position)).where(columns.engagement_id == engagement_id)
    ).scalar()
    return 0 if last is None else last + 1


def _order(session: Session, table: type[P], ids: Sequence[str]) -> None:
    for position, record_id in enumerate(ids):
        fetch(session, table, record_id).position = position


def _engagement_view(
    row: Engagement,
    today: date,
    deliverables: tuple[DeliverableView, ...],
    milestones: tuple[MilestoneView, ...],
) -> EngagementView:
    return EngagementView(
        engagement_id=row.id,
        client_id=row.client_id,
        title=row.title,
        kind=row.kind,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        currency=row.currency,
        fee=_money(row.fee_minor, row.currency),
        rate=_money(row.rate_minor, row.currency),
        hours_a_month=_hours(row.minutes_a_month),
        hours_a_week=_hours(row.minutes_a_week),
        purpose=row.purpose,
        revision_rounds=row.revision_rounds,
        has_ended=row.ends_on is not None and row.ends_on < today,
        deliverables=deliverables,
        milestones=milestones,
        rollover_months=row.rollover_months,
    )


def _money(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money.from_minor(minor, currency)


def _hours(minutes: int | None) -> Decimal | None:
    return None if minutes is None else (Decimal(minutes) / 60).quantize(Decimal("0.01")).normalize()


def _deliverable_view(row: Deliverable) -> DeliverableView:
    return DeliverableView(
        deliverable_id=row.id,
        engagement_id=row.engagement_id,
        **{name: getattr(row, name) for name in DeliverableFields.model_fields if name != "position"},
    )
