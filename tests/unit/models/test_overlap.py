"""Columns of overlapping spans: nothing drawn over another thing, no more columns than needed."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from clientdesk.models.overlap import Slot, overlap_columns

SPANS = st.lists(
    st.tuples(st.integers(0, 1425), st.integers(15, 300)).map(lambda pair: (pair[0], pair[0] + pair[1])),
    max_size=40,
)


def overlapping(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def test_nothing_gives_nothing() -> None:
    assert overlap_columns([]) == []


def test_spans_that_touch_each_have_the_whole_width() -> None:
    assert overlap_columns([(540, 600), (600, 660)]) == [Slot(0, 1), Slot(0, 1)]


def test_two_at_once_share_and_the_next_is_wide_again() -> None:
    assert overlap_columns([(540, 660), (600, 720), (720, 780)]) == [Slot(0, 2), Slot(1, 2), Slot(0, 1)]


def test_a_freed_column_is_used_again() -> None:
    spans = [(540, 720), (540, 600), (600, 660)]
    assert overlap_columns(spans) == [Slot(0, 2), Slot(1, 2), Slot(1, 2)]


def test_the_longer_of_two_that_start_together_stands_left() -> None:
    assert overlap_columns([(540, 600), (540, 700)]) == [Slot(1, 2), Slot(0, 2)]


def test_order_of_the_answer_is_the_order_given() -> None:
    assert overlap_columns([(700, 760), (540, 600)]) == [Slot(0, 1), Slot(0, 1)]


@given(SPANS)
@settings(max_examples=300, deadline=None)
def test_overlapping_spans_never_share_a_column(spans: list[tuple[int, int]]) -> None:
    slots = overlap_columns(spans)
    for first, one in enumerate(spans):
        for second in range(first + 1, len(spans)):
            if overlapping(one, spans[second]):
                assert slots[first].column != slots[second].column
                assert slots[first].columns == slots[second].columns


@given(SPANS)
@settings(max_examples=300, deadline=None)
def test_a_group_has_as_many_columns_as_run_at_once(spans: list[tuple[int, int]]) -> None:
    for span, slot in zip(spans, overlap_columns(spans), strict=True):
        at_once = sum(other[0] <= span[0] < other[1] for other in spans)
        assert slot.columns >= at_once
        assert slot.column < slot.columns
    busiest = max((sum(o[0] <= s[0] < o[1] for o in spans) for s in spans), default=0)
    assert max((slot.columns for slot in overlap_columns(spans)), default=0) == busiest
