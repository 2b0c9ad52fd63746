"""Sentences below each other, each with the shape of its status."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clientdesk.ui.tokens import SPACE_1, SPACE_2, Status
from clientdesk.ui.widgets.chips import StatusShape
from clientdesk.ui.widgets.labels import label

if TYPE_CHECKING:
    from clientdesk.models.views.boundaries import BoundaryCheck


class ChecksList(QWidget):
    """Contradictions as sentences; one calm line when there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_1)
        self._lines: list[tuple[QWidget, StatusShape, QLabel]] = []
        self.setAccessibleName(self.tr("Checks"))

    def show_checks(self, checks: Sequence[BoundaryCheck]) -> None:
        """Show these."""
        sentences: list[tuple[Status | None, str]] = [(Status.WATCH, check.sentence) for check in checks]
        self.show_sentences(sentences or [(Status.STEADY, self.tr("Nothing here contradicts itself."))])

    def show_sentences(self, sentences: Sequence[tuple[Status | None, str]]) -> None:
        """Show these, with the shape of their status where they have one."""
        while len(self._lines) < len(sentences):
            self._lines.append(self._line())
        for number, (line, shape, words) in enumerate(self._lines):
            line.setVisible(number < len(sentences))
            if number < len(sentences):
                status = sentences[number][0]
                shape.setVisible(status is not None)
                if status is not None:
                    shape.set_status(status)
                words.setText(sentences[number][1])

    def text(self) -> str:
        """The sentences shown, a line each."""
        return "\n".join(words.text() for line, _, words in self._lines if not line.isHidden())

    def _line(self) -> tuple[QWidget, StatusShape, QLabel]:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        shape = StatusShape()
        words = label("", "caption", wrap=True)
        row.addWidget(shape, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        self._column.addWidget(line)
        return line, shape, words
