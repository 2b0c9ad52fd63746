"""Pages and checks of a draft, made behind the window: the newest wish wins."""

from __future__ import annotations

import copy
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from clientdesk.models.enums import AgreementKind
from clientdesk.models.errors import InvalidInput, Problem
from clientdesk.ui.panels.papers.specs import FieldSpec, RowsSpec, Sections

if TYPE_CHECKING:
    from clientdesk.models.views.agreements import PaperChecks
    from clientdesk.services.agreements import AgreementService
    from clientdesk.ui.background import Background

Document = dict[str, Any]

_TURN_SECONDS = 0.000_5


@dataclass(frozen=True)
class Wish:
    """One state of a draft to be set and judged; `stored` is what the store holds of it."""

    number: int
    kind: AgreementKind
    document: Document
    stored: Document
    sections: Sections


@dataclass(frozen=True)
class DraftPages:
    """The pages of one state, without the entries that can't be kept (`unkept`). `seconds`: what it took."""

    wish: Wish
    unkept: tuple[Problem, ...]
    pdf: bytes
    seconds: float


@dataclass(frozen=True)
class DraftResult:
    """What was found in one state of a draft."""

    wish: Wish
    unkept: tuple[Problem, ...]
    checks: PaperChecks


class DraftWork(QObject):
    """Sets the pages, then judges them, one thing at a time; wishes that come meanwhile replace each other.

    Signals:
        pages_ready: `DraftPages` of the newest wish.
        finished: a `DraftResult` of the newest wish.
        failed: the error, when pages or checks could not be made.
    """

    pages_ready = Signal(object)
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
        self._next: Wish | None = None
        self._is_running = False
        self.seconds = 0.0

    def request(self, kind: AgreementKind, document: Document, stored: Document, sections: Sections) -> None:
        """Set and judge this state of a draft."""
        self._wish += 1
        self._next = Wish(self._wish, kind, copy.deepcopy(document), stored, sections)
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
        wish, self._next = self._next, None
        self._is_running = True
        self._background().run(
            partial(_set_pages, self._agreements, wish), self._on_pages, partial(self._on_no_pages, wish)
        )

    def _on_pages(self, pages: DraftPages) -> None:
        self.seconds = pages.seconds
        if pages.wish.number != self._wish:
            self._end()
            return
        self.pages_ready.emit(pages)
        self._judge(pages.wish, pages.unkept)

    def _on_no_pages(self, wish: Wish, error: Exception) -> None:
        """Pages that can't be set are no reason to hold back what was found in the words."""
        self.failed.emit(error)
        if wish.number == self._wish:
            self._judge(wish, ())
        else:
            self._end()

    def _judge(self, wish: Wish, unkept: tuple[Problem, ...]) -> None:
        self._background().run(
            partial(_judge, self._agreements, wish, unkept), self._on_judged, self._on_failed
        )

    def _on_judged(self, result: DraftResult) -> None:
        if result.wish.number == self._wish:
            self.finished.emit(result)
        self._end()

    def _on_failed(self, error: Exception) -> None:
        self.failed.emit(error)
        self._end()

    def _end(self) -> None:
        self._is_running = False
        self._start()


@contextmanager
def _giving_way() -> Iterator[None]:
    """Whoever types waits a millisecond at most for the interpreter, not the usual five, many times a key."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(_TURN_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def _set_pages(agreements: AgreementService, wish: Wish) -> DraftPages:
    started = time.perf_counter()
    unkept: tuple[Problem, ...] = ()
    with _giving_way():
        try:
            pdf = agreements.draft_pdf(wish.document, wish.kind)
        except InvalidInput as refusal:
            unkept = tuple(refusal.problems)
            pdf = agreements.draft_pdf(_kept(wish, unkept), wish.kind)
    return DraftPages(wish, unkept, pdf, time.perf_counter() - started)


def _judge(agreements: AgreementService, wish: Wish, unkept: tuple[Problem, ...]) -> DraftResult:
    with _giving_way():
        return DraftResult(wish, unkept, agreements.check(_kept(wish, unkept), wish.kind))


def _kept(wish: Wish, unkept: tuple[Problem, ...]) -> Document:
    return without(wish.document, wish.stored, unkept, wish.sections) if unkept else wish.document


def without(
    document: Document, stored: Document, problems: Iterable[Problem], sections: Sections
) -> Document:
    """A copy in which entries that can't be kept are as the store has them, or empty."""
    cleaned = copy.deepcopy(document)
    for problem in problems:
        _reset(cleaned, stored, problem.field, sections)
    return cleaned


def _reset(document: Document, stored: Document, path: str, sections: Sections) -> None:
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
        kept = isinstance(source, Mapping) and last in source
        target[last] = source[last] if kept else _empty(path, sections)


def _step(holder: Any, key: str) -> Any:
    if isinstance(holder, list):
        return holder[int(key)] if key.isdigit() and int(key) < len(holder) else None
    return holder.get(key) if isinstance(holder, Mapping) else None


def _empty(path: str, sections: Sections) -> Any:
    """What a field of a new row holds."""
    name = path.rpartition(".")[2]
    for section in sections:
        part = section.part_of(path)
        if isinstance(part, RowsSpec):
            return part.empty_of(name)
        if isinstance(part, FieldSpec):
            return part.empty()
    return None
