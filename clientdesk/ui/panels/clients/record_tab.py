"""Record: everything that was said, newest first, in one stream."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QMenu,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from clientdesk.models.enums import TouchKind, TouchState
from clientdesk.models.views.touchpoints import TouchpointView
from clientdesk.ui.dates import day_text
from clientdesk.ui.itemmodels.base import ID_ROLE, ROW_ROLE, Column, Index, RowTableModel
from clientdesk.ui.panels.clients.now_tab import clock_text
from clientdesk.ui.theme import current_tokens, icon_px, role_font
from clientdesk.ui.tokens import SPACE_2, SPACE_3
from clientdesk.ui.widgets.buttons import SegmentedControl, button
from clientdesk.ui.widgets.empty_state import EmptyState
from clientdesk.ui.words import touch_state_word, touch_word, translate

KINDS: dict[str, frozenset[TouchKind] | None] = {
    "all": None,
    "told": frozenset(
        {
            TouchKind.UPDATE,
            TouchKind.REPORT,
            TouchKind.MAIL_SENT,
            TouchKind.MESSAGE_SENT,
            TouchKind.PERSONAL,
            TouchKind.SATISFACTION,
        }
    ),
    "heard": frozenset({TouchKind.MAIL_RECEIVED, TouchKind.MESSAGE_RECEIVED}),
    "met": frozenset({TouchKind.CALL, TouchKind.VIDEO, TouchKind.MEETING}),
    "note": frozenset({TouchKind.NOTE}),
}

_ASKED_BY = frozenset(
    {
        TouchKind.MAIL_RECEIVED,
        TouchKind.MESSAGE_RECEIVED,
        TouchKind.CALL,
        TouchKind.VIDEO,
        TouchKind.MEETING,
    }
)
_PAD = 10
_MOST_LINES = 8
_LINE = 760


class RecordTab(QWidget):
    """The stream with its chips.

    Signals:
        narrowed: key of the chip chosen, see `KINDS`.
        more_asked: show earlier entries.
        opened, deleted: id of an entry.
        answer_wanted: id of an entry in which they asked something: the time to an answer is to run.
        entry_added: a new entry by form.
    """

    narrowed = Signal(str)
    more_asked = Signal()
    opened = Signal(str)
    deleted = Signal(str)
    answer_wanted = Signal(str)
    entry_added = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_3, 0, SPACE_2)
        column.setSpacing(SPACE_3)
        head = QHBoxLayout()
        self.chips = SegmentedControl(
            [
                ("all", self.tr("All")),
                ("told", self.tr("Told")),
                ("heard", self.tr("Heard")),
                ("met", self.tr("Talks")),
                ("note", self.tr("Notes")),
            ]
        )
        self.add_button = button(self.tr("Add an entry"), icon_name="plus")
        self.add_button.setObjectName("add_entry_button")
        head.addWidget(self.chips)
        head.addStretch(1)
        head.addWidget(self.add_button)
        column.addLayout(head)
        self.model = StreamModel(today, self)
        self.view = StreamView(self.tr("Record"))
        self.view.setObjectName("record_view")
        self.view.setModel(self.model)
        self.view.setItemDelegate(StreamDelegate(today, self.view))
        self.empty = EmptyState(
            self.tr("Nothing here yet"),
            self.tr("Write a line above: a note, or > told, < heard, = met."),
            icon_name="message-square",
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(self.view)
        self.stack.addWidget(self.empty)
        column.addWidget(self.stack, 1)
        self.more_button = button(self.tr("Show earlier"))
        self.more_button.setObjectName("more_button")
        column.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.chips.chosen.connect(self.narrowed)
        self.add_button.clicked.connect(self.entry_added)
        self.more_button.clicked.connect(self.more_asked)
        self.view.opened.connect(self.opened)
        self.view.deleted.connect(self.deleted)
        self.view.answer_wanted.connect(self.answer_wanted)

    def show_stream(self, touches: Sequence[TouchpointView], *, has_more: bool) -> None:
        """Show these entries."""
        current = self.view.currentIndex().data(ID_ROLE) if self.view.currentIndex().isValid() else ""
        place = self.view.verticalScrollBar().value()
        self.model.set_rows(touches)
        self.stack.setCurrentWidget(self.view if touches else self.empty)
        self.more_button.setVisible(has_more)
        if current:
            self.view.setCurrentIndex(self.model.index_of(current))
        self.view.verticalScrollBar().setValue(place)


class StreamModel(RowTableModel[TouchpointView]):
    """One column: the whole entry, spoken as one sentence."""

    id_key = "touchpoint_id"

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__((Column("text", text=lambda touch: spoken(touch, today())),), parent)


class StreamView(QListView):
    """Enter or a double click opens an entry, Delete deletes it; the same by a context menu.

    Signals:
        opened, deleted, answer_wanted: id of the entry.
    """

    opened = Signal(str)
    deleted = Signal(str)
    answer_wanted = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.doubleClicked.connect(self._on_double_clicked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self.currentIndex()
        if current.isValid() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(current.data(ID_ROLE))
        elif current.isValid() and event.key() == Qt.Key.Key_Delete:
            self.deleted.emit(current.data(ID_ROLE))
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_keys = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_keys else self.indexAt(event.pos())
        if not index.isValid():
            return
        self.setCurrentIndex(index)
        place = self.visualRect(index).center() if by_keys else event.pos()
        self.menu_of(index).popup(self.viewport().mapToGlobal(place))

    def menu_of(self, index: Index) -> QMenu:
        """What can be done with an entry."""
        touch_id, touch = index.data(ID_ROLE), index.data(ROW_ROLE)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Open"), partial(self.opened.emit, touch_id))
        if touch.kind in _ASKED_BY and touch.state is TouchState.HELD:
            wanted = menu.addAction(self.tr("Wants an answer"), partial(self.answer_wanted.emit, touch_id))
            wanted.setObjectName("wants_answer")
        menu.addSeparator()
        menu.addAction(self.tr("Delete"), partial(self.deleted.emit, touch_id))
        return menu

    def _on_double_clicked(self, index: Index) -> None:
        self.opened.emit(index.data(ID_ROLE))


class StreamDelegate(QStyledItemDelegate):
    """Day and kind on one line, the words below it, wrapped; at most eight lines of them."""

    def __init__(self, today: Callable[[], date], parent: QListView) -> None:
        super().__init__(parent)
        self._today = today
        self._list = parent

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option
        touch = index.data(ROW_ROLE)
        width = self._list.viewport().width()
        height = QFontMetrics(role_font("strong")).height() + 2 * _PAD
        if touch.text:
            height += 4 + self._words_height(touch.text, _measure(width - 2 * _PAD))
        return QSize(width, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        touch = index.data(ROW_ROLE)
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        shown.text = ""
        self._list.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, shown, painter, self._list)
        tokens = current_tokens()
        painter.save()
        painter.setPen(QColor(tokens.line))
        foot = option.rect.adjusted(_PAD, 0, -_PAD, 0)
        painter.drawLine(foot.bottomLeft(), foot.bottomRight())
        room = option.rect.adjusted(_PAD, _PAD, -_PAD, -_PAD)
        strong = QFontMetrics(role_font("strong"))
        painter.setFont(role_font("strong"))
        painter.setPen(QColor(tokens.text))
        head = title(touch)
        line = QRect(room.left(), room.top(), room.width(), strong.height())
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, head)
        painter.setFont(role_font("caption"))
        painter.setPen(QColor(tokens.secondary))
        left = strong.horizontalAdvance(head) + 12
        painter.drawText(
            line.adjusted(left, 0, 0, 0),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            when(touch, self._today()),
        )
        if touch.text:
            painter.setFont(role_font())
            painter.setPen(QColor(tokens.text))
            words = room.adjusted(0, strong.height() + 4, 0, 0)
            words.setWidth(_measure(words.width()))
            painter.drawText(words, _WRAP, self._cut(touch.text, words.width()))
        painter.restore()

    def _words_height(self, text: str, width: int) -> int:
        metrics = QFontMetrics(role_font())
        shown = metrics.boundingRect(QRect(0, 0, max(width, 60), 100_000), _WRAP, text)
        return min(shown.height(), metrics.lineSpacing() * _MOST_LINES)

    def _cut(self, text: str, width: int) -> str:
        metrics = QFontMetrics(role_font())
        most = metrics.lineSpacing() * _MOST_LINES
        if metrics.boundingRect(QRect(0, 0, max(width, 60), 100_000), _WRAP, text).height() <= most:
            return text
        kept = text[: max(40, _MOST_LINES * max(width, 60) // max(metrics.averageCharWidth(), 1))]
        while kept and metrics.boundingRect(QRect(0, 0, width, 100_000), _WRAP, kept + "…").height() > most:
            kept = kept[: -max(4, len(kept) // 20)]
        return kept.rstrip() + "…"


def _measure(width: int) -> int:
    """Lines stay short enough to read, however wide the window."""
    return min(width, icon_px(_LINE))


_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)


def title(touch: TouchpointView) -> str:
    """What it was, and what became of it."""
    word = touch_word(touch.kind)
    if touch.is_review:
        word = translate("RecordTab", "{kind}, review").format(kind=word)
    return word if touch.state is TouchState.HELD else f"{word}, {touch_state_word(touch.state)}"


def when(touch: TouchpointView, today: date) -> str:
    """Day, time, with whom and by what."""
    parts = [f"{day_text(touch.on, today)} {clock_text(touch)}", touch.contact, touch.channel]
    return " · ".join(part for part in parts if part)


def spoken(touch: TouchpointView, today: date) -> str:
    """The whole entry as one sentence."""
    return ", ".join(part for part in (title(touch), when(touch, today), touch.text) if part)
