"""The stages of a client in a row: passed ones ticked, the present one filled; a click moves there."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from clientdesk.models.enums import Stage
from clientdesk.ui.theme import current_tokens, role_font
from clientdesk.ui.widgets.flow_layout import FlowLayout
from clientdesk.ui.widgets.labels import label
from clientdesk.ui.words import stage_word, translate

_PAD, _TICK = 10, 14


class StageStepper(QWidget):
    """One button a stage.

    Signals:
        chosen: the `Stage` clicked.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = FlowLayout(self, spacing=2)
        self.buttons: dict[Stage, StageButton] = {}
        for number, stage in enumerate(Stage):
            made = StageButton(stage)
            if number:
                arrow = label("›", "caption")
                arrow.setFixedHeight(made.sizeHint().height())
                row.addWidget(arrow)
            made.clicked.connect(self._on_clicked)
            self.buttons[stage] = made
            row.addWidget(made)

    def set_stage(self, current: Stage) -> None:
        """Show where the client is."""
        order = list(Stage)
        for stage, made in self.buttons.items():
            # Not every client is renewed: who is leaving did not necessarily pass there.
            is_passed = order.index(stage) < order.index(current) and stage is not Stage.RENEWAL
            made.show_state(is_current=stage is current, is_passed=is_passed)

    def _on_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, StageButton):
            self.chosen.emit(sender.stage)


class StageButton(QAbstractButton):
    """A stage by its word, with a tick once passed, on a filled ground while the client is there."""

    def __init__(self, stage: Stage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stage = stage
        self._is_passed = False
        self.setObjectName(f"stage_{stage.value}")
        self.setText(stage_word(stage))
        self.setAccessibleName(self.text())
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_state(self, *, is_current: bool, is_passed: bool) -> None:
        """Fill it, tick it, or neither."""
        self._is_passed = is_passed
        self.setChecked(is_current)
        state = translate("StageStepper", "passed") if is_passed else ""
        self.setAccessibleDescription(translate("StageStepper", "now") if is_current else state)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(role_font("strong" if self.isChecked() else "body"))
        tick = _TICK if self._is_passed else 0
        return QSize(metrics.horizontalAdvance(self.text()) + 2 * _PAD + tick, max(metrics.height() + 8, 26))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt override)
        tokens = current_tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = tokens.selection if self.isChecked() else tokens.hover if self.underMouse() else ""
        pill = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(QColor(tokens.focus), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground) if ground else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(pill, 4, 4)
        room = self.rect().adjusted(_PAD, 0, -_PAD, 0)
        if self._is_passed:
            self._paint_tick(painter, QColor(tokens.accent))
            room.setLeft(room.left() + _TICK)
        painter.setFont(role_font("strong" if self.isChecked() else "body"))
        painter.setPen(QColor(tokens.text if self.isChecked() else tokens.secondary))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())

    def _paint_tick(self, painter: QPainter, colour: QColor) -> None:
        middle = self.height() / 2
        painter.setPen(QPen(colour, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(_PAD, round(middle), _PAD + 3, round(middle + 3))
        painter.drawLine(_PAD + 3, round(middle + 3), _PAD + 8, round(middle - 3))
