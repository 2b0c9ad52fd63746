"""Dates as the window shows them: "Thu 16 Oct", with the year only where it isn't this one."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale

from clientdesk.ui.date_reading import names_from


def day_text(day: date, today: date | None = None) -> str:
    """A day in words of the locale; the year is left out when it is `today`'s."""
    form = "ddd d MMM" if today is not None and day.year == today.year else "ddd d MMM yyyy"
    return QLocale().toString(to_qdate(day), form)


def to_qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def from_qdate(day: QDate) -> date | None:
    return date(day.year(), day.month(), day.day()) if day.isValid() else None


def is_day_first(locale: QLocale | None = None) -> bool:
    """Whether this locale writes the day before the month."""
    form = (locale or QLocale()).dateFormat(QLocale.FormatType.ShortFormat).casefold()
    return form.find("d") < form.find("m")


def local_names(locale: QLocale | None = None) -> dict[str, str]:
    """Weekday and month names of the locale, for `read_date`."""
    used = locale or QLocale()
    kinds = (QLocale.FormatType.LongFormat, QLocale.FormatType.ShortFormat)
    return names_from(
        {number: [used.dayName(number, kind) for kind in kinds] for number in range(1, 8)},
        {number: [used.monthName(number, kind) for kind in kinds] for number in range(1, 13)},
    )
