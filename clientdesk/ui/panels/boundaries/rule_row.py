"""One rule of the form: its name, where its value comes from, a way back, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clientdesk.models.errors import Problem
from clientdesk.ui.panels.boundaries.editor import Editor
from clientdesk.ui.tokens import SPACE_1, SPACE_2, Status
from clientdesk.ui.widgets.buttons import icon_button
from clientdesk.ui.widgets.chips import SourceChip, StatusShape
from clientdesk.ui.widgets.labels import label

Word = Callable[[Problem], str]

HEAD_HEIGHT = 28


class RuleRow(QWidget):
    """A titled editor with its source chip and reset arrow.

    Signals:
        reset: the user wants the layer below to speak again.
    """

    reset = Signal()

    def __init__(
        self, title: str, editor: Editor, word: Word, *, hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._word = word
        self.editor = editor
        self.source_chip = SourceChip()
        self.reset_button = icon_button("rotate-ccw", self.tr("Reset: {rule}").format(rule=title))
        self.reset_button.setObjectName("reset_button")
        self.reset_button.setIconSize(QSize(14, 14))
        self.reset_button.clicked.connect(self.reset)
        self.reset_button.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_1)
        self._column.addLayout(self._head(title))
        self._column.addWidget(editor)
        if hint:
            self._column.addWidget(label(hint, "caption", wrap=True))
        self._check: QWidget | None = None
        self.check_label: QLabel | None = None
        self.problem_label: QLabel | None = None
        editor.setAccessibleName(title)
        self.setAccessibleName(title)

    def set_source(self, text: str, *, is_own: bool, reset_words: str) -> None:
        """Show where the value comes from; only an own value can be reset."""
        self.source_chip.setVisible(bool(text))
        self.source_chip.set_source(text, is_own=is_own)
        self.reset_button.setVisible(is_own)
        self.reset_button.setToolTip(reset_words)

    def set_check(self, sentences: Sequence[str]) -> None:
        """Show what contradicts this rule."""
        text = "\n".join(sentences)
        if self._check is None or self.check_label is None:
            if not text:
                return
            self._check, self.check_label = self._build_check()
        self._check.setVisible(bool(text))
        self.check_label.setText(text)

    def show_problems(self, problems: Sequence[Problem]) -> bool:
        """Show what is wrong; what was typed stays."""
        said = [self._word(problem) for problem in problems]
        self.set_problem(" ".join(text[:1].upper() + text[1:] for text in said))
        return True

    def set_problem(self, text: str) -> None:
        """Show or, without text, take away the sentence below the field."""
        if self.problem_label is None and text:
            self.problem_label = label("", "problem", wrap=True)
            self.problem_label.setObjectName("problem")
            self._column.addWidget(self.problem_label)
        if self.problem_label is not None:
            self.problem_label.setText(text)
            self.problem_label.setVisible(bool(text))
            self.editor.set_invalid(text)

    @property
    def has_problem(self) -> bool:
        return bool(self.problem_text())

    def problem_text(self) -> str:
        """The sentence below the field."""
        return "" if self.problem_label is None else self.problem_label.text()

    def check_text(self) -> str:
        """What contradicts this rule, as shown."""
        return "" if self.check_label is None else self.check_label.text()

    def _head(self, title: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_1)
        self.title_label = label(title, "strong", wrap=True)
        self.title_label.setMinimumHeight(HEAD_HEIGHT)
        self.title_label.setBuddy(self.editor)
        row.addWidget(self.title_label, 1)
        row.addWidget(self.source_chip)
        row.addWidget(self.reset_button)
        return row

    def _build_check(self) -> tuple[QWidget, QLabel]:
        check = QWidget()
        row = QHBoxLayout(check)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        row.addWidget(StatusShape(Status.WATCH), 0, Qt.AlignmentFlag.AlignTop)
        words = label("", "caption", wrap=True)
        row.addWidget(words, 1)
        self._column.addWidget(check)
        return check, words
