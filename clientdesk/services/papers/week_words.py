"""What the printed week says: lengths, times, how full a day is, whole sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from babel import Locale
from babel.dates import format_date, format_time

from clientdesk.models.enums import BlockKind
from clientdesk.models.views.week import BlockSource, BlockView, DayItemView, DayView, WeekView
from clientdesk.services.wording import Translate

_DAY_MINUTES = 1440


@dataclass(frozen=True, slots=True)
class SheetWords:
    """Words of the sheet in the user's language."""

    tr: Translate = str

    def subject(self) -> str:
        return self.tr("Plan of a week")

    def title(self, week: WeekView, days: Sequence[DayView], locale: Locale) -> str:
        """ "Week 42 · 12 Oct – 18 Oct 2026"."""
        number = int(week.week.partition("-W")[2])
        first = format_date(days[0].date, "d MMM", locale=locale)
        last = format_date(days[-1].date, "d MMM y", locale=locale)
        return self.tr("Week {number} · {first} – {last}").format(number=number, first=first, last=last)

    def intentions(self) -> str:
        return self.tr("Intentions")

    def owed(self) -> str:
        return self.tr("Owed a word")

    def nobody(self) -> str:
        return self.tr("Everyone knows where they stand.")

    def notes(self) -> str:
        return self.tr("Notes")

    def more(self, count: int) -> str:
        return self.tr("+{count} more").format(count=count)

    def made_on(self, day: str) -> str:
        return self.tr("printed {day}").format(day=day)

    def done(self, title: str) -> str:
        return self.tr("{title} (done)").format(title=title)

    def length(self, minutes: int) -> str:
        """ "45 min", "2 h", "6 h 30"."""
        hours, rest = divmod(minutes, 60)
        if hours == 0 and rest:
            return self.tr("{minutes} min").format(minutes=rest)
        if rest == 0:
            return self.tr("{hours} h").format(hours=hours)
        return self.tr("{hours} h {minutes:02d}").format(hours=hours, minutes=rest)

    def filled(self, planned: int, capacity: int) -> str:
        """ "24 h of 28 h planned"."""
        return self.tr("{planned} of {capacity} planned").format(
            planned=self.length(planned), capacity=self.length(capacity)
        )

    def day(self, day: DayView) -> list[str]:
        """How full a day is, or why it has no hours; two lines at most."""
        if not day.capacity_minutes:
            off = self._off(day)
            planned = [self.tr("{length} planned").format(length=self.length(day.planned_minutes))]
            return [off, *(planned if day.planned_minutes else [])]
        filled = self.tr("{planned} of {capacity}").format(
            planned=self.length(day.planned_minutes), capacity=self.length(day.capacity_minutes)
        )
        if day.spare_minutes > 0:
            return [filled, self.tr("{length} free").format(length=self.length(day.spare_minutes))]
        if day.spare_minutes == 0:
            return [filled, self.tr("full")]
        return [filled, self.tr("{length} too much").format(length=self.length(-day.spare_minutes))]

    def _off(self, day: DayView) -> str:
        if day.time_off:
            return day.time_off_note or self.tr("Time off")
        if day.holiday and not day.hours:
            return day.holiday
        return self.tr("No capacity") if day.hours else self.tr("No working hours")

    def item(self, item: DayItemView) -> str:
        """Work meant for the day: "slides, 2 h"."""
        if item.estimate_minutes is None:
            return item.title
        length = self.length(item.estimate_minutes)
        return self.tr("{title}, {length}").format(title=item.title, length=length)

    def block(self, block: BlockView) -> str:
        """What stands on a block."""
        if block.source is BlockSource.TOUCHPOINT:
            known = {"call": self.tr("Call"), "video": self.tr("Video call")}
            return known.get(block.title, self.tr("Meeting"))
        kinds = {
            BlockKind.WORK: self.tr("Work"),
            BlockKind.MEETING: self.tr("Meeting"),
            BlockKind.PRIVATE: self.tr("Private"),
        }
        return block.title or kinds[block.kind]

    def clock(self, minute: int, locale: Locale) -> str:
        hour, rest = divmod(minute % _DAY_MINUTES, 60)
        return format_time(time(hour, rest), "short", locale=locale)

    def span(self, block: BlockView, locale: Locale) -> str:
        """From when to when: "09:00–11:00"."""
        start, end = (self.clock(minute, locale) for minute in (block.start_minute, block.end_minute))
        return f"{start}–{end}"
