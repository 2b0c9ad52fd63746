"""Looks at a calendar's text as a whole: did it arrive to its end, and does it give its own address away?"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_LEAST_SECRET = 12
_ADDRESS_LINES = re.compile(
    rb"^(?:SOURCE|URL|X-ORIGINAL-URL|X-PUBLISHED-URL)[;:][^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n?",
    re.IGNORECASE | re.MULTILINE,
)


def is_whole(content: bytes) -> bool:
    """Whether the text closes the calendar it opens."""
    return content.replace(b"\0", b"").rstrip()[-13:].upper() == b"END:VCALENDAR"


def without_address(content: bytes, address: str) -> bytes:
    """The text without the private address it came from: some servers write it into the calendar.

    Lines of the calendar itself that name where it is published go; the address, and the long parts of it that
    make it private, are blotted out wherever else they stand.
    """
    head, mark, rest = content.partition(b"BEGIN:VEVENT")
    cleaned = _ADDRESS_LINES.sub(b"", head) + mark + rest
    if not address:
        return cleaned
    parts = urlsplit(address.strip())
    secrets = {address.strip(), parts.path, parts.query, parts.password or ""}
    secrets |= set(re.split(r"[/?&=]", f"{parts.path}?{parts.query}"))
    for secret in sorted((s for s in secrets if len(s) >= _LEAST_SECRET), key=len, reverse=True):
        cleaned = _folded(secret).sub(b"...", cleaned)
    return cleaned


def _folded(secret: str) -> re.Pattern[bytes]:
    """The secret, wherever lines may have been folded within it."""
    return re.compile(rb"(?:\r?\n[ \t])?".join(re.escape(bytes([byte])) for byte in secret.encode()))
