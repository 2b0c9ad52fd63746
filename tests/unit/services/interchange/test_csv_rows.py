"""CSV as people write it and as programs break it."""

from __future__ import annotations

import pytest

from clientdesk.models.errors import FileUnreadable, ImportRefused
from clientdesk.services.interchange.csv_rows import Person, read_csv


@pytest.fixture
def read(tmp_path):
    def people(content, encoding=None):
        path = tmp_path / "book.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return list(read_csv(path, encoding))

    return people


def codes(refused):
    return [(problem.field, problem.code) for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("header", "line"),
    [
        ("Name,Company,E-mail Address", "Ada Roe,Birch,ada@x.example"),
        ("Name;Company;E-mail Address", "Ada Roe;Birch;ada@x.example"),
        ("Name\tCompany\tE-mail Address", "Ada Roe\tBirch\tada@x.example"),
        ("First Name,Last Name,Organization Name,E-mail 1 - Value", "Ada,Roe,Birch,ada@x.example"),
        ("Given Name,Family Name,Organization 1 - Name,Email 1", "Ada,Roe,Birch,ada@x.example"),
        ("First Name,Last Name,Display Name,Primary Email,Organization", "A,R,Ada Roe,ada@x.example,Birch"),
        ("Vorname;Nachname;Firma;E-Mail-Adresse", "Ada;Roe;Birch;ada@x.example"),
        ("Prénom;Nom;Société;Courriel", "Ada;Roe;Birch;ada@x.example"),
        ("NOMBRE;APELLIDOS;EMPRESA;CORREO ELECTRÓNICO", "Ada;Roe;Birch;ada@x.example"),
    ],
)
def test_headers_of_the_common_address_books(read, header, line):
    person = read(f"{header}\n{line}\n")[0]
    assert (person.name, person.client, person.email) == ("Ada Roe", "Birch", "ada@x.example")


def test_a_byte_order_mark_is_no_part_of_the_first_header(read):
    assert read("Name\nJosé\n".encode("utf-8-sig"))[0].name == "José"


def test_utf_16_tells_of_itself(read):
    assert read("Name;Email\nJosé;j@x.example\n".encode("utf-16"))[0].name == "José"


def test_another_encoding_is_refused_until_it_is_named(read):
    content = "Name\nJosé\n".encode("cp1252")
    with pytest.raises(ImportRefused) as refused:
        read(content)
    assert codes(refused) == [("", "not_text")]
    assert read(content, "cp1252")[0].name == "José"


def test_a_wrongly_named_encoding_is_refused_too(read):
    with pytest.raises(ImportRefused) as refused:
        read("Name\nJosé\n".encode("cp1252"), "ascii")
    assert refused.value.problems[0].facts == {"encoding": "ascii"}


def test_a_separator_line_is_stepped_over_and_rows_keep_their_numbers(read):
    person = read("sep=;\r\nName;Email\r\nAda, Roe;a@x.example\r\n")[0]
    assert (person.where, person.name, person.email) == ("row 3", "Ada, Roe", "a@x.example")


@pytest.mark.parametrize("content", ["", "\n\n", "Email;Phone\na@x.example;1\n", "1;2;3\n"])
def test_no_column_for_a_name_is_refused(read, content):
    with pytest.raises(ImportRefused) as refused:
        read(content)
    assert codes(refused) == [("row 1", "no_header")]


def test_a_header_alone_has_nobody(read):
    assert read("Name,Email\n") == []


def test_empty_lines_and_short_and_long_rows(read):
    people = read("Name,Email\n\n,\nAda\nBo,b@x.example,more,and more\n")
    assert people == [Person("row 4", "Ada"), Person("row 5", "Bo", email="b@x.example")]


def test_a_quoted_field_may_hold_lines_and_separators(read):
    people = read('Name,Address,Notes\n"Roe, Ada","1 Main St\n12345 Town","said ""yes"""\nBo,,\n')
    assert people[0].name == "Roe, Ada"
    assert people[0].address == "1 Main St\n12345 Town"
    assert people[0].notes == 'said "yes"'
    assert people[1].where == "row 4"


def test_formulas_are_text_and_their_guard_is_taken_away(read):
    people = read("Name,Phone\n=HYPERLINK(1),'+33 1\n'=1+1,1\n't Hooft,2\n")
    assert [(p.name, p.phone) for p in people] == [
        ("=HYPERLINK(1)", "+33 1"),
        ("=1+1", "1"),
        ("'t Hooft", "2"),
    ]


def test_control_characters_are_dropped(read):
    assert read("Name\nA\x00d\x07a\u202e\n")[0].name == "Ada"


def test_the_job_title_wins_over_the_form_of_address(read):
    assert read("Title,Name,Job Title\nMs,Ada,Director\n")[0].title == "Director"
    assert read("Title,Name\nDirector,Ada\n")[0].title == "Director"


def test_a_field_without_end_is_refused_by_its_row(read):
    with pytest.raises(ImportRefused) as refused:
        read('Name\nAda\n"' + "x" * 140_000)
    assert refused.value.problems[0].code == "not_valid"


def test_old_line_ends(read):
    assert [p.name for p in read("Name\rAda\rBo\r")] == ["Ada", "Bo"]


def test_a_hundred_thousand_rows_are_read_one_by_one(read):
    people = read("Company,Name\n" + "".join(f"Org {n},Person {n}\n" for n in range(100_000)))
    assert len(people) == 100_000
    assert people[-1] == Person("row 100001", "Person 99999", "Org 99999")


def test_a_missing_file_and_a_folder_are_refused_in_words(tmp_path):
    for path in (tmp_path / "gone.csv", tmp_path):
        with pytest.raises(FileUnreadable):
            list(read_csv(path, None))


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    path = tmp_path / "huge.csv"
    with path.open("wb") as out:
        out.truncate(65 * 1024 * 1024)
    with pytest.raises(FileUnreadable):
        list(read_csv(path, None))
