"""The sections of the sister papers: change order, addendum, reports, letters."""

from __future__ import annotations

from collections.abc import Callable

from clientdesk.models.enums import AgreementKind
from clientdesk.ui.panels.papers.closing_sections import sides, signing_fields
from clientdesk.ui.panels.papers.fee_sections import payment_rows
from clientdesk.ui.panels.papers.sections import deliverable_rows, milestone_rows, parties, title_fields
from clientdesk.ui.panels.papers.specs import (
    AMOUNT,
    CHOICE,
    DAY,
    FLAG,
    LINES,
    NUMBER,
    PERCENT,
    REF,
    TEXT,
    Computed,
    FieldSpec,
    Heading,
    LinesSpec,
    RowsSpec,
    SectionSpec,
    translate,
)


def family_sections(kind: AgreementKind) -> tuple[SectionSpec, ...]:
    """Every section of a sister paper, in the order of the paper."""
    return _MAKERS[kind]()


def _change_order() -> tuple[SectionSpec, ...]:
    return (_request("amended"), _changes(), _new_rows(), _money(), parties(), _signing())


def _addendum() -> tuple[SectionSpec, ...]:
    return (_request("amended_terms"), _changes(), parties(), _signing())


def _request(computed: str) -> SectionSpec:
    return SectionSpec(
        "paper",
        translate("Papers", "What it changes, and why"),
        translate("Papers", "The paper it changes is taken from the record, as it stands now."),
        (
            Computed(computed),
            *title_fields(),
            FieldSpec("requested_by", translate("Papers", "Asked for by"), is_short=True, is_needed=True),
            FieldSpec("requested_on", translate("Papers", "On"), DAY, is_short=True, is_needed=True),
            FieldSpec("reason", translate("Papers", "Reason"), TEXT, is_needed=True),
        ),
        translate("Papers", "What and why"),
    )


def _changes() -> SectionSpec:
    actions = (
        ("altered", translate("Papers", "altered")),
        ("added", translate("Papers", "added")),
        ("removed", translate("Papers", "removed")),
    )
    return SectionSpec(
        "changes",
        translate("Papers", "Changes"),
        translate("Papers", "By reference, before and after. All else stays as it was."),
        (
            RowsSpec(
                "changes",
                translate("Papers", "What changes"),
                (
                    FieldSpec("ref", translate("Papers", "Reference"), REF, is_short=True),
                    FieldSpec("action", translate("Papers", "Is"), CHOICE, choices=actions, is_short=True),
                    FieldSpec("title", translate("Papers", "Title")),
                    FieldSpec("before", translate("Papers", "Before"), TEXT),
                    FieldSpec("after", translate("Papers", "After"), TEXT),
                ),
                ("title", "ref", "action"),
                translate("Papers", "Add change"),
                is_needed=True,
                kept="action",
            ),
            FieldSpec("notes", translate("Papers", "Notes"), TEXT),
        ),
    )


def _new_rows() -> SectionSpec:
    return SectionSpec(
        "new",
        translate("Papers", "New work and dates"),
        translate("Papers", "New rows go on counting where the changed paper stops."),
        (
            deliverable_rows(is_needed=False),
            milestone_rows(is_needed=False),
            RowsSpec(
                "moves",
                translate("Papers", "Dates that move"),
                (
                    FieldSpec("ref", translate("Papers", "Reference"), REF, is_short=True),
                    FieldSpec("title", translate("Papers", "Milestone"), is_short=True),
                    FieldSpec("before_on", translate("Papers", "From"), DAY, is_short=True),
                    FieldSpec("after_on", translate("Papers", "To"), DAY, is_short=True),
                ),
                ("title", "ref", "after_on"),
                translate("Papers", "Add move"),
                blank={"key": ""},
                refs="DM",
            ),
            FieldSpec(
                "days_added",
                translate("Papers", "The end moves by (days)"),
                NUMBER,
                hint=translate("Papers", "Calendar days; 0 is printed too, a minus brings it forward."),
            ),
        ),
        translate("Papers", "Work and dates"),
    )


def _money() -> SectionSpec:
    return SectionSpec(
        "money",
        translate("Papers", "Price"),
        translate("Papers", "What this order adds; a minus is a credit. Totals are computed."),
        (
            RowsSpec(
                "fee_lines",
                translate("Papers", "Fee lines"),
                (
                    FieldSpec("text", translate("Papers", "For"), TEXT),
                    FieldSpec("amount", translate("Papers", "Amount"), AMOUNT, is_short=True),
                    FieldSpec(
                        "tax_rate", translate("Papers", "Tax rate (%), if another"), PERCENT, is_short=True
                    ),
                ),
                ("text", "amount"),
                translate("Papers", "Add fee line"),
                hint=translate("Papers", "Paste rows from a spreadsheet: text, amount, tax rate."),
            ),
            FieldSpec("tax_name", translate("Papers", "Tax"), is_short=True),
            FieldSpec("tax_rate", translate("Papers", "Tax rate (%)"), PERCENT, is_short=True),
            FieldSpec("tax_note", translate("Papers", "Note on the tax")),
            Computed("change"),
            FieldSpec(
                "hours_a_month",
                translate("Papers", "Hours a month from now on (retainer)"),
                AMOUNT,
                is_short=True,
            ),
            payment_rows("payments", has_share=False),
            FieldSpec("due_days", translate("Papers", "Invoices due after (days)"), NUMBER),
        ),
    )


def _signing() -> SectionSpec:
    return SectionSpec(
        "signatures",
        translate("Papers", "Signatures"),
        translate("Papers", "Who signs, in which capacity, and until when the offer stands."),
        signing_fields(),
    )


def _status_report() -> tuple[SectionSpec, ...]:
    lights = (
        ("on_track", translate("Papers", "On track")),
        ("watch", translate("Papers", "Watch")),
        ("off_track", translate("Papers", "Off track")),
    )
    return (
        SectionSpec(
            "paper",
            translate("Papers", "Where it stands"),
            translate("Papers", "One word, and the sentence that a busy reader takes away."),
            (
                *title_fields(),
                FieldSpec("period_start", translate("Papers", "From"), DAY, is_short=True),
                FieldSpec("period_end", translate("Papers", "To"), DAY, is_short=True, is_needed=True),
                FieldSpec("light", translate("Papers", "State"), CHOICE, choices=lights, is_needed=True),
                FieldSpec("summary", translate("Papers", "In a sentence or two"), TEXT, is_needed=True),
            ),
        ),
        SectionSpec(
            "work",
            translate("Papers", "Done and next"),
            translate("Papers", "Outputs, not effort. One entry a line."),
            (
                LinesSpec("done", translate("Papers", "Done"), is_needed=True),
                _steps("next_steps", translate("Papers", "Next")),
            ),
        ),
        SectionSpec(
            "timeline",
            translate("Papers", "Milestones"),
            translate("Papers", "Where each stands; the slip in working days is computed."),
            (_milestone_states(),),
        ),
        SectionSpec(
            "risks",
            translate("Papers", "Risks and decisions"),
            translate("Papers", "What could go wrong, who does what about it, and what you need to know."),
            (_risks(), _decisions_needed()),
            translate("Papers", "Risks, decisions"),
        ),
        SectionSpec(
            "budget",
            translate("Papers", "Budget and changes"),
            translate("Papers", "Used against the total, without tax; change requests that are open."),
            (
                FieldSpec("budget.used", translate("Papers", "Used"), AMOUNT, is_short=True),
                FieldSpec("budget.total", translate("Papers", "Of"), AMOUNT, is_short=True),
                FieldSpec("budget.hours_used", translate("Papers", "Hours used"), AMOUNT, is_short=True),
                FieldSpec("budget.hours_total", translate("Papers", "Of"), AMOUNT, is_short=True),
                FieldSpec("budget.currency", translate("Papers", "Currency")),
                LinesSpec("open_changes", translate("Papers", "Open changes")),
                FieldSpec("has_acknowledgement", translate("Papers", "Line for “read by”"), FLAG),
            ),
            translate("Papers", "Budget"),
        ),
        parties(),
    )


def _milestone_states() -> RowsSpec:
    return RowsSpec(
        "milestones",
        translate("Papers", "Milestones"),
        (
            FieldSpec("ref", translate("Papers", "Reference"), is_short=True),
            FieldSpec("title", translate("Papers", "Milestone"), is_short=True),
            FieldSpec("planned_on", translate("Papers", "Planned"), DAY, is_short=True),
            FieldSpec("committed_on", translate("Papers", "Committed"), DAY, is_short=True),
            FieldSpec("forecast_on", translate("Papers", "Forecast"), DAY, is_short=True),
            FieldSpec("done_on", translate("Papers", "Done on"), DAY, is_short=True),
        ),
        ("title", "committed_on", "forecast_on"),
        translate("Papers", "Add milestone"),
        blank={"slip_days": None},
    )


def _risks() -> RowsSpec:
    return RowsSpec(
        "risks",
        translate("Papers", "Risks and issues"),
        (
            FieldSpec("text", translate("Papers", "Risk or issue"), TEXT),
            FieldSpec("effect", translate("Papers", "Effect"), TEXT),
            FieldSpec("answer", translate("Papers", "What is done about it"), TEXT),
            FieldSpec("owner", translate("Papers", "Who"), is_short=True),
            FieldSpec("by", translate("Papers", "By"), DAY, is_short=True),
        ),
        ("text", "owner"),
        translate("Papers", "Add risk"),
    )


def _decisions_needed() -> RowsSpec:
    return RowsSpec(
        "decisions",
        translate("Papers", "Decisions needed"),
        (
            FieldSpec("text", translate("Papers", "Decision"), TEXT),
            FieldSpec("who", translate("Papers", "Who decides"), is_short=True),
            FieldSpec("by", translate("Papers", "By"), DAY, is_short=True),
        ),
        ("text", "by"),
        translate("Papers", "Add decision"),
    )


def _steps(path: str, title: str) -> RowsSpec:
    return RowsSpec(
        path,
        title,
        (
            FieldSpec("text", translate("Papers", "Step"), TEXT),
            FieldSpec("by", translate("Papers", "By"), DAY),
        ),
        ("text", "by"),
        translate("Papers", "Add step"),
        is_needed=True,
    )


def _actions(title: str) -> RowsSpec:
    return RowsSpec(
        "actions",
        title,
        (
            FieldSpec("text", translate("Papers", "Action"), TEXT),
            FieldSpec("owner", translate("Papers", "Who"), is_short=True),
            FieldSpec("by", translate("Papers", "By"), DAY, is_short=True),
        ),
        ("text", "owner", "by"),
        translate("Papers", "Add action"),
        is_needed=True,
    )


def _meeting_summary() -> tuple[SectionSpec, ...]:
    return (
        SectionSpec(
            "paper",
            translate("Papers", "The meeting"),
            translate("Papers", "When, where, and what it was for."),
            (
                *title_fields(project=translate("Papers", "About")),
                FieldSpec("held_on", translate("Papers", "Held on"), DAY, is_short=True, is_needed=True),
                FieldSpec("clock", translate("Papers", "Time"), is_short=True),
                FieldSpec("place", translate("Papers", "Place")),
                FieldSpec("objective", translate("Papers", "Objective"), TEXT, is_needed=True),
                RowsSpec(
                    "attendees",
                    translate("Papers", "Who was there"),
                    (
                        FieldSpec("name", translate("Papers", "Name")),
                        FieldSpec(
                            "side", translate("Papers", "Side"), CHOICE, choices=sides(), is_short=True
                        ),
                        FieldSpec("role", translate("Papers", "Role"), is_short=True),
                    ),
                    ("name", "side"),
                    translate("Papers", "Add person"),
                    is_needed=True,
                ),
            ),
        ),
        SectionSpec(
            "outcome",
            translate("Papers", "Decisions and actions"),
            translate("Papers", "What was decided and why; who does what by when."),
            (
                RowsSpec(
                    "decisions",
                    translate("Papers", "Decisions"),
                    (
                        FieldSpec("text", translate("Papers", "Decision"), TEXT),
                        FieldSpec("reason", translate("Papers", "Why"), TEXT),
                    ),
                    ("text",),
                    translate("Papers", "Add decision"),
                ),
                _actions(translate("Papers", "Actions")),
                LinesSpec("notes", translate("Papers", "Notes"), translate("Papers", "One entry a line.")),
                Heading(translate("Papers", "The next one")),
                FieldSpec("next_on", translate("Papers", "On"), DAY, is_short=True),
                FieldSpec("next_about", translate("Papers", "About"), is_short=True),
            ),
            translate("Papers", "Decisions, actions"),
        ),
        parties(),
    )


def _audit() -> tuple[SectionSpec, ...]:
    verdicts = (
        ("", translate("Papers", "not yet")),
        ("deepen", translate("Papers", "Deepen")),
        ("adjust", translate("Papers", "Adjust")),
        ("conclude", translate("Papers", "Conclude")),
    )
    return (
        SectionSpec(
            "paper",
            translate("Papers", "Facts"),
            translate("Papers", "For your eyes: every page says so. The figures are taken from the record."),
            (
                *title_fields(project=translate("Papers", "About")),
                FieldSpec("since", translate("Papers", "From"), DAY, is_short=True),
                FieldSpec("until", translate("Papers", "To"), DAY, is_short=True, is_needed=True),
                _facts("facts", translate("Papers", "How it went")),
                FieldSpec("money_in", translate("Papers", "Money in"), AMOUNT, is_short=True),
                FieldSpec("currency", translate("Papers", "Currency"), is_short=True),
                FieldSpec("hours_out", translate("Papers", "Hours out"), AMOUNT),
                FieldSpec(
                    "share_of_income", translate("Papers", "Share of income (%)"), PERCENT, is_short=True
                ),
                FieldSpec(
                    "share_of_hours", translate("Papers", "Share of hours (%)"), PERCENT, is_short=True
                ),
            ),
        ),
        SectionSpec(
            "quality",
            translate("Papers", "How you work together"),
            translate("Papers", "Promises kept, scope, and what they said. One entry a line."),
            (
                _facts("response", translate("Papers", "Response times")),
                LinesSpec("drift", translate("Papers", "How scope grew")),
                LinesSpec("feedback", translate("Papers", "What they said")),
                FieldSpec("alignment", translate("Papers", "Still the right problem?"), TEXT, is_needed=True),
            ),
            translate("Papers", "Together"),
        ),
        SectionSpec(
            "verdict",
            translate("Papers", "Verdict"),
            translate("Papers", "Deepen, adjust or conclude, with reasons and what follows."),
            (
                FieldSpec(
                    "verdict", translate("Papers", "Verdict"), CHOICE, choices=verdicts, is_needed=True
                ),
                LinesSpec("reasons", translate("Papers", "Reasons"), is_needed=True),
                _actions(translate("Papers", "What follows")),
            ),
        ),
        parties(),
    )


def _facts(path: str, title: str) -> RowsSpec:
    return RowsSpec(
        path,
        title,
        (
            FieldSpec("label", translate("Papers", "What"), is_short=True),
            FieldSpec("value", translate("Papers", "How much"), is_short=True),
        ),
        ("label", "value"),
        translate("Papers", "Add fact"),
    )


def _letter() -> tuple[SectionSpec, ...]:
    return (
        SectionSpec(
            "paper",
            translate("Papers", "Head of the letter"),
            translate("Papers", "What it is about, where and when it is written, and to whom."),
            (
                *title_fields(project=translate("Papers", "Subject")),
                FieldSpec("place", translate("Papers", "Place"), is_short=True),
                FieldSpec("dated_on", translate("Papers", "Date"), DAY, is_short=True),
                FieldSpec("salutation", translate("Papers", "Salutation"), is_needed=True),
            ),
            translate("Papers", "Head"),
        ),
        SectionSpec(
            "body",
            translate("Papers", "The letter"),
            translate("Papers", "Part by part; a part may have a heading, prose and a list."),
            (
                RowsSpec(
                    "parts",
                    translate("Papers", "Parts"),
                    (
                        FieldSpec("heading", translate("Papers", "Heading (optional)")),
                        FieldSpec("text", translate("Papers", "Text"), TEXT),
                        FieldSpec(
                            "items",
                            translate("Papers", "List"),
                            LINES,
                            hint=translate("Papers", "One entry a line."),
                        ),
                    ),
                    ("text", "heading"),
                    translate("Papers", "Add part"),
                    is_needed=True,
                ),
                FieldSpec("closing", translate("Papers", "Closing words"), is_needed=True),
                LinesSpec("enclosures", translate("Papers", "Enclosures")),
            ),
        ),
        parties(),
    )


_MAKERS: dict[AgreementKind, Callable[[], tuple[SectionSpec, ...]]] = {
    AgreementKind.CHANGE_ORDER: _change_order,
    AgreementKind.ADDENDUM: _addendum,
    AgreementKind.STATUS_REPORT: _status_report,
    AgreementKind.MEETING_SUMMARY: _meeting_summary,
    AgreementKind.RELATIONSHIP_AUDIT: _audit,
    AgreementKind.OFFBOARDING_LETTER: _letter,
    AgreementKind.WELCOME_LETTER: _letter,
}
