"""The story of a change order and of an addendum: what changes, by reference, before and after; money and time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from clientdesk.models.agreement_document import DeliverableRow, MilestoneRow
from clientdesk.models.change_totals import NewEnd, RunningTotal, changes_price, new_end, running_total
from clientdesk.models.enums import AgreementKind
from clientdesk.models.family_documents import ChangeOrderDocument, ChangePaymentRow, ChangeRow
from clientdesk.services.papers.family_signing import add_signing
from clientdesk.services.papers.family_story import FamilyStory, Paper, cell, strong
from clientdesk.services.papers.flowables import (
    BODY,
    CELL,
    CELL_NOTE,
    CELL_RIGHT,
    CELL_RIGHT_STRONG,
    CELL_STRONG,
    OPENING,
    TextRuns,
    paragraphs,
    rows_table,
    with_gap,
)
from clientdesk.services.papers.wording import Wording

ChangeStory = FamilyStory[ChangeOrderDocument]


def story(paper: Paper, words: Wording, width: float, page_height: float) -> list[Any]:
    """Every flowable of a change order or an addendum, in order."""
    made: ChangeStory = FamilyStory(paper, words, width, page_height)
    is_order = paper.kind is not AgreementKind.ADDENDUM
    total, end = running_total(made.document), new_end(made.document)
    made.title_block(_facts(made, total, end) if is_order else _facts_of_addendum(made), parties=True)
    _reason(made, is_order)
    _changes(made, is_order)
    if is_order:
        _price(made, total)
        _time(made, end)
    _effect(made, is_order)
    table = "change_order" if is_order else "addendum"
    if made.frozen is not None:
        add_signing(made, "change_order.agreement", f"{table}.sentence", paper=amended_name(made))
    return made.flowables


def amended_name(made: ChangeStory) -> str:
    """How the amended paper is called in sentences: number and version; the title of one without a number."""
    paper = made.document.amends
    if not paper.number:
        return paper.title or made.words.text("family.none")
    if paper.is_external:
        return paper.number
    return made.words.text("change_order.paper_version", number=paper.number, version=str(paper.version))


def _facts(made: ChangeStory, total: RunningTotal, end: NewEnd) -> list[tuple[str, str]]:
    words, document = made.words, made.document
    monthly = document.amends.is_monthly
    adds = signed_money(words, total.added, document.amends.currency)
    if document.tax_name:
        adds = words.text("title.price", amount=adds, tax=document.tax_name)
    return [
        *_first_facts(made),
        (words.text("change_order.amends"), amended_name(made)),
        (words.text("change_order.adds_month" if monthly else "change_order.adds"), adds),
        (words.text("change_order.new_end"), words.day_medium(end.new) or words.text("change_order.no_end")),
    ]


def _facts_of_addendum(made: ChangeStory) -> list[tuple[str, str]]:
    words, amended = made.words, made.document.amends
    return [
        *_first_facts(made),
        (words.text("change_order.amends"), amended_name(made)),
        (words.text("change_order.dated"), words.day_medium(amended.dated_on)),
        (words.text("title.period"), made.period(amended.starts_on, amended.ends_on)),
    ]


def _first_facts(made: ChangeStory) -> list[tuple[str, str]]:
    words = made.words
    until = words.day_medium(made.document.open_until)
    return [made.number_fact(), made.issued_fact(), (words.text("title.open_until"), until)]


def _reason(made: ChangeStory, is_order: bool) -> None:
    words, document = made.words, made.document
    body: list[Any] = paragraphs(document.reason, OPENING)
    asked = {
        (True, True): "asked_by_on",
        (True, False): "asked_by",
        (False, True): "asked_on",
    }.get((bool(document.requested_by), document.requested_on is not None))
    if asked:
        day = words.day_long(document.requested_on) if document.requested_on else ""
        body.append(made.text(f"change_order.{asked}", OPENING, name=document.requested_by, date=day))
    table = "change_order" if is_order else "addendum"
    fields = {
        "paper": amended_name(made),
        "consultant": made.consultant_name,
        "client": made.client_name,
    }
    if document.amends.dated_on:
        fields["date"] = words.day_long(document.amends.dated_on)
    dated = "dated" if document.amends.dated_on else "undated"
    body.append(made.text(f"{table}.changes_{dated}", OPENING, **fields))
    made.section("change_order.reason", *body)


def _changes(made: ChangeStory, is_order: bool) -> None:
    document = made.document
    body: list[Any] = []
    if document.changes:
        named = any(row.ref for row in document.changes)
        rows = [_change(made, row, named=named) for row in document.changes]
        keys = [*(["ref"] if named else []), "change", "item", "before", "after"]
        shares = (7, 11, 22, 30, 30) if named else (11, 25, 32, 32)
        head = made.head("change_order", *keys)
        body.append(with_gap(rows_table(head, rows, made.columns(*shares))))
    elif is_order:
        body.append(made.text("change_order.same_scope"))
    made.section("change_order.what", *body)
    if document.deliverables:
        made.subsection("change_order.new_deliverables", with_gap(_deliverables(made)))


def _change(made: ChangeStory, row: ChangeRow, *, named: bool) -> list[Any]:
    words = made.words
    before, after = row.before, row.after
    quiet_before = quiet_after = CELL
    if row.action == "added" and not before:
        before, quiet_before = words.text("change_order.not_before"), CELL_NOTE
    if row.action == "removed" and not after:
        after, quiet_after = words.text("change_order.not_after"), CELL_NOTE
    title = row.title or made.document.title_of(row.ref)
    return [
        *([strong(row.ref)] if named else []),
        cell(words.text(f"change_order.{row.action}"), CELL if named else CELL_STRONG),
        cell(title),
        cell(before, quiet_before),
        cell(after, quiet_after),
    ]


def _deliverables(made: ChangeStory) -> Any:
    words, document = made.words, made.document
    rows = [
        [
            strong(document.ref_of("D", place)),
            cell(" · ".join(part for part in (row.title, row.quantity) if part)),
            cell(row.form),
            cell(row.acceptance),
            cell(words.day_medium(row.due_on)),
        ]
        for place, row in enumerate(document.deliverables)
    ]
    head = made.head("deliverables", "ref", "title", "form", "acceptance", "due")
    return rows_table(head, rows, made.columns(6, 21, 23, 35, 15))


def _price(made: ChangeStory, total: RunningTotal) -> None:
    document = made.document
    body: list[Any] = []
    if document.fee_lines:
        body.append(with_gap(_fee_table(made, total), 10))
    if not changes_price(document):
        body.append(made.text("change_order.same_price"))
    if total.original is not None:
        body.append(with_gap(_running_table(made, total)))
    elif changes_price(document):
        body.append(made.text("change_order.no_original"))
    made.section("change_order.price", *body)
    if document.payments:
        due = []
        if document.due_days is not None:
            days = made.words.count("days", document.due_days, spelled=False)
            due.append(made.text("change_order.due", days=days))
        made.subsection("change_order.new_payments", *due, with_gap(_payments(made)))


def _amount_head(made: ChangeStory) -> str:
    paper = made.document.amends
    key = "change_order.amount_month" if paper.is_monthly else "change_order.amount"
    return made.words.text(key, currency=paper.currency)


def _money(made: ChangeStory, amount: Decimal) -> str:
    return made.words.money(amount, made.document.amends.currency)


def _fee_table(made: ChangeStory, total: RunningTotal) -> Any:
    words, document = made.words, made.document
    currency = document.amends.currency
    rows: list[list[Any]] = [
        [
            cell(line.text),
            TextRuns("" if line.amount is None else signed_money(words, line.amount, currency), CELL_RIGHT),
        ]
        for line in document.fee_lines
    ]
    label = words.text("change_order.this_one")
    rows.append([strong(label), TextRuns(signed_money(words, total.added, currency), CELL_RIGHT_STRONG)])
    head = [words.text("change_order.item"), _amount_head(made)]
    return rows_table(head, rows, made.columns(76, 24), right=(1,), sum_rows=1)


def _running_table(made: ChangeStory, total: RunningTotal) -> Any:
    words, document = made.words, made.document
    currency = document.amends.currency
    lines = [(words.text("change_order.original_of", paper=amended_name(made)), total.original, False)]
    lines += [
        (words.text("change_order.earlier", number=number), amount, True) for number, amount in total.earlier
    ]
    lines.append((words.text("change_order.this_one"), total.added, True))
    rows: list[list[Any]] = []
    for label, amount, moves in lines:
        shown = signed_money(words, amount, currency) if moves else _money(made, amount or Decimal(0))
        rows.append([cell(label), TextRuns(shown, CELL_RIGHT)])
    sums = _sums(made, total)
    rows += [[TextRuns(label, kinds[0]), TextRuns(shown, kinds[1])] for label, shown, kinds in sums]
    head = [words.text("change_order.running"), _amount_head(made)]
    return rows_table(head, rows, made.columns(76, 24), right=(1,), sum_rows=len(sums))


def _sums(made: ChangeStory, total: RunningTotal) -> list[tuple[str, str, Any]]:
    """Label, amount and styles of the summing rows: the new total without tax, tax by rate, the new total."""
    words, document = made.words, made.document
    plain, bold = (CELL, CELL_RIGHT), (CELL_STRONG, CELL_RIGHT_STRONG)
    net = _money(made, total.net or Decimal(0))
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
    return rows_table(head, rows, made.columns(6, 54, 18, 22), right=(2, 3))


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


def _time(made: ChangeStory, end: NewEnd) -> None:
    words, document = made.words, made.document
    none = words.text("change_order.no_end")
    keys, values = (
        ["old_end", "days_added", "new_end"],
        [
            words.day_medium(end.old) or none,
            signed_days(words, end.days),
            words.day_medium(end.new) or none,
        ],
    )
    if document.amends.earlier:
        keys = ["original_end", "earlier_days", *keys]
        values = [words.day_medium(end.original) or none, signed_days(words, end.earlier_days), *values]
    row: list[Any] = [cell(value) for value in values[:-1]]
    row.append(TextRuns(values[-1], CELL_STRONG))
    each = 100 / len(keys)
    table = rows_table(made.head("change_order", *keys), [row], made.columns(*[each] * len(keys)))
    made.section("change_order.time", with_gap(table))
    if document.moves:
        made.subsection("change_order.moved_milestones", with_gap(_moves(made)))
    if document.milestones:
        made.subsection("change_order.new_milestones", with_gap(_milestones(made)))


def _moves(made: ChangeStory) -> Any:
    words = made.words
    rows: list[list[Any]] = []
    for move in made.document.moves:
        days = ""
        if move.before_on and move.after_on:
            days = signed_days(words, (move.after_on - move.before_on).days)
        rows.append(
            [
                strong(move.ref),
                cell(move.title or made.document.title_of(move.ref)),
                TextRuns(words.day_medium(move.before_on), CELL_RIGHT),
                TextRuns(words.day_medium(move.after_on), CELL_RIGHT),
                TextRuns(days, CELL_RIGHT),
            ]
        )
    head = [
        *made.head("timeline", "ref", "milestone"),
        *made.head("change_order", "before", "after", "moved_by"),
    ]
    return rows_table(head, rows, made.columns(6, 46, 16, 16, 16), right=(2, 3, 4))


def _milestones(made: ChangeStory) -> Any:
    words, document = made.words, made.document
    rows: list[list[Any]] = []
    for place, row in enumerate(document.milestones):
        buffer = words.text("timeline.no_buffer")
        if row.buffer_days:
            buffer = words.count("days", row.buffer_days, spelled=False)
        rows.append(
            [
                strong(document.ref_of("M", place)),
                paragraphs(row.title, CELL) + paragraphs(row.reason, CELL_NOTE) or "",
                TextRuns(words.day_medium(row.planned_on), CELL_RIGHT),
                TextRuns(buffer, CELL_RIGHT),
                TextRuns(words.day_medium(row.committed_on), CELL_RIGHT),
            ]
        )
    head = made.head("timeline", "ref", "milestone", "planned", "buffer", "committed")
    return rows_table(head, rows, made.columns(6, 46, 16, 14, 18), right=(2, 3, 4))


def _effect(made: ChangeStory, is_order: bool) -> None:
    document = made.document
    said: list[Any] = paragraphs(document.notes, BODY)
    if not is_order:
        said.append(made.text("addendum.same_price"))
    said.append(made.text("change_order.unchanged", paper=amended_name(made)))
    said.append(made.text("change_order.no_work" if is_order else "addendum.no_work"))
    made.section("change_order.effect", *said)


def signed_days(words: Wording, days: int) -> str:
    """A number of days with its sign; "0 days" is said, never left out."""
    counted = words.count("days", abs(days), spelled=False)
    if not days:
        return counted
    return words.text("family.more_days" if days > 0 else "family.fewer_days", days=counted)


def signed_money(words: Wording, amount: Decimal | None, currency: str) -> str:
    """An amount with its sign in front, also when it is added; zero has none."""
    value = amount or Decimal(0)
    shown = words.money(value, currency)
    return f"+{shown}" if value > 0 else shown
