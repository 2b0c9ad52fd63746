"""The story of a change order and of an addendum: what changes, by reference, before and after; money and time."""

from __future__ import annotations

from datetime import date
from typing import Any

from clientdesk.models.change_totals import NewEnd, RunningTotal, new_end, running_total
from clientdesk.models.enums import AgreementKind
from clientdesk.models.family_documents import ChangeRow
from clientdesk.services.papers.change_price_pages import add_price
from clientdesk.services.papers.change_words import ChangeStory, amended_name, signed_days, signed_money
from clientdesk.services.papers.family_signing import add_signing
from clientdesk.services.papers.family_story import FamilyStory, Paper, cell, strong
from clientdesk.services.papers.flowables import (
    BODY,
    CELL,
    CELL_NOTE,
    CELL_RIGHT,
    CELL_RIGHT_STRONG,
    CELL_STRONG,
    OPENING,
    TextRuns,
    paragraphs,
    rows_table,
    with_gap,
)
from clientdesk.services.papers.wording import Wording


def story(paper: Paper, words: Wording, width: float, page_height: float) -> list[Any]:
    """Every flowable of a change order or an addendum, in order."""
    made: ChangeStory = FamilyStory(paper, words, width, page_height)
    is_order = paper.kind is not AgreementKind.ADDENDUM
    total, end = running_total(made.document), new_end(made.document)
    made.title_block(_facts(made, total, end) if is_order else _facts_of_addendum(made), parties=True)
    _reason(made, is_order)
    _changes(made, is_order)
    if is_order:
        _time(made, end)
        add_price(made, total)
    effect = _effect(made, is_order)
    if made.frozen is None:
        made.section("change_order.effect", effect)
    else:
        table = "change_order" if is_order else "addendum"
        sentence = made.text(f"{table}.sentence", paper=amended_name(made))
        add_signing(made, "change_order.agreement", effect, sentence)
    return made.flowables


def _facts(made: ChangeStory, total: RunningTotal, end: NewEnd) -> list[tuple[str, str]]:
    words, document = made.words, made.document
    monthly = document.amends.is_monthly
    adds = signed_money(words, total.added, document.amends.currency)
    if document.tax_name:
        adds = words.text("title.price", amount=adds, tax=document.tax_name)
    return [
        *_first_facts(made),
        (words.text("change_order.amends"), amended_name(made)),
        (words.text("change_order.adds_month" if monthly else "change_order.adds"), adds),
        (words.text("change_order.new_end"), words.day_medium(end.new) or words.text("change_order.no_end")),
    ]


def _facts_of_addendum(made: ChangeStory) -> list[tuple[str, str]]:
    words, amended = made.words, made.document.amends
    return [
        *_first_facts(made),
        (words.text("change_order.amends"), amended_name(made)),
        (words.text("change_order.dated"), words.day_medium(amended.dated_on)),
        (words.text("title.period"), made.period(amended.starts_on, amended.ends_on)),
    ]


def _first_facts(made: ChangeStory) -> list[tuple[str, str]]:
    words = made.words
    until = words.day_medium(made.document.open_until)
    return [made.number_fact(), made.issued_fact(), (words.text("title.open_until"), until)]


def _reason(made: ChangeStory, is_order: bool) -> None:
    words, document = made.words, made.document
    asked = {
        (True, True): "asked_by_on",
        (True, False): "asked_by",
        (False, True): "asked_on",
    }.get((bool(document.requested_by), document.requested_on is not None))
    said: list[tuple[str, dict[str, str]]] = []
    if asked:
        day = words.day_long(document.requested_on) if document.requested_on else ""
        said.append((f"change_order.{asked}", {"name": document.requested_by, "date": day}))
    table = "change_order" if is_order else "addendum"
    fields = {
        "paper": amended_name(made),
        "consultant": made.consultant_name,
        "client": made.client_name,
    }
    if document.amends.dated_on:
        fields["date"] = words.day_long(document.amends.dated_on)
    dated = "dated" if document.amends.dated_on else "undated"
    said.append((f"{table}.changes_{dated}", fields))
    made.section("change_order.reason", *paragraphs(document.reason, OPENING), made.prose(said, OPENING))


def _changes(made: ChangeStory, is_order: bool) -> None:
    document = made.document
    body: list[Any] = []
    if document.changes:
        named = any(row.ref for row in document.changes)
        rows = [_change(made, row, named=named) for row in document.changes]
        keys = [*(["ref"] if named else []), "change", "item", "before", "after"]
        shares = (7, 11, 22, 30, 30) if named else (11, 25, 32, 32)
        head = made.head("change_order", *keys)
        body.append(with_gap(rows_table(head, rows, made.columns(*shares), tight=True)))
    elif is_order and not document.deliverables:
        body.append(made.text("change_order.same_scope"))
    made.section("change_order.what", *body, *paragraphs(document.notes, BODY))
    if document.deliverables:
        made.subsection("change_order.new_deliverables", with_gap(_deliverables(made)))


def _change(made: ChangeStory, row: ChangeRow, *, named: bool) -> list[Any]:
    words = made.words
    before, after = row.before, row.after
    quiet_before = quiet_after = CELL
    if row.action == "added" and not before:
        before, quiet_before = words.text("change_order.not_before"), CELL_NOTE
    if row.action == "removed" and not after:
        after, quiet_after = words.text("change_order.not_after"), CELL_NOTE
    title = row.title or made.document.title_of(row.ref)
    return [
        *([strong(row.ref)] if named else []),
        cell(words.text(f"change_order.{row.action}"), CELL if named else CELL_STRONG),
        cell(title),
        cell(before, quiet_before),
        cell(after, quiet_after),
    ]


def _deliverables(made: ChangeStory) -> Any:
    words, document = made.words, made.document
    rows = [
        [
            strong(document.ref_of("D", place)),
            cell(" · ".join(part for part in (row.title, row.quantity) if part)),
            cell(row.form),
            cell(row.acceptance),
            cell(words.day_medium(row.due_on)),
        ]
        for place, row in enumerate(document.deliverables)
    ]
    head = made.head("deliverables", "ref", "title", "form", "acceptance", "due")
    return rows_table(head, rows, made.columns(6, 21, 23, 35, 15), tight=True)


def _time(made: ChangeStory, end: NewEnd) -> None:
    words, document = made.words, made.document
    none = words.text("change_order.no_end")
    keys, values = (
        ["old_end", "days_added", "new_end"],
        [
            words.day_medium(end.old) or none,
            signed_days(words, end.days),
            words.day_medium(end.new) or none,
        ],
    )
    if document.amends.earlier:
        keys = ["original_end", "earlier_days", *keys]
        values = [words.day_medium(end.original) or none, signed_days(words, end.earlier_days), *values]
    row: list[Any] = [cell(value) for value in values[:-1]]
    row.append(TextRuns(values[-1], CELL_STRONG))
    each = 100 / len(keys)
    table = rows_table(made.head("change_order", *keys), [row], made.columns(*[each] * len(keys)), tight=True)
    made.section("change_order.time", with_gap(table))
    if document.moves or document.milestones:
        made.subsection("change_order.milestones", with_gap(_milestones(made)))


def _milestones(made: ChangeStory) -> Any:
    """Moved ones, then new ones; after is the committed date."""
    words, document = made.words, made.document
    none = words.text("family.none")
    rows: list[list[Any]] = []

    def put(ref: str, title: list[Any], before: str, after: date | None, by: str) -> None:
        shown = words.day_medium(after) or none
        cells = [(before, CELL_RIGHT), (shown, CELL_RIGHT_STRONG), (by, CELL_RIGHT)]
        rows.append([strong(ref), title or "", *[TextRuns(text, kind) for text, kind in cells]])

    for move in document.moves:
        by = none
        if move.before_on and move.after_on:
            by = signed_days(words, (move.after_on - move.before_on).days)
        title = paragraphs(move.title or document.title_of(move.ref), CELL)
        put(move.ref, title, words.day_medium(move.before_on) or none, move.after_on, by)
    for place, row in enumerate(document.milestones):
        said = [*paragraphs(row.title, CELL), *paragraphs(row.reason, CELL_NOTE)]
        if row.buffer_days:
            days = words.count("working_days", row.buffer_days, spelled=False)
            fields = {"date": words.day_medium(row.planned_on) or none, "days": days}
            said.append(made.text("change_order.planned_buffer", CELL_NOTE, **fields))
        put(document.ref_of("M", place), said, words.text("change_order.is_new"), row.committed_on, none)
    head = made.head("change_order", "ref", "milestone", "before", "after", "moved_by")
    return rows_table(head, rows, made.columns(6, 46, 16, 16, 16), right=(2, 3, 4), tight=True)


def _effect(made: ChangeStory, is_order: bool) -> Any:
    """What follows from the signatures: all else stays, and no work before."""
    words, document = made.words, made.document
    said: list[tuple[str, dict[str, str]]] = [] if is_order else [("addendum.same_price", {})]
    said.append(("change_order.unchanged", {"paper": amended_name(made)}))
    said.append(("change_order.no_work" if is_order else "addendum.no_work", {}))
    if is_order and document.payments and document.due_days is not None:
        days = words.count("days", document.due_days, spelled=False)
        said.append(("change_order.due", {"days": days}))
    return made.prose(said)
