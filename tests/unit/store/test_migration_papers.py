"""A store of the second schema with papers: every one is carried up as it was, and lives on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic import command

from clientdesk.models.enums import AgreementKind, AgreementState, PaperOrigin
from clientdesk.services.workspace import Workspace, open_workspace
from clientdesk.store import driver
from clientdesk.store.engine import make_engine
from clientdesk.store.folder import STORE_NAME
from clientdesk.store.migrate import alembic_config, prepare
from tests.conftest import MONDAY
from tests.helpers.fakes import FixedClock
from tests.unit.store.test_migration_planning import MADE, make_first_store, stored

CONTENT = json.dumps(
    {
        "kind": "statement_of_work",
        "paper_version": 1,
        "document": {
            "schema_version": 1,
            "printed_title": "Statement of Work",
            "project_title": "Process audit",
            "consultant": {"legal_name": "Mara Lind", "signatory": "Mara Lind"},
            "client": {"legal_name": "Birch & Co", "signatory": "Bo Birch"},
            "starts_on": "2026-09-01",
            "included": ["Two interviews a week"],
            "milestones": [
                {"key": "report", "title": "Draft report", "planned_on": "2026-10-15", "buffer_days": 1}
            ],
            "fees": {
                "kind": "retainer",
                "currency": "EUR",
                "due_days": 20,
                "lines": [{"text": "Process audit", "unit": "month", "unit_price": "7200"}],
            },
        },
        "issue": {"number": "SOW-2026-001", "version": 1, "issued_on": "2026-09-01", "locale": "en_GB"},
    },
    ensure_ascii=False,
    sort_keys=True,
    separators=(",", ":"),
).encode()

PAPER: dict[str, Any] = {
    "id": "paper",
    "created_at": MADE,
    "client_id": "birch",
    "engagement_id": "audit",
    "supersedes_id": None,
    "kind": "statement_of_work",
    "state": "executed",
    "title": "Process audit",
    "number": "SOW-2026-001",
    "version": 1,
    "draft": "{}",
    "content": CONTENT,
    "fingerprint": hashlib.sha256(CONTENT).hexdigest(),
    "logo_png": None,
    "issued_at": MADE,
    "issued_on": "2026-09-01",
    "expires_on": "2026-09-15",
    "sent_on": "2026-09-01",
    "executed_on": "2026-09-03",
    "ends_on": None,
    "signatures": json.dumps(
        [
            {"side": "client", "name": "Bo Birch", "on": "2026-09-03"},
            {"side": "consultant", "name": "Mara Lind", "on": "2026-09-01"},
        ]
    ),
}
DRAFT = PAPER | {
    "id": "draft",
    "state": "draft",
    "number": None,
    "content": None,
    "fingerprint": None,
    "draft": json.dumps({"project_title": "Second half", "not_included": ["Travel"]}),
    "issued_at": None,
    "issued_on": None,
    "expires_on": None,
    "sent_on": None,
    "executed_on": None,
    "signatures": "[]",
}
RHYTHM = {
    "id": "friday",
    "created_at": MADE,
    "kind": "update",
    "unit": "weekly",
    "every": 1,
    "weekday": 4,
    "nth": None,
    "starts_on": "2026-09-03",
    "channel": "",
    "content": "",
    "layer": "client",
    "tier_id": None,
    "client_id": "birch",
    "agreement_id": "paper",
}
NEW_OF_RHYTHM = {"offset_days": None, "ends_on": None}
NEW_OF_AGREEMENT = {
    "amends_id": None,
    "governed_by_id": None,
    "origin": "own",
    "template_key": "",
    "net_minor": None,
    "currency": "",
}


@pytest.fixture
def old_root(tmp_path: Path) -> Path:
    """A workspace's folder whose store was made by the second schema."""
    root = tmp_path / "old"
    root.mkdir()
    path = root / STORE_NAME
    make_first_store(path)
    engine = make_engine(path, writing=True)
    with engine.connect() as connection, connection.begin():
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        connection.exec_driver_sql("PRAGMA user_version = 2")
    engine.dispose()
    with closing(driver.connect(path)) as connection:
        for table, row in (("agreement", PAPER), ("agreement", DRAFT), ("rhythm", RHYTHM)):
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


def test_every_paper_is_carried_up_as_it_was(old_root: Path) -> None:
    before = stored(old_root / STORE_NAME)
    assert prepare(old_root / STORE_NAME, old_root / "backups", MONDAY) is True
    after = stored(old_root / STORE_NAME)
    assert after["agreement"] == [row | NEW_OF_AGREEMENT for row in before["agreement"]]
    assert after["rhythm"] == [row | NEW_OF_RHYTHM for row in before["rhythm"]]
    assert "agreement_new" not in after


def test_references_to_papers_still_hold(old_root: Path) -> None:
    prepare(old_root / STORE_NAME, old_root / "backups", MONDAY)
    with closing(driver.connect(old_root / STORE_NAME)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        (target,) = {
            row[2]
            for row in connection.execute("PRAGMA foreign_key_list(rhythm)").fetchall()
            if row[3] == "agreement_id"
        }
        assert target == "agreement"
        with pytest.raises(driver.DatabaseError):
            connection.execute("UPDATE rhythm SET agreement_id = 'nobody'")
        with pytest.raises(driver.DatabaseError):
            connection.execute("UPDATE agreement SET kind = 'receipt'")
        with pytest.raises(driver.DatabaseError):
            connection.execute("UPDATE agreement SET number = 'SOW-2026-001' WHERE id = 'draft'")


def test_an_old_paper_reads_prints_and_can_be_changed_by_a_change_order(carried: Workspace) -> None:
    view = carried.agreements.get("paper")
    assert view.is_intact
    assert (view.row.state, view.row.kind, view.row.origin) == (
        AgreementState.EXECUTED,
        AgreementKind.STATEMENT_OF_WORK,
        PaperOrigin.OWN,
    )
    assert view.fingerprint == PAPER["fingerprint"]
    assert [signature.name for signature in view.signatures] == ["Bo Birch", "Mara Lind"]
    assert carried.agreements.pdf("paper").startswith(b"%PDF")
    order = carried.agreements.create_amendment("paper")
    assert carried.agreements.get(order).row.amends_id == "paper"


def test_an_old_draft_is_edited_and_the_edit_undone(carried: Workspace) -> None:
    document = carried.agreements.get("draft").document
    assert document["not_included"] == ["Travel"]
    carried.agreements.save_draft("draft", document | {"not_included": ["Travel", "Licences"]})
    assert carried.agreements.get("draft").document["not_included"] == ["Travel", "Licences"]
    carried.store.undo()
    assert carried.agreements.get("draft").document["not_included"] == ["Travel"]
