"""What quick add knows of words: names of days and months, lengths, times, kinds; plain tables, no calendar."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from clientdesk.models.enums import WorkKind
from clientdesk.models.text import fold

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_SHORT_DAYS = {"tues": 1, "wednes": 2, "thur": 3, "thurs": 3}


def _starts(names: tuple[str, ...], first: int) -> dict[str, int]:
    found = {name: number for number, name in enumerate(names, first)}
    return found | {name[:3]: number for name, number in found.items()}


ENGLISH_WEEKDAYS = _starts(_WEEKDAYS, 0) | _SHORT_DAYS
ENGLISH_MONTHS = _starts(_MONTHS, 1) | {"sept": 9}
DAY_WORDS = {"today": 0, "tod": 0, "tomorrow": 1, "tmr": 1, "tmrw": 1}

NOT_CLIENTS = frozenset(
    "a an as at be by do go he if in is it me my no of on or re so to up us we all and ask the for new not add".split()
)
"""Words that begin many titles: too little to guess a client from their first letters."""


@dataclass(frozen=True)
class Names:
    """Words of the locale beside the English ones, folded.

    Attributes:
        weekdays: name to number, Monday is 0.
        months: name to number, January is 1.
        kinds: name of a kind of work to the kind.
        is_day_first: whether 4/5 is the fourth of May.
    """

    weekdays: Mapping[str, int] = field(default_factory=dict)
    months: Mapping[str, int] = field(default_factory=dict)
    kinds: Mapping[str, WorkKind] = field(default_factory=dict)
    is_day_first: bool = True

    def weekday(self, word: str) -> int | None:
        """The number of a weekday's name; the locale's goes before the English one."""
        key = _key(word)
        found = self.weekdays.get(key)
        return ENGLISH_WEEKDAYS.get(key) if found is None else found

    def month(self, word: str) -> int | None:
        """The number of a month's name."""
        key = _key(word)
        found = self.months.get(key)
        return ENGLISH_MONTHS.get(key) if found is None else found

    def kind(self, word: str) -> WorkKind | None:
        """The kind that a word begins, if it begins only one."""
        key = _key(word)
        known = {kind.value: kind for kind in WorkKind} | {
            fold(name): kind for name, kind in self.kinds.items()
        }
        if key in known:
            return known[key]
        begun = {kind for name, kind in known.items() if key and name.startswith(key)}
        return begun.pop() if len(begun) == 1 else None


ENGLISH = Names()


def _key(word: str) -> str:
    return fold(word).rstrip(".")


_HOURS = re.compile(
    r"(\d{1,3})(?:[.,](\d{1,2}))?\s?(?:hours?|hrs?|std|h)(?:\s?(\d{1,2})(?:\s?(?:minutes?|mins?|m))?)?"
)
_MINUTES = re.compile(r"(\d{1,4})\s?(?:minutes?|mins?|m)")
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})\s?(am|pm|a|p)?")
_HALF = re.compile(r"(\d{1,2})\s?(am|pm)")
_MOST_MINUTES = 60_000


def read_length(text: str) -> int | None:
    """Minutes of a length that says its unit: "2h", "45m", "1h30", "1,5h", "90 min"."""
    word = fold(text)
    match = _HOURS.fullmatch(word)
    if match is not None:
        part, minutes = match[2], int(match[3] or 0)
        if part is not None and match[3] is not None:
            return None
        share = round(60 * int(part) / 10 ** len(part)) if part else 0
        return _kept(int(match[1]) * 60 + share + minutes)
    match = _MINUTES.fullmatch(word)
    return _kept(int(match[1])) if match else None


def read_clock(text: str) -> tuple[int, bool] | None:
    """(minute of the day, whether half of the day was said) of "10:30", "14.30", "2pm"."""
    word = fold(text)
    match = _CLOCK.fullmatch(word)
    if match is not None:
        return _minute(int(match[1]), int(match[2]), match[3])
    match = _HALF.fullmatch(word)
    return _minute(int(match[1]), 0, match[2]) if match else None


def _minute(hour: int, minute: int, half: str | None) -> tuple[int, bool] | None:
    if minute > 59:
        return None
    if half is None:
        return (hour * 60 + minute, False) if hour < 24 else None
    if not 1 <= hour <= 12:
        return None
    return (hour % 12 + (12 if half[0] == "p" else 0)) * 60 + minute, True


def _kept(minutes: int) -> int | None:
    return minutes if 1 <= minutes <= _MOST_MINUTES else None
