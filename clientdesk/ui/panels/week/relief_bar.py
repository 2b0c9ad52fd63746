"""One line below the grid when a day holds too much: which day is lightest, and a block that could go there."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clientdesk.models.lightest import Relief, reliefs
from clientdesk.models.views.week import WeekView
from clientdesk.ui.dates import to_qdate
from clientdesk.ui.panels.week.words import block_title, clock_text, length_text, spare_text
from clientdesk.ui.tokens import SPACE_1, SPACE_2, SPACE_3, STATUS_GLYPHS, Status
from clientdesk.ui.widgets.buttons import button, escape_mnemonic, icon_button
from clientdesk.ui.widgets.labels import ElidedLabel, as_tooltip

_LONGEST_TITLE = 28


class ReliefBar(QWidget):
    """Offers; moves nothing by itself, and is gone for a day once closed.

    Signals:
        move_wanted: (block id, day, start minute).
    """

    move_wanted = Signal(str, object, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offer: Relief | None = None
        self._closed: set[date] = set()
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_3, SPACE_1, SPACE_2, SPACE_1)
        row.setSpacing(SPACE_2)
        self.words_label = ElidedLabel("", "secondary")
        self.words_label.setObjectName("words_label")
        self.move_button = button("", "quiet")
        self.move_button.setObjectName("move_button")
        self.close_button = icon_button("x", self.tr("Leave the day as it is"))
        self.close_button.setObjectName("close_button")
        row.addWidget(self.words_label, 1)
        row.addWidget(self.move_button)
        row.addWidget(self.close_button)
        self.move_button.clicked.connect(self._on_move)
        self.close_button.clicked.connect(self._on_close)
        self.hide()

    @property
    def offer(self) -> Relief | None:
        """What is offered now."""
        return self._offer

    def show_week(self, view: WeekView) -> None:
        """Offer for the first day that holds too much, unless that was declined."""
        self._offer = next((offer for offer in reliefs(view) if offer.day not in self._closed), None)
        self.setVisible(self._offer is not None)
        if self._offer is not None:
            self._word(self._offer)

    def _word(self, offer: Relief) -> None:
        words = self.tr("{glyph} {day} has {too_much}. {lightest} has {free} free.").format(
            glyph=STATUS_GLYPHS[Status.AT_RISK],
            day=_weekday(offer.day),
            too_much=spare_text(-offer.too_much),
            lightest=_weekday(offer.lightest),
            free=length_text(offer.free),
        )
        self.words_label.set_full_text(words)
        title = block_title(offer.block)
        short = title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1]}…"
        place = f"{_weekday(offer.lightest)} {clock_text(offer.start)}"
        verb = self.tr("Move “{title}” to {place}")
        self.move_button.setText(escape_mnemonic(verb.format(title=short, place=place)))
        self.move_button.setAccessibleName(verb.format(title=short, place=place))
        self.move_button.setToolTip(as_tooltip(verb.format(title=title, place=place)))

    def _on_move(self) -> None:
        if self._offer is not None:
            offer = self._offer
            self.move_wanted.emit(offer.block.block_id, offer.lightest, offer.start)

    def _on_close(self) -> None:
        if self._offer is not None:
            self._closed.add(self._offer.day)
        self.hide()


def _weekday(day: date) -> str:
    return QLocale().toString(to_qdate(day), "ddd")
