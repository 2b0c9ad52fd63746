"""Signatures are recorded; with both sides' a paper is executed and moves the plan, in the same transaction."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import Session

from clientdesk.models.enums import AgreementKind, AgreementState, PaperOrigin, Side, SigningKind
from clientdesk.models.errors import InvalidInput, Problem
from clientdesk.models.tables import Agreement, PaperFile
from clientdesk.models.tables.base import NAME_LENGTH
from clientdesk.models.text import clean_line
from clientdesk.services import change_moves, paper_states, plan_moves
from clientdesk.services.ports import Clock
from clientdesk.services.rows import today_in
from clientdesk.services.signing_log import log_event


def add_signature(
    session: Session,
    agreement: Agreement,
    side: Side,
    name: str,
    on: date | None = None,
    *,
    clock: Clock,
    kind: SigningKind = SigningKind.TOLD,
    capacity: str = "",
    file: PaperFile | None = None,
    verdict: dict[str, Any] | None = None,
    reason: str = "",
    note: str = "",
) -> AgreementState:
    """Record one side's signature with its line in the log; with both, a paper of our own is executed.

    Signing a side again corrects it; the log keeps both lines. A paper signed elsewhere is executed by `execute`
    once all its signers are in.

    Args:
        on: the date beside the signature; today unless said otherwise.
        kind: how it came to be known: told, a scan of ink, a signed file, or a paper from elsewhere.

    Returns:
        The new state.

    Raises:
        InvalidInput: no name, a date in the future or before the paper was issued, or a kind that nobody signs.
        WrongState: it isn't out for signature.
    """
    is_own = agreement.origin is PaperOrigin.OWN
    if is_own:
        paper_states.require_kind(agreement, paper_states.SIGNED_KINDS, "nobody_signs_it")
        paper_states.require(agreement, paper_states.OUT)
    day = past_day(on, today_in(session, clock), "on")
    problems = [*_name_problems("name", name), *_capacity_problems(capacity)]
    if is_own and agreement.issued_on is not None and day < agreement.issued_on:
        problems.append(Problem("on", "before_issue"))
    if problems:
        raise InvalidInput(problems)
    signer = clean_line(name)
    kept = [entry for entry in agreement.signatures if entry["side"] != side.value]
    agreement.signatures = [*kept, {"side": side.value, "name": signer, "on": day.isoformat()}]
    log_event(
        session,
        agreement,
        kind,
        clock=clock,
        side=side,
        signer=signer,
        capacity=clean_line(capacity),
        signed_on=day,
        file=file,
        verdict=verdict,
        reason=reason,
        note=note,
    )
    if not is_own:
        return agreement.state
    if {entry["side"] for entry in agreement.signatures} == {each.value for each in Side}:
        execute(session, agreement, clock=clock)
    else:
        agreement.state = AgreementState.SIGNED
    return agreement.state


def execute(session: Session, agreement: Agreement, *, clock: Clock, on: date | None = None) -> None:
    """All have signed: the paper is in force from the last signature and writes what it promises.

    Args:
        on: the day it came into force where the signatures do not say.
    """
    signed = [date.fromisoformat(entry["on"]) for entry in agreement.signatures]
    agreement.state = AgreementState.EXECUTED
    agreement.executed_on = on or max(signed, default=agreement.issued_on or today_in(session, clock))
    if agreement.origin is PaperOrigin.EXTERNAL:
        plan_moves.follow_external(session, agreement, clock)
    elif agreement.kind is AgreementKind.STATEMENT_OF_WORK:
        plan_moves.follow_statement(session, agreement, clock)
    elif agreement.kind is AgreementKind.CHANGE_ORDER:
        change_moves.follow_change(session, agreement, clock)
    log_event(session, agreement, SigningKind.EXECUTED, clock=clock, signed_on=agreement.executed_on)


def past_day(on: date | None, today: date, field: str) -> date:
    """A day up to today; today when left out.

    Raises:
        InvalidInput: it lies in the future.
    """
    day = on or today
    if day > today:
        raise InvalidInput([Problem(field, "in_the_future")])
    return day


def _name_problems(field: str, name: str) -> list[Problem]:
    cleaned = clean_line(name)
    if not cleaned:
        return [Problem(field, "blank")]
    return _too_long(field, cleaned)


def _capacity_problems(capacity: str) -> list[Problem]:
    return _too_long("capacity", clean_line(capacity))


def _too_long(field: str, text: str) -> list[Problem]:
    return [Problem(field, "too_long", {"max_length": NAME_LENGTH})] if len(text) > NAME_LENGTH else []
