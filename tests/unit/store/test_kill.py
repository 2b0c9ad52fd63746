"""A killed writer: whatever it reported as committed is there, and the store is whole."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from clientdesk.store import driver
from clientdesk.store.migrate import prepare
from tests.conftest import MONDAY

WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from clientdesk.models.tables import Client, Contact
from clientdesk.store.unit_of_work import Store

store = Store(Path(sys.argv[1]))
now = datetime.now(UTC)
while True:
    with store.writing("Add") as session:
        client = Client(name="Killed", created_at=now, added_on=now.date())
        session.add(client)
        session.flush()
        session.add(Contact(name="Pair", client_id=client.id, created_at=now))
    print(client.id, flush=True)
"""


def run_and_kill(store: Path, dice: random.Random) -> list[str]:
    """Ids that the writer printed before it was killed at a random moment."""
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(store)], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    printed = [writer.stdout.readline().strip()]
    time.sleep(dice.random() * 0.12)
    writer.send_signal(signal.SIGKILL)
    printed += [line.strip() for line in writer.stdout]
    writer.stdout.close()
    writer.wait()
    return [record_id for record_id in printed if len(record_id) == 36]


def survive(store: Path, kills: int, seed: int) -> None:
    dice = random.Random(seed)
    reported: list[str] = []
    for _ in range(kills):
        reported += run_and_kill(store, dice)
        with closing(driver.connect(store)) as connection:
            kept = {row[0] for row in connection.execute("SELECT id FROM client")}
            paired = {row[0] for row in connection.execute("SELECT client_id FROM contact")}
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert set(reported) <= kept, "a printed id is missing"
        assert kept == paired, "half a transaction was kept"
    assert len(reported) >= kills


def test_nothing_reported_is_lost_when_killed(tmp_path: Path) -> None:
    store = tmp_path / "clientdesk.sqlite3"
    prepare(store, tmp_path / "backups", MONDAY)
    survive(store, kills=10, seed=1)


@pytest.mark.soak
def test_nothing_reported_is_lost_in_two_hundred_kills(tmp_path: Path) -> None:
    store = tmp_path / "clientdesk.sqlite3"
    prepare(store, tmp_path / "backups", MONDAY)
    survive(store, kills=200, seed=2)
