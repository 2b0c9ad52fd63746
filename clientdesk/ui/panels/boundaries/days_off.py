"""Days that are not worked: time off, and the public holidays of a place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clientdesk.models.errors import InvalidInput, Problem
from clientdesk.ui.dates import day_text
from clientdesk.ui.panels.boundaries.plain_editors import column_of, line_edit
from clientdesk.ui.tokens import SPACE_1, SPACE_2, SPACE_3
from clientdesk.ui.widgets.buttons import button, icon_button
from clientdesk.ui.widgets.date_field import DateField
from clientdesk.ui.widgets.fields import ChoiceField
from clientdesk.ui.widgets.labels import ElidedLabel, label, set_flag

if TYPE_CHECKING:
    from clientdesk.models.views.boundaries import HolidayView, RegionView, TimeOffView


def span_text(first: date, last: date, today: date) -> str:
    """ "Thu 22 Oct", or both ends."""
    if first == last:
        return day_text(first, today)
    return f"{day_text(first, today)} – {day_text(last, today)}"


class TimeOffEditor(QWidget):
    """The time off to come, and a line to enter more; a pencil takes one back into that line.

    Signals:
        entered: (id or empty, first day, last day, note) to add or change.
        removed: id.
    """

    entered = Signal(str, object, object, str)
    removed = Signal(str)

    def __init__(
        self, today: Callable[[], date], word: Callable[[Problem], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._today = today
        self._word = word
        self._editing = ""
        self._lines: list[QWidget] = []
        column = column_of(self, SPACE_2)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        column.addLayout(self._list)
        self.empty_label = label(self.tr("No time off ahead."), "secondary")
        column.addWidget(self.empty_label)
        column.addLayout(self._build_entry())
        self.problem_label = label("", "problem", wrap=True)
        self.problem_label.hide()
        column.addWidget(self.problem_label)

    def set_rows(self, rows: Sequence[TimeOffView]) -> None:
        """Show this time off."""
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._lines = [self._line(row) for row in rows]
        self.empty_label.setVisible(not rows)

    def show_problems(self, problems: Sequence[Problem]) -> bool:
        """Show what is wrong beside the entries, which stay."""
        text = " ".join(self._word(problem) for problem in problems)
        self.problem_label.setText(text[:1].upper() + text[1:])
        self.problem_label.show()
        for name, field in (("starts_on", self.first), ("ends_on", self.last)):
            set_flag(field.entry, "invalid", on=any(problem.field == name for problem in problems))
        return True

    def clear(self) -> None:
        """Empty the entry line after it was kept."""
        self._editing = ""
        self.first.set_date(None)
        self.last.set_date(None)
        self.note.clear()
        self.problem_label.hide()
        self.add_button.setText(self.tr("Add time off"))
        self.add_button.setAccessibleName(self.tr("Add time off"))
        self.cancel_button.hide()

    def _build_entry(self) -> QGridLayout:
        self.first = DateField(self._today)
        self.first.setObjectName("first")
        self.first.setAccessibleName(self.tr("First day"))
        self.last = DateField(self._today)
        self.last.setObjectName("last")
        self.last.setAccessibleName(self.tr("Last day"))
        for field in (self.first, self.last):
            field.entry.setMinimumWidth(110)
        self.note = line_edit(self.tr("Note"), "note", self.tr("what for, if you like"))
        self.note.returnPressed.connect(self._on_add)
        self.add_button = button(self.tr("Add time off"), icon_name="plus")
        self.add_button.setObjectName("add_button")
        self.add_button.clicked.connect(self._on_add)
        self.cancel_button = button(self.tr("Leave it as it was"), "quiet")
        self.cancel_button.setObjectName("cancel_button")
        self.cancel_button.clicked.connect(self.clear)
        self.cancel_button.hide()
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_2)
        grid.setVerticalSpacing(SPACE_1)
        for number, (title, field) in enumerate(
            ((self.tr("First day"), self.first), (self.tr("Last day"), self.last))
        ):
            grid.addWidget(label(title, "caption"), 0, number)
            grid.addWidget(field, 1, number)
            grid.setColumnStretch(number, 1)
        caption = label(self.tr("Note"), "caption")
        caption.setContentsMargins(0, SPACE_1, 0, 0)
        grid.addWidget(caption, 2, 0, 1, 2)
        grid.addWidget(self.note, 3, 0, 1, 2)
        buttons = QHBoxLayout()
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.cancel_button)
        buttons.addStretch(1)
        grid.setRowMinimumHeight(4, SPACE_1)
        grid.addLayout(buttons, 5, 0, 1, 2)
        return grid

    def _line(self, row: TimeOffView) -> QWidget:
        line = QWidget()
        words = span_text(row.starts_on, row.ends_on, self._today())
        box = QHBoxLayout(line)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SPACE_3)
        box.addWidget(label(words))
        box.addWidget(ElidedLabel(row.note, "secondary"), 1)
        edit = icon_button("pencil", self.tr("Change {days}").format(days=words))
        edit.setObjectName("edit_button")
        edit.clicked.connect(lambda _checked=False: self._on_edit(row))
        remove = icon_button("trash-2", self.tr("Remove {days}").format(days=words))
        remove.setObjectName("remove_button")
        remove.clicked.connect(lambda _checked=False: self.removed.emit(row.time_off_id))
        box.addWidget(edit)
        box.addWidget(remove)
        self._list.addWidget(line)
        return line

    def _on_edit(self, row: TimeOffView) -> None:
        self._editing = row.time_off_id
        self.first.set_date(row.starts_on)
        self.last.set_date(row.ends_on)
        self.note.setText(row.note)
        self.problem_label.hide()
        self.add_button.setText(self.tr("Keep the change"))
        self.add_button.setAccessibleName(self.tr("Keep the change"))
        self.cancel_button.show()
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_add(self) -> None:
        try:
            first, last = self._dates()
        except InvalidInput as error:
            self.show_problems(error.problems)
            return
        self.entered.emit(self._editing, first, last, self.note.text())

    def _dates(self) -> tuple[date, date]:
        if not self.first.is_readable():
            raise InvalidInput([Problem("starts_on", "unreadable_date")])
        if not self.last.is_readable():
            raise InvalidInput([Problem("ends_on", "unreadable_date")])
        first = self.first.date()
        if first is None:
            raise InvalidInput([Problem("starts_on", "missing")])
        return first, self.last.date() or first


class RegionEditor(QWidget):
    """The place whose public holidays count; its long list is read only when it is opened.

    Signals:
        chosen: the code of a country or a part of one; empty for none.
    """

    chosen = Signal(str)

    def __init__(
        self,
        countries: Callable[[], Sequence[RegionView]],
        parts_of: Callable[[str], Sequence[RegionView]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._countries = countries
        self._parts_of = parts_of
        self._region = ""
        self._is_filling = False
        self.country = _LateChoice(self._fill_countries)
        self.country.setObjectName("country")
        self.country.setAccessibleName(self.tr("Country of the public holidays"))
        self.part = ChoiceField()
        self.part.setObjectName("part")
        self.part.setAccessibleName(self.tr("Part of the country"))
        self.part.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.part.setMinimumContentsLength(9)
        self.next_label: QLabel = label("", "caption", wrap=True)
        column = column_of(self, SPACE_2)
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(self.country, 3)
        row.addWidget(self.part, 2)
        column.addLayout(row)
        column.addWidget(self.next_label)
        self.country.currentIndexChanged.connect(self._on_country)
        self.part.currentIndexChanged.connect(self._on_part)

    def show_region(
        self, region: str, country_name: str, upcoming: Sequence[HolidayView], today: date
    ) -> None:
        """Show the place and its next days."""
        self._region = region
        country = region.partition("-")[0]
        self._is_filling = True
        try:
            if self.country.findData(country) < 0:
                self.country.addItem(country_name, country)
            self.country.setCurrentIndex(self.country.findData(country))
            self._fill_parts(country)
            self.part.setCurrentIndex(max(self.part.findData(region), 0))
        finally:
            self._is_filling = False
        days = [f"{day_text(holiday.on, today)}, {holiday.name}" for holiday in upcoming]
        self.next_label.setText(self.tr("Next: {days}").format(days=" · ".join(days)) if days else "")
        self.next_label.setVisible(bool(days))

    def _fill_countries(self) -> None:
        if self.country.count() > 100:
            return
        self._is_filling = True
        current = self.country.currentData()
        self.country.clear()
        self.country.addItem(self.tr("None"), "")
        for region in self._countries():
            self.country.addItem(region.name, region.code)
        self.country.setCurrentIndex(max(self.country.findData(current), 0))
        self._is_filling = False

    def _fill_parts(self, country: str) -> None:
        parts = self._parts_of(country) if country else ()
        self.part.clear()
        self.part.addItem(self.tr("Nationwide"), country)
        for region in parts:
            self.part.addItem(region.name, region.code)
        self.part.setVisible(bool(parts))

    def _on_country(self) -> None:
        if not self._is_filling:
            self.chosen.emit(str(self.country.currentData() or ""))

    def _on_part(self) -> None:
        if not self._is_filling:
            self.chosen.emit(str(self.part.currentData() or ""))


class _LateChoice(ChoiceField):
    """Fills itself when it gets the focus or is opened."""

    def __init__(self, fill: Callable[[], None]) -> None:
        super().__init__()
        self._fill = fill
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(9)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._fill()
        super().focusInEvent(event)

    def showPopup(self) -> None:  # noqa: N802 (Qt override)
        self._fill()
        super().showPopup()
