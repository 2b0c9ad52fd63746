"""What reading mail needs from the outside: somebody who gives the heads of messages, one after the other.

A live mail account is one more `MailSource` beside the file and the mailbox.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from clientdesk.services.calendars.ports import Cancel

Progress = Callable[[int, int], None]
"""Called now and then with how much was read and how much there is, in bytes."""


@dataclass(frozen=True, slots=True)
class MessageHead:
    """What the head of one message says; nothing of its body.

    Attributes:
        message_key: the same for the same message wherever it is found.
        sent_at: when it was written (UTC); None where no date could be made out.
        senders, receivers: addresses in lower case, in the order of the head.
        names: the name beside an address, where one was given.
        place: which message of its source, from 1.
        is_aside: a draft, an automatic answer or junk: no word between people.
    """

    message_key: str
    sent_at: datetime | None
    senders: tuple[str, ...]
    receivers: tuple[str, ...]
    names: dict[str, str]
    subject: str
    place: int
    is_aside: bool = False


class MailSource(Protocol):
    """A place with messages."""

    def name(self) -> str:
        """How it is called on the screen."""
        ...

    def heads(self, cancel: Cancel, progress: Progress) -> Iterator[MessageHead | None]:
        """Each message's head; None for one whose head is cut off or is no head at all.

        Raises:
            FileUnreadable: it can't be read, or is no mail.
            Cancelled: somebody asked to stop.
        """
        ...
