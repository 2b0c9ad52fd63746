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

MOST_LINE = 100_000
"""What stands further right in a line of addresses is not looked at."""
DEEPEST = 20
"""Remarks within remarks deeper than this are an attack on the reader, not a name."""

_PARSER = BytesHeaderParser()
_ADDRESS = re.compile(r"[^\s@<>,;:\"\\]+@[^\s@<>,;:\"\\]+")
_BETWEEN = re.compile(r"[\s<>,;:\"\\()]+")
_FIELD = re.compile(rb"[!-9;-~]+:")
_ASIDE_FIELDS = frozenset(
    {
        "auto-submitted",
        "precedence",
        "x-autoreply",
        "x-autorespond",
        "x-mozilla-draft-info",
        "x-unsent",
        "x-uniform-type-identifier",
        "x-gmail-labels",
    }
)
_REPLIED = frozenset({"auto_reply", "auto-reply"})
_UNSENT = frozenset({"1", "yes", "true"})
_ASIDE_LABELS = frozenset(
    "draft drafts spam entwurf entwürfe brouillon brouillons borrador borradores bozza bozze concepten".split()
)
"""How the mailboxes of Gmail name drafts and junk."""


def read_head(raw: bytes, place: int, delivered: str = "") -> MessageHead | None:
    """Read the head of a message.

    Args:
        raw: its lines, without the body.
        place: which message of its source, from 1.
        delivered: the date on a mailbox's dividing line, for a message without any of its own.

    Returns:
        None when these lines are no head: neither a sender nor a receiver.
    """
    message = _PARSER.parsebytes(_fields_of(raw))
    senders, names = _addresses(message, ("From", "Sender"))
    receivers, more = _addresses(message, ("To", "Cc", "Bcc"))
    if not senders and not receivers:
        return None
    subject = _subject(message)
    sent_at = _sent_at(message, delivered)
    key = _key(message, sent_at, senders, receivers, subject)
    return MessageHead(key, sent_at, senders, receivers, more | names, subject, place, _is_aside(message))


def _fields_of(raw: bytes) -> bytes:
    """The head's fields; lines that are none (such as a second dividing line) would end the head for the parser."""
    kept: list[bytes] = []
    is_in = False
    for line in raw.splitlines(keepends=True):
        is_in = is_in if line[:1] in (b" ", b"\t") else _FIELD.match(line) is not None
        if is_in:
            kept.append(line)
    return b"".join(kept)


def _is_aside(message: Message) -> bool:
    """Whether nobody wrote it to anybody: a draft, an automatic answer, junk."""
    if _ASIDE_FIELDS.isdisjoint(name.casefold() for name in message):
        return False

    def says(name: str) -> str:
        return next(iter(_all(message, name)), "").partition(";")[0].strip().casefold()

    if says("Auto-Submitted") not in ("", "no") or says("Precedence") in _REPLIED:
        return True
    if says("X-Autoreply") or says("X-Autorespond") or says("X-Mozilla-Draft-Info"):
        return True
    if says("X-Unsent") in _UNSENT or says("X-Uniform-Type-Identifier") == "com.apple.mail-draft":
        return True
    labels = " ".join(_decoded(line[:2_000]) for line in _all(message, "X-Gmail-Labels"))
    return any(label.strip(' "').casefold() in _ASIDE_LABELS for label in labels.split(","))


def _all(message: Message, name: str) -> list[str]:
    """Every field of a name, as written; the parser's own answer would lose letters that are no ASCII."""
    wanted = name.casefold()
    return [_as_text(value) for field, value in message.raw_items() if field.casefold() == wanted]


def _as_text(value: str) -> str:
    """Bytes that are no ASCII come as surrogates: they are UTF-8, or what Western programs wrote before it."""
    raw = value.encode("utf-8", "surrogateescape")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


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
        unfolded = " ".join(line.split())[:MOST_LINE]
        try:
            if _depth(unfolded) <= DEEPEST:
                found += getaddresses([unfolded])
                continue
        except (ValueError, LookupError, TypeError, RecursionError):
            pass
        found += [("", word) for word in _BETWEEN.split(unfolded) if _ADDRESS.fullmatch(word)]
    return found


def _depth(line: str) -> int:
    """How deep remarks in brackets lie within each other; unclosed ones count."""
    if line.count("(") <= DEEPEST:
        return 0
    deepest = depth = 0
    for char in line:
        if char == "(":
            depth += 1
            deepest = max(deepest, depth)
        elif char == ")":
            depth = max(depth - 1, 0)
    return deepest


def _subject(message: Message) -> str:
    lines = _all(message, "Subject")
    return clean_line(_decoded(lines[0][: 20 * MOST_SUBJECT]))[:MOST_SUBJECT] if lines else ""


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
