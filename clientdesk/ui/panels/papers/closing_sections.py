"""The last sections of a paper: beginning and end of the work, terms, exhibits, signatures."""

from __future__ import annotations

from clientdesk.ui.panels.papers.specs import (
    CHOICE,
    DAY,
    NUMBER,
    TEXT,
    FieldSpec,
    Heading,
    LinesSpec,
    RowsSpec,
    SectionSpec,
    translate,
)


def sides() -> tuple[tuple[str, str], ...]:
    """Whose it is."""
    return (("client", translate("Papers", "Client")), ("consultant", translate("Papers", "You")))


def course() -> SectionSpec:
    """How the work begins and ends."""
    return SectionSpec(
        "course",
        translate("Papers", "Start and close"),
        translate("Papers", "How the work begins and ends. One entry a line."),
        (
            FieldSpec("course.kickoff_on", translate("Papers", "Kick-off"), DAY, is_short=True),
            FieldSpec("course.closing_on", translate("Papers", "Closing meeting"), DAY, is_short=True),
            LinesSpec("onboarding", translate("Papers", "Start"), is_needed=True),
            LinesSpec("closing", translate("Papers", "Close"), is_needed=True),
            Heading(translate("Papers", "After the end")),
            FieldSpec(
                "course.data_days",
                translate("Papers", "Their data back or deleted within (working days)"),
                NUMBER,
                is_short=True,
            ),
            FieldSpec(
                "course.question_days",
                translate("Papers", "Questions answered free of charge for (days)"),
                NUMBER,
                is_short=True,
            ),
            FieldSpec("course.notice_days", translate("Papers", "Notice for ending early (days)"), NUMBER),
        ),
    )


def terms() -> SectionSpec:
    """Which terms govern, and what else is attached."""
    return SectionSpec(
        "terms",
        translate("Papers", "Terms and exhibits"),
        translate("Papers", "The standing agreement, or short terms here; and what else is attached."),
        (
            FieldSpec(
                "governed_by",
                translate("Papers", "Standing agreement"),
                hint=translate("Papers", "Name, number and date, if there is one."),
            ),
            FieldSpec("governing_terms", translate("Papers", "Governing terms"), TEXT, is_needed=True),
            RowsSpec(
                "exhibits",
                translate("Papers", "Further exhibits"),
                (
                    FieldSpec("title", translate("Papers", "Title")),
                    FieldSpec("text", translate("Papers", "Text"), TEXT),
                ),
                ("title",),
                translate("Papers", "Add exhibit"),
                hint=translate(
                    "Papers", "Exhibit A is how you work together. The next is B; each has its own page."
                ),
            ),
        ),
        translate("Papers", "Terms"),
    )


def exhibit() -> SectionSpec:
    """Exhibit A: the communication plan and boundaries."""
    return SectionSpec(
        "exhibit",
        translate("Papers", "How we work"),
        translate(
            "Papers",
            "Exhibit A, taken from your boundaries and rhythms. What you change here holds for this paper only.",
        ),
        (
            _rhythms(),
            _responses(),
            FieldSpec("exhibit.hours", translate("Papers", "Your hours"), TEXT, is_needed=True),
            FieldSpec("exhibit.zone", translate("Papers", "Time zone"), is_short=True),
            FieldSpec("exhibit.client_zone", translate("Papers", "Their time zone"), is_short=True),
            FieldSpec("exhibit.client_hours", translate("Papers", "The same in their time"), TEXT),
            FieldSpec("exhibit.time_off", translate("Papers", "Days off"), TEXT),
            FieldSpec("exhibit.emergency", translate("Papers", "In an emergency"), TEXT),
            LinesSpec(
                "exhibit.rules", translate("Papers", "House rules"), translate("Papers", "One rule a line.")
            ),
            _contacts(),
        ),
    )


def signatures() -> SectionSpec:
    """Who signs."""
    return SectionSpec(
        "signatures",
        translate("Papers", "Signatures"),
        translate("Papers", "Who signs, in which capacity, and until when the offer stands."),
        (
            *signing_fields(),
            FieldSpec("return_to", translate("Papers", "Signed papers go to")),
        ),
    )


def signing_fields() -> tuple[FieldSpec, ...]:
    """Both signers, and the last day."""
    return (
        FieldSpec("client.signatory", translate("Papers", "For the client"), is_short=True, is_needed=True),
        FieldSpec("client.capacity", translate("Papers", "Capacity"), is_short=True, is_needed=True),
        FieldSpec("consultant.signatory", translate("Papers", "For you"), is_short=True, is_needed=True),
        FieldSpec("consultant.capacity", translate("Papers", "Capacity"), is_short=True, is_needed=True),
        FieldSpec("open_until", translate("Papers", "Open for signature until"), DAY),
    )


def _rhythms() -> RowsSpec:
    return RowsSpec(
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
    )


def _responses() -> RowsSpec:
    levels = (
        ("normal", translate("Papers", "Normal")),
        ("urgent", translate("Papers", "Urgent")),
        ("emergency", translate("Papers", "Emergency")),
    )
    return RowsSpec(
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
        is_needed=True,
    )


def _contacts() -> RowsSpec:
    return RowsSpec(
        "exhibit.contacts",
        translate("Papers", "Contacts"),
        (
            FieldSpec("name", translate("Papers", "Name")),
            FieldSpec("side", translate("Papers", "Side"), CHOICE, choices=sides(), is_short=True),
            FieldSpec("role", translate("Papers", "Role"), is_short=True),
            FieldSpec("phone", translate("Papers", "Phone"), is_short=True),
            FieldSpec("email", translate("Papers", "Mail"), is_short=True),
        ),
        ("name", "role"),
        translate("Papers", "Add contact"),
    )
