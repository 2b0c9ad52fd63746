"""What stands in the way of issuing an agreement, and what deserves a second look: pure rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from clientdesk.models.agreement_document import (
    AgreementDocument,
    Party,
    WorkingDay,
    committed_on,
    is_weekday,
)
from clientdesk.models.agreement_totals import is_too_large, quantize, totals
from clientdesk.models.agreement_warnings import warnings
from clientdesk.models.errors import Problem
from clientdesk.models.paper_texts import texts
from clientdesk.models.style_checks import absent_exhibits, style_problems

__all__ = ["Checks", "checks", "texts"]


@dataclass(frozen=True)
class Checks:
    """`refuse` blocks issuing; `warn` is shown and can be passed over."""

    refuse: list[Problem] = field(default_factory=list)
    warn: list[Problem] = field(default_factory=list)

    @property
    def problems(self) -> list[Problem]:
        """All of them, those that refuse first."""
        return [*self.refuse, *self.warn]


def checks(document: AgreementDocument, today: date, is_working_day: WorkingDay = is_weekday) -> Checks:
    """Judge a document.

    Args:
        today: the local date; an offer cannot be open until a day before it.
        is_working_day: the practice's calendar, for committed dates.
    """
    refuse = [
        *_title(document),
        *_period(document, today),
        *_deliverables(document),
        *_milestones(document, is_working_day),
        *_fees(document),
        *_payments(document),
        *_options(document),
        *_exhibit(document),
        *absent_exhibits(document),
    ]
    return Checks(refuse, [*warnings(document, is_working_day), *style_problems(document)])


def _title(document: AgreementDocument) -> Iterator[Problem]:
    if not document.printed_title:
        yield Problem("printed_title", "missing")
    if not document.project_title:
        yield Problem("project_title", "missing")
    for side, party in (("consultant", document.consultant), ("client", document.client)):
        yield from _party(side, party)


def _party(side: str, party: Party) -> Iterator[Problem]:
    if not party.legal_name:
        yield Problem(f"{side}.legal_name", "missing")
    if not party.signatory:
        yield Problem(f"{side}.signatory", "missing")


def _period(document: AgreementDocument, today: date) -> Iterator[Problem]:
    start, end, until = document.starts_on, document.ends_on, document.open_until
    if start is None:
        yield Problem("starts_on", "missing")
    if start and end and end < start:
        yield Problem("ends_on", "end_before_start", {"start": start, "end": end})
    if until and until < today:
        yield Problem("open_until", "before_today", {"until": until, "today": today})


def _deliverables(document: AgreementDocument) -> Iterator[Problem]:
    for place, row in enumerate(document.deliverables):
        facts: dict[str, object] = {"ref": f"D{place + 1}"}
        if not row.title:
            yield Problem(f"deliverables.{place}.title", "missing", facts)
        if not row.acceptance:
            yield Problem(f"deliverables.{place}.acceptance", "no_criterion", facts)
        yield from _inside(document, f"deliverables.{place}.due_on", row.due_on, facts)
    rule = document.acceptance
    if document.deliverables and rule.silence_days is not None and not rule.has_reminder:
        yield Problem("acceptance.has_reminder", "silence_without_reminder")


def _inside(
    document: AgreementDocument, path: str, day: date | None, facts: dict[str, object]
) -> Iterator[Problem]:
    start, end = document.starts_on, document.ends_on
    if day and ((start and day < start) or (end and day > end)):
        yield Problem(path, "outside_period", {**facts, "date": day, "start": start, "end": end})


def _milestones(document: AgreementDocument, is_working_day: WorkingDay) -> Iterator[Problem]:
    for place, row in enumerate(document.milestones):
        facts: dict[str, object] = {"ref": f"M{place + 1}"}
        path = f"milestones.{place}"
        if not row.title:
            yield Problem(f"{path}.title", "missing", facts)
        if row.planned_on is None:
            yield Problem(f"{path}.planned_on", "missing", facts)
            continue
        computed = committed_on(row, is_working_day)
        if row.committed_on not in (None, computed):
            yield Problem(f"{path}.committed_on", "not_planned_plus_buffer", {**facts, "computed": computed})
        early = row.planned_on
        outside = list(_inside(document, f"{path}.planned_on", early, facts))
        yield from outside or _inside(document, f"{path}.buffer_days", computed, facts)


def _fees(document: AgreementDocument) -> Iterator[Problem]:
    fees = document.fees
    if not fees.lines and not any(row.price is not None for row in document.options):
        yield Problem("fees.lines", "missing")
    for place, line in enumerate(fees.lines):
        if line.unit_price is None:
            yield Problem(f"fees.lines.{place}.unit_price", "missing")
        if line.quantity == 0:
            yield Problem(f"fees.lines.{place}.quantity", "not_positive")
    net = totals(fees).net
    if net < 0:
        yield Problem("fees.discount", "larger_than_fee")
    if is_too_large(net, fees.currency):
        yield Problem("fees.lines", "amount_too_large")
    if fees.due_days is None:
        yield Problem("fees.due_days", "missing")
    yield from _decimals(document)


def _decimals(document: AgreementDocument) -> Iterator[Problem]:
    """Amounts with more decimals than the currency has."""
    fees = document.fees
    amounts = {
        **{f"fees.lines.{place}.unit_price": line.unit_price for place, line in enumerate(fees.lines)},
        "fees.discount": fees.discount,
        "fees.cap": fees.cap,
        "fees.expenses_cap": fees.expenses_cap,
        "fees.over_rate": fees.over_rate,
        "change_control.rate": document.change_control.rate,
        **{f"options.{place}.price": row.price for place, row in enumerate(document.options)},
    }
    for path, amount in amounts.items():
        if amount is not None and amount != quantize(amount, fees.currency):
            yield Problem(path, "too_many_decimals", {"currency": fees.currency})


def _payments(document: AgreementDocument) -> Iterator[Problem]:
    fees = document.fees
    for place, row in enumerate(fees.payments):
        path, facts = f"fees.payments.{place}", {"ref": f"P{place + 1}"}
        if row.percent is None and row.amount is None:
            yield Problem(f"{path}.amount", "missing", dict(facts))
        if row.percent is not None and row.amount is not None:
            yield Problem(f"{path}.amount", "share_and_amount", dict(facts))
        if row.amount is not None and row.amount != quantize(row.amount, fees.currency):
            yield Problem(f"{path}.amount", "too_many_decimals", {**facts, "currency": fees.currency})
        if not row.text and not row.tied_to:
            yield Problem(f"{path}.text", "missing", dict(facts))
        if row.tied_to and row.tied_to != "signature" and document.resolve(row.tied_to) is None:
            yield Problem(f"{path}.tied_to", "unknown_reference", {**facts, "reference": row.tied_to})
    if not fees.payments:
        return
    percents = [row.percent for row in fees.payments if row.percent is not None]
    if len(percents) == len(fees.payments) and sum(percents) != 10_000:
        found = Decimal(sum(percents)) / 100
        yield Problem("fees.payments", "shares_not_whole", {"found": f"{found.normalize():f}"})
        return
    amounts = totals(fees)
    if None not in amounts.payments:
        paid = sum((amount for amount in amounts.payments if amount is not None), Decimal(0))
        if paid != amounts.net:
            facts = {"paid": str(paid), "net": str(amounts.net), "currency": fees.currency}
            yield Problem("fees.payments", "payments_not_total", dict(facts))


def _options(document: AgreementDocument) -> Iterator[Problem]:
    for place, row in enumerate(document.options):
        if not row.title:
            yield Problem(f"options.{place}.title", "missing")


def _exhibit(document: AgreementDocument) -> Iterator[Problem]:
    exhibit = document.exhibit
    if exhibit.hours and not exhibit.zone:
        yield Problem("exhibit.zone", "hours_without_zone")
    if exhibit.client_hours and not exhibit.client_zone:
        yield Problem("exhibit.client_zone", "hours_without_zone")
    for place, row in enumerate(exhibit.responses):
        if row.level == "urgent" and not row.meaning:
            yield Problem(f"exhibit.responses.{place}.meaning", "urgent_undefined")
    for place, extra in enumerate(document.exhibits):
        if not extra.title:
            yield Problem(f"exhibits.{place}.title", "missing")
        if not extra.text:
            yield Problem(f"exhibits.{place}.text", "exhibit_empty")
