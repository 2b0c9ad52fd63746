"""vCard 3 and 4, and what is no vCard."""

from __future__ import annotations

import logging

import pytest

from clientdesk.models.errors import ImportRefused
from clientdesk.services.interchange.vcard_rows import read_vcards


@pytest.fixture
def read(tmp_path):
    def people(*lines, encoding=None, version="3.0"):
        path = tmp_path / "book.vcf"
        card = "\r\n".join(("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""))
        path.write_text(card, encoding="utf-8", newline="")
        return list(read_vcards(path, encoding))

    return people


def test_version_3_with_an_organisation(read):
    person = read(
        "FN:Ada Roe",
        "N:Roe;Ada;;;",
        "ORG:Birch & Co;Research",
        "TITLE:Director",
        "EMAIL;TYPE=WORK:ada@birch.example",
        "TEL;TYPE=CELL:+33 1 23",
        "ADR;TYPE=WORK:;;1 Main St;Paris;;75001;France",
        "URL:https://birch.example",
        "NOTE:likes\\nshort mails",
    )[0]
    assert (person.where, person.name, person.client, person.title) == (
        "card 1",
        "Ada Roe",
        "Birch & Co",
        "Director",
    )
    assert (person.email, person.phone, person.website) == (
        "ada@birch.example",
        "+33 1 23",
        "https://birch.example",
    )
    assert person.address == "1 Main St\n75001 Paris\nFrance"
    assert person.notes == "likes\nshort mails"


def test_version_4_with_its_ways_of_writing(read):
    person = read(
        "FN:Ada Roe",
        'ORG;SORT-AS="Birch":Birch & Co;Research',
        "TEL;VALUE=uri;TYPE=work:tel:+33-1-23",
        "EMAIL:mailto:ada@birch.example",
        version="4.0",
    )[0]
    assert (person.client, person.phone, person.email) == ("Birch & Co", "+33-1-23", "ada@birch.example")


def test_without_an_organisation_there_is_none(read):
    assert read("FN:Ada Roe", "N:Roe;Ada;;;")[0].client == ""


def test_the_structured_name_stands_in_for_the_full_one(read):
    assert read("N:Roe;Ada;;;")[0].name == "Ada Roe"


def test_an_organisation_alone_has_no_person(read):
    person = read("FN:", "N:;;;;", "ORG:Birch & Co")[0]
    assert (person.name, person.client) == ("", "Birch & Co")


def test_grouped_and_escaped_values(read):
    person = read("item1.ORG:Birch\\, Cedar\\; Partners;Unit", "FN:Roe\\, Ada", "N:Roe;Ada;;;")[0]
    assert (person.client, person.name) == ("Birch, Cedar; Partners", "Roe, Ada")


def test_folded_lines_are_joined(read):
    assert read("FN:Ada Maria", "  Roe", "N:Roe;Ada;;;")[0].name == "Ada Maria Roe"


def test_lines_that_cannot_be_read_are_stepped_over_without_a_word_in_the_log(read, caplog):
    with caplog.at_level(logging.DEBUG):
        assert read(":::;;;", "FN:Ada Roe", "N:Roe;Ada;;;")[0].name == "Ada Roe"
    assert "Ada" not in caplog.text
    assert "Failed to parse" not in caplog.text


def test_several_cards_are_numbered(tmp_path):
    path = tmp_path / "book.vcf"
    path.write_text("".join(f"BEGIN:VCARD\nVERSION:3.0\nFN:P{n}\nN:P{n};;;;\nEND:VCARD\n" for n in range(3)))
    assert [(p.where, p.name) for p in read_vcards(path, None)] == [
        ("card 1", "P0"),
        ("card 2", "P1"),
        ("card 3", "P2"),
    ]


@pytest.mark.parametrize("content", ["", "Name,Email\nAda,a@x\n", "BEGIN:VCALENDAR\nEND:VCALENDAR\n"])
def test_what_is_no_vcard_is_refused(tmp_path, content):
    path = tmp_path / "book.vcf"
    path.write_text(content)
    with pytest.raises(ImportRefused) as refused:
        list(read_vcards(path, None))
    assert refused.value.problems[0].code == "not_vcard"


def test_a_cut_card_is_refused_by_its_number(tmp_path):
    path = tmp_path / "book.vcf"
    path.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:A\nN:A;;;;\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nFN:B\nN:B")
    with pytest.raises(ImportRefused) as refused:
        list(read_vcards(path, None))
    assert (refused.value.problems[0].field, refused.value.problems[0].code) == ("card 2", "not_valid")


def test_another_encoding_is_asked_for(tmp_path):
    path = tmp_path / "book.vcf"
    path.write_bytes("BEGIN:VCARD\nVERSION:3.0\nFN:José\nN:José;;;;\nEND:VCARD\n".encode("cp1252"))
    with pytest.raises(ImportRefused) as refused:
        list(read_vcards(path, None))
    assert refused.value.problems[0].code == "not_text"
    assert [p.name for p in read_vcards(path, "cp1252")] == ["José"]
