"""Who is owed a word today, worked out once; after a commit only for the clients it concerned."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import NamedTuple, Protocol

from clientdesk.models.changes import ChangeSet
from clientdesk.models.enums import HoldEvent, Kind, RhythmUnit
from clientdesk.models.views.check_ins import ClientCheckInView
from clientdesk.services.check_in_views import urgency
from clientdesk.store.check_in_reads import CheckInRow
from clientdesk.store.unit_of_work import Store

_OF_ALL = frozenset({Kind.PRACTICE, Kind.TIER, Kind.BOUNDARY_POLICY, Kind.TIME_OFF})
_OF_ONE = frozenset({Kind.CLIENT, Kind.TOUCHPOINT, Kind.RHYTHM, Kind.ENGAGEMENT})
_OF_FEW = frozenset({Kind.MILESTONE, Kind.SIGNING_EVENT})
"""Count only where a rhythm goes by milestones, or a hold waits for one or for a signature."""

_MOST_AT_ONCE = 24
"""With more clients concerned, all together are quicker."""


class Judged(NamedTuple):
    """Every client that isn't archived on one day: the facts, and what follows from them, by urgency."""

    rows: tuple[CheckInRow, ...]
    views: tuple[ClientCheckInView, ...]


class Judge(Protocol):
    """Reads and judges everybody, or one client (none when it is gone or archived)."""

    def __call__(self, today: date, client_id: str | None = None) -> Judged: ...


class JudgedMemory:
    """Keeps the last day that was asked for; safe to ask from any thread."""

    def __init__(self, store: Store, judge: Judge) -> None:
        self._judge = judge
        self._judging = Lock()
        self._marking = Lock()
        self._known: tuple[date, Judged] | None = None
        self._marks = _Marks(is_all=True)
        store.subscribe(self._on_change)

    def get(self, today: date) -> Judged:
        with self._judging:
            # Marks are taken before anything is read: what is committed meanwhile is marked for the next time.
            with self._marking:
                marks, self._marks = self._marks, _Marks()
            try:
                judged = self._renewed(today, marks)
            except BaseException:
                with self._marking:
                    self._marks.is_all = True
                raise
            self._known = (today, judged)
            return judged

    def _renewed(self, today: date, marks: _Marks) -> Judged:
        known = self._known
        if known is None or known[0] != today or marks.is_all:
            return self._judge(today)
        judged = self._with(known[1], today, marks.clients)
        if marks.is_few:
            judged = self._with(
                judged, today, {row.facts.client_id for row in judged.rows if _goes_by_few(row)}
            )
        return judged

    def _with(self, known: Judged, today: date, client_ids: Collection[str]) -> Judged:
        if len(client_ids) > _MOST_AT_ONCE:
            return self._judge(today)
        if not client_ids:
            return known
        return _replaced(known, client_ids, [self._judge(today, one) for one in sorted(client_ids)])

    def _on_change(self, change: ChangeSet) -> None:
        with self._marking:
            self._marks.add(change)


@dataclass(slots=True)
class _Marks:
    """What has to be judged anew: everybody, some clients, or those whose rules go by milestones or papers."""

    is_all: bool = False
    is_few: bool = False
    clients: set[str] = field(default_factory=set)

    def add(self, change: ChangeSet) -> None:
        kinds = change.kinds
        self.is_few = self.is_few or bool(kinds & _OF_FEW)
        if kinds & _OF_ALL:
            self.is_all = True
        elif kinds & _OF_ONE:
            self._add_owners(change)

    def _add_owners(self, change: ChangeSet) -> None:
        is_clear = change.owners is not None and all(
            record_id for kind, record_id in change.touched if kind in _OF_ONE
        )
        owners = {owner for kind, owner in change.owners or () if kind in _OF_ONE}
        if not is_clear or ("" in owners and not _is_only_proposed(change)):
            self.is_all = True
        self.clients |= owners - {""}


def _is_only_proposed(change: ChangeSet) -> bool:
    """Whether what names no client is a rhythm of a tier or of the default: nobody's yet."""
    return all(kind is Kind.RHYTHM for kind, owner in change.owners or () if kind in _OF_ONE and not owner)


def _goes_by_few(row: CheckInRow) -> bool:
    if row.hold_event in (HoldEvent.MILESTONE, HoldEvent.SIGNED):
        return True
    return any(rule.unit is RhythmUnit.MILESTONE for rule in row.facts.rhythms)


def _replaced(known: Judged, client_ids: Collection[str], renewed: list[Judged]) -> Judged:
    """With some clients judged anew."""
    gone = frozenset(client_ids)
    rows = [row for row in known.rows if row.facts.client_id not in gone]
    views = [view for view in known.views if view.client_id not in gone]
    for one in renewed:
        rows.extend(one.rows)
        views.extend(one.views)
    views.sort(key=urgency)
    return Judged(tuple(rows), tuple(views))
