"""Now: the next word owed and why, what is booked, what was promised next, last told and heard."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QLocale, Qt, QTime, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from clientdesk.models.enums import CheckInState, RhythmState
from clientdesk.models.views.engagements import MilestoneView
from clientdesk.models.views.rhythms import RhythmView
from clientdesk.models.views.touchpoints import TouchpointView
from clientdesk.ui.dates import day_text
from clientdesk.ui.itemmodels.client_parts import milestone_status
from clientdesk.ui.panels.clients.card import Card, ScrollPage, clear_layout
from clientdesk.ui.panels.clients.page_data import PageData
from clientdesk.ui.panels.clients.requests_card import RequestsCard
from clientdesk.ui.panels.clients.wording import sentence
from clientdesk.ui.tokens import SPACE_2, SPACE_4, STATUS_OF_CHECK_IN, Status
from clientdesk.ui.widgets.buttons import button, icon_button
from clientdesk.ui.widgets.chips import StatusShape
from clientdesk.ui.widgets.labels import ElidedLabel, label
from clientdesk.ui.words import gap_words, hours_words, next_word, rhythm_state_words, touch_word, translate

_STATUS_OF_RHYTHM = {
    RhythmState.OVERDUE: Status.AT_RISK,
    RhythmState.DUE: Status.WATCH,
    RhythmState.DUE_SOON: Status.STEADY,
    RhythmState.COVERED: Status.STEADY,
    RhythmState.NOT_YET: Status.RESTING,
}


class NowTab(ScrollPage):
    """Signals carry what was asked; the page does it.

    Signals:
        told, adopt, release, book: the buttons.
        later: ``next``, ``week``, ``meeting`` or ``pick``; hold: ``open`` or ``pick``.
        booked_done: (touchpoint id, ``held``, ``missed`` or ``cancel``).
        booked_opened, milestone_opened: id of the row.
    """

    told = Signal()
    adopt = Signal()
    release = Signal()
    book = Signal()
    later = Signal(str)
    hold = Signal(str)
    booked_done = Signal(str, str)
    booked_opened = Signal(str)
    milestone_opened = Signal(str)

    def __init__(self, describe: Callable[[RhythmView], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._describe = describe
        columns = QHBoxLayout()
        columns.setSpacing(SPACE_4)
        left, right = QVBoxLayout(), QVBoxLayout()
        for side, share in ((left, 3), (right, 2)):
            side.setSpacing(SPACE_4)
            columns.addLayout(side, share)
        left.addWidget(self._build_word())
        self.requests_card = RequestsCard()
        left.addWidget(self.requests_card)
        left.addWidget(self._build_booked())
        left.addStretch(1)
        right.addWidget(self._build_promises())
        right.addWidget(self._build_last())
        right.addWidget(self._build_hours())
        right.addStretch(1)
        self.column.addLayout(columns)
        self.column.addStretch(1)

    def show_data(self, data: PageData) -> None:
        """Fill every card."""
        self._show_word(data)
        self.requests_card.show_data(data)
        self._show_booked(data)
        self._show_promises(data)
        self._show_last(data)
        self._show_hours(data)

    def _build_word(self) -> Card:
        self.word_card = Card(self.tr("Next check-in"))
        head = QHBoxLayout()
        head.setSpacing(SPACE_2)
        self.word_shape = StatusShape()
        self.word_label = label("", "section", wrap=True)
        self.word_label.setObjectName("word_label")
        head.addWidget(self.word_shape, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.word_label, 1)
        self.word_card.body.addLayout(head)
        self.reason_label = label("", "secondary", wrap=True)
        self.reason_label.setObjectName("reason_label")
        self.word_card.body.addWidget(self.reason_label)
        self.word_card.body.addSpacing(SPACE_2)
        self.rhythm_rows = QVBoxLayout()
        self.rhythm_rows.setSpacing(SPACE_2)
        self.word_card.body.addLayout(self.rhythm_rows)
        self.word_card.body.addSpacing(SPACE_2)
        self.word_card.body.addLayout(self._build_word_buttons())
        return self.word_card

    def _build_word_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        self.told_button = button(self.tr("I told them"), "primary")
        self.told_button.clicked.connect(self.told)
        self.later_button = self._menu_button(
            self.tr("Later"),
            self.later,
            [
                ("next", self.tr("Next working day")),
                ("week", self.tr("In a week")),
                ("meeting", self.tr("After the next meeting")),
                ("pick", self.tr("Choose a day…")),
            ],
        )
        self.hold_button = self._menu_button(
            self.tr("Hold"),
            self.hold,
            [("open", self.tr("Until released")), ("pick", self.tr("Until a day…"))],
        )
        self.release_button = button(self.tr("Release"))
        self.release_button.clicked.connect(self.release)
        self.adopt_button = button(self.tr("Adopt these rhythms"))
        self.adopt_button.clicked.connect(self.adopt)
        for name in ("told", "later", "hold", "release", "adopt"):
            made = getattr(self, f"{name}_button")
            made.setObjectName(f"{name}_button")
            row.addWidget(made)
        row.addStretch(1)
        return row

    def _menu_button(self, text: str, signal: SignalInstance, choices: list[tuple[str, str]]) -> QPushButton:
        made = button(text)
        made.setProperty("hasMenu", True)
        menu = QMenu(made)
        for key, words in choices:
            action = menu.addAction(words)
            action.setObjectName(key)
            action.triggered.connect(partial(signal.emit, key))
        made.setMenu(menu)
        return made

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

    def _show_word(self, data: PageData) -> None:
        view = data.check_in
        state = view.state if view else CheckInState.NOT_LISTED
        self.word_shape.set_status(STATUS_OF_CHECK_IN[state])
        words = next_word(view, data.today)
        self.word_label.setText(words[:1].upper() + words[1:])
        self.reason_label.setText(self._reason(data))
        is_paused = state in (CheckInState.ON_HOLD, CheckInState.SNOOZED)
        is_listed = state is not CheckInState.NOT_LISTED
        self.told_button.setVisible(not data.client.is_archived)
        self.later_button.setVisible(is_listed and not is_paused)
        self.hold_button.setVisible(is_listed and state is not CheckInState.ON_HOLD)
        self.release_button.setVisible(is_paused)
        self.adopt_button.setVisible(bool(data.proposed) and is_listed)
        for action in self.later_button.menu().actions():
            if action.objectName() == "meeting":
                action.setVisible(any(touch.on >= data.today for touch in data.booked))
        self._show_rhythms(data)

    def _reason(self, data: PageData) -> str:
        view = data.check_in
        if data.client.is_archived:
            return self.tr("Archived: nothing is due.")
        if view is None or view.state is CheckInState.NOT_LISTED:
            return self.tr("All work has ended, and there is no rhythm or limit of its own.")
        said = sentence(view.reason)
        if view.pause_reason:
            said = f"{sentence(view.pause_reason)} {said}"
        return said

    def _show_rhythms(self, data: PageData) -> None:
        clear_layout(self.rhythm_rows)
        states = {one.rhythm_id: one for one in data.check_in.rhythms} if data.check_in else {}
        for rhythm in data.rhythms:
            standing = states.get(rhythm.rhythm_id)
            words = rhythm_state_words(standing, data.today) if standing else ""
            status = _STATUS_OF_RHYTHM[standing.state] if standing else Status.RESTING
            channel = f" · {rhythm.channel}" if rhythm.channel else ""
            self._add_fact(status, self._describe(rhythm) + channel, words)
        if data.proposed:
            tier = data.client.tier or self.tr("Your default")
            proposal = "; ".join(self._describe(rhythm) for rhythm in data.proposed)
            words = self.tr("{tier} proposes: {rhythms}").format(tier=tier, rhythms=proposal)
            self.rhythm_rows.addWidget(label(words, "secondary", wrap=True))
        view = data.check_in
        if view and view.limit_days is not None and view.limit_on is not None:
            title = self.tr("Your limit, {count} days").format(count=view.limit_days)
            is_new = view.last_touch_at is None
            silences = {
                0: self.tr("until {day}") if is_new else self.tr("in touch today, until {day}"),
                1: self.tr("quiet for 1 day, until {day}"),
            }
            days = view.quiet_days or 0
            silence = silences.get(days, self.tr("quiet for {count} days, until {day}")).format(
                count=days, day=day_text(view.limit_on, data.today)
            )
            is_over = view.limit_on < data.today
            self._add_fact(Status.WATCH if is_over else Status.RESTING, title, silence)

    def _add_fact(self, status: Status, title: str, words: str) -> None:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(StatusShape(status), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(ElidedLabel(title), 1)
        row.addWidget(label(words, "secondary"))
        self.rhythm_rows.addLayout(row)

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
