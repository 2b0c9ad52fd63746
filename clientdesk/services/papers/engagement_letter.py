"""The short engagement letter: everything a small piece of work needs, signed, on two pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportlab.platypus import CondPageBreak

from clientdesk.services.papers import (
    delivery_pages,
    exhibit_pages,
    fee_pages,
    record_pages,
    scope_pages,
    sign_pages,
    terms_pages,
    title_pages,
)
from clientdesk.services.papers.agreement_story import Story
from clientdesk.services.papers.either import height
from clientdesk.services.papers.family_story import Paper
from clientdesk.services.papers.flowables import (
    MUTED,
    SUBHEADING,
    TextRuns,
    paragraphs,
    runs,
    style,
    with_gap,
)
from clientdesk.services.papers.fonts import SANS
from clientdesk.services.papers.wording import Run

if TYPE_CHECKING:
    from clientdesk.services.papers.wording import Wording


PAGES = 2
LOST = 44
"""Points that the break between the pages may leave empty."""
SIZES = (
    (8.7, 11.4, 8.6, 11.2, 7.8, 10.2, 7.5),
    (8.3, 10.8, 8.2, 10.5, 7.4, 9.6, 5.5),
    (8, 10.2, 8, 10.1, 7, 9, 4),
)
"""Size and leading of body, lists and notes, and the space before a heading: the largest that keeps two pages."""


class LetterStory(Story):
    """Set smaller and closer than a statement of work, as small as it takes to stay on two pages."""

    is_short = True

    def __init__(self, paper: Paper, words: Wording, width: float, page_height: float, step: int = 0) -> None:
        super().__init__(paper, words, width, page_height)
        body, body_leading, item, item_leading, note, note_leading, before = SIZES[step]
        self.HEADING_SPACE = (before, 2.0)
        self.body = style("body", SANS, body, body_leading, spaceAfter=3 - step)
        self.item = style(
            "item", SANS, item, item_leading, spaceAfter=1.3 - step / 2, leftIndent=9.5, bulletIndent=0
        )
        self.note = style("note", SANS, note, note_leading, textColor=MUTED, spaceAfter=3 - step)

    def _title(self, title: str, *, small: bool) -> TextRuns:  # noqa: ARG002
        return super()._title(title, small=True)


def story(paper: Paper, words: Wording, width: float, page_height: float) -> list[Any]:
    """Every flowable of the letter, in order."""
    made = LetterStory(paper, words, width, page_height)
    for step in range(len(SIZES)):
        made = LetterStory(paper, words, width, page_height, step)
        _tell(made)
        parts = [part for part in made.flowables if not isinstance(part, CondPageBreak)]
        if height(parts, width) <= PAGES * page_height - LOST:
            break
    else:
        made = LetterStory(paper, words, width, page_height)
        _tell(made)
    exhibit_pages.add_exhibits(made)
    return made.flowables


def _tell(made: LetterStory) -> None:
    made.count(_sections(made))
    title_pages.add_title(made)
    _work(made)
    _results(made)
    if made.document.milestones:
        dates = delivery_pages.timeline_lines(made)
        made.part("dates", *dates, made.text("timeline.meaning", made.note), key="letter_form.dates")
    made.part("price", *_price(made), *fee_pages.payment_terms(made), key="letter_form.price")
    _together(made)
    _terms(made)
    if made.has("signatures"):
        _signatures(made)


def _sections(made: Story) -> list[str]:
    document = made.document
    present = {
        "scope": True,
        "results": True,
        "dates": bool(document.milestones),
        "price": True,
        "change": True,
        "terms": True,
        "signatures": made.frozen is not None and not made.is_proposal,
    }
    return [name for name, is_printed in present.items() if is_printed]


def _work(made: Story) -> None:
    """Who does what for whom, why, and what is in and out."""
    words, document = made.words, made.document
    intro = words.runs(
        "letter_form.intro",
        title=document.printed_title,
        consultant=document.consultant.legal_name or words.text("purpose.the_consultant"),
        client=made.client_name,
    )
    made.part(
        "scope", runs(intro, made.body), *paragraphs(document.purpose, made.body), key="letter_form.work"
    )
    made.add(*[_goal(made, place) for place in range(len(document.objectives))])
    made.add(*paragraphs(document.approach, made.body))
    lists = scope_pages.scope_lists(made)
    found = scope_pages.scope_boxes(made, lists)
    if found is not None:
        made.whole(with_gap(found))
        return
    made.together([TextRuns(words.text("scope.included"), SUBHEADING)], made.points(lists[0]))
    made.subsection("scope.not_included", *made.points(lists[1]))


def _goal(made: Story, place: int) -> TextRuns:
    """One objective in a line: what, from and to, how and by whom measured, by when."""
    goal, words = made.document.objectives[place], made.words
    details = [scope_pages.change_of(made, place), goal.measured_by, goal.measurer]
    change = words.listed(part.rstrip(".") for part in [*details, words.day_medium(goal.by)] if part)
    said = words.runs("letter_form.goal", goal=goal.goal, change=change)
    return runs([Run(f"G{place + 1} ", strong=True), *said], made.item, "•")


def _results(made: Story) -> None:
    if not made.document.deliverables:
        none = made.text("deliverables.none", scope=str(made.numbers["scope"]))
        made.part("results", none, key="letter_form.results")
        return
    table = with_gap(delivery_pages.deliverables_table(made, tight=True))
    made.part("results", table, *delivery_pages.acceptance(made), key="letter_form.results")


def _price(made: Story) -> list[Any]:
    """The table of fees, then one line for each instalment."""
    said: list[Any] = fee_pages.lines_table(made)
    for place in range(len(made.document.fees.payments)):
        when, details = fee_pages.instalment(made, place)
        runs_ = made.words.runs("letter_form.goal", goal=when, change=details)
        said.append(runs([Run(f"P{place + 1} ", strong=True), *runs_], made.item, "•"))
    return said


def _together(made: Story) -> None:
    """Duties, what the work waits for, decisions, changes, and how the two reach each other."""
    words, document = made.words, made.document
    said: list[Any] = []
    for place, role in enumerate(document.roles):
        duties = words.runs(
            "letter_form.duties",
            who=delivery_pages.who(made, place),
            duties=role.responsible_for.rstrip(".") + ".",
        )
        said.append(runs(duties, made.item, "•"))
    said += made.points(scope_pages.rests_on(made))
    if any(row.by for row in document.assumptions):
        said.append(made.point("scope.late_input"))
    said += [*delivery_pages.decisions(made), *made.points(document.decisions)]
    said.append(made.point("letter_form.change", scope=str(made.numbers["scope"])))
    said += [made.point(key, **fields) for key, fields in delivery_pages.change_rate(made)]
    said += [*terms_pages.beginning(made), *terms_pages.ending(made)]
    made.part("change", *said, *_reach(made), key="letter_form.together")


def _reach(made: Story) -> list[Any]:
    """The communication plan in a few lines."""
    words, exhibit = made.words, made.document.exhibit
    said: list[Any] = []
    if exhibit.hours:
        said += [TextRuns(part.text, made.item, "•") for part in exhibit_pages.hours(made)]
    if exhibit.responses:
        answers = words.listed(_answer(made, place) for place in range(len(exhibit.responses)))
        said.append(made.point("letter_form.answers", answers=answers))
        said += [
            made.point(
                "letter_form.meaning",
                level=words.text(f"exhibit.{row.level}"),
                meaning=row.meaning.rstrip("."),
            )
            for row in exhibit.responses
            if row.meaning
        ]
    for row in exhibit.rhythms:
        details = ", ".join(part for part in (row.when, row.how, row.content) if part)
        said.append(made.point("letter_form.rhythm", what=row.what, details=details.rstrip(".")))
    said += made.points([*exhibit.rules, exhibit.emergency, exhibit.time_off])
    contacts = [
        ", ".join(filter(None, (row.name, row.role, row.phone, row.email))) for row in exhibit.contacts
    ]
    if any(contacts):
        said.append(made.point("letter_form.contacts", contacts=" · ".join(filter(None, contacts))))
    return said


def _answer(made: Story, place: int) -> str:
    row = made.document.exhibit.responses[place]
    level = made.words.text(f"exhibit.{row.level}")
    if row.channel:
        return made.words.text("letter_form.answer_by", level=level, within=row.within, channel=row.channel)
    return made.words.text("letter_form.answer", level=level, within=row.within)


def _terms(made: Story) -> None:
    document = made.document
    said: list[Any] = made.points(document.governing_terms.split("\n"))
    if document.governed_by:
        said.append(made.point("letter_form.under", agreement=document.governed_by))
    elif made.has_short_terms:
        said.append(made.point("terms.short", letter=made.exhibits()[-1][0]))
    said.append(made.point("letter_form.whole"))
    made.part("terms", *said, key="letter_form.terms")


def _signatures(made: Story) -> None:
    """Sentence, panels, the ways back and the content ID as one block."""
    words, said = made.words, []
    if made.exhibits():
        said.append(made.text("letter_form.sentence_exhibits", exhibits=made.exhibit_names()))
        said.append(made.text("signatures.exhibits", names=made.exhibit_names(titled=True)))
    else:
        said.append(made.text("letter_form.sentence"))
    panels = sign_pages.signature_panels(made)
    panels.spaceBefore, panels.spaceAfter = 7, 5
    back = [
        Run(f"{words.text('return.heading')}. ", strong=True),
        Run(" ".join(record_pages.ways_back(made))),
    ]
    frozen = made.frozen
    history = frozen.facts.history if frozen else []
    notes = [runs(back, made.note), *([] if history else [record_pages.content_note(made)])]
    made.whole(made.titled("signatures", "letter_form.signatures"), *said, panels, *notes)
    if history:
        record_pages.add_record(made)
