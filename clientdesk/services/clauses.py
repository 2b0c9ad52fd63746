"""The clause library: sentences that ship, one's own editions of them, and one's own."""

from __future__ import annotations

from sqlalchemy import select
from sqlmodel import Session

from clientdesk.models.errors import InvalidInput, NotFound, Problem
from clientdesk.models.tables import Clause, ClauseFields
from clientdesk.models.views.agreements import ClauseView
from clientdesk.services import template_files
from clientdesk.services.ports import Clock
from clientdesk.services.rows import table_of
from clientdesk.services.validation import apply, changed, validated
from clientdesk.store.unit_of_work import Store, fetch

SECTIONS = (
    "included",
    "not_included",
    "assumptions",
    "deliverables.acceptance",
    "acceptance.round_is",
    "decisions",
    "deciding.escalation",
    "onboarding",
    "closing",
    "fees.late_terms",
    "governing_terms",
    "exhibits",
)
"""Where clauses belong, in the order of the paper."""

_ROW = table_of(Clause).c


class ClauseService:
    """Owns clauses. A paper takes a copy of the sentence, so nothing here ever touches a paper."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def all(self, language: str = "en") -> list[ClauseView]:
        """Every clause that isn't put away, in the order of the paper's sections."""
        return self._views(language, hidden=False)

    def hidden(self, language: str = "en") -> list[ClauseView]:
        """Shipped clauses that were put away; `reset` brings each back."""
        return self._views(language, hidden=True)

    def for_section(self, section: str, language: str = "en") -> list[ClauseView]:
        """Clauses that belong into one list or text of a paper, such as ``not_included``."""
        return [view for view in self.all(language) if view.section == section]

    def add(self, section: str, title: str, body: str, language: str = "en") -> str:
        """Keep a sentence of one's own; returns its key.

        Raises:
            InvalidInput: no such section, no title or no text.
        """
        checked = _checked({"section": section, "title": title, "body": body, "language": language})
        with self._store.writing("Add clause") as session:
            row = Clause(**checked.model_dump(), created_at=self._clock.now())
            session.add(row)
            return row.id

    def change(self, key: str, language: str, title: str, body: str) -> None:
        """Change a clause; of a shipped one this is one's own edition, which `reset` takes away.

        Raises:
            InvalidInput, NotFound.
        """
        with self._store.writing("Change clause") as session:
            self._edit(session, key, language, {"title": title, "body": body, "is_hidden": False})

    def hide(self, key: str, language: str) -> None:
        """Put a shipped clause away, or delete one of one's own.

        Raises:
            NotFound.
        """
        with self._store.writing("Put clause away") as session:
            if _shipped(key, language) is None:
                session.delete(fetch(session, Clause, key))
            else:
                self._edit(session, key, language, {"is_hidden": True})

    def reset(self, key: str, language: str) -> None:
        """A shipped clause is again as it ships, and offered again.

        Raises:
            NotFound: it is no shipped one.
        """
        if _shipped(key, language) is None:
            raise NotFound("clause", key)
        with self._store.writing("Reset clause") as session:
            row = _edition(session, key, language)
            if row is not None:
                session.delete(row)

    def _edit(self, session: Session, key: str, language: str, values: dict[str, object]) -> None:
        shipped = _shipped(key, language)
        row = fetch(session, Clause, key) if shipped is None else _edition(session, key, language)
        if row is not None:
            checked = changed(row, ClauseFields, values)
            _refuse_empty(str(values.get("body", row.body)))
            apply(row, checked)
        elif shipped is not None:
            self._begin_edition(session, shipped, language, values)

    def _begin_edition(
        self,
        session: Session,
        shipped: template_files.ShippedClause,
        language: str,
        values: dict[str, object],
    ) -> None:
        whole: dict[str, object] = {
            "section": shipped.section,
            "title": shipped.title,
            "body": shipped.body,
            "language": template_files.known_language(language),
            "shipped_key": shipped.key,
        }
        session.add(Clause(**_checked(whole | values).model_dump(), created_at=self._clock.now()))

    def _views(self, language: str, *, hidden: bool) -> list[ClauseView]:
        language = template_files.known_language(language)
        columns = (_ROW.id, _ROW.section, _ROW.title, _ROW.body, _ROW.shipped_key, _ROW.is_hidden)
        query = select(*columns).where(_ROW.language == language).order_by(_ROW.created_at, _ROW.id)
        with self._store.reading() as session:
            rows = session.execute(query).all()
        editions = {row.shipped_key: row for row in rows if row.shipped_key}
        views = []
        for ships in template_files.clauses(language):
            edition = editions.get(ships.key)
            if (edition is not None and edition.is_hidden) is not hidden:
                continue
            title, body = (ships.title, ships.body) if edition is None else (edition.title, edition.body)
            is_changed = (title, body) != (ships.title, ships.body)
            views.append(ClauseView(ships.key, ships.section, title, body, language, True, is_changed))
        if not hidden:
            views += [
                ClauseView(row.id, row.section, row.title, row.body, language, is_shipped=False)
                for row in rows
                if not row.shipped_key
            ]
        places = {section: place for place, section in enumerate(SECTIONS)}
        return sorted(views, key=lambda view: places.get(view.section, len(places)))


def _shipped(key: str, language: str) -> template_files.ShippedClause | None:
    found = (clause for clause in template_files.clauses(language) if clause.key == key)
    return next(found, None)


def _edition(session: Session, key: str, language: str) -> Clause | None:
    language = template_files.known_language(language)
    wanted = select(Clause).where(_ROW.shipped_key == key, _ROW.language == language)
    return session.execute(wanted).scalars().first()


def _checked(values: dict[str, object]) -> ClauseFields:
    problems = []
    if values["section"] not in SECTIONS:
        problems.append(Problem("section", "not_a_choice"))
    if values["language"] not in template_files.LANGUAGES:
        problems.append(Problem("language", "not_a_choice"))
    if problems:
        raise InvalidInput(problems)
    checked = validated(ClauseFields, dict(values))
    _refuse_empty(checked.body)
    return checked


def _refuse_empty(body: str) -> None:
    if not body.strip():
        raise InvalidInput([Problem("body", "blank")])
