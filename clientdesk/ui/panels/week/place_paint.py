"""How work that waits and its client's head are drawn."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from clientdesk.models.views.week import ToPlaceGroup, WorkItemView
from clientdesk.ui.itemmodels.base import ROW_ROLE
from clientdesk.ui.panels.week.place_words import (
    detail_text,
    hours_text,
    is_late,
    length_words,
)
from clientdesk.ui.panels.week.words import group_title
from clientdesk.ui.theme import current_tokens, role_font
from clientdesk.ui.tokens import RADIUS, client_colour, monogram
from clientdesk.ui.widgets.painting import paint_monogram

Index = QModelIndex | QPersistentModelIndex
_STEP_INDENT = 18


class ToPlaceDelegate(QStyledItemDelegate):
    """Draws a client's head or a piece of work in its band."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        line = QFontMetrics(role_font("body")).height()
        small = QFontMetrics(role_font("caption")).height()
        entry = index.data(ROW_ROLE)
        if isinstance(entry, ToPlaceGroup):
            return QSize(120, line + 16 + (small if hours_text(entry) else 0))
        has_detail = isinstance(entry, WorkItemView) and bool(detail_text(entry))
        return QSize(120, line + 13 + (small if has_detail and not _is_step(entry) else 0))

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
        font, small = role_font("strong"), role_font("caption")
        hours = hours_text(group)
        height = QFontMetrics(font).height()
        top = rect.top() + (rect.height() - height - (QFontMetrics(small).height() if hours else 0)) // 2
        first = QRect(x, top, rect.right() - x - 4, height)
        paint_line(painter, first, group_title(group), font, tokens.text)
        if hours:
            second = QRect(x, first.bottom() + 1, first.width(), QFontMetrics(small).height())
            paint_line(painter, second, hours, small, tokens.secondary)

    def _paint_item(
        self, painter: QPainter, rect: QRect, item: WorkItemView, state: QStyle.StateFlag, today: date
    ) -> None:
        tokens = current_tokens()
        box = QRectF(rect).adjusted(_STEP_INDENT if _is_step(item) else 4, 2, -4, -2)
        own = self._paint_box(painter, box, item, state)
        room = box.toRect().adjusted(12, 3, -8, -3)
        body, small = role_font("body"), role_font("caption")
        length = length_words(item)
        taken = QFontMetrics(small).horizontalAdvance(length) + 8
        first = QRect(room.left(), room.top(), room.width() - taken, QFontMetrics(body).height())
        paint_line(painter, first, item.title, body, tokens.text)
        right = QRect(room.right() - taken + 1, first.top(), taken, first.height())
        paint_line(painter, right, length, small, tokens.secondary, Qt.AlignmentFlag.AlignRight)
        detail = "" if _is_step(item) else detail_text(item)
        if detail:
            second = QRect(room.left(), first.bottom() + 1, room.width(), QFontMetrics(small).height())
            paint_line(
                painter, second, detail, small, tokens.watch if is_late(item, today) else tokens.secondary
            )
        if item.is_offered and not _is_step(item):
            painter.setPen(QPen(QColor(own), 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(4.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)

    def _paint_box(self, painter: QPainter, box: QRectF, item: WorkItemView, state: QStyle.StateFlag) -> str:
        """The ground in the client's colour; what is only offered has a dashed edge instead of a drawn one."""
        tokens = current_tokens()
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        is_hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        own = tokens.resting
        if item.client_colour is not None:
            own = client_colour(item.client_colour, dark=tokens.dark)
        edge = QColor(tokens.tint(own, 0.35))
        painter.setPen(Qt.PenStyle.NoPen if item.is_offered else QPen(edge, 1))
        painter.setBrush(QColor(tokens.tint(own, 0.24 if is_selected else 0.16 if is_hovered else 0.09)))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(own))
        painter.drawRoundedRect(QRectF(box.left(), box.top(), 4, box.height()), 2, 2)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(tokens.focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, RADIUS + 1, RADIUS + 1)
        return str(edge.name())


def _is_step(entry: object) -> bool:
    return isinstance(entry, WorkItemView) and entry.parent_id is not None


def paint_line(
    painter: QPainter,
    rect: QRect,
    words: str,
    font: Any,
    colour: str,
    edge: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, edge | Qt.AlignmentFlag.AlignVCenter, shown)
