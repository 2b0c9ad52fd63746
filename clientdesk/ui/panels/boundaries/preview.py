"""How the rules read in the agreement, and what contradicts itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QTextEdit, QVBoxLayout, QWidget

from clientdesk.ui.theme import current_tokens, role_font
from clientdesk.ui.tokens import SPACE_1, SPACE_2, SPACE_4, Status
from clientdesk.ui.widgets.chips import StatusShape
from clientdesk.ui.widgets.labels import label

if TYPE_CHECKING:
    from clientdesk.models.views.boundaries import BoundaryCheck, BoundaryPreview, PreviewRow


class AgreementPreview(QWidget):
    """The paper's own sentences, set like its exhibit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, SPACE_4)
        column.setSpacing(SPACE_2)
        title = self.tr("How this reads in the agreement")
        self.checks = ChecksList()
        self.page = PaperText(self)
        self.page.setObjectName("page")
        self.page.setAccessibleName(title)
        column.addWidget(label(title, "section", wrap=True))
        column.addWidget(self.page, 1)
        column.addWidget(self.checks)

    def show_preview(self, preview: BoundaryPreview) -> None:
        """Set the sentences."""
        lines: list[tuple[str, str]] = []
        if preview.rhythms:
            lines.append(("heading", self.tr("When you hear from me")))
            lines += [("line", _joined(row.title, row.when, row.how)) for row in preview.rhythms]
        if preview.responses:
            lines.append(("heading", self.tr("First answers")))
            for row in preview.responses:
                lines.append(("line", _joined(self._level(row), row.when, row.how)))
                lines.append(("note", row.detail))
        lines.append(("heading", self.tr("How we work together")))
        lines += [("line", sentence) for _key, sentence in preview.sentences]
        if preview.emergency:
            lines += [("heading", self.tr("In an emergency")), ("line", preview.emergency)]
        self.page.set_lines(lines)

    def go_to_top(self) -> None:
        """Begin with the first sentence: someone else's rules are shown."""
        self.page.verticalScrollBar().setValue(0)

    def show_checks(self, checks: Sequence[BoundaryCheck]) -> None:
        """Show what contradicts itself, or that nothing does."""
        self.checks.show_checks(checks)

    def text(self) -> str:
        """Every sentence shown, a line each."""
        return self.page.toPlainText()

    def _level(self, row: PreviewRow) -> str:
        return {
            "emergency": self.tr("Emergency"),
            "urgent": self.tr("Urgent"),
            "normal": self.tr("Normal"),
        }.get(row.title, row.title)


class PaperText(QTextEdit):
    """Plain sentences in the type of a page: headings, lines and notes; never markup."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[tuple[str, str]] = []
        self.setProperty("role", "paper")
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(12)

    def set_lines(self, lines: Sequence[tuple[str, str]]) -> None:
        """Show (kind, text); the scroll place stays."""
        if list(lines) == self._lines:
            return
        self._lines = list(lines)
        self._set()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and self._lines:
            self._set()

    def _set(self) -> None:
        place = self.verticalScrollBar().value()
        tokens = current_tokens()
        document = self.document()
        document.clear()
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        for number, (kind, text) in enumerate(self._lines):
            block, letters = QTextBlockFormat(), QTextCharFormat()
            letters.setFont(role_font({"heading": "strong", "note": "caption"}.get(kind, "body")))
            colour = {"heading": tokens.accent, "note": tokens.secondary}.get(kind, tokens.text)
            letters.setForeground(QColor(colour))
            block.setTopMargin({"heading": 14.0 if number else 0.0, "note": 0.0}.get(kind, 5.0))
            block.setLineHeight(120, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            if number == 0:
                cursor.setBlockFormat(block)
                cursor.setBlockCharFormat(letters)
            else:
                cursor.insertBlock(block, letters)
            cursor.insertText(text, letters)
        cursor.endEditBlock()
        cursor.movePosition(QTextCursor.MoveOperation.Start)
        self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(place)


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
        sentences = [(Status.WATCH, check.sentence) for check in checks]
        if not sentences:
            sentences = [(Status.STEADY, self.tr("Nothing here contradicts itself."))]
        while len(self._lines) < len(sentences):
            self._lines.append(self._line())
        for number, (line, shape, words) in enumerate(self._lines):
            line.setVisible(number < len(sentences))
            if number < len(sentences):
                shape.set_status(sentences[number][0])
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


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
