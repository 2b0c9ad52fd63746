"""Free time within working hours. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from clientdesk.models.calendar import Minutes

STEP_MINUTES = 5


def first_gap(hours: Minutes, taken: Iterable[tuple[int, int]], since: int, minutes: int) -> int | None:
    """Where the first stretch of `minutes` begins within `hours`, free of `taken`, from `since` on; None if none.

    Minutes of one day. It begins at a multiple of five minutes, as what is taken may end anywhere.
    """
    spans = sorted(taken)
    for start, end in hours:
        at = _rounded_up(max(start, since))
        for begun, ended in spans:
            if ended <= at or begun >= end:
                continue
            if begun - at >= minutes:
                break
            at = _rounded_up(max(at, ended))
        if end - at >= minutes:
            return at
    return None


def _rounded_up(minute: int) -> int:
    return -(-minute // STEP_MINUTES) * STEP_MINUTES
