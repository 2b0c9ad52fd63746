"""The time zones this computer knows; listing them walks the disk, so it is done once."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import available_timezones


@lru_cache(maxsize=1)
def known_zones() -> frozenset[str]:
    """IANA names."""
    return frozenset(available_timezones())
