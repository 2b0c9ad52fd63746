"""Which client a word of a quick-add line means: by name, beginning, initials, or with one letter wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clientdesk.models.quick_add_words import NOT_CLIENTS
from clientdesk.models.text import fold

LONGEST_NAME_WORDS = 4
_LEAST_FOR_A_SLIP = 5
_LEAST_BARE = 3


@dataclass(frozen=True, slots=True)
class ClientName:
    """A client that can be meant."""

    client_id: str
    name: str


def find_client(
    words: Sequence[str], clients: Sequence[ClientName], *, is_strict: bool = False
) -> list[ClientName]:
    """The clients that folded words mean, those that fit best; several when they can't be told apart.

    Args:
        is_strict: only a whole name, or its first word; for words in the middle of a line.
    """
    text = " ".join(words)
    if not text or (not is_strict and text in NOT_CLIENTS):
        return []
    ranked = [
        (rank, client) for client in clients if (rank := _rank(text, len(words), client, is_strict=is_strict))
    ]
    best = max((rank for rank, _ in ranked), default=0)
    return [client for rank, client in ranked if rank == best]


def _rank(text: str, count: int, client: ClientName, *, is_strict: bool) -> int:
    name = fold(client.name)
    parts = [part for part in name.replace("&", " ").replace("-", " ").split() if part]
    if text == name:
        return 7
    if count > 1:
        return 6 if name.startswith(text) or " ".join(parts).startswith(text) else 0
    if parts and text == parts[0] and len(text) >= _LEAST_BARE:
        return 6
    if is_strict or len(text) < 2:
        return 0
    if name.startswith(text):
        return 5
    if "".join(part[0] for part in parts).startswith(text):
        return 4
    if len(text) >= _LEAST_BARE and any(part.startswith(text) for part in parts[1:]):
        return 3
    if len(text) >= _LEAST_FOR_A_SLIP and any(_is_slip(text, part) for part in parts[:1]):
        return 1
    return 0


def _is_slip(text: str, part: str) -> bool:
    """Whether one letter is wrong, missing, too much, or changed places with the next; the first one is right."""
    if text[0] != part[0] or abs(len(text) - len(part)) > 1:
        return False
    same = next(
        (i for i, (a, b) in enumerate(zip(text, part, strict=False)) if a != b), min(len(text), len(part))
    )
    rest, other = text[same:], part[same:]
    return (
        rest[1:] == other[1:]
        or rest[1:] == other
        or rest == other[1:]
        or (rest[:2] == other[1::-1] and rest[2:] == other[2:])
    )
