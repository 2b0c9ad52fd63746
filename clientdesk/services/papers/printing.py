"""From a paper to PDF bytes: wording, story and sheet put together."""

from __future__ import annotations

from clientdesk.models.frozen_paper import DraftPaper, FrozenPaper
from clientdesk.services.papers import fonts, sheet
from clientdesk.services.papers.statement_of_work import story
from clientdesk.services.papers.wording import Wording, wording


def print_paper(paper: FrozenPaper | DraftPaper, logo_png: bytes | None) -> bytes:
    """See `clientdesk.services.papers.render`."""
    fonts.register()
    frozen = paper if isinstance(paper, FrozenPaper) else None
    locale = frozen.facts.locale if frozen else paper.locale  # type: ignore[union-attr]
    size = frozen.facts.paper_size if frozen else paper.paper_size  # type: ignore[union-attr]
    words = wording(locale)
    width, height = sheet.content_size(size)
    return sheet.build(story(paper, words, width, height), size, _furniture(paper, words, logo_png))


def _furniture(paper: FrozenPaper | DraftPaper, words: Wording, logo_png: bytes | None) -> sheet.Furniture:
    document = paper.document
    if isinstance(paper, FrozenPaper):
        footer = words.text(
            "furniture.footer",
            number=paper.facts.number,
            version=str(paper.facts.version),
            content_id=paper.content_id,
        )
        made_on, seed, status = paper.facts.issued_on, paper.fingerprint, "title.status_final"
        initials = (words.text("title.consultant"), words.text("title.client"))
    else:
        footer = words.text("furniture.footer_draft", date=words.day_medium(paper.made_on))
        made_on, seed, status, initials = paper.made_on, "draft", "title.status_draft", None
    return sheet.Furniture(
        name=document.consultant.legal_name,
        status=words.text(status),
        title=document.project_title or words.text("title.untitled"),
        running=words.text("title.running_final", title=document.printed_title),
        footer=footer,
        initials_label=words.text("furniture.initials"),
        initials=initials,
        page=lambda page, pages: words.text("furniture.page", page=str(page), pages=str(pages)),
        author=document.consultant.legal_name,
        subject=document.printed_title,
        language=words.language,
        made_on=made_on,
        seed=seed,
        draft=not isinstance(paper, FrozenPaper),
        logo_png=logo_png,
    )
