"""Rows of the planning lists: a client's mark, what it is, and where it stands; one line each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyleOptionViewItem, QWidget

from clientdesk.ui.itemmodels.base import ID_ROLE, ROW_ROLE
from clientdesk.ui.theme import current_tokens, icon_px, role_font
from clientdesk.ui.tokens import Status, Tokens, monogram
from clientdesk.ui.widgets.delegates import CellDelegate
from clientdesk.ui.widgets.labels import as_tooltip
from clientdesk.ui.widgets.painting import paint_monogram, paint_status

Index = QModelIndex | QPersistentModelIndex

_PAD = 8
_GAPS = 72


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One line.

    Attributes:
        key: what it stands for.
        detail: at the end of the line; `note`: before it, with the shape of `status`.
    """

    key: str
    client_name: str
    client_colour: int | None
    title: str
    detail: str
    note: str = ""
    status: Status | None = None

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return ", ".join(part for part in (self.client_name, self.title, self.detail, self.note) if part)


class PlanRowModel(QAbstractListModel):
    """A plain list of rows."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: Sequence[PlanRow] = ()

    def set_rows(self, rows: Sequence[PlanRow]) -> None:
        """Show these; nothing happens when they say the same."""
        if list(rows) == list(self.rows):
            return
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_tooltip(row.spoken)
        if role == ID_ROLE:
            return row.key
        return row if role == ROW_ROLE else None


class PlanRowDelegate(CellDelegate):
    """Draws one row in one line."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        return QSize(200, row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, PlanRow):
            return
        tokens = current_tokens()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option, tokens)
        room = option.rect.adjusted(_PAD, 0, -_PAD, 0)
        self._paint_row(_Pen(painter, room, option.direction), row, tokens)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, tokens: Tokens) -> None:
        rect = QRectF(option.rect).adjusted(2, 1, -2, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setBrush(QColor(tokens.selection))
            painter.drawRoundedRect(rect, 4, 4)
            view = option.widget
            if view is not None and view.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QColor(tokens.focus))
                painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(tokens.hover))
            painter.drawRoundedRect(rect, 4, 4)

    def _paint_row(self, pen: _Pen, row: PlanRow, tokens: Tokens) -> None:
        small, strong = role_font("caption"), role_font("strong")
        side = min(icon_px(20), pen.room.height() - 6)
        if row.client_colour is not None:
            box = pen.box(0, side + 4, side)
            paint_monogram(pen.painter, box, monogram(row.client_name), row.client_colour)
        pen.take_left(icon_px(20) + 12)
        has_note, has_name = self._fitting(pen.room.width(), row)
        pen.take_right(pen.write(row.detail, small, tokens.secondary, at_end=True))
        if has_note:
            pen.take_right(16)
            pen.take_right(pen.write(row.note, small, tokens.text, at_end=True))
        if row.status is not None:
            mark = icon_px(12)
            pen.take_right(mark + 6)
            paint_status(pen.painter, QRectF(pen.box(pen.room.width(), mark, mark)), row.status)
        pen.take_right(12)
        if has_name:
            pen.take_left(pen.write(row.client_name, small, tokens.secondary, share=0.4) + 10)
        pen.write(row.title, strong, tokens.text)

    def _fitting(self, width: int, row: PlanRow) -> tuple[bool, bool]:
        """Whether note and client's name fit beside the title: the mark says whose it is, the shape that it matters."""
        small = QFontMetrics(role_font("caption")).horizontalAdvance
        left = width - min(QFontMetrics(role_font("strong")).horizontalAdvance(row.title), width // 3)
        left -= small(row.detail) + _GAPS
        note, name = small(row.note), small(row.client_name)
        has_note = bool(row.note) and note <= left
        return has_note, bool(row.client_name) and name <= left - note * has_note


class _Pen:
    """Writes into a line from both ends; mirrored where the page is."""

    def __init__(self, painter: QPainter, whole: QRect, direction: Qt.LayoutDirection) -> None:
        self.painter = painter
        self.room = QRect(whole)
        self._whole = QRect(whole)
        self._direction = direction

    def take_left(self, width: int) -> None:
        self.room.setLeft(min(self.room.left() + width, self.room.right()))

    def take_right(self, width: int) -> None:
        self.room.setRight(max(self.room.right() - width, self.room.left()))

    def box(self, x: int, width: int, height: int) -> QRect:
        """A box `x` to the right of the room's start, in the middle of its height."""
        top = self.room.top() + (self.room.height() - height) // 2
        return self._mirrored(QRect(self.room.left() + x, top, width, height))

    def write(self, text: str, font: QFont, colour: str, *, at_end: bool = False, share: float = 1) -> int:
        """Write words into the room (or a share of it), cut where they must be; returns the width they took."""
        metrics = QFontMetrics(font)
        width = round(self.room.width() * share)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
        self.painter.setFont(font)
        self.painter.setPen(QColor(colour))
        is_right = at_end != (self._direction == Qt.LayoutDirection.RightToLeft)
        side = Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft
        flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        self.painter.drawText(self._mirrored(self.room), flags, shown)
        return metrics.horizontalAdvance(shown)

    def _mirrored(self, rect: QRect) -> QRect:
        return QStyle.visualRect(self._direction, self._whole, rect)


def row_height() -> int:
    """Height of one line."""
    return max(QFontMetrics(role_font("body")).height() + 10, 28)


class PlanRowList(QListView):
    """The list: one row is current while there is any; it is no taller than its rows, nor than a few of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.items = PlanRowModel(self)
        self.setModel(self.items)
        self.setItemDelegate(PlanRowDelegate(self))
        self.setProperty("role", "canvas")
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._most_rows = 4

    def set_most_rows(self, count: int) -> None:
        """How many rows are in sight at once."""
        self._most_rows = count
        self._fit()

    def set_rows(self, rows: Sequence[PlanRow]) -> None:
        """Show these; the current one stays current, else the one that took its place."""
        key, at = self.current_key(), self.currentIndex().row()
        self.items.set_rows(rows)
        keys = [row.key for row in rows]
        place = keys.index(key) if key in keys else min(max(at, 0), len(keys) - 1)
        if keys:
            self.setCurrentIndex(self.items.index(place))
        self._fit()

    def current_key(self) -> str:
        """What the current row stands for; empty without rows."""
        return self.currentIndex().data(ID_ROLE) or ""

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands here."""

    def _fit(self) -> None:
        shown = min(max(len(self.items.rows), 1), self._most_rows)
        self.setFixedHeight(shown * row_height() + 2 * self.frameWidth())
