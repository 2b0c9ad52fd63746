"""What a new workspace begins with: tiers, their rhythms and limits, and the working rules. All editable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from sqlmodel import Session

from clientdesk.models.boundary_rules import (
    BoundaryRules,
    Channel,
    ChannelUse,
    Duration,
    EmergencyProtocol,
    QuietHours,
    Span,
    TimeUnit,
)
from clientdesk.models.enums import Layer, RhythmKind, RhythmUnit
from clientdesk.models.tables import BoundaryPolicy, Rhythm, RhythmFields, Tier, TierFields
from clientdesk.services.boundary_layers import as_stored

LIMIT_DAYS = 18
"""Default private limit, that of the default tier."""

Hours = dict[int, tuple[Span, ...]]

_MON, _TUE, _WED, _FRI = 0, 1, 2, 4
_TOLD = "What is done, difficulties, what comes next with dates, what I need from you"
_CALL = "Progress, open questions, actions with owner and date"
_REVIEW = "Where your goals stand, what changed for you, what to adjust"


@dataclass(frozen=True)
class _Tier:
    name: str
    description: str
    limit_days: int
    report_depth: str
    normal: Duration
    urgent: Duration
    rhythms: tuple[RhythmFields, ...]
    is_default: bool = False
    is_after: bool = False


def _weekly(kind: RhythmKind, every: int, weekday: int, channel: str, content: str) -> RhythmFields:
    return RhythmFields(
        kind=kind, unit=RhythmUnit.WEEKLY, every=every, weekday=weekday, channel=channel, content=content
    )


def _monthly(
    kind: RhythmKind, every: int, nth: int, weekday: int, channel: str, content: str
) -> RhythmFields:
    return RhythmFields(
        kind=kind,
        unit=RhythmUnit.MONTHLY,
        every=every,
        weekday=weekday,
        nth=nth,
        channel=channel,
        content=content,
    )


def _days(amount: int) -> Duration:
    return Duration(amount=amount, unit=TimeUnit.WORKING_DAYS)


def _hours(amount: int) -> Duration:
    return Duration(amount=amount, unit=TimeUnit.WORKING_HOURS)


@lru_cache(maxsize=1)
def _tiers() -> tuple[_Tier, ...]:
    update, call, review = RhythmKind.UPDATE, RhythmKind.CALL, RhythmKind.REVIEW
    return (
        _Tier(
            "Close",
            "Wants to be near the work and decides with you",
            10,
            "one page",
            _days(1),
            _hours(4),
            (
                _weekly(update, 1, _FRI, "Email", _TOLD),
                _weekly(call, 2, _TUE, "Video", _CALL),
                _monthly(review, 1, 1, _WED, "Video", _REVIEW),
            ),
        ),
        _Tier(
            "Steady",
            "Wants to know where things stand without asking",
            LIMIT_DAYS,
            "half a page",
            _days(1),
            _hours(8),
            (
                _weekly(update, 2, _FRI, "Email", _TOLD),
                _monthly(call, 1, 1, _TUE, "Video", _CALL),
                _monthly(review, 3, 1, _WED, "Video", _REVIEW),
            ),
            is_default=True,
        ),
        _Tier(
            "Light",
            "Wants results and few words",
            35,
            "three lines",
            _days(2),
            _days(1),
            (
                _monthly(update, 1, -1, _FRI, "Email", _TOLD),
                _monthly(call, 3, 1, _TUE, "Phone", _CALL),
            ),
        ),
        _Tier(
            "After",
            "The engagement has ended; a personal word now and then",
            120,
            "",
            _days(2),
            _days(2),
            (_monthly(call, 3, 1, _TUE, "Phone", "A personal word"),),
            is_after=True,
        ),
    )


def default_hours() -> Hours:
    """Monday to Friday, nine to five."""
    return {weekday: (Span(start=9 * 60, end=17 * 60),) for weekday in range(5)}


@lru_cache(maxsize=1)
def shipped_rules() -> BoundaryRules:
    """The working rules that ship, every field set; what a reset of the default layer goes back to."""
    return BoundaryRules(
        working_hours=default_hours(),
        public_holidays=True,
        buffer_percent=20,
        response_normal=_days(1),
        response_urgent=_hours(8),
        urgent_means="An agreed date within two working days is at risk, or a decision can't wait until tomorrow",
        emergency_means="Something I delivered has stopped and is stopping your work",
        channels=(
            Channel(name="Email", use=ChannelUse.ANY),
            Channel(name="Phone", use=ChannelUse.URGENT),
        ),
        quiet_hours=QuietHours(start=19 * 60, end=8 * 60, weekends=True),
        emergency=EmergencyProtocol(
            how="Call me; if I don't answer, leave a message and send a text",
            hours=Span(start=8 * 60, end=20 * 60),
            answer=Duration(amount=2, unit=TimeUnit.HOURS),
        ),
        revision_rounds=2,
        meeting_minutes=30,
        notice_days=3,
        change_days=2,
        notice_off_weeks=2,
        wording={},
    )


def add_starter_content(session: Session, now: datetime, today: date, hours: Hours | None = None) -> None:
    """Put the tiers with their rhythms and the default working rules into a session's writing."""
    rules = shipped_rules()
    if hours is not None:
        rules = rules.model_copy(update={"working_hours": hours})
    session.add(
        BoundaryPolicy(layer=Layer.DEFAULT, in_force_from=today, rules=as_stored(rules), created_at=now)
    )
    for position, shipped in enumerate(_tiers()):
        _add_tier(session, shipped, position, now, today)


def _add_tier(session: Session, shipped: _Tier, position: int, now: datetime, today: date) -> None:
    fields = TierFields(
        name=shipped.name,
        description=shipped.description,
        report_depth=shipped.report_depth,
        limit_days=shipped.limit_days,
        is_default=shipped.is_default,
        is_after=shipped.is_after,
        position=position,
    )
    tier = Tier(**fields.model_dump(), created_at=now)
    session.add(tier)
    session.flush()
    for rhythm in shipped.rhythms:
        session.add(Rhythm(**rhythm.model_dump(), layer=Layer.TIER, tier_id=tier.id, created_at=now))
    answers = BoundaryRules(response_normal=shipped.normal, response_urgent=shipped.urgent)
    session.add(
        BoundaryPolicy(
            layer=Layer.TIER, tier_id=tier.id, in_force_from=today, rules=as_stored(answers), created_at=now
        )
    )
