"""What deserves a second look before an agreement goes out: it can be issued, but someone may ask."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clientdesk.models.agreement_document import AgreementDocument, WorkingDay
from clientdesk.models.agreement_totals import totals
from clientdesk.models.enums import EngagementKind
from clientdesk.models.errors import Problem
from clientdesk.models.paper_texts import needs_short_terms
from clientdesk.models.style_checks import has_number

_PRECEDENCE = re.compile(
    r"conflict|contradict|prevail|preceden|goes? (?:before|first)|widerspr|vorrang|geht .*vor|contradiction|prévaut"
    r"|primaut|prevalec|contradic",
    re.IGNORECASE,
)


def warnings(document: AgreementDocument, is_working_day: WorkingDay) -> Iterator[Problem]:
    """Gaps and oddities of content; wording is judged by `style_checks`."""
    yield from _gaps(document)
    yield from _goals(document)
    yield from _dependencies(document)
    yield from _dates(document, is_working_day)
    yield from _people(document)
    yield from _money(document)
    yield from _terms(document)


def _gaps(document: AgreementDocument) -> Iterator[Problem]:
    if not document.not_included:
        yield Problem("not_included", "nothing_excluded")
    if not document.included:
        yield Problem("included", "nothing_included")
    if not document.deliverables:
        yield Problem("deliverables", "nothing_delivered")
    if document.ends_on is None:
        yield Problem("ends_on", "open_ended")
    if document.deliverables and document.acceptance.silence_days is None:
        yield Problem("acceptance.silence_days", "no_silence_rule")


def _goals(document: AgreementDocument) -> Iterator[Problem]:
    for place, goal in enumerate(document.objectives):
        path, facts = f"objectives.{place}", {"ref": f"G{place + 1}"}
        if not (goal.target and goal.measured_by and goal.by):
            yield Problem(path, "not_measurable", dict(facts))
        elif not has_number(goal.target):
            yield Problem(f"{path}.target", "no_number", dict(facts))
        if not goal.measurer:
            yield Problem(f"{path}.measurer", "no_measurer", dict(facts))


def _dependencies(document: AgreementDocument) -> Iterator[Problem]:
    for place, row in enumerate(document.assumptions):
        if row.owner and not row.by:
            yield Problem(f"assumptions.{place}.by", "dependency_without_date")
        if row.by and not row.owner:
            yield Problem(f"assumptions.{place}.owner", "dependency_without_owner")


def _dates(document: AgreementDocument, is_working_day: WorkingDay) -> Iterator[Problem]:
    for place, deliverable in enumerate(document.deliverables):
        if deliverable.due_on is None:
            yield Problem(f"deliverables.{place}.due_on", "no_date", {"ref": f"D{place + 1}"})
    for place, milestone in enumerate(document.milestones):
        day = milestone.planned_on
        if day is not None and not is_working_day(day):
            facts: dict[str, object] = {"ref": f"M{place + 1}", "date": day}
            yield Problem(f"milestones.{place}.planned_on", "not_a_working_day", facts)


def _people(document: AgreementDocument) -> Iterator[Problem]:
    for name, party in (("consultant", document.consultant), ("client", document.client)):
        if not party.capacity:
            yield Problem(f"{name}.capacity", "missing_capacity")
    sides = {role.side for role in document.roles}
    if document.roles and None not in sides and len(sides) == 1:
        yield Problem("roles", "one_sided_duties")
    deciding = document.deciding
    if not deciding.maker:
        yield Problem("deciding.maker", "no_decision_maker")
    elif not deciding.deputy:
        yield Problem("deciding.deputy", "no_deputy", {"name": deciding.maker})
    if deciding.days is None:
        yield Problem("deciding.days", "no_time_to_decide")


def _money(document: AgreementDocument) -> Iterator[Problem]:
    fees = document.fees
    if fees.kind is EngagementKind.TIME_AND_MATERIALS:
        if fees.cap is None:
            yield Problem("fees.cap", "no_cap")
        elif fees.lines and fees.cap < (net := totals(fees).net):
            facts: dict[str, object] = {"net": str(net), "currency": fees.currency}
            yield Problem("fees.cap", "cap_below_estimate", facts)
    if fees.kind is EngagementKind.RETAINER and not fees.hours_included:
        yield Problem("fees.hours_included", "no_hours")
    ties = {row.tied_to for row in fees.payments} - {"", "signature"}
    if len(fees.payments) > 1 and not ties and document.deliverables:
        yield Problem("fees.payments", "payments_not_tied")


def _terms(document: AgreementDocument) -> Iterator[Problem]:
    if needs_short_terms(document):
        yield Problem("governing_terms", "no_terms")
    if document.governed_by and document.governing_terms and not _PRECEDENCE.search(document.governing_terms):
        yield Problem("governing_terms", "no_precedence")
