"""A field for a date that takes free text and shows how it is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFocusEvent, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from clientdesk.ui.date_reading import read_date
from clientdesk.ui.dates import day_text, from_qdate, is_day_first, local_names, to_qdate
from clientdesk.ui.icons import icon
from clientdesk.ui.theme import current_tokens, icon_px
from clientdesk.ui.tokens import SPACE_2
from clientdesk.ui.widgets.labels import label, set_flag


class DateField(QWidget):
    """Type "thu 10", "+3d", "16.10." or pick from the calendar (Alt+Down).

    Signals:
        date_changed: the date (or None) after it changed.

    Args:
        today: gives the day from which relative dates count.
        prefer_past: read "thu" as the last Thursday, for things that have happened.
    """

    date_changed = Signal(object)

    def __init__(
        self, today: Callable[[], dt.date], *, prefer_past: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._today = today
        self._prefer_past = prefer_past
        self._date: dt.date | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        self.entry = _Entry(self)
        self.entry.setObjectName("entry")
        self.entry.setMinimumWidth(icon_px(150))
        self.entry.setPlaceholderText(self.tr("thu 10, +3d, 16.10."))
        self.entry.textEdited.connect(self._on_typed)
        self.entry.left.connect(self._on_left)
        self._pick = QAction(icon("calendar-days"), self.tr("Pick a date"), self)
        self._pick.triggered.connect(self.open_calendar)
        self.entry.addAction(self._pick, QLineEdit.ActionPosition.TrailingPosition)
        self.reading = label("", "caption")
        row.addWidget(self.entry, 1)
        row.addWidget(self.reading)
        self.reading.hide()
        self.setFocusProxy(self.entry)

    def date(self) -> dt.date | None:
        """The date read, None when the field is empty or cannot be read."""
        return self._date

    def set_date(self, day: dt.date | None) -> None:
        """Show this date; announces nothing."""
        self._date = day
        self._show_date()

    def text(self) -> str:
        return self.entry.text()

    def is_readable(self) -> bool:
        """False when something is written that is no date."""
        return self._date is not None or not self.entry.text().strip()

    def setAccessibleName(self, name: str) -> None:  # noqa: N802 (Qt override)
        super().setAccessibleName(name)
        self.entry.setAccessibleName(name)

    def setAccessibleDescription(self, text: str) -> None:  # noqa: N802 (Qt override)
        super().setAccessibleDescription(text)
        self.entry.setAccessibleDescription(text)

    def open_calendar(self) -> None:
        """Show the calendar below the field."""
        self._calendar = _Calendar(self._date or self._today(), self)
        self._calendar.picked.connect(self._on_picked)
        self._calendar.move(self.entry.mapToGlobal(QPoint(0, self.entry.height() + 2)))
        self._calendar.show()

    def _on_typed(self, text: str) -> None:
        found = read_date(
            text,
            self._today(),
            day_first=is_day_first(),
            names=local_names(),
            prefer_past=self._prefer_past,
        )
        set_flag(self.entry, "invalid", on=False)
        self.reading.setText("" if found is None else day_text(found, self._today()))
        self.reading.setVisible(found is not None)
        self._take(found)

    def _on_left(self) -> None:
        if self._date is not None:
            self._show_date()
            return
        is_unread = not self.is_readable()
        set_flag(self.entry, "invalid", on=is_unread)
        self.reading.setText(self.tr("No date in this") if is_unread else "")
        self.reading.setVisible(is_unread)

    def _on_picked(self, day: QDate) -> None:
        self.set_date(from_qdate(day))
        self.date_changed.emit(self._date)

    def _take(self, found: dt.date | None) -> None:
        if found != self._date:
            self._date = found
            self.date_changed.emit(found)

    def _show_date(self) -> None:
        self.entry.setText("" if self._date is None else day_text(self._date, self._today()))
        set_flag(self.entry, "invalid", on=False)
        self.reading.hide()


class _Entry(QLineEdit):
    """Tells when it is left or Enter is pressed, and opens the calendar by Alt+Down."""

    left = Signal()

    def __init__(self, owner: DateField) -> None:
        super().__init__(owner)
        self._owner = owner
        self.returnPressed.connect(self.left)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._owner.open_calendar()
        else:
            super().keyPressEvent(event)


class _Calendar(QWidget):
    picked = Signal(QDate)

    def __init__(self, day: dt.date, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("role", "sheet")
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        calendar = QCalendarWidget()
        calendar.setObjectName("calendar")
        calendar.setAccessibleName(self.tr("Calendar"))
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        plain = QTextCharFormat()
        plain.setForeground(QColor(current_tokens().text))
        for weekday in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(weekday, plain)
        calendar.setSelectedDate(to_qdate(day))
        calendar.clicked.connect(self._on_picked)
        calendar.activated.connect(self._on_picked)
        column.addWidget(calendar)
        calendar.setFocus()

    def _on_picked(self, day: QDate) -> None:
        self.picked.emit(day)
        self.close()
