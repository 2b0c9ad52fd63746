"""A first draft of a statement of work from what is known of an engagement; stores nothing."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Protocol

from clientdesk.models.agreement_document import (
    Acceptance,
    AgreementDocument,
    ChangeControl,
    ContactRow,
    DeliverableRow,
    FeeLine,
    Fees,
    MilestoneRow,
    Party,
    PaymentRow,
    Role,
)
from clientdesk.models.boundary_rules import BoundaryRules
from clientdesk.models.enums import ContactRole, EngagementKind, Side
from clientdesk.models.schedule import WorkCalendar
from clientdesk.models.views.boundaries import TimeOffView
from clientdesk.models.views.clients import ClientView, ContactView
from clientdesk.models.views.engagements import EngagementView
from clientdesk.models.views.practice import PracticeView
from clientdesk.models.views.rhythms import RhythmView
from clientdesk.services.papers.exhibit import Setting, build_exhibit, rhythm_row

OPEN_DAYS = 14


class Practices(Protocol):
    def get(self) -> PracticeView | None: ...

    def today(self) -> date: ...


class Clients(Protocol):
    def get(self, client_id: str) -> ClientView: ...


class Engagements(Protocol):
    def get(self, engagement_id: str) -> EngagementView: ...


class Boundaries(Protocol):
    def resolved(
        self, client_id: str | None = None, on: date | None = None, *, tier_id: str | None = None
    ) -> BoundaryRules: ...

    def calendar(self) -> WorkCalendar: ...

    def time_off(self, since: date | None = None) -> list[TimeOffView]: ...


class Rhythms(Protocol):
    def of_client(self, client_id: str) -> list[RhythmView]: ...

    def proposed(self, tier_id: str | None = None) -> list[RhythmView]: ...


class DraftMaker:
    """Fills a document from practice, client, engagement, working rules and rhythms."""

    def __init__(
        self,
        practice: Practices,
        clients: Clients,
        engagements: Engagements,
        boundaries: Boundaries,
        rhythms: Rhythms,
    ) -> None:
        self._practice = practice
        self._clients = clients
        self._engagements = engagements
        self._boundaries = boundaries
        self._rhythms = rhythms

    def make(self, engagement_id: str) -> AgreementDocument:
        """The draft for an engagement.

        Raises:
            NotFound: there is no such engagement.
        """
        engagement = self._engagements.get(engagement_id)
        client = self._clients.get(engagement.client_id)
        practice = self._practice.get()
        rules = self._boundaries.resolved(client.client_id)
        working = self._boundaries.calendar().is_working_day
        document = AgreementDocument(
            printed_title=practice.paper_title if practice else "Statement of Work",
            project_title=engagement.title,
            consultant=_consultant(practice),
            client=_client(client),
            starts_on=engagement.starts_on,
            ends_on=engagement.ends_on,
            open_until=self._practice.today() + timedelta(days=OPEN_DAYS),
            purpose=engagement.purpose,
            deliverables=[
                DeliverableRow(
                    key=d.deliverable_id, title=d.title, form=d.form, acceptance=d.acceptance, due_on=d.due_on
                )
                for d in engagement.deliverables
            ],
            milestones=[
                MilestoneRow(
                    key=m.milestone_id,
                    title=m.title,
                    planned_on=m.planned_on or m.expected_on,
                    buffer_days=m.buffer_days,
                    reason=m.reason,
                )
                for m in engagement.milestones
                if m.actual_on is None
            ],
            acceptance=Acceptance(
                revision_rounds=(
                    rules.revision_rounds
                    if engagement.revision_rounds is None
                    else engagement.revision_rounds
                ),
                accepted_by=_person(client, ContactRole.DECISION_MAKER),
            ),
            roles=_roles(practice, client),
            change_control=ChangeControl(
                answer_days=rules.change_days,
                rate=None if engagement.rate is None else engagement.rate.amount,
                rate_unit="hour",
            ),
            fees=_fees(engagement, practice),
            governing_terms="" if practice is None else practice.terms,
        )
        self._fill_exhibit(document, client, rules)
        return document.with_committed(working)

    def calendar(self) -> WorkCalendar:
        """The practice's working days."""
        return self._boundaries.calendar()

    def printed_rhythms(self, client_id: str, tier_id: str | None) -> list[RhythmView]:
        """What Exhibit A promises: the client's own rhythms, else what tier or default proposes."""
        own = self._rhythms.of_client(client_id)
        return own or self._rhythms.proposed(tier_id)

    def _fill_exhibit(self, document: AgreementDocument, client: ClientView, rules: BoundaryRules) -> None:
        practice = self._practice.get()
        today = self._practice.today()
        setting = Setting(
            zone=practice.zone if practice else "UTC",
            on=today,
            client_zone=client.zone or "",
            reviewer=document.acceptance.accepted_by,
            locale=practice.locale if practice else "en_GB",
        )
        rows = [
            rhythm_row(
                rhythm.kind,
                rhythm.unit,
                rhythm.every,
                rhythm.weekday,
                rhythm.nth,
                channel=rhythm.channel,
                content=rhythm.content,
                locale=setting.locale,
            )
            for rhythm in self.printed_rhythms(client.client_id, client.tier_id)
        ]
        document.exhibit = build_exhibit(
            rules, setting, rhythms=rows, time_off=self._time_off(document, today)
        )
        document.exhibit.contacts = _contacts(practice, client)

    def _time_off(self, document: AgreementDocument, today: date) -> str:
        end = document.ends_on or date.max
        spans = [view for view in self._boundaries.time_off(today) if view.starts_on <= end]
        return ", ".join(_span(view.starts_on, view.ends_on) for view in spans[:12])


def _span(start: date, end: date) -> str:
    if start == end:
        return f"{start.day} {start:%B %Y}"
    first = f"{start.day} {start:%B}" if start.year == end.year else f"{start.day} {start:%B %Y}"
    return f"{first} – {end.day} {end:%B %Y}"


def _consultant(practice: PracticeView | None) -> Party:
    if practice is None:
        return Party()
    return Party(
        legal_name=practice.legal_name or practice.name,
        address=practice.address,
        registration_no=practice.registration_no,
        tax_no=practice.tax_no,
        email=practice.email,
        phone=practice.phone,
        signatory=practice.person,
        capacity=practice.person_title,
    )


def _client(client: ClientView) -> Party:
    signatory = _contact(client, ContactRole.SIGNATORY)
    return Party(
        legal_name=client.legal_name or client.name,
        address=client.address,
        registration_no=client.registration_no,
        tax_no=client.tax_no,
        email=(signatory.email if signatory else "") or client.email,
        phone=(signatory.phone if signatory else "") or client.phone,
        signatory=signatory.name if signatory else "",
        capacity=signatory.title if signatory else "",
    )


def _contact(client: ClientView, role: ContactRole) -> ContactView | None:
    """Who plays a role; else the decision maker, the sponsor, then whoever comes first."""
    for wanted in (role, ContactRole.DECISION_MAKER, ContactRole.SPONSOR):
        for contact in client.contacts:
            if wanted in contact.roles:
                return contact
    return client.contacts[0] if client.contacts else None


def _person(client: ClientView, role: ContactRole) -> str:
    contact = _contact(client, role)
    return contact.name if contact else ""


def _roles(practice: PracticeView | None, client: ClientView) -> list[Role]:
    rows = []
    if practice is not None and practice.person:
        rows.append(
            Role(who=practice.person, responsible_for="Does the work, reports on it, raises risks early")
        )
    decides = _person(client, ContactRole.DECISION_MAKER)
    if decides:
        rows.append(Role(who=decides, responsible_for="Decides, accepts deliverables, collects comments"))
    return rows


def _contacts(practice: PracticeView | None, client: ClientView) -> list[ContactRow]:
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


def _fees(engagement: EngagementView, practice: PracticeView | None) -> Fees:
    fees = Fees(
        kind=engagement.kind,
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
    fees.hours_included = engagement.hours_a_month if is_retainer else None
    if not is_retainer:
        fees.payments = _payments(engagement)
    return fees


def _payments(engagement: EngagementView) -> list[PaymentRow]:
    """Half on signature and half on the last output, or all on signature."""
    last = engagement.deliverables[-1].deliverable_id if engagement.deliverables else ""
    if not last:
        return [PaymentRow(tied_to="signature", percent=10_000)]
    return [PaymentRow(tied_to="signature", percent=5_000), PaymentRow(tied_to=last, percent=5_000)]
