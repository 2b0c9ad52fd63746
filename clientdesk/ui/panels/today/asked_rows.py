"""Rows that ask once: what was told, was the meeting held; and reminders nobody has answered yet."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from clientdesk.models.enums import NoticeTopic, TouchKind
from clientdesk.models.views.reminders import HeldQuestion, UnansweredView
from clientdesk.models.views.today import UntoldView
from clientdesk.ui.dates import day_text
from clientdesk.ui.panels.today.rows import DeedsRow, marked_name
from clientdesk.ui.theme import icon_px
from clientdesk.ui.tokens import SPACE_1, SPACE_2, Status
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.chips import Monogram, StatusShape
from clientdesk.ui.widgets.labels import label

_MOST_LETTERS = 4_000
translate = QCoreApplication.translate


class _AskingRow(DeedsRow):
    """A row with named buttons for one client."""

    def _button(self, name: str, text: str, about: str, role: str = "") -> QPushButton:
        made = button(text, role)
        made.setObjectName(name)
        made.setAccessibleName(self.tr("{verb}: {about}").format(verb=text, about=about))
        self.add_deed(made)
        return made

    def _say(self, name: str, words: str, mark: str) -> None:
        """A strong word with the mark behind it, and below it what is said of it."""
        self.texts.addLayout(marked_name(name, mark))
        self.texts.addWidget(label(words[:1].upper() + words[1:], "secondary", wrap=True))


class UntoldRow(_AskingRow):
    """ "You told Birch at 09:12. What was it?" with a field; Enter in it saves.

    Signals:
        said: (touch id, words).
        skipped: touch id.
    """

    said = Signal(str, str)
    skipped = Signal(str)

    def __init__(self, entry: UntoldView, zone: ZoneInfo, today: date, parent: QWidget | None = None) -> None:
        question = _question(entry, zone, today)
        super().__init__(question, parent)
        self.entry = entry
        self.key = ("untold", entry.touchpoint_id)
        self.setObjectName("untold_row")
        # The keyboard belongs to the field: the line itself has nothing to open.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # In line with the names of the rows above, which have a shape in front.
        self.line.addSpacing(icon_px(14) + SPACE_2)
        letters = Monogram(entry.client, entry.colour)
        self.texts.setSpacing(SPACE_1)
        self.question_label = label(question, "strong", wrap=True)
        self.texts.addWidget(self.question_label)
        self.text_field = QLineEdit()
        self.text_field.setObjectName("text_field")
        self.text_field.setAccessibleName(question)
        self.text_field.setPlaceholderText(self.tr("A few words for the record"))
        self.text_field.setMaxLength(_MOST_LETTERS)
        self.texts.addWidget(self.text_field)
        self.lay_out(letters)
        self.line.setAlignment(letters, Qt.AlignmentFlag.AlignTop)
        self.line.setAlignment(self.deeds, Qt.AlignmentFlag.AlignBottom)
        self.setFocusProxy(self.text_field)
        self.save_button = self._button("save_button", self.tr("Save"), entry.client)
        self.skip_button = self._button("skip_button", self.tr("Skip"), entry.client, "quiet")
        self.save_button.setEnabled(False)
        self.text_field.textChanged.connect(self._on_text)
        self.text_field.returnPressed.connect(self._on_save)
        self.save_button.clicked.connect(self._on_save)
        self.skip_button.clicked.connect(self._on_skip)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter in the field has saved: it does not open anything besides.
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def _on_text(self, text: str) -> None:
        self.save_button.setEnabled(bool(text.strip()))

    def _on_save(self) -> None:
        if self.text_field.text().strip():
            self.said.emit(self.entry.touchpoint_id, self.text_field.text())

    def _on_skip(self) -> None:
        self.skipped.emit(self.entry.touchpoint_id)


def _question(entry: UntoldView, zone: ZoneInfo, today: date) -> str:
    at = entry.at.astimezone(zone)
    if at.date() == today:
        return _today_question(entry.kind).format(client=entry.client, time=f"{at:%H:%M}")
    return _earlier_question(entry.kind).format(client=entry.client, day=day_text(at.date(), today))


def _today_question(kind: TouchKind) -> str:
    return {
        TouchKind.CALL: translate("UntoldRow", "You spoke with {client} at {time}. What was said?"),
        TouchKind.MEETING: translate("UntoldRow", "You met {client} at {time}. What was said?"),
        TouchKind.SATISFACTION: translate(
            "UntoldRow", "You asked {client} at {time} how it goes. What did they say?"
        ),
    }.get(kind, translate("UntoldRow", "You told {client} at {time}. What was it?"))


def _earlier_question(kind: TouchKind) -> str:
    return {
        TouchKind.CALL: translate("UntoldRow", "You spoke with {client} on {day}. What was said?"),
        TouchKind.MEETING: translate("UntoldRow", "You met {client} on {day}. What was said?"),
        TouchKind.SATISFACTION: translate(
            "UntoldRow", "You asked {client} on {day} how it goes. What did they say?"
        ),
    }.get(kind, translate("UntoldRow", "You told {client} on {day}. What was it?"))


class HeldRow(_AskingRow):
    """A meeting that is over: held, missed by them, or moved.

    Signals:
        held, missed: id of the booked contact or of the calendar's event.
        moved: the `HeldQuestion`.
    """

    held = Signal(str)
    missed = Signal(str)
    moved = Signal(object)

    def __init__(
        self,
        meeting: HeldQuestion,
        zone: ZoneInfo,
        today: date,
        mark: str = "",
        parent: QWidget | None = None,
    ) -> None:
        named = f"{meeting.client} · {meeting.title}" if meeting.title else meeting.client
        words = self._words(meeting, zone, today)
        super().__init__(", ".join(part for part in (f"{meeting.client}: {words}", mark) if part), parent)
        self.meeting = meeting
        self.key = ("held", meeting.subject_id)
        self.setObjectName("held_row")
        self._say(meeting.client, words, mark)
        self.lay_out(StatusShape(Status.WATCH), Monogram(meeting.client, meeting.colour))
        self.held_button = self._button("held_button", self.tr("Held"), named)
        self.missed_button = self._button("missed_button", self.tr("They missed it"), named, "quiet")
        self.moved_button = self._button("moved_button", self.tr("Moved"), named, "quiet")
        self.held_button.clicked.connect(self._on_held)
        self.missed_button.clicked.connect(self._on_missed)
        self.moved_button.clicked.connect(self._on_moved)

    def _words(self, meeting: HeldQuestion, zone: ZoneInfo, today: date) -> str:
        """ "Check-in, today 14:00–14:30: was it held?" """
        starts, ends = meeting.starts_at.astimezone(zone), meeting.ends_at.astimezone(zone)
        times = f"{starts:%H:%M}–{ends:%H:%M}"
        if starts.date() != today:
            when = self.tr("{day}, {times}").format(day=day_text(starts.date(), today), times=times)
        else:
            when = self.tr("today {times}").format(times=times)
        if not meeting.title:
            return self.tr("{when}: was it held?").format(when=when)
        return self.tr("{title}, {when}: was it held?").format(title=meeting.title, when=when)

    def _on_held(self) -> None:
        self.held.emit(self.meeting.subject_id)

    def _on_missed(self) -> None:
        self.missed.emit(self.meeting.subject_id)

    def _on_moved(self) -> None:
        self.moved.emit(self.meeting)


class RemindedRow(_AskingRow):
    """What a pop-up said and what still stands, of things that have no row of their own on the page."""

    def __init__(self, one: UnansweredView, mark: str, parent: QWidget | None = None) -> None:
        super().__init__(f"{one.client}: {one.words}, {mark}", parent)
        self.key = ("reminded", one.notice_id + one.subject_id)
        self.setObjectName("reminded_row")
        is_pressing = one.topic is NoticeTopic.ANSWER
        self._say(one.client, one.words, mark)
        self.lay_out(StatusShape(Status.AT_RISK if is_pressing else Status.WATCH))
        self.open_button = self._button("open_button", self.tr("Open"), one.client)
        self.open_button.clicked.connect(self.opened)
