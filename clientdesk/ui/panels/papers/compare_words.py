"""What changed between two versions, in sentences, grouped by the section of the paper."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from PySide6.QtCore import QLocale

from clientdesk.models.enums import AgreementKind
from clientdesk.models.paper_compare import Difference
from clientdesk.ui.dates import to_qdate
from clientdesk.ui.panels.papers.sections import sections_for
from clientdesk.ui.panels.papers.specs import AMOUNT, DAY, PERCENT, TIE, FieldSpec, LinesSpec, RowsSpec
from clientdesk.ui.panels.papers.words import grouped, money_text, percent_text, translate

_SHORT = 60
_NAME = 80
_MONEY = frozenset(
    "unit_price amount price rate discount cap over_rate expenses_cap net used total money_in".split()
)


_FROM_RECORD = ("amends", "removed_keys")
"""Parts that repeat the record: what the paper that is changed says, and ids."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `before` and `after` hold the texts where both are too long for the sentence."""

    kind: str
    sentence: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """The changes of one section of the paper."""

    title: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a path belongs."""

    section: str
    part: FieldSpec | LinesSpec | RowsSpec | None = None
    field: FieldSpec | None = None


class CompareWords:
    """Words the differences of two versions of one kind of paper; `currencies` are those before and after."""

    def __init__(self, kind: AgreementKind, currencies: tuple[str, str]) -> None:
        self._currencies = currencies
        self._order: list[str] = []
        self._places: dict[str, _Place] = {}
        for section in sections_for(kind):
            self._order.append(section.title)
            for part in section.fields():
                self._places[part.path] = _Place(section.title, part)
                for field in part.fields if isinstance(part, RowsSpec) else ():
                    self._places[f"{part.path}.{field.path}"] = _Place(section.title, part, field)

    def groups(self, differences: Iterable[Difference]) -> list[ChangeGroup]:
        """Sections in the order of the paper; within them the order of the differences."""
        found: dict[str, list[Change]] = {}
        for difference in differences:
            if difference.path.partition(".")[0] in _FROM_RECORD:
                continue
            place = self._place(difference.path)
            found.setdefault(place.section, []).append(self._change(difference, place))
        known = [title for title in self._order if title in found]
        rest = [title for title in found if title not in known]
        return [ChangeGroup(title, tuple(found[title])) for title in dict.fromkeys([*known, *rest])]

    def _place(self, path: str) -> _Place:
        found = self._places.get(path)
        if found is not None:
            return found
        above = path.rpartition(".")[0]
        while above:
            if above in self._places:
                return _Place(self._places[above].section, self._places[above].part)
            above = above.rpartition(".")[0]
        head = path.partition(".")[0]
        near = next((each for known, each in self._places.items() if known.partition(".")[0] == head), None)
        return _Place(near.section if near is not None else translate("Papers", "Other"))

    def _change(self, found: Difference, place: _Place) -> Change:
        is_row = isinstance(found.before, Mapping) or isinstance(found.after, Mapping)
        if isinstance(place.part, LinesSpec) or (is_row and isinstance(place.part, RowsSpec)):
            return self._of_list(found, place.part)
        if found.kind == "moved":
            return self._moved(found, place)
        return self._of_field(found, place)

    def _of_list(self, found: Difference, part: LinesSpec | RowsSpec) -> Change:
        """A line or a row as a whole came, went, moved, or was worded anew."""
        name = found.name if isinstance(part, LinesSpec) else _row_name(found, part)
        text = self._details(found, part) if isinstance(part, RowsSpec) else ""
        facts = {"list": part.title, "row": name, "details": text}
        if found.kind == "moved":
            return self._moved(found, _Place("", part))
        if found.kind == "changed":
            before, after = str(found.before), str(found.after)
            if _is_short(before, after):
                words = translate("Papers", "In “{list}”: {before} → {after}")
                return Change("changed", words.format(list=part.title, before=before, after=after))
            words = translate("Papers", "Reworded in “{list}”")
            return Change("changed", words.format(list=part.title), before, after)
        words = {
            "added": translate("Papers", "Added to “{list}”: {row}"),
            "removed": translate("Papers", "Taken out of “{list}”: {row}"),
        }[found.kind]
        if text:
            words = translate("Papers", "{what} ({details})").format(what=words, details="{details}")
        return Change(found.kind, words.format(**facts))

    def _moved(self, found: Difference, place: _Place) -> Change:
        title = place.part.title if place.part is not None else ""
        if found.ref and found.old_ref:
            words = translate("Papers", "{row}: moved, before {old}").format(
                row=_named(found), old=found.old_ref
            )
        else:
            words = translate("Papers", "Moved in “{list}” from place {old} to {new}: {row}").format(
                list=title, old=found.before, new=found.after, row=_cut(found.name)
            )
        return Change("moved", words)

    def _of_field(self, found: Difference, place: _Place) -> Change:
        what = self._what(found, place)
        field = place.field or (place.part if isinstance(place.part, FieldSpec) else None)
        before = self._value(found.path, field, found.before, 0)
        after = self._value(found.path, field, found.after, 1)
        if found.kind == "changed" and _is_short(before, after):
            words = translate("Papers", "{what} {before} → {after}").format(
                what=what, before=before, after=after
            )
            return Change("changed", words)
        if found.kind == "changed":
            return Change("changed", translate("Papers", "{what} reworded").format(what=what), before, after)
        words = {
            "added": translate("Papers", "{what} {text}, empty before"),
            "removed": translate("Papers", "{what} left empty, before {text}"),
        }[found.kind]
        return Change(found.kind, words.format(what=what, text=after or before))

    def _what(self, found: Difference, place: _Place) -> str:
        """The field, after the row or the party it belongs to."""
        field = place.field or (place.part if isinstance(place.part, FieldSpec) else None)
        title = field.title if field is not None else _bare_title(found.path)
        owner = ""
        if place.field is not None or (isinstance(place.part, RowsSpec) and field is None):
            owner = found.ref if found.path.endswith("tied_to") and found.ref else _named(found)
            if not found.ref and place.part is not None:
                owner = translate("Papers", "{list}, {row}").format(list=place.part.title, row=owner)
                owner = owner if found.name else place.part.title
            if found.old_ref:
                owner = translate("Papers", "{row} (before {old})").format(row=owner, old=found.old_ref)
        elif found.path.startswith("client."):
            owner = translate("Papers", "The client")
        elif found.path.startswith("consultant."):
            owner = translate("Papers", "You")
        if not owner:
            return translate("Papers", "{field}:").format(field=title)
        return translate("Papers", "{owner}: {field}").format(owner=owner, field=_lower(title))

    def _details(self, found: Difference, part: RowsSpec) -> str:
        """What a new or removed row says besides its name."""
        row = found.after if found.kind == "added" else found.before
        side = 1 if found.kind == "added" else 0
        parts = []
        for field in part.fields:
            value = row.get(field.path) if isinstance(row, Mapping) else None
            if value in (None, "", [], False) or str(value) == found.name:
                continue
            text = self._value(f"{part.path}.{field.path}", field, value, side)
            if len(text) <= _SHORT and field.kind in (DAY, AMOUNT, PERCENT):
                parts.append(
                    translate("Papers", "{field} {value}").format(field=_lower(field.title), value=text)
                )
        return ", ".join(parts)

    def _value(self, path: str, field: FieldSpec | None, value: Any, side: int) -> str:
        """A value as it is read."""
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return translate("Papers", "yes") if value else translate("Papers", "no")
        tail = path.rpartition(".")[2]
        if field is not None and field.choices:
            return next((title for key, title in field.choices if key == str(value)), str(value))
        if (field is not None and field.kind == DAY) or tail.endswith("_on"):
            return _day(value)
        if field is not None and field.kind == PERCENT:
            return translate("Papers", "{percent} %").format(percent=percent_text(value))
        if tail in _MONEY:
            return money(value, self._currencies[side])
        if field is not None and field.kind == AMOUNT:
            return grouped(value)
        if field is not None and field.kind == TIE and value == "signature":
            return translate("Papers", "signature")
        return str(value)


def money(value: object, currency: str) -> str:
    """An amount of a document with its currency; a minus is a minus sign."""
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    shown = money_text(abs(amount), currency)
    return translate("Papers", "−{amount}").format(amount=shown) if amount < 0 else shown


def currency_of(document: Mapping[str, Any]) -> str:
    """The currency that a document's amounts are in; empty where it has none."""
    for part in (document.get("fees"), document.get("amends"), document.get("budget"), document):
        found = part.get("currency") if isinstance(part, Mapping) else None
        if found:
            return str(found)
    return ""


def as_text(title: str, summary: str, groups: Sequence[ChangeGroup]) -> str:
    """Everything as plain text, for a mail."""
    lines = [title, summary]
    for group in groups:
        lines += ["", group.title]
        for change in group.changes:
            lines.append(f"- {change.sentence}")
            if change.before or change.after:
                lines.append(translate("Papers", "  before: {text}").format(text=_one_line(change.before)))
                lines.append(translate("Papers", "  now: {text}").format(text=_one_line(change.after)))
    return "\n".join(lines) + "\n"


def _named(found: Difference) -> str:
    return f"{found.ref} {_cut(found.name)}".strip()


def _row_name(found: Difference, part: Any) -> str:
    name = _named(found)
    return name or (part.title if part is not None else "")


def _cut(text: str) -> str:
    line = _one_line(text)
    return line if len(line) <= _NAME else line[: _NAME - 1].rstrip() + "…"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _is_short(*texts: str) -> bool:
    return all(len(text) <= _SHORT and "\n" not in text for text in texts)


def _lower(title: str) -> str:
    """A title within a sentence: its first letter small, unless the word is an abbreviation."""
    return title if re.match(r"[^\W\d_]{2}", title) and title[1].isupper() else title[:1].lower() + title[1:]


def _bare_title(path: str) -> str:
    tail = path.rpartition(".")[2]
    known = {
        "committed_on": translate("Papers", "Committed"),
        "form": translate("Papers", "Form of the paper"),
        "percent": translate("Papers", "Share"),
        "slip_days": translate("Papers", "Slip (working days)"),
        "planned_on": translate("Papers", "Planned"),
        "due_on": translate("Papers", "Due"),
    }
    return known.get(tail) or tail.replace("_", " ").capitalize()


def _day(value: Any) -> str:
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        return str(value)
    return QLocale().toString(to_qdate(day), translate("Papers", "d MMM yyyy"))
