"""docs/interchange.md names every list, field, type, default, header and printed field."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from clientdesk.cli import run
from clientdesk.models.boundary_rules import BoundaryRules
from clientdesk.services.demo import make_demo
from clientdesk.services.interchange.csv_rows import HEADERS
from clientdesk.services.interchange.json_import import DEFAULTS
from clientdesk.services.interchange.shape import LISTS, columns, table_of, type_words
from clientdesk.services.workspace import open_workspace

PAGE = (Path(__file__).parents[4] / "docs" / "interchange.md").read_text("utf-8")
MADE = {"id", "created_at"}


def section(title):
    """The text under a heading, up to the next one."""
    found = re.search(rf"^#+ {re.escape(title)}\n(.*?)(?=^#+ |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None, title
    return found[1]


def rows(text):
    """The cells of each line of a table, without its head."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


def stated_default(kind, name):
    """The default as the page writes it; None where the page says it in its own words."""
    if name in MADE or name in DEFAULTS.get(kind, {}) or (kind.value, name) == ("client", "tier_id"):
        return None
    field = table_of(kind).model_fields[name]
    if field.is_required():
        return "needed"
    value = field.get_default(call_default_factory=True)
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    if value == "":
        return "empty"
    return f"`{getattr(value, 'value', value)}`"


@pytest.mark.parametrize("name", LISTS)
def test_every_field_stands_there_with_its_type_and_default(name):
    kind = LISTS[name]
    documented = {row[0].strip("`"): row for row in rows(section(f"`{name}`"))}
    assert list(documented) == [column.name for column in columns(kind)]
    for column in columns(kind):
        row = documented[column.name]
        assert row[1] == type_words(column), column.name
        stated = stated_default(kind, column.name)
        if stated is None:
            assert row[2] not in ("needed", ""), column.name
        else:
            assert row[2] == stated, column.name
        assert len(row[3]) > 3, column.name


def test_every_word_of_a_closed_vocabulary_stands_there():
    for name, kind in LISTS.items():
        for column in columns(kind):
            for word in getattr(column.type, "vocabulary", ()):
                assert f"`{word.value}`" in section(f"`{name}`"), (name, column.name, word)


def test_every_working_rule_stands_there():
    text = section("Rules of a boundary policy")
    assert [rule for rule in BoundaryRules.model_fields if f"`{rule}`" not in text] == []


def test_every_header_of_a_csv_stands_there():
    text = section("CSV")
    assert [header for header in HEADERS if f"`{header}`" not in text] == []


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    root = tmp_path_factory.mktemp("documented")
    from clientdesk.services.clock import SystemClock

    workspace = open_workspace(root, SystemClock())
    make_demo(workspace)
    workspace.close(back_up=False)
    return root


def printed(capsys, *arguments):
    assert run(list(arguments)) == 0
    return json.loads(capsys.readouterr().out)


def names_in(value):
    if isinstance(value, dict):
        return set(value).union(*(names_in(inner) for inner in value.values()))
    if isinstance(value, list):
        return set().union(*(names_in(inner) for inner in value))
    return set()


@pytest.mark.parametrize("command", ["agenda", "check-ins"])
def test_every_field_of_a_printed_list_stands_there(demo, capsys, command):
    names = names_in(printed(capsys, command, "--data", str(demo), "--json"))
    text = section(f"`{command} --json`") + section("`check-ins --json`")
    assert len(names) >= 10
    assert [name for name in sorted(names) if f"`{name}`" not in text] == []


def test_every_field_that_an_import_prints_stands_there(demo, capsys, tmp_path):
    book = tmp_path / "book.csv"
    book.write_text("Name\nAda\n")
    found = printed(capsys, "import", str(book), "--data", str(demo), "--dry-run", "--json")
    text = section("`import --json`")
    assert [name for name in found if f"`{name}`" not in text] == []


@pytest.mark.parametrize("command", ["backup", "doctor"])
def test_every_field_of_support_commands_stands_there(demo, capsys, command):
    run([command, "--data", str(demo), "--json"])
    names = names_in(json.loads(capsys.readouterr().out))
    text = section(f"`{command} --json`")
    assert names
    assert [name for name in sorted(names) if f"`{name}`" not in text] == []


def test_the_example_of_the_page_is_taken(workspace, tmp_path):
    example = re.search(r"```json\n(\{\"clients\".*?)\n```", PAGE, re.DOTALL)
    assert example is not None
    path = tmp_path / "example.json"
    path.write_text(example[1])
    workspace.interchange.import_file(path)
    assert [row.name for row in workspace.clients.list_active()] == ["Birch & Co", "Cedar"]
