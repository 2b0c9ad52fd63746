"""A rich statement of work (invented people and companies) for tests and benchmarks."""

from __future__ import annotations

from datetime import date
from typing import Any

from clientdesk.models.agreement_document import AgreementDocument
from clientdesk.models.frozen_paper import FrozenPaper, IssueFacts, VersionRecord

CONTENT: dict[str, Any] = {
    "project_title": "Inventory and fulfilment improvement",
    "consultant": {
        "legal_name": "Lindqvist Operations Consulting",
        "address": "Storgatan 18\n411 24 Göteborg\nSweden",
        "registration_no": "840312-1234",
        "tax_no": "SE840312123401",
        "email": "mara@lindqvist-ops.example",
        "phone": "+46 31 555 01 42",
        "signatory": "Mara Lindqvist",
        "capacity": "Owner",
    },
    "client": {
        "legal_name": "Harbor & Pine Coffee Roasters Ltd",
        "address": "14 Quayside Lane\nBristol BS1 5TY\nUnited Kingdom",
        "registration_no": "09988771",
        "tax_no": "GB 123 4567 89",
        "email": "dele.okafor@harborandpine.example",
        "phone": "+44 117 555 0164",
        "signatory": "Dele Okafor",
        "capacity": "Operations Director",
    },
    "starts_on": "2026-12-07",
    "ends_on": "2027-02-26",
    "open_until": "2026-12-04",
    "governed_by": "CSA-2025-003, 12 Mar 2025",
    "purpose": (
        "Harbor & Pine ships 2,900 orders a month from one warehouse. In the third quarter of 2026, 6.1% of "
        "orders left late or incomplete and the monthly stock count differed from the system by 4.8%. Both "
        "figures are to be under control before the spring season."
    ),
    "objectives": [
        {
            "goal": "Late or incomplete orders",
            "baseline": "6.1%",
            "target": "at most 2.0% of orders",
            "measured_by": "Weekly warehouse report, four weeks running",
            "measurer": "Dele Okafor",
            "by": "2027-02-26",
        },
        {
            "goal": "Stock accuracy",
            "baseline": "95.2%",
            "target": "at least 99.0% by value",
            "measured_by": "Cycle count of 60 bins, by value",
            "measurer": "Client’s finance team",
            "by": "2027-02-19",
        },
        {
            "goal": "Team can run it alone",
            "target": "3 of 3 supervisors pass the hand-over check",
            "measured_by": "Observed shift, signed checklist",
            "measurer": "Mara Lindqvist",
            "by": "2027-02-24",
        },
    ],
    "included": [
        "Process mapping of receiving, put-away, picking, packing and returns at the Bristol warehouse",
        "New bin layout and pick routes for up to 640 stock items",
        "Cycle-count procedure and schedule, with templates",
        "Configuration advice for the existing stock system (settings only)",
        "Two on-site weeks and hand-over training for three supervisors",
    ],
    "not_included": [
        "Software development, integrations or data migration",
        "Choosing or buying a new stock system",
        "Roastery production planning and purchasing",
        "Staffing, pay or disciplinary matters",
        "Physical moving of racks and stock (the Client’s crew)",
    ],
    "assumptions": [
        {
            "text": "Read-only access to the stock system and 12 months of order data",
            "owner": "Dele Okafor",
            "by": "2026-12-09",
        },
        {"text": "One supervisor is free for two hours a day during on-site weeks."},
        {"text": "The warehouse layout is frozen from 18 January 2027 until hand-over."},
    ],
    "deliverables": [
        {
            "title": "Current-state map and findings",
            "quantity": "1 report",
            "form": "PDF, about 15 pages",
            "acceptance": "Covers all five flows; each finding has data behind it; walked through with the Client",
            "due_on": "2026-12-18",
        },
        {
            "title": "Target layout and pick routes",
            "quantity": "1 plan, 1 bin list",
            "form": "Scaled plan (PDF, editable DXF), list (XLSX)",
            "acceptance": "All active items have a bin; simulated walking distance falls by 25% or more",
            "due_on": "2027-01-15",
        },
        {
            "title": "Cycle-count procedure",
            "quantity": "1 procedure, 3 count sheets",
            "form": "Two pages, with schedule",
            "acceptance": "Trial count of 60 bins completed by the Client’s team without help",
            "due_on": "2027-01-29",
        },
        {
            "title": "Go-live on site",
            "quantity": "5 days on site",
            "form": "With a daily log",
            "acceptance": "New routes in use on both shifts by day three",
            "due_on": "2027-02-12",
        },
        {
            "title": "Hand-over pack and training",
            "quantity": "1 pack, 1 session",
            "form": "Slides, checklists, recording",
            "acceptance": "Three supervisors signed off against the checklist",
            "due_on": "2027-02-24",
        },
    ],
    "acceptance": {"revision_rounds": 2, "review_days": 5, "silence_days": 3, "accepted_by": "Dele Okafor"},
    "milestones": [
        {"title": "Kick-off and data access", "planned_on": "2026-12-09"},
        {
            "title": "Findings accepted (D1)",
            "depends_on": "Order data",
            "planned_on": "2026-12-18",
            "buffer_days": 3,
            "reason": "Before the Christmas peak, so that the January layout rests on it",
        },
        {"title": "Layout accepted (D2)", "depends_on": "M2", "planned_on": "2027-01-15", "buffer_days": 5},
        {
            "title": "Procedure accepted (D3)",
            "depends_on": "M2",
            "planned_on": "2027-01-29",
            "buffer_days": 3,
        },
        {
            "title": "Go-live complete (D4)",
            "depends_on": "M3, M4",
            "planned_on": "2027-02-12",
            "buffer_days": 5,
        },
        {
            "title": "Hand-over and close (D5)",
            "depends_on": "M5",
            "planned_on": "2027-02-24",
            "buffer_days": 2,
        },
    ],
    "roles": [
        {
            "side": "consultant",
            "who": "Mara Lindqvist",
            "responsible_for": (
                "Leads the work, produces D1–D5, keeps the plan and the risk list, reports every week, warns of "
                "a delay within one working day of seeing it and proposes a way forward."
            ),
        },
        {
            "side": "client",
            "who": "Dele Okafor, Operations Director",
            "responsible_for": "Accepts deliverables, decides priorities, approves changes and invoices.",
        },
        {
            "side": "client",
            "who": "Warehouse supervisors",
            "responsible_for": (
                "Give data and access, take part in mapping and trial counts, move racks and stock, own the "
                "procedure after hand-over."
            ),
        },
    ],
    "decisions": ["Decisions are logged in the weekly update."],
    "deciding": {
        "maker": "Dele Okafor",
        "deputy": "Ines Fuentes, Finance Manager",
        "days": 3,
        "escalation_days": 5,
        "escalation": "Dele Okafor and Mara Lindqvist meet in person or by video before anything else is done.",
    },
    "change_control": {"answer_days": 3, "rate": "820.00", "rate_unit": "day"},
    "fees": {
        "kind": "fixed_fee",
        "currency": "EUR",
        "lines": [{"unit_price": "18600.00"}],
        "tax_name": "VAT",
        "tax_rate": 0,
        "tax_note": "reverse charge, place of supply is the Client’s country",
        "payments": [
            {"tied_to": "signature", "percent": 3000, "planned_on": "2026-12-09"},
            {"tied_to": "M3", "percent": 4000},
            {"tied_to": "M6", "percent": 3000},
        ],
        "due_days": 14,
        "expenses_cap": "2400.00",
        "late_terms": "Amounts overdue carry statutory late-payment interest.",
        "pause_days": 10,
    },
    "onboarding": [
        "Kick-off call of 60 minutes on 9 December 2026: contacts, calendar, tools, success criteria read aloud "
        "and confirmed.",
        "Client sends data, site induction and system access by 9 December 2026; the Consultant confirms receipt "
        "in writing.",
    ],
    "closing": [
        "The Consultant hands over all working files; the Client closes the Consultant’s access.",
    ],
    "course": {"closing_on": "2027-02-24", "data_days": 10, "question_days": 30, "notice_days": 14},
    "governing_terms": (
        "This SOW is made under the Consulting Services Agreement CSA-2025-003 of 12 March 2025 (the "
        "“Agreement”), whose terms on confidentiality, intellectual property, liability and law apply. If they "
        "conflict, the Agreement prevails except where this SOW names the clause it changes."
    ),
    "exhibit": {
        "rules": [
            "New work needs three working days’ notice; for anything sooner I tell you the same day whether it "
            "fits and what it would move or cost.",
            "Two revision rounds per deliverable; a round is one collected set of comments from Dele Okafor.",
            "Good ideas come up. Within two working days you get the effect on time and cost and the choices; "
            "work starts when we have both signed.",
            "Agenda the day before, decisions and actions the day after.",
            "If I can’t do something well in the time, I say so and propose what I can.",
        ],
        "rhythms": [
            {
                "what": "Weekly update",
                "when": "Every Friday by 15:00",
                "how": "Email, one page",
                "content": "Done, next, risks, decisions needed, hours and budget used",
            },
            {
                "what": "Check-in call",
                "when": "Tuesdays, 30 minutes",
                "how": "Video",
                "content": "Progress, open questions, actions with owner and date",
            },
            {
                "what": "Milestone review",
                "when": "At M2–M6, 60 minutes",
                "how": "Video or on site",
                "content": "Walk-through, acceptance, feedback score",
            },
            {
                "what": "Notes and decisions",
                "when": "Within one working day of a meeting",
                "how": "Email",
                "content": "Decisions, actions, changes to plan",
            },
        ],
        "responses": [
            {
                "level": "emergency",
                "meaning": "Shipping has stopped because of work done under this SOW",
                "channel": "Phone, then email",
                "within": "2 hours, 07:00–20:00 any day",
            },
            {
                "level": "urgent",
                "meaning": "A milestone or a shift is at risk within two working days",
                "channel": "Phone or chat",
                "within": "4 working hours",
            },
            {
                "level": "normal",
                "meaning": "Everything else",
                "channel": "Email",
                "within": "1 working day",
            },
        ],
        "hours": "Monday to Thursday 08:30–16:30, Friday 08:30–15:00",
        "zone": "Europe/Stockholm",
        "client_hours": "07:30–15:30 and 07:30–14:00",
        "client_zone": "Europe/London",
        "time_off": "Not available 24 December 2026 – 3 January 2027 and on Swedish public holidays.",
        "emergency": "Phone first, then write what has stopped and since when. You hear back within two hours.",
        "contacts": [
            {
                "side": "consultant",
                "name": "Mara Lindqvist",
                "role": "Owner",
                "phone": "+46 31 555 01 42",
                "email": "mara@lindqvist-ops.example",
            },
            {
                "side": "client",
                "name": "Dele Okafor",
                "role": "Operations Director",
                "phone": "+44 117 555 0164",
                "email": "dele.okafor@harborandpine.example",
            },
        ],
    },
}


def sample_document() -> AgreementDocument:
    """The document, committed dates filled in."""
    return AgreementDocument.parse(CONTENT).with_committed()


def sample_facts(**changes: Any) -> IssueFacts:
    """Version 2 of SOW-2026-014."""
    facts: dict[str, Any] = {
        "number": "SOW-2026-014",
        "version": 2,
        "issued_on": date(2026, 11, 23),
        "supersedes": 1,
        "history": [
            VersionRecord(version=1, issued_on=date(2026, 11, 16), what_changed="G2 target raised to 99.0%")
        ],
        "what_changed": "Buffers added to M2–M6; reverse-charge note; this version is for signature",
    }
    return IssueFacts(**{**facts, **changes})


def sample_paper(document: AgreementDocument | None = None, **changes: Any) -> FrozenPaper:
    """The sample, issued."""
    return FrozenPaper.issue(document or sample_document(), sample_facts(**changes))[0]
