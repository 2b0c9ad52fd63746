"""What can be done with an issued paper now, and what should be: by its kind, origin and state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clientdesk.models.enums import AgreementKind, AgreementState, PaperOrigin
from clientdesk.models.views.agreements import AgreementView
from clientdesk.ui.dates import day_text
from clientdesk.ui.itemmodels.papers import UNSIGNED, until_text
from clientdesk.ui.panels.papers.words import translate

_OUT = (AgreementState.ISSUED, AgreementState.SENT, AgreementState.SIGNED)
_CLOSED = (AgreementState.DECLINED, AgreementState.WITHDRAWN, AgreementState.EXPIRED)
_AMENDING = (AgreementKind.CHANGE_ORDER, AgreementKind.ADDENDUM)


@dataclass(frozen=True, slots=True)
class Steps:
    """Names of the steps offered: `next` stands out (none where nothing is to be done), `others` are buttons
    below it, `more` is in the menu."""

    next: str
    others: tuple[str, ...]
    more: tuple[str, ...]


def steps_of(view: AgreementView) -> Steps:
    """The steps of a paper, the likeliest first."""
    row = view.row
    if not view.is_intact:
        return Steps("", (), ("withdraw",) if row.state in _OUT else ())
    is_signed_kind = row.kind not in UNSIGNED
    is_own = row.origin is PaperOrigin.OWN
    others: list[str] = []
    more: list[str] = []
    if row.state in _OUT and is_signed_kind:
        others += ["sent"] if row.state is AgreementState.ISSUED else []
        others += ["signed"]
        more += ["version", "decline", "withdraw"]
    elif row.state in _OUT:
        can_be_sent = row.state is AgreementState.ISSUED and row.kind is not AgreementKind.RELATIONSHIP_AUDIT
        others += ["sent"] if can_be_sent else []
        if row.kind is AgreementKind.PROPOSAL:
            others += ["statement"]
            more += ["decline", "withdraw"]
        more.insert(0, "version")
    elif row.state is AgreementState.EXECUTED:
        if row.is_in_force and row.kind not in _AMENDING:
            others += ["change_order", "addendum"]
        more += ["file"] if is_own else []
    elif row.state in _CLOSED:
        others += ["version"]
    if view.next_version_id is not None:
        others = ["version", *(step for step in others if step != "version")]
        more = [step for step in more if step != "version"]
    if is_own:
        more = ["compare", *more] if _has_versions(view) else more
        more += ["duplicate", *(["template"] if is_signed_kind or row.kind is AgreementKind.PROPOSAL else [])]
    if not others or row.state is AgreementState.EXECUTED:
        return Steps("", tuple(others), tuple(dict.fromkeys(more)))
    return Steps(others[0], tuple(others[1:]), tuple(dict.fromkeys(more)))


def next_words(view: AgreementView, today: date) -> str:
    """State and next step as one sentence, then the day that matters."""
    row = view.row
    if not view.is_intact:
        return translate("Papers", "It can't be trusted as it stands here.")
    words = _unsigned_words(view) if row.kind in UNSIGNED else _signed_words(view, today)
    until = until_text(row, today)
    if until and row.state is not AgreementState.EXECUTED:
        return f"{words}\n{until[:1].upper()}{until[1:]}."
    return words


def _signed_words(view: AgreementView, today: date) -> str:
    row = view.row
    if row.state is AgreementState.SIGNED:
        if row.waiting_for == "you":
            return translate("Papers", "{client} has signed; your signature is missing.").format(
                client=row.client
            )
        return translate("Papers", "You have signed; the signature of {client} is missing.").format(
            client=row.client
        )
    if row.state is AgreementState.EXECUTED:
        return _executed_words(view, today)
    words = {
        AgreementState.ISSUED: translate(
            "Papers", "Not sent yet. Print two copies or send the PDF, then mark it as sent."
        ),
        AgreementState.SENT: translate(
            "Papers", "Waiting for {client}. When the signed paper is back, drop it here."
        ),
        AgreementState.SUPERSEDED: translate("Papers", "A newer version took its place."),
        AgreementState.DECLINED: translate(
            "Papers", "{client} said no to this version. A new version can still be made."
        ),
        AgreementState.WITHDRAWN: translate("Papers", "Taken back; it can no longer be signed."),
        AgreementState.EXPIRED: translate(
            "Papers", "Its time for signing has passed. A new version opens it again."
        ),
    }.get(row.state, "")
    return words.format(client=row.client)


def _executed_words(view: AgreementView, today: date) -> str:
    row = view.row
    if row.kind in _AMENDING:
        return translate("Papers", "Signed by both: what it changes holds, and the plan has moved.")
    if row.kind is AgreementKind.MASTER_AGREEMENT:
        return translate("Papers", "The standing agreement that later papers refer to.")
    if not row.is_in_force and row.ends_on is not None:
        return translate("Papers", "It ended {day}.").format(day=day_text(row.ends_on, today))
    until = until_text(row, today)
    if row.origin is PaperOrigin.EXTERNAL:
        words = translate("Papers", "In force, signed elsewhere; {until}.")
    else:
        words = translate("Papers", "In force, {until}; its dates are what the client expects.")
    if row.is_amended:
        words += " " + translate("Papers", "Change orders have amended it.")
    return words.format(until=until)


def _unsigned_words(view: AgreementView) -> str:
    row = view.row
    if row.kind is AgreementKind.RELATIONSHIP_AUDIT and row.state is AgreementState.ISSUED:
        return translate("Papers", "For you alone: it is kept as it was on its day.")
    if row.kind is AgreementKind.PROPOSAL and row.state is AgreementState.SENT:
        return translate(
            "Papers", "Waiting for the answer of {client}. A yes becomes a statement of work."
        ).format(client=row.client)
    return {
        AgreementState.ISSUED: translate("Papers", "Not sent yet. Nobody signs it: sending it is all."),
        AgreementState.SENT: translate("Papers", "Sent. There is nothing left to do."),
        AgreementState.SUPERSEDED: translate("Papers", "A newer version took its place."),
        AgreementState.DECLINED: translate("Papers", "{client} said no.").format(client=row.client),
        AgreementState.WITHDRAWN: translate("Papers", "Taken back."),
        AgreementState.EXPIRED: translate("Papers", "Its time for an answer has passed."),
    }.get(row.state, "")


def _has_versions(view: AgreementView) -> bool:
    return view.supersedes_id is not None or view.next_version_id is not None
