"""Log update from anywhere: which client, what was told, Ctrl+Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QCompleter, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from clientdesk.models.enums import TouchKind
from clientdesk.ui.messages import Messages
from clientdesk.ui.tokens import SPACE_3, SPACE_4
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.capture_line import CaptureLine
from clientdesk.ui.widgets.labels import label

if TYPE_CHECKING:
    from clientdesk.services.workspace import Workspace


class LogUpdateDialog(QDialog):
    """A small window: client (chosen, else three letters and Tab), a line, done."""

    def __init__(
        self, workspace: Workspace, messages: Messages, client_id: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._messages = messages
        self.setObjectName("log_update_dialog")
        self.setWindowTitle(self.tr("Log update"))
        self.setMinimumWidth(520)
        self._build()
        self._fill(client_id)
        self._wire()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        column.setSpacing(SPACE_3)
        column.addWidget(label(self.tr("Who was told what?"), "section"))
        self.client_combo = QComboBox()
        self.client_combo.setObjectName("client_combo")
        self.client_combo.setAccessibleName(self.tr("Client"))
        self.client_combo.setEditable(True)
        self.client_combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        column.addWidget(self.client_combo)
        self.client_problem = label("", "problem", wrap=True)
        self.client_problem.setObjectName("client_problem")
        self.client_problem.hide()
        column.addWidget(self.client_problem)
        self.capture_line = CaptureLine(without_sign=TouchKind.UPDATE)
        self.capture_line.setObjectName("capture_line")
        column.addWidget(self.capture_line)
        row = QHBoxLayout()
        row.addStretch(1)
        self.cancel_button = button(self.tr("Close"))
        self.cancel_button.setObjectName("cancel_button")
        self.log_button = button(self.tr("Log"), "primary")
        self.log_button.setObjectName("log_button")
        row.addWidget(self.cancel_button)
        row.addWidget(self.log_button)
        column.addLayout(row)

    def _fill(self, client_id: str) -> None:
        for view in self._workspace.check_ins.statuses():
            self.client_combo.addItem(view.client, view.client_id)
        completer = QCompleter(self.client_combo.model(), self.client_combo)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.client_combo.setCompleter(completer)
        position = self.client_combo.findData(client_id) if client_id else -1
        self.client_combo.setCurrentIndex(position)
        if position >= 0:
            self.capture_line.setFocus()
        else:
            self.client_combo.setFocus()

    def _wire(self) -> None:
        self.cancel_button.clicked.connect(self.reject)
        self.log_button.clicked.connect(self._on_log)
        self.capture_line.submitted.connect(self._on_submitted)
        self.client_combo.editTextChanged.connect(self.client_problem.hide)
        line = self.client_combo.lineEdit()
        if line is not None:
            line.editingFinished.connect(self._settle)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._on_log)

    def _client_id(self) -> str:
        typed = self.client_combo.currentText().strip().casefold()
        for position in range(self.client_combo.count()):
            if self.client_combo.itemText(position).casefold() == typed:
                return str(self.client_combo.itemData(position))
        names = [
            self.client_combo.itemText(position).casefold() for position in range(self.client_combo.count())
        ]
        for fits in (str.startswith, str.__contains__):
            near = [position for position, name in enumerate(names) if typed and fits(name, typed)]
            if near:
                return str(self.client_combo.itemData(near[0])) if len(near) == 1 else ""
        return ""

    def _settle(self) -> None:
        """Three letters and Tab: the whole name stands there."""
        place = self.client_combo.findData(self._client_id())
        if place >= 0:
            self.client_combo.setCurrentIndex(place)
            self.client_combo.setEditText(self.client_combo.itemText(place))

    def _ask_for_client(self) -> None:
        typed = self.client_combo.currentText().strip()
        self.client_problem.setText(
            self.tr("“{typed}” fits no client, or more than one. Choose one from the list.").format(
                typed=typed
            )
            if typed
            else self.tr("Which client? Choose one, or type a few letters.")
        )
        self.client_problem.show()
        self.client_combo.setFocus()

    def _on_log(self) -> None:
        if self.capture_line.entry.text().strip(" ><="):
            self.capture_line.submit()
        else:
            self._on_submitted("", self.capture_line.kind())

    def _on_submitted(self, text: str, kind: TouchKind) -> None:
        client_id = self._client_id()
        if not client_id:
            self._ask_for_client()
            return
        with self._messages.reporting(self) as outcome:
            self._workspace.touchpoints.log(client_id, kind, text)
        if outcome.is_ok:
            client = self.client_combo.itemText(self.client_combo.findData(client_id))
            said = {
                TouchKind.UPDATE: self.tr("Told {client}."),
                TouchKind.MESSAGE_RECEIVED: self.tr("Heard from {client}."),
                TouchKind.MEETING: self.tr("Met {client}."),
            }
            self._messages.toast(said[kind].format(client=client), self._undo)
            self.accept()

    def _undo(self) -> None:
        with self._messages.reporting(self):
            self._workspace.store.undo()
