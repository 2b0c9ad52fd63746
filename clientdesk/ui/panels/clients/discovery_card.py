"""The discovery session on the client's About tab: what was answered, and the way to its form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clientdesk.models.views.agreements import DiscoveryView
from clientdesk.ui.dates import day_text
from clientdesk.ui.panels.clients.card import Card, clear_layout
from clientdesk.ui.tokens import SPACE_1
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.labels import label


class DiscoveryCard(Card):
    """Answered questions with their answers.

    Signals:
        asked: the form is wanted.
    """

    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        title = self.tr("Discovery session")
        self.header.title_label.set_full_text(title)
        self.setAccessibleName(title)
        self.open_button = button(self.tr("Ask and note"), "quiet")
        self.open_button.setObjectName("discovery_button")
        self.header.add_widget(self.open_button)
        self.open_button.clicked.connect(self.asked)

    def show_questions(self, questions: Sequence[DiscoveryView], today: date) -> None:
        """Show what was answered."""
        clear_layout(self.body)
        answered = [one for one in questions if one.answer]
        if not answered:
            words = self.tr(
                "Nothing noted yet. What success means to them, what worries them, how past projects went: the"
                " answers begin their first agreement."
            )
            self.body.addWidget(label(words, "secondary", wrap=True))
            return
        for number, one in enumerate(answered):
            if number:
                self.body.addSpacing(SPACE_1)
            self.body.addWidget(label(one.question, "caption", wrap=True))
            self.body.addWidget(label(one.answer, wrap=True))
        self.body.addSpacing(SPACE_1)
        days = [one.asked_on for one in answered if one.asked_on is not None]
        said = self.tr("{count} of {all} answered").format(count=len(answered), all=len(questions))
        if days:
            said = self.tr("{count} of {all} answered, last on {day}").format(
                count=len(answered), all=len(questions), day=day_text(max(days), today)
            )
        self.body.addWidget(label(said, "secondary"))
