"""Address books in the workspace: organisations, people, what is here already, who is served now."""

from __future__ import annotations

import pytest

from clientdesk.models.errors import ImportRefused
from clientdesk.models.text import fold
from tests.helpers.factories import make_client, make_contact


@pytest.fixture
def desk(workspace):
    workspace.practice.set_up("Mara Lind", zone="Europe/Paris", currency="EUR")
    return workspace


@pytest.fixture
def bring(desk, tmp_path):
    def import_rows(content, name="book.csv", **options):
        path = tmp_path / name
        path.write_text(content)
        return desk.interchange.import_file(path, **options)

    return import_rows


def client(desk, name):
    return desk.clients.get(desk.clients.find(name)[0])


def test_an_organisation_is_the_client_and_its_people_are_contacts(desk, bring):
    report = bring("Company,Name,Email\nBirch,Ada,a@b.example\nBIRCH,Sam,s@b.example\n")
    assert report.added == {"clients": 1, "contacts": 2}
    birch = client(desk, "Birch")
    assert [contact.name for contact in birch.contacts] == ["Ada", "Sam"]
    assert birch.email == ""
    assert birch.tier == "Steady"


def test_a_person_without_an_organisation_is_both(desk, bring):
    bring("Name,Email\nAda Roe,a@x.example\n")
    ada = client(desk, "Ada Roe")
    assert [(c.name, c.email) for c in ada.contacts] == [("Ada Roe", "a@x.example")]
    assert ada.email == "a@x.example"


def test_an_organisation_alone_is_a_client_without_people(desk, bring):
    assert bring("Company,Name,Phone\nBirch,,123\n").added == {"clients": 1}
    assert client(desk, "Birch").phone == "123"


def test_the_same_file_twice_adds_nothing(desk, bring):
    rows = "Company,Name,Email\nBirch,Ada,a@b.example\n,Sam,s@x.example\nCedar,,\n"
    bring(rows)
    again = bring(rows)
    assert (again.added, again.known) == ({}, 3)
    assert desk.clients.count_active() == 3


def test_a_new_person_joins_the_client_that_is_here(desk, bring):
    birch = make_client(desk, "Birch")
    make_contact(desk, birch, "Ada", email="a@b.example")
    report = bring("Company,Name,Email\nbirch,Ada,A@B.example\nBirch,Sam,s@b.example\n")
    assert (report.added, report.known) == ({"contacts": 1}, 1)
    assert [contact.name for contact in client(desk, "Birch").contacts] == ["Ada", "Sam"]


def test_rows_without_any_name_refuse_the_file(desk, bring):
    with pytest.raises(ImportRefused) as refused:
        bring("Name,Email\nAda,a@x.example\n,b@x.example\n")
    assert [(p.field, p.code) for p in refused.value.problems] == [("row 3", "no_name")]
    assert refused.value.skippable == 1
    assert desk.clients.count_active() == 0


def test_rows_without_any_name_can_be_left_out(desk, bring):
    report = bring("Name,Email\nAda,a@x.example\n,b@x.example\n", skip_bad=True)
    assert (report.rows, len(report.skipped), report.added) == (2, 1, {"clients": 1, "contacts": 1})


def test_an_entry_that_cannot_be_kept_refuses_the_whole_file(desk, bring):
    with pytest.raises(ImportRefused) as refused:
        bring("Name,Email\nAda,a@x.example\n" + "x" * 201 + ",b@x.example\n", skip_bad=True)
    assert [(p.field, p.code) for p in refused.value.problems] == [("row 3.name", "too_long")]
    assert desk.clients.count_active() == 0


def test_a_dry_run_stores_nothing_and_names_what_it_found(desk, bring):
    report = bring("Company,Name\nBirch,Ada\nBirch,Sam\n,Kim\n", dry_run=True)
    assert [(found.name, found.people) for found in report.found] == [
        ("Birch", ("Ada", "Sam")),
        ("Kim", ("Kim",)),
    ]
    assert report.is_dry_run
    assert desk.clients.count_active() == 0


def test_those_who_are_no_clients_now_are_archived(desk, bring):
    bring("Name\nAda\nBo\nCy\n", current={fold("Bo")})
    assert [row.name for row in desk.clients.list_active()] == ["Bo"]
    assert [row.name for row in desk.clients.list_archived()] == ["Ada", "Cy"]
    assert [row.name for row in desk.intake.rows()] == ["Bo"]


def test_without_a_choice_all_are_served_and_nothing_is_asked(desk, bring):
    bring("Name\nAda\nBo\n")
    assert desk.clients.count_active() == 2
    assert desk.intake.count_open() == 0


def test_one_undo_takes_all_of_it_back(desk, bring):
    bring("Company,Name\nBirch,Ada\nCedar,Sam\n", current={fold("Birch")})
    assert desk.store.undo() == "Import"
    assert desk.clients.list_active() == []
    assert desk.clients.list_archived() == []


def test_a_workspace_without_a_practice_gets_one(workspace, tmp_path):
    path = tmp_path / "book.csv"
    path.write_text("Name\nAda\n")
    workspace.interchange.import_file(path, zone="Europe/Paris", currency="CHF")
    practice = workspace.practice.get()
    assert (practice.zone, practice.currency) == ("Europe/Paris", "CHF")
    assert client(workspace, "Ada").tier == "Steady"


def test_a_dry_run_makes_no_practice(workspace, tmp_path):
    path = tmp_path / "book.csv"
    path.write_text("Name\nAda\n")
    workspace.interchange.import_file(path, dry_run=True)
    assert workspace.practice.get() is None


def test_an_unknown_zone_is_left_out(desk, bring):
    bring("Name,Time zone\nAda,Moon/Base\nBo,Asia/Tokyo\n")
    assert (client(desk, "Ada").zone, client(desk, "Bo").zone) == (None, "Asia/Tokyo")


def test_colours_go_on_in_turn(desk, bring):
    bring("Name\n" + "".join(f"P{n}\n" for n in range(10)))
    assert [row.colour for row in desk.clients.list_active()] == [0, 1, 2, 3, 4, 5, 6, 7, 0, 1]


def test_markup_and_right_to_left_names_stay_text(desk, bring):
    bring("Name\n<b>Ada</b> & <img src=x>\nعادة\n😀 Emoji\n")
    assert {row.name for row in desk.clients.list_active()} == {
        "<b>Ada</b> & <img src=x>",
        "عادة",
        "😀 Emoji",
    }
