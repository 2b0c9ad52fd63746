"""What one write touched: the only thing that travels from the store to the panels."""

from __future__ import annotations

from dataclasses import dataclass, field

from clientdesk.models.enums import Kind


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """One committed write.

    Attributes:
        label: the step in the user's words ("Log update"), shown by undo.
        touched: pairs of kind and record id; empty id for "many of this kind".
        undoable: whether the step went onto the undo stack.
        owners: for each kind touched, the clients whose rows these were and are; an empty id where a row
            doesn't name its client itself. None: not known.
    """

    label: str
    touched: frozenset[tuple[Kind, str]]
    undoable: bool = True
    owners: frozenset[tuple[Kind, str]] | None = field(default=None, compare=False)

    @property
    def kinds(self) -> frozenset[Kind]:
        return frozenset(kind for kind, _ in self.touched)
