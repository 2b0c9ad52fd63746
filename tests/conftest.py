"""Shared by all tests: a private home, a fixed clock, a wired workspace on a copy of one migrated store."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from clientdesk.services.demo import make_demo
from clientdesk.services.preferences import Preferences
from clientdesk.services.workspace import Workspace, open_workspace
from clientdesk.store import engine, unit_of_work
from clientdesk.store.folder import STORE_NAME
from clientdesk.store.migrate import prepare
from tests.helpers.factories import (
    make_client_fixture,
    make_contact_fixture,
    make_engagement_fixture,
    make_milestone_fixture,
    make_tier_fixture,
    make_touch_fixture,
    practice,
)
from tests.helpers.fakes import FixedClock

__all__ = [
    "make_client_fixture",
    "make_contact_fixture",
    "make_engagement_fixture",
    "make_milestone_fixture",
    "make_tier_fixture",
    "make_touch_fixture",
    "practice",
]

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

MONDAY = datetime(2026, 10, 12, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture(autouse=True)
def private_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test reads or writes the real home."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))
    return home


@pytest.fixture(autouse=True)
def garbage_on_this_thread() -> Iterator[None]:
    """As in the window: a collection on a worker thread could delete Qt objects there.

    What a test leaves is young; to walk over everything that was ever imported after each test took a third of
    the time.
    """
    gc.disable()
    yield
    fresh, _, since_whole = gc.get_count()
    if fresh > 20_000:
        gc.collect(2 if since_whole >= 40 else 1)


@pytest.fixture
def clock() -> FixedClock:
    """Monday 12 October 2026, 10:00 in Paris."""
    return FixedClock(MONDAY)


@pytest.fixture(scope="session")
def migrated_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One migrated, empty store a run."""
    folder = tmp_path_factory.mktemp("template")
    prepare(folder / STORE_NAME, folder / "backups", MONDAY)
    return folder / STORE_NAME


@pytest.fixture(scope="session", autouse=True)
def statements_compiled_once(migrated_store: Path) -> Iterator[None]:
    """Every test opens engines of its own, and SQLAlchemy would compile every statement anew for each.

    In the window one engine lives for days: its statements are compiled once, too.
    """
    first = engine.make_engine(migrated_store, writing=False)
    with first.connect():
        pass  # now the dialect knows its database
    first.dispose()
    first._compiled_cache.capacity = 5_000

    def make(path: Path, *, writing: bool) -> Engine:
        made = engine.make_engine(path, writing=writing)
        made.dialect = made.pool._dialect = first.dialect
        made._compiled_cache = first._compiled_cache
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(unit_of_work, "make_engine", make)
        yield


@pytest.fixture
def workspace(tmp_path: Path, migrated_store: Path, clock: FixedClock) -> Iterator[Workspace]:
    """A workspace of its own, on a copy of the migrated store."""
    root = tmp_path / "workspace"
    root.mkdir()
    shutil.copyfile(migrated_store, root / STORE_NAME)
    opened = open_workspace(root, clock)
    yield opened
    opened.close(back_up=False)


@pytest.fixture(scope="session")
def told_demo(tmp_path_factory: pytest.TempPathFactory, migrated_store: Path) -> Path:
    """The folder of a demo told on that Monday, once a run; nobody opens it, everybody copies it."""
    folder = tmp_path_factory.mktemp("told")
    root = folder / "workspace"
    root.mkdir()
    shutil.copyfile(migrated_store, root / STORE_NAME)
    opened = open_workspace(root, FixedClock(MONDAY), Preferences(folder / "preferences.json"))
    make_demo(opened)
    opened.close(back_up=False)
    return root


@pytest.fixture
def demo(tmp_path: Path, told_demo: Path, clock: FixedClock) -> Iterator[Workspace]:
    """A workspace of its own that holds the demo; in place of `workspace`."""
    root = tmp_path / "workspace"
    shutil.copytree(told_demo, root)
    opened = open_workspace(root, clock)
    yield opened
    opened.close(back_up=False)
