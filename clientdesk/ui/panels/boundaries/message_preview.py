"""How a message now would be treated: choose how pressing, by which channel and when; the rules answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from clientdesk.models.enums import Urgency
from clientdesk.ui.dates import is_day_first, local_names
from clientdesk.ui.moment_reading import read_moment
from clientdesk.ui.panels.boundaries.checks_list import ChecksList
from clientdesk.ui.tokens import SPACE_1, SPACE_2, SPACE_3, Status
from clientdesk.ui.widgets.fields import ChoiceField
from clientdesk.ui.widgets.labels import label

if TYPE_CHECKING:
    from clientdesk.models.views.boundaries import MessageView

EVERY_MINUTE_MS = 60_000


class MessagePreview(QWidget):
    """Only shows; whoever listens to `asked` gives the answer by `show_message`.

    Signals:
        asked: something was chosen or typed, or a minute has passed while it is seen.
    """

    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        card = QFrame()
        card.setProperty("role", "card")
        told = QVBoxLayout(card)
        told.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_3)
        told.setSpacing(SPACE_3)
        self.summary_label = label("", "strong", wrap=True)
        self.summary_label.setObjectName("summary_label")
        self.sentences = ChecksList()
        self.sentences.setAccessibleName(self.tr("Why"))
        told.addWidget(self.summary_label)
        told.addWidget(self.sentences)
        room = QWidget()
        rows = QVBoxLayout(room)
        rows.setContentsMargins(0, 0, SPACE_1, 0)
        rows.setSpacing(SPACE_3)
        rows.addWidget(label(self.tr("How a message now would be treated"), "section", wrap=True))
        rows.addLayout(self._build_form())
        rows.addWidget(card)
        rows.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(room)
        column.addWidget(scroll, 1)
        self._minute = QTimer(self)
        self._minute.setInterval(EVERY_MINUTE_MS)
        self._minute.timeout.connect(self.asked)

    def urgency(self) -> Urgency:
        """How pressing it is."""
        return Urgency(self.urgency_field.value())

    def channel(self) -> str:
        """By which channel it comes; empty for not said."""
        return self.channel_field.value() or ""

    def moment(self, now: datetime) -> datetime | None:
        """When it comes, from the local time now on; None for what cannot be read."""
        return read_moment(self.moment_entry.text(), now, day_first=is_day_first(), names=local_names())

    def set_channels(self, names: Sequence[str]) -> None:
        """Offer the channels of the rules."""
        self.channel_field.set_choices([("", self.tr("not said")), *((name, name) for name in names)])

    def show_message(self, view: MessageView) -> None:
        """Say how it would be treated."""
        self.summary_label.setText(view.summary)
        self.sentences.setVisible(bool(view.sentences))
        said = sorted(view.sentences, key=lambda one: not one.is_conflict)
        self.sentences.show_sentences([(Status.WATCH if one.is_conflict else None, one.text) for one in said])

    def show_unread(self) -> None:
        """The time typed cannot be read."""
        self.summary_label.setText(
            self.tr("This time can't be read. Write it like tue 19:40, or 16.10. 8:00.")
        )
        self.sentences.hide()

    def text(self) -> str:
        """Everything said, a line each."""
        lines = [self.summary_label.text()]
        if not self.sentences.isHidden():
            lines.append(self.sentences.text())
        return "\n".join(lines)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._minute.start()
        self.asked.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._minute.stop()

    def _build_form(self) -> QGridLayout:
        form = QGridLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(SPACE_3)
        form.setVerticalSpacing(SPACE_2)
        form.setColumnStretch(1, 1)
        self.urgency_field = ChoiceField(
            [
                (Urgency.NORMAL.value, self.tr("normal")),
                (Urgency.URGENT.value, self.tr("urgent")),
                (Urgency.EMERGENCY.value, self.tr("an emergency")),
            ]
        )
        self.channel_field = ChoiceField()
        self.set_channels(())
        self.moment_entry = QLineEdit()
        self.moment_entry.setPlaceholderText(self.tr("now, or tue 19:40"))
        self.moment_entry.setClearButtonEnabled(True)
        fields: tuple[tuple[str, str, QWidget], ...] = (
            ("urgency_field", self.tr("It is"), self.urgency_field),
            ("channel_field", self.tr("By"), self.channel_field),
            ("moment_entry", self.tr("Comes"), self.moment_entry),
        )
        for place, (name, words, field) in enumerate(fields):
            field.setObjectName(name)
            field.setAccessibleName(words)
            field.setMinimumWidth(1)  # less than its hint: a narrow window cuts the choice, never the field
            form.addWidget(label(words, "secondary"), place, 0)
            form.addWidget(field, place, 1)
        self.urgency_field.currentIndexChanged.connect(self._on_chosen)
        self.channel_field.currentIndexChanged.connect(self._on_chosen)
        self.moment_entry.textChanged.connect(self._on_chosen)
        return form

    def _on_chosen(self) -> None:
        self.asked.emit()
