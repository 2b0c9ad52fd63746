"""The notification log: a row of each due moment, written before the call and settled after it, never undone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from clientdesk.models.enums import NoticeState, NoticeTopic
from clientdesk.models.ids import new_id
from clientdesk.models.tables import Client, NotificationLog
from clientdesk.models.views.reminders import AnnouncementView
from clientdesk.services.notice_items import Item
from clientdesk.services.ports import Clock
from clientdesk.store.unit_of_work import Store

Wanted = Callable[[NotificationLog], bool]

UNSETTLED = (NoticeState.PENDING, NoticeState.PERHAPS)
"""Nobody knows whether these were on the screen."""


class NoticeLog:
    """Writes, settles and reads the rows."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def add(self, notice_id: str, items: Iterable[Item]) -> bool:
        """A pending row of each due moment; False when one of them was announced already, then none is kept.

        The leading row has the notice's own id, so that it is known when it is gone with its client.
        """
        now = self._clock.now()
        try:
            with self._store.writing("Announce", undoable=False) as session:
                row_id = notice_id
                for item in items:
                    for place, (key, moment) in enumerate(item.keys):
                        kind = item.kind_of(place)
                        session.add(
                            NotificationLog(
                                id=row_id,
                                created_at=now,
                                occasion=key,
                                topic=item.topic,
                                subject_id=item.subject_id,
                                client_id=item.client_id,
                                rhythm_kind=kind.value if kind else None,
                                due_at=moment,
                                notice_id=notice_id,
                            )
                        )
                        row_id = new_id()
        except IntegrityError:
            return False
        return True

    def settle(
        self,
        notice_id: str,
        state: NoticeState,
        *,
        channel: str | None = None,
        answer: str | None = None,
        only: Wanted | None = None,
    ) -> None:
        """Give the rows of a notice (or those wanted) their state."""
        now = self._clock.now()
        with self._store.writing("Settle notification", undoable=False) as session:
            for row in _of_notice(session, notice_id):
                if only is not None and not only(row):
                    continue
                row.state = state
                row.settled_at = now
                row.channel = channel if channel is not None else row.channel
                row.answer = answer if answer is not None else row.answer

    def recover(self) -> int:
        """What was handed over without an answer is marked as perhaps announced; returns how many rows."""
        with self._store.writing("Settle notifications", undoable=False) as session:
            pending = select(NotificationLog).where(NotificationLog.state == NoticeState.PENDING)  # type: ignore[arg-type]
            rows = session.execute(pending).scalars().all()
            for row in rows:
                row.state = NoticeState.PERHAPS
            return len(rows)

    def rows_of(self, notice_id: str) -> Sequence[NotificationLog]:
        """The rows of a notice, the leading one first."""
        with self._store.reading() as session:
            rows = _of_notice(session, notice_id)
            session.expunge_all()
            return rows

    def recent(self, limit: int) -> list[AnnouncementView]:
        """The newest rows, newest first."""
        with self._store.reading() as session:
            statement = (
                select(NotificationLog, Client.name)  # type: ignore[call-overload]
                .outerjoin(Client, Client.id == NotificationLog.client_id)
                .order_by(NotificationLog.id.desc())  # type: ignore[attr-defined]
                .limit(limit)
            )
            return [_view(row, name or "") for row, name in session.execute(statement).all()]

    def say_moved(self, key: str, client_id: str, event_id: str) -> None:
        """A calendar's meeting was moved: it is asked about no more. One step of undo, unlike all else here."""
        now = self._clock.now()
        with self._store.writing("Meeting moved") as session:
            found = select(NotificationLog).where(NotificationLog.occasion == key)  # type: ignore[arg-type]
            row = session.execute(found).scalars().first()
            if row is None:
                row = NotificationLog(
                    created_at=now,
                    occasion=key,
                    topic=NoticeTopic.HELD,
                    subject_id=event_id,
                    client_id=client_id,
                    due_at=now,
                )
                session.add(row)
            row.state = NoticeState.ACTED
            row.settled_at = now
            row.answer = "moved"


def _of_notice(session: Session, notice_id: str) -> list[NotificationLog]:
    statement = (
        select(NotificationLog)
        .where(NotificationLog.notice_id == notice_id)  # type: ignore[arg-type]
        .order_by(NotificationLog.id)
    )
    return list(session.execute(statement).scalars().all())


def _view(row: NotificationLog, client: str) -> AnnouncementView:
    return AnnouncementView(
        row.occasion,
        row.client_id,
        client,
        row.due_at,
        row.state,
        row.channel,
        row.answer,
        row.topic,
        row.notice_id,
    )
