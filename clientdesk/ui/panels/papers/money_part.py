"""What an executed paper comes to: value, instalments, revision rounds, hours of a retainer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clientdesk.models.views.agreements import AgreementView, PaymentView, RetainerBalance
from clientdesk.models.views.engagements import DeliverableView, EngagementView
from clientdesk.ui.panels.papers.payments_card import PaymentsCard
from clientdesk.ui.panels.papers.value_card import ValueCard
from clientdesk.ui.panels.papers.words import translate
from clientdesk.ui.tokens import SPACE_2, SPACE_4
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.key_values import KeyValueGrid
from clientdesk.ui.widgets.labels import label
from clientdesk.ui.words import retainer_words


class MoneyPart(QWidget):
    """The second tab beside the pages.

    Signals:
        invoiced, paid: id of a payment and whether it is marked now.
        client_opened: the client's page is wanted; its id.
    """

    invoiced = Signal(str, bool)
    paid = Signal(str, bool)
    client_opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._client_id = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_4)
        self.value = ValueCard()
        self.payments = PaymentsCard()
        self.payments.invoiced.connect(self.invoiced)
        self.payments.paid.connect(self.paid)
        self._retainer = QWidget()
        hours = QVBoxLayout(self._retainer)
        hours.setContentsMargins(0, 0, 0, 0)
        hours.setSpacing(SPACE_2)
        hours.addWidget(label(translate("Papers", "Retainer"), "strong"))
        self.retainer_label = label("", wrap=True)
        self.retainer_label.setObjectName("retainer_label")
        hours.addWidget(self.retainer_label)
        self._rounds = QWidget()
        rounds = QVBoxLayout(self._rounds)
        rounds.setContentsMargins(0, 0, 0, 0)
        rounds.setSpacing(SPACE_2)
        rounds.addWidget(label(translate("Papers", "Revision rounds"), "strong"))
        self._rounds_place = QVBoxLayout()
        rounds.addLayout(self._rounds_place)
        self.rounds: KeyValueGrid | None = None
        self.client_button = button(translate("Papers", "Open the engagement"), "quiet")
        self.client_button.setObjectName("client_button")
        self.client_button.clicked.connect(self._on_client)
        self.nothing = label(translate("Papers", "This paper has no price and no payments."), "secondary")
        for widget in (self.value, self.payments, self._retainer, self._rounds, self.nothing):
            column.addWidget(widget)
        column.addWidget(self.client_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def show_paper(
        self,
        view: AgreementView,
        payments: Sequence[PaymentView],
        engagement: EngagementView | None,
        retainer: RetainerBalance | None,
        today: date,
    ) -> None:
        """Fill it."""
        self._client_id = view.row.client_id
        self.value.show_value(view.value, today)
        self.payments.show_payments(payments, today)
        self._retainer.setVisible(retainer is not None)
        if retainer is not None:
            self.retainer_label.setText(retainer_words(retainer))
        counted = [each for each in engagement.deliverables if _is_counted(each)] if engagement else []
        self._show_rounds(counted)
        self.client_button.setVisible(engagement is not None)
        parts = (self.value, self.payments, self._retainer, self._rounds)
        self.nothing.setVisible(all(part.isHidden() for part in parts))

    def _show_rounds(self, deliverables: Sequence[DeliverableView]) -> None:
        self._rounds.setVisible(bool(deliverables))
        if self.rounds is not None:
            self.rounds.hide()
            self.rounds.deleteLater()
        self.rounds = KeyValueGrid()
        for each in deliverables:
            self.rounds.add(each.deliverable_id, each.title, rounds_words(each))
        self._rounds_place.addWidget(self.rounds)

    def _on_client(self) -> None:
        self.client_opened.emit(self._client_id)


def rounds_words(deliverable: DeliverableView) -> str:
    """How many rounds of feedback were used of those agreed."""
    used, allowed = deliverable.rounds_used, deliverable.rounds_allowed
    if allowed is None:
        return translate("Papers", "{used} used").format(used=used)
    if used > allowed:
        return translate("Papers", "{used} used of {allowed}, over").format(used=used, allowed=allowed)
    return translate("Papers", "{used} used of {allowed}").format(used=used, allowed=allowed)


def _is_counted(deliverable: DeliverableView) -> bool:
    return deliverable.rounds_allowed is not None or deliverable.rounds_used > 0
