"""Looks at everything ClientDesk stands on, a line each; changes nothing."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from clientdesk.models.errors import ClientDeskError, SecretsUnavailable
from clientdesk.models.zones import find_zone, practice_zone
from clientdesk.services import session_facts
from clientdesk.services.paper_words import broken_words
from clientdesk.services.wording import unknown_zone_words, words_for
from clientdesk.store import driver
from clientdesk.store.backup import check, list_backups
from clientdesk.store.first_reads import Fetch, practice, reading
from clientdesk.store.folder import WorkspaceFolder
from clientdesk.store.migrate import inspect_file


@dataclass(frozen=True, slots=True)
class Finding:
    """One line. `is_grave`: it makes the command fail (store and backups only)."""

    name: str
    is_well: bool
    words: str
    is_grave: bool = False


def examine(folder: WorkspaceFolder) -> list[Finding]:
    """Store, schema, zone, papers, backups, keyring, tray, notifications and fonts."""
    return [
        *_store(folder),
        *_zone(folder),
        _papers(folder),
        _backups(folder),
        _keyring(),
        _tray(),
        _notifications(),
        _fonts(),
    ]


def _store(folder: WorkspaceFolder) -> list[Finding]:
    if not folder.store.exists():
        return [Finding("store", False, f"{folder.store} doesn't exist", is_grave=True)]
    try:
        inspect_file(folder.store, folder.backups)
        version = check(folder.store)
    except ClientDeskError as error:
        return [Finding("store", False, words_for(error), is_grave=True)]
    mode = folder.store.stat().st_mode & 0o777
    private = mode & 0o077 == 0
    return [
        Finding("store", True, f"{folder.store} is sound ({folder.store.stat().st_size:,} bytes)"),
        Finding(
            "privacy", private, "only you can read it" if private else f"others can read it (mode {mode:o})"
        ),
        Finding(
            "schema", version == driver.SCHEMA_VERSION, f"version {version}, newest {driver.SCHEMA_VERSION}"
        ),
    ]


def _zone(folder: WorkspaceFolder) -> list[Finding]:
    """Only where there is something to say: the practice's zone is unknown here."""
    if not folder.store.exists():
        return []
    try:
        with reading(folder.store) as fetch:
            owner = practice(fetch)
    except driver.Error:
        return []
    if owner is None or find_zone(owner.zone) is not None:
        return []
    return [Finding("zone", False, unknown_zone_words(owner.zone, str(practice_zone(owner.zone))))]


def _papers(folder: WorkspaceFolder) -> Finding:
    """Every issued paper is still as it was issued: content, kept files, signatures and log."""
    if not folder.store.exists():
        return Finding("papers", True, "none")
    try:
        connection = driver.look(folder.store)
        try:
            return _papers_in(lambda sql, values: connection.execute(sql, tuple(values)).fetchall())
        finally:
            connection.close()
    except driver.Error:
        return Finding("papers", False, "can't be read from this store")


def _papers_in(fetch: Fetch) -> Finding:
    from clientdesk.services.paper_seal import all_broken

    if not fetch("SELECT 1 FROM sqlite_master WHERE name = 'signing_event'", ()):
        return Finding(
            "papers", True, "kept by an earlier version; opening the workspace brings them up to date"
        )
    bad = [f"{broken.name} ({broken_words(broken.what)})" for broken in all_broken(fetch)]
    if bad:
        return Finding("papers", False, "changed outside ClientDesk: " + "; ".join(bad), is_grave=True)
    count = fetch("SELECT count(*) FROM agreement WHERE content IS NOT NULL", ())[0][0]
    return Finding("papers", True, f"{count} issued or filed, all as they were")


def _backups(folder: WorkspaceFolder) -> Finding:
    backups = list_backups(folder.backups)
    if not backups:
        return Finding("backups", True, "none yet; one is made on close after a change")
    newest = backups[0]
    try:
        check(newest.path)
    except ClientDeskError as error:
        return Finding("backups", False, words_for(error), is_grave=True)
    made = newest.made_at.astimezone(UTC)
    return Finding(
        "backups", True, f"{len(backups)} kept, the newest of {made:%Y-%m-%d %H:%M} UTC opens and is sound"
    )


def _keyring() -> Finding:
    from clientdesk.services.secrets import KeyringVault

    try:
        return Finding("keyring", True, KeyringVault().describe())
    except SecretsUnavailable as error:
        return Finding("keyring", False, words_for(error))


def _tray() -> Finding:
    if not _asks_the_bus():
        return _without_bus("tray")
    there = session_facts.has_tray()
    return Finding("tray", there, "a tray is there" if there else "no tray on this desktop")


def _notifications() -> Finding:
    if not _asks_the_bus():
        return _without_bus("notifications")
    service = session_facts.notification_daemon()
    if service is None:
        missing = "no notification service on the session bus; reminders show inside the window"
        return Finding("notifications", False, missing)
    return Finding("notifications", True, service or "a notification service is there")


def _asks_the_bus() -> bool:
    return sys.platform.startswith("linux") and bool(os.environ.get("DBUS_SESSION_BUS_ADDRESS"))


def _without_bus(name: str) -> Finding:
    if sys.platform.startswith("linux"):
        return Finding(name, False, "no session bus here")
    return Finding(name, True, "provided by the system")


def _fonts() -> Finding:
    from clientdesk.services.papers.fonts import SANS, font_file

    try:
        path = Path(font_file(SANS))
    except (OSError, ImportError, LookupError) as error:
        return Finding("fonts", False, f"the papers' fonts are missing: {error}")
    return Finding(
        "fonts", path.is_file(), f"{path.name} is there" if path.is_file() else f"{path} is missing"
    )
