"""Import a calendar's file: looked at first, then kept as one step that undo takes back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from clientdesk.models.errors import ClientDeskError, ImportRefused, Problem
from clientdesk.services.wording import words_for, words_for_problem
from clientdesk.ui.dates import day_text
from clientdesk.ui.file_choice import Ask, ask_open
from clientdesk.ui.import_steps import Answer, is_cancelled, new_cancel, service_words, take_back
from clientdesk.ui.theme import icon_px
from clientdesk.ui.tokens import SPACE_2, SPACE_3, SPACE_4, SPACE_6
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.icon_label import IconLabel
from clientdesk.ui.widgets.key_values import KeyValueGrid
from clientdesk.ui.widgets.labels import ElidedLabel, label

if TYPE_CHECKING:
    from clientdesk.models.views.calendars import CalendarPreview
    from clientdesk.services.calendars.ports import Cancel
    from clientdesk.services.calendars.service import Preview
    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.background import Background
    from clientdesk.ui.messages import Messages

LABEL = "Import calendar"
_MOST_PROBLEMS = 200


def calendar_kinds() -> str:
    """The files that can be taken in, for the system's dialog."""
    return QCoreApplication.translate("CalendarImportDialog", "Calendars (*.ics *.ical *.ifb *.icalendar)")


class CalendarImportDialog(QDialog):
    """Shows what a calendar's file holds, then keeps it.

    Signals:
        imported: id of the calendar that was made.

    Attributes:
        ask_file: how a file is asked for.
    """

    imported = Signal(str)
    _moved = Signal(int, int)

    def __init__(
        self,
        workspace: Workspace,
        messages: Messages,
        background: Background,
        parent: QWidget | None = None,
        *,
        path: Path | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._messages = messages
        self._background = background
        self._preview: Preview | None = None
        self._cancel: Cancel | None = None
        self._number = 0
        self._is_storing = False
        self.ask_file: Ask = ask_open
        self.setObjectName("calendar_import_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Import calendar"))
        self.setMinimumSize(560, 420)
        self._build()
        self._wire()
        self._show_nothing()
        if path is not None:
            self.read(path)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_6, SPACE_6, SPACE_6, SPACE_4)
        column.setSpacing(SPACE_3)
        column.addWidget(label(self.tr("Import calendar"), "title"))
        column.addWidget(self._build_file())
        self.summary_label = label("", "strong", wrap=True)
        self.summary_label.setObjectName("summary_label")
        column.addWidget(self.summary_label)
        self.progress_bar = QProgressBar()
        self.progress_bar.setObjectName("progress_bar")
        self.progress_bar.setAccessibleName(self.tr("Progress"))
        self.progress_bar.setTextVisible(False)
        column.addWidget(self.progress_bar)
        self.facts = KeyValueGrid()
        self.name_field = QLineEdit()
        self.name_field.setMaxLength(200)
        self.facts.add("name_field", self.tr("Name"), self.name_field)
        self.name_field.setAccessibleName(self.tr("Name"))
        for key, caption in (
            ("events", self.tr("Events")),
            ("span", self.tr("From – to")),
            ("here", self.tr("Note")),
        ):
            self.facts.add(key, caption)
        column.addWidget(self.facts)
        self.problems_label = label("", "secondary", wrap=True)
        self.problems_label.setObjectName("problems_label")
        column.addWidget(self.problems_label)
        self.problems_view = QPlainTextEdit()
        self.problems_view.setObjectName("problems_view")
        self.problems_view.setReadOnly(True)
        self.problems_view.setTabChangesFocus(True)
        self.problems_view.setAccessibleName(self.tr("What was mended or left out"))
        column.addWidget(self.problems_view, 1)
        self.spring = QWidget()
        column.addWidget(self.spring, 1)
        column.addLayout(self._build_buttons())

    def _build_file(self) -> QWidget:
        area = QFrame()
        area.setProperty("role", "card")
        row = QHBoxLayout(area)
        row.setContentsMargins(SPACE_4, SPACE_3, SPACE_3, SPACE_3)
        row.setSpacing(SPACE_3)
        row.addWidget(IconLabel("calendar-days", "accent", icon_px(24)))
        words = QVBoxLayout()
        words.setSpacing(0)
        self.file_label = ElidedLabel(self.tr("No file chosen"), "strong")
        self.file_label.setObjectName("file_label")
        words.addWidget(self.file_label)
        words.addWidget(label(self.tr("A calendar as iCalendar (.ics); it is brought in once"), "caption"))
        row.addLayout(words, 1)
        self.choose_button = button(self.tr("Choose a file…"))
        self.choose_button.setObjectName("choose_button")
        row.addWidget(self.choose_button)
        return area

    def _build_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        self.promise_label = label("", "caption", wrap=True)
        self.promise_label.setObjectName("promise_label")
        row.addWidget(self.promise_label, 1)
        self.cancel_button = button(self.tr("Cancel"))
        self.cancel_button.setObjectName("cancel_button")
        self.import_button = button(self.tr("Import"), "primary")
        self.import_button.setObjectName("import_button")
        row.addWidget(self.cancel_button)
        row.addWidget(self.import_button)
        return row

    def _wire(self) -> None:
        self.choose_button.clicked.connect(self._on_choose)
        self.cancel_button.clicked.connect(self.reject)
        self.import_button.clicked.connect(self._on_import)
        self.name_field.textChanged.connect(self._show_import)
        self._moved.connect(self._on_moved, Qt.ConnectionType.QueuedConnection)

    def read(self, path: Path) -> None:
        """Look at this file; nothing is stored."""
        self._give_up()
        self._preview = None
        self._number += 1
        self.file_label.set_full_text(path.name)
        self.file_label.setToolTip(str(path))
        self._show_nothing(self.tr("Reading…"), busy=True)
        self._cancel = new_cancel()
        work = partial(self._workspace.calendars.preview_file, path, self._cancel)
        self._run(work, self.on_read)

    def _run(self, work: Callable[[], Any], taken: Callable[[Any], None]) -> None:
        answer = Answer(self, self._number, taken)
        self._background.run(work, answer.done, answer.failed)

    def on_read(self, preview: Preview) -> None:
        """The file was looked at."""
        self._preview = preview
        self._cancel = None
        view = preview.view
        self._show_nothing(_summary(view))
        self.name_field.setText(view.name)
        self.facts.set_value("events", events_words(view))
        self.facts.set_value("span", self._span(view))
        if view.known_as:
            known = self.tr("Most of these are here already, in {name}. They would be there twice.")
            self.facts.set_value("here", known.format(name=view.known_as))
        self.facts.setVisible(bool(view.events))
        for key in ("here",):
            self._show_row(key, shown=bool(view.known_as))
        self._show_problems(view.problems)
        self.promise_label.setText(
            self.tr("Undo takes all of it back.")
            if preview.is_undoable
            else self.tr("Too large for undo: a backup is made first, and restoring it takes this back.")
        )
        self._show_import()
        if self.import_button.isEnabled():
            self.import_button.setFocus()

    def _show_row(self, key: str, *, shown: bool) -> None:
        value = self.facts.findChild(QWidget, key)
        for widget in self.facts.findChildren(QWidget):
            if widget is value or getattr(widget, "buddy", lambda: None)() is value:
                widget.setVisible(shown)

    def _span(self, view: CalendarPreview) -> str:
        if view.first is None or view.last is None:
            return ""
        today = self._workspace.practice.today()
        first, last = day_text(view.first, today), day_text(view.last, today)
        return first if first == last else f"{first} – {last}"

    def _show_problems(self, problems: tuple[Problem, ...]) -> None:
        count = len(problems)
        self.problems_label.setText(
            self.tr("One line was mended or left out:")
            if count == 1
            else self.tr("{count} lines were mended or left out:").format(count=count)
        )
        lines = [words_for_problem(problem, service_words) for problem in problems[:_MOST_PROBLEMS]]
        if count > _MOST_PROBLEMS:
            lines.append(self.tr("and {count} more").format(count=count - _MOST_PROBLEMS))
        self.problems_view.setPlainText("\n".join(lines))
        for widget in (self.problems_label, self.problems_view):
            widget.setVisible(bool(problems))
        self.spring.setVisible(not problems)

    def _show_nothing(self, summary: str = "", *, busy: bool = False) -> None:
        self.summary_label.setText(summary)
        self.summary_label.setVisible(bool(summary))
        self.progress_bar.setRange(0, 0)
        self.progress_bar.setVisible(busy)
        self.facts.setVisible(False)
        self._show_problems(())
        self.promise_label.setText("")
        self._show_import()

    def _show_import(self) -> None:
        preview = self._preview
        can = preview is not None and bool(preview.view.events) and bool(self.name_field.text().strip())
        self.import_button.setEnabled(can and not self._is_storing)
        self.choose_button.setEnabled(not self._is_storing)
        self.name_field.setEnabled(not self._is_storing)

    def _on_choose(self) -> None:
        chosen = self.ask_file(self, self.tr("Import calendar"), calendar_kinds())
        if chosen is not None:
            self.read(chosen)

    def _on_import(self) -> None:
        preview = self._preview
        if preview is None:
            return
        self._is_storing = True
        self._cancel = new_cancel()
        self.summary_label.setText(self.tr("Importing…"))
        self.progress_bar.setRange(0, preview.view.occurrences)
        self.progress_bar.setVisible(True)
        self._show_import()
        name = self.name_field.text().strip()
        self._run(
            partial(_keep, self._workspace, preview, name, self._cancel, self._moved.emit), self.on_stored
        )

    def _on_moved(self, done: int, total: int) -> None:
        self.progress_bar.setRange(0, total)
        self.progress_bar.setValue(done)

    def on_stored(self, calendar_id: str) -> None:
        """All of it is kept."""
        self._is_storing = False
        preview = self._preview
        if preview is not None:
            text = self.tr("{name}: {events} imported.")
            words = text.format(name=self.name_field.text().strip(), events=events_words(preview.view))
            undo = partial(take_back, self._workspace, self._messages, LABEL) if preview.is_undoable else None
            self._messages.toast(words, undo)
        self.imported.emit(calendar_id)
        self.done(QDialog.DialogCode.Accepted)

    def on_failed(self, error: Exception) -> None:
        """It could not be read or kept; say why."""
        was_storing, self._is_storing = self._is_storing, False
        self._cancel = None
        if is_cancelled(error):
            if was_storing:
                self.done(QDialog.DialogCode.Rejected)
            return
        if not isinstance(error, ClientDeskError):
            raise error
        if was_storing:
            self.progress_bar.setVisible(False)
            self.summary_label.setText(words_for(error, service_words))
            self._show_import()
            return
        if isinstance(error, ImportRefused) and error.problems:
            words = words_for_problem(error.problems[0], service_words)
            self._show_nothing(words[:1].upper() + words[1:])
        else:
            self._show_nothing(words_for(error, service_words))

    def reject(self) -> None:
        """Stop what runs; nothing is imported."""
        self._give_up()
        if self._is_storing:
            self.summary_label.setText(self.tr("Stopping…"))
            return
        super().reject()

    def _give_up(self) -> None:
        if self._cancel is not None:
            self._cancel.set()

    def is_current(self, number: int) -> bool:
        """Whether an answer is to the last question."""
        return number == self._number


def events_words(view: CalendarPreview) -> str:
    """How many events, and how many of them repeat."""
    locale = QLocale()
    if view.events == 1:
        text = _tr("1 event, repeating") if view.repeating else _tr("1 event")
        return text
    text = _tr("{count} events").format(count=locale.toString(view.events))
    if view.repeating:
        text += ", " + _tr("{count} of them repeating").format(count=locale.toString(view.repeating))
    return text


def _summary(view: CalendarPreview) -> str:
    return "" if view.events else _tr("There are no events in this calendar.")


def _keep(workspace: Workspace, preview: Preview, name: str, cancel: Cancel, progress: object) -> str:
    if not preview.is_undoable:
        workspace.back_up("before-import")
    return workspace.calendars.import_preview(preview, name, cancel, progress)  # type: ignore[arg-type]


def _tr(text: str) -> str:
    return QCoreApplication.translate("CalendarImportDialog", text)
