"""A paper as it stands before it is changed once more: what can be named in it, its price, its end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from clientdesk.models.agreement_document import AgreementDocument, PaperDocument
from clientdesk.models.agreement_totals import totals
from clientdesk.models.change_totals import net_by_rate_of, net_of
from clientdesk.models.enums import EngagementKind, PaperOrigin
from clientdesk.models.family_documents import (
    AmendedItem,
    AmendedPaper,
    ChangeOrderDocument,
    DateMove,
    EarlierChange,
    ExternalDocument,
    NetAtRate,
)
from clientdesk.models.tables import Agreement, Deliverable, Milestone
from clientdesk.services.change_moves import executed_changes
from clientdesk.services.paper_content import document_of
from clientdesk.services.rows import table_of
from clientdesk.store.unit_of_work import fetch

_DELIVERABLE = table_of(Deliverable).c
_MILESTONE = table_of(Milestone).c


@dataclass(frozen=True, slots=True)
class Amended:
    """The amended paper for the change order, its own document, and its records by reference."""

    paper: AmendedPaper
    document: PaperDocument
    engagement_id: str | None


@dataclass(slots=True)
class _Records:
    """What is known of an engagement's deliverables and milestones: ids by title, dates by id."""

    by_title: dict[tuple[str, str], str]
    dates: dict[str, date | None]

    def key(self, letter: str, key: str, title: str) -> str:
        return key if key in self.dates else self.by_title.get((letter, title), key)


def amended(session: Session, agreement_id: str) -> Amended:
    """Read a paper and the change orders in force on it.

    Raises:
        NotFound.
    """
    row = fetch(session, Agreement, agreement_id)
    document = document_of(row)
    orders = [
        (str(order.number), content)
        for order in executed_changes(session, agreement_id)
        if isinstance(content := document_of(order), ChangeOrderDocument)
    ]
    records = _records(session, row.engagement_id)
    paper = AmendedPaper(
        number=row.number or "",
        version=row.version,
        title=document.project_title or row.title,
        is_external=row.origin is PaperOrigin.EXTERNAL,
        dated_on=row.executed_on or row.issued_on,
        earlier=[_earlier(number, order) for number, order in orders],
        items=list(_items(document, [order for _, order in orders], records)),
    )
    _fill_terms(paper, document)
    paper.ends_on = row.ends_on or paper.ends_on
    for _, order in orders:
        if order.hours_a_month is not None:
            paper.hours = order.hours_a_month or None
    return Amended(paper, document, row.engagement_id)


def _fill_terms(paper: AmendedPaper, document: PaperDocument) -> None:
    if isinstance(document, ExternalDocument):
        paper.starts_on, paper.ends_on = document.starts_on, document.ends_on
        paper.currency, paper.net = document.currency, document.net
        paper.is_monthly, paper.hours = bool(document.hours_a_month), document.hours_a_month
    elif isinstance(document, AgreementDocument):
        fees = document.fees
        paper.starts_on, paper.ends_on = document.starts_on, document.ends_on
        paper.currency = fees.currency
        if any(line.unit_price is not None for line in fees.lines):
            paper.net = totals(fees).net
            paper.rates = _rates(document)
        paper.is_monthly = fees.kind is EngagementKind.RETAINER and all(
            line.unit == "month" and line.quantity == 1 for line in fees.lines
        )
        paper.hours = fees.hours_included if fees.kind is EngagementKind.RETAINER else None


def _rates(document: AgreementDocument) -> list[NetAtRate]:
    """The price by tax rate, as the paper printed it."""
    return [NetAtRate(rate=part.rate, net=part.net) for part in totals(document.fees).taxes]


def _earlier(number: str, order: ChangeOrderDocument) -> EarlierChange:
    return EarlierChange(
        number=number,
        net=net_of(order),
        days=order.days_added,
        rates=[NetAtRate(rate=rate, net=net) for rate, net in net_by_rate_of(order).items()],
    )


def _items(
    document: PaperDocument, orders: Iterable[ChangeOrderDocument], records: _Records
) -> Iterator[AmendedItem]:
    """Everything with a reference, as it stands: earlier change orders counted on, moved and took out."""
    found = list(_own_items(document, records))
    for order in orders:
        for ref, title, key, on in _added(order):
            found.append(AmendedItem(ref=ref, title=title, key=records.key(ref[0], key, title), on=on))
        removed = {row.ref for row in order.changes if row.action == "removed"}
        moved = {move.ref: move.after_on for move in order.moves}
        for item in found:
            item.is_removed = item.is_removed or item.ref in removed
            item.on = moved.get(item.ref) or item.on
    for item in found:
        item.on = records.dates.get(item.key) or item.on
        yield item


def _own_items(document: PaperDocument, records: _Records) -> Iterator[AmendedItem]:
    if isinstance(document, ExternalDocument):
        for place, promised in enumerate(document.promised, start=1):
            key = records.key("M", promised.key, promised.title)
            yield AmendedItem(ref=f"M{place}", key=key, title=promised.title, on=promised.on)
    if not isinstance(document, AgreementDocument):
        return
    for place, goal in enumerate(document.objectives, start=1):
        yield AmendedItem(ref=f"G{place}", title=goal.goal, on=goal.by)
    for place, output in enumerate(document.deliverables, start=1):
        key = records.key("D", output.key, output.title)
        yield AmendedItem(ref=f"D{place}", key=key, title=output.title, on=output.due_on)
    for place, milestone in enumerate(document.milestones, start=1):
        key = records.key("M", milestone.key, milestone.title)
        on = milestone.committed_on or milestone.planned_on
        yield AmendedItem(ref=f"M{place}", key=key, title=milestone.title, on=on)
    for place, payment in enumerate(document.fees.payments, start=1):
        yield AmendedItem(ref=f"P{place}", title=payment.text, on=payment.planned_on)


def _added(order: ChangeOrderDocument) -> Iterator[tuple[str, str, str, date | None]]:
    for place, output in enumerate(order.deliverables):
        yield order.ref_of("D", place), output.title, output.key, output.due_on
    for place, milestone in enumerate(order.milestones):
        yield order.ref_of("M", place), milestone.title, milestone.key, milestone.committed_on
    for place, payment in enumerate(order.payments):
        yield order.ref_of("P", place), payment.text, "", payment.planned_on


def _records(session: Session, engagement_id: str | None) -> _Records:
    made = _Records({}, {})
    if engagement_id is None:
        return made
    outputs = select(_DELIVERABLE.id, _DELIVERABLE.title, _DELIVERABLE.due_on.label("on"))
    dates = select(_MILESTONE.id, _MILESTONE.title, _MILESTONE.agreed_on.label("on"))
    for letter, query, owner in (
        ("D", outputs, _DELIVERABLE.engagement_id),
        ("M", dates, _MILESTONE.engagement_id),
    ):
        for row in session.execute(query.where(owner == engagement_id)):
            made.by_title.setdefault((letter, row.title), row.id)
            made.dates[row.id] = row.on
    return made


def slipped(session: Session, found: Amended) -> list[DateMove]:
    """Milestones that are planned later than the paper says, offered as dates to move."""
    if found.engagement_id is None:
        return []
    rows = session.execute(
        select(_MILESTONE.id, _MILESTONE.planned_on).where(
            _MILESTONE.engagement_id == found.engagement_id, _MILESTONE.actual_on.is_(None)
        )
    )
    planned = {row.id: row.planned_on for row in rows}
    return [
        DateMove(key=item.key, ref=item.ref, title=item.title, before_on=item.on, after_on=planned[item.key])
        for item in found.paper.items
        if not item.is_removed and item.on and planned.get(item.key) and planned[item.key] > item.on
    ]
