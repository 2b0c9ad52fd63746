"""How well a rhythm was kept: of the last occurrences, how many were settled on time."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from clientdesk.models.calendar import Landings, WorkCalendar
from clientdesk.models.rhythm_dates import LAST_ORDINAL, RuleDates
from clientdesk.models.rhythms import RhythmRule, early_from, first_landing_from

MOST_OCCURRENCES = 10


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """`8 of the last 10 on time`.

    Attributes:
        occurrences: the last ones settled or missed by today, as moved, earliest first, each with whether
            it was settled on time; empty for a rhythm too young to tell.
    """

    occurrences: tuple[tuple[date, bool], ...] = ()

    @property
    def on_time(self) -> int:
        return sum(is_on_time for _, is_on_time in self.occurrences)

    @property
    def counted(self) -> int:
        return len(self.occurrences)


def kept_record(
    rule: RhythmRule,
    held: Iterable[date],
    known_since: date,
    today: date,
    calendar: WorkCalendar,
    count: int = MOST_OCCURRENCES,
) -> KeptRecord:
    """How many of the last occurrences of a rhythm were settled no later than on their day, early ones included.

    Args:
        held: local dates of the held touches that keep the rhythm, in any order; later ones than today
            don't count.
    """
    now = today.toordinal()
    touched = sorted({day.toordinal() for day in held if day <= today})
    landings, found = calendar.landings, list[tuple[date, bool]]()
    back = _occurrences_back(rule.ordinals, known_since.toordinal(), now, landings)
    for index, landing, before in back:
        if len(found) == count:
            break
        opens = max(before, early_from(index, landing, None, rule.ordinals, landings))
        position = bisect_left(touched, opens)
        is_on_time = position < len(touched) and touched[position] <= landing
        if is_on_time or landing < now:
            found.append((date.fromordinal(landing), is_on_time))
    return KeptRecord(tuple(reversed(found)))


def _occurrences_back(
    dates: RuleDates, floor: int, now: int, landings: Landings
) -> Iterator[tuple[int, int, int]]:
    """The next occurrence after today, if there is one, and then each before it, not before `floor`.

    Yields the index of a date of it, the day, and the occurrence before it (0 for the first).
    """
    index, landing, _ = first_landing_from(max(floor, now + 1), dates, landings)
    while landing >= floor:
        earlier, before = _landing_back(index, landing, dates, landings)
        is_first = earlier < 0 or before < floor
        if landing <= LAST_ORDINAL:
            yield index, landing, 0 if is_first else before
        if is_first:
            break
        index, landing = earlier, before


def _landing_back(index: int, landing: int, dates: RuleDates, landings: Landings) -> tuple[int, int]:
    """The date before those that land on `landing`: its index, negative when there is none, and where it lands."""
    found = landing
    while index >= 0 and found == landing:
        index -= 1
        found = landings[dates.at(index)] if index >= 0 else found
    return index, found
