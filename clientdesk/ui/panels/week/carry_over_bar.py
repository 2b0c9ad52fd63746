"""What was left before this week: one line each, and one key or one click that says what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QLocale, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from clientdesk.models.views.plan import CarryOverView
from clientdesk.ui.dates import day_text, to_qdate
from clientdesk.ui.panels.week.plan_rows import PlanRow, PlanRowList
from clientdesk.ui.panels.week.plan_words import carried_words, estimate_words, was_words
from clientdesk.ui.tokens import SPACE_1, SPACE_2, Status
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.flow_layout import FlowLayout

_DAYS = 7


class CarryOverList(PlanRowList):
    """The lines. Digits 1 to 7 put one on that day shown, L leaves it for next week, T or B puts it back to To place.

    Signals:
        day_wanted: number of a day shown, from 0.
        later_wanted, back_wanted, done_wanted, drop_wanted, open_wanted, left: about the current line.
    """

    day_wanted = Signal(int)
    later_wanted = Signal()
    back_wanted = Signal()
    done_wanted = Signal()
    drop_wanted = Signal()
    open_wanted = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or not self._answer(Qt.Key(event.key())):
            super().keyPressEvent(event)

    def _answer(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        if not self.current_key():
            return False
        if Qt.Key.Key_1 <= key <= Qt.Key.Key_7:
            self.day_wanted.emit(key - Qt.Key.Key_1)
            return True
        signals = {
            Qt.Key.Key_L: self.later_wanted,
            Qt.Key.Key_T: self.back_wanted,
            Qt.Key.Key_B: self.back_wanted,
            Qt.Key.Key_D: self.done_wanted,
            Qt.Key.Key_X: self.drop_wanted,
            Qt.Key.Key_Return: self.open_wanted,
            Qt.Key.Key_Enter: self.open_wanted,
        }
        if key not in signals:
            return False
        signals[key].emit()
        return True


class CarryOverBar(QWidget):
    """The lines and a button for every answer.

    Signals:
        to_day: (work item id, day). later, back, done, drop, opened: work item id.
        left: Esc.
    """

    to_day = Signal(str, object)
    later = Signal(str)
    back = Signal(str)
    done = Signal(str)
    drop = Signal(str)
    opened = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Left from before this week"))
        self._days: Sequence[date] = ()
        self._today = date.min
        self._build()
        self._wire()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_1)
        self.list = CarryOverList()
        self.list.setObjectName("list")
        self.list.setAccessibleName(self.tr("Left from before this week"))
        column.addWidget(self.list)
        row = QWidget()
        flow = FlowLayout(row, SPACE_1)
        self.day_buttons: list[QPushButton] = []
        for number in range(_DAYS):
            made = button("")
            made.setObjectName(f"day_button_{number + 1}")
            made.setProperty("day", number)
            self.day_buttons.append(made)
            flow.addWidget(made)
        self.later_button = button(self.tr("Later"), tooltip=self.tr("Next week (L)"))
        self.back_button = button(self.tr("To place"), tooltip=self.tr("Back to To place (T)"))
        self.done_button = button(self.tr("Done"), tooltip=self.tr("It was done after all (D)"))
        self.drop_button = button(self.tr("Drop"), tooltip=self.tr("Give it up (X)"))
        for name in ("later_button", "back_button", "done_button", "drop_button"):
            made = getattr(self, name)
            made.setObjectName(name)
            flow.addWidget(made)
        column.addWidget(row)
        column.setSpacing(SPACE_2)

    def _wire(self) -> None:
        for made in self.day_buttons:
            made.clicked.connect(self._on_day_clicked)
        self.later_button.clicked.connect(self._on_later)
        self.back_button.clicked.connect(self._on_back)
        self.done_button.clicked.connect(self._on_done)
        self.drop_button.clicked.connect(self._on_drop)
        self.list.day_wanted.connect(self._on_day)
        self.list.later_wanted.connect(self._on_later)
        self.list.back_wanted.connect(self._on_back)
        self.list.done_wanted.connect(self._on_done)
        self.list.drop_wanted.connect(self._on_drop)
        self.list.open_wanted.connect(self._on_open)
        self.list.left.connect(self.left)

    def show_items(self, items: Sequence[CarryOverView], days: Sequence[date], today: date) -> None:
        """Show what was left, and the days it can go to."""
        self._days, self._today = days, today
        self.list.set_rows([_row(item, today) for item in items])
        for number, made in enumerate(self.day_buttons):
            made.setVisible(number < len(days))
            if number < len(days):
                self._show_day(made, number, days[number])

    def _show_day(self, made: QPushButton, number: int, day: date) -> None:
        text = QLocale().toString(to_qdate(day), "ddd d")
        made.setText(text)
        made.setAccessibleName(text)
        made.setToolTip(
            self.tr("First free time on {day} ({key})").format(day=day_text(day, self._today), key=number + 1)
        )
        made.setEnabled(day >= self._today)

    def _on_day_clicked(self) -> None:
        self._on_day(int(self.sender().property("day")))

    def _on_day(self, number: int) -> None:
        if number < len(self._days) and self.list.current_key():
            self.to_day.emit(self.list.current_key(), self._days[number])

    def _on_later(self) -> None:
        self._tell(self.later)

    def _on_back(self) -> None:
        self._tell(self.back)

    def _on_done(self) -> None:
        self._tell(self.done)

    def _on_drop(self) -> None:
        self._tell(self.drop)

    def _on_open(self) -> None:
        self._tell(self.opened)

    def _tell(self, signal: SignalInstance) -> None:
        key = self.list.current_key()
        if key:
            signal.emit(key)


def _row(view: CarryOverView, today: date) -> PlanRow:
    return PlanRow(
        view.work_item_id,
        view.client_name,
        view.client_colour,
        view.title,
        f"{estimate_words(view.estimate_minutes)} · {was_words(view, today)}",
        carried_words(view),
        Status.WATCH if view.is_often else None,
    )
