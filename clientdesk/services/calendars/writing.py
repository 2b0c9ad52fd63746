"""The week out as iCalendar: one's own blocks and what is booked with clients; text only through the library."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from clientdesk import __version__
from clientdesk.models.enums import BlockKind
from clientdesk.models.errors import FileNotWritten
from clientdesk.models.views.week import BlockSource, BlockView, WeekView
from clientdesk.services.wording import Translate

DOMAIN = "clientdesk.local"


def week_ics(week: WeekView, now: datetime, name: str, tr: Translate = str) -> bytes:
    """A week as one calendar: instants in UTC, each entry under a lasting identifier.

    Events of foreign calendars are left out: they belong where they come from.

    Args:
        name: what the calendar is called.
    """
    from icalendar import Calendar

    made = Calendar()
    made.add("PRODID", f"-//ClientDesk//{__version__}//EN")
    made.add("VERSION", "2.0")
    made.add("CALSCALE", "GREGORIAN")
    made.add("X-WR-CALNAME", name)
    for block in entries(week):
        made.add_component(_event(block, now, tr))
    return bytes(made.to_ical())


def entries(week: WeekView) -> list[BlockView]:
    """What is exported: whole entries, by start; those that run over midnight once."""
    found: dict[str, BlockView] = {}
    for block in week.blocks:
        if block.source is not BlockSource.CALENDAR:
            found.setdefault(block.block_id, block)
    return sorted(found.values(), key=lambda block: (block.starts_at, block.block_id))


def _event(block: BlockView, now: datetime, tr: Translate) -> Any:
    from icalendar import Event

    made = Event()
    made.add("UID", f"{block.block_id}@{DOMAIN}")
    made.add("DTSTAMP", now)
    made.add("DTSTART", block.starts_at)
    made.add("DTEND", block.ends_at)
    made.add("SUMMARY", title(block, tr))
    made.add("STATUS", "CONFIRMED")
    made.add("TRANSP", "OPAQUE")
    if block.kind is BlockKind.PRIVATE:
        made.add("CLASS", "PRIVATE")
    return made


def title(block: BlockView, tr: Translate) -> str:
    """Client and what it is, in one line."""
    if block.source is BlockSource.TOUCHPOINT:
        known = {"call": tr("Call"), "video": tr("Video call"), "meeting": tr("Meeting")}
        what = known.get(block.title, tr("Meeting"))
    else:
        kinds = {
            BlockKind.WORK: tr("Work"),
            BlockKind.MEETING: tr("Meeting"),
            BlockKind.PRIVATE: tr("Private"),
        }
        what = block.title or kinds[block.kind]
    line = f"{block.client_name}: {what}" if block.client_name else what
    return " ".join(line.split())


def write_ics(path: Path, content: bytes) -> None:
    """Write beside, then rename: an older file of that name stays whole on failure.

    Raises:
        FileNotWritten: the folder, the permissions or the disk stand in the way.
    """
    if path.is_dir():
        raise FileNotWritten(path, "a folder has this name")
    part = path.with_name(path.name + ".part")
    try:
        descriptor = os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise FileNotWritten(path, error.strerror or str(error)) from error
