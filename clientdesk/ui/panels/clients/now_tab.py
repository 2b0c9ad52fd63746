"""Now: the next word owed and why, what is booked, what was promised next, last told and heard."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QLocale, Qt, QTime, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clientdesk.models.views.engagements import MilestoneView
from clientdesk.models.views.rhythms import RhythmView
from clientdesk.models.views.touchpoints import TouchpointView
from clientdesk.ui.dates import day_text
from clientdesk.ui.itemmodels.client_parts import milestone_status
from clientdesk.ui.panels.clients.card import Card, ScrollPage, clear_layout
from clientdesk.ui.panels.clients.page_data import PageData
from clientdesk.ui.panels.clients.requests_card import RequestsCard
from clientdesk.ui.panels.clients.word_card import WordCard
from clientdesk.ui.tokens import SPACE_2, SPACE_4
from clientdesk.ui.widgets.buttons import button, icon_button
from clientdesk.ui.widgets.chips import StatusShape
from clientdesk.ui.widgets.labels import ElidedLabel, label
from clientdesk.ui.words import gap_words, hours_words, touch_word, translate


class NowTab(ScrollPage):
    """Signals carry what was asked; the page does it.

    Signals:
        book: the button.
        booked_done: (touchpoint id, ``held``, ``missed`` or ``cancel``).
        booked_opened, milestone_opened: id of the row.
    """

    book = Signal()
    booked_done = Signal(str, str)
    booked_opened = Signal(str)
    milestone_opened = Signal(str)

    def __init__(self, describe: Callable[[RhythmView], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.word = WordCard(describe)
        columns = self.add_columns()
        left, right = QVBoxLayout(), QVBoxLayout()
        for side, share in ((left, 3), (right, 2)):
            side.setSpacing(SPACE_4)
            columns.addLayout(side, share)
        left.addWidget(self.word)
        self.requests_card = RequestsCard()
        left.addWidget(self.requests_card)
        left.addWidget(self._build_booked())
        left.addStretch(1)
        right.addWidget(self._build_promises())
        right.addWidget(self._build_last())
        right.addWidget(self._build_hours())
        right.addStretch(1)
        self.column.addStretch(1)

    def show_data(self, data: PageData) -> None:
        """Fill every card."""
        self.word.show_data(data)
        self.requests_card.show_data(data)
        self._show_booked(data)
        self._show_promises(data)
        self._show_last(data)
        self._show_hours(data)
        self.place_columns()

    def _build_booked(self) -> Card:
        self.booked_card = Card(self.tr("Booked"))
        self.book_button = button(self.tr("Book a meeting"), "quiet")
        self.book_button.setObjectName("book_button")
        self.book_button.clicked.connect(self.book)
        self.booked_card.header.add_widget(self.book_button)
        return self.booked_card

    def _build_promises(self) -> Card:
        self.promises_card = Card(self.tr("Promised next"))
        return self.promises_card

    def _build_last(self) -> Card:
        self.last_card = Card(self.tr("Last word"))
        return self.last_card

    def _build_hours(self) -> Card:
        self.hours_card = Card(self.tr("Worked"))
        self.hours_label = label("", "", wrap=True)
        self.hours_label.setObjectName("hours_label")
        self.hours_card.body.addWidget(self.hours_label)
        return self.hours_card

    def _show_hours(self, data: PageData) -> None:
        """Hours really worked: confirmed blocks, the timer and what was typed."""
        if not data.worked_month and not data.worked_week:
            self.hours_label.setText(self.tr("Nothing is logged this month."))
            return
        words = self.tr("{week} this week, {month} this month").format(
            week=hours_words(data.worked_week), month=hours_words(data.worked_month)
        )
        self.hours_label.setText(words)

    def _show_booked(self, data: PageData) -> None:
        clear_layout(self.booked_card.body)
        if not data.booked:
            self.booked_card.body.addWidget(label(self.tr("Nothing is booked."), "secondary"))
        for touch in data.booked:
            self.booked_card.body.addWidget(self._booked_row(touch, data))

    def _booked_row(self, touch: TouchpointView, data: PageData) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, SPACE_2)
        column.setSpacing(SPACE_2)
        when = f"{day_text(touch.on, data.today)} {clock_text(touch)} · {touch_word(touch.kind)}"
        if touch.is_review:
            when += " · " + self.tr("review")
        head = QHBoxLayout()
        head.setSpacing(SPACE_2)
        head.addWidget(ElidedLabel(when, "strong"), 1)
        if touch.is_unconfirmed:
            head.addWidget(label(self.tr("not confirmed"), "chip"))
        column.addLayout(head)
        about = " · ".join(part for part in (touch.contact, touch.text) if part)
        if about:
            column.addWidget(label(about, "secondary", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        has_come = touch.on <= data.today
        steps = [("held", self.tr("Held")), ("missed", self.tr("Missed")), ("cancel", self.tr("Cancel"))]
        for key, words in steps:
            if key == "cancel" or has_come:
                made = button(words)
                made.setObjectName(f"{key}_{touch.touchpoint_id}")
                made.setAccessibleDescription(when)
                made.clicked.connect(partial(self.booked_done.emit, touch.touchpoint_id, key))
                row.addWidget(made)
        change = button(self.tr("Change"), "quiet")
        change.setObjectName(f"change_{touch.touchpoint_id}")
        change.setAccessibleDescription(when)
        change.clicked.connect(partial(self.booked_opened.emit, touch.touchpoint_id))
        row.addWidget(change)
        row.addStretch(1)
        column.addLayout(row)
        return holder

    def _show_promises(self, data: PageData) -> None:
        clear_layout(self.promises_card.body)
        milestones = data.open_milestones
        self.promises_card.header.set_count(len(milestones) or None)
        if not milestones:
            self.promises_card.body.addWidget(label(self.tr("No open milestone."), "secondary"))
        for milestone in milestones[:6]:
            self.promises_card.body.addWidget(self._milestone_row(milestone, data))
        if len(milestones) > 6:
            rest = self.tr("{count} more under Promises").format(count=len(milestones) - 6)
            self.promises_card.body.addWidget(label(rest, "caption"))

    def _milestone_row(self, milestone: MilestoneView, data: PageData) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        row.addWidget(StatusShape(milestone_status(milestone)), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(SPACE_2)
        head.addWidget(ElidedLabel(milestone.title, "strong"), 1)
        gap = gap_words(milestone.gap_days) if milestone.gap_days else ""
        if gap:
            head.addWidget(label(gap, "strong"))
        words.addLayout(head)
        words.addWidget(label(_dates(milestone, data), "caption", wrap=True))
        row.addLayout(words, 1)
        opener = icon_button("chevron-right", self.tr("Open"))
        opener.setObjectName(f"open_{milestone.milestone_id}")
        opener.setAccessibleDescription(milestone.title)
        opener.clicked.connect(partial(self.milestone_opened.emit, milestone.milestone_id))
        row.addWidget(opener, 0, Qt.AlignmentFlag.AlignTop)
        return holder

    def _show_last(self, data: PageData) -> None:
        clear_layout(self.last_card.body)
        for title, touch in ((self.tr("Last told"), data.told), (self.tr("Last heard"), data.heard)):
            self.last_card.body.addWidget(label(title, "caption"))
            if touch is None:
                self.last_card.body.addWidget(label(self.tr("Nothing yet."), "secondary"))
                continue
            when = f"{day_text(touch.on, data.today)} · {touch_word(touch.kind)}"
            self.last_card.body.addWidget(ElidedLabel(when, "strong"))
            if touch.text:
                shown = touch.text if len(touch.text) <= 240 else touch.text[:240].rstrip() + "…"
                self.last_card.body.addWidget(label(shown, "secondary", wrap=True))


def clock_text(touch: TouchpointView) -> str:
    """Its local time of day in the locale's way."""
    at = touch.local_at
    return QLocale().toString(QTime(at.hour, at.minute), QLocale.FormatType.ShortFormat)


def _dates(milestone: MilestoneView, data: PageData) -> str:
    parts = []
    if milestone.expected_on:
        parts.append(
            translate("NowTab", "they expect {day}").format(day=day_text(milestone.expected_on, data.today))
        )
    if milestone.planned_on:
        parts.append(
            translate("NowTab", "planned {day}").format(day=day_text(milestone.planned_on, data.today))
        )
    if milestone.likely_on and milestone.is_likely_late:
        parts.append(
            translate("NowTab", "likely {day}").format(day=day_text(milestone.likely_on, data.today))
        )
    return ", ".join(parts) or translate("NowTab", "no date yet")
