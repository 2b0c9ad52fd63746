"""What was found in a file that came back: sentences with the shape of their weight."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from clientdesk.models.views.signing import Level, Remark
from clientdesk.ui.panels.papers.words import translate
from clientdesk.ui.tokens import SPACE_2, SPACE_3, Status
from clientdesk.ui.widgets.chips import StatusShape
from clientdesk.ui.widgets.labels import label

_STATUS = {
    Level.GOOD: Status.STEADY,
    Level.NOTE: Status.RESTING,
    Level.LOOK: Status.WATCH,
    Level.STOP: Status.AT_RISK,
}


class VerdictCard(QFrame):
    """Remarks under each other, the weightiest first; takes no room while there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("verdict_card")
        self.setProperty("role", "card")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_3)
        self._column.setSpacing(SPACE_2)
        self._texts: list[str] = []
        self.hide()

    def texts(self) -> list[str]:
        """The sentences shown now."""
        return list(self._texts)

    def show_waiting(self) -> None:
        """Say that the file is being looked at."""
        self._clear()
        self._add(Remark(Level.NOTE, translate("Papers", "Looking at the file…")))
        self._finish()

    def show_remarks(self, remarks: Sequence[Remark]) -> None:
        """Say these."""
        self._clear()
        for remark in remarks:
            self._add(remark)
        self._finish()

    def _clear(self) -> None:
        self._texts = []
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _add(self, remark: Remark) -> None:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_2)
        is_stop = remark.level is Level.STOP
        shown = label(
            remark.text, "problem" if is_stop else ("caption" if remark.level is Level.NOTE else "")
        )
        shown.setWordWrap(True)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line.addWidget(StatusShape(_STATUS[remark.level]), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(shown, 1)
        row.setAccessibleName(remark.text)
        self._column.addWidget(row)
        self._texts.append(remark.text)

    def _finish(self) -> None:
        self.setAccessibleName("\n".join(self._texts))
        self.setVisible(bool(self._texts))
