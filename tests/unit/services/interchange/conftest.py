"""A second workspace to bring things into."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from clientdesk.services.workspace import Workspace, open_workspace
from clientdesk.store.folder import STORE_NAME
from tests.helpers.fakes import FixedClock


@pytest.fixture
def another(tmp_path: Path, migrated_store: Path, clock: FixedClock) -> Iterator[Workspace]:
    """Empty, without a practice."""
    root = tmp_path / "another"
    root.mkdir()
    shutil.copyfile(migrated_store, root / STORE_NAME)
    opened = open_workspace(root, clock)
    yield opened
    opened.close(back_up=False)
