"""Boundaries as sentences: the same words for the preview and Exhibit A."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from clientdesk.models.boundary_rules import (
    BoundaryRules,
    Channel,
    ChannelUse,
    Duration,
    EmergencyProtocol,
    QuietHours,
    Span,
    TimeUnit,
)
from clientdesk.models.enums import RhythmKind, RhythmUnit
from clientdesk.services.papers.exhibit import Setting, build_exhibit, exhibit_sentences, rhythm_row

DAY = Span(start=8 * 60 + 30, end=16 * 60 + 30)
RULES = BoundaryRules(
    working_hours={
        **dict.fromkeys(range(4), (DAY,)),
        4: (Span(start=510, end=720), Span(start=780, end=900)),
    },
    response_normal=Duration(amount=1, unit=TimeUnit.WORKING_DAYS),
    response_urgent=Duration(amount=4, unit=TimeUnit.WORKING_HOURS),
    urgent_means="An agreed date within two working days is at risk.",
    emergency_means="Something I delivered has stopped and is stopping your work.",
    channels=(Channel(name="email"), Channel(name="phone", use=ChannelUse.URGENT)),
    quiet_hours=QuietHours(start=19 * 60, end=8 * 60, weekends=False),
    emergency=EmergencyProtocol(
        how="Phone", hours=Span(start=480, end=1200), answer=Duration(amount=2, unit=TimeUnit.HOURS)
    ),
    revision_rounds=2,
    meeting_minutes=30,
    notice_days=3,
    change_days=2,
    notice_off_weeks=2,
)
SETTING = Setting("Europe/Stockholm", date(2026, 12, 7), "Europe/London", "Dele Okafor")


_AGREED = """
I work Monday to Thursday 08:30–16:30, Friday 08:30–12:00 and 13:00–15:00, Europe/Stockholm (Monday to Thursday\
 07:30–15:30, Friday 07:30–11:00 and 12:00–14:00 for you). Write whenever suits you; I answer when I am back.
You have a first answer within one working day, within four working hours if it is urgent. If the full one takes\
 longer, I say when it comes.
New work needs three working days’ notice; for anything sooner I tell you the same day whether it fits and what it\
 would move or cost.
Two revision rounds per deliverable; a round is one collected set of comments from Dele Okafor.
Good ideas come up. Within two working days you get the effect on time and cost and the choices; work starts when\
 we have both signed.
I tell you about time off two weeks ahead, and what will be finished before.
Agenda the day before, decisions and actions the day after.
If I can’t do something well in the time, I say so and propose what I can.
I do not write or call between 19:00 and 08:00.
""".strip().split("\n")


def test_rules_read_as_the_sentences_agreed() -> None:
    text = "\n".join(exhibit_sentences(RULES, SETTING))
    for sentence in _AGREED:
        assert sentence in text


def test_unset_rules_promise_nothing() -> None:
    assert exhibit_sentences(BoundaryRules(), SETTING) == [
        "If I can’t do something well in the time, I say so and propose what I can."
    ]


def test_own_wording_replaces_a_sentence() -> None:
    rules = RULES.model_copy(update={"wording": {"notice": "Give me three days. <b>", "meetings": ""}})
    sentences = exhibit_sentences(rules, SETTING)
    assert "Give me three days. <b>" in sentences
    assert not any("New work needs" in sentence for sentence in sentences)
    assert "Agenda the day before, decisions and actions the day after." in sentences


@pytest.mark.parametrize(
    ("client_zone", "shown"),
    [
        ("Europe/Paris", None),
        ("", None),
        ("America/New_York", "Monday to Thursday 02:30–10:30"),
        ("Asia/Tokyo", "Monday to Thursday 16:30–00:30"),
        ("Pacific/Auckland", "Monday to Thursday 20:30–04:30"),
        ("Asia/Kathmandu", "Monday to Thursday 13:15–21:15"),
    ],
)
def test_hours_on_the_clients_clock(client_zone: str, shown: str | None) -> None:
    setting = dataclasses.replace(SETTING, client_zone=client_zone)
    first = exhibit_sentences(RULES, setting)[0]
    assert ("for you" in first) == (shown is not None)
    assert shown is None or shown in first


def test_hours_that_move_into_another_day_name_that_day() -> None:
    rules = BoundaryRules(working_hours={0: (Span(start=60, end=300),)})
    setting = Setting("Pacific/Auckland", date(2026, 7, 1), "America/Los_Angeles")
    assert "(Sunday 06:00–10:00 for you)" in exhibit_sentences(rules, setting)[0]


def test_no_working_hours_are_by_appointment() -> None:
    assert "I work by appointment" in exhibit_sentences(BoundaryRules(working_hours={}), SETTING)[0]


def test_exhibit_holds_table_rows_and_leaves_hours_to_their_own_paragraph() -> None:
    exhibit = build_exhibit(RULES, SETTING)
    assert exhibit.zone == "Europe/Stockholm"
    assert exhibit.hours.startswith("Monday to Thursday 08:30–16:30")
    assert exhibit.client_hours.startswith("Monday to Thursday 07:30–15:30")
    assert not any(rule.startswith("I work") for rule in exhibit.rules)
    rows = [(row.level, row.channel, row.within) for row in exhibit.responses]
    assert rows == [
        ("emergency", "phone", "2 hours, 08:00–20:00"),
        ("urgent", "phone", "4 working hours"),
        ("normal", "email", "1 working day"),
    ]
    assert exhibit.emergency == "Phone. I answer within two hours, 08:00–20:00."


def test_rules_set_in_part_say_only_their_part() -> None:
    rules = BoundaryRules(
        public_holidays=True,
        quiet_hours=QuietHours(start=1_200, end=420),
        response_normal=Duration(amount=2, unit=TimeUnit.WORKING_DAYS),
        revision_rounds=0,
        channels=(
            Channel(name="email"),
            Channel(name="post"),
            Channel(name="video"),
            Channel(name="private messages", use=ChannelUse.NO),
        ),
    )
    assert exhibit_sentences(rules, Setting("Europe/Paris", date(2026, 1, 5))) == [
        "Public holidays are days off.",
        "I do not write or call between 20:00 and 07:00, or at weekends.",
        "You have a first answer within two working days. If the full one takes longer, I say when it comes.",
        "Revision rounds are agreed separately and handled as a change.",
        "If I can’t do something well in the time, I say so and propose what I can.",
        "For everyday matters, reach me by email, post or video.",
        "Please do not use private messages for our work; I may not see it.",
    ]


def test_rounds_without_a_named_reviewer() -> None:
    setting = dataclasses.replace(SETTING, reviewer="")
    rules = BoundaryRules(revision_rounds=1)
    assert exhibit_sentences(rules, setting)[0] == (
        "One revision round per deliverable; a round is one collected set of comments."
    )


def test_emergency_protocol_in_words() -> None:
    protocol = EmergencyProtocol(
        how="Phone.",
        answer=Duration(amount=1, unit=TimeUnit.HOURS),
        fee="EUR 200 an hour",
        stand_in="Ines Fuentes",
    )
    rules = BoundaryRules(emergency=protocol, emergency_means="It stopped.")
    exhibit = build_exhibit(rules, SETTING)
    assert exhibit.emergency == (
        "Phone. I answer within one hour. Emergency work costs: EUR 200 an hour. "
        "If I cannot be reached: Ines Fuentes."
    )
    assert [(row.level, row.within) for row in exhibit.responses] == [("emergency", "1 hour")]
    assert exhibit.hours == exhibit.zone == ""
    silent = build_exhibit(BoundaryRules(emergency=EmergencyProtocol()), SETTING)
    assert (silent.emergency, silent.responses) == ("", [])


def test_own_hours_sentence_is_printed_among_the_rules() -> None:
    rules = RULES.model_copy(update={"wording": {"hours": "Mornings only."}})
    assert "Mornings only." in build_exhibit(rules, SETTING).rules


def test_work_until_midnight_says_so() -> None:
    rules = BoundaryRules(working_hours={6: (Span(start=1_200, end=1_440),)})
    assert build_exhibit(rules, SETTING).hours == "Sunday 20:00–24:00"


@pytest.mark.parametrize(
    ("unit", "every", "nth", "shown"),
    [
        (RhythmUnit.WEEKLY, 1, None, "Every Friday"),
        (RhythmUnit.WEEKLY, 2, None, "Every second Friday"),
        (RhythmUnit.WEEKLY, 3, None, "Every 3 weeks on Friday"),
        (RhythmUnit.MONTHLY, 1, 1, "First Friday of the month"),
        (RhythmUnit.MONTHLY, 1, -1, "Last Friday of the month"),
        (RhythmUnit.MONTHLY, 3, 2, "Every 3 months, second Friday"),
    ],
)
def test_rhythms_in_words(unit: RhythmUnit, every: int, nth: int | None, shown: str) -> None:
    row = rhythm_row(RhythmKind.UPDATE, unit, every, 4, nth, channel="email")
    assert (row.what, row.when, row.how) == ("Update", shown, "email")
    assert row.content


def test_every_refusal_has_words() -> None:
    import re
    from pathlib import Path

    from clientdesk.services import wording

    root = Path(wording.__file__).parents[1]
    names = ("checks", "warnings", "fields", "document")
    sources = ["models/style_checks.py", *(f"models/agreement_{name}.py" for name in names)]
    text = "".join((root / source).read_text(encoding="utf-8") for source in sources)
    codes = set(re.findall(r'(?:Problem\([^,]+, |ValueError\()"([a-z_]+)"', text))
    codes |= {
        "right_to_left",
        "emoji",
        "no_glyph",
        *re.findall(r'": "([a-z_]+)",\n', text.split("_CODES")[1]),
    }
    assert len(codes) > 60
    assert codes - set(wording._PROBLEMS) == set()
