"""Exactly once, over random lives: the reminders against slow rules written from the text alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.helpers.reminder_lives import Life

A_SAMPLE = 60
ALL = 10_000


def live(numbers: range, tmp_path: Path, migrated_store: Path) -> None:
    for number in numbers:
        root = tmp_path / str(number)
        Life(number, root, migrated_store).run()
        shutil.rmtree(root)


@pytest.mark.no_cover
def test_every_due_moment_is_said_once_in_random_lives(tmp_path: Path, migrated_store: Path) -> None:
    live(range(A_SAMPLE), tmp_path, migrated_store)


@pytest.mark.soak
@pytest.mark.no_cover
def test_ten_thousand_lives(tmp_path: Path, migrated_store: Path) -> None:
    live(range(ALL), tmp_path, migrated_store)
