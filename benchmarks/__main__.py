"""Runs every benchmark of this folder one after the other: `python -m benchmarks [NAME...]`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
NOT_MEASURING = {"__init__", "__main__", "make_store"}


def names() -> list[str]:
    """Every benchmark; files that begin with an underscore are their helpers."""
    found = {path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_")}
    return sorted(found - NOT_MEASURING)


def main(asked: list[str]) -> int:
    """Run the benchmarks asked for, or all; returns 1 when one missed its target."""
    unknown = set(asked) - set(names())
    if unknown:
        print(
            f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(names())}",
            file=sys.stderr,
        )
        return 2
    missed = []
    for name in asked or names():
        print(f"== {name}", flush=True)
        done = subprocess.run([sys.executable, HERE / f"{name}.py"], cwd=HERE.parent, check=False)
        if done.returncode:
            missed.append(name)
    print(f"missed or failed: {', '.join(missed)}" if missed else "all targets met")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
