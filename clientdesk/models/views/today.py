"""What Today shows, built before any table is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from clientdesk.models.enums import TouchKind
from clientdesk.models.views.check_ins import ClientCheckInView
from clientdesk.models.views.reminders import HeldQuestion, UnansweredView
from clientdesk.models.views.requests import RequestView
from clientdesk.models.views.today_day import TodayDayView


@dataclass(frozen=True, slots=True)
class PromiseView:
    """A milestone at risk: not done and planned or likely after expected, or expected before today.

    Attributes:
        gap_days: planned or likely, whichever is later, minus expected; None with neither.
        told_on: the day the client was told of the gap, None when not yet.
        words: one sentence with the dates.
        likely_on: the day by which the work left fits into the hours free, where that is later than they expect and
            than planned; None where it says nothing new.
        work: why, in words: "9 h left, 4 h free".
    """

    milestone_id: str
    engagement_id: str
    client_id: str
    client: str
    colour: int
    title: str
    expected_on: date
    planned_on: date | None
    gap_days: int | None
    told_on: date | None
    words: str
    likely_on: date | None = None
    work: str = ""


@dataclass(frozen=True, slots=True)
class TodayPaperView:
    """A paper that waits to be sent or signed.

    Attributes:
        words: whose turn it is, since when, until when.
        days: since it was sent or issued.
        is_pressing: its last day is near, and nobody has signed.
    """

    agreement_id: str
    client_id: str
    client: str
    colour: int
    title: str
    number: str
    words: str
    days: int
    is_pressing: bool


@dataclass(frozen=True, slots=True)
class UntoldView:
    """A touch logged by one press, without words: Today asks once what was told. `at` is UTC."""

    touchpoint_id: str
    client_id: str
    client: str
    colour: int
    kind: TouchKind
    at: datetime


PAGE_ROWS = 25
"""So many lines of one list the page shows; it says how many more there are."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many more than a view holds there are of each list."""

    owed: int = 0
    soon: int = 0
    covered: int = 0
    paused: int = 0


@dataclass(frozen=True, slots=True)
class TodayView:
    """The whole of Today for one local day of the practice.

    Attributes:
        sentence: the opening sentence.
        owed: now; soon: the next seven days; covered; paused: on hold or put off.
        worst: the promise with the largest gap.
        day: what is on, what was worked, how the day ends.
        papers: those that wait for a signature, the most pressing first.
        untold: who was told from a notification without saying what, the newest first.
        held: meetings that are over and of which nobody said whether they took place, the latest first.
        unanswered: what pop-ups said, nobody answered and still stands, the newest first.
        requests: what clients asked and waits for an answer, the most pressing first.
        left_out: how many clients a view for the first page leaves out; see `services.first_page`.
    """

    today: date
    practice: str
    is_demo: bool
    sentence: str
    owed: tuple[ClientCheckInView, ...]
    soon: tuple[ClientCheckInView, ...]
    covered: tuple[ClientCheckInView, ...]
    paused: tuple[ClientCheckInView, ...]
    promises: tuple[PromiseView, ...]
    worst: PromiseView | None
    day: TodayDayView
    clients: int
    papers: tuple[TodayPaperView, ...] = ()
    untold: tuple[UntoldView, ...] = ()
    held: tuple[HeldQuestion, ...] = ()
    unanswered: tuple[UnansweredView, ...] = ()
    requests: tuple[RequestView, ...] = ()
    left_out: LeftOut = LeftOut()
