"""Runs the benchmarks of this folder, all or those named, and prints one table: `python -m benchmarks [NAME...]`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from benchmarks._figures import ROOT, Figure, table

HERE = Path(__file__).resolve().parent
NOT_MEASURING = {"run_all", "make_store"}
TABULAR = {"startup", "panels", "composer", "due_states", "tray_idle"}
"""Benchmarks that can give their figures as rows; the others print their own words."""


def names() -> list[str]:
    """Every benchmark; files that begin with an underscore are their helpers."""
    found = {path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_")}
    return sorted(found - NOT_MEASURING)


def run(name: str) -> tuple[bool, list[Figure]]:
    """Whether every target was met, and the rows."""
    command = [sys.executable, "-m", f"benchmarks.{name}"]
    if name not in TABULAR:
        print(f"== {name}", flush=True)
        return subprocess.run(command, cwd=ROOT, check=False).returncode == 0, []
    done = subprocess.run([*command, "--json"], cwd=ROOT, check=False, stdout=subprocess.PIPE, text=True)
    if not done.stdout:
        return False, []
    return done.returncode == 0, [Figure(**row) for row in json.loads(done.stdout)]


def main(asked: list[str]) -> int:
    """Run and print; 1 when something missed its target or failed."""
    unknown = set(asked) - set(names())
    if unknown:
        print(
            f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(names())}",
            file=sys.stderr,
        )
        return 2
    missed: list[str] = []
    figures: list[Figure] = []
    for name in asked or names():
        is_met, rows = run(name)
        figures += rows
        if not is_met:
            missed.append(name)
    if figures:
        print(table(figures))
    print(f"missed or failed: {', '.join(missed)}" if missed else "all targets met")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
