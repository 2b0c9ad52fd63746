"""Quick add: what one typed line means. "acme slides 2h thu 10" is Acme, slides, two hours, Thursday at ten.

Pure: the clients, the time and the words of the locale are given. Nothing typed gets lost: each word is either part
of a guess or of the title. Words in quotes are never interpreted. A guess that is wrong is corrected by its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from clientdesk.models.enums import Impact, WorkKind
from clientdesk.models.quick_add_clients import LONGEST_NAME_WORDS, ClientName, find_client
from clientdesk.models.quick_add_days import clock_as_day, read_day, read_rule
from clientdesk.models.quick_add_words import ENGLISH, Names, read_clock, read_length
from clientdesk.models.text import fold

__all__ = ["Choice", "ClientName", "Guess", "Names", "Part", "Reading", "read_line"]

MOST_CHARACTERS = 500
_MORNING_HOUR = 7
_NOON = 12 * 60
_TOKEN = re.compile(r'"[^"]*"?|“[^”]*”?|„[^“”]*[“”]?|«[^»]*»?|[^\s"“„«]+')
_QUOTES = '"“”„«»'


class Part(StrEnum):
    """What a guess is about."""

    CLIENT = "client"
    DAY = "day"
    TIME = "time"
    ESTIMATE = "estimate"
    DUE = "due"
    KIND = "kind"
    IMPACT = "impact"
    RULE = "rule"


Value = str | int | date
"""Client id, minutes, minute of the day, kind, impact, RRULE, or a day."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that words can mean."""

    part: Part
    value: Value


@dataclass(frozen=True, slots=True)
class Guess:
    """What some words of the line are taken for.

    Attributes:
        start, end: where they stand in the line.
        words: the words, folded; a correction names them.
        value: None when only the user can say which of `others` is meant.
        others: what else they may mean.
    """

    part: Part
    start: int
    end: int
    words: str
    value: Value | None
    others: tuple[Choice, ...] = ()


V = TypeVar("V", str, int, date)

Corrections = Mapping[str, Choice | None]
"""Folded words to what they mean; None keeps them as text."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A line as it is understood.

    Attributes:
        title: the words that mean nothing else.
        kept: where they stand in the line.
        guesses: the rest, in the order of the line; one a part.
        day, minute: when it is to be done; either may be None.
        starts_on: of what repeats, the first day.
    """

    line: str
    title: str
    kept: tuple[tuple[int, int], ...]
    guesses: tuple[Guess, ...]
    client_id: str | None = None
    day: date | None = None
    minute: int | None = None
    estimate_minutes: int | None = None
    due_on: date | None = None
    kind: WorkKind = WorkKind.OTHER
    impact: Impact = Impact.NORMAL
    rule: str = ""
    starts_on: date | None = None

    @property
    def unanswered(self) -> Guess | None:
        """The first guess that needs an answer before the line can be added."""
        return next((guess for guess in self.guesses if guess.value is None), None)

    def guess(self, part: Part) -> Guess | None:
        return next((guess for guess in self.guesses if guess.part is part), None)


def read_line(
    line: str,
    now: datetime,
    clients: Sequence[ClientName] = (),
    names: Names = ENGLISH,
    corrections: Corrections | None = None,
) -> Reading:
    """Understand a line.

    Args:
        now: the practice's wall clock.
        corrections: what the user said of some words.
    """
    reader = _Reader(line[:MOST_CHARACTERS], now, clients, names)
    reader.correct(corrections or {})
    reader.guess()
    return reader.reading()


@dataclass(slots=True)
class _Token:
    """`word`: folded, empty in quotes. `is_free`: neither taken by a guess nor kept as text."""

    text: str
    start: int
    end: int
    word: str
    is_free: bool


def _tokens(line: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(line):
        text = match[0]
        is_quoted = text[0] in _QUOTES
        word = "" if is_quoted else fold(text).rstrip(",;") if len(text) > 1 else fold(text)
        yield _Token(text, match.start(), match.end(), word, is_free=bool(word))


@dataclass
class _Reader:
    line: str
    now: datetime
    clients: Sequence[ClientName]
    names: Names
    tokens: list[_Token] = field(init=False)
    found: dict[Part, Guess] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tokens = list(_tokens(self.line))

    @property
    def words(self) -> list[str]:
        """The words that are still free; others are empty."""
        return [token.word if token.is_free else "" for token in self.tokens]

    def correct(self, corrections: Corrections) -> None:
        """What the user said goes first. Words kept as text are kept wherever they stand."""
        for said, choice in corrections.items():
            parts = said.split(" ")
            words = self.words
            for at in range(len(words) - len(parts) + 1):
                if words[at : at + len(parts)] != parts:
                    continue
                if choice is None:
                    for token in self.tokens[at : at + len(parts)]:
                        token.is_free = False
                else:
                    self._take(choice.part, at, len(parts), choice.value)
                    break

    def guess(self) -> None:
        self._find_rule()
        self._find_day(Part.DUE)
        self._find_day(Part.DAY)
        self._find_marks()
        self._find_length()
        self._find_time()
        self._find_short_length()
        self._find_client()

    def reading(self) -> Reading:
        taken = sorted(self.found.values(), key=lambda guess: guess.start)
        kept = [
            token
            for token in self.tokens
            if not any(guess.start <= token.start < guess.end for guess in taken)
        ]
        day, minute = self._day(), self._value(Part.TIME, int)
        rule = self._value(Part.RULE, str) or ""
        return Reading(
            line=self.line,
            title=" ".join(title for token in kept if (title := _plain(token.text))),
            kept=tuple((token.start, token.end) for token in kept),
            guesses=tuple(taken),
            client_id=self._value(Part.CLIENT, str),
            day=day,
            minute=minute,
            estimate_minutes=self._value(Part.ESTIMATE, int),
            due_on=self._value(Part.DUE, date),
            kind=WorkKind(self._value(Part.KIND, str) or WorkKind.OTHER),
            impact=Impact(self._value(Part.IMPACT, str) or Impact.NORMAL),
            rule=rule,
            starts_on=self._starts_on(rule, day) if rule else None,
        )

    def _value(self, part: Part, kind: type[V]) -> V | None:
        guess = self.found.get(part)
        return guess.value if guess is not None and isinstance(guess.value, kind) else None

    def _day(self) -> date | None:
        """The day that was said; with a time alone, the next day that has that time before it."""
        said = self._value(Part.DAY, date)
        minute = self._value(Part.TIME, int)
        if said is not None or minute is None:
            return said
        is_past = minute <= self.now.hour * 60 + self.now.minute
        return self.now.date() + timedelta(days=int(is_past))

    def _starts_on(self, rule: str, day: date | None) -> date:
        """The first day that the rule's weekday falls on."""
        first = day or self.now.date()
        _, is_weekly, codes = rule.partition("FREQ=WEEKLY")
        if not is_weekly or "BYDAY=" not in codes:
            return first
        wanted = codes.partition("BYDAY=")[2].split(",")
        days = (first + timedelta(days=ahead) for ahead in range(min(7, (date.max - first).days + 1)))
        return next((on for on in days if _CODES[on.weekday()] in wanted), first)

    def _take(
        self, part: Part, at: int, count: int, value: Value | None, others: Sequence[Choice] = ()
    ) -> None:
        tokens = self.tokens[at : at + count]
        words = " ".join(token.word for token in tokens)
        if part not in self.found:
            self.found[part] = Guess(part, tokens[0].start, tokens[-1].end, words, value, tuple(others))
        for token in tokens:
            token.is_free = False

    # What is looked for, in this order.

    def _find_rule(self) -> None:
        words = self.words
        for at, word in enumerate(words):
            found = read_rule(words, at, self.now.date(), self.names) if word else None
            if found is not None and Part.RULE not in self.found:
                self._take(Part.RULE, at, found.count, found.rule)

    def _find_day(self, part: Part) -> None:
        """The last day in the line, with the time right after it. "by" and "due" make it the day it is due."""
        if part in self.found:
            return
        words, today = self.words, self.now.date()
        for at in range(len(words) - 1, -1, -1):
            found = read_day(words, at, today, self.names) if words[at] else None
            if found is None or (
                at
                and read_day(words, at - 1, today, self.names) is not None
                and words[at - 1]
                and _covers(words, at, today, self.names)
            ):
                continue
            lead = words[at - 1] if at else ""
            is_due = lead in ("by", "due")
            if is_due != (part is Part.DUE):
                continue
            begins = at - (is_due or lead == "on")
            count = found.count + at - begins
            others = [Choice(part, day) for day in found.others]
            swapped = Choice(Part.DAY if part is Part.DUE else Part.DUE, found.day)
            after = at + found.count
            self._take(part, begins, count, found.day, [*others, swapped])
            if part is Part.DAY:
                self._time_after(after)
                self._prefer_today(found.others)
            return

    def _prefer_today(self, others: Sequence[date]) -> None:
        """ "mon 15:00", said on a Monday morning, is today."""
        today, minute = self.now.date(), self._value(Part.TIME, int)
        guess = self.found[Part.DAY]
        if today not in others or minute is None or minute <= self.now.hour * 60 + self.now.minute:
            return
        kept = tuple(choice for choice in guess.others if choice.value != today)
        instead = (Choice(Part.DAY, guess.value),) if guess.value is not None else ()
        self.found[Part.DAY] = Guess(Part.DAY, guess.start, guess.end, guess.words, today, instead + kept)

    def _time_after(self, at: int) -> None:
        """A bare hour counts as a time right after a day."""
        if at >= len(self.tokens) or Part.TIME in self.found or Part.RULE in self.found:
            return
        words = self.words
        skipped = int(words[at] == "at")
        self._take_clock(at, skipped, is_placed=True)

    def _find_time(self) -> None:
        if Part.TIME in self.found or Part.RULE in self.found:
            return
        for at in range(len(self.tokens) - 1, -1, -1):
            words = self.words
            if not words[at]:
                continue
            lead = int(at > 0 and words[at - 1] == "at")
            if self._take_clock(at - lead, lead, is_placed=bool(lead)):
                return

    def _take_clock(self, begins: int, skipped: int, *, is_placed: bool) -> bool:
        """Take the time at a place. `is_placed`: what stands there can hardly be anything else."""
        words = self.words
        at = begins + skipped
        word = words[at] if at < len(words) else ""
        pair = f"{word} {words[at + 1]}" if at + 1 < len(words) and words[at + 1] in ("am", "pm") else ""
        for text, count in ((pair, 2), (word, 1)):
            found = read_clock(text) if text else None
            if found is None and is_placed and re.fullmatch(r"\d{1,2}", text):
                found = (int(text) * 60, False) if int(text) < 24 else None
            if found is None:
                continue
            minute, is_sure = found
            others: list[Choice] = []
            day = clock_as_day(word, self.now.date()) if count == 1 else None
            if not is_sure:
                if not is_placed and minute < _MORNING_HOUR * 60 - 60 and not word.startswith("0"):
                    return False
                if day is not None and not is_placed and minute % 5 and Part.DAY not in self.found:
                    self._take(Part.DAY, begins, count + skipped, day, [Choice(Part.TIME, minute)])
                    return True
                said = minute
                minute, others = _likely_half(said)
                if ":" in text and 0 < said < _MORNING_HOUR * 60:
                    others.append(Choice(Part.ESTIMATE, said))
            if day is not None and Part.DAY not in self.found:
                others.append(Choice(Part.DAY, day))
            self._take(Part.TIME, begins, count + skipped, minute, others)
            return True
        return False

    def _find_marks(self) -> None:
        """ "#writing" is a kind, "!" stands for a high impact."""
        for at, word in enumerate(self.words):
            kind = self.names.kind(word[1:]) if word.startswith("#") else None
            if kind is not None and Part.KIND not in self.found:
                self._take(Part.KIND, at, 1, kind.value, [])
            elif word and set(word) == {"!"} and Part.IMPACT not in self.found:
                self._take(Part.IMPACT, at, 1, Impact.HIGH.value, [Choice(Part.IMPACT, Impact.LOW.value)])

    def _find_length(self) -> None:
        """The last length that says its unit."""
        if Part.ESTIMATE in self.found:
            return
        words = self.words
        for at in range(len(words) - 1, -1, -1):
            for count in (4, 3, 2, 1):
                run = words[max(at - count + 1, 0) : at + 1]
                minutes = (
                    read_length(" ".join(run).removeprefix("~")) if len(run) == count and all(run) else None
                )
                if minutes is not None:
                    self._take(Part.ESTIMATE, at - count + 1, count, minutes)
                    return

    def _find_short_length(self) -> None:
        """ "1:30" is an hour and a half, where nothing says that it is a time."""
        if Part.ESTIMATE in self.found:
            return
        words = self.words
        for at in range(len(words) - 1, -1, -1):
            match = re.fullmatch(r"(\d):(\d{2})", words[at])
            minutes = int(match[1]) * 60 + int(match[2]) if match and int(match[2]) <= 59 else 0
            if minutes:
                others = [Choice(Part.TIME, minute) for minute in (minutes + _NOON, minutes)]
                self._take(Part.ESTIMATE, at, 1, minutes, others if Part.TIME not in self.found else [])
                return

    def _find_client(self) -> None:
        if Part.CLIENT in self.found:
            return
        words = self.words
        taken = {place for place, token in enumerate(self.tokens) if self._is_in_guess(token)}
        first = next((place for place in range(len(words)) if place not in taken), None)
        if first is not None and self._take_client(first, is_strict=False):
            return
        for at, word in enumerate(words):
            if word.startswith("@") and self._take_client(at, is_strict=False):
                return
        for at in range(len(words)):
            if at != first and self._take_client(at, is_strict=True):
                return

    def _take_client(self, at: int, *, is_strict: bool) -> bool:
        words = self.words
        for count in range(LONGEST_NAME_WORDS, 0, -1):
            run = words[at : at + count]
            if len(run) < count or not all(run):
                continue
            run[0] = run[0].removeprefix("@")
            found = find_client(run, self.clients, is_strict=is_strict)
            if not found:
                continue
            lead = int(at > 0 and words[at - 1] == "for" and is_strict)
            sure = found[0].client_id if len(found) == 1 else None
            others = [Choice(Part.CLIENT, client.client_id) for client in found] if sure is None else []
            self._take(Part.CLIENT, at - lead, count + lead, sure, others)
            return True
        return False

    def _is_in_guess(self, token: _Token) -> bool:
        return any(guess.start <= token.start < guess.end for guess in self.found.values())


_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def _covers(words: Sequence[str], at: int, today: date, names: Names) -> bool:
    """Whether the day that begins one word earlier reaches to this one."""
    before = read_day(words, at - 1, today, names)
    return before is not None and before.count > 1


def _likely_half(minute: int) -> tuple[int, list[Choice]]:
    """Before seven the afternoon is meant, unless the user says otherwise."""
    if minute < _MORNING_HOUR * 60 and minute:
        return minute + _NOON, [Choice(Part.TIME, minute)]
    if minute < _NOON:
        return minute, [Choice(Part.TIME, minute + _NOON)]
    return minute, []


def _plain(text: str) -> str:
    return text.strip(_QUOTES).strip() if text[:1] in _QUOTES else text
