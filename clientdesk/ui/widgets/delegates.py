"""How cells of tables are painted where words alone are not enough."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from clientdesk.ui.itemmodels.base import CHIP_ROLE, CLIENT_COLOUR_ROLE, MONOGRAM_ROLE, STATUS_ROLE
from clientdesk.ui.theme import current_tokens, icon_px, role_font
from clientdesk.ui.widgets.painting import paint_band, paint_chip, paint_monogram, paint_status

Index = QModelIndex | QPersistentModelIndex

_PAD = 8


class CellDelegate(QStyledItemDelegate):
    """Draws the row's ground by the style and the words itself; subclasses add a mark before them."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        text, shown.text = shown.text, ""
        style = shown.widget.style() if shown.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, shown, painter, shown.widget)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = option.rect.adjusted(_PAD, 0, -_PAD, 0)
        room = self.paint_mark(painter, room, option, index)
        self.paint_words(painter, room, text, index)
        painter.restore()

    def paint_mark(
        self,
        painter: QPainter,  # noqa: ARG002 (for subclasses)
        room: QRect,
        option: QStyleOptionViewItem,  # noqa: ARG002 (for subclasses)
        index: Index,  # noqa: ARG002 (for subclasses)
    ) -> QRect:
        """Draw what goes before the words; give the room left for them."""
        return room

    def paint_words(self, painter: QPainter, room: QRect, text: str, index: Index) -> None:
        """Draw the words into `room`."""
        colour = index.data(Qt.ItemDataRole.ForegroundRole)
        font = index.data(Qt.ItemDataRole.FontRole)
        painter.setFont(font if font is not None else role_font())
        painter.setPen(
            colour.color() if hasattr(colour, "color") else QColor(colour or current_tokens().text)
        )
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _alignment(index), shown)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hint = super().sizeHint(option, index)
        return QSize(hint.width() + 2 * _PAD, hint.height())


class ShapeDelegate(CellDelegate):
    """A status shape (STATUS_ROLE) and its word."""

    def paint_mark(self, painter: QPainter, room: QRect, option: QStyleOptionViewItem, index: Index) -> QRect:
        del option
        status = index.data(STATUS_ROLE)
        if not status:
            return room
        side = icon_px(12)
        paint_status(
            painter, QRectF(room.left(), room.top() + (room.height() - side) / 2, side, side), status
        )
        return room.adjusted(side + _PAD, 0, 0, 0)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return super().sizeHint(option, index) + QSize(20, 0)


class MonogramDelegate(CellDelegate):
    """A client's band and monogram (MONOGRAM_ROLE, CLIENT_COLOUR_ROLE), then the name in strong type."""

    def paint_mark(self, painter: QPainter, room: QRect, option: QStyleOptionViewItem, index: Index) -> QRect:
        letters = index.data(MONOGRAM_ROLE)
        if not letters:
            return room
        colour_index = int(index.data(CLIENT_COLOUR_ROLE) or 0)
        paint_band(painter, option.rect, colour_index)
        side = min(icon_px(24), room.height() - 6)
        square = QRect(room.left() + 4, room.top() + (room.height() - side) // 2, side, side)
        paint_monogram(painter, square, letters, colour_index)
        return room.adjusted(side + 4 + _PAD + 2, 0, 0, 0)

    def paint_words(self, painter: QPainter, room: QRect, text: str, index: Index) -> None:
        painter.setFont(role_font("strong"))
        painter.setPen(QColor(current_tokens().text))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _alignment(index), shown)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return super().sizeHint(option, index) + QSize(48, 0)


class ChipDelegate(CellDelegate):
    """The words as a chip; CHIP_ROLE may name a status whose tint it takes."""

    def paint_words(self, painter: QPainter, room: QRect, text: str, index: Index) -> None:
        if not text:
            return
        tokens = current_tokens()
        status = index.data(CHIP_ROLE)
        fill = tokens.tint(tokens.status(status)) if status else tokens.sunken
        paint_chip(painter, room, text, fill=fill, colour=tokens.text if status else tokens.secondary)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return super().sizeHint(option, index) + QSize(14, 0)


def _alignment(index: Index) -> Qt.AlignmentFlag:
    alignment = index.data(Qt.ItemDataRole.TextAlignmentRole)
    return Qt.AlignmentFlag(alignment) if alignment else Qt.AlignmentFlag.AlignVCenter
