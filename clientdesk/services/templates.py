"""Templates that papers begin from: those that ship, one's own editions of them, and one's own."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from clientdesk.models.enums import AgreementKind
from clientdesk.models.errors import InvalidInput, NotFound, Problem
from clientdesk.models.paper_kinds import parse_document
from clientdesk.models.tables import Agreement, PaperTemplate, PaperTemplateFields
from clientdesk.models.views.agreements import TemplateView
from clientdesk.services import template_files
from clientdesk.services.ports import Calendars, Clock
from clientdesk.services.rows import table_of
from clientdesk.services.template_dates import dated, undated
from clientdesk.services.validation import apply, changed, validated
from clientdesk.store.unit_of_work import Store, fetch

TEMPLATE_KINDS = frozenset(
    {
        AgreementKind.STATEMENT_OF_WORK,
        AgreementKind.PROPOSAL,
        AgreementKind.WELCOME_LETTER,
        AgreementKind.OFFBOARDING_LETTER,
    }
)
"""Kinds that templates are kept for; the others are made of the record alone."""

_ROW = table_of(PaperTemplate).c
_SOME_MONDAY = date(2027, 1, 4)

TemplateViews = list[TemplateView]


class TemplateService:
    """Owns templates. Papers copy what they need, so nothing here ever touches a paper."""

    def __init__(self, store: Store, clock: Clock, working_days: Calendars) -> None:
        self._store = store
        self._clock = clock
        self._working_days = working_days

    def get(self, key: str, language: str = "en") -> TemplateView:
        """One template without its content.

        Raises:
            NotFound.
        """
        for view in self.list(None, language):
            if view.key == key:
                return view
        with self._store.reading() as session:
            return _own_view(session, key)

    def document(self, key: str, language: str = "en") -> dict[str, Any]:
        """What a template says: plain JSON of its kind, dates as working days from the start (`due_in`).

        Raises:
            NotFound.
        """
        if key not in template_files.TEMPLATES:
            with self._store.reading() as session:
                return dict(fetch(session, PaperTemplate, key).document)
        language = template_files.known_language(language)
        with self._store.reading() as session:
            own = session.execute(
                select(_ROW.document).where(_ROW.shipped_key == key, _ROW.language == language)
            ).scalar()
        return deepcopy(own if own is not None else template_files.template(key, language).document)

    def save_from(self, agreement_id: str, name: str, about: str = "") -> str:
        """Keep a paper as a template of one's own: its texts, without parties, prices, dates; returns its key.

        Raises:
            InvalidInput: no name, or a kind of paper that is made of the record alone.
            NotFound.
        """
        is_working_day = self._working_days.calendar().is_working_day
        with self._store.writing("Save template") as session:
            agreement = fetch(session, Agreement, agreement_id)
            if agreement.kind not in TEMPLATE_KINDS or agreement.origin.value != "own":
                raise InvalidInput([Problem("kind", "no_template_of_kind")])
            document = _content_of(agreement)
            last = session.execute(select(func.max(_ROW.position))).scalar()
            checked = validated(
                PaperTemplateFields,
                {
                    "name": name,
                    "about": about,
                    "kind": agreement.kind,
                    "language": document.get("language", "en"),
                    "document": undated(document, is_working_day),
                    "position": 0 if last is None else min(last + 1, 10_000),
                },
            )
            row = PaperTemplate(**checked.model_dump(), created_at=self._clock.now())
            session.add(row)
            return row.id

    def change(self, key: str, language: str, name: str, about: str, document: Mapping[str, Any]) -> None:
        """Change a template; of a shipped one this is one's own edition, which `reset` takes away.

        Raises:
            InvalidInput: an entry cannot be kept.
            NotFound.
        """
        with self._store.writing("Change template") as session:
            row = self._row(session, key, language)
            kind = row.kind if row is not None else template_files.template(key, language).kind
            _refuse_unfit(kind, document)
            values = {"name": name, "about": about, "document": dict(document)}
            if row is not None:
                apply(row, changed(row, PaperTemplateFields, values))
                return
            shipped = {
                "shipped_key": key,
                "language": template_files.known_language(language),
                "kind": kind,
                "position": template_files.TEMPLATES.index(key),
            }
            checked = validated(PaperTemplateFields, shipped | values)
            session.add(PaperTemplate(**checked.model_dump(), created_at=self._clock.now()))

    def reset(self, key: str, language: str) -> None:
        """A shipped template is again as it ships.

        Raises:
            NotFound: it is no shipped one.
        """
        if key not in template_files.TEMPLATES:
            raise NotFound("template", key)
        with self._store.writing("Reset template") as session:
            row = self._row(session, key, language)
            if row is not None:
                session.delete(row)

    def delete(self, key: str) -> None:
        """Delete a template of one's own; papers made of it stay as they are.

        Raises:
            InvalidInput: it ships; reset takes one's own edition away.
            NotFound.
        """
        if key in template_files.TEMPLATES:
            raise InvalidInput([Problem("", "template_ships")])
        with self._store.writing("Delete template") as session:
            session.delete(fetch(session, PaperTemplate, key))

    def _row(self, session: Session, key: str, language: str) -> PaperTemplate | None:
        if key not in template_files.TEMPLATES:
            return fetch(session, PaperTemplate, key)
        language = template_files.known_language(language)
        wanted = select(PaperTemplate).where(_ROW.shipped_key == key, _ROW.language == language)
        return session.execute(wanted).scalars().first()

    def list(self, kind: AgreementKind | None = None, language: str = "en") -> TemplateViews:
        """Templates to begin from in a language: the shipped ones, then one's own in their order.

        Args:
            kind: only those for this kind; a proposal can begin from any template of a statement of work.
        """
        language = template_files.known_language(language)
        columns = (_ROW.id, _ROW.name, _ROW.about, _ROW.kind, _ROW.shipped_key)
        query = select(*columns).where(_ROW.language == language).order_by(_ROW.position, _ROW.id)
        with self._store.reading() as session:
            rows = session.execute(query).all()
        editions = {shipped: (name, about) for _, name, about, _, shipped in rows if shipped}
        views = []
        for key in template_files.TEMPLATES:
            ships = template_files.template(key, language)
            name, about = editions.get(key, (ships.name, ships.about))
            views.append(
                TemplateView(
                    key, name, about, ships.kind, language, is_shipped=True, is_changed=key in editions
                )
            )
        views += [
            TemplateView(row_id, name, about, AgreementKind(own_kind), language, is_shipped=False)
            for row_id, name, about, own_kind, shipped in rows
            if not shipped
        ]
        return [view for view in views if _fits(view.kind, kind)]


def _fits(kind: AgreementKind, wanted: AgreementKind | None) -> bool:
    if wanted is AgreementKind.PROPOSAL:
        return kind in (AgreementKind.STATEMENT_OF_WORK, AgreementKind.PROPOSAL)
    return wanted is None or kind is wanted


def _own_view(session: Session, key: str) -> TemplateView:
    row = fetch(session, PaperTemplate, key)
    return TemplateView(row.id, row.name, row.about, row.kind, row.language, is_shipped=False)


def _content_of(agreement: Agreement) -> dict[str, Any]:
    if agreement.content is None:
        return dict(agreement.draft)
    from clientdesk.models.frozen_paper import FrozenPaper

    return FrozenPaper.from_json(agreement.content).document.model_dump(mode="json")


def _refuse_unfit(kind: AgreementKind, document: Mapping[str, Any]) -> None:
    """Read it as the paper it would become.

    Raises:
        InvalidInput.
    """
    parse_document(kind, dated(document, _SOME_MONDAY, None, lambda day: day.weekday() < 5))
