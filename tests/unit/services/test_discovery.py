"""The discovery session: what is asked, what was answered, and what of it begins a paper."""

from __future__ import annotations

from datetime import date

import pytest

from clientdesk.models.agreement_document import MilestoneRow, Objective
from clientdesk.models.errors import InvalidInput, NotFound
from clientdesk.services import discovery_use, template_files
from clientdesk.services.workspace import Workspace
from tests.helpers.factories import make_client, make_practice

TODAY = date(2026, 10, 12)


@pytest.fixture
def birch(workspace: Workspace) -> str:
    make_practice(workspace)
    return make_client(workspace)


@pytest.mark.parametrize("language", template_files.LANGUAGES)
def test_every_language_asks_the_same(language: str) -> None:
    english = [(question.key, question.use) for question in template_files.questions("en")]
    assert [(q.key, q.use) for q in template_files.questions(language)] == english
    assert len(english) == 9


def test_questions_stand_before_there_are_answers(workspace: Workspace, birch: str) -> None:
    views = workspace.discovery.questions(birch)
    assert views[0].question == "Why now?" and views[0].answer == "" and views[0].asked_on is None
    assert all(view.hint for view in views)


def test_questions_are_asked_in_the_language_of_papers(workspace: Workspace, birch: str) -> None:
    workspace.practice.update(paper_language="de")
    assert workspace.discovery.questions(birch)[0].question == "Warum jetzt?"


def test_answers_are_kept_with_their_day(workspace: Workspace, birch: str) -> None:
    workspace.discovery.save(birch, {"why_now": "The season begins", "worries": ""}, date(2026, 10, 9))
    workspace.discovery.save(birch, {"why_now": "The season begins", "success": "Fewer returns"})
    views = {view.key: view for view in workspace.discovery.questions(birch)}
    assert (views["why_now"].answer, views["why_now"].asked_on) == ("The season begins", date(2026, 10, 9))
    assert views["success"].asked_on == TODAY
    assert workspace.discovery.answers(birch) == {"why_now": "The season begins", "success": "Fewer returns"}


def test_saving_is_one_step_back(workspace: Workspace, birch: str) -> None:
    workspace.discovery.save(birch, {"why_now": "A", "worries": "B"})
    assert workspace.store.undo() == "Discovery answers"
    assert workspace.discovery.answers(birch) == {}


def test_an_answer_taken_out_is_forgotten(workspace: Workspace, birch: str) -> None:
    workspace.discovery.save(birch, {"why_now": "A"})
    workspace.discovery.save(birch, {"why_now": "  "})
    assert workspace.discovery.questions(birch)[0].asked_on is None
    assert workspace.discovery.answers(birch) == {}


def test_a_question_of_ones_own_is_this_clients(workspace: Workspace, birch: str) -> None:
    key = workspace.discovery.ask(birch, "Who else is advising you?")
    second = workspace.discovery.ask(birch, "Who else is advising you, and on what?")
    assert [view.key for view in workspace.discovery.questions(birch)[-2:]] == [key, second]
    workspace.discovery.save(birch, {key: "Nobody"})
    workspace.discovery.save(birch, {key: ""})
    assert workspace.discovery.questions(birch)[-2].question == "Who else is advising you?"
    assert key not in {view.key for view in workspace.discovery.questions(make_client(workspace, "Cedar"))}
    workspace.discovery.forget(birch, key)
    assert key not in {view.key for view in workspace.discovery.questions(birch)}


def test_own_questions_get_names_of_their_own(workspace: Workspace, birch: str) -> None:
    keys = {workspace.discovery.ask(birch, text) for text in ("Why now", "¿?", "!", "Why, now!")}
    assert len(keys) == 4 and "why_now" not in keys


def test_what_can_not_be_kept_is_said(workspace: Workspace, birch: str) -> None:
    for values in ({"asked_on": date(2026, 10, 13)}, {"answers": {"why_now": "x" * 20_001}}):
        with pytest.raises(InvalidInput):
            workspace.discovery.save(birch, **{"answers": {"why_now": "A"}, **values})  # type: ignore[arg-type]
    for question in ("", "why NOW?"):
        with pytest.raises(InvalidInput):
            workspace.discovery.ask(birch, question)
    with pytest.raises(NotFound):
        workspace.discovery.save(birch, {"unheard_of": "A"})
    with pytest.raises(NotFound):
        workspace.discovery.forget(birch, "why_now")


# What becomes of answers


@pytest.mark.parametrize(
    ("said", "row"),
    [
        (
            "Late orders from 6 % to 2 %; measured by the weekly report; by 26 February 2027",
            Objective(
                goal="Late orders",
                baseline="6 %",
                target="2 %",
                measured_by="the weekly report",
                by=date(2027, 2, 26),
            ),
        ),
        ("- Stock accuracy 95 % → 99 %", Objective(goal="Stock accuracy", baseline="95 %", target="99 %")),
        ("1. The team runs it alone", Objective(goal="The team runs it alone")),
        ("Calmer mondays; 2 of 3 supervisors; more sleep", Objective(
            goal="Calmer mondays", target="2 of 3 supervisors", measured_by="more sleep"
        )),
        ("Verspätungen von 6 % auf 2 % bis 26.02.2027", Objective(
            goal="Verspätungen", baseline="6 %", target="2 %", by=date(2027, 2, 26)
        )),
    ],
)  # fmt: skip
def test_goals_as_said_become_objectives(said: str, row: Objective) -> None:
    assert discovery_use.objectives(said, TODAY) == [row]


@pytest.mark.parametrize(
    ("said", "row"),
    [
        (
            "12 March, board meeting, because the budget closes then",
            MilestoneRow(
                title="board meeting", planned_on=date(2027, 3, 12), reason="The budget closes then"
            ),
        ),
        ("2026-11-30: season begins", MilestoneRow(title="season begins", planned_on=date(2026, 11, 30))),
        (
            "Trade fair – 3 de febrero de 2027",
            MilestoneRow(title="Trade fair", planned_on=date(2027, 2, 3)),
        ),
        ("März 5 2027 Umzug", MilestoneRow(title="Umzug", planned_on=date(2027, 3, 5))),
        ("Before the season", MilestoneRow(title="Before the season")),
        ("31 February, never", MilestoneRow(title="31 February, never")),
        ("1 octobre inventaire", MilestoneRow(title="inventaire", planned_on=date(2026, 10, 1))),
    ],
)
def test_fixed_dates_become_milestones(said: str, row: MilestoneRow) -> None:
    assert discovery_use.fixed_dates(said, TODAY) == [row]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Ines must be content, Dele Okafor decides", ["Ines Holt", "Dele Okafor"]),
        ("Grace Lum", ["Grace Lum"]),
        ("I decide, but the board has to agree first.", []),
        ("the board and the owners of it all", []),
        ("", []),
    ],
)
def test_who_decides_is_found_among_the_people(said: str, found: list[str]) -> None:
    assert discovery_use.named(said, ["Dele Okafor", "Ines Holt", ""]) == found


def test_a_goal_longer_than_a_line_is_cut_at_a_word() -> None:
    made = discovery_use.objectives("word " * 100, TODAY)[0]
    assert len(made.goal) <= 300 and made.goal.endswith("word …")
