"""Whatever is charged, discounted, taxed and split: the parts are always the whole."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some

from clientdesk.models.agreement_document import Fees
from clientdesk.models.agreement_totals import quantize, totals
from clientdesk.models.change_totals import running_total
from clientdesk.models.family_documents import AmendedPaper, ChangeOrderDocument, NetAtRate

_PRICES = some.decimals(min_value=0, max_value=10**6, places=3)
_QUANTITIES = some.decimals(min_value=Decimal("0.01"), max_value=50, places=2)
_RATES = some.sampled_from([None, 0, 700, 1000, 1900])


@some.composite
def _fees(draw: some.DrawFn) -> Fees:
    lines = [
        {
            "text": "Work",
            "quantity": str(draw(_QUANTITIES)),
            "unit_price": str(draw(_PRICES)),
            "tax_rate": draw(_RATES),
        }
        for _ in range(draw(some.integers(1, 4)))
    ]
    made: dict[str, Any] = {"currency": draw(some.sampled_from(["EUR", "JPY", "KWD"])), "lines": lines}
    made["tax_rate"] = 1900
    whole = totals(Fees.model_validate(made))
    discount = quantize(whole.subtotal * draw(some.integers(0, 100)) / 100, made["currency"])
    edges = [0, *sorted(draw(some.lists(some.integers(0, 10_000), max_size=3))), 10_000]
    parts = [{"text": "Part", "percent": after - before} for before, after in pairwise(edges)]
    return Fees.model_validate({**made, "discount": str(discount), "payments": parts})


@given(_fees())
@settings(max_examples=60, deadline=None)
def test_the_parts_are_always_the_whole(fees: Fees) -> None:
    found = totals(fees)
    assert sum(line for line in found.lines if line is not None) == found.subtotal
    assert found.subtotal - found.discount == found.net
    assert sum(part.net for part in found.taxes) == found.net
    assert sum(part.tax for part in found.taxes) == found.tax
    assert found.net + found.tax == found.total
    amounts = [amount for amount in found.payments if amount is not None]
    assert sum(amounts) == found.net
    shown = [found.net, found.tax, found.total, *amounts, *(part.net for part in found.taxes)]
    assert all(amount >= 0 and amount == quantize(amount, fees.currency) for amount in shown)


@given(_fees())
@settings(max_examples=30, deadline=None)
def test_a_change_of_nothing_comes_to_what_the_paper_printed(fees: Fees) -> None:
    found = totals(fees)
    rates = [NetAtRate(rate=part.rate, net=part.net) for part in found.taxes]
    paper = AmendedPaper(currency=fees.currency, net=found.net, rates=rates)
    again = running_total(ChangeOrderDocument(amends=paper, tax_rate=fees.tax_rate))
    assert (again.net, again.total) == (found.net, found.total)
