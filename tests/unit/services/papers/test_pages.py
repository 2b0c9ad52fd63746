"""Pages as a reader meets them: nothing stranded, nothing torn apart, no half empty page; proposals and letters."""

from __future__ import annotations

import copy
import random
import re
import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from clientdesk import files
from clientdesk.models.agreement_checks import checks
from clientdesk.models.agreement_document import AgreementDocument
from clientdesk.models.enums import AgreementKind
from clientdesk.models.frozen_paper import DraftPaper, FrozenPaper
from clientdesk.services.papers import render
from tests.helpers.pdf_checks import assert_sound, missing_words, pages_of, run
from tests.helpers.sample_agreement import CONTENT, sample_document, sample_facts, sample_paper

pytestmark = pytest.mark.no_cover  # the same lines are covered by quicker tests

SENTENCE = "A sentence of these terms that takes some room on the line and says little else. "
FIRST = {"version": 1, "supersedes": None, "history": [], "what_changed": ""}
HEIGHTS = {"A4": 842, "Letter": 792}
TOP, BOTTOM = 68, 68


def document(**changes: Any) -> AgreementDocument:
    return AgreementDocument.parse({**copy.deepcopy(CONTENT), **changes}).with_committed()


def folded(pdf: bytes) -> str:
    """Its words in the order in which they are drawn."""
    return re.sub(r"\s+", " ", run(pdf, "pdftotext", "-raw", "-enc", "UTF-8", "{}", "-"))


def variant(seed: int) -> FrozenPaper:
    """A paper of another length and kind of fee for each seed."""
    dice = random.Random(seed)

    def some(rows: list[Any], most: int) -> list[Any]:
        return (rows * 10)[: dice.randint(0, most)]

    kind = ("fixed_fee", "time_and_materials", "retainer")[seed % 3]
    lines = [
        {"text": "Advice " * dice.randint(1, 12), "quantity": "4", "unit": "hour", "unit_price": "110.00"}
    ] * dice.randint(1, 9)
    fees = {**CONTENT["fees"], "kind": kind, "payments": [], "tax_rate": 2500, "tax_note": ""}
    if seed % 4:
        fees |= {"lines": lines, "discount": "10.00", "cap": "9000.00", "hours_included": "20"}
    made = document(
        purpose=SENTENCE * dice.randint(1, 12),
        objectives=some(CONTENT["objectives"], 8),
        included=some(CONTENT["included"], 14),
        not_included=some(CONTENT["not_included"], 14),
        assumptions=some(CONTENT["assumptions"], 9),
        deliverables=some(CONTENT["deliverables"], 12),
        milestones=some(CONTENT["milestones"], 14),
        roles=some(CONTENT["roles"], 5),
        closing=some(CONTENT["closing"] + CONTENT["onboarding"], 6),
        governing_terms=SENTENCE * dice.randint(0, 14),
        exhibits=[{"title": "Rates", "text": "Time. " + SENTENCE * 3}] * dice.randint(0, 2),
        project_title=("Inventory and fulfilment improvement " * 9)[: dice.randint(20, 300)].strip(),
        fees=fees,
    )
    size = ("A4", "Letter")[seed % 2]
    return sample_paper(made, paper_size=size, **(FIRST if seed % 5 else {}))


def lines_of(pdf: bytes) -> list[list[tuple[float, float, str]]]:
    """Words of each page between header and footer: left edge, lower edge, word."""
    found = []
    for page in run(pdf, "pdftotext", "-bbox", "{}", "-").split("<page ")[1:]:
        size = re.search(r'height="([\d.]+)"', page)
        assert size
        bottom = float(size.group(1)) - BOTTOM
        words = re.findall(r'xMin="([\d.]+)" yMin="[\d.]+" xMax="[\d.]+" yMax="([\d.]+)">([^<]*)<', page)
        found.append([(float(x), float(y), word) for x, y, word in words if 50 < float(y) < bottom])
    return found


@pytest.mark.parametrize("seed", range(14))
def test_no_row_is_stranded_no_page_half_empty_and_the_signature_whole(seed: int) -> None:
    paper = variant(seed)
    pdf = render(paper)
    pages = lines_of(pdf)
    height = HEIGHTS[paper.facts.paper_size]
    for letter in "GDM":
        counts = [
            sum(bool(re.fullmatch(rf"{letter}\d+", w)) and x < 64 for x, _, w in page) for page in pages
        ]
        assert sum(counts) == len(
            {
                "G": paper.document.objectives,
                "D": paper.document.deliverables,
                "M": paper.document.milestones,
            }[letter]
        )
        assert sum(counts) == 1 or 1 not in counts, (letter, counts)
    starts = [min(page, key=lambda word: (word[1] // 4, word[0]))[2] for page in pages]
    for place, page in enumerate(pages[:-1]):
        lowest = max(y for _, y, _ in page)
        if starts[place + 1] != "Exhibit":
            assert lowest - TOP > (height - TOP - BOTTOM) / 2, (place + 1, lowest)
    texts = [re.sub(r"\s+", " ", page) for page in pages_of(pdf)]
    held = ("Agreement and signatures", "FOR THE CONSULTANT", "FOR THE CLIENT", "Date (day month year)")
    signing = [text for text in texts if held[1] in text]
    assert len(signing) == 1
    assert all(part in signing[0] for part in held)
    record = [text for text in texts if "Document record" in text]
    assert len(record) == 1
    assert "How to sign" in record[0]


def test_a_title_of_300_characters_takes_three_lines() -> None:
    title = ("Inventory and fulfilment improvement across all sites " * 6)[:299] + "x"
    page = lines_of(render(sample_paper(document(project_title=title))))[0]
    start = next(y for _, y, word in page if word == "Inventory")
    end = next(y for _, y, word in page if word == "for" and y > start)
    levels = {round(y) for _, y, _ in page if start <= y < end - 1}
    assert len(levels) == 3


PROPOSAL = {
    "printed_title": "Proposal",
    "approach": "First I look at how things are.\nThen you choose.",
    "options": [
        {"title": "Layout only", "text": "Findings and target layout.", "price": "9800.00"},
        {"title": "With introduction", "text": "On site.", "price": "18600.00", "is_recommended": True},
    ],
    "fees": {**CONTENT["fees"], "lines": [], "payments": []},
    "governed_by": "",
    "governing_terms": "",
}


def proposal(**changes: Any) -> FrozenPaper:
    facts = sample_facts(number="PR-2026-003", **FIRST)
    return FrozenPaper.issue(document(**{**PROPOSAL, **changes}), facts, AgreementKind.PROPOSAL)[0]


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_a_proposal_shows_options_and_how_to_accept_and_is_not_signed(size: str) -> None:
    paper = proposal()
    pdf = render(
        FrozenPaper.issue(
            paper.document, paper.facts.model_copy(update={"paper_size": size}), AgreementKind.PROPOSAL
        )[0]
    )
    assert_sound(pdf)
    assert missing_words(pdf, paper.document) == []
    text = folded(pdf)
    for said in (
        "€9,800.00 – €18,600.00 excluding VAT",
        "RECOMMENDED With introduction",
        "First I look at how things are. Then you choose.",
        "O2 With introduction",
        "choose an option (O1 or O2) and write to mara@lindqvist-ops.example",
        "if the answer arrives by 4 December 2026",
        "Nothing is owed before both have signed.",
        "agreed in a statement of work (the “SOW”)",
    ):
        assert said in text
    for unsaid in ("FOR THE CLIENT", "Initials", "How to sign", "Short terms", "whole understanding"):
        assert unsaid not in text


def test_a_proposal_with_one_price_asks_for_an_answer() -> None:
    text = folded(render(proposal(options=PROPOSAL["options"][:1], open_until=None)))
    assert "€9,800.00 excluding VAT" in text
    assert "To accept, write to mara@lindqvist-ops.example." in text
    assert "if the answer arrives" not in text
    plain = folded(render(proposal(options=[], fees=CONTENT["fees"], approach="")))
    assert "Fees and payment" in plain
    assert "Options" not in plain
    draft = DraftPaper(proposal().document, date(2026, 11, 22), kind=AgreementKind.PROPOSAL)
    assert "How to go on" in folded(render(draft))


def letter(**changes: Any) -> AgreementDocument:
    """The shipped template of the short letter, filled in as an office would."""
    path = Path(files.resource("agreements", "templates", "en", "engagement_letter.toml"))
    ends = {"ends_in": "ends_on", "due_in": "due_on", "planned_in": "planned_on", "by_in": "by"}
    ends |= {"kickoff_in": "kickoff_on", "closing_in": "closing_on"}
    names = {"{me}": "Mara Lindqvist", "{decider}": "Dele Okafor", "{contact}": "Ines Fuentes"}

    def filled(value: Any) -> Any:
        if isinstance(value, list):
            return [filled(row) for row in value]
        if isinstance(value, str):
            return re.sub(r"\{\w+\}", lambda match: names.get(match.group(0), "Clifton"), value)
        if not isinstance(value, dict):
            return value
        start = date(2026, 12, 7)
        return {
            ends.get(key, key): start + timedelta(days=round(own * 1.4)) if key in ends else filled(own)
            for key, own in value.items()
        }

    made = filled(tomllib.loads(path.read_text(encoding="utf-8"))["document"])
    kept = ("project_title", "consultant", "client", "open_until")
    fees = {
        **made["fees"],
        "lines": [{"text": "Review", "unit_price": "2400"}],
        "tax_rate": 2500,
        "due_days": 14,
    }
    data = {**{key: CONTENT[key] for key in kept}, **made, "fees": fees, "starts_on": "2026-12-07"}
    data["ends_on"] = "2027-01-08"
    data["purpose"] = "The shop in Clifton loses two orders a day between till and kitchen."
    data["deciding"] = {**made.get("deciding", {}), "maker": "Dele Okafor", "deputy": "Ines Fuentes"}
    data["exhibit"] = {key: CONTENT["exhibit"][key] for key in ("responses", "hours", "zone")}
    return AgreementDocument.parse({**data, **changes}).with_committed()


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_the_short_letter_is_complete_and_signed_on_two_pages(size: str) -> None:
    made = letter()
    assert checks(made, date(2026, 11, 23)).refuse == []
    paper = sample_paper(made, paper_size=size, **FIRST)
    pdf = render(paper)
    assert_sound(pdf)
    assert missing_words(pdf, made) == []
    pages = [re.sub(r"\s+", " ", page) for page in pages_of(pdf)]
    assert len(pages) == 2
    assert "ENGAGEMENT LETTER" in pages[0]
    for said in ("FOR THE CONSULTANT", "FOR THE CLIENT", "How to sign and return", paper.content_id):
        assert said in pages[1]
    text = " ".join(pages)
    for said in (
        "Result",
        "€3,000.00",
        "P1 On signature: 50%, €1,200.00",
        "Dele Okafor decides",
        "(the “Letter”)",
    ):
        assert said in text
    assert "Exhibit" not in text


def test_a_letter_prints_whatever_else_it_holds() -> None:
    made = letter(
        objectives=CONTENT["objectives"],
        milestones=[],
        deliverables=[],
        exhibit=CONTENT["exhibit"],
        exhibits=[{"title": "Rates", "text": "Travel. It counts half."}],
        governed_by="CSA-2025-003",
        fees={"lines": []},
        included=CONTENT["included"] * 3,
        approach="Step by step.",
    )
    text = folded(render(sample_paper(made)))
    for said in (
        "G1 Late or incomplete orders: 6.1% → at most 2.0% of orders",
        "No deliverables are agreed",
        "Urgent within 4 working hours (Phone or chat)",
        "Weekly update: Every Friday by 15:00, Email, one page",
        "Contacts: Mara Lindqvist, Owner",
        "It is made under CSA-2025-003",
        "agrees to this Letter including Exhibit A",
        "Exhibit A – Rates",
        "No fee is agreed.",
        "Step by step.",
        "G2 target raised to 99.0%",
    ):
        assert said in text
    bare = folded(render(sample_paper(letter(governing_terms="", exhibit={}, roles=[]), **FIRST)))
    assert "the terms of Exhibit A apply" in bare
    assert "Exhibit A – Short terms" in bare
    assert "Anlage A – " in folded(
        render(sample_paper(letter(governing_terms="", exhibit={}, language="de"), **FIRST))
    )


def test_further_exhibits_start_a_page_and_are_named_before_the_signatures() -> None:
    made = document(
        exhibits=[
            {"title": "Rate card", "text": "Travel. It counts half."},
            {"title": "Data", "text": "No names."},
        ]
    )
    pages = [re.sub(r"\s+", " ", page) for page in pages_of(render(sample_paper(made)))]
    assert "Exhibit A – Communication plan" in pages[-3]
    assert re.search(r"confidential Exhibit B – Rate card Travel. It counts half.", pages[-2])
    assert re.search(r"confidential Exhibit C – Data No names.", pages[-1])
    text = " ".join(pages)
    assert "this SOW including Exhibit A, Exhibit B and Exhibit C" in text
    assert (
        "Exhibits: Exhibit A – Communication plan and boundaries; Exhibit B – Rate card; Exhibit C – Data."
        in text
    )
    assert "This SOW with Exhibit A, Exhibit B and Exhibit C is the whole understanding" in text


def test_without_an_agreement_the_short_terms_are_printed() -> None:
    made = document(governing_terms="", governed_by="")
    text = folded(render(sample_paper(made)))
    assert "GOVERNED BY Exhibit B of this document" in text
    assert "No standing agreement is named; the terms of Exhibit B apply." in text
    assert "Exhibit B – Short terms" in text
    assert "Liability." in text
    named = folded(render(sample_paper(document(governing_terms=""))))
    assert "made under CSA-2025-003, 12 Mar 2025 (the “Agreement”)" in named
    assert "the Agreement prevails, except where this SOW names the clause" in named
    assert "Short terms" not in named


def test_papers_of_the_first_release_gain_nothing() -> None:
    import json

    paper = sample_paper(document(governing_terms="", governed_by=""))
    content = json.loads(paper.content)
    content["paper_version"] = 1
    early = FrozenPaper.from_json(json.dumps(content).encode())
    text = folded(render(early))
    for unsaid in (
        "Short terms",
        "simple electronic signatures",
        "attached to this PDF",
        "No standing agreement",
    ):
        assert unsaid not in text


def test_two_tax_rates_have_a_line_each() -> None:
    lines = [
        {"text": "Advice", "quantity": "10", "unit": "hour", "unit_price": "110.00"},
        {"text": "Handbooks", "quantity": "4", "unit_price": "50.00", "tax_rate": 700},
    ]
    fees = {**CONTENT["fees"], "lines": lines, "payments": [], "tax_rate": 1900, "tax_note": ""}
    text = run(render(sample_paper(document(fees=fees))), "pdftotext", "-layout", "{}", "-")
    assert re.search(r"Handbooks\s+4\s+€50.00\s+7%\s+€200.00", text)
    assert re.search(r"VAT 19% on €1,100.00\s+€209.00", text)
    assert re.search(r"VAT 7% on €200.00\s+€14.00", text)
    assert re.search(r"Total\s+€1,523.00", text)


def test_a_retainer_says_what_becomes_of_its_hours() -> None:
    line = {"text": "Advice", "quantity": "6", "unit": "month", "unit_price": "2000.00"}
    fees = {"kind": "retainer", "lines": [line], "hours_included": "20", "due_days": 14}
    kept = folded(render(sample_paper(document(fees={**fees, "rollover_months": 1, "over_rate": "120.00"}))))
    assert "RETAINER €2,000.00 a month excluding VAT" in kept
    assert "stay usable for one month more; after that they lapse" in kept
    assert "cost €120.00 each excluding VAT" in kept
    assert "lapse at its end" in folded(render(sample_paper(document(fees=fees))))


def test_decisions_courses_and_own_rules_are_said() -> None:
    made = document(
        deciding={"maker": "Dele", "escalation": "They meet."},
        course={"kickoff_on": "2026-12-09", "closing_on": "2027-02-24", "data_days": 5},
        objectives=[],
        acceptance={"revision_rounds": 1, "round_is": "One list of comments.", "has_reminder": False},
        return_to="papers@lindqvist-ops.example",
    )
    text = folded(render(sample_paper(made)))
    for said in (
        "For the Client, Dele decides.",
        "They meet.",
        "Kick-off on 9 December 2026.",
        "Closing meeting on 24 February 2027: the results, open points",
        "Within five working days after the end, the Consultant returns or deletes",
        "one revision round. One list of comments.",
        "counts as accepted three working days later",
        "send it to papers@lindqvist-ops.example.",
    ):
        assert said in text


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "buffer 3 days, depends on Order data; committed 23"),
        ("de", "Puffer 3 Tage, hängt ab von Order data; zugesagt 23"),
    ],
)
def test_the_dates_of_a_letter_read_as_a_sentence(language: str, said: str) -> None:
    made = document(form="letter", language=language)
    text = folded(render(sample_paper(made, locale={"en": "en_GB", "de": "de_DE"}[language])))
    assert said in text


@pytest.mark.parametrize(
    ("language", "size", "said"),
    [
        ("de", "A4", "Anlage A, Anlage B und Anlage C|Für den Auftraggeber entscheidet|Gemessen von".upper()),
        (
            "fr",
            "Letter",
            "l’annexe A, l’annexe B et l’annexe C|Pour le Client, la décision revient|Mesuré par".upper(),
        ),
        ("es", "A4", "el anexo A, el anexo B y el anexo C|Por el Cliente decide|Quién mide".upper()),
    ],
)
def test_every_language_says_the_same_in_its_words(language: str, size: str, said: str) -> None:
    extra = [{"title": "Extra", "text": "Text."}] * 2
    made = document(language=language, exhibits=extra, governing_terms="")
    pdf = render(sample_paper(made, locale=f"{language}_{language.upper()}", paper_size=size))
    assert_sound(pdf)
    text = folded(pdf).upper()
    for words in said.split("|"):
        assert words in text
    assert "WHAT THE WORK WAITS FOR" not in text


def test_the_sample_is_as_short_as_it_can_be() -> None:
    assert len(pages_of(render(sample_paper(sample_document())))) == 5
