"""The list of backups: when, why, how large."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QLocale, QObject, QTime

from clientdesk.ui.dates import day_text
from clientdesk.ui.itemmodels.base import Column, RowTableModel


@dataclass(frozen=True, slots=True)
class BackupLine:
    """One backup; `made_at` in the practice's zone, `size` in bytes."""

    path: str
    made_at: datetime
    size: int
    reason: str


class BackupModel(RowTableModel[BackupLine]):
    """Newest first, as given."""

    id_key = "path"

    def __init__(self, parent: QObject | None = None) -> None:
        tr = QCoreApplication.translate
        super().__init__(
            (
                Column("made", tr("BackupModel", "Made"), text=self.when, sort=_made_at),
                Column("why", tr("BackupModel", "Why"), text=_why),
                Column("size", tr("BackupModel", "Size"), text=_size, sort=_bytes, is_numeric=True),
            ),
            parent,
        )

    @staticmethod
    def when(line: BackupLine) -> str:
        """Day and time in words."""
        time = QLocale().toString(
            QTime(line.made_at.hour, line.made_at.minute), QLocale.FormatType.ShortFormat
        )
        return f"{day_text(line.made_at.date())}, {time}"


def _made_at(line: BackupLine) -> datetime:
    return line.made_at


def _bytes(line: BackupLine) -> int:
    return line.size


def _size(line: BackupLine) -> str:
    return QLocale().formattedDataSize(line.size, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat)


def _why(line: BackupLine) -> str:
    tr = QCoreApplication.translate
    return {
        "asked": tr("BackupModel", "you asked for it"),
        "close": tr("BackupModel", "on closing"),
        "daily": tr("BackupModel", "once a day"),
        "before-import": tr("BackupModel", "before an import"),
        "before-migration": tr("BackupModel", "before an upgrade"),
        "before-restore": tr("BackupModel", "before a restore"),
    }.get(line.reason, "")
