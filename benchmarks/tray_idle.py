"""In the tray: memory against an empty PySide6 window with a tray icon, and wake-ups an hour by a trace of syscalls.

A private desktop with a real panel (Xvfb, D-Bus, xfce4-panel); ClientDesk started hidden, and another one whose
window was open and is closed to the tray. A wake-up is a wait that had slept for a millisecond or more and ended, in
any thread of the process; what a wake-up leads to is counted with it. Traced from the start, counted when all is quiet.

Usage: `python -m benchmarks.tray_idle [--minutes 11] [--rounds 5]`
"""

from __future__ import annotations

import argparse
import re
import shutil
import statistics
import sys
import time
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks._figures import ROOT, Figure, finish

HERE = Path(__file__).resolve().parent
WAITS = "poll,ppoll,select,pselect6,epoll_wait,epoll_pwait,epoll_pwait2,futex,nanosleep,clock_nanosleep,restart_syscall"
SETTLE_S = 120.0
"""Qt empties its cache of pictures in the first minute, in steps."""
SLEPT_S = 0.001
AN_HOUR_S = 3600.0
_LINE = re.compile(r"^\d+ +(?P<at>\d+\.\d+) .*<(?P<took>\d+\.\d+)>$")


def memory(pid: int) -> dict[str, int]:
    """Resident, proportional and private kibibytes of one process, by the kernel's own account."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    found = {name: int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines)}
    return {
        "rss": found["Rss"],
        "pss": found["Pss"],
        "private": found["Private_Clean"] + found["Private_Dirty"],
        "anonymous": found["Anonymous"],
    }


def wake_ups(trace: Path, since: float, until: float) -> list[float]:
    """When a wait ended that had really slept; several threads woken at once are one each."""
    found = []
    for line in trace.read_text(errors="replace").splitlines():
        match = _LINE.match(line)
        if match is None:
            continue
        took = float(match["took"])
        # The time of a line is that of the call's beginning, or of its resumption.
        ended = float(match["at"]) + (0.0 if "resumed>" in line else took)
        if took >= SLEPT_S and since <= ended <= until:
            found.append(ended)
    return found


def make_workspace(root: Path) -> None:
    """A consultant's fifteen clients, none of whom falls due within a day."""
    from clientdesk.services.clock import SystemClock
    from clientdesk.services.workspace import open_workspace

    workspace = open_workspace(root, SystemClock())
    try:
        workspace.practice.set_up("Weber Consulting", zone="UTC", currency="EUR", holiday_region="FR")
        for number in range(15):
            workspace.clients.add(f"Client {number + 1}")
    finally:
        workspace.close(back_up=False)


def measure_memory(rounds: int) -> list[Figure]:
    """Medians of fresh processes, both kinds running side by side so that they share what can be shared."""
    from tests.helpers.desktop import desktop_session, wait_until
    from tests.helpers.desktop_programs import start_panel, tray_items

    floors, apps = [], []
    with desktop_session() as desktop:
        desktop.allow_activation("org.xfce.Xfconf")
        start_panel(desktop)
        data = desktop.root / "workspace"
        make_workspace(data)
        for _ in range(rounds + 1):
            with ExitStack() as running:
                icon = str(ROOT / "resources" / "app-icon.svg")
                floor = desktop.start("floor", sys.executable, str(HERE / "_tray_floor.py"), icon)
                running.callback(desktop.stop, floor)
                app = desktop.app(data, "--hidden")
                running.callback(desktop.stop, app)
                wait_until(lambda: len(tray_items(desktop)) == 2, "both icons", 60)
                time.sleep(5)
                floors.append(memory(floor.pid))
                apps.append(memory(app.pid))
            wait_until(lambda: not tray_items(desktop), "the icons to go")
    floors, apps = floors[1:], apps[1:]
    figures = []
    for name, words, target in (
        ("rss", "resident memory, started hidden", 1.4),
        ("pss", "proportional share", None),
        ("private", "private", None),
    ):
        app, floor = (statistics.median(one[name] for one in many) for many in (apps, floors))
        note = f"{app / 1024:.1f} MiB against {floor / 1024:.1f} MiB, median of {rounds}"
        figures.append(Figure(words, app / floor, "x", target, note))
    return figures


def measure_wake_ups(minutes: float) -> list[Figure]:
    """Two processes traced side by side: one started hidden, one whose window was closed to the tray."""
    from tests.helpers.desktop import desktop_session, wait_until
    from tests.helpers.desktop_programs import start_panel, tray_items

    with desktop_session() as desktop:
        desktop.allow_activation("org.xfce.Xfconf")
        start_panel(desktop)
        traces = {}
        for name, options in (("hidden", ("--hidden",)), ("closed", ())):
            data = desktop.root / name
            make_workspace(data)
            traces[name] = desktop.root / f"{name}.trace"
            config = desktop.root / f"{name}-config"
            (config / "clientdesk").mkdir(parents=True)
            (config / "clientdesk" / "preferences.json").write_text('{"close_to_tray": "keep"}')
            trace = ("strace", "-f", "-ttt", "-T", "--seccomp-bpf", "-e", f"trace={WAITS}", "-o")
            program = (sys.executable, "-m", "clientdesk", "--data", str(data), *options)
            desktop.start(name, *trace, str(traces[name]), *program, env={"XDG_CONFIG_HOME": str(config)})
        wait_until(lambda: len(tray_items(desktop)) == 2, "both icons", 120)
        window = wait_until(lambda: desktop.windows("ClientDesk"), "the window", 120)[-1]
        time.sleep(8)
        desktop.xdotool("windowactivate", "--sync", window, "key", "alt+F4")
        wait_until(lambda: not desktop.windows("ClientDesk"), "the window to close", 30)
        time.sleep(SETTLE_S)
        since = time.time()
        time.sleep(minutes * 60)
        until = time.time()
        figures = []
        for name, words in (("hidden", "started hidden"), ("closed", "window closed to the tray")):
            ends = wake_ups(traces[name], since, until)
            kept = ROOT / "build" / "evidence"
            kept.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(traces[name], kept / f"tray-idle-{name}.trace")
            rate = len(ends) * AN_HOUR_S / (until - since)
            at = ", ".join(f"{end - since:.0f} s" for end in ends[:12])
            note = f"{len(ends)} in {(until - since) / 60:.1f} min" + (f": at {at}" if ends else "")
            figures.append(Figure(f"wake-ups an hour, {words}", rate, "", 15, note))
        return figures


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=11.0)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if shutil.which("strace") is None or shutil.which("Xvfb") is None:
        print("needs strace and the packages of packaging/apt-test.txt", file=sys.stderr)
        return 2
    return finish([*measure_memory(options.rounds), *measure_wake_ups(options.minutes)])


if __name__ == "__main__":
    sys.exit(main())
