"""The logo: its picture as it will stand on white paper, choosing another one, taking it away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clientdesk.models.errors import FileUnreadable, Problem
from clientdesk.services.wording import words_for_problem
from clientdesk.ui.file_choice import Ask, ask_open
from clientdesk.ui.panels.settings.parts import Card
from clientdesk.ui.theme import current_tokens, role_font
from clientdesk.ui.tokens import SPACE_1, SPACE_2, SPACE_4
from clientdesk.ui.translations import translate
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.labels import label

if TYPE_CHECKING:
    from pathlib import Path

    from clientdesk.services.practice import PracticeService
    from clientdesk.ui.messages import Messages

_MOST_BYTES = 64 * 1024 * 1024


class LogoCard(Card):
    """Shows and changes the logo.

    Attributes:
        ask_file: how a file is asked for.
    """

    def __init__(self, practice: PracticeService, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.setAccessibleName(self.tr("Logo"))
        self._practice = practice
        self._messages = messages
        self.ask_file: Ask = ask_open
        row = QHBoxLayout()
        row.setSpacing(SPACE_4)
        self.preview = _Preview()
        self.preview.setObjectName("preview")
        row.addWidget(self.preview)
        words = QVBoxLayout()
        words.setSpacing(SPACE_1)
        words.addWidget(label(self.tr("Logo"), "section"))
        words.addWidget(
            label(self.tr("At the head of your papers. PNG or JPEG, up to 5 MB."), "caption", wrap=True)
        )
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_2)
        self.choose_button = button(self.tr("Choose a picture…"))
        self.choose_button.setObjectName("choose_button")
        self.remove_button = button(self.tr("Remove"), "quiet")
        self.remove_button.setObjectName("remove_button")
        buttons.addWidget(self.choose_button)
        buttons.addWidget(self.remove_button)
        buttons.addStretch(1)
        words.addLayout(buttons)
        self.problem_label = label("", "problem", wrap=True)
        self.problem_label.setObjectName("logo_problem")
        words.addWidget(self.problem_label)
        words.addStretch(1)
        row.addLayout(words, 1)
        self.column.addLayout(row)
        self.choose_button.clicked.connect(self._on_choose)
        self.remove_button.clicked.connect(self._on_remove)
        self._say("")

    def refresh(self, *, has_logo: bool) -> None:
        """Show the logo that is kept."""
        content = self._practice.logo() if has_logo else None
        picture = QPixmap()
        if content:
            picture.loadFromData(content)
        self.preview.set_picture(picture)
        self.remove_button.setVisible(has_logo)

    def take(self, path: Path) -> None:
        """Keep this picture as the logo."""
        with self._messages.reporting(self) as outcome:
            self._practice.set_logo(_read(path))
        if outcome.is_ok:
            self._say("")

    def show_problems(self, problems: Sequence[Problem]) -> bool:
        """Say why the picture can't be the logo; the one before stays."""
        words = words_for_problem(problems[0], _services, name_field=False)
        self._say(words[:1].upper() + words[1:])
        return True

    def _on_choose(self) -> None:
        chosen = self.ask_file(self, self.tr("Choose a logo"), self.tr("Pictures (*.png *.jpg *.jpeg)"))
        if chosen is not None:
            self.take(chosen)

    def _on_remove(self) -> None:
        with self._messages.reporting():
            self._practice.set_logo(None)
        self._say("")

    def _say(self, text: str) -> None:
        self.problem_label.setText(text)
        self.problem_label.setVisible(bool(text))


class _Preview(QWidget):
    """The picture on white, whatever the theme: papers are white."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QPixmap()
        self.setFixedSize(QSize(180, 88))
        self.set_picture(QPixmap())

    def set_picture(self, picture: QPixmap) -> None:
        self._picture = picture
        self.setAccessibleName(self.tr("No logo") if picture.isNull() else self.tr("Your logo"))
        self.update()

    def has_picture(self) -> bool:
        return not self._picture.isNull()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt override)
        tokens = current_tokens()
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.setBrush(QColor("#FFFFFF") if self.has_picture() else QColor(tokens.sunken))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 4, 4)
        if not self.has_picture():
            painter.setFont(role_font("caption"))
            painter.setPen(QColor(tokens.secondary))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("No logo"))
            return
        room = self.rect().adjusted(8, 8, -8, -8)
        size = self._picture.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = room.center()
        painter.drawPixmap(
            place.x() - size.width() // 2,
            place.y() - size.height() // 2,
            size.width(),
            size.height(),
            self._picture,
        )


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise FileUnreadable(path, "larger than 64 MB")
        return path.read_bytes()
    except OSError as error:
        raise FileUnreadable(path, error.strerror or str(error)) from error


def _services(text: str) -> str:
    return translate("Services", text)
