"""The column at the left of the week: filter, work to place, and what to do with it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from clientdesk.models.views.week import ToPlaceView
from clientdesk.models.work_keys import Switch
from clientdesk.ui.panels.week.place_words import sum_text, switch_names
from clientdesk.ui.panels.week.to_place import ToPlaceList
from clientdesk.ui.tokens import SPACE_2, SPACE_3
from clientdesk.ui.widgets.buttons import button, icon_button
from clientdesk.ui.widgets.labels import SectionHeader, label
from clientdesk.ui.widgets.search_field import SearchField

_WIDTH, _NARROW, _ROOMY = 252, 200, 1000


class ToPlaceSide(QWidget):
    """To place with its filter and buttons.

    Signals:
        kind_switched: a kind of work is to be shown or left out.
        recurring_wanted: recurring work is to be looked at.
    """

    kind_switched = Signal(Switch, bool)
    recurring_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(_WIDTH)
        self.setAccessibleName(self.tr("To place"))
        self._build()
        self.filter_field.search_changed.connect(self._on_filter)
        self.list.chosen.connect(self._on_chosen)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_3)
        column.setSpacing(SPACE_2)
        self.head = SectionHeader(self.tr("To place"), 0)
        self.new_button = icon_button("plus", self.tr("New work item"))
        self.new_button.setObjectName("new_work_button")
        self.kinds_button = icon_button("eye", self.tr("What is shown"))
        self.kinds_button.setObjectName("kinds_button")
        self.kinds_menu = self._kinds_menu()
        self.kinds_button.clicked.connect(self._on_kinds)
        self.head.add_widget(self.kinds_button)
        self.head.add_widget(self.new_button)
        self.filter_field = SearchField(self.tr("Filter  /"))
        self.filter_field.setObjectName("filter_field")
        self.filter_field.setAccessibleName(self.tr("Filter work to place"))
        self.list = ToPlaceList()
        self.list.setObjectName("to_place_list")
        self.list.setAccessibleName(self.tr("Work to place"))
        self.empty_label = label("", "secondary", wrap=True)
        self.empty_label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.list)
        self.pages.addWidget(self.empty_label)
        self.sum_label = label("", "caption", wrap=True)
        self.place_button = button(
            self.tr("Place"), "primary", tooltip=self.tr("Give it a slot: then click one (M)")
        )
        self.place_button.setObjectName("place_button")
        column.addWidget(self.head)
        column.addWidget(self.filter_field)
        column.addWidget(self.pages, 1)
        column.addWidget(self.sum_label)
        self.suggest_button = button(
            self.tr("Suggest places"), tooltip=self.tr("A place for everything here, to accept or leave (S)")
        )
        self.suggest_button.setObjectName("suggest_button")
        row = QHBoxLayout()
        row.addWidget(self.place_button, 1)
        column.addLayout(row)
        column.addWidget(self.suggest_button)

    def _kinds_menu(self) -> QMenu:
        """A switch a kind, then the recurring work itself."""
        menu = QMenu(self)
        self.kind_actions: dict[Switch, QAction] = {}
        for switch, name in switch_names().items():
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(True)
            action.setData(switch.value)
            action.triggered.connect(self._on_kind_triggered)
            self.kind_actions[switch] = action
        menu.addSeparator()
        self.recurring_action = menu.addAction(self.tr("Recurring work…"))
        self.recurring_action.triggered.connect(self.recurring_wanted)
        return menu

    def _on_kinds(self) -> None:
        self.kinds_menu.popup(self.kinds_button.mapToGlobal(self.kinds_button.rect().bottomLeft()))

    def show_kinds(self, hidden: Collection[Switch]) -> None:
        """Tick the kinds that are shown."""
        for switch, action in self.kind_actions.items():
            action.setChecked(switch not in hidden)

    def show_listing(self, listing: ToPlaceView, today: date) -> None:
        """Show this work and what the switches leave out."""
        items = [item for group in listing.groups for item in group.items]
        self.head.set_count(len(items))
        words = sum_text(items, listing.hidden)
        self.sum_label.setText(words)
        self.sum_label.setVisible(bool(words))
        self.list.set_groups(listing.groups, today)
        self._total = len(items)
        self._show_page()

    def _on_kind_triggered(self, is_shown: bool) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.kind_switched.emit(Switch(action.data()), is_shown)

    def fit(self, width: int) -> None:
        """Take less room where the panel has little."""
        self.setFixedWidth(_WIDTH if width >= _ROOMY else _NARROW)

    def select_first(self) -> None:
        """Make the first work current, if nothing is."""
        row = self.list.items.first_item_from(0)
        if self.list.selected() is None and row >= 0:
            self.list.setCurrentIndex(self.list.items.index(row))

    def _on_filter(self, text: str) -> None:
        self.list.items.set_filter(text)
        self.select_first()
        self._show_page()
        self._on_chosen()

    def _show_page(self) -> None:
        is_empty = self.list.items.rowCount() == 0
        nothing = self.tr(
            "Everything has its time. What you have promised comes in by itself, other work with +."
        )
        self.empty_label.setText(self.tr("No work matches.") if self._total else nothing)
        self.pages.setCurrentWidget(self.empty_label if is_empty else self.list)

    def _on_chosen(self) -> None:
        self.place_button.setEnabled(self.list.selected() is not None)
