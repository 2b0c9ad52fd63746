"""What was said to whom: a client, a kind, words. The one form behind every *Log update…*."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from clientdesk.models.capture import parse_request
from clientdesk.models.enums import TouchKind, Urgency
from clientdesk.models.errors import Problem
from clientdesk.ui.tokens import SPACE_2, STATUS_OF_CHECK_IN
from clientdesk.ui.widgets.capture_kinds import CaptureKinds, sign_key, split_sign
from clientdesk.ui.widgets.chips import StatusShape
from clientdesk.ui.widgets.labels import label

if TYPE_CHECKING:
    from clientdesk.models.views.check_ins import ClientCheckInView
    from clientdesk.services.workspace import Workspace

_LINES = 4
_MOST_LETTERS = 4_000
_MOST_NAMED = 4
translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in the form and is not logged yet; `kind` only where the user chose it."""

    client_id: str
    kind: str
    text: str


class CaptureText(QPlainTextEdit):
    """The words. Ctrl+Enter logs, Tab goes on.

    Signals:
        submitted: Ctrl+Enter.
    """

    submitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES + 18)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submitted.emit()
            return
        super().keyPressEvent(event)


class CaptureForm(QWidget):
    """Client (three letters and Tab), kind (preset from what is owed), words.

    Signals:
        submitted: Ctrl+Enter in the words.
    """

    submitted = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._views: dict[str, ClientCheckInView] = {}
        self._names: dict[str, str] = {}
        self._said = ""
        self._build()
        self._wire()
        self.refresh()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_2)
        self.client_combo = QComboBox()
        self.client_combo.setObjectName("client_combo")
        self.client_combo.setEditable(True)
        self.client_combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.client_combo.setMinimumContentsLength(12)
        line = self.client_combo.lineEdit()
        assert line is not None  # noqa: S101 - it is editable
        line.setPlaceholderText(self.tr("Which client? Three letters and Tab"))
        for named in (self.client_combo, line):
            named.setAccessibleName(self.tr("Client"))
        column.addWidget(self.client_combo)
        self.client_problem = self._problem("client_problem", column)
        column.addLayout(self._build_owed())
        self.text_edit = CaptureText()
        self.text_edit.setObjectName("text_edit")
        self.text_edit.setAccessibleName(self.tr("What happened?"))
        column.addWidget(self.text_edit)
        self.text_problem = self._problem("text_problem", column)
        # After the words: three letters, Tab, and one writes.
        self.kinds = CaptureKinds()
        column.addWidget(self.kinds)

    def _build_owed(self) -> QHBoxLayout:
        """Why this client waits, under the name."""
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        self._shape = StatusShape()
        self.owed_label = label("", "secondary", wrap=True)
        self.owed_label.setObjectName("owed_label")
        row.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.owed_label, 1)
        return row

    def _problem(self, name: str, column: QVBoxLayout) -> QWidget:
        made = label("", "problem", wrap=True)
        made.setObjectName(name)
        made.hide()
        column.addWidget(made)
        return made

    def _wire(self) -> None:
        self.text_edit.submitted.connect(self.submitted)
        self.text_edit.textChanged.connect(self._on_text)
        self.kinds.picked.connect(self._on_picked)
        self.client_combo.editTextChanged.connect(self._on_client_typed)
        self.client_combo.currentIndexChanged.connect(self._show_owed)
        line = self.client_combo.lineEdit()
        if line is not None:
            line.editingFinished.connect(self._settle)
        # Completed in the line itself: a list that pops up takes the keyboard, and whoever types on at once
        # would find the next words in it.
        completer = QCompleter(self.client_combo.model(), self.client_combo)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
        self.client_combo.setCompleter(completer)

    # What a window uses.

    def refresh(self) -> None:
        """Read the clients again, those who wait for a word first and those whose work has ended last.

        The choice stays.
        """
        chosen = self.client_id()
        views = self._workspace.check_ins.statuses()
        self._views = {view.client_id: view for view in views}
        waiting = {view.client_id: view.client for view in views}
        self._names = waiting | self._workspace.clients.active_names()
        self.client_combo.blockSignals(True)
        self.client_combo.clear()
        for client_id, name in self._names.items():
            self.client_combo.addItem(name, client_id)
        self.client_combo.setCurrentIndex(self.client_combo.findData(chosen) if chosen else -1)
        self.client_combo.blockSignals(False)
        self._show_owed()

    def has_clients(self) -> bool:
        return bool(self._names)

    def start(self, client_id: str = "", kind: str = "", text: str = "") -> None:
        """Begin with this client and these words; the kind goes by what is owed unless one is given."""
        self._say(self.client_problem, "")
        self._say(self.text_problem, "")
        self.client_combo.setCurrentIndex(self.client_combo.findData(client_id) if client_id else -1)
        self._show_owed()
        self.text_edit.setPlainText(text)
        self.text_edit.moveCursor(self.text_edit.textCursor().MoveOperation.End)
        self.kinds.reset()
        self._show_owed()
        if kind:
            self.kinds.pick(kind)
        self.focus_first()

    def focus_first(self) -> None:
        """The keyboard goes to what is missing: the client, else the words."""
        target = self.text_edit if self.client_id() else self.client_combo
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def draft(self) -> Draft | None:
        """What would be lost with the form; None when no words stand in it."""
        text = self.text_edit.toPlainText()
        return Draft(self.client_id(), self.kinds.chosen_by_hand(), text) if text.strip() else None

    def clear(self) -> None:
        """Forget what was typed."""
        self.start()

    def client_id(self) -> str:
        """The client chosen or typed clearly enough; empty for none."""
        combo = self.client_combo
        if combo.currentIndex() >= 0 and combo.itemText(combo.currentIndex()) == combo.currentText():
            return str(combo.currentData())
        near = self._near()
        return near[0] if len(near) == 1 else ""

    def _near(self) -> list[str]:
        """Ids of those that fit what is typed: by the whole name, else by its beginning, else by a part of it."""
        typed = self.client_combo.currentText().strip().casefold()
        names = [(name.casefold(), client_id) for client_id, name in self._names.items()]
        for fits in (str.__eq__, str.startswith, str.__contains__):
            near = [found for name, found in names if typed and fits(name, typed)]
            if near:
                return near
        return []

    def client_name(self) -> str:
        return self._names.get(self.client_id(), "")

    def log(self) -> str:
        """Log what stands here; the id of the touch. Says what is missing and returns nothing otherwise.

        Raises:
            ClientDeskError: it can't be kept.
        """
        client_id = self.client_id()
        if not client_id:
            self._ask_for_client()
            return ""
        kind, is_review = self.kinds.kind(), self.kinds.is_review()
        _, text = split_sign(self.text_edit.toPlainText())
        if kind is TouchKind.NOTE and not text:
            self.show_problems([Problem("text", "blank")])
            return ""
        if self.kinds.is_asked():
            return self._start_request(client_id, text)
        self._said = said_words(kind, self.client_name())
        return self._workspace.touchpoints.log(client_id, kind, text, is_review=is_review)

    def said(self) -> str:
        """What was logged last, in a few words."""
        return self._said

    def _start_request(self, client_id: str, text: str) -> str:
        """They asked: the time to an answer runs."""
        read = parse_request(self.text_edit.toPlainText())
        requests = self._workspace.requests
        urgency = Urgency.NORMAL if read is None else read[0]
        request = requests.get(requests.receive(client_id, text, urgency=urgency))
        self._said = self.tr("{client} asked: {standing}.").format(
            client=request.client, standing=request.words
        )
        return request.touchpoint_id or ""

    def show_problems(self, problems: Sequence[Problem]) -> bool:
        """Say beside the words what is wrong with them; everything typed stays."""
        words = {
            "blank": self.tr("A note needs some words."),
            "too_long": self.tr("That is more than an entry of the record can hold."),
        }
        known = [words[problem.code] for problem in problems if problem.code in words]
        self._say(self.text_problem, known[0] if known else "")
        if known:
            self.text_edit.setFocus()
        return len(known) == len(problems)

    def say_problem(self, text: str) -> None:
        """Why it could not be logged."""
        self._say(self.text_problem, text)

    # Following what is typed.

    def _on_client_typed(self) -> None:
        self._say(self.client_problem, "")
        self._show_owed()

    def _settle(self) -> None:
        """Three letters and Tab: the whole name stands there."""
        place = self.client_combo.findData(self.client_id()) if self.client_id() else -1
        if place >= 0:
            self.client_combo.setCurrentIndex(place)
            self.client_combo.setEditText(self.client_combo.itemText(place))
            entry = self.client_combo.lineEdit()
            if entry is not None:
                # A long name shows how it begins.
                entry.setCursorPosition(0)

    def _show_owed(self) -> None:
        """Why this client waits; while several fit what is typed, which ones."""
        view = self._views.get(self.client_id())
        owed = None if view is None else view.owed_kind
        kind, is_review = self._workspace.touchpoints.told_kind(owed)
        self.kinds.offer(kind, is_review=is_review)
        if view is not None:
            words = "; ".join(part for part in (view.reason, view.told) if part)
            words = words[:1].upper() + words[1:]
            self._shape.set_status(STATUS_OF_CHECK_IN[view.state])
        else:
            near = self._near() if not self.client_id() else []
            words = ", ".join(self._names[one] for one in near[:_MOST_NAMED])
        self.owed_label.setText(words)
        self.owed_label.setVisible(bool(words))
        self._shape.setVisible(view is not None)
        self._show_placeholder()

    def _on_text(self) -> None:
        self._say(self.text_problem, "")
        if key := sign_key(self.text_edit.toPlainText()):
            self.kinds.pick(key)
        if len(self.text_edit.toPlainText()) > _MOST_LETTERS:
            cursor = self.text_edit.textCursor()
            cursor.setPosition(_MOST_LETTERS)
            cursor.movePosition(cursor.MoveOperation.End, cursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()

    def _on_picked(self) -> None:
        """Another kind than the sign in front says: the sign goes."""
        sign, words = sign_key(self.text_edit.toPlainText()), split_sign(self.text_edit.toPlainText())[1]
        if sign and sign != self.kinds.chosen_by_hand():
            self.text_edit.setPlainText(words)
            self.text_edit.moveCursor(self.text_edit.textCursor().MoveOperation.End)
        self._say(self.text_problem, "")
        self._show_placeholder()

    def _show_placeholder(self) -> None:
        kind = self.kinds.kind()
        if self.kinds.is_asked():
            words = self.tr("What do they want to know?")
        elif kind is TouchKind.MESSAGE_RECEIVED:
            words = self.tr("What did they say?")
        elif kind is TouchKind.NOTE:
            words = self.tr("What is worth keeping?")
        elif kind in (TouchKind.CALL, TouchKind.MEETING):
            words = self.tr("What was said? It may stay empty.")
        else:
            words = self.tr("What did you tell them? It may stay empty.")
        self.text_edit.setPlaceholderText(words)

    def _ask_for_client(self) -> None:
        typed = self.client_combo.currentText().strip()
        words = (
            self.tr("“{typed}” fits no client, or more than one. Choose one from the list.").format(
                typed=typed
            )
            if typed
            else self.tr("Which client? Choose one, or type a few letters.")
        )
        self._say(self.client_problem, words)
        self.client_combo.setFocus()

    def _say(self, place: QWidget, text: str) -> None:
        place.setText(text)  # type: ignore[attr-defined]
        place.setVisible(bool(text))


def said_words(kind: TouchKind, client: str) -> str:
    """What was logged, in a few words."""
    templates = {
        TouchKind.UPDATE: translate("CaptureForm", "Told {client}."),
        TouchKind.REPORT: translate("CaptureForm", "Told {client}."),
        TouchKind.MESSAGE_RECEIVED: translate("CaptureForm", "Heard from {client}."),
        TouchKind.CALL: translate("CaptureForm", "Spoke with {client}."),
        TouchKind.VIDEO: translate("CaptureForm", "Spoke with {client}."),
        TouchKind.MEETING: translate("CaptureForm", "Met {client}."),
        TouchKind.NOTE: translate("CaptureForm", "Noted for {client}."),
        TouchKind.SATISFACTION: translate("CaptureForm", "Asked {client} how it goes."),
    }
    return templates.get(kind, translate("CaptureForm", "Told {client}.")).format(client=client)
