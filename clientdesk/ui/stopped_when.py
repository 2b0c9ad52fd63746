"""Asked of a timer that was forgotten: when was it stopped? Nothing long is logged without a word."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDateTime, QTime, Signal
from PySide6.QtWidgets import QDateTimeEdit, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from clientdesk.models.views.time import TimerView
from clientdesk.ui.dates import day_text, to_qdate
from clientdesk.ui.tokens import SPACE_2, SPACE_3, SPACE_4
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.fields import inset_text
from clientdesk.ui.widgets.labels import hairline, label
from clientdesk.ui.words import hours_words

USUAL = timedelta(hours=1)


class StoppedWhenDialog(QDialog):
    """When a forgotten timer was stopped: at a guess that is offered, at a time one sets, or not worked at all.

    Signals:
        stopped: the instant, aware.
        discarded: nothing is to be logged.
    """

    stopped = Signal(object)
    discarded = Signal()

    def __init__(
        self, timer: TimerView, now: datetime, zone: ZoneInfo, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._timer = timer
        self._zone = zone
        self.setObjectName("stopped_when_dialog")
        self.setWindowTitle(self.tr("Stopped when?"))
        self.setMinimumWidth(460)
        self._build(now)

    def _build(self, now: datetime) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        column.setSpacing(SPACE_3)
        column.addWidget(label(self._timer.name or self.tr("Timer"), "section"))
        column.addWidget(label(self._explanation(now), "", wrap=True))
        guess = self._guess(now)
        self.guess_button = button(self._guess_words(guess), "primary")
        self.guess_button.setObjectName("guess_button")
        self.guess_button.clicked.connect(partial(self._on_stopped, guess))
        row = QHBoxLayout()
        row.addWidget(self.guess_button)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(hairline())
        column.addWidget(label(self.tr("Or at another time"), "strong"))
        self.time_field = QDateTimeEdit()
        self.time_field.setObjectName("time_field")
        self.time_field.setAccessibleName(self.tr("Stopped at"))
        self.time_field.setDisplayFormat("ddd d MMM HH:mm")
        inset_text(self.time_field)
        local = guess.astimezone(self._zone)
        self.time_field.setDateTime(QDateTime(to_qdate(local.date()), QTime(local.hour, local.minute)))
        self.stop_button = button(self.tr("Stopped then"))
        self.stop_button.setObjectName("stop_button")
        self.stop_button.clicked.connect(self._on_own_time)
        entry = QHBoxLayout()
        entry.setSpacing(SPACE_2)
        entry.addWidget(self.time_field)
        entry.addWidget(self.stop_button)
        entry.addStretch(1)
        column.addLayout(entry)
        column.addWidget(hairline())
        last = QHBoxLayout()
        self.discard_button = button(self.tr("Not worked, log nothing"), "quiet")
        self.discard_button.setObjectName("discard_button")
        self.discard_button.clicked.connect(self._on_discard)
        self.keep_button = button(self.tr("Let it run"))
        self.keep_button.setObjectName("keep_button")
        self.keep_button.clicked.connect(self.reject)
        last.addWidget(self.discard_button)
        last.addStretch(1)
        last.addWidget(self.keep_button)
        column.addLayout(last)

    def _explanation(self, now: datetime) -> str:
        began = self._timer.starts_at.astimezone(self._zone)
        if now < self._timer.starts_at:
            return self.tr(
                "The timer was started at {time}, and the clock now shows an earlier time. Say how it was."
            ).format(time=f"{began:%H:%M}")
        return self.tr("The timer runs since {day} {time}, {length}. That is rarely meant.").format(
            day=day_text(began.date(), now.astimezone(self._zone).date()),
            time=f"{began:%H:%M}",
            length=hours_words(self._timer.minutes(now)),
        )

    def _guess(self, now: datetime) -> datetime:
        """The planned end of what it was started for, else an hour later; never after now."""
        planned = self._timer.planned_until
        started = self._timer.starts_at
        guess = planned if planned is not None and planned > started else started + USUAL
        return min(guess, now) if started < now else guess

    def _guess_words(self, guess: datetime) -> str:
        length = hours_words(int((guess - self._timer.starts_at) // timedelta(minutes=1)))
        at = guess.astimezone(self._zone)
        if guess == self._timer.planned_until:
            return self.tr("As planned, at {time} ({length})").format(time=f"{at:%H:%M}", length=length)
        return self.tr("At {time} ({length})").format(time=f"{at:%H:%M}", length=length)

    def _on_stopped(self, at: datetime) -> None:
        self.stopped.emit(at)

    def _on_own_time(self) -> None:
        shown = self.time_field.dateTime()
        day, at = shown.date(), shown.time()
        self.stopped.emit(
            datetime(day.year(), day.month(), day.day(), at.hour(), at.minute(), tzinfo=self._zone)
        )

    def _on_discard(self) -> None:
        self.discarded.emit()
