"""Why, what for and what: purpose, objectives, scope, assumptions and what the work waits for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from clientdesk.services.papers.family_story import BOX_ITEMS, cell, strong
from clientdesk.services.papers.flowables import (
    BOX_HEADING,
    CELL_NOTE,
    OPENING,
    SUBHEADING,
    TEAL,
    TERRACOTTA,
    TINT,
    WARM_TINT,
    TextRuns,
    boxes,
    paragraphs,
    rows_table,
    runs,
    with_gap,
)

if TYPE_CHECKING:
    from clientdesk.services.papers.agreement_story import Story

BOXES_SHARE = 0.42
"""Boxes are kept whole; taller ones would leave a page half empty and become lists."""


def add_purpose(made: Story) -> None:
    """The client's situation in the client's figures, then who is meant by which word."""
    words, document = made.words, made.document
    key = "proposal.definitions" if made.is_proposal else "purpose.definitions"
    definitions = words.runs(
        key,
        title=document.printed_title,
        consultant=document.consultant.legal_name or words.text("purpose.the_consultant"),
        client=made.client_name,
    )
    made.part("purpose", *paragraphs(document.purpose, OPENING), runs(definitions, OPENING))


def add_objectives(made: Story) -> None:
    """The five parts of each goal as columns."""
    document = made.document
    if not document.objectives:
        return
    measured = any(goal.measurer for goal in document.objectives)
    rows = []
    for place, goal in enumerate(document.objectives, start=1):
        row = [strong(f"G{place}"), cell(goal.goal), cell(change_of(made, place - 1)), cell(goal.measured_by)]
        rows.append(
            [*row, *([cell(goal.measurer)] if measured else []), cell(made.words.day_medium(goal.by))]
        )
    if measured:
        head = made.head("objectives", "ref", "goal", "change", "how", "measurer", "by")
        widths = made.columns(6, 20, 22, 23, 15, 14)
    else:
        head = made.head("objectives", "ref", "goal", "change", "measured_by", "by")
        widths = made.columns(6, 24, 26, 29, 15)
    made.part("objectives", rows_table(head, rows, widths))


def change_of(made: Story, place: int) -> str:
    """From and to of an objective."""
    goal = made.document.objectives[place]
    if goal.baseline and goal.target:
        return made.words.text("objectives.from_to", baseline=goal.baseline, target=goal.target)
    return goal.baseline or goal.target


def add_scope(made: Story) -> None:
    """Two lists of equal weight, then what the work rests on and what it waits for."""
    words = made.words
    lists = scope_lists(made)
    found = scope_boxes(made, lists)
    if found is not None:
        made.whole(made.titled("scope"), found)
    else:
        opening = [made.titled("scope"), TextRuns(words.text("scope.included"), SUBHEADING)]
        made.together(opening, made.points(lists[0]))
        made.subsection("scope.not_included", *made.points(lists[1]))
    _rests_on(made)


def scope_lists(made: Story) -> list[Sequence[str]]:
    """Included and not included; an empty list says so."""
    none = [made.words.text("scope.none")]
    return [made.document.included or none, made.document.not_included or none]


def scope_boxes(made: Story, lists: Sequence[Sequence[str]], share: float = BOXES_SHARE) -> Any | None:
    """Both lists in boxes side by side; None where lists one after the other read better."""
    if any(len(entries) > BOX_ITEMS for entries in lists):
        return None
    keys = ("scope.included", "scope.not_included")
    contents = [
        [TextRuns(made.words.text(key), BOX_HEADING), *made.points(texts)]
        for key, texts in zip(keys, lists, strict=True)
    ]
    inks = ((TINT, TEAL), (WARM_TINT, TERRACOTTA))
    found = boxes([(content, *ink) for content, ink in zip(contents, inks, strict=True)], made.width)
    return found if found.wrap(made.width, made.page_height)[1] <= made.page_height * share else None


def _rests_on(made: Story) -> None:
    words, rows = made.words, made.document.assumptions
    plain = [row.text for row in rows if not (row.owner or row.by)]
    waited = [row for row in rows if row.owner or row.by]
    if plain:
        key = "scope.assumptions_only" if waited else "scope.assumptions"
        made.subsection(key, *made.points(plain))
    if not waited:
        return
    table = rows_table(
        made.head("scope", "needed", "from", "by"),
        [[cell(row.text), cell(row.owner), cell(words.day_medium(row.by))] for row in waited],
        made.columns(58, 26, 16),
    )
    late = [made.text("scope.late_input", CELL_NOTE)] if any(row.by for row in waited) else []
    made.subsection("scope.dependencies", *late, with_gap(table))


def rests_on(made: Story) -> list[str]:
    """What the work rests on and waits for, one sentence each, for a short paper."""
    words, said = made.words, []
    for row in made.document.assumptions:
        by = words.day_long(row.by) if row.by else ""
        kinds = {(True, True): "owner_by", (True, False): "owner", (False, True): "by"}
        key = kinds.get((bool(row.owner), bool(by)))
        fields = {"text": row.text.rstrip("."), "owner": row.owner, "by": by, "date": by}
        said.append(words.text(f"scope.assumption_{key}", **fields) if key else row.text)
    return said
