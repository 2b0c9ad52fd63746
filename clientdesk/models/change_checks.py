"""Rules of change orders and addenda: references that exist, money that adds up, an end that can be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from clientdesk.models.agreement_document import WorkingDay, committed_on, is_weekday
from clientdesk.models.agreement_totals import is_too_large, quantize
from clientdesk.models.change_totals import changes_price, new_end, running_total
from clientdesk.models.errors import Problem
from clientdesk.models.family_documents import ChangeOrderDocument

Found = Iterator[Problem]


def change_problems(document: ChangeOrderDocument, *, is_addendum: bool = False) -> Found:
    """What refuses issuing."""
    paper = document.amends
    if not (paper.number or paper.title):
        yield Problem("amends.number", "no_amended_paper")
    if not document.reason:
        yield Problem("reason", "no_reason")
    if is_addendum:
        yield from _addendum(document)
    elif _is_empty(document):
        yield Problem("changes", "nothing_changes")
    yield from _changes(document)
    if is_addendum:
        return
    yield from _rows(document)
    yield from _moves(document)
    yield from _money(document)
    yield from _payments(document)
    yield from _end(document)


def change_warnings(
    document: ChangeOrderDocument,
    today: date,
    is_working_day: WorkingDay = is_weekday,
    *,
    is_addendum: bool = False,
) -> Found:
    """What deserves a second look."""
    if not document.requested_by:
        yield Problem("requested_by", "nobody_asked")
    for place, row in enumerate(document.changes):
        if row.action == "altered" and not row.before:
            yield Problem(f"changes.{place}.before", "no_before", {"ref": _name(document, place)})
    if is_addendum:
        return
    for place, deliverable in enumerate(document.deliverables):
        if deliverable.due_on is None:
            facts: dict[str, object] = {"ref": document.ref_of("D", place)}
            yield Problem(f"deliverables.{place}.due_on", "no_date", facts)
    for place, milestone in enumerate(document.milestones):
        day = milestone.planned_on
        if day is not None and not is_working_day(day):
            facts = {"ref": document.ref_of("M", place), "date": day}
            yield Problem(f"milestones.{place}.planned_on", "not_a_working_day", facts)
    total = running_total(document)
    if total.added and not document.payments and not document.amends.is_monthly:
        yield Problem("payments", "no_new_payments")
    if changes_price(document) and total.original is None:
        yield Problem("amends.net", "no_original_total")
    end = new_end(document).new
    if document.days_added < 0 and end is not None and end < today:
        yield Problem("days_added", "end_has_passed", {"date": end})


def _is_empty(document: ChangeOrderDocument) -> bool:
    said = (
        document.changes,
        document.deliverables,
        document.milestones,
        document.moves,
        document.fee_lines,
        document.payments,
        document.days_added,
        document.hours_a_month is not None,
        document.notes,
    )
    return not any(said)


def _addendum(document: ChangeOrderDocument) -> Found:
    if not (document.changes or document.notes):
        yield Problem("changes", "nothing_changes")
    for name in (
        "deliverables",
        "milestones",
        "moves",
        "fee_lines",
        "payments",
        "days_added",
        "hours_a_month",
    ):
        if getattr(document, name):
            yield Problem(name, "needs_change_order")


def _name(document: ChangeOrderDocument, place: int) -> str:
    row = document.changes[place]
    return row.ref or row.title or str(place + 1)


def _changes(document: ChangeOrderDocument) -> Found:
    known = {item.ref for item in document.amends.items if not item.is_removed}
    taken = {item.ref for item in document.amends.items}
    named = Counter(row.ref for row in document.changes if row.ref)
    for place, row in enumerate(document.changes):
        path, facts = f"changes.{place}", {"ref": _name(document, place), "reference": row.ref}
        if not (row.ref or row.title):
            yield Problem(f"{path}.title", "missing")
        if row.ref and row.action != "added" and known and row.ref not in known:
            yield Problem(f"{path}.ref", "not_on_amended_paper", dict(facts))
        if row.ref and row.action == "added" and row.ref in taken:
            yield Problem(f"{path}.ref", "reference_taken", dict(facts))
        if row.action != "removed" and not row.after:
            yield Problem(f"{path}.after", "no_after", dict(facts))
        elif row.action == "altered" and row.before == row.after:
            yield Problem(f"{path}.after", "same_before_and_after", dict(facts))
        if named[row.ref] > 1 and row.action == "removed":
            yield Problem(f"{path}.ref", "named_twice", dict(facts))


def _rows(document: ChangeOrderDocument) -> Found:
    for place, deliverable in enumerate(document.deliverables):
        facts: dict[str, object] = {"ref": document.ref_of("D", place)}
        if not deliverable.title:
            yield Problem(f"deliverables.{place}.title", "missing", facts)
        if not deliverable.acceptance:
            yield Problem(f"deliverables.{place}.acceptance", "no_criterion", facts)
        yield from _inside(document, f"deliverables.{place}.due_on", deliverable.due_on, facts)
    for place, milestone in enumerate(document.milestones):
        facts = {"ref": document.ref_of("M", place)}
        if not milestone.title:
            yield Problem(f"milestones.{place}.title", "missing", facts)
        if milestone.planned_on is None:
            yield Problem(f"milestones.{place}.planned_on", "missing", facts)
        committed = milestone.committed_on or committed_on(milestone)
        yield from _inside(document, f"milestones.{place}.planned_on", committed, facts)


def _inside(document: ChangeOrderDocument, path: str, day: date | None, facts: dict[str, object]) -> Found:
    start, end = document.amends.starts_on, new_end(document).new
    if day is not None and ((start and day < start) or (end and day > end)):
        yield Problem(path, "outside_period", {**facts, "date": day, "start": start, "end": end})


def _moves(document: ChangeOrderDocument) -> Found:
    known = {item.ref for item in document.amends.items if not item.is_removed}
    removed = {row.ref for row in document.changes if row.action == "removed"}
    named = Counter(move.ref for move in document.moves if move.ref)
    for place, move in enumerate(document.moves):
        path = f"moves.{place}"
        facts: dict[str, object] = {"ref": move.ref or move.title, "reference": move.ref}
        if not (move.ref or move.title):
            yield Problem(f"{path}.ref", "missing")
        if move.ref and known and move.ref not in known:
            yield Problem(f"{path}.ref", "not_on_amended_paper", facts)
        if move.ref in removed or named[move.ref] > 1:
            yield Problem(f"{path}.ref", "named_twice", facts)
        if move.after_on is None:
            yield Problem(f"{path}.after_on", "missing", facts)
        elif move.after_on == move.before_on:
            yield Problem(f"{path}.after_on", "same_before_and_after", facts)
        yield from _inside(document, f"{path}.after_on", move.after_on, facts)


def _money(document: ChangeOrderDocument) -> Found:
    currency = document.amends.currency
    for place, line in enumerate(document.fee_lines):
        path = f"fee_lines.{place}"
        if not line.text:
            yield Problem(f"{path}.text", "missing")
        if line.amount is None:
            yield Problem(f"{path}.amount", "missing")
        elif line.amount != quantize(line.amount, currency):
            yield Problem(f"{path}.amount", "too_many_decimals", {"currency": currency})
        elif is_too_large(line.amount, currency):
            yield Problem(f"{path}.amount", "amount_too_large")
    total = running_total(document)
    net = total.net
    if is_too_large(total.added, currency):
        yield Problem("fee_lines", "amount_too_large")
    if net is not None and net < 0:
        yield Problem("fee_lines", "total_below_zero", {"net": str(net), "currency": currency})


def _payments(document: ChangeOrderDocument) -> Found:
    currency, total = document.amends.currency, running_total(document)
    items = [item for item in document.amends.items if not item.is_removed]
    refs = {item.ref for item in items} | {item.key for item in items}
    refs |= {document.ref_of("D", place) for place in range(len(document.deliverables))}
    refs |= {document.ref_of("M", place) for place in range(len(document.milestones))}
    refs |= {row.key for row in document.deliverables} | {row.key for row in document.milestones}
    for place, row in enumerate(document.payments):
        path = f"payments.{place}"
        facts: dict[str, object] = {"ref": document.ref_of("P", place), "reference": row.tied_to}
        if row.percent is not None:
            yield Problem(f"{path}.percent", "amounts_only", facts)
        if row.amount is None:
            yield Problem(f"{path}.amount", "missing", facts)
        elif row.amount != quantize(row.amount, currency):
            yield Problem(f"{path}.amount", "too_many_decimals", {**facts, "currency": currency})
        elif is_too_large(row.amount, currency):
            yield Problem(f"{path}.amount", "amount_too_large")
        if not (row.text or row.tied_to):
            yield Problem(f"{path}.text", "missing", facts)
        if row.tied_to not in {"", "signature", *refs}:
            yield Problem(f"{path}.tied_to", "unknown_reference", facts)
    if document.payments and total.paid != total.added:
        facts = {"paid": str(total.paid), "added": str(total.added), "currency": currency}
        yield Problem("payments", "payments_not_order", facts)
    if document.payments and total.added > Decimal(0) and document.due_days is None:
        yield Problem("due_days", "missing")


def _end(document: ChangeOrderDocument) -> Found:
    end, start = new_end(document), document.amends.starts_on
    if end.days and end.old is None:
        yield Problem("days_added", "no_end_to_move")
    if end.new is not None and start is not None and end.new < start:
        yield Problem("days_added", "end_before_start", {"start": start, "end": end.new})
