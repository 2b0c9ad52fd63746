"""Chips under the heads of the days: work meant for a day without a time, and events that fill it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QMimeData, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QContextMenuEvent,
    QDrag,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QWidget

from clientdesk.models.views.week import AllDayView, DayItemView, default_minutes
from clientdesk.ui.dates import day_text
from clientdesk.ui.icons import icon
from clientdesk.ui.panels.week.grid_places import Errand, to_mime
from clientdesk.ui.panels.week.words import length_text
from clientdesk.ui.theme import current_tokens, role_font
from clientdesk.ui.tokens import FOCUS_RING, MIN_TARGET, RADIUS, client_colour, monogram
from clientdesk.ui.widgets.labels import as_tooltip

CHIP_HEIGHT = MIN_TARGET
_ICON = 11


class _Chip(QAbstractButton):
    """A chip with a client's colour, its letters, a title and a few words at the right."""

    def __init__(self, colour: int | None, client: str, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._colour, self._client, self._title = colour, client, title
        self.tail = ""
        self.glyph = ""
        self.is_quiet = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        return QSize(120, CHIP_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt override)
        tokens = current_tokens()
        own = tokens.resting if self._colour is None else client_colour(self._colour, dark=tokens.dark)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1.5, -1, -1.5)
        share = 0.05 if self.is_quiet else 0.14
        painter.setBrush(QColor(tokens.tint(own, share + (0.08 if self.underMouse() else 0))))
        painter.setPen(QPen(QColor(tokens.tint(own, 0.4)), 1))
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(QColor(own)))
        painter.drawRoundedRect(QRectF(box.left(), box.top(), 3, box.height()), 1.5, 1.5)
        self._paint_words(painter, box.toRect().adjusted(8, 0, -5, 0), own)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.focus), FOCUS_RING))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        painter.end()

    def _paint_words(self, painter: QPainter, room: QRect, own: str) -> None:
        tokens, font = current_tokens(), role_font("caption")
        metrics = QFontMetrics(font)
        painter.setFont(font)
        flags = Qt.AlignmentFlag.AlignVCenter
        if self.glyph:
            corner = QRect(room.right() - _ICON, room.center().y() - _ICON // 2, _ICON, _ICON)
            icon(self.glyph, "secondary").paint(painter, corner)
            room.setRight(room.right() - _ICON - 4)
        tail = metrics.horizontalAdvance(self.tail)
        if self.tail and room.width() - tail > 48:
            painter.setPen(QColor(tokens.secondary))
            painter.drawText(room, flags | Qt.AlignmentFlag.AlignRight, self.tail)
            room.setRight(room.right() - tail - 6)
        if self._client and room.width() > 60:
            letters = monogram(self._client)
            painter.setPen(QColor(own))
            painter.drawText(room, flags | Qt.AlignmentFlag.AlignLeft, letters)
            room.setLeft(room.left() + metrics.horizontalAdvance(letters) + 5)
        painter.setPen(QColor(tokens.secondary if self.is_quiet else tokens.text))
        shown = metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, flags | Qt.AlignmentFlag.AlignLeft, shown)


class WorkChip(_Chip):
    """Work meant for a day, without a time.

    Signals:
        wanted: (what, work item id): ``open``, ``time``, ``slot``, ``back`` or ``done``.
    """

    wanted = Signal(str, str)

    def __init__(self, item: DayItemView, day: date, today: date, parent: QWidget) -> None:
        super().__init__(item.client_colour, item.client_name, item.title, parent)
        self.item, self.day = item, day
        self._pressed_at: QPoint | None = None
        known = item.estimate_minutes
        length = self.tr("no estimate") if known is None else length_text(known)
        self.tail, self.is_quiet = ("?" if known is None else length), item.is_done
        self.glyph = "check" if item.is_done else ""
        state = self.tr("done") if item.is_done else self.tr("no time")
        parts = [item.client_name, item.title, length, day_text(day, today), state]
        self.setAccessibleName(", ".join(part for part in parts if part))
        self.setToolTip(as_tooltip(self.accessibleName()))
        self.clicked.connect(self._on_clicked)

    def errand(self) -> Errand:
        """What would be placed."""
        return Errand(self.item.work_item_id, default_minutes(self.item.estimate_minutes), is_block=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        known = {
            Qt.Key.Key_Return: "open",
            Qt.Key.Key_Enter: "open",
            Qt.Key.Key_M: "slot",
            Qt.Key.Key_D: "done",
            Qt.Key.Key_Delete: "back",
        }
        what = known.get(Qt.Key(event.key()))
        if what is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        else:
            self.wanted.emit(what, self.item.work_item_id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill_menu(menu)
        menu.popup(event.globalPos())

    def fill_menu(self, menu: QMenu) -> None:
        """Everything that can be done with it."""
        done = self.tr("Open again") if self.item.is_done else self.tr("Mark done")
        for words, slot in (
            (self.tr("Open") + "\tEnter", self._on_clicked),
            (self.tr("Into the first free time of this day"), self._on_time),
            (self.tr("Place…") + "\tM", self._on_slot),
            (done + "\tD", self._on_done),
            (self.tr("Back to To place") + "\tDel", self._on_back),
        ):
            menu.addAction(words, slot)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is None or self.item.is_done:
            return
        if (
            event.position().toPoint() - self._pressed_at
        ).manhattanLength() < QApplication.startDragDistance():
            return
        self._pressed_at = None
        self.setDown(False)
        drag = QDrag(self)
        drag.setMimeData(self.mime())
        drag.setPixmap(self.grab())
        drag.exec(Qt.DropAction.CopyAction)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = None
        super().mouseReleaseEvent(event)

    def mime(self) -> QMimeData:
        """It on its way to the grid or to another day."""
        return to_mime(self.errand())

    def _on_clicked(self) -> None:
        self.wanted.emit("open", self.item.work_item_id)

    def _on_time(self) -> None:
        self.wanted.emit("time", self.item.work_item_id)

    def _on_slot(self) -> None:
        self.wanted.emit("slot", self.item.work_item_id)

    def _on_done(self) -> None:
        self.wanted.emit("done", self.item.work_item_id)

    def _on_back(self) -> None:
        self.wanted.emit("back", self.item.work_item_id)


class EventChip(_Chip):
    """An event of a foreign calendar that fills the day; it only says so."""

    def __init__(self, event: AllDayView, day: date, today: date, parent: QWidget) -> None:
        title = event.title or event.calendar
        super().__init__(event.client_colour, event.client_name, title, parent)
        self.event_view = event
        self.glyph, self.is_quiet = "lock", not event.is_busy
        busy = self.tr("takes the day") if event.is_busy else self.tr("takes no time")
        parts = [title, event.calendar, day_text(day, today), self.tr("all day"), busy]
        self.setAccessibleName(", ".join(part for part in parts if part))
        self.setToolTip(as_tooltip(self.accessibleName()))


class MoreChip(_Chip):
    """Stands for the chips there is no room for; a click lists them."""

    def __init__(self, chips: Sequence[_Chip], parent: QWidget) -> None:
        super().__init__(None, "", "", parent)
        self._chips = chips
        self._title = self.tr("%n more", "", len(chips))
        self.is_quiet = True
        self.setAccessibleName(self._title)
        self.clicked.connect(self._on_clicked)

    def fill_menu(self, menu: QMenu) -> None:
        """What there is no room for; work opens with everything that can be done with it."""
        for chip in self._chips:
            if isinstance(chip, WorkChip):
                chip.fill_menu(menu.addMenu(chip.accessibleName()))
            else:
                menu.addAction(chip.accessibleName()).setEnabled(False)

    def _on_clicked(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill_menu(menu)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))
