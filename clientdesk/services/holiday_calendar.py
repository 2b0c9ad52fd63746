"""Public holidays by region: "FR", "GB-ENG", "DE-BE". The holidays package is loaded only when asked."""

from __future__ import annotations

import json
import os
from datetime import date
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

from clientdesk import files
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
    """The public holidays of a year; none for an empty or unknown region.

    Kept in the cache folder: loading the calendars of all countries would hold up the first paint for 200 ms.
    """
    if not region:
        return NO_DAYS
    known = _kept(region)
    if year not in known:
        known[year] = frozenset(holiday.on for holiday in _year(region, year))
        _keep(region, known)
    return known[year]


@lru_cache(maxsize=8)
def _kept(region: str) -> dict[int, frozenset[date]]:
    try:
        found = json.loads(_cache_file(region).read_text("utf-8"))
        if found["source"] != _source():
            return {}
        return {
            int(year): frozenset(date.fromisoformat(day) for day in days)
            for year, days in found["years"].items()
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def _keep(region: str, known: dict[int, frozenset[date]]) -> None:
    """Write what is known; without a place for it, the next start works it out again."""
    years = {str(year): sorted(day.isoformat() for day in days) for year, days in sorted(known.items())}
    place = _cache_file(region)
    part = place.with_name(f"{place.name}.{os.getpid()}.part")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps({"source": _source(), "years": years}), "utf-8")
        part.replace(place)
    except OSError:
        part.unlink(missing_ok=True)


def _cache_file(region: str) -> Path:
    return files.cache_folder() / "holidays" / f"{quote(region, safe='')}.json"


@lru_cache(maxsize=1)
def _source() -> str:
    """Name of the package's metadata folder, which holds its version; found without loading anything."""
    spec = find_spec("holidays")
    place = Path(spec.origin).parent.parent if spec is not None and spec.origin else None
    return (
        "" if place is None else "".join(sorted(entry.name for entry in place.glob("holidays-*.dist-info")))
    )


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
