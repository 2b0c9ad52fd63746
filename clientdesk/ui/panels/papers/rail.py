"""The rail of sections: how far each is, and where something stands in the way."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from clientdesk.ui.panels.papers.specs import SectionSpec, translate
from clientdesk.ui.theme import current_row_height, current_tokens, icon_px, role_font
from clientdesk.ui.tokens import SPACE_2, Status
from clientdesk.ui.widgets.painting import paint_status

_SHARE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_STOPS_ROLE = int(Qt.ItemDataRole.UserRole) + 2
_KEY_ROLE = int(Qt.ItemDataRole.UserRole) + 3


class Fill(IntEnum):
    """How far a section is."""

    EMPTY = 0
    PARTLY = 1
    FULL = 2


class SectionRail(QListWidget):
    """One entry a section."""

    def __init__(self, sections: tuple[SectionSpec, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles = {section.key: section.title for section in sections}
        self.setObjectName("rail")
        self.setAccessibleName(translate("Papers", "Sections of the paper"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "canvas")
        self.setViewportMargins(0, SPACE_2, 0, SPACE_2)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_RailDelegate(self))
        self.show_sections(sections)

    def show_sections(self, sections: tuple[SectionSpec, ...]) -> None:
        """Show the sections of another kind of paper; announces nothing."""
        self.blockSignals(True)
        self.clear()
        self._titles = {section.key: section.title for section in sections}
        for section in sections:
            item = QListWidgetItem(section.short or section.title, self)
            item.setData(_KEY_ROLE, section.key)
            item.setToolTip(section.title)
        self.setCurrentRow(0)
        self.blockSignals(False)

    def set_state(self, key: str, share: float, stops: int) -> None:
        """Show how far a section is and how much is in its way."""
        item = self.item(list(self._titles).index(key))
        fill = Fill.FULL if share >= 1 else Fill.PARTLY if share > 0 else Fill.EMPTY
        item.setData(_SHARE_ROLE, int(fill))
        item.setData(_STOPS_ROLE, stops)
        title = self._titles[key]
        if stops == 1:
            spoken = translate("Papers", "{section}, 1 thing in the way")
        elif stops:
            spoken = translate("Papers", "{section}, {count} things in the way").replace(
                "{count}", str(stops)
            )
        else:
            spoken = {
                Fill.FULL: translate("Papers", "{section}, complete"),
                Fill.PARTLY: translate("Papers", "{section}, partly filled"),
                Fill.EMPTY: translate("Papers", "{section}, empty"),
            }[fill]
        item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken.format(section=title))

    def state_text(self, key: str) -> str:
        """What a screen reader says of a section."""
        item = self.item(list(self._titles).index(key))
        return str(item.data(Qt.ItemDataRole.AccessibleTextRole) or "")

    def current_key(self) -> str:
        item = self.currentItem()
        return str(item.data(_KEY_ROLE)) if item is not None else ""

    def select(self, key: str) -> None:
        """Make a section the current one."""
        self.setCurrentRow(list(self._titles).index(key))


class _RailDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(super().sizeHint(option, index).width(), current_row_height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        tokens = current_tokens()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        room = option.rect.adjusted(4, 1, -4, -1)
        if is_current or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.selection if is_current else tokens.hover))
            painter.drawRoundedRect(room, 4, 4)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.focus), 2))
            painter.drawRoundedRect(QRectF(room).adjusted(1, 1, -1, -1), 4, 4)
        side = icon_px(12)
        dot = QRectF(room.left() + 8, room.center().y() - side / 2 + 0.5, side, side)
        if index.data(_STOPS_ROLE):
            paint_status(painter, dot, Status.AT_RISK)
        else:
            _paint_fill(painter, dot, Fill(int(index.data(_SHARE_ROLE) or 0)))
        painter.setFont(role_font("strong" if is_current else "body"))
        painter.setPen(QColor(tokens.text if is_current else tokens.secondary))
        words = room.adjusted(side + 18, 0, -4, 0)
        text = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.restore()


def _paint_fill(painter: QPainter, rect: QRectF, fill: Fill) -> None:
    """A ring, half filled or filled with the section."""
    tokens = current_tokens()
    colour = QColor(tokens.control_border if fill is Fill.EMPTY else tokens.accent)
    inner = rect.adjusted(1.5, 1.5, -1.5, -1.5)
    painter.setPen(QPen(colour, 1.6))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(inner)
    if fill is Fill.EMPTY:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    if fill is Fill.FULL:
        painter.drawEllipse(inner)
    else:
        painter.drawPie(inner, 90 * 16, 180 * 16)
