"""The sections about this computer: appearance, reminders, tray. They live in the preferences, not in the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSystemTrayIcon, QWidget

from clientdesk.ui.panels.settings.parts import Card, Section
from clientdesk.ui.widgets.buttons import SegmentedControl, button
from clientdesk.ui.widgets.fields import ChoiceField

if TYPE_CHECKING:
    from clientdesk.services.preferences import Preferences
    from clientdesk.ui.messages import Messages


class _Preferring(Section):
    """Keeps a preference at once; a preferences file that can't be written is said."""

    def __init__(
        self, title: str, preferences: Preferences, messages: Messages, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, parent)
        self._preferences = preferences
        self._messages = messages
        self._is_filling = False

    def _keep(self, name: str, value: Any) -> None:
        if not self._is_filling:
            with self._messages.reporting():
                self._preferences.set(name, value)

    def refresh(self) -> None:
        """Show what is kept."""
        self._is_filling = True
        try:
            self._fill()
        finally:
            self._is_filling = False

    def _fill(self) -> None:
        raise NotImplementedError


class AppearanceSection(_Preferring):
    """Theme, density, text size, single keys."""

    def __init__(self, preferences: Preferences, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__("", preferences, messages, parent)
        self.setAccessibleName(self.tr("Appearance"))
        card = self.add_card(Card(self.tr("Appearance")))
        self.theme_choice = SegmentedControl(
            [("system", self.tr("As the system")), ("light", self.tr("Light")), ("dark", self.tr("Dark"))]
        )
        self.density_choice = SegmentedControl(
            [("compact", self.tr("Compact")), ("comfortable", self.tr("Comfortable"))]
        )
        self.text_size_field = ChoiceField([(size, f"{size} %") for size in (90, 100, 115, 130, 150, 200)])
        card.add_row("theme_choice", self.tr("Theme"), _left(self.theme_choice))
        card.add_row("density_choice", self.tr("Density"), _left(self.density_choice))
        card.add_row("text_size_field", self.tr("Text size"), self.text_size_field)
        self.text_size_field.setMaximumWidth(140)
        keys = self.add_card(Card(self.tr("Keyboard")))
        self.single_keys_tick = QCheckBox()
        keys.add_row(
            "single_keys_tick",
            self.tr("Single-letter keys in lists and calendars"),
            self.single_keys_tick,
            self.tr(
                "T for told, Z for later, M for move. Switch them off if you dictate or press keys by chance."
            ),
        )
        self.theme_choice.chosen.connect(self._on_theme)
        self.density_choice.chosen.connect(self._on_density)
        self.text_size_field.currentIndexChanged.connect(self._on_text_size)
        self.single_keys_tick.toggled.connect(self._on_single_keys)

    def _fill(self) -> None:
        get = self._preferences.get
        self.theme_choice.set_current(get("theme"))
        self.density_choice.set_current(get("density"))
        self.text_size_field.set_value(get("text_size"))
        self.single_keys_tick.setChecked(get("single_keys"))

    def _on_theme(self, key: str) -> None:
        self._keep("theme", key)

    def _on_density(self, key: str) -> None:
        self._keep("density", key)

    def _on_text_size(self) -> None:
        self._keep("text_size", self.text_size_field.value())

    def _on_single_keys(self, is_on: bool) -> None:
        self._keep("single_keys", is_on)


class RemindersSection(_Preferring):
    """Whether and how reminders are shown.

    Signals:
        test_asked: show a notification now.
    """

    test_asked = Signal()

    def __init__(self, preferences: Preferences, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__("", preferences, messages, parent)
        self.setAccessibleName(self.tr("Reminders"))
        card = self.add_card(
            Card(
                self.tr("Reminders"),
                self.tr(
                    "When a client is owed a word, at the start of your working hours. Quiet hours are in Boundaries."
                ),
            )
        )
        self.reminders_tick = QCheckBox()
        self.names_tick = QCheckBox()
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
        self.test_button = button(self.tr("Show a test reminder"), icon_name="bell")
        self.test_button.setObjectName("test_button")
        card.add_buttons(self.test_button)
        self.reminders_tick.toggled.connect(self._on_reminders)
        self.names_tick.toggled.connect(self._on_names)
        self.test_button.clicked.connect(self.test_asked)

    def _fill(self) -> None:
        self.reminders_tick.setChecked(self._preferences.get("reminders"))
        self.names_tick.setChecked(self._preferences.get("reminder_names"))
        self.names_tick.setEnabled(self.reminders_tick.isChecked())

    def _on_reminders(self, is_on: bool) -> None:
        self.names_tick.setEnabled(is_on)
        self._keep("reminders", is_on)

    def _on_names(self, is_on: bool) -> None:
        self._keep("reminder_names", is_on)


class TraySection(_Preferring):
    """The tray icon, and what closing the window means."""

    def __init__(self, preferences: Preferences, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__("", preferences, messages, parent)
        self.setAccessibleName(self.tr("Tray"))
        self._card = self.add_card(Card(self.tr("Tray")))
        self.tray_tick = QCheckBox()
        self.close_field = ChoiceField(
            [
                ("ask", self.tr("Ask the next time")),
                ("keep", self.tr("Keep running in the tray")),
                ("quit", self.tr("Quit")),
            ]
        )
        self.close_field.setMaximumWidth(280)
        self._card.add_row(
            "tray_tick",
            self.tr("Show an icon in the tray"),
            self.tray_tick,
            self.tr(
                "It carries a dot when someone is owed a word; its menu logs updates and pauses reminders."
            ),
        )
        self._card.add_row(
            "close_field",
            self.tr("Closing the window"),
            self.close_field,
            self.tr(
                "Without a tray, closing always quits: reminders then show only while ClientDesk is open."
            ),
        )
        self.tray_tick.toggled.connect(self._on_tray)
        self.close_field.currentIndexChanged.connect(self._on_close)

    def _fill(self) -> None:
        self.tray_tick.setChecked(self._preferences.get("tray_icon"))
        self.close_field.set_value(self._preferences.get("close_to_tray"))
        missing = self.tr("This desktop has no tray now. The icon appears as soon as there is one.")
        self._card.show_note("tray_tick", "" if QSystemTrayIcon.isSystemTrayAvailable() else missing)

    def _on_tray(self, is_on: bool) -> None:
        self._keep("tray_icon", is_on)

    def _on_close(self) -> None:
        self._keep("close_to_tray", self.close_field.value())


def _left(control: SegmentedControl) -> SegmentedControl:
    """Joined buttons stay together instead of spreading over the row."""
    row = control.layout()
    if isinstance(row, QHBoxLayout):
        row.addStretch(1)
    return control
