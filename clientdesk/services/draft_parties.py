"""Both sides of a paper as the record has them, and who plays which part at a client."""

from __future__ import annotations

from clientdesk.models.agreement_document import Party
from clientdesk.models.enums import ContactRole
from clientdesk.models.views.clients import ClientView, ContactView
from clientdesk.models.views.practice import PracticeView


def consultant_party(practice: PracticeView | None) -> Party:
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


def client_party(client: ClientView, role: ContactRole = ContactRole.SIGNATORY) -> Party:
    """The client, represented by who plays the role."""
    person = contact_for(client, role)
    return Party(
        legal_name=client.legal_name or client.name,
        address=client.address,
        registration_no=client.registration_no,
        tax_no=client.tax_no,
        email=(person.email if person else "") or client.email,
        phone=(person.phone if person else "") or client.phone,
        signatory=person.name if person else "",
        capacity=person.title if person else "",
    )


def contact_for(client: ClientView, role: ContactRole) -> ContactView | None:
    """Who plays a role; else the decision maker, the sponsor, then whoever comes first."""
    for wanted in (role, ContactRole.DECISION_MAKER, ContactRole.SPONSOR):
        for contact in client.contacts:
            if wanted in contact.roles:
                return contact
    return client.contacts[0] if client.contacts else None


def completed(party: Party, known: Party) -> Party:
    """The party with blanks filled from another paper."""
    made = party.model_copy()
    for name in Party.model_fields:
        if not getattr(made, name):
            setattr(made, name, getattr(known, name))
    return made
