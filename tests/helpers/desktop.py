"""A private desktop for tests: display, window manager, session bus, folders, and hands to use them.

Nothing here touches the user's own session: every process gets fresh folders and a fresh bus, runs in a
process group of its own, and is killed with its group at the end (or by the kernel when pytest dies).
"""

from __future__ import annotations

import json
import os
import queue
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).resolve().parents[2]
EVIDENCE = ROOT / "build" / "evidence"
SYSTEM_PYTHON = "/usr/bin/python3"

T = TypeVar("T")

BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <servicedir>{services}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


def wait_until(look: Callable[[], T], what: str, seconds: float = 10.0) -> T:
    """Look again and again until the answer is true; fails naming what was waited for."""
    deadline = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds:g} s in vain for {what}")
        time.sleep(0.02)


def listens(path: Path) -> bool:
    """Whether somebody answers at this socket; its file is there a moment earlier."""
    with socket.socket(socket.AF_UNIX) as ours, suppress(OSError):
        ours.connect(str(path))
        return True
    return False


def evidence(name: str) -> Path:
    """Where a file of this name is kept for people to look at."""
    EVIDENCE.mkdir(parents=True, exist_ok=True)
    return EVIDENCE / name


class Process:
    """A child with its group; its output goes to a log file."""

    def __init__(self, name: str, popen: subprocess.Popen[bytes], log: Path) -> None:
        self.name = name
        self.popen = popen
        self.log = log

    @property
    def pid(self) -> int:
        return self.popen.pid

    def is_alive(self) -> bool:
        return self.popen.poll() is None

    def output(self) -> str:
        return self.log.read_text(errors="replace")

    def send(self, number: int) -> None:
        """Send a signal to this process alone."""
        self.popen.send_signal(number)

    def wait(self, seconds: float = 10.0) -> int:
        return self.popen.wait(seconds)

    def stop(self, number: int = signal.SIGTERM, patience: float = 2.0) -> None:
        """End the whole group: kindly, then by force."""
        for how in (number, signal.SIGKILL):
            try:
                os.killpg(self.popen.pid, how)
            except ProcessLookupError:
                break
            try:
                self.popen.wait(patience)
            except subprocess.TimeoutExpired:
                continue
            if how == signal.SIGKILL or not _group_alive(self.popen.pid):
                break
        if self.popen.poll() is None:
            self.popen.wait(patience)


class Desktop:
    """One desktop session; make it with `running`, or through the fixtures of `tests/desktop`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.services = root / "services"
        self.processes: list[Process] = []
        self.env: dict[str, str] = {}

    # Life.

    def begin(self, size: str = "1600x1000x24") -> None:
        for name in ("home", "run", "config", "data", "cache", "state", "logs", "services"):
            (self.root / name).mkdir(mode=0o700)
        kept = {name: os.environ[name] for name in ("PATH", "USER", "LOGNAME", "TZ") if name in os.environ}
        self.env = {
            **kept,
            "HOME": str(self.root / "home"),
            "XDG_RUNTIME_DIR": str(self.root / "run"),
            "XDG_CONFIG_HOME": str(self.root / "config"),
            "XDG_DATA_HOME": str(self.root / "data"),
            "XDG_CACHE_HOME": str(self.root / "cache"),
            "XDG_STATE_HOME": str(self.root / "state"),
            "XDG_CURRENT_DESKTOP": "XFCE",
            "XDG_SESSION_TYPE": "x11",
            "LANG": "C.UTF-8",
            "QT_QPA_PLATFORM": "xcb",
            "GTK_THEME": "Adwaita",
            "GDK_BACKEND": "x11",
            "NO_AT_BRIDGE": "1",
            "PYTHONUNBUFFERED": "1",
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={self.root / 'run' / 'bus'}",
        }
        self.env["DISPLAY"] = self._start_display(size)
        # xdotool presses on a keyboard of its own. The display changes to it at the first key, and programs that hold
        # keys for themselves let go of them for a moment: nobody is here yet to whom that could happen.
        self.xdotool("key", "Shift_L")
        self._start_bus()
        self._start_window_manager()

    def end(self) -> None:
        for process in reversed(self.processes):
            process.stop()
        self.processes.clear()

    def _start_display(self, size: str) -> str:
        read_end, write_end = os.pipe()
        try:
            # -noreset: else the display would start anew whenever its last client leaves.
            options = f"-displayfd {write_end} -screen 0 {size} -nolisten tcp -dpi 96 -noreset"
            self.start("Xvfb", "Xvfb", *options.split(), pass_fds=(write_end,))
        finally:
            os.close(write_end)
        with os.fdopen(read_end) as answers:
            number = answers.readline().strip()
        assert number, f"Xvfb did not start: {self.processes[-1].output()}"
        return f":{number}"

    def _start_bus(self) -> None:
        config = self.root / "bus.conf"
        config.write_text(BUS_CONFIG.format(socket=self.root / "run" / "bus", services=self.services))
        self.start("bus", "dbus-daemon", "--nofork", "--nopidfile", f"--config-file={config}")
        wait_until(lambda: listens(self.root / "run" / "bus"), "the session bus")

    def _start_window_manager(self) -> None:
        """Wait for its own word: it names itself on the screen before it looks after windows that come up."""
        ready = self.root / "run" / "openbox-ready"
        self.start("openbox", "openbox", "--sm-disable", "--startup", f"touch {ready}")
        wait_until(ready.exists, "the window manager")

    # Processes.

    def start(
        self,
        name: str,
        *command: str,
        env: Mapping[str, str] | None = None,
        without: Sequence[str] = (),
        pass_fds: Sequence[int] = (),
        **options: Any,
    ) -> Process:
        """Start a program in this session; its output is kept in the session's logs."""
        log = self.root / "logs" / f"{len(self.processes):03}-{name}.log"
        full = {key: value for key, value in {**self.env, **(env or {})}.items() if key not in without}
        with log.open("wb") as sink:
            options.setdefault("stdin", subprocess.DEVNULL)
            options.setdefault("stdout", sink)
            options.setdefault("stderr", sink)
            popen = subprocess.Popen(
                # Whoever runs the tests in the background has signals ignored; a program begins without that.
                ["env", "--default-signal=HUP,INT", "setpriv", "--pdeathsig", "KILL", *command],
                env=full,
                cwd=ROOT,
                start_new_session=True,
                pass_fds=tuple(pass_fds),
                **options,
            )
        process = Process(name, popen, log)
        self.processes.append(process)
        return process

    def stop(self, process: Process, number: int = signal.SIGTERM) -> None:
        process.stop(number)
        if process in self.processes:
            self.processes.remove(process)

    def run(self, *command: str, seconds: float = 20.0, env: Mapping[str, str] | None = None) -> str:
        """Run a short command in this session and return what it printed."""
        done = subprocess.run(
            command,
            env={**self.env, **(env or {})},
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        assert done.returncode == 0, (
            f"{' '.join(command)}: exit {done.returncode}\n{done.stdout}{done.stderr}"
        )
        return done.stdout

    @contextmanager
    def running(self, name: str, *command: str, **options: Any) -> Iterator[Process]:
        """A program for the length of a `with` block."""
        process = self.start(name, *command, **options)
        try:
            yield process
        finally:
            self.stop(process)

    # The bus.

    def has_name(self, name: str) -> bool:
        """Whether some process owns this name on the session bus."""
        from jeepney.bus_messages import message_bus
        from jeepney.io.blocking import Proxy, open_dbus_connection

        with open_dbus_connection(self.env["DBUS_SESSION_BUS_ADDRESS"]) as connection:
            return bool(Proxy(message_bus, connection, timeout=5).NameHasOwner(name)[0])

    def wait_for_name(self, name: str, *, present: bool = True, seconds: float = 15.0) -> None:
        verb = "to appear" if present else "to go"
        wait_until(lambda: self.has_name(name) is present, f"{name} {verb} on the bus", seconds)

    def call(self, path: str, name: str, member: str, *arguments: Any, interface: str = "") -> Any:
        """Call a method of a program on the bus (signature, then values); its answer's first value."""
        answer = self.call_all(path, name, member, *arguments, interface=interface)
        return answer[0] if answer else None

    def call_all(
        self, path: str, name: str, member: str, signature: str = "", *body: Any, interface: str = ""
    ) -> tuple[Any, ...]:
        """As `call`, with all values of the answer."""
        from jeepney import DBusAddress, new_method_call
        from jeepney.io.blocking import open_dbus_connection
        from jeepney.wrappers import unwrap_msg

        address = DBusAddress(path, bus_name=name, interface=interface or name)
        with open_dbus_connection(self.env["DBUS_SESSION_BUS_ADDRESS"]) as connection:
            message = new_method_call(address, member, signature or None, body)
            return tuple(unwrap_msg(connection.send_and_get_reply(message, timeout=10)))

    def allow_activation(self, service: str) -> None:
        """Let the bus start this service of the system when it is first called."""
        source = Path("/usr/share/dbus-1/services") / f"{service}.service"
        shutil.copyfile(source, self.services / source.name)
        self._reload_bus()

    def forbid_activation(self, service: str) -> None:
        (self.services / f"{service}.service").unlink(missing_ok=True)
        self._reload_bus()

    def _reload_bus(self) -> None:
        self.call("/org/freedesktop/DBus", "org.freedesktop.DBus", "ReloadConfig")

    @contextmanager
    def traffic(self, name: str, *rules: str) -> Iterator[Path]:
        """Record what goes over the bus into `build/evidence/`; yields the file."""
        path = evidence(name)
        path.unlink(missing_ok=True)
        matches = rules or ("interface='org.freedesktop.Notifications'",)
        address = self.env["DBUS_SESSION_BUS_ADDRESS"]
        with path.open("wb") as sink:
            process = self.start(
                "monitor", "stdbuf", "-oL", "dbus-monitor", "--address", address, *matches, stdout=sink
            )
        wait_until(lambda: path.stat().st_size > 0, "dbus-monitor")
        try:
            yield path
        finally:
            self.stop(process)

    # The screen.

    def screenshot(self, name: str) -> Path:
        """Keep a picture of the whole screen in `build/evidence/`."""
        path = evidence(name)
        self.run("import", "-silent", "-window", "root", str(path))
        return path

    def xdotool(self, *arguments: object) -> str:
        return self.run("xdotool", *(str(argument) for argument in arguments)).strip()

    def click(self, x: float, y: float, button: int = 1, times: int = 1) -> None:
        """Real pointer presses at a place on the screen."""
        # Without --sync, which waits fifteen seconds for a pointer that is there already.
        self.xdotool("mousemove", round(x), round(y))
        self.xdotool("click", "--repeat", times, "--delay", 60, button)

    def windows(self, title: str) -> list[str]:
        """Ids of the visible windows whose title matches this pattern."""
        return self.search("--name", title)

    def search(self, *what: str) -> list[str]:
        """Ids of the visible windows that xdotool finds; it gives up when one goes while it looks at it."""
        command = ["xdotool", "search", "--onlyvisible", *what]
        for _ in range(50):
            done = subprocess.run(
                command, env=self.env, capture_output=True, text=True, check=False, timeout=20
            )
            if not done.stderr:
                return done.stdout.split()
        raise AssertionError(f"{' '.join(command)}: {done.stderr}")

    # Children that speak JSON lines.

    def child(self, script: str, *arguments: str, **options: Any) -> Child:
        """Start one of `tests/desktop/apps` with our Python."""
        path = ROOT / "tests" / "desktop" / "apps" / script
        return Child(self, path, arguments, options)

    def accessible(self, *steps: Mapping[str, Any], seconds: float = 60.0) -> list[Any]:
        """Use programs as a screen reader does; the steps are those of `apps/accessible.py`."""
        script = ROOT / "tests" / "desktop" / "apps" / "accessible.py"
        try:
            answer = self.run(SYSTEM_PYTHON, str(script), json.dumps(steps), seconds=seconds)
        except AssertionError:
            self.screenshot("failed-step.png")
            raise
        answers: list[Any] = json.loads(answer.strip().splitlines()[-1])
        return answers

    def click_accessible(self, *, times: int = 1, **step: Any) -> None:
        """Real pointer presses in the middle of an element found by role and name, once its window is under them."""

        def middle() -> tuple[float, float] | None:
            box = self.accessible({"do": "where", **step})[0]
            x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
            return (x, y) if self._is_under(box["window"], x, y) else None

        self.click(*wait_until(middle, f"{step} to be where it can be pressed"), times=times)

    def _is_under(self, title: str, x: float, y: float) -> bool:
        """Whether a place on the screen belongs to the window of this title, and not to one before or behind it.

        A title that no window has is one of a program that says nothing of windows.
        """
        if not title or not self.windows(f"^{re.escape(title)}$"):
            return True
        self.xdotool("mousemove", round(x), round(y))
        found = re.search(r"WINDOW=(\d+)", self.xdotool("getmouselocation", "--shell"))
        tree = self.run("xwininfo", "-children", "-id", found[1]) if found else ""
        named = re.findall(r'(0x[0-9a-f]+) (?:\(.*\)|".*")', tree)
        return any(self.xdotool("getwindowname", one) == title for one in named)

    def app(
        self,
        data: Path,
        *arguments: str,
        at: datetime | None = None,
        env: Mapping[str, str] | None = None,
    ) -> Process:
        """Start ClientDesk on a workspace, if wished at another time.

        Args:
            data: workspace folder.
            arguments: further command-line arguments.
            at: what its wall clock says at the start. Steady time stays true, so that timers run at their
                real pace. `set_faketime` moves the clock while the process runs.
            env: further environment.
        """
        extra = dict(env or {})
        if at is not None:
            extra |= self.faketime_env(at)
        return self.start(
            "clientdesk", sys.executable, "-m", "clientdesk", "--data", str(data), *arguments, env=extra
        )

    def faketime_env(self, at: datetime) -> dict[str, str]:
        """For every process that is to live at another time; all of them share one clock."""
        self.set_faketime(at)
        return {
            "LD_PRELOAD": str(faketime_library()),
            "FAKETIME_TIMESTAMP_FILE": str(self.root / "faketime"),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1",
            # With this repair of libfaketime's, timed waits end at once and Python's threads spin.
            "FAKETIME_FORCE_MONOTONIC_FIX": "0",
            "PYTHONPATH": str(ROOT / "tests" / "desktop" / "apps" / "faketime"),
        }

    def set_faketime(self, at: datetime) -> None:
        """Move the wall clock of the processes that run under faketime."""
        part = self.root / "faketime.part"
        part.write_text(f"{round(at.timestamp() - time.time()):+d}\n")
        part.replace(self.root / "faketime")


class Child:
    """A small program under test that takes commands and reports events, one JSON object a line."""

    def __init__(
        self, desktop: Desktop, script: Path, arguments: Sequence[str], options: dict[str, Any]
    ) -> None:
        self._desktop = desktop
        self.process = desktop.start(
            script.stem,
            *(sys.executable, str(script), *arguments),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            **options,
        )
        self._lines: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._seen: list[dict[str, Any]] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def send(self, command: str, **facts: Any) -> None:
        stream = self.process.popen.stdin
        assert stream is not None
        stream.write(json.dumps({"command": command, **facts}).encode() + b"\n")
        stream.flush()

    def ask(self, command: str, **facts: Any) -> Any:
        """Send a command and return the value of its answer."""
        self.send(command, **facts)
        return self.expect("answer", command=command)["value"]

    def expect(self, event: str, seconds: float = 15.0, **facts: Any) -> dict[str, Any]:
        """The next event of this name with these facts, seen or still to come."""
        deadline = time.monotonic() + seconds
        while True:
            for position, seen in enumerate(self._seen):
                if seen["event"] == event and all(seen.get(key) == value for key, value in facts.items()):
                    return self._seen.pop(position)
            try:
                line = self._lines.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(
                    f"no {event} {facts} within {seconds:g} s; seen {self._seen}; {self.process.output()}"
                ) from None
            assert line is not None, (
                f"the child ended ({self.process.popen.wait(5)}): {self.process.output()}"
            )
            self._seen.append(line)

    def seen(self) -> list[dict[str, Any]]:
        """Events that nobody asked for so far."""
        while not self._lines.empty():
            line = self._lines.get_nowait()
            if line is not None:
                self._seen.append(line)
        return list(self._seen)

    def close(self) -> None:
        stream = self.process.popen.stdin
        if stream is not None:
            with suppress(BrokenPipeError):
                stream.close()
        self._desktop.stop(self.process)
        self._reader.join(5)
        if self.process.popen.stdout is not None:
            self.process.popen.stdout.close()

    def __enter__(self) -> Child:
        self.expect("ready")
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _read(self) -> None:
        stream = self.process.popen.stdout
        assert stream is not None
        for line in stream:
            self._lines.put(json.loads(line))
        self._lines.put(None)


@contextmanager
def desktop_session() -> Iterator[Desktop]:
    """A whole desktop, torn down whatever happens; in a short path, because sockets live in it."""
    root = Path(tempfile.mkdtemp(prefix="cd-"))
    desktop = Desktop(root)
    try:
        desktop.begin()
        yield desktop
    finally:
        desktop.end()
        shutil.rmtree(root, ignore_errors=True)


def faketime_library() -> Path:
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    assert found, "libfaketime is missing: apt-get install faketime"
    return found[0]


def _group_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
