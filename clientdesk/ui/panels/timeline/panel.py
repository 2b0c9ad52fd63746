"""Expected beside planned beside actual, a lane per client, with the gap in days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from clientdesk.models.enums import Kind
from clientdesk.models.views.timeline import LaneOrder, TimelineView
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.base import Panel
from clientdesk.ui.panels.timeline.canvas import TimelineCanvas, key_of
from clientdesk.ui.panels.timeline.frame import TimelineFrame
from clientdesk.ui.panels.timeline.legend import Legend
from clientdesk.ui.panels.timeline.rows import Item
from clientdesk.ui.panels.timeline.six_weeks import SixWeeks
from clientdesk.ui.theme import Theme
from clientdesk.ui.tokens import PAGE_MARGIN, SPACE_2, SPACE_3
from clientdesk.ui.widgets.buttons import SegmentedControl, button
from clientdesk.ui.widgets.empty_state import EmptyState
from clientdesk.ui.widgets.labels import label

if TYPE_CHECKING:
    from clientdesk.services.workspace import Workspace

_MONTHS_BACK, _MONTHS_ON = 12, 18
_LIKELY, _WEEKS = "timeline_likely", "timeline_weeks"


class TimelinePanel(Panel):
    """The timeline of all clients.

    Signals:
        client_opened, engagement_opened, milestone_opened: an id whose page is to be shown.
        place_requested: name of the panel to go to.
        week_requested: a day whose week is to be shown.
    """

    client_opened = Signal(str)
    engagement_opened = Signal(str)
    milestone_opened = Signal(str)
    place_requested = Signal(str)
    week_requested = Signal(object)

    panel_id = "timeline"
    watches = frozenset(
        {
            Kind.BLOCK,
            Kind.BOUNDARY_POLICY,
            Kind.CALENDAR,
            Kind.CALENDAR_EVENT,
            Kind.CLIENT,
            Kind.ENGAGEMENT,
            Kind.MILESTONE,
            Kind.PRACTICE,
            Kind.TIME_ENTRY,
            Kind.TIME_OFF,
            Kind.TOUCHPOINT,
            Kind.WORK_ITEM,
            Kind.WORK_STEP,
        }
    )

    def __init__(
        self, workspace: Workspace, messages: Messages, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._timeline = workspace.timeline
        self._forecast = workspace.forecast
        self._preferences = workspace.preferences
        self._messages = messages
        self._has_scrolled = False
        self._build()
        self._wire(theme)

    def title(self) -> str:
        return self.tr("Timeline")

    # Building.

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE_MARGIN, SPACE_3, PAGE_MARGIN, PAGE_MARGIN)
        column.setSpacing(SPACE_3)
        column.addLayout(self._build_toolbar())
        card = QWidget()
        card.setProperty("role", "card")
        card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.setSpacing(0)
        self.canvas = TimelineCanvas()
        self.canvas.setObjectName("canvas")
        self.canvas.setAccessibleName(self.tr("Timeline"))
        self.frame = TimelineFrame(self.canvas)
        self.legend = Legend()
        self.six_weeks = SixWeeks()
        inner.addWidget(self.canvas, 1)
        inner.addWidget(self.six_weeks)
        inner.addWidget(self.legend)
        self.pages = QStackedWidget()
        self.pages.addWidget(card)
        self.pages.addWidget(self._build_empty())
        self.pages.addWidget(self._build_no_gaps())
        column.addWidget(self.pages, 1)
        self.setFocusProxy(self.canvas)

    def _build_toolbar(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        self.title_label = label(self.title(), "title")
        self.zoom_control = SegmentedControl(
            [("week", self.tr("Week")), ("month", self.tr("Month")), ("quarter", self.tr("Quarter"))]
        )
        self.zoom_control.set_current("month")
        self.zoom_control.setObjectName("zoom_control")
        self.today_button = button(self.tr("Today"), tooltip=self.tr("Bring today into sight (T)"))
        self.order_box = QComboBox()
        self.order_box.addItem(self.tr("Largest gap first"), LaneOrder.LARGEST_GAP)
        self.order_box.addItem(self.tr("By name"), LaneOrder.NAME)
        self.order_box.setAccessibleName(self.tr("Order"))
        self.gaps_box = QCheckBox(self.tr("Gaps only"))
        self.gaps_box.setAccessibleName(self.tr("Gaps only"))
        self.sum_label = label("", "secondary")
        self.show_button = self._build_show_button()
        for name in ("today_button", "order_box", "gaps_box", "show_button"):
            getattr(self, name).setObjectName(name)
        row.addWidget(self.title_label)
        row.addSpacing(SPACE_3)
        row.addWidget(self.zoom_control)
        row.addWidget(self.today_button)
        row.addStretch(1)
        row.addWidget(self.sum_label)
        row.addSpacing(SPACE_2)
        row.addWidget(self.gaps_box)
        row.addWidget(self.order_box)
        row.addWidget(self.show_button)
        return row

    def _build_show_button(self) -> QPushButton:
        """What can be switched off."""
        made = button(self.tr("Show"))
        made.setProperty("hasMenu", True)
        menu = QMenu(made)
        self.likely_action = menu.addAction(self.tr("Likely dates"))
        self.weeks_action = menu.addAction(self.tr("Six weeks ahead"))
        for action, name in ((self.likely_action, _LIKELY), (self.weeks_action, _WEEKS)):
            action.setCheckable(True)
            action.setChecked(bool(self._preferences.get(name)))
        made.setMenu(menu)
        return made

    def _build_empty(self) -> QWidget:
        self.empty_state = EmptyState(
            self.tr("Nothing promised yet"),
            self.tr(
                "Here each client has a lane: what they expect, beside what you plan, beside what happened. "
                "It begins with an engagement on a client's page."
            ),
            [(self.tr("Go to clients"), self._on_clients_wanted)],
            icon_name="chart-gantt",
        )
        return self.empty_state

    def _build_no_gaps(self) -> QWidget:
        return EmptyState(
            self.tr("No open gap"),
            self.tr("Everything open is planned for the day they expect it."),
            [(self.tr("Show all clients"), self._on_all_wanted)],
            icon_name="circle-check",
        )

    def _wire(self, theme: Theme) -> None:
        self.zoom_control.chosen.connect(self._on_zoom_chosen)
        self.today_button.clicked.connect(self.canvas.show_today)
        self.order_box.currentIndexChanged.connect(self._on_view_changed)
        self.gaps_box.toggled.connect(self._on_view_changed)
        self.likely_action.toggled.connect(self._on_likely_toggled)
        self.weeks_action.toggled.connect(self._on_weeks_toggled)
        self.six_weeks.week_clicked.connect(self.week_requested)
        self.canvas.resized.connect(self._on_resized)
        self.canvas.zoomed.connect(self._on_zoomed)
        self.canvas.opened.connect(self._on_opened)
        self.canvas.menu_wanted.connect(self._on_menu_wanted)
        self.frame.names.client_clicked.connect(self.client_opened)
        self.frame.names.milestone_clicked.connect(self._on_name_clicked)
        theme.changed.connect(self.frame.arrange)

    # What is shown.

    def refresh(self) -> None:
        starts_on, ends_on = extent(self._timeline.today())
        order, gaps_only = LaneOrder(self.order_box.currentData()), self.gaps_box.isChecked()
        view = self._timeline.lanes(starts_on, ends_on, order=order, gaps_only=gaps_only)
        self.canvas.show_view(view)
        self.frame.arrange()
        self.sum_label.setText(self._sum_of(view))
        is_bare = not view.lanes
        if not is_bare:
            self.six_weeks.show_weeks(self._forecast.weeks_ahead())
        self._show_switched()
        self.pages.setCurrentIndex((2 if view.hidden_lanes else 1) if is_bare else 0)
        self.legend.setVisible(not is_bare)
        if not self._has_scrolled and not is_bare:
            self._has_scrolled = True
            self.canvas.show_today()

    def _sum_of(self, view: TimelineView) -> str:
        at_risk = sum(lane.at_risk for lane in view.lanes)
        cant_tell = sum(lane.cant_tell for lane in view.lanes)
        words = []
        if at_risk:
            words.append(
                self.tr("1 promise at risk")
                if at_risk == 1
                else self.tr("{count} promises at risk").format(count=at_risk)
            )
        if cant_tell:
            words.append(
                self.tr("1 can't be told")
                if cant_tell == 1
                else self.tr("{count} can't be told").format(count=cant_tell)
            )
        return ", ".join(words)

    def _show_switched(self) -> None:
        """What is switched on under Show."""
        self.canvas.set_shows_likely(self.likely_action.isChecked())
        self.legend.likely_entry.setVisible(self.likely_action.isChecked())
        self.six_weeks.setVisible(self.weeks_action.isChecked())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    # Slots.

    def _on_view_changed(self) -> None:
        self.refresh()
        self.canvas.verticalScrollBar().setValue(0)

    def _on_likely_toggled(self, on: bool) -> None:
        self._preferences.set(_LIKELY, on)
        self._show_switched()

    def _on_weeks_toggled(self, on: bool) -> None:
        self._preferences.set(_WEEKS, on)
        self._show_switched()

    def _on_resized(self) -> None:
        self.six_weeks.set_margin(self.canvas.viewportMargins().left())

    def _on_zoom_chosen(self, name: str) -> None:
        self.canvas.zoom_to(name)

    def _on_zoomed(self) -> None:
        self.zoom_control.set_current(self.canvas.nearest_zoom())

    def _on_opened(self, kind: str, record_id: str) -> None:
        (self.milestone_opened if kind == "milestone" else self.engagement_opened).emit(record_id)

    def _on_name_clicked(self, milestone_id: str) -> None:
        row = self.canvas.items.row_of(milestone_id)
        if row >= 0:
            self.canvas.reveal(row)
            self.canvas.setFocus(Qt.FocusReason.MouseFocusReason)

    def _on_menu_wanted(self, item: Item, menu: QMenu) -> None:
        kind, record_id = key_of(item)

        def open_item() -> None:
            self._on_opened(kind, record_id)

        def open_client() -> None:
            self.client_opened.emit(item.lane.client_id)

        menu.addAction(self.tr("Open") + "\tEnter", open_item)
        menu.addAction(self.tr("Open client"), open_client)

    def _on_clients_wanted(self) -> None:
        self.place_requested.emit("clients")

    def _on_all_wanted(self) -> None:
        self.gaps_box.setChecked(False)


def extent(today: date) -> tuple[date, date]:
    """Whole months around today; what is older and still open is shown all the same."""
    first = _month(today, -_MONTHS_BACK)
    return first, _month(today, _MONTHS_ON + 1) - timedelta(days=1)


def _month(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)
