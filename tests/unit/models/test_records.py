"""Values that are made by the thousand."""

from __future__ import annotations

from dataclasses import field, replace

from clientdesk.models.records import record


@record
class Point:
    x: int
    name: str = ""
    worked_out: int = field(init=False, compare=False, default=0)


def test_a_record_is_a_dataclass_with_slots_that_compares_and_hashes_by_value() -> None:
    one = Point(1, "a")
    assert one == Point(1, "a") != Point(2, "a")
    assert len({one, Point(1, "a"), replace(one, x=2)}) == 2
    assert not hasattr(one, "__dict__")


def test_filling_a_record_goes_past_no_guard() -> None:
    # A frozen dataclass calls its guard for every field of every value; a guard here would cost that again.
    assert Point.__setattr__ is object.__setattr__
