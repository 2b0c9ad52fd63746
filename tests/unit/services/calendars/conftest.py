"""Calendars written for a test, and the services that read them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from clientdesk.services.calendars.expanding import Horizon, Occurrence, lay_out
from clientdesk.services.calendars.reading import ReadCalendar, read_calendar

PARIS = ZoneInfo("Europe/Paris")
TODAY = date(2026, 10, 12)


def event(*lines: str, uid: str = "one") -> str:
    """A VEVENT with these lines."""
    return "\n".join(["BEGIN:VEVENT", *([f"UID:{uid}"] if uid else []), *lines, "END:VEVENT"])


def calendar(*parts: str, head: str = "", ends: str = "\r\n") -> bytes:
    """A whole calendar of these parts."""
    top = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//"] + ([head] if head else [])
    return (ends.join("\n".join([*top, *parts, "END:VCALENDAR"]).split("\n")) + ends).encode()


class Laid:
    """What came out of a text."""

    def __init__(self, read: ReadCalendar, found: list[Occurrence]) -> None:
        self.read = read
        self.found = sorted(found, key=lambda occurrence: (occurrence.starts_at, occurrence.title))

    @property
    def codes(self) -> list[str]:
        return [problem.code for problem in self.read.listed]

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [(problem.field, problem.code) for problem in self.read.listed]

    def local(self, zone: ZoneInfo = PARIS) -> list[tuple[str, str]]:
        """Starts and ends as a wall clock shows them."""
        form = "%Y-%m-%d %H:%M"
        return [
            (o.starts_at.astimezone(zone).strftime(form), o.ends_at.astimezone(zone).strftime(form))
            for o in self.found
        ]

    @property
    def one(self) -> Occurrence:
        assert len(self.found) == 1
        return self.found[0]


def laid(data: bytes, zone: ZoneInfo = PARIS, today: date = TODAY) -> Laid:
    """Read and lay out."""
    read = read_calendar(data, zone)
    return Laid(read, lay_out(read, zone, Horizon.around(today)))


@pytest.fixture
def ics(tmp_path: Path) -> Callable[..., Path]:
    """Writes a calendar's file."""

    def write(*parts: str, name: str = "team.ics", head: str = "X-WR-CALNAME:Team") -> Path:
        path = tmp_path / name
        path.write_bytes(calendar(*parts, head=head))
        return path

    return write


def paris(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=PARIS)
