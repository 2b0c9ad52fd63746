"""The week's drawer: the block or the work selected, saved as it is edited; or something new."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from clientdesk.models.errors import ClientDeskError, InvalidInput, NotFound, Problem
from clientdesk.services.wording import words_for_problem
from clientdesk.ui.forms.base import Form
from clientdesk.ui.forms.block import BlockForm
from clientdesk.ui.forms.work_item import WorkItemForm
from clientdesk.ui.messages import Messages
from clientdesk.ui.tokens import SPACE_4
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.drawer import Drawer

if TYPE_CHECKING:
    from clientdesk.services.clients import ClientService
    from clientdesk.services.week import WeekService

_SAVE_AFTER_MS = 500


class Inspector(QObject):
    """Fills the drawer and brings what was edited to the service.

    Args:
        drawer: where the forms are shown.
    """

    def __init__(
        self,
        week: WeekService,
        clients: ClientService,
        messages: Messages,
        drawer: Drawer,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._week = week
        self._clients = clients
        self._messages = messages
        self._drawer = drawer
        self._form: Form | None = None
        self._shown: dict[str, Any] = {}
        self._save: Callable[[dict[str, Any]], object] | None = None
        self._read: Callable[[], object] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SAVE_AFTER_MS)
        self._timer.timeout.connect(self.save_now)
        drawer.closed.connect(self.save_now)

    def edit_block(self, block_id: str) -> None:
        """Show a block of one's own."""
        with self._messages.reporting():
            details = self._week.get_block(block_id)
            has_work = details.item is not None
            form = BlockForm(self._word, self._today, self._names(), kinds=not has_work, with_work=has_work)
            self._show(self.tr("Block"), form, partial(self._week.get_block, block_id))
            self._save = partial(self._week.change_block, block_id)

    def edit_work(self, work_item_id: str) -> None:
        """Show a piece of work."""
        with self._messages.reporting():
            form = WorkItemForm(self._word, self._today, self._names())
            self._show(self.tr("Work item"), form, partial(self._week.get_work_item, work_item_id))
            self._save = partial(self._week.change_work_item, work_item_id)

    def new_block(self, starts: datetime, client_id: str | None = None) -> None:
        """Ask what is to stand on the grid at a time."""
        form = BlockForm(self._word, self._today, self._names(), kinds=True, with_work=False)
        self._ask(self.tr("New block"), form, self.tr("Add to the grid"), self._add_block)
        form.fill_new(starts, 60, client_id)
        form.field("title").setFocus()

    def new_work(self, client_id: str | None = None) -> None:
        """Ask for a new piece of work."""
        form = WorkItemForm(self._word, self._today, self._names())
        self._ask(self.tr("New work item"), form, self.tr("Add"), self._add_work)
        form.fill({"client_id": client_id})
        form.field("title").setFocus()

    def save_now(self) -> None:
        """Keep what was edited and not yet kept."""
        self._timer.stop()
        form, save = self._form, self._save
        if form is None or save is None or not self._is_alive():
            return
        try:
            values = form.values()
        except InvalidInput as error:
            form.show_problems(error.problems)
            return
        changes = {name: value for name, value in values.items() if self._shown.get(name) != value}
        if not changes:
            return
        with self._messages.reporting(form) as outcome:
            self._shown = values
            save(changes)
        if outcome.is_ok:
            form.clear_problems()

    def refresh(self) -> None:
        """Read again what is shown, unless it is being edited; close when it is gone."""
        if self._form is None or self._read is None or not self._drawer.isVisible() or self._timer.isActive():
            return
        try:
            view = self._read()
        except NotFound:
            self._forget()
            self._drawer.close_drawer()
            return
        if not self._has_focus():
            self._form.fill(view)
            self._shown = self._values()

    def _show(self, title: str, form: Form, read: Callable[[], object]) -> None:
        self.save_now()
        self._forget()
        self._form, self._read = form, read
        form.fill(read())
        self._shown = self._values()
        form.edited.connect(self._timer.start)
        self._drawer.show_widget(title, _in_column(form))
        form.field("title").setFocus()

    def _ask(self, title: str, form: Form, verb: str, slot: Callable[[], None]) -> None:
        self.save_now()
        self._forget()
        self._form = form
        add = button(verb, "primary")
        add.setObjectName("add_button")
        add.clicked.connect(slot)
        form.field("title").returnPressed.connect(slot)  # type: ignore[attr-defined]
        self._drawer.show_widget(title, _in_column(form, add))

    def _add_block(self) -> None:
        form = self._form
        if form is None:
            return
        with self._messages.reporting(form):
            values = form.values()
            starts, ends = values.pop("starts_at"), values.pop("ends_at")
            minutes = round((ends - starts).total_seconds() / 60)
            block_id = self._week.add_block(values, starts, minutes)
            self._forget()
            self.edit_block(block_id)

    def _add_work(self) -> None:
        form = self._form
        if form is None:
            return
        with self._messages.reporting(form):
            self._week.add_work_item(form.values())
            self.new_work(form.values()["client_id"])

    def _values(self) -> dict[str, Any]:
        try:
            return self._form.values() if self._form is not None else {}
        except ClientDeskError:
            return {}

    def _forget(self) -> None:
        self._timer.stop()
        self._form = self._read = self._save = None
        self._shown = {}

    def _is_alive(self) -> bool:
        content = self._drawer.content()
        return content is not None and self._form is not None and content.isAncestorOf(self._form)

    def _has_focus(self) -> bool:
        focused = self._drawer.window().focusWidget()
        return focused is not None and self._form is not None and self._form.isAncestorOf(focused)

    def _names(self) -> list[tuple[str, str]]:
        return [(client.client_id, client.name) for client in self._clients.list_active()]

    def _today(self) -> date:
        return self._week.today()

    def _word(self, problem: Problem) -> str:
        return words_for_problem(problem, self.tr, name_field=False)


def _in_column(form: Form, *more: QPushButton) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, SPACE_4, 0, 0)
    column.setSpacing(SPACE_4)
    column.addWidget(form)
    for made in more:
        column.addWidget(made)
    column.addStretch(1)
    return page
