"""What only a proposal has: approach, options side by side, and how to go on from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clientdesk.services.papers import fee_pages
from clientdesk.services.papers.family_story import strong
from clientdesk.services.papers.flowables import (
    BODY,
    CELL,
    CELL_NOTE,
    CELL_RIGHT,
    CELL_STRONG,
    TextRuns,
    paragraphs,
    rows_table,
    tinted_box,
    with_gap,
)

if TYPE_CHECKING:
    from clientdesk.services.papers.agreement_story import Story


def add_approach(made: Story) -> None:
    """How the work is done, in the consultant's words."""
    if made.document.approach:
        made.part("approach", *paragraphs(made.document.approach, BODY), key="proposal.approach")


def add_options(made: Story) -> None:
    """The ways to do it, with their prices; one may be recommended."""
    words, document = made.words, made.document
    if not document.options:
        return
    currency = document.fees.currency
    rows: list[list[Any]] = []
    for place, option in enumerate(document.options, start=1):
        title = paragraphs(option.title, CELL_STRONG)
        if option.is_recommended:
            title += [TextRuns(words.text("proposal.recommended"), CELL_NOTE)]
        price = "" if option.price is None else words.money(option.price, currency)
        rows.append([strong(f"O{place}"), title, paragraphs(option.text, CELL), TextRuns(price, CELL_RIGHT)])
    head = made.head("proposal", "ref", "option", "content")
    head.append(words.text("proposal.price", currency=currency))
    table = rows_table(head, rows, made.columns(6, 25, 49, 20), right=(3,))
    tax = document.fees.tax_name
    note = [made.text("proposal.price_note", CELL_NOTE, tax=tax)] if tax else []
    terms = [] if made.has("fees") else fee_pages.option_terms(made)
    made.part("options", *note, with_gap(table), *terms, key="proposal.options")


def add_next(made: Story) -> None:
    """How to accept: choose an option, and a statement of work follows. Nothing is signed here."""
    words, document = made.words, made.document
    party = document.consultant
    to = document.return_to or party.email or party.signatory or party.legal_name
    to = to or words.text("purpose.the_consultant")
    said: list[tuple[str, dict[str, str]]] = [("proposal.accept", {"email": to})]
    if len(document.options) > 1:
        options = words.text("rules.list_or", items=", ".join(_refs(made)[:-1]), last=_refs(made)[-1])
        said = [("proposal.accept_option", {"email": to, "options": options})]
    if document.open_until:
        said.append(("proposal.until", {"date": words.day_long(document.open_until)}))
    said.append(("proposal.nothing_owed", {}))
    box = tinted_box([made.prose(said)], made.width)
    made.whole(made.titled("next", "proposal.next"), box)


def _refs(made: Story) -> list[str]:
    return [f"O{place}" for place in range(1, len(made.document.options) + 1)]
