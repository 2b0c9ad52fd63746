"""Shows every widget on one page and saves pictures of it, to be looked at.

python -m tests.ui.gallery OUT_FOLDER [text percent]
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QMainWindow,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QRadioButton,
    QSlider,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from clientdesk.models.enums import CheckInState
from clientdesk.ui.itemmodels.base import (
    CLIENT_COLOUR_ROLE,
    MONOGRAM_ROLE,
    STATUS_ROLE,
    Column,
    RowTableModel,
)
from clientdesk.ui.theme import Density, Theme, ThemeChoice
from clientdesk.ui.tokens import STATUS_OF_CHECK_IN, Status, monogram
from clientdesk.ui.widgets.banner import BannerArea
from clientdesk.ui.widgets.buttons import SegmentedControl, button, icon_button
from clientdesk.ui.widgets.capture_line import CaptureLine
from clientdesk.ui.widgets.chips import Monogram, SourceChip, StatusChip, key_hint
from clientdesk.ui.widgets.date_field import DateField
from clientdesk.ui.widgets.delegates import ChipDelegate, MonogramDelegate, ShapeDelegate
from clientdesk.ui.widgets.drawer import Drawer, DrawerHost
from clientdesk.ui.widgets.empty_state import EmptyState
from clientdesk.ui.widgets.fields import DecimalField, NumberField, TimeField
from clientdesk.ui.widgets.flow_layout import FlowLayout
from clientdesk.ui.widgets.key_values import KeyValueGrid
from clientdesk.ui.widgets.labels import SectionHeader, label
from clientdesk.ui.widgets.search_field import SearchField
from clientdesk.ui.widgets.sidebar import ClientEntry, Place, Sidebar
from clientdesk.ui.widgets.table import RowTable
from clientdesk.ui.widgets.toast import ToastOverlay

TODAY = date(2026, 10, 14)


@dataclass(frozen=True)
class Row:
    id: str
    name: str
    tier: str
    stage: str
    state: CheckInState
    state_words: str
    next_on: str
    gap: str
    colour: int


ROWS = [
    Row(
        "1",
        "Acme Ltd",
        "Close",
        "Execution",
        CheckInState.DUE,
        "Due today",
        "Thu 16 Oct, video",
        "+4 days",
        0,
    ),
    Row(
        "2",
        "Birch & Co",
        "Steady",
        "Review",
        CheckInState.OVERDUE,
        "Overdue",
        "since Fri 9 Oct",
        "2 early",
        1,
    ),
    Row(
        "3",
        "Cedar Partners",
        "Close",
        "Planning",
        CheckInState.DUE_SOON,
        "Next 7 days",
        "Mon 20 Oct",
        "+1 day",
        2,
    ),
    Row("4", "Delta", "Light", "Discovery", CheckInState.COVERED, "Covered", "Wed 22 Oct, call", "", 3),
    Row("5", "Elm Hospital Group", "Steady", "Onboarding", CheckInState.ON_HOLD, "On hold", "", "", 4),
    Row("6", "Ørsted Værft", "Light", "Renewal", CheckInState.QUIET, "Quiet", "quiet for 11 days", "", 5),
]


def client_table() -> RowTable:
    model = RowTableModel[Row](
        (
            Column(
                "name",
                "Name",
                roles={MONOGRAM_ROLE: lambda r: monogram(r.name), CLIENT_COLOUR_ROLE: lambda r: r.colour},
            ),
            Column("tier", "Tier"),
            Column("stage", "Stage"),
            Column(
                "state_words", "Where they stand", roles={STATUS_ROLE: lambda r: STATUS_OF_CHECK_IN[r.state]}
            ),
            Column("next_on", "Next word"),
            Column("gap", "Gap", is_numeric=True),
        )
    )
    table = RowTable(model, "Clients")
    table.set_rows(ROWS)
    table.setItemDelegateForColumn(0, MonogramDelegate(table))
    table.setItemDelegateForColumn(1, ChipDelegate(table))
    table.setItemDelegateForColumn(3, ShapeDelegate(table))
    table.set_widths({"tier": 90, "stage": 110, "state_words": 140, "next_on": 170, "gap": 80}, "name")
    table.set_sortable("name")
    table.select_id("2")
    table.setFixedHeight(250)
    return table


def card(*rows: QWidget) -> QFrame:
    frame = QFrame()
    frame.setProperty("role", "card")
    column = QVBoxLayout(frame)
    column.setContentsMargins(16, 12, 16, 12)
    column.setSpacing(8)
    for row in rows:
        column.addWidget(row)
    return frame


def line(*widgets: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return holder


def buttons() -> QWidget:
    disabled = button("Disabled")
    disabled.setEnabled(False)
    disabled_primary = button("Not yet", "primary")
    disabled_primary.setEnabled(False)
    checked = button("Checked")
    checked.setCheckable(True)
    checked.setChecked(True)
    menu_button = button("New")
    menu = QMenu(menu_button)
    menu.addAction("Client")
    menu_button.setMenu(menu)
    menu_button.setProperty("hasMenu", True)
    return card(
        line(button("I told them", "primary"), button("Later"), button("Write…", icon_name="pencil"),
             button("Quiet", "quiet"), button("Delete for good", "danger"), checked),
        line(disabled, disabled_primary, menu_button, icon_button("ellipsis", "More"), icon_button("undo-2", "Undo"),
             SegmentedControl([("week", "Week"), ("month", "Month"), ("quarter", "Quarter")]), key_hint("Ctrl+L")),
    )  # fmt: skip


def fields() -> QWidget:
    holder = card()
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(8)
    holder.layout().addLayout(grid)
    text = QLineEdit("Birch & Co")
    empty = QLineEdit()
    empty.setPlaceholderText("Name of the client")
    wrong = QLineEdit("16.13.")
    wrong.setProperty("invalid", True)
    off = QLineEdit("Cannot be changed now")
    off.setEnabled(False)
    combo = QComboBox()
    combo.addItems(["Close", "Steady", "Light"])
    spin = NumberField(suffix=" h")
    spin.setValue(24)
    money = DecimalField(prefix="€ ")
    money.setValue(12500)
    day = QDateEdit(date=TODAY)
    day.setCalendarPopup(True)
    at = TimeField()
    spin_off = NumberField()
    spin_off.setEnabled(False)
    dates = DateField(lambda: TODAY)
    dates.entry.setText("thu 15")
    dates.entry.textEdited.emit("thu 15")
    for number, (name, widget) in enumerate(
        [("Name", text), ("Empty", empty), ("Wrong", wrong), ("Disabled", off), ("Tier", combo), ("Hours", spin),
         ("Fee", money), ("Day", day), ("From", at), ("Off", spin_off), ("Expected", dates)]
    ):  # fmt: skip
        grid.addWidget(label(name, "caption"), number // 3 * 2, number % 3)
        grid.addWidget(widget, number // 3 * 2 + 1, number % 3)
    area = QPlainTextEdit("Urgent means the service is down or a legal date is at stake.")
    area.setFixedHeight(56)
    holder.layout().addWidget(area)
    return holder


def ticks() -> QWidget:
    made = []
    for text, state, enabled in (
        ("Promised", True, True), ("Not yet", False, True), ("Off", False, False), ("Off, on", True, False)
    ):  # fmt: skip
        box = QCheckBox(text)
        box.setChecked(state)
        box.setEnabled(enabled)
        made.append(box)
    partly = QCheckBox("Partly")
    partly.setTristate(True)
    partly.setCheckState(Qt.CheckState.PartiallyChecked)
    one, two = QRadioButton("Call"), QRadioButton("Write")
    one.setChecked(True)
    bar = QProgressBar()
    bar.setValue(60)
    bar.setFixedWidth(120)
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setValue(40)
    slider.setFixedWidth(120)
    return card(line(*made, partly), line(one, two, bar, slider))


def chips() -> QWidget:
    holder = QWidget()
    flow = FlowLayout(holder)
    for status, words in zip(Status, ("Steady", "Watch", "At risk", "Resting"), strict=True):
        flow.addWidget(StatusChip(status, words))
    flow.addWidget(SourceChip("from Close"))
    flow.addWidget(SourceChip("set here", is_own=True))
    for number, name in enumerate(
        ("Acme", "Birch & Co", "Cedar", "Delta", "Elm Hospital", "Fir", "Gorse", "Hazel")
    ):
        flow.addWidget(Monogram(name, number))
    return card(holder)


def drawer_content() -> QWidget:
    content = QWidget()
    column = QVBoxLayout(content)
    column.setContentsMargins(0, 8, 0, 0)
    column.setSpacing(12)
    facts = KeyValueGrid()
    facts.add("tier", "Tier", "Close")
    facts.add("next", "Next word", "Update, Thu 16 Oct by email")
    facts.add("limit", "Your limit", "quiet for 3 days, your limit 10")
    column.addWidget(facts)
    column.addWidget(SectionHeader("Contacts", 2))
    people = QListWidget()
    people.setAccessibleName("Contacts")
    people.addItems(["Jane Roe — sponsor", "Omar Haddad — day-to-day"])
    people.setCurrentRow(0)
    people.setFixedHeight(90)
    column.addWidget(people)
    column.addStretch(1)
    return content


def page() -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(24, 16, 24, 16)
    column.setSpacing(12)
    head = line(label("Clients", "title"), label("14 active", "secondary"))
    head.layout().addWidget(SearchField())
    head.layout().addWidget(button("New client", "primary", icon_name="plus"))
    banners = BannerArea()
    banners.add("Demo data: nothing here is yours.", [("Start my own", int)])
    banners.add("This file is open in another program.", kind="warn")
    tabs = QTabWidget()
    tabs.setAccessibleName("Client page")
    tabs.addTab(CaptureLine(), "Now")
    for name in ("Promises", "Record", "Papers", "About"):
        tabs.addTab(QWidget(), name)
    tabs.setFixedHeight(84)
    for widget in (head, banners, client_table(), tabs, buttons(), fields(), ticks(), chips()):
        column.addWidget(widget)
    column.addStretch(1)
    return holder


def window(percent: int) -> QMainWindow:
    made = QMainWindow()
    made.resize(1440, 1320 * percent // 100)
    for name in ("File", "Edit", "View", "Client", "Plan", "Help"):
        made.menuBar().addMenu(name)
    made.statusBar().addWidget(label("Saved · backup 2 h ago · quiet until 08:00", "caption"))
    sidebar = Sidebar(
        [Place("today", "Today", "sun"), Place("week", "Week", "calendar-days"),
         Place("timeline", "Timeline", "chart-gantt"), Place("clients", "Clients", "users"),
         Place("papers", "Papers", "file-text")],
        [Place("boundaries", "Boundaries", "shield"), Place("settings", "Settings", "settings")],
    )  # fmt: skip
    sidebar.select("clients")
    sidebar.set_badge("timeline", 3, "3 gaps")
    sidebar.set_clients(
        [ClientEntry(r.id, r.name, r.colour, STATUS_OF_CHECK_IN[r.state], r.state_words) for r in ROWS]
    )
    drawer = Drawer()
    host = DrawerHost(page(), drawer)
    drawer.show_widget("Acme Ltd", drawer_content())
    centre = QWidget()
    row = QHBoxLayout(centre)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    row.addWidget(sidebar)
    row.addWidget(host, 1)
    made.setCentralWidget(centre)
    made.toast = ToastOverlay(made)
    return made


def main() -> None:
    out = Path(sys.argv[1])
    percent = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    app = QApplication([])
    theme = Theme(out / "cache")
    for choice in (ThemeChoice.LIGHT, ThemeChoice.DARK):
        for density in Density:
            theme.apply(app, choice, density, percent)
            made = window(percent)
            made.show()
            made.toast.show_text("Update to Birch & Co logged", int)
            app.processEvents()
            made.grab().save(str(out / f"gallery-{choice}-{density}-{percent}.png"))
            menu = QMenu(made)
            menu.addAction("Log update").setShortcut("Ctrl+L")
            tick = menu.addAction("Show the sidebar")
            tick.setCheckable(True)
            tick.setChecked(True)
            menu.addSeparator()
            menu.addAction("Cannot be done now").setEnabled(False)
            menu.addMenu("Put on hold").addAction("Until Monday")
            menu.popup(made.mapToGlobal(made.rect().center()))
            menu.setActiveAction(menu.actions()[0])
            app.processEvents()
            menu.grab().save(str(out / f"menu-{choice}-{density}-{percent}.png"))
            menu.close()
            made.close()
    dates = DateField(lambda: TODAY)
    dates.show()
    dates.open_calendar()
    app.processEvents()
    dates.findChild(QCalendarWidget).window().grab().save(str(out / "calendar.png"))
    combo = QComboBox()
    combo.addItems(["Close", "Steady", "Light"])
    combo.show()
    combo.showPopup()
    app.processEvents()
    combo.view().window().grab().save(str(out / "popup.png"))
    combo.hidePopup()
    empty = EmptyState(
        "No clients yet",
        "Add the first client. A name is enough: everything else comes from the tier.",
        [("New client", int), ("Import CSV or vCard", int), ("Look at the demo", int)],
        icon_name="users",
    )
    empty.resize(700, 360)
    empty.show()
    app.processEvents()
    empty.grab().save(str(out / "empty.png"))


if __name__ == "__main__":
    main()
