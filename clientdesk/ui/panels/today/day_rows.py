"""The rows of Today's list: blocks with their time, work meant for today, and what nobody confirmed yet."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QLabel, QMenu, QWidget

from clientdesk.models.enums import BlockKind
from clientdesk.models.views.today_day import TodayBlockView, TodayItemView
from clientdesk.ui.dates import day_text
from clientdesk.ui.panels.today.rows import Row
from clientdesk.ui.theme import current_tokens, role_font
from clientdesk.ui.tokens import MIN_TARGET, SPACE_3
from clientdesk.ui.widgets.buttons import button, icon_button
from clientdesk.ui.widgets.chips import Monogram
from clientdesk.ui.widgets.labels import ElidedLabel, label
from clientdesk.ui.words import hours_words


def time_width() -> int:
    """Room for a range of times at the user's size of text, so that what follows stands in one line."""
    return max(96, QFontMetrics(role_font("strong")).horizontalAdvance("00:00–00:00") + 8)


def _length_width() -> int:
    return max(52, QFontMetrics(role_font("strong")).horizontalAdvance("10 h 30"))


class DoneCircle(QAbstractButton):
    """A ring to tick: empty while there is something to do, filled with a check when it is done."""

    def __init__(self, name: str, *, is_done: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("done_button")
        self.setCheckable(True)
        self.setChecked(is_done)
        self.setAccessibleName(self.tr("Done: {title}").format(title=name))
        self.setToolTip(self.tr("Done (D)"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        return QSize(MIN_TARGET, MIN_TARGET)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt override)
        tokens = current_tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.focus), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        middle = QRectF(self.rect()).center()
        ring = QColor(tokens.accent if self.isChecked() or self.underMouse() else tokens.control_border)
        painter.setPen(QPen(ring, 1.5))
        painter.setBrush(QColor(tokens.accent) if self.isChecked() else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(middle, 8, 8)
        if self.isChecked():
            pen = QPen(QColor(tokens.on_accent), 2)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            tick = (QPointF(-3.5, 0.2), QPointF(-1, 2.8), QPointF(3.8, -2.6))
            painter.drawPolyline(QPolygonF([middle + point for point in tick]))


class BlockRow(Row):
    """A block of today (or an unconfirmed one of an earlier day) with its time on the practice's clock.

    Keys: D done, V worked as planned (again takes it back), R run or stop the timer.

    Signals:
        done: the block, to be done or open again.
        worked: the block, to be confirmed as planned or taken back.
        other_time, timer, not_worked: the block.
    """

    done = Signal(object)
    worked = Signal(object)
    other_time = Signal(object)
    timer = Signal(object)
    not_worked = Signal(object)

    def __init__(
        self,
        block: TodayBlockView,
        zone: ZoneInfo,
        now: datetime,
        *,
        is_timed: bool = False,
        on: date | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", parent)
        starts, ends = block.starts_at.astimezone(zone), block.ends_at.astimezone(zone)
        times = f"{starts:%H:%M}–{ends:%H:%M}"
        self.block = block
        self._is_timed = is_timed
        self._has_begun = block.starts_at < now
        self.is_work = block.kind is BlockKind.WORK
        self.setAccessibleName(self._spoken(times, on))
        self.key = ("block", block.block_id)
        self.setObjectName("block_row")
        is_now = block.starts_at <= now < block.ends_at
        self.line.setSpacing(SPACE_3)
        if self.is_work and on is None:
            self.done_button = DoneCircle(block.name, is_done=block.is_done)
            self.done_button.clicked.connect(self._on_done)
            self.line.addWidget(self.done_button)
        if on is not None:
            self.line.addWidget(label(day_text(on, on), "secondary"))
        time_label = label(times, "strong" if is_now else "secondary")
        time_label.setFixedWidth(time_width())
        self.line.addWidget(time_label)
        self.line.addWidget(_length_label(hours_words(block.minutes)))
        if block.client:
            self.line.addWidget(Monogram(block.client, block.colour))
        self.line.addWidget(ElidedLabel(title_first(block), "strong" if is_now else ""), 1)
        if is_timed:
            self.line.addWidget(label(self.tr("timer runs"), "chip-accent"))
        elif is_now:
            self.line.addWidget(label(self.tr("now"), "chip-accent"))
        if not self.is_work:
            self.line.addWidget(label(self.tr("private"), "chip"))
            return
        self._add_worked()
        self._add_menu()

    def _spoken(self, times: str, on: date | None) -> str:
        parts = [day_text(on, on) if on else "", times, self.block.name]
        if self.block.is_done:
            parts.append(self.tr("done"))
        if self.block.worked_minutes is not None:
            parts.append(self.tr("worked {length}").format(length=hours_words(self.block.worked_minutes)))
        if self._is_timed:
            parts.append(self.tr("timer runs"))
        return ", ".join(part for part in parts if part)

    def _add_worked(self) -> None:
        if not self._has_begun or self._is_timed:
            return
        minutes = self.block.worked_minutes
        if minutes is None:
            self.worked_button = button(self.tr("Worked"), tooltip=self.tr("Worked as planned (V)"))
            spoken = self.tr("Worked as planned: {title}")
        else:
            text = self.tr("worked {length}").format(length=hours_words(minutes))
            self.worked_button = button(text, "quiet", icon_name="check", tooltip=self.tr("Take back (V)"))
            spoken = text + self.tr(", take back: {title}")
        self.worked_button.setAccessibleName(spoken.format(title=self.block.name))
        self.worked_button.setObjectName("worked_button")
        self.worked_button.clicked.connect(self._on_worked)
        self.line.addWidget(self.worked_button)

    def _add_menu(self) -> None:
        self.more_button = icon_button("ellipsis", self.tr("More for {title}").format(title=self.block.name))
        self.more_button.setObjectName("more_button")
        self.more_button.setProperty("role", "dots")
        menu = QMenu(self.more_button)
        if self._has_begun and not self._is_timed:
            menu.addAction(self.tr("Worked another length…"), self._on_other_time)
        menu.addAction(self.tr("Stop timer") if self._is_timed else self.tr("Start timer"), self._on_timer)
        if self._has_begun and not self._is_timed and self.block.worked_minutes is None:
            menu.addAction(self.tr("Not worked: take it off the week"), self._on_not_worked)
        menu.addAction(self.tr("Open in Week"), self.opened.emit)
        self.more_button.setMenu(menu)
        self.more_button.setPopupMode(self.more_button.ToolButtonPopupMode.InstantPopup)
        self.line.addWidget(self.more_button)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        deeds = {Qt.Key.Key_D: self._on_done, Qt.Key.Key_V: self._on_worked, Qt.Key.Key_R: self._on_timer}
        deed = deeds.get(Qt.Key(event.key()))
        if deed is not None and self.is_work and not event.modifiers():
            deed()
        else:
            super().keyPressEvent(event)

    def _on_done(self) -> None:
        self.done.emit(self.block)

    def _on_worked(self) -> None:
        self.worked.emit(self.block)

    def _on_other_time(self) -> None:
        self.other_time.emit(self.block)

    def _on_timer(self) -> None:
        self.timer.emit(self.block)

    def _on_not_worked(self) -> None:
        self.not_worked.emit(self.block)


class ItemRow(Row):
    """Work meant for today without a time. Keys: D done, V worked (asks how long), R run the timer.

    Signals:
        done, worked, timer: the item.
    """

    done = Signal(object)
    worked = Signal(object)
    timer = Signal(object)

    def __init__(self, item: TodayItemView, today: date, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        when = self._when(item, today)
        estimate = (
            self.tr("no estimate") if item.estimate_minutes is None else hours_words(item.estimate_minutes)
        )
        self.setAccessibleName(f"{item.name}, {when}, {estimate}")
        self.item = item
        self.key = ("item", item.work_item_id)
        self.setObjectName("item_row")
        self.line.setSpacing(SPACE_3)
        self.done_button = DoneCircle(item.name, is_done=False)
        self.done_button.clicked.connect(self._on_done)
        self.line.addWidget(self.done_button)
        when_label = label(when, "secondary")
        when_label.setMinimumWidth(time_width())
        self.line.addWidget(when_label)
        known = item.estimate_minutes is not None
        self.line.addWidget(_length_label(estimate if known else self.tr("? h")))
        if item.client:
            self.line.addWidget(Monogram(item.client, item.colour))
        self.line.addWidget(ElidedLabel(title_first(item)), 1)
        self.worked_button = button(self.tr("Worked…"), tooltip=self.tr("Say how long it took (V)"))
        self.worked_button.setObjectName("worked_button")
        self.worked_button.setAccessibleName(self.tr("Worked…: {title}").format(title=item.name))
        self.worked_button.clicked.connect(self._on_worked)
        self.line.addWidget(self.worked_button)
        self.more_button = icon_button("ellipsis", self.tr("More for {title}").format(title=item.name))
        self.more_button.setObjectName("more_button")
        self.more_button.setProperty("role", "dots")
        menu = QMenu(self.more_button)
        menu.addAction(self.tr("Start timer"), self._on_timer)
        menu.addAction(self.tr("Place in Week"), self.opened.emit)
        self.more_button.setMenu(menu)
        self.more_button.setPopupMode(self.more_button.ToolButtonPopupMode.InstantPopup)
        self.line.addWidget(self.more_button)

    def _when(self, item: TodayItemView, today: date) -> str:
        if item.meant_for == today:
            return self.tr("any time")
        return self.tr("from {day}").format(day=day_text(item.meant_for, today))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        deeds = {Qt.Key.Key_D: self._on_done, Qt.Key.Key_V: self._on_worked, Qt.Key.Key_R: self._on_timer}
        deed = deeds.get(Qt.Key(event.key()))
        if deed is not None and not event.modifiers():
            deed()
        else:
            super().keyPressEvent(event)

    def _on_done(self) -> None:
        self.done.emit(self.item)

    def _on_worked(self) -> None:
        self.worked.emit(self.item)

    def _on_timer(self) -> None:
        self.timer.emit(self.item)


def title_first(thing: TodayBlockView | TodayItemView) -> str:
    """The title in front: where there is little room, the monogram still says whose it is."""
    return f"{thing.title} · {thing.client}" if thing.client else thing.title


def _length_label(words: str) -> QLabel:
    made = label(words, "secondary")
    made.setFixedWidth(_length_width())
    return made


class SumRow(Row):
    """How many blocks of earlier days nobody confirmed, until they are wanted one by one.

    Signals:
        all_worked: every one of them was worked as planned.
    """

    all_worked = Signal()

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.key = ("sum", "")
        self.setObjectName("sum_row")
        self.line.setSpacing(SPACE_3)
        self.line.addWidget(ElidedLabel(words), 1)
        self.show_button = button(self.tr("One by one"), "quiet")
        self.show_button.setObjectName("show_button")
        self.show_button.clicked.connect(self.opened.emit)
        self.line.addWidget(self.show_button)
        self.all_button = button(self.tr("All worked as planned"))
        self.all_button.setObjectName("all_button")
        self.all_button.clicked.connect(self.all_worked.emit)
        self.line.addWidget(self.all_button)
