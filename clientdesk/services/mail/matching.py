"""Whose mail it is: addresses of contacts against senders and receivers, the user's own for the direction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from clientdesk.models.enums import TouchKind
from clientdesk.services.mail.ports import MessageHead


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose address it is; without a contact it is the client's own."""

    client_id: str
    client: str
    contact_id: str | None = None
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """One client a message was exchanged with."""

    owner: Owner
    kind: TouchKind
    is_ambiguous: bool = False
    guessed: str = ""
    """The address that nobody has, where the client is only the one whose page it was dropped on."""


@dataclass(slots=True)
class AddressBook:
    """Addresses in lower case.

    Attributes:
        owners: by address everybody who has it; more than one client makes it ambiguous.
        own: addresses the user writes from.
        fallback: whose page the mail was dropped on: mail with an address nobody has is taken as theirs.
    """

    owners: Mapping[str, tuple[Owner, ...]]
    own: frozenset[str] = field(default_factory=frozenset)
    fallback: Owner | None = None

    def matches(self, head: MessageHead) -> tuple[Match, ...]:
        """The clients this message is a word with: written by them, or by the user to them.

        Mail between a client and others, or from an address nobody knows, is no word of ours.
        """
        if self._is_ours(head):
            found = self._each(head.receivers, TouchKind.MAIL_SENT)
            others = [address for address in head.receivers if address not in self.own]
            return found or self._guess(TouchKind.MAIL_SENT, others)
        found = self._each(head.senders[:1], TouchKind.MAIL_RECEIVED)
        if found or not any(address in self.own for address in head.receivers):
            # From somebody unknown to somebody unknown, it could be either way.
            return found
        return self._guess(TouchKind.MAIL_RECEIVED, head.senders)

    def _is_ours(self, head: MessageHead) -> bool:
        """Whether the user wrote it; that one of their machines passed a client's mail on makes it none of theirs."""
        if head.senders[:1] and head.senders[0] not in self.own and head.senders[0] in self.owners:
            return False
        return any(address in self.own for address in head.senders)

    def _guess(self, kind: TouchKind, addresses: Sequence[str]) -> tuple[Match, ...]:
        if self.fallback is None or not addresses:
            return ()
        return (Match(self.fallback, kind, guessed=addresses[0]),)

    def is_to_client(self, head: MessageHead) -> bool:
        """Whether a known client is among the receivers."""
        return any(address in self.owners for address in head.receivers)

    def _each(self, addresses: Iterable[str], kind: TouchKind) -> tuple[Match, ...]:
        found: dict[str, Match] = {}
        for address in addresses:
            owners = () if address in self.own else self.owners.get(address, ())
            clients = {owner.client_id for owner in owners}
            for owner in owners:
                found.setdefault(owner.client_id, Match(owner, kind, len(clients) > 1))
        return tuple(found.values())
