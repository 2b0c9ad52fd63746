"""Zones, currencies and languages to choose from, and what a computer's own settings suggest."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from clientdesk.models.zones import known_zones

FALLBACK_LOCALE = "en_GB"
FALLBACK_CURRENCY = "EUR"


@dataclass(frozen=True, slots=True)
class Choice:
    """A stored value and its words."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What to begin with; every part can be changed later.

    Attributes:
        holiday_region: country, empty where no calendar of it is known.
        paper_size: A4 or Letter.
    """

    locale: str
    zone: str
    currency: str
    holiday_region: str
    paper_size: str


def suggest(locale: str, zone: str) -> Suggestion:
    """From the computer's locale ("fr_FR") and zone; where the locale names no country, the zone does."""
    from clientdesk.services.holiday_calendar import is_known_region

    known = _known_locale(locale)
    country = known.partition("_")[2].rpartition("_")[2] or _country_of_zone(zone)
    return Suggestion(
        locale=known or FALLBACK_LOCALE,
        zone="UTC" if zone.startswith("Etc/U") else zone,
        currency=_currency_of(country),
        holiday_region=country if country and is_known_region(country) else "",
        paper_size="Letter" if country in _LETTER else "A4",
    )


@lru_cache(maxsize=1)
def zones() -> tuple[Choice, ...]:
    """Every time zone that has a place, by name."""
    kept = (zone for zone in known_zones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/")))
    return (*(Choice(zone, zone.replace("_", " ")) for zone in sorted(kept)), Choice("UTC", "UTC"))


@lru_cache(maxsize=4)
def currencies(locale: str = FALLBACK_LOCALE) -> tuple[Choice, ...]:
    """Currencies in use today: "EUR, euro", by code."""
    from babel import Locale
    from babel.core import get_global

    names = Locale.parse(locale).currencies
    in_use = {
        code
        for entries in get_global("territory_currencies").values()
        for code, _start, end, is_tender in entries
        if end is None and is_tender
    }
    return tuple(Choice(code, f"{code}, {names.get(code, code)}") for code in sorted(in_use))


@lru_cache(maxsize=4)
def locales(locale: str = FALLBACK_LOCALE) -> tuple[Choice, ...]:
    """Languages with their country, by name: how dates and amounts are written."""
    from babel import Locale, localedata

    shown = Locale.parse(locale)
    found = []
    for name in localedata.locale_identifiers():
        parts = name.split("_")
        if len(parts) == 2 and len(parts[1]) == 2:
            words = Locale.parse(name).get_display_name(shown)
            if words:
                found.append(Choice(name, words[:1].upper() + words[1:]))
    return tuple(sorted(found, key=lambda choice: choice.words.casefold()))


_LETTER = frozenset({"US", "CA", "MX", "PH", "CL", "CO", "VE", "CR", "GT", "PA", "DO", "PR", "SV", "NI"})


def _known_locale(name: str) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        found = Locale.parse(name.partition(".")[0].replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        return ""
    return f"{found.language}_{found.territory}" if found.territory else ""


def _country_of_zone(zone: str) -> str:
    from babel.core import get_global

    return str(get_global("zone_territories").get(zone, ""))


def _currency_of(country: str) -> str:
    from babel.numbers import get_territory_currencies

    found = get_territory_currencies(country) if country else []
    return str(found[0]) if found else FALLBACK_CURRENCY
