"""Export of the week shown as a calendar file, from the menu for more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from clientdesk.ui.file_choice import Ask, ask_save
from clientdesk.ui.messages import Messages
from clientdesk.ui.translations import translate

if TYPE_CHECKING:
    from clientdesk.services.week import WeekService


class WeekExport(QObject):
    """Asks for a place and writes the week there.

    Attributes:
        ask_file: how a file to write is asked for.
    """

    def __init__(
        self, week: WeekService, messages: Messages, shown: Callable[[], date], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._week = week
        self._messages = messages
        self._shown = shown
        self._page = parent
        self.ask_file: Ask = ask_save

    def add_to(self, menu: QMenu) -> None:
        """Offer it in a menu."""
        self.action = menu.addAction(self.tr("Export the week (.ics)…"))
        self.action.setObjectName("export_week_action")
        self.action.triggered.connect(self.export)

    def export(self) -> None:
        """Ask for a place and write the week that is shown."""
        first = self._shown()
        name = str(Path.home() / f"week-{self._week.week(first).week}.ics")
        chosen = self.ask_file(self._page, self.tr("Export the week"), name)
        if chosen is None:
            return
        path = chosen if chosen.suffix else chosen.with_suffix(".ics")
        with self._messages.reporting() as outcome:
            count = self._week.export_ics(path, first, _services)
        if outcome.is_ok:
            text = (
                self.tr("1 entry written to {name}.")
                if count == 1
                else self.tr("{count} entries written to {name}.")
            )
            self._messages.toast(text.format(count=count, name=path.name))


def _services(text: str) -> str:
    return translate("Services", text)
