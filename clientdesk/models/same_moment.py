"""Whether a due moment was announced already, be it under another key: each is said once.

A rule changed in the middle goes on under another row, and undoing the change brings the first one back; a practice
that travels has its limits and the ends of its absences on another date. What was said of it stays said.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from clientdesk.models.announcements import LIMIT, AnnouncingRules, Occasion, Step
from clientdesk.models.enums import RhythmKind

WITHIN = timedelta(hours=18)
"""One day of two zones begins so close together; of one zone it is two days, which a short evening may part."""


@dataclass(frozen=True, slots=True)
class Said:
    """A row of the log about a check-in.

    Attributes:
        kind: of the rhythm it was about; None for the limit.
        moment: from when it was to be announced.
    """

    key: str
    kind: RhythmKind | None
    moment: datetime


def was_said(
    occasion: Occasion,
    kind: RhythmKind | None,
    said: Iterable[Said],
    rules: AnnouncingRules,
    last_told_on: date | None = None,
    living: Collection[str] = (),
) -> bool:
    """Whether one of these rows is about the same due moment of the same client.

    Of a rhythm that is the same kind, date and step; of the limit and of a summary, which have other dates in
    another zone, the same step at nearly the same time, said by the clocks of another zone than this.

    Args:
        kind: of the rhythm; None for the limit and for a summary.
        last_told_on: local date of the last meaningful touch: what was said of the limit until then was of another.
        living: the client's rhythms that hold on that day; what was said of another one of them is its own.
    """
    others = frozenset(living) - {occasion.source}
    return any(
        _is_same(occasion, kind, row, rules, last_told_on)
        for row in said
        if parts_of(row.key, occasion.client_id)[0] not in others
    )


def _is_same(
    occasion: Occasion, kind: RhythmKind | None, said: Said, rules: AnnouncingRules, last_told_on: date | None
) -> bool:
    if said.key == occasion.key:
        return True
    source, on, step = parts_of(said.key, occasion.client_id)
    if step != occasion.step or (source in _UNDATED) != (occasion.source in _UNDATED):
        return False
    if source not in _UNDATED:
        return kind is not None and kind is said.kind and on == occasion.on.isoformat()
    if source != occasion.source or abs(said.moment - occasion.moment) >= WITHIN:
        return False
    if _is_of_this_zone(on, said, rules, is_second=step == Step.SECOND):
        return False
    return source != LIMIT or last_told_on is None or rules.today(said.moment) > last_told_on


_UNDATED = ("", LIMIT)
"""Sources whose date follows from a touch or from what ended an absence, not from a rule."""


def _is_of_this_zone(on: str, said: Said, rules: AnnouncingRules, *, is_second: bool) -> bool:
    """Whether a row was said when this zone's clocks say it of its day: then another day is another moment."""
    try:
        day = date.fromisoformat(on)
    except ValueError:  # It came with an import and is none of ours.
        return True
    return said.moment == rules.moment_on(rules.calendar.working_day_after(day) if is_second else day)


def parts_of(key: str, client_id: str) -> tuple[str, str, str]:
    """Source, day and step in a key of the log as `announcements` makes it; the day as it stands there."""
    rest, _, step = key.removeprefix(f"{client_id}/").rpartition("/")
    source, _, on = rest.rpartition("/")
    return source, on, step
