"""How late a milestone is, in words; no reportlab here, drafts say it too."""

from __future__ import annotations

from clientdesk.models.family_documents import MilestoneStatus
from clientdesk.services.papers.wording import Wording


def slip_words(words: Wording, row: MilestoneStatus) -> str:
    """The slip in words: "3 working days late", "On time"; a dash as long as nothing is forecast."""
    if row.slip_days is None:
        return words.text("family.none")
    if row.slip_days == 0:
        return words.text("status.on_time")
    days = words.count("working_days", abs(row.slip_days), spelled=False)
    return words.text("status.late" if row.slip_days > 0 else "status.early", days=days)
