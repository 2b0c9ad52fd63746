"""The price of a change order: running total with tax by rate, and the instalments that are new."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from clientdesk.models.agreement_document import DeliverableRow, MilestoneRow
from clientdesk.models.change_totals import RunningTotal, changes_price
from clientdesk.models.family_documents import ChangeOrderDocument, ChangePaymentRow
from clientdesk.services.papers.change_words import ChangeStory, amended_name, signed_money
from clientdesk.services.papers.family_story import cell, strong
from clientdesk.services.papers.flowables import (
    CELL,
    CELL_NOTE,
    CELL_RIGHT,
    CELL_RIGHT_STRONG,
    CELL_STRONG,
    MUTED,
    TextRuns,
    rows_table,
    style,
    with_gap,
)
from clientdesk.services.papers.fonts import SANS

PART_RIGHT = style("part-right", SANS, 8.2, 11, alignment=2, textColor=MUTED)


def add_price(made: ChangeStory, total: RunningTotal) -> None:
    """The section with its tables."""
    document = made.document
    body: list[Any] = []
    if document.hours_a_month is not None:
        body.append(_hours(made, document.hours_a_month))
    if not changes_price(document):
        body.append(made.text("change_order.same_price"))
    if total.original is None and changes_price(document):
        body.append(made.text("change_order.no_original"))
    if total.original is not None or document.fee_lines:
        body.append(with_gap(_running_table(made, total)))
    made.section("change_order.price", *body)
    if document.payments:
        made.subsection("change_order.new_payments", with_gap(_payments(made)))


def _hours(made: ChangeStory, after: Decimal) -> Any:
    """What the retainer includes a month, until now and from the signatures on."""
    words, before = made.words, made.document.amends.hours
    hours = words.count("hours", after, spelled=False)
    if before is None:
        return made.text("change_order.hours_first", hours=hours)
    return made.text("change_order.hours", hours=hours, before=words.count("hours", before, spelled=False))


def _amount_head(made: ChangeStory) -> str:
    paper = made.document.amends
    key = "change_order.amount_month" if paper.is_monthly else "change_order.amount"
    return made.words.text(key, currency=paper.currency)


def _money(made: ChangeStory, amount: Decimal) -> str:
    return made.words.money(amount, made.document.amends.currency)


def _running_table(made: ChangeStory, total: RunningTotal) -> Any:
    """Original total, earlier orders, this one with its lines below it set small, and what that comes to."""
    words, document = made.words, made.document
    currency = document.amends.currency
    plain, bold, part = (CELL, CELL_RIGHT), (CELL_STRONG, CELL_RIGHT_STRONG), (CELL_NOTE, PART_RIGHT)
    rows: list[list[Any]] = []

    def put(label: str, amount: str, styles: tuple[Any, Any]) -> None:
        rows.append([cell(label, styles[0]), TextRuns(amount, styles[1])])

    if total.original is not None:
        put(
            words.text("change_order.original_of", paper=amended_name(made)),
            _money(made, total.original),
            plain,
        )
        for number, amount in total.earlier:
            put(
                words.text("change_order.earlier", number=number),
                signed_money(words, amount, currency),
                plain,
            )
        put(words.text("change_order.this_one"), signed_money(words, total.added, currency), bold)
    for line in document.fee_lines:
        shown = "" if line.amount is None else signed_money(words, line.amount, currency)
        put(line.text, shown, plain if total.original is None else part)
    if total.original is None:
        put(words.text("change_order.this_one"), signed_money(words, total.added, currency), bold)
    sums = _sums(made, total)
    rows += [[TextRuns(label, kinds[0]), TextRuns(shown, kinds[1])] for label, shown, kinds in sums]
    head = [words.text("change_order.running"), _amount_head(made)]
    return rows_table(head, rows, made.columns(76, 24), right=(1,), sum_rows=len(sums) or 1, tight=True)


def _sums(made: ChangeStory, total: RunningTotal) -> list[tuple[str, str, Any]]:
    """Label, amount and styles of the summing rows: the new total without tax, tax by rate, the new total."""
    words, document = made.words, made.document
    if total.net is None:
        return []
    plain, bold = (CELL, CELL_RIGHT), (CELL_STRONG, CELL_RIGHT_STRONG)
    net = _money(made, total.net)
    is_taxed = bool(total.taxes or document.tax_note)
    key = "change_order.new_net" if document.tax_name else "change_order.new_net_plain"
    sums = [(words.text(key, tax=document.tax_name), net, bold)]
    if not is_taxed:
        return sums
    note = document.tax_note
    for rate, tax in total.taxes or ((0, Decimal(0)),):
        template = "fees.tax_note" if note and rate == document.tax_rate else "fees.tax"
        label = words.text(template, tax=document.tax_name, rate=words.percent(rate), note=note)
        sums.append((label, _money(made, tax), plain))
    sums.append((words.text("change_order.new_total"), _money(made, total.total or Decimal(0)), bold))
    return sums


def _payments(made: ChangeStory) -> Any:
    words, document = made.words, made.document
    rows: list[list[Any]] = [
        [
            strong(document.ref_of("P", place)),
            cell(_when(made, row)),
            TextRuns(words.day_medium(row.planned_on or _tied_day(document, row)), CELL_RIGHT),
            TextRuns("" if row.amount is None else _money(made, row.amount), CELL_RIGHT),
        ]
        for place, row in enumerate(document.payments)
    ]
    head = made.head("fees", "ref", "invoiced_when", "planned")
    head.append(words.text("change_order.amount", currency=document.amends.currency))
    return rows_table(head, rows, made.columns(6, 54, 18, 22), right=(2, 3), tight=True)


def _when(made: ChangeStory, row: ChangePaymentRow) -> str:
    words, document = made.words, made.document
    if row.text or not row.tied_to:
        return row.text
    if row.tied_to == "signature":
        return words.text("change_order.at_signature")
    ref = tied_ref(document, row.tied_to)
    key = "fees.reached" if ref.startswith("M") else "fees.accepted"
    return words.text(key, ref=ref, title=document.title_of(ref)) if ref else ""


def tied_ref(document: ChangeOrderDocument, tied_to: str) -> str:
    """The reference that a payment is tied to, given as a reference or as a record's id; empty for none."""
    for item in document.amends.items:
        if tied_to in {item.ref, item.key}:
            return item.ref
    sources: tuple[tuple[str, Sequence[DeliverableRow | MilestoneRow]], ...] = (
        ("D", document.deliverables),
        ("M", document.milestones),
    )
    for letter, rows in sources:
        for place, row in enumerate(rows):
            ref = document.ref_of(letter, place)
            if tied_to in {ref, row.key}:
                return ref
    return ""


def _tied_day(document: ChangeOrderDocument, row: ChangePaymentRow) -> date | None:
    ref = tied_ref(document, row.tied_to) if row.tied_to else ""
    for move in document.moves:
        if ref and move.ref == ref:
            return move.after_on
    for place, milestone in enumerate(document.milestones):
        if document.ref_of("M", place) == ref:
            return milestone.committed_on or milestone.planned_on
    for place, deliverable in enumerate(document.deliverables):
        if document.ref_of("D", place) == ref:
            return deliverable.due_on
    return next((item.on for item in document.amends.items if ref and item.ref == ref), None)
