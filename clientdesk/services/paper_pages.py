"""Papers as pages: kept ones as they were issued, drafts as previews; written to files with safe names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from clientdesk.models.enums import AgreementKind, PaperOrigin
from clientdesk.models.errors import InvalidInput, Problem, WrongState
from clientdesk.models.frozen_paper import DraftPaper, FrozenPaper, fingerprint
from clientdesk.models.tables import Agreement
from clientdesk.services import paper_reads, paper_views
from clientdesk.services.drafting import Drafts
from clientdesk.services.issuing import Issuer, locale_of, size_of
from clientdesk.services.paper_content import plain
from clientdesk.services.papers import render
from clientdesk.services.papers.saving import safe_file_name, write_pdf
from clientdesk.services.practice import PracticeService
from clientdesk.store.unit_of_work import Store, fetch


class PaperPages:
    """PDF bytes of papers. Call it off the GUI thread."""

    def __init__(self, store: Store, practice: PracticeService, drafts: Drafts, issuer: Issuer) -> None:
        self._store = store
        self._practice = practice
        self._drafts = drafts
        self._issuer = issuer

    def pdf(self, agreement_id: str) -> bytes:
        """The paper as PDF: of an issued version the bytes kept when it was issued, of a draft its preview.

        Raises:
            InvalidInput: a paper from elsewhere that was kept as something else than a PDF.
            WrongState: an issued version's content no longer has its fingerprint.
        """
        with self._store.reading() as session:
            agreement = fetch(session, Agreement, agreement_id)
            if agreement.content is None:
                kind, draft = agreement.kind, dict(agreement.draft)
            elif fingerprint(agreement.content) != agreement.fingerprint:
                raise WrongState("changed outside ClientDesk", "intact")
            else:
                return self._issued_pdf(agreement, paper_views.kept_pages(session, agreement))
        return self.draft_pdf(draft, kind)

    def draft_pdf(
        self, document: dict[str, Any], kind: AgreementKind = AgreementKind.STATEMENT_OF_WORK
    ) -> bytes:
        """A draft's preview, without storing anything.

        Raises:
            InvalidInput: an entry cannot be kept at all.
        """
        parsed = self._issuer.parsed(kind, document)
        practice = self._practice.get()
        paper = DraftPaper(
            parsed,
            self._practice.today(),
            locale=locale_of(parsed, practice.locale if practice else "en_GB"),
            paper_size=size_of(practice.paper_size if practice else "A4"),
            kind=kind,
        )
        return render(paper, logo_png=self._practice.logo())

    def engagement_pdf(self, engagement_id: str) -> bytes:
        """The newest issued version if there is one, else a draft from the engagement; stores nothing."""
        with self._store.reading() as session:
            issued = paper_reads.newest_issued(session, engagement_id)
        if issued is not None:
            return self.pdf(issued)
        return self.draft_pdf(plain(self._drafts.make(engagement_id)))

    def file_name(self, agreement_id: str) -> str:
        """A safe name for the paper's PDF, from number and version, or from a draft's title."""
        with self._store.reading() as session:
            agreement = fetch(session, Agreement, agreement_id)
            if agreement.number and agreement.content is not None:
                is_own = agreement.origin is PaperOrigin.OWN
                return safe_file_name(agreement.number, agreement.version if is_own else None)
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

    @staticmethod
    def _issued_pdf(agreement: Agreement, kept: bytes | None) -> bytes:
        if kept is not None:
            return kept
        if agreement.origin is PaperOrigin.EXTERNAL:
            raise InvalidInput([Problem("", "not_a_pdf")])
        return render(FrozenPaper.from_json(agreement.content or b""), logo_png=agreement.logo_png)
