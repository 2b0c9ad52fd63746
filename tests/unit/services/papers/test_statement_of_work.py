"""The statement of work as other programs read it: facts, fonts, same bytes, locale forms."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from clientdesk.models.agreement_checks import texts
from clientdesk.models.agreement_document import AgreementDocument
from clientdesk.models.frozen_paper import DraftPaper
from clientdesk.services.papers import render
from tests.helpers.sample_agreement import CONTENT, sample_document, sample_paper

ROOT = Path(__file__).parents[4]
NEVER_PRINTED = re.compile(r"^(form|language)$|\.(key|tied_to|level|side|kind|unit|rate_unit|currency)$")


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("paper_size", ["A4", "Letter"])
def test_every_field_is_printed(printed: Any, paper_size: str) -> None:
    paper = sample_paper(paper_size=paper_size)
    made = printed(render(paper))
    page_text = squeeze(made.body() + made.pages()[0]).casefold()
    words = [
        (path, line)
        for path, text in texts(paper.document)
        if not NEVER_PRINTED.search(path)
        for line in text.split("\n")
    ]
    words += [("facts", paper.facts.number), ("facts", paper.facts.what_changed), ("facts", paper.content_id)]
    assert len(words) > 130
    missing = [(path, word) for path, word in words if squeeze(word).rstrip(".").casefold() not in page_text]
    assert missing == []


def test_references_follow_positions(printed: Any) -> None:
    text = printed(render(sample_paper())).layout()
    for letter, count in (("G", 3), ("D", 5), ("M", 6), ("P", 3)):
        found = re.findall(rf"^\s*({letter}\d)\s", text, re.MULTILINE)
        assert found == [f"{letter}{place}" for place in range(1, count + 1)]


def test_each_page_names_itself_the_version_and_the_content_id(printed: Any) -> None:
    paper = sample_paper()
    pages = printed(render(paper)).pages()
    for place, page in enumerate(pages, start=1):
        assert f"Page {place} of {len(pages)}" in page
        assert f"SOW-2026-014 · version 2 · content ID {paper.content_id}" in page
        assert "Initials" in page


def test_committed_dates_and_money_stand_in_their_rows(printed: Any) -> None:
    text = printed(render(sample_paper())).layout()
    assert re.search(r"M2\s+Findings accepted \(D1\)\s+Order data\s+18 Dec 2026\s+3 days\s+23 Dec 2026", text)
    assert re.search(r"P2\s+M3 reached: Layout accepted \(D2\)\s+40%\s+22 Jan 2027\s+€7,440.00", text)
    assert re.search(r"Total\s+€18,600.00", text)


def test_structure_is_sound_and_all_fonts_are_embedded_and_readable(printed: Any) -> None:
    paper = printed(render(sample_paper()))
    paper.check()
    fonts = paper.fonts()
    assert len(fonts) >= 3
    for name, embedded, subset, unicode_map in fonts:
        assert re.match(r"[A-Z]{6}\+Source(Sans|Serif)Pro", name), name
        assert (embedded, subset, unicode_map) == ("yes", "yes", "yes")
    assert b"Helvetica" not in paper.data


def test_title_author_language_outline_and_date_come_from_the_record(printed: Any) -> None:
    paper = printed(render(sample_paper()))
    facts = paper.run("pdfinfo", "-isodates", str(paper.path))
    assert "Inventory and fulfilment improvement" in facts
    assert "Lindqvist Operations Consulting" in facts
    assert "2026-11-23T00:00:00" in facts
    assert "JavaScript:      no" in facts
    plain = paper.objects()
    assert "/Lang (en)" in plain
    assert plain.count("/Title (") == 1 + 13
    assert "/DisplayDocTitle true" in plain


def test_another_version_gives_other_bytes() -> None:
    assert render(sample_paper()) != render(sample_paper(version=3))


def test_a_draft_says_so_and_cannot_be_signed(printed: Any) -> None:
    paper = printed(render(DraftPaper(sample_document(), date(2026, 11, 22))))
    for page in paper.pages():
        assert "DRAFT – not for signature" in page
        assert "content ID" not in page
        assert "Initials" not in page
    assert "For the consultant" not in paper.text()
    assert "FOR THE CONSULTANT" not in paper.text()
    paper.check()


def test_an_empty_draft_prints(printed: Any) -> None:
    paper = printed(render(DraftPaper(AgreementDocument(), date(2026, 11, 22))))
    paper.check()
    assert "None agreed." in paper.text()


def test_printed_title_can_be_changed(printed: Any) -> None:
    document = AgreementDocument.parse({**CONTENT, "printed_title": "Scope of Work"})
    text = printed(render(sample_paper(document))).text()
    assert "SCOPE OF WORK" in text
    assert "Scope of Work – confidential" in text
    assert "Statement of Work" not in text


def test_section_numbers_close_up_and_references_follow(printed: Any) -> None:
    changes: dict[str, Any] = {
        "objectives": [],
        "roles": [],
        "decisions": [],
        "deciding": {},
        "course": {},
        "onboarding": [],
        "closing": [],
    }
    document = AgreementDocument.parse({**CONTENT, **changes}).with_committed()
    text = printed(render(sample_paper(document))).layout()
    assert re.search(r"2\s+Scope\n", text)
    assert re.search(r"5\s+Change control\n", text)
    assert "handled as a change (section 5)" in text
    assert "outside section 2" in text


def _with_money(currency: str, amount: str, **fees: Any) -> AgreementDocument:
    own = {"currency": currency, "lines": [{"text": "Work", "unit_price": amount}], "due_days": 30, **fees}
    return AgreementDocument.parse({**CONTENT, "fees": own, "change_control": {}})


@pytest.mark.parametrize(
    ("currency", "amount", "locale", "shown"),
    [
        ("JPY", "1250000", "en_GB", "JP¥1,250,000"),
        ("KWD", "1234.567", "en_GB", "KWD1,234.567"),
        ("EUR", "18600", "de_DE", "18.600,00 €"),
        ("EUR", "18600", "fr_FR", "18 600,00 €"),
        ("CHF", "18600", "de_CH", "CHF 18’600.00"),
        ("USD", "18600", "en_US", "$18,600.00"),
        ("USD", "18600", "xx_YY", "US$18,600.00"),
    ],
)
def test_money_in_the_decimals_of_its_currency_and_the_forms_of_the_locale(
    printed: Any, currency: str, amount: str, locale: str, shown: str
) -> None:
    text = printed(render(sample_paper(_with_money(currency, amount), locale=locale))).text()
    assert squeeze(shown) in squeeze(text)
    assert "\ufffd" not in text


@pytest.mark.parametrize(
    ("locale", "shown"),
    [("en_US", "Dec 4, 2026"), ("en_GB", "4 Dec 2026"), ("sv_SE", "4 dec. 2026"), ("de_DE", "4 Dez")],
)
def test_dates_in_tables_spell_the_month_in_letters(printed: Any, locale: str, shown: str) -> None:
    assert shown in printed(render(sample_paper(locale=locale))).text()


def test_time_and_materials_with_a_cap(printed: Any) -> None:
    document = _with_money(
        "EUR",
        "110",
        kind="time_and_materials",
        cap="9900.00",
        tax_rate=2500,
        lines=[{"text": "Advice", "quantity": "80", "unit": "hour", "unit_price": "110.00"}],
    )
    text = printed(render(sample_paper(document))).layout()
    assert re.search(r"Advice\s+80 hours\s+€110.00 an hour\s+€8,800.00", text)
    assert re.search(r"VAT 25%\s+€2,200.00", text)
    assert re.search(r"Total\s+€11,000.00", text)
    folded = " ".join(text.split())
    assert "Up to €9,900.00 excluding VAT" in folded
    assert "does not exceed €9,900.00 excluding VAT" in folded
    assert "invoiced at the end of each month" in folded


def test_without_tax_the_total_says_what_it_leaves_out(printed: Any) -> None:
    text = printed(render(sample_paper(_with_money("EUR", "900", tax_name="VAT")))).layout()
    assert re.search(r"Total excluding VAT\s+€900.00", text)
    assert "Subtotal" not in text
    plain = printed(render(sample_paper(_with_money("EUR", "900", tax_name="")))).layout()
    assert re.search(r"Total\s+€900.00", plain)
    assert "excluding" not in plain


def test_discount_and_tax_lines(printed: Any) -> None:
    fees = {"discount": "100", "tax_rate": 1900}
    text = printed(render(sample_paper(_with_money("EUR", "900", **fees)))).layout()
    for label, amount in (
        ("Subtotal", "€900.00"),
        ("Discount", "-€100.00"),
        ("Net of discount", "€800.00"),
        ("VAT 19%", "€152.00"),
        ("Total", "€952.00"),
    ):
        assert re.search(rf"{label}\s+{amount}", text)


def test_open_choices_leave_their_sentences_out(printed: Any) -> None:
    changes: dict[str, Any] = {
        "ends_on": None,
        "acceptance": {"revision_rounds": 0, "review_days": None, "silence_days": None},
        "change_control": {"answer_days": None, "rate": "90", "rate_unit": "hour"},
        "fees": {
            **CONTENT["fees"],
            "tax_name": "",
            "tax_note": "",
            "method": "",
            "expenses_cap": None,
            "pause_days": None,
            "late_terms": "",
        },
        "exhibit": {},
        "onboarding": [],
        "assumptions": [
            {"text": "One.", "owner": "Dele"},
            {"text": "Two.", "by": "2026-12-09"},
            {"text": "Three."},
        ],
        "consultant": {**CONTENT["consultant"], "email": ""},
    }
    paper = sample_paper(AgreementDocument.parse({**CONTENT, **changes}), supersedes=None, what_changed="")
    text = printed(render(paper)).text()
    for said in (
        "From 7 Dec 2026",
        "no revision rounds",
        "Acceptance is given in writing by Dele Okafor.",
        "The Consultant answers in writing with the effect",
        "The hourly rate for changes is €90.00.",
        "from the invoice date in euros (EUR).",
        "What the work waits for",
        "First version",
        "scan the whole document into one PDF and send it back.",
    ):
        assert said in text
    for unsaid in ("Exhibit A", "pause", "lodging", "reminder", "replaces version"):
        assert unsaid not in text


def test_the_record_names_what_changed_or_what_is_replaced(printed: Any) -> None:
    text = printed(render(sample_paper(what_changed=""))).text()
    assert "Replaces version 1" in text
    unknown = printed(render(sample_paper(history=[]))).text()
    assert "which is withdrawn" not in unknown


def test_a_thin_exhibit_prints_what_it_has(printed: Any) -> None:
    exhibit = {"hours": "Mondays", "contacts": [{"side": "client", "name": "Dele"}], "rules": ["Be kind."]}
    client = {**CONTENT["consultant"], "signatory": ""}
    document = AgreementDocument.parse({**CONTENT, "exhibit": exhibit, "consultant": client})
    text = printed(render(sample_paper(document))).text()
    assert "Availability and time zone Mondays." in text
    assert "Be kind." in text
    assert "is the Client." not in text
    assert "Response times" not in text
    only_rhythm = AgreementDocument.parse({**CONTENT, "exhibit": {"rhythms": [{"what": "Update"}]}})
    assert "Contacts" not in printed(render(sample_paper(only_rhythm))).text()
    zoned = {"hours": "Mondays", "zone": "Europe/Paris"}
    paper = sample_paper(AgreementDocument.parse({**CONTENT, "exhibit": zoned}))
    assert "Mondays, Europe/Paris." in printed(render(paper)).text()


def test_payments_say_what_they_wait_for(printed: Any) -> None:
    payments = [
        {"text": "Deposit", "amount": "600.00"},
        {"tied_to": "D2", "amount": "9000.00"},
        {"text": "After the pilot", "tied_to": "M4", "amount": "9000.00"},
    ]
    document = AgreementDocument.parse({**CONTENT, "fees": {**CONTENT["fees"], "payments": payments}})
    text = printed(render(sample_paper(document.with_committed()))).layout()
    assert re.search(r"P1\s+Deposit\s+€600.00", text)
    assert re.search(r"P2\s+D2 accepted: Target layout and pick routes\s+15 Jan 2027\s+€9,000.00", text)
    assert re.search(r"P3\s+After the pilot\s+3 Feb 2027\s+€9,000.00", text)
    assert "Share" not in text


def test_a_draft_with_gaps_prints(printed: Any) -> None:
    fees = {
        **CONTENT["fees"],
        "lines": [{"text": "Work"}, {"unit_price": "5"}],
        "payments": [{}, {"tied_to": "M9"}],
        "tax_name": "",
    }
    changes = {"fees": fees, "milestones": [{}], "deliverables": [{}], "objectives": [{}], "ends_on": None}
    draft = DraftPaper(AgreementDocument.parse({**CONTENT, **changes}), date(2026, 11, 22))
    paper = printed(render(draft))
    paper.check()
    assert "€5.00" in paper.text()


def test_only_one_of_onboarding_and_closing_is_a_plain_list(printed: Any) -> None:
    document = AgreementDocument.parse({**CONTENT, "closing": [], "course": {}})
    text = printed(render(sample_paper(document))).text()
    assert "Onboarding and closing Onboarding" in text
    assert "Closing and offboarding" not in text


def test_retainer(printed: Any) -> None:
    document = _with_money(
        "GBP",
        "2000",
        kind="retainer",
        hours_included="20",
        lines=[{"text": "Advice", "quantity": "6", "unit": "month", "unit_price": "2000"}],
    )
    text = printed(render(sample_paper(document))).layout()
    assert re.search(r"Advice\s+6 months\s+£2,000.00 a month\s+£12,000.00", text)
    assert "up to 20 hours a month" in text


def test_counted_nouns_follow_their_number(printed: Any) -> None:
    changes = {
        "acceptance": {"revision_rounds": 1, "review_days": 1, "silence_days": 2},
        "fees": {**CONTENT["fees"], "due_days": 1, "pause_days": 1},
    }
    text = printed(render(sample_paper(AgreementDocument.parse({**CONTENT, **changes})))).text()
    for words in (
        "one revision round.",
        "within one working day.",
        "two working days after",
        "due 1 day from",
    ):
        assert words in text
    assert "one day’s written notice" in text


def test_importing_services_loads_no_pdf_library() -> None:
    code = (
        "import sys, clientdesk.services.papers, clientdesk.services.papers.exhibit, "
        "clientdesk.services.papers.coverage, clientdesk.services.papers.saving; "
        "print('reportlab' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
