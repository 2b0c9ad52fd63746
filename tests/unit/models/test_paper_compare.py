"""What changed between two versions: rows recognised, moves told from edits, nothing passed over."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from clientdesk.models.agreement_document import AgreementDocument
from clientdesk.models.family_documents import ChangeOrderDocument
from clientdesk.models.paper_compare import Difference, changed_words, compare
from tests.helpers.sample_agreement import CONTENT


def full() -> dict[str, Any]:
    return AgreementDocument.parse(copy.deepcopy(CONTENT)).with_committed().model_dump(mode="json")


def told(found: list[Difference]) -> list[tuple[str, str, str]]:
    return [(each.path, each.kind, each.ref) for each in found]


def test_the_same_paper_has_no_differences() -> None:
    assert compare(full(), full()) == []


def test_a_date_of_a_row_is_told_with_its_reference() -> None:
    after = full()
    after["deliverables"][1]["due_on"] = "2027-01-22"
    assert compare(full(), after) == [
        Difference(
            "deliverables.due_on",
            "changed",
            "D2",
            "2027-01-15",
            "2027-01-22",
            "Target layout and pick routes",
        )
    ]


def test_lines_added_removed_and_reworded() -> None:
    after = full()
    after["not_included"].append("Interior decoration")
    after["not_included"][1] = "Choosing or buying a new stock or till system"
    del after["included"][0]
    found = compare(full(), after)
    assert told(found) == [
        ("included", "removed", ""),
        ("not_included", "changed", ""),
        ("not_included", "added", ""),
    ]
    assert found[1].before == "Choosing or buying a new stock system"
    assert found[2].after == "Interior decoration"


def test_a_row_put_elsewhere_has_moved_and_nothing_else() -> None:
    before, after = full(), full()
    for number, row in enumerate(before["deliverables"]):
        row["key"] = f"d{number}"
    after["deliverables"] = copy.deepcopy(before["deliverables"])
    after["deliverables"].insert(0, after["deliverables"].pop())
    after["deliverables"][0]["title"] = "A pack by another name"
    found = compare(before, after)
    assert told(found) == [("deliverables", "moved", "D1"), ("deliverables.title", "changed", "D1")]
    assert (found[0].before, found[0].after, found[0].old_ref) == (5, 1, "D5")


def test_an_inserted_row_does_not_move_those_after_it() -> None:
    before, after = full(), full()
    before["fees"]["payments"] = after["fees"]["payments"] = []
    after["milestones"].insert(1, {**after["milestones"][0], "title": "Data read"})
    after["milestones"][3]["buffer_days"] = 6
    found = compare(before, after)
    assert told(found) == [("milestones", "added", "M2"), ("milestones.buffer_days", "changed", "M4")]
    assert found[1].old_ref == "M3"


def test_rows_with_records_of_their_own_are_not_taken_for_one_another() -> None:
    row = {"title": "Report about the shop", "form": "PDF", "key": "a"}
    before, after = {"deliverables": [row]}, {"deliverables": [{**row, "key": "b", "title": "Report on it"}]}
    assert told(compare(before, after)) == [
        ("deliverables", "added", "D1"),
        ("deliverables", "removed", "D1"),
    ]


def test_a_payment_that_hangs_on_the_same_thing_is_the_same() -> None:
    before, after = full(), full()
    before["fees"]["payments"][1]["tied_to"] = "D1"
    after["fees"]["payments"][1]["tied_to"] = "D2"
    after["deliverables"].insert(0, {"title": "Another thing"})
    assert told(compare(before, after)) == [("deliverables", "added", "D1")]
    after["fees"]["payments"][1]["tied_to"] = "D1"
    found = compare(before, after)[-1]
    assert (found.path, found.before, found.after) == (
        "fees.payments.tied_to",
        "D1 Current-state map and findings",
        "D1 Another thing",
    )


def test_an_amount_written_otherwise_is_the_same_amount() -> None:
    after = full()
    price = after["fees"]["lines"][0]["unit_price"]
    after["fees"]["lines"][0]["unit_price"] = f"{price}0" if "." in price else f"{price}.00"
    after["project_title"] = "1.0"
    before = full()
    before["project_title"] = "1"
    assert told(compare(before, after)) == [("project_title", "changed", "")]


def test_what_was_empty_is_added_and_what_is_empty_now_removed() -> None:
    before, after = full(), full()
    before["fees"]["cap"], after["ends_on"] = None, None
    after["fees"]["cap"] = "9000"
    assert told(compare(before, after)) == [("ends_on", "removed", ""), ("fees.cap", "added", "")]


def test_rows_of_a_change_order_have_no_references_of_their_own() -> None:
    before = ChangeOrderDocument.parse({"deliverables": [{"title": "Report"}]}).model_dump(mode="json")
    after = copy.deepcopy(before)
    after["deliverables"][0]["due_on"] = "2027-01-22"
    assert told(compare(before, after)) == [("deliverables.due_on", "added", "")]


def test_hundreds_of_rows_that_share_nothing_are_paired_by_their_place() -> None:
    before = {"included": [f"old{number}" for number in range(400)]}
    after = {"included": [f"new{number}" for number in range(400)]}
    assert {each.kind for each in compare(before, after)} == {"changed"}


def test_changed_words_are_marked_on_both_sides() -> None:
    left, right = changed_words("Two rounds of review.", "Three rounds of review.")
    assert left == [("Two", True), (" rounds of review.", False)]
    assert right == [("Three", True), (" rounds of review.", False)]


def test_very_long_texts_are_marked_as_a_whole() -> None:
    long = "word " * 2_000
    assert changed_words(long, long + "more") == ([(long, True)], [(long + "more", True)])


lines = st.lists(st.text("abc ", max_size=12), max_size=6)


@settings(max_examples=60, deadline=None)
@given(lines, lines)
def test_no_difference_of_a_list_is_passed_over(old: list[str], new: list[str]) -> None:
    found = compare({"included": old}, {"included": new})
    assert (found == []) == (old == new)
    added = sum(each.kind == "added" for each in found)
    removed = sum(each.kind == "removed" for each in found)
    assert len(old) + added - removed == len(new)


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(5)))
def test_an_other_order_is_only_moves(order: list[int]) -> None:
    before, after = full(), full()
    after["deliverables"] = [after["deliverables"][place] for place in order]
    found = compare(before, after)
    assert {(each.path, each.kind) for each in found} <= {("deliverables", "moved")}
    assert bool(found) == (list(order) != sorted(order))
