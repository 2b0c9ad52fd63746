"""The shape of the JSON document: one list a table, one field a column, derived from the tables themselves."""

from __future__ import annotations

import base64
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, Date, DateTime, LargeBinary
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

from clientdesk.models.enums import Kind
from clientdesk.models.tables import TABLES
from clientdesk.models.tables.base import StoredEnum

FORMAT = "clientdesk"
FORMAT_VERSION = 1

LISTS: dict[str, Kind] = {
    "practices": Kind.PRACTICE,
    "tiers": Kind.TIER,
    "clients": Kind.CLIENT,
    "contacts": Kind.CONTACT,
    "engagements": Kind.ENGAGEMENT,
    "deliverables": Kind.DELIVERABLE,
    "milestones": Kind.MILESTONE,
    "recurring_work": Kind.RECURRING_WORK,
    "work_items": Kind.WORK_ITEM,
    "work_steps": Kind.WORK_STEP,
    "blocks": Kind.BLOCK,
    "time_entries": Kind.TIME_ENTRY,
    "week_plans": Kind.WEEK_PLAN,
    "calendars": Kind.CALENDAR,
    "calendar_events": Kind.CALENDAR_EVENT,
    "touchpoints": Kind.TOUCHPOINT,
    "agreements": Kind.AGREEMENT,
    "paper_files": Kind.PAPER_FILE,
    "signing_log": Kind.SIGNING_EVENT,
    "milestone_baselines": Kind.MILESTONE_BASELINE,
    "payments": Kind.PAYMENT,
    "paper_templates": Kind.PAPER_TEMPLATE,
    "clauses": Kind.CLAUSE,
    "discovery_answers": Kind.DISCOVERY_ANSWER,
    "rhythms": Kind.RHYTHM,
    "boundary_policies": Kind.BOUNDARY_POLICY,
    "time_off": Kind.TIME_OFF,
    "notifications": Kind.NOTIFICATION_LOG,
    "client_requests": Kind.CLIENT_REQUEST,
}
"""Name of each list in the document, in an order in which references only point backwards."""

HEADER = ("format", "version", "exported_at")

AS_TEXT = frozenset({(Kind.AGREEMENT, "content")})
"""Binary columns that hold UTF-8 text and stand in the document as it."""


def columns(kind: Kind) -> list[Column[Any]]:
    """The columns of a table in the order of the document."""
    return list(TABLES[kind].__table__.columns)  # type: ignore[attr-defined]


def as_json(kind: Kind, column: Column[Any], value: Any) -> Any:
    """A stored value as it stands in the document."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, bytes):
        if (kind, column.name) in AS_TEXT:
            return value.decode("utf-8")
        return base64.b64encode(value).decode("ascii")
    return value


def from_json(kind: Kind, column: Column[Any], value: Any) -> Any:
    """The value to validate for a column; bytes are decoded here.

    Raises:
        ValueError: not base64.
    """
    if isinstance(column.type, LargeBinary) and isinstance(value, str):
        if (kind, column.name) in AS_TEXT:
            return value.encode("utf-8")
        return base64.b64decode(value, validate=True)
    return value


def type_words(column: Column[Any]) -> str:
    """How a column is written in JSON, for the documentation and its test."""
    if isinstance(column.type, LargeBinary):
        return "text"
    if isinstance(column.type, StoredEnum):
        return "word"
    if isinstance(column.type, TypeDecorator) and isinstance(column.type.impl_instance, DateTime):
        return "instant"
    if isinstance(column.type, Date):
        return "date"
    if isinstance(column.type, JSON):
        return "list or object"
    return {"int": "number", "bool": "true or false"}.get(column.type.python_type.__name__, "text")


def table_of(kind: Kind) -> type[SQLModel]:
    return TABLES[kind]
