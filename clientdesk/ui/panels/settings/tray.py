"""The section about the tray: its icon, what closing the window means, starting at login."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QSystemTrayIcon, QWidget

from clientdesk.ui.panels.settings.parts import AS_WORDS, Card
from clientdesk.ui.panels.settings.preferring import PreferringSection
from clientdesk.ui.widgets.fields import ChoiceField
from clientdesk.ui.widgets.labels import label

if TYPE_CHECKING:
    from pathlib import Path

    from clientdesk.services.autostart import Autostart
    from clientdesk.services.preferences import Preferences
    from clientdesk.ui.messages import Messages


class TraySection(PreferringSection):
    """The tray icon, the close button, the start at login.

    Args:
        folder: the workspace that is started at login.
    """

    def __init__(
        self, preferences: Preferences, messages: Messages, folder: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__("", preferences, messages, parent)
        self._folder = folder
        self.setAccessibleName(self.tr("Tray"))
        self._build_icon()
        self._build_login()
        self.tray_tick.toggled.connect(self._on_tray)
        self.close_field.currentIndexChanged.connect(self._on_close)
        self.login_tick.toggled.connect(self._on_login)

    @cached_property
    def _autostart(self) -> Autostart:
        from clientdesk.services.autostart import Autostart

        return Autostart(folder=self._folder)

    def _build_icon(self) -> None:
        self._card = self.add_card(Card(self.tr("Tray")))
        self.tray_tick = QCheckBox()
        self.close_field = ChoiceField(
            [
                ("ask", self.tr("Ask the next time")),
                ("keep", self.tr("Keep running in the tray")),
                ("quit", self.tr("Quit")),
            ]
        )
        self.close_field.setSizePolicy(AS_WORDS)
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

    def _build_login(self) -> None:
        self.login_card = self.add_card(Card(self.tr("At login")))
        self.login_tick = QCheckBox()
        self.login_card.add_row(
            "login_tick",
            self.tr("Start at login"),
            self.login_tick,
            self.tr("It starts in the tray, without a window, so that reminders come from the morning on."),
        )
        self.login_reason = label("", "caption", wrap=True)
        self.login_reason.setObjectName("login_reason")
        self.login_card.column.addWidget(self.login_reason)

    def _fill(self) -> None:
        self.tray_tick.setChecked(self._preferences.get("tray_icon"))
        self.close_field.set_value(self._preferences.get("close_to_tray"))
        has_tray = QSystemTrayIcon.isSystemTrayAvailable()
        missing = self.tr("This desktop has no tray now. The icon appears as soon as there is one.")
        self._card.show_note("tray_tick", "" if has_tray else missing)
        self._show_login(has_tray=has_tray)

    def _show_login(self, *, has_tray: bool) -> None:
        """Offered where a hidden start has a place to go; one that is on can always be switched off."""
        is_on = self._autostart.is_on()
        reason = ""
        if not has_tray:
            reason = self.tr("This desktop has no tray now, so ClientDesk could not start without a window.")
        elif not self._preferences.get("tray_icon"):
            reason = self.tr("Without its icon in the tray, ClientDesk could not start without a window.")
        self.login_tick.setChecked(is_on)
        self.login_card.show_row("login_tick", is_shown=is_on or not reason)
        self.login_reason.setText(reason)
        self.login_reason.setVisible(bool(reason))

    def _on_tray(self, is_on: bool) -> None:
        self._keep("tray_icon", is_on)
        if not self._is_filling:
            self.refresh()

    def _on_close(self) -> None:
        self._keep("close_to_tray", self.close_field.value())

    def _on_login(self, is_on: bool) -> None:
        if self._is_filling:
            return
        with self._messages.reporting():
            self._autostart.set(is_on)
        self.refresh()
