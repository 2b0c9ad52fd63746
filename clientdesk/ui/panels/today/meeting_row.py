"""A meeting of today with what one wants to know before it: objective, last word each way, actions, gaps."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from clientdesk.models.views.today_day import MeetingView
from clientdesk.ui.panels.today.day_rows import time_width, title_first
from clientdesk.ui.panels.today.rows import Row
from clientdesk.ui.tokens import SPACE_1, SPACE_3
from clientdesk.ui.widgets.buttons import button, icon_button
from clientdesk.ui.widgets.chips import Monogram
from clientdesk.ui.widgets.labels import ElidedLabel, label


class MeetingRow(Row):
    """One line, and below it the notes for it once opened; Enter or a click opens and closes them.

    Signals:
        client_wanted: id of the client.
        held, missed, cancelled: id of the booked contact.
        toggled: (id, whether its notes are open now).
    """

    client_wanted = Signal(str)
    held = Signal(str)
    missed = Signal(str)
    cancelled = Signal(str)
    toggled = Signal(str, bool)

    def __init__(
        self,
        meeting: MeetingView,
        zone: ZoneInfo,
        now: datetime,
        *,
        is_open: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", parent)
        self.meeting = meeting
        block = meeting.block
        self.key = ("meeting", block.block_id)
        self.setObjectName("meeting_row")
        starts, ends = block.starts_at.astimezone(zone), block.ends_at.astimezone(zone)
        times = self.tr("all day") if block.is_all_day else f"{starts:%H:%M}–{ends:%H:%M}"
        summary = self._summary()
        self.setAccessibleName(", ".join(part for part in (times, block.name, summary) if part))
        column = QVBoxLayout()
        column.setSpacing(SPACE_1)
        top = QHBoxLayout()
        top.setSpacing(SPACE_3)
        is_now = block.starts_at <= now < block.ends_at and not block.is_all_day
        time_label = label(times, "strong" if is_now else "secondary")
        time_label.setFixedWidth(time_width())
        top.addWidget(time_label)
        if block.client:
            top.addWidget(Monogram(block.client, block.colour))
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(ElidedLabel(title_first(block), "strong"))
        self.summary_label = ElidedLabel(summary, "secondary")
        self.summary_label.setVisible(bool(summary))
        texts.addWidget(self.summary_label)
        top.addLayout(texts, 1)
        if is_now:
            top.addWidget(label(self.tr("now"), "chip-accent"))
        elif block.is_done:
            top.addWidget(label(self.tr("held"), "chip"))
        elif not block.is_busy:
            top.addWidget(label(self.tr("free"), "chip"))
        self._add_buttons(top)
        column.addLayout(top)
        self.notes = self._notes()
        self.notes.setVisible(is_open and self._has_notes())
        column.addWidget(self.notes)
        self.line.addLayout(column, 1)
        self.opened.connect(self._on_opened)

    def _has_notes(self) -> bool:
        meeting = self.meeting
        return bool(meeting.objective or meeting.told or meeting.heard or meeting.actions or meeting.gaps)

    def _summary(self) -> str:
        meeting = self.meeting
        parts = [meeting.objective]
        count = len(meeting.actions) + meeting.more_actions
        if count:
            parts.append(
                self.tr("1 open action")
                if count == 1
                else self.tr("{count} open actions").format(count=count)
            )
        if meeting.gaps:
            gaps = len(meeting.gaps)
            parts.append(self.tr("1 gap") if gaps == 1 else self.tr("{count} gaps").format(count=gaps))
        return " · ".join(part for part in parts if part)

    def _add_buttons(self, top: QHBoxLayout) -> None:
        block = self.meeting.block
        if self._has_notes():
            self.notes_button = button(self.tr("Notes"), "quiet")
            self.notes_button.setObjectName("notes_button")
            self.notes_button.setAccessibleName(self.tr("Notes for {title}").format(title=block.name))
            self.notes_button.clicked.connect(self._on_opened)
            top.addWidget(self.notes_button)
        if block.client_id is None:
            return
        self.more_button = icon_button("ellipsis", self.tr("More for {title}").format(title=block.name))
        self.more_button.setObjectName("more_button")
        self.more_button.setProperty("role", "dots")
        menu = QMenu(self.more_button)
        menu.addAction(self.tr("Open client"), self._on_client)
        if block.is_booked and not block.is_done:
            menu.addAction(self.tr("It took place"), self._on_held)
            menu.addAction(self.tr("They did not come"), self._on_missed)
            menu.addAction(self.tr("Called off"), self._on_cancelled)
        self.more_button.setMenu(menu)
        self.more_button.setPopupMode(self.more_button.ToolButtonPopupMode.InstantPopup)
        top.addWidget(self.more_button)

    def _notes(self) -> QWidget:
        meeting = self.meeting
        room = QWidget()
        room.setObjectName("notes")
        grid = QGridLayout(room)
        grid.setHorizontalSpacing(SPACE_3)
        grid.setVerticalSpacing(SPACE_1)
        grid.setColumnStretch(1, 1)
        actions = list(meeting.actions)
        if meeting.more_actions:
            actions.append(self.tr("and {count} more").format(count=meeting.more_actions))
        lines = (
            (self.tr("Objective"), meeting.objective),
            (self.tr("Last told"), meeting.told),
            (self.tr("Last heard"), meeting.heard if meeting.heard != meeting.told else ""),
            (self.tr("Open actions"), "\n".join(actions)),
            (self.tr("Open gaps"), "\n".join(meeting.gaps)),
        )
        for name, words in lines:
            if not words:
                continue
            row = grid.rowCount()
            name_label = label(name, "secondary")
            name_label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
            grid.addWidget(name_label, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(words, "", wrap=True), row, 1)
        # Below the title, past the time and the monogram.
        grid.setContentsMargins(time_width() + SPACE_3 + Monogram().width() + SPACE_3, SPACE_1, 0, SPACE_1)
        return room

    def _on_opened(self) -> None:
        if not self._has_notes():
            return
        is_open = self.notes.isHidden()
        self.notes.setVisible(is_open)
        self.toggled.emit(self.meeting.block.block_id, is_open)

    def _on_client(self) -> None:
        self.client_wanted.emit(self.meeting.block.client_id or "")

    def _on_held(self) -> None:
        self.held.emit(self.meeting.block.block_id)

    def _on_missed(self) -> None:
        self.missed.emit(self.meeting.block.block_id)

    def _on_cancelled(self) -> None:
        self.cancelled.emit(self.meeting.block.block_id)
