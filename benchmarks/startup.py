"""Start to first paint and to a filled Today, against an empty PySide6 window: whole processes, interleaved."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks._figures import BUILD, ROOT, Figure, finish, private_home

ROUNDS = 11
HERE = Path(__file__).resolve().parent


def run(*command: str | Path) -> dict[str, float]:
    """Milliseconds from the start of the process to each thing it says."""
    started = time.monotonic_ns()
    done = subprocess.run(
        [sys.executable, *command], env=private_home(), cwd=ROOT, capture_output=True, text=True, check=False
    )
    found = dict(line.split() for line in done.stdout.splitlines())
    if done.returncode or not found:
        raise RuntimeError(done.stderr)
    return {name: (int(at) - started) / 1e6 for name, at in found.items()}


def measure(workspace: Path, rounds: int = ROUNDS) -> list[Figure]:
    """Medians of interleaved runs; the first of each kind only warms the caches."""
    from benchmarks.make_store import NOW

    app = (HERE / "_start_app.py", workspace, NOW.isoformat())
    floors, starts = [], []
    for number in range(rounds + 1):
        floor, start = run(HERE / "_start_floor.py"), run(*app)
        if number:
            floors.append(floor["shell"])
            starts.append(start)
    floor_ms = statistics.median(floors)
    middle = {name: statistics.median(start[name] for start in starts) for name in ("shell", "today", "open")}

    def ratio(name: str, words: str, target: float | None) -> Figure:
        return Figure(words, middle[name] / floor_ms, "x", target, f"{middle[name]:.0f} ms")

    return [
        Figure("empty PySide6 window painted (floor)", floor_ms, note=f"median of {rounds}, interleaved"),
        ratio("shell", "shell painted", 1.3),
        ratio("today", "Today filled and painted", 2.0),
        ratio("open", "workspace open, everything enabled", None),
    ]


def main() -> int:
    from benchmarks.make_store import cached

    subprocess.run(
        [sys.executable, "-m", "compileall", "-q", "clientdesk", "benchmarks"], cwd=ROOT, check=True
    )
    return finish(measure(cached(BUILD / "store")))


if __name__ == "__main__":
    sys.exit(main())
