"""What is on now, or what comes next and when; and the timer while it runs for something else."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from clientdesk.models.enums import BlockKind
from clientdesk.models.views.time import TimerView
from clientdesk.models.views.today_day import TodayBlockView, TodayDayView
from clientdesk.ui.panels.today.rows import Row
from clientdesk.ui.tokens import SPACE_2, SPACE_3
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.chips import Monogram
from clientdesk.ui.widgets.labels import ElidedLabel, label, set_role
from clientdesk.ui.words import hours_words


class NowRow(Row):
    """One line that is filled again every minute and keeps its focus meanwhile.

    Keys of a block that is on: D done, + a quarter of an hour more, R run or stop the timer.

    Signals:
        done, longer, timer: the block (for `timer` None: stop what runs).
    """

    done = Signal(object)
    longer = Signal(object)
    timer = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setObjectName("now_row")
        self.key = ("now", "")
        self.block: TodayBlockView | None = None
        self._name = ""
        self.line.setSpacing(SPACE_3)
        self.word_label = label("", "chip")
        self.time_label = label("", "strong")
        self.monogram = Monogram()
        self.title_label = ElidedLabel("", "strong")
        self.after_label = ElidedLabel("", "secondary")
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self.title_label)
        texts.addWidget(self.after_label)
        self.done_button = button(self.tr("Done"), tooltip=self.tr("Done (D)"))
        self.done_button.setObjectName("now_done_button")
        self.longer_button = button(self.tr("+15 min"), tooltip=self.tr("A quarter of an hour more (+)"))
        self.longer_button.setObjectName("longer_button")
        self.timer_button = button(self.tr("Start timer"), tooltip=self.tr("Run or stop the timer (R)"))
        self.timer_button.setObjectName("timer_button")
        self.line.addWidget(self.word_label)
        self.line.addWidget(self.time_label)
        self.line.addWidget(self.monogram)
        self.line.addLayout(texts, 1)
        for made in (self.done_button, self.longer_button, self.timer_button):
            self.line.addWidget(made)
        self.done_button.clicked.connect(self._on_done)
        self.longer_button.clicked.connect(self._on_longer)
        self.timer_button.clicked.connect(self._on_timer)

    def show_block(
        self, block: TodayBlockView, zone: ZoneInfo, now: datetime, timer: TimerView | None
    ) -> None:
        """A block that is on (`timer`: what runs for it), or one that comes next."""
        is_on = block.starts_at <= now
        self.block = block
        starts, ends = block.starts_at.astimezone(zone), block.ends_at.astimezone(zone)
        self._word(self.tr("Now") if is_on else self.tr("Next"), is_on=is_on)
        self.time_label.setText(f"{starts:%H:%M}–{ends:%H:%M}" if is_on else f"{starts:%H:%M}")
        self.time_label.show()
        self.monogram.setVisible(bool(block.client))
        self.monogram.set_client(block.client, block.colour)
        after = self._left(ends - now) if is_on else self._until(starts - now)
        if timer is not None:
            after = self.tr("{left} · timer {length}").format(
                left=after, length=hours_words(timer.minutes(now))
            )
        self._say(block.title, " · ".join(part for part in (block.client, after) if part), block.name)
        is_work = block.kind is BlockKind.WORK
        self.done_button.setVisible(is_work and is_on and not block.is_done)
        self.longer_button.setVisible(block.is_own and is_on)
        self.timer_button.setVisible(block.kind is not BlockKind.PRIVATE)
        self._show_timer(is_running=timer is not None)

    def show_timer(self, timer: TimerView, zone: ZoneInfo, now: datetime) -> None:
        """The timer that runs for something that isn't on now."""
        self.block = None
        began = timer.starts_at.astimezone(zone)
        self._word(self.tr("Timer"), is_on=True)
        self.time_label.setText(hours_words(timer.minutes(now)))
        self.time_label.show()
        self.monogram.setVisible(bool(timer.client))
        self.monogram.set_client(timer.client, timer.colour)
        since = f"{began:%H:%M}" if timer.began_today else f"{began:%a} {began.day} {began:%b} {began:%H:%M}"
        words = self.tr("since {time}").format(time=since)
        if timer.needs_end(now):
            words = self.tr("since {time}; was it stopped earlier?").format(time=since)
        title = timer.title or timer.client or self.tr("work without a name")
        client = timer.client if timer.title else ""
        self._say(title, " · ".join(part for part in (client, words) if part), timer.name or title)
        self.done_button.hide()
        self.longer_button.hide()
        self.timer_button.show()
        self._show_timer(is_running=True)

    def show_nothing(self, words: str) -> None:
        """Nothing is on and nothing comes."""
        self.block = None
        self._word(self.tr("Now"), is_on=False)
        self.time_label.hide()
        self.monogram.hide()
        self._say(words, "", words)
        for made in (self.done_button, self.longer_button, self.timer_button):
            made.hide()

    def _word(self, word: str, *, is_on: bool) -> None:
        self.word_label.setText(word)
        set_role(self.word_label, "chip-accent" if is_on else "chip")

    def _say(self, title: str, after: str, name: str) -> None:
        """Title, what is said below it, and what the buttons are about."""
        self._name = name
        self.title_label.set_full_text(title)
        self.after_label.set_full_text(after)
        self.after_label.setVisible(bool(after))
        parts = [self.word_label.text(), self.time_label.text() if not self.time_label.isHidden() else ""]
        self.setAccessibleName(", ".join(part for part in (*parts, title, after) if part))
        for made, verb in (
            (self.done_button, self.tr("Done")),
            (self.longer_button, self.tr("+15 min")),
        ):
            made.setAccessibleName(self.tr("{verb}: {title}").format(verb=verb, title=name))

    def _show_timer(self, *, is_running: bool) -> None:
        words = self.tr("Stop timer") if is_running else self.tr("Start timer")
        self.timer_button.setText(words)
        self.timer_button.setAccessibleName(self.tr("{verb}: {title}").format(verb=words, title=self._name))

    def _left(self, left: timedelta) -> str:
        minutes = -int(-left // timedelta(minutes=1))
        if minutes < 60:
            return self.tr("{minutes} min left").format(minutes=minutes)
        return self.tr("{length} left").format(length=hours_words(minutes))

    def _until(self, until: timedelta) -> str:
        minutes = -int(-until // timedelta(minutes=1))
        if minutes < 60:
            return self.tr("in {minutes} min").format(minutes=minutes)
        return self.tr("in {length}").format(length=hours_words(minutes))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = event.key(), not event.modifiers() & ~_SHIFT
        if key == Qt.Key.Key_D and plain and not self.done_button.isHidden():
            self._on_done()
        elif event.text() == "+" and not self.longer_button.isHidden():
            self._on_longer()
        elif key == Qt.Key.Key_R and plain and not self.timer_button.isHidden():
            self._on_timer()
        else:
            super().keyPressEvent(event)

    def _on_done(self) -> None:
        self.done.emit(self.block)

    def _on_longer(self) -> None:
        self.longer.emit(self.block)

    def _on_timer(self) -> None:
        self.timer.emit(self.block)


_SHIFT = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class NowLine(QFrame):
    """A card with one line for the day, and one more while the timer runs for something else.

    Signals:
        made: that second line (a `NowRow`), the first time it is needed.
    """

    made = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("now_line")
        self.setProperty("role", "card")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
        self._column.setSpacing(0)
        self.row = NowRow()
        self._column.addWidget(self.row)
        self._timer_row: NowRow | None = None

    def rows(self) -> list[NowRow]:
        """The lines shown, from the top."""
        both = [self.row] if self._timer_row is None else [self.row, self._timer_row]
        return [row for row in both if not row.isHidden()]

    def show_day(self, day: TodayDayView, now: datetime, zone: ZoneInfo) -> None:
        """What is on at this moment."""
        block = day.current(now) or day.next(now)
        timer = day.timer
        is_for_block = timer is not None and block is not None and runs_for(timer, block)
        if block is None:
            words = (
                self.tr("Nothing more has a time today.") if day.on else self.tr("Nothing has a time today.")
            )
            self.row.show_nothing(words)
        else:
            self.row.show_block(block, zone, now, timer if is_for_block else None)
        if timer is not None and not is_for_block:
            self._second_row().show_timer(timer, zone, now)
        elif self._timer_row is not None:
            self._timer_row.hide()

    def _second_row(self) -> NowRow:
        if self._timer_row is None:
            self._timer_row = NowRow()
            self._timer_row.setObjectName("timer_row")
            self._timer_row.key = ("timer", "")
            self._column.addWidget(self._timer_row)
            self.made.emit(self._timer_row)
        self._timer_row.show()
        return self._timer_row


def runs_for(timer: TimerView, block: TodayBlockView) -> bool:
    """Whether the timer was started for this block, or for its work without naming a block."""
    if timer.block_id is not None:
        return timer.block_id == block.block_id
    return timer.work_item_id is not None and timer.work_item_id == block.work_item_id
