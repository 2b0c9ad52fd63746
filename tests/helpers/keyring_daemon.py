"""A private gnome-keyring for tests, open or locked."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from tests.helpers.desktop import Desktop, Process

SECRETS = "org.freedesktop.secrets"
LOGIN = "/org/freedesktop/secrets/collection/login"


@contextmanager
def keyring_daemon(desktop: Desktop, password: str, *, locked: bool = False) -> Iterator[Process]:
    """gnome-keyring with a login collection; locked again after it was made if wished."""
    process = desktop.start(
        "gnome-keyring",
        *("gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"),
        stdin=subprocess.PIPE,
    )
    assert process.popen.stdin is not None
    process.popen.stdin.write(password.encode())
    process.popen.stdin.close()
    desktop.wait_for_name(SECRETS)
    try:
        if locked:
            lock(desktop)
        yield process
    finally:
        desktop.stop(process)
        desktop.wait_for_name(SECRETS, present=False)


def lock(desktop: Desktop) -> None:
    """Close the login collection, as when the screen was locked."""
    locked = desktop.call(
        "/org/freedesktop/secrets",
        SECRETS,
        *("Lock", "ao", [LOGIN]),
        interface="org.freedesktop.Secret.Service",
    )
    assert LOGIN in locked, f"not locked: {locked}"
