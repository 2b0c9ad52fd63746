"""The story of a statement of work or a proposal: its sections, in order, as flowables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from clientdesk.models.agreement_document import AgreementDocument, Course
from clientdesk.models.frozen_paper import DraftPaper, FrozenPaper
from clientdesk.services.papers import (
    delivery_pages,
    engagement_letter,
    exhibit_pages,
    fee_pages,
    proposal_pages,
    record_pages,
    scope_pages,
    sign_pages,
    terms_pages,
    title_pages,
)
from clientdesk.services.papers.agreement_story import Story

if TYPE_CHECKING:
    from clientdesk.services.papers.wording import Wording


def story(paper: FrozenPaper | DraftPaper, words: Wording, width: float, page_height: float) -> list[Any]:
    """Every flowable of the paper, in order."""
    document = cast(AgreementDocument, paper.document)
    if document.form == "letter":
        return engagement_letter.story(paper, words, width, page_height)
    made = Story(paper, words, width, page_height)
    made.count(_sections(made))
    title_pages.add_title(made)
    scope_pages.add_purpose(made)
    scope_pages.add_objectives(made)
    if made.has("approach"):
        proposal_pages.add_approach(made)
    scope_pages.add_scope(made)
    delivery_pages.add_deliverables(made)
    delivery_pages.add_timeline(made)
    delivery_pages.add_roles(made)
    delivery_pages.add_change(made)
    if made.has("options"):
        proposal_pages.add_options(made)
    if made.has("fees"):
        fee_pages.add_fees(made)
    terms_pages.add_course(made)
    terms_pages.add_terms(made)
    if made.has("next"):
        proposal_pages.add_next(made)
    if made.has("signatures"):
        sign_pages.add_signatures(made)
        record_pages.add_closing(made)
    elif made.is_proposal:
        record_pages.add_record(made)
    exhibit_pages.add_exhibits(made)
    return made.flowables


def _sections(made: Story) -> list[str]:
    """The sections that are printed, in their order."""
    document, is_proposal = made.document, made.is_proposal
    begins = document.onboarding or document.closing or document.course != Course()
    present = {
        "purpose": True,
        "objectives": bool(document.objectives),
        "approach": is_proposal and bool(document.approach),
        "scope": True,
        "deliverables": True,
        "timeline": bool(document.milestones),
        "roles": bool(document.roles or document.decisions or delivery_pages.decisions(made)),
        "change": True,
        "options": is_proposal and bool(document.options),
        "fees": bool(document.fees.lines) or not (is_proposal and document.options),
        "closing": bool(begins and (terms_pages.beginning(made) or terms_pages.ending(made))),
        "terms": not is_proposal or bool(document.governing_terms or document.governed_by),
        "next": is_proposal,
        "signatures": made.frozen is not None and not is_proposal,
    }
    return [name for name, is_printed in present.items() if is_printed]
