"""A store of the first schema with real rows: everything is carried up to planning, and can be worked with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect
from sqlmodel import SQLModel

import clientdesk.models.tables  # noqa: F401 - fills the metadata
from clientdesk.services.workspace import Workspace, open_workspace
from clientdesk.store import driver
from clientdesk.store.backup import list_backups
from clientdesk.store.engine import make_engine
from clientdesk.store.folder import STORE_NAME
from clientdesk.store.migrate import alembic_config, inspect_file, prepare
from tests.conftest import MONDAY
from tests.helpers.fakes import FixedClock

Rows = dict[str, list[dict[str, Any]]]

MADE = "2026-09-01 07:30:00.000000"
RULES = json.dumps({"working_hours": [{"days": [0, 1, 2, 3, 4], "start": "09:00", "end": "17:00"}]})
BLANK: dict[str, Any] = {"notes": "", "created_at": MADE}

OLD_ROWS: Rows = {
    "practice": [
        {
            "id": "practice",
            "name": "Mara Lind",
            "legal_name": "",
            "person": "Mara Lind",
            "person_title": "",
            "address": "Storgatan 18\nGöteborg",
            "registration_no": "",
            "tax_no": "",
            "email": "",
            "phone": "",
            "website": "",
            "zone": "Europe/Paris",
            "currency": "EUR",
            "locale": "",
            "holiday_region": "FR",
            "paper_size": "A4",
            "paper_title": "",
            "limit_days": 21,
            "terms": "",
            "payment_days": 20,
            "tax_basis_points": 0,
            "is_demo": 0,
            "logo_png": b"\x89PNG not looked at",
            "created_at": MADE,
        }
    ],
    "client": [
        {
            "id": "birch",
            "name": "Birch & Co",
            "legal_name": "",
            "tier_id": None,
            "stage": "execution",
            "zone": None,
            "address": "",
            "registration_no": "",
            "tax_no": "",
            "email": "",
            "phone": "",
            "website": "",
            "limit_days": None,
            "reference": "",
            "added_on": "2026-01-05",
            "colour": 2,
            "archived_at": None,
            "needs_intake": 0,
            "snoozed_until": None,
            "snooze_reason": "",
            "is_on_hold": 0,
            "hold_until": None,
            "hold_reason": "",
            **BLANK,
        }
    ],
    "engagement": [
        {
            "id": "audit",
            "client_id": "birch",
            "title": "Process audit",
            "kind": "retainer",
            "starts_on": "2026-09-01",
            "ends_on": None,
            "currency": "EUR",
            "fee_minor": 720_000,
            "rate_minor": None,
            "minutes_a_month": 1_200,
            "minutes_a_week": 300,
            "purpose": "Where do offers wait, and why?",
            "revision_rounds": 2,
            "created_at": MADE,
        }
    ],
    "milestone": [
        {
            "id": "report",
            "engagement_id": "audit",
            "title": "Draft report",
            "deliverable_id": None,
            "agreed_on": None,
            "expected_on": "2026-10-15",
            "planned_on": "2026-10-19",
            "actual_on": None,
            "buffer_days": 1,
            "reason": "They meet on Friday",
            "expected_source": "call",
            "position": 0,
            "known_on": "2026-10-08",
            "told_on": None,
            "created_at": MADE,
        }
    ],
    "touchpoint": [
        {
            "id": "call",
            "client_id": "birch",
            "contact_id": None,
            "engagement_id": "audit",
            "kind": "video",
            "state": "planned",
            "at": "2026-10-14 12:00:00.000000",
            "zone": "Europe/Paris",
            "duration_minutes": 45,
            "is_review": 0,
            "is_meaningful": None,
            "channel": "",
            "text": "Format of the report",
            "created_at": MADE,
        }
    ],
    "work_item": [
        {
            "id": "notes",
            "title": "Write up the audit notes",
            "client_id": "birch",
            "engagement_id": "audit",
            "milestone_id": "report",
            "estimate_minutes": 180,
            "due_on": "2026-10-15",
            "position": 3,
            "done_at": None,
            **BLANK,
            "notes": "Start with page 4",
        },
        {
            "id": "kick-off",
            "title": "Prepare the kick-off",
            "client_id": "birch",
            "engagement_id": None,
            "milestone_id": None,
            "estimate_minutes": None,
            "due_on": None,
            "position": 0,
            "done_at": "2026-09-04 15:10:00.000000",
            **BLANK,
        },
        {
            "id": "invoices",
            "title": "Send the invoices",
            "client_id": None,
            "engagement_id": None,
            "milestone_id": None,
            "estimate_minutes": 45,
            "due_on": None,
            "position": 1,
            "done_at": None,
            **BLANK,
        },
    ],
    "block": [
        {
            "id": "notes-block",
            "title": "",
            "kind": "work",
            "client_id": "birch",
            "work_item_id": "notes",
            "starts_at": "2026-10-13 07:00:00.000000",
            "ends_at": "2026-10-13 10:00:00.000000",
            "zone": "Europe/Paris",
            "created_at": MADE,
        },
        {
            "id": "dentist",
            "title": "Dentist",
            "kind": "private",
            "client_id": None,
            "work_item_id": None,
            "starts_at": "2026-10-14 06:00:00.000000",
            "ends_at": "2026-10-14 07:00:00.000000",
            "zone": "Europe/Paris",
            "created_at": MADE,
        },
    ],
    "time_off": [
        {
            "id": "leave",
            "starts_on": "2026-10-16",
            "ends_on": "2026-10-16",
            "note": "Walk",
            "entered_on": "2026-09-01",
            "created_at": MADE,
        }
    ],
}

NEW_OF_WORK_ITEM = {
    "kind": "other",
    "origin": "own",
    "source_key": "",
    "impact": "normal",
    "planned_on": None,
    "not_before": None,
    "dropped_at": None,
    "carries": 0,
    "carried_on": None,
}
NEW_TABLES = {
    *("work_step", "recurring_work", "time_entry", "week_plan", "calendar", "calendar_event"),
    *("paper_file", "signing_event", "milestone_baseline", "payment"),
    *("paper_template", "clause", "discovery_answer", "client_request"),
}


@pytest.fixture
def old_root(tmp_path: Path) -> Path:
    """A workspace's folder whose store was made by the first schema."""
    root = tmp_path / "old"
    root.mkdir()
    make_first_store(root / STORE_NAME)
    return root


@pytest.fixture
def carried(old_root: Path, clock: FixedClock) -> Iterator[Workspace]:
    """That workspace, opened by this version."""
    workspace = open_workspace(old_root, clock)
    yield workspace
    workspace.close(back_up=False)


def make_first_store(path: Path) -> None:
    """Build a store at revision 0001, as the version before planning left it."""
    driver.create_empty(path)
    with closing(driver.connect(path, settings=False)) as connection:
        connection.execute(f"PRAGMA application_id = {driver.APPLICATION_ID}")
        connection.execute("PRAGMA journal_mode = WAL")
    engine = make_engine(path, writing=True)
    with engine.connect() as connection, connection.begin():
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.exec_driver_sql("PRAGMA user_version = 1")
    engine.dispose()
    with closing(driver.connect(path)) as connection:
        for table, rows in OLD_ROWS.items():
            for row in rows:
                marks = ", ".join("?" for _ in row)
                sql = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})"  # noqa: S608
                connection.execute(sql, tuple(row.values()))
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def stored(path: Path) -> Rows:
    """Every row of every table, by column."""
    with closing(driver.connect(path)) as connection:
        listed = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        found: Rows = {}
        for (table,) in listed:
            cursor = connection.execute(f"SELECT * FROM {table}")  # noqa: S608
            columns = [column[0] for column in cursor.description]
            found[table] = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    return found


def test_every_row_is_carried_up_and_new_columns_have_their_defaults(old_root: Path) -> None:
    before = stored(old_root / STORE_NAME)
    assert {table: rows for table, rows in before.items() if rows and table != "alembic_version"} == OLD_ROWS

    assert prepare(old_root / STORE_NAME, old_root / "backups", MONDAY) is True

    after = stored(old_root / STORE_NAME)
    added: dict[str, dict[str, Any]] = {
        "work_item": NEW_OF_WORK_ITEM,
        "milestone": {"estimate_minutes": None},
        "block": {"step_id": None},
        "practice": {"paper_language": "", "mail_addresses": ""},
        "engagement": {"rollover_months": 0},
        "client": {"hold_event": None, "hold_since": None},
        "rhythm": {"offset_days": None, "ends_on": None},
        "touchpoint": {"source_key": "", "asks_text": 0},
        "notification_log": {"topic": "check_in", "subject_id": ""},
    }
    expected = {
        table: [{**row, **added.get(table, {})} for row in rows]
        for table, rows in before.items()
        if table != "alembic_version"
    }
    expected.update({table: [] for table in NEW_TABLES})
    del after["alembic_version"]
    assert after == expected


def test_the_schema_carried_up_is_what_the_tables_say(old_root: Path, migrated_store: Path) -> None:
    prepare(old_root / STORE_NAME, old_root / "backups", MONDAY)
    shapes = []
    for path in (old_root / STORE_NAME, migrated_store):
        engine = make_engine(path, writing=True)
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"render_as_batch": True})
            assert compare_metadata(context, SQLModel.metadata) == []
            looked = inspect(connection)
            shapes.append(
                {
                    table: (
                        {column["name"]: column["nullable"] for column in looked.get_columns(table)},
                        {check["name"] for check in looked.get_check_constraints(table)},
                        {index["name"] for index in looked.get_indexes(table)},
                    )
                    for table in looked.get_table_names()
                }
            )
        engine.dispose()
    assert shapes[0] == shapes[1]
    checks = {name for _columns, names, _indexes in shapes[0].values() for name in names}
    metadata = {
        constraint.name
        for table in SQLModel.metadata.tables.values()
        for constraint in table.constraints
        if type(constraint).__name__ == "CheckConstraint"
    }
    assert metadata == checks
    assert inspect_file(old_root / STORE_NAME, old_root / "backups") == driver.SCHEMA_VERSION


def test_a_backup_of_the_old_store_is_kept(old_root: Path) -> None:
    before = stored(old_root / STORE_NAME)
    prepare(old_root / STORE_NAME, old_root / "backups", MONDAY)
    (kept,) = list_backups(old_root / "backups")
    assert stored(kept.path) == before
    assert prepare(old_root / STORE_NAME, old_root / "backups", MONDAY) is False


def test_the_engine_keeps_the_new_rules_on_old_tables(old_root: Path) -> None:
    prepare(old_root / STORE_NAME, old_root / "backups", MONDAY)
    refused = (
        "UPDATE work_item SET kind = 'gardening' WHERE id = 'notes'",
        "UPDATE work_item SET impact = 'huge' WHERE id = 'notes'",
        "UPDATE work_item SET carries = -1 WHERE id = 'notes'",
        "UPDATE milestone SET estimate_minutes = 0",
        "UPDATE block SET step_id = 'nobody' WHERE id = 'notes-block'",
        "UPDATE work_item SET source_key = 'milestone:report' WHERE client_id = 'birch'",
    )
    with closing(driver.connect(old_root / STORE_NAME)) as connection:
        for sql in refused:
            with pytest.raises(driver.DatabaseError):
                connection.execute(sql)


def test_the_week_of_an_old_store_reads_as_before(carried: Workspace) -> None:
    week = carried.week.week("2026-W42")
    assert [(block.block_id, block.title, block.minutes) for block in week.blocks] == [
        ("notes-block", "Write up the audit notes", 180),
        ("dentist", "Dentist", 60),
        ("call", "video", 45),
    ]
    item = carried.work.get("notes")
    assert (item.title, item.estimate_minutes, item.due_on, item.notes, item.carries) == (
        "Write up the audit notes",
        180,
        date(2026, 10, 15),
        "Start with page 4",
        0,
    )
    waiting = {item.work_item_id for group in carried.week.to_place() for item in group.items}
    assert "invoices" in waiting
    assert not {"notes", "kick-off"} & waiting


def test_an_old_store_can_be_planned_on_and_each_gesture_undone(carried: Workspace) -> None:
    untouched = stored(carried.store.path)
    block_id = carried.week.place("invoices", datetime(2026, 10, 15, 9, 0))
    carried.week.move("notes-block", datetime(2026, 10, 13, 13, 0))
    carried.week.complete("notes")
    carried.work.change("invoices", {"kind": "admin", "impact": "low", "planned_on": "2026-10-15"})
    after = stored(carried.store.path)
    kept = {row["id"]: row for row in after["work_item"]}
    assert (kept["invoices"]["kind"], kept["invoices"]["impact"]) == ("admin", "low")
    assert kept["notes"]["done_at"] is not None
    assert {row["id"] for row in after["block"]} == {"notes-block", "dentist", block_id}

    for _ in range(4):
        carried.store.undo()
    assert stored(carried.store.path) == untouched
    for _ in range(4):
        carried.store.redo()
    assert stored(carried.store.path) == after


def test_a_milestone_of_an_old_store_takes_an_estimate(carried: Workspace) -> None:
    carried.engagements.update_milestone("report", estimate_minutes=600)
    (row,) = stored(carried.store.path)["milestone"]
    assert row == {**OLD_ROWS["milestone"][0], "estimate_minutes": 600}
