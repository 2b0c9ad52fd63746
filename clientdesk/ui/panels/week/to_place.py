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
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QContextMenuEvent, QDrag, QFontMetrics, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QMenu,
    QWidget,
)

from clientdesk.models.text import fold
from clientdesk.models.views.week import ToPlaceGroup, WorkItemView, default_minutes
from clientdesk.ui.itemmodels.base import ID_ROLE, ROW_ROLE
from clientdesk.ui.panels.week.grid import Errand, to_mime
from clientdesk.ui.panels.week.place_paint import ToPlaceDelegate, paint_line
from clientdesk.ui.panels.week.place_words import (
    spoken_group,
    spoken_work,
)
from clientdesk.ui.panels.week.words import group_title, length_text
from clientdesk.ui.theme import current_tokens, role_font
from clientdesk.ui.tokens import RADIUS
from clientdesk.ui.widgets.labels import as_tooltip

Index = QModelIndex | QPersistentModelIndex
Entry = ToPlaceGroup | WorkItemView


def errand_of(item: WorkItemView) -> Errand:
    """The work on its way to a slot, as long as what is left of it in whole quarters of an hour."""
    return Errand(item.work_item_id, default_minutes(item.length_minutes), is_block=False)


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
            # A client for whom nothing waits stands there for its hours that are left.
            if items or (not group.items and not self._words):
                kept += [group, *items]
        return kept

    def _passes(self, item: WorkItemView) -> bool:
        text = fold(f"{item.title} {item.client_name} {item.source_words}")
        return all(word in text for word in self._words)

    def items(self) -> list[WorkItemView]:
        """The work shown, in its order."""
        return [entry for entry in self._entries if isinstance(entry, WorkItemView)]

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
            return spoken_work(entry)
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_tooltip(spoken_work(entry))
        return entry.work_item_id if role == ID_ROLE else None

    def _group_data(self, group: ToPlaceGroup, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return group_title(group)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            spoken = spoken_group(group)
            return as_tooltip(spoken) if role == Qt.ItemDataRole.ToolTipRole else spoken
        return None


_SIGNALS_OF_KEYS = {
    Qt.Key.Key_E: "opened",
    Qt.Key.Key_D: "done_wanted",
    Qt.Key.Key_L: "later_wanted",
    Qt.Key.Key_X: "drop_wanted",
    Qt.Key.Key_Delete: "delete_wanted",
}


class ToPlaceList(QListView):
    """The list itself.

    Signals:
        place_wanted: a piece of work is to get a slot (M, Enter, the button).
        day_wanted: id, and the number of the shown day it is to go to, from 0 (keys 1 to 7).
        done_wanted, later_wanted, drop_wanted, delete_wanted, opened: id.
        menu_wanted: the work and the menu it may add to.
        chosen: another row became current.
    """

    place_wanted = Signal()
    day_wanted = Signal(str, int)
    done_wanted = Signal(str)
    later_wanted = Signal(str)
    drop_wanted = Signal(str)
    delete_wanted = Signal(str)
    opened = Signal(str)
    menu_wanted = Signal(object, QMenu)
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
        item, key = self.selected(), Qt.Key(event.key())
        harmless = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        if item is None or event.modifiers() & ~harmless:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_M, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.place_wanted.emit()
        elif key in _SIGNALS_OF_KEYS:
            getattr(self, _SIGNALS_OF_KEYS[key]).emit(item.work_item_id)
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_7:
            self.day_wanted.emit(item.work_item_id, key - Qt.Key.Key_1)
        elif event.text().isalnum():
            event.ignore()
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
        paint_line(painter, QRect(12, 0, width - 20, 28), words, font, tokens.on_accent)
        painter.end()
        return picture

    def contextMenuEvent(self, event: Any) -> None:
        item = self.selected()
        if item is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu_wanted.emit(item, menu)
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        at = self.visualRect(self.currentIndex()).bottomLeft() + QPoint(16, 0)
        menu.popup(self.viewport().mapToGlobal(at) if by_key else event.globalPos())

    def _on_double_clicked(self, index: QModelIndex) -> None:
        item = self.items.item_at(index)
        if item is not None:
            self.opened.emit(item.work_item_id)
