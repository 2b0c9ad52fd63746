"""Import: a file chosen or dropped, looked at before anything is stored, taken in as one step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QListView,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from clientdesk import files
from clientdesk.models.errors import ClientDeskError, ImportRefused, Problem
from clientdesk.services.wording import words_for, words_for_problem
from clientdesk.ui.file_choice import Ask, ask_open
from clientdesk.ui.import_steps import Answer, service_words, take_back
from clientdesk.ui.import_words import added_words, found_words, result_words
from clientdesk.ui.itemmodels.found_clients import TICKED_UP_TO, FoundClientsModel
from clientdesk.ui.theme import current_row_height, icon_px
from clientdesk.ui.tokens import SPACE_2, SPACE_3, SPACE_4, SPACE_6
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.fields import ChoiceField
from clientdesk.ui.widgets.icon_label import IconLabel
from clientdesk.ui.widgets.labels import ElidedLabel, label
from clientdesk.ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from clientdesk.services.interchange.service import ImportReport
    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.background import Background
    from clientdesk.ui.messages import Messages

_MOST_PROBLEMS = 200
_LABEL = "Import"
UNDOABLE = 20_000
"""Records that one undo takes back at most."""


def file_kinds() -> str:
    """The files that can be taken in, for the system's dialog."""
    return QCoreApplication.translate(
        "ImportDialog", "Address books and ClientDesk documents (*.csv *.tsv *.txt *.vcf *.vcard *.json)"
    )


class ImportDialog(QDialog):
    """Shows what a file would add, then adds it.

    Signals:
        imported: the report, after it was stored.

    Attributes:
        ask_file: how a file is asked for.
    """

    imported = Signal(object)

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
        self._path: Path | None = None
        self._reading = 0
        self._preview: ImportReport | None = None
        self._is_storing = False
        self.ask_file: Ask = ask_open
        self.setObjectName("import_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Import"))
        self.setAcceptDrops(True)
        self.setMinimumSize(620, 480)
        self._build()
        self._wire()
        self.encoding_box.setVisible(False)
        self._show_state()
        if path is not None:
            self.read(path)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_6, SPACE_6, SPACE_6, SPACE_4)
        column.setSpacing(SPACE_3)
        column.addWidget(label(self.tr("Import"), "title"))
        column.addWidget(self._build_drop_area())
        column.addWidget(self._build_encoding())
        self.summary_label = label("", "strong", wrap=True)
        self.summary_label.setObjectName("summary_label")
        column.addWidget(self.summary_label)
        self.problems_view = QPlainTextEdit()
        self.problems_view.setObjectName("problems_view")
        self.problems_view.setReadOnly(True)
        self.problems_view.setAccessibleName(self.tr("What is in the way"))
        self.problems_view.setTabChangesFocus(True)
        self.skip_tick = QCheckBox()
        self.skip_tick.setObjectName("skip_tick")
        column.addWidget(self.skip_tick)
        column.addWidget(self.problems_view)
        self.clients_box = self._build_clients()
        column.addWidget(self.clients_box, 3)
        self.spring = QWidget()
        column.addWidget(self.spring, 1)
        column.addLayout(self._build_buttons())

    def _build_drop_area(self) -> QWidget:
        area = QFrame()
        area.setObjectName("drop_area")
        area.setProperty("role", "card")
        row = QHBoxLayout(area)
        row.setContentsMargins(SPACE_4, SPACE_3, SPACE_3, SPACE_3)
        row.setSpacing(SPACE_3)
        row.addWidget(IconLabel("upload", "accent", icon_px(24)))
        words = QVBoxLayout()
        words.setSpacing(0)
        self.file_label = ElidedLabel(self.tr("Drop a file here"), "strong")
        self.file_label.setObjectName("file_label")
        words.addWidget(self.file_label)
        words.addWidget(
            label(self.tr("An address book as CSV or vCard, or a ClientDesk document (JSON)"), "caption")
        )
        row.addLayout(words, 1)
        self.choose_button = button(self.tr("Choose a file…"))
        self.choose_button.setObjectName("choose_button")
        row.addWidget(self.choose_button)
        return area

    def _build_encoding(self) -> QWidget:
        self.encoding_box = QWidget()
        row = QHBoxLayout(self.encoding_box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        title = self.tr("Written as")
        row.addWidget(label(title, "secondary"))
        self.encoding_field = ChoiceField(
            [
                ("", self.tr("UTF-8")),
                ("cp1252", self.tr("Western Europe (Windows)")),
                ("iso8859-15", self.tr("Western Europe (ISO)")),
                ("cp1250", self.tr("Central Europe (Windows)")),
                ("cp1251", self.tr("Cyrillic (Windows)")),
                ("cp1253", self.tr("Greek (Windows)")),
                ("cp1254", self.tr("Turkish (Windows)")),
                ("mac-roman", self.tr("Western Europe (older Mac)")),
                ("utf-16", self.tr("UTF-16")),
            ]
        )
        self.encoding_field.setObjectName("encoding_field")
        self.encoding_field.setAccessibleName(title)
        row.addWidget(self.encoding_field)
        row.addStretch(1)
        return self.encoding_box

    def _build_clients(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_2)
        question = label(self.tr("Which of these are your clients now?"), "section")
        column.addWidget(question)
        self.current_label = label("", "secondary", wrap=True)
        self.current_label.setObjectName("current_label")
        column.addWidget(self.current_label)
        self.filter_box = QWidget()
        row = QHBoxLayout(self.filter_box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        self.filter_field = SearchField(self.tr("Filter"))
        self.filter_field.setObjectName("filter_field")
        self.all_button = button(self.tr("Tick all shown"), "quiet")
        self.all_button.setObjectName("all_button")
        self.none_button = button(self.tr("Clear all shown"), "quiet")
        self.none_button.setObjectName("none_button")
        row.addWidget(self.filter_field, 1)
        row.addWidget(self.all_button)
        row.addWidget(self.none_button)
        column.addWidget(self.filter_box)
        self.model = FoundClientsModel(self)
        self.clients_view = QListView()
        self.clients_view.setObjectName("clients_view")
        self.clients_view.setAccessibleName(self.tr("Clients in this file"))
        self.clients_view.setUniformItemSizes(True)
        self.clients_view.setModel(self.model)
        self.clients_view.setMinimumHeight(current_row_height() * 4)
        column.addWidget(self.clients_view, 1)
        return box

    def _build_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        self.promise_label = label(self._promise(0), "caption", wrap=True)
        self.promise_label.setObjectName("promise_label")
        row.addWidget(self.promise_label, 1)
        self.cancel_button = button(self.tr("Cancel"))
        self.cancel_button.setObjectName("cancel_button")
        self.import_button = button(self.tr("Import"), "primary")
        self.import_button.setObjectName("import_button")
        row.addWidget(self.cancel_button)
        row.addWidget(self.import_button)
        return row

    def _promise(self, records: int) -> str:
        """What can be taken back; very large imports only by restoring the backup."""
        if records > UNDOABLE:
            return self.tr("A backup is made first; restoring it takes this import back.")
        return self.tr("A backup is made first. Undo takes all of it back.")

    def _wire(self) -> None:
        self.choose_button.clicked.connect(self._on_choose)
        self.encoding_field.currentIndexChanged.connect(self._on_read_again)
        self.skip_tick.toggled.connect(self._on_read_again)
        self.filter_field.search_changed.connect(self.model.set_filter)
        self.all_button.clicked.connect(partial(self.model.tick_shown, on=True))
        self.none_button.clicked.connect(partial(self.model.tick_shown, on=False))
        self.model.ticks_changed.connect(self._show_ticks)
        self.clients_view.doubleClicked.connect(self.model.toggle)
        self.cancel_button.clicked.connect(self.reject)
        self.import_button.clicked.connect(self._on_import)

    def read(self, path: Path) -> None:
        """Look at this file; nothing is stored."""
        self._path = path
        self.file_label.set_full_text(path.name)
        self.file_label.setToolTip(str(path))
        for field in (self.encoding_field, self.skip_tick):
            field.blockSignals(True)
        self.encoding_field.set_value("")
        self.skip_tick.setChecked(False)
        for field in (self.encoding_field, self.skip_tick):
            field.blockSignals(False)
        self.encoding_box.setVisible(False)
        self._look()

    def _look(self) -> None:
        assert self._path is not None  # noqa: S101 - called when a file was chosen
        self._reading += 1
        self._preview = None
        self._show_state(summary=self.tr("Reading…"))
        work = partial(
            self._workspace.interchange.import_file,
            self._path,
            dry_run=True,
            skip_bad=self.skip_tick.isChecked(),
            encoding=self.encoding_field.value() or None,
            zone=files.system_zone(),
        )
        answer = Answer(self, self._reading, self.on_read)
        self._background.run(work, answer.done, answer.failed)

    def is_current(self, number: int) -> bool:
        """Whether an answer is to the last question."""
        return number == self._reading

    def on_read(self, report: ImportReport) -> None:
        """The file was read."""
        self._preview = report
        self.model.set_found(report.found)
        self._show_state(summary=found_words(report), problems=report.skipped)

    def on_failed(self, error: Exception) -> None:
        """The file cannot be taken as it is; say why and what would help."""
        self._preview = None
        if isinstance(error, ImportRefused):
            if any(problem.code == "not_text" for problem in error.problems):
                self.encoding_box.setVisible(True)
                self._show_state(
                    summary=self.tr(
                        "This file isn't written as {encoding}. Choose how it is written."
                    ).format(encoding=self.encoding_field.currentText())
                )
                self.encoding_field.setFocus()
                return
            self._show_state(
                summary=self.tr("Nothing can be imported yet. What is in the way:"),
                problems=error.problems,
                skippable=error.skippable,
            )
        elif isinstance(error, ClientDeskError):
            self._show_state(summary=words_for(error, service_words))
        else:
            raise error

    def _show_state(self, *, summary: str = "", problems: Sequence[Problem] = (), skippable: int = 0) -> None:
        report = self._preview
        self.summary_label.setText(summary)
        self.summary_label.setVisible(bool(summary))
        self.problems_view.setPlainText(_problem_lines(problems))
        self.problems_view.setVisible(bool(problems))
        lines = min(max(len(problems), 2), 3 if report is not None else 12)
        self.problems_view.setFixedHeight(round(self.problems_view.fontMetrics().lineSpacing() * lines) + 20)
        count = skippable or (len(report.skipped) if report else 0)
        if count:
            several = self.tr("Leave out the {count} rows without a name").format(count=count)
            self.skip_tick.setText(self.tr("Leave out the row without a name") if count == 1 else several)
            self.skip_tick.setAccessibleName(self.skip_tick.text())
        self.skip_tick.setVisible(bool(count))
        has_choice = report is not None and bool(report.found)
        self.clients_box.setVisible(has_choice)
        self.filter_box.setVisible(has_choice and len(report.found) > TICKED_UP_TO)  # type: ignore[union-attr]
        self.spring.setVisible(not has_choice)
        self.promise_label.setText(self._promise(sum(report.added.values()) if report else 0))
        self._show_ticks()

    def _show_ticks(self) -> None:
        report = self._preview
        total, ticked = len(self.model.all_rows), len(self.model.ticked)
        self.current_label.setText(self._ticked_words(total, total - ticked))
        has_work = report is not None and bool(report.added) and not self._is_storing
        self.import_button.setEnabled(has_work)
        self.import_button.setText(self.tr("Import"))

    def _ticked_words(self, total: int, rest: int) -> str:
        if rest == 0:
            return self.tr("All of them. Those you don't tick are imported too and put into the archive.")
        if rest == total:
            return self.tr(
                "Tick those you work for now. The others are imported too and put into the archive."
            )
        text = self.tr("{ticked} of {total}. The other {rest} are imported too and put into the archive.")
        return text.format(ticked=total - rest, total=total, rest=rest)

    def _on_choose(self) -> None:
        chosen = self.ask_file(self, self.tr("Import"), file_kinds())
        if chosen is not None:
            self.read(chosen)

    def _on_read_again(self) -> None:
        if self._path is not None:
            self._look()

    def _on_import(self) -> None:
        if self._preview is None or self._path is None:
            return
        self._is_storing = True
        self._show_ticks()
        self.summary_label.setText(self.tr("Backing up, then importing…"))
        current = self.model.ticked if self._preview.found else None
        work = partial(
            _back_up_and_import,
            self._workspace,
            self._path,
            self.skip_tick.isChecked(),
            self.encoding_field.value() or None,
            current,
        )
        self._background.run(work, self._on_stored, self._on_not_stored)

    def _on_stored(self, report: ImportReport) -> None:
        self._is_storing = False
        self._say(report)
        self.imported.emit(report)
        self.done(QDialog.DialogCode.Accepted)

    def _say(self, report: ImportReport) -> None:
        actions: list[tuple[str, Callable[[], object]]] = []
        if self._workspace.store.undo_label == _LABEL:
            undo = partial(take_back, self._workspace, self._messages, _LABEL)
            actions.append((self.tr("Undo import"), undo))
        owner = self.parentWidget()
        fill_in = getattr(owner.window(), "open_intake", None) if owner is not None else None
        if fill_in is not None and report.found and self.model.ticked:
            actions.append((self.tr("My clients in ten minutes"), fill_in))
        self._messages.banner(result_words(report, self.model.ticked), actions, key="import")

    def _on_not_stored(self, error: Exception) -> None:
        self._is_storing = False
        self.on_failed(error)

    def reject(self) -> None:
        """Nothing is imported; while it is being stored the dialog stays."""
        if not self._is_storing:
            super().reject()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.read(path)


def _back_up_and_import(
    workspace: Workspace, path: Path, skip_bad: bool, encoding: str | None, current: frozenset[str] | None
) -> ImportReport:
    workspace.back_up("before-import")
    return workspace.interchange.import_file(
        path, skip_bad=skip_bad, encoding=encoding, current=current, zone=files.system_zone()
    )


def _dropped(event: QDropEvent) -> Path | None:
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None


def _problem_lines(problems: Sequence[Problem]) -> str:
    lines = [words_for_problem(problem, service_words) for problem in problems[:_MOST_PROBLEMS]]
    if len(problems) > _MOST_PROBLEMS:
        lines.append("…")
    return "\n".join(lines)


__all__ = ["ImportDialog", "added_words", "file_kinds"]
