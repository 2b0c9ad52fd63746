"""What the promise check answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Verdict(StrEnum):
    """How a promise stands to the day asked for: OPEN without a day, NEVER when no day ahead is safe."""

    YES = "yes"
    PERHAPS = "perhaps"
    NO = "no"
    OPEN = "open"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class PromiseDay:
    """A day of the strip. `chance`: in how many of 100 it is done by its end; `is_worked`: it has working hours."""

    day: date
    chance: int
    is_worked: bool


@dataclass(frozen=True, slots=True)
class PromiseAnswer:
    """Whether it can be promised.

    Attributes:
        likely_on, safe_on: by whose end it is done in 50 and in 85 of 100; None beyond the days looked at.
        chance: in how many of 100 it is done by the day asked; None without one.
        is_guess: fewer than five finished pieces of work say how estimates turn out.
        headline: the answer in a sentence; `dates`: the dates and the days between.
        basis: what it is worked out from.
        helps: what would make the day asked safe; `notes`: what was assumed.
        message: a sentence to the client, without any of this.
        days: the days from before the likely to after the safe one.
    """

    verdict: Verdict
    likely_on: date | None
    safe_on: date | None
    by: date | None
    chance: int | None
    is_guess: bool
    headline: str
    dates: str
    basis: str
    helps: tuple[str, ...]
    notes: tuple[str, ...]
    message: str
    days: tuple[PromiseDay, ...]


@dataclass(frozen=True, slots=True)
class PromiseStart:
    """What the form begins with, asked from a milestone: what is left of it, and when it is expected."""

    client_id: str
    minutes: int | None
    by: date | None
    milestone_id: str
    title: str
