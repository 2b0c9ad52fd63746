"""What the stories of the sister papers share: title block, facts, parties, numbered sections, tinted boxes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Generic, TypeVar, cast

from reportlab.platypus import CondPageBreak, Spacer

from clientdesk.models.agreement_document import PaperDocument, Party
from clientdesk.models.frozen_paper import DraftPaper, FrozenPaper
from clientdesk.services.papers.density import closer, density
from clientdesk.services.papers.flowables import (
    BODY,
    BOX_HEADING,
    CELL,
    CELL_STRONG,
    FACT,
    HAIRLINE,
    HEAD,
    HEADING_ROOM,
    NOTE,
    PARTY,
    PARTY_LINE,
    SUBHEADING,
    SUBTITLE,
    TEAL,
    TINT,
    Heading,
    Spaced,
    TextRuns,
    boxes,
    fitted_title,
    items,
    paragraphs,
    plain_table,
    runs,
    style,
)
from clientdesk.services.papers.fonts import SERIF
from clientdesk.services.papers.wording import Run, Wording

Document = TypeVar("Document", bound=PaperDocument)
Paper = FrozenPaper | DraftPaper
Tell = Callable[[Paper, Wording, float, float], list[Any]]

BOX_ITEMS = 12
HEADING_SPACE = (10.5, 3.5)
SMALL_TITLE: Any = style("title", SERIF, 20, 24, textColor=TEAL)


class FamilyStory(Generic[Document]):
    """Collects the flowables of one paper; counts sections and keeps headings with what follows."""

    def __init__(self, paper: Paper, words: Wording, width: float, page_height: float) -> None:
        self.paper = paper
        self.document = cast(Document, paper.document.settled(only_missing=True))
        self.words = words
        self.width = width
        self.page_height = page_height
        self.flowables: list[Any] = []
        self.heading_space: tuple[float, float] = HEADING_SPACE
        self._sections = 0

    @property
    def frozen(self) -> FrozenPaper | None:
        return self.paper if isinstance(self.paper, FrozenPaper) else None

    @property
    def made_on(self) -> date:
        """The day printed as the paper's own."""
        return self.frozen.facts.issued_on if self.frozen else cast(DraftPaper, self.paper).made_on

    @property
    def consultant_name(self) -> str:
        return self.document.consultant.legal_name or self.words.text("purpose.the_consultant")

    @property
    def client_name(self) -> str:
        return self.document.client.legal_name or self.words.text("purpose.the_client")

    @property
    def tax_name(self) -> str:
        """What the tax is called, beside a party's tax number."""
        return str(getattr(self.document, "tax_name", "VAT"))

    def columns(self, *shares: float) -> list[float]:
        """Column widths from percentages."""
        return [self.width * share / 100 for share in shares]

    def add(self, *flowables: Any) -> None:
        self.flowables.extend(flowables)

    def text(self, key: str, style: Any = BODY, **fields: str) -> TextRuns:
        """A sentence of the resources as a paragraph."""
        return runs(self.words.runs(key, **fields), style)

    def prose(self, keys_and_fields: Sequence[tuple[str, dict[str, str]]], style: Any = BODY) -> TextRuns:
        """Several sentences as one paragraph."""
        parts: list[Run] = []
        for key, fields in keys_and_fields:
            parts += [*([Run(" ")] if parts else []), *self.words.runs(key, **fields)]
        return runs(parts, style)

    def head(self, table: str, *keys: str) -> list[str]:
        """Column heads."""
        return [self.words.text(f"{table}.{key}") for key in keys]

    def height_of(self, flowables: Sequence[Any]) -> float:
        """Height that a stretch of flowables takes; between two of them the larger space counts, as on the page."""
        total = after = 0.0
        for flowable in flowables:
            kept = getattr(flowable, "kept_height", None)
            height = flowable.wrap(self.width, self.page_height)[1]
            total += max(flowable.getSpaceBefore(), after) + (kept() if kept else height)
            after = flowable.getSpaceAfter()
        return total

    def section(self, key: str, *body: Any, numbered: bool = True) -> None:
        """A section: its heading stays with its first block, or moves with it."""
        self.together([self.heading(key, numbered=numbered)], list(body))

    def heading(self, key: str, *, numbered: bool = True) -> Heading:
        """The heading of the next section, set closer than on a statement of work: sister papers are short."""
        self._sections += numbered
        heading = Heading(self.words.text(key), self._sections if numbered else None)
        before, after = self.heading_space
        heading.spaceBefore, heading.spaceAfter = closer(before), closer(after)
        return heading

    def subsection(self, key: str, *body: Any) -> None:
        self.together([TextRuns(self.words.text(key), SUBHEADING)], list(body))

    def together(self, opening: list[Any], body: list[Any], least: float = HEADING_ROOM) -> None:
        """Opening and first block of the body on one page; a body that goes on needs some more room."""
        table = next((place for place, part in enumerate(body) if hasattr(part, "kept_height")), None)
        count = table + 1 if table is not None and table <= 2 else 1
        room = self.height_of([*opening, *body[:count]])
        if len(body) > count:
            room = max(room, min(least, self.height_of([*opening, *body])))
        self.add(CondPageBreak(min(room, self.page_height * 0.9)), *opening, *self.paired(body))

    def paired(self, body: list[Any]) -> list[Any]:
        """The last item of a list takes the one before along to the next page, so that none stands alone."""
        points = [place for place, part in enumerate(body) if getattr(part, "bullet", None)]
        if len(points) < 3:
            return body
        room = self.height_of(body[points[-2] : points[-1] + 1])
        pair = CondPageBreak(min(room, self.page_height * 0.5))
        return [*body[: points[-2]], pair, *body[points[-2] :]]

    def kept(self, *block: Any) -> None:
        """A block that no page break divides, as far as a page can hold it."""
        self.add(CondPageBreak(min(self.height_of(block), self.page_height * 0.9)), *block)

    def title_block(self, facts: Sequence[tuple[str, str]], *, parties: bool) -> None:
        """Kind, title, whom it is for, a grid of facts in rows of three, and both parties in full or in a line.

        Args:
            facts: label and value, six or three of them.
            parties: with addresses and numbers, as papers to sign have them.
        """
        words, document = self.words, self.document
        title = document.project_title or words.text("title.untitled")
        self.add(Spaced(document.printed_title or words.text("title.untitled")))
        self.add(
            self._title(title, small=not parties or density().is_tight),
            Spacer(1, closer(3 if parties else 1)),
        )
        if parties:
            for_whom = words.text("title.for_client", client=self.client_name)
        else:
            for_whom = words.text("family.between", consultant=self.consultant_name, client=self.client_name)
        self.add(*paragraphs(for_whom, SUBTITLE), Spacer(1, closer(11 if parties else 7)))
        self.add(self.fact_grid(facts))
        if parties:
            self.add(Spacer(1, closer(9)), self.parties(), Spacer(1, closer(4)))
        self._supersedes()

    def _title(self, title: str, *, small: bool) -> TextRuns:
        """Smaller on what is read rather than signed, as long as it takes one line there."""
        if small:
            paragraph = TextRuns(title, SMALL_TITLE)
            if paragraph.wrap(self.width, 1e6)[1] <= SMALL_TITLE.leading:
                return paragraph
        return fitted_title(title, self.width)

    def number_fact(self) -> tuple[str, str]:
        """Label and value of number and version, or of the draft."""
        words, frozen = self.words, self.frozen
        label = words.text("title.document")
        if frozen is None:
            return label, words.text("title.draft", date=words.day_medium(self.made_on))
        facts = frozen.facts
        return label, words.text("title.version", number=facts.number, version=str(facts.version))

    def issued_fact(self) -> tuple[str, str]:
        words = self.words
        issued = words.day_medium(self.made_on) if self.frozen else words.text("title.not_issued")
        return words.text("title.issued"), issued

    def period(self, start: date | None, end: date | None) -> str:
        """A stretch of days for the grid of facts."""
        words = self.words
        if start and end:
            first, last = words.day_medium(start), words.day_medium(end)
            return words.text("title.period_value", start=first, end=last)
        if start:
            return words.text("title.period_open", start=words.day_medium(start))
        return words.day_medium(end) or words.text("family.none")

    def fact_grid(self, facts: Sequence[tuple[str, str]]) -> Any:
        none = self.words.text("family.none")
        cells = [[TextRuns(label.upper(), HEAD), *paragraphs(value or none, FACT)] for label, value in facts]
        rows = [cells[place : place + 3] for place in range(0, len(cells), 3)]
        return plain_table(
            rows,
            self.columns(36, 32, 32),
            [
                ("LINEABOVE", (0, 0), (-1, 0), 1.2, TEAL),
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, HAIRLINE),
                ("LINEAFTER", (0, 0), (1, -1), 0.4, HAIRLINE),
                ("LEFTPADDING", (1, 0), (-1, -1), 10),
                ("RIGHTPADDING", (0, 0), (1, -1), 8),
                ("TOPPADDING", (0, 0), (-1, -1), closer(6)),
                ("BOTTOMPADDING", (0, 0), (-1, -1), closer(6.5)),
            ],
        )

    def parties(self) -> Any:
        document = self.document
        left = self._party("title.consultant", document.consultant)
        right = self._party("title.client", document.client)
        half = (self.width - 12) / 2
        return plain_table([[left, [], right]], [half, 12, half], [])

    def _party(self, label: str, party: Party) -> list[Any]:
        words, person = self.words, party.signatory
        if party.signatory and party.capacity:
            person = words.text("title.person", name=party.signatory, capacity=party.capacity)
        numbers = []
        if party.registration_no:
            numbers.append(words.text("title.registration", number=party.registration_no))
        if party.tax_no:
            name = self.tax_name
            numbers.append(words.text("title.tax_number", name=name, number=party.tax_no).strip())
        lines = [
            person,
            ", ".join(address_lines(party)),
            " · ".join(numbers),
            " · ".join(part for part in (party.email, party.phone) if part),
        ]
        return [
            TextRuns(words.text(label).upper(), HEAD),
            TextRuns(party.legal_name or words.text("title.none"), PARTY),
            *(paragraph for line in lines for paragraph in paragraphs(line, PARTY_LINE)),
        ]

    def _supersedes(self) -> None:
        frozen = self.frozen
        if frozen is None or frozen.facts.supersedes is None:
            return
        replaced = frozen.facts.supersedes
        issued = next((row.issued_on for row in frozen.facts.history if row.version == replaced), None)
        if issued is not None:
            fields = {"version": str(replaced), "date": self.words.day_long(issued)}
            self.add(Spacer(1, 5), self.text("title.supersedes", NOTE, **fields))

    def two_boxes(self, left: tuple[str, list[str]], right: tuple[str, list[str]]) -> None:
        """Two lists of equal weight in tinted boxes; long ones as plain lists one after the other."""
        parts = [part for part in (left, right) if part[1]]
        if len(parts) == 2 and all(len(part[1]) <= BOX_ITEMS for part in parts):
            contents = [[TextRuns(self.words.text(key), BOX_HEADING), *items(texts)] for key, texts in parts]
            table = boxes([(content, TINT, TEAL) for content in contents], self.width)
            if table.wrap(self.width, self.page_height)[1] <= self.page_height * 0.5:
                self.add(Spacer(1, closer(11)))
                self.kept(table)
                return
        for key, texts in parts:
            self.section(key, *items(texts), numbered=False)


def address_lines(party: Party) -> list[str]:
    """The address line by line, without commas at their ends."""
    return [line.strip().rstrip(",") for line in party.address.split("\n") if line.strip()]


def cell(text: str, cell_style: Any = CELL) -> Any:
    """A user's text as the content of a table cell."""
    made = paragraphs(text, cell_style)
    return made[0] if len(made) == 1 else made or TextRuns("", cell_style)


def strong(text: str) -> TextRuns:
    """A reference or label in a table."""
    return TextRuns(text, CELL_STRONG)
