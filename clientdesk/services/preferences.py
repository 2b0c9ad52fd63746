"""Preferences of this computer: one table of specs, kept in one small JSON file outside the database."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from clientdesk.models.errors import FileNotWritten


@dataclass(frozen=True, slots=True)
class Spec:
    """One preference: its name, default and the values it may have (None: any of the default's type).

    Attributes:
        is_moment: an instant with its offset as ISO 8601 writes it, or empty.
    """

    name: str
    default: Any
    choices: tuple[Any, ...] | None = None
    is_moment: bool = False


SPECS: dict[str, Spec] = {
    spec.name: spec
    for spec in (
        Spec("theme", "system", ("system", "light", "dark")),
        Spec("density", "compact", ("compact", "comfortable")),
        Spec("text_size", 100, (90, 100, 115, 130, 150, 200)),
        Spec("reminders", default=True),
        Spec("reminder_names", default=True),
        Spec("reminder_sound", default=False),
        Spec("second_digest", 15 * 60 + 30),
        Spec("meeting_minutes", 10, (0, 5, 10, 15, 30)),
        Spec("ask_held", default=True),
        Spec("capture_keys", ""),
        Spec("close_to_tray", "ask", ("ask", "keep", "quit")),
        Spec("told_no_tray", default=False),
        Spec("tray_icon", default=True),
        Spec("paused_until", "", is_moment=True),
        Spec("trusted_clock", "", is_moment=True),
        Spec("trusted_since", "", is_moment=True),
        Spec("sidebar_folded", default=False),
        Spec("single_keys", default=True),
        Spec("week_weekends", default=True),
        Spec("timeline_likely", default=True),
        Spec("timeline_weeks", default=True),
        Spec("to_place_hidden", ""),
    )
}


class Preferences:
    """Reads once, writes at each change; a value that isn't allowed counts as the default."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._values = _read(path)
        self._listeners: list[Callable[[str], None]] = []

    def get(self, name: str) -> Any:
        spec = SPECS[name]
        value = self._values.get(name, spec.default)
        return value if _fits(spec, value) else spec.default

    def set(self, name: str, value: Any) -> None:
        """Keep a value.

        Raises:
            ValueError: it isn't one of the choices.
            FileNotWritten: it counts for this run only.
        """
        if not _fits(SPECS[name], value):
            raise ValueError(f"{name} can't be {value!r}")
        if self.get(name) == value:
            return
        self._values[name] = value
        for listener in list(self._listeners):
            listener(name)
        self._write()

    def subscribe(self, listener: Callable[[str], None]) -> None:
        """Call `listener` with the name of each preference that changes."""
        self._listeners.append(listener)

    def _write(self) -> None:
        part = self._path.with_name(self._path.name + ".part")
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as out:
                json.dump(self._values, out, indent=1, sort_keys=True)
            part.replace(self._path)
        except OSError as error:
            raise FileNotWritten(self._path, error.strerror or str(error)) from error


def _fits(spec: Spec, value: Any) -> bool:
    if spec.choices is not None:
        return value in spec.choices
    return type(value) is type(spec.default) and (not spec.is_moment or _is_moment(value))


def _is_moment(text: str) -> bool:
    try:
        return not text or datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _read(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return (
        {name: value for name, value in values.items() if name in SPECS} if isinstance(values, dict) else {}
    )
