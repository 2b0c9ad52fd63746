"""Papers that begin from other papers: changes, copies, next versions, statements from accepted proposals."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from clientdesk.models.agreement_document import AgreementDocument, FeeLine
from clientdesk.models.agreement_fields import Section
from clientdesk.models.enums import AgreementKind, AgreementState
from clientdesk.models.errors import InvalidInput, Problem
from clientdesk.models.family_documents import ChangeOrderDocument
from clientdesk.models.paper_kinds import KINDS
from clientdesk.models.tables import Agreement
from clientdesk.services import paper_states
from clientdesk.services.amended_facts import amended
from clientdesk.services.drafting import Drafting
from clientdesk.services.issuing import Issuer
from clientdesk.services.paper_content import document_of
from clientdesk.services.paper_reads import AMENDING
from clientdesk.services.practice import PracticeService
from clientdesk.store.unit_of_work import Store, fetch


class PaperCopies:
    """Drafts that take their words from another paper. Every step can be undone."""

    def __init__(self, store: Store, practice: PracticeService, drafting: Drafting, issuer: Issuer) -> None:
        self._store = store
        self._practice = practice
        self._drafting = drafting
        self._issuer = issuer

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
        return self._drafting.create(
            client_id, kind, engagement_id=engagement_id, amends_id=amended, language=language
        )

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
            if isinstance(copy, ChangeOrderDocument) and old.amends_id is not None:
                _as_it_stands(session, copy, old.amends_id)
            draft = self._drafting.blank(old.kind, copy, old.client_id, old.engagement_id, old.title)
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
            draft = self._drafting.blank(old.kind, document, old.client_id, old.engagement_id, old.title)
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
            draft = self._drafting.blank(
                AgreementKind.STATEMENT_OF_WORK,
                statement.settled(self._issuer.working_day()),
                proposal.client_id,
                proposal.engagement_id,
                proposal.title,
            )
            session.add(draft)
            return draft.id

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


def clear_dates(section: Section) -> None:
    """Leave every date of a document out: a copied paper has its dates still to be agreed."""
    for name in type(section).model_fields:
        value = getattr(section, name)
        if isinstance(value, date):
            setattr(section, name, None)
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, Section):
                clear_dates(inner)


def _as_it_stands(session: Session, order: ChangeOrderDocument, amends_id: str) -> None:
    """The paper that a copied change order changes, with its own dates and the changes in force on it."""
    order.amends = amended(session, amends_id).paper
    agreed = {item.ref: item.on for item in order.amends.items}
    for move in order.moves:
        move.before_on = agreed.get(move.ref)


def _next_draft(session: Session, agreement_id: str) -> str | None:
    found: str | None = session.execute(
        select(col(Agreement.id))
        .where(col(Agreement.supersedes_id) == agreement_id, col(Agreement.state) == AgreementState.DRAFT)
        .limit(1)
    ).scalar()
    return found
