"""What becomes of work on a day without a time: dropped on a head, or asked for from its chip."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from clientdesk.ui.dates import day_text
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.week.day_chips import WorkChip
from clientdesk.ui.panels.week.day_header import DayHeader
from clientdesk.ui.panels.week.grid import Errand, WeekGrid

if TYPE_CHECKING:
    from clientdesk.services.week import WeekService


class UntimedWork(QObject):
    """Does what the chips of the header ask for.

    Args:
        open_work: shows a work item in the drawer.
        start_errand: turns the pointer into a slot marker for work of that title.
        take_up: selects a block after a change and says where it is.
        undo: takes the last change back.
    """

    def __init__(
        self,
        week: WeekService,
        messages: Messages,
        header: DayHeader,
        grid: WeekGrid,
        open_work: Callable[[str], object],
        start_errand: Callable[[Errand, str], object],
        take_up: Callable[[str], object],
        undo: Callable[[], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._week, self._messages, self._header = week, messages, header
        self._open_work, self._start_errand, self._take_up, self._undo = (
            open_work,
            start_errand,
            take_up,
            undo,
        )
        header.dropped.connect(self.plan_on)
        header.chip_wanted.connect(self._on_chip_wanted)
        grid.item_planned.connect(self.plan_on)
        grid.time_taken.connect(self.take_time)
        grid.head_aimed.connect(header.aim)

    def plan_on(self, work_item_id: str, day: date) -> None:
        """For that day, without a time."""
        with self._messages.reporting() as outcome:
            self._week.plan_on(work_item_id, day)
        if outcome.is_ok:
            self._say(day)

    def take_time(self, block_id: str, day: date) -> None:
        """Off the grid, and its work for that day."""
        with self._messages.reporting() as outcome:
            self._week.take_time(block_id, day)
        if outcome.is_ok:
            self._say(day)

    def _say(self, day: date) -> None:
        words = self.tr("For {day}, without a time.").format(day=day_text(day, self._week.today()))
        self._messages.toast(words, self._undo)

    def _on_chip_wanted(self, what: str, work_item_id: str) -> None:
        chip = self._chip(work_item_id)
        if chip is None:
            return
        if what == "open":
            self._open_work(work_item_id)
        elif what == "slot":
            self._start_errand(chip.errand(), chip.item.title)
        elif what == "time":
            self._give_time(chip)
        elif what == "done":
            with self._messages.reporting():
                self._week.complete(work_item_id, done=not chip.item.is_done)
        else:
            with self._messages.reporting() as outcome:
                self._week.plan_on(work_item_id, None)
            if outcome.is_ok:
                self._messages.toast(self.tr("It waits in To place."), self._undo)

    def _give_time(self, chip: WorkChip) -> None:
        block_id: str | None = None
        with self._messages.reporting() as outcome:
            block_id = self._week.place_on(chip.item.work_item_id, chip.day)
        if block_id is not None:
            self._take_up(block_id)
        elif outcome.is_ok:
            self._messages.toast(self.tr("That day has no free time that is long enough. It stays as it is."))

    def _chip(self, work_item_id: str) -> WorkChip | None:
        return self._header.work_chip(work_item_id)
