"""Recurring work: the rules kept, tried before they are, and said in words; To place offers their days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from clientdesk.models.errors import InvalidInput, NotFound, Problem
from clientdesk.models.recurrence import checked_rule, next_dates
from clientdesk.models.tables import Client, Engagement, RecurringWork, RecurringWorkFields
from clientdesk.models.views.recurring import RecurringWorkView
from clientdesk.services.ports import Clock
from clientdesk.services.rows import table_of, today_in
from clientdesk.services.validation import apply, changed, validated
from clientdesk.services.wording import Translate
from clientdesk.services.work_words import dates_words, rule_words
from clientdesk.store.unit_of_work import Store, fetch

_ROW = table_of(RecurringWork).c
_CLIENT = table_of(Client).c
PREVIEWED = 3


class RecurringWorkService:
    """Adds, changes, pauses and ends work that comes again. What was taken up of it stays."""

    def __init__(self, store: Store, clock: Clock, translate: Translate = str) -> None:
        self._store = store
        self._clock = clock
        self._tr = translate

    def list_all(self) -> list[RecurringWorkView]:
        """Every recurring work, by client and title; paused ones too."""
        with self._store.reading() as session:
            found = self._read(session)
        return sorted(found, key=lambda view: (view.client_name.casefold(), view.title.casefold()))

    def get(self, recurring_id: str) -> RecurringWorkView:
        """One of them.

        Raises:
            NotFound.
        """
        with self._store.reading() as session:
            found = self._read(session, recurring_id)
        if not found:
            raise NotFound("recurring_work", recurring_id)
        return found[0]

    def add(self, values: Mapping[str, Any]) -> str:
        """Keep work that comes again. Returns its id.

        Raises:
            InvalidInput: with the rule refused in words, among others.
            NotFound.
        """
        with self._store.writing("Add recurring work") as session:
            checked = self._checked(session, validated(RecurringWorkFields, dict(values)))
            row = RecurringWork(**checked.model_dump(), created_at=self._clock.now())
            session.add(row)
            session.flush()
            return row.id

    def change(self, recurring_id: str, changes: Mapping[str, Any]) -> None:
        """Change it from now on; what was taken up of it stays as it is.

        Raises:
            InvalidInput, NotFound.
        """
        with self._store.writing("Change recurring work") as session:
            row = fetch(session, RecurringWork, recurring_id)
            checked = changed(row, RecurringWorkFields, dict(changes))
            apply(row, self._checked(session, checked))

    def pause(self, recurring_id: str, *, is_paused: bool = True) -> None:
        """Offer nothing of it for now, or again.

        Raises:
            NotFound.
        """
        label = "Pause recurring work" if is_paused else "Resume recurring work"
        with self._store.writing(label) as session:
            fetch(session, RecurringWork, recurring_id).is_paused = is_paused

    def delete(self, recurring_id: str) -> None:
        """Delete it; work taken up from it stays.

        Raises:
            NotFound.
        """
        with self._store.writing("Delete recurring work") as session:
            session.delete(fetch(session, RecurringWork, recurring_id))

    def preview(self, rule: str, starts_on: date) -> str:
        """The rule and its next three dates in words: "every Monday: Mon 12 Oct, Mon 19 Oct, Mon 26 Oct".

        Raises:
            InvalidInput: the rule is refused.
        """
        kept = checked_rule(rule, starts_on)
        with self._store.reading() as session:
            today = today_in(session, self._clock)
        dates = dates_words(next_dates(kept, starts_on, today, PREVIEWED), self._tr)
        return self._tr("{rule}: {dates}").format(rule=rule_words(kept, starts_on, self._tr), dates=dates)

    def _checked(self, session: Session, checked: Any) -> RecurringWorkFields:
        if checked.client_id is not None:
            fetch(session, Client, checked.client_id)
        if checked.engagement_id is not None:
            engagement = fetch(session, Engagement, checked.engagement_id)
            if engagement.client_id != checked.client_id:
                raise InvalidInput([Problem("engagement_id", "not_a_choice")])
        checked.rule = checked_rule(checked.rule, checked.starts_on)
        fields: RecurringWorkFields = checked
        return fields

    def _read(self, session: Session, recurring_id: str | None = None) -> list[RecurringWorkView]:
        today = today_in(session, self._clock)
        query = select(*_ROW, _CLIENT.name.label("client_name"), _CLIENT.colour.label("client_colour"))
        query = query.outerjoin_from(_ROW.id.table, _CLIENT.id.table, _CLIENT.id == _ROW.client_id)
        if recurring_id is not None:
            query = query.where(_ROW.id == recurring_id)
        return [self._view(row, today) for row in session.execute(query)]

    def _view(self, row: Any, today: date) -> RecurringWorkView:
        try:
            dates = next_dates(row.rule, row.starts_on, today, PREVIEWED)
        except InvalidInput:  # written by another program; the form says what is wrong
            dates = ()
        return RecurringWorkView(
            recurring_id=row.id,
            title=row.title,
            client_id=row.client_id,
            client_name=row.client_name or "",
            client_colour=row.client_colour,
            engagement_id=row.engagement_id,
            kind=row.kind,
            impact=row.impact,
            estimate_minutes=row.estimate_minutes,
            rule=row.rule,
            starts_on=row.starts_on,
            notes=row.notes,
            is_paused=row.is_paused,
            rule_words=rule_words(row.rule, row.starts_on, self._tr),
            next_on=dates,
            next_words=dates_words(dates, self._tr),
        )
