"""The word owed next: why, what was told last, how each rhythm stands and how well it was kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from clientdesk.models.enums import CheckInState, HoldEvent, RhythmKind, RhythmState, RhythmUnit
from clientdesk.models.views.check_ins import KeptView
from clientdesk.models.views.rhythms import RhythmView
from clientdesk.ui.dates import day_text
from clientdesk.ui.panels.clients.card import Card, clear_layout
from clientdesk.ui.panels.clients.page_data import PageData
from clientdesk.ui.panels.clients.wording import sentence
from clientdesk.ui.tokens import SPACE_2, STATUS_OF_CHECK_IN, STATUS_OF_RHYTHM, Status
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.chips import StatusShape
from clientdesk.ui.widgets.flow_layout import FlowLayout
from clientdesk.ui.widgets.kept_meter import KeptMeter
from clientdesk.ui.widgets.labels import ElidedLabel, label
from clientdesk.ui.words import next_word, rhythm_state_words, translate

_COUNTED_EARLY = (RhythmUnit.WEEKLY, RhythmUnit.MONTHLY)
"""Rules that come often enough to say that it is too early to say."""
_FEWEST = 4
_LONGEST = 80


class WordCard(Card):
    """Signals carry what was asked; the page does it.

    Signals:
        told, adopt, release: the buttons.
        later: ``next``, ``week``, ``meeting`` or ``pick``.
        hold: ``open``, ``pick`` or a `HoldEvent`.
    """

    told = Signal()
    adopt = Signal()
    release = Signal()
    later = Signal(str)
    hold = Signal(str)

    def __init__(self, describe: Callable[[RhythmView], str], parent: QWidget | None = None) -> None:
        super().__init__(translate("WordCard", "Next check-in"), parent)
        self._describe = describe
        head = QHBoxLayout()
        head.setSpacing(SPACE_2)
        self.word_shape = StatusShape()
        self.word_label = label("", "section", wrap=True)
        self.word_label.setObjectName("word_label")
        head.addWidget(self.word_shape, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.word_label, 1)
        self.body.addLayout(head)
        self.reason_label = label("", "secondary", wrap=True)
        self.reason_label.setObjectName("reason_label")
        self.reach_label = label("", "caption", wrap=True)
        self.reach_label.setObjectName("reach_label")
        self.body.addWidget(self.reason_label)
        self.body.addWidget(self.reach_label)
        self.body.addSpacing(SPACE_2)
        self.rhythm_rows = QVBoxLayout()
        self.rhythm_rows.setSpacing(SPACE_2)
        self.body.addLayout(self.rhythm_rows)
        self.body.addSpacing(SPACE_2)
        self.body.addWidget(self._build_buttons())

    def show_data(self, data: PageData) -> None:
        """Fill it."""
        view = data.check_in
        state = view.state if view else CheckInState.NOT_LISTED
        self.word_shape.set_status(STATUS_OF_CHECK_IN[state])
        words = next_word(view, data.today)
        self.word_label.setText(words[:1].upper() + words[1:])
        self.reason_label.setText(self._reason(data))
        reach = sentence(view.reach) if view and not data.client.is_archived else ""
        self.reach_label.setText(reach)
        self.reach_label.setVisible(bool(reach))
        is_paused = state in (CheckInState.ON_HOLD, CheckInState.SNOOZED)
        is_listed = state is not CheckInState.NOT_LISTED
        had_keyboard = any(
            made.hasFocus() for made in (self.later_button, self.hold_button, self.release_button)
        )
        self.told_button.setVisible(not data.client.is_archived)
        self.later_button.setVisible(is_listed and not is_paused)
        self.hold_button.setVisible(is_listed and state is not CheckInState.ON_HOLD)
        self.release_button.setVisible(is_paused)
        if had_keyboard:
            self._keep_keyboard()
        self.adopt_button.setVisible(bool(data.proposed) and is_listed)
        for action in self.later_button.menu().actions():
            if action.objectName() == "meeting":
                action.setVisible(any(touch.on >= data.today for touch in data.booked))
        self._show_rhythms(data)

    def _keep_keyboard(self) -> None:
        """The button that was pressed may be gone: the one that takes its place is the next to press."""
        places = (self.release_button, self.later_button, self.hold_button)
        if not any(made.hasFocus() and not made.isHidden() for made in places):
            next(made for made in (*places, self.told_button) if not made.isHidden()).setFocus()

    def _build_buttons(self) -> QWidget:
        holder = QWidget()
        row = FlowLayout(holder)
        self.told_button = button(self.tr("I told them"), "primary")
        self.told_button.clicked.connect(self.told)
        later = [
            ("next", self.tr("Next working day")),
            ("week", self.tr("In a week")),
            ("meeting", self.tr("After the next meeting")),
            ("pick", self.tr("Choose a day…")),
        ]
        self.later_button = _menu_button(self.tr("Later"), self.later, later)
        hold = [
            ("open", self.tr("Until released")),
            ("pick", self.tr("Until a day…")),
            ("", ""),
            (HoldEvent.REPLY.value, self.tr("Until they answer")),
            (HoldEvent.SIGNED.value, self.tr("Until a paper is signed")),
            (HoldEvent.START.value, self.tr("Until the work starts")),
            (HoldEvent.MILESTONE.value, self.tr("Until the next milestone")),
        ]
        self.hold_button = _menu_button(self.tr("Hold"), self.hold, hold)
        self.release_button = button(self.tr("Release"))
        self.release_button.clicked.connect(self.release)
        self.adopt_button = button(self.tr("Adopt these rhythms"))
        self.adopt_button.clicked.connect(self.adopt)
        for name in ("told", "later", "hold", "release", "adopt"):
            made = getattr(self, f"{name}_button")
            made.setObjectName(f"{name}_button")
            row.addWidget(made)
        return holder

    def _reason(self, data: PageData) -> str:
        view = data.check_in
        if data.client.is_archived:
            return self.tr("Archived: nothing is due.")
        if view is None or view.state is CheckInState.NOT_LISTED:
            return self.tr("All work has ended, and there is no rhythm or limit of its own.")
        said = [view.pause_reason, view.reason, "" if view.told in view.reason else view.told]
        return " ".join(sentence(part) for part in said if part)

    def _show_rhythms(self, data: PageData) -> None:
        clear_layout(self.rhythm_rows)
        kept = {one.rhythm_id: one for one in data.kept}
        for rhythm in (*data.past, *data.rhythms):
            standing = data.standing(rhythm.rhythm_id)
            words = _standing_words(rhythm, data)
            if not words:
                continue
            status = STATUS_OF_RHYTHM[standing.state] if standing else Status.RESTING
            self._add_fact(status, self._title(rhythm), words)
            self._add_kept(rhythm, kept.get(rhythm.rhythm_id))
        if data.proposed:
            tier = data.client.tier or self.tr("Your default")
            proposal = "; ".join(self._describe(rhythm) for rhythm in data.proposed)
            words = self.tr("{tier} proposes: {rhythms}").format(tier=tier, rhythms=proposal)
            self.rhythm_rows.addWidget(label(words, "secondary", wrap=True))
        self._show_limit(data)

    def _title(self, rhythm: RhythmView) -> str:
        """A day goes by its name, everything else by its rule."""
        if not rhythm.content or rhythm.kind not in (RhythmKind.KEY_DATE, RhythmKind.WIN_BACK):
            return self._describe(rhythm)
        cut = rhythm.content if len(rhythm.content) <= _LONGEST else rhythm.content[:_LONGEST].rstrip() + "…"
        return cut if rhythm.kind is RhythmKind.KEY_DATE else self.tr("Win back: {note}").format(note=cut)

    def _show_limit(self, data: PageData) -> None:
        view = data.check_in
        if view is None or view.limit_days is None or view.limit_on is None:
            return
        is_over = view.limit_on < data.today
        title = self.tr("Your limit, 1 day") if view.limit_days == 1 else self.tr("Your limit, {count} days")
        silence = self._silence(view.quiet_days or 0, is_over=is_over, is_new=view.last_touch_at is None)
        self._add_fact(
            Status.WATCH if is_over else Status.RESTING,
            title.format(count=view.limit_days),
            silence.format(count=view.quiet_days, day=day_text(view.limit_on, data.today)),
        )

    def _silence(self, days: int, *, is_over: bool, is_new: bool) -> str:
        if is_over:
            one, many = (
                self.tr("quiet for 1 day, ended {day}"),
                self.tr("quiet for {count} days, ended {day}"),
            )
        else:
            one, many = (
                self.tr("quiet for 1 day, until {day}"),
                self.tr("quiet for {count} days, until {day}"),
            )
        if days == 0:
            return self.tr("until {day}") if is_new else self.tr("in touch today, until {day}")
        return one if days == 1 else many

    def _add_fact(self, status: Status, title: str, words: str) -> None:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(StatusShape(status), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(title, wrap=True), 1)
        row.addWidget(label(words, "secondary"), 0, Qt.AlignmentFlag.AlignTop)
        self.rhythm_rows.addLayout(row)

    def _add_kept(self, rhythm: RhythmView, kept: KeptView | None) -> None:
        """By which way it goes, and how well it was kept: marks and words."""
        is_told = kept is not None and (kept.of >= _FEWEST or rhythm.unit in _COUNTED_EARLY)
        if not is_told and not rhythm.channel:
            return
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addSpacing(StatusShape().width() + SPACE_2)
        if kept is not None and is_told and kept.of >= _FEWEST:
            row.addWidget(KeptMeter(kept.on_time, kept.of), 0, Qt.AlignmentFlag.AlignVCenter)
        said = [kept.words if kept is not None and is_told else "", rhythm.channel]
        row.addWidget(ElidedLabel(" · ".join(part for part in said if part), "caption"), 1)
        self.rhythm_rows.addLayout(row)


def _standing_words(rhythm: RhythmView, data: PageData) -> str:
    """How a rhythm stands; empty where it has nothing more to say."""
    standing = data.standing(rhythm.rhythm_id)
    if standing is not None and (standing.due_on is not None or standing.state is RhythmState.OVERDUE):
        return rhythm_state_words(standing, data.today)
    if rhythm.ends_on is not None and rhythm.ends_on < data.today:
        return ""
    return {
        RhythmUnit.MILESTONE: translate("WordCard", "no milestone ahead"),
        RhythmUnit.AFTER_END: translate("WordCard", "once all work has an end"),
        RhythmUnit.ONCE: "",
    }.get(rhythm.unit, translate("WordCard", "nothing due"))


def _menu_button(text: str, signal: SignalInstance, choices: list[tuple[str, str]]) -> QPushButton:
    made = button(text)
    made.setProperty("hasMenu", True)
    menu = QMenu(made)
    for key, words in choices:
        if not key:
            menu.addSeparator()
            continue
        action = menu.addAction(words)
        action.setObjectName(key)
        action.triggered.connect(partial(signal.emit, key))
    made.setMenu(menu)
    return made
