"""Where things are: data, cache, settings, logs and resources; source, installed and frozen told apart here only."""

from __future__ import annotations

import os
import sys
from pathlib import Path

APP = "clientdesk"


def resource_folder() -> Path:
    """The folder with themes, icons and wording, wherever this copy of ClientDesk runs from."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen) / "resources"
    package = Path(__file__).resolve().parent
    installed = package / "_resources"
    return installed if installed.is_dir() else package.parent / "resources"


def resource(*parts: str) -> Path:
    """One file or folder below `resource_folder`."""
    return resource_folder().joinpath(*parts)


def data_folder() -> Path:
    """The default workspace folder (not created here)."""
    import platformdirs

    return Path(platformdirs.user_data_dir(APP, appauthor=False))


def demo_folder() -> Path:
    """The folder of the demo workspace, apart from real data."""
    return data_folder().with_name(f"{APP}-demo")


def cache_folder() -> Path:
    """What can be made again at any time, such as the rendered style sheet."""
    import platformdirs

    return Path(platformdirs.user_cache_dir(APP, appauthor=False))


def config_folder() -> Path:
    """Preferences and window geometry: they belong to this computer, not to a workspace."""
    import platformdirs

    return Path(platformdirs.user_config_dir(APP, appauthor=False))


def log_folder() -> Path:
    """Logs of starts that reached no workspace; a workspace keeps its own in ``logs/``."""
    import platformdirs

    return Path(platformdirs.user_log_dir(APP, appauthor=False))


def system_zone() -> str:
    """The computer's time zone by its IANA name; UTC where it cannot be told."""
    from zoneinfo import ZoneInfo

    name = os.environ.get("TZ", "").removeprefix(":")
    if not name:
        try:
            name = str(Path("/etc/localtime").resolve()).partition("/zoneinfo/")[2]
        except OSError:
            name = ""
    try:
        return ZoneInfo(name).key if name else "UTC"
    except (KeyError, ValueError, OSError):  # a rule in place of a name, a zone that isn't installed
        return "UTC"


def guide() -> Path:
    """The user guide (Markdown)."""
    shipped = resource("guide.md")
    return shipped if shipped.is_file() else Path(__file__).resolve().parent.parent / "docs" / "guide.md"
