"""The rhythms of one layer: a line each, opened in place; what is proposed can be adopted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clientdesk.models.enums import RhythmKind, RhythmUnit
from clientdesk.models.errors import Problem
from clientdesk.models.rhythm_choices import ONLY_OF_CLIENTS, units_of
from clientdesk.ui.dates import day_text
from clientdesk.ui.panels.boundaries.plain_editors import (
    column_of,
    line_edit,
    show_line,
)
from clientdesk.ui.tokens import SPACE_1, SPACE_2, SPACE_3
from clientdesk.ui.widgets.buttons import button, icon_button
from clientdesk.ui.widgets.date_field import DateField
from clientdesk.ui.widgets.fields import ChoiceField, NumberField
from clientdesk.ui.widgets.flow_layout import FlowLayout
from clientdesk.ui.widgets.labels import label

if TYPE_CHECKING:
    from clientdesk.models.views.rhythms import RhythmView

_BEFORE, _AFTER = "before", "after"

Word = Callable[[Problem], str]
Describe = Callable[["RhythmView"], str]


class RhythmsEditor(QWidget):
    """Rhythms as sentences; one at a time is open for changes.

    Signals:
        added: the user wants one more.
        changed: (id, values) of the open one.
        removed: id.
        reshaped: a line was opened or came.
    """

    added = Signal()
    changed = Signal(str, object)
    removed = Signal(str)
    reshaped = Signal()

    def __init__(
        self,
        describe: Describe,
        today: Callable[[], date],
        word: Word,
        *,
        empty_words: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._describe = describe
        self._today = today
        self._word = word
        self._open = ""
        self._seen: set[str] = set()
        self._expects_new = False
        self.lines: dict[str, RhythmLine] = {}
        column = column_of(self, SPACE_2)
        self._list = QVBoxLayout()
        self._list.setSpacing(SPACE_2)
        column.addLayout(self._list)
        self.empty_label = label(empty_words, "secondary", wrap=True)
        column.addWidget(self.empty_label)
        self.add_button = button(self.tr("Add rhythm"), "quiet", icon_name="plus")
        self.add_button.setObjectName("add_rhythm_button")
        self.add_button.clicked.connect(self._on_add)
        row = QHBoxLayout()
        row.addWidget(self.add_button)
        row.addStretch(1)
        column.addLayout(row)

    def set_rows(self, rows: Sequence[RhythmView]) -> None:
        """Show these rhythms; the open one stays open."""
        self._follow_changed(rows)
        gone = set(self.lines) - {row.rhythm_id for row in rows}
        for rhythm_id in gone:
            line = self.lines.pop(rhythm_id)
            line.hide()
            line.deleteLater()
        for place, row in enumerate(rows):
            line = self.lines.get(row.rhythm_id) or self._add_line(row)
            line.show_rhythm(row, self._describe(row))
            if self._list.indexOf(line) != place:
                self._list.removeWidget(line)
                self._list.insertWidget(place, line)
        fresh = [row.rhythm_id for row in rows if row.rhythm_id not in self._seen]
        self._seen = {row.rhythm_id for row in rows}
        if self._expects_new and fresh:
            self._open_line(fresh[0])
        self._expects_new = False
        self.empty_label.setVisible(not rows)
        self.reshaped.emit()

    def _follow_changed(self, rows: Sequence[RhythmView]) -> None:
        """A rule changed after its start goes on as a new rhythm: the open line, and the cursor in it, stay."""
        shown = {row.rhythm_id for row in rows}
        fresh = shown - self._seen
        if not self._open or self._open in shown or self._expects_new or len(fresh) != 1:
            return
        (rhythm_id,) = fresh
        self.lines[rhythm_id] = self.lines.pop(self._open)
        self._seen = self._seen - {self._open} | fresh
        self._open = rhythm_id

    def forget(self) -> None:
        """Close the open line: another owner is shown."""
        self._open_line("")
        self._seen = set()

    def line(self, rhythm_id: str) -> RhythmLine:
        """The line of a rhythm."""
        return self.lines[rhythm_id]

    def _add_line(self, row: RhythmView) -> RhythmLine:
        line = RhythmLine(row, self._today, self._word)
        line.toggled.connect(self._on_toggled)
        line.changed.connect(self.changed)
        line.removed.connect(self.removed)
        self.lines[row.rhythm_id] = line
        return line

    def _on_add(self) -> None:
        self._expects_new = True
        self.added.emit()

    def _on_toggled(self, rhythm_id: str) -> None:
        self._open_line("" if rhythm_id == self._open else rhythm_id)

    def _open_line(self, rhythm_id: str) -> None:
        self._open = rhythm_id
        for other, line in self.lines.items():
            line.set_open(is_open=other == rhythm_id)
        self.reshaped.emit()


class RhythmLine(QWidget):
    """One rhythm: its sentence, and below it, when open, the choices that make it.

    Signals:
        toggled, removed: id.
        changed: (id, values).
    """

    toggled = Signal(str)
    removed = Signal(str)
    changed = Signal(str, object)

    def __init__(self, row: RhythmView, today: Callable[[], date], word: Word) -> None:
        super().__init__()
        self._row = row
        self._today = today
        self._word = word
        self._is_filling = False
        self._offered: tuple[RhythmUnit, ...] = ()
        column = column_of(self, SPACE_1)
        head = QHBoxLayout()
        head.setSpacing(SPACE_2)
        self.words = label("", wrap=True)
        self.detail = label("", "caption", wrap=True)
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(self.words)
        text.addWidget(self.detail)
        self.edit_button = icon_button("pencil", self.tr("Change rhythm"))
        self.edit_button.setObjectName("edit_button")
        self.edit_button.setCheckable(True)
        self.remove_button = icon_button("trash-2", self.tr("Remove rhythm"))
        self.remove_button.setObjectName("remove_button")
        head.addLayout(text, 1)
        head.addWidget(self.edit_button, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.remove_button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        self._column = column
        self._box: QWidget | None = None
        self.edit_button.clicked.connect(self._on_edit)
        self.remove_button.clicked.connect(self._on_remove)

    def show_rhythm(self, row: RhythmView, words: str) -> None:
        """Show this state of the rhythm."""
        self._row = row
        self.words.setText(words)
        about = [part for part in (row.channel, row.content) if part]
        if row.starts_on is not None and row.unit not in ONLY_OF_CLIENTS:
            about.insert(0, self.tr("from {day}").format(day=day_text(row.starts_on, self._today())))
        self.detail.setText(" · ".join(about))
        self.detail.setVisible(bool(about))
        self.edit_button.setAccessibleName(self.tr("Change: {rhythm}").format(rhythm=words))
        self.edit_button.setToolTip(self.edit_button.accessibleName())
        self.remove_button.setAccessibleName(self.tr("Remove: {rhythm}").format(rhythm=words))
        self.remove_button.setToolTip(self.remove_button.accessibleName())
        self.setAccessibleName(words)
        if self._box is not None and not self.problem_label.isVisible():
            self._fill(row)

    def set_open(self, *, is_open: bool) -> None:
        """Show or hide the choices."""
        self.edit_button.setChecked(is_open)
        if self._box is None:
            if not is_open:
                return
            self._box = self._build_box()
            self._box.hide()
            self._column.addWidget(self._box)
        was_open = self._box.isVisibleTo(self)
        self._box.setVisible(is_open)
        if is_open and not was_open:
            self._fill(self._row)
            self.kind.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_problems(self, problems: Sequence[Problem]) -> bool:
        """Show what is wrong below the choices, which stay."""
        text = " ".join(self._word(problem) for problem in problems)
        self.problem_label.setText(text[:1].upper() + text[1:])
        self.problem_label.show()
        return True

    def values(self) -> dict[str, Any]:
        """The whole rule; what has no place in it is as at first."""
        unit = RhythmUnit(self.unit.currentData())
        is_weekday = unit in (RhythmUnit.WEEKLY, RhythmUnit.MONTHLY)
        offset = self.offset.value() * (-1 if self.side.currentData() == _BEFORE else 1)
        return {
            "kind": str(self.kind.currentData()),
            "unit": str(unit),
            "every": 1 if unit in (RhythmUnit.MILESTONE, RhythmUnit.ONCE) else self.every.value(),
            "weekday": self.weekday.currentData() if is_weekday else 0,
            "nth": self.nth.currentData() if unit == RhythmUnit.MONTHLY else None,
            "offset_days": offset if unit == RhythmUnit.MILESTONE else None,
            "channel": self.channel.text(),
            "content": self.content.text(),
            "starts_on": self.starts_on.date(),
        }

    def _build_box(self) -> QWidget:
        box = QWidget()
        box.setProperty("role", "sunken")
        box.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(box)
        column.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_3)
        column.setSpacing(SPACE_2)
        rule = QWidget()
        flow = FlowLayout(rule)
        self._build_choices()
        self._every_caption = label(self.tr("every"), "secondary")
        self._of_month = label(self.tr("on the"), "secondary")
        self._on_day = label(self.tr("on"), "secondary")
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
        column.addWidget(rule)
        column.addLayout(_captioned(self.tr("By"), self.channel))
        column.addLayout(_captioned(self.tr("What is in it"), self.content))
        self._start_caption = label(self.tr("Starts on"), "caption")
        column.addWidget(self._start_caption)
        column.addWidget(self.starts_on)
        self.problem_label = label("", "problem", wrap=True)
        self.problem_label.hide()
        column.addWidget(self.problem_label)
        return box

    def _build_choices(self) -> None:
        self.kind = _choice(
            self.tr("What"),
            "kind",
            self._kinds(),
        )
        self.every = NumberField(1, 120)
        self.every.setMinimumWidth(64)
        self.every.setAccessibleName(self.tr("Every how many"))
        self.every.setObjectName("every")
        self.every.setKeyboardTracking(False)
        self.unit = _choice(self.tr("Rule"), "unit", ())
        self.offset = NumberField(0, 365)
        self.offset.setMinimumWidth(64)
        self.offset.setAccessibleName(self.tr("How many days"))
        self.offset.setObjectName("offset")
        self.offset.setKeyboardTracking(False)
        self.side = _choice(
            self.tr("Before or after"),
            "side",
            ((_AFTER, self.tr("days after")), (_BEFORE, self.tr("days before"))),
        )
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
        self.channel = line_edit(self.tr("By"), "channel", self.tr("Email, video, on site"))
        self.content = line_edit(
            self.tr("What is in it"), "content", self.tr("the usual content of its kind")
        )
        self.starts_on = DateField(self._today)
        self.starts_on.setObjectName("starts_on")
        self.starts_on.setAccessibleName(self.tr("Starts on"))
        self.kind.currentIndexChanged.connect(self._on_kind)
        for combo in (self.unit, self.side, self.nth, self.weekday):
            combo.currentIndexChanged.connect(self._on_changed)
        for number in (self.every, self.offset):
            number.valueChanged.connect(self._on_changed)
        self.channel.editingFinished.connect(self._on_changed)
        self.content.editingFinished.connect(self._on_changed)
        self.starts_on.entry.left.connect(self._on_changed)
        self.starts_on.date_changed.connect(self._on_picked)

    def _fill(self, row: RhythmView) -> None:
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
            self.starts_on.set_date(row.starts_on)
        self.starts_on.setVisible(row.client_id is not None)
        self._start_caption.setVisible(row.client_id is not None)
        self._show_unit()
        self._is_filling = False

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
        if offered == self._offered:
            return
        self._offered = offered
        words = {
            RhythmUnit.WEEKLY: self.tr("weeks"),
            RhythmUnit.MONTHLY: self.tr("months"),
            RhythmUnit.YEARLY: self.tr("years"),
            RhythmUnit.ONCE: self.tr("on one day"),
            RhythmUnit.MILESTONE: self.tr("each milestone"),
            RhythmUnit.AFTER_END: self.tr("months after the end of the work"),
        }
        self.unit.set_choices([(unit.value, words[unit]) for unit in offered])

    def _show_unit(self) -> None:
        unit = self.unit.currentData()
        is_weekday = unit in (RhythmUnit.WEEKLY, RhythmUnit.MONTHLY)
        self._every_caption.setVisible(is_weekday or unit == RhythmUnit.YEARLY)
        self.every.setVisible(unit not in (RhythmUnit.MILESTONE, RhythmUnit.ONCE))
        for part in (self.offset, self.side):
            part.setVisible(unit == RhythmUnit.MILESTONE)
        self.weekday.setVisible(is_weekday)
        self.nth.setVisible(unit == RhythmUnit.MONTHLY)
        self._of_month.setVisible(unit == RhythmUnit.MONTHLY)
        self._on_day.setVisible(unit == RhythmUnit.WEEKLY)
        caption = self.tr("The day") if unit in ONLY_OF_CLIENTS else self.tr("Starts on")
        self._start_caption.setText(caption)
        self.starts_on.setAccessibleName(caption)

    def _on_kind(self) -> None:
        if not self._is_filling:
            self._is_filling = True
            self._offer_units()
            self._is_filling = False
        self._on_changed()

    def _on_changed(self, *_values: object) -> None:
        if self._is_filling:
            return
        self._show_unit()
        if not self.starts_on.is_readable():
            self.show_problems([Problem("starts_on", "unreadable_date")])
            return
        values = self.values()
        if all(getattr(self._row, name) == value for name, value in values.items()):
            return
        self.problem_label.hide()
        self.changed.emit(self._row.rhythm_id, values)

    def _on_picked(self, _day: object) -> None:
        """From the calendar at once; while typing, leaving the field keeps it."""
        if not self.starts_on.entry.isModified():
            self._on_changed()

    def _on_edit(self) -> None:
        self.toggled.emit(self._row.rhythm_id)

    def _on_remove(self) -> None:
        self.removed.emit(self._row.rhythm_id)


def _choice(name: str, object_name: str, choices: Sequence[tuple[Any, str]]) -> ChoiceField:
    made = ChoiceField(choices)
    made.setAccessibleName(name)
    made.setObjectName(object_name)
    return made


def _captioned(title: str, field: QWidget) -> QVBoxLayout:
    box = QVBoxLayout()
    box.setSpacing(SPACE_1)
    caption: QLabel = label(title, "caption")
    caption.setBuddy(field)
    box.addWidget(caption)
    box.addWidget(field)
    return box
