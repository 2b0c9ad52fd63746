"""A layout that fills a line from left to right and goes on below, for chips and buttons."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from clientdesk.ui.tokens import SPACE_2


class FlowLayout(QLayout):
    """Lays its widgets out like words in a paragraph; mirrored in right-to-left languages."""

    def __init__(self, parent: QWidget | None = None, spacing: int = SPACE_2) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)
        if parent is not None:
            parent.setLayout(self)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 (Qt override)
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 (Qt override)
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), is_dry=True)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, is_dry=False)

    def sizeHint(self) -> QSize:
        width = sum(item.sizeHint().width() + self.spacing() for item in self._visible())
        height = max((item.sizeHint().height() for item in self._visible()), default=0)
        return QSize(width, height).grownBy(self.contentsMargins())

    def minimumSize(self) -> QSize:  # noqa: N802 (Qt override)
        size = QSize()
        for item in self._visible():
            size = size.expandedTo(item.minimumSize())
        margins: QMargins = self.contentsMargins()
        return size.grownBy(margins)

    def _visible(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _arrange(self, rect: QRect, *, is_dry: bool) -> int:
        area = rect.marginsRemoved(self.contentsMargins())
        y = area.top()
        for line in self._lines(area.width()):
            height = max(size.height() for _, size in line)
            x = area.left()
            for item, size in line:
                if not is_dry:
                    corner = QPoint(x, y + (height - size.height()) // 2)
                    item.setGeometry(self._mirrored(QRect(corner, size), area))
                x += size.width() + self.spacing()
            y += height + self.spacing()
        used = max(y - self.spacing() - area.top(), 0)
        return used + self.contentsMargins().top() + self.contentsMargins().bottom()

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        left = 0
        for item in self._visible():
            size = item.sizeHint()
            size.setWidth(min(size.width(), max(width, 0)))
            if not lines or left + size.width() > width:
                lines.append([])
                left = 0
            lines[-1].append((item, size))
            left += size.width() + self.spacing()
        return lines

    def _mirrored(self, rect: QRect, area: QRect) -> QRect:
        owner = self.parentWidget()
        if owner is not None and owner.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            rect.moveLeft(area.left() + area.right() - rect.right())
        return rect
