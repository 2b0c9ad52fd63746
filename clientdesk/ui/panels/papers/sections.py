"""The sections of a statement of work or a proposal as the composer edits them."""

from __future__ import annotations

from clientdesk.models.enums import AgreementKind
from clientdesk.ui.panels.papers.closing_sections import course, exhibit, signatures, terms
from clientdesk.ui.panels.papers.fee_sections import fees, options, rate_units
from clientdesk.ui.panels.papers.specs import (
    AMOUNT,
    CHOICE,
    DAY,
    FLAG,
    NUMBER,
    TEXT,
    FieldSpec,
    Heading,
    LinesSpec,
    RowsSpec,
    SectionSpec,
    translate,
)

SCOPE_KINDS = (AgreementKind.STATEMENT_OF_WORK, AgreementKind.PROPOSAL)


def sections_for(kind: AgreementKind = AgreementKind.STATEMENT_OF_WORK) -> tuple[SectionSpec, ...]:
    """Every section of a kind of paper, in the order of the paper."""
    if kind not in SCOPE_KINDS:
        from clientdesk.ui.panels.papers.family_sections import family_sections

        return family_sections(kind)
    is_proposal = kind is AgreementKind.PROPOSAL
    return (
        _paper(is_proposal=is_proposal),
        parties(),
        _purpose(),
        *((_approach(),) if is_proposal else ()),
        _scope(),
        _deliverables(),
        _timeline(),
        _together(),
        *((options(),) if is_proposal else ()),
        fees(),
        course(),
        terms(),
        exhibit(),
        signatures(),
    )


def languages() -> tuple[tuple[str, str], ...]:
    """Languages that a paper can be printed in."""
    return (
        ("en", translate("Papers", "English")),
        ("de", translate("Papers", "German, not reviewed by a lawyer")),
        ("fr", translate("Papers", "French, not reviewed by a lawyer")),
        ("es", translate("Papers", "Spanish, not reviewed by a lawyer")),
    )


def title_fields(*, project: str = "") -> tuple[FieldSpec, ...]:
    """What every paper is called, and its language."""
    return (
        FieldSpec("project_title", project or translate("Papers", "Project"), is_needed=True),
        FieldSpec("printed_title", translate("Papers", "Printed title"), is_needed=True),
        FieldSpec("language", translate("Papers", "Printed language"), CHOICE, choices=languages()),
    )


def parties() -> SectionSpec:
    """Both sides as they are named in the title block and above the signatures."""
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


def deliverable_rows(*, letter: str = "D", is_needed: bool = True) -> RowsSpec:
    """Outputs with what they are accepted by."""
    return RowsSpec(
        "deliverables",
        translate("Papers", "Deliverables"),
        (
            FieldSpec("title", translate("Papers", "Deliverable")),
            FieldSpec("quantity", translate("Papers", "Quantity"), is_short=True),
            FieldSpec("due_on", translate("Papers", "Due"), DAY, is_short=True),
            FieldSpec("form", translate("Papers", "Form and file type"), TEXT),
            FieldSpec("acceptance", translate("Papers", "Accepted when"), TEXT),
        ),
        ("title", "due_on"),
        translate("Papers", "Add deliverable"),
        letter,
        translate(
            "Papers", "Paste rows from a spreadsheet: deliverable, quantity, due, form, accepted when."
        ),
        is_keyed=True,
        is_needed=is_needed,
    )


def milestone_rows(*, letter: str = "M", is_needed: bool = True) -> RowsSpec:
    """Dates; the one that is committed to is computed."""
    return RowsSpec(
        "milestones",
        translate("Papers", "Milestones"),
        (
            FieldSpec("title", translate("Papers", "Milestone")),
            FieldSpec("planned_on", translate("Papers", "Planned"), DAY, is_short=True),
            FieldSpec("buffer_days", translate("Papers", "Buffer (working days)"), NUMBER, is_short=True),
            FieldSpec("depends_on", translate("Papers", "Depends on")),
            FieldSpec("reason", translate("Papers", "Why this date"), TEXT),
        ),
        ("title", "planned_on", "committed_on"),
        translate("Papers", "Add milestone"),
        letter,
        translate("Papers", "Paste rows from a spreadsheet: milestone, planned, buffer, depends on, why."),
        blank={"buffer_days": 0, "committed_on": None},
        is_keyed=True,
        is_needed=is_needed,
    )


def _paper(*, is_proposal: bool) -> SectionSpec:
    forms = (
        ("full", translate("Papers", "The full paper")),
        ("letter", translate("Papers", "A short letter")),
    )
    form = FieldSpec("form", translate("Papers", "Form"), CHOICE, choices=forms)
    return SectionSpec(
        "paper",
        translate("Papers", "Title and period"),
        translate("Papers", "What this paper is called and how long it holds."),
        (
            *title_fields(),
            *(() if is_proposal else (form,)),
            FieldSpec("starts_on", translate("Papers", "Start"), DAY, is_short=True, is_needed=True),
            FieldSpec("ends_on", translate("Papers", "End"), DAY, is_short=True),
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
                    FieldSpec("measured_by", translate("Papers", "Measured how"), TEXT),
                    FieldSpec("measurer", translate("Papers", "Measured by whom"), is_short=True),
                    FieldSpec("by", translate("Papers", "By"), DAY, is_short=True),
                ),
                ("goal", "target"),
                translate("Papers", "Add objective"),
                "G",
                translate("Papers", "A goal has a number, a way to measure it, a person and a date."),
                is_needed=True,
            ),
        ),
        translate("Papers", "Purpose, goals"),
    )


def _approach() -> SectionSpec:
    return SectionSpec(
        "approach",
        translate("Papers", "Approach"),
        translate("Papers", "How you would do it, and why so. A blank line makes a new paragraph."),
        (FieldSpec("approach", translate("Papers", "Approach"), TEXT, is_needed=True),),
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
    days = translate("Papers", "Days are working days.")
    return SectionSpec(
        "deliverables",
        translate("Papers", "Deliverables"),
        translate("Papers", "Outputs, not effort; criteria that a stranger could check."),
        (
            deliverable_rows(),
            Heading(translate("Papers", "Acceptance"), days),
            FieldSpec("acceptance.accepted_by", translate("Papers", "Accepted by"), is_needed=True),
            FieldSpec(
                "acceptance.revision_rounds", translate("Papers", "Revision rounds"), NUMBER, is_short=True
            ),
            FieldSpec(
                "acceptance.review_days", translate("Papers", "Review within (days)"), NUMBER, is_short=True
            ),
            FieldSpec(
                "acceptance.round_is",
                translate("Papers", "A round is"),
                TEXT,
                hint=translate("Papers", "Empty prints: one collected set of comments."),
            ),
            FieldSpec(
                "acceptance.silence_days",
                translate("Papers", "Silence means yes after (days)"),
                NUMBER,
                is_short=True,
            ),
            FieldSpec(
                "acceptance.has_reminder",
                translate("Papers", "A reminder goes out first"),
                FLAG,
                is_short=True,
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
        (milestone_rows(),),
    )


def _together() -> SectionSpec:
    sides = (
        (None, translate("Papers", "not said")),
        ("client", translate("Papers", "Client")),
        ("consultant", translate("Papers", "You")),
    )
    return SectionSpec(
        "together",
        translate("Papers", "Roles and changes"),
        translate("Papers", "Who does what, how decisions are made, what a change costs."),
        (
            RowsSpec(
                "roles",
                translate("Papers", "Roles"),
                (
                    FieldSpec("who", translate("Papers", "Who"), is_short=True),
                    FieldSpec("side", translate("Papers", "Side"), CHOICE, choices=sides, is_short=True),
                    FieldSpec("responsible_for", translate("Papers", "Responsible for"), TEXT),
                ),
                ("who", "side"),
                translate("Papers", "Add role"),
                is_needed=True,
            ),
            Heading(translate("Papers", "Decisions"), translate("Papers", "Days are working days.")),
            FieldSpec("deciding.maker", translate("Papers", "Decides"), is_short=True, is_needed=True),
            FieldSpec("deciding.deputy", translate("Papers", "Stands in"), is_short=True),
            FieldSpec("deciding.days", translate("Papers", "Decides within (days)"), NUMBER, is_short=True),
            FieldSpec(
                "deciding.escalation_days",
                translate("Papers", "Next step if stuck for (days)"),
                NUMBER,
                is_short=True,
            ),
            FieldSpec(
                "deciding.escalation",
                translate("Papers", "The next step"),
                TEXT,
                hint=translate("Papers", "For example: both owners speak by phone."),
            ),
            LinesSpec(
                "decisions", translate("Papers", "Further rules"), translate("Papers", "One rule a line.")
            ),
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
                choices=rate_units(),
                is_short=True,
            ),
        ),
        translate("Papers", "Roles, changes"),
    )
