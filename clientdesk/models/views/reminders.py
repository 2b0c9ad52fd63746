"""What came of a notification, for the window that follows it up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from clientdesk.models.enums import NoticeState


@dataclass(frozen=True, slots=True)
class Answer:
    """What an answer to a notification did.

    Attributes:
        verb: ``told``, ``tomorrow``, ``open`` or ``none``.
        client_ids: the clients it was about.
        touch_id: the touchpoint that was logged, for undo and "what was told?".
        until: the day a client was put off to.
    """

    verb: str
    client_ids: tuple[str, ...] = ()
    client: str = ""
    touch_id: str | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class AnnouncementView:
    """One row of the notification log. Instants are UTC."""

    occasion: str
    client_id: str | None
    client: str
    due_at: datetime
    state: NoticeState
    channel: str
    answer: str
