"""In which states a paper can take which step, and whose turn it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from clientdesk.models.enums import AgreementKind, AgreementState, Side
from clientdesk.models.errors import InvalidInput, Problem, WrongState
from clientdesk.models.paper_kinds import KINDS
from clientdesk.models.tables import Agreement
from clientdesk.models.views.agreements import WaitingFor

OUT = (AgreementState.ISSUED, AgreementState.SENT, AgreementState.SIGNED)
"""Out for signature; of a paper that nobody signs: issued, or sent and done with."""

GONE = (
    AgreementState.WITHDRAWN,
    AgreementState.DECLINED,
    AgreementState.EXPIRED,
    AgreementState.SUPERSEDED,
)
REPLACEABLE = (*OUT, AgreementState.DECLINED, AgreementState.WITHDRAWN, AgreementState.EXPIRED)
"""States from which a new version can be drafted; an executed paper is changed by a change order."""

SIGNED_KINDS = tuple(kind for kind, facts in KINDS.items() if facts.is_signed)
ANSWERED_KINDS = (*SIGNED_KINDS, AgreementKind.PROPOSAL)
"""Kinds with a last day for the client's answer, which can be declined and run out."""


def require(agreement: Agreement, states: Iterable[AgreementState]) -> None:
    """Let only papers in one of these states pass.

    Raises:
        WrongState.
    """
    wanted = tuple(states)
    if agreement.state not in wanted:
        raise WrongState(agreement.state.value, " or ".join(state.value for state in wanted))


def require_kind(agreement: Agreement, kinds: Iterable[AgreementKind], code: str) -> None:
    """Let only papers of these kinds pass.

    Raises:
        InvalidInput: with this code.
    """
    if agreement.kind not in kinds:
        raise InvalidInput([Problem("", code)])


def is_out(kind: AgreementKind, state: AgreementState) -> bool:
    """Whether signatures are missing."""
    return kind in SIGNED_KINDS and state in OUT


def waiting_for(
    kind: AgreementKind, state: AgreementState, signatures: Sequence[Mapping[str, str]]
) -> WaitingFor:
    """Whose turn it is while a paper is out."""
    if not is_out(kind, state):
        return ""
    if state is AgreementState.ISSUED:
        return "sending"
    signed = {entry["side"] for entry in signatures}
    if Side.CLIENT.value in signed:
        return "you"
    return "client" if Side.CONSULTANT.value in signed else "both"
