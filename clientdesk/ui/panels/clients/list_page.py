"""The table of clients: filter, edit in place, move many at once, tell, put off, archive."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from clientdesk.models.enums import Stage
from clientdesk.ui.dates import day_text
from clientdesk.ui.itemmodels.clients import ClientLine, ClientTableModel, client_lines
from clientdesk.ui.panels.clients.choices import ChoiceDelegate
from clientdesk.ui.panels.clients.new_client import NewClientBar
from clientdesk.ui.theme import body_px, icon_px
from clientdesk.ui.tokens import PAGE_MARGIN, SPACE_2, SPACE_3
from clientdesk.ui.widgets.buttons import SegmentedControl, button
from clientdesk.ui.widgets.delegates import CellDelegate, MonogramDelegate, ShapeDelegate
from clientdesk.ui.widgets.empty_state import EmptyState
from clientdesk.ui.widgets.labels import label
from clientdesk.ui.widgets.search_field import SearchField
from clientdesk.ui.widgets.table import RowTable
from clientdesk.ui.words import stage_word

if TYPE_CHECKING:
    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.messages import Messages

_NARROW = 980
_WIDTHS = {"tier": 96, "stage": 116, "next_word": 216, "gap": 108, "last_told": 172}
_NARROW_WIDTHS = {"tier": 84, "stage": 100, "next_word": 194, "gap": 98, "last_told": 84}

ACTIVE, ARCHIVED = "active", "archived"


class ClientTable(RowTable):
    """Adds the single keys of the list.

    Signals:
        key_pressed: ``told``, ``later``, ``archive`` or ``filter``.
    """

    key_pressed = Signal(str)
    _KEYS = {
        Qt.Key.Key_T: "told",
        Qt.Key.Key_Z: "later",
        Qt.Key.Key_Delete: "archive",
        Qt.Key.Key_Slash: "filter",
    }

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        meant = self._KEYS.get(Qt.Key(event.key())) if plain else None
        if meant and self.state() != self.State.EditingState:
            self.key_pressed.emit(meant)
            return
        super().keyPressEvent(event)


class ClientListPage(QWidget):
    """Every client in one table.

    Signals:
        client_opened: id of the client to open.
        import_requested, demo_requested: buttons of the empty list.
    """

    client_opened = Signal(str)
    import_requested = Signal()
    demo_requested = Signal()

    def __init__(
        self,
        workspace: Workspace,
        messages: Messages,
        take_back: Callable[[int], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._clients = workspace.clients
        self._tiers = workspace.tiers
        self._check_ins = workspace.check_ins
        self._touchpoints = workspace.touchpoints
        self._practice = workspace.practice
        self._messages = messages
        self._take_back = take_back
        self._tier_choices: list[tuple[str, str]] = []
        self._fitted: tuple[bool, int] | None = None
        self._build()
        self._wire()

    def refresh(self) -> None:
        """Read the clients again; filter, order and selection stay."""
        archived = self._clients.list_archived() if self.scope.current() == ARCHIVED else None
        rows = self._clients.list_active() if archived is None else archived
        lines = client_lines(rows, self._check_ins.statuses(), self._practice.today())
        self.table.set_rows(lines)
        self._tier_choices = [(tier.tier_id, tier.name) for tier in self._tiers.list_all()]
        self.count_label.setText(str(len(lines)))
        has_archived = archived is not None or self._clients.count_archived() > 0
        self.scope.setVisible(has_archived)
        is_bare = not lines and archived is None
        self.stack.setCurrentWidget(self.empty if is_bare else self.table)
        self.filter_field.setVisible(not is_bare)
        self.count_label.setVisible(not is_bare)
        self.new_button.setVisible(not is_bare)
        self.footer.setVisible(not is_bare)
        self._on_selected()

    def take_focus(self) -> None:
        """Begin in the table, or with the first button of the empty list."""
        is_bare = self.stack.currentWidget() is self.empty
        (self.empty.buttons[0] if is_bare else self.table).setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and self._fitted:
            self._fit_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def new_client(self) -> None:
        """Ask for a name (Ctrl+N, C)."""
        self.new_bar.reset()
        self.new_bar.show()
        self.new_bar.take_focus()

    def selected_ids(self) -> list[str]:
        """Ids of the selected clients."""
        return self.table.selected_ids()

    def tell(self) -> None:
        """Log for each selected client that it was told."""
        lines = self._selected_lines()
        done = 0
        with self._messages.reporting(self):
            for line in lines:
                owed = line.check_in.owed_kind if line.check_in else None
                self._touchpoints.log_told(line.client_id, owed)
                done += 1
        if done:
            self._say(self.tr("Told {clients}."), self.tr("Told {count} clients."), lines[:done])

    def put_off(self) -> None:
        """Leave the selected clients until the next working day."""
        lines = [line for line in self._selected_lines() if not line.client.is_archived]
        until = None
        with self._messages.reporting(self):
            for line in lines:
                until = self._check_ins.later(line.client_id)
        if until is not None:
            day = day_text(until, self._practice.today())
            one = self.tr("{clients}: put off until {day}.").replace("{day}", day)
            many = self.tr("{count} clients put off until {day}.").replace("{day}", day)
            self._say(one, many, lines)

    def archive(self) -> None:
        """Put the selected clients away; archived ones are deleted for good, after a question."""
        lines = self._selected_lines()
        if not lines:
            return
        if self.scope.current() == ARCHIVED:
            self._delete_for_good(lines)
            return
        with self._messages.reporting(self) as outcome:
            self._clients.archive([line.client_id for line in lines])
        if outcome.is_ok:
            self._say(self.tr("Archived {clients}."), self.tr("Archived {count} clients."), lines, steps=1)

    def bring_back(self) -> None:
        """Bring the selected archived clients back."""
        lines = self._selected_lines()
        with self._messages.reporting(self) as outcome:
            self._clients.unarchive([line.client_id for line in lines])
        if outcome.is_ok and lines:
            self._say(self.tr("{clients} is back."), self.tr("{count} clients are back."), lines, steps=1)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE_MARGIN, PAGE_MARGIN, PAGE_MARGIN, SPACE_2)
        column.setSpacing(SPACE_3)
        column.addLayout(self._build_head())
        self.new_bar = NewClientBar()
        self.new_bar.hide()
        column.addWidget(self.new_bar)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._build_table())
        self.empty = EmptyState(
            self.tr("Add the first client."),
            self.tr("A name is enough — everything else comes from the tier."),
            [
                (self.tr("New client"), self.new_client),
                (self.tr("Import CSV or vCard"), self.import_requested.emit),
                (self.tr("Look at the demo"), self.demo_requested.emit),
            ],
            icon_name="users",
        )
        self.stack.addWidget(self.empty)
        column.addWidget(self.stack, 1)
        column.addWidget(self._build_footer())

    def _build_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        self.count_label = label("", "chip")
        self.scope = SegmentedControl([(ACTIVE, self.tr("Active")), (ARCHIVED, self.tr("Archived"))])
        self.filter_field = SearchField(self.tr("Filter clients  /"))
        self.filter_field.setObjectName("filter_field")
        self.filter_field.setAccessibleName(self.tr("Filter clients"))
        self.filter_field.setFixedWidth(240)
        self.new_button = button(
            self.tr("New client"), "primary", icon_name="plus", tooltip=self.tr("Ctrl+N, C")
        )
        self.new_button.setObjectName("new_button")
        row.addWidget(label(self.tr("Clients"), "title"))
        row.addWidget(self.count_label)
        row.addSpacing(SPACE_3)
        row.addWidget(self.scope)
        row.addStretch(1)
        row.addWidget(self.filter_field)
        row.addWidget(self.new_button)
        return row

    def _build_table(self) -> RowTable:
        self.model = ClientTableModel(self)
        self.model.on_edited = self._on_edited
        self.table = ClientTable(self.model, self.tr("Clients"))
        self.table.setObjectName("table")
        number = self.model.column_number
        self._delegates = {
            "name": MonogramDelegate(self.table),
            "tier": ChoiceDelegate(self._tiers_to_choose, self.tr("Tier"), self.table),
            "stage": ChoiceDelegate(self._stages_to_choose, self.tr("Stage"), self.table),
            "next_word": ShapeDelegate(self.table),
            "gap": CellDelegate(self.table),
            "last_told": CellDelegate(self.table),
        }
        for key, delegate in self._delegates.items():
            self.table.setItemDelegateForColumn(number(key), delegate)
        self._fit_columns()
        self.table.set_sortable("name")
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        return self.table

    def _fit_columns(self) -> None:
        """Give the name its room: in a narrow window the last word loses its kind."""
        is_narrow = self.width() < icon_px(_NARROW)
        wanted = (is_narrow, body_px())
        if wanted != self._fitted:
            self._fitted = wanted
            self.model.set_narrow(is_narrow=is_narrow)
            self.table.set_widths(_NARROW_WIDTHS if is_narrow else _WIDTHS, stretch="name")

    def _build_footer(self) -> QWidget:
        self.footer = QWidget()
        self.footer.setMinimumHeight(34)
        row = QHBoxLayout(self.footer)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        self.selection_label = label("", "caption")
        row.addWidget(self.selection_label)
        row.addStretch(1)
        self.told_button = button(self.tr("I told them"), tooltip=self.tr("T"))
        self.later_button = button(self.tr("Later"), tooltip=self.tr("Z"))
        self.tier_button = button(self.tr("Tier"))
        self.stage_button = button(self.tr("Stage"))
        self.archive_button = button(self.tr("Archive"), tooltip=self.tr("Delete"))
        self.back_button = button(self.tr("Bring back"))
        self.delete_button = button(self.tr("Delete for good"), "danger")
        for name in ("told", "later", "tier", "stage", "archive", "back", "delete"):
            made = getattr(self, f"{name}_button")
            made.setObjectName(f"{name}_button")
            row.addWidget(made)
        self.tier_menu = QMenu(self.tier_button)
        self.stage_menu = QMenu(self.stage_button)
        for owner, menu in ((self.tier_button, self.tier_menu), (self.stage_button, self.stage_menu)):
            owner.setProperty("hasMenu", True)
            owner.setMenu(menu)
        for stage in Stage:
            action = self.stage_menu.addAction(stage_word(stage))
            action.setData(stage.value)
        return self.footer

    def _wire(self) -> None:
        self.scope.chosen.connect(self.refresh)
        self.filter_field.search_changed.connect(self._on_filter)
        self.filter_field.returnPressed.connect(self._on_filter_entered)
        self.new_button.clicked.connect(self.new_client)
        self.new_bar.submitted.connect(self._on_new)
        self.new_bar.given_up.connect(self._on_new_given_up)
        self.table.opened.connect(self.client_opened)
        self.table.key_pressed.connect(self._on_key)
        self.table.customContextMenuRequested.connect(self._on_context_menu)
        self.table.selectionModel().selectionChanged.connect(self._on_selected)
        self.told_button.clicked.connect(self.tell)
        self.later_button.clicked.connect(self.put_off)
        self.archive_button.clicked.connect(self.archive)
        self.back_button.clicked.connect(self.bring_back)
        self.delete_button.clicked.connect(self.archive)
        self.tier_menu.aboutToShow.connect(self._fill_tier_menu)
        self.tier_menu.triggered.connect(self._on_tier_chosen)
        self.stage_menu.triggered.connect(self._on_stage_chosen)

    def _tiers_to_choose(self) -> list[tuple[str, str]]:
        return self._tier_choices

    def _stages_to_choose(self) -> list[tuple[Stage, str]]:
        return [(stage, stage_word(stage)) for stage in Stage]

    def _selected_lines(self) -> list[ClientLine]:
        wanted = set(self.table.selected_ids())
        return [line for line in self.model.rows if line.client_id in wanted]

    def _say(self, one: str, many: str, lines: list[ClientLine], steps: int | None = None) -> None:
        names = lines[0].client.name if len(lines) == 1 else ""
        text = one.format(clients=names) if names else many.format(count=len(lines))
        self._messages.toast(text, lambda: self._take_back(steps or len(lines)))

    def _delete_for_good(self, lines: list[ClientLine]) -> None:
        names = ", ".join(line.client.name for line in lines[:3])
        if len(lines) > 3:
            names = self.tr("{names} and {count} more").format(names=names, count=len(lines) - 3)
        if not self._messages.confirm(
            self.tr("Delete for good?"),
            self.tr("{names}: the record, promises and papers go with it.").format(names=names),
            self.tr("Delete for good"),
            is_dangerous=True,
        ):
            return
        with self._messages.reporting(self):
            for line in lines:
                self._clients.delete(line.client_id)
            self._say(self.tr("Deleted {clients}."), self.tr("Deleted {count} clients."), lines)

    def _on_filter(self, text: str) -> None:
        with self.table.keeping_place():
            self.model.filter_by(text)
        self._on_selected()

    def _on_filter_entered(self) -> None:
        if self.model.rows:
            if not self.table.currentIndex().isValid():
                self.table.select_id(self.model.rows[0].client_id)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_new(self, name: str) -> None:
        with self._messages.reporting(self.new_bar) as outcome:
            client_id = self._clients.add(name)
        if not outcome.is_ok:
            return
        self.new_bar.hide()
        self.new_bar.reset()
        self.scope.set_current(ACTIVE)
        self.filter_field.clear()
        self.refresh()
        self.table.select_id(client_id)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._messages.toast(self.tr("Added {name}.").format(name=name.strip()), lambda: self._take_back(1))

    def _on_new_given_up(self) -> None:
        self.new_bar.hide()
        (self.table if self.model.all_rows else self.new_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_key(self, meant: str) -> None:
        if meant == "filter":
            self.filter_field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.filter_field.selectAll()
        elif meant == "archive":
            self.archive()
        elif self.scope.current() == ACTIVE:
            {"told": self.tell, "later": self.put_off}[meant]()

    def _on_edited(self, line: ClientLine, key: str, value: object) -> bool:
        field = {"tier": "tier_id"}.get(key, key)
        if getattr(line.client, field) == value:
            return False
        with self._messages.reporting() as outcome:
            self._clients.update(line.client_id, **{field: value})
        return outcome.is_ok

    def _on_selected(self) -> None:
        count = len(self.table.selected_ids())
        is_archived = self.scope.current() == ARCHIVED
        for name in ("told", "later", "tier", "stage", "archive"):
            getattr(self, f"{name}_button").setVisible(count > 0 and not is_archived)
        for name in ("back", "delete"):
            getattr(self, f"{name}_button").setVisible(count > 0 and is_archived)
        if count > 1:
            words = self.tr("{count} selected").format(count=count)
        elif is_archived:
            words = self.tr("Enter opens · Delete deletes for good")
        elif not self.model.rows and self.model.all_rows:
            words = self.tr("No client matches this filter. Esc clears it.")
        else:
            words = self.tr("Enter opens · F2 edits in place · T told them · Z later · / filters")
        self.selection_label.setText(words)

    def _on_context_menu(self, place: QPoint) -> None:
        if not self._selected_lines():
            return
        menu = QMenu(self.table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.scope.current() == ARCHIVED:
            menu.addAction(self.tr("Bring back"), self.bring_back)
            menu.addAction(self.tr("Delete for good…"), self.archive)
        else:
            menu.addAction(self.tr("Open\tEnter"), self._on_open_selected)
            menu.addAction(self.tr("I told them\tT"), self.tell)
            menu.addAction(self.tr("Later\tZ"), self.put_off)
            menu.addMenu(self.tier_menu).setText(self.tr("Tier"))
            menu.addMenu(self.stage_menu).setText(self.tr("Stage"))
            menu.addSeparator()
            menu.addAction(self.tr("Archive\tDelete"), self.archive)
        menu.popup(self.table.viewport().mapToGlobal(place))

    def _on_open_selected(self) -> None:
        self.client_opened.emit(self.table.current_id())

    def _fill_tier_menu(self) -> None:
        self.tier_menu.clear()
        for tier_id, name in self._tier_choices:
            self.tier_menu.addAction(name.replace("&", "&&")).setData(tier_id)

    def _on_tier_chosen(self, action: QAction) -> None:
        lines = self._selected_lines()
        with self._messages.reporting(self) as outcome:
            self._clients.set_tier([line.client_id for line in lines], action.data())
        if outcome.is_ok:
            self._say(
                self.tr("{clients}: new tier."), self.tr("New tier for {count} clients."), lines, steps=1
            )

    def _on_stage_chosen(self, action: QAction) -> None:
        lines = self._selected_lines()
        with self._messages.reporting(self) as outcome:
            self._clients.set_stage([line.client_id for line in lines], Stage(action.data()))
        if outcome.is_ok:
            self._say(
                self.tr("{clients}: new stage."), self.tr("New stage for {count} clients."), lines, steps=1
            )
