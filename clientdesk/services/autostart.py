"""Whether ClientDesk starts at login: one switch, off until it is set, the same on every system."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from clientdesk import files
from clientdesk.services.login_entries import LoginEntries, entries_here

HIDDEN = "--hidden"
DATA = "--data"


class Autostart:
    """The switch. What it starts begins hidden, which means in the tray and only where a tray works.

    Args:
        entries: where the system keeps what it starts; this computer's own by default.
        program: how this copy of ClientDesk is started.
        folder: the workspace's folder. Only one is started at login: this one, once it is switched on. The demo
            never is; from there the switch is about the default folder.
    """

    def __init__(
        self,
        entries: LoginEntries | None = None,
        program: tuple[str, ...] | None = None,
        folder: Path | None = None,
    ) -> None:
        self._entries = entries if entries is not None else entries_here()
        self._program = program if program is not None else this_program()
        usual = (files.data_folder(), files.demo_folder())
        is_usual = folder is None or folder in [one.expanduser().resolve() for one in usual]
        self._folder = "" if is_usual else str(folder)

    def is_on(self) -> bool:
        """Whether the system will start ClientDesk on this workspace at login.

        Asked anew each time, others may switch it too.
        """
        command = self._entries.command()
        return command is not None and _folder_in(command) == self._folder

    def set(self, on: bool) -> None:
        """Switch it.

        Raises:
            FileNotWritten: the system's place for it can't be written; it stays as it was.
        """
        if on:
            self._put(self._folder)
        else:
            self._entries.take_away()

    def follow(self) -> bool:
        """If the program was moved since, have it found where it is now; returns whether that was needed.

        An entry whose program is still there is left alone: it may be another copy, chosen on purpose.

        Raises:
            FileNotWritten: as `set`.
        """
        command = self._entries.command()
        if command is None or _is_there(command[0]):
            return False
        self._put(_folder_in(command))
        return True

    def _put(self, folder: str) -> None:
        self._entries.put((*self._program, *((DATA, folder) if folder else ()), HIDDEN))


def this_program() -> tuple[str, ...]:
    """The command that starts this copy: what was packaged, its script, or its Python."""
    image = os.environ.get("APPIMAGE", "")
    if getattr(sys, "frozen", False):
        return (image or sys.executable,)
    script = Path(sys.executable).with_name("clientdesk.exe" if sys.platform == "win32" else "clientdesk")
    if script.is_file():
        return (str(script),)
    return (sys.executable, "-m", "clientdesk")


def _folder_in(command: tuple[str, ...]) -> str:
    """The workspace's folder that a command names; empty for the default one."""
    return command[command.index(DATA) + 1] if DATA in command[:-1] else ""


def _is_there(program: str) -> bool:
    return shutil.which(program) is not None
