"""What was agreed for a milestone by each executed paper: the newest is in force, older ones stay to be seen."""

from __future__ import annotations

from sqlmodel import Field

from clientdesk.models.tables.base import Day, Row


class MilestoneBaseline(Row, table=True):
    """`agreed_on`: the committed date on the paper, None where the paper took the milestone out.
    `executed_on`: the day the paper was executed."""

    __tablename__ = "milestone_baseline"

    milestone_id: str = Field(foreign_key="milestone.id", max_length=36, index=True)
    agreement_id: str = Field(foreign_key="agreement.id", max_length=36, index=True)
    agreed_on: Day | None = None
    executed_on: Day
