"""Import of a calendar of 10,000 events, 40 of them repeating: read, shown, kept as one step.

Usage: ``python -m benchmarks.calendar_import [--events 10000]``.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from clientdesk.services.clock import SystemClock
from clientdesk.services.preferences import Preferences
from clientdesk.services.workspace import open_workspace

TARGET_S = 3.0
ROUNDS = 3

REPEATING = 500
"""One event in so many repeats every week without an end; as many repeat ten times."""


def make_calendar(count: int, today: date) -> bytes:
    """A calendar such as a busy person exports: plain meetings, whole days, some that repeat."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bench//", "X-WR-CALNAME:Everything"]
    for number in range(count):
        day = today + timedelta(days=number % 1_400 - 1_000)
        stamp, hour = f"{day:%Y%m%d}", 8 + number % 9
        lines += [
            "BEGIN:VEVENT",
            f"UID:{number}-c1ientd3sk@bench.example",
            "DTSTAMP:20261012T080000Z",
            "CREATED:20200101T000000Z",
            f"SUMMARY:Meeting {number}\\, about the plan for Müller & Søn",
            "DESCRIPTION:Join with the link below\\n\\nhttps://meet.example/abc-defg-hij\\n\\nAgenda: what is done\\,"
            " what is",
            "  next\\, and what is in the way of it.",
            "LOCATION:Room 4\\, second floor",
            "ORGANIZER;CN=Mara Lind:mailto:mara@lind.example",
            f'ATTENDEE;CN="Person {number % 70}";PARTSTAT=ACCEPTED:mailto:p{number % 70}@client.example',
            f"SEQUENCE:{number % 3}",
            "STATUS:CONFIRMED",
        ]
        if number % 20 == 0:
            lines += [f"DTSTART;VALUE=DATE:{stamp}", "TRANSP:TRANSPARENT"]
        else:
            lines += [f"DTSTART;TZID=Europe/Paris:{stamp}T{hour:02d}0000"]
            lines += [f"DTEND;TZID=Europe/Paris:{stamp}T{hour:02d}4500"]
        if number % REPEATING == 1:
            lines += ["RRULE:FREQ=WEEKLY"]
        elif number % REPEATING == 2:
            lines += ["RRULE:FREQ=WEEKLY;COUNT=10"]
        lines += ["BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT10M", "END:VALARM", "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def measured(count: int) -> tuple[float, float, float, int]:
    """Seconds to read and lay out, to keep, and to undo; how many records were kept."""
    with tempfile.TemporaryDirectory() as folder:
        preferences = Preferences(Path(folder) / "preferences.json")
        workspace = open_workspace(Path(folder) / "workspace", SystemClock(), preferences)
        workspace.practice.set_up("Bench", zone="Europe/Paris", currency="EUR")
        path = Path(folder) / "everything.ics"
        path.write_bytes(make_calendar(count, workspace.practice.today()))
        began = time.perf_counter()
        preview = workspace.calendars.preview_file(path)
        read = time.perf_counter()
        workspace.calendars.import_preview(preview)
        kept = time.perf_counter()
        workspace.store.undo()
        undone = time.perf_counter()
        workspace.close(back_up=False)
    return read - began, kept - read, undone - kept, preview.view.occurrences


def main(arguments: list[str]) -> int:
    """Measure and print; 1 when the import took too long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=10_000)
    options = parser.parse_args(arguments)
    # As in the window, where the collector is run by hand.
    gc.disable()
    rounds = [measured(options.events) for _ in range(ROUNDS)]
    read, kept, undone = (statistics.median(times) for times in list(zip(*rounds, strict=True))[:3])
    target = TARGET_S * options.events / 10_000
    print(f"calendar of {options.events} events, {rounds[0][3]} records, median of {ROUNDS} rounds")
    print(f"read and laid out: {read:.2f} s")
    print(f"kept as one step:  {kept:.2f} s")
    print(f"import in all:     {read + kept:.2f} s (wanted: under {target:.1f} s)")
    print(f"undone:            {undone:.2f} s")
    return int(read + kept >= target)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
