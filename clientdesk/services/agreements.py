"""The one door to papers: drafted, checked, issued once and for all, signed; an executed one moves the plan."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from clientdesk.models.enums import AgreementKind, AgreementState, Side
from clientdesk.models.errors import WrongState
from clientdesk.models.tables import Agreement
from clientdesk.models.views.agreements import (
    AgreementRowView,
    AgreementView,
    PaperChecks,
    PaperChoice,
    PaymentView,
    RetainerBalance,
)
from clientdesk.services import paper_reads, paper_seal, paper_states, paper_views, retainers
from clientdesk.services.drafting import Drafting, Drafts, SisterDrafts
from clientdesk.services.issuing import Issuer
from clientdesk.services.paper_copies import PaperCopies
from clientdesk.services.paper_pages import PaperPages
from clientdesk.services.paper_seal import Broken
from clientdesk.services.paper_steps import PaperSteps
from clientdesk.services.payments import PaymentDesk
from clientdesk.services.ports import Clock
from clientdesk.services.practice import PracticeService
from clientdesk.services.wording import Translate
from clientdesk.store.first_reads import fetch_of
from clientdesk.store.unit_of_work import Store, fetch


class AgreementService:
    """Owns the life of papers. What was issued is never changed by anything here."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        practice: PracticeService,
        drafts: Drafts,
        sisters: SisterDrafts,
        translate: Translate = str,
    ) -> None:
        self._store = store
        self._clock = clock
        self._practice = practice
        self._translate = translate
        self._issuer = Issuer(store, clock, practice, drafts)
        self._drafting = Drafting(store, clock, practice, drafts, sisters, self._issuer)
        self._copies = PaperCopies(store, practice, self._drafting, self._issuer)
        self._steps = PaperSteps(store, clock, practice)
        self._pages = PaperPages(store, practice, drafts, self._issuer)
        self._payments = PaymentDesk(store, clock, translate)

    # Lists and views.

    def list_all(self) -> list[AgreementRowView]:
        """Every version of every paper, the newest first."""
        with self._store.reading() as session:
            return paper_reads.rows(session, self._practice.today())

    def list_for_client(self, client_id: str) -> list[AgreementRowView]:
        with self._store.reading() as session:
            return paper_reads.rows(session, self._practice.today(), paper_reads.of_client(client_id))

    def waiting(self) -> list[AgreementRowView]:
        """Papers that wait for being sent or for a signature, the one that waits longest first."""
        with self._store.reading() as session:
            found = paper_reads.rows(session, self._practice.today(), paper_reads.out_for_signature())
        return sorted(found, key=lambda row: (-(row.waiting_days or 0), row.number, row.version))

    def count_waiting(self) -> int:
        """How many papers are out for signature."""
        with self._store.reading() as session:
            return paper_reads.count(session, paper_reads.out_for_signature())

    def get(self, agreement_id: str) -> AgreementView:
        """One version with its content, files, log, payments and what it comes to.

        Raises:
            NotFound.
        """
        with self._store.reading() as session:
            return paper_views.view_of(session, agreement_id, self._practice.today(), self._translate)

    def choices(self) -> list[PaperChoice]:
        """Running engagements of active clients; those without any paper first, then by client."""
        with self._store.reading() as session:
            return paper_reads.choices(session, self._practice.today())

    def newest_issued(self, engagement_id: str) -> str | None:
        """Id of the newest issued statement of work of an engagement, whatever became of it later."""
        with self._store.reading() as session:
            return paper_reads.newest_issued(session, engagement_id)

    def open_draft(self, engagement_id: str) -> str | None:
        """Id of the newest draft of a statement of work for an engagement."""
        with self._store.reading() as session:
            return paper_reads.open_draft(session, engagement_id)

    # Drafts.

    def create(
        self,
        engagement_id: str,
        *,
        kind: AgreementKind = AgreementKind.STATEMENT_OF_WORK,
        template_key: str = "",
        language: str = "",
    ) -> str:
        """Draft a paper from what is known of the engagement; returns its id.

        Raises:
            NotFound: there is no such engagement.
        """
        client_id = self._drafting.client_of(engagement_id)
        return self.create_for_client(
            client_id, kind, engagement_id=engagement_id, template_key=template_key, language=language
        )

    def create_for_client(
        self,
        client_id: str,
        kind: AgreementKind,
        *,
        engagement_id: str | None = None,
        template_key: str = "",
        language: str = "",
    ) -> str:
        """Draft a paper of any kind; letters, summaries and audits may stand for the client as a whole.

        Raises:
            InvalidInput: the kind needs an engagement, or is never written here.
            NotFound: there is no such client, engagement or template.
        """
        return self._drafting.create(
            client_id, kind, engagement_id=engagement_id, template_key=template_key, language=language
        )

    def create_amendment(self, agreement_id: str, kind: AgreementKind = AgreementKind.CHANGE_ORDER) -> str:
        """Draft a change order or addendum to an executed paper, our own or one signed elsewhere.

        Raises:
            WrongState: it isn't executed, or is of a kind that is never changed so.
        """
        return self._copies.amend(agreement_id, kind)

    def duplicate(self, agreement_id: str) -> str:
        """A new draft with the words of another paper, its dates left out. See `PaperCopies.duplicate`."""
        return self._copies.duplicate(agreement_id)

    def statement_from_proposal(self, agreement_id: str, option: int | None = None) -> str:
        """A draft statement of work from an accepted proposal. See `PaperCopies.from_proposal`."""
        return self._copies.from_proposal(agreement_id, option)

    def new_version(self, agreement_id: str) -> str:
        """Draft the next version of an issued paper. See `PaperCopies.new_version`."""
        return self._copies.new_version(agreement_id)

    def save_draft(self, agreement_id: str, document: dict[str, Any], joins: str = "") -> None:
        """Keep an edited draft (undoable).

        Args:
            joins: the field that is being typed in; what is kept of it now and then is undone as one.

        Raises:
            InvalidInput: an entry cannot be kept; the draft is as before.
            WrongState: it was issued.
        """
        self._drafting.save(agreement_id, document, joins)

    def refill(self, agreement_id: str) -> None:
        """Fill a draft again from the record (parties, deliverables, dates, fees, working rules).

        What was written only on the paper (objectives, scope lists, assumptions) is kept.
        """
        self._drafting.refill(agreement_id)

    def delete_draft(self, agreement_id: str) -> None:
        """Delete a draft (undoable).

        Raises:
            WrongState: it was issued; issued papers stay.
        """
        self._drafting.delete(agreement_id)

    def printed_title(self, kind: AgreementKind, language: str) -> str:
        """The title that ships for a kind of paper in a language."""
        from clientdesk.services.papers.wording import printed_title

        return printed_title(kind.value, language)

    def check(
        self, document: dict[str, Any], kind: AgreementKind = AgreementKind.STATEMENT_OF_WORK
    ) -> PaperChecks:
        """What stands in the way of issuing a document, and what deserves a second look.

        Raises:
            InvalidInput: an entry cannot be kept at all.
        """
        return self._issuer.judge(kind, self._issuer.parsed(kind, document))

    # Issuing and what follows. None of it can be undone.

    def issue(self, agreement_id: str, what_changed: str = "") -> AgreementView:
        """Freeze a draft, give it number, version, date and content ID, print it once and keep the pages.

        Call it off the GUI thread. A version that was out is superseded.

        Args:
            what_changed: printed in the document record beside this version.

        Raises:
            IssueRefused: with everything that is missing or cannot be set.
            InvalidInput: `what_changed` cannot be kept.
            WrongState: it isn't a draft, or an earlier version is executed.
        """
        self._issuer.issue(agreement_id, what_changed)
        return self.get(agreement_id)

    def issue_engagement(self, engagement_id: str) -> AgreementView:
        """Issue the open draft of an engagement, or one made from it; in one transaction.

        Raises:
            IssueRefused: nothing was stored.
            WrongState: a paper for it is out or in force already, and no draft is open to replace it.
        """
        draft = self.open_draft(engagement_id)
        if draft is not None:
            return self.issue(draft)
        with self._store.reading() as session:
            if paper_reads.count(session, paper_reads.filed_statements(engagement_id)):
                raise WrongState(AgreementState.EXECUTED.value, "replaceable")
            issued = paper_reads.newest_issued(session, engagement_id)
            if issued is not None:
                paper_states.require(fetch(session, Agreement, issued), paper_states.GONE)
        agreement = self._drafting.unsaved(engagement_id)
        self._issuer.issue_new(agreement)
        return self.get(agreement.id)

    def mark_sent(self, agreement_id: str, on: date | None = None) -> None:
        """Record that a paper went out; today unless said otherwise.

        Raises:
            InvalidInput: a day to come, or a paper that is never for the client's eyes.
            WrongState: it isn't issued, or was sent already.
        """
        self._steps.mark_sent(agreement_id, on)

    def mark_signed(self, agreement_id: str, side: Side, name: str, on: date | None = None) -> AgreementState:
        """Record one side's signature without a file; with both, the paper is executed and moves the plan.

        Returns the new state.

        Raises:
            InvalidInput: no name, a date in the future or before the paper was issued, or nobody signs it.
            WrongState: it isn't out for signature.
        """
        return self._steps.mark_signed(agreement_id, side, name, on)

    def withdraw(self, agreement_id: str) -> None:
        """Take a paper back before it is executed. See `PaperSteps.close`."""
        self._steps.close(agreement_id, AgreementState.WITHDRAWN)

    def decline(self, agreement_id: str) -> None:
        """Record that the client said no. See `PaperSteps.close`."""
        self._steps.close(agreement_id, AgreementState.DECLINED)

    def expire(self) -> int:
        """Mark papers whose time for signature has passed; returns how many."""
        return self._steps.expire()

    # Pages: see `PaperPages`.

    def pdf(self, agreement_id: str) -> bytes:
        """The paper as PDF: of an issued version the bytes kept when it was issued, of a draft its preview.

        Raises:
            InvalidInput: a paper from elsewhere that was kept as something else than a PDF.
            WrongState: an issued version's content no longer has its fingerprint.
        """
        return self._pages.pdf(agreement_id)

    def draft_pdf(
        self, document: dict[str, Any], kind: AgreementKind = AgreementKind.STATEMENT_OF_WORK
    ) -> bytes:
        """A draft's preview, without storing anything.

        Raises:
            InvalidInput: an entry cannot be kept at all.
        """
        return self._pages.draft_pdf(document, kind)

    def engagement_pdf(self, engagement_id: str) -> bytes:
        """The newest issued version if there is one, else a draft from the engagement; stores nothing."""
        return self._pages.engagement_pdf(engagement_id)

    def file_name(self, agreement_id: str) -> str:
        """A safe name for the paper's PDF, from number and version, or from a draft's title."""
        return self._pages.file_name(agreement_id)

    def export(self, agreement_id: str, path: Path) -> int:
        """Write the paper as PDF to a place the user chose; returns the number of pages.

        Raises:
            FileNotWritten: an older file of that name is untouched.
        """
        return self._pages.export(agreement_id, path)

    def keep_copy(self, agreement_id: str, folder: Path) -> Path:
        """Keep an issued paper's PDF in a folder; a file of its name is never overwritten.

        Raises:
            FileNotWritten: another file of that name is there, or the folder refuses.
        """
        return self._pages.keep_copy(agreement_id, folder)

    # What was agreed.

    def payments(self, engagement_id: str) -> list[PaymentView]:
        """Every instalment of an engagement's executed papers."""
        return self._payments.of_engagement(engagement_id)

    def mark_invoiced(self, payment_id: str, on: date | None) -> None:
        """An invoice went out on that day (undoable); None takes the mark back."""
        self._payments.mark_invoiced(payment_id, on)

    def mark_paid(self, payment_id: str, on: date | None) -> None:
        """The money came on that day (undoable); None takes the mark back."""
        self._payments.mark_paid(payment_id, on)

    def retainer(self, engagement_id: str, month: date) -> RetainerBalance | None:
        """Hours of a retainer in a month, with what was carried over; None where no hours a month are agreed."""
        with self._store.reading() as session:
            return retainers.retainer_balance(session, engagement_id, month, self._clock.now())

    # Tampering.

    def verify_all(self) -> list[str]:
        """Names of papers that were changed outside ClientDesk."""
        return [broken.name for broken in self.broken()]

    def broken(self) -> list[Broken]:
        """Papers that were changed outside ClientDesk, and what of them no longer fits."""
        with self._store.reading() as session:
            return paper_seal.all_broken(fetch_of(session))
