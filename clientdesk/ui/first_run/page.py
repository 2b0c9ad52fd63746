"""The page of the first run: look around, start empty, or import; then three questions."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from clientdesk import files
from clientdesk.ui.file_choice import Ask, ask_open
from clientdesk.ui.first_run.choice_card import ChoiceCard
from clientdesk.ui.first_run.questions import Questions
from clientdesk.ui.import_dialog import ImportDialog, file_kinds
from clientdesk.ui.theme import icon_px
from clientdesk.ui.tokens import SPACE_2, SPACE_3, SPACE_6, SPACE_8
from clientdesk.ui.widgets.icon_label import IconLabel
from clientdesk.ui.widgets.labels import label

if TYPE_CHECKING:
    from clientdesk.services.interchange.service import ImportReport
    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.background import Background
    from clientdesk.ui.messages import Messages

_WIDTH = 560


class FirstRunPage(QWidget):
    """Shown while the workspace has no practice.

    Signals:
        demo_asked: look around.
        finished: it is set up; the place to go, "intake" or "clients".

    Attributes:
        ask_file: how a file is asked for.
    """

    demo_asked = Signal()
    finished = Signal(str)

    def __init__(
        self, workspace: Workspace, messages: Messages, background: Background, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._messages = messages
        self._background = background
        self._file: Path | None = None
        self._paper_size = "A4"
        self.ask_file: Ask = ask_open
        self.setObjectName("first_run")
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Welcome"))
        self.stack = QStackedWidget()
        self.questions = Questions()
        self.stack.addWidget(_centred(self._build_choices()))
        self.stack.addWidget(_centred(self.questions))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self._wire()

    def _build_choices(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_3)
        column.addWidget(label(self.tr("Welcome to ClientDesk"), "title"))
        column.addWidget(
            label(
                self.tr(
                    "Plan the week across clients, put promises on paper, and never leave a client waiting."
                ),
                "secondary",
                wrap=True,
            )
        )
        column.addSpacing(SPACE_3)
        self.look_card = ChoiceCard(
            "eye",
            self.tr("Look around"),
            self.tr("A made-up practice with eight clients, one in trouble, in its own folder."),
        )
        self.empty_card = ChoiceCard(
            "pencil",
            self.tr("Start empty"),
            self.tr("Three questions, then your own clients in ten minutes."),
        )
        self.import_card = ChoiceCard(
            "upload",
            self.tr("Import"),
            self.tr("An address book (CSV, vCard), or everything from another ClientDesk."),
        )
        for name in ("look_card", "empty_card", "import_card"):
            card: ChoiceCard = getattr(self, name)
            card.setObjectName(name)
            column.addWidget(card)
        column.addSpacing(SPACE_3)
        column.addWidget(self._build_folder_note())
        return page

    def _build_folder_note(self) -> QWidget:
        note = QWidget()
        row = QHBoxLayout(note)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        row.addWidget(IconLabel("lock", "secondary", icon_px(18)), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(self.tr("Your data stays in one folder on this computer."), "secondary"))
        self.folder_label = label(short_path(self._workspace.folder.root), "caption", wrap=True)
        self.folder_label.setObjectName("folder_label")
        self.folder_label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.addWidget(self.folder_label)
        row.addLayout(words, 1)
        return note

    def _wire(self) -> None:
        self.look_card.clicked.connect(self._on_look)
        self.empty_card.clicked.connect(self._on_empty)
        self.import_card.clicked.connect(self._on_import)
        self.questions.answered.connect(self._on_answered)
        self.questions.went_back.connect(self._on_back)
        QTimer.singleShot(0, self.look_card, self.look_card.setFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.stack.currentIndex() == 0 and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        elif self.stack.currentIndex() == 1 and event.key() == Qt.Key.Key_Escape:
            self._on_back()
        else:
            super().keyPressEvent(event)

    def _on_look(self) -> None:
        self.demo_asked.emit()

    def _on_empty(self) -> None:
        self._file = None
        self._ask_questions()

    def _on_import(self) -> None:
        chosen = self.ask_file(self, self.tr("Import"), file_kinds())
        if chosen is None:
            return
        self._file = chosen
        look = partial(self._workspace.interchange.brings_practice, chosen)
        self._background.run(look, self._on_looked_at, self._on_unreadable)

    def _on_looked_at(self, brings_practice: bool) -> None:
        if brings_practice:
            self._open_import()
        else:
            self._ask_questions()

    def _on_unreadable(self, error: Exception) -> None:
        self._file = None
        self._messages.error(error)

    def _ask_questions(self) -> None:
        self._fill_guesses()
        self.stack.setCurrentIndex(1)
        self.questions.take_focus()

    def _fill_guesses(self) -> None:
        from clientdesk.services import places
        from clientdesk.services.holiday_calendar import countries

        if self.questions.zone_field.count():
            return
        guess = places.suggest(QLocale.system().name(), files.system_zone())
        self.questions.set_places(
            [(choice.value, choice.words) for choice in places.zones()],
            [(region.code, region.name) for region in countries()],
            [(choice.value, choice.words) for choice in places.currencies()],
            [(choice.value, choice.words) for choice in places.locales()],
        )
        self.questions.set_guess(
            zone=guess.zone, country=guess.holiday_region, currency=guess.currency, locale=guess.locale
        )
        self._paper_size = guess.paper_size

    def _on_back(self) -> None:
        self.stack.setCurrentIndex(0)
        self.empty_card.setFocus()

    def _on_answered(self) -> None:
        with self._messages.reporting(self.questions) as outcome:
            self._workspace.practice.set_up(**self.questions.values(), paper_size=self._paper_size)
        if not outcome.is_ok:
            return
        if self._file is None:
            self.finished.emit("intake")
        else:
            self._open_import()

    def _open_import(self) -> None:
        dialog = ImportDialog(self._workspace, self._messages, self._background, self, path=self._file)
        dialog.imported.connect(self._on_imported)
        dialog.rejected.connect(self._on_import_given_up)
        dialog.open()

    def _on_imported(self, report: ImportReport) -> None:
        is_address_book = bool(report.found) or "practices" not in report.added
        self.finished.emit("intake" if is_address_book else "clients")

    def _on_import_given_up(self) -> None:
        if self._workspace.practice.get() is not None:
            self.finished.emit("intake")
        else:
            self._on_back()


def short_path(path: Path) -> str:
    """A path with the home folder as ~."""
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)


def _centred(content: QWidget) -> QScrollArea:
    """A column of readable width in the middle, scrolling where the window is low."""
    content.setFixedWidth(_WIDTH)
    room = QWidget()
    column = QVBoxLayout(room)
    column.setContentsMargins(SPACE_6, SPACE_8, SPACE_6, SPACE_6)
    column.addStretch(2)
    middle = QHBoxLayout()
    middle.addStretch(1)
    middle.addWidget(content)
    middle.addStretch(1)
    column.addLayout(middle)
    column.addStretch(3)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(room)
    return area
