"""Amounts of money: Decimal in memory, integer minor units with their currency in the store."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from babel.core import get_global


def minor_digits(currency: str) -> int:
    """Number of decimals of a currency (EUR 2, JPY 0, KWD 3), from CLDR."""
    fractions = get_global("currency_fractions")
    digits: int = fractions.get(currency, fractions["DEFAULT"])[0]
    return digits


def is_currency(code: str) -> bool:
    return code in get_global("all_currencies")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency.

    Raises:
        ValueError: for an unknown currency, a non-finite amount, or more decimals than the currency has.
    """

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not is_currency(self.currency):
            raise ValueError(f"unknown currency {self.currency!r}")
        if not self.amount.is_finite():
            raise ValueError("amount must be a finite number")
        if self.amount != self.amount.quantize(self._step):
            raise ValueError(f"{self.currency} has {minor_digits(self.currency)} decimals")

    @property
    def _step(self) -> Decimal:
        return Decimal(1).scaleb(-minor_digits(self.currency))

    @classmethod
    def from_minor(cls, minor: int, currency: str) -> Money:
        """Build from integer minor units (cents)."""
        return cls(Decimal(minor).scaleb(-minor_digits(currency)), currency)

    @property
    def minor(self) -> int:
        """The amount in integer minor units."""
        return int(self.amount.scaleb(minor_digits(self.currency)))

    def __add__(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise ValueError("mixed currencies")
        return Money(self.amount + other.amount, self.currency)

    def share(self, basis_points: int) -> Money:
        """A share in basis points (10000 = all), rounded half up to the minor unit."""
        raw = self.amount * basis_points / Decimal(10000)
        return Money(raw.quantize(self._step, rounding=ROUND_HALF_UP), self.currency)
