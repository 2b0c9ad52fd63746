"""What stands in the way of issuing an agreement, and what deserves a second look: pure rules."""

from __future__ import annotations

import re
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
from clientdesk.models.agreement_totals import quantize, totals
from clientdesk.models.enums import EngagementKind
from clientdesk.models.errors import Problem

_VAGUE = re.compile(
    r"\b(as needed|as directed|including but not limited to|etc|unlimited revisions|best efforts?|asap"
    r"|support|assist)\b",
    re.IGNORECASE,
)
_SLASH_DATE = re.compile(r"\b\d{1,2}/\d{1,2}/\d{2,4}\b")


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
        *_exhibit(document),
    ]
    return Checks(refuse, [*_soft(document), *_soft_rows(document, is_working_day), *_wording(document)])


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
    if not fees.lines:
        yield Problem("fees.lines", "missing")
    for place, line in enumerate(fees.lines):
        if line.unit_price is None:
            yield Problem(f"fees.lines.{place}.unit_price", "missing")
        elif line.unit_price != quantize(line.unit_price, fees.currency):
            yield Problem(f"fees.lines.{place}.unit_price", "too_many_decimals", {"currency": fees.currency})
        if line.quantity == 0:
            yield Problem(f"fees.lines.{place}.quantity", "not_positive")
    named = (("discount", fees.discount), ("cap", fees.cap), ("expenses_cap", fees.expenses_cap))
    for name, amount in named:
        if amount is not None and amount != quantize(amount, fees.currency):
            yield Problem(f"fees.{name}", "too_many_decimals", {"currency": fees.currency})
    if totals(fees).net < 0:
        yield Problem("fees.discount", "larger_than_fee")
    if fees.due_days is None:
        yield Problem("fees.due_days", "missing")
    rate = document.change_control.rate
    if rate is not None and rate != quantize(rate, fees.currency):
        yield Problem("change_control.rate", "too_many_decimals", {"currency": fees.currency})


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


def _exhibit(document: AgreementDocument) -> Iterator[Problem]:
    exhibit = document.exhibit
    if exhibit.hours and not exhibit.zone:
        yield Problem("exhibit.zone", "hours_without_zone")
    if exhibit.client_hours and not exhibit.client_zone:
        yield Problem("exhibit.client_zone", "hours_without_zone")
    for place, row in enumerate(exhibit.responses):
        if row.level == "urgent" and not row.meaning:
            yield Problem(f"exhibit.responses.{place}.meaning", "urgent_undefined")


def _soft(document: AgreementDocument) -> Iterator[Problem]:
    if not document.not_included:
        yield Problem("not_included", "nothing_excluded")
    if not document.included:
        yield Problem("included", "nothing_included")
    if not document.deliverables:
        yield Problem("deliverables", "nothing_delivered")
    if not document.governing_terms:
        yield Problem("governing_terms", "no_terms")
    if document.ends_on is None:
        yield Problem("ends_on", "open_ended")
    acceptance = document.acceptance
    if acceptance.silence_days is None and document.deliverables:
        yield Problem("acceptance.silence_days", "no_silence_rule")
    if document.fees.kind is EngagementKind.TIME_AND_MATERIALS and document.fees.cap is None:
        yield Problem("fees.cap", "no_cap")


def _soft_rows(document: AgreementDocument, is_working_day: WorkingDay) -> Iterator[Problem]:
    for place, goal in enumerate(document.objectives):
        if not (goal.target and goal.measured_by and goal.by):
            yield Problem(f"objectives.{place}", "not_measurable", {"ref": f"G{place + 1}"})
    for place, row in enumerate(document.assumptions):
        if row.owner and not row.by:
            yield Problem(f"assumptions.{place}.by", "dependency_without_date")
    for place, deliverable in enumerate(document.deliverables):
        if deliverable.due_on is None:
            yield Problem(f"deliverables.{place}.due_on", "no_date", {"ref": f"D{place + 1}"})
    for place, milestone in enumerate(document.milestones):
        day = milestone.planned_on
        if day is not None and not is_working_day(day):
            facts: dict[str, object] = {"ref": f"M{place + 1}", "date": day}
            yield Problem(f"milestones.{place}.planned_on", "not_a_working_day", facts)
    for side, party in (("consultant", document.consultant), ("client", document.client)):
        if not party.capacity:
            yield Problem(f"{side}.capacity", "missing_capacity")


def _wording(document: AgreementDocument) -> Iterator[Problem]:
    for path, text in texts(document):
        if not path.startswith(("purpose", "included", "deliverables", "objectives", "milestones")):
            continue
        if vague := _VAGUE.search(text):
            yield Problem(path, "vague_word", {"word": vague.group(0)})
        if slashed := _SLASH_DATE.search(text):
            yield Problem(path, "ambiguous_date", {"text": slashed.group(0)})


def texts(document: AgreementDocument) -> Iterator[tuple[str, str]]:
    """Every text a user wrote, with the dotted path of its field."""
    yield from _walk("", document.model_dump())


def _walk(path: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _walk(f"{path}.{key}" if path else str(key), inner)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _walk(f"{path}.{place}", inner)
    elif type(value) is str and value:
        yield path, value
