"""Drafts of papers: begun from the record, from another paper or as its next version; kept, filled again, deleted."""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol

from sqlalchemy import select
from sqlmodel import Session, col

from clientdesk.models.agreement_document import AgreementDocument, FeeLine, PaperDocument
from clientdesk.models.agreement_fields import Section
from clientdesk.models.enums import AgreementKind, AgreementState
from clientdesk.models.errors import InvalidInput, Problem
from clientdesk.models.paper_kinds import KINDS
from clientdesk.models.schedule import WorkCalendar
from clientdesk.models.tables import Agreement, Client, Engagement
from clientdesk.services import paper_states
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
            return self._draft(
                AgreementKind.STATEMENT_OF_WORK,
                document,
                engagement.client_id,
                engagement_id,
                engagement.title,
            )

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
            draft = self._draft(kind, document, client_id, engagement_id, self._fallback(session, client_id))
            draft.amends_id = amends_id
            draft.template_key = template_key
            session.add(draft)
            return draft.id

    def amend(self, agreement_id: str, kind: AgreementKind) -> str:
        """Draft a change order or addendum to an executed paper, our own or one from elsewhere.

        A change to a change order changes the paper that it belongs to.

        Raises:
            InvalidInput: papers of its kind are never changed so.
            WrongState: it isn't executed.
        """
        if kind not in AMENDING:
            raise InvalidInput([Problem("kind", "not_a_choice")])
        with self._store.reading() as session:
            paper = fetch(session, Agreement, agreement_id)
            if paper.kind in AMENDING and paper.amends_id is not None:
                paper = fetch(session, Agreement, paper.amends_id)
            paper_states.require_kind(paper, paper_states.SIGNED_KINDS, "not_amendable")
            paper_states.require(paper, (AgreementState.EXECUTED,))
            language = document_of(paper).language
            client_id, engagement_id, amended = paper.client_id, paper.engagement_id, paper.id
        return self.create(client_id, kind, engagement_id=engagement_id, amends_id=amended, language=language)

    def duplicate(self, agreement_id: str) -> str:
        """A new draft with the words of another paper, for the same engagement; its dates are left out.

        Raises:
            InvalidInput: it was signed elsewhere, so its words are not known here.
        """
        with self._store.writing("Duplicate paper") as session:
            old = fetch(session, Agreement, agreement_id)
            document = document_of(old)
            if not isinstance(document, KINDS[old.kind].document):
                raise InvalidInput([Problem("", "written_elsewhere")])
            copy = document.model_copy(deep=True)
            clear_dates(copy)
            draft = self._draft(old.kind, copy, old.client_id, old.engagement_id, old.title)
            draft.amends_id = old.amends_id
            draft.template_key = old.template_key
            session.add(draft)
            return draft.id

    def new_version(self, agreement_id: str) -> str:
        """Draft the next version of an issued paper, or find the one begun already.

        The old one stays out until the new one is issued.

        Raises:
            WrongState: it is a draft, executed, or replaced already.
        """
        with self._store.reading() as session:
            if (begun := _next_draft(session, agreement_id)) is not None:
                return begun
        with self._store.writing("New version") as session:
            old = fetch(session, Agreement, agreement_id)
            paper_states.require(old, paper_states.REPLACEABLE)
            document = document_of(old)
            document.open_until = None
            draft = self._draft(old.kind, document, old.client_id, old.engagement_id, old.title)
            draft.supersedes_id = old.id
            draft.amends_id = old.amends_id
            draft.governed_by_id = old.governed_by_id
            draft.template_key = old.template_key
            draft.version = old.version + 1
            draft.title = old.title
            session.add(draft)
            return draft.id

    def from_proposal(self, agreement_id: str, option: int | None) -> str:
        """A draft statement of work from a proposal the client accepted.

        Args:
            option: place of the accepted option (from 0); its price becomes the fee. None takes the fees as they
                are.

        Raises:
            InvalidInput: it is no proposal, or there is no such option.
        """
        with self._store.writing("Statement of work from proposal") as session:
            proposal = fetch(session, Agreement, agreement_id)
            paper_states.require_kind(proposal, (AgreementKind.PROPOSAL,), "not_a_choice")
            document = document_of(proposal)
            if not isinstance(document, AgreementDocument) or proposal.engagement_id is None:
                raise InvalidInput([Problem("", "written_elsewhere")])
            statement = self._accepted(document, option)
            draft = self._draft(
                AgreementKind.STATEMENT_OF_WORK,
                statement.settled(self._issuer.working_day()),
                proposal.client_id,
                proposal.engagement_id,
                proposal.title,
            )
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

    def _accepted(self, document: AgreementDocument, option: int | None) -> AgreementDocument:
        copy = document.model_copy(deep=True)
        practice = self._practice.get()
        copy.printed_title = practice.paper_title if practice else AgreementDocument().printed_title
        copy.open_until = None
        if option is not None:
            if not 0 <= option < len(copy.options):
                raise InvalidInput([Problem("option", "not_a_choice")])
            chosen = copy.options[option]
            if chosen.price is not None:
                line = copy.fees.lines[0].model_copy() if copy.fees.lines else FeeLine()
                line.text = chosen.title or line.text
                line.quantity, line.unit_price = FeeLine().quantity, chosen.price
                copy.fees.lines = [line]
        copy.options = []
        copy.approach = ""
        return copy

    def _draft(
        self,
        kind: AgreementKind,
        document: PaperDocument,
        client_id: str,
        engagement_id: str | None,
        fallback: str,
    ) -> Agreement:
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


def clear_dates(section: Section) -> None:
    """Leave every date of a document out: a copied paper has its dates still to be agreed."""
    for name in type(section).model_fields:
        value = getattr(section, name)
        if isinstance(value, date):
            setattr(section, name, None)
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, Section):
                clear_dates(inner)


def _next_draft(session: Session, agreement_id: str) -> str | None:
    found: str | None = session.execute(
        select(col(Agreement.id))
        .where(col(Agreement.supersedes_id) == agreement_id, col(Agreement.state) == AgreementState.DRAFT)
        .limit(1)
    ).scalar()
    return found
