"""What the window sees of mail that was read from files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from clientdesk.models.enums import TouchKind

MOST_AT_ONCE = 20_000
"""More messages than these can't be undone as one step; they are taken in parts."""


@dataclass(frozen=True, slots=True)
class MailProposal:
    """One message that would become an entry of a client's record.

    Attributes:
        key: names it when the chosen ones are taken; one message to two clients makes two.
        kind: mail sent or mail received.
        at: when it was written (UTC); `on` its date in the practice's zone.
        is_ambiguous: its address belongs to more than one client, or to nobody among several such; left unticked.
    """

    key: str
    client_id: str
    client: str
    contact_id: str | None
    contact: str
    kind: TouchKind
    at: datetime
    on: date
    subject: str
    is_ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class MailReading:
    """What was found in files of mail; nothing of it is kept yet.

    Attributes:
        proposals: newest first.
        messages: how many messages there were.
        known: how many proposals are in the record already and are left out.
        strangers: messages between others, or with nobody known.
        aside: drafts, automatic answers and junk.
        undated, ahead: left out for having no date, or one after today.
        unreadable: heads that are cut off or no heads at all.
        unclaimed: addresses that wrote to a client and are nobody known, the most frequent first, with how
            often: perhaps the user's own.
    """

    proposals: tuple[MailProposal, ...] = ()
    messages: int = 0
    known: int = 0
    strangers: int = 0
    aside: int = 0
    undated: int = 0
    ahead: int = 0
    unreadable: int = 0
    unclaimed: tuple[tuple[str, int], ...] = ()
