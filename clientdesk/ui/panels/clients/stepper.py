"""The stages of a client in a row: passed ones ticked, the present one filled; a click moves there."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from clientdesk.models.enums import Stage
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.labels import label
from clientdesk.ui.words import stage_word, translate


class StageStepper(QWidget):
    """One button a stage.

    Signals:
        chosen: the `Stage` clicked.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.buttons: dict[Stage, QPushButton] = {}
        for number, stage in enumerate(Stage):
            if number:
                row.addWidget(label("›", "caption"), 0, Qt.AlignmentFlag.AlignVCenter)
            made = button(stage_word(stage), "quiet")
            made.setObjectName(f"stage_{stage.value}")
            made.setCheckable(True)
            made.clicked.connect(self._on_clicked)
            self.buttons[stage] = made
            row.addWidget(made)
        row.addStretch(1)

    def set_stage(self, current: Stage) -> None:
        """Show where the client is."""
        order = list(Stage)
        for stage, made in self.buttons.items():
            is_passed = order.index(stage) < order.index(current) and stage is not Stage.RENEWAL
            word = stage_word(stage)
            made.setText(f"✓ {word}" if is_passed else word)
            made.setChecked(stage is current)
            made.setAccessibleName(word)
            state = translate("StageStepper", "passed") if is_passed else ""
            made.setAccessibleDescription(translate("StageStepper", "now") if stage is current else state)

    def _on_clicked(self) -> None:
        sender = self.sender()
        for stage, made in self.buttons.items():
            if made is sender:
                self.chosen.emit(stage)
