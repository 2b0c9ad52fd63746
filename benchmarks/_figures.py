"""What the benchmarks share: one row a figure, medians, a private home, the place of the 20-year store."""

from __future__ import annotations

import gc
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build" / "bench"


@dataclass(frozen=True)
class Figure:
    """One measured figure.

    Attributes:
        value: median; milliseconds, or a ratio where `unit` is "x".
        target: at most; None where the figure is only told.
        note: what else was seen (the first run, the slowest one).
    """

    name: str
    value: float
    unit: str = "ms"
    target: float | None = None
    note: str = ""

    @property
    def is_met(self) -> bool:
        return self.target is None or self.value <= self.target


def timed(work: Callable[[], Any]) -> float:
    """Milliseconds of one run."""
    gc.collect()
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1_000


def medians(work: Callable[[], Any], runs: int = 9) -> tuple[float, float, float]:
    """First run, median and slowest of those after it, in milliseconds."""
    first = timed(work)
    later = [timed(work) for _ in range(runs)]
    return first, statistics.median(later), max(later)


def private_home() -> dict[str, str]:
    """The environment of a computer that has only ever seen this benchmark."""
    home = BUILD / "home"
    home.mkdir(parents=True, exist_ok=True)
    left_out = ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "PYTHONDONTWRITEBYTECODE")
    environment = {name: value for name, value in os.environ.items() if name not in left_out}
    environment |= {
        "HOME": str(home),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT),
        "LANG": "C.UTF-8",
    }
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"):
        place = home / name.lower()
        place.mkdir(mode=0o700, exist_ok=True)
        environment[name] = str(place)
    return environment


def table(figures: list[Figure]) -> str:
    """The figures as a Markdown table."""
    lines = ["| figure | measured | at most | |", "| --- | ---: | ---: | --- |"]
    for figure in figures:
        value = f"{figure.value:.2f} x" if figure.unit == "x" else f"{figure.value:.1f} {figure.unit}"
        target = "" if figure.target is None else f"{figure.target:g} {figure.unit}"
        mark = "" if figure.is_met else "**missed** "
        lines.append(f"| {figure.name} | {value} | {target} | {mark}{figure.note} |")
    return "\n".join(lines)


def finish(figures: list[Figure]) -> int:
    """Print the figures (as JSON when asked by `run_all`); 1 when one misses its target."""
    if "--json" in sys.argv:
        print(json.dumps([asdict(figure) for figure in figures]))
    else:
        print(table(figures))
    return int(not all(figure.is_met for figure in figures))
