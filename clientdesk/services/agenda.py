"""The week as plain values for scripts; `docs/interchange.md` describes every field."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from clientdesk.models.views.check_ins import ClientCheckInView
from clientdesk.models.views.week import BlockView, DayView, RiskView, WeekView


def document(
    week: WeekView, check_ins: Iterable[ClientCheckInView], at_risk: Iterable[RiskView], zone: ZoneInfo
) -> dict[str, Any]:
    """Days, check-ins and milestones at risk, ready for JSON."""
    return {
        "week": week.week,
        "days": [_day(day, zone) for day in week.days],
        "check_ins": [check_in(view) for view in check_ins],
        "at_risk": [_risk(risk) for risk in at_risk],
    }


def _day(day: DayView, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "date": day.date.isoformat(),
        "capacity_minutes": day.capacity_minutes,
        "planned_minutes": day.planned_minutes,
        "blocks": [_block(block, zone) for block in day.blocks],
    }


def _block(block: BlockView, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "id": block.block_id,
        "source": block.source.value,
        "kind": block.kind.value,
        "title": block.title,
        "client_id": block.client_id,
        "client": block.client_name or None,
        "work_item_id": block.work_item_id,
        "starts_at": block.starts_at.astimezone(zone).isoformat(),
        "ends_at": block.ends_at.astimezone(zone).isoformat(),
        "minutes": block.minutes,
        "is_done": block.is_done,
    }


def check_in(view: ClientCheckInView) -> dict[str, Any]:
    """One client of the check-ins list."""
    return {
        "client_id": view.client_id,
        "client": view.client,
        "state": view.state.value,
        "due_on": _iso(view.due_on),
        "limit_on": _iso(view.limit_on),
        "rhythms": [
            {
                "kind": rhythm.kind.value,
                "state": rhythm.state.value,
                "due_on": _iso(rhythm.due_on),
                "missed": [day.isoformat() for day in rhythm.missed],
            }
            for rhythm in view.rhythms
        ],
        "reason": view.reason,
        "last_touch_at": view.last_touch_at.isoformat() if view.last_touch_at else None,
        "last_told": view.told or None,
        "reach": view.reach or None,
        "paused_until": _iso(view.paused_until),
        "hold_event": view.hold_event.value if view.hold_event else None,
    }


def _risk(risk: RiskView) -> dict[str, Any]:
    return {
        "milestone_id": risk.milestone_id,
        "expected_on": risk.expected_on.isoformat(),
        "planned_on": _iso(risk.planned_on),
        "likely_on": _iso(risk.likely_on),
        "gap_days": risk.gap_days,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
