"""One process that has worked out nothing yet: all due states once, and a bare SELECT beside it; prints JSON.

It knows where its folders are, as a program that has found its record does.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.make_store import NOW
from clientdesk import files
from clientdesk.models.views.check_ins import ClientCheckInView
from clientdesk.services.check_in_views import judge, telling
from clientdesk.services.holiday_calendar import holidays_of
from clientdesk.services.reach_words import ReachWords
from clientdesk.store.first_reads import Fetch, check_in_rows, practice, reading, work_calendar


def due_states(fetch: Fetch, *, with_words: bool) -> list[ClientCheckInView]:
    """As the tray asks for them, each with its reason; with words also what was told last and when to reach them."""
    owner = practice(fetch)
    assert owner is not None
    zone = ZoneInfo(owner.zone)
    today = NOW.astimezone(zone).date()
    calendar = work_calendar(fetch, partial(holidays_of, owner.holiday_region))
    rows = check_in_rows(fetch, today, zone)
    if not with_words:
        return judge(rows, today, calendar)
    return ReachWords(NOW, zone, calendar).onto(
        judge(rows, today, calendar, str, telling(fetch, today, zone))
    )


def main(store: Path, *, with_words: bool) -> int:
    files.cache_folder()
    gc.collect()
    started, worked = time.perf_counter(), time.process_time()
    with reading(store) as fetch:
        views = due_states(fetch, with_words=with_words)
    states = (time.perf_counter() - started) * 1_000
    worked = (time.process_time() - worked) * 1_000
    started = time.perf_counter()
    with reading(store) as fetch:
        found = fetch("SELECT id, name FROM client", ())
    floor = (time.perf_counter() - started) * 1_000
    print(
        json.dumps(
            {"states": states, "worked": worked, "floor": floor, "clients": len(found), "views": len(views)}
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), with_words="words" in sys.argv[2:]))
