"""Working hours by weekday, typed as one line a day; and quiet hours."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QLocale, QTime, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from clientdesk.ui.forms.hours_text import read_spans, write_spans
from clientdesk.ui.panels.boundaries.editor import Editor
from clientdesk.ui.panels.boundaries.plain_editors import column_of, line_edit
from clientdesk.ui.tokens import SPACE_1, SPACE_2, SPACE_3
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.fields import TimeField
from clientdesk.ui.widgets.labels import label, set_flag


class HoursEditor(Editor):
    """Seven lines such as "9-12:30, 13:30-17"; an empty one is a day off.

    Signals:
        unreadable: what was typed on a day isn't hours; the sentence says so, empty when mended.
    """

    unreadable = Signal(str)
    patience_ms = 60_000

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_3)
        grid.setVerticalSpacing(SPACE_1)
        self.days: list[QLineEdit] = []
        for weekday in range(7):
            name = QLocale().standaloneDayName(weekday + 1)
            entry = line_edit(name, f"day_{weekday}", self.tr("day off"))
            entry.textEdited.connect(self._on_typed)
            entry.editingFinished.connect(self._on_left)
            caption = label(name, "secondary")
            caption.setBuddy(entry)
            grid.addWidget(caption, weekday, 0)
            grid.addWidget(entry, weekday, 1)
            self.days.append(entry)
        grid.setColumnStretch(1, 1)
        column = column_of(self, SPACE_2)
        column.addLayout(grid)
        self.same_button = button(self.tr("Monday's hours until Friday"), "quiet", icon_name="copy")
        self.same_button.setObjectName("same_button")
        self.same_button.clicked.connect(self._on_same)
        row = QHBoxLayout()
        row.addWidget(self.same_button)
        row.addStretch(1)
        column.addLayout(row)
        self.setFocusProxy(self.days[0])

    def value(self) -> Any:
        spans = {weekday: read_spans(entry.text()) for weekday, entry in enumerate(self.days)}
        if any(read is None for read in spans.values()):
            return None
        return {
            weekday: [{"start": start, "end": end} for start, end in read]
            for weekday, read in spans.items()
            if read
        }

    def show_value(self, value: Any) -> None:
        for weekday, entry in enumerate(self.days):
            spans = (value or {}).get(weekday, ())
            entry.setText(write_spans(tuple((span.start, span.end) for span in spans)))

    def fields(self) -> list[QWidget]:
        return []

    def mark_days(self, weekdays: set[int]) -> None:
        """Mark the days whose hours were refused."""
        for weekday, entry in enumerate(self.days):
            set_flag(entry, "invalid", on=weekday in weekdays)

    def _on_left(self) -> None:
        unread = {day for day, entry in enumerate(self.days) if read_spans(entry.text()) is None}
        self.mark_days(unread)
        if unread:
            day = QLocale().standaloneDayName(min(unread) + 1)
            self._is_invalid = True
            self.unreadable.emit(
                self.tr("The hours of {day} can't be read. Write them like 9-12:30, 13:30-17.").format(
                    day=day
                )
            )
        elif self._is_dirty:
            self._is_invalid = False
            self.unreadable.emit("")
            self.commit()

    def _on_same(self) -> None:
        for entry in self.days[1:5]:
            entry.setText(self.days[0].text())
        self._on_typed()
        self._on_left()


class MinuteField(TimeField):
    """A time of day in minutes after midnight."""

    def __init__(self, name: str, object_name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setObjectName(object_name)
        self.setMinimumWidth(84)

    def minutes(self) -> int:
        return self.time().hour() * 60 + self.time().minute()

    def set_minutes(self, minutes: int) -> None:
        hours, rest = divmod(min(minutes, 1_439), 60)
        self.setTime(QTime(hours, rest))


class QuietEditor(Editor):
    """From the evening to the morning, and whether weekends are quiet too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.start = MinuteField(self.tr("Quiet from"), "start")
        self.end = MinuteField(self.tr("Quiet until"), "end")
        self.weekends = QCheckBox(self.tr("and the whole weekend"))
        self.weekends.setAccessibleName(self.weekends.text())
        self.weekends.setObjectName("weekends")
        column = column_of(self, SPACE_1)
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(label(self.tr("From"), "secondary"))
        row.addWidget(self.start)
        row.addWidget(label(self.tr("until"), "secondary"))
        row.addWidget(self.end)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.weekends)
        for field in (self.start, self.end):
            field.timeChanged.connect(self._on_typed)
            field.editingFinished.connect(self.commit)
        self.weekends.toggled.connect(self._on_chosen)
        self.setFocusProxy(self.start)

    def value(self) -> Any:
        return {
            "start": self.start.minutes(),
            "end": self.end.minutes(),
            "weekends": self.weekends.isChecked(),
        }

    def show_value(self, value: Any) -> None:
        if value is not None:
            self.start.set_minutes(value.start)
            self.end.set_minutes(value.end)
            self.weekends.setChecked(value.weekends)

    def fields(self) -> list[QWidget]:
        return [self.start, self.end]
