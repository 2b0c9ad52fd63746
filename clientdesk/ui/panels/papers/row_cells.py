"""Cells of a table of rows: as they are shown, read from a spreadsheet, and written back for one."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from clientdesk.ui.date_reading import read_date
from clientdesk.ui.dates import day_text, is_day_first, local_names
from clientdesk.ui.panels.papers.entries import MOST_TEXT
from clientdesk.ui.panels.papers.field_box import lines_of
from clientdesk.ui.panels.papers.specs import (
    AMOUNT,
    CHOICE,
    DAY,
    FLAG,
    LINES,
    NUMBER,
    PERCENT,
    TIE,
    FieldSpec,
    RowsSpec,
    translate,
)
from clientdesk.ui.panels.papers.words import (
    amount_text,
    count_text,
    grouped,
    percent_points,
    percent_text,
    read_amount,
    read_number,
)

Row = dict[str, Any]
Choices = Sequence[tuple[Any, str]]

MOST_ROWS = 500
"""Rows that a table of a paper takes."""

_MOST_CHARACTERS = 4_000_000
_MONEY = re.compile(r"[€$£¥]|\b[A-Z]{3}\b")


class PasteRefused(Exception):
    """What is on the clipboard can't become rows; the sentence says why."""


def cell_text(spec: FieldSpec | None, value: Any, today: date, ties: Choices = ()) -> str:
    """A value as the table shows it."""
    if value in (None, "", []):
        return ""
    if spec is None or spec.kind == DAY:
        try:
            return day_text(date.fromisoformat(str(value)), today)
        except ValueError:
            return str(value)
    if spec.kind == PERCENT:
        return f"{percent_text(value)} %"
    if spec.kind in (AMOUNT, NUMBER):
        return grouped(value)
    if spec.kind in (CHOICE, TIE):
        return _words_of(value, ties if spec.kind == TIE else spec.choices)
    if spec.kind == FLAG:
        return translate("Papers", "yes") if value else ""
    if isinstance(value, list):
        return "; ".join(str(each) for each in value)
    return " ".join(str(value)[:400].split())


def copied_text(spec: RowsSpec, rows: Sequence[Row], ties: Choices = (), *, has_head: bool = True) -> str:
    """Rows for a spreadsheet: tabs between cells, days as 2026-11-25, figures as this computer writes them."""
    out = io.StringIO()
    writer = csv.writer(out, dialect="excel-tab", lineterminator="\n")
    if has_head:
        writer.writerow([each.title for each in spec.fields])
    for row in rows:
        writer.writerow([_copied(each, row.get(each.path), ties) for each in spec.fields])
    return out.getvalue()


def _copied(spec: FieldSpec, value: Any, ties: Choices) -> str:
    if value is None:
        return ""
    if spec.kind == PERCENT:
        return percent_text(value)
    if spec.kind == AMOUNT:
        return amount_text(value)
    if spec.kind in (CHOICE, TIE):
        return _words_of(value, ties if spec.kind == TIE else spec.choices)
    if spec.kind == FLAG:
        return translate("Papers", "yes") if value else translate("Papers", "no")
    return "\n".join(str(each) for each in value) if isinstance(value, list) else str(value)


def _words_of(value: Any, choices: Choices) -> str:
    return next((words for key, words in choices if key == value), str(value))


def pasted_rows(
    spec: RowsSpec, text: str, has_already: int, today: Callable[[], date], ties: Choices = ()
) -> list[Row]:
    """Rows from the text of a spreadsheet; a first line of headings names the columns.

    A cell that can't be read stays as it was, for its field to say so.

    Raises:
        PasteRefused: too many rows, too long a cell, or far too much text; nothing may be taken then.
    """
    if len(text) > _MOST_CHARACTERS:
        raise PasteRefused(
            translate("Papers", "{count} characters are too many for a table. Nothing was pasted.").format(
                count=count_text(len(text))
            )
        )
    lines = _lines(spec, text)
    heads = _heads(spec, lines[0]) if lines else None
    if heads is not None:
        lines = lines[1:]
    _refuse_too_much(lines, has_already)
    fields = heads if heads is not None else list(spec.fields)
    known = today()
    return [_row(spec, fields, cells, known, ties) for cells in lines]


def _refuse_too_much(lines: list[list[str]], has_already: int) -> None:
    if len(lines) + has_already > MOST_ROWS:
        raise PasteRefused(
            translate(
                "Papers",
                "{count} rows with those that are here; a table of a paper takes {most}. Nothing was pasted.",
            ).format(count=count_text(len(lines) + has_already), most=MOST_ROWS)
        )
    longest = max((len(cell) for cells in lines for cell in cells), default=0)
    if longest > MOST_TEXT:
        raise PasteRefused(
            translate(
                "Papers", "One cell has {count} characters; a field takes {most}. Nothing was pasted."
            ).format(count=count_text(longest), most=count_text(MOST_TEXT))
        )


def _lines(spec: RowsSpec, text: str) -> list[list[str]]:
    if "\t" in text:
        return _parsed(text, "\t")
    for separator in ";,":
        if separator in text:
            found = _parsed(text, separator)
            is_even = len({len(cells) for cells in found}) == 1 and len(found) > 1
            if found and len(found[0]) > 1 and (is_even or _heads(spec, found[0]) is not None):
                return found
    return _parsed(text, "\t")


def _parsed(text: str, separator: str) -> list[list[str]]:
    before = csv.field_size_limit(_MOST_CHARACTERS)
    try:
        read = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=separator)
        return [[cell.strip() for cell in cells] for cells in read if any(cell.strip() for cell in cells)]
    finally:
        csv.field_size_limit(before)


def _heads(spec: RowsSpec, cells: Sequence[str]) -> list[FieldSpec | None] | None:
    """The fields that a first line names, None for a line that is a row already."""
    by_title = {each.title.casefold(): each for each in spec.fields}
    found = [by_title.get(cell.casefold()) for cell in cells]
    named = sum(each is not None for each in found)
    filled = sum(bool(cell) for cell in cells)
    return found if named and named * 2 >= filled else None


def _row(
    spec: RowsSpec, fields: Sequence[FieldSpec | None], cells: Sequence[str], today: date, ties: Choices
) -> Row:
    row = spec.blank_row()
    for field, cell in zip(fields, cells, strict=False):
        if field is not None and cell:
            row[field.path] = read_cell(field, cell, today, ties)
    return row


def read_cell(spec: FieldSpec, cell: str, today: date, ties: Choices = ()) -> Any:
    """A cell as a value of the document; its text where it can't be read."""
    if spec.kind == DAY:
        found = read_date(cell, today, day_first=is_day_first(), names=local_names())
        return found.isoformat() if found else cell
    if spec.kind == PERCENT:
        return percent_points(cell)
    if spec.kind == AMOUNT:
        return _read_money(cell)
    if spec.kind == NUMBER:
        return read_number(cell)
    if spec.kind in (CHOICE, TIE):
        fold = cell.casefold()
        choices = ties if spec.kind == TIE else spec.choices
        return next((key for key, words in choices if fold in (str(key).casefold(), words.casefold())), cell)
    if spec.kind == FLAG:
        return cell.casefold() in (translate("Papers", "yes").casefold(), "yes", "true", "1", "x")
    return lines_of(cell) if spec.kind == LINES else cell


def _read_money(cell: str) -> str:
    """An amount of a spreadsheet: with a currency, or in brackets for less than nothing."""
    bare = _MONEY.sub("", cell).strip()
    if bare.startswith("(") and bare.endswith(")"):
        bare = f"-{bare[1:-1].strip()}"
    plain = read_amount(bare)
    return plain if plain and re.fullmatch(r"-?[\d.]+", plain) else cell


def changed_by_ref(spec: RowsSpec, items: Sequence[Mapping[str, Any]], reference: str) -> Row:
    """What choosing a row of the amended paper fills in besides its reference."""
    item = next((each for each in items if each.get("ref") == reference), None)
    if item is None:
        return {}
    paths = {each.path for each in spec.fields}
    found: Row = {"title": item.get("title", "")} if "title" in paths else {}
    if "before_on" in paths:
        found["before_on"] = item.get("on")
    return found
