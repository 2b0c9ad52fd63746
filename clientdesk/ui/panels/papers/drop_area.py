"""A place for one file: dropped, or chosen by the system's dialog."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from clientdesk.models.views.signing import FileFacts
from clientdesk.ui.file_choice import Ask, ask_open
from clientdesk.ui.panels.papers.words import translate
from clientdesk.ui.theme import icon_px
from clientdesk.ui.tokens import SPACE_3, SPACE_4
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.icon_label import IconLabel
from clientdesk.ui.widgets.labels import ElidedLabel, label

_TARGET = 120


class DropArea(QFrame):
    """Shows which file is meant; the dialog around it takes the drop.

    Signals:
        chosen: path of a file from the system's dialog.

    Attributes:
        ask_file: how a file is asked for.
    """

    chosen = Signal(object)

    def __init__(self, title: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._hint = hint
        self.ask_file: Ask = ask_open
        self.setObjectName("drop_area")
        self.setProperty("role", "card")
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_4, SPACE_3, SPACE_3, SPACE_3)
        row.setSpacing(SPACE_3)
        row.addWidget(IconLabel("upload", "accent", icon_px(24)))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        self.file_label = ElidedLabel(title, "strong")
        self.file_label.setObjectName("file_label")
        self.facts_label = label(hint, "caption", wrap=True)
        self.facts_label.setObjectName("facts_label")
        self.problem_label = label("", "problem", wrap=True)
        self.problem_label.setObjectName("file_problem")
        self.problem_label.hide()
        for each in (self.file_label, self.facts_label, self.problem_label):
            words.addWidget(each)
        words.addStretch(1)
        row.addLayout(words, 1)
        self.choose_button = button(translate("Papers", "Choose a file…"))
        self.choose_button.setObjectName("choose_button")
        self.choose_button.clicked.connect(self._on_choose)
        row.addWidget(self.choose_button)
        self._set_waiting(waits=True)

    def show_path(self, path: Path) -> None:
        """This file is being read."""
        self._set_waiting(waits=False)
        self.file_label.set_full_text(path.name)
        self.facts_label.setText(self._hint)
        self.show_problem("")

    def show_facts(self, facts: FileFacts, kind: str) -> None:
        """This file was read; `kind` is what it is in words."""
        self.file_label.set_full_text(facts.name)
        size = QLocale().formattedDataSize(facts.size, 1 if facts.size >= 1_000_000 else 0)
        if facts.pages is None:
            words = translate("Papers", "{kind}, {size} · SHA-256 {hash}…")
        elif facts.pages == 1:
            words = translate("Papers", "{kind}, 1 page, {size} · SHA-256 {hash}…")
        else:
            words = translate("Papers", "{kind}, {pages} pages, {size} · SHA-256 {hash}…")
        shown = words.format(kind=kind, pages=facts.pages, size=size, hash=facts.sha256[:16])
        self.facts_label.setText(shown[:1].upper() + shown[1:])
        self.facts_label.setToolTip(facts.sha256)
        self.show_problem("")

    def clear(self) -> None:
        """No file."""
        self._set_waiting(waits=True)
        self.file_label.set_full_text(self._title)
        self.facts_label.setText(self._hint)

    def show_problem(self, text: str) -> None:
        """Say what is wrong with the file; empty: nothing."""
        self.problem_label.setText(text)
        self.problem_label.setVisible(bool(text))
        self.choose_button.setAccessibleDescription(text)

    def _set_waiting(self, *, waits: bool) -> None:
        """A large target while there is no file, one line with it."""
        self.setMinimumHeight(icon_px(_TARGET) if waits else 0)

    def _on_choose(self) -> None:
        kinds = translate("Papers", "PDFs and pictures ({endings});;All files (*)").format(
            endings="*.pdf *.png *.jpg *.jpeg *.tif *.tiff *.heic *.heif *.webp"
        )
        found = self.ask_file(self, self._title, kinds)
        if found is not None:
            self.chosen.emit(found)
