"""About: the people, days to remember, what is known of the client, notes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clientdesk.models.views.agreements import DiscoveryView
from clientdesk.models.views.clients import ClientView
from clientdesk.ui.dates import day_text
from clientdesk.ui.itemmodels.client_parts import ContactTableModel
from clientdesk.ui.panels.clients.card import Card, ScrollPage, clear_layout, fit_to_rows
from clientdesk.ui.panels.clients.discovery_card import DiscoveryCard
from clientdesk.ui.panels.clients.key_dates_card import AfterEndCard, KeyDatesCard
from clientdesk.ui.panels.clients.page_data import PageData
from clientdesk.ui.theme import icon_px
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.delegates import CellDelegate
from clientdesk.ui.widgets.key_values import KeyValueGrid
from clientdesk.ui.widgets.labels import label
from clientdesk.ui.widgets.table import RowTable

_NARROW = 760
_COLUMNS = ("roles", "title", "email", "phone")
_WIDTHS = (
    (940, (190, 170, 220, 160)),
    (_NARROW, (180, 140, 170, 136)),
    (560, (180, 140, 210, 136)),
    (0, (110, 140, 150, 136)),
)
"""Of the columns, by the width of the page that they begin at; the name has what is left."""


class AboutTab(ScrollPage):
    """Signals carry what was asked.

    Signals:
        contact_added, edited: buttons.
        contact_opened: id of a person.
        discovery_asked: the form of the discovery session is wanted.
    """

    contact_added = Signal()
    discovery_asked = Signal()
    contact_opened = Signal(str)
    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.people = Card(self.tr("People"))
        self.add_button = button(self.tr("New person"), "quiet")
        self.add_button.setObjectName("add_contact_button")
        self.people.header.add_widget(self.add_button)
        self.model = ContactTableModel(self)
        self.table = RowTable(self.model, self.tr("People"))
        self.table.setObjectName("contacts_table")
        for number in range(len(self.model.columns)):
            self.table.setItemDelegateForColumn(number, CellDelegate(self.table))
        self.nobody = label(self.tr("Nobody yet. The first person here is who you talk to."), "secondary")
        self.people.body.addWidget(self.table)
        self.people.body.addWidget(self.nobody)
        self.facts = Card(self.tr("Client"))
        self.edit_button = button(self.tr("Edit"), "quiet")
        self.edit_button.setObjectName("edit_client_button")
        self.facts.header.add_widget(self.edit_button)
        self.notes = Card(self.tr("Notes"))
        self.key_dates, self.after_end = KeyDatesCard(), AfterEndCard()
        self.column.addWidget(self.people)
        days = self.add_columns()
        for shown in (self.key_dates, self.after_end):
            days.addWidget(shown, 1, Qt.AlignmentFlag.AlignTop)
        self.discovery = DiscoveryCard()
        self.discovery.asked.connect(self.discovery_asked)
        self.column.addWidget(self.discovery)
        lower = self.add_columns()
        for card in (self.facts, self.notes):
            side = QVBoxLayout()
            side.addWidget(card)
            side.addStretch(1)
            lower.addLayout(side, 1)
        self.column.addStretch(1)
        self.add_button.clicked.connect(self.contact_added)
        self.edit_button.clicked.connect(self.edited)
        self.table.opened.connect(self.contact_opened)

    def show_data(self, data: PageData) -> None:
        """Fill the cards."""
        client = data.client
        self.table.set_rows(client.contacts)
        self._fit_people()
        fit_to_rows(self.table)
        self.table.setVisible(bool(client.contacts))
        self.nobody.setVisible(not client.contacts)
        self.key_dates.show_data(data)
        self.after_end.show_data(data)
        clear_layout(self.facts.body)
        grid = KeyValueGrid()
        for key, caption, value in self._facts(client, data):
            if value:
                grid.add(key, caption, value)
        self.facts.body.addWidget(grid)
        clear_layout(self.notes.body)
        self.notes.body.addWidget(
            label(client.notes or self.tr("No notes."), "" if client.notes else "secondary", wrap=True)
        )
        self.place_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_people()

    def _fit_people(self) -> None:
        """Beside an open drawer the name keeps its room; title and phone stand in the person's form."""
        is_narrow = self.width() < icon_px(_NARROW)
        widths = next(widths for least, widths in _WIDTHS if self.width() >= icon_px(least))
        self.table.set_widths(dict(zip(_COLUMNS, widths, strict=True)), stretch="name")
        for key in ("title", "phone"):
            self.table.setColumnHidden(self.model.column_number(key), is_narrow)

    def show_questions(self, questions: Sequence[DiscoveryView], today: date) -> None:
        """Fill the card of the discovery session."""
        self.discovery.show_questions(questions, today)

    def _facts(self, client: ClientView, data: PageData) -> list[tuple[str, str, str]]:
        view = data.check_in
        limit = self.tr("none")
        if client.limit_days is not None:
            limit = self.tr("{count} days, its own").format(count=client.limit_days)
        elif view and view.limit_days is not None:
            limit = self.tr("{count} days, from the tier or your default").format(count=view.limit_days)
        return [
            ("legal_name", self.tr("Legal name"), client.legal_name),
            ("email", self.tr("Mail"), client.email),
            ("phone", self.tr("Phone"), client.phone),
            ("website", self.tr("Website"), client.website),
            ("address", self.tr("Address"), client.address),
            ("registration_no", self.tr("Registration number"), client.registration_no),
            ("tax_no", self.tr("Tax number"), client.tax_no),
            ("zone", self.tr("Time zone"), client.zone or self.tr("as yours")),
            ("limit", self.tr("Limit"), limit),
            ("added_on", self.tr("Here since"), day_text(client.added_on, data.today)),
        ]
