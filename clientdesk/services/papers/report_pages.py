"""The story of a status report: where we stand in words, colour and form; done, next, dates, risks, decisions."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal
from typing import Any

from reportlab.platypus import Spacer

from clientdesk.models.family_documents import Budget, StatusReportDocument
from clientdesk.services.papers.density import closer
from clientdesk.services.papers.family_marks import AcknowledgementLine, LightSign, UsedBar
from clientdesk.services.papers.family_story import FamilyStory, Paper, cell, strong
from clientdesk.services.papers.flowables import (
    BODY,
    CELL,
    CELL_NOTE,
    CELL_STRONG,
    HEAD,
    NOTE,
    OPENING,
    TEAL,
    TERRACOTTA,
    TINT,
    WARM_TINT,
    TextRuns,
    items,
    paragraphs,
    plain_table,
    rows_table,
    style,
    with_gap,
)
from clientdesk.services.papers.fonts import STRONG
from clientdesk.services.papers.slips import slip_words
from clientdesk.services.papers.wording import Wording

StatusStory = FamilyStory[StatusReportDocument]
LIGHT = style("light", STRONG, 13, 16)
SIGN_WIDTH = 30
BESIDE = 4
HEADING_SPACE = (8.5, 3)
GUTTER = 18
SHARES = {1: (1.0,), 2: (0.55, 0.45), 3: (0.38, 0.29, 0.33)}
"""Of the columns under the budget, by their count; amounts need most."""


def story(paper: Paper, words: Wording, width: float, page_height: float) -> list[Any]:
    """Every flowable of a status report, in order."""
    made: StatusStory = FamilyStory(paper, words, width, page_height)
    document = made.document
    made.heading_space = HEADING_SPACE
    made.title_block(
        [
            made.number_fact(),
            (words.text("status.reported"), words.day_medium(made.made_on)),
            (words.text("status.period"), made.period(document.period_start, document.period_end)),
        ],
        parties=False,
    )
    made.add(Spacer(1, closer(8)), _light(made))
    steps = [_step(made, row.text, row.by) for row in document.next_steps]
    made.two_boxes(("status.done", list(document.done)), ("status.next", steps))
    if document.milestones:
        made.section("status.milestones", with_gap(_milestones(made)), numbered=False)
    made.section("status.risks", *_risks(made), numbered=False)
    made.section("status.decisions", *_decisions(made), numbered=False)
    made.kept(*_budget_and_changes(made), *(_acknowledgement(made) if document.has_acknowledgement else []))
    return made.flowables


def _step(made: StatusStory, text: str, by: Any) -> str:
    if by is None:
        return text
    return made.words.text("family.by", text=text.rstrip("."), date=made.words.day_medium(by))


def _light(made: StatusStory) -> Any:
    words, document = made.words, made.document
    said = [TextRuns(words.text(f"status.{document.light}"), LIGHT), *paragraphs(document.summary, OPENING)]
    is_calm = document.light == "on_track"
    return plain_table(
        [[LightSign(document.light), said]],
        [SIGN_WIDTH, made.width - SIGN_WIDTH],
        [
            ("BACKGROUND", (0, 0), (-1, 0), TINT if is_calm else WARM_TINT),
            ("LINEABOVE", (0, 0), (-1, 0), 1.4, TEAL if is_calm else TERRACOTTA),
            ("LEFTPADDING", (0, 0), (0, 0), 10),
            ("RIGHTPADDING", (1, 0), (1, 0), 10),
            ("TOPPADDING", (0, 0), (-1, 0), closer(8)),
            ("BOTTOMPADDING", (0, 0), (-1, 0), closer(5)),
        ],
    )


def _milestones(made: StatusStory) -> Any:
    words = made.words
    none = words.text("family.none")
    rows: list[list[Any]] = []
    for place, row in enumerate(made.document.milestones, start=1):
        forecast = words.day_medium(row.forecast_on) or none
        if row.done_on is not None:
            forecast = words.text("status.is_done", date=words.day_medium(row.done_on))
        rows.append(
            [
                strong(row.ref or f"M{place}"),
                cell(row.title),
                cell(words.day_medium(row.planned_on) or none),
                cell(words.day_medium(row.committed_on) or none),
                cell(forecast),
                cell(slip_words(words, row), CELL_STRONG if (row.slip_days or 0) > 0 else CELL),
            ]
        )
    head = made.head("status", "ref", "milestone", "planned", "committed", "forecast", "slip")
    return rows_table(head, rows, made.columns(6, 24, 13, 13, 20.5, 23.5), tight=True)


def _risks(made: StatusStory) -> list[Any]:
    words, document = made.words, made.document
    if not document.risks:
        return [made.text("status.no_risks")]
    rows: list[list[Any]] = [
        [
            [*paragraphs(row.text, CELL), *paragraphs(row.effect, CELL_NOTE)] or "",
            cell(row.answer),
            cell(row.owner),
            cell(words.day_medium(row.by)),
        ]
        for row in document.risks
    ]
    head = made.head("status", "risk", "answer", "owner", "by")
    return [with_gap(rows_table(head, rows, made.columns(36, 33, 17, 14), tight=True))]


def _decisions(made: StatusStory) -> list[Any]:
    words, document = made.words, made.document
    if not document.decisions:
        return [made.text("status.no_decisions")]
    rows: list[list[Any]] = [
        [cell(row.text), cell(row.who), cell(words.day_medium(row.by), CELL_STRONG)]
        for row in document.decisions
    ]
    head = made.head("status", "decision", "who", "by")
    return [with_gap(rows_table(head, rows, made.columns(62, 24, 14), tight=True))]


def _budget_and_changes(made: StatusStory) -> list[Any]:
    """Money, hours and changes open beside each other; a long list of changes comes after."""
    words, changes = made.words, made.document.open_changes
    columns = _budget(made)
    is_short = len(changes) <= BESIDE
    found: list[Any] = []
    said: list[Any] = items(changes) or [TextRuns(words.text("status.no_changes"), CELL)]
    if is_short:
        columns.append([TextRuns(words.text("status.changes").upper(), HEAD), *said])
    if columns:
        shares = SHARES[len(columns)]
        room = made.width - GUTTER * (len(columns) - 1)
        cells: list[Any] = []
        widths: list[float] = []
        for place, (column, share) in enumerate(zip(columns, shares, strict=True)):
            cells += [[], column] if place else [column]
            widths += [GUTTER, room * share] if place else [room * share]
        key = "status.budget_changes" if is_short else "status.budget"
        found += [made.heading(key, numbered=False), plain_table([cells], widths, [])]
    if not is_short:
        made.add(*found)
        found = []
        made.section("status.changes", *said, numbered=False)
    return found


def _budget(made: StatusStory) -> list[list[Any]]:
    """A column each for money and hours: a bar, its share, and both numbers."""
    budget = made.document.budget
    columns = []
    if budget.used is not None or budget.total is not None:
        columns.append(_measure(made, "status.money", budget.used, budget.total, budget))
    if budget.hours_used is not None or budget.hours_total is not None:
        columns.append(_measure(made, "status.hours", budget.hours_used, budget.hours_total, None))
    return columns


def _measure(
    made: StatusStory, key: str, used: Decimal | None, total: Decimal | None, money: Budget | None
) -> list[Any]:
    words, spent = made.words, used or Decimal(0)

    def shown(value: Decimal) -> str:
        return words.money(value, money.currency) if money else words.number(value)

    label = TextRuns(words.text(key).upper(), HEAD)
    if total is None or total <= 0:
        return [label, made.text("status.used_only", CELL, used=shown(spent))]
    points = int((spent * 100 / total).to_integral_value(ROUND_FLOOR)) * 100
    share = made.text("status.share_used", CELL, share=words.percent(points))
    fields = {"used": shown(spent), "total": shown(total), "left": shown(total - spent)}
    fields["over"] = shown(max(spent - total, Decimal(0)))
    said = made.text("status.used_of" if total >= spent else "status.over", CELL, **fields)
    return [label, Spacer(1, 1.5), UsedBar(float(spent / total), share), said]


def _acknowledgement(made: StatusStory) -> list[Any]:
    words = made.words
    captions = (words.text("status.name"), words.text("signatures.signature"), words.text("status.date"))
    return [
        Spacer(1, 4),
        made.prose([("status.acknowledged", {}), ("status.acknowledged_about", {})], NOTE),
        AcknowledgementLine(captions, TextRuns(made.document.client.signatory, BODY)),
    ]
