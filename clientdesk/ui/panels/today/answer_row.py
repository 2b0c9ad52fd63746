"""A request and by when it is answered: shape, client, what they asked, time left in words, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from clientdesk.models.enums import RequestBreach, Urgency
from clientdesk.models.views.requests import RequestView
from clientdesk.ui.panels.today.rows import DeedsRow, marked_name
from clientdesk.ui.request_words import request_status, urgency_word
from clientdesk.ui.tokens import Status
from clientdesk.ui.widgets.buttons import button, icon_button
from clientdesk.ui.widgets.chips import Monogram, StatusShape
from clientdesk.ui.widgets.labels import label
from clientdesk.ui.widgets.request_menu import fill_request_menu


class AnswerRow(DeedsRow):
    """Keys: A answered, G got it, W write, X no answer needed.

    Signals:
        answered, acknowledged, closed: id of the request.
        write: id of the client.
        urgency_chosen: (id, `Urgency`). breach_chosen: (id, `RequestBreach` or None).

    Args:
        is_pressing: its warning has come.
        mark: what became of the pop-up about it, empty without one.
    """

    answered = Signal(str)
    acknowledged = Signal(str)
    closed = Signal(str)
    write = Signal(str)
    urgency_chosen = Signal(str, object)
    breach_chosen = Signal(str, object)

    def __init__(
        self, view: RequestView, *, is_pressing: bool, mark: str = "", parent: QWidget | None = None
    ) -> None:
        said = "; ".join(part for part in (view.words, view.breach_words) if part)
        level = "" if view.urgency is Urgency.NORMAL else urgency_word(view.urgency)
        spoken = ", ".join(part for part in (view.title, level, said, mark) if part)
        super().__init__(f"{view.client}: {spoken}", parent)
        self.view = view
        self.key = ("request", view.request_id)
        self.setObjectName("answer_row")
        status = request_status(view, is_pressing=is_pressing)
        head = marked_name(f"{view.client} · {view.title}", level or mark, view.client)
        if level and mark:
            head.insertWidget(head.count() - 1, label(mark, "chip"))
        self.texts.addLayout(head)
        self.words_label = label(said[:1].upper() + said[1:], "secondary", wrap=True)
        self.texts.addWidget(self.words_label)
        self.lay_out(StatusShape(status), Monogram(view.client, view.colour))
        self._add_buttons(view, "" if status is Status.STEADY else "primary")

    def _add_buttons(self, view: RequestView, role: str) -> None:
        self.answered_button = self._button("answered_button", self.tr("Answered"), role)
        self.answered_button.clicked.connect(self._on_answered)
        if view.acknowledged_at is None:
            self.got_it_button = self._button("got_it_button", self.tr("Got it"), "quiet")
            self.got_it_button.clicked.connect(self._on_got_it)
        self.write_button = self._button("write_button", self.tr("Write…"), "quiet")
        self.write_button.clicked.connect(self._on_write)
        self.more_button = icon_button("ellipsis", self.tr("More for {request}").format(request=view.title))
        self.more_button.setObjectName("more_button")
        self.more_button.setProperty("role", "dots")
        menu = QMenu(self.more_button)
        menu.addAction(self.tr("No answer needed"), self._on_close).setObjectName("no_answer_needed")
        fill_request_menu(menu, view, self._on_urgency, self._on_breach)
        menu.addSeparator()
        menu.addAction(self.tr("Open client"), self.opened.emit)
        self.more_button.setMenu(menu)
        self.more_button.setPopupMode(self.more_button.ToolButtonPopupMode.InstantPopup)
        self.add_deed(self.more_button)

    def _button(self, name: str, text: str, role: str) -> QPushButton:
        made = button(text, role)
        made.setObjectName(name)
        made.setAccessibleName(
            self.tr("{verb}: {client}, {request}").format(
                verb=text, client=self.view.client, request=self.view.title
            )
        )
        self.add_deed(made)
        return made

    def keyPressEvent(self, event: QKeyEvent) -> None:
        deeds = {
            Qt.Key.Key_A: self._on_answered,
            Qt.Key.Key_G: self._on_got_it,
            Qt.Key.Key_W: self._on_write,
            Qt.Key.Key_X: self._on_close,
        }
        deed = deeds.get(Qt.Key(event.key()))
        if deed is not None and not event.modifiers():
            deed()
        else:
            super().keyPressEvent(event)

    def _on_answered(self) -> None:
        self.answered.emit(self.view.request_id)

    def _on_got_it(self) -> None:
        if self.view.acknowledged_at is None:
            self.acknowledged.emit(self.view.request_id)

    def _on_write(self) -> None:
        self.write.emit(self.view.client_id)

    def _on_close(self) -> None:
        self.closed.emit(self.view.request_id)

    def _on_urgency(self, urgency: Urgency) -> None:
        self.urgency_chosen.emit(self.view.request_id, urgency)

    def _on_breach(self, breach: RequestBreach | None) -> None:
        self.breach_chosen.emit(self.view.request_id, breach)
