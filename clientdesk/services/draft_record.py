"""What the record says of the roles at both sides, their contacts and the fee, as parts of a draft. Pure."""

from __future__ import annotations

from decimal import Decimal

from clientdesk.models.agreement_document import (
    ContactRow,
    FeeLine,
    Fees,
    PaymentRow,
    Role,
)
from clientdesk.models.enums import ContactRole, EngagementKind, Side
from clientdesk.models.views.clients import ClientView, ContactView
from clientdesk.models.views.engagements import EngagementView
from clientdesk.models.views.practice import PracticeView
from clientdesk.services.draft_parties import contact_for
from clientdesk.services.papers.wording import Wording


def with_role(client: ClientView, role: ContactRole) -> ContactView | None:
    return next((contact for contact in client.contacts if role in contact.roles), None)


def person(client: ClientView, role: ContactRole) -> str:
    contact = contact_for(client, role)
    return contact.name if contact else ""


def roles_of(practice: PracticeView | None, client: ClientView, words: Wording) -> list[Role]:
    rows = []
    if practice is not None and practice.person:
        does = words.text("draft.consultant_role")
        rows.append(Role(side=Side.CONSULTANT, who=practice.person, responsible_for=does))
    decides = person(client, ContactRole.DECISION_MAKER)
    if decides:
        rows.append(Role(side=Side.CLIENT, who=decides, responsible_for=words.text("draft.client_role")))
    return rows


def contacts_of(practice: PracticeView | None, client: ClientView) -> list[ContactRow]:
    rows = []
    if practice is not None and practice.person:
        rows.append(
            ContactRow(
                side=Side.CONSULTANT,
                name=practice.person,
                role=practice.person_title,
                phone=practice.phone,
                email=practice.email,
            )
        )
    for contact in client.contacts[:8]:
        rows.append(
            ContactRow(
                side=Side.CLIENT,
                name=contact.name,
                role=contact.title,
                phone=contact.phone,
                email=contact.email,
            )
        )
    return rows


def fees_of(engagement: EngagementView, practice: PracticeView | None, words: Wording) -> Fees:
    fees = Fees(
        kind=engagement.kind,
        tax_name=words.text("draft.tax_name"),
        method=words.text("draft.method"),
        currency=engagement.currency,
        tax_rate=practice.tax_basis_points if practice else 0,
        due_days=practice.payment_days if practice else None,
    )
    if engagement.kind is EngagementKind.TIME_AND_MATERIALS:
        if engagement.rate is not None:
            fees.lines = [FeeLine(text=engagement.title, unit="hour", unit_price=engagement.rate.amount)]
        fees.cap = None if engagement.fee is None else engagement.fee.amount
        return fees
    if engagement.fee is None:
        return fees
    is_retainer = engagement.kind is EngagementKind.RETAINER
    fees.lines = [
        FeeLine(
            text=engagement.title,
            quantity=Decimal(1),
            unit="month" if is_retainer else "item",
            unit_price=engagement.fee.amount,
        )
    ]
    if is_retainer:
        fees.hours_included = engagement.hours_a_month
        fees.rollover_months = engagement.rollover_months
        fees.over_rate = None if engagement.rate is None else engagement.rate.amount
    else:
        fees.payments = _payments(engagement)
    return fees


def _payments(engagement: EngagementView) -> list[PaymentRow]:
    """Half on signature and half on the last output, or all on signature."""
    last = engagement.deliverables[-1].deliverable_id if engagement.deliverables else ""
    if not last:
        return [PaymentRow(tied_to="signature", percent=10_000)]
    return [PaymentRow(tied_to="signature", percent=5_000), PaymentRow(tied_to=last, percent=5_000)]
