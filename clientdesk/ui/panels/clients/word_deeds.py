"""What is done about a client's next word: later, on hold, adopted; and days kept for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from clientdesk.models.enums import HoldEvent, Layer, RhythmKind
from clientdesk.models.rhythm_choices import first_rule
from clientdesk.ui.dates import day_text
from clientdesk.ui.panels.clients.about_tab import AboutTab
from clientdesk.ui.panels.clients.editing import Editing
from clientdesk.ui.panels.clients.page_data import PageData
from clientdesk.ui.panels.clients.word_card import WordCard
from clientdesk.ui.panels.clients.wording import sentence
from clientdesk.ui.words import next_word

if TYPE_CHECKING:
    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.messages import Messages


class WordDeeds(QObject):
    """Hears the card of the next word and the days on the About tab.

    Args:
        data: what the page shows now.
        toast: says what was done, with a way to take it back.
    """

    def __init__(
        self,
        workspace: Workspace,
        messages: Messages,
        editing: Editing,
        data: Callable[[], PageData | None],
        toast: Callable[[str], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._messages = messages
        self._editing = editing
        self._data = data
        self._toast = toast
        self._page = parent

    def hear(self, word: WordCard, about: AboutTab) -> None:
        """Take what these ask for."""
        word.later.connect(self._on_later)
        word.hold.connect(self._on_hold)
        word.release.connect(self._on_release)
        word.adopt.connect(self._on_adopt)
        about.key_dates.added.connect(self.new_key_date)
        about.key_dates.opened.connect(self._on_key_date)
        about.after_end.win_back_added.connect(self._on_new_win_back)
        about.after_end.opened.connect(self._on_win_back)
        about.after_end.personal_added.connect(self._on_personal_added)
        about.after_end.removed.connect(self._on_personal_removed)

    def new_key_date(self) -> None:
        """Open the form for one more day to remember."""
        self._on_key_date("")

    def _on_later(self, how: str) -> None:
        data = self._data()
        if data is None:
            return
        check_ins, client_id, today = self._workspace.check_ins, data.client.client_id, data.today
        if how == "pick":
            self._editing.ask_until(
                self.tr("Later"),
                "",
                lambda values: check_ins.snooze(client_id, values["until"], values["why"]),
            )
            return
        with self._messages.reporting(self._page) as outcome:
            until = today + timedelta(days=7)
            if how == "next":
                until = check_ins.later(client_id)
            elif how == "meeting":
                coming = [touch.on for touch in data.booked if touch.on >= today]
                until = min(coming) + timedelta(days=1)
                check_ins.snooze(client_id, until, self.tr("after the next meeting"))
            else:
                check_ins.snooze(client_id, until)
        if outcome.is_ok:
            self._toast(self.tr("Put off until {day}.").format(day=day_text(until, today)))

    def _on_hold(self, how: str) -> None:
        data = self._data()
        if data is None:
            return
        if how == "pick":
            self._editing.ask_hold(data)
            return
        check_ins, client_id = self._workspace.check_ins, data.client.client_id
        with self._messages.reporting(self._page) as outcome:
            check_ins.hold(client_id, None, event=None if how == "open" else HoldEvent(how))
        if outcome.is_ok:
            self._toast(sentence(next_word(check_ins.status_of(client_id), data.today)))

    def _on_release(self) -> None:
        self._do(lambda client_id: self._workspace.check_ins.release(client_id), self.tr("Released."))

    def _on_adopt(self) -> None:
        adopt = self._workspace.rhythms.adopt
        self._do(lambda client_id: adopt(client_id), self.tr("These rhythms are promised from today."))

    def _on_key_date(self, rhythm_id: str) -> None:
        data = self._data()
        if data is not None:
            self._editing.edit_key_date(data, rhythm_id)

    def _on_new_win_back(self) -> None:
        self._on_win_back("")

    def _on_win_back(self, rhythm_id: str) -> None:
        data = self._data()
        if data is not None:
            self._editing.edit_win_back(data, rhythm_id)

    def _on_personal_added(self) -> None:
        rule = first_rule(RhythmKind.PERSONAL, self._workspace.practice.today(), is_client=True)
        add = self._workspace.rhythms.add
        self._do(
            lambda client_id: add(Layer.CLIENT, client_id, **rule),
            self.tr("A personal word is kept for then."),
        )

    def _on_personal_removed(self, rhythm_id: str) -> None:
        self._do(lambda _client_id: self._workspace.rhythms.remove(rhythm_id), self.tr("Taken away."))

    def _do(self, deed: Callable[[str], object], said: str) -> None:
        data = self._data()
        if data is None:
            return
        with self._messages.reporting(self._page) as outcome:
            deed(data.client.client_id)
        if outcome.is_ok:
            self._toast(said)
