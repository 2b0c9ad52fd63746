"""The part of Today's page that asks: what was told, was the meeting held; and what was announced and still stands."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from clientdesk.models.enums import NoticeTopic
from clientdesk.models.views.reminders import HeldQuestion, UnansweredView
from clientdesk.models.views.today import TodayView, UntoldView
from clientdesk.ui.deeds import Deeds
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.today.asked_rows import HeldRow, RemindedRow, UntoldRow
from clientdesk.ui.panels.today.marks import Marks, elsewhere, mark_words
from clientdesk.ui.panels.today.rows import Row
from clientdesk.ui.panels.today.section import Line, Section

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from clientdesk.services.workspace import Workspace

MOST_ROWS = 12


class AskedPart(QObject):
    """Makes and fills these sections, and does what their rows ask for.

    Attributes:
        own_rows: topics whose matters have rows of their own on the page.

    Signals:
        client_opened, agreement_opened: id.
    """

    client_opened = Signal(str)
    agreement_opened = Signal(str)

    def __init__(self, messages: Messages, page: QWidget) -> None:
        super().__init__(page)
        self._messages = messages
        self._page = page
        self._workspace: Workspace | None = None
        self._deeds = Deeds(messages, page)
        self.own_rows: set[NoticeTopic] = set()

    def make_sections(self) -> None:
        """Make what the first paint can do without."""
        self.untold = Section(self.tr("What did you tell them?"))
        self.held = Section(self.tr("Did it take place?"))
        self.reminded = Section(self.tr("Reminded, still open"))
        for part in self.sections():
            part.hide()

    def sections(self) -> tuple[Section, ...]:
        return self.untold, self.held, self.reminded

    def attach(self, workspace: Workspace) -> None:
        """The workspace is open: buttons work from now on."""
        self._workspace = workspace
        self._deeds.attach(workspace)

    def show_view(self, view: TodayView, marks: Marks) -> None:
        """Show what this day asks."""
        zone = ZoneInfo(view.day.zone)
        self._fill(
            self.untold,
            [((one, view.today), partial(self._untold_row, one, zone, view)) for one in view.untold],
        )
        held: list[Line] = []
        for one in view.held:
            mark = marks.of(NoticeTopic.HELD, one.subject_id)
            held.append(((one, view.today, mark), partial(self._held_row, one, zone, view, mark)))
        self._fill(self.held, held)
        reminded: list[Line] = []
        for open_one in elsewhere(view, self.own_rows):
            mark = mark_words(open_one, zone, view)
            reminded.append(((open_one, mark), partial(self._reminded_row, open_one, mark)))
        self._fill(self.reminded, reminded)

    def _fill(self, section: Section, lines: list[Line]) -> None:
        section.fill(lines[:MOST_ROWS])
        section.header.set_count(len(lines) or None)
        section.setVisible(bool(lines))

    def _untold_row(self, one: UntoldView, zone: ZoneInfo, view: TodayView) -> Row:
        row = UntoldRow(one, zone, view.today)
        row.said.connect(self._on_said)
        row.skipped.connect(self._on_skipped)
        return row

    def _held_row(self, one: HeldQuestion, zone: ZoneInfo, view: TodayView, mark: str) -> Row:
        row = HeldRow(one, zone, view.today, mark)
        row.held.connect(self._on_held)
        row.missed.connect(self._on_missed)
        row.moved.connect(self._on_moved)
        row.opened.connect(partial(self.client_opened.emit, one.client_id))
        return row

    def _reminded_row(self, one: UnansweredView, mark: str) -> Row:
        row = RemindedRow(one, mark)
        if one.topic is NoticeTopic.PAPER:
            row.opened.connect(partial(self.agreement_opened.emit, one.subject_id))
        else:
            row.opened.connect(partial(self.client_opened.emit, one.client_id))
        return row

    # Doing.

    def _on_said(self, touch_id: str, text: str) -> None:
        def said(workspace: Workspace) -> str:
            workspace.touchpoints.say_told(touch_id, text)
            return self.tr("It is in the record.")

        self._deeds.do(said)

    def _on_skipped(self, touch_id: str) -> None:
        def skipped(workspace: Workspace) -> str:
            workspace.touchpoints.skip_told(touch_id)
            return self.tr("Left without words.")

        self._deeds.do(skipped)

    def _on_held(self, subject_id: str) -> None:
        def held(workspace: Workspace) -> str:
            workspace.held_meetings.held(subject_id)
            return self.tr("Kept as held.")

        self._deeds.do(held)

    def _on_missed(self, subject_id: str) -> None:
        def missed(workspace: Workspace) -> str:
            workspace.held_meetings.missed(subject_id)
            return self.tr("Kept as missed.")

        self._deeds.do(missed)

    def _on_moved(self, meeting: HeldQuestion) -> None:
        """A booked one gets its new time; the event of another calendar is moved there."""
        if self._workspace is None:
            return
        if not meeting.is_event:
            from clientdesk.ui.moved_dialog import MovedDialog

            MovedDialog(self._workspace, self._messages, meeting.subject_id, self._page.window()).open()
            return

        def moved(workspace: Workspace) -> str:
            workspace.held_meetings.moved(meeting.subject_id)
            return self.tr("Not asked again. Its calendar says when it is now.")

        self._deeds.do(moved)
