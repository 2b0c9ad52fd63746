"""Promises: each engagement with its milestones and deliverables."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from babel.numbers import format_currency
from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from clientdesk.models.money import Money
from clientdesk.models.views.agreements import RetainerBalance
from clientdesk.models.views.engagements import EngagementView
from clientdesk.ui.dates import day_text
from clientdesk.ui.itemmodels.client_parts import DeliverableTableModel, MilestoneTableModel
from clientdesk.ui.panels.clients.card import Card, ScrollPage, clear_layout, fit_to_rows
from clientdesk.ui.panels.clients.page_data import PageData
from clientdesk.ui.tokens import SPACE_2, SPACE_4
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.delegates import CellDelegate, ShapeDelegate
from clientdesk.ui.widgets.empty_state import EmptyState
from clientdesk.ui.widgets.labels import label
from clientdesk.ui.widgets.table import RowTable
from clientdesk.ui.words import engagement_kind_word, retainer_words


class PromisesTab(ScrollPage):
    """Signals carry ids; the page opens the forms.

    Signals:
        engagement_added: the button of the empty tab or of its head.
        engagement_edited, milestone_added, deliverable_added, paper_asked: id of the engagement.
        milestone_opened, deliverable_opened: id of the row.
    """

    engagement_added = Signal()
    engagement_edited = Signal(str)
    milestone_added = Signal(str)
    deliverable_added = Signal(str)
    paper_asked = Signal(str)
    milestone_opened = Signal(str)
    deliverable_opened = Signal(str)

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.rows = QVBoxLayout()
        self.rows.setSpacing(SPACE_4)
        self.add_button = button(self.tr("New engagement"), icon_name="plus")
        self.add_button.setObjectName("add_engagement_button")
        self.add_button.clicked.connect(self.engagement_added)
        self.empty = EmptyState(
            self.tr("Nothing is promised yet"),
            self.tr("An engagement holds what you agreed and the dates they believe."),
            [(self.tr("New engagement"), self.engagement_added.emit)],
            icon_name="briefcase-business",
        )
        self.column.addLayout(self.rows)
        self.column.addWidget(self.empty, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.add_button)
        foot.addStretch(1)
        self.column.addLayout(foot)
        self.column.addStretch(1)

    def show_data(self, data: PageData) -> None:
        """One card an engagement, running ones first."""
        clear_layout(self.rows)
        self.tables: list[RowTable] = []
        self.empty.setVisible(not data.engagements)
        self.add_button.setVisible(bool(data.engagements))
        for engagement in data.engagements:
            self.rows.addWidget(
                self._card(engagement, data.today, data.retainers.get(engagement.engagement_id))
            )

    def _card(self, engagement: EngagementView, today: date, balance: RetainerBalance | None) -> Card:
        card = Card(engagement.title)
        more = button(self.tr("Add"))
        more.setObjectName(f"add_to_{engagement.engagement_id}")
        more.setAccessibleDescription(engagement.title)
        more.setProperty("hasMenu", True)
        menu = QMenu(more)
        for words, signal in (
            (self.tr("Milestone"), self.milestone_added),
            (self.tr("Deliverable"), self.deliverable_added),
            (self.tr("Statement of work"), self.paper_asked),
        ):
            menu.addAction(words).triggered.connect(partial(signal.emit, engagement.engagement_id))
        more.setMenu(menu)
        edit = button(self.tr("Edit"), "quiet")
        edit.setObjectName(f"edit_{engagement.engagement_id}")
        edit.setAccessibleDescription(engagement.title)
        edit.clicked.connect(partial(self.engagement_edited.emit, engagement.engagement_id))
        card.header.add_widget(more)
        card.header.add_widget(edit)
        facts = QHBoxLayout()
        facts.setSpacing(SPACE_2)
        facts.addWidget(label(engagement_kind_word(engagement.kind), "chip"))
        if engagement.has_ended:
            facts.addWidget(label(self.tr("ended"), "chip"))
        facts.addWidget(label(self._facts(engagement, today), "secondary", wrap=True), 1)
        card.body.addLayout(facts)
        if balance is not None:
            shown = label(retainer_words(balance), "strong" if balance.left_minutes < 0 else "", wrap=True)
            shown.setObjectName(f"retainer_{engagement.engagement_id}")
            card.body.addWidget(shown)
        if engagement.milestones:
            card.body.addWidget(self._milestones(engagement))
        if engagement.deliverables:
            card.body.addWidget(self._deliverables(engagement))
        if not engagement.milestones and not engagement.deliverables:
            card.body.addWidget(label(self.tr("No milestone and no deliverable yet."), "secondary"))
        return card

    def _facts(self, engagement: EngagementView, today: date) -> str:
        start = day_text(engagement.starts_on, today)
        if engagement.ends_on:
            parts = [self.tr("{start} to {end}").format(start=start, end=day_text(engagement.ends_on, today))]
        else:
            parts = [self.tr("since {start}").format(start=start)]
        if engagement.fee:
            parts.append(money_text(engagement.fee))
        if engagement.rate:
            parts.append(self.tr("{amount} an hour").format(amount=money_text(engagement.rate)))
        if engagement.hours_a_month:
            parts.append(self.tr("{hours} h a month").format(hours=f"{engagement.hours_a_month:f}"))
        if engagement.hours_a_week:
            parts.append(self.tr("{hours} h a week").format(hours=f"{engagement.hours_a_week:f}"))
        return " · ".join(parts)

    def _milestones(self, engagement: EngagementView) -> RowTable:
        model = MilestoneTableModel(self._today, self)
        table = RowTable(model, self.tr("Milestones of {title}").format(title=engagement.title))
        table.setObjectName(f"milestones_{engagement.engagement_id}")
        table.setItemDelegateForColumn(0, ShapeDelegate(table))
        for number in range(1, len(model.columns)):
            table.setItemDelegateForColumn(number, CellDelegate(table))
        widths = {"expected_on": 100, "planned_on": 92, "likely_on": 92, "actual_on": 92}
        widths |= {"gap_days": 92, "told_on": 96}
        table.set_widths(widths, stretch="title")
        table.set_rows(engagement.milestones)
        table.opened.connect(self.milestone_opened)
        fit_to_rows(table)
        self.tables.append(table)
        return table

    def _deliverables(self, engagement: EngagementView) -> RowTable:
        model = DeliverableTableModel(self._today, self)
        table = RowTable(model, self.tr("Deliverables of {title}").format(title=engagement.title))
        table.setObjectName(f"deliverables_{engagement.engagement_id}")
        for number in range(len(model.columns)):
            table.setItemDelegateForColumn(number, CellDelegate(table))
        widths = {"form": 150, "due_on": 92, "rounds": 80, "accepted_on": 96}
        table.set_widths(widths, stretch="title")
        table.set_rows(engagement.deliverables)
        table.opened.connect(self.deliverable_opened)
        fit_to_rows(table)
        self.tables.append(table)
        return table


def money_text(money: Money) -> str:
    """An amount in the locale's way, without needless decimals."""
    locale = QLocale().name() if QLocale().name() != "C" else "en_GB"
    text = format_currency(money.amount, money.currency, locale=locale)
    return text.replace(".00", "") if money.amount == money.amount.to_integral_value() else text
