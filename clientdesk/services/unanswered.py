"""What pop-ups said, nobody answered, and still stands: the list that stays when the screen forgot.

Light on imports: Today asks at the first paint.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from clientdesk.models.calendar import WorkCalendar
from clientdesk.models.enums import NoticeState, NoticeTopic
from clientdesk.models.same_moment import parts_of
from clientdesk.models.schedule import LIMIT
from clientdesk.models.views.check_ins import ClientCheckInView
from clientdesk.models.views.reminders import Mark, UnansweredView
from clientdesk.models.zones import practice_zone
from clientdesk.services import answer_notices, meeting_notices, paper_notices
from clientdesk.services.check_in_views import OWED
from clientdesk.services.request_reads import answer_moments
from clientdesk.services.wording import Translate
from clientdesk.store.first_reads import Fetch, default_policies, instant_of, practice, stored

KEPT_FOR = timedelta(days=90)
"""Older pop-ups are not told of; who is owed a word stands in Today's list all the same."""

_COLUMNS = (
    "SELECT l.occasion, l.topic, l.subject_id, l.client_id, c.name, l.state, l.notice_id, l.created_at,"
    " l.rhythm_kind FROM notification_log l JOIN client c ON c.id = l.client_id AND c.archived_at IS NULL"
)
_ROWS = (
    f"{_COLUMNS} WHERE l.state IN ('announced', 'perhaps', 'failed', 'pending') AND l.created_at > ?"
    " ORDER BY l.created_at DESC, l.id"
)
_LEADING = f"{_COLUMNS} WHERE l.id = ? AND l.notice_id = l.id"
_MARKS = {NoticeState.ANNOUNCED: Mark.ANNOUNCED, NoticeState.FAILED: Mark.FAILED}


@dataclass(frozen=True, slots=True)
class _Row:
    key: str
    topic: NoticeTopic
    subject_id: str
    client_id: str
    client: str
    state: NoticeState
    notice_id: str
    at: datetime
    rhythm_kind: str


@dataclass(frozen=True, slots=True)
class _Standing:
    """What a row's matter says now."""

    words: str
    starts_at: datetime | None = None


def still_open(
    fetch: Fetch,
    now: datetime,
    calendar: WorkCalendar,
    views: Sequence[ClientCheckInView],
    tr: Translate,
) -> list[UnansweredView]:
    """Announced, perhaps announced or failed, and still true; the newest first, each matter once.

    Args:
        views: everybody as judged today.
    """
    rows = _rows(fetch, _ROWS, stored(now - KEPT_FOR))
    owner = practice(fetch)
    if not rows or owner is None:
        return []
    standing = _Standings(fetch, now, practice_zone(owner.zone), calendar, views, tr)
    found: dict[tuple[NoticeTopic, str], UnansweredView] = {}
    for row in rows:
        matter = (row.topic, row.subject_id or row.client_id)
        stands = None if matter in found else standing.of(row)
        if stands is not None:
            found[matter] = _view(row, stands)
    return list(found.values())


def leads_on(
    fetch: Fetch,
    now: datetime,
    calendar: WorkCalendar,
    views: Sequence[ClientCheckInView],
    notice_id: str,
    *,
    put_off_too: bool = False,
) -> bool:
    """Whether what a notice says of the client who leads it is still so, whatever became of the pop-up.

    Args:
        views: everybody as judged today.
        put_off_too: a word that is owed but put off, on hold or covered counts as well.
    """
    rows, owner = _rows(fetch, _LEADING, notice_id), practice(fetch)
    if not rows or owner is None:
        return False
    standing = _Standings(
        fetch, now, practice_zone(owner.zone), calendar, views, str, put_off_too=put_off_too
    )
    return standing.of(rows[0]) is not None


def _rows(fetch: Fetch, statement: str, value: str) -> list[_Row]:
    return [
        _Row(
            key,
            NoticeTopic(topic),
            subject,
            client_id,
            name,
            NoticeState(state),
            notice_id,
            instant_of(at),
            kind or "",
        )
        for key, topic, subject, client_id, name, state, notice_id, at, kind in fetch(statement, (value,))
    ]


def _view(row: _Row, stands: _Standing) -> UnansweredView:
    return UnansweredView(
        row.notice_id,
        row.topic,
        row.subject_id,
        row.client_id,
        row.client,
        stands.words,
        row.at,
        _MARKS.get(row.state, Mark.PERHAPS),
        stands.starts_at,
    )


class _Standings:
    """Whether what was said is still so; reads each sort of thing only when a row asks for it."""

    def __init__(
        self,
        fetch: Fetch,
        now: datetime,
        zone: ZoneInfo,
        calendar: WorkCalendar,
        views: Sequence[ClientCheckInView],
        tr: Translate,
        *,
        put_off_too: bool = False,
    ) -> None:
        self._fetch = fetch
        self._put_off_too = put_off_too
        self._now = now
        self._zone = zone
        self._calendar = calendar
        self._views = {view.client_id: view for view in views}
        self._tr = tr
        self._today = now.astimezone(zone).date()
        self._read: dict[NoticeTopic, dict[str, _Standing]] = {}
        self._by_topic: dict[NoticeTopic, Callable[[], dict[str, _Standing]]] = {
            NoticeTopic.PAPER: self._papers,
            NoticeTopic.ANSWER: self._answers,
            NoticeTopic.MEETING: self._soon,
            NoticeTopic.HELD: self._ended,
        }

    def of(self, row: _Row) -> _Standing | None:
        """What a row's matter says now; None when it is settled."""
        if row.topic is NoticeTopic.CHECK_IN:
            return self._owed(row)
        if row.topic not in self._read:
            self._read[row.topic] = self._by_topic[row.topic]()
        by_key = row.topic in (NoticeTopic.MEETING, NoticeTopic.HELD)
        return self._read[row.topic].get(row.key if by_key else row.subject_id)

    def _owed(self, row: _Row) -> _Standing | None:
        view = self._views.get(row.client_id)
        if view is None or not (self._put_off_too or view.state in OWED):
            return None
        return _Standing(view.reason) if _is_unsettled(row, view, self._today) else None

    def _papers(self) -> dict[str, _Standing]:
        found = paper_notices.open_papers(self._fetch, self._today, self._tr)
        return {paper_id: _Standing(words) for paper_id, words in found.items()}

    def _answers(self) -> dict[str, _Standing]:
        moments = answer_moments(self._fetch, self._now, self._zone, self._calendar)
        return {
            moment.request_id: _Standing(
                answer_notices.answer_words(moment.due_at, self._now, self._zone, self._tr)
            )
            for moment in moments
        }

    def _soon(self) -> dict[str, _Standing]:
        found = meeting_notices.meetings_between(
            self._fetch, self._now, self._now + timedelta(days=1), self._usual()
        )
        return {
            meeting_notices.soon_key(one): _Standing(
                meeting_notices.begins_words(one.starts_at, self._now, self._tr), one.starts_at
            )
            for one in found
        }

    def _ended(self) -> dict[str, _Standing]:
        since = self._now - timedelta(days=meeting_notices.LISTED_DAYS)
        found = meeting_notices.unconfirmed(self._fetch, since, self._now, self._usual())
        words = self._tr("was the meeting held?")
        return {one.key: _Standing(words, one.starts_at) for one in found}

    def _usual(self) -> int:
        return default_policies(self._fetch).meeting_minutes_on(self._today)


def _is_unsettled(row: _Row, view: ClientCheckInView, today: date) -> bool:
    """Whether the due day that was announced is still unsettled, be it by a rule that was changed since."""
    source, on_text, _ = parts_of(row.key, view.client_id)
    on = _day(on_text)
    if on is None:
        return False
    if not source:
        days = [rhythm.due_on for rhythm in view.rhythms if rhythm.due_on is not None]
        return any(day <= on for day in (*days, *([view.limit_on] if view.limit_on else ())))
    if source == LIMIT:
        return view.limit_on == on and on <= today
    return any(
        (on in rhythm.missed or rhythm.due_on == on)
        and (rhythm.rhythm_id == source or rhythm.kind.value == row.rhythm_kind)
        for rhythm in view.rhythms
    )


def _day(text: str) -> date | None:
    """The day in a key; None in one that came with an import and is none of ours."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
