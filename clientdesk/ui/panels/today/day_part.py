"""The part of Today's page about the day itself: now, meetings, the list, what nobody confirmed, the wrap-up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from clientdesk.models.views.today import TodayView
from clientdesk.models.views.today_day import MeetingView, TodayBlockView, TodayDayView, TodayItemView
from clientdesk.ui.dates import day_text
from clientdesk.ui.deeds import Deeds
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.today.add_part import AddPart
from clientdesk.ui.panels.today.day_rows import BlockRow, ItemRow, SumRow
from clientdesk.ui.panels.today.meeting_row import MeetingRow
from clientdesk.ui.panels.today.now_line import NowLine, NowRow, runs_for
from clientdesk.ui.panels.today.rows import Row
from clientdesk.ui.panels.today.section import Line, Section
from clientdesk.ui.panels.today.wrap_up_row import WrapUpRow
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.words import hours_words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.timer_gestures import TimerGestures

MOST_ROWS = 25
LONGER = timedelta(minutes=15)
FEW = 3
"""So few unconfirmed blocks of earlier days are shown at once; more are summed up first."""


class DayPart(QObject):
    """Makes and fills the sections of the day, and does what their rows ask for.

    Args:
        window: what dialogs stand on.

    Signals:
        client_opened: id of a client.
        place_requested: key of another place.
        write_requested: id of the client to write an update for.
        wrap_up_requested: the week is to be wrapped up.
    """

    client_opened = Signal(str)
    place_requested = Signal(str)
    write_requested = Signal(str)
    wrap_up_requested = Signal()

    def __init__(self, messages: Messages, page: QWidget) -> None:
        super().__init__(page)
        self._messages = messages
        self._page = page
        self._workspace: Workspace | None = None
        self._deeds = Deeds(messages, page)
        self._gestures: TimerGestures | None = None
        self._day: TodayDayView | None = None
        self._zone = ZoneInfo("UTC")
        self._opened: dict[str, bool] = {}
        self._shows_each = False
        self._has_sections = False
        self.now_line = NowLine()
        self.now_line.hide()
        self.now_line.made.connect(self._wire_now)
        self._wire_now(self.now_line.row)

    def make_sections(self) -> None:
        """Make what the first paint can do without: everything but the line of now."""
        self._has_sections = True
        self.meetings = Section(self.tr("Meetings"))
        self.list = Section(self.tr("Today's list"))
        self.all_button = button(self.tr("All worked as planned"), "quiet")
        self.all_button.setObjectName("confirm_all_button")
        self.worked_button = button(self.tr("Worked time"), "quiet")
        self.worked_button.setObjectName("worked_time_button")
        self.worked_button.clicked.connect(self._on_worked_time)
        self.list.header.add_widget(self.all_button)
        self.list.header.add_widget(self.worked_button)
        self.add_part = AddPart(self._messages)
        if self._workspace is not None:
            self.add_part.attach(self._workspace)
        self.list.add_foot(self.add_part)
        self.unconfirmed = Section(self.tr("Not confirmed yet"))
        self.wrap_up = Section(self.tr("Wrap up"))
        for part in (self.meetings, self.list, self.unconfirmed, self.wrap_up):
            part.hide()
        self.all_button.clicked.connect(self._on_all_of_today)

    def _wire_now(self, row: NowRow) -> None:
        row.done.connect(self._on_done)
        row.longer.connect(self._on_longer)
        row.timer.connect(self._on_now_timer)
        row.opened.connect(partial(self.place_requested.emit, "week"))

    def attach(self, workspace: Workspace) -> None:
        """The workspace is open: buttons work from now on."""
        from clientdesk.ui.timer_gestures import TimerGestures

        self._workspace = workspace
        self._deeds.attach(workspace)
        self._gestures = TimerGestures(workspace, self._messages, self._page.window())
        if self._has_sections:
            self.add_part.attach(workspace)

    def show_now(self, view: TodayView, now: datetime) -> None:
        """What the first paint shows of the day."""
        self._day, self._zone = view.day, ZoneInfo(view.day.zone)
        self.now_line.show_day(view.day, now, self._zone)

    def show_day(self, view: TodayView, now: datetime) -> None:
        """Show everything of the day."""
        self.show_now(view, now)
        day = view.day
        self._fill_meetings(day, now)
        self._fill_list(view, now)
        self._fill_unconfirmed(day, now)
        end = day.end
        self.wrap_up.fill([] if end is None else [(end, partial(self._wrap_up_row, view))])
        self.wrap_up.header.set_count(None)
        self.wrap_up.setVisible(end is not None)

    def focus_add(self) -> None:
        """N: type something for today."""
        self.add_part.open_line()

    # Filling.

    def _fill_meetings(self, day: TodayDayView, now: datetime) -> None:
        following = next((m.block.block_id for m in day.meetings if m.block.ends_at > now), "")
        lines: list[Line] = []
        for meeting in day.meetings:
            block = meeting.block
            is_open = self._opened.get(block.block_id, block.block_id == following)
            content = (meeting, self._zone.key, block.starts_at <= now, block.ends_at <= now)
            lines.append((content, partial(self._meeting_row, meeting, now, is_open)))
        self.meetings.fill(lines)
        self.meetings.setVisible(bool(lines))

    def _meeting_row(self, meeting: MeetingView, now: datetime, is_open: bool) -> Row:
        row = MeetingRow(meeting, self._zone, now, is_open=is_open)
        row.client_wanted.connect(self.client_opened)
        row.held.connect(self._on_held)
        row.missed.connect(self._on_missed)
        row.cancelled.connect(self._on_cancelled)
        row.toggled.connect(self._on_notes)
        return row

    def _fill_list(self, view: TodayView, now: datetime) -> None:
        day = view.day
        lines: list[Line] = [self._block_line(block, now) for block in day.blocks[:MOST_ROWS]]
        lines += [((item, view.today), partial(self._item_row, item, view)) for item in day.items[:MOST_ROWS]]
        self.list.fill(lines, self.tr("Nothing is placed on today."))
        past = len(day.past_unconfirmed(now))
        self.all_button.setVisible(past > 1)
        self.all_button.setText(self.tr("All {count} worked as planned").format(count=past))
        self.all_button.setAccessibleName(self.all_button.text())

    def _block_line(self, block: TodayBlockView, now: datetime) -> Line:
        is_timed = self._runs_for(block)
        content = (block, self._zone.key, block.starts_at < now, block.ends_at <= now, is_timed)
        return content, partial(self._block_row, block, now, is_timed)

    def _block_row(self, block: TodayBlockView, now: datetime, is_timed: bool) -> Row:
        return self._wired(BlockRow(block, self._zone, now, is_timed=is_timed))

    def _item_row(self, item: TodayItemView, view: TodayView) -> Row:
        row = ItemRow(item, view.today)
        row.done.connect(self._on_item_done)
        row.worked.connect(self._on_item_worked)
        row.timer.connect(self._on_item_timer)
        row.opened.connect(partial(self.place_requested.emit, "week"))
        return row

    def _fill_unconfirmed(self, day: TodayDayView, now: datetime) -> None:
        blocks = [block for block in day.unconfirmed if not self._runs_for(block)]
        self.unconfirmed.setVisible(bool(blocks))
        if len(blocks) <= FEW or self._shows_each:
            self.unconfirmed.fill(
                [
                    ((block, self._zone.key), partial(self._past_row, block, now))
                    for block in blocks[:MOST_ROWS]
                ]
            )
        else:
            words = self._sum_words(blocks)
            self.unconfirmed.fill([(words, partial(self._sum_row, words))])
        self.unconfirmed.header.set_count(len(blocks) or None)

    def _past_row(self, block: TodayBlockView, now: datetime) -> Row:
        on = block.starts_at.astimezone(self._zone).date()
        return self._wired(BlockRow(block, self._zone, now, on=on))

    def _sum_row(self, words: str) -> Row:
        row = SumRow(words)
        row.opened.connect(self._on_each)
        row.all_worked.connect(self._on_all_earlier)
        return row

    def _sum_words(self, blocks: Sequence[TodayBlockView]) -> str:
        days = sorted({block.starts_at.astimezone(self._zone).date() for block in blocks})
        total = hours_words(sum(block.minutes for block in blocks))
        if len(days) == 1:
            return self.tr("{count} blocks of {day}, {length}").format(
                count=len(blocks), day=day_text(days[0], days[0]), length=total
            )
        return self.tr("{count} blocks from {first} to {last}, {length}").format(
            count=len(blocks),
            first=day_text(days[0], days[0]),
            last=day_text(days[-1], days[-1]),
            length=total,
        )

    def _wired(self, row: BlockRow) -> BlockRow:
        row.done.connect(self._on_done)
        row.worked.connect(self._on_worked)
        row.other_time.connect(self._on_other_time)
        row.timer.connect(self._on_block_timer)
        row.not_worked.connect(self._on_not_worked)
        row.opened.connect(partial(self.place_requested.emit, "week"))
        return row

    def _wrap_up_row(self, view: TodayView) -> Row:
        assert view.day.end is not None  # noqa: S101 - asked for only then
        row = WrapUpRow(view.day.end, self._zone)
        row.write_wanted.connect(self.write_requested)
        row.wrap_up_wanted.connect(self.wrap_up_requested)
        return row

    def _runs_for(self, block: TodayBlockView) -> bool:
        timer = self._day.timer if self._day else None
        return timer is not None and runs_for(timer, block)

    # Doing.

    def _on_done(self, block: TodayBlockView) -> None:
        def done(workspace: Workspace) -> str:
            workspace.week.mark_done(block.block_id, done=not block.is_done)
            return self.tr("Open again.") if block.is_done else self.tr("Done.")

        self._deeds.do(done)

    def _on_worked(self, block: TodayBlockView) -> None:
        def worked(workspace: Workspace) -> str:
            if block.is_confirmed:
                workspace.time.take_back(block.block_id)
                return self.tr("Not counted as worked any more.")
            entry = workspace.time.confirm(block.block_id)
            assert self._gestures is not None  # noqa: S101 - made together with the workspace
            return self._gestures.logged_words(entry)

        self._deeds.do(worked)

    def _on_other_time(self, block: TodayBlockView) -> None:
        def keep(minutes: int) -> str:
            assert self._workspace is not None  # noqa: S101 - asked only on an open workspace
            return self._workspace.time.confirm(block.block_id, minutes)

        self._ask_length(block.name, block.worked_minutes or block.minutes, keep)

    def _on_item_worked(self, item: TodayItemView) -> None:
        def keep(minutes: int) -> str:
            assert self._workspace is not None  # noqa: S101 - asked only on an open workspace
            return self._workspace.time.add({"work_item_id": item.work_item_id, "minutes": minutes})

        self._ask_length(item.name, item.estimate_minutes, keep)

    def _on_worked_time(self) -> None:
        if self._workspace is None:
            return
        from clientdesk.ui.panels.today.worked_dialog import WorkedDialog

        WorkedDialog(self._workspace, self._messages, self._page.window()).open()

    def _ask_length(self, title: str, minutes: int | None, keep: Callable[[int], str]) -> None:
        if self._gestures is None:
            return
        from clientdesk.ui.panels.today.length_dialog import LengthDialog

        gestures = self._gestures
        dialog = LengthDialog(title, minutes, self._page.window())

        def on_given(given: int) -> None:
            with self._messages.reporting(dialog) as outcome:
                entry = keep(given)
            if outcome.is_ok:
                self._messages.toast(gestures.logged_words(entry), self._deeds.undo)
                dialog.accept()

        dialog.given.connect(on_given)
        dialog.open()

    def _on_not_worked(self, block: TodayBlockView) -> None:
        def remove(workspace: Workspace) -> str:
            workspace.week.remove(block.block_id)
            return self.tr("{title} is off the week.").format(title=block.name)

        self._deeds.do(remove)

    def _on_longer(self, block: TodayBlockView) -> None:
        def longer(workspace: Workspace) -> str:
            workspace.week.resize(block.block_id, ends_at=block.ends_at + LONGER)
            until = workspace.week.get_block(block.block_id).ends_local
            return self._until_words(until)

        self._deeds.do(longer)

    def _until_words(self, until: datetime) -> str:
        """Until when it goes on, and what that runs into."""
        said = self.tr("Until {time}.").format(time=f"{until:%H:%M}")
        now = self._workspace.clock.now() if self._workspace else until
        following = self._day.next(now) if self._day else None
        if following is None or following.starts_at >= until:
            return said
        return self.tr("{until} It runs into {time} {title}.").format(
            until=said, time=f"{following.starts_at.astimezone(self._zone):%H:%M}", title=following.name
        )

    def _on_now_timer(self, block: TodayBlockView | None) -> None:
        if block is None or self._runs_for(block):
            self._stop_timer()
        elif block.is_own:
            self._on_block_timer(block)
        elif self._gestures is not None:
            self._gestures.start_client(block.client_id, block.title)

    def _on_block_timer(self, block: TodayBlockView) -> None:
        if self._runs_for(block):
            self._stop_timer()
        elif self._gestures is not None:
            self._gestures.start_block(block.block_id)

    def _on_item_timer(self, item: TodayItemView) -> None:
        if self._gestures is not None:
            self._gestures.start_work(item.work_item_id)

    def _stop_timer(self) -> None:
        if self._gestures is not None:
            self._gestures.stop()

    def _on_item_done(self, item: TodayItemView) -> None:
        def done(workspace: Workspace) -> str:
            workspace.week.complete(item.work_item_id)
            return self.tr("Done: {title}.").format(title=item.title)

        self._deeds.do(done)

    def _on_all_of_today(self) -> None:
        self._deeds.do(lambda workspace: self._confirmed_words(workspace.time.confirm_past()))

    def _on_all_earlier(self) -> None:
        ids = [block.block_id for block in self._day.unconfirmed] if self._day else []
        self._deeds.do(lambda workspace: self._confirmed_words(workspace.time.confirm_all(ids)))

    def _confirmed_words(self, count: int) -> str:
        if count == 1:
            return self.tr("1 block was worked as planned.")
        return self.tr("{count} blocks were worked as planned.").format(count=count)

    def _on_each(self) -> None:
        self._shows_each = True
        if self._workspace is not None and self._day is not None:
            self._fill_unconfirmed(self._day, self._workspace.clock.now())
            rows = self.unconfirmed.rows()
            if rows:
                rows[0].setFocus()

    def _on_notes(self, block_id: str, is_open: bool) -> None:
        self._opened[block_id] = is_open

    def _on_held(self, touchpoint_id: str) -> None:
        def held(workspace: Workspace) -> str:
            workspace.touchpoints.confirm_held(touchpoint_id)
            return self.tr("Kept as held.")

        self._deeds.do(held)

    def _on_missed(self, touchpoint_id: str) -> None:
        def missed(workspace: Workspace) -> str:
            workspace.touchpoints.miss(touchpoint_id)
            return self.tr("Kept as missed.")

        self._deeds.do(missed)

    def _on_cancelled(self, touchpoint_id: str) -> None:
        def cancelled(workspace: Workspace) -> str:
            workspace.touchpoints.cancel(touchpoint_id)
            return self.tr("Called off.")

        self._deeds.do(cancelled)
