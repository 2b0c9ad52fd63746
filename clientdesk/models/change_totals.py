"""What a change order comes to: running total by tax rate, the new end, instalments; computed, never typed in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from clientdesk.models.agreement_totals import quantize
from clientdesk.models.family_documents import AmendedPaper, ChangeOrderDocument


@dataclass(frozen=True, slots=True)
class RunningTotal:
    """Amounts without tax unless said otherwise, in the amended paper's currency.

    Attributes:
        original: of the amended paper as signed, None where no price is known.
        earlier: number and amount of each executed change order before this one.
        added: by this order; negative when it takes away.
        net: original, earlier ones and this one together; None without the original.
        taxes: rate in basis points and tax on the new total, one for each rate that is not zero.
        total: with tax; None without the original.
        paid: sum of this order's instalments.
    """

    original: Decimal | None
    earlier: tuple[tuple[str, Decimal], ...]
    added: Decimal
    net: Decimal | None
    taxes: tuple[tuple[int, Decimal], ...]
    total: Decimal | None
    paid: Decimal


@dataclass(frozen=True, slots=True)
class NewEnd:
    """The end as first agreed, the end until now, and the end with this order's days; None where open."""

    original: date | None
    earlier_days: int
    old: date | None
    days: int
    new: date | None


def running_total(document: ChangeOrderDocument) -> RunningTotal:
    """Everything about money that the order prints."""
    paper, zero = document.amends, quantize(Decimal(0), document.amends.currency)
    added = net_of(document)
    earlier = tuple((row.number, quantize(row.net, paper.currency)) for row in paper.earlier)
    paid = _sum((row.amount for row in document.payments), zero, paper.currency)
    if paper.net is None:
        return RunningTotal(None, earlier, added, None, (), None, paid)
    original = quantize(paper.net, paper.currency)
    net = original + sum((amount for _, amount in earlier), zero) + added
    taxes = tuple(
        (rate, quantize(base * rate / Decimal(10_000), paper.currency))
        for rate, base in sorted(net_by_rate(document).items(), reverse=True)
        if rate and base
    )
    total = net + sum((tax for _, tax in taxes), zero)
    return RunningTotal(original, earlier, added, net, taxes, total, paid)


def net_by_rate(document: ChangeOrderDocument) -> dict[int, Decimal]:
    """The new total without tax, by tax rate in basis points."""
    paper = document.amends
    bases: dict[int, Decimal] = {}

    def put(rate: int, amount: Decimal) -> None:
        bases[rate] = bases.get(rate, Decimal(0)) + quantize(amount, paper.currency)

    parts = [(paper.net, paper.rates), *((row.net, row.rates) for row in paper.earlier)]
    for net, rates in parts:
        rest = net or Decimal(0)
        for row in rates:
            put(row.rate, row.net)
            rest -= row.net
        if rest:
            put(document.tax_rate, rest)
    for rate, amount in net_by_rate_of(document).items():
        put(rate, amount)
    return bases


def net_of(document: ChangeOrderDocument) -> Decimal:
    """What the order alone adds, without tax."""
    zero = quantize(Decimal(0), document.amends.currency)
    return _sum((line.amount for line in document.fee_lines), zero, document.amends.currency)


def net_by_rate_of(document: ChangeOrderDocument) -> dict[int, Decimal]:
    """What the order alone adds without tax, by tax rate in basis points."""
    bases: dict[int, Decimal] = {}
    for line in document.fee_lines:
        rate = document.tax_rate if line.tax_rate is None else line.tax_rate
        amount = quantize(line.amount or Decimal(0), document.amends.currency)
        bases[rate] = bases.get(rate, Decimal(0)) + amount
    return bases


def new_end(document: ChangeOrderDocument) -> NewEnd:
    """How this order moves the end, in calendar days."""
    paper = document.amends
    earlier = sum(row.days for row in paper.earlier)
    return NewEnd(
        original=_moved(paper.ends_on, -earlier),
        earlier_days=earlier,
        old=paper.ends_on,
        days=document.days_added,
        new=_moved(paper.ends_on, document.days_added),
    )


def changes_price(document: ChangeOrderDocument) -> bool:
    """Whether the order says anything about money."""
    return bool(document.fee_lines or document.payments)


def total_before(paper: AmendedPaper) -> Decimal | None:
    """The price in force before this order, earlier change orders included; None where none is known."""
    if paper.net is None:
        return None
    return quantize(paper.net + sum((row.net for row in paper.earlier), Decimal(0)), paper.currency)


def _moved(day: date | None, days: int) -> date | None:
    if day is None:
        return None
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def _sum(amounts: Iterable[Decimal | None], zero: Decimal, currency: str) -> Decimal:
    return sum((quantize(amount, currency) for amount in amounts if amount is not None), zero)
