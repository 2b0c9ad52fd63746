"""A rhythm in words for the window: "Update every second Friday", "Personal word 3 months after the end"."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from clientdesk.models.enums import RhythmKind, RhythmUnit

Translate = Callable[[str], str]

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NTH = {1: "first", 2: "second", 3: "third", 4: "fourth", -1: "last"}
_KINDS = {
    RhythmKind.UPDATE: "Update {rule}",
    RhythmKind.CALL: "Call {rule}",
    RhythmKind.REVIEW: "Review {rule}",
    RhythmKind.SATISFACTION: "Satisfaction question {rule}",
    RhythmKind.KEY_DATE: "Key date {rule}",
    RhythmKind.PERSONAL: "Personal word {rule}",
    RhythmKind.WIN_BACK: "Win back {rule}",
}


def rule_words(
    unit: RhythmUnit,
    every: int,
    weekday: int,
    nth: int | None = None,
    translate: Translate = str,
    *,
    starts_on: date | None = None,
    offset_days: int | None = None,
) -> str:
    """The rule alone: "every second Friday", "3 days after each milestone", "every year on 14 March"."""
    if unit is RhythmUnit.WEEKLY:
        return _weekly(every, translate(WEEKDAYS[weekday]), translate)
    if unit is RhythmUnit.MONTHLY:
        return _monthly(every, translate(WEEKDAYS[weekday]), translate(_NTH[nth or 1]), translate)
    if unit is RhythmUnit.MILESTONE:
        return _at_milestones(offset_days or 0, translate)
    if unit is RhythmUnit.AFTER_END:
        if every == 1:
            return translate("1 month after the end")
        return translate("{months} months after the end").format(months=every)
    if unit is RhythmUnit.YEARLY:
        return _yearly(every, starts_on, offset_days or 0, translate)
    if starts_on is None:
        return translate("once")
    return translate("on {day}").format(day=f"{starts_on.day} {starts_on:%B} {starts_on.year}")


def describe(kind: RhythmKind, rule: str, translate: Translate = str) -> str:
    """The kind with its rule."""
    return translate(_KINDS[kind]).format(rule=rule)


def _weekly(every: int, day: str, translate: Translate) -> str:
    if every == 1:
        return translate("every {weekday}").format(weekday=day)
    if every in _NTH:
        return translate("every {nth} {weekday}").format(nth=translate(_NTH[every]), weekday=day)
    return translate("every {count} weeks, on {weekday}").format(count=every, weekday=day)


def _monthly(every: int, day: str, ordinal: str, translate: Translate) -> str:
    if every == 1:
        return translate("on the {nth} {weekday} of the month").format(nth=ordinal, weekday=day)
    return translate("every {count} months, on the {nth} {weekday}").format(
        count=every, nth=ordinal, weekday=day
    )


def _yearly(every: int, starts_on: date | None, added: int, translate: Translate) -> str:
    if starts_on is None:
        return translate("every year") if every == 1 else translate("every {count} years").format(count=every)
    day = f"{starts_on.day + added} {starts_on:%B}"
    if every == 1:
        return translate("every year on {day}").format(day=day)
    if every == 2:
        return translate("every second year on {day}").format(day=day)
    return translate("every {count} years on {day}").format(count=every, day=day)


def _at_milestones(offset: int, translate: Translate) -> str:
    if offset == 0:
        return translate("on the day of each milestone")
    if offset == 1:
        return translate("1 day after each milestone")
    if offset == -1:
        return translate("1 day before each milestone")
    if offset > 0:
        return translate("{days} days after each milestone").format(days=offset)
    return translate("{days} days before each milestone").format(days=-offset)
