"""Tab goes through what is seen in reading order, also where fields were made later."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def chain(parts: Iterable[QWidget]) -> None:
    """Let Tab walk through these widgets and everything inside them, in this order."""
    stops = [stop for part in parts for stop in _stops(part)]
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def _stops(part: QWidget) -> list[QWidget]:
    """What takes the focus, in the order of its layouts.

    Of an exclusive group only the chosen button is a stop for Tab, so the others are taken along.
    """
    if part.focusPolicy() != Qt.FocusPolicy.NoFocus and part.focusProxy() is None:
        return [part]
    layout = part.layout()
    if layout is None:
        children = [child for child in part.children() if isinstance(child, QWidget)]
        return [stop for child in children for stop in _stops(child)]
    return [stop for child in _in_layout(layout) for stop in _stops(child)]


def _in_layout(layout: object) -> list[QWidget]:
    found: list[QWidget] = []
    for place in range(layout.count()):  # type: ignore[attr-defined]
        item = layout.itemAt(place)  # type: ignore[attr-defined]
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            found.append(widget)
        elif inner is not None:
            found += _in_layout(inner)
    return found
