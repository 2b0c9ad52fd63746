"""The title block of an agreement: what it is, for whom, in which period, at which price, between whom."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from clientdesk.models.enums import EngagementKind

if TYPE_CHECKING:
    from clientdesk.services.papers.agreement_story import Story


def add_title(made: Story) -> None:
    """Kind, title, client, the grid of facts, both parties and the version that is replaced."""
    words, document = made.words, made.document
    until = "title.valid_until" if made.is_proposal else "title.open_until"
    label, price = price_fact(made)
    made.title_block(
        [
            made.number_fact(),
            made.issued_fact(),
            (words.text(until), words.day_medium(document.open_until) or words.text("title.none")),
            (words.text("title.period"), made.period(document.starts_on, document.ends_on)),
            (label, price),
            _last_fact(made),
        ],
        parties=True,
    )


def _last_fact(made: Story) -> tuple[str, str]:
    """What it is governed by; of a proposal with options the one that is recommended."""
    words, document = made.words, made.document
    if made.is_proposal:
        for place, option in enumerate(document.options, start=1):
            if option.is_recommended:
                return words.text("proposal.recommended"), option.title or f"O{place}"
    label = words.text("title.governed_by")
    if document.governed_by:
        return label, document.governed_by
    if made.has_short_terms:
        return label, words.text("title.own_terms", letter=made.exhibits()[-1][0])
    return label, words.text("title.this_document")


def price_fact(made: Story) -> tuple[str, str]:
    """Label and value of the price: a fee, up to a cap, by the month, or from the least option to the dearest."""
    document, words = made.document, made.words
    fees = document.fees
    prices = [option.price for option in document.options if option.price is not None]
    if made.is_proposal and prices:
        return words.text("title.price_label"), _range(made, prices)
    label = words.text(f"title.{fees.kind.value}")
    if not fees.lines:
        return label, words.text("title.none")
    only = fees.lines[0]
    if fees.kind is EngagementKind.TIME_AND_MATERIALS and fees.cap is not None:
        key, fields = made.taxed("title.price_cap", amount=words.money(fees.cap, fees.currency))
    elif (
        fees.kind is EngagementKind.RETAINER
        and len(fees.lines) == 1
        and only.unit == "month"
        and only.unit_price is not None
        and not fees.discount
        and not made.is_early
    ):
        key, fields = made.taxed("title.price_month", amount=words.money(only.unit_price, fees.currency))
    else:
        key, fields = made.taxed("title.price", amount=words.money(made.totals.net, fees.currency))
    return label, words.text(key, **fields)


def _range(made: Story, prices: list[Decimal]) -> str:
    words, currency = made.words, made.document.fees.currency
    least, most = words.money(min(prices), currency), words.money(max(prices), currency)
    if least == most:
        key, fields = made.taxed("title.price", amount=least)
    else:
        key, fields = made.taxed("title.price_range", least=least, most=most)
    return words.text(key, **fields)
