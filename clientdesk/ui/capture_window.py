"""The small window for *Log update…*: there without the main window, from tray, notification, shortcut or shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from clientdesk.models.errors import ClientDeskError, InvalidInput
from clientdesk.ui.answer_line import AnswerLine
from clientdesk.ui.messages import Messages
from clientdesk.ui.theme import body_px
from clientdesk.ui.tokens import SPACE_2, SPACE_3, SPACE_4
from clientdesk.ui.widgets.banner import announce
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.capture_form import CaptureForm, Draft
from clientdesk.ui.widgets.labels import label

if TYPE_CHECKING:
    from clientdesk.services.workspace import Workspace

WIDTH = 420
GOES_AFTER_MS = 4_000
"""How long the word stands after logging; it waits while the pointer moves on it or Undo has the keyboard."""

ASKS_FOR_MS = 15_000
"""How long it stands where it asks whether that was the answer."""


class CaptureWindow(QDialog):
    """Client, kind, words; Ctrl+Enter logs, Esc closes. What was half written is there the next time.

    Alone (without a parent) it stays in front of whatever is open, says what was logged and goes by itself; on a
    window it is that window's, whose toast says it.

    Signals:
        window_wanted: there is no client yet; the main window helps further.
        gone: it was closed, or went by itself.
    """

    window_wanted = Signal()
    gone = Signal()

    def __init__(self, workspace: Workspace, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._messages = messages
        self._drafts: dict[str, Draft] = {}
        self._logged: Draft | None = None
        self._step: object = None
        self._pointed_at = QPoint()
        self.setObjectName("capture_window")
        self.setWindowTitle(self.tr("Log update"))
        if parent is None:
            self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint)
        self._timer = QTimer(self, singleShot=True, interval=GOES_AFTER_MS)
        self._timer.timeout.connect(self._on_time)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_4)
        column.setSizeConstraint(column.SizeConstraint.SetFixedSize)
        self._pages = self._build_entry(), self._build_said(), self._build_empty()
        for page in self._pages:
            column.addWidget(page)
        self._set_width()
        for keys, slot in (
            ("Ctrl+Return", self.log),
            ("Ctrl+Enter", self.log),
            ("Ctrl+Z", self._on_undo_keys),
        ):
            QShortcut(QKeySequence(keys), self, slot)
        self._show_page(self.entry_page)

    def _build_entry(self) -> QWidget:
        self.entry_page, column = _page()
        self.form = CaptureForm(self._workspace)
        self.form.setObjectName("form")
        self.form.submitted.connect(self.log)
        column.addWidget(self.form)
        self.kept_label = label(self.tr("These words are still here from before."), "caption", wrap=True)
        self.kept_label.setObjectName("kept_label")
        column.addWidget(self.kept_label)
        self.keys_label = label(self.tr("Ctrl+Enter logs, Esc closes"), "caption")
        self.cancel_button = button(self.tr("Close"))
        self.cancel_button.setObjectName("cancel_button")
        self.cancel_button.clicked.connect(self.close)
        self.log_button = button(self.tr("Log"), "primary")
        self.log_button.setObjectName("log_button")
        self.log_button.clicked.connect(self.log)
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(self.keys_label, 1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.log_button)
        column.addLayout(row)
        return self.entry_page

    def _build_said(self) -> QWidget:
        self.said_page, column = _page()
        self.said_label = label("", "strong", wrap=True)
        self.said_label.setObjectName("said_label")
        self.undo_button = button(self.tr("Undo"))
        self.undo_button.setObjectName("undo_button")
        self.undo_button.clicked.connect(self.undo)
        self.done_button = button(self.tr("Close"))
        self.done_button.setObjectName("done_button")
        self.done_button.clicked.connect(self.close)
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(self.said_label, 1)
        row.addWidget(self.undo_button)
        row.addWidget(self.done_button)
        column.addLayout(row)
        self.answer_line = AnswerLine(self._workspace, self._messages)
        self.answer_line.setObjectName("answer_line")
        self.answer_line.answered.connect(self._on_answered)
        column.addWidget(self.answer_line)
        return self.said_page

    def _build_empty(self) -> QWidget:
        self.empty_page, column = _page()
        column.addWidget(label(self.tr("There is no client yet to log anything for."), wrap=True))
        self.open_button = button(self.tr("Open ClientDesk"), "primary")
        self.open_button.setObjectName("open_button")
        self.open_button.clicked.connect(self._on_open)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.open_button)
        column.addLayout(row)
        return self.empty_page

    # What others call.

    def open_for(self, client_id: str = "") -> None:
        """Show it, for this client or to be chosen; what was half written for them is there again."""
        self._timer.stop()
        if self.isVisible() and not self.entry_page.isHidden():
            self._keep_draft()
        self.form.refresh()
        if not self.form.has_clients():
            self._show_page(self.empty_page)
            self.open_button.setFocus()
        else:
            self._show_page(self.entry_page)
            self._begin(client_id)
        self._come_forward()

    def log(self) -> None:
        """Log what stands there; what is missing is said in place."""
        if self.entry_page.isHidden():
            return
        draft = Draft(
            self.form.client_id(), self.form.kinds.chosen_by_hand(), self.form.text_edit.toPlainText()
        )
        try:
            touch_id = self.form.log()
        except InvalidInput as refusal:
            if not self.form.show_problems(refusal.problems):
                self.form.say_problem(self._messages.words(refusal))
            return
        except ClientDeskError as problem:
            self.form.say_problem(self._messages.words(problem))
            return
        if touch_id:
            self._say_logged(draft, touch_id)

    def on_changed(self) -> None:
        """Something was written or taken back: Undo would now take back that instead of the entry."""
        if self.said_page.isHidden() or self._workspace.store.last_step is self._step:
            return
        self.answer_line.ask_again()
        if self.undo_button.hasFocus():
            self.done_button.setFocus()
        self.undo_button.hide()

    def undo(self) -> None:
        """Take the entry back; its words stand there again. Does nothing once something was done after it.

        What was counted as the answer is first no answer any more.
        """
        if self._workspace.store.last_step is not self._step:
            return
        if self.answer_line.is_answered:
            self._take_answer_back()
            return
        draft, self._logged = self._logged, None
        self._timer.stop()
        with self._messages.reporting():
            self._workspace.store.undo()
        self.form.refresh()
        self._show_page(self.entry_page)
        if draft is not None:
            self.form.start(draft.client_id, draft.kind, draft.text)

    # Inside.

    def _begin(self, client_id: str) -> None:
        draft = self._drafts.pop(client_id, None)
        if draft is None and not client_id and self._drafts:
            draft = self._drafts.pop(next(reversed(self._drafts)))
        self.kept_label.setVisible(draft is not None)
        if draft is None:
            self.form.start(client_id)
        else:
            self.form.start(draft.client_id or client_id, draft.kind, draft.text)

    def _keep_draft(self) -> None:
        draft = self.form.draft()
        if draft is not None and not self.entry_page.isHidden():
            self._drafts.pop(draft.client_id, None)
            self._drafts[draft.client_id] = draft

    def _say_logged(self, draft: Draft, touch_id: str) -> None:
        self._logged = draft
        words = self.form.said()
        self.form.clear()
        self.kept_label.hide()
        if self.parentWidget() is not None:
            self._messages.toast(words, self._undo_from_toast)
            self.close()
            return
        self.said_label.setText(words)
        self._step = self._workspace.store.last_step
        self.undo_button.show()
        self.answer_line.ask_about(touch_id)
        self._show_page(self.said_page)
        # Not on Undo: whoever presses Enter twice means what was logged.
        self.done_button.setFocus()
        announce(self, words)
        self._stay()

    def _on_answered(self, words: str) -> None:
        """It was the answer: what came of it stands there, and Undo takes that back."""
        self._step = self._workspace.store.last_step
        self.said_label.setText(words)
        self.undo_button.show()
        self.done_button.setFocus()
        announce(self, words)
        self._stay()

    def _take_answer_back(self) -> None:
        self.answer_line.take_back()
        self._step = self._workspace.store.last_step
        self.said_label.setText(self.form.said())
        self.undo_button.show()
        self._stay()

    def _stay(self) -> None:
        """The word stands for a while; longer where there is a question to be read."""
        self._pointed_at = self.cursor().pos()
        self._timer.start(GOES_AFTER_MS if self.answer_line.isHidden() else ASKS_FOR_MS)

    def _undo_from_toast(self) -> None:
        with self._messages.reporting():
            self._workspace.store.undo()

    def _show_page(self, page: QWidget) -> None:
        for known in self._pages:
            known.setVisible(known is page)

    def _come_forward(self) -> None:
        if not self.isVisible() and self.parentWidget() is None:
            self._place()
        self.show()
        self.raise_()
        self.activateWindow()

    def _place(self) -> None:
        """In the upper third of the screen where the pointer is."""
        screen = QGuiApplication.screenAt(self.cursor().pos()) or QGuiApplication.primaryScreen()
        if screen is None:
            return
        room = screen.availableGeometry()
        self.adjustSize()
        self.move(room.topLeft() + QPoint((room.width() - self.width()) // 2, room.height() // 4))

    def _on_undo_keys(self) -> None:
        if not self.said_page.isHidden():
            self.undo()
        else:
            self.form.text_edit.undo()

    def _on_open(self) -> None:
        self.close()
        self.window_wanted.emit()

    def _on_time(self) -> None:
        at, before = self.cursor().pos(), self._pointed_at
        self._pointed_at = at
        # A pointer that happens to lie here holds up nobody who uses keys only.
        is_pointed_at = at != before and self.geometry().contains(at)
        if is_pointed_at or self.undo_button.hasFocus() or self.answer_line.answer_button.hasFocus():
            self._timer.start()
        else:
            self.close()

    def reject(self) -> None:
        """Esc, the window's own button and *Close*: all of them keep what was half written."""
        self._timer.stop()
        self._keep_draft()
        super().reject()
        self.gone.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._set_width()

    def _set_width(self) -> None:
        """As wide as a short sentence, at every size of text."""
        for page in self._pages:
            page.setFixedWidth(max(WIDTH, round(body_px() * 30)) - 2 * SPACE_4)


def _page() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(SPACE_3)
    return page, column
