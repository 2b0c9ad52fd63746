"""A store of the third schema with rhythms, touches and announcements: all carried up, and all still decide."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from alembic import command

from clientdesk.models.enums import CheckInState, NoticeTopic, RhythmKind, RhythmUnit, TouchKind
from clientdesk.services.workspace import Workspace, open_workspace
from clientdesk.store import driver
from clientdesk.store.engine import make_engine
from clientdesk.store.folder import STORE_NAME
from clientdesk.store.migrate import alembic_config, prepare
from tests.conftest import MONDAY
from tests.helpers.fakes import FixedClock
from tests.unit.store.test_migration_papers import RHYTHM
from tests.unit.store.test_migration_planning import MADE, make_first_store, stored

ROWS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("rhythm", RHYTHM | {"agreement_id": None, "starts_on": "2026-10-02"}),
    (
        "touchpoint",
        {
            "id": "told",
            "created_at": MADE,
            "client_id": "birch",
            "contact_id": None,
            "engagement_id": "audit",
            "kind": "update",
            "state": "held",
            "at": "2026-10-02 09:00:00.000000",
            "zone": "Europe/Paris",
            "duration_minutes": None,
            "is_review": 0,
            "is_meaningful": None,
            "channel": "Email",
            "text": "Budget draft",
        },
    ),
    (
        "notification_log",
        {
            "id": "shown",
            "created_at": MADE,
            "occasion": "birch/friday/2026-10-09/first",
            "client_id": "birch",
            "rhythm_kind": "update",
            "due_at": "2026-10-09 07:00:00.000000",
            "state": "announced",
            "channel": "dbus",
            "notice_id": "notice",
            "settled_at": None,
            "answer": "",
        },
    ),
    (
        "notification_log",
        {
            "id": "paper",
            "created_at": MADE,
            "occasion": "paper:draft:2026-10-09",
            "client_id": "birch",
            "rhythm_kind": None,
            "due_at": "2026-10-09 07:00:00.000000",
            "state": "announced",
            "channel": "dbus",
            "notice_id": "notice-2",
            "settled_at": None,
            "answer": "",
        },
    ),
)


@pytest.fixture
def old_root(tmp_path: Path) -> Path:
    """A workspace's folder whose store was made by the third schema."""
    root = tmp_path / "old"
    root.mkdir()
    path = root / STORE_NAME
    make_first_store(path)
    engine = make_engine(path, writing=True)
    with engine.connect() as connection, connection.begin():
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        connection.exec_driver_sql("PRAGMA user_version = 3")
    engine.dispose()
    with closing(driver.connect(path)) as connection:
        for table, row in ROWS:
            marks = ", ".join("?" for _ in row)
            sql = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})"  # noqa: S608
            connection.execute(sql, tuple(row.values()))
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return root


@pytest.fixture
def carried(old_root: Path, clock: FixedClock) -> Iterator[Workspace]:
    """That workspace, opened by this version."""
    workspace = open_workspace(old_root, clock)
    yield workspace
    workspace.close(back_up=False)


def test_rhythms_touches_and_announcements_are_carried_up_as_they_were(old_root: Path) -> None:
    before = stored(old_root / STORE_NAME)
    assert prepare(old_root / STORE_NAME, old_root / "backups", MONDAY) is True
    after = stored(old_root / STORE_NAME)
    assert after["rhythm"] == [row | {"offset_days": None, "ends_on": None} for row in before["rhythm"]]
    assert after["touchpoint"] == [row | {"source_key": "", "asks_text": 0} for row in before["touchpoint"]]
    assert {(row["id"], row["topic"], row["subject_id"]) for row in after["notification_log"]} >= {
        ("shown", NoticeTopic.CHECK_IN, ""),
        ("paper", NoticeTopic.PAPER, ""),
    }
    assert not {"rhythm_new", "touchpoint_new"} & set(after)


def test_references_and_checks_of_the_remade_tables_still_hold(old_root: Path) -> None:
    prepare(old_root / STORE_NAME, old_root / "backups", MONDAY)
    with closing(driver.connect(old_root / STORE_NAME)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        for wrong in (
            "UPDATE rhythm SET client_id = 'nobody'",
            "UPDATE rhythm SET unit = 'daily'",
            "UPDATE touchpoint SET client_id = 'nobody'",
            "UPDATE touchpoint SET kind = 'rumour'",
            "UPDATE client SET hold_event = 'weather'",
            "UPDATE notification_log SET topic = 'gossip'",
        ):
            with pytest.raises(driver.DatabaseError):
                connection.execute(wrong)


def test_what_was_promised_before_is_still_due(carried: Workspace) -> None:
    (birch,) = [view for view in carried.check_ins.statuses() if view.client_id == "birch"]
    assert (birch.state, birch.due_on) == (CheckInState.OVERDUE, date(2026, 10, 9))


def test_new_kinds_are_kept_beside_the_old_ones_and_undone(carried: Workspace) -> None:
    from clientdesk.models.enums import Layer

    carried.rhythms.add(
        Layer.CLIENT,
        "birch",
        kind=RhythmKind.KEY_DATE,
        unit=RhythmUnit.YEARLY,
        starts_on=date(2026, 3, 14),
        content="Founded",
    )
    carried.touchpoints.log("birch", TouchKind.PERSONAL, "Sent a card")
    assert {view.kind for view in carried.rhythms.of_client("birch")} >= {
        RhythmKind.UPDATE,
        RhythmKind.KEY_DATE,
    }
    carried.store.undo()
    carried.store.undo()
    assert RhythmKind.KEY_DATE not in {view.kind for view in carried.rhythms.of_client("birch")}
