"""Beginning, ending and the terms that govern; the short terms where no agreement is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clientdesk.services.papers.either import Either
from clientdesk.services.papers.flowables import (
    BOX_HEADING,
    SUBHEADING,
    TextRuns,
    paragraphs,
    plain_table,
)

if TYPE_CHECKING:
    from clientdesk.services.papers.agreement_story import Story

_TOGETHER = 0.42


def beginning(made: Story) -> list[TextRuns]:
    """How the work begins."""
    words, course = made.words, made.document.course
    said = (
        [made.point("closing.kickoff", date=words.day_long(course.kickoff_on))] if course.kickoff_on else []
    )
    return [*said, *made.points(made.document.onboarding)]


def ending(made: Story) -> list[TextRuns]:
    """Closing meeting, data, questions, and an early end."""
    words, document = made.words, made.document
    course, said = document.course, []
    if course.closing_on:
        day = words.day_long(course.closing_on)
        objectives = made.numbers.get("objectives")
        if objectives:
            said.append(made.point("closing.meeting", date=day, objectives=str(objectives)))
        else:
            said.append(made.point("closing.meeting_plain", date=day))
    said += made.points(document.closing)
    if course.data_days is not None:
        said.append(made.point("closing.data", days=words.count("working_days", course.data_days)))
    if course.question_days:
        said.append(made.point("closing.questions", days=words.count("days", course.question_days)))
    if course.notice_days is not None:
        said.append(made.point("closing.notice", notice=words.count("days_notice", course.notice_days)))
    return said


def add_course(made: Story) -> None:
    """Onboarding and closing side by side where they fit, else one after the other."""
    heads = [key for key, said in (("onboarding", beginning(made)), ("closing", ending(made))) if said]
    if not heads:
        return
    heading = made.titled("closing")
    if len(heads) == 2:
        half = (made.width - 12) / 2
        cells = [
            [TextRuns(made.words.text(f"closing.{key}"), BOX_HEADING), *_said(made, key)] for key in heads
        ]
        table = plain_table([[cells[0], [], cells[1]]], [half, 12, half])
        if table.wrap(made.width, made.page_height)[1] <= made.page_height * _TOGETHER:
            made.add(Either(heading, table, lambda: _one_after_another(made, heads)))
            return
    made.together([heading], _one_after_another(made, heads))


def _said(made: Story, key: str) -> list[TextRuns]:
    return beginning(made) if key == "onboarding" else ending(made)


def _one_after_another(made: Story, heads: list[str]) -> list[Any]:
    style = SUBHEADING if len(heads) > 1 else BOX_HEADING
    return [
        part
        for key in heads
        for part in (TextRuns(made.words.text(f"closing.{key}"), style), *made.paired(_said(made, key)))
    ]


def add_terms(made: Story) -> None:
    """The standing agreement and which paper wins, or the short terms; then the whole understanding."""
    document = made.document
    said: list[Any] = paragraphs(document.governing_terms, made.body)
    if not said and document.governed_by and not made.is_early:
        said.append(made.text("terms.under", agreement=document.governed_by))
    elif not said and made.has_short_terms:
        said.append(made.text("terms.short", letter=made.exhibits()[-1][0]))
    if not made.is_proposal:
        said.append(_whole(made))
    if said:
        made.part("terms", *said)


def _whole(made: Story) -> Any:
    frozen, exhibits = made.frozen, made.exhibits()
    fields = {}
    if len(exhibits) == 1 and exhibits[0][0] == "A":
        key = "terms.whole_exhibit"
    elif exhibits:
        key, fields["exhibits"] = "terms.whole_exhibits", made.exhibit_names()
    else:
        key = "terms.whole"
    if frozen is not None and frozen.facts.supersedes is not None:
        key, fields["version"] = f"{key}_version", str(frozen.facts.supersedes)
    return made.text(key, **fields)
