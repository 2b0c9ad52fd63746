"""The time zones this computer knows, and what stands in for the practice's where it isn't among them."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from clientdesk import files


@lru_cache(maxsize=1)
def known_zones() -> frozenset[str]:
    """IANA names; listing them walks the disk, so it is done once."""
    return frozenset(available_timezones())


def find_zone(name: str) -> ZoneInfo | None:
    """A zone by its IANA name; None where this computer has no such zone."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # not in the zone database, no name of a zone, a folder of it
        return None


@lru_cache(maxsize=8)
def practice_zone(name: str) -> ZoneInfo:
    """The practice's zone; where this computer doesn't know it, the computer's own stands in: to be said.

    The stand-in stays the same as long as the program runs.
    """
    return find_zone(name) or ZoneInfo(files.system_zone())
