"""What a meeting summary can know beforehand: the last talk, who is at the table, the next one booked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import Session

from clientdesk.models.enums import Side, TouchState, WorkOrigin
from clientdesk.models.family_documents import ActionRow, Attendee, MeetingSummaryDocument
from clientdesk.models.tables import Touchpoint, WorkItem
from clientdesk.models.views.clients import ClientView
from clientdesk.models.views.practice import PracticeView
from clientdesk.models.zones import practice_zone
from clientdesk.services.papers.wording import Wording
from clientdesk.services.rows import table_of
from clientdesk.services.touchpoints import TALKED

_TOUCH = table_of(Touchpoint).c
_ITEM = table_of(WorkItem).c
MOST_ACTIONS = 12


@dataclass(frozen=True, slots=True)
class Talk:
    """A held or booked talk; `contact_id`: with whom, empty for nobody named."""

    at: datetime
    minutes: int | None
    channel: str
    text: str
    contact_id: str


def last_talk(session: Session, client_id: str, engagement_id: str | None, now: datetime) -> Talk | None:
    """The newest held call or meeting."""
    where = [_TOUCH.state == TouchState.HELD, _TOUCH.at <= now]
    return _talk(session, client_id, engagement_id, *where, order=_TOUCH.at.desc())


def next_talk(session: Session, client_id: str, engagement_id: str | None, now: datetime) -> Talk | None:
    """The next booked call or meeting."""
    where = [_TOUCH.state == TouchState.PLANNED, _TOUCH.at > now]
    return _talk(session, client_id, engagement_id, *where, order=_TOUCH.at)


def fill(
    document: MeetingSummaryDocument,
    session: Session,
    client: ClientView,
    practice: PracticeView | None,
    engagement_id: str | None,
    now: datetime,
    words: Wording,
) -> None:
    """Put the last talk into a summary, with the actions that came of it and the next talk booked."""
    zone = practice_zone(practice.zone if practice else "UTC")
    talk = last_talk(session, client.client_id, engagement_id, now)
    document.attendees = _attendees(client, practice, talk.contact_id if talk else "")
    if talk is not None:
        local = talk.at.astimezone(zone)
        document.held_on = local.date()
        document.clock = _clock(local, talk.minutes, words)
        document.place = talk.channel
        document.notes = [line for line in talk.text.split("\n") if line.strip()]
        document.actions = _actions(session, client.client_id, document.held_on, practice, zone)
    following = next_talk(session, client.client_id, engagement_id, now)
    if following is not None:
        document.next_on = following.at.astimezone(zone).date()
        document.next_about = following.text.split("\n")[0][:300]


def _talk(
    session: Session, client_id: str, engagement_id: str | None, *where: object, order: object
) -> Talk | None:
    conditions = [_TOUCH.client_id == client_id, _TOUCH.kind.in_(TALKED), *where]
    if engagement_id is not None:
        conditions.append(_TOUCH.engagement_id.is_(None) | (_TOUCH.engagement_id == engagement_id))
    row = session.execute(
        select(_TOUCH.at, _TOUCH.duration_minutes, _TOUCH.channel, _TOUCH.text, _TOUCH.contact_id)
        .where(*conditions)  # type: ignore[arg-type]
        .order_by(order, _TOUCH.id)  # type: ignore[arg-type]
        .limit(1)
    ).first()
    if row is None:
        return None
    return Talk(row.at, row.duration_minutes, row.channel, row.text, row.contact_id or "")


def _clock(local: datetime, minutes: int | None, words: Wording) -> str:
    start = local.hour * 60 + local.minute
    if not minutes:
        return words.clock(start)
    return words.text("rules.span", start=words.clock(start), end=words.clock(start + minutes))


def _attendees(client: ClientView, practice: PracticeView | None, contact_id: str) -> list[Attendee]:
    """Yourself, and whom the talk was with; everybody at the client where that is not known."""
    named = [contact for contact in client.contacts if contact.contact_id == contact_id]
    rows = [
        Attendee(side=Side.CLIENT, name=contact.name, role=contact.title)
        for contact in named or client.contacts
    ]
    if practice is not None and practice.person:
        rows.append(Attendee(side=Side.CONSULTANT, name=practice.person, role=practice.person_title))
    return rows


def _actions(
    session: Session, client_id: str, held_on: date, practice: PracticeView | None, zone: ZoneInfo
) -> list[ActionRow]:
    """Work taken up as an action since the day of the talk; it is one's own."""
    since = datetime(held_on.year, held_on.month, held_on.day, tzinfo=zone)
    found = session.execute(
        select(_ITEM.title, _ITEM.due_on)
        .where(
            _ITEM.client_id == client_id,
            _ITEM.origin == WorkOrigin.ACTION,
            _ITEM.created_at >= since,
            _ITEM.dropped_at.is_(None),
        )
        .order_by(_ITEM.created_at, _ITEM.id)
        .limit(MOST_ACTIONS)
    )
    owner = practice.person if practice else ""
    return [ActionRow(text=row.title, owner=owner, by=row.due_on) for row in found]
