"""Steps that can't be taken back: a question with its consequences, and recording a signature."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from clientdesk.models.enums import AgreementState, Side
from clientdesk.models.views.agreements import AgreementView
from clientdesk.ui.forms.base import Form
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.papers.words import problem_sentence, translate
from clientdesk.ui.tokens import SPACE_2, SPACE_3, SPACE_6
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.date_field import DateField
from clientdesk.ui.widgets.fields import ChoiceField
from clientdesk.ui.widgets.labels import label


class StepDialog(QDialog):
    """A question, what follows from it, a form, and two buttons; stays open while something is in the way."""

    def __init__(
        self,
        title: str,
        text: str,
        verb: str,
        step: Callable[[], object],
        messages: Messages,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._step = step
        self._messages = messages
        self.setObjectName("step_dialog")
        self.setWindowTitle(title)
        self.setMinimumWidth(460)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_6, SPACE_6, SPACE_6, SPACE_6)
        column.setSpacing(SPACE_3)
        column.addWidget(label(title, "section", wrap=True))
        column.addWidget(label(text, "secondary", wrap=True))
        self.form = Form(problem_sentence)
        column.addWidget(self.form)
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addStretch(1)
        self.keep_button = button(translate("Papers", "Keep as it is"))
        self.keep_button.setObjectName("keep_button")
        self.keep_button.clicked.connect(self.reject)
        self.verb_button = button(verb, "primary")
        self.verb_button.setObjectName("verb_button")
        self.verb_button.clicked.connect(self._on_verb)
        row.addWidget(self.keep_button)
        row.addWidget(self.verb_button)
        column.addLayout(row)

    def _on_verb(self) -> None:
        with self._messages.reporting(self.form) as outcome:
            self._step()
        if outcome.is_ok:
            self.accept()


class SignDialog(StepDialog):
    """Records one side's signature with name and date."""

    def __init__(
        self,
        view: AgreementView,
        today: Callable[[], date],
        sign: Callable[[Side, str, date | None], object],
        messages: Messages,
        parent: QWidget | None = None,
    ) -> None:
        done = {signature.side for signature in view.signatures}
        text = translate(
            "Papers",
            "Record what stands on the signed paper. With both signatures it is in force, and its dates become"
            " what the client expects. This can't be undone.",
        )
        super().__init__(
            translate("Papers", "Mark as signed"),
            text,
            translate("Papers", "Mark as signed"),
            self._on_sign,
            messages,
            parent,
        )
        self._sign = sign
        self._names = {
            side: str(view.document.get(side.value, {}).get("signatory", ""))
            for side in (Side.CLIENT, Side.CONSULTANT)
        }
        left = [side for side in (Side.CLIENT, Side.CONSULTANT) if side not in done]
        words = {
            Side.CLIENT: translate("Papers", "The client: {name}").format(name=view.row.client),
            Side.CONSULTANT: translate("Papers", "You"),
        }
        self.side = ChoiceField([(side, words[side]) for side in left])
        self.signer = QLineEdit()
        self.on = DateField(today, prefer_past=True)
        self.form.add_field("side", translate("Papers", "Who signed"), self.side)
        self.form.add_field("name", translate("Papers", "Name"), self.signer)
        self.form.add_field("on", translate("Papers", "On"), self.on)
        self.on.set_date(today())
        self._on_side()
        self.side.currentIndexChanged.connect(self._on_side)
        self.signer.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_side(self) -> None:
        self.signer.setText(self._names[Side(self.side.value())])

    def _on_sign(self) -> None:
        values = self.form.values()
        self._sign(Side(values["side"]), values["name"], values["on"])


def can_be_signed(state: AgreementState) -> bool:
    """Whether a signature can be recorded now."""
    return state in (AgreementState.ISSUED, AgreementState.SENT, AgreementState.SIGNED)
