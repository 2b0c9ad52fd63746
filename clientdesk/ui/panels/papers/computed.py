"""What a paper computes and nobody types: totals of its fees, a change order's running total and new end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from clientdesk.models.errors import InvalidInput
from clientdesk.ui.dates import day_text
from clientdesk.ui.panels.papers.specs import translate
from clientdesk.ui.panels.papers.words import money_text, percent_text
from clientdesk.ui.tokens import SPACE_2, SPACE_3
from clientdesk.ui.widgets.key_values import KeyValueGrid

NONE = "–"

Document = Mapping[str, Any]


class ComputedBox(QFrame):
    """Names and values on a quiet ground, computed again from the document when it changes."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "sunken")
        self.setObjectName(f"computed_{key}")
        captions, self._compute = _KINDS[key]()
        inner = QVBoxLayout(self)
        inner.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_2)
        self.grid = KeyValueGrid()
        for name, caption in captions:
            self.grid.add(name, caption, NONE)
        self._names = [name for name, _ in captions]
        inner.addWidget(self.grid)

    def show_document(self, document: Document) -> None:
        """Compute again; dashes while an entry can't be read."""
        try:
            found = self._compute(document)
        except InvalidInput:
            found = {}
        for name in self._names:
            text = found.get(name, NONE)
            if self.grid.value(name) != text:
                self.grid.set_value(name, text)

    def value(self, name: str) -> str:
        """The words of one line."""
        return self.grid.value(name)


Captions = list[tuple[str, str]]
Compute = Callable[[Document], dict[str, str]]


def _fees() -> tuple[Captions, Compute]:
    captions = [
        ("net", translate("Papers", "Fee after discount")),
        ("tax", translate("Papers", "Tax")),
        ("total", translate("Papers", "Total")),
    ]
    return captions, _fee_facts


def _fee_facts(document: Document) -> dict[str, str]:
    from clientdesk.models.agreement_document import AgreementDocument
    from clientdesk.models.agreement_totals import totals

    fees = AgreementDocument.parse({"fees": document["fees"]}).fees
    found = totals(fees)
    amounts = {"net": found.net, "tax": found.tax, "total": found.total}
    shown = {name: money_text(amount, fees.currency) for name, amount in amounts.items()}
    if len(found.taxes) > 1:
        by_rate = (f"{percent_text(one.rate)} %: {money_text(one.tax, fees.currency)}" for one in found.taxes)
        shown["tax"] = f"{shown['tax']} ({', '.join(by_rate)})"
    return shown


def _change() -> tuple[Captions, Compute]:
    captions = [
        ("original", translate("Papers", "Price as signed")),
        ("earlier", translate("Papers", "Earlier change orders")),
        ("added", translate("Papers", "This order")),
        ("net", translate("Papers", "New price")),
        ("total", translate("Papers", "New total with tax")),
    ]
    return captions, _change_facts


def _change_facts(document: Document) -> dict[str, str]:
    from clientdesk.models.change_totals import running_total
    from clientdesk.models.family_documents import ChangeOrderDocument

    order = ChangeOrderDocument.parse(_without_rows(document))
    found, currency = running_total(order), order.amends.currency
    earlier = sum((amount for _, amount in found.earlier), Decimal(0))
    shown = {
        "original": found.original,
        "earlier": earlier if found.earlier else None,
        "added": found.added,
        "net": found.net,
        "total": found.total,
    }
    return {name: money_text(amount, currency) for name, amount in shown.items() if amount is not None}


def _without_rows(document: Document) -> dict[str, Any]:
    """Only what money needs: entries elsewhere that can't be read are no reason to show no sum."""
    return {
        name: document[name] for name in ("amends", "fee_lines", "payments", "tax_rate") if name in document
    }


def _amended() -> tuple[Captions, Compute]:
    captions = [
        ("paper", translate("Papers", "Changes")),
        ("dated", translate("Papers", "Dated")),
        ("price", translate("Papers", "Price so far")),
        ("end", translate("Papers", "End so far")),
        ("new_end", translate("Papers", "End with this order")),
    ]
    return captions, _amended_facts


def _amended_terms() -> tuple[Captions, Compute]:
    """An addendum changes neither price nor end."""
    captions, compute = _amended()
    return [each for each in captions if each[0] in ("paper", "dated")], compute


def _amended_facts(document: Document) -> dict[str, str]:
    from clientdesk.models.change_totals import new_end, total_before
    from clientdesk.models.family_documents import ChangeOrderDocument

    order = ChangeOrderDocument.parse(
        {name: document[name] for name in ("amends", "days_added") if name in document}
    )
    paper, end = order.amends, new_end(order)
    named = paper.number if paper.is_external else _numbered(paper.number, paper.version)
    found = {
        "paper": f"{named} · {paper.title}".strip(" ·"),
        "dated": _day(paper.dated_on),
        "end": _day(end.old) or translate("Papers", "no end agreed"),
        "new_end": _day(end.new) or translate("Papers", "no end agreed"),
    }
    before = total_before(paper)
    if before is not None:
        found["price"] = money_text(before, paper.currency)
    return {name: text for name, text in found.items() if text}


def _numbered(number: str, version: int) -> str:
    return translate("Papers", "{number} · v{version}").format(number=number, version=version)


def _day(day: date | None) -> str:
    return day_text(day) if day is not None else ""


_KINDS: dict[str, Callable[[], tuple[Captions, Compute]]] = {
    "fees": _fees,
    "change": _change,
    "amended": _amended,
    "amended_terms": _amended_terms,
}
