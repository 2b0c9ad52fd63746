"""What stands in the way of issuing a sister paper, and what deserves a second look: pure rules by kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from clientdesk.models.agreement_checks import Checks
from clientdesk.models.agreement_document import PaperDocument, WorkingDay, is_weekday
from clientdesk.models.agreement_totals import quantize
from clientdesk.models.change_checks import change_problems, change_warnings
from clientdesk.models.enums import AgreementKind, Side
from clientdesk.models.errors import Problem
from clientdesk.models.family_documents import (
    ActionRow,
    AuditDocument,
    ChangeOrderDocument,
    LetterDocument,
    MeetingSummaryDocument,
    StatusReportDocument,
)
from clientdesk.models.paper_kinds import KINDS
from clientdesk.models.style_checks import style_problems

Found = Iterator[Problem]


def family_checks(
    kind: AgreementKind, document: PaperDocument, today: date, is_working_day: WorkingDay = is_weekday
) -> Checks:
    """Judge a document of any kind but statement of work and proposal.

    Args:
        today: the local date.
        is_working_day: the practice's calendar, for slips.
    """
    refuse = [*_title(kind, document, today)]
    warn = [*_capacities(kind, document)]
    if isinstance(document, ChangeOrderDocument):
        is_addendum = kind is AgreementKind.ADDENDUM
        refuse += change_problems(document, is_addendum=is_addendum)
        warn += change_warnings(document, today, is_working_day, is_addendum=is_addendum)
    elif rules := _RULES.get(type(document)):
        refuse += rules[0](document.settled(is_working_day), today)
        warn += rules[1](document.settled(is_working_day), today)
    return Checks(refuse, [*warn, *style_problems(document)])


def sending_problems(kind: AgreementKind) -> list[Problem]:
    """Why a paper of this kind is not sent: what is internal never leaves the practice."""
    return [Problem("", "internal_paper")] if KINDS[kind].is_internal else []


def _title(kind: AgreementKind, document: PaperDocument, today: date) -> Found:
    if not document.printed_title:
        yield Problem("printed_title", "missing")
    if not document.project_title:
        yield Problem("project_title", "missing")
    is_signed = KINDS[kind].is_signed
    is_letter = isinstance(document, LetterDocument)
    for side, party in (("consultant", document.consultant), ("client", document.client)):
        if not party.legal_name:
            yield Problem(f"{side}.legal_name", "missing")
        if not party.signatory and (is_signed or (is_letter and side == "consultant")):
            yield Problem(f"{side}.signatory", "missing")
    if is_signed and document.open_until and document.open_until < today:
        yield Problem("open_until", "before_today", {"until": document.open_until, "today": today})


def _capacities(kind: AgreementKind, document: PaperDocument) -> Found:
    if KINDS[kind].is_signed:
        for side, party in (("consultant", document.consultant), ("client", document.client)):
            if not party.capacity:
                yield Problem(f"{side}.capacity", "missing_capacity")


def _status(report: StatusReportDocument, today: date) -> Found:
    if report.period_end is None:
        yield Problem("period_end", "missing")
    elif report.period_start and report.period_end < report.period_start:
        yield Problem("period_end", "end_before_start")
    if not (report.summary or report.done or report.next_steps or report.milestones):
        yield Problem("summary", "empty_report")
    if report.light != "on_track" and not (report.summary or report.risks):
        yield Problem("summary", "light_without_reason")
    for place, row in enumerate(report.milestones):
        if not row.title:
            yield Problem(f"milestones.{place}.title", "missing")
        if row.done_on and row.done_on > today:
            yield Problem(f"milestones.{place}.done_on", "in_the_future")
    for place, decision in enumerate(report.decisions):
        if not decision.text:
            yield Problem(f"decisions.{place}.text", "missing")
    for name in ("used", "total"):
        amount = getattr(report.budget, name)
        if amount is not None and amount != quantize(amount, report.budget.currency):
            yield Problem(f"budget.{name}", "too_many_decimals", {"currency": report.budget.currency})


def _status_soft(report: StatusReportDocument, today: date) -> Found:
    late = [row for row in report.milestones if (row.slip_days or 0) > 0 and row.done_on is None]
    if report.light == "on_track" and late:
        yield Problem("light", "late_but_on_track", {"title": late[0].title, "days": late[0].slip_days})
    if not report.done:
        yield Problem("done", "nothing_done")
    for place, row in enumerate(report.milestones):
        if row.done_on is None and row.forecast_on is None:
            yield Problem(f"milestones.{place}.forecast_on", "no_forecast", {"title": row.title})
    for place, risk in enumerate(report.risks):
        if not risk.owner:
            yield Problem(f"risks.{place}.owner", "no_owner")
        if not risk.answer:
            yield Problem(f"risks.{place}.answer", "no_answer")
    yield from _decisions_soft(report, today)
    budget = report.budget
    for used, total, name in (
        (budget.used, budget.total, "used"),
        (budget.hours_used, budget.hours_total, "hours_used"),
    ):
        if used is not None and total is not None and used > total:
            yield Problem(f"budget.{name}", "over_budget")


def _decisions_soft(report: StatusReportDocument, today: date) -> Found:
    for place, decision in enumerate(report.decisions):
        if decision.by is None:
            yield Problem(f"decisions.{place}.by", "decision_without_date")
        elif decision.by < today:
            yield Problem(f"decisions.{place}.by", "before_today", {"today": today})
        if not decision.who:
            yield Problem(f"decisions.{place}.who", "no_owner")


def _meeting(summary: MeetingSummaryDocument, today: date) -> Found:
    if summary.held_on is None:
        yield Problem("held_on", "missing")
    elif summary.held_on > today:
        yield Problem("held_on", "in_the_future")
    if not any(row.name or row.role for row in summary.attendees):
        yield Problem("attendees", "nobody_there")
    if not (summary.decisions or summary.actions or summary.notes):
        yield Problem("decisions", "empty_summary")
    for place, row in enumerate(summary.actions):
        if not row.text:
            yield Problem(f"actions.{place}.text", "missing")
        if not row.owner:
            yield Problem(f"actions.{place}.owner", "no_owner")
    if summary.next_on and summary.held_on and summary.next_on < summary.held_on:
        yield Problem("next_on", "before_meeting")


def _meeting_soft(summary: MeetingSummaryDocument, _: date) -> Found:
    if not summary.objective:
        yield Problem("objective", "no_objective")
    sides = {row.side for row in summary.attendees if row.name or row.role}
    if sides and sides != set(Side):
        yield Problem("attendees", "one_side_only")
    for place, row in enumerate(summary.decisions):
        if not row.reason:
            yield Problem(f"decisions.{place}.reason", "decision_without_reason")
    yield from _dates(summary.actions)


def _dates(actions: list[ActionRow]) -> Found:
    for place, row in enumerate(actions):
        if row.by is None:
            yield Problem(f"actions.{place}.by", "action_without_date")


def _audit(audit: AuditDocument, _: date) -> Found:
    if audit.since and audit.until and audit.until < audit.since:
        yield Problem("until", "end_before_start")
    if not audit.verdict:
        yield Problem("verdict", "no_verdict")
    elif not audit.reasons:
        yield Problem("reasons", "verdict_without_reasons")
    if audit.money_in is not None and audit.money_in != quantize(audit.money_in, audit.currency):
        yield Problem("money_in", "too_many_decimals", {"currency": audit.currency})


def _audit_soft(audit: AuditDocument, _: date) -> Found:
    if audit.money_in is None or audit.hours_out is None:
        yield Problem("money_in", "no_money_against_hours")
    if not audit.alignment:
        yield Problem("alignment", "no_alignment")
    if audit.verdict in ("adjust", "conclude") and not audit.actions:
        yield Problem("actions", "verdict_without_actions")
    for place, row in enumerate(audit.actions):
        if not row.owner:
            yield Problem(f"actions.{place}.owner", "no_owner")
    yield from _dates(audit.actions)


def _letter(letter: LetterDocument, _: date) -> Found:
    if not any(part.text or part.items for part in letter.parts):
        yield Problem("parts", "empty_letter")


def _letter_soft(letter: LetterDocument, _: date) -> Found:
    for name in ("salutation", "closing"):
        if not getattr(letter, name):
            yield Problem(name, f"no_{name}")
    if not letter.client.address:
        yield Problem("client.address", "no_address")


_RULES: dict[type[Any], tuple[Callable[[Any, date], Found], Callable[[Any, date], Found]]] = {
    StatusReportDocument: (_status, _status_soft),
    MeetingSummaryDocument: (_meeting, _meeting_soft),
    AuditDocument: (_audit, _audit_soft),
    LetterDocument: (_letter, _letter_soft),
}
