"""Computed money of an agreement: line amounts, subtotal, taxes by rate, total, instalments; never typed in."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from clientdesk.models.agreement_document import FeeLine, Fees
from clientdesk.models.money import minor_digits

MOST_MINOR = 10**15
"""The largest price in minor units, as the store keeps it."""
_WIDE = Context(prec=80)


@dataclass(frozen=True, slots=True)
class TaxLine:
    """Tax at one rate (basis points) on its part of the net amount."""

    rate: int
    net: Decimal
    tax: Decimal


@dataclass(frozen=True, slots=True)
class Totals:
    """Amounts in the agreement's currency, rounded half up to its decimals.

    Attributes:
        lines: amount of each fee line, None where a price is missing.
        taxes: one a rate, the highest first; their parts add up to the net amount.
        payments: amount of each instalment, None where neither share nor amount is given.
    """

    lines: tuple[Decimal | None, ...]
    subtotal: Decimal
    discount: Decimal
    net: Decimal
    tax: Decimal
    total: Decimal
    payments: tuple[Decimal | None, ...]
    taxes: tuple[TaxLine, ...] = ()


def quantize(amount: Decimal, currency: str) -> Decimal:
    """Rounded half up to the decimals of the currency."""
    step = Decimal(1).scaleb(-minor_digits(currency))
    return amount.quantize(step, rounding=ROUND_HALF_UP, context=_WIDE)


def is_too_large(amount: Decimal, currency: str) -> bool:
    """Whether a price is more than can be kept."""
    return abs(amount) > Decimal(MOST_MINOR).scaleb(-minor_digits(currency))


def line_amount(line: FeeLine, currency: str) -> Decimal | None:
    """Quantity times unit price."""
    if line.unit_price is None:
        return None
    return quantize(line.quantity * line.unit_price, currency)


def _share(net: Decimal, basis_points: int, currency: str) -> Decimal:
    return quantize(net * basis_points / Decimal(10_000), currency)


def _instalments(fees: Fees, net: Decimal) -> tuple[Decimal | None, ...]:
    amounts: list[Decimal | None] = []
    for row in fees.payments:
        if row.amount is not None:
            amounts.append(quantize(row.amount, fees.currency))
        elif row.percent is not None:
            amounts.append(_share(net, row.percent, fees.currency))
        else:
            amounts.append(None)
    shares = [row.percent for row in fees.payments if row.amount is None and row.percent is not None]
    if len(shares) == len(fees.payments) and sum(shares) == 10_000:
        last = max(place for place, share in enumerate(shares) if share)
        others = sum(
            (amount or Decimal(0) for place, amount in enumerate(amounts) if place != last), Decimal(0)
        )
        amounts[last] = net - others
    return tuple(amounts)


def _taxes(
    fees: Fees, lines: tuple[Decimal | None, ...], subtotal: Decimal, discount: Decimal
) -> tuple[TaxLine, ...]:
    """The discount lowers each rate's part in proportion; the largest part takes the rounding difference."""
    parts: dict[int, Decimal] = {}
    for line, amount in zip(fees.lines, lines, strict=True):
        rate = fees.tax_rate if line.tax_rate is None else line.tax_rate
        parts[rate] = parts.get(rate, Decimal(0)) + (amount or Decimal(0))
    parts = parts or {fees.tax_rate: subtotal}
    if discount and subtotal:
        lowered = {
            rate: part - quantize(discount * part / subtotal, fees.currency) for rate, part in parts.items()
        }
        largest = max(lowered, key=lambda rate: (lowered[rate], rate))
        lowered[largest] += subtotal - discount - sum(lowered.values())
        parts = lowered
    elif discount:
        parts = {rate: part - discount for rate, part in list(parts.items())[:1]}
    return tuple(
        TaxLine(rate, quantize(part, fees.currency), _share(part, rate, fees.currency))
        for rate, part in sorted(parts.items(), reverse=True)
    )


def totals(fees: Fees) -> Totals:
    """Everything that is computed from the fee lines; shares are of the net amount.

    The last share of a schedule that adds up to the whole takes the rounding difference.
    """
    zero = quantize(Decimal(0), fees.currency)
    lines = tuple(line_amount(line, fees.currency) for line in fees.lines)
    subtotal = sum((amount for amount in lines if amount is not None), zero)
    discount = quantize(fees.discount, fees.currency) if fees.discount is not None else zero
    net = subtotal - discount
    taxes = _taxes(fees, lines, subtotal, discount)
    tax = sum((line.tax for line in taxes), zero)
    return Totals(lines, subtotal, discount, net, tax, net + tax, _instalments(fees, net), taxes)
