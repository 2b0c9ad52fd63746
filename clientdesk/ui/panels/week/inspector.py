"""The week's drawer: the block or the work selected, saved as it is edited; or something new."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clientdesk.models.enums import WorkOrigin
from clientdesk.models.errors import ClientDeskError, InvalidInput, NotFound, Problem
from clientdesk.services.wording import words_for_problem
from clientdesk.ui.forms.base import Form
from clientdesk.ui.forms.block import BlockForm
from clientdesk.ui.forms.checklist import Checklist
from clientdesk.ui.forms.recurring_work import RecurringWorkForm
from clientdesk.ui.forms.work_item import WorkItemForm
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.week.recurring_list import RecurringList
from clientdesk.ui.tokens import SPACE_4
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.drawer import Drawer

if TYPE_CHECKING:
    from clientdesk.services.clients import ClientService
    from clientdesk.services.recurring import RecurringWorkService
    from clientdesk.services.week import WeekService
    from clientdesk.services.work import WorkService

_SAVE_AFTER_MS = 500


class Inspector(QObject):
    """Fills the drawer and brings what was edited to the service.

    Signals:
        step_place_wanted: key of a step that is to get a slot.

    Args:
        undo: takes the last step back.
        drawer: where the forms are shown.
    """

    step_place_wanted = Signal(str)

    def __init__(
        self,
        week: WeekService,
        work: WorkService,
        recurring: RecurringWorkService,
        clients: ClientService,
        messages: Messages,
        undo: Callable[[], object],
        drawer: Drawer,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._week = week
        self._work = work
        self._recurring = recurring
        self._undo = undo
        self._clients = clients
        self._messages = messages
        self._drawer = drawer
        self._form: Form | None = None
        self._checklist: Checklist | None = None
        self._checklist_key = ""
        self._page: Callable[[], None] | None = None
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
            checklist = Checklist() if details.item is not None else None
            self._show(self.tr("Block"), form, partial(self._week.get_block, block_id), checklist)
            self._save = partial(self._week.change_block, block_id)
            if checklist is not None and details.item is not None:
                self._wire_checklist(checklist, details.item.work_item_id)

    def edit_work(self, work_item_id: str) -> None:
        """Show a piece of work with its checklist; a step with the work it belongs to."""
        with self._messages.reporting():
            view = self._work.get(work_item_id)
            key = view.parent_id or work_item_id
            form = WorkItemForm(self._word, self._today, self._names(), self._work.milestones)
            checklist = Checklist()
            self._show(self.tr("Work item"), form, partial(self._work.get, key), checklist)
            self._save = partial(self._work.change, key)
            self._wire_checklist(checklist, key)

    def show_recurring(self) -> None:
        """Show every recurring work."""
        self.save_now()
        self._forget()
        page = RecurringList()
        page.new_wanted.connect(self.new_recurring)
        page.opened.connect(self.edit_recurring)
        page.paused.connect(self._on_recurring_paused)
        page.deleted.connect(self._on_recurring_deleted)
        page.show_all(self._recurring.list_all())
        self._page = partial(self._refill, page)
        self._drawer.show_widget(self.tr("Recurring work"), page)
        page.new_button.setFocus()

    def edit_recurring(self, recurring_id: str) -> None:
        """Show one recurring work."""
        with self._messages.reporting():
            form = self._recurring_form()
            self._show(self.tr("Recurring work"), form, partial(self._recurring.get, recurring_id))
            self._save = partial(self._recurring.change, recurring_id)

    def new_recurring(self) -> None:
        """Ask for work that comes again."""
        form = self._recurring_form()
        self._ask(self.tr("New recurring work"), form, self.tr("Add"), self._add_recurring)
        form.fill(None)
        form.field("title").setFocus()

    def new_block(self, starts: datetime, client_id: str | None = None) -> None:
        """Ask what is to stand on the grid at a time."""
        form = BlockForm(self._word, self._today, self._names(), kinds=True, with_work=False)
        self._ask(self.tr("New block"), form, self.tr("Add to the grid"), self._add_block)
        form.fill_new(starts, 60, client_id)
        form.field("title").setFocus()

    def new_work(self, client_id: str | None = None) -> None:
        """Ask for a new piece of work."""
        form = WorkItemForm(self._word, self._today, self._names(), self._work.milestones)
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
        if self._page is not None and self._drawer.isVisible():
            self._page()
        if self._form is None or self._read is None or not self._drawer.isVisible() or self._timer.isActive():
            return
        try:
            view = self._read()
        except NotFound:
            self._forget()
            self._drawer.close_drawer()
            return
        self._show_steps()
        if not self._has_focus():
            self._form.fill(view)
            self._shown = self._values()

    def _show(
        self, title: str, form: Form, read: Callable[[], object], checklist: Checklist | None = None
    ) -> None:
        self.save_now()
        self._forget()
        self._form, self._read, self._checklist = form, read, checklist
        form.fill(read())
        self._shown = self._values()
        form.edited.connect(self._timer.start)
        self._drawer.show_widget(title, _in_column(form, *([checklist] if checklist else [])))
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
            self._work.add(form.values())
            self.new_work(form.values()["client_id"])

    def _recurring_form(self) -> RecurringWorkForm:
        return RecurringWorkForm(self._word, self._today, self._names(), self._recurring.preview)

    def _add_recurring(self) -> None:
        form = self._form
        if form is None:
            return
        with self._messages.reporting(form) as outcome:
            self._recurring.add(form.values())
        if outcome.is_ok:
            self.show_recurring()

    def _refill(self, page: RecurringList) -> None:
        page.show_all(self._recurring.list_all())

    def _on_recurring_paused(self, recurring_id: str, is_paused: bool) -> None:
        with self._messages.reporting():
            self._recurring.pause(recurring_id, is_paused=is_paused)

    def _on_recurring_deleted(self, recurring_id: str) -> None:
        with self._messages.reporting() as outcome:
            self._recurring.delete(recurring_id)
        if outcome.is_ok:
            self._messages.toast(self.tr("Deleted. What was taken up of it stays."), self._undo)

    # The checklist.

    def _wire_checklist(self, checklist: Checklist, key: str) -> None:
        self._checklist_key = key
        checklist.added.connect(partial(self._on_steps_added, key))
        checklist.renamed.connect(self._on_step_renamed)
        checklist.estimated.connect(self._on_step_estimated)
        checklist.ticked.connect(self._on_step_ticked)
        checklist.ordered.connect(self._on_steps_ordered)
        checklist.deleted.connect(self._on_step_deleted)
        checklist.place_wanted.connect(self._on_step_place)
        self._show_steps()

    def _show_steps(self) -> None:
        """The checklist of what is shown; what was only offered may have been taken up meanwhile."""
        if self._checklist is not None:
            work_item_id = self._work.get(self._checklist_key).work_item_id
            self._checklist.show_steps(self._work.steps(work_item_id))

    def _on_steps_added(self, key: str, lines: str) -> None:
        with self._messages.reporting() as outcome:
            self._work.add_steps(key, lines)
        if outcome.is_ok:
            self._show_steps()
        elif self._checklist is not None:
            self._checklist.new_entry.setPlainText(lines)

    def _on_step_renamed(self, step_id: str, title: str) -> None:
        with self._messages.reporting():
            self._work.change_step(step_id, {"title": title})

    def _on_step_estimated(self, step_id: str, minutes: int | None) -> None:
        with self._messages.reporting():
            self._work.change_step(step_id, {"estimate_minutes": minutes})

    def _on_step_ticked(self, step_id: str, is_done: bool) -> None:
        with self._messages.reporting():
            self._work.complete_step(step_id, done=is_done)

    def _on_steps_ordered(self, step_ids: list[str]) -> None:
        with self._messages.reporting():
            self._work.order_steps(step_ids)

    def _on_step_deleted(self, step_id: str) -> None:
        with self._messages.reporting() as outcome:
            self._work.delete_step(step_id)
        if outcome.is_ok:
            self._messages.toast(self.tr("Step deleted."), self._undo)

    def _on_step_place(self, step_id: str) -> None:
        self.step_place_wanted.emit(f"{WorkOrigin.STEP.value}:{step_id}")

    def _values(self) -> dict[str, Any]:
        try:
            return self._form.values() if self._form is not None else {}
        except ClientDeskError:
            return {}

    def _forget(self) -> None:
        self._timer.stop()
        self._form = self._read = self._save = self._checklist = self._page = None
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


def _in_column(form: Form, *more: QWidget) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, SPACE_4, 0, 0)
    column.setSpacing(SPACE_4)
    column.addWidget(form)
    for made in more:
        column.addWidget(made)
    column.addStretch(1)
    return page
