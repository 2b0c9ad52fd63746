"""A value worked out from the store once, and again only after a commit that could change it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from clientdesk.models.changes import ChangeSet
from clientdesk.models.enums import Kind
from clientdesk.store.unit_of_work import Store

T = TypeVar("T")


class Remembered(Generic[T]):
    """Keeps what `make` gave until something of `kinds` is committed; safe to ask from any thread."""

    def __init__(self, store: Store, kinds: frozenset[Kind], make: Callable[[], T]) -> None:
        self._kinds = kinds
        self._make = make
        self._kept: tuple[int, T] | None = None
        self._commits = 0
        store.subscribe(self._on_change)

    def get(self) -> T:
        kept = self._kept
        if kept is not None and kept[0] == self._commits:
            return kept[1]
        commits = self._commits
        value = self._make()
        self._kept = (commits, value)
        return value

    def _on_change(self, change: ChangeSet) -> None:
        if self._kinds & change.kinds:
            self._commits += 1
