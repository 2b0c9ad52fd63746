"""What one write touched: the only thing that travels from the store to the panels."""

from __future__ import annotations

from dataclasses import dataclass

from clientdesk.models.enums import Kind


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """One committed write.

    Attributes:
        label: the step in the user's words ("Log update"), shown by undo.
        touched: pairs of kind and record id; empty id for "many of this kind".
        undoable: whether the step went onto the undo stack.
    """

    label: str
    touched: frozenset[tuple[Kind, str]]
    undoable: bool = True

    @property
    def kinds(self) -> frozenset[Kind]:
        return frozenset(kind for kind, _ in self.touched)
