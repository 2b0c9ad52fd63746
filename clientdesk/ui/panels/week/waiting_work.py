"""What is done with work that waits: given a day, done, put off, dropped; by key, by menu, with a way back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from clientdesk.models.enums import WorkOrigin
from clientdesk.models.views.week import WorkItemView
from clientdesk.models.work_keys import Switch
from clientdesk.ui.dates import day_text
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.week.grid import WeekGrid
from clientdesk.ui.panels.week.inspector import Inspector
from clientdesk.ui.panels.week.side import ToPlaceSide

if TYPE_CHECKING:
    from clientdesk.services.week import WeekService
    from clientdesk.services.work import WorkService


class WaitingWork(QObject):
    """Brings what the user does in To place to the services.

    Args:
        show_placed: selects a block that was made and says where it is.
        undo: takes the last step back.
    """

    def __init__(
        self,
        work: WorkService,
        week: WeekService,
        side: ToPlaceSide,
        grid: WeekGrid,
        inspector: Inspector,
        messages: Messages,
        show_placed: Callable[[str], object],
        undo: Callable[[], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._work = work
        self._week = week
        self._side = side
        self._grid = grid
        self._inspector = inspector
        self._messages = messages
        self._show_placed = show_placed
        self._undo = undo
        rows = side.list
        rows.day_wanted.connect(self.put_on)
        rows.opened.connect(inspector.edit_work)
        rows.done_wanted.connect(self.complete)
        rows.later_wanted.connect(self.put_off)
        rows.drop_wanted.connect(self.drop)
        rows.delete_wanted.connect(self.delete)
        rows.menu_wanted.connect(self.fill_menu)
        side.new_button.clicked.connect(self.ask_for_new)
        side.kind_switched.connect(self.switch_kind)
        side.recurring_wanted.connect(inspector.show_recurring)

    def refresh(self, first: date, today: date) -> int:
        """Read the list again for the week from `first`. Returns how much waits."""
        listing = self._work.listing(first)
        self._side.show_kinds(self._work.hidden())
        self._side.show_listing(listing, today)
        return sum(len(group.items) for group in listing.groups)

    def put_on(self, work_item_id: str, number: int) -> None:
        """Give work the first free time of a shown day, else only the day."""
        view = self._grid.view
        shown = self._grid.days_shown
        if view is None or number >= len(shown):
            return
        day, title = view.days[shown[number]].date, self._title_of(work_item_id)
        with self._messages.reporting() as outcome:
            block_id = self._week.place_on(work_item_id, day)
        if not outcome.is_ok:
            return
        if block_id is not None:
            self._show_placed(block_id)
            return
        words = self.tr(
            "No stretch on {day} is long enough. “{title}” is meant for that day, without a time."
        )
        self._messages.toast(words.format(day=day_text(day, view.today), title=title), self._undo)

    def complete(self, work_item_id: str) -> None:
        """Done, without time on the grid."""
        item = self._shown(work_item_id)
        with self._messages.reporting() as outcome:
            self._work.complete(work_item_id)
        if outcome.is_ok:
            is_word = item is not None and item.origin is WorkOrigin.RHYTHM
            told = self.tr("Done. Log what you told them with Ctrl+L, so that it counts as told.")
            self._messages.toast(told if is_word else self.tr("Done."), self._undo)

    def put_off(self, work_item_id: str) -> None:
        """Leave it out until the week after the one shown."""
        view = self._grid.view
        with self._messages.reporting() as outcome:
            until = self._work.later(work_item_id, view.days[0].date if view else None)
        if outcome.is_ok:
            shown = day_text(until, self._week.today())
            self._messages.toast(self.tr("Put off to the week of {day}.").format(day=shown), self._undo)

    def drop(self, work_item_id: str) -> None:
        """Give it up; it doesn't come back by itself."""
        with self._messages.reporting() as outcome:
            self._work.drop(work_item_id)
        if outcome.is_ok:
            self._messages.toast(self.tr("Dropped."), self._undo)

    def delete(self, work_item_id: str) -> None:
        """Delete it; what offers itself can only be dropped, else it would be there again."""
        if ":" in work_item_id:
            self.drop(work_item_id)
            return
        with self._messages.reporting() as outcome:
            self._week.delete_work_item(work_item_id)
        if outcome.is_ok:
            self._messages.toast(self.tr("Deleted."), self._undo)

    def make_action(self, work_item_id: str, is_action: bool) -> None:
        """Say that the client is waiting for it, or that it isn't."""
        with self._messages.reporting():
            self._work.make_action(work_item_id, is_action=is_action)

    def ask_for_new(self) -> None:
        """A form for new work, for the client selected."""
        item = self._side.list.selected()
        self._inspector.new_work(item.client_id if item else None)

    def switch_kind(self, switch: Switch, is_shown: bool) -> None:
        """Show a kind, or leave it out."""
        with self._messages.reporting():
            self._work.show_kind(switch, is_shown=is_shown)
        view = self._grid.view
        if view is not None:
            self.refresh(view.days[0].date, view.today)

    def fill_menu(self, item: WorkItemView, menu: QMenu) -> None:
        """All that the keys can do, by single clicks."""
        key = item.work_item_id
        menu.addAction(self.tr("Place…") + "\tM", self._side.list.place_wanted.emit)
        days = menu.addMenu(self.tr("Put on"))
        view = self._grid.view
        for number, place in enumerate(self._grid.days_shown if view else ()):
            day = view.days[place].date if view else date.min
            days.addAction(f"{day_text(day, day)}\t{number + 1}", partial(self.put_on, key, number))
        menu.addAction(self.tr("Later") + "\tL", partial(self.put_off, key))
        menu.addSeparator()
        menu.addAction(self.tr("Mark done") + "\tD", partial(self.complete, key))
        menu.addAction(self.tr("Edit") + "\tE", partial(self._inspector.edit_work, key))
        if item.origin in (WorkOrigin.OWN, WorkOrigin.ACTION) and item.client_id is not None:
            is_action = item.origin is WorkOrigin.ACTION
            words = self.tr("The client waits for it")
            action = menu.addAction(words, partial(self.make_action, key, not is_action))
            action.setCheckable(True)
            action.setChecked(is_action)
        menu.addSeparator()
        menu.addAction(self.tr("Drop") + "\tX", partial(self.drop, key))
        if not item.is_offered:
            menu.addAction(self.tr("Delete") + "\tDel", partial(self.delete, key))

    def _shown(self, work_item_id: str) -> WorkItemView | None:
        rows = self._side.list.items
        return rows.item_at(rows.index(rows.row_of(work_item_id)))

    def _title_of(self, work_item_id: str) -> str:
        item = self._shown(work_item_id)
        return item.title if item is not None else ""
