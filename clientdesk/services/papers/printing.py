"""From a paper to PDF bytes: wording, story and sheet put together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from clientdesk.models.enums import AgreementKind
from clientdesk.models.family_documents import LetterDocument
from clientdesk.models.frozen_paper import DraftPaper, FrozenPaper
from clientdesk.models.paper_kinds import KINDS
from clientdesk.services.papers import (
    audit_pages,
    change_order_pages,
    fonts,
    letter_pages,
    meeting_pages,
    report_pages,
    sheet,
    statement_of_work,
)
from clientdesk.services.papers.coverage import uncovered_text
from clientdesk.services.papers.density import A_FEW_LINES, LITTLE, without_bare_pages
from clientdesk.services.papers.wording import Wording, wording

STORIES: dict[AgreementKind, Callable[[Any, Wording, float, float], list[Any]]] = {
    AgreementKind.STATEMENT_OF_WORK: statement_of_work.story,
    AgreementKind.PROPOSAL: statement_of_work.story,
    AgreementKind.CHANGE_ORDER: change_order_pages.story,
    AgreementKind.ADDENDUM: change_order_pages.story,
    AgreementKind.STATUS_REPORT: report_pages.story,
    AgreementKind.MEETING_SUMMARY: meeting_pages.story,
    AgreementKind.RELATIONSHIP_AUDIT: audit_pages.story,
    AgreementKind.OFFBOARDING_LETTER: letter_pages.story,
    AgreementKind.WELCOME_LETTER: letter_pages.story,
}
"""What tells a paper's content in blocks; a paper that was only filed here has none."""

ENDS_ANYWHERE = {
    AgreementKind.MEETING_SUMMARY,
    AgreementKind.RELATIONSHIP_AUDIT,
    AgreementKind.OFFBOARDING_LETTER,
    AgreementKind.WELCOME_LETTER,
}
"""Papers whose last page is as long as it is."""


def print_paper(
    paper: FrozenPaper | DraftPaper, logo_png: bytes | None, on_page: Callable[[int], None] | None = None
) -> bytes:
    """See `clientdesk.services.papers.render`."""
    fonts.register()
    frozen = paper if isinstance(paper, FrozenPaper) else None
    locale = frozen.facts.locale if frozen else paper.locale  # type: ignore[union-attr]
    size = frozen.facts.paper_size if frozen else paper.paper_size  # type: ignore[union-attr]
    words = wording(locale, paper.document.language)
    width, height = sheet.content_size(size)
    story = STORIES[paper.kind]
    furniture = _furniture(paper, words, logo_png)

    def build(fills: list[float]) -> bytes:
        made = story(paper, words, width, height)
        return sheet.build(made, size, furniture, on_page=on_page, fills=fills)

    return without_bare_pages(build, A_FEW_LINES if paper.kind in ENDS_ANYWHERE else LITTLE)


def _furniture(paper: FrozenPaper | DraftPaper, words: Wording, logo_png: bytes | None) -> sheet.Furniture:
    document = paper.document
    if isinstance(paper, FrozenPaper):
        footer = words.text(
            "furniture.footer",
            number=paper.facts.number,
            version=str(paper.facts.version),
            content_id=paper.content_id,
        )
        made_on, seed = paper.facts.issued_on, paper.fingerprint
    else:
        footer = words.text("furniture.footer_draft", date=words.day_medium(paper.made_on))
        made_on, seed = paper.made_on, "draft"
    kind, frozen = KINDS[paper.kind], isinstance(paper, FrozenPaper)
    initials = (words.text("title.consultant"), words.text("title.client"))
    return sheet.Furniture(
        name=document.consultant.legal_name,
        status=_status(paper, words),
        title=document.project_title or words.text("title.untitled"),
        running=_running(paper, words),
        footer=footer,
        initials_label=words.text("furniture.initials"),
        initials=initials if frozen and kind.is_signed else None,
        page=lambda page, pages: words.text("furniture.page", page=str(page), pages=str(pages)),
        author=document.consultant.legal_name,
        subject=document.printed_title,
        language=words.language,
        made_on=made_on,
        seed=seed,
        draft=not frozen,
        logo_png=logo_png,
        attachment=paper.content if isinstance(paper, FrozenPaper) and paper.content else None,
        watermark=_watermark(paper, words),
    )


def _watermark(paper: FrozenPaper | DraftPaper, words: Wording) -> str:
    """Behind the text of every page: what is not for the client, and a draft that shows question marks."""
    if isinstance(paper, DraftPaper) and uncovered_text(paper.document):
        return words.text("furniture.cannot_set")
    return words.text("family.internal") if KINDS[paper.kind].is_internal else ""


def _status(paper: FrozenPaper | DraftPaper, words: Wording) -> str:
    """Right of the first header: what the paper is for; a finished letter says nothing there."""
    kind = KINDS[paper.kind]
    if isinstance(paper, DraftPaper):
        return words.text("title.status_draft" if kind.is_signed else "family.draft")
    if kind.is_signed:
        return words.text("title.status_final")
    if kind.is_internal:
        return words.text("family.internal_status")
    return "" if isinstance(paper.document, LetterDocument) else words.text("family.confidential")


def _running(paper: FrozenPaper | DraftPaper, words: Wording) -> str:
    """Right of the header from the second page."""
    key = "family.running_internal" if KINDS[paper.kind].is_internal else "title.running_final"
    if isinstance(paper.document, LetterDocument):
        return paper.document.printed_title
    return words.text(key, title=paper.document.printed_title)
