"""One foreign calendar in the settings: its name, how it stands, its switches and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from clientdesk.models.enums import CalendarSource
from clientdesk.models.views.calendars import CalendarView
from clientdesk.ui.tokens import SPACE_1, SPACE_2, SPACE_3, Status
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.chips import StatusShape
from clientdesk.ui.widgets.labels import ElidedLabel, hairline, label


class CalendarLine(QFrame):
    """A row of the list.

    Signals:
        renamed: calendar, new name.
        switched, busy_changed: calendar, whether on or busy.
        refresh_asked, removed: calendar.
        address_asked: calendar, its private address given again.
    """

    renamed = Signal(str, str)
    switched = Signal(str, bool)
    busy_changed = Signal(str, bool)
    refresh_asked = Signal(str)
    address_asked = Signal(str, str)
    removed = Signal(str)

    def __init__(self, view: CalendarView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.calendar_id = view.calendar_id
        self._name = view.name
        self.setObjectName("calendar_line")
        self._build()
        self._wire()

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(SPACE_2)
        outer.addWidget(hairline())
        head = QHBoxLayout()
        head.setSpacing(SPACE_2)
        self.state_shape = StatusShape()
        head.addWidget(self.state_shape)
        self.name_field = QLineEdit()
        self.name_field.setObjectName("name_field")
        self.name_field.setMaxLength(200)
        self.place_label = ElidedLabel("", "secondary")
        self.place_label.setObjectName("place_label")
        head.addWidget(self.name_field, 3)
        head.addWidget(self.place_label, 2)
        self.refresh_button = button(self.tr("Refresh now"), "quiet")
        self.refresh_button.setObjectName("refresh_button")
        stays = self.refresh_button.sizePolicy()
        stays.setRetainSizeWhenHidden(True)
        self.refresh_button.setSizePolicy(stays)
        self.remove_button = button(self.tr("Remove"), "quiet")
        self.remove_button.setObjectName("remove_button")
        head.addWidget(self.refresh_button)
        head.addWidget(self.remove_button)
        outer.addLayout(head)
        self.status_label = label("", "secondary", wrap=True)
        self.status_label.setObjectName("status_label")
        outer.addWidget(self.status_label)
        outer.addWidget(self._build_address())
        ticks = QHBoxLayout()
        ticks.setSpacing(SPACE_3)
        ticks.setContentsMargins(0, 0, 0, SPACE_3)
        self.on_tick = QCheckBox(self.tr("Show in the week"))
        self.on_tick.setObjectName("on_tick")
        self.busy_tick = QCheckBox(self.tr("Its events take time"))
        self.busy_tick.setObjectName("busy_tick")
        ticks.addWidget(self.on_tick)
        ticks.addSpacing(SPACE_1)
        ticks.addWidget(self.busy_tick)
        ticks.addStretch(1)
        outer.addLayout(ticks)

    def _build_address(self) -> QWidget:
        """Only where the private address isn't known any more."""
        self.address_box = QWidget()
        row = QHBoxLayout(self.address_box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        self.address_field = QLineEdit()
        self.address_field.setObjectName("address_field")
        self.address_field.setPlaceholderText("https://…")
        self.address_field.setAccessibleName(self.tr("Private address"))
        self.address_button = button(self.tr("Use this address"))
        self.address_button.setObjectName("address_button")
        row.addWidget(self.address_field, 1)
        row.addWidget(self.address_button)
        return self.address_box

    def _wire(self) -> None:
        self.name_field.editingFinished.connect(self._on_renamed)
        self.refresh_button.clicked.connect(self._on_refresh)
        self.remove_button.clicked.connect(self._on_remove)
        self.address_button.clicked.connect(self._on_address)
        self.address_field.returnPressed.connect(self._on_address)
        self.on_tick.toggled.connect(self._on_switched)
        self.busy_tick.toggled.connect(self._on_busy)

    def show_view(self, view: CalendarView) -> None:
        """Show how the calendar stands now."""
        self._name = view.name
        if not self.name_field.hasFocus():
            self.name_field.setText(view.name)
        self.place_label.set_full_text(_shown_place(view))
        self.place_label.setToolTip(view.place)
        self.status_label.setText(view.status)
        self.state_shape.set_status(_status(view))
        for tick, value in ((self.on_tick, view.is_on), (self.busy_tick, view.is_busy)):
            tick.blockSignals(True)
            tick.setChecked(value)
            tick.blockSignals(False)
        name = self.tr("{what}: {name}")
        self.on_tick.setAccessibleName(name.format(what=self.on_tick.text(), name=view.name))
        self.busy_tick.setAccessibleName(name.format(what=self.busy_tick.text(), name=view.name))
        self.refresh_button.setAccessibleName(name.format(what=self.refresh_button.text(), name=view.name))
        self.remove_button.setAccessibleName(name.format(what=self.remove_button.text(), name=view.name))
        self.name_field.setAccessibleName(name.format(what=self.tr("Name"), name=view.name))
        self.setAccessibleName(f"{view.name}: {view.status}")
        self.busy_tick.setEnabled(view.is_on)
        self.refresh_button.setVisible(view.source is not CalendarSource.IMPORT)
        self.refresh_button.setEnabled(view.is_on)
        is_asked = view.problem == "no_address" and view.source is CalendarSource.ADDRESS
        self.address_box.setVisible(is_asked and view.is_on)

    def show_reading(self) -> None:
        """It is being read at this moment."""
        self.status_label.setText(self.tr("Reading…"))
        self.refresh_button.setEnabled(False)

    def _on_refresh(self) -> None:
        self.refresh_asked.emit(self.calendar_id)

    def _on_switched(self, on: bool) -> None:
        self.switched.emit(self.calendar_id, on)

    def _on_busy(self, busy: bool) -> None:
        self.busy_changed.emit(self.calendar_id, busy)

    def _on_remove(self) -> None:
        self.removed.emit(self.calendar_id)

    def _on_renamed(self) -> None:
        name = self.name_field.text().strip()
        if not name:
            self.name_field.setText(self._name)
        elif name != self._name:
            self.renamed.emit(self.calendar_id, name)

    def _on_address(self) -> None:
        if self.address_field.text().strip():
            self.address_asked.emit(self.calendar_id, self.address_field.text().strip())
            self.address_field.clear()


def _shown_place(view: CalendarView) -> str:
    return view.place.rpartition("/")[2] if view.source is CalendarSource.FILE else view.place


def _status(view: CalendarView) -> Status:
    if not view.is_on:
        return Status.RESTING
    return Status.WATCH if view.problem else Status.STEADY
