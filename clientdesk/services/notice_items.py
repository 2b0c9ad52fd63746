"""What a pop-up can speak of: check-ins, papers, answers, meetings, and the question after one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from clientdesk.models.enums import NoticeTopic, RhythmKind

if TYPE_CHECKING:
    from clientdesk.services.preferences import Preferences

Keys = tuple[tuple[str, datetime], ...]
"""Keys for the log with the moment of each; one notice settles them all."""

ORDINARY = (NoticeTopic.CHECK_IN, NoticeTopic.PAPER, NoticeTopic.ANSWER)
"""What comes once an hour at most, and as a digest when it is about several clients."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing about one client that is to be said now.

    Attributes:
        keys: every due moment that saying it settles.
        words: the sentence without the client's name in front.
        more: a second sentence for the body; may be empty.
        subject_id: the paper, touchpoint, event or request; empty for a check-in.
        kind: of a check-in: the kind of word that is owed; None for the limit.
        kinds: of a check-in: the kind of each key but the first, which is `kind`; empty: all are `kind`.
        is_emergency: comes at once, also within the hour.
        starts_at: of a meeting.
    """

    topic: NoticeTopic
    client_id: str
    client: str
    keys: Keys
    words: str
    more: str = ""
    subject_id: str = ""
    kind: RhythmKind | None = None
    is_emergency: bool = False
    starts_at: datetime | None = None
    kinds: tuple[RhythmKind | None, ...] = ()

    def kind_of(self, place: int) -> RhythmKind | None:
        """The kind of word which one of the keys is about."""
        return self.kinds[place] if place and self.kinds else self.kind


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at the record found.

    Attributes:
        pop_ups: what to show now, each with what it speaks of, the first leading.
        next_at: when to look again at the latest; None when nothing lies ahead.
    """

    pop_ups: tuple[tuple[Item, ...], ...] = ()
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReminderSettings:
    """What the user has set about reminders on this computer.

    Attributes:
        paused_until: an instant (UTC) before which nothing is said.
        second_digest: minute of the day from which the second digest may come.
        meeting_minutes: so long before a meeting; 0 for never.
        asks_held: whether to ask after a meeting if it took place.
        trusted_clock: a time of the record that the user knows to be wrong; see `reminder_survey.clock_doubt`.
        trusted_since: when the user said so.
    """

    is_on: bool = True
    paused_until: datetime | None = None
    second_digest: int = 15 * 60 + 30
    meeting_minutes: int = 10
    asks_held: bool = True
    trusted_clock: datetime | None = None
    trusted_since: datetime | None = None

    @classmethod
    def of(cls, preferences: Preferences) -> ReminderSettings:
        return cls(
            bool(preferences.get("reminders")),
            _instant(preferences.get("paused_until")),
            min(max(int(preferences.get("second_digest")), 0), 1_439),
            int(preferences.get("meeting_minutes")),
            bool(preferences.get("ask_held")),
            _instant(preferences.get("trusted_clock")),
            _instant(preferences.get("trusted_since")),
        )

    def pause_end(self, now: datetime) -> datetime | None:
        """When a pause that runs now ends; None without one."""
        return self.paused_until if self.paused_until is not None and self.paused_until > now else None


def _instant(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
