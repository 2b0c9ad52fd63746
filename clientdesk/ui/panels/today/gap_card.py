"""The worst gap on a card: drawn, with whether they were told and what to say."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from clientdesk.models.views.today import PromiseView
from clientdesk.ui.dates import day_text
from clientdesk.ui.panels.today.gap_line import GapLine
from clientdesk.ui.tokens import SPACE_2, SPACE_3, SPACE_4
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.labels import ElidedLabel, label


class GapCard(QFrame):
    """The worst gap, drawn, with what to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("gap_card")
        self.setProperty("role", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_3)
        column.setSpacing(SPACE_2)
        top = QHBoxLayout()
        self.name_label = ElidedLabel("", "strong")
        self.told_label = label("", "secondary")
        self.talk_button = button(self.tr("What to say"), "primary")
        self.talk_button.setObjectName("worst_talk_button")
        top.addWidget(self.name_label, 1)
        top.addWidget(self.told_label)
        top.addWidget(self.talk_button)
        column.addLayout(top)
        self.line = GapLine()
        column.addWidget(self.line)

    def show_promise(self, promise: PromiseView) -> None:
        self.name_label.set_full_text(f"{promise.client} · {promise.title}", promise.client)
        told = promise.told_on
        self.told_label.setText(
            self.tr("told {day}, not confirmed").format(day=day_text(told, told))
            if told
            else self.tr("not told yet")
        )
        self.line.show_promise(promise)
