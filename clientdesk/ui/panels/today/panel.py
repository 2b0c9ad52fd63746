"""Today's page: the sentence, the worst gap, who is owed a word, what is on, promises at risk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from clientdesk.models.enums import Kind, NoticeTopic
from clientdesk.models.views.check_ins import ClientCheckInView
from clientdesk.models.views.today import PAGE_ROWS, PromiseView, TodayPaperView, TodayView
from clientdesk.models.views.today_day import TodayDayView
from clientdesk.ui.after_paint import AfterPaint
from clientdesk.ui.dates import day_text
from clientdesk.ui.deeds import Deeds
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.base import Panel
from clientdesk.ui.panels.today.answer_part import AnswerPart
from clientdesk.ui.panels.today.asked_part import AskedPart
from clientdesk.ui.panels.today.check_in_row import CheckInRow
from clientdesk.ui.panels.today.day_part import DayPart
from clientdesk.ui.panels.today.gap_card import GapCard
from clientdesk.ui.panels.today.marks import Marks
from clientdesk.ui.panels.today.rows import PaperRow, PromiseRow, Row
from clientdesk.ui.panels.today.section import Line, Section, order_tabs
from clientdesk.ui.theme import Theme
from clientdesk.ui.tokens import SPACE_1, SPACE_3, SPACE_4, SPACE_6, TODAY_COLUMN
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.empty_state import EmptyState
from clientdesk.ui.widgets.labels import label
from clientdesk.ui.words import hours_words, next_word, over_words, rhythm_kind_word

if TYPE_CHECKING:
    from clientdesk.services.ports import Clock
    from clientdesk.services.workspace import Workspace

LONGEST_PAINT_MS = 500
"""If the page isn't painted by then (minimised, covered), the rest of it waits no longer."""
EVERY_MINUTE_MS = 60_000
LAYERS = 5
"""Card, section, column, room, page: each asks the one around it for its place when it knows what it needs."""


class TodayPanel(Panel):
    """One column. Filled by the first read before the workspace is open, by the workspace afterwards.

    Signals:
        client_opened, agreement_opened: id.
        place_requested: key of another place.
        plan_requested: the week is to be planned. `wrap_up_requested`: it is to be wrapped up.
        write_requested: id of the client to write an update for.
        new_client_requested: the button of the empty page.
    """

    panel_id = "today"
    watches = frozenset(Kind)

    client_opened = Signal(str)
    agreement_opened = Signal(str)
    place_requested = Signal(str)
    plan_requested = Signal()
    write_requested = Signal(str)
    wrap_up_requested = Signal()
    new_client_requested = Signal()

    def __init__(self, messages: Messages, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._messages = messages
        self._theme = theme
        self._workspace: Workspace | None = None
        self._deeds = Deeds(messages, self)
        self._view: TodayView | None = None
        self._clock: Clock | None = None
        self._day = DayPart(messages, self)
        self._asked = AskedPart(messages, self)
        self._answers = AnswerPart(messages, self)
        self._asked.own_rows.add(NoticeTopic.ANSWER)
        self._marks = Marks()
        self._gone: tuple[tuple[str, str], tuple[str, str]] | None = None
        """A line that went with the keyboard, and the one that has it since: what is undone gets it back."""
        self._minute = QTimer(self)
        self._minute.setInterval(EVERY_MINUTE_MS)
        self._minute.timeout.connect(self.mark_stale)
        self._build()

    def title(self) -> str:
        return self.tr("Today")

    def use_clock(self, clock: Clock) -> None:
        """Where the time comes from before the workspace is open; without one the day waits for that."""
        self._clock = clock

    def attach(self, workspace: Workspace) -> None:
        """The workspace is open: buttons work, and the page reads itself again."""
        self._workspace = workspace
        self._deeds.attach(workspace)
        self._clock = workspace.clock
        self._day.attach(workspace)
        self._asked.attach(workspace)
        self._answers.attach(workspace)
        self.mark_stale()

    def refresh(self) -> None:
        if self._workspace is not None:
            view = self._workspace.today()
            if view is not None:
                self.show_view(view)

    def show_view(self, view: TodayView) -> None:
        """Show this day; keeps the scroll position and the focused line."""
        self._view = view
        self._marks = Marks(view)
        focused, scrolled = self._focused_row(), self._scroll_bar.value()
        # Laid out once afterwards, not again for each part that comes or goes.
        self._column.setEnabled(False)
        try:
            self._fill(view)
        finally:
            self._column.setEnabled(True)
        self._settle()
        order_tabs(self._page)
        self._focus_row(*focused)
        # A line that goes while it has the keyboard hands it on, and the page would follow it anywhere.
        self._scroll_bar.setValue(scrolled)

    def _fill(self, view: TodayView) -> None:
        self._show_header(view)
        self._show_gap(view)
        self._make_later()
        self._fill_owed(view)
        self._answers.show_view(view, self._marks, None if self._clock is None else self._clock.now())
        self._asked.show_view(view, self._marks)
        self._fill_promises(view)
        self._fill_papers(view)
        if self._clock is not None:
            self._day.show_day(view, self._clock.now())
        self._show_parts(view)

    def show_first(self, view: TodayView) -> None:
        """Show what fits a window, for the first paint; the rest follows as soon as that is done."""
        self._view = view
        self._marks = Marks(view)
        self._show_header(view)
        self._show_gap(view)
        self._show_parts(view)
        if self._clock is not None:
            self._day.show_now(view, self._clock.now())
        most = self._rows_that_fit()
        if len(view.owed) < most:
            self.show_view(view)
            return
        self._owed.fill(islice(self._check_in_rows(view.owed, view), most))
        self._owed.header.set_count(len(view.owed) + view.left_out.owed)
        self._settle()
        AfterPaint(self.sentence_label, self._show_rest, LONGEST_PAINT_MS)

    def _settle(self) -> None:
        """Give everything its place now: painted in between, the new lines would be seen squeezed together."""
        if self.isVisible():
            for _ in range(LAYERS):
                QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    def _rows_that_fit(self) -> int:
        """So many lines of who is owed a word the window shows below what stands above them, and one that is cut."""
        self._column.activate()
        least = 2 * self.fontMetrics().height() + 2 * SPACE_1
        return max(self.height() - self._owed.y(), 0) // least + 1

    def _show_parts(self, view: TodayView) -> None:
        """What has nothing to say isn't shown; without clients only what the day itself holds."""
        has_clients, day = view.clients > 0, view.day
        has_day = has_clients or bool(day.on or day.meetings or day.items or day.unconfirmed or day.timer)
        self._empty.setVisible(not has_clients)
        self._owed.setVisible(has_clients)
        self._day.now_line.setVisible(has_day and self._clock is not None)
        if self._later:
            self._day.list.setVisible(has_day and self._clock is not None)

    def _show_rest(self) -> None:
        if self._view is not None and self._workspace is None:
            self.show_view(self._view)  # else the open workspace has shown it

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll = QScrollArea()
        scroll.setObjectName("scroll")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        room = QWidget()
        room.setProperty("role", "page")
        row = QHBoxLayout(room)
        row.setContentsMargins(SPACE_6, SPACE_6, SPACE_6, SPACE_6)
        column_widget = self._page = QWidget()
        column_widget.setMaximumWidth(TODAY_COLUMN + 80)
        row.addStretch(1)
        row.addWidget(column_widget, 100)
        row.addStretch(1)
        self._column = QVBoxLayout(column_widget)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_4)
        self._build_header()
        self._build_sections()
        self._empty = EmptyState(
            self.tr("Nobody to keep in mind yet"),
            self.tr("Add the first client. A name is enough; everything else comes from the tier."),
            [
                (self.tr("New client"), self.new_client_requested.emit),
            ],
            icon_name="users",
        )
        self._empty.hide()
        self._column.addWidget(self._empty)
        self._column.addStretch(1)
        scroll.setWidget(room)
        self._scroll_bar = scroll.verticalScrollBar()
        outer.addWidget(scroll)

    def _build_header(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(SPACE_3)
        self.title_label = label(self.tr("Today"), "title")
        self.day_label = label("", "secondary")
        self.capacity_label = label("", "secondary", wrap=True)
        self.capacity_label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.capacity_label.setObjectName("capacity_label")
        self.plan_button = button(
            self.tr("Plan day"), icon_name="calendar-days", tooltip=self.tr("Plan the day and the week (P)")
        )
        self.plan_button.setObjectName("plan_button")
        self.plan_button.clicked.connect(self._on_plan)
        top.addWidget(self.title_label)
        top.addWidget(self.day_label)
        top.addWidget(self.capacity_label, 1)
        top.addWidget(self.plan_button)
        self._column.addLayout(top)
        self.sentence_label = label("", "section", wrap=True)
        self.sentence_label.setObjectName("sentence_label")
        self.sentence_label.setSizePolicy(QLabel().sizePolicy())
        self._column.addWidget(self.sentence_label)

    def _build_sections(self) -> None:
        day = self._day
        self._gap = GapCard()
        self._gap.talk_button.clicked.connect(self._on_worst)
        self._owed = Section(self.tr("Say something"))
        for part in (day.now_line, self._gap, self._owed):
            self._column.addWidget(part)
        # Without a day to show, as at the very first start, they would be empty frames.
        for part in (self._gap, self._owed):
            part.hide()
        self._later: tuple[Section, ...] = ()
        day.client_opened.connect(self.client_opened)
        day.place_requested.connect(self.place_requested)
        day.write_requested.connect(self.write_requested)
        day.wrap_up_requested.connect(self.wrap_up_requested)
        self._asked.client_opened.connect(self.client_opened)
        self._asked.agreement_opened.connect(self.agreement_opened)
        self._answers.client_opened.connect(self.client_opened)
        self._answers.write_requested.connect(self.write_requested)

    def _make_later(self) -> None:
        """Make what the first paint can do without."""
        if self._later:
            return
        day = self._day
        day.make_sections()
        self._asked.make_sections()
        self._promises = Section(self.tr("Promises at risk"))
        self._papers = Section(self.tr("Wait for signature"))
        self._soon = Section(self.tr("Next 7 days"))
        self._covered = Section(self.tr("Covered by a meeting"))
        self._paused = Section(self.tr("On hold or put off"))
        self._later = (
            self._answers.make_section(),
            *self._asked.sections(),
            self._promises,
            day.meetings,
            day.list,
            day.unconfirmed,
            self._papers,
            day.wrap_up,
            self._soon,
            self._covered,
            self._paused,
        )
        place = self._column.indexOf(self._owed)
        for number, part in enumerate(self._later, start=1):
            self._column.insertWidget(place + number, part)

    def _show_header(self, view: TodayView) -> None:
        self.day_label.setText(day_text(view.today))
        self.sentence_label.setText(view.sentence)
        self.capacity_label.setText(self._capacity_words(view.day))

    def _capacity_words(self, day: TodayDayView) -> str:
        """ "5 h 20 of 6 h": planned of what can be promised; worked hours beside it, never in it."""
        if day.capacity_minutes or day.planned_minutes:
            words = self.tr("{planned} of {capacity}").format(
                planned=hours_words(day.planned_minutes), capacity=hours_words(day.capacity_minutes)
            )
            over = over_words(day.planned_minutes, day.capacity_minutes)
            parts = [f"{words} — {over}" if over else words]
        else:
            parts = [self.tr("a day off")]
        if day.unestimated:
            parts.append(self.tr("{count} without estimate").format(count=day.unestimated))
        if day.worked_minutes:
            parts.append(self.tr("{length} worked").format(length=hours_words(day.worked_minutes)))
        return " · ".join(parts)

    def _show_gap(self, view: TodayView) -> None:
        self._gap.setVisible(view.worst is not None)
        if view.worst is not None:
            self._gap.show_promise(view.worst)

    def _fill_owed(self, view: TodayView) -> None:
        left_out = view.left_out
        owed = self._check_in_rows(view.owed, view, left_out.owed)
        self._owed.fill(owed, self.tr("Nobody is waiting for a word."))
        self._owed.header.set_count(len(view.owed) + left_out.owed or None)
        for section, entries, more in (
            (self._soon, view.soon, left_out.soon),
            (self._covered, view.covered, left_out.covered),
            (self._paused, view.paused, left_out.paused),
        ):
            section.fill(self._check_in_rows(entries, view, more))
            section.header.set_count(len(entries) + more or None)
            section.setVisible(bool(entries))
        for section, entries in (
            (self._owed, view.owed),
            (self._soon, view.soon),
            (self._covered, view.covered),
        ):
            reach = {entry.client_id: entry.reach for entry in entries}
            for row in section.rows():
                if isinstance(row, CheckInRow):
                    row.show_reach(reach.get(row.client_id, ""))

    def _check_in_rows(
        self, entries: tuple[ClientCheckInView, ...], view: TodayView, left_out: int = 0
    ) -> Iterable[Line]:
        for entry in entries[:PAGE_ROWS]:
            paused = entry.state.value in ("on_hold", "snoozed")
            words = next_word(entry, view.today) if paused else entry.reason
            if paused and entry.pause_reason:
                words = f"{words} · {entry.pause_reason}"
            mark = self._marks.of_client(entry.client_id)
            # When to reach them goes with the clock: it is shown on the row that stands there.
            content = replace(entry, reach=""), words, mark
            yield content, partial(self._check_in_row, entry, words, mark)
        rest = max(len(entries) - PAGE_ROWS, 0) + left_out
        if rest:
            yield rest, partial(self._more_row, rest)

    def _check_in_row(self, entry: ClientCheckInView, words: str, mark: str) -> Row:
        row = CheckInRow(entry, words, mark)
        row.opened.connect(partial(self.client_opened.emit, entry.client_id))
        row.told.connect(self._on_told)
        row.write.connect(self.write_requested)
        row.kept_asked.connect(partial(self._on_kept_asked, row))
        row.later.connect(self._on_later)
        row.hold.connect(self._on_hold)
        row.release.connect(self._on_release)
        return row

    def _more_row(self, rest: int) -> Row:
        more = Row(self.tr("More in Clients"))
        more.line.addWidget(label(self.tr("and {count} more, in Clients").format(count=rest), "link"))
        more.opened.connect(partial(self.place_requested.emit, "clients"))
        return more

    def _fill_promises(self, view: TodayView) -> None:
        shown = view.promises[:PAGE_ROWS]
        self._promises.fill([(promise, partial(self._promise_row, promise)) for promise in shown])
        self._promises.setVisible(bool(shown))

    def _fill_papers(self, view: TodayView) -> None:
        shown = view.papers[:PAGE_ROWS]
        lines: list[Line] = []
        for paper in shown:
            mark = self._marks.of(NoticeTopic.PAPER, paper.agreement_id)
            lines.append(((paper, mark), partial(self._paper_row, paper, mark)))
        self._papers.fill(lines)
        self._papers.setVisible(bool(shown))

    def _paper_row(self, paper: TodayPaperView, mark: str) -> Row:
        row = PaperRow(paper, mark)
        row.opened.connect(partial(self.agreement_opened.emit, paper.agreement_id))
        return row

    def _promise_row(self, promise: PromiseView) -> Row:
        row = PromiseRow(promise)
        row.opened.connect(partial(self.client_opened.emit, promise.client_id))
        row.talk.connect(self._on_talk)
        return row

    def main_stop(self, outside: Sequence[QWidget]) -> QWidget | None:
        """The first line of the day; nothing before the day is read."""
        if self._view is None:
            return None
        first = next((row for row in self.findChildren(Row) if row.isVisible()), None)
        return super().main_stop(outside) if first is None else first

    def _focused_row(self) -> tuple[tuple[str, str], int]:
        """Which line has the keyboard, and its place on the page; none is place -1."""
        focus: QWidget | None = self.focusWidget()
        if self._gone is not None and (not isinstance(focus, Row) or focus.key != self._gone[1]):
            self._gone = None  # the keyboard has gone on
        while focus is not None and not isinstance(focus, Row):
            focus = focus.parentWidget()
        if not isinstance(focus, Row):
            return ("", ""), -1
        rows = self._rows()
        return focus.key, rows.index(focus) if focus in rows else 0

    def _focus_row(self, key: tuple[str, str], place: int) -> None:
        """Give the keyboard back: to the same line, or to the one that stands in its place now."""
        focus: QWidget | None = self.focusWidget()
        if place < 0:
            return
        rows = self._rows()
        back = next((row for row in rows if self._gone is not None and row.key == self._gone[0]), None)
        if (
            back is None
            and focus is not None
            and any(row is focus or row.isAncestorOf(focus) for row in rows if row.key == key)
        ):
            return
        chosen = back or next((row for row in rows if row.key == key), None)
        if chosen is None and rows:
            chosen = rows[min(place, len(rows) - 1)]
            self._gone = (key, chosen.key)
        if chosen is not None:
            chosen.setFocus(Qt.FocusReason.OtherFocusReason)

    def _rows(self) -> list[Row]:
        """The lines of the page, from the top."""
        found: list[Row] = [] if self._day.now_line.isHidden() else [*self._day.now_line.rows()]
        for section in (self._owed, *self._later):
            if not section.isHidden():
                found += section.rows()
        return found

    def _on_kept_asked(self, row: CheckInRow, client_id: str) -> None:
        """The client's page shows the same; here it stands beside the words on hover."""
        if self._workspace is not None:
            kept = self._workspace.check_ins.kept(client_id)
            row.say_kept("\n".join(f"{rhythm_kind_word(one.kind)}: {one.words}" for one in kept))

    def _on_told(self, client_id: str) -> None:
        def told(workspace: Workspace) -> str:
            workspace.reminders.log_told(client_id)
            return self.tr("Logged: {client} was told.").format(client=workspace.clients.get(client_id).name)

        self._deeds.do(told)

    def _on_later(self, client_id: str) -> None:
        def later(workspace: Workspace) -> str:
            until = workspace.check_ins.later(client_id)
            name = workspace.clients.get(client_id).name
            return self.tr("{client}: put off until {day}.").format(client=name, day=day_text(until, until))

        self._deeds.do(later)

    def _on_hold(self, client_id: str) -> None:
        def hold(workspace: Workspace) -> str:
            workspace.check_ins.hold(client_id, None)
            return self.tr("{client} is on hold until released.").format(
                client=workspace.clients.get(client_id).name
            )

        self._deeds.do(hold)

    def _on_release(self, client_id: str) -> None:
        def release(workspace: Workspace) -> str:
            workspace.check_ins.release(client_id)
            return self.tr("{client} is back.").format(client=workspace.clients.get(client_id).name)

        self._deeds.do(release)

    def _on_worst(self) -> None:
        if self._view is not None and self._view.worst is not None:
            self._on_talk(self._view.worst)

    def _on_talk(self, promise: PromiseView) -> None:
        if self._workspace is None:
            return
        from clientdesk.ui.panels.today.gap_dialog import GapDialog

        GapDialog(promise, self._workspace, self._messages, self.window()).open()

    def _on_plan(self) -> None:
        self.plan_requested.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """P plans, N adds work for today; T, Z and the others belong to the line with the keyboard."""
        if event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier or self._workspace is None:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_P:
            self._on_plan()
        elif event.key() == Qt.Key.Key_N and self._later and not self._day.list.isHidden():
            self._day.focus_add()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._minute.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._minute.stop()
