"""The section about foreign calendars: what is read, how it stands, and new ones."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from clientdesk.models.errors import ClientDeskError, InvalidInput
from clientdesk.services.wording import words_for, words_for_problem
from clientdesk.ui.file_choice import Ask, ask_open
from clientdesk.ui.panels.settings.calendar_line import CalendarLine
from clientdesk.ui.panels.settings.parts import Card, Section
from clientdesk.ui.translations import translate
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.labels import label

if TYPE_CHECKING:
    from clientdesk.models.views.calendars import CalendarAdded, CalendarView
    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.background import Background
    from clientdesk.ui.messages import Messages

_TICK_MS = 30_000


class CalendarsSection(Section):
    """Foreign calendars, read only.

    Signals:
        import_asked: bring a calendar's file in once.

    Attributes:
        ask_file: how a file to watch is asked for.
    """

    import_asked = Signal()

    def __init__(self, workspace: Workspace, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setAccessibleName(self.tr("Calendars"))
        self._workspace = workspace
        self._messages = messages
        self._background: Background | None = None
        self.lines: list[CalendarLine] = []
        self.ask_file: Ask = ask_open
        self._build_list()
        self._build_address()
        self._build_files()
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._wire()

    def use_background(self, background: Background) -> None:
        """What goes to a server, the keyring or a file runs there."""
        self._background = background

    def _build_list(self) -> None:
        card = Card(
            self.tr("Calendars"),
            self.tr(
                "Their events stand in the week as fixed meetings. They are read only; nothing is sent there."
            ),
        )
        self.list_column = QVBoxLayout()
        self.list_column.setSpacing(0)
        card.column.addLayout(self.list_column)
        self.none_label = label(self.tr("No calendar yet."), "secondary")
        self.none_label.setObjectName("none_label")
        card.column.addWidget(self.none_label)
        self.add_card(card)

    def _build_address(self) -> None:
        self.address_card = Card(
            self.tr("Subscribe to an address"),
            self.tr(
                "The private address in iCal format that your calendar's settings give. It is read now and every"
                " 30 minutes while ClientDesk is open. The address is kept in this computer's keyring, not with"
                " your data."
            ),
        )
        self.address_field = QLineEdit()
        self.address_field.setPlaceholderText("https://…")
        self.address_field.setMaxLength(2_000)
        self.address_card.add_row("address_field", self.tr("Address"), self.address_field)
        self.address_name_field = QLineEdit()
        self.address_name_field.setMaxLength(200)
        self.address_name_field.setPlaceholderText(self.tr("as the calendar calls itself"))
        self.address_card.add_row("address_name_field", self.tr("Name"), self.address_name_field)
        self.subscribe_button = button(self.tr("Subscribe"), "primary")
        self.subscribe_button.setObjectName("subscribe_button")
        self.address_card.add_buttons(self.subscribe_button)
        self.add_card(self.address_card)

    def _build_files(self) -> None:
        card = Card(
            self.tr("From a file"),
            self.tr("A watched file is read again whenever it changes. An import is brought in once."),
        )
        self.watch_button = button(self.tr("Watch a file…"), icon_name="eye")
        self.watch_button.setObjectName("watch_button")
        self.import_button = button(self.tr("Import once…"), icon_name="upload")
        self.import_button.setObjectName("import_button")
        card.add_buttons(self.watch_button, self.import_button)
        self.file_problem = label("", "problem", wrap=True)
        self.file_problem.setObjectName("file_problem")
        self.file_problem.setVisible(False)
        card.column.addWidget(self.file_problem)
        self.add_card(card)

    def _wire(self) -> None:
        self.subscribe_button.clicked.connect(self._on_subscribe)
        self.address_field.returnPressed.connect(self._on_subscribe)
        self.address_name_field.returnPressed.connect(self._on_subscribe)
        self.watch_button.clicked.connect(self._on_watch)
        self.import_button.clicked.connect(self.import_asked)
        self._tick.timeout.connect(self._show_status)

    # What is shown

    def refresh(self) -> None:
        """Show the calendars as they stand."""
        views = self._workspace.calendars.list_calendars()
        if [line.calendar_id for line in self.lines] != [view.calendar_id for view in views]:
            self._rebuild(views)
        for line, view in zip(self.lines, views, strict=True):
            line.show_view(view)
        self.none_label.setVisible(not views)

    def _rebuild(self, views: list[CalendarView]) -> None:
        for line in self.lines:
            self.list_column.removeWidget(line)
            line.deleteLater()
        self.lines = []
        for view in views:
            line = CalendarLine(view)
            line.renamed.connect(self._on_renamed)
            line.switched.connect(self._on_switched)
            line.busy_changed.connect(self._on_busy)
            line.refresh_asked.connect(self._on_refresh)
            line.address_asked.connect(self._on_address)
            line.removed.connect(self._on_remove)
            self.list_column.addWidget(line)
            self.lines.append(line)

    def _show_status(self) -> None:
        """ "12 minutes ago" goes on by itself."""
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tick.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tick.stop()

    # New ones

    def _on_subscribe(self) -> None:
        if self._background is None or not self.subscribe_button.isEnabled():
            return
        self.address_card.show_problem("address_field", "")
        self._set_subscribing(on=True)
        work = partial(
            self._workspace.calendars.subscribe,
            self.address_field.text().strip(),
            self.address_name_field.text().strip(),
        )
        self._background.run(work, self._on_subscribed, self._on_not_subscribed)

    def _set_subscribing(self, *, on: bool) -> None:
        self.subscribe_button.setEnabled(not on)
        self.subscribe_button.setText(self.tr("Reading…") if on else self.tr("Subscribe"))
        self.subscribe_button.setAccessibleName(self.subscribe_button.text())
        self.address_field.setReadOnly(on)

    def _on_subscribed(self, added: CalendarAdded) -> None:
        self._set_subscribing(on=False)
        self.address_field.clear()
        self.address_name_field.clear()
        self.refresh()
        self._tell_added(added)

    def _tell_added(self, added: CalendarAdded) -> None:
        if not added.address_kept:
            reasons = {
                "none": self.tr("This computer has no keyring that ClientDesk can use."),
                "locked": self.tr("The keyring is locked."),
            }
            reason = reasons.get(added.why_not, self.tr("The keyring refused."))
            self._messages.banner(
                reason
                + " "
                + self.tr(
                    "The calendar's private address is known until you close ClientDesk; give it again after that."
                ),
                kind="warn",
                key="calendar_address",
            )
        count = len(added.problems)
        events = (
            self.tr("1 event") if added.events == 1 else self.tr("{count} events").format(count=added.events)
        )
        text = self.tr("{events} read.").format(events=events)
        if count:
            text += " " + (
                self.tr("One line was mended or left out.")
                if count == 1
                else self.tr("{count} lines were mended or left out.").format(count=count)
            )
        self._messages.toast(text)

    def _on_not_subscribed(self, error: Exception) -> None:
        self._set_subscribing(on=False)
        if _is_given_up(error):
            return
        self.address_card.show_problem("address_field", _reason(error))
        self.address_field.setFocus()

    def _on_watch(self) -> None:
        if self._background is None:
            return
        from clientdesk.ui.calendar_import_dialog import calendar_kinds

        chosen = self.ask_file(self, self.tr("Watch a file"), calendar_kinds())
        if chosen is not None:
            self.watch(chosen)

    def watch(self, path: Path) -> None:
        """Read a file now and whenever it changes."""
        if self._background is None:
            return
        self.file_problem.setVisible(False)
        self.watch_button.setEnabled(False)
        work = partial(self._workspace.calendars.watch_file, path)
        self._background.run(work, self._on_watched, self._on_not_watched)

    def _on_watched(self, added: CalendarAdded) -> None:
        self.watch_button.setEnabled(True)
        self.refresh()
        self._tell_added(added)

    def _on_not_watched(self, error: Exception) -> None:
        self.watch_button.setEnabled(True)
        if _is_given_up(error):
            return
        self.file_problem.setText(_reason(error))
        self.file_problem.setVisible(True)

    # Those that are there

    def _on_renamed(self, calendar_id: str, name: str) -> None:
        with self._messages.reporting():
            self._workspace.calendars.rename(calendar_id, name)
        self.refresh()

    def _on_switched(self, calendar_id: str, on: bool) -> None:
        with self._messages.reporting():
            self._workspace.calendars.set_on(calendar_id, on=on)
        self.refresh()

    def _on_busy(self, calendar_id: str, busy: bool) -> None:
        with self._messages.reporting():
            self._workspace.calendars.set_busy(calendar_id, busy=busy)

    def _on_refresh(self, calendar_id: str) -> None:
        if self._background is None:
            return
        line = self._line(calendar_id)
        if line is not None:
            line.show_reading()
        work = partial(self._workspace.calendars.refresh, calendar_id)
        self._background.run(work, self._on_refreshed, self._on_refresh_failed)

    def _on_refreshed(self, _is_well: bool) -> None:
        self.refresh()

    def _on_refresh_failed(self, error: Exception) -> None:
        if _is_given_up(error):
            return
        self.refresh()
        self._messages.failed(error)

    def _on_address(self, calendar_id: str, address: str) -> None:
        if self._background is None:
            return
        work = partial(_give_and_read, self._workspace, calendar_id, address)
        self._background.run(work, self._on_refreshed, self._on_refresh_failed)

    def _on_remove(self, calendar_id: str) -> None:
        line = self._line(calendar_id)
        if line is None or self._background is None:
            return
        line.setEnabled(False)
        work = partial(_remove, self._workspace, calendar_id, line.name_field.text())
        self._background.run(work, self._on_removed, self._on_refresh_failed)

    def _on_removed(self, outcome: tuple[str, bool]) -> None:
        name, can_undo = outcome
        self.refresh()
        text = self.tr("{name} and its events were removed.").format(name=name)
        self._messages.toast(text, self._undo if can_undo else None)

    def _undo(self) -> None:
        if self._workspace.store.undo_label == "Remove calendar":
            with self._messages.reporting():
                self._workspace.store.undo()
        self.refresh()

    def _line(self, calendar_id: str) -> CalendarLine | None:
        return next((line for line in self.lines if line.calendar_id == calendar_id), None)


def _remove(workspace: Workspace, calendar_id: str, name: str) -> tuple[str, bool]:
    can_undo = workspace.calendars.remove(calendar_id)
    workspace.calendars.forget_address(calendar_id)
    return name, can_undo


def _give_and_read(workspace: Workspace, calendar_id: str, address: str) -> bool:
    workspace.calendars.give_address(calendar_id, address)
    return workspace.calendars.refresh(calendar_id)


def _is_given_up(error: Exception) -> bool:
    """Whether it was stopped because the workspace is being closed."""
    from clientdesk.services.calendars.ports import Cancelled

    return isinstance(error, Cancelled)


def _reason(error: Exception) -> str:
    if isinstance(error, InvalidInput):
        words = words_for_problem(error.problems[0], _services, name_field=False)
        return words[:1].upper() + words[1:]
    if isinstance(error, ClientDeskError):
        return words_for(error, _services)
    raise error


def _services(text: str) -> str:
    return translate("Services", text)
