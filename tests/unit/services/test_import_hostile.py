"""Documents that nobody honest would write: refused in words by the record's path, nothing stored."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clientdesk.models.errors import ImportRefused
from clientdesk.services.demo import make_demo
from clientdesk.services.wording import words_for
from clientdesk.services.workspace import Workspace, open_workspace
from tests.conftest import MONDAY
from tests.helpers.fakes import FixedClock

pytestmark = pytest.mark.no_cover  # the same lines are covered by quicker tests

Document = dict[str, Any]
CLIENT = "01890000-0000-7000-8000-000000000001"


@pytest.fixture(scope="module")
def demo_text(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("demo")
    demo = open_workspace(folder / "workspace", FixedClock(MONDAY))
    make_demo(demo)
    demo.interchange.export_to(folder / "all.json")
    demo.close(back_up=False)
    return (folder / "all.json").read_text(encoding="utf-8")


def refused(workspace: Workspace, document: Document, folder: Path) -> list[tuple[str, str]]:
    """Import a document that must be refused; (path, code) of each problem."""
    file = folder / "document.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(ImportRefused) as caught:
        workspace.interchange.import_file(file)
    assert words_for(caught.value)
    assert workspace.clients.list_active() == []
    return [(problem.field, problem.code) for problem in caught.value.problems]


def paper(document: Document) -> Document:
    found: Document = next(row for row in document["agreements"] if row["content"] is not None)
    return found


def at(document: Document) -> str:
    return f"agreements.{document['agreements'].index(paper(document))}"


def set_paper(**values: Any) -> Callable[[Document], None]:
    return lambda document: paper(document).update(values)


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        (set_paper(number="SOW-2026-abc"), ".number", "not_valid"),
        (set_paper(number="../../SOW"), ".number", "not_valid"),
        (set_paper(number="SOW-2026-999"), "", "fingerprint_differs"),
        (set_paper(version=7), "", "fingerprint_differs"),
        (set_paper(content="{}"), "", "fingerprint_differs"),
        (set_paper(signatures=[{"side": "client"}]), ".signatures", "not_valid"),
        (set_paper(signatures=[{"side": "x", "name": "A", "on": "2026-10-01"}]), ".signatures", "not_valid"),
        (set_paper(signatures=[{"side": "client", "name": "A", "on": "soon"}]), ".signatures", "not_valid"),
        (set_paper(title="a\u0000b"), ".title", "not_valid"),
        (set_paper(logo_png="AAAA"), "", "fingerprint_differs"),
        (set_paper(state="draft"), "", "fingerprint_differs"),
    ],
)
def test_a_paper_that_was_tampered_with_is_refused(
    workspace: Workspace,
    demo_text: str,
    tmp_path: Path,
    change: Callable[[Document], None],
    field: str,
    code: str,
) -> None:
    document = json.loads(demo_text)
    place = at(document)
    change(document)
    assert (place + field, code) in refused(workspace, document, tmp_path)


def test_content_that_is_no_paper_is_refused_although_its_fingerprint_fits(
    workspace: Workspace, demo_text: str, tmp_path: Path
) -> None:
    document = json.loads(demo_text)
    nothing = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    paper(document).update(content="{}", fingerprint=nothing)
    assert refused(workspace, document, tmp_path) == [(at(document) + ".content", "not_valid")]


def test_two_papers_with_one_number_are_refused(workspace: Workspace, demo_text: str, tmp_path: Path) -> None:
    document = json.loads(demo_text)
    document["agreements"].append(paper(document) | {"id": CLIENT})
    last = len(document["agreements"]) - 1
    assert refused(workspace, document, tmp_path) == [(f"agreements.{last}.number", "taken")]


def test_a_draft_of_unknown_shape_is_refused(workspace: Workspace, demo_text: str, tmp_path: Path) -> None:
    document = json.loads(demo_text)
    place = at(document)
    empty = {"content": None, "fingerprint": None, "state": "draft", "number": None, "logo_png": None}
    paper(document).update(empty, draft={"surprise": 1})
    fields = [field for field, _ in refused(workspace, document, tmp_path)]
    assert fields == [place + ".draft.surprise"]


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"created_at": "2026-10-25T02:30:00"}, "created_at", "not_an_instant"),
        ({"archived_at": "2026-10-25T02:30:00"}, "archived_at", "not_an_instant"),
        ({"colour": 99}, "colour", "too_large"),
        ({"colour": -1}, "colour", "too_small"),
        ({"added_on": "9999-12-31"}, "added_on", "out_of_range"),
    ],
)
def test_values_that_the_store_would_not_take_are_named(
    workspace: Workspace, tmp_path: Path, values: Document, field: str, code: str
) -> None:
    document = {"clients": [{"name": "Birch"} | values]}
    assert refused(workspace, document, tmp_path) == [(f"clients.0.{field}", code)]


def test_a_logo_that_is_no_picture_is_refused(workspace: Workspace, demo_text: str, tmp_path: Path) -> None:
    document = json.loads(demo_text)
    document["practices"][0]["logo_png"] = "AAAA"
    assert refused(workspace, document, tmp_path) == [("practices.0.logo_png", "logo_not_a_picture")]


def test_records_that_contradict_each_other_are_refused_whole(workspace: Workspace, tmp_path: Path) -> None:
    rhythm = {"kind": "update", "weekday": 4, "layer": "tier", "client_id": CLIENT}
    document = {"clients": [{"id": CLIENT, "name": "Birch"}], "rhythms": [rhythm]}
    assert refused(workspace, document, tmp_path) == [("rhythms.0.layer", "wrong_owner")]


def test_the_demo_itself_is_taken(workspace: Workspace, demo_text: str, tmp_path: Path) -> None:
    (tmp_path / "all.json").write_text(demo_text, encoding="utf-8")
    assert workspace.interchange.import_file(tmp_path / "all.json").added["agreements"] > 0


@pytest.mark.parametrize(("name", "text"), [("empty.json", "{}"), ("empty.csv", "name,email\n")])
def test_a_file_with_nothing_in_it_leaves_a_new_workspace_new(
    workspace: Workspace, tmp_path: Path, name: str, text: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert workspace.interchange.import_file(tmp_path / name).added == {}
    assert workspace.practice.get() is None
