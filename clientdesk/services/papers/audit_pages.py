"""The story of a relationship audit: internal; facts, money against hours, promises kept, drift, verdict."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from reportlab.platypus import Spacer

from clientdesk.models.family_documents import AuditDocument, FactRow
from clientdesk.services.papers.family_marks import UsedBar
from clientdesk.services.papers.family_story import FamilyStory, Paper, cell
from clientdesk.services.papers.flowables import (
    BODY,
    CELL,
    CELL_RIGHT,
    CELL_STRONG,
    OPENING,
    TEAL,
    TERRACOTTA,
    TINT,
    WARM_TINT,
    TextRuns,
    items,
    paragraphs,
    rows_table,
    style,
    tinted_box,
    with_gap,
)
from clientdesk.services.papers.fonts import STRONG
from clientdesk.services.papers.meeting_pages import actions_table
from clientdesk.services.papers.wording import Wording

AuditStory = FamilyStory[AuditDocument]
VERDICT = style("verdict", STRONG, 13, 16)
HOURS_STEP = Decimal("0.01")


def story(paper: Paper, words: Wording, width: float, page_height: float) -> list[Any]:
    """Every flowable of a relationship audit, in order."""
    made: AuditStory = FamilyStory(paper, words, width, page_height)
    document = made.document
    verdict = words.text(f"audit.{document.verdict}" if document.verdict else "audit.undecided")
    made.title_block(
        [
            made.number_fact(),
            (words.text("audit.period"), made.period(document.since, document.until)),
            (words.text("audit.verdict"), verdict),
        ],
        parties=False,
    )
    if document.facts:
        made.section("audit.facts", _facts(made, document.facts, "fact", "value"))
    _money(made)
    if document.response:
        made.section("audit.response", _facts(made, document.response, "promise", "kept"))
    for key, texts in (("audit.drift", document.drift), ("audit.feedback", document.feedback)):
        if texts:
            made.section(key, *items(texts))
    if document.alignment:
        made.section("audit.alignment", *paragraphs(document.alignment, OPENING))
    _verdict(made, verdict)
    if document.actions:
        made.section("audit.actions", actions_table(made, "audit"))
    return made.flowables


def _facts(made: AuditStory, facts: Sequence[FactRow], *heads: str) -> Any:
    rows = [[cell(row.label), cell(row.value, CELL_STRONG)] for row in facts]
    head = made.head("audit", *heads)
    return with_gap(rows_table(head, rows, made.columns(46, 54)))


def _money(made: AuditStory) -> None:
    words, document = made.words, made.document
    rows: list[list[Any]] = []
    if document.money_in is not None:
        amount = words.money(document.money_in, document.currency)
        rows.append(_measure(made, "audit.income", amount, document.share_of_income))
    if document.hours_out is not None:
        hours = words.count("hours", document.hours_out, spelled=False)
        rows.append(_measure(made, "audit.hours", hours, document.share_of_hours))
    if not rows:
        return
    said = []
    if document.share_of_income is not None and document.share_of_hours is not None:
        shares = {
            "hours": words.percent(document.share_of_hours),
            "income": words.percent(document.share_of_income),
        }
        said.append(made.text("audit.more_hours", OPENING, **shares))
    if document.money_in is not None and document.hours_out:
        each = (document.money_in / document.hours_out).quantize(HOURS_STEP)
        said.append(made.text("audit.rate_sentence", OPENING, amount=words.money(each, document.currency)))
    head = made.head("audit", "measure", "share_of_all", "amount")
    table = rows_table(head, rows, made.columns(34, 40, 26), right=(2,))
    made.section("audit.money", *said, with_gap(table))


def _measure(made: AuditStory, key: str, shown: str, share: int | None) -> list[Any]:
    words = made.words
    bar: Any = cell(words.text("family.none"))
    if share is not None:
        bar = UsedBar(share / 10_000, TextRuns(words.percent(share), CELL))
    return [cell(words.text(key)), bar, TextRuns(shown, CELL_RIGHT)]


def _verdict(made: AuditStory, verdict: str) -> None:
    document = made.document
    inside: list[Any] = [TextRuns(verdict, VERDICT)]
    if document.verdict:
        inside.append(made.text(f"audit.{document.verdict}_means", BODY))
    is_going_on = document.verdict in ("", "deepen")
    tint, ink = (TINT, TEAL) if is_going_on else (WARM_TINT, TERRACOTTA)
    box = tinted_box(inside, made.width, tint, ink)
    made.together([made.heading("audit.reasons"), box, Spacer(1, 7)], items(document.reasons))
