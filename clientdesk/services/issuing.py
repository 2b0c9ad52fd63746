"""Issuing: a draft is judged, frozen, numbered and printed once; what was printed is kept byte for byte."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from pydantic import ValidationError
from sqlalchemy import select
from sqlmodel import Session, col

from clientdesk.models.agreement_checks import Checks, checks
from clientdesk.models.agreement_document import AgreementDocument, PaperDocument, WorkingDay, problems_of
from clientdesk.models.enums import AgreementKind, AgreementState, FileKind, PaperOrigin, SigningKind
from clientdesk.models.errors import InvalidInput, IssueRefused, Problem, WrongState
from clientdesk.models.family_checks import family_checks
from clientdesk.models.family_documents import ChangeOrderDocument
from clientdesk.models.frozen_paper import FrozenPaper, IssueFacts, VersionRecord, canonical_json, fingerprint
from clientdesk.models.paper_kinds import parse_document
from clientdesk.models.style_checks import style_problems
from clientdesk.models.tables import Agreement, PaperFile
from clientdesk.models.views.agreements import PaperChecks
from clientdesk.services.change_moves import changes_out, executed_changes
from clientdesk.services.numbering import next_number
from clientdesk.services.paper_content import document_of, ends_of, price_of
from clientdesk.services.paper_states import OUT, require
from clientdesk.services.papers import render
from clientdesk.services.papers.coverage import uncovered, uncovered_text
from clientdesk.services.papers.saving import safe_file_name
from clientdesk.services.ports import Calendars, Clock
from clientdesk.services.practice import PracticeService
from clientdesk.services.signing_log import log_event
from clientdesk.store.unit_of_work import Store, fetch

PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class _Frozen:
    document: PaperDocument
    number: str
    version: int
    content: bytes
    logo: bytes | None
    older: tuple[Agreement, ...]


class Issuer:
    """Turns drafts into papers that never change. Safe off the GUI thread."""

    def __init__(self, store: Store, clock: Clock, practice: PracticeService, calendars: Calendars) -> None:
        self._store = store
        self._clock = clock
        self._practice = practice
        self._calendars = calendars

    def working_day(self) -> WorkingDay:
        """The practice's calendar, for committed dates."""
        return self._calendars.calendar().is_working_day

    def parsed(self, kind: AgreementKind, document: dict[str, Any]) -> PaperDocument:
        """A document as it is kept, with everything computed that is kept with it.

        Raises:
            InvalidInput: an entry cannot be kept at all.
        """
        return parse_document(kind, document).settled(self.working_day())

    def judge(self, kind: AgreementKind, document: PaperDocument) -> PaperChecks:
        """What stands in the way of issuing a document, and what deserves a second look."""
        found = judged(kind, document, self._practice.today(), self.working_day())
        return PaperChecks((*found.refuse, *uncovered_text(document)), tuple(found.warn))

    def issue(self, agreement_id: str, what_changed: str = "") -> None:
        """Issue a stored draft; the pages are set before the store is locked for writing.

        Raises:
            IssueRefused, InvalidInput, WrongState: nothing was stored.
        """
        with self._store.reading() as session:
            early = self._freeze(session, fetch(session, Agreement, agreement_id), what_changed)
            pdf = _printed(early)
            made_of = early.content
        with self._store.writing("Issue paper", undoable=False) as session:
            agreement = fetch(session, Agreement, agreement_id)
            frozen = self._freeze(session, agreement, what_changed)
            self._keep(session, agreement, frozen, pdf if frozen.content == made_of else _printed(frozen))

    def issue_new(self, agreement: Agreement) -> None:
        """Store and issue a paper that was no draft before, in one transaction.

        Raises:
            IssueRefused: nothing was stored.
        """
        with self._store.writing("Issue paper", undoable=False) as session:
            frozen = self._freeze(session, agreement, "")
            self._keep(session, agreement, frozen, _printed(frozen))

    def _freeze(self, session: Session, agreement: Agreement, what_changed: str) -> _Frozen:
        require(agreement, (AgreementState.DRAFT,))
        document = document_of(agreement).settled(self.working_day())
        refused = [
            *self.judge(agreement.kind, document).refuse,
            *uncovered("what_changed", what_changed),
            *_changed_since(session, agreement, document),
        ]
        if refused:
            raise IssueRefused(refused)
        older = _older(session, agreement)
        today = self._practice.today()
        number = str(older[-1].number) if older else next_number(session, agreement, today)
        version = older[-1].version + 1 if older else 1
        practice = self._practice.get()
        logo = self._practice.logo()
        try:
            facts = IssueFacts(
                number=number,
                version=version,
                issued_on=today,
                locale=locale_of(document, practice.locale if practice else "en_GB"),
                paper_size=size_of(practice.paper_size if practice else "A4"),
                supersedes=older[-1].version if older else None,
                history=list(_history(older)),
                what_changed=what_changed,
                logo_fingerprint=fingerprint(logo) if logo else "",
            )
        except ValidationError as error:
            raise InvalidInput(problems_of(error)) from error
        content = canonical_json(document, facts, agreement.kind)
        return _Frozen(document, number, version, content, logo, tuple(older))

    def _keep(self, session: Session, agreement: Agreement, frozen: _Frozen, pdf: bytes) -> None:
        now = self._clock.now()
        agreement.number = frozen.number
        agreement.version = frozen.version
        agreement.content = frozen.content
        agreement.fingerprint = fingerprint(frozen.content)
        agreement.logo_png = frozen.logo
        agreement.net_minor, agreement.currency = price_of(agreement.kind, frozen.document)
        agreement.draft = {}
        agreement.issued_at = now
        agreement.issued_on = self._practice.today()
        agreement.expires_on = frozen.document.open_until
        agreement.ends_on = ends_of(frozen.document)
        agreement.state = AgreementState.ISSUED
        if frozen.older:
            agreement.supersedes_id = frozen.older[-1].id
        session.add(agreement)
        session.flush()
        file = PaperFile(
            created_at=now,
            agreement_id=agreement.id,
            kind=FileKind.ISSUED,
            name=safe_file_name(frozen.number, frozen.version),
            media_type=PDF,
            size=len(pdf),
            sha256=hashlib.sha256(pdf).hexdigest(),
            data=pdf,
        )
        session.add(file)
        session.flush()
        log_event(session, agreement, SigningKind.ISSUED, clock=self._clock, file=file)
        for old in frozen.older:
            if old.state in OUT:
                old.state = AgreementState.SUPERSEDED
                log_event(
                    session,
                    old,
                    SigningKind.SUPERSEDED,
                    clock=self._clock,
                    note=f"{frozen.number} version {frozen.version}",
                )


def judged(kind: AgreementKind, document: PaperDocument, today: date, working_day: WorkingDay) -> Checks:
    """The rules of a kind."""
    if isinstance(document, AgreementDocument):
        return checks(document, today, working_day)
    found = family_checks(kind, document, today, working_day)
    return Checks(found.refuse, [*found.warn, *style_problems(document)])


def locale_of(document: PaperDocument, practice_locale: str) -> str:
    """How the paper writes dates and amounts."""
    from clientdesk.services.papers.wording import paper_locale

    return paper_locale(document.language, practice_locale)


def size_of(name: str) -> Literal["A4", "Letter"]:
    return "Letter" if name == "Letter" else "A4"


def _changed_since(session: Session, agreement: Agreement, document: PaperDocument) -> Iterable[Problem]:
    """A change order counts on from the changes in force; one executed meanwhile makes its sums untrue.

    So would one that is out and can still be signed.
    """
    if not isinstance(document, ChangeOrderDocument) or agreement.amends_id is None:
        return
    amended = fetch(session, Agreement, agreement.amends_id)
    if document.amends.number != amended.number:
        yield Problem("amends.number", "changed_since", {"numbers": amended.number})
    if agreement.kind is AgreementKind.CHANGE_ORDER:
        in_force = [str(order.number) for order in executed_changes(session, amended.id)]
        counted = {change.number for change in document.amends.earlier}
        if missing := [number for number in in_force if number not in counted]:
            yield Problem("amends.earlier", "changed_since", {"numbers": ", ".join(missing)})
        replaced = session.get(Agreement, agreement.supersedes_id) if agreement.supersedes_id else None
        own = replaced.number if replaced is not None else None
        if out := [str(order.number) for order in changes_out(session, amended.id) if order.number != own]:
            yield Problem("amends.earlier", "change_is_out", {"numbers": ", ".join(out)})


def _printed(frozen: _Frozen) -> bytes:
    return render(FrozenPaper.from_json(frozen.content), logo_png=frozen.logo)


def _older(session: Session, agreement: Agreement) -> list[Agreement]:
    """Earlier versions of the number that a draft continues, oldest first.

    Raises:
        WrongState: one of them is executed; only a change order can change it.
    """
    old = session.get(Agreement, agreement.supersedes_id) if agreement.supersedes_id else None
    if old is None or old.number is None:
        return []
    query = select(Agreement).where(
        col(Agreement.number) == old.number, col(Agreement.origin) == PaperOrigin.OWN
    )
    found = list(session.execute(query.order_by(col(Agreement.version))).scalars())
    for version in found:
        if version.state is AgreementState.EXECUTED:
            raise WrongState(version.state.value, "replaceable")
    return found


def _history(older: Iterable[Agreement]) -> Iterable[VersionRecord]:
    """Earlier versions with what was said to have changed."""
    for agreement in older:
        if agreement.content is not None and agreement.issued_on is not None:
            said = FrozenPaper.from_json(agreement.content).facts.what_changed
            yield VersionRecord(version=agreement.version, issued_on=agreement.issued_on, what_changed=said)
