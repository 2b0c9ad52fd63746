"""The confirmation dialog: a question, what follows from it, and two buttons that are verbs."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from clientdesk.ui.tokens import SPACE_2, SPACE_3, SPACE_6
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.labels import label


@dataclass(frozen=True, slots=True)
class Confirmation:
    """One question before something that cannot be undone."""

    title: str
    text: str
    verb: str
    is_dangerous: bool = False


class ConfirmDialog(QDialog):
    """Asks a `Confirmation`. Enter and Esc both keep things as they are, unless the verb was given the focus."""

    def __init__(self, question: Confirmation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ConfirmDialog")
        self.setWindowTitle(question.title)
        self.setMinimumWidth(400)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_6, SPACE_6, SPACE_6, SPACE_6)
        column.setSpacing(SPACE_3)
        column.addWidget(label(question.title, "section", wrap=True))
        column.addWidget(label(question.text, "secondary", wrap=True))
        column.addSpacing(SPACE_3)
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addStretch(1)
        self.keep_button = button(QCoreApplication.translate("ConfirmDialog", "Keep as it is"))
        self.keep_button.setObjectName("keep_button")
        self.keep_button.setDefault(True)
        self.keep_button.clicked.connect(self.reject)
        self.verb_button = button(question.verb, "danger" if question.is_dangerous else "primary")
        self.verb_button.setObjectName("verb_button")
        self.verb_button.clicked.connect(self.accept)
        row.addWidget(self.keep_button)
        row.addWidget(self.verb_button)
        column.addLayout(row)
        self.keep_button.setFocus()


def ask(parent: QWidget | None, question: Confirmation) -> bool:
    """Show the dialog and wait for the answer."""
    dialog = ConfirmDialog(question, parent)
    try:
        return dialog.exec() == QDialog.DialogCode.Accepted
    finally:
        dialog.deleteLater()
