"""What shows notices on this system: Linux by D-Bus, Windows and macOS by their notification centres."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from clientdesk import files

if TYPE_CHECKING:
    from clientdesk.ui.notifiers.dbus import DBusNotifier
    from clientdesk.ui.notifiers.native import NativeNotifier

APP_NAME = "ClientDesk"


def system_notifier() -> DBusNotifier | NativeNotifier:
    """What shows notices on this system."""
    icon = files.resource("app-icon.svg")
    if sys.platform in ("win32", "darwin"):
        from clientdesk.ui.notifiers.native import NativeNotifier

        return NativeNotifier(APP_NAME, icon)
    from clientdesk.ui.notifiers.dbus import DBusNotifier

    return DBusNotifier(APP_NAME, str(icon))
