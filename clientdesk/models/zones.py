"""The time zones this computer knows, and what stands in for the practice's where it isn't among them."""

from __future__ import annotations

import sys
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from clientdesk import files

_NO_ZONES = frozenset({"posix", "right", "posixrules"})
"""Beside the zones, in the same folder: copies of all of them, and a default."""


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


@lru_cache(maxsize=64)
def is_known_zone(name: str) -> bool:
    """Whether a name is among `known_zones`; where names can be asked for, without walking the disk for all of them."""
    if not sys.platform.startswith("linux"):
        # Elsewhere files are found under names in other letters too.
        return name in known_zones()
    return find_zone(name) is not None and name.partition("/")[0] not in _NO_ZONES


@lru_cache(maxsize=8)
def practice_zone(name: str) -> ZoneInfo:
    """The practice's zone; where this computer doesn't know it, the computer's own stands in: to be said.

    The stand-in stays the same as long as the program runs.
    """
    return find_zone(name) or ZoneInfo(files.system_zone())
