"""The discovery session: questions that ship and one's own, with what each client answered."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from clientdesk.models.errors import InvalidInput, NotFound, Problem
from clientdesk.models.tables import Client, DiscoveryAnswer, DiscoveryAnswerFields
from clientdesk.models.text import clean_line, fold
from clientdesk.models.views.agreements import DiscoveryView
from clientdesk.services import template_files
from clientdesk.services.ports import Clock
from clientdesk.services.practice import PracticeService
from clientdesk.services.rows import table_of
from clientdesk.services.validation import apply, changed, validated
from clientdesk.store.unit_of_work import Store, fetch

_ROW = table_of(DiscoveryAnswer).c
_WORDS = re.compile(r"[^a-z0-9]+")


class DiscoveryService:
    """Owns what was asked and answered. Some answers begin a paper (`services.agreement_drafts`)."""

    def __init__(self, store: Store, clock: Clock, practice: PracticeService) -> None:
        self._store = store
        self._clock = clock
        self._practice = practice

    def questions(self, client_id: str) -> list[DiscoveryView]:
        """The shipped questions, then this client's own, each with its answer.

        A question that was answered stands as it was asked then.
        """
        columns = (_ROW.question_key, _ROW.question, _ROW.answer, _ROW.asked_on)
        query = select(*columns).where(_ROW.client_id == client_id).order_by(_ROW.position, _ROW.id)
        with self._store.reading() as session:
            rows = {row.question_key: row for row in session.execute(query)}
        views = []
        for shipped in template_files.questions(self._language()):
            row = rows.pop(shipped.key, None)
            if row is None:
                views.append(DiscoveryView(shipped.key, shipped.question, hint=shipped.hint))
            else:
                views.append(DiscoveryView(shipped.key, row.question, row.answer, row.asked_on, shipped.hint))
        views += [DiscoveryView(key, row.question, row.answer, row.asked_on) for key, row in rows.items()]
        return views

    def answers(self, client_id: str) -> dict[str, str]:
        """What was answered, by question; unanswered questions are left out."""
        query = select(_ROW.question_key, _ROW.answer).where(_ROW.client_id == client_id, _ROW.answer != "")
        with self._store.reading() as session:
            return {key: answer for key, answer in session.execute(query)}  # noqa: C416 - a Row is no pair

    def save(self, client_id: str, answers: Mapping[str, str], asked_on: date | None = None) -> None:
        """Keep answers by their question's key; one that was taken out again is forgotten.

        Args:
            asked_on: the day of the session; today unless said otherwise. Answers that did not change keep
                their day.

        Raises:
            InvalidInput: an answer that is too long, or a day after today.
            NotFound: no such client or question.
        """
        today = self._practice.today()
        if asked_on is not None and asked_on > today:
            raise InvalidInput([Problem("asked_on", "in_future", {"today": today})])
        shipped = {question.key: question for question in template_files.questions(self._language())}
        order = list(shipped)
        with self._store.writing("Discovery answers") as session:
            fetch(session, Client, client_id)
            rows = _rows(session, client_id)
            for key, answer in answers.items():
                row = rows.get(key)
                if row is None and key not in shipped:
                    raise NotFound("question", key)
                if row is None:
                    if answer.strip():
                        values = {"question": shipped[key].question, "position": order.index(key)}
                        self._add(session, client_id, key, values, answer, asked_on or today)
                elif not answer.strip() and key in shipped:
                    session.delete(row)
                else:
                    checked = changed(row, DiscoveryAnswerFields, {"answer": answer})
                    if checked.answer != row.answer:  # type: ignore[attr-defined]
                        apply(row, checked)
                        row.asked_on = (asked_on or today) if answer.strip() else None

    def ask(self, client_id: str, question: str) -> str:
        """Add a question of one's own for this client; returns its key.

        Raises:
            InvalidInput: no text, or it is asked already.
            NotFound.
        """
        asked = clean_line(question)
        with self._store.writing("Add question") as session:
            fetch(session, Client, client_id)
            rows = _rows(session, client_id)
            known = [shipped.question for shipped in template_files.questions(self._language())]
            known += [row.question for row in rows.values()]
            if any(fold(one) == fold(asked) for one in known):
                raise InvalidInput([Problem("question", "name_taken", {"name": asked})])
            key = _key(asked, {*rows, *(q.key for q in template_files.questions("en"))})
            position = max((row.position for row in rows.values()), default=0)
            self._add(
                session, client_id, key, {"question": asked, "position": max(position + 1, 100)}, "", None
            )
            return key

    def forget(self, client_id: str, key: str) -> None:
        """Take a question of one's own away with its answer; of a shipped one only the answer.

        Raises:
            NotFound.
        """
        with self._store.writing("Remove question") as session:
            row = _rows(session, client_id).get(key)
            if row is None:
                raise NotFound("question", key)
            session.delete(row)

    def _add(
        self,
        session: Session,
        client_id: str,
        key: str,
        values: dict[str, object],
        answer: str,
        asked_on: date | None,
    ) -> None:
        whole = {"question_key": key, "answer": answer, "asked_on": asked_on} | values
        checked = validated(DiscoveryAnswerFields, whole)
        row = DiscoveryAnswer(**checked.model_dump(), client_id=client_id, created_at=self._clock.now())
        session.add(row)

    def _language(self) -> str:
        view = self._practice.get()
        return (view.paper_language if view is not None else "") or "en"


def _rows(session: Session, client_id: str) -> dict[str, DiscoveryAnswer]:
    wanted = select(DiscoveryAnswer).where(_ROW.client_id == client_id)
    return {row.question_key: row for row in session.execute(wanted).scalars()}


def _key(question: str, taken: set[str]) -> str:
    slug = _WORDS.sub("_", fold(question)).strip("_")[:50] or "question"
    key, number = slug, 2
    while key in taken:
        key, number = f"{slug}_{number}", number + 1
    return key
