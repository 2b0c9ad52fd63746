"""Public holidays by region: "FR", "GB-ENG", "DE-BE". The holidays package is loaded only when asked."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from clientdesk.models.views.boundaries import HolidayView, RegionView

NO_DAYS: frozenset[date] = frozenset()


@lru_cache(maxsize=1)
def _supported() -> dict[str, list[str]]:
    import holidays

    found: dict[str, list[str]] = holidays.list_supported_countries(include_aliases=False)
    return found


def is_known_region(region: str) -> bool:
    """Whether there is a calendar for a country ("FR") or a part of one ("GB-ENG")."""
    country, _, part = region.partition("-")
    parts = _supported().get(country)
    return parts is not None and (not part or part in parts)


def _calendar(region: str, year: int, language: str | None = None) -> Any:
    """The calendar of a region, None where there is none; a listing of all regions would cost 100 ms."""
    import holidays

    country, _, part = region.partition("-")
    try:
        return holidays.country_holidays(
            country, subdiv=part or None, years=year, expand=False, language=language
        )
    except NotImplementedError:
        return None


@lru_cache(maxsize=512)
def _year(region: str, year: int) -> tuple[HolidayView, ...]:
    calendar = _calendar(region, year) if region else None
    if calendar is None:
        return ()
    for language in ("en_GB", "en_US"):
        if language in calendar.supported_languages:
            calendar = _calendar(region, year, language)
            break
    return tuple(HolidayView(day, str(name)) for day, name in sorted(calendar.items()))


def holidays_of(region: str, year: int) -> frozenset[date]:
    """The public holidays of a year; none for an empty or unknown region."""
    return frozenset(holiday.on for holiday in _year(region, year))


def next_holidays(region: str, after: date, count: int = 6) -> list[HolidayView]:
    """The next public holidays on or after a day, with their names."""
    found: list[HolidayView] = []
    for year in (after.year, after.year + 1):
        found += [holiday for holiday in _year(region, year) if holiday.on >= after]
    return found[:count]


@lru_cache(maxsize=4)
def countries(locale: str = "en") -> tuple[RegionView, ...]:
    """Every country with a calendar, by its name in that locale."""
    from babel import Locale

    names = Locale.parse(locale).territories
    known = [RegionView(code, names[code]) for code in _supported() if code in names]
    return tuple(sorted(known, key=lambda region: region.name.casefold()))


def country_name(region: str, locale: str = "en") -> str:
    """The name of a region's country; the code itself where it has none."""
    from babel import Locale

    country = region.partition("-")[0]
    return str(Locale.parse(locale).territories.get(country, country))


@lru_cache(maxsize=64)
def parts_of(country: str) -> tuple[RegionView, ...]:
    """The parts of a country that have days of their own, as the calendar spells them."""
    calendar = _calendar(country, 2026) if country else None
    if calendar is None:
        return ()
    names: dict[str, str] = {}
    for name, code in (getattr(calendar, "subdivisions_aliases", None) or {}).items():
        names.setdefault(code, name)
    known = [RegionView(f"{country}-{part}", names.get(part, part)) for part in calendar.subdivisions]
    return tuple(sorted(known, key=lambda region: region.name.casefold()))
