"""What the status line says: that everything is saved, when it was backed up, whether it is quiet."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from clientdesk.services.workspace import Workspace


def _tr(text: str) -> str:
    return QCoreApplication.translate("StatusLine", text)


def status_words(workspace: Workspace) -> str:
    """One line of facts."""
    parts = [_tr("Saved"), _backup_words(workspace)]
    until = workspace.reminders.paused_until()
    if until is not None:
        local = until.astimezone(workspace.practice.zone())
        parts.append(_tr("reminders paused until {time}").format(time=f"{local:%a %H:%M}"))
    elif workspace.practice.get() is not None and workspace.boundaries.is_quiet(workspace.clock.now()):
        end = workspace.boundaries.quiet_hours().end
        parts.append(_tr("quiet until {time}").format(time=f"{end // 60:02d}:{end % 60:02d}"))
    return " · ".join(parts)


def _backup_words(workspace: Workspace) -> str:
    backups = workspace.list_backups()
    if not backups:
        return _tr("no backup yet")
    age = max(workspace.clock.now() - backups[0].made_at, timedelta())
    minutes = int(age.total_seconds() // 60)
    if minutes < 2:
        return _tr("backed up just now")
    if minutes < 120:
        return _tr("backup {minutes} min ago").format(minutes=minutes)
    if minutes < 48 * 60:
        return _tr("backup {hours} h ago").format(hours=minutes // 60)
    return _tr("backup {days} days ago").format(days=minutes // 1440)
