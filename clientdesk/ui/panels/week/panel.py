"""Plans the week: To place at the left, seven days at the right, the inspector for what is selected."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from clientdesk.models.enums import BlockKind, Kind
from clientdesk.models.views.week import BlockSource, BlockView, WeekView
from clientdesk.ui.dates import day_text
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.base import Panel
from clientdesk.ui.panels.week.day_header import DayHeader
from clientdesk.ui.panels.week.event_card import show_event
from clientdesk.ui.panels.week.grid import Errand, WeekGrid
from clientdesk.ui.panels.week.grid_places import wall_clock, whole_minutes
from clientdesk.ui.panels.week.guard_words import guard_text, times_text
from clientdesk.ui.panels.week.inspector import Inspector
from clientdesk.ui.panels.week.paper import WeekPaper
from clientdesk.ui.panels.week.plan_bar import PlanBar
from clientdesk.ui.panels.week.quick_add_line import QuickAddLine
from clientdesk.ui.panels.week.relief_bar import ReliefBar
from clientdesk.ui.panels.week.side import ToPlaceSide
from clientdesk.ui.panels.week.suggest_bar import SuggestBar
from clientdesk.ui.panels.week.suggest_keys import SuggestKeys
from clientdesk.ui.panels.week.to_place import errand_of
from clientdesk.ui.panels.week.untimed import UntimedWork
from clientdesk.ui.panels.week.waiting_work import WaitingWork
from clientdesk.ui.panels.week.week_export import WeekExport
from clientdesk.ui.panels.week.weekends import Weekends
from clientdesk.ui.panels.week.words import (
    block_title,
    days_text,
    length_text,
    total_text,
    week_title,
)
from clientdesk.ui.panels.week.wrap_ups import WrapUps
from clientdesk.ui.promise_dialog import Question, ask_promise
from clientdesk.ui.theme import Theme
from clientdesk.ui.tokens import PAGE_MARGIN, SPACE_1, SPACE_2, SPACE_3
from clientdesk.ui.widgets.buttons import button, icon_button
from clientdesk.ui.widgets.drawer import Drawer, DrawerHost
from clientdesk.ui.widgets.labels import ElidedLabel, label

if TYPE_CHECKING:
    from clientdesk.services.workspace import Workspace

_TICK_MS = 30_000
_LENGTHS = (15, 30, 45, 60, 90, 120, 180, 240)


class WeekPanel(Panel):
    """The week across all clients.

    Signals:
        client_opened: a client is to be shown.
        log_update_requested: id of a client who is to be told.
    """

    client_opened = Signal(str)
    log_update_requested = Signal(str)

    panel_id = "week"
    watches = frozenset(
        {
            Kind.BLOCK,
            Kind.WORK_ITEM,
            Kind.WORK_STEP,
            Kind.RECURRING_WORK,
            Kind.TIME_ENTRY,
            Kind.CLIENT,
            Kind.TOUCHPOINT,
            Kind.ENGAGEMENT,
            Kind.BOUNDARY_POLICY,
            Kind.TIME_OFF,
            Kind.PRACTICE,
            Kind.WEEK_PLAN,
            Kind.RHYTHM,
            Kind.MILESTONE,
            Kind.CALENDAR,
            Kind.CALENDAR_EVENT,
        }
    )

    def __init__(
        self, workspace: Workspace, messages: Messages, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._week = workspace.week
        self._time = workspace.time
        self._workspace = workspace
        self._clients = workspace.clients
        self._calendars = workspace.calendars
        self._undo = workspace.store.undo
        self._preferences = workspace.preferences
        self._messages = messages
        self._first: date | None = None
        self._has_scrolled = False
        self.plan_bar = PlanBar(workspace, messages)
        self.quick_add = QuickAddLine(workspace, messages)
        self.quick_add.setObjectName("quick_add")
        self._wrap_ups = WrapUps(workspace, messages, self)
        self.paper = WeekPaper(workspace.week_paper, messages, self._shown_week, self)
        self._build()
        self._wire(theme)

    def title(self) -> str:
        return self.tr("Week")

    # Building.

    def _build(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(PAGE_MARGIN, SPACE_3, PAGE_MARGIN, PAGE_MARGIN)
        column.setSpacing(SPACE_3)
        self.grid = WeekGrid()
        self.weekends = Weekends(self._preferences, self._messages, self.grid, self)
        column.addLayout(self._build_toolbar())
        self.plan_slot, self.quick_add_slot, self.suggest_slot = (QVBoxLayout() for _ in range(3))
        self.plan_slot.addWidget(self.plan_bar)
        column.addLayout(self.plan_slot)
        column.addLayout(self.quick_add_slot)
        self.quick_add_slot.addWidget(self.quick_add)
        body = QHBoxLayout()
        body.setSpacing(SPACE_3)
        self.side = ToPlaceSide()
        body.addWidget(self.side)
        body.addWidget(self._build_grid(), 1)
        column.addLayout(body, 1)
        column.addLayout(self.suggest_slot)
        self.suggest_bar = SuggestBar(self._workspace.suggest, self.grid, self._messages, self._undo)
        self.suggest_slot.addWidget(self.suggest_bar)
        self.drawer = Drawer()
        self.inspector = Inspector(
            self._week,
            self._workspace.work,
            self._workspace.recurring,
            self._clients,
            self._messages,
            self._undo,
            self.drawer,
            self,
        )
        self.untimed = UntimedWork(
            self._week,
            self._messages,
            self.header,
            self.grid,
            self.inspector.edit_work,
            self._start_errand,
            self._take_up,
            self._undo,
            self,
        )
        host = DrawerHost(page, self.drawer, self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(host)
        self._wrap_ups.stand_over(host, outer)
        self.setFocusProxy(self.grid)
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)

    def _build_toolbar(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_1)
        self.previous_button = icon_button(
            "chevron-left", self.tr("Previous week"), tooltip=self.tr("Previous week (PgUp)")
        )
        self.next_button = icon_button(
            "chevron-right", self.tr("Next week"), tooltip=self.tr("Next week (PgDn)")
        )
        self.today_button = button(self.tr("Today"), tooltip=self.tr("This week (T)"))
        self.title_label = label("", "title")
        self.days_label = label("", "secondary")
        self.total_label = ElidedLabel("", "secondary")
        self.total_label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.quick_add_button = button(
            self.tr("Quick add"), icon_name="plus", tooltip=self.tr("New work by one line (N)")
        )
        self.new_button = button(self.tr("New block"), tooltip=self.tr("Something new on the grid (Shift+N)"))
        self.more_button = icon_button("ellipsis", self.tr("More"), tooltip=self.tr("More for this week"))
        self.more_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more_menu = QMenu(self)
        self.more_button.setMenu(self.more_menu)
        for name in (
            "previous_button",
            "next_button",
            "today_button",
            "new_button",
            "more_button",
            "quick_add_button",
        ):
            getattr(self, name).setObjectName(name)
        row.addWidget(self.title_label)
        row.addSpacing(SPACE_2)
        row.addWidget(self.days_label)
        row.addSpacing(SPACE_3)
        for widget in (self.previous_button, self.today_button, self.next_button):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.weekends.weekend_button)
        row.addWidget(self.total_label)
        row.addSpacing(SPACE_3)
        row.addWidget(self.quick_add_button)
        row.addWidget(self.new_button)
        row.addWidget(self.more_button)
        return row

    def _build_grid(self) -> QWidget:
        card = QWidget()
        card.setProperty("role", "card")
        card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(card)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self.grid.setObjectName("grid")
        self.grid.setAccessibleName(self.tr("Week grid"))
        self.header = DayHeader(self.grid.column)
        self.header.setObjectName("header")
        self.relief_bar = ReliefBar()
        self.relief_bar.setObjectName("relief_bar")
        self.hint_label = _hint_label()
        column.addWidget(self.header)
        column.addWidget(self.grid, 1)
        column.addWidget(self.relief_bar)
        column.addWidget(self.hint_label)
        return card

    def _wire(self, theme: Theme) -> None:
        self.previous_button.clicked.connect(self._on_previous)
        self.next_button.clicked.connect(self._on_next)
        self.today_button.clicked.connect(self.show_today)
        self.new_button.clicked.connect(self._on_new)
        self.quick_add_button.clicked.connect(self.quick_add.open_line)
        self.quick_add.listen(self.grid, self.side.list)
        self.quick_add.placed.connect(self._on_quickly_placed)
        self._tick.timeout.connect(self._on_tick)
        self.drawer.closed.connect(self._on_drawer_closed)
        theme.changed.connect(self._on_theme_changed)
        self.plan_bar.to_place_wanted.connect(self._on_to_place_wanted)
        self.plan_bar.grid_wanted.connect(self._on_grid_wanted)
        self.plan_bar.plan_wanted.connect(self.plan)
        self.plan_bar.planning_changed.connect(self._offer_relief)
        self.suggest_bar.closed.connect(self._offer_relief)
        self.weekends.action.toggled.connect(self._on_weekends_toggled)
        self.plan_bar.wrap_up_wanted.connect(self.wrap_up)
        self.plan_bar.work_opened.connect(self.inspector.edit_work)
        self.plan_bar.listen_to(self.grid, self.side.list)
        self.weekends.add_to(self.more_menu)
        self._wrap_ups.add_to(self.more_menu)
        self.week_export = WeekExport(self._week, self._messages, self._first_day, self)
        self.week_export.add_to(self.more_menu)
        self.more_menu.addSeparator()
        self.paper.add_to(self.more_menu)
        grid, side = self.grid, self.side
        grid.block_moved.connect(self._on_moved)
        grid.block_resized.connect(self._on_resized)
        grid.item_placed.connect(self._on_placed)
        self.relief_bar.move_wanted.connect(self._on_moved)
        grid.new_wanted.connect(self._on_new_at)
        grid.done_toggled.connect(self._on_done_toggled)
        grid.worked_toggled.connect(self._on_worked_toggled)
        grid.removed.connect(self._on_removed)
        grid.opened.connect(self._on_opened)
        grid.errand_ended.connect(self._on_errand_ended)
        grid.menu_wanted.connect(self._on_menu_wanted)
        grid.week_turned.connect(self.turn)
        grid.today_wanted.connect(self.show_today)
        grid.resized.connect(self.header.arrange)
        side.list.place_wanted.connect(self._on_place_wanted)
        side.place_button.clicked.connect(self._on_place_wanted)
        self.waiting = WaitingWork(
            self._workspace.work,
            self._week,
            side,
            grid,
            self.inspector,
            self._messages,
            self._take_up,
            self._undo,
            self,
        )
        self.inspector.step_place_wanted.connect(self._on_step_place_wanted)
        self._wire_suggestions()

    def _wire_suggestions(self) -> None:
        self.side.suggest_button.clicked.connect(self.suggest_places)
        self.more_menu.addAction(self.tr("Suggest places") + "\tS", self.suggest_places)
        self.more_menu.addAction(self.tr("Can I promise this?") + "\tC", self.ask_promise)
        self.suggest_keys = SuggestKeys(self)
        self.suggest_keys.listen(self.grid, self.side.list)
        self.suggest_keys.suggest_wanted.connect(self.suggest_places)
        self.suggest_keys.promise_wanted.connect(self.ask_promise)

    def suggest_places(self) -> None:
        """Suggest a place for everything that waits; nothing moves until it is accepted."""
        self.suggest_bar.suggest(self._first_day())
        self._offer_relief()

    def ask_promise(self) -> None:
        """Ask what can be promised, beginning with the client of what is selected."""
        item, block = self.side.list.selected(), self.grid.selected()
        chosen = item if self.side.list.hasFocus() else block
        client_id = chosen.client_id if chosen is not None else None
        ask_promise(self._workspace, self._messages, Question(client_id=client_id), self)

    # What is shown.

    def refresh(self) -> None:
        view = self._week.week(self._first_day())
        self._first = view.days[0].date
        self.title_label.setText(week_title(view))
        self.days_label.setText(days_text(view))
        self.total_label.set_full_text(total_text(view))
        self.today_button.setEnabled(not any(day.date == view.today for day in view.days))
        self.grid.show_week(view)
        self.header.show_week(view)
        self._offer_relief()
        self.weekends.show_week(view)
        self.plan_bar.show_days(self.grid.days_shown)
        self.plan_bar.show_week(view, self.waiting.refresh(self._first, view.today))
        self._wrap_ups.refresh()
        self.suggest_bar.keep(view)
        self.inspector.refresh()
        if not self._has_scrolled:
            self._has_scrolled = True
            self._scroll_to_work(view)

    def show_week_of(self, day: date) -> None:
        """Show the week a day lies in."""
        self._first = first_of_week(day)
        self.refresh()

    def show_today(self) -> None:
        """Back to this week, with now in sight."""
        self.show_week_of(self._week.today())
        view = self.grid.view
        if view is not None:
            self.grid.scroll_to_minute(max(view.now_minute - 120, 0))

    def turn(self, weeks: int) -> None:
        """Go some weeks on or back."""
        self.show_week_of(self._first_day() + timedelta(weeks=weeks))
        self.grid.say(f"{self.title_label.text()}, {self.days_label.text()}")

    def plan(self) -> None:
        """Begin planning, or go on with it: of the week shown when it lies ahead, else of the week to come."""
        self._wrap_ups.close()
        coming = first_of_week(self._week.planning_day())
        if self._first is None or self._first < coming:
            self.show_week_of(coming)
        self.plan_bar.begin()

    def wrap_up(self, monday: date | None = None) -> None:
        """Look back on a week; on the one of today when left out."""
        self._wrap_ups.open_week(monday)

    def _on_to_place_wanted(self) -> None:
        self.side.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.side.select_first()

    def _offer_relief(self) -> None:
        """One offer at a time is enough: none while the week is planned or places are suggested."""
        if self.plan_bar.is_planning or self.suggest_bar.is_up:
            self.relief_bar.hide()
        elif self.grid.view is not None:
            self.relief_bar.show_week(self.grid.view)

    def _on_weekends_toggled(self) -> None:
        self.plan_bar.show_days(self.grid.days_shown)

    def _on_grid_wanted(self) -> None:
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.plan_bar.take_key(event):
            super().keyPressEvent(event)

    def toggle_drawer(self) -> None:
        """Show or hide the details of what is selected."""
        if self.drawer.isVisible():
            self.drawer.close_drawer()
            return
        block, item = self.grid.selected(), self.side.list.selected()
        if block is not None and block.source is BlockSource.BLOCK:
            self.inspector.edit_block(block.block_id)
        elif item is not None:
            self.inspector.edit_work(item.work_item_id)

    def _shown_week(self) -> tuple[date, bool]:
        """The first day in sight, and whether weekends are."""
        return self._first_day(), bool(self._preferences.get("week_weekends"))

    def _first_day(self) -> date:
        return self._first or first_of_week(self._week.planning_day())

    def _scroll_to_work(self, view: WeekView) -> None:
        starts = [hours[0] for day in view.days for hours in day.hours[:1]]
        starts += [block.start_minute for block in view.blocks if block.is_head]
        self.grid.scroll_to_minute(max(min(starts, default=540) - 30, 0))

    def _on_tick(self) -> None:
        """Move the now line; a new day is read again."""
        view, now = self.grid.view, self._week.local_now()
        if view is None or self.grid.is_dragging or self.grid.errand is not None:
            return
        if now.date() == view.today:
            self.grid.set_now(now.hour * 60 + now.minute)
        else:
            self.refresh()

    def _on_drawer_closed(self) -> None:
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_theme_changed(self) -> None:
        self.header.updateGeometry()
        self.grid.relayout()
        self.side.list.doItemsLayout()

    # Turning pages.

    def _on_previous(self) -> None:
        self.turn(-1)

    def _on_next(self) -> None:
        self.turn(1)

    # Placing, moving, resizing.

    def _on_placed(
        self, work_item_id: str, day: date, minute: int, again: bool = False, minutes: int = 0
    ) -> None:
        at = wall_clock(day, minute, again=again)
        with self._messages.reporting(self):
            block_id = self._week.place(work_item_id, at, minutes or None, step=1)
            self._take_up(block_id)

    def _on_moved(self, block_id: str, day: date, minute: int, again: bool = False) -> None:
        with self._messages.reporting(self):
            self._week.move(block_id, wall_clock(day, minute, again=again), step=1)
            self._take_up(block_id, self.tr("Moved to {place}"))

    def _on_resized(self, block_id: str, starts_at: datetime, ends_at: datetime) -> None:
        with self._messages.reporting(self):
            self._week.resize(block_id, starts_at=starts_at, ends_at=ends_at, step=1)
            self._take_up(block_id, self.tr("Now {place}"))

    def _take_up(self, block_id: str, words: str = "") -> None:
        """Select a block after a change, say where it is, and which of the user's own rules it breaks."""
        self.grid.select(block_id)
        view = self.grid.view
        parts = [block for block in view.blocks if block.block_id == block_id] if view is not None else []
        if view is None or not parts:
            return
        place = f"{day_text(parts[0].day, view.today)}, {times_text(parts[0])}"
        said = (words or self.tr("{title} placed, {place}")).format(title=block_title(parts[0]), place=place)
        broken = guard_text(parts)
        if broken:
            self._messages.toast(f"{said}. {broken}", self._undo)
        else:
            self.grid.say(said)

    def _on_place_wanted(self) -> None:
        item = self.side.list.selected()
        if item is None:
            return
        errand = errand_of(item)
        self._start_errand(errand, item.title)

    def _on_step_place_wanted(self, key: str) -> None:
        """A step named in the drawer gets its slot as if it had been chosen in the list."""
        with self._messages.reporting(self):
            item = self._workspace.work.get(key)
            self._start_errand(errand_of(item), item.title)

    def _start_errand(self, errand: Errand, title: str) -> None:
        at = self.grid.free_place(errand.minutes)
        block = self.grid.selected() if errand.is_block else None
        if block is not None:
            at = self.grid.place_of(block)
        self.grid.start_errand(errand, at)
        words = self.tr("Click a slot for “{title}” ({length}), or use the arrows and Enter. Esc gives up.")
        if not errand.is_block:
            words += " " + self.tr("Shift+Enter: that day, without a time.")
        self._show_hint(words.format(title=title, length=length_text(errand.minutes)))

    def _on_errand_ended(self) -> None:
        self._show_hint("")

    def _show_hint(self, text: str) -> None:
        self.hint_label.setText(text)
        self.hint_label.setVisible(bool(text))
        if text:
            self.grid.say(text)

    # Blocks.

    def _on_done_toggled(self, block_id: str) -> None:
        block = self._block(block_id)
        if block is None:
            return
        with self._messages.reporting(self):
            self._week.mark_done(block_id, done=not block.is_done)
            self.grid.say(self.tr("Open again") if block.is_done else self.tr("Done"))

    def _on_worked_toggled(self, block_id: str) -> None:
        """Worked as planned, or not after all."""
        with self._messages.reporting(self) as outcome:
            is_worked = self._time.toggle(block_id)
        if outcome.is_ok:
            words = self.tr("Worked as planned.") if is_worked else self.tr("Not counted as worked any more.")
            self._messages.toast(words, self._undo)

    def _on_removed(self, block_id: str) -> None:
        block = self._block(block_id)
        if block is None:
            return
        with self._messages.reporting(self) as outcome:
            self._week.remove(block_id)
        if outcome.is_ok:
            is_waiting = block.work_item_id is not None and not block.is_done
            words = self.tr("Removed. The work waits in To place.") if is_waiting else self.tr("Removed.")
            self._messages.toast(words, self._undo)

    def _on_opened(self, block_id: str) -> None:
        block = self._block(block_id)
        if block is None:
            return
        if block.source is BlockSource.TOUCHPOINT and block.client_id:
            self.client_opened.emit(block.client_id)
        elif block.source is BlockSource.CALENDAR:
            with self._messages.reporting():
                show_event(self.drawer, self._calendars.event(block_id), self.client_opened.emit)
        else:
            self.inspector.edit_block(block_id)

    def _on_new(self) -> None:
        place = self.grid.here()
        self._on_new_at(self.grid.date_of(place), place.start)

    def _on_new_at(self, day: date, minute: int) -> None:
        block = self.grid.selected()
        self.inspector.new_block(wall_clock(day, minute), block.client_id if block else None)

    def add_work(self) -> None:
        """Open the line that takes new work."""
        self.quick_add.open_line()

    def _on_quickly_placed(self, block_id: str, day: date) -> None:
        if first_of_week(day) != self._first:
            self.show_week_of(day)
        self.grid.select(block_id)

    def _block(self, block_id: str) -> BlockView | None:
        return self.grid.blocks.block_at(self.grid.blocks.index(self.grid.blocks.row_of(block_id)))

    # Menus: everything a drag can do, by single clicks.

    def _on_menu_wanted(self, block: BlockView | None, menu: QMenu) -> None:
        if block is None:
            menu.addAction(self.tr("New block here") + "\tShift+N", self._on_new)
            if self.side.list.selected() is not None:
                menu.addAction(self.tr("Place the selected work here"), self._on_place_here)
                menu.addAction(
                    self.tr("Keep the selected work for this day, without a time"), self._on_plan_here
                )
            return
        menu.addAction(self.tr("Open") + "\tEnter", _call(self._on_opened, block.block_id))
        if block.client_id and block.source is BlockSource.BLOCK:
            menu.addAction(self.tr("Open client"), _call(self.client_opened.emit, block.client_id))
        if block.source is not BlockSource.BLOCK:
            return
        if not block.is_fixed:
            menu.addAction(self.tr("Move…") + "\tM", _call(self._on_move_wanted, block))
            self._add_lengths(menu.addMenu(self.tr("Length")), block)
        if block.kind is BlockKind.WORK:
            words = self.tr("Open again") if block.is_done else self.tr("Mark done")
            menu.addAction(words + "\tD", _call(self._on_done_toggled, block.block_id))
            without = self.tr("Keep for this day, without a time")
            menu.addAction(without, _call(self.untimed.take_time, block.block_id, block.day))
            worked = self.tr("Not worked after all") if block.is_confirmed else self.tr("Worked as planned")
            menu.addAction(worked + "\tV", _call(self._on_worked_toggled, block.block_id))
        menu.addSeparator()
        menu.addAction(self.tr("Remove from the grid") + "\tDel", _call(self._on_removed, block.block_id))

    def _add_lengths(self, menu: QMenu, block: BlockView) -> None:
        for minutes in _LENGTHS:
            action = menu.addAction(length_text(minutes), _call(self._on_length_chosen, block, minutes))
            action.setCheckable(True)
            action.setChecked(minutes == whole_minutes(block))

    def _on_length_chosen(self, block: BlockView, minutes: int) -> None:
        self._on_resized(block.block_id, block.starts_at, block.starts_at + timedelta(minutes=minutes))

    def _on_move_wanted(self, block: BlockView) -> None:
        self.grid.select(block.block_id)
        self._start_errand(Errand(block.block_id, whole_minutes(block), is_block=True), block_title(block))

    def _on_place_here(self) -> None:
        item, place = self.side.list.selected(), self.grid.marked
        if item is not None and place is not None:
            self._on_placed(item.work_item_id, self.grid.date_of(place), place.start, place.again)

    def _on_plan_here(self) -> None:
        item, place = self.side.list.selected(), self.grid.marked
        if item is not None and place is not None:
            self.untimed.plan_on(item.work_item_id, self.grid.date_of(place))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.side.fit(self.width())
        self.plan_bar.fit(self.width(), self.height())

    # Only a visible panel keeps time.

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tick.start()
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tick.stop()


def _hint_label() -> QLabel:
    made = label("", "caption", wrap=True)
    made.setObjectName("hint_label")
    made.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_2)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    made.hide()
    return made


def _call(slot: Callable[..., object], *arguments: object) -> Callable[[], None]:
    """A menu entry's slot for one record."""

    def run() -> None:
        slot(*arguments)

    return run


def first_of_week(day: date) -> date:
    """The locale's first day of the week a day lies in."""
    first = QLocale().firstDayOfWeek().value - 1
    return day - timedelta(days=(day.weekday() - first) % 7)
