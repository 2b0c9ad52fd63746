"""The private addresses of subscriptions: in the keyring, and nowhere else."""

from __future__ import annotations

from clientdesk.models.errors import CalendarUnread, SecretsUnavailable
from clientdesk.services.calendars.ports import AddressKeeper


class Addresses:
    """Keeps and finds them; to be called from a worker thread, as a keyring may wait for its owner.

    What the keyring refuses is known for this run only; so is the address of a removed calendar, which undo
    may bring back.
    """

    def __init__(self, keeper: AddressKeeper) -> None:
        self._keeper = keeper
        self._this_run: dict[str, str] = {}
        self._forgotten: set[str] = set()
        self._brought_back: set[str] = set()

    def keep(self, calendar_id: str, address: str) -> str:
        """Hand an address to the keyring; returns why it refused, empty when it took it."""
        self._this_run[calendar_id] = address.strip()
        try:
            self._keeper.set(_name(calendar_id), address.strip())
        except SecretsUnavailable as refusal:
            return refusal.why
        del self._this_run[calendar_id]
        return ""

    def of(self, calendar_id: str) -> str:
        """The private address of a subscription.

        Raises:
            CalendarUnread: the keyring refuses, or it was never kept.
        """
        if calendar_id in self._this_run:
            address = self._this_run[calendar_id]
            self.keep(calendar_id, address)
            return address
        try:
            found = self._keeper.get(_name(calendar_id))
        except SecretsUnavailable as refusal:
            raise CalendarUnread("keyring") from refusal
        if not found:
            raise CalendarUnread("no_address")
        return found

    def known(self, calendar_id: str) -> str | None:
        """The same; None where it can't be had."""
        try:
            return self.of(calendar_id)
        except CalendarUnread:
            return None

    def forget(self, calendar_id: str) -> None:
        """Take an address out of the keyring; it stays in mind while undo may ask for it."""
        if calendar_id in self._this_run:
            return
        try:
            address = self._keeper.get(_name(calendar_id))
            if address is not None:
                self._this_run[calendar_id] = address
                self._forgotten.add(calendar_id)
                self._keeper.forget(_name(calendar_id))
        except SecretsUnavailable:
            return

    def settle(self, calendar_ids: set[str]) -> None:
        """After undo brought a removed calendar back its address is kept again, and after redo forgotten."""
        for calendar_id in self._forgotten & calendar_ids:
            self._forgotten.discard(calendar_id)
            self._brought_back.add(calendar_id)
            if calendar_id in self._this_run:
                self.keep(calendar_id, self._this_run[calendar_id])
        for calendar_id in self._brought_back - calendar_ids:
            # Asked of the keyring once: one that is locked may ask its owner each time.
            self._brought_back.discard(calendar_id)
            self.forget(calendar_id)


def _name(calendar_id: str) -> str:
    return f"calendar:{calendar_id}"
