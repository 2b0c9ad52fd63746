"""What the window sees of the response clock: requests, and how well answers kept the promise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from clientdesk.models.enums import RequestBreach, Urgency


@dataclass(frozen=True, slots=True)
class RequestView:
    """Something a client asked, judged now.

    Attributes:
        due_at: the answer is promised by then (UTC); None where no working hours lead to it.
        warn_at: from then on it presses.
        left_minutes: time that counts until it is due; negative since it was; None without a date.
        is_late: the answer came after `due_at`, or hasn't come and that has passed.
        breach: the client's side of the rules, as the user judged it.
        suggested: the same as the rules would judge it; None when a breach is set, or there is none.
        words: how the answer stands, in one sentence without its full stop.
        breach_words: the breach set, or the suggestion; empty for neither.
        title: what they asked, in a line; never empty.
    """

    request_id: str
    client_id: str
    client: str
    colour: int
    contact_id: str | None
    contact: str
    urgency: Urgency
    channel: str
    text: str
    received_at: datetime
    acknowledged_at: datetime | None
    answered_at: datetime | None
    closed_at: datetime | None
    due_at: datetime | None
    warn_at: datetime | None
    left_minutes: int | None
    is_late: bool
    breach: RequestBreach | None
    suggested: RequestBreach | None
    touchpoint_id: str | None
    answer_touch_id: str | None
    words: str
    breach_words: str
    title: str

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.closed_at is None

    def is_pressing(self, now: datetime) -> bool:
        """Whether its warning has come."""
        return self.is_open and self.warn_at is not None and self.warn_at <= now


@dataclass(frozen=True, slots=True)
class RequestFigures:
    """How answers kept the promise since a day.

    Attributes:
        judged: requests whose answer came, or is late.
        in_time: of these, answered in time.
        median_minutes, longest_minutes: answer times, in the hours that were promised; None below four answers.
        ours: breaches of the user's side: late answers.
        theirs: breaches of theirs by kind, the most frequent first.
        sentences: all of it in words.
    """

    judged: int
    in_time: int
    median_minutes: int | None
    longest_minutes: int | None
    ours: int
    theirs: tuple[tuple[RequestBreach, int], ...]
    sentences: tuple[str, ...]
