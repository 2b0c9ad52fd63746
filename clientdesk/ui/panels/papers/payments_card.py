"""The instalments of an executed paper: what is due, invoiced, paid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clientdesk.models.views.agreements import PaymentView
from clientdesk.ui.dates import day_text
from clientdesk.ui.panels.papers.words import money_text, translate
from clientdesk.ui.tokens import SPACE_1, SPACE_2, SPACE_3, Status
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.chips import StatusShape
from clientdesk.ui.widgets.labels import ElidedLabel, hairline, label


class PaymentsCard(QWidget):
    """One line an instalment, with its two marks. A mark set again is taken back.

    Signals:
        invoiced, paid: id of the payment, and whether it is so from today on.
    """

    invoiced = Signal(str, bool)
    paid = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_2)
        column.addWidget(label(translate("Papers", "Payments"), "strong"))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(SPACE_2)
        column.addLayout(self._lines)
        self._shown: tuple[PaymentView, ...] = ()
        self._today: date | None = None
        self.rows: dict[str, PaymentRow] = {}

    def show_payments(self, payments: Sequence[PaymentView], today: date) -> None:
        """Show these; the one that has the keyboard keeps it."""
        if (tuple(payments), today) == (self._shown, self._today):
            return
        focused = next(
            (
                (key, name)
                for key, row in self.rows.items()
                for name in ("invoiced_button", "paid_button")
                if getattr(row, name).hasFocus()
            ),
            None,
        )
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._shown, self._today, self.rows = tuple(payments), today, {}
        for payment in payments:
            if self.rows:
                self._lines.addWidget(hairline())
            row = PaymentRow(payment, today)
            row.invoiced.connect(self.invoiced)
            row.paid.connect(self.paid)
            self.rows[payment.payment_id] = row
            self._lines.addWidget(row)
            row.show()  # at once: the keyboard goes back to it below
        self.setVisible(bool(payments))
        if focused is not None and focused[0] in self.rows:
            getattr(self.rows[focused[0]], focused[1]).setFocus(Qt.FocusReason.OtherFocusReason)


class PaymentRow(QFrame):
    """One instalment.

    Signals:
        invoiced, paid: id of the payment, and whether it is so now.
    """

    invoiced = Signal(str, bool)
    paid = Signal(str, bool)

    def __init__(self, payment: PaymentView, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._payment_id = payment.payment_id
        self.setObjectName(f"payment_{payment.ref or payment.payment_id}")
        amount = money_text(payment.amount, payment.currency)
        name = " ".join(part for part in (payment.ref, payment.label) if part)
        state = payment_words(payment, today)
        self.setAccessibleName(
            translate("Papers", "{payment}, {amount}, {state}").format(
                payment=name, amount=amount, state=state
            )
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_1)
        head = QHBoxLayout()
        head.setSpacing(SPACE_3)
        head.addWidget(ElidedLabel(name), 1)
        head.addWidget(label(amount, "strong"))
        column.addLayout(head)
        foot = QHBoxLayout()
        foot.setSpacing(SPACE_2)
        foot.addWidget(StatusShape(payment_status(payment, today)))
        self.state_label = label(state, "secondary", wrap=True)
        foot.addWidget(self.state_label, 1)
        self.invoiced_button = self._mark(
            "invoiced_button", translate("Papers", "Invoiced"), payment.invoiced_on is not None, name
        )
        self.paid_button = self._mark(
            "paid_button", translate("Papers", "Paid"), payment.paid_on is not None, name
        )
        self.invoiced_button.clicked.connect(self._on_invoiced)
        self.paid_button.clicked.connect(self._on_paid)
        foot.addWidget(self.invoiced_button, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self.paid_button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(foot)

    def _mark(self, called: str, text: str, is_on: bool, name: str) -> QPushButton:
        made = button(text, icon_name="check" if is_on else "")
        made.setObjectName(called)
        made.setCheckable(True)
        made.setChecked(is_on)
        made.setAccessibleName(translate("Papers", "{mark}: {payment}").format(mark=text, payment=name))
        return made

    def _on_invoiced(self) -> None:
        self.invoiced.emit(self._payment_id, self.invoiced_button.isChecked())

    def _on_paid(self) -> None:
        self.paid.emit(self._payment_id, self.paid_button.isChecked())


def payment_words(payment: PaymentView, today: date) -> str:
    """Where an instalment stands: paid, invoiced and how late, due, or what it waits for."""
    if payment.paid_on is not None:
        return translate("Papers", "paid {day}").format(day=day_text(payment.paid_on, today))
    if payment.invoiced_on is not None:
        return _invoiced_words(payment, today)
    if payment.due_on is not None:
        return translate("Papers", "due since {day}, to be invoiced").format(
            day=day_text(payment.due_on, today)
        )
    if payment.planned_on is not None:
        return translate("Papers", "not due yet, planned {day}").format(
            day=day_text(payment.planned_on, today)
        )
    return translate("Papers", "not due yet")


def _invoiced_words(payment: PaymentView, today: date) -> str:
    assert payment.invoiced_on is not None  # noqa: S101 - asked for only then
    on = day_text(payment.invoiced_on, today)
    if payment.pay_by is None:
        return translate("Papers", "invoiced {day}").format(day=on)
    late = (today - payment.pay_by).days
    if late == 1:
        return translate("Papers", "invoiced {day}, 1 day late").format(day=on)
    if late > 1:
        return translate("Papers", "invoiced {day}, {days} days late").format(day=on, days=late)
    return translate("Papers", "invoiced {day}, to be paid by {by}").format(
        day=on, by=day_text(payment.pay_by, today)
    )


def payment_status(payment: PaymentView, today: date) -> Status:
    """The shape beside it."""
    if payment.paid_on is not None:
        return Status.STEADY
    if payment.invoiced_on is not None and payment.pay_by is not None and payment.pay_by < today:
        return Status.AT_RISK
    is_waiting = payment.due_on is not None and payment.due_on <= today
    return Status.WATCH if is_waiting else Status.RESTING
