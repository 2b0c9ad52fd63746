"""The clause library: what ships in four languages, one's own editions, one's own clauses."""

from __future__ import annotations

import re

import pytest

from clientdesk.models.agreement_document import AgreementDocument
from clientdesk.models.errors import InvalidInput, NotFound
from clientdesk.models.style_checks import style_problems
from clientdesk.models.views.agreements import ClauseView
from clientdesk.services import template_files
from clientdesk.services.clauses import SECTIONS
from clientdesk.services.papers.coverage import uncovered_text
from clientdesk.services.workspace import Workspace


@pytest.mark.parametrize("language", template_files.LANGUAGES)
def test_every_language_ships_the_same_clauses(language: str) -> None:
    english = {clause.key: clause.section for clause in template_files.clauses("en")}
    assert {clause.key: clause.section for clause in template_files.clauses(language)} == english
    assert len(english) >= 60 and set(english.values()) == set(SECTIONS)
    assert all(clause.title and clause.body for clause in template_files.clauses(language))


@pytest.mark.parametrize("language", template_files.LANGUAGES)
def test_shipped_clauses_hold_no_vague_word_and_no_blank(language: str) -> None:
    bodies = [clause.body for clause in template_files.clauses(language)]
    document = AgreementDocument.model_validate({"language": language, "included": bodies})
    assert [(p.field, p.facts) for p in style_problems(document)] == []
    assert uncovered_text(document) == []
    assert not any(re.search(r"[\[\]{}]|__", body) for body in bodies)


def test_clauses_are_asked_for_by_section(workspace: Workspace) -> None:
    found = workspace.clauses.for_section("not_included")
    assert len(found) >= 10 and {view.section for view in found} == {"not_included"}
    assert workspace.clauses.for_section("no_such_list") == []


def test_a_clause_of_ones_own_stands_with_its_section(workspace: Workspace) -> None:
    key = workspace.clauses.add("not_included", "Night trains", "Journeys by night train")
    view = workspace.clauses.for_section("not_included")[-1]
    assert (view.key, view.body, view.is_shipped) == (key, "Journeys by night train", False)
    assert key not in {view.key for view in workspace.clauses.all("de")}
    workspace.clauses.change(key, "en", "Night trains", "Journeys at night")
    assert workspace.clauses.for_section("not_included")[-1].body == "Journeys at night"
    workspace.clauses.hide(key, "en")
    assert key not in {view.key for view in workspace.clauses.all()}


def test_ones_own_edition_holds_until_it_is_reset(workspace: Workspace) -> None:
    ships = one(workspace, "no_software")
    workspace.clauses.change("no_software", "en", "No code", "Code of any kind")
    workspace.clauses.change("no_software", "en", "No code", "Code of every kind")
    changed = one(workspace, "no_software")
    assert (changed.title, changed.body, changed.is_changed) == ("No code", "Code of every kind", True)
    assert one(workspace, "no_software", "de").body != changed.body
    workspace.clauses.reset("no_software", "en")
    workspace.clauses.reset("no_software", "en")
    assert one(workspace, "no_software") == ships


def test_a_shipped_clause_can_be_put_away_and_comes_back(workspace: Workspace) -> None:
    workspace.clauses.hide("no_software", "en")
    assert "no_software" not in {view.key for view in workspace.clauses.all()}
    assert [view.key for view in workspace.clauses.hidden()] == ["no_software"]
    workspace.clauses.hide("no_software", "en")
    workspace.clauses.reset("no_software", "en")
    assert one(workspace, "no_software").body and workspace.clauses.hidden() == []


def test_an_upgrade_keeps_ones_own_edition(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next release words a clause differently: the edition stays, a reset takes the new words."""
    workspace.clauses.change("no_software", "en", "No code", "Code of any kind")
    newer = tuple(
        template_files.ShippedClause(c.key, c.section, c.title, f"{c.body}, as of release 9")
        for c in template_files.clauses("en")
    )
    monkeypatch.setattr(template_files, "clauses", lambda _language: newer)
    assert one(workspace, "no_software").body == "Code of any kind"
    workspace.clauses.reset("no_software", "en")
    assert one(workspace, "no_software").body.endswith("release 9")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (("somewhere", "Title", "Body", "en"), "section"),
        (("included", "", "Body", "en"), "title"),
        (("included", "Title", "  ", "en"), "body"),
        (("included", "Title", "Body", "xx"), "language"),
    ],
)
def test_a_clause_needs_its_parts(
    workspace: Workspace, values: tuple[str, str, str, str], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        workspace.clauses.add(*values)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_an_edition_can_not_be_empty(workspace: Workspace) -> None:
    key = workspace.clauses.add("included", "Mine", "Body")
    for name in (key, "no_software"):
        with pytest.raises(InvalidInput):
            workspace.clauses.change(name, "en", "Title", " ")


def test_unknown_clauses_are_named(workspace: Workspace) -> None:
    for gesture in (workspace.clauses.hide, workspace.clauses.reset):
        with pytest.raises(NotFound):
            gesture("nothing", "en")


def one(workspace: Workspace, key: str, language: str = "en") -> ClauseView:
    return next(view for view in workspace.clauses.all(language) if view.key == key)
