"""The words promised this week, each with its day: Enter gives them all their time, Space one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clientdesk.models.views.plan import CheckInDueView
from clientdesk.ui.panels.week.plan_rows import PlanRow, PlanRowList
from clientdesk.ui.panels.week.plan_words import due_words, place_words, rhythm_words
from clientdesk.ui.tokens import SPACE_1, SPACE_2, Status
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.labels import label


class CheckInList(PlanRowList):
    """The lines.

    Signals:
        all_wanted: Enter. one_wanted: Space. left: Esc.
    """

    all_wanted = Signal()
    one_wanted = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.all_wanted.emit()
        elif key == Qt.Key.Key_Space:
            self.one_wanted.emit()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class CheckInStrip(QWidget):
    """The lines and their two buttons.

    Signals:
        place_wanted: list of CheckInDueView.
        left: Esc.
    """

    place_wanted = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Check-ins this week"))
        self._items: Sequence[CheckInDueView] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_2)
        self.list = CheckInList()
        self.list.setObjectName("list")
        self.list.setAccessibleName(self.tr("Check-ins this week"))
        column.addWidget(self.list)
        row = QHBoxLayout()
        row.setSpacing(SPACE_1)
        self.all_button = button(self.tr("Place all"), "primary", tooltip=self.tr("Each on its day (Enter)"))
        self.one_button = button(self.tr("Place this one"), tooltip=self.tr("On its day (Space)"))
        self.all_button.setObjectName("all_button")
        self.one_button.setObjectName("one_button")
        self.hint_label = label(
            self.tr("Calls are booked with the client, updates get 20 minutes."), "caption"
        )
        row.addWidget(self.all_button)
        row.addWidget(self.one_button)
        row.addSpacing(SPACE_2)
        row.addWidget(self.hint_label, 1)
        column.addLayout(row)
        self.all_button.clicked.connect(self._on_all)
        self.one_button.clicked.connect(self._on_one)
        self.list.all_wanted.connect(self._on_all)
        self.list.one_wanted.connect(self._on_one)
        self.list.left.connect(self.left)

    def show_items(self, items: Sequence[CheckInDueView], today: date) -> None:
        """Show what is due."""
        self._items = items
        self.list.set_rows([_row(item, today) for item in items])
        is_open = any(not item.is_placed for item in items)
        self.all_button.setEnabled(is_open)
        self.one_button.setEnabled(is_open)

    def select_first(self) -> None:
        """Make the first line without a time current."""
        rest = [number for number, item in enumerate(self._items) if not item.is_placed]
        if rest:
            self.list.setCurrentIndex(self.list.items.index(rest[0]))

    def _on_all(self) -> None:
        self._want([item for item in self._items if not item.is_placed])

    def _on_one(self) -> None:
        key = self.list.current_key()
        self._want([item for item in self._items if item.key == key and not item.is_placed])
        self._step_on()

    def _want(self, items: list[CheckInDueView]) -> None:
        self.place_wanted.emit(items)

    def _step_on(self) -> None:
        """To the next line that has no time yet."""
        rest = [n for n, item in enumerate(self._items) if not item.is_placed]
        at = self.list.currentIndex().row()
        if rest:
            self.list.setCurrentIndex(self.list.items.index(next((n for n in rest if n > at), rest[0])))


def _row(view: CheckInDueView, today: date) -> PlanRow:
    status = Status.STEADY if view.is_placed else Status.AT_RISK if view.is_overdue else Status.RESTING
    return PlanRow(
        view.key,
        view.client_name,
        view.client_colour,
        rhythm_words(view.kind),
        place_words(view, today),
        due_words(view, today),
        status,
    )
