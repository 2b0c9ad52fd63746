"""A rhythm in words for the window: "Update every second Friday"."""

from __future__ import annotations

from collections.abc import Callable

from clientdesk.models.enums import RhythmKind, RhythmUnit

Translate = Callable[[str], str]

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NTH = {1: "first", 2: "second", 3: "third", 4: "fourth", -1: "last"}
_KINDS = {
    RhythmKind.UPDATE: "Update {rule}",
    RhythmKind.CALL: "Call {rule}",
    RhythmKind.REVIEW: "Review {rule}",
}


def rule_words(
    unit: RhythmUnit, every: int, weekday: int, nth: int | None = None, translate: Translate = str
) -> str:
    """The rule alone: "every second Friday", "on the first Wednesday of the month"."""
    day = translate(WEEKDAYS[weekday])
    if unit is RhythmUnit.WEEKLY:
        if every == 1:
            return translate("every {weekday}").format(weekday=day)
        if every in _NTH:
            return translate("every {nth} {weekday}").format(nth=translate(_NTH[every]), weekday=day)
        return translate("every {count} weeks, on {weekday}").format(count=every, weekday=day)
    ordinal = translate(_NTH[nth or 1])
    if every == 1:
        return translate("on the {nth} {weekday} of the month").format(nth=ordinal, weekday=day)
    return translate("every {count} months, on the {nth} {weekday}").format(
        count=every, nth=ordinal, weekday=day
    )


def describe(kind: RhythmKind, rule: str, translate: Translate = str) -> str:
    """The kind with its rule."""
    return translate(_KINDS[kind]).format(rule=rule)
