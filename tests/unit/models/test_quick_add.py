"""Quick add's reading: worked lines, corrections, and two laws: nothing raises, nothing typed gets lost."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientdesk.models.enums import Impact, WorkKind
from clientdesk.models.quick_add import Choice, ClientName, Corrections, Names, Part, Reading, read_line
from clientdesk.services.quick_add import names_of

MONDAY = datetime(2025, 10, 13, 9, 0)
CLIENTS = [
    ClientName("acme", "Acme Ltd"),
    ClientName("acorn", "Acorn AB"),
    ClientName("birch", "Birch & Co"),
    ClientName("harbor", "Harbor & Pine Coffee Roasters"),
    ClientName("elm", "Elm Architects"),
    ClientName("fjord", "Fjørd Freight"),
    ClientName("osterlen", "Österlen Data"),
    ClientName("pine", "Pinewood"),
]


def read(
    line: str,
    *,
    now: datetime = MONDAY,
    locale: str = "en_GB",
    corrections: Corrections | None = None,
) -> Reading:
    return read_line(line, now, CLIENTS, names_of(locale), corrections)


def october(day: int, hour: int | None = None, minute: int = 0) -> tuple[date, int | None]:
    return date(2025, 10, day), None if hour is None else hour * 60 + minute


def test_the_line_of_the_design() -> None:
    reading = read("acme slides 2h thu 10")
    assert (reading.client_id, reading.title, reading.estimate_minutes) == ("acme", "slides", 120)
    assert (reading.day, reading.minute) == october(16, 10)
    assert [guess.part for guess in reading.guesses] == [Part.CLIENT, Part.ESTIMATE, Part.DAY, Part.TIME]


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("2h", 120),
        ("45m", 45),
        ("45min", 45),
        ("45 min", 45),
        ("1:30", 90),
        ("1h30", 90),
        ("1h30m", 90),
        ("1 h 30", 90),
        ("1,5h", 90),
        ("1.25h", 75),
        ("2 hours 15 min", 135),
        ("90 minutes", 90),
        ("~3h", 180),
        ("900h", 54_000),
        ("2000h", None),
        ("0h", None),
        ("1:75", None),
    ],
)
def test_lengths(typed: str, minutes: int | None) -> None:
    reading = read(f"elm notes {typed}")
    assert reading.estimate_minutes == minutes
    assert reading.title == ("notes" if minutes else f"notes {typed}")


@pytest.mark.parametrize(
    ("typed", "when"),
    [
        ("thu", october(16)),
        ("thursday", october(16)),
        ("Thu.", october(16)),
        ("on thu", october(16)),
        ("mon", october(20)),
        ("today", october(13)),
        ("tomorrow", october(14)),
        ("tomorrow 2pm", october(14, 14)),
        ("tomorrow 2 pm", october(14, 14)),
        ("next tue", october(21)),
        ("this fri", october(17)),
        ("next week", october(20)),
        ("16.10.", october(16)),
        ("16.10. 14.30", october(16, 14, 30)),
        ("16.10.2025", october(16)),
        ("16/10", october(16)),
        ("10/16", october(16)),
        ("2025-10-16", october(16)),
        ("16 oct", october(16)),
        ("oct 16", october(16)),
        ("16th october", october(16)),
        ("thu 16 oct at 10", october(16, 10)),
        ("thu 16.10. 10", october(16, 10)),
        ("thu 30", october(30)),
        ("thu 16th", october(16)),
        ("thu 2", october(16, 14)),
        ("thu 14.30", october(16, 14, 30)),
        ("thu 1:30", october(16, 13, 30)),
        ("fri at 8:15am", october(17, 8, 15)),
        ("14.30", october(13, 14, 30)),
        ("at 3", october(13, 15)),
        ("8:30", october(14, 8, 30)),
        ("mon 15:00", october(13, 15)),
        ("+3d", october(16)),
        ("1 nov 2026", (date(2026, 11, 1), None)),
        ("5 jan", (date(2026, 1, 5), None)),
        ("29 feb", (date(2028, 2, 29), None)),
    ],
)
def test_days_and_times(typed: str, when: tuple[date, int | None]) -> None:
    reading = read(f"elm notes {typed}")
    assert (reading.day, reading.minute) == when
    assert (reading.client_id, reading.title, reading.estimate_minutes) == ("elm", "notes", None)


@pytest.mark.parametrize("typed", ["31.2.", "13/13", "thu 31 nov", "99.99.", "25:00", "0 oct", "12:61"])
def test_what_is_no_day_stays_in_the_title(typed: str) -> None:
    reading = read(f"elm notes {typed}")
    assert set(typed.split()) - {"thu"} <= set(reading.title.split())


@pytest.mark.parametrize(
    ("locale", "typed", "when"),
    [
        ("de_DE", "Donnerstag 10", october(16, 10)),
        ("de_DE", "do 10", october(16, 10)),
        ("de_DE", "16. Oktober", october(16)),
        ("de_DE", "thu 10", october(16, 10)),
        ("fr_FR", "jeudi 14.30", october(16, 14, 30)),
        ("fr_FR", "1 décembre", (date(2025, 12, 1), None)),
        ("fr_FR", "1 decembre", (date(2025, 12, 1), None)),
        ("fr_FR", "mar 10", october(14, 10)),
        ("sv_SE", "tors 10", october(16, 10)),
        ("es_ES", "miércoles", october(15)),
        ("en_US", "10/11", (date(2025, 10, 11), None)),
        ("en_GB", "10/11", (date(2025, 11, 10), None)),
        ("xx_XX", "thu", october(16)),
    ],
)
def test_names_and_order_of_the_locale(locale: str, typed: str, when: tuple[date, int | None]) -> None:
    now = MONDAY if when[0] >= MONDAY.date() else datetime(2025, 10, 1, 9, 0)
    reading = read(f"elm notes {typed}", locale=locale, now=now)
    assert (reading.day, reading.minute, reading.title) == (*when, "notes")


def test_a_german_do_in_a_title_is_no_thursday() -> None:
    assert read("do the slides", locale="de_DE").day is None


@pytest.mark.parametrize(
    ("typed", "client"),
    [
        ("acme slides", "acme"),
        ("Acme Ltd slides", "acme"),
        ("ACM slides", "acme"),
        ("amce slides", None),
        ("brich slides", "birch"),
        ("birch & co slides", "birch"),
        ("hp slides", "harbor"),
        ("hpcr slides", "harbor"),
        ("fjord slides", "fjord"),
        ("osterlen slides", "osterlen"),
        ("coffee slides", "harbor"),
        ("2h elm slides", "elm"),
        ("slides for birch", "birch"),
        ("slides @fjo", "fjord"),
        ("call elm about slides", "elm"),
        ("to the slides", None),
        ("slides of the archive", None),
    ],
)
def test_clients(typed: str, client: str | None) -> None:
    assert read(typed).client_id == client


def test_a_beginning_that_fits_two_clients_asks() -> None:
    reading = read("ac slides")
    asked = reading.unanswered
    assert asked is not None
    assert [choice.value for choice in asked.others] == ["acme", "acorn"]
    answered = read("ac slides", corrections={"ac": Choice(Part.CLIENT, "acorn")})
    assert (answered.client_id, answered.title, answered.unanswered) == ("acorn", "slides", None)


def test_a_guess_can_be_kept_as_text() -> None:
    reading = read("elm sun protection thu", corrections={"thu": None})
    assert (reading.title, reading.day) == ("protection thu", date(2025, 10, 19)), "the next best reading"
    both = read("elm sun protection thu", corrections={"thu": None, "sun": None})
    assert (both.title, both.day) == ("sun protection thu", None)
    assert read("elm slides", corrections={"elm": None}).title == "elm slides"


def test_other_meanings_are_offered() -> None:
    reading = read("elm notes 1:30")
    (guess,) = [guess for guess in reading.guesses if guess.part is Part.ESTIMATE]
    assert Choice(Part.TIME, 13 * 60 + 30) in guess.others
    chosen = read("elm notes 1:30", corrections={"1:30": Choice(Part.TIME, 13 * 60 + 30)})
    assert (chosen.minute, chosen.estimate_minutes) == (13 * 60 + 30, None)
    thursday = read("elm notes thu").guess(Part.DAY)
    assert thursday is not None
    assert Choice(Part.DAY, date(2025, 10, 23)) in thursday.others
    assert Choice(Part.DUE, date(2025, 10, 16)) in thursday.others


@pytest.mark.parametrize("line", ['"thu 10 2h" elm', "“thu 10 2h” elm", '"thu 10 2h', "«thu 10 2h» elm"])
def test_text_in_quotes_is_never_interpreted(line: str) -> None:
    reading = read(line)
    assert (reading.title, reading.day, reading.estimate_minutes) == ("thu 10 2h", None, None)


def test_kind_impact_and_the_day_it_is_due() -> None:
    reading = read("elm report #wri ! by fri 2h")
    assert (reading.kind, reading.impact, reading.due_on) == (
        WorkKind.WRITING,
        Impact.HIGH,
        date(2025, 10, 17),
    )
    assert (reading.title, reading.day, reading.estimate_minutes) == ("report", None, 120)
    assert read("elm report #x #1").title == "report #x #1"
    german = Names(kinds={"Schreiben": WorkKind.WRITING})
    assert read_line("#schr elm", MONDAY, CLIENTS, german).kind is WorkKind.WRITING


@pytest.mark.parametrize(
    ("typed", "rule", "starts"),
    [
        ("every monday", "FREQ=WEEKLY;BYDAY=MO", 13),
        ("every fri", "FREQ=WEEKLY;BYDAY=FR", 17),
        ("every mon and thu", "FREQ=WEEKLY;BYDAY=MO,TH", 13),
        ("every second friday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", 17),
        ("every 2 weeks", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", 13),
        ("every last fri", "FREQ=MONTHLY;BYDAY=-1FR", 13),
        ("every 15th", "FREQ=MONTHLY;BYMONTHDAY=15", 13),
        ("every month", "FREQ=MONTHLY;BYMONTHDAY=13", 13),
        ("every day", "FREQ=DAILY", 13),
        ("every weekday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", 13),
    ],
)
def test_what_repeats(typed: str, rule: str, starts: int) -> None:
    reading = read(f"elm report 1h {typed}")
    assert (reading.rule, reading.starts_on) == (rule, date(2025, 10, starts))
    assert (reading.title, reading.estimate_minutes, reading.day) == ("report", 60, None)


def test_a_time_of_what_repeats_is_kept_as_words() -> None:
    assert read("elm report every monday 10:30").title == "report 10:30"


def lost(reading: Reading) -> str:
    """Characters that are neither in the title nor in a guess nor white space."""
    places = set(range(len(reading.line)))
    for guess in reading.guesses:
        places -= set(range(guess.start, guess.end))
    for start, end in reading.kept:
        places -= set(range(start, end))
    return "".join(reading.line[place] for place in sorted(places)).strip()


PIECES = st.sampled_from(
    "acme ac birch & co hp elm slides report 2h 45m 1:30 1h30 1,5h 14.30 2pm 2 pm tomorrow next tue thu mon 10 16 "
    '16.10. 16.10 10/16 oct 31 feb on by due at every second monday and 15th #wri # ! !! " “ ” do so mar @fjo for '
    "+3d +999w 2025-02-31 0 00 24 23:59 12am thu, elm; « »".split(" ")
)
LINES = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=12).map(" ".join))


@pytest.mark.no_cover
@settings(max_examples=600, deadline=None)
@given(line=LINES, locale=st.sampled_from(["en_GB", "en_US", "de_DE", "fr_FR", "ar_EG", "ja_JP"]))
def test_any_text_is_read_and_no_word_of_it_is_lost(line: str, locale: str) -> None:
    reading = read(line, locale=locale)
    assert lost(reading) == ""
    spans = sorted([*((guess.start, guess.end) for guess in reading.guesses), *reading.kept])
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    shown = "".join(reading.line[start:end] for start, end in reading.kept)
    marks = str.maketrans("", "", '"“”„«» \t\n')
    assert "".join(reading.title.split()).translate(marks) == "".join(shown.split()).translate(marks)
    assert len({guess.part for guess in reading.guesses}) == len(reading.guesses)


@pytest.mark.no_cover
@settings(max_examples=300, deadline=None)
@given(line=LINES, data=st.data())
def test_every_guess_can_be_taken_back_or_changed(line: str, data: st.DataObject) -> None:
    reading = read(line)
    for guess in reading.guesses:
        kept = read(line, corrections={guess.words: None})
        assert lost(kept) == ""
        same = [other for other in kept.guesses if (other.start, other.part) == (guess.start, guess.part)]
        assert all(other.end != guess.end for other in same)
        if guess.others:
            choice = data.draw(st.sampled_from(guess.others))
            changed = read(line, corrections={guess.words: choice}).guess(choice.part)
            assert changed is not None
            assert changed.value == choice.value


@given(now=st.datetimes(datetime(1999, 1, 1), datetime(2190, 1, 1)), line=LINES)
@pytest.mark.no_cover
@settings(max_examples=200, deadline=None)
def test_a_day_that_is_guessed_from_a_name_lies_ahead(now: datetime, line: str) -> None:
    reading = read(line, now=now)
    guess = reading.guess(Part.DAY)
    if guess is not None and not any(mark in guess.words for mark in "-/."):
        assert reading.day is not None
        assert reading.day >= now.date()
        assert reading.day <= now.date() + timedelta(days=7_000)
