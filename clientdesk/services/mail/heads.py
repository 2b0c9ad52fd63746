"""The head of one message: who wrote to whom, when, about what. Survives whatever mail programs write."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, timedelta, timezone
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses, parsedate_tz

from clientdesk.models.text import clean_line
from clientdesk.services.mail.ports import MessageHead

MOST_ADDRESSES = 500
"""More receivers than these are a mailing, not a word to a client; the rest is left out."""
MOST_SUBJECT = 300
MOST_ADDRESS = 320
WRONG_CLOCK = timedelta(days=1)
"""A sender's clock that differs this much from the one that took the message in is not believed."""

_PARSER = BytesHeaderParser()
_ADDRESS = re.compile(r"[^\s@<>,;:\"\\]+@[^\s@<>,;:\"\\]+")


def read_head(raw: bytes, place: int, delivered: str = "") -> MessageHead | None:
    """Read the head of a message.

    Args:
        raw: its lines, without the body.
        place: which message of its source, from 1.
        delivered: the date on a mailbox's dividing line, for a message without any of its own.

    Returns:
        None when these lines are no head: neither a sender nor a receiver.
    """
    message = _PARSER.parsebytes(raw)
    senders, names = _addresses(message, ("From", "Sender"))
    receivers, more = _addresses(message, ("To", "Cc", "Bcc"))
    if not senders and not receivers:
        return None
    subject = _subject(message)
    sent_at = _sent_at(message, delivered)
    key = _key(message, sent_at, senders, receivers, subject)
    return MessageHead(key, sent_at, senders, receivers, more | names, subject, place)


def _all(message: Message, name: str) -> list[str]:
    try:
        return [_as_text(value) for value in message.get_all(name, [])]
    except (ValueError, LookupError, HeaderParseError):
        return []


def _as_text(value: object) -> str:
    """A header as the parser gives it: bytes that are no ASCII come as surrogates or as a `Header`."""
    text = str(value)
    try:
        return text.encode("ascii", "surrogateescape").decode("utf-8", "replace")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8")


def _addresses(message: Message, fields: tuple[str, ...]) -> tuple[tuple[str, ...], dict[str, str]]:
    found: dict[str, str] = {}
    for name, address in _pairs([line for field in fields for line in _all(message, field)]):
        plain = address.strip().casefold()
        if len(plain) <= MOST_ADDRESS and _ADDRESS.fullmatch(plain) and len(found) < MOST_ADDRESSES:
            found.setdefault(plain, clean_line(_decoded(name))[:200])
    return tuple(found), {address: name for address, name in found.items() if name}


def _pairs(lines: list[str]) -> list[tuple[str, str]]:
    found = []
    for line in lines:
        unfolded = " ".join(line.split())
        try:
            found += getaddresses([unfolded[:100_000]])
        except (ValueError, LookupError, TypeError, RecursionError):
            found += [("", address) for address in _ADDRESS.findall(unfolded[:100_000])]
    return found


def _subject(message: Message) -> str:
    lines = _all(message, "Subject")
    return clean_line(_decoded(lines[0]))[:MOST_SUBJECT] if lines else ""


def _decoded(text: str) -> str:
    """Encoded words in plain letters; a word that can't be read stays as it is written."""
    if "=?" not in text:
        return text
    try:
        parts = decode_header(" ".join(text.split()))
    except (HeaderParseError, ValueError, LookupError):
        return text
    return "".join(_letters(part, charset) for part, charset in parts)


def _letters(part: bytes | str, charset: str | None) -> str:
    if isinstance(part, str):
        return part
    try:
        return part.decode(charset or "ascii", "replace")
    except (LookupError, ValueError):
        return part.decode("utf-8", "replace")


def _sent_at(message: Message, delivered: str) -> datetime | None:
    """The sender's own date, unless the first server to take it in disagrees by more than a day."""
    written = next((at for line in _all(message, "Date") if (at := instant(line)) is not None), None)
    hops = [_hop(line) for line in _all(message, "Received")]
    taken_in = next((at for at in reversed(hops) if at is not None), None)
    if written is not None and taken_in is not None and abs(written - taken_in) > WRONG_CLOCK:
        return taken_in
    return written or taken_in or instant(delivered)


def _hop(line: str) -> datetime | None:
    return instant(line.rpartition(";")[2])


def instant(text: str) -> datetime | None:
    """A date as mail writes it, as a UTC instant; None for anything else. Without a zone it is UTC."""
    try:
        parts = parsedate_tz(" ".join(text.split())[:200])
        if parts is None:
            return None
        offset = timezone(timedelta(seconds=parts[9] or 0))
        second = min(parts[5], 59)
        return datetime(*parts[:5], second, tzinfo=offset).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError, AttributeError):
        return None


def _key(
    message: Message,
    sent_at: datetime | None,
    senders: tuple[str, ...],
    receivers: tuple[str, ...],
    subject: str,
) -> str:
    own = next((" ".join(line.split()) for line in _all(message, "Message-ID") if line.strip()), "")
    named = own or "\n".join([str(sent_at), *senders, "", *receivers, "", subject])
    return hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()
