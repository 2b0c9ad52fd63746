"""What came of a notification, and what of it still waits, for the window that follows it up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from clientdesk.models.enums import NoticeState, NoticeTopic, TouchKind


@dataclass(frozen=True, slots=True)
class Answer:
    """What an answer to a notification did.

    Attributes:
        verb: ``told`` (a touch was logged), ``write`` (open the small window for the client), ``tomorrow`` (put
            off), ``open`` (show the client, or the list for several), ``held`` or ``missed`` (the meeting is in
            the record), ``moved`` (a booked meeting waits to be given its new time: `touch_id`; of a foreign
            calendar's event nothing is left to do: None), ``settled`` (nothing was owed any more) or ``none``.
        client_ids: the clients it was about, the one it was answered for first.
        client: that one's name.
        touch_id: the touchpoint that was logged, for undo and "what was told?"; for ``moved`` the booked one.
        until: the day a client was put off to.
        topic: what the notification was about in the first place; None for ``none``.
        subject_id: the paper, touchpoint, event or request it was about; empty for a check-in.
    """

    verb: str
    client_ids: tuple[str, ...] = ()
    client: str = ""
    touch_id: str | None = None
    until: date | None = None
    topic: NoticeTopic | None = None
    subject_id: str = ""


class Mark(StrEnum):
    """What became of the pop-up that spoke of something still open: it was on the screen; perhaps (the program
    ended before the desktop answered); or no channel could show it."""

    ANNOUNCED = "announced"
    PERHAPS = "perhaps"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class UnansweredView:
    """A pop-up that nobody answered, about something that still stands. Instants are UTC.

    Attributes:
        words: one sentence: what stands now.
        announced_at: when the pop-up was handed over.
        starts_at: of a meeting.
    """

    notice_id: str
    topic: NoticeTopic
    subject_id: str
    client_id: str
    client: str
    words: str
    announced_at: datetime
    mark: Mark
    starts_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HeldQuestion:
    """A meeting that is over and of which nobody said whether it took place. Instants are UTC.

    Attributes:
        subject_id: id of the booked touchpoint, or of the foreign calendar's event.
        is_event: whether it is such an event.
        key: stable name for the log.
        source_key: of an event: what the logged touch is marked with, so that it is never logged twice.
        kind: what *Held* logs.
        is_older: it ended before its calendar came here: listed, never asked about in a notification.
    """

    subject_id: str
    is_event: bool
    client_id: str
    client: str
    title: str
    starts_at: datetime
    ends_at: datetime
    kind: TouchKind
    key: str
    source_key: str = ""
    is_older: bool = False
    colour: int = 0


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
    topic: NoticeTopic = NoticeTopic.CHECK_IN
    notice_id: str = ""
