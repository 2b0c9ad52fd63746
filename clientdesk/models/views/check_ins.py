"""What lists, pages, notifications and the command line see of a client's next word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from clientdesk.models.enums import CheckInState, HoldEvent, RhythmKind
from clientdesk.models.records import record
from clientdesk.models.rhythms import RhythmStatus

RhythmStatusView = RhythmStatus
"""One rhythm today, as the rules judge it."""


@record
class ClientCheckInView:
    """One client's state with its reason in words.

    Attributes:
        due_on: the earliest date of what gives the state.
        reason: one sentence: why it stands there.
        owed_kind: the kind of word that falls due first; None when only the limit asks.
        quiet_days: calendar days of silence; None without a limit.
        paused_until: last day of a hold or snooze is the day before; None until released or not paused.
        last_touch_at: last held contact other than a note (UTC).
        underlying: the state as it would be without hold and snooze.
        told: "last told: budget draft by email on 5 Oct"; of those owed or due soon, else empty.
        reach: "their time 04:40; reach them 15:00-17:00 your time"; only where the client's zone differs.
        hold_event: what ends the hold by itself; None without one or not on hold.
    """

    client_id: str
    client: str
    colour: int
    tier: str
    state: CheckInState
    due_on: date | None
    limit_on: date | None
    limit_days: int | None
    quiet_days: int | None
    rhythms: tuple[RhythmStatusView, ...]
    reason: str
    owed_kind: RhythmKind | None
    paused_until: date | None
    pause_reason: str
    last_touch_at: datetime | None
    zone: str | None
    underlying: CheckInState
    told: str = ""
    reach: str = ""
    hold_event: HoldEvent | None = None


@dataclass(frozen=True, slots=True)
class KeptView:
    """How well one rhythm was kept: of its last `of` dates settled or missed, `on_time` were kept on time.

    Attributes:
        words: "8 of the last 10 on time"; "too early to say" below four.
    """

    rhythm_id: str
    kind: RhythmKind
    on_time: int
    of: int
    words: str
