"""What was announced: written before the call, settled after it, so that nothing is said twice."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from clientdesk.models.enums import NoticeState, NoticeTopic
from clientdesk.models.tables.base import LINE_LENGTH, Instant, Row, length, one_of, stored_enum


class NotificationLog(Row, table=True):
    """`occasion`: stable key of the due moment (see `models.schedule`); one row an occasion.

    `subject_id`: the paper, touchpoint, event or request it is about; empty for a check-in.
    """

    __tablename__ = "notification_log"
    __table_args__ = (
        UniqueConstraint("occasion"),
        one_of("state", NoticeState),
        one_of("topic", NoticeTopic),
        length("occasion", LINE_LENGTH),
    )

    occasion: str = Field(max_length=LINE_LENGTH)
    topic: NoticeTopic = stored_enum(NoticeTopic, default=NoticeTopic.CHECK_IN)
    subject_id: str = Field(default="", max_length=64)
    client_id: str | None = Field(default=None, foreign_key="client.id", max_length=36, index=True)
    rhythm_kind: str | None = Field(default=None, max_length=16)
    due_at: Instant
    state: NoticeState = stored_enum(NoticeState, default=NoticeState.PENDING)
    channel: str = Field(default="", max_length=32)
    notice_id: str = Field(default="", max_length=36, index=True)
    settled_at: Instant | None = None
    answer: str = Field(default="", max_length=32)
