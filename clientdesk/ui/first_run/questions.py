"""The three questions: the name on documents, working hours, currency. Everything else is a good guess."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Any

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from clientdesk.models.errors import Problem
from clientdesk.services.wording import words_for_problem
from clientdesk.ui.icons import icon
from clientdesk.ui.tokens import SPACE_1, SPACE_2, SPACE_3, SPACE_4
from clientdesk.ui.translations import translate
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.fields import TimeField
from clientdesk.ui.widgets.labels import label, set_flag
from clientdesk.ui.widgets.search_choice import SearchChoice

_MONDAY = QDate(2024, 1, 1)

Choices = Sequence[tuple[str, str]]


class Questions(QWidget):
    """Asks; never stores anything.

    Signals:
        answered: Enter or Continue, with the answers in `values`.
        went_back: Back.
    """

    answered = Signal()
    went_back = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.problem_labels: dict[str, Any] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_4)
        column.addWidget(label(self.tr("Three things, then you can begin"), "title"))
        column.addWidget(
            label(
                self.tr("All of it can be changed later, in Settings and Boundaries."), "secondary", wrap=True
            )
        )
        column.addSpacing(SPACE_2)
        column.addLayout(self._build_name())
        column.addLayout(self._build_hours())
        column.addLayout(self._build_currency())
        column.addWidget(self._build_more())
        column.addSpacing(SPACE_2)
        column.addLayout(self._build_buttons())
        column.addStretch(1)

    def set_places(self, zones: Choices, countries: Choices, currencies: Choices, locales: Choices) -> None:
        """What can be chosen."""
        self.zone_field.set_choices(zones)
        self.country_field.set_choices([("", self.tr("No public holidays")), *countries])
        self.currency_field.set_choices(currencies)
        self.locale_field.set_choices(locales)

    def set_guess(self, *, zone: str, country: str, currency: str, locale: str) -> None:
        """What this computer suggests."""
        self.zone_field.set_value(zone)
        self.country_field.set_value(country)
        self.currency_field.set_value(currency)
        self.locale_field.set_value(locale)

    def values(self) -> dict[str, Any]:
        """The answers as `PracticeService.set_up` takes them."""
        start, end = self.from_field.value(), self.to_field.value()
        spans = ({"start": start.hour * 60 + start.minute, "end": end.hour * 60 + end.minute},)
        return {
            "name": self.name_field.text(),
            "working_hours": {
                weekday: spans for weekday, tick in enumerate(self.day_ticks) if tick.isChecked()
            },
            "currency": self.currency_field.value(),
            "zone": self.zone_field.value(),
            "holiday_region": self.country_field.value(),
            "locale": self.locale_field.value(),
        }

    def show_problems(self, problems: Sequence[Problem]) -> bool:
        """Say each beside its field; the entries stay."""
        self.clear_problems()
        homeless = False
        for problem in problems:
            home = problem.field.split(".", 1)[0]
            if home not in self.problem_labels:
                homeless = True
                continue
            words = words_for_problem(problem, _services, name_field=False)
            shown = self.problem_labels[home]
            shown.setText(words[:1].upper() + words[1:])
            shown.setVisible(True)
            set_flag(self._field_of(home), "invalid", on=True)
        if problems and not homeless:
            self._field_of(problems[0].field.split(".", 1)[0]).setFocus()
        return not homeless

    def clear_problems(self) -> None:
        for name, shown in self.problem_labels.items():
            shown.setVisible(False)
            set_flag(self._field_of(name), "invalid", on=False)

    def take_focus(self) -> None:
        self.name_field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _field_of(self, name: str) -> QWidget:
        return {
            "name": self.name_field,
            "working_hours": self.to_field,
            "currency": self.currency_field,
            "zone": self.zone_field,
        }[name]

    def _problem(self, name: str) -> QWidget:
        shown = label("", "problem", wrap=True)
        shown.setObjectName(f"{name}_problem")
        shown.setVisible(False)
        self.problem_labels[name] = shown
        return shown

    def _build_name(self) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setSpacing(SPACE_1)
        self.name_field = QLineEdit()
        self.name_field.setObjectName("name_field")
        title = self.tr("Name on your documents")
        self.name_field.setAccessibleName(title)
        self.name_field.setPlaceholderText(self.tr("You, or your company"))
        self.name_field.returnPressed.connect(self.answered)
        caption = label(title, "strong")
        caption.setBuddy(self.name_field)
        box.addWidget(caption)
        box.addWidget(self.name_field)
        box.addWidget(self._problem("name"))
        return box

    def _build_hours(self) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setSpacing(SPACE_1)
        box.addWidget(label(self.tr("Working hours"), "strong"))
        days = QHBoxLayout()
        days.setSpacing(SPACE_3)
        self.day_ticks: list[QCheckBox] = []
        for weekday in range(7):
            date = _MONDAY.addDays(weekday)
            tick = QCheckBox(QLocale().toString(date, "ddd"))
            tick.setObjectName(f"day_{weekday}")
            tick.setAccessibleName(QLocale().toString(date, "dddd"))
            tick.setChecked(weekday < 5)
            self.day_ticks.append(tick)
            days.addWidget(tick)
        days.addStretch(1)
        box.addLayout(days)
        hours = QHBoxLayout()
        hours.setSpacing(SPACE_2)
        self.from_field = TimeField(time(9, 0))
        self.to_field = TimeField(time(17, 0))
        for field, name, words in (
            (self.from_field, "from_field", self.tr("from")),
            (self.to_field, "to_field", self.tr("to")),
        ):
            field.setObjectName(name)
            field.setAccessibleName(self.tr("Working hours {edge}").format(edge=words))
            field.setFixedWidth(96)
            hours.addWidget(label(words, "secondary"))
            hours.addWidget(field)
        hours.addWidget(label(self.tr("Breaks and differing days: later, in Boundaries."), "caption"))
        hours.addStretch(1)
        box.addLayout(hours)
        box.addWidget(self._problem("working_hours"))
        return box

    def _build_currency(self) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setSpacing(SPACE_1)
        title = self.tr("Currency")
        self.currency_field = SearchChoice()
        self.currency_field.setObjectName("currency_field")
        self.currency_field.setAccessibleName(title)
        self.currency_field.setMaximumWidth(280)
        caption = label(title, "strong")
        caption.setBuddy(self.currency_field)
        box.addWidget(caption)
        box.addWidget(self.currency_field)
        box.addWidget(self._problem("currency"))
        return box

    def _build_more(self) -> QWidget:
        self.more_button = button(self.tr("More"), "quiet", icon_name="chevron-right")
        self.more_button.setObjectName("more_button")
        self.more_button.setCheckable(True)
        self.more_box = QWidget()
        grid = QGridLayout(self.more_box)
        grid.setContentsMargins(0, SPACE_2, 0, 0)
        grid.setVerticalSpacing(SPACE_2)
        grid.setHorizontalSpacing(SPACE_4)
        grid.setColumnStretch(1, 1)
        for line, (name, title) in enumerate(
            (
                ("zone_field", self.tr("Time zone")),
                ("country_field", self.tr("Public holidays of")),
                ("locale_field", self.tr("Dates and amounts as in")),
            )
        ):
            field = SearchChoice()
            field.setObjectName(name)
            field.setAccessibleName(title)
            setattr(self, name, field)
            caption = label(title, "secondary")
            caption.setBuddy(field)
            grid.addWidget(caption, line, 0)
            grid.addWidget(field, line, 1)
        self.problem_labels["zone"] = self._problem("zone")
        grid.addWidget(self.problem_labels["zone"], 3, 1)
        self.more_box.setVisible(False)
        self.more_button.toggled.connect(self._on_more)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        flush = QHBoxLayout()
        flush.setContentsMargins(-SPACE_2, 0, 0, 0)
        flush.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(flush)
        column.addWidget(self.more_box)
        return whole

    def _on_more(self, is_open: bool) -> None:
        self.more_box.setVisible(is_open)
        self.more_button.setIcon(icon("chevron-down" if is_open else "chevron-right", "accent"))

    def _build_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        self.back_button = button(self.tr("Back"))
        self.back_button.setObjectName("back_button")
        self.back_button.clicked.connect(self.went_back)
        self.continue_button: QPushButton = button(self.tr("Continue"), "primary")
        self.continue_button.setObjectName("continue_button")
        self.continue_button.clicked.connect(self.answered)
        row.addWidget(self.back_button)
        row.addStretch(1)
        row.addWidget(label(self.tr("Enter"), "key"))
        row.addWidget(self.continue_button)
        return row

    zone_field: SearchChoice
    country_field: SearchChoice
    locale_field: SearchChoice


def _services(text: str) -> str:
    return translate("Services", text)
