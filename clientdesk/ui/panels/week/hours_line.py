"""The glance at the hours: the one day that holds too much, and what would mend it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clientdesk.models.views.plan import RedDayView, WeekFigures
from clientdesk.ui.dates import day_text
from clientdesk.ui.panels.week.plan_words import hours_words, red_words
from clientdesk.ui.panels.week.words import length_text
from clientdesk.ui.tokens import SPACE_1, SPACE_2, Status
from clientdesk.ui.widgets.buttons import button, escape_mnemonic
from clientdesk.ui.widgets.chips import StatusShape
from clientdesk.ui.widgets.labels import ElidedLabel

_LONGEST_TITLE = 28


class HoursLine(QWidget):
    """One sentence, and the offer.

    Signals:
        offer_taken: the block is to move. left: Esc.
    """

    offer_taken = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Hours"))
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_2, 0, SPACE_1, SPACE_1)
        row.setSpacing(SPACE_2)
        self.shape = StatusShape(Status.STEADY)
        self.words_label = ElidedLabel("")
        self.offer_button = button("")
        self.offer_button.setObjectName("offer_button")
        row.addWidget(self.shape)
        row.addWidget(self.words_label, 1)
        row.addWidget(self.offer_button)
        self.offer_button.clicked.connect(self.offer_taken)

    def show_red_day(self, red: RedDayView | None, now: WeekFigures, today: date) -> None:
        """Show the day that is over, or that none is."""
        self.offer_button.setVisible(red is not None and red.offer is not None)
        if red is None:
            hours = hours_words(now.planned_minutes, now.capacity_minutes)
            self.shape.set_status(Status.STEADY)
            self.words_label.set_full_text(self.tr("No day is over: {hours}.").format(hours=hours))
            return
        self.shape.set_status(Status.AT_RISK)
        words = red_words(red, today)
        if red.others:
            more = self.tr("{count} more days are over.").format(count=red.others)
            words += " " + (self.tr("1 more day is over.") if red.others == 1 else more)
        self.words_label.set_full_text(words)
        if red.offer is not None:
            text = self.tr("Move “{title}” ({length}) to {day}").format(
                title=_short(red.offer.title),
                length=length_text(red.offer.minutes),
                day=day_text(red.offer.day, today),
            )
            self.offer_button.setText(escape_mnemonic(text))
            self.offer_button.setAccessibleName(text)

    @property
    def has_offer(self) -> bool:
        """Whether one block would mend the day."""
        return not self.offer_button.isHidden()

    def text(self) -> str:
        """What it says."""
        return self.words_label.full_text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() and self.has_offer
        ):
            self.offer_taken.emit()
        else:
            super().keyPressEvent(event)


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1].rstrip() + "…"
