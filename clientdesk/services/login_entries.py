"""Where each system keeps what it starts at login: XDG autostart, the Windows Run key, a macOS launch agent."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from clientdesk.models.errors import FileNotWritten

NAME = "ClientDesk"


class LoginEntries(Protocol):
    """One program's place among what starts at login."""

    def command(self) -> tuple[str, ...] | None:
        """Program and arguments that will be started; None when nothing will."""
        ...

    def put(self, command: Sequence[str]) -> None:
        """Have this started at login from now on."""
        ...

    def take_away(self) -> None:
        """Have nothing started any more."""
        ...


class XdgAutostart:
    """A desktop entry in the user's autostart folder; one of the system's is overruled by it, as the rules say."""

    FILE = "clientdesk.desktop"

    def __init__(self, environment: Mapping[str, str]) -> None:
        home = Path(environment.get("HOME") or Path.home())
        self._own = _folder(environment.get("XDG_CONFIG_HOME", ""), home / ".config") / self.FILE
        folders = environment.get("XDG_CONFIG_DIRS") or "/etc/xdg"
        self._shared = [
            Path(folder) / "autostart" / self.FILE
            for folder in folders.split(":")
            if Path(folder).is_absolute()
        ]

    def command(self) -> tuple[str, ...] | None:
        for path in (self._own, *self._shared):
            entry = _read_entry(path)
            if entry is not None:
                return _started_by(entry)
        return None

    def put(self, command: Sequence[str]) -> None:
        words = " ".join(_exec_word(word) for word in command)
        self._write(
            "[Desktop Entry]\nType=Application\nVersion=1.5\n"
            f"Name={NAME}\nComment=Reminds you which client is owed a word\n"
            f"Exec={_escaped(words)}\nTryExec={_escaped(command[0])}\nIcon=clientdesk\n"
            "Terminal=false\nStartupNotify=false\nX-GNOME-Autostart-enabled=true\n"
        )

    def take_away(self) -> None:
        if any(_read_entry(path) is not None for path in self._shared):
            self._write(f"[Desktop Entry]\nType=Application\nName={NAME}\nHidden=true\n")
            return
        try:
            self._own.unlink(missing_ok=True)
        except OSError as error:
            raise FileNotWritten(self._own, error.strerror or str(error)) from error

    def _write(self, text: str) -> None:
        _write_file(self._own, text.encode())


class WindowsRun:
    """A value of the user's Run key; Task Manager's own switch is respected, and taken back by `put`."""

    RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
    APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def command(self) -> tuple[str, ...] | None:
        value = self._registry.get(self.RUN, NAME)
        if not isinstance(value, str) or self._is_switched_off():
            return None
        return _split_windows(value) or None

    def put(self, command: Sequence[str]) -> None:
        self._registry.set_text(self.RUN, NAME, subprocess.list2cmdline(command))
        self._registry.remove(self.APPROVED, NAME)

    def take_away(self) -> None:
        self._registry.remove(self.RUN, NAME)
        self._registry.remove(self.APPROVED, NAME)

    def _is_switched_off(self) -> bool:
        """Task Manager writes twelve bytes; the first is odd for a program that is not to be started."""
        value = self._registry.get(self.APPROVED, NAME)
        return isinstance(value, bytes) and bool(value) and bool(value[0] & 1)


class Registry(Protocol):
    """The little of HKEY_CURRENT_USER that is needed."""

    def get(self, key: str, name: str) -> str | bytes | None: ...

    def set_text(self, key: str, name: str, value: str) -> None: ...

    def remove(self, key: str, name: str) -> None:
        """Does nothing where there is no such value."""
        ...


class LaunchAgent:
    """A property list in the user's LaunchAgents."""

    LABEL = "clientdesk.login"

    def __init__(self, home: Path) -> None:
        self._path = home / "Library" / "LaunchAgents" / f"{self.LABEL}.plist"

    def command(self) -> tuple[str, ...] | None:
        import plistlib

        try:
            entry = plistlib.loads(self._path.read_bytes())
        except (OSError, ValueError, plistlib.InvalidFileException):
            return None
        if not isinstance(entry, dict) or entry.get("Disabled") or not entry.get("RunAtLoad"):
            return None
        words = entry.get("ProgramArguments")
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            return None
        return tuple(words) or None

    def put(self, command: Sequence[str]) -> None:
        import plistlib

        entry = {
            "Label": self.LABEL,
            "ProgramArguments": list(command),
            "RunAtLoad": True,
            "ProcessType": "Interactive",
            "LimitLoadToSessionType": "Aqua",
        }
        _write_file(self._path, plistlib.dumps(entry))

    def take_away(self) -> None:
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            raise FileNotWritten(self._path, error.strerror or str(error)) from error


def entries_here() -> LoginEntries:
    """Those of this computer's system."""
    if sys.platform == "win32":
        from clientdesk.services.windows_registry import UserRegistry

        return WindowsRun(UserRegistry())
    if sys.platform == "darwin":
        return LaunchAgent(Path.home())
    return XdgAutostart(os.environ)


# Desktop entries.

_MUST_QUOTE = re.compile(r"""[\s"'\\><~|&;$*?#()`]""", re.ASCII)


def _exec_word(word: str) -> str:
    """One argument as the Exec key writes it: quoted where needed, per cent signs doubled."""
    if "\n" in word or "\r" in word or "\0" in word:
        raise ValueError("a line break can't be part of a desktop entry's command")
    word = word.replace("%", "%%")
    if word and not _MUST_QUOTE.search(word):
        return word
    return '"' + re.sub(r'(["`$\\])', r"\\\1", word) + '"'


def _escaped(value: str) -> str:
    """A string value of a desktop entry."""
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")


_PLAIN = {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}


def _unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda found: _PLAIN.get(found[1], found[0]), value)


def _exec_words(value: str) -> tuple[str, ...]:
    """The arguments of an Exec key, without its field codes."""
    words: list[str] = []
    for quoted, plain in re.findall(r'"((?:[^"\\]|\\.)*)"|([^ \t"]+)', value):
        if plain and re.fullmatch(r"%[a-zA-Z]", plain):
            continue
        word = plain or re.sub(r'\\(["`$\\])', r"\1", quoted)
        words.append(word.replace("%%", "%"))
    return tuple(words)


def _read_entry(path: Path) -> dict[str, str] | None:
    """The keys of a desktop entry; None where there is none that can be read."""
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, ValueError):
        return None
    keys: dict[str, str] = {}
    is_inside = False
    for line in lines:
        if line.startswith("["):
            is_inside = line.strip() == "[Desktop Entry]"
        elif is_inside and "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            keys.setdefault(key.strip(" \t"), value.strip(" \t\r"))
    return keys or None


def _started_by(entry: Mapping[str, str]) -> tuple[str, ...] | None:
    is_off = entry.get("Hidden") == "true" or entry.get("X-GNOME-Autostart-enabled") == "false"
    return None if is_off else _exec_words(_unescaped(entry.get("Exec", ""))) or None


def _folder(configured: str, usual: Path) -> Path:
    return (Path(configured) if Path(configured).is_absolute() else usual) / "autostart"


# Windows.


def _split_windows(line: str) -> tuple[str, ...]:
    """A command line as Windows programs take it apart."""
    words: list[str] = []
    word, is_open, is_quoted, slashes = "", False, False, 0
    for letter in [*line, ""]:
        if letter == "\\":
            slashes += 1
            continue
        if letter == '"':
            word, is_open = word + "\\" * (slashes // 2), True
            if slashes % 2:
                word += '"'
            else:
                is_quoted = not is_quoted
        else:
            word, is_open = word + "\\" * slashes, is_open or slashes > 0
            if letter and (is_quoted or letter not in " \t"):
                word, is_open = word + letter, True
            elif is_open:
                words.append(word)
                word, is_open = "", False
        slashes = 0
    return tuple(words)


def _write_file(path: Path, content: bytes) -> None:
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        raise FileNotWritten(path, error.strerror or str(error)) from error
