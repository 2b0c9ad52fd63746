"""Check-in rules alone: 1,000 clients with three rhythms and a limit each, no store."""

from __future__ import annotations

import random
import statistics
import sys
import time
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from clientdesk.models.enums import RhythmKind, RhythmUnit
from clientdesk.models.schedule import (
    ClientFacts,
    PolicyHours,
    RhythmRule,
    TimeOffSpan,
    WorkCalendar,
    client_status,
)

TARGET_MS = 30.0
CLIENTS = 1_000
RUNS = 15
TODAY = date(2026, 10, 26)


def calendar() -> WorkCalendar:
    hours = PolicyHours(dict.fromkeys(range(5), ((540, 1020),)))
    time_off = tuple(
        TimeOffSpan(date(year, 8, 3), date(year, 8, 21), date(year, 5, 1)) for year in range(2007, 2027)
    )
    return WorkCalendar(
        ((date(2006, 1, 1), hours),), lambda year: frozenset({date(year, 5, 1), date(year, 12, 25)}), time_off
    )


def clients() -> list[ClientFacts]:
    """Known for up to twenty years; some late, most not."""
    chance = random.Random(7)
    found = []
    for number in range(CLIENTS):
        since = TODAY - timedelta(days=chance.randrange(7_300))
        last_held = {kind: TODAY - timedelta(days=chance.randrange(21)) for kind in RhythmKind}
        rhythms = (
            RhythmRule("update", RhythmKind.UPDATE, RhythmUnit.WEEKLY, 1, 4, None, since),
            RhythmRule("call", RhythmKind.CALL, RhythmUnit.WEEKLY, 2, 1, None, since),
            RhythmRule("review", RhythmKind.REVIEW, RhythmUnit.MONTHLY, 1, 2, 1, since),
        )
        found.append(
            ClientFacts(
                str(number),
                since,
                ((since, None),),
                rhythms,
                tier_limit_days=10,
                last_held=last_held,
                last_meaningful_on=max(last_held.values()),
            )
        )
    return found


def run(facts: list[ClientFacts], shared: WorkCalendar) -> float:
    """Milliseconds for one judgement of every client."""
    started = time.perf_counter()
    for one in facts:
        client_status(one, TODAY, shared)
    return (time.perf_counter() - started) * 1_000


def main() -> int:
    facts, shared = clients(), calendar()
    cold = run(facts, shared)
    warm = statistics.median(run(facts, shared) for _ in range(RUNS))
    print(f"first {cold:.1f} ms, then {warm:.1f} ms (median of {RUNS}), target {TARGET_MS:.0f} ms")
    return int(warm > TARGET_MS)


if __name__ == "__main__":
    sys.exit(main())
