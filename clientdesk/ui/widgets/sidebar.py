"""The sidebar: places, then clients, then what is needed rarely; F9 narrows it to icons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QPushButton,
    QScrollArea,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from clientdesk.ui.icons import icon
from clientdesk.ui.theme import current_tokens, icon_px, role_font
from clientdesk.ui.tokens import SIDEBAR_NARROW, SIDEBAR_WIDE, SPACE_1, SPACE_2, SPACE_3, Status, monogram
from clientdesk.ui.widgets.buttons import ChoiceGroup, escape_mnemonic
from clientdesk.ui.widgets.labels import as_tooltip, hairline, label
from clientdesk.ui.widgets.painting import paint_monogram, paint_status

_INSET = 10
_LEADING = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the sidebar."""

    key: str
    title: str
    icon_name: str
    shortcut: str = ""


@dataclass(frozen=True, slots=True)
class ClientEntry:
    """One client at the sidebar's foot; `spoken` says the status in words."""

    client_id: str
    name: str
    colour_index: int
    status: Status
    spoken: str = ""


class Sidebar(QFrame):
    """Checkable buttons, so that a click, a key or a screen reader all choose a place alike.

    Signals:
        place_chosen: key of the place picked by the user.
        client_chosen: id of the client picked.
        collapsed_changed: whether only icons are shown now.
    """

    place_chosen = Signal(str)
    client_chosen = Signal(str)
    collapsed_changed = Signal(bool)

    def __init__(self, places: Sequence[Place], foot: Sequence[Place], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setProperty("role", "sidebar")
        self.setAccessibleName(self.tr("Places"))
        self._group = ChoiceGroup(self)
        self._buttons: dict[str, _PlaceButton] = {}
        self._clients: list[_ClientButton] = []
        self._is_collapsed = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SPACE_2, SPACE_3, SPACE_2, SPACE_2)
        self._column.setSpacing(2)
        for place in places:
            self._column.addWidget(self._make_button(place))
        self._column.addSpacing(SPACE_3)
        self._build_clients()
        self._column.addWidget(hairline())
        self._column.addSpacing(SPACE_1)
        for place in foot:
            self._column.addWidget(self._make_button(place))
        self._group.picked.connect(self._on_picked)
        self.setFixedWidth(icon_px(SIDEBAR_WIDE))

    def select(self, key: str) -> None:
        """Show this place as the current one, or none when empty; announces nothing."""
        if key:
            self._group.choose(self._buttons[key])
            return
        self._group.setExclusive(False)
        for made in self._buttons.values():
            made.setChecked(False)
        self._group.setExclusive(True)

    def current(self) -> str:
        """Key of the current place."""
        return next((key for key, made in self._buttons.items() if made.isChecked()), "")

    def button(self, key: str) -> QPushButton:
        """The button of a place."""
        return self._buttons[key]

    def set_badge(self, key: str, count: int, spoken: str = "") -> None:
        """Show a number at a place's end; zero hides it. `spoken` says what it counts."""
        self._buttons[key].set_badge(count, spoken)

    def set_clients(self, clients: Sequence[ClientEntry]) -> None:
        """List these clients (at most 20 are shown)."""
        if [made.entry for made in self._clients] == list(clients[:20]):
            return
        for made in self._clients:
            self._client_column.removeWidget(made)
            made.hide()
            made.deleteLater()
        self._clients = []
        for entry in clients[:20]:
            made = _ClientButton(entry, self)
            made.clicked.connect(partial(self._on_client, entry.client_id))
            made.set_collapsed(self._is_collapsed)
            self._client_column.insertWidget(len(self._clients), made)
            made.show()
            self._clients.append(made)
        self._client_caption.setVisible(bool(clients) and not self._is_collapsed)

    def is_collapsed(self) -> bool:
        return self._is_collapsed

    def set_collapsed(self, is_collapsed: bool) -> None:
        """Show only icons, or icons with words."""
        if is_collapsed == self._is_collapsed:
            return
        self._is_collapsed = is_collapsed
        for place in self._buttons.values():
            place.set_collapsed(is_collapsed)
        for client in self._clients:
            client.set_collapsed(is_collapsed)
        self._client_caption.setVisible(bool(self._clients) and not is_collapsed)
        self.setFixedWidth(icon_px(SIDEBAR_NARROW if is_collapsed else SIDEBAR_WIDE))
        self.collapsed_changed.emit(is_collapsed)

    def toggle_collapsed(self) -> None:
        """F9."""
        self.set_collapsed(not self._is_collapsed)

    def take_focus(self) -> None:
        """Give the keyboard to the current place (F6)."""
        made = self._buttons.get(self.current()) or next(iter(self._buttons.values()))
        made.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        order: list[QAbstractButton] = [*self._buttons.values()]
        focus = next((made for made in order if made.hasFocus()), None)
        if focus is not None:
            order[(order.index(focus) + step) % len(order)].setFocus(Qt.FocusReason.TabFocusReason)

    def _build_clients(self) -> None:
        self._client_caption = label(self.tr("Clients"), "group-caption")
        self._client_caption.setContentsMargins(SPACE_2, 0, 0, 2)
        self._client_caption.hide()
        self._column.addWidget(self._client_caption)
        room = QWidget()
        self._client_column = QVBoxLayout(room)
        self._client_column.setContentsMargins(0, 0, 0, 0)
        self._client_column.setSpacing(1)
        self._client_column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(room)
        self._column.addWidget(scroll, 1)

    def _make_button(self, place: Place) -> _PlaceButton:
        made = _PlaceButton(place, self)
        self._group.addButton(made)
        self._buttons[place.key] = made
        return made

    def _on_picked(self) -> None:
        self.place_chosen.emit(self.current())

    def _on_client(self, client_id: str) -> None:
        self.client_chosen.emit(client_id)


class _PlaceButton(QPushButton):
    """An icon, a word, and a number at the end."""

    def __init__(self, place: Place, parent: QWidget) -> None:
        super().__init__(escape_mnemonic(place.title), parent)
        self._place = place
        self._badge = 0
        self._is_collapsed = False
        self.setObjectName(f"place_{place.key}")
        self.setProperty("role", "place")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setIcon(icon(place.icon_name))
        self.setIconSize(QSize(icon_px(18), icon_px(18)))
        self.setAccessibleName(place.title)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._set_tooltip()

    def set_badge(self, count: int, spoken: str) -> None:
        self._badge = count
        self.setAccessibleDescription(spoken if count else "")
        self.update()

    def set_collapsed(self, is_collapsed: bool) -> None:
        self._is_collapsed = is_collapsed
        self.setText("" if is_collapsed else escape_mnemonic(self._place.title))
        self._set_tooltip()

    def _set_tooltip(self) -> None:
        keys = f" ({self._place.shortcut})" if self._place.shortcut else ""
        self.setToolTip(f"{self._place.title}{keys}")

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt override)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self.iconSize().width()
        left = (self.width() - side) // 2 if self._is_collapsed else _INSET
        place = QRect(left, (self.height() - side) // 2, side, side)
        state = QIcon.State.On if self.isChecked() else QIcon.State.Off
        mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
        self.icon().paint(painter, _mirrored(self, place), mode=mode, state=state)
        taken = self._paint_badge(painter) if self._badge else 0
        if not self._is_collapsed:
            start = left + side + _INSET
            words = QRect(start, 0, self.width() - start - taken - _INSET // 2, self.height())
            self._paint_words(painter, _mirrored(self, words))

    def _paint_words(self, painter: QPainter, room: QRect) -> None:
        tokens = current_tokens()
        stands_out = self.isChecked() or self.underMouse() or self.hasFocus()
        painter.setFont(role_font("strong" if self.isChecked() else "body"))
        usual = tokens.text if stands_out else tokens.secondary
        painter.setPen(QColor(usual if self.isEnabled() else tokens.disabled))
        title = painter.fontMetrics().elidedText(self._place.title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, QStyle.visualAlignment(self.layoutDirection(), _LEADING), title)

    def _paint_badge(self, painter: QPainter) -> int:
        """Draws the number; gives the width it took."""
        tokens = current_tokens()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent))
        if self._is_collapsed:
            painter.drawEllipse(_mirrored(self, QRect(self.width() - 13, 5, 8, 8)))
            return 0
        text = str(self._badge) if self._badge < 100 else "99+"
        font = role_font("caption")
        font.setBold(True)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        height = metrics.height() + 2
        width = max(metrics.horizontalAdvance(text) + 10, height)
        room = _mirrored(self, QRect(self.width() - width - 8, (self.height() - height) // 2, width, height))
        painter.drawRoundedRect(room, height / 2, height / 2)
        painter.setPen(QColor(tokens.on_accent))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)
        return width + 8


class _ClientButton(QPushButton):
    """A client's monogram, name and status shape."""

    def __init__(self, entry: ClientEntry, parent: QWidget) -> None:
        super().__init__(parent)
        self.entry = entry
        self._is_collapsed = False
        self.setObjectName(f"client_{entry.client_id}")
        self.setProperty("role", "client-link")
        self.setAutoDefault(False)
        self.setAccessibleName(entry.name)
        self.setAccessibleDescription(entry.spoken)
        self.setToolTip(as_tooltip(f"{entry.name}\n{entry.spoken}".strip()))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_collapsed(self, is_collapsed: bool) -> None:
        self._is_collapsed = is_collapsed
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        side, shape = icon_px(18), icon_px(11)
        left = (self.width() - side) // 2 if self._is_collapsed else 8
        square = QRect(left, (self.height() - side) // 2, side, side)
        letters = monogram(self.entry.name)
        paint_monogram(painter, _mirrored(self, square), letters, self.entry.colour_index)
        if self._is_collapsed:
            return
        mark = QRect(self.width() - shape - 11, (self.height() - shape) // 2, shape, shape)
        paint_status(painter, QRectF(_mirrored(self, mark)), self.entry.status)
        words = QRect(left + side + 8, 0, self.width() - left - side - 36, self.height())
        self._paint_name(painter, _mirrored(self, words))

    def _paint_name(self, painter: QPainter, room: QRect) -> None:
        tokens = current_tokens()
        painter.setFont(role_font("caption"))
        painter.setPen(QColor(tokens.text if self.underMouse() else tokens.secondary))
        name = painter.fontMetrics().elidedText(self.entry.name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, QStyle.visualAlignment(self.layoutDirection(), _LEADING), name)


def _mirrored(widget: QWidget, rect: QRect) -> QRect:
    """The same place seen from the other side where the language runs right to left."""
    return QStyle.visualRect(widget.layoutDirection(), widget.rect(), rect)
