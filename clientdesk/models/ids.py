"""Record ids: UUIDv7 as text (RFC 9562), made in Python so that undo and import keep them."""

from __future__ import annotations

import os
import threading
import time
import uuid

_lock = threading.Lock()
_last = 0


def new_id() -> str:
    """A fresh UUIDv7; ids made in one process sort in the order of their making."""
    global _last
    with _lock:
        stamp = max(time.time_ns() >> 8, _last + 1)
        _last = stamp
    millis, rest = divmod(stamp << 8, 1_000_000)
    fraction = (rest << 12) // 1_000_000
    tail = int.from_bytes(os.urandom(8), "big") & (2**62 - 1)
    value = (millis & (2**48 - 1)) << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | tail
    return str(uuid.UUID(int=value))


def is_id(text: str) -> bool:
    """Whether a text has the form of a record id (any UUID, lower case, hyphenated)."""
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
