"""The table of *my clients in ten minutes*: a line a client, as entered so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QBrush, QColor

from clientdesk.models.intake import LastSpoke
from clientdesk.ui.dates import day_text
from clientdesk.ui.icons import icon
from clientdesk.ui.itemmodels.base import (
    CLIENT_COLOUR_ROLE,
    MONOGRAM_ROLE,
    Column,
    RowTableModel,
)
from clientdesk.ui.theme import current_tokens
from clientdesk.ui.tokens import monogram


@dataclass(frozen=True, slots=True)
class IntakeLine:
    """What one line shows.

    Attributes:
        spoke_on: the day that would be (or was) recorded.
        rhythms: kinds that the tier proposes, in words; empty when not adopted.
        by_text: the date as typed where it can't be read.
        today: for dates in words.
    """

    client_id: str
    name: str
    colour: int
    tier: str
    spoke: LastSpoke | None
    spoke_on: date | None
    rhythms: str
    expects: str
    expected_on: date | None
    by_text: str
    is_done: bool
    today: date


def spoke_word(spoke: LastSpoke) -> str:
    """How long ago, in words."""
    return {
        LastSpoke.TODAY: QCoreApplication.translate("IntakeModel", "today"),
        LastSpoke.YESTERDAY: QCoreApplication.translate("IntakeModel", "yesterday"),
        LastSpoke.THIS_WEEK: QCoreApplication.translate("IntakeModel", "this week"),
        LastSpoke.LAST_WEEK: QCoreApplication.translate("IntakeModel", "last week"),
        LastSpoke.THIS_MONTH: QCoreApplication.translate("IntakeModel", "this month"),
    }[spoke]


def _spoke(line: IntakeLine) -> str:
    if line.spoke is not None:
        return spoke_word(line.spoke)
    return day_text(line.spoke_on, line.today) if line.spoke_on else ""


def _rhythms(line: IntakeLine) -> str:
    return line.rhythms or QCoreApplication.translate("IntakeModel", "none")


def _by(line: IntakeLine) -> str:
    return day_text(line.expected_on, line.today) if line.expected_on else line.by_text


def _state(line: IntakeLine) -> str:
    return QCoreApplication.translate("IntakeModel", "done") if line.is_done else ""


def _nothing(_line: IntakeLine) -> str:
    return ""


def _tick(line: IntakeLine) -> object:
    return icon("check", "accent") if line.is_done else None


def _faint(line: IntakeLine) -> object:
    return QBrush(QColor(current_tokens().secondary)) if line.is_done else None


def _faint_rhythms(line: IntakeLine) -> object:
    is_faint = line.is_done or not line.rhythms
    return QBrush(QColor(current_tokens().secondary)) if is_faint else None


def _unread(line: IntakeLine) -> object:
    if line.by_text and line.expected_on is None:
        return QBrush(QColor(current_tokens().at_risk))
    return _faint(line)


class IntakeModel(RowTableModel[IntakeLine]):
    """Lines in the order of adding."""

    id_key = "client_id"

    def __init__(self, parent: QObject | None = None) -> None:
        tr = QCoreApplication.translate
        ink = int(Qt.ItemDataRole.ForegroundRole)
        super().__init__(
            (
                Column(
                    "name",
                    tr("IntakeModel", "Client"),
                    roles={
                        MONOGRAM_ROLE: lambda line: monogram(line.name),
                        CLIENT_COLOUR_ROLE: lambda line: line.colour,
                    },
                ),
                Column("tier", tr("IntakeModel", "Tier"), roles={ink: _faint}),
                Column("spoke", tr("IntakeModel", "Last spoke"), text=_spoke, roles={ink: _faint}),
                Column("rhythms", tr("IntakeModel", "Promised"), text=_rhythms, roles={ink: _faint_rhythms}),
                Column(
                    "expects",
                    tr("IntakeModel", "They expect next"),
                    roles={ink: _faint},
                    is_editable=True,
                ),
                Column("by", tr("IntakeModel", "By when"), text=_by, roles={ink: _unread}, is_editable=True),
                Column(
                    "state",
                    "",
                    text=_nothing,
                    spoken=_state,
                    roles={int(Qt.ItemDataRole.DecorationRole): _tick},
                ),
            ),
            parent,
        )

    def flags(self, index):  # type: ignore[no-untyped-def]
        """A finished line is not edited here; its client's page is the place."""
        flags = super().flags(index)
        line = self.row_at(index)
        return flags & ~Qt.ItemFlag.ItemIsEditable if line is not None and line.is_done else flags
