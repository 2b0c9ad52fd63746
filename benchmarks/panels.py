"""Panels, check-ins and the client filter on the 20-year store: from the request until the window is painted."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks._figures import BUILD, ROOT, Figure, finish, private_home

RUNS = 7
HERE = Path(__file__).resolve().parent


def run(workspace: Path, runs: int = RUNS) -> dict[str, Any]:
    """One child's timings, in milliseconds."""
    done = subprocess.run(
        [sys.executable, HERE / "_panels_child.py", workspace, str(runs)],
        env=private_home(),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure(workspace: Path) -> list[Figure]:
    found = run(workspace)
    middle = statistics.median
    services = found["services"]
    figures = [
        Figure(
            "check-ins of 1,000 clients, worked out anew",
            middle(services["check_ins"]),
            target=50,
            note=f"{middle(found['check_ins_cold']):.0f} ms the first time, "
            f"{middle(services['check_ins_kept']):.1f} ms while nothing changes",
        ),
        Figure("likely dates of all open milestones, worked out anew", middle(services["likely"]), target=15),
        Figure("six weeks ahead", middle(services["weeks_ahead"]), target=15),
    ]
    for key, timings in found["panels"].items():
        if timings["built"]:
            first = middle(timings["first"])
            figures.append(
                Figure(
                    f"{key}: built and filled",
                    middle(timings["built"]),
                    target=100,
                    note=f"{first:.0f} ms with its modules",
                )
            )
        figures.append(Figure(f"{key}: read again", middle(timings["again"]), target=100))
    figures += [
        Figure(
            "a key in the client filter",
            middle(found["filter_work"]),
            target=50,
            note=f"slowest {max(found['filter_work']):.0f} ms; the field waits for a pause in typing before",
        ),
        Figure("sidebar and status line", middle(found["sidebar"])),
        Figure('"I told them" until everything is painted', middle(found["told"])),
    ]
    return figures


def main() -> int:
    from benchmarks.make_store import cached

    return finish(measure(cached(BUILD / "store")))


if __name__ == "__main__":
    sys.exit(main())
