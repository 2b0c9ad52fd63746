"""The list of clients: what each column shows, sorts by and says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QFont

from clientdesk.models.enums import CheckInState
from clientdesk.models.text import fold
from clientdesk.models.views.check_ins import ClientCheckInView
from clientdesk.models.views.clients import ClientRowView
from clientdesk.ui.dates import day_text
from clientdesk.ui.itemmodels.base import (
    CLIENT_COLOUR_ROLE,
    MONOGRAM_ROLE,
    STATUS_ROLE,
    Column,
    Index,
    RowTableModel,
)
from clientdesk.ui.theme import current_tokens, role_font
from clientdesk.ui.tokens import STATUS_OF_CHECK_IN, Status, monogram
from clientdesk.ui.widgets.labels import as_tooltip
from clientdesk.ui.words import gap_words, next_word, stage_word, touch_word

CHOICE_ROLE = int(Qt.ItemDataRole.UserRole) + 20
"""What an editor of a closed choice begins with."""


@dataclass(frozen=True, slots=True)
class ClientLine:
    """One row of the list: the client and when it is owed a word. `rank`: its place by urgency."""

    client: ClientRowView
    check_in: ClientCheckInView | None
    rank: int
    today: date

    @property
    def client_id(self) -> str:
        return self.client.client_id

    @property
    def status(self) -> Status:
        """The shape beside the next word."""
        state = self.check_in.state if self.check_in else CheckInState.NOT_LISTED
        return STATUS_OF_CHECK_IN[state]


def client_lines(
    clients: list[ClientRowView], statuses: list[ClientCheckInView], today: date
) -> list[ClientLine]:
    """The rows of the list; `statuses` come sorted by urgency, clients without one stand last."""
    ranked = {view.client_id: (rank, view) for rank, view in enumerate(statuses)}
    lines = []
    for client in clients:
        rank, view = ranked.get(client.client_id, (len(statuses), None))
        lines.append(ClientLine(client, view, rank, today))
    return lines


class ClientTableModel(RowTableModel[ClientLine]):
    """The list of clients; filtered by a key folded once, so that typing stays instant."""

    id_key = "client_id"

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_client_columns(self), parent)
        self._keys: dict[str, str] = {}
        self._places: dict[str, int] = {}
        self.is_narrow = False

    def set_rows(self, rows: Any) -> None:
        lines = list(rows)
        self._keys = {line.client_id: _key(line.client) for line in lines}
        self._places = {
            line.client_id: number for number, line in enumerate(sorted(lines, key=self._folded_name))
        }
        super().set_rows(lines)

    def set_narrow(self, *, is_narrow: bool) -> None:
        """In a narrow list the last word is only its day."""
        self.is_narrow = is_narrow
        if self.rowCount():
            column = self.column_number("last_told")
            self.dataChanged.emit(self.index(0, column), self.index(self.rowCount() - 1, column))

    def filter_by(self, text: str) -> None:
        """Show clients whose name, tier, stage or mail address hold every word, whatever case and accents."""
        words = fold(text).split()
        super().set_filter("", (lambda line: self._holds(line, words)) if words else None)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == CHOICE_ROLE:
            line = self.row_at(index)
            key = self.columns[index.column()].key
            return None if line is None else getattr(line.client, {"tier": "tier_id"}.get(key, key), None)
        return super().data(index, role)

    def place_by_name(self, line: ClientLine) -> int:
        """Where a row stands by name, without case and accents."""
        return self._places[line.client_id]

    def _folded_name(self, line: ClientLine) -> str:
        return self._keys[line.client_id].split("\n", 1)[0]

    def _holds(self, line: ClientLine, words: list[str]) -> bool:
        key = self._keys[line.client_id]
        return all(word in key for word in words)


def _key(client: ClientRowView) -> str:
    return fold(f"{client.name}\n{client.tier}\n{stage_word(client.stage)}\n{client.email}")


def _client_columns(model: ClientTableModel) -> tuple[Column[ClientLine], ...]:
    def tr(text: str) -> str:
        return QCoreApplication.translate("ClientTableModel", text)

    return (
        Column(
            "name",
            tr("Name"),
            text=lambda line: line.client.name,
            sort=model.place_by_name,
            roles={
                MONOGRAM_ROLE: lambda line: monogram(line.client.name),
                CLIENT_COLOUR_ROLE: lambda line: line.client.colour,
            },
            tooltip=lambda line: as_tooltip(line.client.name),
            is_editable=True,
        ),
        Column("tier", tr("Tier"), text=lambda line: line.client.tier, is_editable=True),
        Column(
            "stage",
            tr("Stage"),
            text=lambda line: stage_word(line.client.stage),
            sort=lambda line: list(type(line.client.stage)).index(line.client.stage),
            is_editable=True,
        ),
        Column(
            "next_word",
            tr("Next check-in"),
            text=lambda line: next_word(line.check_in, line.today),
            sort=lambda line: line.rank,
            roles={STATUS_ROLE: lambda line: line.status},
            tooltip=_reason,
            spoken=_spoken,
        ),
        Column(
            "gap",
            tr("Gap"),
            text=lambda line: gap_words(line.client.gap.days) if line.client.gap else "",
            sort=lambda line: line.client.gap.days if line.client.gap else None,
            roles={
                int(Qt.ItemDataRole.ForegroundRole): _gap_colour,
                int(Qt.ItemDataRole.FontRole): _gap_font,
            },
            tooltip=_gap_facts,
            is_numeric=True,
        ),
        Column(
            "last_told",
            tr("Last told"),
            text=lambda line: _last_told(line, with_kind=not model.is_narrow),
            tooltip=_last_told,
            spoken=_last_told,
            sort=lambda line: line.client.last_told.at if line.client.last_told else None,
        ),
    )


def _facts(line: ClientLine) -> list[str]:
    """Why, what they were told last, and when to reach them, a sentence each."""
    view = line.check_in
    said = [view.pause_reason, view.reason, view.told, view.reach] if view else []
    return [text[:1].upper() + text[1:] for text in said if text]


def _reason(line: ClientLine) -> str:
    """What the cell says, in full, with its reasons."""
    word = next_word(line.check_in, line.today)
    return "\n".join([word[:1].upper() + word[1:], *_facts(line)])


def _spoken(line: ClientLine) -> str:
    return ", ".join([next_word(line.check_in, line.today), *_facts(line)])


def _gap_facts(line: ClientLine) -> str:
    gap = line.client.gap
    if gap is None:
        return ""
    words = (
        QCoreApplication.translate(
            "ClientTableModel", "{milestone}: they expect {expected}, likely {planned}"
        )
        if gap.is_likely
        else QCoreApplication.translate(
            "ClientTableModel", "{milestone}: they expect {expected}, plan {planned}"
        )
    )
    return as_tooltip(
        words.format(
            milestone=gap.milestone,
            expected=day_text(gap.expected_on, line.today),
            planned=day_text(gap.planned_on, line.today),
        )
    )


def _gap_colour(line: ClientLine) -> str | None:
    """Where nothing differs, the words step back."""
    gap = line.client.gap
    return current_tokens().secondary if gap is not None and gap.days == 0 else None


def _gap_font(line: ClientLine) -> QFont | None:
    gap = line.client.gap
    return role_font("strong") if gap is not None and gap.days > 0 else None


def _last_told(line: ClientLine, *, with_kind: bool = True) -> str:
    told = line.client.last_told
    if told is None:
        return QCoreApplication.translate("ClientTableModel", "not yet")
    day = day_text(told.on, line.today)
    return f"{day} · {touch_word(told.kind).lower()}" if with_kind else day
