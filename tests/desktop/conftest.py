"""Fixtures of the desktop tests: a real desktop, without touching the one of the person who runs them.

What a test can ask for (see `tests/helpers/desktop.py` for the methods):

``desktop``
    One per run: Xvfb on a free display, openbox, a private session bus, fresh HOME and XDG folders. Has
    `start` and `running` for programs, `run` for commands, `child` for the small programs in `apps/`,
    `app(data, at=...)` for ClientDesk itself, `accessible(script)` for pyatspi scripts run by the
    system's Python, `traffic(name)` for a D-Bus log and `screenshot(name)` for a picture, both kept in
    `build/evidence/`; `xdotool`, `click` and `windows` for real pointer and keys. Programs run in process
    groups of their own and are killed with them, also when pytest is.
``notification_daemon``
    dunst, started for one test; `dunstctl` works through `desktop.run`.
``buttons_daemon``
    xfce4-notifyd, which draws buttons; needs `accessibility` to find them on the screen.
``tray_host``
    xfce4-panel with a systray plug-in: StatusNotifierWatcher and XEmbed.
``accessibility``
    The AT-SPI bus; programs started with `desktop.env | ACCESSIBLE` are listed on it.
``unlocked_keyring``
    gnome-keyring with an open login collection.
``data``
    A workspace in which Birch & Co was promised a word every Friday; a file that needs another one has its own.
``print_queue``
    A private cupsd with the queue ``PDF``; printed files land in `print_queue.output`.

A missing package fails the test and names what to install; it never skips on Debian.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.desktop import Desktop, Process, desktop_session
from tests.helpers.desktop_programs import ACCESSIBLE, NOTIFICATIONS, start_dunst, start_panel, stop_panel
from tests.helpers.keyring_daemon import keyring_daemon
from tests.helpers.print_queue import PrintQueue, print_service
from tests.helpers.story import birch_was_promised_fridays

HERE = Path(__file__).parent

PROGRAMS = {
    "Xvfb": "xvfb",
    "openbox": "openbox",
    "xdotool": "xdotool",
    "xprop": "x11-utils",
    "import": "imagemagick",
    "dbus-daemon": "dbus-daemon",
    "dbus-monitor": "dbus-bin",
    "dunst": "dunst",
    "dunstctl": "dunst",
    "xfce4-panel": "xfce4-panel",
    "trayer": "trayer",
    "gnome-keyring-daemon": "gnome-keyring",
    "cupsd": "cups-daemon",
    "lp": "cups-client",
    "lpadmin": "cups-client",
    "pdftotext": "poppler-utils",
    "pdffonts": "poppler-utils",
    "qpdf": "qpdf",
    "setpriv": "util-linux",
    "stdbuf": "coreutils",
}
FILES = {
    "/usr/lib/*/xfce4/notifyd/xfce4-notifyd": "xfce4-notifyd",
    "/usr/lib/*/faketime/libfaketime.so.1": "faketime",
    "/usr/lib/cups/backend/cups-pdf": "printer-driver-cups-pdf",
    "/usr/libexec/at-spi-bus-launcher": "at-spi2-core",
    "/usr/lib/python3/dist-packages/pyatspi/__init__.py": "python3-pyatspi",
    "/usr/lib/*/girepository-1.0/Atspi-2.0.typelib": "gir1.2-atspi-2.0",
    "/usr/share/dbus-1/services/org.xfce.Xfconf.service": "xfconf",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.desktop)
    # Two workers share the files: the long stories come first, so that none is left over for one of them.
    items.sort(key=lambda item: not (HERE in item.path.parents and item.path.stem.startswith("test_story")))


def missing_packages() -> list[str]:
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
    missing = {package for program, package in PROGRAMS.items() if shutil.which(program, path=path) is None}
    missing |= {package for pattern, package in FILES.items() if not list(Path("/").glob(pattern[1:]))}
    return sorted(missing)


@pytest.fixture(scope="session")
def packages() -> None:
    """Everything the desktop needs is installed."""
    missing = missing_packages()
    if not missing:
        return
    if Path("/etc/debian_version").exists():
        pytest.fail(f"packages are missing: apt-get install {' '.join(missing)}", pytrace=False)
    pytest.skip(f"not Debian, and missing: {' '.join(missing)}")


@pytest.fixture(scope="session")
def desktop(packages: None) -> Iterator[Desktop]:
    """A desktop for all tests of this run; each test stops what it started."""
    with desktop_session() as session:
        session.allow_activation("org.xfce.Xfconf")
        yield session


@pytest.fixture
def notification_daemon(desktop: Desktop) -> Iterator[Process]:
    process = start_dunst(desktop)
    yield process
    for running in [item for item in desktop.processes if item.name == "dunst"]:
        desktop.stop(running)
    desktop.wait_for_name(NOTIFICATIONS, present=False)


@pytest.fixture
def buttons_daemon(desktop: Desktop, accessibility: None) -> Iterator[Process]:
    program = str(next(Path("/usr/lib").glob("*/xfce4/notifyd/xfce4-notifyd")))
    process = desktop.start("xfce4-notifyd", program, env=ACCESSIBLE)
    desktop.wait_for_name(NOTIFICATIONS)
    yield process
    desktop.stop(process)
    desktop.wait_for_name(NOTIFICATIONS, present=False)


@pytest.fixture
def tray_host(desktop: Desktop) -> Iterator[Process]:
    process = start_panel(desktop)
    yield process
    for running in [item for item in desktop.processes if item.name == "xfce4-panel"]:
        stop_panel(desktop, running)


@pytest.fixture(scope="session")
def accessibility(desktop: Desktop) -> None:
    """The accessibility bus, for the rest of the run."""
    desktop.start("at-spi", "/usr/libexec/at-spi-bus-launcher", "--launch-immediately", env=ACCESSIBLE)
    desktop.wait_for_name("org.a11y.Bus")


@pytest.fixture
def unlocked_keyring(desktop: Desktop) -> Iterator[Process]:
    with keyring_daemon(desktop, "open sesame") as process:
        yield process


@pytest.fixture(scope="session")
def print_queue(desktop: Desktop) -> Iterator[PrintQueue]:
    with print_service(desktop) as queue:
        yield queue


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    birch_was_promised_fridays(folder)
    return folder
