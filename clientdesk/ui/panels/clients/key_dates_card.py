"""Days to remember of a client, and what is kept for the time after the work: both on the About tab."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clientdesk.models.enums import RhythmKind, RhythmState, RhythmUnit, Stage
from clientdesk.models.key_dates import last_end, next_day
from clientdesk.models.rhythm_choices import MONTHS_AFTER_END
from clientdesk.models.rhythm_dates import months_after
from clientdesk.models.views.rhythms import RhythmView
from clientdesk.ui.dates import ahead_text, day_text
from clientdesk.ui.panels.clients.card import Card, clear_layout
from clientdesk.ui.panels.clients.page_data import PageData
from clientdesk.ui.tokens import SPACE_2, STATUS_OF_RHYTHM
from clientdesk.ui.widgets.buttons import button, icon_button
from clientdesk.ui.widgets.chips import StatusShape
from clientdesk.ui.widgets.labels import ElidedLabel, label
from clientdesk.ui.words import rhythm_state_words, translate

_ENDS_SOON = timedelta(days=60)
_OWED = (RhythmState.OVERDUE, RhythmState.DUE)


class KeyDatesCard(Card):
    """Birthdays, founding days, renewals: the next one first.

    Signals:
        added: a new one is wanted.
        opened: id of a key date.
    """

    added = Signal()
    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(translate("KeyDatesCard", "Key dates"), parent)
        self.add_button = button(self.tr("New key date"), "quiet")
        self.add_button.setObjectName("add_key_date_button")
        self.header.add_widget(self.add_button)
        self.add_button.clicked.connect(self.added)

    def show_data(self, data: PageData) -> None:
        """One row for each."""
        clear_layout(self.body)
        rows = [one for one in data.rhythms if one.kind is RhythmKind.KEY_DATE]
        self.header.set_count(len(rows) or None)
        if not rows:
            words = self.tr("None yet. A birthday or a founding day remembered is worth more than a report.")
            self.body.addWidget(label(words, "secondary", wrap=True))
        for row in sorted(rows, key=lambda one: next_day(one, data.today) or date.max):
            name = row.content or self.tr("Key date")
            self.body.addWidget(rhythm_row(row, name, key_date_words(row, data), data, self.opened))


class AfterEndCard(Card):
    """Shown while work ends, or has ended: a personal word later, and when to ask again.

    Signals:
        win_back_added: a date is wanted.
        personal_added: a personal word after the end is to be promised.
        opened: id of a win-back date; removed: id of the personal word.
    """

    win_back_added = Signal()
    personal_added = Signal()
    opened = Signal(str)
    removed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(translate("AfterEndCard", "After the work"), parent)
        self.win_back_button = button(self.tr("Win back"), "quiet")
        self.win_back_button.setObjectName("win_back_button")
        self.win_back_button.setToolTip(self.tr("Choose a day on which you ask them again"))
        self.header.add_widget(self.win_back_button)
        self.win_back_button.clicked.connect(self.win_back_added)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(SPACE_2)
        self.body.addLayout(self.rows)
        self.personal_button = _wide_button(self.tr("Promise a personal word 3 months after the end"))
        self.personal_button.setObjectName("personal_button")
        self.personal_button.clicked.connect(self.personal_added)
        self.body.addWidget(self.personal_button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_data(self, data: PageData) -> None:
        """What is kept for later; hidden while there is no end in sight and nothing is kept."""
        clear_layout(self.rows)
        rows = list(_after_end(data))
        end = _end_in_sight(data)
        self.setVisible(not data.client.is_archived and (bool(rows) or end is not None))
        for row in rows:
            if row.unit is RhythmUnit.AFTER_END:
                self.rows.addWidget(self._months_row(row, data))
            else:
                words = key_date_words(row, data)
                title = row.content or self.tr("Ask them again")
                title = self.tr("Win back: {note}").format(note=title)
                self.rows.addWidget(rhythm_row(row, title, words, data, self.opened))
        has_personal = any(row.kind is RhythmKind.PERSONAL for row in rows)
        self.personal_button.setVisible(not has_personal and _can_offer(end, data.today))
        self.win_back_button.setVisible(not any(_asks_again(row, data) for row in rows))
        if not rows and not self.personal_button.isVisibleTo(self):
            words = self.tr("Nothing is kept yet. A win-back date reminds you to ask them again.")
            self.rows.addWidget(label(words, "secondary", wrap=True))

    def _months_row(self, row: RhythmView, data: PageData) -> QWidget:
        if row.kind is RhythmKind.PERSONAL:
            one, many = (
                self.tr("Personal word 1 month after the end"),
                self.tr("Personal word {count} months after the end"),
            )
        else:
            one, many = (
                self.tr("Win back 1 month after the end"),
                self.tr("Win back {count} months after the end"),
            )
        title = one if row.every == 1 else many.format(count=row.every)
        words = key_date_words(row, data) or self.tr("once all work has an end")
        return rhythm_row(row, title, words, data, self.removed, icon="x", verb=self.tr("Remove"))


def rhythm_row(
    row: RhythmView,
    title: str,
    words: str,
    data: PageData,
    signal: SignalInstance,
    *,
    icon: str = "chevron-right",
    verb: str = "",
) -> QWidget:
    """A day with its shape, its name and when it comes; the button at its end gives its id."""
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(SPACE_2)
    standing = data.standing(row.rhythm_id)
    shape = StatusShape(STATUS_OF_RHYTHM[standing.state if standing else RhythmState.NOT_YET])
    line.addWidget(shape, 0, Qt.AlignmentFlag.AlignTop)
    texts = QVBoxLayout()
    texts.setSpacing(0)
    texts.addWidget(ElidedLabel(title, "strong"))
    texts.addWidget(label(words, "caption", wrap=True))
    line.addLayout(texts, 1)
    opener = icon_button(icon, verb or translate("KeyDatesCard", "Change"))
    opener.setObjectName(f"open_{row.rhythm_id}")
    opener.setAccessibleDescription(title)
    opener.clicked.connect(partial(signal.emit, row.rhythm_id))
    line.addWidget(opener, 0, Qt.AlignmentFlag.AlignTop)
    return holder


def key_date_words(row: RhythmView, data: PageData) -> str:
    """ "Sat 14 Mar, in 3 weeks · every year · a word on Fri 13 Mar"; what is owed stands first."""
    standing, today = data.standing(row.rhythm_id), data.today
    is_listed = row.unit in (RhythmUnit.MILESTONE, RhythmUnit.AFTER_END)
    coming = standing.due_on if standing and is_listed else None if is_listed else next_day(row, today)
    parts = []
    if standing and standing.state in _OWED:
        parts.append(
            translate("KeyDatesCard", "a word is {state}").format(state=rhythm_state_words(standing, today))
        )
    if coming is not None and coming >= today:
        parts.append(f"{day_text(coming, today)}, {ahead_text(coming, today)}")
    elif not parts and not is_listed:
        parts.append(translate("KeyDatesCard", "it is over"))
    if row.unit is RhythmUnit.YEARLY:
        parts.append(_leap_words(row.every) if row.offset_days else _yearly_words(row.every))
    if standing and standing.due_on and coming and standing.state not in _OWED and standing.due_on != coming:
        moved = translate("KeyDatesCard", "your word falls on {day}")
        parts.append(moved.format(day=day_text(standing.due_on, coming)))
    return " · ".join(parts)


def _yearly_words(every: int) -> str:
    if every == 1:
        return translate("KeyDatesCard", "every year")
    return translate("KeyDatesCard", "every {count} years").format(count=every)


def _leap_words(every: int) -> str:
    if every == 1:
        return translate("KeyDatesCard", "every year, in leap years on 29 February")
    return translate("KeyDatesCard", "every {count} years, in leap years on 29 February").format(count=every)


def _after_end(data: PageData) -> Iterable[RhythmView]:
    for row in data.rhythms:
        is_personal = row.kind is RhythmKind.PERSONAL and row.unit is RhythmUnit.AFTER_END
        if is_personal or row.kind is RhythmKind.WIN_BACK:
            yield row


def _asks_again(row: RhythmView, data: PageData) -> bool:
    standing = data.standing(row.rhythm_id)
    return row.kind is RhythmKind.WIN_BACK and standing is not None and standing.due_on is not None


def _end_in_sight(data: PageData) -> date | None:
    """The last day of all work when it is over, ends within two months, or the client is being let go."""
    end = last_end(tuple((one.starts_on, one.ends_on) for one in data.engagements))
    if end is None:
        return None
    is_near = end <= data.today + _ENDS_SOON or data.client.stage is Stage.OFFBOARDING
    return end if is_near else None


def _can_offer(end: date | None, today: date) -> bool:
    """Whether three months after the end still lie ahead."""
    due = None if end is None else months_after(end, MONTHS_AFTER_END)
    return due is not None and due >= today


def _wide_button(text: str) -> QPushButton:
    made = button(text, icon_name="plus")
    made.setToolTip(text)
    return made
