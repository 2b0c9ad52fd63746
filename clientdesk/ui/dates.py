"""Dates as the window shows them: "Thu 16 Oct", with the year only where it isn't this one."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from clientdesk.ui.date_reading import names_from


def day_text(day: date, today: date | None = None) -> str:
    """A day in words of the locale; the year is left out when it is `today`'s."""
    form = "ddd d MMM" if today is not None and day.year == today.year else "ddd d MMM yyyy"
    return QLocale().toString(to_qdate(day), form)


def ahead_text(day: date, today: date) -> str:
    """How far away a day to come is: "tomorrow", "in 10 days", "in 3 weeks", "in 5 months", "in 2 years"."""
    tr, days = QCoreApplication.translate, (day - today).days
    if days <= 1:
        return tr("dates", "tomorrow") if days == 1 else tr("dates", "today")
    months = (day.year - today.year) * 12 + day.month - today.month - (day.day < today.day)
    if days < 14:
        return tr("dates", "in {count} days").format(count=days)
    if months < 2:
        return tr("dates", "in {count} weeks").format(count=round(days / 7))
    if months < 24:
        return tr("dates", "in {count} months").format(count=months)
    return tr("dates", "in {count} years").format(count=months // 12)


def on_text(day: date, today: date) -> str:
    """When something comes back, behind a name: "tomorrow", "on Monday", "on Mon 16 Nov"."""
    days = (day - today).days
    if days == 1:
        return QCoreApplication.translate("dates", "tomorrow")
    name = QLocale().toString(to_qdate(day), "dddd") if 1 < days < 7 else day_text(day, today)
    return QCoreApplication.translate("dates", "on {day}").format(day=name)


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
