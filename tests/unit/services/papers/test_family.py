"""The sister papers as other programs read them: sound, every word there, each kind with what it must say."""

from __future__ import annotations

import re
import zlib
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

import pytest

from clientdesk.models.enums import AgreementKind
from clientdesk.models.frozen_paper import DraftPaper, FrozenPaper, IssueFacts
from clientdesk.models.paper_kinds import KINDS, parse_document
from clientdesk.services.papers import render
from tests.helpers.pdf_checks import NEVER_PRINTED, assert_sound, missing_words, pages_of, run, words_of
from tests.helpers.sample_family import SISTERS, family_content, family_draft, family_paper

ORDER, ADDENDUM = AgreementKind.CHANGE_ORDER, AgreementKind.ADDENDUM
REPORT, SUMMARY = AgreementKind.STATUS_REPORT, AgreementKind.MEETING_SUMMARY
AUDIT = AgreementKind.RELATIONSHIP_AUDIT
LETTERS = (AgreementKind.OFFBOARDING_LETTER, AgreementKind.WELCOME_LETTER)
MOST_PAGES = {ORDER: 2, ADDENDUM: 2, REPORT: 2, SUMMARY: 1, AUDIT: 3, LETTERS[0]: 1, LETTERS[1]: 1}
LINKS = r"|(^|\.)amends\.(items|title)\b"
UNSIGNED = r"|^(consultant|client)\.(address|registration_no|tax_no|email|phone|signatory|capacity)$"
IN_LETTERS = r"|^printed_title$|^client\.(email|phone)$|^(consultant|client)\.(registration_no|tax_no)$"


@lru_cache(maxsize=64)
def made(kind: AgreementKind, size: str = "A4", *, long: bool = False) -> bytes:
    return render(family_paper(kind, "en", size, long))


def issued(kind: AgreementKind, **changes: Any) -> FrozenPaper:
    document = parse_document(kind, {**family_content(kind), **changes}).settled()
    facts = IssueFacts(number="SOW-2026-014-CO-03", issued_on=date(2027, 1, 22))
    return FrozenPaper.issue(document, facts, kind)[0]


def text_of(kind: AgreementKind, **changes: Any) -> str:
    return words_of(render(issued(kind, **changes)))


def never(kind: AgreementKind) -> re.Pattern[str]:
    more = LINKS
    if kind in LETTERS:
        more += IN_LETTERS
    elif not KINDS[kind].is_signed:
        more += UNSIGNED
    return re.compile(NEVER_PRINTED.pattern + more)


@pytest.mark.parametrize("size", ["A4", "Letter"])
@pytest.mark.parametrize("long", [False, True], ids=["short", "long"])
@pytest.mark.parametrize("kind", SISTERS)
def test_each_is_sound_and_says_every_word(kind: AgreementKind, size: str, long: bool) -> None:
    data = made(kind, size, long=long)
    assert_sound(data)
    assert missing_words(data, family_paper(kind, "en", size, long).document, never=never(kind)) == []


@pytest.mark.parametrize("size", ["A4", "Letter"])
@pytest.mark.parametrize("kind", SISTERS)
def test_each_is_as_short_as_its_kind_asks(kind: AgreementKind, size: str) -> None:
    assert len(pages_of(made(kind, size))) <= MOST_PAGES[kind]


@pytest.mark.parametrize("kind", SISTERS)
def test_only_what_is_signed_has_initials_and_panels(kind: AgreementKind) -> None:
    text = " ".join(pages_of(made(kind)))
    assert ("Initials" in text) == KINDS[kind].is_signed
    assert ("For signature" in text) == KINDS[kind].is_signed
    assert ("FOR THE CLIENT" in text) == KINDS[kind].is_signed


@pytest.mark.parametrize("kind", SISTERS)
def test_a_draft_says_so_and_has_no_panels(kind: AgreementKind) -> None:
    data = render(family_draft(kind))
    text = " ".join(pages_of(data))
    assert "DRAFT" in text
    assert "FOR THE CLIENT" not in text
    assert "content ID" not in text


@pytest.mark.parametrize("kind", SISTERS)
def test_an_empty_draft_prints(kind: AgreementKind) -> None:
    assert_sound(render(DraftPaper(KINDS[kind].document(), date(2027, 1, 22), kind=kind)))


HOSTILE = "<b>Fish</b> & chips &amp; {name} **x** <img src=nowhere>"


def spoilt(value: Any, text: str) -> Any:
    """Plain data with every free text replaced; references, keys, dates and choices stay."""
    if isinstance(value, dict):
        kept = {"ref", "key", "tied_to", "action", "light", "verdict", "side", "currency", "language"}
        return {name: inner if name in kept else spoilt(inner, text) for name, inner in value.items()}
    if isinstance(value, list):
        return [spoilt(inner, text) for inner in value]
    if isinstance(value, str) and value and not re.fullmatch(r"-?[\d.-]+", value):
        return text
    return value


@pytest.mark.parametrize("kind", SISTERS)
def test_markup_prints_as_it_was_typed(kind: AgreementKind) -> None:
    document = parse_document(kind, spoilt(family_content(kind), HOSTILE))
    data = render(FrozenPaper.issue(document, IssueFacts(number="X-1", issued_on=date(2027, 1, 22)), kind)[0])
    assert_sound(data)
    assert missing_words(data, document, never=never(kind)) == []


@pytest.mark.parametrize("kind", SISTERS)
def test_a_word_as_long_as_a_line_holds_is_divided(kind: AgreementKind) -> None:
    document = parse_document(kind, spoilt(family_content(kind), "Donaudampfschiff" * 18))
    assert_sound(render(DraftPaper(document, date(2027, 1, 22), kind=kind)))


@pytest.mark.parametrize("kind", SISTERS)
def test_rows_without_content_print(kind: AgreementKind) -> None:
    content = family_content(kind)
    blank = {
        name: [{} if isinstance(row, dict) else "" for row in value]
        for name, value in content.items()
        if isinstance(value, list)
    }
    assert_sound(render(DraftPaper(parse_document(kind, content | blank), date(2027, 1, 22), kind=kind)))


def test_an_attachment_whose_checksum_ends_in_a_carriage_return_is_sound() -> None:
    document = parse_document(SUMMARY, family_content(SUMMARY))
    # The last byte of the checksum is the sum of all bytes; each number adds one more.
    numbers = ("".join(chr(33 + min(93, max(0, turn - 93 * at))) for at in range(7)) for turn in range(650))
    issued_on = date(2027, 1, 22)
    papers = (
        FrozenPaper.issue(document, IssueFacts(number=one, issued_on=issued_on), SUMMARY)[0]
        for one in numbers
    )
    assert_sound(render(next(paper for paper in papers if zlib.compress(paper.content)[-1] == 0x0D)))


def test_a_text_longer_than_a_page_goes_on_over_pages() -> None:
    long_text = "\n".join(["The count goes on and on, shelf by shelf, until the last one."] * 120)
    changes = [{"ref": "D1", "before": long_text, "after": long_text + " Again."}]
    data = render(issued(ORDER, changes=changes))
    assert_sound(data)
    assert len(pages_of(data)) > 3


def test_a_change_order_keeps_the_running_total() -> None:
    text = text_of(ORDER)
    for line in (
        "Original total, SOW-2026-014, version 2 €18,600.00",
        "Change order SOW-2026-014-CO-01 +€1,640.00",
        "This change order +€1,160.00",
        "New total excluding VAT €21,400.00",
    ):
        assert line in text
    assert "P5 M7 reached: Avonmouth count accepted 11 Mar 2027 €1,160.00" in text


def test_tax_is_summed_by_rate() -> None:
    amends = {
        **family_content(ORDER)["amends"],
        "net": "1000.00",
        "rates": [{"rate": 2_000, "net": "800.00"}, {"rate": 700, "net": "200.00"}],
        "earlier": [{"number": "CO-01", "net": "100.00"}],
    }
    lines = [{"text": "More", "amount": "50.00"}, {"text": "Books", "amount": "-20.00", "tax_rate": 700}]
    text = text_of(ORDER, amends=amends, fee_lines=lines, payments=[], tax_rate=2_000, tax_note="")
    assert "VAT 20% €190.00" in text
    assert "VAT 7% €12.60" in text
    assert "New total €1,332.60" in text


def test_no_added_days_are_said_and_an_open_end_too() -> None:
    assert "26 Feb 2027 +5 days 3 Mar 2027 0 days 3 Mar 2027" in text_of(ORDER, days_added=0)
    assert "−3 days 28 Feb 2027" in text_of(ORDER, days_added=-3)
    amends = {**family_content(ORDER)["amends"], "ends_on": None, "earlier": []}
    assert "Open 0 days Open" in text_of(ORDER, amends=amends, days_added=0)


def test_a_paper_signed_elsewhere_is_named_by_its_own_number_without_a_version() -> None:
    amends = {"number": "PO 4711/26", "is_external": True, "dated_on": "2026-03-02", "net": None}
    text = text_of(
        ORDER, amends=amends, changes=[{"action": "added", "title": "A talk", "after": "One hour"}]
    )
    assert "changes PO 4711/26 of 2 March 2026" in text
    assert "version 2" not in text
    assert "The original price is not recorded here" in text


def test_an_addendum_has_neither_money_nor_time() -> None:
    text = words_of(made(ADDENDUM))
    assert "Price and end date stay as they are." in text
    assert "€" not in text
    assert "DAYS ADDED" not in text


@pytest.mark.parametrize("size", ["A4", "Letter"])
@pytest.mark.parametrize("kind", [ORDER, ADDENDUM])
@pytest.mark.parametrize("long", [False, True], ids=["short", "long"])
def test_the_signature_block_is_on_one_page(kind: AgreementKind, size: str, long: bool) -> None:
    pages = pages_of(made(kind, size, long=long))
    found = [place for place, page in enumerate(pages) if "FOR THE CLIENT" in page]
    assert len(found) == 1
    for words in ("By signing, each party", "Signature", "How to sign and return."):
        assert words in pages[found[0]]


@pytest.mark.parametrize(
    ("light", "words"), [("on_track", "On track"), ("watch", "Watch"), ("off_track", "Off track")]
)
def test_the_light_is_said_in_words_and_form(light: str, words: str) -> None:
    data = render(issued(REPORT, light=light))
    assert words in words_of(data)
    shapes = {"on_track": " c\n", "watch": " l h\n", "off_track": " re f"}
    assert shapes[light].strip() in run(data, "qpdf", "--qdf", "--object-streams=disable", "{}", "-")


def test_a_report_says_the_slip_in_working_days_and_what_is_used() -> None:
    text = words_of(made(REPORT))
    assert "Layout accepted (D2) 15 Jan 2027 22 Jan 2027 27 Jan 2027 3 working days late" in text
    assert "Done 21 Dec 2026 2 working days early" in text
    assert "70% used €13,020.00 of €18,600.00, €5,580.00 left" in text
    assert "96.5 of 140, 43.5 left" in text


def test_a_budget_overdrawn_says_by_how_much() -> None:
    budget = {"currency": "EUR", "used": Decimal("1200"), "total": Decimal("1000")}
    text = text_of(REPORT, budget=budget)
    assert "120% used €1,200.00 of €1,000.00, €200.00 over" in text


def test_an_audit_is_marked_on_every_page_and_compares_hours_with_income() -> None:
    data = made(AUDIT, long=True)
    pages = pages_of(data)
    assert len(pages) > 1
    assert "Internal – not for the client" in pages[0]
    assert all("Relationship Audit – internal" in page for page in pages[1:])
    objects = run(data, "qpdf", "--qdf", "--object-streams=disable", "{}", "-")
    assert objects.count("/Watermark") == len(pages)
    assert "It takes 31% of all hours and earns 24% of all income." in words_of(made(AUDIT))


def test_a_letter_has_address_date_subject_and_enclosures_in_order() -> None:
    text = words_of(made(LETTERS[0]))
    parts = (
        "Harbor & Pine Coffee Roasters Ltd",
        "14 Quayside Lane",
        "Göteborg, 15 March 2027",
        "The end of our project",
        "Dear Dele,",
        "What you have",
        "With kind regards",
        "Mara Lindqvist",
        "Enclosures · Hand-over pack",
    )
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_a_long_name_leaves_the_line_above_it_free() -> None:
    content = family_content(AgreementKind.STATUS_REPORT)
    content["client"] = {**content["client"], "signatory": "Bartholomäus Maximilian Konstantin " * 2}
    facts = IssueFacts(number="SR-2027-003", issued_on=date(2027, 1, 22), locale="en_GB")
    document = parse_document(AgreementKind.STATUS_REPORT, content).settled()
    pdf = render(FrozenPaper.issue(document, facts, AgreementKind.STATUS_REPORT)[0])
    boxes = re.findall(
        r'yMin="([\d.]+)".* yMax="([\d.]+)">(noted|Bartholomäus)', run(pdf, "pdftotext", "-bbox", "{}", "-")
    )
    (_, noted, _), (name, _, _) = boxes[0], boxes[1]
    assert float(noted) < float(name) + 1
