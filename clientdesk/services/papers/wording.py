"""Sentences of the papers: templates from the resources, filled with text, dates, money and counts.

What a user wrote is only ever put into a field; it is never read as a template.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date, get_date_format, get_day_names
from babel.languages import get_official_languages
from babel.numbers import format_currency, format_decimal, format_percent, get_currency_name

from clientdesk import files

FALLBACK = "en"
LANGUAGES = ("en", "de", "fr", "es")
"""Languages that papers can be printed in; all but English are off until chosen."""

_HOME = {"en": "GB", "de": "DE", "fr": "FR", "es": "ES"}
_FIELD = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one weight."""

    text: str
    strong: bool = False


@lru_cache(maxsize=8)
def _load(language: str) -> dict[str, Any]:
    path = files.resource("agreements", f"{language}.toml")
    if not path.is_file():
        path = files.resource("agreements", f"{FALLBACK}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def known_locale(name: str) -> Locale | None:
    """The locale of that name, or None."""
    try:
        return Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return None


def paper_locale(language: str, practice_locale: str) -> str:
    """How a paper in a language writes dates and amounts.

    The practice's own locale when it is of that language; else the language as written in the practice's
    country where it is official there, or in its home country: "de" and "en_GB" give "de_DE", "fr" and
    "de_CH" give "fr_CH".
    """
    language = language or FALLBACK
    locale = known_locale(practice_locale)
    if locale is None:
        return f"{language}_{_HOME.get(language, 'GB')}"
    if locale.language == language:
        return practice_locale.replace("-", "_")
    territory = locale.territory or ""
    if territory and language in get_official_languages(territory, de_facto=True):
        name = f"{language}_{territory}"
        if known_locale(name) is not None:
            return name
    return f"{language}_{_HOME.get(language, 'GB')}"


@lru_cache(maxsize=16)
def wording(locale_name: str, language: str = "") -> Wording:
    """The wording for a locale; British forms for an unknown one.

    Args:
        language: of the sentences, which may differ from the locale's; empty takes the locale's.
            Either way it is English where there are no sentences in that language.
    """
    locale = known_locale(locale_name) or Locale("en", "GB")
    return Wording(locale, language)


def printed_title(kind: str, language: str) -> str:
    """The title that a kind of paper carries in a language, such as "Change Order"."""
    return str(_load(language or FALLBACK)["kinds"][kind])


def translated(text: str, language: str) -> str:
    """A text that ships in English (an untouched working rule, a title), in another language; else as it is."""
    if not text or language in ("", FALLBACK):
        return text
    for table in ("shipped", "kinds"):
        for key, english in _load(FALLBACK)[table].items():
            if english == text:
                return str(_load(language)[table][key])
    return text


class Wording:
    """Words of one locale: `text` and `runs` fill sentences, the rest formats values."""

    def __init__(self, locale: Locale, language: str = "") -> None:
        self.locale = locale
        language = language or locale.language
        self.language = language if files.resource("agreements", f"{language}.toml").is_file() else FALLBACK
        self._entries = _load(self.language)
        self._words = Locale.parse(self.language)
        medium = get_date_format("medium", locale=locale).pattern
        self._medium = "medium" if "MMM" in medium else "d MMM y"

    def _template(self, key: str) -> str:
        section, name = key.split(".")
        template: str = self._entries[section][name]
        return template

    def text(self, key: str, **fields: str) -> str:
        """A sentence as plain text."""
        return "".join(run.text for run in self.runs(key, **fields))

    def runs(self, key: str, **fields: str) -> list[Run]:
        """A sentence as runs: parts between two stars are strong; fields stay exactly as given."""
        runs = []
        for place, part in enumerate(self._template(key).split("**")):
            filled = _FIELD.sub(lambda match: fields[match.group(1)], part)
            if filled:
                runs.append(Run(filled, strong=place % 2 == 1))
        return runs

    def listed(self, texts: Iterable[str]) -> str:
        """Parts of a sentence that may hold commas of their own; French sets a space before the mark."""
        return ("\u00a0; " if self.language == "fr" else "; ").join(texts)

    def inside(self, label: str) -> str:
        """A label that ships, such as "Email", as it stands inside a sentence; what a user named stays."""
        shipped = self._entries["shipped"]
        if self.language != "de" and label in (shipped["email"], shipped["phone"], shipped["video"]):
            return label[:1].lower() + label[1:]
        return label

    def count(self, key: str, number: int | Decimal, *, spelled: bool = True) -> str:
        """A counted noun, such as "two working days"; small numbers spelled out in prose."""
        forms = self._entries["plural"][key]
        form = self._words.plural_form(Decimal(number).normalize())
        template: str = forms.get(form, forms["other"])
        word = self._entries["numbers"].get(str(number)) if spelled else None
        return template.replace("{n}", word or self.number(Decimal(number)))

    def day_long(self, day: date) -> str:
        """A date for prose, 9 December 2026, that no line break divides."""
        return format_date(day, "long", locale=self.locale).replace(" ", "\u00a0")

    def day_medium(self, day: date | None) -> str:
        """A date for tables: 9 Dec 2026, the month always in letters; empty for none."""
        return "" if day is None else format_date(day, self._medium, locale=self.locale)

    def clock(self, minutes: int) -> str:
        """A time of day from minutes after midnight, 24 hours."""
        hours, rest = divmod(minutes % 1_440, 60)
        return f"{hours:02d}:{rest:02d}"

    def weekday(self, weekday: int) -> str:
        """Monday is 0."""
        return str(get_day_names("wide", locale=self._words)[weekday])

    def money(self, amount: Decimal, currency: str) -> str:
        """An amount with its currency, in the decimals of the currency."""
        return format_currency(amount, currency, locale=self.locale)

    def number(self, value: Decimal) -> str:
        """A quantity without superfluous zeros."""
        return format_decimal(value.normalize(), locale=self.locale, decimal_quantization=False)

    def percent(self, basis_points: int) -> str:
        share = Decimal(basis_points) / 10_000
        return format_percent(share.normalize(), locale=self.locale, decimal_quantization=False)

    def currency_name(self, currency: str) -> str:
        """The plural name with its code: euros (EUR)."""
        name = get_currency_name(currency, count=2, locale=self._words)
        return self.text("fees.currency", name=name, code=currency)
