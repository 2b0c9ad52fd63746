"""Icons by name, drawn in the theme's colours whenever they are painted, so that a theme change needs no refresh."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from clientdesk import files
from clientdesk.ui.theme import current_tokens


def icon(name: str, colour: str = "secondary") -> QIcon:
    """The icon of that file name; `colour` is the name of a token, e.g. ``accent`` or ``on_accent``."""
    return QIcon(_TintedEngine(name, colour))


def icon_names() -> list[str]:
    """Every icon that ships."""
    return sorted(path.stem for path in files.resource("icons").glob("*.svg"))


class _TintedEngine(QIconEngine):
    def __init__(self, name: str, colour: str) -> None:
        super().__init__()
        self._name = name
        self._colour = colour

    def clone(self) -> QIconEngine:
        return _TintedEngine(self._name, self._colour)

    def iconName(self) -> str:  # noqa: N802 (Qt override)
        return self._name

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatioF()
        side = round(min(rect.width(), rect.height()) * ratio)
        image = _tinted(self._name, self._resolve(mode, state), side)
        side_out = side / ratio
        corner = QRectF(rect).center()
        target = QRectF(corner.x() - side_out / 2 + 0.0, corner.y() - side_out / 2, side_out, side_out)
        painter.drawImage(target, image)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(  # noqa: N802 (Qt override)
        self,
        size: QSize,
        mode: QIcon.Mode,
        state: QIcon.State,
        scale: float,  # noqa: ARG002 (size is in device pixels already)
    ) -> QPixmap:
        canvas = QPixmap(size)
        canvas.fill(Qt.GlobalColor.transparent)
        side = min(size.width(), size.height())
        painter = QPainter(canvas)
        corner = QPoint((size.width() - side) // 2, (size.height() - side) // 2)
        painter.drawImage(corner, _tinted(self._name, self._resolve(mode, state), side))
        painter.end()
        return canvas

    def _resolve(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        tokens = current_tokens()
        if mode == QIcon.Mode.Disabled:
            return tokens.disabled
        if state == QIcon.State.On and self._colour == "secondary":
            return tokens.accent
        return str(getattr(tokens, self._colour))


@lru_cache(maxsize=512)
def _tinted(name: str, colour: str, side: int) -> QImage:
    svg = files.resource("icons", f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    image = QImage(max(side, 1), max(side, 1), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(image.rect()))
    painter.end()
    return image
