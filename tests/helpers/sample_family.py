"""One issued paper of every kind (invented people and companies), short and long, for tests and benchmarks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from clientdesk.models.enums import AgreementKind
from clientdesk.models.family_documents import ExternalDocument
from clientdesk.models.frozen_paper import DraftPaper, FrozenPaper, IssueFacts
from clientdesk.models.paper_kinds import KINDS, parse_document
from clientdesk.services.papers.wording import printed_title
from tests.helpers.sample_agreement import CONTENT

LOCALES = {"en": "en_GB", "de": "de_DE", "fr": "fr_FR", "es": "es_ES"}
WRITTEN = tuple(kind for kind in AgreementKind if KINDS[kind].document is not ExternalDocument)
"""Every kind that is written here; a master agreement is only filed."""

SISTERS = tuple(
    kind for kind in WRITTEN if kind not in {AgreementKind.STATEMENT_OF_WORK, AgreementKind.PROPOSAL}
)
"""The sister papers: all but statement of work and proposal."""

NUMBERS = {
    AgreementKind.STATEMENT_OF_WORK: "SOW-2026-014",
    AgreementKind.PROPOSAL: "PR-2026-006",
    AgreementKind.CHANGE_ORDER: "SOW-2026-014-CO-02",
    AgreementKind.ADDENDUM: "SOW-2026-014-AD-01",
    AgreementKind.STATUS_REPORT: "SR-2027-003",
    AgreementKind.MEETING_SUMMARY: "MS-2027-002",
    AgreementKind.RELATIONSHIP_AUDIT: "RA-2027-001",
    AgreementKind.OFFBOARDING_LETTER: "OL-2027-001",
    AgreementKind.WELCOME_LETTER: "WL-2026-009",
}

_PARTIES: dict[str, Any] = {key: CONTENT[key] for key in ("project_title", "consultant", "client")}

_AMENDS: dict[str, Any] = {
    "number": "SOW-2026-014",
    "version": 2,
    "title": "Inventory and fulfilment improvement",
    "dated_on": "2026-12-04",
    "starts_on": "2026-12-07",
    "ends_on": "2027-03-03",
    "currency": "EUR",
    "net": "18600.00",
    "earlier": [{"number": "SOW-2026-014-CO-01", "net": "1640.00", "days": 5}],
    "items": [
        *(
            {"key": f"d{place}", "ref": f"D{place}", "title": row["title"]}
            for place, row in enumerate(CONTENT["deliverables"], start=1)
        ),
        *(
            {"key": f"m{place}", "ref": f"M{place}", "title": row["title"]}
            for place, row in enumerate(CONTENT["milestones"], start=1)
        ),
        *({"ref": f"P{place}"} for place in range(1, 5)),
    ],
}

_CHANGES: list[dict[str, Any]] = [
    {
        "action": "altered",
        "ref": "D3",
        "title": "Cycle-count procedure",
        "before": "Two-page procedure for the Bristol warehouse",
        "after": "Two-page procedure for Bristol and for the returns room at Avonmouth",
    },
    {
        "action": "removed",
        "ref": "D4",
        "title": "Go-live on site",
        "before": "Five days on site, daily log",
    },
]

_CHANGE_ORDER: dict[str, Any] = {
    **_PARTIES,
    "open_until": "2027-01-29",
    "amends": _AMENDS,
    "requested_by": "Dele Okafor, Operations Director",
    "requested_on": "2027-01-13",
    "reason": (
        "The returns room moves to Avonmouth on 1 March 2027. Counting it by the old procedure would leave "
        "a fifth of the stock outside the weekly count."
    ),
    "changes": _CHANGES,
    "deliverables": [
        {
            "title": "Remote go-live",
            "form": "Ten half days by video, daily log",
            "acceptance": "New routes in use on both shifts by day three",
            "due_on": "2027-03-05",
        }
    ],
    "milestones": [
        {"title": "Avonmouth count accepted", "planned_on": "2027-03-09", "buffer_days": 2},
    ],
    "moves": [
        {
            "ref": "M6",
            "title": "Hand-over and close (D5)",
            "before_on": "2027-02-26",
            "after_on": "2027-03-11",
        }
    ],
    "fee_lines": [
        {"text": "Avonmouth: procedure, schedule and count sheets (3 days)", "amount": "2460.00"},
        {"text": "D4 is no longer owed; travel saved", "amount": "-1300.00"},
    ],
    "payments": [{"tied_to": "M7", "amount": "1160.00", "planned_on": "2027-03-11"}],
    "tax_note": "reverse charge, place of supply is the Client’s country",
    "due_days": 14,
    "days_added": 8,
}

_ADDENDUM: dict[str, Any] = {
    **_PARTIES,
    "open_until": "2027-01-29",
    "amends": {**_AMENDS, "net": None, "earlier": []},
    "requested_by": "Dele Okafor, Operations Director",
    "requested_on": "2027-01-18",
    "reason": "Ines Fuentes takes over the day-to-day contact while Dele Okafor is on leave in February.",
    "changes": [
        {
            "title": "Who accepts deliverables",
            "before": "Dele Okafor, Operations Director",
            "after": "Ines Fuentes, Finance Manager, from 1 to 28 February 2027; Dele Okafor after that",
        },
        {
            "title": "Check-in call",
            "before": "Tuesdays, 30 minutes, video",
            "after": "Wednesdays at 09:30 UK time, 30 minutes, video",
        },
    ],
}

_STATUS: dict[str, Any] = {
    **_PARTIES,
    "period_start": "2027-01-11",
    "period_end": "2027-01-22",
    "light": "watch",
    "summary": (
        "The layout is with you for acceptance and will be three working days late. The count at "
        "Avonmouth needs a decision by 29 January to keep the hand-over in February."
    ),
    "done": [
        "Pick routes simulated with December’s orders: 31% less walking, target 25%",
        "Bin list for 640 items handed over; 12 items without a home agreed with Ines Fuentes",
        "First trial count of 60 bins prepared with the supervisors",
    ],
    "next_steps": [
        {"text": "Layout accepted (D2)", "by": "2027-01-27"},
        {"text": "Trial count by your team without help", "by": "2027-01-29"},
        {"text": "Draft of the two-page procedure", "by": "2027-02-01"},
    ],
    "milestones": [
        {
            "ref": "M2",
            "title": "Findings accepted (D1)",
            "planned_on": "2026-12-18",
            "committed_on": "2026-12-23",
            "done_on": "2026-12-21",
        },
        {
            "ref": "M3",
            "title": "Layout accepted (D2)",
            "planned_on": "2027-01-15",
            "committed_on": "2027-01-22",
            "forecast_on": "2027-01-27",
        },
        {
            "ref": "M4",
            "title": "Procedure accepted (D3)",
            "planned_on": "2027-01-29",
            "committed_on": "2027-02-03",
            "forecast_on": "2027-02-03",
        },
        {
            "ref": "M5",
            "title": "Go-live complete (D4)",
            "planned_on": "2027-02-12",
            "committed_on": "2027-02-19",
        },
    ],
    "risks": [
        {
            "text": "The rack crew is booked until 10 February",
            "effect": "Go-live starts a week late",
            "answer": "Move the two fast lanes first, the rest after go-live",
            "owner": "Dele Okafor",
            "by": "2027-01-28",
        },
        {
            "text": "Stock system locks bins during the count",
            "effect": "The evening shift waits",
            "answer": "Count by aisle before 06:00",
            "owner": "Mara Lindqvist",
            "by": "2027-01-27",
        },
    ],
    "decisions": [
        {
            "text": "Count Avonmouth now (EUR 2,460, eight days) or after the hand-over",
            "who": "Dele Okafor",
            "by": "2027-01-29",
        }
    ],
    "budget": {
        "currency": "EUR",
        "used": "13020.00",
        "total": "18600.00",
        "hours_used": "96.5",
        "hours_total": "140",
    },
    "open_changes": ["SOW-2026-014-CO-02: count at Avonmouth, out for signature"],
    "has_acknowledgement": True,
}

_MEETING: dict[str, Any] = {
    **_PARTIES,
    "held_on": "2027-01-19",
    "clock": "10:00 – 10:45",
    "place": "Video",
    "objective": "Agree how the returns room at Avonmouth is counted, and what that does to the plan.",
    "attendees": [
        {"side": "client", "name": "Dele Okafor", "role": "Operations Director"},
        {"side": "client", "name": "Ines Fuentes", "role": "Finance Manager"},
        {"side": "consultant", "name": "Mara Lindqvist", "role": "Owner"},
    ],
    "decisions": [
        {
            "text": "Avonmouth is counted with the same procedure as Bristol.",
            "reason": "One procedure is learned once, and the finance team can compare the two.",
        },
        {
            "text": "Go-live support is given by video instead of on site.",
            "reason": "The site is closed to visitors until April; ten half days cover both shifts.",
        },
    ],
    "actions": [
        {"text": "Send the change order for Avonmouth", "owner": "Mara Lindqvist", "by": "2027-01-22"},
        {"text": "Name the shift lead for the video sessions", "owner": "Dele Okafor", "by": "2027-01-26"},
        {"text": "Give read access to the Avonmouth stock list", "owner": "Ines Fuentes", "by": "2027-01-27"},
    ],
    "notes": ["The spring promotion starts on 15 March; nothing moves in that week."],
    "next_on": "2027-01-26",
    "next_about": "Layout accepted, trial count",
}

_AUDIT: dict[str, Any] = {
    **_PARTIES,
    "project_title": "Harbor & Pine: two years together",
    "since": "2026-01-01",
    "until": "2026-12-31",
    "facts": [
        {"label": "Client since", "value": "3 February 2025"},
        {"label": "Stage", "value": "Execution"},
        {"label": "Engagements", "value": "3, one running"},
        {"label": "Came from", "value": "Iris Bakery, who still ask about them"},
    ],
    "currency": "EUR",
    "money_in": "31200.00",
    "hours_out": "352.5",
    "share_of_income": 2_400,
    "share_of_hours": 3_100,
    "response": [
        {"label": "First answer, promised one working day", "value": "kept 41 of 43 times"},
        {"label": "Updates, promised every Friday", "value": "48 of 52 on time"},
    ],
    "drift": [
        "Returns room at Avonmouth: asked for in November, absorbed 3 hours, then priced as CO-02",
        "Two calls a week in December instead of one",
    ],
    "feedback": [
        "At M2: 5 of 5, “first report we could hand to the shift”",
        "At M3: 4 of 5, slow on questions",
    ],
    "alignment": (
        "They want to open a second site in 2028. The count and the layout are the first half of that; a "
        "hand-over that works without me is the second."
    ),
    "verdict": "adjust",
    "reasons": [
        "A third of the hours earns a quarter of the income.",
        "The extra calls help them, and nobody pays for them.",
    ],
    "actions": [
        {
            "text": "Offer the second weekly call as part of a retainer",
            "owner": "Mara Lindqvist",
            "by": "2027-02-05",
        },
        {
            "text": "Ask for a word to Fjord Foods after hand-over",
            "owner": "Mara Lindqvist",
            "by": "2027-03-12",
        },
    ],
}

_OFFBOARDING: dict[str, Any] = {
    **_PARTIES,
    "project_title": "The end of our project, and what stays with you",
    "dated_on": "2027-03-15",
    "place": "Göteborg",
    "salutation": "Dear Dele,",
    "parts": [
        {
            "text": (
                "Last Thursday your three supervisors ran the count without me, and the number was right. That is "
                "what we set out to do in December, so this letter closes the project and says what stays with you."
            )
        },
        {
            "heading": "What you have",
            "items": [
                "D1 Current-state map and findings, accepted 21 December 2026",
                "D2 Target layout and pick routes, accepted 27 January 2027",
                "D3 Cycle-count procedure for Bristol and Avonmouth, accepted 9 March 2027",
                "D5 Hand-over pack and training, accepted 11 March 2027",
            ],
        },
        {
            "heading": "What happens now",
            "text": (
                "I delete your order data by 25 March and tell you when it is done. Questions about the work are "
                "free until 10 April; write whenever one comes up."
            ),
        },
        {
            "text": (
                "Thank you for telling me in January that you were worried about the racks. It saved us both a "
                "week. I will ask in June how the spring went."
            )
        },
    ],
    "closing": "With kind regards",
    "enclosures": ["Hand-over pack, 24 pages", "Final count of 11 March 2027"],
}

_WELCOME: dict[str, Any] = {
    **_PARTIES,
    "project_title": "Welcome, and how we begin",
    "dated_on": "2026-12-04",
    "salutation": "Dear Dele,",
    "parts": [
        {
            "text": (
                "Thank you for the signed paper. I am glad we are doing this together. Here is how the first weeks "
                "go, so that nothing in them comes as a surprise."
            )
        },
        {
            "heading": "The first two weeks",
            "items": [
                "Wednesday 9 December, 10:00: kick-off by video, 60 minutes. We read the goals aloud and agree "
                "who decides what.",
                "By 9 December: read-only access to the stock system, and twelve months of orders.",
                "Friday 18 December: you see the findings, before anyone else does.",
            ],
        },
        {
            "heading": "How to reach me",
            "text": (
                "I work Monday to Thursday 08:30 to 16:30 and Friday until 15:00, Swedish time. You have a first "
                "answer within one working day. If shipping stops because of my work, call me: I answer within "
                "two hours."
            ),
        },
        {"text": "You hear from me every Friday, also when there is little to say."},
    ],
    "closing": "I look forward to Wednesday",
    "enclosures": ["Statement of work SOW-2026-014, version 2"],
}

CONTENTS: dict[AgreementKind, dict[str, Any]] = {
    AgreementKind.STATEMENT_OF_WORK: CONTENT,
    AgreementKind.PROPOSAL: {
        **CONTENT,
        "printed_title": "Proposal",
        "approach": "We look first, then change one thing at a time, and hand over as soon as the team can run it.",
        "options": [
            {
                "title": "Bristol only",
                "text": "As described here.",
                "price": "18600.00",
                "is_recommended": True,
            },
            {"title": "Bristol and Avonmouth", "text": "The returns room too.", "price": "21060.00"},
        ],
    },
    AgreementKind.CHANGE_ORDER: _CHANGE_ORDER,
    AgreementKind.ADDENDUM: _ADDENDUM,
    AgreementKind.STATUS_REPORT: _STATUS,
    AgreementKind.MEETING_SUMMARY: _MEETING,
    AgreementKind.RELATIONSHIP_AUDIT: _AUDIT,
    AgreementKind.OFFBOARDING_LETTER: _OFFBOARDING,
    AgreementKind.WELCOME_LETTER: _WELCOME,
}

_ISSUED = {
    AgreementKind.STATEMENT_OF_WORK: date(2026, 11, 23),
    AgreementKind.PROPOSAL: date(2026, 11, 9),
    AgreementKind.CHANGE_ORDER: date(2027, 1, 20),
    AgreementKind.ADDENDUM: date(2027, 1, 20),
    AgreementKind.STATUS_REPORT: date(2027, 1, 22),
    AgreementKind.MEETING_SUMMARY: date(2027, 1, 20),
    AgreementKind.RELATIONSHIP_AUDIT: date(2027, 1, 8),
    AgreementKind.OFFBOARDING_LETTER: date(2027, 3, 15),
    AgreementKind.WELCOME_LETTER: date(2026, 12, 4),
}
_LONG = (
    "The evening shift counts what the morning shift moved, and the number that finance sees on Friday is the "
    "number that was on the shelf on Thursday."
)


def family_content(kind: AgreementKind, language: str = "en", *, long: bool = False) -> dict[str, Any]:
    """Plain data of the sample of a kind. Long: every list has many more rows, texts run over several lines."""
    content = {**CONTENTS[kind], "language": language}
    content["printed_title"] = printed_title(kind.value, language)
    return _lengthened(content) if long else content


def family_paper(
    kind: AgreementKind, language: str = "en", size: str = "A4", long: bool = False
) -> FrozenPaper:
    """An issued paper of a kind; its number and date are always the same."""
    document = parse_document(kind, family_content(kind, language, long=long)).settled()
    facts = IssueFacts(
        number=NUMBERS[kind],
        issued_on=_ISSUED[kind],
        locale=LOCALES[language],
        paper_size=size,
    )
    return FrozenPaper.issue(document, facts, kind)[0]


def family_draft(
    kind: AgreementKind, language: str = "en", size: str = "A4", long: bool = False
) -> DraftPaper:
    """The same as a draft."""
    document = parse_document(kind, family_content(kind, language, long=long))
    return DraftPaper(document, _ISSUED[kind], LOCALES[language], size, kind)  # type: ignore[arg-type]


_TIMES = {
    "objectives": 4,
    "included": 3,
    "not_included": 3,
    "deliverables": 3,
    "milestones": 3,
    "roles": 2,
    "changes": 5,
    "moves": 5,
    "done": 3,
    "next_steps": 3,
    "risks": 3,
    "decisions": 4,
    "actions": 4,
    "notes": 4,
    "attendees": 2,
    "facts": 3,
    "response": 3,
    "drift": 4,
    "feedback": 4,
    "reasons": 3,
    "open_changes": 3,
    "parts": 3,
    "enclosures": 3,
}


def _lengthened(content: dict[str, Any]) -> dict[str, Any]:
    made = dict(content)
    for name, times in _TIMES.items():
        if isinstance(made.get(name), list):
            made[name] = [_again(row, turn) for turn in range(times) for row in made[name]]
    for name in ("reason", "summary", "objective", "alignment", "purpose"):
        if made.get(name):
            made[name] = "\n".join([made[name], *[_LONG] * 2])
    if "fee_lines" in made:
        made["fee_lines"] = made["fee_lines"] * 3
        made["payments"] = [{**row, "tied_to": "M7"} for row in made["payments"] * 3]
    return made


def _again(row: Any, turn: int) -> Any:
    """A row once more; later turns come with later dates and longer words, and are told apart."""
    if turn == 0 or not isinstance(row, dict):
        return row if turn == 0 else f"{row} (week {turn + 1})"
    made = {}
    for name, value in row.items():
        if name != "depends_on" and (
            (isinstance(value, str) and name.endswith("_on")) or name in {"by", "on"}
        ):
            value = (date.fromisoformat(value) + timedelta(days=turn)).isoformat()
        elif name in {"text", "title", "after", "acceptance"} and isinstance(value, str):
            value = f"{value} (week {turn + 1})" if turn % 2 else f"{value} – {_LONG}"
        made[name] = value
    return made
