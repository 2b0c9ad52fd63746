"""Checks and pages of a draft, made behind the window: the newest wish wins."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from clientdesk.models.errors import InvalidInput, Problem
from clientdesk.ui.panels.papers.sections import sections
from clientdesk.ui.panels.papers.specs import AMOUNT, DAY, NUMBER, PERCENT, RowsSpec

if TYPE_CHECKING:
    from clientdesk.models.views.agreements import PaperChecks
    from clientdesk.services.agreements import AgreementService
    from clientdesk.ui.background import Background

Document = dict[str, Any]


@dataclass(frozen=True)
class DraftResult:
    """What was found and made of one state of a draft."""

    wish: int
    unkept: tuple[Problem, ...]
    checks: PaperChecks
    pdf: bytes


class DraftWork(QObject):
    """Runs one job at a time; wishes that come meanwhile are replaced by newer ones.

    Signals:
        finished: a `DraftResult`.
        failed: the error, when neither checks nor pages could be made.
    """

    finished = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        agreements: AgreementService,
        background: Callable[[], Background],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._agreements = agreements
        self._background = background
        self._wish = 0
        self._next: tuple[int, Document, Document] | None = None
        self._is_running = False

    def request(self, document: Document, stored: Document) -> None:
        """Check and set this state of a draft; `stored` is what the store holds of it."""
        self._wish += 1
        self._next = (self._wish, copy.deepcopy(document), stored)
        self._start()

    def forget(self) -> None:
        """What is under way is no longer wanted."""
        self._wish += 1
        self._next = None

    @property
    def is_busy(self) -> bool:
        """Whether a result is still to come."""
        return self._is_running or self._next is not None

    def _start(self) -> None:
        if self._is_running or self._next is None:
            return
        wish, document, stored = self._next
        self._next = None
        self._is_running = True
        self._background().run(
            partial(_work, self._agreements, wish, document, stored), self._on_done, self._on_failed
        )

    def _on_done(self, result: DraftResult) -> None:
        self._is_running = False
        if result.wish == self._wish:
            self.finished.emit(result)
        self._start()

    def _on_failed(self, error: Exception) -> None:
        self._is_running = False
        self.failed.emit(error)
        self._start()


def _work(agreements: AgreementService, wish: int, document: Document, stored: Document) -> DraftResult:
    unkept: tuple[Problem, ...] = ()
    try:
        checks = agreements.check(document)
    except InvalidInput as refusal:
        unkept = tuple(refusal.problems)
        document = without(document, stored, unkept)
        checks = agreements.check(document)
    return DraftResult(wish, unkept, checks, agreements.draft_pdf(document))


def without(document: Document, stored: Document, problems: Iterable[Problem]) -> Document:
    """A copy in which entries that can't be kept are as the store has them, or empty."""
    cleaned = copy.deepcopy(document)
    for problem in problems:
        _reset(cleaned, stored, problem.field)
    return cleaned


def _reset(document: Document, stored: Document, path: str) -> None:
    target: Any = document
    source: Any = stored
    keys = path.split(".")
    for key in keys[:-1]:
        target, source = _step(target, key), _step(source, key)
        if target is None:
            return
    last = keys[-1]
    if isinstance(target, list) and last.isdigit() and int(last) < len(target):
        target[int(last)] = source[int(last)] if isinstance(source, list) and int(last) < len(source) else ""
    elif isinstance(target, dict):
        target[last] = source[last] if isinstance(source, Mapping) and last in source else _empty(path)


def _step(holder: Any, key: str) -> Any:
    if isinstance(holder, list):
        return holder[int(key)] if key.isdigit() and int(key) < len(holder) else None
    return holder.get(key) if isinstance(holder, Mapping) else None


def _empty(path: str) -> Any:
    """What a field of a new row holds."""
    name = path.rpartition(".")[2]
    for section in sections():
        for part in section.fields():
            if isinstance(part, RowsSpec) and path.startswith(f"{part.path}."):
                if name in part.blank:
                    return part.blank[name]
                kind = next((each.kind for each in part.fields if each.path == name), "")
                return None if kind in (DAY, NUMBER, AMOUNT, PERCENT) else ""
    return None
