"""How the rules read in the agreement, and what contradicts itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QResizeEvent, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QStackedWidget, QTextEdit, QVBoxLayout, QWidget

from clientdesk.ui.panels.boundaries.checks_list import ChecksList
from clientdesk.ui.panels.boundaries.message_preview import MessagePreview
from clientdesk.ui.theme import current_tokens, role_font
from clientdesk.ui.tokens import SPACE_2, SPACE_4
from clientdesk.ui.widgets.buttons import SegmentedControl
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
        self.views = SegmentedControl(
            [("agreement", self.tr("Agreement")), ("message", self.tr("A message now"))]
        )
        self.checks = ChecksList()
        self.page = PaperText(self)
        self.page.setObjectName("page")
        self.page.setAccessibleName(title)
        agreement = QWidget()
        reading = QVBoxLayout(agreement)
        reading.setContentsMargins(0, 0, 0, 0)
        reading.setSpacing(SPACE_2)
        reading.addWidget(label(title, "section", wrap=True))
        reading.addWidget(self.page, 1)
        self.message = MessagePreview()
        self.stack = QStackedWidget()
        self.stack.addWidget(agreement)
        self.stack.addWidget(self.message)
        column.addWidget(self.views, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.stack, 1)
        column.addWidget(self.checks)
        self.views.chosen.connect(self._on_view)

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

    def views_width(self) -> int:
        """What the names of both views need beside each other."""
        return sum(one.sizeHint().width() for one in self.views.findChildren(QAbstractButton))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place_views()

    def place_views(self) -> None:
        """Large text in a narrow window: one name below the other, never cut."""
        line = self.views.layout()
        if isinstance(line, QBoxLayout):
            is_beside = self.views_width() <= self.width()
            line.setDirection(
                QBoxLayout.Direction.LeftToRight if is_beside else QBoxLayout.Direction.TopToBottom
            )

    def _on_view(self, key: str) -> None:
        self.stack.setCurrentIndex(int(key == "message"))

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


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
