"""Arranges the panels; owns menus, navigation and what the status line says."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QCoreApplication, QSettings, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QHideEvent,
    QKeySequence,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from clientdesk.models.changes import ChangeSet
from clientdesk.models.enums import Kind
from clientdesk.ui.actions import ACTIONS, FOOT, MENUS, PLACES, ActionSpec
from clientdesk.ui.calendar_drops import CalendarDrops
from clientdesk.ui.mail_drops import MailDrops
from clientdesk.ui.messages import Messages
from clientdesk.ui.notifiers.banner import BannerArea as NoticeArea
from clientdesk.ui.panel_makers import make_panel
from clientdesk.ui.panels.base import Panel
from clientdesk.ui.panes import PaneCycle
from clientdesk.ui.status_line import status_words
from clientdesk.ui.theme import Theme
from clientdesk.ui.visits import Visit, Visits
from clientdesk.ui.widgets.banner import BannerArea
from clientdesk.ui.widgets.sidebar import Place, Sidebar

if TYPE_CHECKING:
    from datetime import date

    from clientdesk.models.views.today import TodayView
    from clientdesk.services.preferences import Preferences
    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.background import Background
    from clientdesk.ui.capture_window import CaptureWindow
    from clientdesk.ui.global_shortcut import GlobalShortcut
    from clientdesk.ui.panels.today import TodayPanel

LEAST = (1024, 640)
USUAL = (1360, 860)
FRAME_ROOM = (8, 40)
"""What a title and borders take of the screen."""


class MainWindow(QMainWindow):
    """One window on one workspace; shown before the workspace is open.

    What the first paint can do without (Today's page, the menus' entries) is made by `complete`.

    Signals:
        shell_painted: the window has been painted for the first time.
        shown_changed: whether it is shown; False when it was closed to the tray.
        close_asked: the user wants the window away; whoever listens decides what that means.
        quit_asked: really quit.
        demo_asked: switch to the demo workspace.
    """

    shell_painted = Signal()
    shown_changed = Signal(bool)
    close_asked = Signal()
    quit_asked = Signal()
    demo_asked = Signal()
    own_asked = Signal()
    backup_asked = Signal()
    restore_asked = Signal(object)
    test_notice_asked = Signal()

    def __init__(
        self,
        messages: Messages,
        theme: Theme,
        preferences: Preferences,
        background: Background,
        settings: QSettings | None = None,
        calendar_background: Background | None = None,
        notices: NoticeArea | None = None,
    ) -> None:
        super().__init__()
        self.notices = notices or NoticeArea()
        self.setObjectName("main_window")
        self.setWindowTitle("ClientDesk")
        self.setMinimumSize(*LEAST)
        self.messages = messages
        self.theme = theme
        self.preferences = preferences
        self.background = background
        # What asks a server may take half a minute: nothing else waits behind it.
        self.calendar_background = calendar_background or background
        self.workspace: Workspace | None = None
        self.shortcut: Callable[[], GlobalShortcut] | None = None
        self._capture: CaptureWindow | None = None
        self._settings = settings
        self._actions: dict[str, QAction] = {}
        self._panels: dict[str, Panel] = {}
        self._visits = Visits()
        self._menus: dict[str, QMenu] = {}
        self._place_actions: list[QAction] = []
        self._is_welcoming = False
        self._was_painted = False
        self._is_complete = False
        self.may_close = False
        self._build()
        self._build_menu_bar()
        self._wire()
        self._drops = CalendarDrops(self)
        self._drops.dropped.connect(self._import_calendar)
        self._mail_drops = MailDrops(self)
        self._mail_drops.dropped.connect(self._import_mail)
        self._restore_geometry()
        self._refresh_places()
        self.sidebar.select("today")

    def complete(self) -> None:
        """Make what the first paint did without; does nothing the second time."""
        if self._is_complete:
            return
        self._is_complete = True
        self._fill_menus()
        self.show_place("today")

    @cached_property
    def today_panel(self) -> TodayPanel:
        """The page that is filled before the workspace is open."""
        from clientdesk.ui.panels.today import TodayPanel

        made = TodayPanel(self.messages, self.theme)
        made.client_opened.connect(self.open_client)
        made.place_requested.connect(self.show_place)
        made.agreement_opened.connect(self.open_agreement)
        made.new_client_requested.connect(self.new_client)
        made.plan_requested.connect(self.plan_week)
        made.write_requested.connect(self.log_update_for)
        made.wrap_up_requested.connect(self.wrap_up_week)
        self._add_panel(made)
        return made

    def _build(self) -> None:
        names = {
            "today": "Ctrl+1",
            "week": "Ctrl+2",
            "timeline": "Ctrl+3",
            "clients": "Ctrl+4",
            "papers": "Ctrl+5",
        }
        self.sidebar = Sidebar(
            [Place(key, _place_name(text), icon, names.get(key, "")) for key, text, icon in PLACES],
            [Place(key, _place_name(text), icon) for key, text, icon in FOOT],
        )
        self.banners = BannerArea()
        self.stack = QStackedWidget()
        self.stack.setObjectName("pages")
        page = QWidget()
        page.setProperty("role", "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notices)
        column.addWidget(self.banners)
        column.addWidget(self.stack, 1)
        room = QWidget()
        row = QHBoxLayout(room)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addWidget(page, 1)
        self.setCentralWidget(room)
        self.status_label = QLabel()
        self.status_label.setObjectName("status_label")
        self.status_label.setProperty("role", "caption")
        self.status_label.setTextFormat(Qt.TextFormat.PlainText)
        self.statusBar().addWidget(self.status_label, 1)
        self.statusBar().setSizeGripEnabled(False)
        self.messages.attach(self, self.banners)
        strips = (self.notices, self.banners)
        self._pane_cycle = PaneCycle(self, self.sidebar, strips, self.stack, self.messages)

    def _build_menu_bar(self) -> None:
        for key, text in MENUS:
            menu = self.menuBar().addMenu(QCoreApplication.translate("Menus", text))
            menu.setObjectName(f"menu_{key}")
            self._menus[key] = menu

    def _fill_menus(self) -> None:
        menus = self._menus
        for number, (key, text, _) in enumerate((*PLACES, *FOOT), start=1):
            action = QAction(_place_name(text), self)
            action.setObjectName(f"action_place_{key}")
            if number <= len(PLACES):
                action.setShortcut(QKeySequence(f"Ctrl+{number}"))
            action.triggered.connect(partial(self.show_place, key))
            self._place_actions.append(action)
            if key != "settings":
                menus["view"].addAction(action)
        menus["view"].addSeparator()
        for spec in ACTIONS:
            if not spec.slot:
                menus[spec.menu].addSeparator()
                continue
            menus[spec.menu].addAction(self._action(spec))
        self.addActions([action for menu in menus.values() for action in menu.actions()])
        QShortcut(QKeySequence("Ctrl+Y"), self, self.redo)
        QShortcut(QKeySequence("Shift+F6"), self, self.previous_pane)
        self._refresh_actions()

    def _action(self, spec: ActionSpec) -> QAction:
        action = QAction(QCoreApplication.translate("Actions", spec.text), self)
        action.setObjectName(f"action_{spec.key}")
        if spec.shortcut:
            action.setShortcut(QKeySequence(spec.shortcut))
        slot: Callable[[], object] = getattr(self, spec.slot)
        action.triggered.connect(slot)
        action.setProperty("needsWorkspace", spec.needs_workspace)
        self._actions[spec.key] = action
        return action

    def _wire(self) -> None:
        self.sidebar.place_chosen.connect(self.show_place)
        self.sidebar.client_chosen.connect(self.open_client)
        self.sidebar.collapsed_changed.connect(self._on_collapsed)
        self.sidebar.set_collapsed(self.preferences.get("sidebar_folded"))

    def show_first(self, view: TodayView | None) -> None:
        """Fill Today before the workspace is open."""
        self.complete()
        if view is not None:
            self.today_panel.show_first(view)

    def attach(self, workspace: Workspace) -> None:
        """The workspace is open: everything works from now on."""
        self.complete()
        self.workspace = workspace
        store = workspace.store
        self.messages.follow(lambda: store.last_step)
        self.today_panel.attach(workspace)
        self._refresh_actions()
        self.refresh_frame()
        self.show_place("today")

    def panel(self, panel_id: str) -> Panel:
        """A panel, built on its first visit."""
        if panel_id == "today":
            return self.today_panel
        made = self._panels.get(panel_id)
        if made is None:
            made = self._build_panel(panel_id)
            self._add_panel(made)
        return made

    def _build_panel(self, panel_id: str) -> Panel:
        assert self.workspace is not None  # noqa: S101 - places stay disabled until then
        made = make_panel(panel_id, self.workspace, self.messages, self.theme)
        use = getattr(made, "use_window", None)
        if use is not None:
            use(self)
        for name, slot in (
            ("client_opened", self.open_client),
            ("engagement_opened", self.open_engagement),
            ("milestone_opened", self.open_milestone),
            ("agreement_opened", self.open_agreement),
            ("new_agreement_requested", self.new_agreement),
            ("paper_requested", self.new_paper_for),
            ("elsewhere_requested", self.file_elsewhere),
            ("log_update_requested", self.log_update_for),
            ("import_requested", self.open_import),
            ("demo_requested", self.open_demo),
            ("boundaries_requested", self.open_boundaries_of),
            ("place_requested", self.show_place),
            ("week_requested", self.open_week),
        ):
            signal = getattr(made, name, None)
            if signal is not None:
                signal.connect(slot)
        return made

    def _add_panel(self, panel: Panel) -> None:
        self._panels[panel.panel_id] = panel
        self.stack.addWidget(panel)

    def show_place(self, key: str) -> None:
        """Go to a panel; the keyboard goes with it."""
        if not self._is_open() and key != "today":
            return
        self._show(key)
        if key == "clients":
            self._call("clients", "show_list")
        self._remember(key)
        self._focus_page()

    def _show(self, key: str) -> None:
        panel = self.panel(key)
        self.sidebar.select("clients" if key == "intake" else key)
        self.stack.setCurrentWidget(panel)
        self.setWindowTitle(self.tr("{place} – ClientDesk").format(place=panel.title()))
        self._refresh_page_actions()

    def _focus_page(self) -> None:
        page = self.stack.currentWidget()
        if isinstance(page, Panel):
            page.take_focus()

    def show_page(self, page: QWidget) -> None:
        """Show something that is no panel (first run, a refusal) in their place."""
        if self.stack.indexOf(page) < 0:
            self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        self._refresh_page_actions()

    def show_welcome(self, page: QWidget) -> None:
        """Show the first run; every other place waits until `end_welcome`."""
        self._is_welcoming = True
        self.sidebar.setEnabled(False)
        self.sidebar.select("")
        self.setWindowTitle(self.tr("Welcome – ClientDesk"))
        self.show_page(page)
        self._refresh_actions()
        self.refresh_frame()

    def end_welcome(self) -> None:
        """The practice is set up: everything works from now on."""
        self._is_welcoming = False
        self.sidebar.setEnabled(True)
        self._refresh_actions()
        self.refresh_frame()

    def _is_open(self) -> bool:
        return self.workspace is not None and not self._is_welcoming

    def open_client(self, client_id: str) -> None:
        if self.workspace is None:
            return
        self._show("clients")
        self._call("clients", "open_client", client_id)
        self._remember("clients", client_id)

    def open_engagement(self, engagement_id: str) -> None:
        if self.workspace is not None:
            self.open_client(self.workspace.engagements.get(engagement_id).client_id)

    def open_milestone(self, milestone_id: str) -> None:
        if self.workspace is not None:
            milestone = self.workspace.engagements.get_milestone(milestone_id)
            self.open_engagement(milestone.engagement_id)

    def open_week(self, day: date) -> None:
        """The week a day lies in."""
        self.show_place("week")
        self._call("week", "show_week_of", day)

    def open_agreement(self, agreement_id: str) -> None:
        self._show("papers")
        self._call("papers", "open_agreement", agreement_id)
        self._remember("papers")

    def new_agreement(self, engagement_id: str) -> None:
        self._show("papers")
        self._call("papers", "new_agreement", engagement_id)

    def new_paper_for(self, client_id: str) -> None:
        """Ask which paper a client gets."""
        self._show("papers")
        self._call("papers", "new_paper", client_id)

    def file_elsewhere(self, client_id: str, path: object) -> None:
        """File a paper that a client and you have signed elsewhere."""
        self._show("papers")
        self._call("papers", "file_elsewhere", path, client_id)

    def open_boundaries_of(self, client_id: str) -> None:
        self._show("boundaries")
        self._call("boundaries", "edit_client", client_id)

    def new_client(self) -> None:
        self.show_place("clients")
        self._call("clients", "new_client")

    def new_paper(self) -> None:
        """Ctrl+N, A: ask what a new paper is for."""
        self.show_place("papers")
        self._call("papers", "new_paper")

    def new_work(self) -> None:
        """Ctrl+N, W: to the line that takes new work."""
        self.show_place("week")
        self._call("week", "add_work")

    def log_update(self) -> None:
        """Ctrl+L: to the capture line of the client in view, else ask which one."""
        if self.stack.currentWidget() is self._panels.get("clients"):
            self._call("clients", "log_update")
        else:
            self.log_update_for("")

    def log_update_for(self, client_id: str = "") -> None:
        if self.workspace is None:
            return
        if self._capture is None:
            from clientdesk.ui.capture_window import CaptureWindow

            self._capture = CaptureWindow(self.workspace, self.messages, self)
        self._capture.open_for(client_id)

    def new_request(self) -> None:
        """Ctrl+N, Q: what a client asked; the time to an answer runs."""
        clients = self._panels.get("clients")
        begin = getattr(clients, "begin_request", None)
        if begin is not None and self.stack.currentWidget() is clients and begin():
            return
        self.log_update_for("")
        if self._capture is not None:
            self._capture.form.kinds.pick("asked")

    def plan_week(self) -> None:
        self.show_place("week")
        self._call("week", "plan")

    def suggest_places(self) -> None:
        """Go to Week and suggest a place for what waits."""
        self.show_place("week")
        self._call("week", "suggest_places")

    def ask_promise(self) -> None:
        """Go to Week and ask what can be promised."""
        self.show_place("week")
        self._call("week", "ask_promise")

    def wrap_up_week(self) -> None:
        self.show_place("week")
        self._call("week", "wrap_up")

    def open_settings(self) -> None:
        self.show_place("settings")

    def print_current(self) -> None:
        self._call(self.current_place(), "print_current")

    def export_current(self) -> None:
        self._call(self.current_place(), "export_current")

    def find_on_page(self) -> None:
        current = self.stack.currentWidget()
        if isinstance(current, Panel):
            current.focus_filter()

    def toggle_sidebar(self) -> None:
        self.sidebar.toggle_collapsed()

    def toggle_drawer(self) -> None:
        self._call(self.current_place(), "toggle_drawer")

    def next_pane(self) -> None:
        """F6: sidebar, page, drawer, toast, and round again."""
        self._pane_cycle.step(1)

    def previous_pane(self) -> None:
        """Shift+F6."""
        self._pane_cycle.step(-1)

    def current_place(self) -> str:
        current = self.stack.currentWidget()
        return current.panel_id if isinstance(current, Panel) else ""

    def undo(self) -> None:
        self._step(backwards=True)

    def redo(self) -> None:
        self._step(backwards=False)

    def _step(self, *, backwards: bool) -> None:
        if self.workspace is None or self._is_welcoming:
            return
        store = self.workspace.store
        with self.messages.reporting(self):
            label = store.undo() if backwards else store.redo()
            if label is not None:
                text = self.tr("Undone: {label}") if backwards else self.tr("Done again: {label}")
                self.messages.toast(text.format(label=label))

    def open_import(self) -> None:
        if self.workspace is None:
            return
        from clientdesk.ui.import_dialog import ImportDialog

        ImportDialog(self.workspace, self.messages, self.background, self).open()

    def import_calendar(self) -> None:
        self._import_calendar(None)

    def _import_calendar(self, path: Path | None) -> None:
        """Look at a calendar's file, to be chosen or dropped on the window."""
        if self.workspace is None or not self._is_open():
            return
        from clientdesk.ui.calendar_import_dialog import CalendarImportDialog

        dialog = CalendarImportDialog(self.workspace, self.messages, self.background, self, path=path)
        dialog.open()

    def import_mail(self) -> None:
        from clientdesk.ui.file_choice import ask_open_many
        from clientdesk.ui.mail_dialog import mail_kinds

        paths = ask_open_many(self, self.tr("Take in mail"), mail_kinds())
        if paths:
            self._import_mail(paths)

    def _import_mail(self, paths: list[Path]) -> None:
        """Look at files of mail; on a client's page, mail with an address nobody has is theirs."""
        if self.workspace is None or not self._is_open():
            return
        from clientdesk.ui.mail_dialog import MailDialog

        here = self._visits.here()
        shown = here.client_id if here is not None and here.place == self.current_place() else ""
        MailDialog(self.workspace, self.messages, self.background, paths, self, client_id=shown).open()

    def open_intake(self) -> None:
        if self.workspace is None:
            return
        from clientdesk.ui.first_run import IntakePage

        page = self._panels.get(IntakePage.panel_id)
        if not isinstance(page, IntakePage):
            page = IntakePage(self.workspace, self.messages, self)
            page.finished.connect(partial(self.show_place, "clients"))
            self._add_panel(page)
        self._show(IntakePage.panel_id)
        self._remember(IntakePage.panel_id)
        self._focus_page()

    def export_everything(self) -> None:
        self.show_place("settings")
        self._call("settings", "export_everything")

    def back_up_now(self) -> None:
        self.backup_asked.emit()

    def open_demo(self) -> None:
        self.demo_asked.emit()

    def quit(self) -> None:
        self.quit_asked.emit()

    def open_guide(self) -> None:
        from clientdesk.ui.help import show_guide

        show_guide(self)

    def show_shortcuts(self) -> None:
        from clientdesk.ui.help import show_shortcuts

        show_shortcuts(self)

    def show_about(self) -> None:
        from clientdesk.ui.help import show_about

        show_about(self)

    def on_changed(self, change: ChangeSet) -> None:
        """A write was committed: panels that watch it read again."""
        self.messages.on_changed()
        for panel in list(self._panels.values()):
            panel.on_changed(change)
        if change.kinds - {Kind.NOTIFICATION_LOG}:
            self.refresh_frame()

    def refresh_frame(self) -> None:
        """Undo labels, sidebar and status line."""
        if self.workspace is None:
            return
        store = self.workspace.store
        self._label("undo", self.tr("Undo"), store.undo_label)
        self._label("redo", self.tr("Redo"), store.redo_label)
        from clientdesk.ui.sidebar_facts import fill_sidebar

        fill_sidebar(self.sidebar, self.workspace)
        self.status_label.setText(status_words(self.workspace))

    def _label(self, key: str, verb: str, label: str | None) -> None:
        action = self._actions[key]
        words = "" if label is None else label.replace("&", "&&")
        action.setText(self.tr("{verb}: {label}").format(verb=verb, label=words) if words else verb)
        action.setEnabled(label is not None and self._is_open())

    def _refresh_actions(self) -> None:
        for action in self._actions.values():
            action.setEnabled(self._is_open() or not action.property("needsWorkspace"))
        self._refresh_places()
        self._refresh_page_actions()

    def _refresh_places(self) -> None:
        for key, _, _ in (*PLACES, *FOOT):
            self.sidebar.button(key).setEnabled(self._is_open() or key == "today")
        for action in self._place_actions:
            action.setEnabled(self._is_open())

    def _refresh_page_actions(self) -> None:
        """What the page in view can't do is grey, and what is behind or ahead can be walked to."""
        page = self.stack.currentWidget()
        for key, method in (
            ("print", "print_current"),
            ("export_pdf", "export_current"),
            ("drawer", "toggle_drawer"),
        ):
            if key in self._actions:
                can = self._is_open() and isinstance(page, Panel) and hasattr(page, method)
                self._actions[key].setEnabled(can)
        if "find" in self._actions:
            can_find = self._is_open() and isinstance(page, Panel) and page.has_filter()
            self._actions["find"].setEnabled(can_find)
        for key, step in (("back", -1), ("forward", 1)):
            if key in self._actions:
                self._actions[key].setEnabled(self._is_open() and self._visits.has(step))

    def _call(self, panel_id: str, method: str, *arguments: object) -> None:
        panel = self._panels.get(panel_id)
        slot = getattr(panel, method, None)
        if slot is not None:
            slot(*arguments)

    def _remember(self, place: str, client_id: str = "") -> None:
        self._visits.remember(Visit(place, client_id))
        self._refresh_page_actions()

    def go_back(self) -> None:
        self._walk(-1)

    def go_forward(self) -> None:
        self._walk(1)

    def _walk(self, step: int) -> None:
        visit = self._visits.walk(step)
        if visit is None:
            return
        self._show(visit.place)
        if visit.client_id:
            self._call("clients", "open_client", visit.client_id)
        elif visit.place == "clients":
            self._call("clients", "show_list")
        self._refresh_page_actions()
        self._focus_page()

    def _on_collapsed(self, is_collapsed: bool) -> None:
        self.preferences.set("sidebar_folded", is_collapsed)

    def _restore_geometry(self) -> None:
        kept = self._settings.value("geometry") if self._settings is not None else None
        if not (isinstance(kept, QByteArray) and self.restoreGeometry(kept)):
            self.resize(first_size(self.screen().availableSize()))

    def save_geometry(self) -> None:
        """Remember size and place."""
        if self._settings is not None:
            self._settings.setValue("geometry", self.saveGeometry())

    def closeEvent(self, event: QCloseEvent) -> None:
        self.save_geometry()
        if self.may_close:
            event.accept()
            return
        event.ignore()
        self.close_asked.emit()

    def mark_stale(self) -> None:
        """Another day has begun: everything shown is read again."""
        for panel in list(self._panels.values()):
            panel.mark_stale()
        self.refresh_frame()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown_changed.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.shown_changed.emit(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self, self._on_first_painted)

    def _on_first_painted(self) -> None:
        self.shell_painted.emit()
        self.complete()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setProperty("isNarrow", self.width() < 1200)


def first_size(screen: QSize) -> QSize:
    """How large the window is at its very first start: not past the edge of a screen that has room for it."""
    room = screen - QSize(*FRAME_ROOM)
    has_room = room.width() >= LEAST[0] and room.height() >= LEAST[1]
    return QSize(*USUAL).boundedTo(room) if has_room else QSize(*USUAL)


def _place_name(text: str) -> str:
    return QCoreApplication.translate("Places", text)
