"""Where the user has been, as a browser remembers it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Visit:
    """One stop on the way.

    Attributes:
        place: the panel's id.
        client_id: the client whose page it was; empty for the panel itself.
    """

    place: str
    client_id: str = ""


class Visits:
    """The way back and ahead; a stop made after going back drops what was ahead."""

    def __init__(self) -> None:
        self._way: list[Visit] = []
        self._position = -1

    def here(self) -> Visit | None:
        """The last stop; None before the first."""
        return self._way[self._position] if self._way else None

    def remember(self, visit: Visit) -> None:
        """Stop here; staying where one is is no stop."""
        if visit == self.here():
            return
        del self._way[self._position + 1 :]
        self._way.append(visit)
        self._position = len(self._way) - 1

    def has(self, step: int) -> bool:
        """Whether there is a stop so many steps ahead, or behind for a negative number."""
        return 0 <= self._position + step < len(self._way)

    def walk(self, step: int) -> Visit | None:
        """Go to that stop; None where there is none."""
        if not self.has(step):
            return None
        self._position += step
        return self._way[self._position]
