"""What the window and the other services see of the practice."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PracticeView:
    """The consultant's own business.

    Attributes:
        limit_days: default private limit in calendar days; None: none.
        holiday_region: as `services.holiday_calendar` names them ("FR", "GB-ENG"); empty: none.
        has_logo: whether a logo is kept; its bytes come from `PracticeService.logo`.
    """

    practice_id: str
    name: str
    legal_name: str
    person: str
    person_title: str
    address: str
    registration_no: str
    tax_no: str
    email: str
    phone: str
    website: str
    mail_addresses: str
    zone: str
    currency: str
    locale: str
    holiday_region: str
    paper_size: str
    paper_title: str
    paper_language: str
    limit_days: int | None
    terms: str
    payment_days: int
    tax_basis_points: int
    is_demo: bool
    has_logo: bool
