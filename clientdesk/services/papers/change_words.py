"""How a change order names the paper it changes, and prints what is added or taken away."""

from __future__ import annotations

from decimal import Decimal

from clientdesk.models.family_documents import ChangeOrderDocument
from clientdesk.services.papers.family_story import FamilyStory
from clientdesk.services.papers.wording import Wording

ChangeStory = FamilyStory[ChangeOrderDocument]


def amended_name(made: ChangeStory) -> str:
    """How the amended paper is called in sentences: number and version; the title of one without a number."""
    paper = made.document.amends
    if not paper.number:
        return paper.title or made.words.text("family.none")
    if paper.is_external:
        return paper.number
    return made.words.text("change_order.paper_version", number=paper.number, version=str(paper.version))


def signed_days(words: Wording, days: int) -> str:
    """A number of days with its sign; "0 days" is said, never left out."""
    counted = words.count("days", abs(days), spelled=False)
    if not days:
        return counted
    return words.text("family.more_days" if days > 0 else "family.fewer_days", days=counted)


def signed_money(words: Wording, amount: Decimal | None, currency: str) -> str:
    """An amount with its sign in front, also when it is added; zero has none."""
    value = amount or Decimal(0)
    shown = words.money(value, currency)
    return f"+{shown}" if value > 0 else shown
