"""The tray icon: says in one glance whether somebody is owed a word; emits, and decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance
from PySide6.QtGui import QAction, QActionGroup, QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from clientdesk.ui.tray_icon import TrayLook, draw_icon
from clientdesk.ui.tray_watch import TrayWatch

SETTLE_MS = (0, 150, 1_000, 3_000)
"""After the desktop has told of a change, Qt is asked at these times: it hears of it a little later."""
NAMES_SHOWN = 3


class Pause(StrEnum):
    """For how long reminders are to be silent."""

    HOUR = "hour"
    TODAY = "today"
    MONDAY = "monday"


@dataclass(frozen=True, slots=True)
class DueClient:
    """A client who is owed a word, as the menu names them."""

    client_id: str
    name: str


class TrayController(QObject):
    """Owns the icon and its menu; watches whether the desktop has a tray at all.

    Signals:
        open_requested: the icon or its first entry was clicked.
        log_update_requested, plan_week_requested, settings_requested, quit_requested: the entries.
        client_requested: id of a client picked from the due ones.
        timer_start_requested: the timer is to run for what is on now. `timer_stop_requested`: it is to be stopped.
        pause_requested: a `Pause`.
        resume_requested: the pause is to end now.
        undo_requested: what was done from a notification is to be taken back.
        availability_changed: whether there is a tray, each time that changes.
    """

    open_requested = Signal()
    log_update_requested = Signal()
    client_requested = Signal(str)
    plan_week_requested = Signal()
    timer_start_requested = Signal()
    timer_stop_requested = Signal()
    pause_requested = Signal(str)
    resume_requested = Signal()
    undo_requested = Signal()
    settings_requested = Signal()
    quit_requested = Signal()
    availability_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._due: tuple[DueClient, ...] = ()
        self._paused_until = ""
        self._quiet = ""
        self._held = ""
        self._undo = ""
        self._timer = ""
        self._offer = ""
        self._item: QSystemTrayIcon | None = None
        self._was_available = False
        self._icons: dict[tuple[TrayLook, bool], QIcon] = {}
        self._pictured: tuple[TrayLook, bool] | None = None
        self._menu = self._build_menu()
        self._watch = TrayWatch(self)
        self._watch.changed.connect(self._on_tray_changed)
        self._settling = QTimer(self, singleShot=True)
        self._settling.timeout.connect(self._on_settling)
        self._settle_step = 0
        self._fill_due_menu()
        self._refresh()

    # What the window uses.

    def start(self) -> None:
        """Show the icon as soon as there is a tray, and keep watching."""
        self._watch.start()
        self.look()

    def stop(self) -> None:
        """Take the icon away and stop watching."""
        self._watch.stop()
        self._settling.stop()
        if self._item is not None:
            self._item.hide()
            self._item.deleteLater()
            self._item = self._pictured = None
        self._was_available = False

    def is_available(self) -> bool:
        """Whether the icon is shown by a living tray; only then may the window be hidden."""
        return self._item is not None and self._item.isVisible() and self._has_tray()

    def icon_item(self) -> QSystemTrayIcon | None:
        """Qt's own object, for tray messages."""
        return self._item

    def menu(self) -> QMenu:
        return self._menu

    def tooltip(self) -> str:
        return self._tooltip

    def look_shown(self) -> TrayLook:
        if self._paused_until or self._held:
            return TrayLook.PAUSED
        return TrayLook.DUE if self._due else TrayLook.PLAIN

    def set_due(self, clients: Sequence[DueClient]) -> None:
        """Who is owed a word now, most pressing first."""
        if tuple(clients) != self._due:
            self._due = tuple(clients)
            self._fill_due_menu()
            self._refresh()

    def set_paused(self, until: str) -> None:
        """Reminders are paused until this time, in words; empty when they are not."""
        if until != self._paused_until:
            self._paused_until = until
            self._refresh()

    def set_held(self, words: str) -> None:
        """Why nothing can be announced at all; empty when it can."""
        if words != self._held:
            self._held = words
            self._refresh()

    def set_quiet(self, words: str) -> None:
        """The line about quiet hours, such as ``Quiet hours: on till 08:00``; empty for none."""
        if words != self._quiet:
            self._quiet = words
            self._refresh()

    def set_undo(self, words: str) -> None:
        """What was done last from a notification and can be taken back; empty for nothing."""
        if words != self._undo:
            self._undo = words
            self._refresh()

    def set_timer(self, running: str, offer: str = "") -> None:
        """What the timer runs for, with its length, such as ``Acme · slides, 0:42``; empty while none runs.

        Args:
            offer: what it could be started for, empty for nothing.
        """
        if (running, offer) != (self._timer, self._offer):
            self._timer, self._offer = running, offer
            self._refresh()

    def look(self) -> None:
        """Ask the desktop whether there is a tray, and tell when that has changed."""
        if self._item is None and self._has_tray():
            self._show_item()
        available = self.is_available()
        if available != self._was_available:
            self._was_available = available
            self.availability_changed.emit(available)

    def _has_tray(self) -> bool:
        return self._watch.may_have_tray() and QSystemTrayIcon.isSystemTrayAvailable()

    def _on_tray_changed(self) -> None:
        self._settle_step = 0
        self._settling.start(SETTLE_MS[0])

    def _on_settling(self) -> None:
        self.look()
        self._settle_step += 1
        if self._settle_step < len(SETTLE_MS):
            self._settling.start(SETTLE_MS[self._settle_step])

    # Building.

    def _show_item(self) -> None:
        self._item = QSystemTrayIcon(self)
        self._item.setObjectName("tray_icon")
        self._item.setContextMenu(self._menu)
        self._item.activated.connect(self._on_activated)
        self._refresh()
        self._item.show()

    def _build_menu(self) -> QMenu:
        menu = QMenu("ClientDesk")
        menu.setObjectName("tray_menu")
        self.open_action = self._add(menu, "open_action", self.tr("Open ClientDesk"), self.open_requested)
        self.log_update_action = self._add(
            menu, "log_update_action", self.tr("Log update…"), self.log_update_requested
        )
        self.undo_action = self._add(menu, "undo_action", "", self.undo_requested)
        self.due_menu = menu.addMenu("")
        self.due_menu.setObjectName("due_menu")
        self.plan_week_action = self._add(
            menu, "plan_week_action", self.tr("Plan week"), self.plan_week_requested
        )
        self.timer_stop_action = self._add(menu, "timer_stop_action", "", self.timer_stop_requested)
        self.timer_start_action = self._add(menu, "timer_start_action", "", self.timer_start_requested)
        menu.addSeparator()
        self.pause_menu = menu.addMenu(self.tr("Pause reminders"))
        self.pause_menu.setObjectName("pause_menu")
        group = QActionGroup(self)
        group.triggered.connect(self._on_pause)
        for pause, text in (
            (Pause.HOUR, self.tr("For 1 hour")),
            (Pause.TODAY, self.tr("For today")),
            (Pause.MONDAY, self.tr("Until Monday")),
        ):
            action = self.pause_menu.addAction(text)
            action.setObjectName(f"pause_{pause}_action")
            action.setData(str(pause))
            group.addAction(action)
        self.resume_action = self._add(
            self.pause_menu, "resume_action", self.tr("Resume now"), self.resume_requested
        )
        self.quiet_action = QAction(menu)
        self.quiet_action.setObjectName("quiet_action")
        self.quiet_action.setEnabled(False)
        menu.addAction(self.quiet_action)
        menu.addSeparator()
        self.settings_action = self._add(
            menu, "settings_action", self.tr("Settings"), self.settings_requested
        )
        self.quit_action = self._add(menu, "quit_action", self.tr("Quit"), self.quit_requested)
        return menu

    def _add(self, menu: QMenu, name: str, text: str, wanted: SignalInstance) -> QAction:
        action = menu.addAction(text)
        action.setObjectName(name)
        action.setMenuRole(QAction.MenuRole.NoRole)
        action.triggered.connect(wanted)
        return action

    # Showing.

    def _refresh(self) -> None:
        self.resume_action.setVisible(bool(self._paused_until))
        quiet = self._held or self._quiet
        self.quiet_action.setText(_literal(quiet))
        self.quiet_action.setVisible(bool(quiet))
        self.undo_action.setText(self.tr("Undo: %1").replace("%1", _literal(self._undo)))
        self.undo_action.setVisible(bool(self._undo))
        stop = self.tr("Stop timer (%1)").replace("%1", _literal(self._timer))
        self.timer_stop_action.setText(stop)
        self.timer_stop_action.setVisible(bool(self._timer))
        start = self.tr("Start timer for %1").replace("%1", _literal(self._offer))
        self.timer_start_action.setText(start)
        self.timer_start_action.setVisible(bool(self._offer))
        self._tooltip = self._tooltip_words()
        if self._item is None:
            return
        # Each change goes over the bus to the panel, which fetches the picture anew.
        wanted = self.look_shown(), bool(self._timer)
        if wanted != self._pictured:
            self._pictured = wanted
            self._item.setIcon(self._icon(*wanted))
        if self._item.toolTip() != self._tooltip:
            self._item.setToolTip(self._tooltip)

    def _fill_due_menu(self) -> None:
        self.due_menu.clear()
        self.due_menu.menuAction().setVisible(bool(self._due))
        for client in self._due:
            action = self.due_menu.addAction(_literal(client.name))
            action.setData(client.client_id)
            action.triggered.connect(self._on_client)
        count = len(self._due)
        words = self.tr("Due: %1 (%2)").replace("%2", str(count)).replace("%1", _literal(self._names()))
        self.due_menu.setTitle(words)

    def _names(self) -> str:
        names = ", ".join(client.name for client in self._due[:NAMES_SHOWN])
        return f"{names}, …" if len(self._due) > NAMES_SHOWN else names

    def _icon(self, look: TrayLook, is_timing: bool) -> QIcon:
        """A picture, drawn once."""
        if (look, is_timing) not in self._icons:
            self._icons[look, is_timing] = draw_icon(look, is_timing)
        return self._icons[look, is_timing]

    def _tooltip_words(self) -> str:
        if not self._timer:
            return self._due_words()
        timer = self.tr("Timer: %1").replace("%1", self._timer)
        return f"{self._due_words()}\n{timer}"

    def _due_words(self) -> str:
        if self._held:
            return self.tr("ClientDesk: %1").replace("%1", self._held)
        if self._paused_until:
            return self.tr("ClientDesk: reminders paused until %1").replace("%1", self._paused_until)
        if not self._due:
            return self.tr("ClientDesk: nobody is owed a word")
        if len(self._due) == 1:
            return self.tr("ClientDesk: 1 client is owed a word")
        return self.tr("ClientDesk: %1 clients are owed a word").replace("%1", str(len(self._due)))

    # Answers.

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason != QSystemTrayIcon.ActivationReason.Context:
            self.open_requested.emit()

    def _on_client(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.client_requested.emit(str(action.data()))

    def _on_pause(self, action: QAction) -> None:
        self.pause_requested.emit(str(action.data()))


def _literal(text: str) -> str:
    """A text whose ampersands a menu shows instead of taking them for shortcuts."""
    return text.replace("&", "&&")
