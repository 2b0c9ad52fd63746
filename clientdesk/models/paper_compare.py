"""What changed between two versions of a paper: rows recognised by key, by title or by their words.

Works on documents as plain JSON values, so a draft can be compared with what was issued, of any kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher
from typing import Any, Literal

LETTERS = {
    "objectives": "G",
    "assumptions": "A",
    "deliverables": "D",
    "milestones": "M",
    "fees.payments": "P",
}
"""Letter of the printed reference, by the path of its list."""

_SKIPPED = frozenset({"schema_version", "key"})
_NAMES = ("title", "goal", "who", "what", "name", "text", "heading", "label", "level", "ref")
_AMOUNTS = frozenset(
    "amount unit_price quantity price rate discount cap hours_included over_rate expenses_cap net used total"
    " hours_used hours_total money_in hours_out hours_a_month".split()
)
_ALIKE = 0.5
_MOST_PAIRS = 10_000
_MOST_WORDS = 1_500


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was.

    Attributes:
        path: dotted, without positions: ``deliverables.due_on``, or ``deliverables`` for a row as a whole.
        ref: printed reference of the row now (D3), of a removed one before; empty where rows have none.
        before, after: values as they stand in the documents; of something moved its places, from 1.
        name: the row's title or its words.
        old_ref: its reference before, where that was another.
    """

    path: str
    kind: Literal["added", "removed", "changed", "moved"]
    ref: str
    before: Any
    after: Any
    name: str = ""
    old_ref: str = ""


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Every difference, in the order of the paper; what was removed comes after what stands in its list now."""
    return list(_Comparison(before, after).of_values("", before, after, _Row()))


@dataclass(frozen=True, slots=True)
class _Row:
    ref: str = ""
    name: str = ""
    old_ref: str = ""


class _Comparison:
    def __init__(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        self._ties = _ties(before), _ties(after)
        # New deliverables of a change order go on from the references of the paper it changes.
        self._letters = {} if "amends" in before or "amends" in after else LETTERS

    def of_values(self, path: str, before: Any, after: Any, row: _Row) -> Iterator[Difference]:
        if isinstance(before, Mapping) or isinstance(after, Mapping):
            old, new = _mapping(before), _mapping(after)
            for key in [*new, *(each for each in old if each not in new)]:
                if key not in _SKIPPED:
                    inner = f"{path}.{key}" if path else str(key)
                    yield from self.of_values(inner, old.get(key), new.get(key), row)
        elif isinstance(before, list) or isinstance(after, list):
            yield from self._of_rows(path, before or [], after or [])
        else:
            yield from self._of_entries(path, before, after, row)

    def _of_entries(self, path: str, before: Any, after: Any, row: _Row) -> Iterator[Difference]:
        if path.endswith("tied_to"):
            old, new = self._ties[0].get(before), self._ties[1].get(after)
            if (old or (before,))[0] == (new or (after,))[0]:
                return
            before, after = old[1] if old else before, new[1] if new else after
        if _is_same(path, before, after):
            return
        kind: Literal["added", "removed", "changed"] = "changed"
        if _is_empty(before):
            kind = "added"
        elif _is_empty(after):
            kind = "removed"
        yield Difference(path, kind, row.ref, before, after, row.name, row.old_ref)

    def _of_rows(self, path: str, before: Sequence[Any], after: Sequence[Any]) -> Iterator[Difference]:
        letter = self._letters.get(path, "")
        pairs = _matched(before, after)
        stayed = _in_order([pairs[place] for place in sorted(pairs)])
        for place, row in enumerate(after):
            ref, name = _ref(letter, place), self._name(row, 1)
            if place not in pairs:
                yield Difference(path, "added", ref, None, row, name)
                continue
            old_place = pairs[place]
            old = before[old_place]
            old_ref = _ref(letter, old_place) if old_place != place else ""
            if old_place not in stayed:
                yield Difference(path, "moved", ref, old_place + 1, place + 1, name, old_ref)
            if isinstance(row, Mapping) and isinstance(old, Mapping):
                yield from self.of_values(path, old, row, _Row(ref, name, old_ref))
            elif row != old:
                yield Difference(path, "changed", ref, old, row, name, old_ref)
        for place in sorted(set(range(len(before))) - set(pairs.values())):
            row = before[place]
            yield Difference(path, "removed", _ref(letter, place), row, None, self._name(row, 0))

    def _name(self, row: Any, side: int) -> str:
        """Of a payment without words of its own what it hangs on."""
        found = _name_of(row)
        if found or not isinstance(row, Mapping):
            return found
        tie = str(row.get("tied_to") or "")
        return self._ties[side].get(tie, ("", tie))[1]


def _ref(letter: str, place: int) -> str:
    return f"{letter}{place + 1}" if letter else ""


def _matched(before: Sequence[Any], after: Sequence[Any]) -> dict[int, int]:
    """Places in `after` with the place of the same row in `before`."""
    pairs: dict[int, int] = {}
    for same in (_key_of, _whole, _folded_name):
        _match_by(same, before, after, pairs)
    left_old = [place for place in range(len(before)) if place not in pairs.values()]
    left_new = [place for place in range(len(after)) if place not in pairs]
    if len(left_old) * len(left_new) > _MOST_PAIRS:
        shared = set(left_old) & set(left_new)
        pairs.update({place: place for place in shared if _may_be_one(before[place], after[place])})
        return pairs
    words_old = {place: _words_of(before[place]) for place in left_old}
    words_new = {place: _words_of(after[place]) for place in left_new}
    ranked = sorted(
        (-_likeness(words_old[old], words_new[new]), abs(old - new), new, old)
        for old in left_old
        for new in left_new
        if _may_be_one(before[old], after[new])
    )
    for score, _, new, old in ranked:
        if -score >= _ALIKE and new not in pairs and old not in pairs.values():
            pairs[new] = old
    for place in sorted({*left_old} & {*left_new}):  # rows without a name are known by their place
        is_free = place not in pairs and place not in pairs.values()
        if is_free and not (_name_of(before[place]) or _name_of(after[place])):
            pairs[place] = place
    return pairs


def _match_by(
    same: Callable[[Any], object], before: Sequence[Any], after: Sequence[Any], pairs: dict[int, int]
) -> None:
    taken = set(pairs.values())
    places: dict[object, list[int]] = {}
    for place, row in enumerate(before):
        mark = same(row)
        if mark and place not in taken:
            places.setdefault(mark, []).append(place)
    for place, row in enumerate(after):
        found = places.get(same(row)) if place not in pairs else None
        if found:
            pairs[place] = found.pop(0)


def _in_order(places: Sequence[int]) -> set[int]:
    """The longest run of places that keeps its order: the others have moved."""
    best: list[list[int]] = []
    for place in places:
        low, high = 0, len(best)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if best[middle][-1] < place else (low, middle)
        run = [*(best[low - 1] if low else []), place]
        if low == len(best):
            best.append(run)
        else:
            best[low] = run
    return set(best[-1]) if best else set()


def changed_words(before: str, after: str) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Both texts in pieces, each with whether the other side has it otherwise."""
    old, new = (re.findall(r"\s+|\w+|[^\w\s]", text) for text in (before, after))
    if max(len(old), len(new)) > _MOST_WORDS:
        return [(before, True)], [(after, True)]
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    for step, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for pieces, found in ((left, old[i1:i2]), (right, new[j1:j2])):
            if found:
                pieces.append(("".join(found), step != "equal"))
    return left, right


def _ties(document: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """What payments may hang on, by key and by reference: what it is, and its reference and title."""
    found: dict[str, tuple[str, str]] = {}
    for path, letter in (("deliverables", "D"), ("milestones", "M")):
        rows = document.get(path)
        for place, row in enumerate(rows if isinstance(rows, list) else [], start=1):
            if isinstance(row, Mapping):
                tie = (_key_of(row) or _name_of(row), f"{letter}{place} {_name_of(row)}".strip())
                found[f"{letter}{place}"] = tie
                if _key_of(row):
                    found[_key_of(row)] = tie
    return found


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {})


def _is_same(path: str, before: Any, after: Any) -> bool:
    if before == after or (_is_empty(before) and _is_empty(after)):
        return True
    if path.rpartition(".")[2] not in _AMOUNTS:
        return False
    try:
        return Decimal(str(before)) == Decimal(str(after))
    except InvalidOperation:
        return False


def _key_of(row: Any) -> str:
    return str(row.get("key") or "") if isinstance(row, Mapping) else ""


def _whole(row: Any) -> str:
    if not isinstance(row, Mapping):
        return f"line {row}"
    return repr(sorted((key, value) for key, value in row.items() if key != "key"))


def _name_of(row: Any) -> str:
    if not isinstance(row, Mapping):
        return str(row)
    return next((str(row[key]) for key in _NAMES if row.get(key)), "")


def _folded_name(row: Any) -> str:
    return " ".join(_name_of(row).casefold().split()) if isinstance(row, Mapping) else ""


def _words_of(row: Any) -> frozenset[str]:
    values = row.values() if isinstance(row, Mapping) else (row,)
    return frozenset(re.findall(r"\w+", " ".join(str(value) for value in values if value).casefold()))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0


def _may_be_one(before: Any, after: Any) -> bool:
    """Two rows that both have a record of their own are never the same one."""
    return not (_key_of(before) and _key_of(after))
