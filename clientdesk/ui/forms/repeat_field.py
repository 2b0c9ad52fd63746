"""Builds a rule of repetition from the usual ones, and keeps any other as it is written."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from clientdesk.models.errors import InvalidInput
from clientdesk.models.recurrence import MOST_INTERVAL, WEEKDAYS, parse_rule
from clientdesk.ui.forms.entries import choice, line
from clientdesk.ui.tokens import SPACE_2
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.fields import inset_text
from clientdesk.ui.widgets.labels import label

WORKDAYS, WEEKLY, ON_DATE, ON_WEEKDAY, YEARLY, DAILY, OWN = (
    "workdays",
    "weekly",
    "on_date",
    "on_weekday",
    "yearly",
    "daily",
    "own",
)
_LAST_DAY = 32
_SATURDAY = 5
_WITH_COUNT = frozenset({WEEKLY, ON_DATE, ON_WEEKDAY, DAILY})


class RepeatField(QWidget):
    """How often something comes again.

    Signals:
        valueChanged: the rule may read otherwise now.
    """

    valueChanged = Signal()  # noqa: N815 (as Qt's own fields)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._starts_on: date | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_2)
        self.kind_choice = choice(
            [
                (WEEKLY, self.tr("On days of the week")),
                (WORKDAYS, self.tr("Every weekday")),
                (ON_DATE, self.tr("On a day of the month")),
                (ON_WEEKDAY, self.tr("On a weekday of the month")),
                (YEARLY, self.tr("Once a year")),
                (DAILY, self.tr("Every so many days")),
                (OWN, self.tr("By a rule of its own")),
            ]
        )
        self.setFocusProxy(self.kind_choice)
        column.addWidget(self.kind_choice)
        self.days_box = self._build_days()
        self.count_box = self._build_count()
        self.date_box = self._build_date()
        self.weekday_box = self._build_weekday()
        self.rule_entry = line(self.tr("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1"))
        for box in (self.count_box, self.days_box, self.date_box, self.weekday_box, self.rule_entry):
            column.addWidget(box)
        self._name()
        self.kind_choice.currentIndexChanged.connect(self._on_kind)
        self.count_spin.valueChanged.connect(self._tell)
        self.date_choice.currentIndexChanged.connect(self._tell)
        self.nth_choice.currentIndexChanged.connect(self._tell)
        self.weekday_choice.currentIndexChanged.connect(self._tell)
        self.rule_entry.textEdited.connect(self._tell)
        self._show_parts()

    def _name(self) -> None:
        named = {
            "kind_choice": self.tr("How often"),
            "count_spin": self.tr("Every so many"),
            "date_choice": self.tr("Day of the month"),
            "nth_choice": self.tr("Which one"),
            "weekday_choice": self.tr("Weekday"),
            "rule_entry": self.tr("Rule"),
        }
        for attribute, words in named.items():
            widget = getattr(self, attribute)
            widget.setObjectName(attribute)
            widget.setAccessibleName(words)

    def _build_days(self) -> QWidget:
        box, row = _row()
        row.setSpacing(0)
        locale = QLocale()
        self.day_buttons = []
        for number in range(7):
            made = button(locale.dayName(number + 1, QLocale.FormatType.NarrowFormat), "segment")
            made.setCheckable(True)
            made.setProperty("place", {0: "first", 6: "last"}.get(number, ""))
            made.setObjectName(f"day_{WEEKDAYS[number].lower()}")
            made.setAccessibleName(locale.dayName(number + 1, QLocale.FormatType.LongFormat))
            made.setToolTip(made.accessibleName())
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            made.toggled.connect(self._tell)
            self.day_buttons.append(made)
            row.addWidget(made, 1)
        return box

    def _build_count(self) -> QWidget:
        box, row = _row()
        self.count_spin = QSpinBox()
        self.count_spin.setRange(1, MOST_INTERVAL)
        inset_text(self.count_spin)
        self.unit_label = label("", "secondary")
        row.addWidget(label(self.tr("Every"), "secondary"))
        row.addWidget(self.count_spin)
        row.addWidget(self.unit_label)
        row.addStretch(1)
        return box

    def _build_date(self) -> QWidget:
        box, row = _row()
        days = [(day, self.tr("Day {number}").format(number=day)) for day in range(1, 32)]
        self.date_choice = choice([*days, (_LAST_DAY, self.tr("The last day"))])
        row.addWidget(self.date_choice, 1)
        return box

    def _build_weekday(self) -> QWidget:
        box, row = _row()
        self.nth_choice = choice(
            [
                (1, self.tr("The first")),
                (2, self.tr("The second")),
                (3, self.tr("The third")),
                (4, self.tr("The fourth")),
                (-1, self.tr("The last")),
            ]
        )
        locale = QLocale()
        names = [(day, locale.dayName(number, QLocale.FormatType.LongFormat)) for number, day in _numbered()]
        self.weekday_choice = choice(names)
        row.addWidget(self.nth_choice, 1)
        row.addWidget(self.weekday_choice, 1)
        return box

    # The rule.

    def set_start(self, starts_on: date | None) -> None:
        """The first day: a yearly rule is on its date."""
        self._starts_on = starts_on

    def begin(self, starts_on: date) -> None:
        """A new rule: every week on the weekday of its first day, from a weekend on Mondays."""
        self.set_value(None)
        self.set_start(starts_on)
        self.blockSignals(True)
        weekday = starts_on.weekday() if starts_on.weekday() < _SATURDAY else 0
        self.day_buttons[weekday].setChecked(True)
        self.date_choice.setCurrentIndex(starts_on.day - 1)
        self.weekday_choice.setCurrentIndex(weekday)
        self.blockSignals(False)

    def value(self) -> str:
        """The rule in the words of RFC 5545; empty when no day is chosen."""
        kind, count = self.kind_choice.currentData(), self.count_spin.value()
        every = f";INTERVAL={count}" if count > 1 else ""
        days = ",".join(day for day, made in zip(WEEKDAYS, self.day_buttons, strict=True) if made.isChecked())
        number = self.date_choice.currentData()
        at = self._starts_on or date.min
        rules = {
            WORKDAYS: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
            WEEKLY: f"FREQ=WEEKLY{every};BYDAY={days}" if days else "",
            ON_DATE: f"FREQ=MONTHLY{every};BYMONTHDAY={-1 if number == _LAST_DAY else number}",
            ON_WEEKDAY: (
                f"FREQ=MONTHLY{every};BYDAY={self.nth_choice.currentData()}{self.weekday_choice.currentData()}"
            ),
            YEARLY: f"FREQ=YEARLY;BYMONTH={at.month};BYMONTHDAY={at.day}",
            DAILY: f"FREQ=DAILY{every}",
            OWN: self.rule_entry.text().strip(),
        }
        return rules[kind]

    def set_value(self, rule: str | None) -> None:
        """Show a rule; one that isn't among the usual ones stays as it is written."""
        try:
            parts = parse_rule(rule) if rule else {}
        except InvalidInput:
            parts = {"FREQ": ""}
        kind = _kind_of(parts, self._starts_on) if rule else WEEKLY
        self.kind_choice.setCurrentIndex(self.kind_choice.findData(kind))
        self.count_spin.setValue(int(parts.get("INTERVAL", "1")))
        chosen = parts.get("BYDAY", "").split(",") if kind == WEEKLY else []
        for day, made in zip(WEEKDAYS, self.day_buttons, strict=True):
            made.setChecked(day in chosen)
        if kind == ON_DATE:
            number = int(parts["BYMONTHDAY"])
            self.date_choice.setCurrentIndex(self.date_choice.findData(_LAST_DAY if number < 0 else number))
        if kind == ON_WEEKDAY:
            self.nth_choice.setCurrentIndex(self.nth_choice.findData(int(parts["BYDAY"][:-2])))
            self.weekday_choice.setCurrentIndex(self.weekday_choice.findData(parts["BYDAY"][-2:]))
        self.rule_entry.setText(rule or "" if kind == OWN else "")
        self._show_parts()

    def _on_kind(self) -> None:
        if self.kind_choice.currentData() == OWN and not self.rule_entry.text():
            self.rule_entry.setText("FREQ=WEEKLY;BYDAY=MO")
        self._show_parts()
        self._tell()

    def _show_parts(self) -> None:
        kind = self.kind_choice.currentData()
        units = {
            WEEKLY: self.tr("weeks, on"),
            ON_DATE: self.tr("months, on"),
            ON_WEEKDAY: self.tr("months, on"),
            DAILY: self.tr("days"),
        }
        self.unit_label.setText(units.get(kind, ""))
        self.count_box.setVisible(kind in _WITH_COUNT)
        self.days_box.setVisible(kind == WEEKLY)
        self.date_box.setVisible(kind == ON_DATE)
        self.weekday_box.setVisible(kind == ON_WEEKDAY)
        self.rule_entry.setVisible(kind == OWN)

    def _tell(self) -> None:
        self.valueChanged.emit()


def _kind_of(parts: dict[str, str], starts_on: date | None) -> str:
    """Which of the usual rules this is; a yearly one only on the date of its first day."""
    names = parts.keys() - {"FREQ", "INTERVAL"}
    frequency, days = parts["FREQ"], parts.get("BYDAY", "")
    if frequency == "DAILY" and not names:
        return DAILY
    if frequency == "WEEKLY" and names == {"BYDAY"}:
        is_workdays = "INTERVAL" not in parts and sorted(days.split(",")) == sorted(WEEKDAYS[:5])
        return WORKDAYS if is_workdays else WEEKLY
    if frequency == "MONTHLY" and names == {"BYMONTHDAY"} and parts["BYMONTHDAY"] in _DATES:
        return ON_DATE
    if frequency == "MONTHLY" and names == {"BYDAY"} and days[:-2] in ("1", "2", "3", "4", "-1"):
        return ON_WEEKDAY
    if frequency == "YEARLY" and starts_on is not None and "INTERVAL" not in parts:
        on_its_day = {"BYMONTH": str(starts_on.month), "BYMONTHDAY": str(starts_on.day)}
        if {name: parts[name] for name in names} == on_its_day:
            return YEARLY
    return OWN


_DATES = frozenset({"-1", *(str(day) for day in range(1, 32))})


def _numbered() -> list[tuple[int, str]]:
    return list(enumerate(WEEKDAYS, 1))


def _row() -> tuple[QWidget, QHBoxLayout]:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SPACE_2)
    return box, row
