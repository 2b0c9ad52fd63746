"""Papers: drafted, checked, issued once and for all, signed; an executed one writes the Expected dates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Row, func, or_, select
from sqlmodel import Session, col

from clientdesk.models.agreement_checks import checks
from clientdesk.models.agreement_document import AgreementDocument, problems_of
from clientdesk.models.enums import AgreementState, Layer, Side
from clientdesk.models.errors import InvalidInput, IssueRefused, Problem, WrongState
from clientdesk.models.frozen_paper import (
    DraftPaper,
    FrozenPaper,
    IssueFacts,
    VersionRecord,
    canonical_json,
    content_id,
    fingerprint,
)
from clientdesk.models.tables import Agreement, Client, Deliverable, Engagement, Milestone, Rhythm
from clientdesk.models.tables.base import NAME_LENGTH
from clientdesk.models.text import clean_line
from clientdesk.models.views.agreements import (
    AgreementRowView,
    AgreementView,
    PaperChecks,
    PaperChoice,
    SignatureView,
)
from clientdesk.services.agreement_drafts import DraftMaker
from clientdesk.services.papers import render
from clientdesk.services.papers.coverage import uncovered, uncovered_text
from clientdesk.services.papers.saving import safe_file_name, write_pdf
from clientdesk.services.ports import Clock
from clientdesk.services.practice import PracticeService
from clientdesk.store.unit_of_work import Store, fetch

OUT = (AgreementState.ISSUED, AgreementState.SENT, AgreementState.SIGNED)
"""Out for signature."""

REPLACEABLE = (*OUT, AgreementState.DECLINED, AgreementState.WITHDRAWN, AgreementState.EXPIRED)
"""States from which a new version can be drafted; an executed paper is changed by a change order."""


class AgreementService:
    """Owns the life of papers. What was issued is never changed by anything here."""

    def __init__(self, store: Store, clock: Clock, practice: PracticeService, drafts: DraftMaker) -> None:
        self._store = store
        self._clock = clock
        self._practice = practice
        self._drafts = drafts

    def list_all(self) -> list[AgreementRowView]:
        """Every version of every paper, the newest first."""
        return self._rows()

    def list_for_client(self, client_id: str) -> list[AgreementRowView]:
        return self._rows(client_id=client_id)

    def count_waiting(self) -> int:
        """How many papers are out for signature."""
        counting = select(func.count()).select_from(Agreement).where(col(Agreement.state).in_(OUT))
        with self._store.reading() as session:
            return int(session.execute(counting).scalar_one())

    def get(self, agreement_id: str) -> AgreementView:
        """One version with its content.

        Raises:
            NotFound.
        """
        with self._store.reading() as session:
            agreement = fetch(session, Agreement, agreement_id)
            client = fetch(session, Client, agreement.client_id)
            row = _view_row(agreement, client.name, client.colour, self._practice.today())
            following = session.execute(
                select(col(Agreement.id)).where(col(Agreement.supersedes_id) == agreement_id)
            ).scalar()
            return AgreementView(
                row=row,
                document=_document_of(agreement).model_dump(mode="json"),
                content_id=content_id(agreement.fingerprint) if agreement.fingerprint else "",
                fingerprint=agreement.fingerprint or "",
                signatures=tuple(_signatures(agreement)),
                is_intact=_is_intact(agreement),
                supersedes_id=agreement.supersedes_id,
                next_version_id=following,
            )

    def create(self, engagement_id: str) -> str:
        """Draft a paper from what is known of the engagement; returns its id.

        Raises:
            NotFound: there is no such engagement.
        """
        document = self._drafts.make(engagement_id)
        with self._store.writing("New paper") as session:
            engagement = fetch(session, Engagement, engagement_id)
            agreement = Agreement(
                created_at=self._clock.now(),
                client_id=engagement.client_id,
                engagement_id=engagement_id,
                title=_title(document, engagement.title),
                draft=document.model_dump(mode="json"),
            )
            session.add(agreement)
            return agreement.id

    def save_draft(self, agreement_id: str, document: dict[str, Any]) -> None:
        """Keep an edited draft (undoable).

        Raises:
            InvalidInput: an entry cannot be kept; the draft is as before.
            WrongState: it was issued.
        """
        checked = AgreementDocument.parse(document).with_committed(self._is_working_day())
        with self._store.writing("Edit paper") as session:
            agreement = fetch(session, Agreement, agreement_id)
            _require(agreement, (AgreementState.DRAFT,))
            agreement.draft = checked.model_dump(mode="json")
            agreement.title = _title(checked, agreement.title)

    def refill(self, agreement_id: str) -> None:
        """Fill a draft again from the record (parties, deliverables, dates, fees, working rules).

        What was written only on the paper (objectives, scope lists, assumptions) is kept.
        """
        with self._store.reading() as session:
            agreement = fetch(session, Agreement, agreement_id)
            old = _document_of(agreement)
            engagement_id = agreement.engagement_id
        fresh = self._drafts.make(engagement_id)
        for name in _PAPER_ONLY:
            setattr(fresh, name, getattr(old, name))
        self.save_draft(agreement_id, fresh.model_dump(mode="json"))

    def delete_draft(self, agreement_id: str) -> None:
        """Delete a draft (undoable).

        Raises:
            WrongState: it was issued; issued papers stay.
        """
        with self._store.writing("Delete draft") as session:
            agreement = fetch(session, Agreement, agreement_id)
            _require(agreement, (AgreementState.DRAFT,))
            session.delete(agreement)

    def check(self, document: dict[str, Any]) -> PaperChecks:
        """What stands in the way of issuing a document, and what deserves a second look.

        Raises:
            InvalidInput: an entry cannot be kept at all.
        """
        parsed = AgreementDocument.parse(document).with_committed(self._is_working_day())
        return self._checks(parsed)

    def issue(self, agreement_id: str, what_changed: str = "") -> AgreementView:
        """Freeze a draft, give it number, version, date and content ID. Cannot be undone.

        Args:
            what_changed: printed in the document record beside this version.

        Raises:
            IssueRefused: with everything that is missing or cannot be set.
            InvalidInput: `what_changed` cannot be kept.
            WrongState: it isn't a draft.
        """
        with self._store.writing("Issue paper", undoable=False) as session:
            agreement = fetch(session, Agreement, agreement_id)
            self._issue(session, agreement, what_changed)
        return self.get(agreement_id)

    def new_version(self, agreement_id: str) -> str:
        """Draft the next version of an issued paper; the old one stays out until the new one is issued.

        Raises:
            WrongState: it is a draft, executed, or replaced already.
        """
        with self._store.writing("New version") as session:
            old = fetch(session, Agreement, agreement_id)
            _require(old, REPLACEABLE)
            document = _document_of(old)
            document.open_until = None
            draft = Agreement(
                created_at=self._clock.now(),
                client_id=old.client_id,
                engagement_id=old.engagement_id,
                supersedes_id=old.id,
                title=old.title,
                version=old.version + 1,
                draft=document.model_dump(mode="json"),
            )
            session.add(draft)
            return draft.id

    def mark_sent(self, agreement_id: str, on: date | None = None) -> None:
        """Record that a paper went out. Cannot be undone."""
        with self._store.writing("Mark as sent", undoable=False) as session:
            agreement = fetch(session, Agreement, agreement_id)
            _require(agreement, (AgreementState.ISSUED,))
            agreement.state = AgreementState.SENT
            agreement.sent_on = self._past(on, "sent_on")

    def mark_signed(self, agreement_id: str, side: Side, name: str, on: date | None = None) -> AgreementState:
        """Record one side's signature; with both, the paper is executed and writes the Expected dates.

        Returns the new state. Cannot be undone.

        Raises:
            InvalidInput: no name, or a date in the future or before the paper was issued.
            WrongState: it isn't out for signature.
        """
        cleaned = clean_line(name)
        if not cleaned:
            raise InvalidInput([Problem("name", "blank")])
        if len(cleaned) > NAME_LENGTH:
            raise InvalidInput([Problem("name", "too_long", {"max_length": NAME_LENGTH})])
        day = self._past(on, "on")
        with self._store.writing("Mark as signed", undoable=False) as session:
            agreement = fetch(session, Agreement, agreement_id)
            _require(agreement, OUT)
            if agreement.issued_on is not None and day < agreement.issued_on:
                raise InvalidInput([Problem("on", "before_issue")])
            kept = [entry for entry in agreement.signatures if entry["side"] != side.value]
            agreement.signatures = [*kept, {"side": side.value, "name": cleaned, "on": day.isoformat()}]
            if {entry["side"] for entry in agreement.signatures} == {each.value for each in Side}:
                agreement.state = AgreementState.EXECUTED
                agreement.executed_on = max(date.fromisoformat(entry["on"]) for entry in agreement.signatures)
                self._move_the_plan(session, agreement)
            else:
                agreement.state = AgreementState.SIGNED
            return agreement.state

    def withdraw(self, agreement_id: str) -> None:
        """Take a paper back before it is executed. Cannot be undone."""
        self._close(agreement_id, AgreementState.WITHDRAWN, "Withdraw paper")

    def decline(self, agreement_id: str) -> None:
        """Record that the client said no. Cannot be undone."""
        self._close(agreement_id, AgreementState.DECLINED, "Mark as declined")

    def newest_issued(self, engagement_id: str) -> str | None:
        """Id of the newest issued version for an engagement, whatever became of it later."""
        with self._store.reading() as session:
            found: str | None = session.execute(
                select(col(Agreement.id))
                .where(col(Agreement.engagement_id) == engagement_id, col(Agreement.content).is_not(None))
                .order_by(col(Agreement.issued_at).desc(), col(Agreement.id).desc())
                .limit(1)
            ).scalar()
            return found

    def open_draft(self, engagement_id: str) -> str | None:
        """Id of the newest draft for an engagement."""
        with self._store.reading() as session:
            found: str | None = session.execute(
                select(col(Agreement.id))
                .where(
                    col(Agreement.engagement_id) == engagement_id,
                    col(Agreement.state) == AgreementState.DRAFT,
                )
                .order_by(col(Agreement.id).desc())
                .limit(1)
            ).scalar()
            return found

    def pdf(self, agreement_id: str) -> bytes:
        """The paper as PDF: of an issued version always the same bytes.

        Raises:
            WrongState: an issued version's content no longer has its fingerprint.
        """
        with self._store.reading() as session:
            agreement = fetch(session, Agreement, agreement_id)
            if not _is_intact(agreement):
                raise WrongState("changed outside ClientDesk", "intact")
            frozen = None if agreement.content is None else FrozenPaper.from_json(agreement.content)
            document = _document_of(agreement)
            logo = agreement.logo_png
        if frozen is not None:
            return render(frozen, logo_png=logo)
        return self.draft_pdf(document.model_dump(mode="json"))

    def draft_pdf(self, document: dict[str, Any]) -> bytes:
        """A draft's preview, without storing anything.

        Raises:
            InvalidInput: an entry cannot be kept at all.
        """
        parsed = AgreementDocument.parse(document).with_committed(self._is_working_day())
        practice = self._practice.get()
        locale = practice.locale if practice else "en_GB"
        size: Any = practice.paper_size if practice else "A4"
        paper = DraftPaper(parsed, self._practice.today(), locale=locale, paper_size=size)
        return render(paper, logo_png=self._practice.logo())

    def engagement_pdf(self, engagement_id: str) -> bytes:
        """The newest issued version if there is one, else a draft from the engagement; stores nothing."""
        issued = self.newest_issued(engagement_id)
        if issued is not None:
            return self.pdf(issued)
        return self.draft_pdf(self._drafts.make(engagement_id).model_dump(mode="json"))

    def issue_engagement(self, engagement_id: str) -> AgreementView:
        """Issue the open draft of an engagement, or one made from it; in one transaction.

        Raises:
            IssueRefused: nothing was stored.
            WrongState: a paper for it is out or in force already, and no draft is open to replace it.
        """
        draft = self.open_draft(engagement_id)
        if draft is not None:
            return self.issue(draft)
        issued = self.newest_issued(engagement_id)
        if issued is not None:
            with self._store.reading() as session:
                _require(fetch(session, Agreement, issued), _GONE)
        document = self._drafts.make(engagement_id)
        with self._store.writing("Issue paper", undoable=False) as session:
            engagement = fetch(session, Engagement, engagement_id)
            agreement = Agreement(
                created_at=self._clock.now(),
                client_id=engagement.client_id,
                engagement_id=engagement_id,
                title=_title(document, engagement.title),
                draft=document.model_dump(mode="json"),
            )
            self._issue(session, agreement, "")
            session.add(agreement)
            agreement_id = agreement.id
        return self.get(agreement_id)

    def choices(self) -> list[PaperChoice]:
        """Running engagements of active clients; those without any paper first, then by client."""
        with self._store.reading() as session:
            rows = session.execute(
                select(col(Engagement.id), col(Engagement.title), col(Client.name), col(Client.colour))
                .join(Client, col(Client.id) == col(Engagement.client_id))
                .where(
                    col(Client.archived_at).is_(None),
                    or_(col(Engagement.ends_on).is_(None), col(Engagement.ends_on) >= self._practice.today()),
                )
            ).all()
            papers = session.execute(
                select(col(Agreement.engagement_id), col(Agreement.id), col(Agreement.number)).order_by(
                    col(Agreement.created_at), col(Agreement.id)
                )
            ).all()
        drafts = {engagement: paper for engagement, paper, number in papers if number is None}
        numbers = {engagement: number for engagement, _, number in papers if number is not None}
        found = [
            PaperChoice(key, title, client, colour, drafts.get(key, ""), numbers.get(key, ""))
            for key, title, client, colour in rows
        ]
        return sorted(
            found, key=lambda one: (bool(one.draft_id or one.number), one.client.casefold(), one.title)
        )

    def file_name(self, agreement_id: str) -> str:
        """A safe name for the paper's PDF, from number and version, or from a draft's title."""
        with self._store.reading() as session:
            agreement = fetch(session, Agreement, agreement_id)
            if agreement.number and agreement.content is not None:
                return safe_file_name(agreement.number, agreement.version)
            return safe_file_name(f"{agreement.title} draft")

    def export(self, agreement_id: str, path: Path) -> int:
        """Write the paper as PDF to a place the user chose; returns the number of pages.

        Raises:
            FileNotWritten: an older file of that name is untouched.
            WrongState: an issued version's content no longer has its fingerprint.
        """
        return write_pdf(path, self.pdf(agreement_id))

    def keep_copy(self, agreement_id: str, folder: Path) -> Path:
        """Keep an issued paper's PDF in a folder; a file of its name is never overwritten.

        Raises:
            FileNotWritten: another file of that name is there, or the folder refuses.
        """
        path = folder / self.file_name(agreement_id)
        write_pdf(path, self.pdf(agreement_id), replace=False)
        return path

    def verify_all(self) -> list[str]:
        """Numbers of issued papers whose content no longer has its fingerprint."""
        with self._store.reading() as session:
            rows = session.execute(select(Agreement).where(col(Agreement.content).is_not(None))).scalars()
            return [f"{row.number} version {row.version}" for row in rows if not _is_intact(row)]

    def expire(self) -> int:
        """Mark papers whose time for signature has passed; returns how many."""
        today = self._practice.today()
        unsigned = (AgreementState.ISSUED, AgreementState.SENT)
        with self._store.reading() as session:
            late = (
                session.execute(
                    select(col(Agreement.id)).where(
                        col(Agreement.state).in_(unsigned), col(Agreement.expires_on) < today
                    )
                )
                .scalars()
                .all()
            )
        if not late:
            return 0
        with self._store.writing("Expire papers", undoable=False) as session:
            for agreement_id in late:
                fetch(session, Agreement, agreement_id).state = AgreementState.EXPIRED
        return len(late)

    def _checks(self, document: AgreementDocument) -> PaperChecks:
        found = checks(document, self._practice.today(), self._is_working_day())
        return PaperChecks((*found.refuse, *uncovered_text(document)), tuple(found.warn))

    def _issue(self, session: Session, agreement: Agreement, what_changed: str) -> None:
        _require(agreement, (AgreementState.DRAFT,))
        document = _document_of(agreement).with_committed(self._is_working_day())
        refused = [*self._checks(document).refuse, *uncovered("what_changed", what_changed)]
        if refused:
            raise IssueRefused(refused)
        today = self._practice.today()
        practice = self._practice.get()
        old = session.get(Agreement, agreement.supersedes_id) if agreement.supersedes_id else None
        number = old.number if old is not None and old.number else _next_number(session, agreement, today)
        logo = self._practice.logo()
        try:
            facts = IssueFacts(
                number=number,
                version=agreement.version,
                issued_on=today,
                locale=practice.locale if practice else "en_GB",
                paper_size="Letter" if practice and practice.paper_size == "Letter" else "A4",
                supersedes=old.version if old is not None else None,
                history=list(_history(session, old)),
                what_changed=what_changed,
                logo_fingerprint=fingerprint(logo) if logo else "",
            )
        except ValidationError as error:
            raise InvalidInput(problems_of(error)) from error
        content = canonical_json(document, facts)
        agreement.number = number
        agreement.content = content
        agreement.fingerprint = fingerprint(content)
        agreement.logo_png = logo
        agreement.draft = {}
        agreement.issued_at = self._clock.now()
        agreement.issued_on = today
        agreement.expires_on = document.open_until
        agreement.ends_on = document.ends_on
        agreement.state = AgreementState.ISSUED
        if old is not None and old.state in OUT:
            old.state = AgreementState.SUPERSEDED

    def _move_the_plan(self, session: Session, agreement: Agreement) -> None:
        """An executed paper says what the client expects: dates, deliverables, rhythms."""
        document = _document_of(agreement)
        source = f"{agreement.number} version {agreement.version}"
        for position, row in enumerate(document.deliverables):
            deliverable = session.get(Deliverable, row.key) if row.key else None
            if deliverable is None:
                session.add(
                    Deliverable(
                        created_at=self._clock.now(),
                        engagement_id=agreement.engagement_id,
                        title=row.title[:NAME_LENGTH],
                        form=row.form[:500],
                        acceptance=row.acceptance,
                        due_on=row.due_on,
                        rounds_allowed=document.acceptance.revision_rounds,
                        position=position,
                    )
                )
            else:
                deliverable.due_on = row.due_on
                deliverable.rounds_allowed = document.acceptance.revision_rounds
        for position, line in enumerate(document.milestones):
            milestone = session.get(Milestone, line.key) if line.key else None
            if milestone is None:
                milestone = Milestone(
                    created_at=self._clock.now(),
                    engagement_id=agreement.engagement_id,
                    title=line.title[:NAME_LENGTH],
                    planned_on=line.planned_on,
                    buffer_days=line.buffer_days,
                    reason=line.reason[:500],
                    position=position,
                )
                session.add(milestone)
            milestone.agreed_on = line.committed_on
            milestone.expected_on = line.committed_on
            milestone.expected_source = source
        self._promise_rhythms(session, agreement)

    def _promise_rhythms(self, session: Session, agreement: Agreement) -> None:
        """What Exhibit A printed holds from the day it was executed, unless the client has rhythms already."""
        client = fetch(session, Client, agreement.client_id)
        own = session.execute(select(Rhythm).where(col(Rhythm.client_id) == client.id)).scalars().all()
        for rhythm in own:
            if rhythm.agreement_id is None:
                rhythm.agreement_id = agreement.id
        if own or not _document_of(agreement).exhibit.rhythms:
            return
        for proposed in self._drafts.printed_rhythms(client.id, client.tier_id):
            session.add(
                Rhythm(
                    created_at=self._clock.now(),
                    layer=Layer.CLIENT,
                    client_id=client.id,
                    agreement_id=agreement.id,
                    kind=proposed.kind,
                    unit=proposed.unit,
                    every=proposed.every,
                    weekday=proposed.weekday,
                    nth=proposed.nth,
                    starts_on=agreement.executed_on or self._practice.today(),
                    channel=proposed.channel,
                    content=proposed.content,
                )
            )

    def _close(self, agreement_id: str, state: AgreementState, label: str) -> None:
        with self._store.writing(label, undoable=False) as session:
            agreement = fetch(session, Agreement, agreement_id)
            _require(agreement, OUT)
            agreement.state = state

    def _past(self, on: date | None, field: str) -> date:
        today = self._practice.today()
        day = on or today
        if day > today:
            raise InvalidInput([Problem(field, "in_the_future")])
        return day

    def _is_working_day(self) -> Any:
        return self._drafts.calendar().is_working_day

    def _rows(self, client_id: str | None = None) -> list[AgreementRowView]:
        statement = (
            select(*_LISTED, col(Client.name), col(Client.colour))
            .join(Client, col(Client.id) == col(Agreement.client_id))
            .order_by(col(Agreement.created_at).desc(), col(Agreement.id).desc())
        )
        if client_id is not None:
            statement = statement.where(col(Agreement.client_id) == client_id)
        with self._store.reading() as session:
            today = self._practice.today()
            return [_view_row(row, row[-2], row[-1], today) for row in session.execute(statement)]


# Without the papers' contents, which a list has no use for.
_LISTED = (
    col(Agreement.id),
    col(Agreement.client_id),
    col(Agreement.engagement_id),
    col(Agreement.title),
    col(Agreement.number),
    col(Agreement.version),
    col(Agreement.state),
    col(Agreement.issued_on),
    col(Agreement.sent_on),
    col(Agreement.expires_on),
    col(Agreement.executed_on),
    col(Agreement.ends_on),
)


def _view_row(found: Agreement | Row[Any], client: str, colour: int, today: date) -> AgreementRowView:
    """One line of the list, from the whole record or from the columns that are listed."""
    since = found.sent_on or found.issued_on
    waiting = (today - since).days if since is not None and found.state in OUT else None
    in_force = found.state == AgreementState.EXECUTED and (found.ends_on is None or found.ends_on >= today)
    return AgreementRowView(
        agreement_id=found.id,
        client_id=found.client_id,
        client=client,
        colour=colour,
        engagement_id=found.engagement_id,
        title=found.title,
        number=found.number or "",
        version=found.version,
        state=found.state,
        issued_on=found.issued_on,
        expires_on=found.expires_on,
        executed_on=found.executed_on,
        ends_on=found.ends_on,
        is_in_force=in_force,
        waiting_days=waiting,
        sent_on=found.sent_on,
    )


_PAPER_ONLY = ("objectives", "included", "not_included", "assumptions", "decisions", "onboarding", "closing")


def _require(agreement: Agreement, states: Iterable[AgreementState]) -> None:
    wanted = tuple(states)
    if agreement.state not in wanted:
        raise WrongState(agreement.state.value, " or ".join(state.value for state in wanted))


def _document_of(agreement: Agreement) -> AgreementDocument:
    if agreement.content is not None:
        return FrozenPaper.from_json(agreement.content).document
    return AgreementDocument.parse(agreement.draft)


def _is_intact(agreement: Agreement) -> bool:
    return agreement.content is None or fingerprint(agreement.content) == agreement.fingerprint


def _signatures(agreement: Agreement) -> Iterable[SignatureView]:
    for entry in agreement.signatures:
        yield SignatureView(Side(entry["side"]), entry["name"], date.fromisoformat(entry["on"]))


def _title(document: AgreementDocument, fallback: str) -> str:
    return (document.project_title or fallback)[:NAME_LENGTH]


def _next_number(session: Session, agreement: Agreement, today: date) -> str:
    """The next number of the year, without gaps; the writing transaction is exclusive."""
    stem = f"{_PREFIX[agreement.kind.value]}-{today.year}-"
    taken = session.execute(
        select(col(Agreement.number)).where(col(Agreement.number).startswith(stem)).distinct()
    ).scalars()
    highest = max((int(number.removeprefix(stem)) for number in taken if number), default=0)
    return f"{stem}{highest + 1:03d}"


_GONE = (
    AgreementState.WITHDRAWN,
    AgreementState.DECLINED,
    AgreementState.EXPIRED,
    AgreementState.SUPERSEDED,
)
_PREFIX = {"statement_of_work": "SOW"}


def _history(session: Session, old: Agreement | None) -> Iterable[VersionRecord]:
    """Earlier versions, oldest first, with what was said to have changed."""
    chain = []
    while old is not None:
        chain.append(old)
        old = session.get(Agreement, old.supersedes_id) if old.supersedes_id else None
    for agreement in reversed(chain):
        if agreement.content is not None and agreement.issued_on is not None:
            said = FrozenPaper.from_json(agreement.content).facts.what_changed
            yield VersionRecord(version=agreement.version, issued_on=agreement.issued_on, what_changed=said)
