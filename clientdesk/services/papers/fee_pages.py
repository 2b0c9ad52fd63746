"""Fees and payment: what is charged, when it is invoiced, and the computed totals."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from clientdesk.models.agreement_document import FeeLine, MilestoneRow, PaymentRow
from clientdesk.models.agreement_totals import TaxLine
from clientdesk.models.enums import EngagementKind
from clientdesk.services.papers.flowables import (
    CELL,
    CELL_RIGHT,
    CELL_RIGHT_STRONG,
    CELL_STRONG,
    TextRuns,
    paragraphs,
    rows_table,
    with_gap,
)

if TYPE_CHECKING:
    from clientdesk.services.papers.agreement_story import Story

_UNITS = {"item": "items", "hour": "hours", "day": "days", "month": "months"}


def add_fees(made: Story) -> None:
    """The section with its tables and payment terms."""
    made.part("fees", *fee_tables(made), *payment_terms(made))


def fee_tables(made: Story, *, tight: bool = False) -> list[Any]:
    """What is charged and when it is invoiced; a single price stands in the schedule itself."""
    fees = made.document.fees
    in_schedule = len(fees.lines) == 1 and not fees.lines[0].text and bool(fees.payments)
    in_schedule = in_schedule and fees.kind is EngagementKind.FIXED_FEE and fees.lines[0].quantity == 1
    tables: list[Any] = []
    if fees.lines and not in_schedule:
        tables.append(with_gap(_lines_table(made, tight=tight), 10))
    if fees.lines and fees.payments:
        tables.append(with_gap(_schedule_table(made, with_totals=in_schedule, tight=tight)))
    return tables


def lines_table(made: Story) -> list[Any]:
    """The table of fees alone, set close; none without fees."""
    return [with_gap(_lines_table(made, tight=True), 5)] if made.document.fees.lines else []


def instalment(made: Story, place: int) -> tuple[str, str]:
    """When an instalment is invoiced, and its share, date and amount in a line."""
    row, amount = made.document.fees.payments[place], made.totals.payments[place]
    share = made.words.percent(row.percent) if row.percent is not None and row.amount is None else ""
    details = [share, _money(made, amount), _planned(made, row)]
    return _when(made, row), ", ".join(part for part in details if part)


def _lines_table(made: Story, *, tight: bool) -> Any:
    """Item, quantity, price and amount; with the tax rate of each line where there are several."""
    fees, words = made.document.fees, made.words
    rated = len(made.totals.taxes) > 1
    rows: list[list[Any]] = []
    for line, amount in zip(fees.lines, made.totals.lines, strict=True):
        rate = words.percent(fees.tax_rate if line.tax_rate is None else line.tax_rate)
        rows.append(
            [
                paragraphs(line.text or words.text(f"title.{fees.kind.value}"), CELL),
                TextRuns(_quantity(made, line), CELL_RIGHT),
                TextRuns(_price(made, line), CELL_RIGHT),
                *([TextRuns(rate, CELL_RIGHT)] if rated else []),
                TextRuns(_money(made, amount), CELL_RIGHT),
            ]
        )
    sums = _sums(made)
    blank = [""] * (3 if rated else 2)
    rows += [[TextRuns(label, kind[0]), *blank, TextRuns(sum_, kind[1])] for label, sum_, kind in sums]
    head = made.head("fees", "item", "quantity", "price")
    head += [*([fees.tax_name] if rated else []), words.text("fees.amount", currency=fees.currency)]
    widths = made.columns(38, 15, 18, 10, 19) if rated else made.columns(46, 16, 19, 19)
    right = range(1, len(widths))
    return rows_table(head, rows, widths, right=right, sum_rows=len(sums), tight=tight)


def _schedule_table(made: Story, *, with_totals: bool, tight: bool) -> Any:
    fees, words = made.document.fees, made.words
    shared = any(row.percent is not None and row.amount is None for row in fees.payments)
    rows: list[list[Any]] = []
    for place, (row, amount) in enumerate(zip(fees.payments, made.totals.payments, strict=True), start=1):
        share = words.percent(row.percent) if row.percent is not None and row.amount is None else ""
        rows.append(
            [
                TextRuns(f"P{place}", CELL_STRONG),
                paragraphs(_when(made, row), CELL) or "",
                *([TextRuns(share, CELL_RIGHT)] if shared else []),
                TextRuns(_planned(made, row), CELL_RIGHT),
                TextRuns(_money(made, amount), CELL_RIGHT),
            ]
        )
    blank = ["", ""] if shared else [""]
    if with_totals:
        sums = _sums(made)
    else:
        total = words.money(made.totals.net, fees.currency)
        sums = [(_total_before_tax(made), total, (CELL_STRONG, CELL_RIGHT_STRONG))]
    rows += [["", TextRuns(label, kind[0]), *blank, TextRuns(sum_, kind[1])] for label, sum_, kind in sums]
    count = len(sums)
    keys = ["ref", "invoiced_when", *(["share"] if shared else []), "planned"]
    head = [*(words.text(f"fees.{key}") for key in keys), words.text("fees.amount", currency=fees.currency)]
    widths = made.columns(6, 48, 9, 17, 20) if shared else made.columns(6, 54, 18, 22)
    right = (2, 3, 4) if shared else (2, 3)
    return rows_table(head, rows, widths, right=right, sum_rows=count, label_column=1, tight=tight)


def _sums(made: Story) -> list[tuple[str, str, Any]]:
    """Label, amount and styles of the summing rows: one line for each tax rate."""
    fees, words, found = made.document.fees, made.words, made.totals
    plain, strong = (CELL, CELL_RIGHT), (CELL_STRONG, CELL_RIGHT_STRONG)
    sums: list[tuple[str, str, Any]] = []
    is_taxed = bool(fees.tax_note) or any(line.rate for line in found.taxes)
    is_sum = len(fees.lines) > 1 or not made.is_short
    if fees.discount or (is_taxed and is_sum):
        sums.append((words.text("fees.subtotal"), _money(made, found.subtotal), plain))
    if fees.discount:
        sums.append((words.text("fees.discount"), _money(made, -found.discount), plain))
        if is_taxed:
            sums.append((words.text("fees.net"), _money(made, found.net), plain))
    if is_taxed:
        sums += [(_tax_label(made, line), _money(made, line.tax), plain) for line in found.taxes]
        sums.append((words.text("fees.total"), _money(made, found.total), strong))
    else:
        sums.append((_total_before_tax(made), _money(made, found.total), strong))
    return sums


def _tax_label(made: Story, line: TaxLine) -> str:
    fees, words = made.document.fees, made.words
    rate = words.percent(line.rate)
    if fees.tax_note and (line.rate == fees.tax_rate or len(made.totals.taxes) == 1):
        return words.text("fees.tax_note", tax=fees.tax_name, rate=rate, note=fees.tax_note)
    if len(made.totals.taxes) > 1:
        return words.text("fees.tax_on", tax=fees.tax_name, rate=rate, amount=_money(made, line.net))
    return words.text("fees.tax", tax=fees.tax_name, rate=rate)


def _total_before_tax(made: Story) -> str:
    key, fields = made.taxed("fees.schedule_total")
    return made.words.text(key, **fields)


def _money(made: Story, amount: Decimal | None) -> str:
    return "" if amount is None else made.words.money(amount, made.document.fees.currency)


def _quantity(made: Story, line: FeeLine) -> str:
    return made.words.count(_UNITS[line.unit], line.quantity, spelled=False)


def _price(made: Story, line: FeeLine) -> str:
    if line.unit_price is None:
        return ""
    return made.words.text(f"fees.per_{line.unit}", amount=_money(made, line.unit_price))


def _when(made: Story, row: PaymentRow) -> str:
    words, text = made.words, row.text
    tie = made.document.resolve(row.tied_to)
    if not text and row.tied_to == "signature":
        text = words.text("fees.signature")
    elif not text and tie is not None:
        reference, target = tie
        key = "fees.reached" if isinstance(target, MilestoneRow) else "fees.accepted"
        text = words.text(key, title=target.title, ref=reference)
    return text


def _planned(made: Story, row: PaymentRow) -> str:
    if row.planned_on is not None:
        return made.words.day_medium(row.planned_on)
    tie = made.document.resolve(row.tied_to)
    if tie is None:
        return ""
    target = tie[1]
    if isinstance(target, MilestoneRow):
        return made.words.day_medium(target.committed_on or target.planned_on)
    return made.words.day_medium(target.due_on)


def payment_terms(made: Story) -> list[Any]:
    """What holds for invoices, in sentences."""
    fees = made.document.fees
    if not fees.lines:
        return [made.text("fees.none")]
    said: list[tuple[str, dict[str, str]]] = []
    if fees.kind is EngagementKind.TIME_AND_MATERIALS:
        said.append(("fees.time", {}))
        if fees.cap is not None:
            said.append(made.taxed("fees.cap", amount=_money(made, fees.cap)))
    if fees.kind is EngagementKind.RETAINER:
        said += _retainer(made)
    if not fees.payments:
        key = {
            EngagementKind.TIME_AND_MATERIALS: "fees.time_invoiced",
            EngagementKind.RETAINER: "fees.retainer_invoiced",
        }.get(fees.kind, "fees.fixed_invoiced")
        said.append((key, {}))
    said += _invoices(made)
    return [*([made.prose(said)] if said else []), *paragraphs(fees.late_terms, made.body)]


def option_terms(made: Story) -> list[Any]:
    """The tax that prices leave out, and what holds for invoices, where a proposal has options instead of fees."""
    fees, said = made.document.fees, _invoices(made)
    note = [
        made.text(
            "fees.tax_note", tax=fees.tax_name, rate=made.words.percent(fees.tax_rate), note=fees.tax_note
        )
    ]
    terms = [made.prose(said)] if said else []
    return [*(note if fees.tax_note else []), *terms, *paragraphs(fees.late_terms, made.body)]


def _invoices(made: Story) -> list[tuple[str, dict[str, str]]]:
    """Due days and method, expenses, and the right to pause."""
    fees, words = made.document.fees, made.words
    said: list[tuple[str, dict[str, str]]] = []
    if fees.due_days is not None:
        fields = {"days": words.count("days", fees.due_days, spelled=False)}
        fields["currency"] = words.currency_name(fees.currency)
        key = "fees.due" if fees.method else "fees.due_plain"
        said.append((key, {**fields, "method": fees.method}))
    if fees.expenses_cap is not None:
        said.append(("fees.expenses", {"amount": _money(made, fees.expenses_cap)}))
    if fees.pause_days is not None:
        said.append(("fees.pause", {"notice": words.count("days_notice", fees.pause_days)}))
    return said


def _retainer(made: Story) -> list[tuple[str, dict[str, str]]]:
    """Hours reserved, what becomes of unused ones, and what more of them cost."""
    fees, words = made.document.fees, made.words
    said: list[tuple[str, dict[str, str]]] = []
    if fees.hours_included is not None:
        hours = words.count("hours", fees.hours_included, spelled=False)
        said.append(("fees.retainer_hours", {"hours": hours}))
        if fees.rollover_months:
            said.append(("fees.rollover", {"months": words.count("months", fees.rollover_months)}))
        elif not made.is_early:
            said.append(("fees.no_rollover", {}))
    if fees.over_rate is not None:
        said.append(made.taxed("fees.over_rate", amount=_money(made, fees.over_rate)))
    return said
