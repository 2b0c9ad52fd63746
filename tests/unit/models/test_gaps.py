"""Free time within working hours."""

from __future__ import annotations

import pytest

from clientdesk.models.gaps import first_gap

HOURS = ((540, 720), (780, 1020))


@pytest.mark.parametrize(
    ("taken", "since", "minutes", "found"),
    [
        ((), 0, 60, 540),
        ((), 613, 60, 615),
        (((540, 600),), 0, 60, 600),
        (((570, 660),), 0, 60, 660),
        (((570, 660),), 0, 90, 780),
        (((540, 607),), 0, 60, 610),
        (((600, 660), (540, 630)), 0, 60, 660),
        ((), 0, 300, None),
        ((), 1000, 60, None),
        (((0, 1440),), 0, 15, None),
    ],
)
def test_the_first_stretch_that_is_long_enough(
    taken: tuple[tuple[int, int], ...], since: int, minutes: int, found: int | None
) -> None:
    assert first_gap(HOURS, taken, since, minutes) == found
