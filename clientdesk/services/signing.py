"""Signed files come back: looked at, judged against the version they belong to, filed byte for byte."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from clientdesk.models.agreement_document import PaperDocument
from clientdesk.models.enums import AgreementState, FileKind, Side, SigningKind
from clientdesk.models.errors import InvalidInput, NotFound, Problem, WrongState
from clientdesk.models.frozen_paper import content_id
from clientdesk.models.tables import Agreement, PaperFile
from clientdesk.models.tables.base import LINE_LENGTH
from clientdesk.models.text import clean_line, fold
from clientdesk.models.views.agreements import SigningEventView
from clientdesk.models.views.signing import FileFacts, FileLook, Match, Remark, SealState, Verdict
from clientdesk.services import paper_content, signing_export
from clientdesk.services.executing import add_signature
from clientdesk.services.external_papers import ExternalFiling
from clientdesk.services.file_look import PDF, SUFFIXES, look_into, read_file
from clientdesk.services.kept_files import keep_file
from clientdesk.services.ports import Clock
from clientdesk.services.practice import PracticeService
from clientdesk.services.rows import table_of
from clientdesk.services.signing_log import events_of, log_event
from clientdesk.services.verdict_words import kind_words, remarks, verdict_remarks
from clientdesk.services.wording import Translate
from clientdesk.store.unit_of_work import Store, fetch

Signer = tuple[Side, str, str, date | None]
"""Side, name, capacity, and the date beside the signature (None: today)."""

_AGREEMENT = table_of(Agreement).c
_FILE = table_of(PaperFile).c
_WORDS = re.compile(r"\w{2,}")
_ASKS_WHY = (Match.OTHER_VERSION, Match.OTHER_PAPER, Match.UNKNOWN)
_ASKS_WHY_STATES = (SealState.BROKEN, SealState.CHANGED, SealState.UNCLEAR)


class SigningService:
    """Owns what comes back signed. Files are kept as they came; nothing in them is run or saved again."""

    def __init__(
        self, store: Store, clock: Clock, practice: PracticeService, translate: Translate = str
    ) -> None:
        self._store = store
        self._practice = practice
        self._clock = clock
        self._tr = translate
        self._external = ExternalFiling(store, clock)

    def look(self, path: Path, agreement_id: str | None = None, expected: int | None = None) -> FileLook:
        """Look at a file before it is filed; nothing is stored. Not for the window's own thread.

        Args:
            agreement_id: the version it is to be filed with.
            expected: how many electronic signatures there should be.

        Raises:
            FileUnreadable: it isn't there, or no ordinary file.
            InvalidInput: it is empty or too large.
        """
        return self.judge(look_into(path.name, read_file(path), expected), agreement_id)

    def judge(
        self, facts: FileFacts, agreement_id: str | None = None, expected: int | None = None
    ) -> FileLook:
        """What a file that was read means for a paper.

        Args:
            expected: another number of signatures than when it was read.
        """
        if expected is not None:
            facts = replace(facts, verdict=replace(facts.verdict, expected=expected))
        with self._store.reading() as session:
            own = None if agreement_id is None else fetch(session, Agreement, agreement_id)
            own_id = content_id(own.fingerprint) if own is not None and own.fingerprint else ""
            look = _matched(session, FileLook(facts), own_id, agreement_id or "", self._tr)
            if look.match is Match.THIS and agreement_id is not None:
                begins, is_it = _against_issued(session, facts, agreement_id)
                look = replace(look, begins_as_issued=begins, is_as_issued=is_it)
            if own is not None and own.content is not None:
                look = _with_strangers(look, paper_content.document_of(own))
        verdict = facts.verdict
        needs_reason = own is not None and (
            look.match in _ASKS_WHY
            or look.is_as_issued
            or "ids_disagree" in facts.problems
            or verdict.state in _ASKS_WHY_STATES
            or (verdict.state is not SealState.NONE and verdict.is_short)
        )
        look = replace(look, needs_reason=needs_reason)
        return replace(look, remarks=remarks(look, own_id, self._practice.zone(), self._tr))

    def kind_words(self, media_type: str) -> str:
        """A kind of file in words: "a PDF"."""
        return kind_words(media_type, self._tr)

    def mark_signed(self, agreement_id: str, signers: Sequence[Signer]) -> AgreementState:
        """Record signatures without a file, all of them or none. Cannot be undone.

        Raises:
            InvalidInput: nobody signed, or a signer can't be recorded; fields begin with the side.
            WrongState: the paper can't be signed now.
        """
        if not signers:
            raise InvalidInput([Problem("client_name", "blank")])
        with self._store.writing("Mark as signed", undoable=False) as session:
            agreement = fetch(session, Agreement, agreement_id)
            self._sign(session, agreement, signers, kind=SigningKind.TOLD)
            return agreement.state

    def file_scan(
        self,
        agreement_id: str,
        file: Path | FileFacts,
        signers: Sequence[Signer] = (),
        *,
        confirmed: bool,
        reason: str = "",
    ) -> AgreementState:
        """Keep the scan of a signed paper with its version, and record who signed. Cannot be undone.

        Args:
            file: the file, or what was read of it.
            signers: may be empty for a paper whose signatures are recorded already.
            confirmed: somebody has compared the content ID on the pages with this version's.
            reason: why a scan that doesn't fit is filed all the same.

        Returns:
            The paper's state afterwards.

        Raises:
            InvalidInput: not confirmed, a reason is needed, the file is filed already, or a signer can't be.
            WrongState: the paper is a draft, or can't be signed now.
        """
        return self._file(agreement_id, file, signers, FileKind.SCAN, confirmed=confirmed, reason=reason)

    def file_received(
        self,
        agreement_id: str,
        file: Path | FileFacts,
        signers: Sequence[Signer] = (),
        *,
        reason: str = "",
    ) -> AgreementState:
        """Keep an electronically signed file with its version and verdict; see `file_scan`."""
        return self._file(agreement_id, file, signers, FileKind.RECEIVED, confirmed=True, reason=reason)

    def file_external(
        self,
        client_id: str,
        engagement_id: str | None,
        file: Path | FileFacts,
        document: dict[str, Any],
        *,
        new_engagement: str = "",
    ) -> str:
        """File a paper that was signed elsewhere: executed at once, its dates become what the client expects.

        Args:
            engagement_id: what it is about; None for a standing agreement.
            document: facts of the paper, as `models.family_documents.ExternalDocument`.
            new_engagement: title of an engagement to make for it.

        Returns:
            The paper's id. Cannot be undone.

        Raises:
            InvalidInput: with one problem per field; nothing was stored.
            NotFound: no such client or engagement.
        """
        facts = _facts(file)
        return self._external.file(client_id, engagement_id, facts, document, new_engagement=new_engagement)

    def log(self, agreement_id: str) -> tuple[SigningEventView, ...]:
        """What happened to a version, oldest first."""
        with self._store.reading() as session:
            fetch(session, Agreement, agreement_id)
            return events_of(session, agreement_id)

    def remarks_of(self, event: SigningEventView) -> tuple[Remark, ...]:
        """The verification report of a line of the log in sentences; empty without one."""
        if not event.verdict:
            return ()
        return tuple(verdict_remarks(Verdict.from_plain(event.verdict), self._practice.zone(), self._tr))

    def export_log(self, agreement_id: str, path: Path) -> int:
        """Write the log of a version as CSV, or as JSON where the name ends so; returns the number of lines.

        Raises:
            FileNotWritten: an older file of that name is untouched.
        """
        with self._store.reading() as session:
            agreement = fetch(session, Agreement, agreement_id)
            paper = (agreement.number or "", agreement.version, agreement.fingerprint or "")
        return signing_export.write_log(path, *paper, self.log(agreement_id))

    def save_file(self, file_id: str, path: Path) -> None:
        """Write a kept file as it came, to a place the user chose.

        Raises:
            NotFound, FileNotWritten.
            WrongState: its bytes no longer have their hash.
        """
        signing_export.write_bytes(path, self._kept(file_id).data)

    def file_name(self, file_id: str) -> str:
        """A safe name for a kept file, with the ending that its content has."""
        with self._store.reading() as session:
            found = session.execute(select(_FILE.name, _FILE.media_type).where(_FILE.id == file_id)).first()
        if found is None:
            raise NotFound("paper_file", file_id)
        return signing_export.safe_name(found.name, found.media_type)

    def can_be_opened(self, media_type: str) -> bool:
        """Whether a kept file may be handed to the system's programs: only PDFs and pictures."""
        return media_type in SUFFIXES

    def opened_copy(self, file_id: str, folder: Path) -> Path:
        """A read-only copy of a kept file for another program to show; the kept bytes stay where they are.

        Raises:
            InvalidInput: it is neither a PDF nor a picture.
            WrongState: its bytes no longer have their hash.
        """
        kept = self._kept(file_id)
        if not self.can_be_opened(kept.media_type):
            raise InvalidInput([Problem("file", "file_not_shown")])
        path = folder / kept.sha256[:16] / signing_export.safe_name(kept.name, kept.media_type)
        signing_export.write_copy(path, kept.data)
        return path

    def _kept(self, file_id: str) -> PaperFile:
        with self._store.reading() as session:
            kept = fetch(session, PaperFile, file_id)
            session.expunge(kept)
        if hashlib.sha256(kept.data).hexdigest() != kept.sha256:
            raise WrongState("changed outside ClientDesk", "intact")
        return kept

    def _file(
        self,
        agreement_id: str,
        file: Path | FileFacts,
        signers: Sequence[Signer],
        kind: FileKind,
        *,
        confirmed: bool,
        reason: str,
    ) -> AgreementState:
        is_scan = kind is FileKind.SCAN
        expected = None if is_scan else len(signers) or None
        look = self.judge(_facts(file), agreement_id, expected)
        said = clean_line(reason)
        problems = _refused(look, said, confirmed=confirmed, is_scan=is_scan)
        if problems:
            raise InvalidInput(problems)
        with self._store.writing("File signed paper", undoable=False) as session:
            agreement = fetch(session, Agreement, agreement_id)
            if agreement.state is AgreementState.DRAFT:
                raise WrongState(agreement.state.value, "issued")
            kept = keep_file(session, self._clock, agreement_id, look.facts, kind)
            event = SigningKind.PAPER_SCAN if is_scan else SigningKind.RECEIVED
            verdict = {} if is_scan else look.facts.verdict.as_plain()
            found = ", ".join(look.facts.content_ids[:4])
            note = self._tr("Content ID found in the file: {found}").format(found=found) if found else ""
            if not signers:
                log_event(
                    session,
                    agreement,
                    event,
                    clock=self._clock,
                    file=kept,
                    verdict=verdict,
                    reason=said,
                    note=note,
                )
            self._sign(
                session, agreement, signers, kind=event, file=kept, verdict=verdict, reason=said, note=note
            )
            return agreement.state

    def _sign(self, session: Session, agreement: Agreement, signers: Sequence[Signer], **more: Any) -> None:
        """Record each side; what is wrong with any of them is said of all at once."""
        refused: list[Problem] = []
        for side, name, capacity, on in signers:
            try:
                add_signature(
                    session, agreement, side, name, on, clock=self._clock, capacity=capacity, **more
                )
            except InvalidInput as error:
                refused.extend(_of_side(side, error.problems))
        if refused:
            raise InvalidInput(refused)


def _facts(file: Path | FileFacts) -> FileFacts:
    return look_into(file.name, read_file(file)) if isinstance(file, Path) else file


def _refused(look: FileLook, reason: str, *, confirmed: bool, is_scan: bool) -> list[Problem]:
    problems = []
    if look.needs_reason and not reason:
        problems.append(Problem("reason", "reason_needed"))
    if len(reason) > LINE_LENGTH:
        problems.append(Problem("reason", "too_long", {"max_length": LINE_LENGTH}))
    if is_scan and not confirmed:
        problems.append(Problem("confirmed", "not_confirmed"))
    if not is_scan and look.facts.verdict.state is SealState.NONE:
        problems.append(Problem("file", "not_signed_electronically"))
    return problems


def _of_side(side: Side, problems: Sequence[Problem]) -> list[Problem]:
    return [Problem(f"{side.value}_{problem.field}", problem.code, problem.facts) for problem in problems]


def _matched(session: Session, look: FileLook, own_id: str, agreement_id: str, tr: Translate) -> FileLook:
    """Which version the file's content ID belongs to; the paper at hand goes first."""
    found = look.facts.content_ids
    if not found:
        return look
    decides = found[:1] if look.facts.is_attached or "ids_disagree" in look.facts.problems else found
    if own_id and own_id in decides:
        return replace(
            look, match=Match.THIS, matched_id=agreement_id, matched=_named(session, agreement_id, tr)
        )
    for each in decides:
        other = _paper_of(session, each)
        if other is not None:
            number = session.execute(select(_AGREEMENT.number).where(_AGREEMENT.id == agreement_id)).scalar()
            match = Match.OTHER_VERSION if number and other.number == number else Match.OTHER_PAPER
            return replace(look, match=match, matched_id=other.id, matched=_named(session, other.id, tr))
    return replace(look, match=Match.UNKNOWN)


def _paper_of(session: Session, printed: str) -> Any:
    stem = printed.replace("-", "").lower()
    query = select(_AGREEMENT.id, _AGREEMENT.number).where(_AGREEMENT.fingerprint.startswith(stem))
    return session.execute(query.limit(1)).first()


def _named(session: Session, agreement_id: str, tr: Translate) -> str:
    row = session.execute(
        select(_AGREEMENT.number, _AGREEMENT.version).where(_AGREEMENT.id == agreement_id)
    ).one()
    return tr("{number} version {version}").format(number=row.number, version=row.version)


def _with_strangers(look: FileLook, document: PaperDocument) -> FileLook:
    """Names in certificates that stand nowhere among those who were to sign."""
    parties = (getattr(document, side.value, None) for side in (Side.CLIENT, Side.CONSULTANT))
    names = tuple(party.signatory for party in parties if party is not None and party.signatory)
    words = {word for name in names for word in _WORDS.findall(fold(name))}
    seals = [seal.signer for seal in look.facts.verdict.seals if seal.signer]
    strangers = tuple(dict.fromkeys(name for name in seals if words.isdisjoint(_WORDS.findall(fold(name)))))
    return replace(look, strangers=strangers if names else (), signatories=names)


def _against_issued(session: Session, facts: FileFacts, agreement_id: str) -> tuple[bool | None, bool]:
    """Whether a PDF begins with the file as issued, and whether it is nothing else."""
    issued = session.execute(
        select(_FILE.data).where(_FILE.agreement_id == agreement_id, _FILE.kind == FileKind.ISSUED)
    ).scalar()
    if issued is None or facts.media_type != PDF:
        return None, False
    return facts.data.startswith(issued), facts.data == issued
