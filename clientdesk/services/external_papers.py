"""A paper signed elsewhere, before or beside ClientDesk: its file is kept, what it promises is written down."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from clientdesk.models.agreement_totals import is_too_large, quantize
from clientdesk.models.enums import (
    AgreementKind,
    AgreementState,
    EngagementKind,
    FileKind,
    PaperOrigin,
    SigningKind,
)
from clientdesk.models.errors import InvalidInput, Problem
from clientdesk.models.family_documents import ExternalDocument
from clientdesk.models.frozen_paper import IssueFacts, canonical_json, fingerprint
from clientdesk.models.tables import Agreement, Client, Engagement
from clientdesk.models.tables.base import NAME_LENGTH
from clientdesk.models.tables.engagement import EngagementFields
from clientdesk.models.views.signing import FileFacts, SealState
from clientdesk.services import paper_content
from clientdesk.services.executing import add_signature, execute
from clientdesk.services.kept_files import keep_file
from clientdesk.services.ports import Clock
from clientdesk.services.rows import today_in
from clientdesk.services.signing_log import log_event
from clientdesk.services.validation import validated
from clientdesk.store.unit_of_work import Store, fetch

FILED_KINDS = (
    AgreementKind.STATEMENT_OF_WORK,
    AgreementKind.MASTER_AGREEMENT,
    AgreementKind.CHANGE_ORDER,
    AgreementKind.ADDENDUM,
)
"""What can be filed from elsewhere."""

NUMBER_LENGTH = 64
MOST_HOURS_A_MONTH = 744


class ExternalFiling:
    """Files papers from elsewhere, in one step that cannot be undone."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def file(
        self,
        client_id: str,
        engagement_id: str | None,
        facts: FileFacts,
        document: dict[str, Any],
        *,
        new_engagement: str = "",
    ) -> str:
        """Keep the file, write the paper as executed, move the plan; returns the paper's id.

        Raises:
            InvalidInput: with one problem per field; nothing was stored.
            NotFound: no such client or engagement.
        """
        given = {**document, "file_name": facts.name[:300], "file_hash": facts.sha256}
        paper = ExternalDocument.parse(given)
        with self._store.writing("File paper signed elsewhere", undoable=False) as session:
            fetch(session, Client, client_id)
            today = today_in(session, self._clock)
            has_engagement = engagement_id is not None or bool(new_engagement.strip())
            problems = _problems(paper, today, has_engagement=has_engagement)
            if problems:
                raise InvalidInput(problems)
            if engagement_id is not None:
                owner = fetch(session, Engagement, engagement_id)
                if owner.client_id != client_id:
                    raise InvalidInput([Problem("engagement_id", "not_a_choice")])
            elif has_engagement:
                engagement_id = self._new_engagement(session, client_id, new_engagement, paper)
            agreement = self._row(session, client_id, engagement_id, paper)
            kept = keep_file(session, self._clock, agreement.id, facts, FileKind.EXTERNAL)
            has_seals = facts.verdict.state is not SealState.NONE
            verdict = facts.verdict.as_plain() if has_seals else None
            signers = [signer for signer in paper.signers if signer.name]
            for signer in signers:
                add_signature(
                    session,
                    agreement,
                    signer.side,
                    signer.name,
                    signer.on or paper.signed_on,
                    clock=self._clock,
                    kind=SigningKind.EXTERNAL,
                    file=kept,
                    verdict=verdict,
                    note=paper.note[:1_000],
                )
            if not signers:
                log_event(
                    session,
                    agreement,
                    SigningKind.EXTERNAL,
                    clock=self._clock,
                    signed_on=paper.signed_on,
                    file=kept,
                    verdict=verdict,
                    note=paper.note[:1_000],
                )
            execute(session, agreement, clock=self._clock, on=paper.signed_on)
            return agreement.id

    def _new_engagement(self, session: Session, client_id: str, title: str, paper: ExternalDocument) -> str:
        given = {
            "title": title,
            "starts_on": paper.starts_on or paper.signed_on,
            "ends_on": paper.ends_on,
            "currency": paper.currency,
            "kind": EngagementKind.RETAINER if paper.hours_a_month else EngagementKind.FIXED_FEE,
        }
        try:
            checked = validated(EngagementFields, given)
        except InvalidInput as error:
            raise InvalidInput(
                [
                    Problem("new_engagement" if each.field == "title" else each.field, each.code, each.facts)
                    for each in error.problems
                ]
            ) from error
        row = Engagement(**checked.model_dump(), client_id=client_id, created_at=self._clock.now())
        session.add(row)
        session.flush()
        return row.id

    def _row(
        self, session: Session, client_id: str, engagement_id: str | None, paper: ExternalDocument
    ) -> Agreement:
        assert paper.signed_on is not None  # noqa: S101 - `_problems` refused it before
        kind = paper.paper_kind
        content = canonical_json(
            paper, IssueFacts(number=paper.number, issued_on=paper.signed_on), kind, external=True
        )
        net, currency = paper_content.price_of(kind, paper)
        agreement = Agreement(
            created_at=self._clock.now(),
            client_id=client_id,
            engagement_id=engagement_id,
            kind=kind,
            origin=PaperOrigin.EXTERNAL,
            state=AgreementState.ISSUED,
            title=(paper.project_title or paper.number)[:NAME_LENGTH],
            number=paper.number,
            content=content,
            fingerprint=fingerprint(content),
            net_minor=net,
            currency=currency,
            issued_at=self._clock.now(),
            issued_on=paper.signed_on,
            ends_on=paper.ends_on,
        )
        session.add(agreement)
        session.flush()
        return agreement


def _problems(paper: ExternalDocument, today: date, *, has_engagement: bool) -> list[Problem]:
    """What a paper from elsewhere must say before it is filed."""
    found = [*_number_problems(paper.number), *_date_problems(paper, today), *_promise_problems(paper)]
    if paper.paper_kind not in FILED_KINDS:
        found.append(Problem("paper_kind", "not_a_choice"))
    if paper.net is not None and paper.net != quantize(paper.net, paper.currency):
        found.append(Problem("net", "too_many_decimals"))
    if paper.net is not None and is_too_large(paper.net, paper.currency):
        found.append(Problem("net", "amount_too_large"))
    if paper.hours_a_month is not None and not Decimal(0) < paper.hours_a_month <= MOST_HOURS_A_MONTH:
        found.append(Problem("hours_a_month", "hours_out_of_month", {"most": MOST_HOURS_A_MONTH}))
    is_standing = paper.paper_kind is AgreementKind.MASTER_AGREEMENT
    if not has_engagement and (not is_standing or paper.promised):
        found.append(Problem("engagement_id", "engagement_needed"))
    return found


def _number_problems(number: str) -> Iterator[Problem]:
    if not number:
        yield Problem("number", "blank")
    elif len(number) > NUMBER_LENGTH:
        yield Problem("number", "too_long", {"max_length": NUMBER_LENGTH})


def _date_problems(paper: ExternalDocument, today: date) -> Iterator[Problem]:
    if paper.signed_on is None:
        yield Problem("signed_on", "missing")
    elif paper.signed_on > today:
        yield Problem("signed_on", "in_the_future")
    start = paper.starts_on or paper.signed_on
    if start and paper.ends_on and paper.ends_on < start:
        yield Problem("ends_on", "end_before_start")


def _promise_problems(paper: ExternalDocument) -> Iterator[Problem]:
    for place, row in enumerate(paper.promised):
        if row.on is None:
            yield Problem(f"promised.{place}.on", "missing")
        if not row.key and not row.title:
            yield Problem(f"promised.{place}.title", "blank")
    keys = [row.key for row in paper.promised if row.key]
    if len(set(keys)) < len(keys):
        yield Problem("promised", "date_twice")
