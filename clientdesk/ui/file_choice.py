"""The system's dialogs for files and folders; tests put their own answers in `ask`'s place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

Ask = Callable[[QWidget, str, str], "Path | None"]


def ask_open(parent: QWidget, title: str, kinds: str) -> Path | None:
    """A file to read, None when the user gave up. `kinds` as "Pictures (*.png *.jpg)"."""
    chosen, _ = QFileDialog.getOpenFileName(parent, title, "", kinds)
    return Path(chosen) if chosen else None


def ask_open_many(parent: QWidget, title: str, kinds: str) -> list[Path]:
    """Files to read, none when the user gave up."""
    chosen, _ = QFileDialog.getOpenFileNames(parent, title, "", kinds)
    return [Path(name) for name in chosen]


def ask_save(parent: QWidget, title: str, name: str) -> Path | None:
    """A file to write, None when the user gave up."""
    chosen, _ = QFileDialog.getSaveFileName(parent, title, name)
    return Path(chosen) if chosen else None
