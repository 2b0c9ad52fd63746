"""A titled surface on the client page, and how its changing rows are cleared."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from clientdesk.ui.theme import icon_px
from clientdesk.ui.tokens import SPACE_1, SPACE_2, SPACE_3, SPACE_4
from clientdesk.ui.widgets.labels import ElidedLabel, label
from clientdesk.ui.widgets.table import RowTable

_LEAST_COLUMNS = 540
"""Of a page with columns beside each other, at the usual size of text."""


class Card(QFrame):
    """A heading with room for buttons, and below it whatever is added to `body`."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_4)
        column.setSpacing(SPACE_3)
        self.header = CardHeader(title)
        column.addWidget(self.header)
        self.body = QVBoxLayout()
        self.body.setSpacing(SPACE_2)
        column.addLayout(self.body)


class CardHeader(QWidget):
    """A heading that is cut where it is too long, a count, and buttons at its end."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SPACE_2)
        self.title_label = ElidedLabel(title, "section")
        self.count_label = label("", "chip")
        self.count_label.hide()
        self._row.addWidget(self.title_label, 1)
        self._row.addWidget(self.count_label)

    def set_count(self, count: int | None) -> None:
        """Show how many are below; None hides the count."""
        self.count_label.setVisible(count is not None)
        self.count_label.setText("" if count is None else str(count))

    def add_widget(self, widget: QWidget) -> None:
        """Put a button at the end."""
        self._row.addWidget(widget)


class ScrollPage(QScrollArea):
    """A tab that scrolls up and down; `column` takes its cards."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(0, SPACE_3, SPACE_1, SPACE_4)
        self.column.setSpacing(SPACE_4)
        self._columns: list[QBoxLayout] = []
        self.setWidget(inner)

    def add_columns(self) -> QBoxLayout:
        """What is put into it stands beside each other; where the page is too narrow, below each other."""
        columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        columns.setSpacing(SPACE_4)
        self.column.addLayout(columns)
        self._columns.append(columns)
        return columns

    def place_columns(self) -> None:
        """Look again how much room there is; called after the cards were filled."""
        margins = self.column.contentsMargins()
        room = self.viewport().width() - margins.left() - margins.right()
        for columns in self._columns:
            way = _direction(columns, room)
            if way is not columns.direction():
                columns.setDirection(way)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place_columns()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.place_columns()


def _direction(columns: QBoxLayout, room: int) -> QBoxLayout.Direction:
    """Beside each other only while none is cut and the page is wide enough to read at this size of text."""
    parts = [
        item for place in range(columns.count()) if (item := columns.itemAt(place)) and not item.isEmpty()
    ]
    least = sum(item.minimumSize().width() for item in parts) + columns.spacing() * (len(parts) - 1)
    has_room = room >= max(least, icon_px(_LEAST_COLUMNS))
    return QBoxLayout.Direction.LeftToRight if has_room else QBoxLayout.Direction.TopToBottom


def clear_layout(layout: QLayout) -> None:
    """Take everything out of a layout and give it up."""
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item else None
        inner = item.layout() if item else None
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif inner is not None:
            clear_layout(inner)


def fit_to_rows(table: RowTable) -> None:
    """Make a table as tall as its rows, so that the page scrolls and not the table."""
    table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    rows = table.model().rowCount()
    header = table.horizontalHeader().sizeHint().height()
    table.setFixedHeight(header + rows * table.verticalHeader().defaultSectionSize() + 2)
