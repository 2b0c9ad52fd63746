"""The whole workspace as one document: complete, stable, the same after a round trip."""

from __future__ import annotations

import json
import stat

import pytest

from clientdesk.models.enums import Kind
from clientdesk.models.errors import FileNotWritten
from clientdesk.models.tables import TABLES
from clientdesk.services.interchange.json_export import export_document
from clientdesk.services.interchange.shape import LISTS, columns


def without_time(document):
    return {name: value for name, value in document.items() if name != "exported_at"}


def test_every_table_and_column_is_in_the_document(demo, clock):
    document = export_document(demo.store, clock)
    assert {LISTS[name] for name in LISTS} == set(Kind) == set(TABLES)
    for name, kind in LISTS.items():
        stored = {column.name for column in TABLES[kind].__table__.columns}
        assert {column.name for column in columns(kind)} == stored
        for record in document[name]:
            assert set(record) == stored


def test_the_demo_fills_what_people_fill(demo, clock):
    document = export_document(demo.store, clock)
    empty = [name for name in LISTS if not document[name]]
    own = {"paper_templates", "clauses", "discovery_answers", "milestone_baselines", "payments"}
    assert set(empty) <= own | {"time_off", "notifications", "week_plans", "calendars", "calendar_events"}


def test_lists_are_sorted_and_every_record_has_its_id(demo, clock):
    document = export_document(demo.store, clock)
    for name in LISTS:
        ids = [record["id"] for record in document[name]]
        assert ids == sorted(ids)
        assert len(set(ids)) == len(ids)


def test_export_import_export_is_equal(demo, another, clock, tmp_path):
    out = tmp_path / "all.json"
    counts = demo.interchange.export_to(out)
    report = another.interchange.import_file(out)
    assert report.added == {name: count for name, count in counts.items() if count}
    first = export_document(demo.store, clock)
    second = export_document(another.store, clock)
    assert without_time(first) == without_time(second)


def test_the_imported_demo_behaves_as_the_demo(demo, another, tmp_path, clock):
    out = tmp_path / "all.json"
    demo.interchange.export_to(out)
    another.interchange.import_file(out)
    for mine, theirs in zip(demo.check_ins.statuses(), another.check_ins.statuses(), strict=True):
        assert (mine.client_id, mine.state, mine.due_on) == (theirs.client_id, theirs.state, theirs.due_on)
    assert another.week.agenda(None, clock.now()) == demo.week.agenda(None, clock.now())


def test_awkward_text_survives(workspace, another, tmp_path):
    workspace.practice.set_up("Mara", zone="Europe/Paris", currency="EUR")
    name = '<b>Ærø</b> & ]]> "quoted" \\ 😀 עברית'
    workspace.clients.add(name, notes="first\nsecond\ttabbed")
    out = tmp_path / "all.json"
    workspace.interchange.export_to(out)
    another.interchange.import_file(out)
    client = another.clients.get(another.clients.list_active()[0].client_id)
    assert (client.name, client.notes) == (name, "first\nsecond\ttabbed")


def test_the_file_is_readable_by_its_owner_only_and_ends_with_a_line(workspace, tmp_path):
    workspace.practice.set_up("Mara", zone="Europe/Paris", currency="EUR")
    out = tmp_path / "all.json"
    workspace.interchange.export_to(out)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    text = out.read_text("utf-8")
    assert text.endswith("}\n")
    assert json.loads(text)["exported_at"] == "2026-10-12T08:00:00Z"
    assert list(tmp_path.glob("*.part")) == []


@pytest.mark.parametrize("place", ["folder", "missing/all.json", "all.json/inside.json"])
def test_a_place_that_cannot_be_written_is_refused_and_leaves_nothing(workspace, tmp_path, place):
    (tmp_path / "folder").mkdir()
    (tmp_path / "all.json").write_text("older")
    with pytest.raises(FileNotWritten):
        workspace.interchange.export_to(tmp_path / place)
    assert (tmp_path / "all.json").read_text() == "older"
    assert list(tmp_path.glob("**/*.part")) == []
