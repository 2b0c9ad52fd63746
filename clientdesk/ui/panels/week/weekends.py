"""Saturday and Sunday can be left out of the week; what lies on them is then said beside its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from clientdesk.models.views.week import WeekView
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.week.grid import WeekGrid
from clientdesk.ui.widgets.buttons import button

if TYPE_CHECKING:
    from clientdesk.services.preferences import Preferences

_SATURDAY = 5


class Weekends(QObject):
    """Keeps the preference, its entry in the menu and the button that says what isn't seen."""

    def __init__(
        self, preferences: Preferences, messages: Messages, grid: WeekGrid, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._preferences, self._messages, self._grid = preferences, messages, grid
        self.weekend_button = button("", "quiet", tooltip=self.tr("Show Saturday and Sunday"))
        self.weekend_button.setObjectName("weekend_button")
        self.weekend_button.clicked.connect(self._on_clicked)
        self.weekend_button.hide()
        self.action = QAction(self.tr("Show Saturday and Sunday"), self)
        self.action.setCheckable(True)
        self.action.toggled.connect(self._on_toggled)
        self._apply()

    def add_to(self, menu: QMenu) -> None:
        """Offer it in a menu."""
        menu.addAction(self.action)

    def show_week(self, view: WeekView) -> None:
        """Say how much of this week lies on a weekend that is left out."""
        days = [day for day in view.days if day.date.weekday() >= _SATURDAY]
        count = sum(len(day.blocks) + len(day.day_items) for day in days)
        words = self.tr("%n on the weekend", "", count)
        self.weekend_button.setText(words)
        self.weekend_button.setAccessibleName(words)
        self.weekend_button.setVisible(count > 0 and not self._preferences.get("week_weekends"))

    def _on_clicked(self) -> None:
        self.action.setChecked(True)

    def _on_toggled(self, is_on: bool) -> None:
        with self._messages.reporting():
            self._preferences.set("week_weekends", is_on)
        self._apply()

    def _apply(self) -> None:
        is_on = bool(self._preferences.get("week_weekends"))
        self.action.setChecked(is_on)
        self._grid.show_weekends(shown=is_on)
        if self._grid.view is not None:
            self.show_week(self._grid.view)
