"""Messages that could go into the record, each with a tick; received ones with a second: do they want an answer?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

from clientdesk.models.enums import TouchKind
from clientdesk.models.views.mail import MOST_AT_ONCE, MailProposal
from clientdesk.ui.dates import day_text
from clientdesk.ui.itemmodels.base import Column, Index, RowTableModel

ANSWER_DAYS = 14
"""Older mail wants no answer any more."""

TAKEN, ASKS = "taken", "asks"


class MailTableModel(RowTableModel[MailProposal]):
    """The proposals of one reading.

    Signals:
        ticks_changed: another number is ticked.
    """

    id_key = "key"
    ticks_changed = Signal()

    def __init__(self, today: date, parent: QObject | None = None) -> None:
        super().__init__(_columns(today), parent)
        self._today = today
        self._ticked: set[str] = set()
        self._asking: set[str] = set()

    def show_proposals(self, proposals: tuple[MailProposal, ...]) -> None:
        """Show these, the newest ticked but for those of which it isn't clear whose they are."""
        clear = [one.key for one in proposals if not one.is_ambiguous]
        self._ticked = set(clear[:MOST_AT_ONCE])
        self._asking = set()
        self.set_rows(proposals)
        self.ticks_changed.emit()

    @property
    def ticked(self) -> frozenset[str]:
        return frozenset(self._ticked)

    @property
    def asking(self) -> frozenset[str]:
        """Keys of those that want an answer and are taken."""
        return frozenset(self._asking & self._ticked)

    def tick_all(self, *, on: bool) -> None:
        """Tick (or clear) every row; the newest, where they are more than can be taken at once."""
        newest = sorted(self.all_rows, key=lambda row: row.at, reverse=True)[:MOST_AT_ONCE]
        self._ticked = {row.key for row in newest} if on else set()
        self._tell()

    def may_ask(self, row: MailProposal) -> bool:
        """Whether a message could still want an answer."""
        is_recent = row.on > self._today - timedelta(days=ANSWER_DAYS)
        return row.kind is TouchKind.MAIL_RECEIVED and is_recent

    def toggle(self, index: Index) -> None:
        """Turn the tick of a cell, for rows without one in that column the first."""
        row = self.row_at(index)
        if row is None:
            return
        if self.columns[index.column()].key == ASKS and self.may_ask(row):
            self._asking ^= {row.key}
            if row.key in self._asking:
                self._ticked.add(row.key)
        else:
            self._ticked ^= {row.key}
        self._tell()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row_at(index) if index.isValid() else None
        if row is None or role not in (Qt.ItemDataRole.CheckStateRole, Qt.ItemDataRole.AccessibleTextRole):
            return super().data(index, role)
        key = self.columns[index.column()].key
        if key not in (TAKEN, ASKS) or (key == ASKS and not self.may_ask(row)):
            return None if role == Qt.ItemDataRole.CheckStateRole else super().data(index, role)
        is_on = row.key in (self._ticked if key == TAKEN else self._asking)
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked
        return _spoken(key, is_on=is_on)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return super().setData(index, value, role)
        if Qt.CheckState(value) != self.data(index, Qt.ItemDataRole.CheckStateRole):
            self.toggle(index)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        has_tick = self.data(index, Qt.ItemDataRole.CheckStateRole) is not None
        return flags | Qt.ItemFlag.ItemIsUserCheckable if has_tick else flags

    def _tell(self) -> None:
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
        self.ticks_changed.emit()


def _columns(today: date) -> tuple[Column[MailProposal], ...]:
    return (
        Column(TAKEN, "", text=_nothing, spoken=_nothing),
        Column("on", _tr("Date"), text=lambda one: day_text(one.on, today)),
        Column("kind", _tr("Way"), text=lambda one: way_words(one.kind)),
        Column("client", _tr("Client"), text=_client, tooltip=_client),
        Column("subject", _tr("Subject"), text=_subject, tooltip=_subject),
        Column(ASKS, _tr("Wants an answer"), text=_nothing, spoken=_nothing),
    )


def way_words(kind: TouchKind) -> str:
    """Which way it went."""
    return _tr("→ you wrote") if kind is TouchKind.MAIL_SENT else _tr("← they wrote")


def _client(one: MailProposal) -> str:
    name = f"{one.client} · {one.contact}" if one.contact else one.client
    return _tr("{name} (perhaps)").format(name=name) if one.is_ambiguous else name


def _subject(one: MailProposal) -> str:
    return one.subject or _tr("no subject")


def _spoken(key: str, *, is_on: bool) -> str:
    if key == TAKEN:
        return _tr("taken") if is_on else _tr("not taken")
    return _tr("wants an answer") if is_on else _tr("wants no answer")


def _nothing(_one: MailProposal) -> str:
    return ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("MailTable", text)
