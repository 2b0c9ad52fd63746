"""Which names are time zones of this computer, and what stands in for one it doesn't have."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from clientdesk.models import zones


@pytest.mark.parametrize("name", ["UTC", "Europe/Paris", "America/Argentina/Ushuaia", "Etc/GMT+5"])
def test_names_are_known_without_a_walk_over_the_disk(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zones, "available_timezones", lambda: pytest.fail("walked over the disk"))
    zones.is_known_zone.cache_clear()
    zones.known_zones.cache_clear()
    assert zones.is_known_zone(name)


@pytest.mark.parametrize(
    "name",
    "Mars/Olympus|europe/paris|Europe|Europe/|| |../UTC|/etc/localtime|a\0b|posix/Europe/Paris|right/UTC|posixrules|"
    "zone.tab|tzdata.zi|Europe//Paris".split("|"),
)
def test_other_names_are_none(name: str) -> None:
    assert not zones.is_known_zone(name)
    assert name not in zones.known_zones()


def test_it_agrees_with_the_whole_list() -> None:
    assert [name for name in sorted(zones.known_zones()) if not zones.is_known_zone(name)] == []


def test_what_is_unknown_is_the_computers_own_as_long_as_the_program_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    zones.practice_zone.cache_clear()
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert zones.practice_zone("Mars/Olympus") == ZoneInfo("Asia/Tokyo")
    monkeypatch.setenv("TZ", "Europe/Paris")
    assert zones.practice_zone("Mars/Olympus") == ZoneInfo("Asia/Tokyo")
    assert zones.practice_zone("Europe/Oslo") == ZoneInfo("Europe/Oslo")
    zones.practice_zone.cache_clear()
