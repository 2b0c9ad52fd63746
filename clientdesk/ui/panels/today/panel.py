"""Today's page: the sentence, the worst gap, who is owed a word, what is on, promises at risk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from clientdesk.models.enums import Kind
from clientdesk.models.views.check_ins import ClientCheckInView
from clientdesk.models.views.today import PromiseView, TodayBlockView, TodayView
from clientdesk.ui.dates import day_text
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.base import Panel
from clientdesk.ui.panels.today.gap_line import GapLine
from clientdesk.ui.panels.today.rows import BlockRow, CheckInRow, PromiseRow, Row
from clientdesk.ui.theme import Theme
from clientdesk.ui.tokens import SPACE_2, SPACE_3, SPACE_4, SPACE_6, TODAY_COLUMN
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.empty_state import EmptyState
from clientdesk.ui.widgets.labels import SectionHeader, hairline, label
from clientdesk.ui.words import hours_words, next_word, over_words

if TYPE_CHECKING:
    from clientdesk.services.workspace import Workspace

MOST_ROWS = 25
FIRST_ROWS = 22
"""More rows than that don't fit the window as it opens."""
AFTER_PAINT_MS = 60
EVERY_MINUTE_MS = 60_000

Line = tuple[object, Callable[[], Row]]
"""What a row says, and what makes it."""


class TodayPanel(Panel):
    """One column. Filled by the first read before the workspace is open, by the workspace afterwards.

    Signals:
        client_opened, agreement_opened: id.
        place_requested: key of another place.
        new_client_requested: the button of the empty page.
    """

    panel_id = "today"
    watches = frozenset(set(Kind) - {Kind.NOTIFICATION_LOG})

    client_opened = Signal(str)
    agreement_opened = Signal(str)
    place_requested = Signal(str)
    new_client_requested = Signal()

    def __init__(self, messages: Messages, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._messages = messages
        self._theme = theme
        self._workspace: Workspace | None = None
        self._view: TodayView | None = None
        self._zone = ZoneInfo("UTC")
        self._minute = QTimer(self)
        self._minute.setInterval(EVERY_MINUTE_MS)
        self._minute.timeout.connect(self.mark_stale)
        self._build()

    def title(self) -> str:
        return self.tr("Today")

    def attach(self, workspace: Workspace) -> None:
        """The workspace is open: buttons work, and the page reads itself again."""
        self._workspace = workspace
        self.mark_stale()

    def refresh(self) -> None:
        if self._workspace is not None:
            view = self._workspace.today()
            if view is not None:
                self._zone = self._workspace.practice.zone()
                self.show_view(view)

    def show_view(self, view: TodayView) -> None:
        """Show this day; keeps the scroll position and the focused client."""
        if view == self._view and self._workspace is not None and not view.blocks:
            return
        self._view = view
        focused = self._focused_client()
        self._show_header(view)
        self._show_gap(view)
        self._fill_owed(view)
        self._fill_blocks(view)
        self._fill_promises(view)
        self._empty.setVisible(view.clients == 0)
        self._sections.setVisible(view.clients > 0)
        self._focus_client(focused)

    def show_first(self, view: TodayView) -> None:
        """Show what fits a window, for the first paint; the rest follows as soon as that is done."""
        self._view = view
        self._show_header(view)
        self._show_gap(view)
        self._empty.setVisible(view.clients == 0)
        self._sections.setVisible(view.clients > 0)
        if len(view.owed) < FIRST_ROWS:
            self.show_view(view)
            return
        self._owed.fill(islice(self._check_in_rows(view.owed, view), FIRST_ROWS))
        QTimer.singleShot(AFTER_PAINT_MS, self, self._show_rest)

    def _show_rest(self) -> None:
        if self._view is not None and self._workspace is None:
            self.show_view(self._view)

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
        column_widget = QWidget()
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
        outer.addWidget(scroll)

    def _build_header(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(SPACE_3)
        self.title_label = label(self.tr("Today"), "title")
        self.day_label = label("", "secondary")
        self.capacity_label = label("", "secondary")
        self.capacity_label.setObjectName("capacity_label")
        self.plan_button = button(self.tr("Plan the week"), icon_name="calendar-days")
        self.plan_button.setObjectName("plan_button")
        self.plan_button.clicked.connect(self._on_plan)
        top.addWidget(self.title_label)
        top.addWidget(self.day_label)
        top.addStretch(1)
        top.addWidget(self.capacity_label)
        top.addWidget(self.plan_button)
        self._column.addLayout(top)
        self.sentence_label = label("", "section", wrap=True)
        self.sentence_label.setObjectName("sentence_label")
        self.sentence_label.setSizePolicy(QLabel().sizePolicy())
        self._column.addWidget(self.sentence_label)

    def _build_sections(self) -> None:
        self._sections = QWidget()
        column = QVBoxLayout(self._sections)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_4)
        self._gap = _GapCard()
        self._gap.talk_button.clicked.connect(self._on_worst)
        column.addWidget(self._gap)
        self._owed = _Section(self.tr("Owed a word"))
        self._soon = _Section(self.tr("Next 7 days"))
        self._blocks = _Section(self.tr("On today"))
        self._promises = _Section(self.tr("Promises at risk"))
        self._covered = _Section(self.tr("Covered by a meeting"))
        self._paused = _Section(self.tr("On hold or put off"))
        for section in (self._owed, self._blocks, self._promises, self._soon, self._covered, self._paused):
            column.addWidget(section)
        self._column.addWidget(self._sections)

    def _show_header(self, view: TodayView) -> None:
        self.day_label.setText(day_text(view.today))
        self.sentence_label.setText(view.sentence)
        if view.capacity_minutes or view.planned_minutes:
            words = self.tr("{planned} of {capacity} planned").format(
                planned=hours_words(view.planned_minutes), capacity=hours_words(view.capacity_minutes)
            )
            over = over_words(view.planned_minutes, view.capacity_minutes)
            self.capacity_label.setText(f"{words} — {over}" if over else words)
        else:
            self.capacity_label.setText(self.tr("a day off"))

    def _show_gap(self, view: TodayView) -> None:
        self._gap.setVisible(view.worst is not None)
        if view.worst is not None:
            self._gap.show_promise(view.worst)

    def _fill_owed(self, view: TodayView) -> None:
        self._owed.fill(self._check_in_rows(view.owed, view), self.tr("Nobody is waiting for a word."))
        for section, entries in (
            (self._soon, view.soon),
            (self._covered, view.covered),
            (self._paused, view.paused),
        ):
            section.fill(self._check_in_rows(entries, view))
            section.setVisible(bool(entries))

    def _check_in_rows(self, entries: tuple[ClientCheckInView, ...], view: TodayView) -> Iterable[Line]:
        for entry in entries[:MOST_ROWS]:
            paused = entry.state.value in ("on_hold", "snoozed")
            words = next_word(entry, view.today) if paused else entry.reason
            if paused and entry.pause_reason:
                words = f"{words} · {entry.pause_reason}"
            yield (entry, words), partial(self._check_in_row, entry, words)
        if len(entries) > MOST_ROWS:
            rest = len(entries) - MOST_ROWS
            yield rest, partial(self._more_row, rest)

    def _check_in_row(self, entry: ClientCheckInView, words: str) -> Row:
        row = CheckInRow(entry, words)
        row.opened.connect(partial(self.client_opened.emit, entry.client_id))
        row.told.connect(self._on_told)
        row.later.connect(self._on_later)
        row.hold.connect(self._on_hold)
        row.release.connect(self._on_release)
        return row

    def _more_row(self, rest: int) -> Row:
        more = Row(self.tr("More in Clients"))
        more.line.addWidget(label(self.tr("and {count} more, in Clients").format(count=rest), "link"))
        more.opened.connect(partial(self.place_requested.emit, "clients"))
        return more

    def _fill_blocks(self, view: TodayView) -> None:
        if not view.blocks:
            self._blocks.fill([], self.tr("Nothing is placed on today."))
            return
        if self._workspace is None:
            return
        now = self._workspace.clock.now()
        lines: list[Line] = [
            (
                (block, self._zone.key, block.starts_at <= now, block.ends_at <= now),
                partial(self._block_row, block, now),
            )
            for block in view.blocks
        ]
        self._blocks.fill(lines)

    def _block_row(self, block: TodayBlockView, now: datetime) -> Row:
        row = BlockRow(block, self._zone, now)
        row.done.connect(self._on_done)
        row.opened.connect(partial(self.place_requested.emit, "week"))
        return row

    def _fill_promises(self, view: TodayView) -> None:
        shown = view.promises[:MOST_ROWS]
        self._promises.fill([(promise, partial(self._promise_row, promise)) for promise in shown])
        self._promises.setVisible(bool(shown))

    def _promise_row(self, promise: PromiseView) -> Row:
        row = PromiseRow(promise)
        row.opened.connect(partial(self.client_opened.emit, promise.client_id))
        row.talk.connect(self._on_talk)
        return row

    def main_stop(self, outside: Sequence[QWidget]) -> QWidget | None:
        """The first line of the day; nothing before the day is read."""
        if self._view is None:
            return None
        return next((row for row in self.findChildren(Row) if row.isVisible()), super().main_stop(outside))

    def _focused_client(self) -> str:
        focus: QWidget | None = self.focusWidget()
        while focus is not None and not isinstance(focus, CheckInRow):
            focus = focus.parentWidget()
        return focus.client_id if isinstance(focus, CheckInRow) else ""

    def _focus_client(self, client_id: str) -> None:
        if not client_id:
            return
        rows = self.findChildren(CheckInRow)
        chosen = next((row for row in rows if row.client_id == client_id), None) or next(iter(rows), None)
        if chosen is not None:
            chosen.setFocus(Qt.FocusReason.OtherFocusReason)

    def _do(self, deed: Callable[[Workspace], str]) -> None:
        """Carry out a gesture on the open workspace and say what happened."""
        if self._workspace is None:
            return
        workspace = self._workspace
        with self._messages.reporting(self) as outcome:
            said = deed(workspace)
        if outcome.is_ok:
            self._messages.toast(said, self._undo)

    def _undo(self) -> None:
        if self._workspace is not None:
            with self._messages.reporting(self):
                self._workspace.store.undo()

    def _on_told(self, client_id: str) -> None:
        def told(workspace: Workspace) -> str:
            workspace.reminders.log_told(client_id)
            return self.tr("Logged: {client} was told.").format(client=workspace.clients.get(client_id).name)

        self._do(told)

    def _on_later(self, client_id: str) -> None:
        def later(workspace: Workspace) -> str:
            until = workspace.check_ins.later(client_id)
            name = workspace.clients.get(client_id).name
            return self.tr("{client}: put off to {day}.").format(client=name, day=day_text(until, until))

        self._do(later)

    def _on_hold(self, client_id: str) -> None:
        def hold(workspace: Workspace) -> str:
            workspace.check_ins.hold(client_id, None)
            return self.tr("{client} is on hold until released.").format(
                client=workspace.clients.get(client_id).name
            )

        self._do(hold)

    def _on_release(self, client_id: str) -> None:
        def release(workspace: Workspace) -> str:
            workspace.check_ins.release(client_id)
            return self.tr("{client} is back.").format(client=workspace.clients.get(client_id).name)

        self._do(release)

    def _on_done(self, work_item_id: str) -> None:
        def done(workspace: Workspace) -> str:
            workspace.week.complete(work_item_id)
            return self.tr("Done.")

        self._do(done)

    def _on_worst(self) -> None:
        if self._view is not None and self._view.worst is not None:
            self._on_talk(self._view.worst)

    def _on_talk(self, promise: PromiseView) -> None:
        if self._workspace is None:
            return
        from clientdesk.ui.panels.today.gap_dialog import GapDialog

        GapDialog(promise, self._workspace, self._messages, self.window()).open()

    def _on_plan(self) -> None:
        self.place_requested.emit("week")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._minute.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._minute.stop()


class _GapCard(QFrame):
    """The worst gap, drawn, with what to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("gap_card")
        self.setProperty("role", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_3)
        column.setSpacing(SPACE_2)
        top = QHBoxLayout()
        self.name_label = label("", "strong")
        self.told_label = label("", "secondary")
        self.talk_button = button(self.tr("What to say"), "primary")
        self.talk_button.setObjectName("worst_talk_button")
        top.addWidget(self.name_label)
        top.addWidget(self.told_label)
        top.addStretch(1)
        top.addWidget(self.talk_button)
        column.addLayout(top)
        self.line = GapLine()
        column.addWidget(self.line)

    def show_promise(self, promise: PromiseView) -> None:
        self.name_label.setText(f"{promise.client} · {promise.title}")
        told = promise.told_on
        self.told_label.setText(
            self.tr("told {day}, not confirmed").format(day=day_text(told, told))
            if told
            else self.tr("not told yet")
        )
        self.line.show_promise(promise)


class _Section(QFrame):
    """A heading with its count, and rows on a card."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_2)
        self.header = SectionHeader(title)
        column.addWidget(self.header)
        self._card = QFrame()
        self._card.setProperty("role", "card")
        self._rows = QVBoxLayout(self._card)
        self._rows.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
        self._rows.setSpacing(0)
        column.addWidget(self._card)
        self._shown: dict[object, Row] = {}

    def fill(self, lines: Iterable[Line], when_empty: str = "") -> None:
        """Show these rows instead of the earlier ones; a row that says the same stays as it is."""
        wanted = dict(lines)
        if wanted and list(wanted) == list(self._shown):
            return
        kept = self._kept(list(wanted))
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget not in kept.values():
                widget.hide()
                widget.deleteLater()
        self._shown = {}
        before: Row | None = None
        for content, make in wanted.items():
            row = kept.get(content) or make()
            if before is not None:
                self._rows.addWidget(hairline())
            self._rows.addWidget(row)
            if content not in kept and kept and before is not None:
                _follow(before, row)
            self._shown[content] = before = row
        self.header.set_count(len(wanted) or None)
        if not wanted and when_empty:
            words = label(when_empty, "secondary")
            words.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
            self._rows.addWidget(words)

    def _kept(self, wanted: list[object]) -> dict[object, Row]:
        """Rows that can stay: those that come in the same order as before, with the first of them in front."""
        kept = [content for content in self._shown if content in set(wanted)]
        if (
            not kept
            or kept[0] != wanted[0]
            or kept != [content for content in wanted if content in self._shown]
        ):
            return {}
        return {content: self._shown[content] for content in kept}


def _follow(before: Row, row: Row) -> None:
    """Tab goes from the row above to this one, and through its buttons."""
    last = [before, *_stops(before)][-1]
    for stop in (row, *_stops(row)):
        QWidget.setTabOrder(last, stop)
        last = stop


def _stops(row: Row) -> list[QWidget]:
    return [
        button
        for button in row.findChildren(QAbstractButton)
        if button.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]
