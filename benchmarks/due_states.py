"""All due states of 1,000 clients with 200,000 touchpoints: in a fresh process, and in one that knows them.

Cold: the process has worked out nothing yet, the file is in the page cache; each run is a process of its own, and
the time begins after its imports. Warm: the service of an open workspace is asked again; nothing has changed, one
touch was logged, or it was taken back. The floor is a bare SELECT over the clients in the same process.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks._figures import BUILD, ROOT, Figure, finish, private_home
from benchmarks.make_store import NOW, cached
from clientdesk.models.enums import TouchKind
from clientdesk.services.clock import FrozenClock
from clientdesk.services.workspace import Workspace, open_workspace

COLD_MS, WARM_MS = 50.0, 10.0
COLD_RUNS, WARM_RUNS = 9, 25


def cold(store: Path, name: str, *words: str, target: float | None = None) -> Figure:
    """Fresh processes, one after the other."""
    command = [sys.executable, "-m", "benchmarks._due_states_child", str(store), *words]
    runs = []
    for _ in range(COLD_RUNS):
        done = subprocess.run(
            command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True, env=private_home()
        )
        runs.append(json.loads(done.stdout))
    states, floors = [run["states"] for run in runs], [run["floor"] for run in runs]
    floor = statistics.median(floors)
    worked = statistics.median(run["worked"] for run in runs)
    note = (
        f"{min(states):.0f} to {max(states):.0f}, processor time {worked:.0f} ms; "
        f"a bare SELECT over the clients {floor:.1f} ms; {COLD_RUNS} processes"
    )
    return Figure(name, statistics.median(states), target=target, note=note)


def asked(workspace: Workspace, before: Callable[[], object]) -> list[float]:
    """Milliseconds of each asking, after something was done to the record."""
    found = []
    for _ in range(WARM_RUNS):
        before()
        started = time.perf_counter()
        workspace.check_ins.statuses(NOW)
        found.append((time.perf_counter() - started) * 1_000)
    return found


def warm(workspace: Workspace) -> list[Figure]:
    """An open workspace that has been asked before."""
    listed = workspace.check_ins.statuses(NOW)
    clients = iter(listed * 2)

    def tell() -> None:
        workspace.touchpoints.log(next(clients).client_id, TouchKind.UPDATE, "Where things stand")

    def told_and_taken_back() -> None:
        tell()
        workspace.check_ins.statuses(NOW)
        workspace.store.undo()

    return [
        _figure("the same, warm, nothing changed", asked(workspace, lambda: None)),
        _figure("the same, warm, one client was told", asked(workspace, tell)),
        _figure("the same, warm, that was taken back", asked(workspace, told_and_taken_back)),
    ]


def _figure(name: str, runs: list[float]) -> Figure:
    return Figure(
        name, statistics.median(runs), target=WARM_MS, note=f"slowest {max(runs):.1f}; {WARM_RUNS} runs"
    )


def main() -> int:
    root = cached(BUILD / "store")
    store = root / "clientdesk.sqlite3"
    figures = [
        cold(store, "due states of 1,000 clients, cold", target=COLD_MS),
        cold(store, "with what was told last and when to reach them, cold", "words"),
    ]
    with tempfile.TemporaryDirectory(dir=BUILD) as folder:
        place = Path(folder) / "copy"
        shutil.copytree(root, place, ignore=shutil.ignore_patterns("made"))
        workspace = open_workspace(place, FrozenClock(NOW))
        try:
            figures += warm(workspace)
        finally:
            workspace.close(back_up=False)
    return finish(figures)


if __name__ == "__main__":
    sys.exit(main())
