"""Meetings that are over: were they held? Each answer is one step of undo, and no meeting is logged twice."""

from __future__ import annotations

from datetime import timedelta

from clientdesk.models.enums import TouchState
from clientdesk.models.errors import NotFound
from clientdesk.models.views.reminders import HeldQuestion
from clientdesk.services import meeting_notices
from clientdesk.services.notice_log import NoticeLog
from clientdesk.services.ports import Clock, Zones
from clientdesk.services.touchpoints import TouchpointService
from clientdesk.store.first_reads import Fetch, default_policies, fetch_of
from clientdesk.store.unit_of_work import Store


class HeldMeetingService:
    """Asks about what has ended, and writes the answer into the record."""

    def __init__(
        self, store: Store, clock: Clock, days: Zones, touches: TouchpointService, log: NoticeLog
    ) -> None:
        self._store = store
        self._clock = clock
        self._days = days
        self._touches = touches
        self._log = log

    def unconfirmed(self) -> list[HeldQuestion]:
        """Meetings of the last two weeks of which nobody said whether they were held, the latest first."""
        with self._store.reading() as session:
            return self._unconfirmed(fetch_of(session))

    def held(self, subject_id: str) -> str:
        """It took place: confirms the booked touch, or logs one at the event's time. Returns the touch's id.

        Raises:
            NotFound: there is no such meeting to be confirmed, or it was confirmed already.
        """
        question = self.question(subject_id)
        if question.is_event:
            return self._log_event(question, TouchState.HELD)
        self._touches.confirm_held(subject_id)
        return subject_id

    def missed(self, subject_id: str) -> str:
        """They did not come: the same, as missed. Returns the touch's id.

        Raises:
            NotFound: see `held`.
        """
        question = self.question(subject_id)
        if question.is_event:
            return self._log_event(question, TouchState.MISSED)
        self._touches.miss(subject_id)
        return subject_id

    def moved(self, subject_id: str) -> str | None:
        """It was put off: an event is asked about no more; a booked touch is to be given its new time.

        Returns:
            The booked touch's id; None for an event.

        Raises:
            NotFound: see `held`.
        """
        question = self.question(subject_id)
        if not question.is_event:
            return subject_id
        self._log.say_moved(question.key, question.client_id, subject_id)
        return None

    def question(self, subject_id: str) -> HeldQuestion:
        """The open question about a meeting.

        Raises:
            NotFound: there is none.
        """
        for question in self.unconfirmed():
            if question.subject_id == subject_id:
                return question
        raise NotFound("meeting", subject_id)

    def _unconfirmed(self, fetch: Fetch) -> list[HeldQuestion]:
        now = self._clock.now()
        today = now.astimezone(self._days.zone()).date()
        usual = default_policies(fetch).meeting_minutes_on(today)
        since = now - timedelta(days=meeting_notices.LISTED_DAYS)
        return meeting_notices.unconfirmed(fetch, since, now, usual)

    def _log_event(self, question: HeldQuestion, state: TouchState) -> str:
        minutes = round((question.ends_at - question.starts_at).total_seconds() / 60)
        return self._touches.log_event(
            question.client_id,
            question.kind,
            question.title,
            at=question.starts_at,
            duration_minutes=min(max(minutes, 1), 1_440),
            source_key=question.source_key,
            state=state,
        )
