"""From lanes to rows: which line each bar and milestone stands on. Pure but for the item model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from clientdesk.models.views.timeline import EngagementSpan, LaneView, MilestoneView, TimelineView
from clientdesk.ui.itemmodels.base import ID_ROLE, ROW_ROLE
from clientdesk.ui.panels.timeline.words import spoken_milestone, spoken_span
from clientdesk.ui.widgets.labels import as_tooltip

Index = QModelIndex | QPersistentModelIndex

RECENT_DAYS = 45
"""Milestones done longer ago than this stand as dots on their engagement's bar, not on a line of their own."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the timeline: a client's bars, or one milestone.

    Attributes:
        number: place from the top.
        is_last: whether the next line belongs to another client.
        past: milestones done long ago, shown on the client's line.
    """

    number: int
    lane: LaneView
    mark: MilestoneView | None
    is_last: bool
    past: tuple[MilestoneView, ...] = ()


@dataclass(frozen=True, slots=True)
class BarItem:
    """An engagement's bar. `track`, `tracks`: its place among bars that overlap on one line."""

    line: int
    lane: LaneView
    span: EngagementSpan
    track: int
    tracks: int


@dataclass(frozen=True, slots=True)
class MarkItem:
    """One milestone. `from_on`: where its planned bar begins; None for one shown as a dot."""

    line: int
    lane: LaneView
    mark: MilestoneView
    from_on: date | None


Item = BarItem | MarkItem


def lay_out(view: TimelineView) -> tuple[list[Line], list[Item]]:
    """Lines from the top, and the items on them; bars before milestones on each line."""
    lines: list[Line] = []
    items: list[Item] = []
    for lane in view.lanes:
        shown, past = _parted(lane, view.today)
        starts = _starts(lane)
        head = len(lines)
        lines.append(Line(head, lane, None, not shown, past))
        items += _bars(lane, head)
        items += [MarkItem(head, lane, mark, None) for mark in past]
        for mark in shown:
            number = len(lines)
            lines.append(Line(number, lane, mark, mark is shown[-1]))
            items.append(MarkItem(number, lane, mark, starts.get(mark.milestone_id)))
    return lines, items


def _parted(lane: LaneView, today: date) -> tuple[tuple[MilestoneView, ...], tuple[MilestoneView, ...]]:
    limit = today - timedelta(days=RECENT_DAYS)
    past = tuple(m for m in lane.milestones if m.actual_on is not None and m.actual_on < limit)
    known = {mark.milestone_id for mark in past}
    return tuple(m for m in lane.milestones if m.milestone_id not in known), past


def _starts(lane: LaneView) -> dict[str, date]:
    """Where work towards each milestone begins: at the one before it in the engagement, else at its start."""
    begun = {span.engagement_id: span.starts_on for span in lane.engagements}
    found: dict[str, date] = {}
    dated = [(m.actual_on or m.planned_on or m.expected_on, m) for m in lane.milestones]
    for reached, mark in sorted(
        ((day, m) for day, m in dated if day is not None), key=lambda pair: (pair[0], pair[1].milestone_id)
    ):
        since = begun.get(mark.engagement_id)
        if since is not None and since < reached:
            found[mark.milestone_id] = since
        begun[mark.engagement_id] = reached
    return found


def _bars(lane: LaneView, line: int) -> list[Item]:
    """Bars on one line; those that overlap stand on tracks of their own."""
    ends: list[date] = []
    placed: list[tuple[EngagementSpan, int]] = []
    for span in lane.engagements:
        end = span.ends_on or date.max
        track = next((n for n, taken in enumerate(ends) if taken < span.starts_on), len(ends))
        if track == len(ends):
            ends.append(end)
        else:
            ends[track] = end
        placed.append((span, track))
    return [BarItem(line, lane, span, track, len(ends)) for span, track in placed]


class TimelineModel(QAbstractListModel):
    """Bars and milestones as a list, each with its words for screen readers."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: Sequence[Line] = ()
        self.items: Sequence[Item] = ()
        self.today = date.min

    def show_view(self, view: TimelineView) -> None:
        """Show these lanes instead."""
        self.beginResetModel()
        self.lines, self.items = lay_out(view)
        self.today = view.today
        self.endResetModel()

    def item_at(self, index: Index) -> Item | None:
        """The bar or milestone of an index."""
        return self.items[index.row()] if index.isValid() and index.row() < len(self.items) else None

    def row_of(self, record_id: str) -> int:
        """Row of an engagement or milestone; -1 when it isn't shown."""
        return next((row for row, item in enumerate(self.items) if _id_of(item) == record_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item = self.item_at(index)
        if item is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return item.span.title if isinstance(item, BarItem) else item.mark.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(item)
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_tooltip(self._spoken(item))
        if role == ID_ROLE:
            return _id_of(item)
        return item if role == ROW_ROLE else None

    def _spoken(self, item: Item) -> str:
        if isinstance(item, BarItem):
            return spoken_span(item.span, item.lane.client_name, self.today)
        return spoken_milestone(item.mark, item.lane.client_name, self.today)


def _id_of(item: Item) -> str:
    return item.span.engagement_id if isinstance(item, BarItem) else item.mark.milestone_id
