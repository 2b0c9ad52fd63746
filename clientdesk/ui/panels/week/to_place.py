"""To place: work without a time, by client; dragged to the grid, or placed by a click or a key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QDrag, QFontMetrics, QKeyEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from clientdesk.models.text import fold
from clientdesk.models.views.week import ToPlaceGroup, WorkItemView, default_minutes
from clientdesk.ui.itemmodels.base import ID_ROLE, ROW_ROLE
from clientdesk.ui.panels.week.grid import Errand, to_mime
from clientdesk.ui.panels.week.words import (
    due_text,
    estimate_text,
    group_title,
    left_text,
    length_text,
    spoken_item,
)
from clientdesk.ui.theme import current_tokens, role_font
from clientdesk.ui.tokens import RADIUS, client_colour, monogram
from clientdesk.ui.widgets.labels import as_tooltip
from clientdesk.ui.widgets.painting import paint_monogram

Index = QModelIndex | QPersistentModelIndex
Entry = ToPlaceGroup | WorkItemView


def errand_of(item: WorkItemView) -> Errand:
    """The work on its way to a slot, as long as its estimate in whole quarters of an hour."""
    return Errand(item.work_item_id, default_minutes(item.estimate_minutes), is_block=False)


class ToPlaceModel(QAbstractListModel):
    """Groups and their work in one list; groups can't be selected."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._groups: Sequence[ToPlaceGroup] = ()
        self._entries: list[Entry] = []
        self._words: list[str] = []
        self.today = date.min

    def set_groups(self, groups: Sequence[ToPlaceGroup], today: date) -> None:
        """Show these groups; the filter stays."""
        self.beginResetModel()
        self._groups, self.today = groups, today
        self._entries = self._kept()
        self.endResetModel()

    def set_filter(self, text: str) -> None:
        """Show only work whose title or client holds every word."""
        self.beginResetModel()
        self._words = fold(text).split()
        self._entries = self._kept()
        self.endResetModel()

    def _kept(self) -> list[Entry]:
        kept: list[Entry] = []
        for group in self._groups:
            items = [item for item in group.items if self._passes(item)]
            if items:
                kept += [group, *items]
        return kept

    def _passes(self, item: WorkItemView) -> bool:
        text = fold(f"{item.title} {item.client_name}")
        return all(word in text for word in self._words)

    def item_at(self, index: Index) -> WorkItemView | None:
        """The work of a row; None for a group."""
        entry = self._entries[index.row()] if index.isValid() and index.row() < len(self._entries) else None
        return entry if isinstance(entry, WorkItemView) else None

    def row_of(self, work_item_id: str) -> int:
        """Row of a piece of work; -1 when it isn't shown."""
        for row, entry in enumerate(self._entries):
            if isinstance(entry, WorkItemView) and entry.work_item_id == work_item_id:
                return row
        return -1

    def first_item_from(self, row: int) -> int:
        """The nearest row at or after this one that holds work, else before it; -1 without any."""
        rows = [n for n, entry in enumerate(self._entries) if isinstance(entry, WorkItemView)]
        after = [n for n in rows if n >= row]
        return after[0] if after else (rows[-1] if rows else -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if parent.isValid() else len(self._entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self.item_at(index) is None:
            return Qt.ItemFlag.ItemIsEnabled
        enabled = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return enabled | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._entries):
            return None
        entry = self._entries[index.row()]
        if role == ROW_ROLE:
            return entry
        if isinstance(entry, ToPlaceGroup):
            return self._group_data(entry, role)
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken_item(entry, self.today)
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_tooltip(spoken_item(entry, self.today))
        return entry.work_item_id if role == ID_ROLE else None

    def _group_data(self, group: ToPlaceGroup, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return group_title(group)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (group_title(group), left_text(group)) if part)
        return None


class ToPlaceDelegate(QStyledItemDelegate):
    """Draws a client's head or a piece of work in its band."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        line = QFontMetrics(role_font("body")).height()
        if isinstance(index.data(ROW_ROLE), ToPlaceGroup):
            return QSize(120, line + 18)
        return QSize(120, line + QFontMetrics(role_font("caption")).height() + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = index.data(ROW_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect
        if isinstance(entry, ToPlaceGroup):
            self._paint_group(painter, rect, entry)
        elif isinstance(entry, WorkItemView):
            self._paint_item(painter, rect, entry, option.state, index.model().today)  # type: ignore[attr-defined]
        painter.restore()

    def _paint_group(self, painter: QPainter, rect: QRect, group: ToPlaceGroup) -> None:
        tokens = current_tokens()
        x = rect.left() + 6
        if group.client_colour is not None:
            box = QRect(x, rect.center().y() - 9, 24, 20)
            paint_monogram(painter, box, monogram(group.client_name), group.client_colour)
            x += 32
        font = role_font("strong")
        left = left_text(group)
        small = role_font("caption")
        name_width = QFontMetrics(font).horizontalAdvance(group_title(group))
        if x + name_width + QFontMetrics(small).horizontalAdvance(left) + 16 > rect.right():
            left = ""
        taken = QFontMetrics(small).horizontalAdvance(left) + 8 if left else 0
        _line(
            painter,
            QRect(x, rect.top(), rect.right() - x - taken - 4, rect.height()),
            group_title(group),
            font,
            tokens.text,
        )
        if left:
            room = QRect(rect.right() - taken - 2, rect.top(), taken, rect.height())
            _line(painter, room, left, small, tokens.secondary)

    def _paint_item(
        self, painter: QPainter, rect: QRect, item: WorkItemView, state: QStyle.StateFlag, today: date
    ) -> None:
        tokens = current_tokens()
        box = QRectF(rect).adjusted(4, 2, -4, -2)
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        is_hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        own = tokens.resting
        if item.client_colour is not None:
            own = client_colour(item.client_colour, dark=tokens.dark)
        painter.setPen(QPen(QColor(tokens.tint(own, 0.35)), 1))
        painter.setBrush(QColor(tokens.tint(own, 0.24 if is_selected else 0.16 if is_hovered else 0.09)))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(own))
        painter.drawRoundedRect(QRectF(box.left(), box.top(), 4, box.height()), 2, 2)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(tokens.focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0, 0, 0, 0), RADIUS + 1, RADIUS + 1)
        room = box.toRect().adjusted(12, 4, -8, -4)
        body, small = role_font("body"), role_font("caption")
        first = QRect(room.left(), room.top(), room.width(), QFontMetrics(body).height())
        _line(painter, first, item.title, body, tokens.text)
        second = QRect(room.left(), first.bottom() + 1, room.width(), QFontMetrics(small).height())
        due = due_text(item.due_on, today)
        is_late = item.due_on is not None and item.due_on < today
        words = " · ".join(part for part in (estimate_text(item), due) if part)
        _line(painter, second, words, small, tokens.watch if is_late else tokens.secondary)


def _line(painter: QPainter, rect: QRect, words: str, font: Any, colour: str) -> None:
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


class ToPlaceList(QListView):
    """The list itself.

    Signals:
        place_wanted: a piece of work is to get a slot (Enter, P, the button).
        done_wanted, delete_wanted, opened: work item id.
        chosen: another row became current.
    """

    place_wanted = Signal()
    done_wanted = Signal(str)
    delete_wanted = Signal(str)
    opened = Signal(str)
    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.items = ToPlaceModel(self)
        self.setModel(self.items)
        self.setItemDelegate(ToPlaceDelegate(self))
        self.setProperty("role", "canvas")
        self.setMouseTracking(True)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(False)
        self.doubleClicked.connect(self._on_double_clicked)

    def set_groups(self, groups: Sequence[ToPlaceGroup], today: date) -> None:
        """Show this work; the current piece stays current, else the one after it."""
        current, row = self.selected(), self.currentIndex().row()
        self.items.set_groups(groups, today)
        at = self.items.row_of(current.work_item_id) if current else -1
        if at < 0 and row >= 0:
            at = self.items.first_item_from(row)
        if at >= 0:
            self.setCurrentIndex(self.items.index(at))
        self.chosen.emit()

    def selected(self) -> WorkItemView | None:
        """The piece of work selected."""
        return self.items.item_at(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item, key = self.selected(), event.key()
        if item is None or event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_P, Qt.Key.Key_M):
            self.place_wanted.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(item.work_item_id)
        elif key == Qt.Key.Key_D:
            self.done_wanted.emit(item.work_item_id)
        elif key == Qt.Key.Key_Delete:
            self.delete_wanted.emit(item.work_item_id)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands here; the filter searches."""

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.chosen.emit()

    def startDrag(self, supportedActions: Qt.DropAction) -> None:  # noqa: N803, ARG002 (Qt override)
        item = self.selected()
        if item is None:
            return
        drag = QDrag(self)
        drag.setMimeData(to_mime(errand_of(item)))
        picture = self._picture(item)
        drag.setPixmap(picture)
        drag.setHotSpot(QPoint(12, 8))
        drag.exec(Qt.DropAction.CopyAction)

    def _picture(self, item: WorkItemView) -> QPixmap:
        ratio = self.devicePixelRatioF()
        font = role_font("strong")
        words = f"{item.title} · {length_text(errand_of(item).minutes)}"
        width = min(QFontMetrics(font).horizontalAdvance(words) + 24, 260)
        picture = QPixmap(round(width * ratio), round(28 * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        tokens = current_tokens()
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent))
        painter.drawRoundedRect(QRectF(0, 0, width, 28), RADIUS, RADIUS)
        _line(painter, QRect(12, 0, width - 20, 28), words, font, tokens.on_accent)
        painter.end()
        return picture

    def contextMenuEvent(self, event: Any) -> None:
        item = self.selected()
        if item is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Place…"), self.place_wanted.emit)
        menu.addAction(self.tr("Open"), self._open_selected)
        menu.addAction(self.tr("Mark done"), self._done_selected)
        menu.addSeparator()
        menu.addAction(self.tr("Delete"), self._delete_selected)
        menu.popup(event.globalPos())

    def _on_double_clicked(self, index: QModelIndex) -> None:
        item = self.items.item_at(index)
        if item is not None:
            self.opened.emit(item.work_item_id)

    def _open_selected(self) -> None:
        self._tell(self.opened)

    def _done_selected(self) -> None:
        self._tell(self.done_wanted)

    def _delete_selected(self) -> None:
        self._tell(self.delete_wanted)

    def _tell(self, signal: Any) -> None:
        item = self.selected()
        if item is not None:
            signal.emit(item.work_item_id)
