"""Which option of a proposal was accepted."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from clientdesk.ui.panels.papers.dialogs import StepDialog
from clientdesk.ui.panels.papers.words import money_text, translate
from clientdesk.ui.widgets.fields import ChoiceField

if TYPE_CHECKING:
    from clientdesk.models.views.agreements import AgreementView
    from clientdesk.ui.messages import Messages


class OptionDialog(StepDialog):
    """Asks which option of a proposal the client chose.

    Signals:
        made: id of the statement of work.
    """

    made = Signal(str)

    def __init__(
        self,
        view: AgreementView,
        make: Callable[[int | None], str],
        messages: Messages,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            translate("Papers", "Statement of work from this proposal"),
            translate(
                "Papers", "The draft takes over what was proposed; the price of the chosen option is its fee."
            ),
            translate("Papers", "Write it"),
            self._on_make,
            messages,
            parent,
        )
        self._make = make
        self._made = ""
        self.keep_button.setText(translate("Papers", "Not now"))
        self.keep_button.setAccessibleName(self.keep_button.text())
        currency = str((view.document.get("fees") or {}).get("currency") or view.row.currency)
        options = view.document.get("options") or []
        choices: list[tuple[int | None, str]] = [
            (place, _option_text(place, option, currency)) for place, option in enumerate(options)
        ]
        choices.append((None, translate("Papers", "None of them: the fees as they stand")))
        self.option = ChoiceField(choices)
        recommended = [place for place, option in enumerate(options) if option.get("is_recommended")]
        if recommended:
            self.option.set_value(recommended[0])
        self.form.add_field("option", translate("Papers", "Accepted"), self.option)
        self.accepted.connect(self._on_accepted)
        self.option.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_make(self) -> None:
        self._made = self._make(self.option.value())

    def _on_accepted(self) -> None:
        self.made.emit(self._made)


def _option_text(place: int, option: dict[str, object], currency: str) -> str:
    title = str(option.get("title") or translate("Papers", "Option {number}").format(number=place + 1))
    if option.get("price") in (None, ""):
        return title
    price = money_text(Decimal(str(option["price"])), currency)
    return translate("Papers", "{title}, {price}").format(title=title, price=price)
