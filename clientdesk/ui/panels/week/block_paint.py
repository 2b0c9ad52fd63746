"""How blocks and suggestions look on the week grid. Colours come from the tokens only."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen, QPixmap

from clientdesk.models.enums import BlockKind
from clientdesk.models.views.week import BlockView
from clientdesk.ui.icons import icon
from clientdesk.ui.panels.week.grid_places import GhostBlock
from clientdesk.ui.panels.week.guard_words import times_text
from clientdesk.ui.panels.week.words import block_title, clock_text, second_time_mark, span_text
from clientdesk.ui.theme import current_tokens, role_font
from clientdesk.ui.tokens import RADIUS, Tokens, client_colour, monogram
from clientdesk.ui.widgets.canvas import ItemState

_BAND = 4
_ICON = 12
_PAD = 6
_NARROW = 72


class BlockPictures:
    """Blocks as they were last drawn, so that scrolling only copies them; in device pixels, by row and state.

    Whoever moves or changes blocks says `forget`.

    Attributes:
        plain: pictures of blocks neither selected nor pointed at, by row.
    """

    def __init__(self) -> None:
        self.plain: dict[int, QPixmap] = {}
        self._kept: dict[tuple[int, bool, bool], QPixmap] = {}
        self._look = (False, 1.0)

    def begin(self, painter: QPainter) -> None:
        """A frame begins: pictures of another theme or screen are no use."""
        look = (current_tokens().dark, painter.device().devicePixelRatioF())
        if look != self._look:
            self._look = look
            self.forget()

    def forget(self) -> None:
        """Other blocks, another size, theme or font."""
        self.plain.clear()
        self._kept.clear()

    def paint(self, painter: QPainter, rect: QRect, row: int, block: BlockView, state: ItemState) -> None:
        """Draw a block, from its picture if there is one."""
        key = (row, state.is_selected, state.is_hovered)
        is_plain = not state.is_selected and not state.is_hovered
        picture = self.plain.get(row) if is_plain else self._kept.get(key)
        if picture is None:
            picture = _drawn(rect, block, state, self._look[1])
            if is_plain:
                self.plain[row] = picture
            else:
                self._kept[key] = picture
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
    own = _colour(block.client_colour, tokens)
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


def _colour(number: int | None, tokens: Tokens) -> str:
    return tokens.resting if number is None else client_colour(number, dark=tokens.dark)


def _fill(block: BlockView, own: str, tokens: Tokens, state: ItemState) -> str:
    if block.kind is BlockKind.MEETING:
        return tokens.tint(own, 0.06) if not state.is_selected else tokens.tint(own, 0.16)
    share = 0.10 if _is_settled(block) else 0.20
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
    if not block.is_busy:
        painter.setPen(QPen(QColor(tokens.tint(own, 0.55)), 1.5 if state.is_selected else 1))
    elif block.kind is BlockKind.MEETING:
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
    if _is_settled(block) and block.kind is BlockKind.WORK:
        font.setWeight(QFont.Weight.Normal)
    line = QFontMetrics(font).height()
    top = rect.top() + ((rect.height() - line) // 2 if rect.height() < 2 * line + 6 else 4)
    is_narrow = room.width() < _NARROW
    marks_top = rect.bottom() - _ICON - 4 if is_narrow else top + (line - _ICON) // 2
    taken = 0
    if not is_narrow or rect.height() > 2 * line + _ICON:
        taken = _paint_marks(painter, block, QPoint(room.right(), marks_top))
    right = room.right() - (0 if is_narrow else taken)
    text = QColor(tokens.secondary if _is_settled(block) else tokens.text)
    x = room.left()
    if block.client_name:
        x = _paint_monogram(painter, block, own, font, QRect(x, top, right - x, line))
    painter.setFont(font)
    painter.setPen(text)
    first = QRect(x, top, right - x + 1, line)
    below = _paint_title(painter, block_title(block), font, first, room, rect)
    if rect.bottom() - below >= QFontMetrics(plain).height():
        times = QRect(room.left(), below, room.width(), QFontMetrics(plain).height())
        if is_narrow and times.bottom() > marks_top:
            times.setWidth(times.width() - taken)
        _paint_times(painter, block, times, plain, tokens)


def _paint_marks(painter: QPainter, block: BlockView, corner: QPoint) -> int:
    """The icons, from the corner to the left; returns the room they took."""
    marks = _marks(block)
    for number, (mark, colour) in enumerate(marks):
        left = corner.x() - _ICON - number * (_ICON + 4)
        icon(mark, colour).paint(painter, QRect(left, corner.y(), _ICON, _ICON))
    return len(marks) * (_ICON + 4)


def _paint_monogram(painter: QPainter, block: BlockView, own: str, font: QFont, room: QRect) -> int:
    """The client's two letters in its colour; returns where the title begins."""
    letters = monogram(block.client_name)
    if block.starts_again:
        letters = f"{letters} {second_time_mark()}"
    return _paint_letters(painter, letters, own, font, room)


def _paint_letters(painter: QPainter, letters: str, own: str, font: QFont, room: QRect) -> int:
    painter.setFont(font)
    width = painter.fontMetrics().horizontalAdvance(letters)
    painter.setPen(QColor(own))
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, letters)
    return room.left() + width + 6


def _paint_title(painter: QPainter, title: str, font: QFont, first: QRect, room: QRect, rect: QRect) -> int:
    """The title in one line or two; returns where the next line may begin."""
    metrics = QFontMetrics(font)
    left_over = rect.bottom() - first.bottom() - 4
    if metrics.horizontalAdvance(title) > first.width() and left_over >= metrics.height():
        return _paint_two_lines(painter, title, metrics, first, room)
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(first, flags, _elided(metrics, title, first.width()))
    return first.bottom() + 2


def _paint_times(painter: QPainter, block: BlockView, line: QRect, font: QFont, tokens: Tokens) -> None:
    """From when to when; where there is no room, from when."""
    metrics, words = QFontMetrics(font), times_text(block)
    if metrics.horizontalAdvance(words) > line.width():
        words = clock_text(block.start_minute)
    painter.setFont(font)
    painter.setPen(QColor(tokens.secondary))
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(line, flags, _elided(metrics, words, line.width()))


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


def _is_settled(block: BlockView) -> bool:
    """Done, or confirmed as worked: nothing is left to do about it."""
    return block.is_done or block.is_confirmed


def _marks(block: BlockView) -> list[tuple[str, str]]:
    """Icons with their colours, from the right."""
    marks = []
    if block.breaches:
        marks.append(("shield", "watch"))
    if block.is_confirmed:
        marks.append(("circle-check", "secondary"))
    elif block.is_done:
        marks.append(("check", "secondary"))
    elif block.is_fixed:
        marks.append(("lock", "secondary"))
    return marks


def paint_suggestion(painter: QPainter, rect: QRect, ghost: GhostBlock, state: ItemState) -> None:
    """A suggested block: dashed in the client's colour, see-through, as nothing is there yet."""
    tokens = current_tokens()
    own = _colour(ghost.client_colour, tokens)
    fill = QColor(own)
    fill.setAlphaF(0.16 if state.is_selected or state.is_hovered else 0.07)
    painter.setBrush(fill)
    pen = QPen(QColor(own), 2 if state.is_selected else 1.5)
    pen.setDashPattern([4, 3])
    painter.setPen(pen)
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
    room = rect.adjusted(_PAD + 2, 4, -_PAD, -2)
    painter.setClipRect(rect)
    strong, plain = role_font("strong"), role_font("caption")
    metrics, small = QFontMetrics(strong), QFontMetrics(plain)
    is_low = rect.height() < metrics.height() + 4
    font, line = (plain, small.height()) if is_low else (strong, metrics.height())
    top = rect.top() + ((rect.height() - line) // 2 if rect.height() < 2 * line + 6 else 4)
    x = room.left()
    if ghost.client_name:
        x = _paint_letters(painter, monogram(ghost.client_name), own, font, QRect(x, top, room.width(), line))
    painter.setFont(font)
    painter.setPen(QColor(tokens.text))
    first = QRect(x, top, room.right() - x + 1, line)
    below = _paint_title(painter, ghost.title, font, first, room, rect)
    painter.setFont(plain)
    painter.setPen(QColor(tokens.secondary))
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    for words in (span_text(ghost.start_minute, ghost.end_minute), ghost.reason):
        if rect.bottom() - below >= small.height():
            under = QRect(room.left(), below, room.width(), small.height())
            painter.drawText(under, flags, _elided(small, words, room.width()))
            below += small.height()
