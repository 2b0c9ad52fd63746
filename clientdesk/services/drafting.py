"""Drafts of papers: begun from the record, from another paper or as its next version; kept, filled again, deleted."""

from __future__ import annotations

from typing import Any, Protocol

from sqlmodel import Session

from clientdesk.models.agreement_document import AgreementDocument, PaperDocument
from clientdesk.models.agreement_fields import LINE_LENGTH
from clientdesk.models.enums import AgreementKind, AgreementState
from clientdesk.models.errors import InvalidInput, Problem
from clientdesk.models.paper_kinds import KINDS
from clientdesk.models.schedule import WorkCalendar
from clientdesk.models.tables import Agreement, Client, Engagement
from clientdesk.services import paper_states
from clientdesk.services.governing import governing_of
from clientdesk.services.issuing import Issuer
from clientdesk.services.paper_content import document_of, plain, title_of
from clientdesk.services.paper_reads import AMENDING
from clientdesk.services.ports import Clock
from clientdesk.services.practice import PracticeService
from clientdesk.store.unit_of_work import Store, fetch

WITH_FEES = (AgreementKind.STATEMENT_OF_WORK, AgreementKind.PROPOSAL)
"""Written as a full agreement document."""

_PAPER_ONLY = (
    "language",
    "form",
    "objectives",
    "included",
    "not_included",
    "assumptions",
    "decisions",
    "onboarding",
    "closing",
    "exhibits",
    "approach",
    "options",
    "governed_by",
    "return_to",
)
"""What only the paper says: kept when a draft is filled again from the record."""

_SISTER_ONLY = (
    "requested_by",
    "requested_on",
    "salutation",
    "parts",
    "closing",
    "place",
    "objective",
    "decisions",
    "actions",
    "notes",
    "drift",
    "project_title",
)
"""The same for sister papers, where anything is written."""


class Drafts(Protocol):
    """Fills statements of work and proposals from the record."""

    def make(
        self,
        engagement_id: str,
        *,
        template_key: str = "",
        language: str = "",
        kind: AgreementKind = AgreementKind.STATEMENT_OF_WORK,
    ) -> AgreementDocument: ...

    def calendar(self) -> WorkCalendar: ...


class SisterDrafts(Protocol):
    """Fills the other papers of the family from the record."""

    def make(
        self,
        kind: AgreementKind,
        *,
        client_id: str,
        engagement_id: str | None = None,
        amends_id: str | None = None,
        template_key: str = "",
        language: str = "en",
    ) -> PaperDocument: ...


class Drafting:
    """What can be done with a paper while it is a draft. Every step can be undone."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        practice: PracticeService,
        drafts: Drafts,
        sisters: SisterDrafts,
        issuer: Issuer,
    ) -> None:
        self._store = store
        self._clock = clock
        self._practice = practice
        self._drafts = drafts
        self._sisters = sisters
        self._issuer = issuer

    def client_of(self, engagement_id: str) -> str:
        """Whose engagement it is.

        Raises:
            NotFound: there is no such engagement.
        """
        with self._store.reading() as session:
            return fetch(session, Engagement, engagement_id).client_id

    def unsaved(self, engagement_id: str) -> Agreement:
        """A statement of work from what is known of an engagement, stored by nobody yet.

        Raises:
            NotFound: there is no such engagement.
        """
        document = self._drafts.make(engagement_id, language=self._language(""))
        with self._store.reading() as session:
            engagement = fetch(session, Engagement, engagement_id)
            draft = self.blank(
                AgreementKind.STATEMENT_OF_WORK,
                document,
                engagement.client_id,
                engagement_id,
                engagement.title,
            )
            self._govern(session, draft, document)
            return draft

    def create(
        self,
        client_id: str,
        kind: AgreementKind,
        *,
        engagement_id: str | None = None,
        amends_id: str | None = None,
        template_key: str = "",
        language: str = "",
        label: str = "New paper",
    ) -> str:
        """Draft a paper of any kind from the record; returns its id.

        Raises:
            InvalidInput: the kind needs an engagement, or is only filed here and never written.
            NotFound: there is no such client, engagement or template.
        """
        self._check_owner(client_id, kind, engagement_id)
        spoken = self._language(language)
        document: PaperDocument
        if kind in WITH_FEES and engagement_id is not None:
            document = self._drafts.make(engagement_id, template_key=template_key, language=spoken, kind=kind)
        else:
            document = self._sisters.make(
                kind,
                client_id=client_id,
                engagement_id=engagement_id,
                amends_id=amends_id,
                template_key=template_key,
                language=spoken,
            )
        with self._store.writing(label) as session:
            draft = self.blank(kind, document, client_id, engagement_id, self._fallback(session, client_id))
            draft.amends_id = amends_id
            draft.template_key = template_key
            if isinstance(document, AgreementDocument):
                self._govern(session, draft, document)
            session.add(draft)
            return draft.id

    def save(self, agreement_id: str, document: dict[str, Any], joins: str = "") -> None:
        """Keep an edited draft.

        Args:
            joins: the field that is being typed in; what is kept of it now and then is undone as one.

        Raises:
            InvalidInput: an entry cannot be kept; the draft is as before.
            WrongState: it was issued.
        """
        with self._store.reading() as session:
            kind = fetch(session, Agreement, agreement_id).kind
        checked = self._issuer.parsed(kind, document)
        with self._store.writing("Edit paper", joins=joins) as session:
            agreement = fetch(session, Agreement, agreement_id)
            paper_states.require(agreement, (AgreementState.DRAFT,))
            agreement.draft = plain(checked)
            agreement.title = title_of(checked, agreement.title)

    def refill(self, agreement_id: str) -> None:
        """Fill a draft again from the record; what the record does not know, or only the paper says, is kept."""
        with self._store.reading() as session:
            agreement = fetch(session, Agreement, agreement_id)
            paper_states.require(agreement, (AgreementState.DRAFT,))
            old = document_of(agreement)
        if isinstance(old, AgreementDocument) and agreement.engagement_id is not None:
            fresh: PaperDocument = self._drafts.make(
                agreement.engagement_id, language=old.language, kind=agreement.kind
            )
            for name in _PAPER_ONLY:
                setattr(fresh, name, getattr(old, name))
        else:
            fresh = self._again(agreement, old)
            for name in _SISTER_ONLY:
                if getattr(old, name, None):
                    setattr(fresh, name, getattr(old, name))
        blank = type(fresh)()
        for name in type(fresh).model_fields:
            if getattr(fresh, name) == getattr(blank, name):
                setattr(fresh, name, getattr(old, name))
        self.save(agreement_id, plain(fresh))

    def delete(self, agreement_id: str) -> None:
        """Delete a draft.

        Raises:
            WrongState: it was issued; issued papers stay.
        """
        with self._store.writing("Delete draft") as session:
            agreement = fetch(session, Agreement, agreement_id)
            paper_states.require(agreement, (AgreementState.DRAFT,))
            session.delete(agreement)

    def _again(self, agreement: Agreement, old: PaperDocument) -> PaperDocument:
        """A sister paper from the record."""
        return self._sisters.make(
            agreement.kind,
            client_id=agreement.client_id,
            engagement_id=agreement.engagement_id,
            amends_id=agreement.amends_id,
            template_key=agreement.template_key,
            language=old.language,
        )

    def _govern(self, session: Session, draft: Agreement, document: AgreementDocument) -> None:
        """Name the standing agreement on file, unless the draft names one already."""
        practice = self._practice.get()
        locale = practice.locale if practice else "en_GB"
        found = governing_of(session, draft.client_id, document.language, locale)
        if found is None or document.governed_by:
            return
        document.governed_by = found.reference[:LINE_LENGTH]
        draft.governed_by_id = found.agreement_id
        draft.draft = plain(document)

    def blank(
        self,
        kind: AgreementKind,
        document: PaperDocument,
        client_id: str,
        engagement_id: str | None,
        fallback: str,
    ) -> Agreement:
        """A draft that is in no store yet; `fallback` is its title when the document has none."""
        return Agreement(
            created_at=self._clock.now(),
            client_id=client_id,
            engagement_id=engagement_id,
            kind=kind,
            title=title_of(document, fallback),
            draft=plain(document),
        )

    def _check_owner(self, client_id: str, kind: AgreementKind, engagement_id: str | None) -> None:
        if kind is AgreementKind.MASTER_AGREEMENT:
            raise InvalidInput([Problem("kind", "not_a_choice")])
        with self._store.reading() as session:
            fetch(session, Client, client_id)
            if engagement_id is None:
                if KINDS[kind].has_engagement and kind not in AMENDING:
                    raise InvalidInput([Problem("engagement_id", "missing")])
            elif fetch(session, Engagement, engagement_id).client_id != client_id:
                raise InvalidInput([Problem("engagement_id", "not_a_choice")])

    def _language(self, wished: str) -> str:
        practice = self._practice.get()
        return wished or (practice.paper_language if practice else "") or "en"

    @staticmethod
    def _fallback(session: Session, client_id: str) -> str:
        return fetch(session, Client, client_id).name
