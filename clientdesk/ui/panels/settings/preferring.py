"""A section about this computer: it lives in the preferences, not in the store, and applies at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from clientdesk.ui.panels.settings.parts import Section

if TYPE_CHECKING:
    from clientdesk.services.preferences import Preferences
    from clientdesk.ui.messages import Messages


class PreferringSection(Section):
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
