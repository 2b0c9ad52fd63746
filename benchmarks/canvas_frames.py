"""Frames of the two canvases, off-screen, against an empty frame of the same size in the same run.

Week with 200 blocks: at most 4 ms a frame, with 2,000 at most 16 ms. Timeline with 2,000 items: at most 16 ms.
Figures are medians of the frames while scrolling, each also as a multiple of the empty frame (the floor).
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from clientdesk.models.enums import BlockKind
from clientdesk.models.schedule import Load
from clientdesk.models.views.timeline import EngagementSpan, LaneView, MilestoneView, TimelineView
from clientdesk.models.views.week import BlockSource, BlockView, DayView, WeekView
from clientdesk.ui.panels.timeline.canvas import TimelineCanvas
from clientdesk.ui.panels.timeline.panel import extent
from clientdesk.ui.panels.week.grid import WeekGrid

WIDTH, HEIGHT = 1600, 900
FRAMES = 60
WEEK_BUDGET_MS, FULL_WEEK_BUDGET_MS, TIMELINE_BUDGET_MS = 4.0, 16.0, 16.0
MONDAY = date(2026, 10, 12)
BLOCKS, MANY_BLOCKS, ITEMS = 200, 2_000, 2_000


def week(count: int) -> WeekView:
    """Blocks over seven days, many side by side."""
    days = []
    for number in range(7):
        day = MONDAY + timedelta(days=number)
        blocks = tuple(_block(day, n) for n in range(count // 7 + (number < count % 7)))
        days.append(
            DayView(day, ((540, 1020),), ((1140, 1440),), False, "", "", blocks, 384, 400, 0, Load.OVER)
        )
    return WeekView("2026-W42", tuple(days), MONDAY, 620)


def _block(day: date, number: int) -> BlockView:
    start = 480 + number * 20 % 900
    at = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=start)
    return BlockView(
        block_id=f"{day}-{number}",
        source=BlockSource.BLOCK,
        kind=BlockKind.MEETING if number % 5 == 0 else BlockKind.WORK,
        title=f"Notes for the workshop, part {number}",
        client_id=str(number % 8),
        client_name=("Acme Ltd", "Birch & Co", "Cedar", "Delta", "Elm", "Fjord", "Grove", "Harbour")[
            number % 8
        ],
        client_colour=number % 8,
        work_item_id=None,
        starts_at=at,
        ends_at=at + timedelta(minutes=45),
        day=day,
        start_minute=start,
        end_minute=start + 45,
        minutes=45,
        is_done=number % 4 == 0,
    )


def lanes() -> TimelineView:
    """2,000 bars and milestones of 100 clients around today."""
    made = []
    each = ITEMS // 100 - 1
    for number in range(100):
        engagement = f"e{number}"
        span = EngagementSpan(engagement, str(number), "Advice", MONDAY - timedelta(days=200), None)
        marks = tuple(_mark(engagement, number, n) for n in range(each))
        made.append(LaneView(str(number), f"Client {number}", number % 8, (span,), marks, 4, each // 2))
    return TimelineView(*extent(MONDAY), MONDAY, tuple(made))


def _mark(engagement: str, client: int, number: int) -> MilestoneView:
    planned = MONDAY + timedelta(days=number * 5 - 30 + client % 7)
    expected = planned - timedelta(days=number % 5)
    done = planned if number < 5 else None
    identity = f"{engagement}-{number}"
    gap = (planned - expected).days
    return MilestoneView(
        identity, engagement, str(client), "Report", None, expected, planned, done, None, gap, gap > 0
    )


def frames(widget: QWidget, step: Callable[[int], None]) -> list[float]:
    """Milliseconds of each frame of a view's inside, with another part in sight each time."""
    picture = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    inside = widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget
    spent = []
    for number in range(FRAMES):
        step(number)
        started = time.perf_counter()
        inside.render(picture, QPoint(0, 0))
        spent.append((time.perf_counter() - started) * 1000)
    return spent[5:]


def median_of(widget: QWidget, step: Callable[[int], None]) -> float:
    widget.resize(WIDTH, HEIGHT)
    widget.show()
    QApplication.processEvents()
    return statistics.median(frames(widget, step))


def week_frame(count: int) -> float:
    """The median frame of a week with so many blocks, scrolled through."""
    grid = WeekGrid()
    grid.show_week(week(count))
    return median_of(grid, lambda number: grid.verticalScrollBar().setValue(number * 6))


def row(name: str, spent: float, budget: float, floor: float) -> str:
    """One figure with its budget and its multiple of the floor."""
    mark = "" if spent <= budget else "   MISSED"
    return f"{name:<28}{spent:6.2f} ms   budget {budget:.0f} ms   {spent / floor:5.1f} x floor{mark}"


def main() -> int:
    app = QApplication.instance() or QApplication([])
    floor = median_of(QWidget(), lambda _: None)
    week_ms, full_week_ms = week_frame(BLOCKS), week_frame(MANY_BLOCKS)
    canvas = TimelineCanvas()
    canvas.show_view(lanes())
    canvas.resize(WIDTH, HEIGHT)

    def scroll(number: int) -> None:
        canvas.verticalScrollBar().setValue(number * 40)
        canvas.horizontalScrollBar().setValue(2_800 + number * 12)

    timeline_ms = median_of(canvas, scroll)
    started = time.perf_counter()
    canvas.show_view(lanes())
    layout_ms = (time.perf_counter() - started) * 1000
    point = QPoint(WIDTH // 2, HEIGHT // 2)
    started = time.perf_counter()
    for _ in range(200):
        canvas.indexAt(point)
    hit_ms = (time.perf_counter() - started) * 1000 / 200
    print(f"{'empty frame (floor)':<28}{floor:6.2f} ms")
    print(row(f"week, {BLOCKS} blocks", week_ms, WEEK_BUDGET_MS, floor))
    print(row(f"week, {MANY_BLOCKS:,} blocks", full_week_ms, FULL_WEEK_BUDGET_MS, floor))
    print(row(f"timeline, {ITEMS:,} items", timeline_ms, TIMELINE_BUDGET_MS, floor))
    print(f"timeline, new lanes shown   {layout_ms:6.2f} ms")
    print(f"timeline, hit test          {hit_ms:6.2f} ms")
    app.quit()
    kept = week_ms <= WEEK_BUDGET_MS and full_week_ms <= FULL_WEEK_BUDGET_MS
    return int(not kept or timeline_ms > TIMELINE_BUDGET_MS)


if __name__ == "__main__":
    sys.exit(main())
