"""What every reading service needs: a table's columns for Core statements, and the practice's zone and today."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from sqlalchemy import Table, select
from sqlmodel import Session, SQLModel

from clientdesk.models.tables import Practice
from clientdesk.models.zones import practice_zone
from clientdesk.services.ports import Clock


def table_of(entity: type[SQLModel]) -> Table:
    """The Core table of an entity: lists are read through it, never as ORM objects."""
    return cast(Table, entity.__table__)  # type: ignore[attr-defined]


_PRACTICE = table_of(Practice).c


def zone_in(session: Session) -> ZoneInfo:
    """The practice's zone; UTC before set-up."""
    name = session.execute(select(_PRACTICE.zone).limit(1)).scalar()
    return practice_zone(name or "UTC")


def currency_in(session: Session) -> str:
    """The practice's currency; EUR before set-up."""
    return session.execute(select(_PRACTICE.currency).limit(1)).scalar() or "EUR"


def today_in(session: Session, clock: Clock) -> date:
    """The local date of now in the practice's zone."""
    return clock.now().astimezone(zone_in(session)).date()


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The first instant after a local day."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=zone)
