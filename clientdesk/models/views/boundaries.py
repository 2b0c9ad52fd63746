"""What the window sees of the working rules: time off, holidays, checks, and the preview."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class TimeOffView:
    """Days away, both included, and the day on which that was entered."""

    time_off_id: str
    starts_on: date
    ends_on: date
    note: str
    entered_on: date


@dataclass(frozen=True, slots=True)
class HolidayView:
    """A public holiday of the practice's region."""

    on: date
    name: str


@dataclass(frozen=True, slots=True)
class RegionView:
    """A country or a part of one, as the holiday calendar names it."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class BoundaryCheck:
    """Rules that contradict each other, as a sentence.

    Attributes:
        code: stable identifier.
        field: the rule beside which it belongs.
        sentence: in words for the user.
    """

    code: str
    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One line of a table of the agreement's Exhibit A; `detail` is its meaning or content."""

    title: str
    when: str
    how: str
    detail: str


@dataclass(frozen=True, slots=True)
class BoundaryPreview:
    """How the rules read in the agreement; the paper is set from the same words.

    Attributes:
        rhythms: what is told, when, how, and with what content.
        responses: level, first answer within, channel, meaning.
        availability: the hours, in words, with the client's own clock where it differs.
        sentences: key of each sentence (see `BoundaryRules.wording`) and its text.
        emergency: the emergency protocol, empty without one.
    """

    rhythms: tuple[PreviewRow, ...]
    responses: tuple[PreviewRow, ...]
    sentences: tuple[tuple[str, str], ...]
    emergency: str


@dataclass(frozen=True, slots=True)
class MessageSentence:
    """One thing to say of a message; `is_conflict`: something contradicts itself, or goes against the rules."""

    text: str
    is_conflict: bool = False


@dataclass(frozen=True, slots=True)
class MessageView:
    """How a message would be treated by the working rules.

    Attributes:
        summary: when it comes, how, and by when it is answered, in one sentence.
        sentences: why, and what else there is to say.
        due_at: the answer is promised by then; None where nothing can be promised.
    """

    summary: str
    sentences: tuple[MessageSentence, ...]
    due_at: datetime | None
