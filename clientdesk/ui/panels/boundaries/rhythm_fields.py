"""The choices that make one rhythm: its kind, its rule, by what and what is in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from clientdesk.models.enums import RhythmKind, RhythmUnit
from clientdesk.models.key_dates import given_day, given_offset, shown_day
from clientdesk.models.rhythm_choices import MONTHS_AFTER_END, first_rule, keeps_its_rule, units_of
from clientdesk.models.rhythm_units import OF_A_CLIENT
from clientdesk.ui.panels.boundaries.plain_editors import line_edit, show_line
from clientdesk.ui.theme import icon_px
from clientdesk.ui.tokens import SPACE_1, SPACE_2, SPACE_3
from clientdesk.ui.widgets.date_field import DateField
from clientdesk.ui.widgets.fields import ChoiceField, NumberField
from clientdesk.ui.widgets.flow_layout import FlowLayout
from clientdesk.ui.widgets.labels import label

if TYPE_CHECKING:
    from clientdesk.models.views.rhythms import RhythmView

_BEFORE, _AFTER = "before", "after"
_WEEKDAYS = (RhythmUnit.WEEKLY, RhythmUnit.MONTHLY)
_COUNTED = (*_WEEKDAYS, RhythmUnit.YEARLY, RhythmUnit.AFTER_END)


class RhythmFields(QWidget):
    """The rule as a sentence of choices, and below it what goes with it.

    Signals:
        edited: the user changed something that is complete; `values` gives it.
    """

    edited = Signal()

    def __init__(self, row: RhythmView, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = row
        self._today = today
        self._is_filling = False
        self._offered: tuple[RhythmUnit, ...] = ()
        self.setProperty("role", "sunken")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_3)
        self._column.setSpacing(SPACE_2)
        self._build_choices()
        self._build_rule()
        self._build_texts()
        self.problem_label = label("", "problem", wrap=True)
        self.problem_label.hide()
        self._column.addWidget(self.problem_label)
        self._wire()

    def fill(self, row: RhythmView) -> None:
        """Show this rhythm; what is being typed stays."""
        self._row = row
        self._is_filling = True
        self.kind.set_value(row.kind.value)
        self._offer_units()
        self.every.setValue(row.every)
        self.offset.setValue(abs(row.offset_days or 0))
        self.side.set_value(_BEFORE if (row.offset_days or 0) < 0 else _AFTER)
        self.unit.set_value(row.unit.value)
        self.nth.set_value(row.nth or 1)
        self.weekday.set_value(row.weekday)
        for entry, text in ((self.channel, row.channel), (self.content, row.content)):
            if not entry.hasFocus():
                show_line(entry, text)
        if not self.starts_on.entry.isModified():
            self.starts_on.set_date(self._shown())
        self._show_unit()
        self._is_filling = False

    def values(self) -> dict[str, Any]:
        """The whole rule; what has no place in it is as at first."""
        unit = RhythmUnit(self.unit.currentData())
        offset = self.offset.value() * (-1 if self.side.currentData() == _BEFORE else 1)
        return {
            "kind": str(self.kind.currentData()),
            "unit": str(unit),
            "every": self.every.value() if unit in _COUNTED else 1,
            "weekday": self.weekday.currentData() if unit in _WEEKDAYS else 0,
            "nth": self.nth.currentData() if unit is RhythmUnit.MONTHLY else None,
            "offset_days": offset if unit is RhythmUnit.MILESTONE else self._offset(unit),
            "channel": self.channel.text(),
            "content": self.content.text(),
            "starts_on": self._day(unit),
        }

    def _day(self, unit: RhythmUnit) -> date | None:
        """A day of years ago that was just typed is kept as it comes next."""
        day = self.starts_on.date()
        if day is None or day == self._shown():
            return None if day is None else self._row.starts_on
        return given_day(unit, day, self._today())

    def _shown(self) -> date | None:
        """The day as it is typed: a 29 February is one also where its next return is the 28th."""
        row = self._row
        return None if row.starts_on is None else shown_day(row.starts_on, row.offset_days)

    def _offset(self, unit: RhythmUnit) -> int | None:
        """What a yearly rule needs beside its day when that is a 29 February."""
        typed, kept = self.starts_on.date(), self._day(unit)
        return None if typed is None or kept is None else given_offset(unit, typed, kept)

    def say(self, problem: str) -> None:
        """Show what is wrong; nothing hides it."""
        self.problem_label.setText(problem[:1].upper() + problem[1:])
        self.problem_label.setVisible(bool(problem))

    def is_refused(self) -> bool:
        """Whether a problem stands here."""
        return bool(self.problem_label.text())

    def _build_choices(self) -> None:
        self.kind = _choice(self.tr("What"), "kind", self._kinds())
        self.every = _number(self.tr("Every how many"), "every", 1, 120)
        self.offset = _number(self.tr("How many days"), "offset", 0, 365)
        self.side = _choice(
            self.tr("Before or after"),
            "side",
            ((_AFTER, self.tr("days after")), (_BEFORE, self.tr("days before"))),
        )
        self.unit = _choice(self.tr("Rule"), "unit", ())
        self.nth = _choice(
            self.tr("Week of the month"),
            "nth",
            (
                (1, self.tr("first")),
                (2, self.tr("second")),
                (3, self.tr("third")),
                (4, self.tr("fourth")),
                (-1, self.tr("last")),
            ),
        )
        days = [(number, QLocale().standaloneDayName(number + 1)) for number in range(7)]
        self.weekday = _choice(self.tr("Weekday"), "weekday", days)

    def _build_rule(self) -> None:
        self._every_caption = label(self.tr("every"), "secondary")
        self._of_month = label(self.tr("on the"), "secondary")
        self._on_day = label(self.tr("on"), "secondary")
        rule = QWidget()
        flow = FlowLayout(rule)
        for part in (
            self.kind,
            self._every_caption,
            self.every,
            self.offset,
            self.side,
            self.unit,
            self._of_month,
            self._on_day,
            self.nth,
            self.weekday,
        ):
            flow.addWidget(part)
        self._column.addWidget(rule)

    def _build_texts(self) -> None:
        self.starts_on = DateField(self._today)
        self.starts_on.setObjectName("starts_on")
        self.channel = line_edit(self.tr("By"), "channel", self.tr("Email, video, on site"))
        self.content = line_edit(self.tr("What is in it"), "content", "")
        self._start_box, self._start_caption = _captioned(self.tr("Starts on"), self.starts_on)
        self._channel_box, _ = _captioned(self.tr("By"), self.channel)
        self._content_box, self._content_caption = _captioned(self.tr("What is in it"), self.content)
        for box in (self._channel_box, self._content_box, self._start_box):
            self._column.addWidget(box)

    def _wire(self) -> None:
        self.kind.currentIndexChanged.connect(self._on_kind)
        self.unit.currentIndexChanged.connect(self._on_unit)
        for combo in (self.side, self.nth, self.weekday):
            combo.currentIndexChanged.connect(self._on_edited)
        for number in (self.every, self.offset):
            number.valueChanged.connect(self._on_edited)
        for entry in (self.channel, self.content):
            entry.editingFinished.connect(self._on_edited)
        self.starts_on.entry.left.connect(self._on_edited)
        self.starts_on.date_changed.connect(self._on_picked)

    def _kinds(self) -> list[tuple[str, str]]:
        words = {
            RhythmKind.UPDATE: self.tr("Update"),
            RhythmKind.CALL: self.tr("Call"),
            RhythmKind.REVIEW: self.tr("Review"),
            RhythmKind.SATISFACTION: self.tr("Satisfaction question"),
            RhythmKind.KEY_DATE: self.tr("Key date"),
            RhythmKind.PERSONAL: self.tr("Personal word"),
            RhythmKind.WIN_BACK: self.tr("Win back"),
        }
        return [(kind.value, text) for kind, text in words.items() if self._units(kind)]

    def _units(self, kind: RhythmKind) -> tuple[RhythmUnit, ...]:
        return units_of(kind, is_client=self._row.client_id is not None)

    def _offer_units(self) -> None:
        """The rules that make sense for the kind chosen."""
        offered = self._units(RhythmKind(self.kind.currentData()))
        if offered != self._offered:
            self._offered = offered
            self.unit.set_choices([(unit.value, "") for unit in offered])

    def _unit_words(self, unit: RhythmUnit, *, several: bool) -> str:
        return {
            RhythmUnit.WEEKLY: self.tr("weeks") if several else self.tr("week"),
            RhythmUnit.MONTHLY: self.tr("months") if several else self.tr("month"),
            RhythmUnit.YEARLY: self.tr("years") if several else self.tr("year"),
            RhythmUnit.ONCE: self.tr("on one day"),
            RhythmUnit.MILESTONE: self.tr("each milestone"),
            RhythmUnit.AFTER_END: self.tr("months after the end")
            if several
            else self.tr("month after the end"),
        }[unit]

    def _show_unit(self) -> None:
        """Only what has a place in the rule chosen, in its words."""
        unit, kind = RhythmUnit(self.unit.currentData()), RhythmKind(self.kind.currentData())
        several = self.every.value() != 1
        self.unit.set_choices(
            [(offered.value, self._unit_words(offered, several=several)) for offered in self._offered]
        )
        self._every_caption.setVisible(unit in (*_WEEKDAYS, RhythmUnit.YEARLY))
        self.every.setVisible(unit in _COUNTED)
        for part in (self.offset, self.side):
            part.setVisible(unit is RhythmUnit.MILESTONE)
        self.weekday.setVisible(unit in _WEEKDAYS)
        self.nth.setVisible(unit is RhythmUnit.MONTHLY)
        self._of_month.setVisible(unit is RhythmUnit.MONTHLY)
        self._on_day.setVisible(unit is RhythmUnit.WEEKLY)
        self._start_box.setVisible(self._row.client_id is not None)
        self._name(
            self._start_caption,
            self.starts_on,
            self.tr("The day") if unit in OF_A_CLIENT else self.tr("Starts on"),
        )
        is_named = kind is RhythmKind.KEY_DATE
        is_noted = kind in (RhythmKind.PERSONAL, RhythmKind.WIN_BACK)
        caption = self.tr("Note") if is_noted else self.tr("What is in it")
        self._name(self._content_caption, self.content, self.tr("Name") if is_named else caption)
        hint = self.tr("What to write or ask") if is_noted else self.tr("the usual content of its kind")
        self.content.setPlaceholderText(
            self.tr("Birthday of Ada, founding day, renewal") if is_named else hint
        )

    def _name(self, caption: QLabel, field: QWidget, words: str) -> None:
        caption.setText(words)
        field.setAccessibleName(words)

    def _on_kind(self) -> None:
        if self._is_filling:
            return
        kind = RhythmKind(self.kind.currentData())
        self._is_filling = True
        self._offer_units()
        if not keeps_its_rule(self._row.kind, kind):
            self._begin(kind)
        self._is_filling = False
        self._on_edited()

    def _on_unit(self) -> None:
        """Months after the end are counted in another way than every so many weeks or years."""
        if self._is_filling:
            return
        unit = RhythmUnit(self.unit.currentData())
        if RhythmUnit.AFTER_END in (unit, self._row.unit) and unit is not self._row.unit:
            self._is_filling = True
            self.every.setValue(MONTHS_AFTER_END if unit is RhythmUnit.AFTER_END else 1)
            self._is_filling = False
        self._on_edited()

    def _begin(self, kind: RhythmKind) -> None:
        """Another sort of rhythm starts with what is usual for it."""
        rule = first_rule(kind, self._today(), is_client=self._row.client_id is not None)
        self.unit.set_value(rule["unit"].value)
        self.every.setValue(rule["every"])
        self.weekday.set_value(rule["weekday"])
        self.offset.setValue(rule["offset_days"] or 0)
        self.side.set_value(_AFTER)
        self.starts_on.set_date(rule["starts_on"])

    def _on_edited(self, *_values: object) -> None:
        if not self._is_filling:
            self._show_unit()
            self.edited.emit()

    def _on_picked(self, _day: object) -> None:
        """From the calendar at once; while typing, leaving the field keeps it."""
        if not self.starts_on.entry.isModified():
            self._on_edited()


def _number(name: str, object_name: str, low: int, high: int) -> NumberField:
    made = NumberField(low, high)
    made.setMinimumWidth(icon_px(64))
    made.setAccessibleName(name)
    made.setObjectName(object_name)
    made.setKeyboardTracking(False)
    return made


def _choice(name: str, object_name: str, choices: Sequence[tuple[Any, str]]) -> ChoiceField:
    made = ChoiceField(choices)
    made.setSizeAdjustPolicy(ChoiceField.SizeAdjustPolicy.AdjustToContents)
    made.setAccessibleName(name)
    made.setObjectName(object_name)
    return made


def _captioned(title: str, field: QWidget) -> tuple[QWidget, QLabel]:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(SPACE_1)
    caption: QLabel = label(title, "caption")
    caption.setBuddy(field)
    field.setAccessibleName(title)
    column.addWidget(caption)
    column.addWidget(field)
    return box, caption
