"""The section about reminders: whether, what they show, when; and the keys that open the small window."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from clientdesk.ui.global_shortcut import COMMAND, PREFERENCE, SUGGESTED, ShortcutState, Way, native, way_here
from clientdesk.ui.panels.settings.key_field import KeyField
from clientdesk.ui.panels.settings.parts import AS_WORDS, Card
from clientdesk.ui.panels.settings.preferring import PreferringSection
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.fields import ChoiceField, TimeField

if TYPE_CHECKING:
    from clientdesk.services.preferences import Preferences
    from clientdesk.ui.global_shortcut import GlobalShortcut
    from clientdesk.ui.messages import Messages

_NARROW = 160
_MINUTES = (0, 5, 10, 15, 30)


class RemindersSection(PreferringSection):
    """Whether and how reminders are shown, and how an update is logged from anywhere.

    Signals:
        test_asked: show a notification now.
    """

    test_asked = Signal()

    def __init__(self, preferences: Preferences, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__("", preferences, messages, parent)
        self.setAccessibleName(self.tr("Reminders"))
        self._shortcut: GlobalShortcut | None = None
        self._build_reminders()
        self._build_meetings()
        self._build_capture()
        self._wire()

    def use_shortcut(self, shortcut: GlobalShortcut) -> None:
        """What takes the keys says how it went."""
        self._shortcut = shortcut
        shortcut.state_changed.connect(self._show_keys)
        self._show_keys()

    def _build_reminders(self) -> None:
        card = self.add_card(
            Card(
                self.tr("Reminders"),
                self.tr(
                    "When a client is owed a word, at the start of your working hours. Quiet hours are in Boundaries."
                ),
            )
        )
        self.reminders_tick, self.names_tick, self.sound_tick = QCheckBox(), QCheckBox(), QCheckBox()
        card.add_row(
            "reminders_tick",
            self.tr("Remind me"),
            self.reminders_tick,
            self.tr("Switched off, who is owed a word still stands in Today."),
        )
        card.add_row(
            "names_tick",
            self.tr("Show clients' names on notifications"),
            self.names_tick,
            self.tr("Without names it says “A client is waiting for an update”, also on a locked screen."),
        )
        card.add_row("sound_tick", self.tr("With a sound"), self.sound_tick)
        self.digest_field = TimeField()
        self.digest_field.setMaximumWidth(_NARROW)
        card.add_row(
            "digest_field",
            self.tr("Second summary from"),
            self.digest_field,
            self.tr(
                "When several clients are waiting, one summary comes in the morning and at most one more from this"
                " time on."
            ),
        )
        self.test_button = button(self.tr("Show a test reminder"), icon_name="bell")
        self.test_button.setObjectName("test_button")
        card.add_buttons(self.test_button)

    def _build_meetings(self) -> None:
        card = self.add_card(Card(self.tr("Meetings")))
        never, before = self.tr("Not at all"), self.tr("{minutes} minutes before")
        self.meeting_field = ChoiceField(
            [(minutes, before.format(minutes=minutes) if minutes else never) for minutes in _MINUTES]
        )
        self.meeting_field.setSizePolicy(AS_WORDS)
        self.held_tick = QCheckBox()
        card.add_row("meeting_field", self.tr("Remind me of a meeting"), self.meeting_field)
        card.add_row(
            "held_tick",
            self.tr("Ask afterwards whether it was held"),
            self.held_tick,
            self.tr("Without the question, Today still lists meetings that nobody confirmed."),
        )

    def _build_capture(self) -> None:
        self.capture_card = self.add_card(
            Card(
                self.tr("Log an update from anywhere"),
                self.tr("These keys open a small window over whatever program you are in."),
            )
        )
        self.key_field = KeyField()
        self.key_field.setSizePolicy(AS_WORDS)
        self.capture_card.add_row("key_field", self.tr("Keys"), self.key_field)
        suggested = self.tr("Use {keys}").format(keys=native(SUGGESTED))
        self.suggest_button = button(suggested)
        self.suggest_button.setObjectName("suggest_button")
        self.no_keys_button = button(self.tr("No keys"), "quiet")
        self.no_keys_button.setObjectName("no_keys_button")
        self.capture_card.add_buttons(self.suggest_button, self.no_keys_button)

    def _wire(self) -> None:
        self.reminders_tick.toggled.connect(self._on_reminders)
        self.names_tick.toggled.connect(self._on_names)
        self.sound_tick.toggled.connect(self._on_sound)
        self.digest_field.editingFinished.connect(self._on_digest)
        self.meeting_field.currentIndexChanged.connect(self._on_meeting)
        self.held_tick.toggled.connect(self._on_held)
        self.test_button.clicked.connect(self.test_asked)
        self.key_field.recorded.connect(self._on_keys)
        self.key_field.refused.connect(self._on_refused)
        self.suggest_button.clicked.connect(self._on_suggested)
        self.no_keys_button.clicked.connect(self._on_no_keys)

    def _fill(self) -> None:
        get = self._preferences.get
        self.reminders_tick.setChecked(get("reminders"))
        self.names_tick.setChecked(get("reminder_names"))
        self.sound_tick.setChecked(get("reminder_sound"))
        self.digest_field.set_value(_time_of(get("second_digest")))
        self.meeting_field.set_value(get("meeting_minutes"))
        self.held_tick.setChecked(get("ask_held"))
        self._enable(is_on=get("reminders"))
        self._show_keys()

    def _enable(self, *, is_on: bool) -> None:
        for field in (
            self.names_tick,
            self.sound_tick,
            self.digest_field,
            self.meeting_field,
            self.held_tick,
        ):
            field.setEnabled(is_on)

    def _show_keys(self) -> None:
        """Which keys there are, and whether they work here."""
        keys = self._preferences.get(PREFERENCE)
        self.key_field.set_keys(keys)
        self.suggest_button.setVisible(keys != SUGGESTED)
        self.no_keys_button.setVisible(bool(keys))
        state = ShortcutState.OFF if self._shortcut is None else self._shortcut.state()
        words = "" if self._shortcut is None else self._shortcut.words()
        if not keys and way_here() is not Way.NONE:
            words = self.tr(
                "No keys are set. In your desktop's own settings you can bind some to “{command}” too."
            )
            words = words.format(command=COMMAND)
        is_problem = bool(keys) and state not in (ShortcutState.ON, ShortcutState.ASKED, ShortcutState.OFF)
        self.capture_card.show_note("key_field", "" if is_problem else words)
        self.capture_card.show_problem("key_field", words if is_problem else "")

    def _on_reminders(self, is_on: bool) -> None:
        self._enable(is_on=is_on)
        self._keep("reminders", is_on)

    def _on_names(self, is_on: bool) -> None:
        self._keep("reminder_names", is_on)

    def _on_sound(self, is_on: bool) -> None:
        self._keep("reminder_sound", is_on)

    def _on_digest(self) -> None:
        at = self.digest_field.value()
        self._keep("second_digest", at.hour * 60 + at.minute)

    def _on_meeting(self) -> None:
        self._keep("meeting_minutes", self.meeting_field.value())

    def _on_held(self, is_on: bool) -> None:
        self._keep("ask_held", is_on)

    def _on_keys(self, keys: str) -> None:
        self._keep(PREFERENCE, keys)
        self._show_keys()

    def _on_suggested(self) -> None:
        self._on_keys(SUGGESTED)

    def _on_no_keys(self) -> None:
        self._on_keys("")

    def _on_refused(self) -> None:
        self.capture_card.show_problem(
            "key_field",
            self.tr(
                "Hold two of Ctrl, Alt and Shift with it, or the system key: other programs need this one."
            ),
        )


def _time_of(minute: int) -> time:
    bounded = min(max(int(minute), 0), 1_439)
    return time(bounded // 60, bounded % 60)
