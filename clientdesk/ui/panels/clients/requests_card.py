"""What the client asked: what waits for an answer, how the last ones went, and how both sides keep the rules."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from clientdesk.models.enums import RequestBreach, Urgency
from clientdesk.models.views.requests import RequestView
from clientdesk.ui.dates import day_text
from clientdesk.ui.panels.clients.card import Card, clear_layout
from clientdesk.ui.panels.clients.page_data import PageData
from clientdesk.ui.panels.clients.wording import sentence
from clientdesk.ui.request_words import request_status, translate, urgency_word
from clientdesk.ui.tokens import SPACE_2
from clientdesk.ui.widgets.buttons import button, icon_button
from clientdesk.ui.widgets.chips import StatusShape
from clientdesk.ui.widgets.labels import ElidedLabel, hairline, label
from clientdesk.ui.widgets.request_menu import fill_request_menu

MOST_OPEN, MOST_SETTLED = 8, 3


class RequestsCard(Card):
    """Signals carry what was asked; the page does it.

    Signals:
        answered, acknowledged, closed, reopened: id of the request.
        urgency_chosen: (id, `Urgency`). breach_chosen: (id, `RequestBreach` or None).
    """

    answered = Signal(str)
    acknowledged = Signal(str)
    closed = Signal(str)
    reopened = Signal(str)
    urgency_chosen = Signal(str, object)
    breach_chosen = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(translate("RequestsCard", "To answer"), parent)
        self._shown: object = None

    def show_data(self, data: PageData) -> None:
        """Show the requests and the figures; what says the same stays."""
        pressing = [request.request_id for request in data.requests if request.is_pressing(data.now)]
        content = (data.requests, pressing, data.request_figures, data.today)
        if content == self._shown:
            return
        self._shown = content
        clear_layout(self.body)
        waiting = [request for request in data.requests if request.is_open]
        settled = [request for request in data.requests if not request.is_open]
        self.header.set_count(len(waiting) or None)
        if not waiting:
            words = self.tr("Nothing waits for an answer. When they ask something, begin a line above with ?")
            self.body.addWidget(label(words, "secondary", wrap=True))
        for request in waiting[:MOST_OPEN]:
            self.body.addWidget(self._open_row(request, data))
        if len(waiting) > MOST_OPEN:
            rest = self.tr("and {count} more").format(count=len(waiting) - MOST_OPEN)
            self.body.addWidget(label(rest, "caption"))
        if settled:
            self.body.addWidget(hairline())
        for request in settled[:MOST_SETTLED]:
            self.body.addWidget(self._settled_row(request, data))
        figures = data.request_figures
        if figures.judged or figures.theirs:
            self.body.addWidget(hairline())
            self.figures_label = label("\n".join(figures.sentences), "secondary", wrap=True)
            self.figures_label.setObjectName("figures_label")
            self.body.addWidget(self.figures_label)

    def is_attended(self) -> bool:
        """Whether the keyboard is in here: nothing is to move then."""
        focus = self.window().focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def _open_row(self, request: RequestView, data: PageData) -> QWidget:
        holder, row, column = self._holder(request, is_pressing=request.is_pressing(data.now))
        column.addWidget(label(sentence(_said(request)), "secondary", wrap=True))
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, SPACE_2, 0, SPACE_2)
        buttons.setSpacing(SPACE_2)
        self._button(buttons, request, "answered", self.tr("Answered"), self.answered)
        if request.acknowledged_at is None:
            self._button(buttons, request, "got_it", self.tr("Got it"), self.acknowledged)
        self._button(buttons, request, "no_answer", self.tr("No answer needed"), self.closed, "quiet")
        buttons.addStretch(1)
        column.addLayout(buttons)
        row.addWidget(self._menu_button(request), 0, Qt.AlignmentFlag.AlignTop)
        return holder

    def _settled_row(self, request: RequestView, data: PageData) -> QWidget:
        holder, row, column = self._holder(request, is_pressing=False)
        settled_at = request.answered_at or request.closed_at
        assert settled_at is not None  # noqa: S101 - it isn't open
        day = day_text(settled_at.astimezone(data.zone).date(), data.today)
        column.addWidget(label(f"{day} · {_said(request)}", "caption", wrap=True))
        row.addWidget(self._menu_button(request), 0, Qt.AlignmentFlag.AlignVCenter)
        return holder

    def _holder(self, request: RequestView, *, is_pressing: bool) -> tuple[QWidget, QHBoxLayout, QVBoxLayout]:
        """A row with its shape in front; what they asked stands first in the column."""
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        shape = StatusShape(request_status(request, is_pressing=is_pressing))
        row.addWidget(shape, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(SPACE_2)
        head.addWidget(ElidedLabel(request.title, "strong" if request.is_open else "body"), 1)
        if request.urgency is not Urgency.NORMAL:
            head.addWidget(label(urgency_word(request.urgency), "chip"))
        column.addLayout(head)
        row.addLayout(column, 1)
        return holder, row, column

    def _button(
        self, row: QHBoxLayout, request: RequestView, name: str, words: str, signal: object, role: str = ""
    ) -> QPushButton:
        made = button(words, role)
        made.setObjectName(f"{name}_{request.request_id}")
        made.setAccessibleDescription(request.title)
        made.clicked.connect(partial(signal.emit, request.request_id))  # type: ignore[attr-defined]
        row.addWidget(made)
        return made

    def _menu_button(self, request: RequestView) -> QWidget:
        made = icon_button("ellipsis", self.tr("More for {request}").format(request=request.title))
        made.setObjectName(f"more_{request.request_id}")
        made.setProperty("role", "dots")
        menu = QMenu(made)
        if not request.is_open:
            menu.addAction(self.tr("It waits after all"), partial(self.reopened.emit, request.request_id))
        fill_request_menu(
            menu,
            request,
            partial(self._on_urgency, request.request_id),
            partial(self._on_breach, request.request_id),
        )
        made.setMenu(menu)
        made.setPopupMode(made.ToolButtonPopupMode.InstantPopup)
        return made

    def _on_urgency(self, request_id: str, urgency: Urgency) -> None:
        self.urgency_chosen.emit(request_id, urgency)

    def _on_breach(self, request_id: str, breach: RequestBreach | None) -> None:
        self.breach_chosen.emit(request_id, breach)


def _said(request: RequestView) -> str:
    return "; ".join(part for part in (request.words, request.breach_words) if part)
