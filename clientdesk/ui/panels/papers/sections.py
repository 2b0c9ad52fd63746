"""The sections of a statement of work as the composer edits them."""

from __future__ import annotations

from clientdesk.ui.panels.papers.specs import (
    AMOUNT,
    CHOICE,
    DAY,
    NUMBER,
    PERCENT,
    TEXT,
    TIE,
    Computed,
    FieldSpec,
    Heading,
    LinesSpec,
    RowsSpec,
    SectionSpec,
    translate,
)


def sections() -> tuple[SectionSpec, ...]:
    """Every section, in the order of the paper."""
    return (
        _paper(),
        _parties(),
        _purpose(),
        _scope(),
        _deliverables(),
        _timeline(),
        _together(),
        _fees(),
        _course(),
        _exhibit(),
        _signatures(),
    )


def _paper() -> SectionSpec:
    return SectionSpec(
        "paper",
        translate("Papers", "Title and period"),
        translate("Papers", "What this paper is called and how long it holds."),
        (
            FieldSpec("project_title", translate("Papers", "Project"), is_needed=True),
            FieldSpec(
                "printed_title",
                translate("Papers", "Printed title"),
                hint=translate("Papers", "“Statement of Work”, or what your clients call it."),
                is_needed=True,
            ),
            FieldSpec("starts_on", translate("Papers", "Start"), DAY, is_short=True, is_needed=True),
            FieldSpec("ends_on", translate("Papers", "End"), DAY, is_short=True),
            FieldSpec(
                "governed_by",
                translate("Papers", "Standing agreement"),
                hint=translate("Papers", "Name, number and date, if there is one."),
            ),
        ),
    )


def _party(side: str) -> tuple[FieldSpec, ...]:
    return (
        FieldSpec(f"{side}.legal_name", translate("Papers", "Legal name"), is_needed=True),
        FieldSpec(f"{side}.address", translate("Papers", "Address"), TEXT, is_needed=True),
        FieldSpec(f"{side}.registration_no", translate("Papers", "Registration number"), is_short=True),
        FieldSpec(f"{side}.tax_no", translate("Papers", "Tax number"), is_short=True),
        FieldSpec(f"{side}.email", translate("Papers", "Mail"), is_short=True),
        FieldSpec(f"{side}.phone", translate("Papers", "Phone"), is_short=True),
    )


def _parties() -> SectionSpec:
    return SectionSpec(
        "parties",
        translate("Papers", "Parties"),
        translate("Papers", "Who agrees with whom. Names stand in the title block and above the signatures."),
        (
            Heading(translate("Papers", "The client")),
            *_party("client"),
            Heading(translate("Papers", "You")),
            *_party("consultant"),
        ),
    )


def _purpose() -> SectionSpec:
    return SectionSpec(
        "purpose",
        translate("Papers", "Purpose and objectives"),
        translate("Papers", "Why now, and what will be different. Tasks belong to scope and deliverables."),
        (
            FieldSpec("purpose", translate("Papers", "Purpose"), TEXT, is_needed=True),
            RowsSpec(
                "objectives",
                translate("Papers", "Objectives"),
                (
                    FieldSpec("goal", translate("Papers", "Goal")),
                    FieldSpec("baseline", translate("Papers", "Now"), is_short=True),
                    FieldSpec("target", translate("Papers", "Target"), is_short=True),
                    FieldSpec("measured_by", translate("Papers", "Measured how and by whom"), TEXT),
                    FieldSpec("by", translate("Papers", "By"), DAY),
                ),
                ("goal", "target"),
                translate("Papers", "Add objective"),
                "G",
                is_needed=True,
            ),
        ),
        translate("Papers", "Purpose, goals"),
    )


def _scope() -> SectionSpec:
    return SectionSpec(
        "scope",
        translate("Papers", "Scope"),
        translate("Papers", "Two lists of equal weight, and what the work rests on. One entry a line."),
        (
            LinesSpec("included", translate("Papers", "Included"), is_needed=True),
            LinesSpec(
                "not_included",
                translate("Papers", "Not included"),
                translate("Papers", "What a reader might take for granted."),
                is_needed=True,
            ),
            RowsSpec(
                "assumptions",
                translate("Papers", "Assumptions and what the client supplies"),
                (
                    FieldSpec("text", translate("Papers", "Assumption"), TEXT),
                    FieldSpec("owner", translate("Papers", "Supplied by"), is_short=True),
                    FieldSpec("by", translate("Papers", "By"), DAY, is_short=True),
                ),
                ("text", "owner"),
                translate("Papers", "Add assumption"),
                "A",
            ),
        ),
    )


def _deliverables() -> SectionSpec:
    return SectionSpec(
        "deliverables",
        translate("Papers", "Deliverables"),
        translate("Papers", "Outputs, not effort; criteria that a stranger could check."),
        (
            RowsSpec(
                "deliverables",
                translate("Papers", "Deliverables"),
                (
                    FieldSpec("title", translate("Papers", "Deliverable")),
                    FieldSpec("form", translate("Papers", "Form and quantity"), TEXT),
                    FieldSpec("acceptance", translate("Papers", "Accepted when"), TEXT),
                    FieldSpec("due_on", translate("Papers", "Due"), DAY),
                ),
                ("title", "due_on"),
                translate("Papers", "Add deliverable"),
                "D",
                translate("Papers", "Paste rows from a spreadsheet: deliverable, form, accepted when, due."),
                is_keyed=True,
                is_needed=True,
            ),
            Heading(translate("Papers", "Acceptance"), translate("Papers", "Days are working days.")),
            FieldSpec("acceptance.accepted_by", translate("Papers", "Accepted by"), is_needed=True),
            FieldSpec(
                "acceptance.revision_rounds", translate("Papers", "Revision rounds"), NUMBER, is_short=True
            ),
            FieldSpec(
                "acceptance.review_days", translate("Papers", "Review within (days)"), NUMBER, is_short=True
            ),
            FieldSpec(
                "acceptance.silence_days",
                translate("Papers", "After a reminder, silence means yes after (days)"),
                NUMBER,
            ),
        ),
    )


def _timeline() -> SectionSpec:
    return SectionSpec(
        "timeline",
        translate("Papers", "Timeline"),
        translate(
            "Papers",
            "The buffer, in working days, is added to the planned date: the date you commit to is computed.",
        ),
        (
            RowsSpec(
                "milestones",
                translate("Papers", "Milestones"),
                (
                    FieldSpec("title", translate("Papers", "Milestone")),
                    FieldSpec("planned_on", translate("Papers", "Planned"), DAY, is_short=True),
                    FieldSpec("buffer_days", translate("Papers", "Buffer (days)"), NUMBER, is_short=True),
                    FieldSpec("reason", translate("Papers", "Why this date"), TEXT),
                ),
                ("title", "planned_on", "committed_on"),
                translate("Papers", "Add milestone"),
                "M",
                translate("Papers", "Paste rows from a spreadsheet: milestone, planned, buffer, why."),
                blank={"planned_on": None, "buffer_days": 0, "committed_on": None},
                is_keyed=True,
                is_needed=True,
            ),
        ),
    )


def _together() -> SectionSpec:
    return SectionSpec(
        "together",
        translate("Papers", "Roles and changes"),
        translate("Papers", "Who does what, how decisions are made, what a change costs."),
        (
            RowsSpec(
                "roles",
                translate("Papers", "Roles"),
                (
                    FieldSpec("who", translate("Papers", "Who")),
                    FieldSpec("responsible_for", translate("Papers", "Responsible for"), TEXT),
                ),
                ("who",),
                translate("Papers", "Add role"),
                is_needed=True,
            ),
            LinesSpec("decisions", translate("Papers", "Decisions"), translate("Papers", "One rule a line.")),
            Heading(translate("Papers", "Changes")),
            FieldSpec(
                "change_control.answer_days",
                translate("Papers", "Answer to a request (working days)"),
                NUMBER,
            ),
            FieldSpec("change_control.rate", translate("Papers", "Rate for changes"), AMOUNT, is_short=True),
            FieldSpec(
                "change_control.rate_unit",
                translate("Papers", "Per"),
                CHOICE,
                choices=(("hour", translate("Papers", "hour")), ("day", translate("Papers", "day"))),
                is_short=True,
            ),
        ),
        translate("Papers", "Roles, changes"),
    )


def _fee_rows() -> tuple[RowsSpec, RowsSpec]:
    units = (
        ("item", translate("Papers", "item")),
        ("hour", translate("Papers", "hour")),
        ("day", translate("Papers", "day")),
        ("month", translate("Papers", "month")),
    )
    return (
        RowsSpec(
            "fees.lines",
            translate("Papers", "Fee lines"),
            (
                FieldSpec("text", translate("Papers", "For"), TEXT),
                FieldSpec("quantity", translate("Papers", "Quantity"), AMOUNT, is_short=True),
                FieldSpec("unit", translate("Papers", "Unit"), CHOICE, choices=units, is_short=True),
                FieldSpec("unit_price", translate("Papers", "Price of one"), AMOUNT),
            ),
            ("text", "quantity", "unit_price"),
            translate("Papers", "Add fee line"),
            hint=translate("Papers", "Paste rows from a spreadsheet: text, quantity, unit, price."),
            blank={"quantity": "1", "unit": "item", "unit_price": None},
            is_needed=True,
        ),
        RowsSpec(
            "fees.payments",
            translate("Papers", "Payments"),
            (
                FieldSpec("tied_to", translate("Papers", "Falls due with"), TIE),
                FieldSpec("text", translate("Papers", "In other words (optional)")),
                FieldSpec("percent", translate("Papers", "Share (%)"), PERCENT, is_short=True),
                FieldSpec("amount", translate("Papers", "or amount"), AMOUNT, is_short=True),
                FieldSpec("planned_on", translate("Papers", "Planned"), DAY),
            ),
            ("tied_to", "percent", "amount"),
            translate("Papers", "Add payment"),
            "P",
            translate("Papers", "Tie payments to accepted outputs rather than to dates."),
            blank={"percent": None, "amount": None, "planned_on": None},
            kept="percent",
        ),
    )


def _fees() -> SectionSpec:
    kinds = (
        ("fixed_fee", translate("Papers", "Fixed fee")),
        ("time_and_materials", translate("Papers", "Time and materials")),
        ("retainer", translate("Papers", "Retainer")),
    )
    lines, payments = _fee_rows()
    return SectionSpec(
        "fees",
        translate("Papers", "Fees and payment"),
        translate("Papers", "Totals are computed and never typed."),
        (
            FieldSpec("fees.kind", translate("Papers", "Kind"), CHOICE, choices=kinds, is_short=True),
            FieldSpec("fees.currency", translate("Papers", "Currency"), is_short=True, is_needed=True),
            lines,
            FieldSpec("fees.discount", translate("Papers", "Discount"), AMOUNT),
            FieldSpec("fees.tax_name", translate("Papers", "Tax"), is_short=True),
            FieldSpec("fees.tax_rate", translate("Papers", "Tax rate (%)"), PERCENT, is_short=True),
            FieldSpec(
                "fees.tax_note",
                translate("Papers", "Note on the tax"),
                hint=translate("Papers", "For example why none is charged."),
            ),
            Computed("totals"),
            payments,
            FieldSpec(
                "fees.due_days",
                translate("Papers", "Invoices due after (days)"),
                NUMBER,
                is_short=True,
                is_needed=True,
            ),
            FieldSpec("fees.method", translate("Papers", "Paid by"), is_short=True),
            Heading(translate("Papers", "Limits and late payment")),
            FieldSpec("fees.cap", translate("Papers", "Most for work by the hour"), AMOUNT, is_short=True),
            FieldSpec("fees.hours_included", translate("Papers", "Hours a month"), AMOUNT, is_short=True),
            FieldSpec("fees.expenses_cap", translate("Papers", "Expenses up to"), AMOUNT, is_short=True),
            FieldSpec(
                "fees.pause_days",
                translate("Papers", "Work may pause after (days late)"),
                NUMBER,
                is_short=True,
            ),
            FieldSpec("fees.late_terms", translate("Papers", "When a payment is late"), TEXT),
        ),
        translate("Papers", "Fees"),
    )


def _course() -> SectionSpec:
    return SectionSpec(
        "course",
        translate("Papers", "Start, close, terms"),
        translate("Papers", "How the work begins and ends, and which terms govern. One entry a line."),
        (
            LinesSpec("onboarding", translate("Papers", "Start")),
            LinesSpec("closing", translate("Papers", "Close")),
            FieldSpec("governing_terms", translate("Papers", "Governing terms"), TEXT, is_needed=True),
        ),
        translate("Papers", "Start and close"),
    )


def _exhibit() -> SectionSpec:
    levels = (
        ("emergency", translate("Papers", "Emergency")),
        ("urgent", translate("Papers", "Urgent")),
        ("normal", translate("Papers", "Normal")),
    )
    sides = (("client", translate("Papers", "Client")), ("consultant", translate("Papers", "You")))
    return SectionSpec(
        "exhibit",
        translate("Papers", "How we work"),
        translate(
            "Papers",
            "Exhibit A, taken from your boundaries and rhythms. What you change here holds for this paper only.",
        ),
        (
            RowsSpec(
                "exhibit.rhythms",
                translate("Papers", "What they hear from you"),
                (
                    FieldSpec("what", translate("Papers", "What")),
                    FieldSpec("when", translate("Papers", "When"), is_short=True),
                    FieldSpec("how", translate("Papers", "How"), is_short=True),
                    FieldSpec("content", translate("Papers", "What is in it"), TEXT),
                ),
                ("what", "when"),
                translate("Papers", "Add rhythm"),
                is_needed=True,
            ),
            RowsSpec(
                "exhibit.responses",
                translate("Papers", "Response times"),
                (
                    FieldSpec("level", translate("Papers", "Level"), CHOICE, choices=levels),
                    FieldSpec("meaning", translate("Papers", "Means"), TEXT),
                    FieldSpec("channel", translate("Papers", "Channel"), is_short=True),
                    FieldSpec("within", translate("Papers", "First answer within"), is_short=True),
                ),
                ("level", "within"),
                translate("Papers", "Add response time"),
                blank={"level": "normal"},
                is_needed=True,
            ),
            FieldSpec("exhibit.hours", translate("Papers", "Your hours"), TEXT, is_needed=True),
            FieldSpec("exhibit.zone", translate("Papers", "Time zone"), is_short=True),
            FieldSpec("exhibit.client_zone", translate("Papers", "Their time zone"), is_short=True),
            FieldSpec("exhibit.client_hours", translate("Papers", "The same in their time"), TEXT),
            FieldSpec("exhibit.time_off", translate("Papers", "Days off"), TEXT),
            FieldSpec("exhibit.emergency", translate("Papers", "In an emergency"), TEXT),
            LinesSpec(
                "exhibit.rules", translate("Papers", "House rules"), translate("Papers", "One rule a line.")
            ),
            RowsSpec(
                "exhibit.contacts",
                translate("Papers", "Contacts"),
                (
                    FieldSpec("name", translate("Papers", "Name")),
                    FieldSpec("side", translate("Papers", "Side"), CHOICE, choices=sides, is_short=True),
                    FieldSpec("role", translate("Papers", "Role"), is_short=True),
                    FieldSpec("phone", translate("Papers", "Phone"), is_short=True),
                    FieldSpec("email", translate("Papers", "Mail"), is_short=True),
                ),
                ("name", "role"),
                translate("Papers", "Add contact"),
                blank={"side": "client"},
            ),
        ),
    )


def _signatures() -> SectionSpec:
    return SectionSpec(
        "signatures",
        translate("Papers", "Signatures"),
        translate("Papers", "Who signs, in which capacity, and until when the offer stands."),
        (
            FieldSpec(
                "client.signatory", translate("Papers", "For the client"), is_short=True, is_needed=True
            ),
            FieldSpec("client.capacity", translate("Papers", "Capacity"), is_short=True, is_needed=True),
            FieldSpec("consultant.signatory", translate("Papers", "For you"), is_short=True, is_needed=True),
            FieldSpec("consultant.capacity", translate("Papers", "Capacity"), is_short=True, is_needed=True),
            FieldSpec("open_until", translate("Papers", "Open for signature until"), DAY),
        ),
    )
