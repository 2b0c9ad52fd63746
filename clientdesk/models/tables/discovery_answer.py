"""What a client answered in the discovery session; feeds the first draft of a paper."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from clientdesk.models.tables.base import LINE_LENGTH, TEXT_LENGTH, Day, Name, Row, Text, length, not_blank


class DiscoveryAnswerFields(SQLModel):
    """`question_key`: of the shipped question (`why_now`, `success`...), else a slug of one's own question.
    `question`: as it was asked. `asked_on`: the day of the session."""

    question_key: Name = Field(max_length=64)
    question: Name = Field(max_length=LINE_LENGTH)
    answer: Text = Field(default="", max_length=TEXT_LENGTH)
    asked_on: Day | None = None
    position: int = Field(default=0, ge=0, le=10_000)


class DiscoveryAnswer(DiscoveryAnswerFields, Row, table=True):
    __tablename__ = "discovery_answer"
    __table_args__ = (
        not_blank("question"),
        length("question", LINE_LENGTH),
        length("answer", TEXT_LENGTH),
        UniqueConstraint("client_id", "question_key"),
    )

    client_id: str = Field(foreign_key="client.id", max_length=36)
