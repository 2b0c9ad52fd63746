"""The part of Today's page about answers: what clients asked, the most pressing first."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from clientdesk.models.enums import NoticeTopic, RequestBreach, Urgency
from clientdesk.models.views.requests import RequestView
from clientdesk.models.views.today import TodayView
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.today.answer_row import AnswerRow
from clientdesk.ui.panels.today.marks import Marks
from clientdesk.ui.panels.today.rows import Row
from clientdesk.ui.panels.today.section import Line, Section
from clientdesk.ui.request_deeds import RequestDeeds

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from clientdesk.services.workspace import Workspace

MOST_ROWS = 12


class AnswerPart(QObject):
    """Makes and fills the section, and does what its rows ask for.

    Signals:
        client_opened: id. write_requested: id of the client to write to.
    """

    client_opened = Signal(str)
    write_requested = Signal(str)

    def __init__(self, messages: Messages, page: QWidget) -> None:
        super().__init__(page)
        self._deeds = RequestDeeds(messages, page)

    def make_section(self) -> Section:
        """Make what the first paint can do without."""
        self.section = Section(self.tr("To answer"))
        self.section.hide()
        return self.section

    def attach(self, workspace: Workspace) -> None:
        """The workspace is open: buttons work from now on."""
        self._deeds.attach(workspace)

    def show_view(self, view: TodayView, marks: Marks, now: datetime | None) -> None:
        """Show what waits for an answer; without a clock nothing presses yet."""
        lines: list[Line] = []
        for request in view.requests[:MOST_ROWS]:
            mark = marks.of(NoticeTopic.ANSWER, request.request_id)
            presses = now is not None and request.is_pressing(now)
            lines.append(((request, mark, presses), partial(self._row, request, mark, presses)))
        self.section.fill(lines)
        self.section.header.set_count(len(view.requests) or None)
        self.section.setVisible(bool(lines))

    def _row(self, request: RequestView, mark: str, is_pressing: bool) -> Row:
        row = AnswerRow(request, is_pressing=is_pressing, mark=mark)
        row.opened.connect(partial(self.client_opened.emit, request.client_id))
        row.write.connect(self.write_requested)
        row.answered.connect(self._on_answered)
        row.acknowledged.connect(self._on_acknowledged)
        row.closed.connect(self._on_closed)
        row.urgency_chosen.connect(self._on_urgency)
        row.breach_chosen.connect(self._on_breach)
        return row

    def _on_answered(self, request_id: str) -> None:
        self._deeds.answer(request_id)

    def _on_acknowledged(self, request_id: str) -> None:
        self._deeds.acknowledge(request_id)

    def _on_closed(self, request_id: str) -> None:
        self._deeds.close(request_id)

    def _on_urgency(self, request_id: str, urgency: Urgency) -> None:
        self._deeds.set_urgency(request_id, urgency)

    def _on_breach(self, request_id: str, breach: RequestBreach | None) -> None:
        self._deeds.set_breach(request_id, breach)
