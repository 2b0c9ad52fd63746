"""Moving between items of a canvas by keys: which one is nearest in a direction."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QAbstractItemView

ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}

_Move = QAbstractItemView.CursorAction
_STEPS = {
    _Move.MoveLeft: (-1, 0),
    _Move.MoveRight: (1, 0),
    _Move.MoveUp: (0, -1),
    _Move.MoveDown: (0, 1),
}


def nearest(rects: Sequence[QRect], current: int, move: QAbstractItemView.CursorAction, page: QSize) -> int:
    """The row to go to from `current` (-1 for nowhere); stays when there is nothing that way."""
    order = reading_order(rects)
    if current < 0:
        return order[0]
    place = order.index(current)
    if move == _Move.MoveHome:
        return order[0]
    if move == _Move.MoveEnd:
        return order[-1]
    if move in (_Move.MoveNext, _Move.MovePrevious):
        step = 1 if move == _Move.MoveNext else -1
        return order[min(max(place + step, 0), len(order) - 1)]
    if move in (_Move.MovePageUp, _Move.MovePageDown):
        return _by_page(rects, current, page.height() if move == _Move.MovePageDown else -page.height())
    return _beside(rects, current, *_STEPS[move])


def reading_order(rects: Sequence[QRect]) -> list[int]:
    """Rows by column, then from top to bottom, as they would be read aloud."""
    return sorted(range(len(rects)), key=lambda row: (rects[row].left(), rects[row].top(), row))


def _beside(rects: Sequence[QRect], current: int, dx: int, dy: int) -> int:
    """The item most straight ahead: distance along the direction, plus three times that across it."""
    here = rects[current].center()
    best, best_cost = current, -1
    for row, rect in enumerate(rects):
        if row == current:
            continue
        away = rect.center() - here
        along, across = away.x() * dx + away.y() * dy, abs(away.x() * dy) + abs(away.y() * dx)
        if along <= 0:
            continue
        cost = along + 3 * across
        if best_cost < 0 or cost < best_cost:
            best, best_cost = row, cost
    return best


def _by_page(rects: Sequence[QRect], current: int, distance: int) -> int:
    target = rects[current].center()
    target.setY(target.y() + distance)
    ahead = [
        row
        for row, rect in enumerate(rects)
        if row != current and (rect.center().y() - rects[current].center().y()) * distance > 0
    ]
    if not ahead:
        return current
    return min(ahead, key=lambda row: (rects[row].center() - target).manhattanLength())
