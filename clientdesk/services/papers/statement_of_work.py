"""The story of a statement of work: its sections, in order, as flowables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from reportlab.platypus import CondPageBreak, PageBreak, Spacer

from clientdesk.models.agreement_document import AgreementDocument, Party
from clientdesk.models.agreement_totals import totals
from clientdesk.models.enums import EngagementKind
from clientdesk.models.frozen_paper import DraftPaper, FrozenPaper
from clientdesk.services.papers import exhibit_pages, fee_pages, sign_pages
from clientdesk.services.papers.flowables import (
    BODY,
    BOX_HEADING,
    CELL,
    CELL_NOTE,
    CELL_RIGHT,
    CELL_STRONG,
    FACT,
    HAIRLINE,
    HEAD,
    NOTE,
    OPENING,
    PARTY,
    PARTY_LINE,
    SUBHEADING,
    SUBTITLE,
    TEAL,
    TERRACOTTA,
    TINT,
    WARM_TINT,
    Heading,
    Spaced,
    TextRuns,
    items,
    paragraphs,
    plain_table,
    rows_table,
    runs,
    style,
    with_gap,
)
from clientdesk.services.papers.fonts import SERIF
from clientdesk.services.papers.wording import Wording

BOX_ITEMS = 12
HEADING_ROOM = 96


class Story:
    """Collects flowables; numbers sections and keeps headings with what follows."""

    def __init__(
        self, paper: FrozenPaper | DraftPaper, words: Wording, width: float, page_height: float
    ) -> None:
        self.paper = paper
        self.document = cast(AgreementDocument, paper.document)
        self.words = words
        self.width = width
        self.page_height = page_height
        self.flowables: list[Any] = []
        self.numbers = {name: place for place, name in enumerate(_sections(paper), start=1)}
        self.totals = totals(self.document.fees)

    @property
    def frozen(self) -> FrozenPaper | None:
        return self.paper if isinstance(self.paper, FrozenPaper) else None

    @property
    def client_name(self) -> str:
        return self.document.client.legal_name or self.words.text("purpose.the_client")

    def columns(self, *shares: float) -> list[float]:
        """Column widths from percentages."""
        return [self.width * share / 100 for share in shares]

    def add(self, *flowables: Any) -> None:
        self.flowables.extend(flowables)

    def height_of(self, flowables: Sequence[Any]) -> float:
        """Height that a stretch of flowables takes, with the space between them."""
        total = 0.0
        for flowable in flowables:
            kept = getattr(flowable, "kept_height", None)
            height = flowable.wrap(self.width, self.page_height)[1]
            total += (kept() if kept else height) + flowable.getSpaceBefore() + flowable.getSpaceAfter()
        return total

    def section(self, name: str, *body: Any) -> None:
        """A numbered section: the heading stays with its first block, or moves with it."""
        heading = Heading(self.words.text(f"{name}.heading"), self.numbers.get(name))
        self.together([heading], list(body))

    def together(self, opening: list[Any], body: list[Any]) -> None:
        """Opening and first block of the body on one page, as far as a page can hold them."""
        table = next((place for place, part in enumerate(body) if hasattr(part, "kept_height")), None)
        kept = body[: table + 1] if table is not None and table <= 2 else body[:1]
        room = max(self.height_of([*opening, *kept]), HEADING_ROOM)
        self.add(CondPageBreak(min(room, self.page_height * 0.9)), *opening, *body)

    def subsection(self, key: str, *body: Any) -> None:
        self.together([TextRuns(self.words.text(key), SUBHEADING)], list(body))

    def sentence(self, key: str, **fields: str) -> TextRuns:
        return runs(self.words.runs(key, **fields), BODY)

    def prose(self, keys_and_fields: Sequence[tuple[str, dict[str, str]]]) -> TextRuns:
        """Several sentences as one paragraph."""
        parts = []
        for place, (key, fields) in enumerate(keys_and_fields):
            made = self.words.runs(key, **fields)
            parts += [type(made[0])(" "), *made] if place else made
        return runs(parts, BODY)

    def taxed(self, key: str, **fields: str) -> tuple[str, dict[str, str]]:
        """The sentence that says "excluding VAT", or its plain form where no tax is named."""
        tax = self.document.fees.tax_name
        return (key, {**fields, "tax": tax}) if tax else (f"{key}_plain", fields)


def _sections(paper: FrozenPaper | DraftPaper) -> list[str]:
    document = cast(AgreementDocument, paper.document)
    present = {
        "purpose": True,
        "objectives": bool(document.objectives),
        "scope": True,
        "deliverables": True,
        "timeline": bool(document.milestones),
        "roles": bool(document.roles or document.decisions),
        "change": True,
        "fees": True,
        "closing": bool(document.onboarding or document.closing),
        "terms": True,
        "signatures": isinstance(paper, FrozenPaper),
    }
    return [name for name, is_printed in present.items() if is_printed]


def story(paper: FrozenPaper | DraftPaper, words: Wording, width: float, page_height: float) -> list[Any]:
    """Every flowable of the paper, in order."""
    made = Story(paper, words, width, page_height)
    _title_block(made)
    _purpose(made)
    _objectives(made)
    _scope(made)
    _deliverables(made)
    _timeline(made)
    _roles(made)
    _change(made)
    fee_pages.add_fees(made)
    _onboarding_and_closing(made)
    _terms(made)
    if made.frozen is not None:
        sign_pages.add_signatures(made, made.frozen)
    if not made.document.exhibit.is_empty():
        made.add(PageBreak())
        exhibit_pages.add_exhibit(made)
    return made.flowables


def _title_block(made: Story) -> None:
    words, document = made.words, made.document
    title = document.project_title or words.text("title.untitled")
    made.add(Spaced(document.printed_title), _fitted_title(title, made.width), Spacer(1, 3))
    made.add(*paragraphs(words.text("title.for_client", client=made.client_name), SUBTITLE), Spacer(1, 11))
    made.add(_facts(made), Spacer(1, 9), _parties(made), Spacer(1, 4))
    frozen = made.frozen
    if frozen is None or frozen.facts.supersedes is None:
        return
    replaced = frozen.facts.supersedes
    issued = next((row.issued_on for row in frozen.facts.history if row.version == replaced), None)
    if issued is not None:
        fields = {"version": str(replaced), "date": words.day_long(issued)}
        made.add(Spacer(1, 5), runs(words.runs("title.supersedes", **fields), NOTE))


def _fitted_title(title: str, width: float) -> TextRuns:
    """The title in at most three lines, smaller when it is long."""
    paragraph = TextRuns("", FACT)
    for size in (25, 22, 19, 16, 13.5, 11):
        paragraph = TextRuns(title, style("title", SERIF, size, size * 1.16, textColor=TEAL))
        if paragraph.wrap(width, 1e6)[1] <= 3 * size * 1.16 + 0.01:
            break
    return paragraph


def _facts(made: Story) -> Any:
    words, document, frozen = made.words, made.document, made.frozen
    none = words.text("title.none")
    if frozen is not None:
        number = words.text("title.version", number=frozen.facts.number, version=str(frozen.facts.version))
        issued = words.day_medium(frozen.facts.issued_on)
    else:
        made_on = made.paper.made_on if isinstance(made.paper, DraftPaper) else None
        number = words.text("title.draft", date=words.day_medium(made_on))
        issued = words.text("title.not_issued")
    period = none
    if document.starts_on and document.ends_on:
        start, end = words.day_medium(document.starts_on), words.day_medium(document.ends_on)
        period = words.text("title.period_value", start=start, end=end)
    elif document.starts_on:
        period = words.text("title.period_open", start=words.day_medium(document.starts_on))
    facts = [
        ("title.document", number),
        ("title.issued", issued),
        ("title.open_until", words.day_medium(document.open_until) or none),
        ("title.period", period),
        (f"title.{document.fees.kind.value}", _price(made)),
        ("title.governed_by", document.governed_by or words.text("title.this_document")),
    ]
    cells = [[TextRuns(words.text(key).upper(), HEAD), TextRuns(value, FACT)] for key, value in facts]
    return plain_table(
        [cells[:3], cells[3:]],
        made.columns(36, 32, 32),
        [
            ("LINEABOVE", (0, 0), (-1, 0), 1.2, TEAL),
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, HAIRLINE),
            ("LINEAFTER", (0, 0), (1, -1), 0.4, HAIRLINE),
            ("LEFTPADDING", (1, 0), (-1, -1), 10),
            ("RIGHTPADDING", (0, 0), (1, -1), 8),
            ("TOPPADDING", (0, 0), (-1, -1), 6),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 6.5),
        ],
    )


def _price(made: Story) -> str:
    fees, words = made.document.fees, made.words
    if not fees.lines:
        return words.text("title.none")
    if fees.kind is EngagementKind.TIME_AND_MATERIALS and fees.cap is not None:
        key, fields = made.taxed("title.price_cap", amount=words.money(fees.cap, fees.currency))
    else:
        key, fields = made.taxed("title.price", amount=words.money(made.totals.net, fees.currency))
    return words.text(key, **fields)


def _parties(made: Story) -> Any:
    document = made.document
    left = _party(made, "title.consultant", document.consultant)
    right = _party(made, "title.client", document.client)
    half = (made.width - 12) / 2
    return plain_table([[left, [], right]], [half, 12, half], [])


def _party(made: Story, label: str, party: Party) -> list[Any]:
    words = made.words
    person = party.signatory
    if party.signatory and party.capacity:
        person = words.text("title.person", name=party.signatory, capacity=party.capacity)
    numbers = []
    if party.registration_no:
        numbers.append(words.text("title.registration", number=party.registration_no))
    if party.tax_no:
        tax = made.document.fees.tax_name
        numbers.append(words.text("title.tax_number", name=tax, number=party.tax_no).strip())
    lines = [
        person,
        ", ".join(line.strip().rstrip(",") for line in party.address.split("\n") if line.strip()),
        " · ".join(numbers),
        " · ".join(part for part in (party.email, party.phone) if part),
    ]
    name = party.legal_name or words.text("title.none")
    return [
        TextRuns(words.text(label).upper(), HEAD),
        TextRuns(name, PARTY),
        *(paragraph for line in lines for paragraph in paragraphs(line, PARTY_LINE)),
    ]


def _purpose(made: Story) -> None:
    words, document = made.words, made.document
    definitions = words.runs(
        "purpose.definitions",
        title=document.printed_title,
        consultant=document.consultant.legal_name or words.text("purpose.the_consultant"),
        client=made.client_name,
    )
    made.section("purpose", *paragraphs(document.purpose, OPENING), runs(definitions, OPENING))


def _objectives(made: Story) -> None:
    words, document = made.words, made.document
    if not document.objectives:
        return
    rows = []
    for place, goal in enumerate(document.objectives, start=1):
        change = goal.baseline or goal.target
        if goal.baseline and goal.target:
            change = words.text("objectives.from_to", baseline=goal.baseline, target=goal.target)
        rows.append(
            [
                TextRuns(f"G{place}", CELL_STRONG),
                cell(goal.goal),
                cell(change),
                cell(goal.measured_by),
                cell(words.day_medium(goal.by)),
            ]
        )
    head = [words.text(f"objectives.{key}") for key in ("ref", "goal", "change", "measured_by", "by")]
    made.section("objectives", rows_table(head, rows, made.columns(6, 24, 26, 29, 15)))


def cell(text: str, cell_style: Any = CELL) -> Any:
    """A user's text as the content of a table cell."""
    made = paragraphs(text, cell_style)
    return made[0] if len(made) == 1 else made or TextRuns("", cell_style)


def _scope(made: Story) -> None:
    words, document = made.words, made.document
    none = [words.text("scope.none")]
    lists = [document.included or none, document.not_included or none]
    boxes = _scope_boxes(made, lists)
    short = all(len(entries) <= BOX_ITEMS for entries in lists)
    if short and boxes.wrap(made.width, made.page_height)[1] <= made.page_height * 0.55:
        made.section("scope", boxes)
    else:
        heading = Heading(words.text("scope.heading"), made.numbers["scope"])
        made.together([heading, TextRuns(words.text("scope.included"), SUBHEADING)], items(lists[0]))
        made.subsection("scope.not_included", *items(lists[1]))
    if document.assumptions:
        dated = any(row.by for row in document.assumptions)
        late = [made.sentence("scope.late_input")] if dated else []
        made.subsection("scope.assumptions", *items(_assumptions(made)), *late)


def _scope_boxes(made: Story, lists: Sequence[Sequence[str]]) -> Any:
    half = (made.width - 12) / 2
    cells = [
        [
            TextRuns(made.words.text(key), BOX_HEADING),
            *items(texts),
        ]
        for key, texts in zip(("scope.included", "scope.not_included"), lists, strict=True)
    ]
    commands: list[Any] = []
    for column, tint, colour in ((0, TINT, TEAL), (2, WARM_TINT, TERRACOTTA)):
        where = ((column, 0), (column, 0))
        commands += [
            ("BACKGROUND", *where, tint),
            ("LINEABOVE", *where, 1.4, colour),
            ("LEFTPADDING", *where, 10),
            ("RIGHTPADDING", *where, 10),
            ("TOPPADDING", *where, 8),
            ("BOTTOMPADDING", *where, 7),
        ]
    return plain_table([[cells[0], [], cells[1]]], [half, 12, half], commands)


def _assumptions(made: Story) -> list[str]:
    words, texts = made.words, []
    for row in made.document.assumptions:
        by = words.day_long(row.by) if row.by else ""
        key = {(True, True): "owner_by", (True, False): "owner", (False, True): "by"}.get(
            (bool(row.owner), bool(by))
        )
        if key is None:
            texts.append(row.text)
        else:
            text = row.text.rstrip(".")
            texts.append(words.text(f"scope.assumption_{key}", text=text, owner=row.owner, by=by, date=by))
    return texts


def _deliverables(made: Story) -> None:
    words, document = made.words, made.document
    if not document.deliverables:
        made.section("deliverables", made.sentence("deliverables.none", scope=str(made.numbers["scope"])))
        return
    rows = [
        [
            TextRuns(f"D{place}", CELL_STRONG),
            cell(row.title),
            cell(row.form),
            cell(row.acceptance),
            cell(words.day_medium(row.due_on)),
        ]
        for place, row in enumerate(document.deliverables, start=1)
    ]
    head = [words.text(f"deliverables.{key}") for key in ("ref", "title", "form", "acceptance", "due")]
    table = rows_table(head, rows, made.columns(6, 21, 23, 35, 15))
    made.section("deliverables", with_gap(table), *_acceptance(made))


def _acceptance(made: Story) -> list[Any]:
    words, rule = made.words, made.document.acceptance
    change = str(made.numbers["change"])
    said = []
    if rule.revision_rounds:
        said.append(made.sentence("deliverables.rounds", rounds=words.count("rounds", rule.revision_rounds)))
    elif rule.revision_rounds == 0:
        said.append(made.sentence("deliverables.no_rounds", change=change))
    who = rule.accepted_by or made.document.client.signatory or words.text("purpose.the_client")
    review: list[tuple[str, dict[str, str]]] = [("deliverables.review_open", {"name": who})]
    if rule.review_days is not None:
        days = words.count("working_days", rule.review_days)
        review = [("deliverables.review", {"days": days, "name": who})]
        if rule.silence_days is not None:
            days = words.count("working_days", rule.silence_days)
            review.append(("deliverables.silence", {"days": days}))
    said.append(made.prose(review))
    if rule.revision_rounds:
        said.append(made.sentence("deliverables.further", change=change))
    return said


def _timeline(made: Story) -> None:
    words, document = made.words, made.document
    if not document.milestones:
        return
    rows = []
    filled = document.with_committed().milestones
    for place, (row, computed) in enumerate(zip(document.milestones, filled, strict=True), start=1):
        title = paragraphs(row.title, CELL) + paragraphs(row.reason, CELL_NOTE)
        buffer = words.text("timeline.no_buffer")
        if row.buffer_days:
            buffer = words.count("days", row.buffer_days, spelled=False)
        rows.append(
            [
                TextRuns(f"M{place}", CELL_STRONG),
                title or "",
                TextRuns(words.day_medium(row.planned_on), CELL_RIGHT),
                TextRuns(buffer, CELL_RIGHT),
                TextRuns(words.day_medium(row.committed_on or computed.committed_on), CELL_RIGHT),
            ]
        )
    head = [words.text(f"timeline.{key}") for key in ("ref", "milestone", "planned", "buffer", "committed")]
    table = rows_table(head, rows, made.columns(6, 46, 16, 14, 18), right=(2, 3, 4))
    made.section("timeline", made.sentence("timeline.meaning"), table)


def _roles(made: Story) -> None:
    words, document = made.words, made.document
    if not (document.roles or document.decisions):
        return
    body: list[Any] = []
    if document.roles:
        rows = [[cell(role.who, CELL_STRONG), cell(role.responsible_for)] for role in document.roles]
        head = [words.text("roles.who"), words.text("roles.responsible_for")]
        body.append(with_gap(rows_table(head, rows, made.columns(30, 70))))
    made.section("roles", *body, *items(document.decisions))


def _change(made: Story) -> None:
    words, rule = made.words, made.document.change_control
    said: list[tuple[str, dict[str, str]]] = [("change.meaning", {"scope": str(made.numbers["scope"])})]
    if rule.answer_days is None:
        said.append(("change.answer_open", {}))
    else:
        said.append(("change.answer", {"days": words.count("working_days", rule.answer_days)}))
    said.append(("change.start", {}))
    if rule.rate is not None:
        amount = words.money(rule.rate, made.document.fees.currency)
        said.append(made.taxed(f"change.rate_{rule.rate_unit}", amount=amount))
    said.append(("change.effect", {}))
    made.section("change", made.prose(said))


def _onboarding_and_closing(made: Story) -> None:
    words, document = made.words, made.document
    parts = [("closing.onboarding", document.onboarding), ("closing.closing", document.closing)]
    parts = [(key, texts) for key, texts in parts if texts]
    if not parts:
        return
    half = (made.width - 12) / 2
    cells = [[TextRuns(words.text(key), BOX_HEADING), *items(texts)] for key, texts in parts]
    if len(cells) == 2:
        table = plain_table([[cells[0], [], cells[1]]], [half, 12, half], [])
        if table.wrap(made.width, made.page_height)[1] <= made.page_height * 0.5:
            made.section("closing", table)
            return
    heading = Heading(words.text("closing.heading"), made.numbers["closing"])
    made.together([heading], [part for own in cells for part in own])


def _terms(made: Story) -> None:
    document, frozen = made.document, made.frozen
    key = "terms.whole" if document.exhibit.is_empty() else "terms.whole_exhibit"
    fields = {}
    if frozen is not None and frozen.facts.supersedes is not None:
        key, fields = f"{key}_version", {"version": str(frozen.facts.supersedes)}
    made.section("terms", *paragraphs(document.governing_terms, BODY), made.sentence(key, **fields))
