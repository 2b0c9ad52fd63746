"""How the week grid looks: days behind, blocks on them, the now line above. Colours come from the tokens only."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen, QPixmap

from clientdesk.models.enums import BlockKind
from clientdesk.models.views.week import BlockView, DayView, WeekView
from clientdesk.ui.icons import icon
from clientdesk.ui.panels.week.words import block_title, clock_text, span_text
from clientdesk.ui.theme import current_tokens, role_font
from clientdesk.ui.tokens import RADIUS, Tokens, client_colour, monogram
from clientdesk.ui.widgets.canvas import ItemState

Columns = Sequence[tuple[int, int]]
YOf = Callable[[int], int]

_DAY_MINUTES = 1440
_BAND = 4
_ICON = 12
_PAD = 6


def paint_days(painter: QPainter, rect: QRect, view: WeekView, columns: Columns, y_of: YOf) -> None:
    """Hours outside work dim, working hours bright, time off hatched, quiet hours bordered, hour lines."""
    tokens = current_tokens()
    painter.fillRect(rect, QColor(tokens.window))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    for day, column in zip(view.days, columns, strict=True):
        _paint_day(painter, day, column, y_of, tokens, is_today=day.date == view.today)
    _paint_hours(painter, rect, columns, y_of, tokens)
    for day, column in zip(view.days, columns, strict=True):
        _paint_quiet(painter, day, column, y_of, tokens)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _paint_day(
    painter: QPainter, day: DayView, column: tuple[int, int], y_of: YOf, tokens: Tokens, *, is_today: bool
) -> None:
    left, width = column
    bright = tokens.tint(tokens.accent, 0.05) if is_today else tokens.surface
    for start, end in day.hours:
        painter.fillRect(QRect(left, y_of(start), width, y_of(end) - y_of(start)), QColor(bright))
    if day.time_off or (day.holiday and not day.hours):
        whole = QRect(left, y_of(0), width, y_of(_DAY_MINUTES) - y_of(0))
        brush = QBrush(QColor(tokens.line), Qt.BrushStyle.BDiagPattern)
        painter.fillRect(whole, brush)


def _paint_hours(painter: QPainter, rect: QRect, columns: Columns, y_of: YOf, tokens: Tokens) -> None:
    first, right = columns[0][0], columns[-1][0] + columns[-1][1]
    whole, half = QPen(QColor(tokens.line), 1), QPen(QColor(tokens.line), 1, Qt.PenStyle.DotLine)
    painter.setFont(role_font("caption"))
    metrics = painter.fontMetrics()
    for hour in range(25):
        y = y_of(hour * 60)
        if rect.top() - 60 <= y <= rect.bottom() + 20:
            painter.setPen(whole)
            painter.drawLine(first - 6, y, right, y)
            painter.setPen(QColor(tokens.secondary))
            if hour < 24:
                text = QRect(0, y - metrics.height() // 2, first - 10, metrics.height())
                painter.drawText(
                    text, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, _hour(hour)
                )
        y = y_of(hour * 60 + 30)
        if hour < 24 and rect.top() <= y <= rect.bottom():
            painter.setPen(half)
            painter.drawLine(first, y, right, y)
    painter.setPen(whole)
    for left, _ in columns:
        painter.drawLine(left, rect.top(), left, rect.bottom())


def _hour(hour: int) -> str:
    return clock_text(hour * 60).replace(":00", "") if "M" in clock_text(780) else clock_text(hour * 60)


def _paint_quiet(painter: QPainter, day: DayView, column: tuple[int, int], y_of: YOf, tokens: Tokens) -> None:
    left, width = column
    pen = QPen(QColor(tokens.tint(tokens.control_border, 0.8, tokens.window)), 1)
    pen.setDashPattern([2, 3])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for start, end in day.quiet:
        box = QRectF(left + 4.5, y_of(start) + 3.5, width - 9, y_of(end) - y_of(start) - 7)
        painter.drawRoundedRect(box, RADIUS, RADIUS)


def paint_marker(painter: QPainter, rect: QRect) -> None:
    """The empty slot that was clicked: where something new would go."""
    tokens = current_tokens()
    painter.setPen(QPen(QColor(tokens.accent), 1, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)


def paint_now(painter: QPainter, rect: QRect, view: WeekView, columns: Columns, y_of: YOf) -> None:
    """The line of the present moment: strong on today, faint beside it, its time in the margin."""
    today = next((n for n, day in enumerate(view.days) if day.date == view.today), None)
    y = y_of(view.now_minute)
    if today is None or not rect.top() - 20 <= y <= rect.bottom() + 20:
        return
    tokens = current_tokens()
    left, width = columns[today]
    first, right = columns[0][0], columns[-1][0] + columns[-1][1]
    painter.setPen(QPen(QColor(tokens.accent), 1, Qt.PenStyle.DashLine))
    painter.drawLine(QLineF(first, y + 0.5, right, y + 0.5))
    painter.setPen(QPen(QColor(tokens.accent), 2))
    painter.drawLine(QLineF(left, y + 0.5, left + width, y + 0.5))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.accent))
    painter.drawEllipse(QPointF(left, y + 0.5), 4, 4)
    painter.setFont(role_font("caption"))
    height = painter.fontMetrics().height() + 2
    label = QRectF(2, y - height / 2, first - 6, height)
    painter.drawRoundedRect(label, RADIUS, RADIUS)
    painter.setPen(QColor(tokens.on_accent))
    painter.drawText(label, Qt.AlignmentFlag.AlignCenter, clock_text(view.now_minute))


class BlockPictures:
    """Blocks as they were last drawn, so that scrolling only copies them; in device pixels, by size and state."""

    def __init__(self) -> None:
        self._kept: dict[tuple[int, int, int, bool, bool], QPixmap] = {}
        self._look = (False, 1.0)

    def begin(self, painter: QPainter) -> None:
        """A frame begins: pictures of another theme or screen are no use."""
        look = (current_tokens().dark, painter.device().devicePixelRatioF())
        if look != self._look:
            self._look = look
            self.forget()

    def forget(self) -> None:
        """Other blocks, another theme or font."""
        self._kept.clear()

    def paint(self, painter: QPainter, rect: QRect, row: int, block: BlockView, state: ItemState) -> None:
        """Draw a block, from its picture if there is one."""
        key = (row, rect.width(), rect.height(), state.is_selected, state.is_hovered)
        picture = self._kept.get(key)
        if picture is None:
            picture = self._kept[key] = _drawn(rect, block, state, self._look[1])
        if state.is_dragged:
            painter.setOpacity(0.45)
        painter.drawPixmap(rect.topLeft(), picture)


def _drawn(rect: QRect, block: BlockView, state: ItemState, ratio: float) -> QPixmap:
    picture = QPixmap(round(max(rect.width(), 1) * ratio), round(max(rect.height(), 1) * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    inner = QPainter(picture)
    inner.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_block(inner, QRect(0, 0, rect.width(), rect.height()), block, state)
    inner.end()
    return picture


def paint_block(painter: QPainter, rect: QRect, block: BlockView, state: ItemState) -> None:
    """One block: the client's band and monogram, the title, and the times where there is room."""
    tokens = current_tokens()
    own = _colour(block, tokens)
    box = QRectF(rect)
    path = QPainterPath()
    path.addRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
    painter.fillPath(path, QColor(_fill(block, own, tokens, state)))
    if block.kind is BlockKind.PRIVATE:
        painter.fillPath(path, QBrush(QColor(tokens.line), Qt.BrushStyle.FDiagPattern))
    painter.save()
    painter.setClipPath(path)
    if block.kind is not BlockKind.MEETING:
        painter.fillRect(QRectF(box.left(), box.top(), _BAND, box.height()), QColor(own))
    painter.restore()
    _paint_edge(painter, path, block, own, tokens, state)
    _paint_words(painter, rect, block, own, tokens)


def _colour(block: BlockView, tokens: Tokens) -> str:
    if block.client_colour is None:
        return tokens.resting
    return client_colour(block.client_colour, dark=tokens.dark)


def _fill(block: BlockView, own: str, tokens: Tokens, state: ItemState) -> str:
    if block.kind is BlockKind.MEETING:
        return tokens.tint(own, 0.06) if not state.is_selected else tokens.tint(own, 0.16)
    share = 0.10 if block.is_done else 0.20
    if block.kind is BlockKind.PRIVATE:
        share = 0.06
    if state.is_hovered:
        share += 0.05
    if state.is_selected:
        share += 0.12
    return tokens.tint(own, share)


def _paint_edge(
    painter: QPainter, path: QPainterPath, block: BlockView, own: str, tokens: Tokens, state: ItemState
) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if block.kind is BlockKind.MEETING:
        painter.setPen(QPen(QColor(own), 2 if state.is_selected else 1.5))
    elif state.is_selected:
        painter.setPen(QPen(QColor(own), 1.5))
    else:
        painter.setPen(QPen(QColor(tokens.tint(own, 0.40)), 1))
    painter.drawPath(path)


def _paint_words(painter: QPainter, rect: QRect, block: BlockView, own: str, tokens: Tokens) -> None:
    room = QRect(rect.left() + _BAND + _PAD, rect.top(), rect.width() - _BAND - _PAD - 4, rect.height())
    if room.width() < 12:
        return
    painter.setClipRect(rect)
    strong, plain = role_font("strong"), role_font("caption")
    metrics = QFontMetrics(strong)
    is_low = rect.height() < metrics.height() + 4
    font = QFont(plain) if is_low else strong
    if block.is_done and block.kind is BlockKind.WORK:
        font.setWeight(QFont.Weight.Normal)
    line = QFontMetrics(font).height()
    top = rect.top() + ((rect.height() - line) // 2 if rect.height() < 2 * line + 6 else 4)
    mark = _mark(block)
    right = room.right()
    if mark and room.width() > 40:
        icon(mark, "secondary").paint(painter, QRect(right - _ICON, top + (line - _ICON) // 2, _ICON, _ICON))
        right -= _ICON + 4
    text = QColor(tokens.secondary if block.is_done else tokens.text)
    x = room.left()
    if block.client_name:
        x = _paint_monogram(painter, block, own, font, QRect(x, top, right - x, line))
    painter.setFont(font)
    painter.setPen(text)
    _paint_title(painter, block, font, QRect(x, top, right - x + 1, line), room, rect, plain, tokens)


def _paint_monogram(painter: QPainter, block: BlockView, own: str, font: QFont, room: QRect) -> int:
    """The client's two letters in its colour; returns where the title begins."""
    letters = monogram(block.client_name)
    painter.setFont(font)
    width = painter.fontMetrics().horizontalAdvance(letters)
    painter.setPen(QColor(own))
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, letters)
    return room.left() + width + 6


def _paint_title(
    painter: QPainter,
    block: BlockView,
    font: QFont,
    first: QRect,
    room: QRect,
    rect: QRect,
    plain: QFont,
    tokens: Tokens,
) -> None:
    metrics, small = QFontMetrics(font), QFontMetrics(plain)
    title = block_title(block)
    left_over = rect.bottom() - first.bottom() - 4
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    if metrics.horizontalAdvance(title) <= first.width() or left_over < metrics.height():
        painter.drawText(first, flags, _elided(metrics, title, first.width()))
        below = first.bottom() + 2
    else:
        below = _paint_two_lines(painter, title, metrics, first, room)
    if rect.bottom() - below >= small.height():
        painter.setFont(plain)
        painter.setPen(QColor(tokens.secondary))
        words = span_text(block.start_minute, block.end_minute)
        if small.horizontalAdvance(words) > room.width():
            words = clock_text(block.start_minute)
        line = QRect(room.left(), below, room.width(), small.height())
        painter.drawText(line, flags, _elided(small, words, line.width()))


def _paint_two_lines(painter: QPainter, title: str, metrics: QFontMetrics, first: QRect, room: QRect) -> int:
    """A title that needs a second line; returns where the next line may begin."""
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    words = title.split(" ")
    count = 0
    while count < len(words) and metrics.horizontalAdvance(" ".join(words[: count + 1])) <= first.width():
        count += 1
    if not count and first.left() == room.left():
        count = 1
    head = " ".join(words[:count])
    painter.drawText(first, flags, _elided(metrics, head, first.width()))
    rest = " ".join(words[count:])
    if not rest:
        return first.bottom() + 2
    second = QRect(room.left(), first.bottom() + 1, room.width(), metrics.height())
    painter.drawText(second, flags, _elided(metrics, rest, second.width()))
    return second.bottom() + 2


def _elided(metrics: QFontMetrics, words: str, width: int) -> str:
    """Cut words; nothing where not even a letter or two would be left."""
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)
    return "" if shown != words and len(shown) < 3 else shown


def _mark(block: BlockView) -> str:
    if block.is_done:
        return "check"
    return "lock" if block.is_fixed else ""
