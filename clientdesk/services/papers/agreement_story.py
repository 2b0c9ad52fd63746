"""What the pages of a statement of work, a proposal and an engagement letter share: sections known by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.platypus import CondPageBreak

from clientdesk.models.agreement_document import AgreementDocument
from clientdesk.models.agreement_totals import totals
from clientdesk.models.enums import AgreementKind
from clientdesk.models.frozen_paper import FrozenPaper
from clientdesk.models.paper_texts import extra_letters, has_plan, needs_short_terms
from clientdesk.services.papers.density import closer
from clientdesk.services.papers.family_story import FamilyStory, Paper
from clientdesk.services.papers.flowables import BODY, ITEM, NOTE, Heading, TextRuns, paragraphs, runs
from clientdesk.services.papers.short_terms import short_terms
from clientdesk.services.papers.wording import Wording


class Story(FamilyStory[AgreementDocument]):
    """Collects flowables; numbers sections by name, so that sentences can point at them.

    Attributes:
        numbers: of the sections that are printed, by name.
        is_early: issued by the first release; nothing is added to what was agreed then.
    """

    HEADING_SPACE = (13.5, 5.0)
    body: Any = BODY
    item: Any = ITEM
    note: Any = NOTE
    is_short = False

    def __init__(self, paper: Paper, words: Wording, width: float, page_height: float) -> None:
        super().__init__(paper, words, width, page_height)
        self.is_early = isinstance(paper, FrozenPaper) and paper.paper_version == 1
        self.is_proposal = paper.kind is AgreementKind.PROPOSAL
        self.numbers: dict[str, int] = {}
        self.totals = totals(self.document.fees)

    @property
    def tax_name(self) -> str:
        return self.document.fees.tax_name

    def count(self, names: Sequence[str]) -> None:
        """Number the sections that are printed."""
        self.numbers = {name: place for place, name in enumerate(names, start=1)}

    def titled(self, name: str, key: str = "") -> Heading:
        """The heading of a section: its words under `key`, else under the section's own."""
        heading = Heading(self.words.text(key or f"{name}.heading"), self.numbers.get(name))
        before, after = self.HEADING_SPACE
        heading.spaceBefore, heading.spaceAfter = closer(before), closer(after)
        return heading

    def part(self, name: str, *body: Any, key: str = "") -> None:
        """A numbered section: the heading stays with its first block, or moves with it."""
        self.together([self.titled(name, key)], list(body))

    def whole(self, *block: Any) -> None:
        """A block that stays together, whatever it could be divided into, up to nine tenths of a page."""
        total = after = 0.0
        for flowable in block:
            height = flowable.wrap(self.width, self.page_height)[1]
            total += max(flowable.getSpaceBefore(), after) + height
            after = flowable.getSpaceAfter()
        self.add(CondPageBreak(min(total, self.page_height * 0.9)), *block)

    def point(self, key: str, **fields: str) -> TextRuns:
        """A sentence of the resources as an item of a list."""
        return runs(self.words.runs(key, **fields), self.item, "•")

    def points(self, texts: Sequence[str]) -> list[TextRuns]:
        """A user's texts as items of a list."""
        return [paragraph for text in texts for paragraph in paragraphs(text, self.item, "•")]

    def text(self, key: str, style: Any = None, **fields: str) -> TextRuns:
        return super().text(key, style or self.body, **fields)

    def prose(self, keys_and_fields: Sequence[tuple[str, dict[str, str]]], style: Any = None) -> TextRuns:
        return super().prose(keys_and_fields, style or self.body)

    def taxed(self, key: str, **fields: str) -> tuple[str, dict[str, str]]:
        """The sentence that says "excluding VAT", or its plain form where no tax is named."""
        tax = self.document.fees.tax_name
        return (key, {**fields, "tax": tax}) if tax else (f"{key}_plain", fields)

    def has(self, *names: str) -> bool:
        """Whether any of these sections is printed."""
        return any(name in self.numbers for name in names)

    @property
    def has_short_terms(self) -> bool:
        """Whether the shipped short terms are printed, since no others are named."""
        return needs_short_terms(self.document) and not self.is_early and not self.is_proposal

    def exhibits(self) -> list[tuple[str, str]]:
        """Letter and title of every exhibit, in order."""
        words, document = self.words, self.document
        found = [("A", words.text("exhibit.plan"))] if has_plan(document) else []
        titles = [extra.title for extra in document.exhibits]
        if self.has_short_terms:
            titles = [short_terms(words.language)[0]]
        letters = extra_letters(document)[: len(titles)]
        return [*found, *zip(letters, titles, strict=True)]

    def exhibit_names(self, *, titled: bool = False) -> str:
        """ "Exhibit A and Exhibit B", or with their titles."""
        words, made = self.words, []
        for letter, title in self.exhibits():
            key = "exhibit.titled" if title else "exhibit.letter"
            key = key if titled else "exhibit.named"
            made.append(words.text(key, letter=letter, title=title))
        if titled or len(made) < 2:
            return words.listed(made)
        return words.text("rules.list_and", items=", ".join(made[:-1]), last=made[-1])
