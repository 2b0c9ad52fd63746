"""The days ahead for the window: likely dates of milestones, hours that can be booked, six weeks ahead."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from threading import Lock

from clientdesk.models.bookable import BookableDay
from clientdesk.models.enums import Kind
from clientdesk.models.likely import Likely
from clientdesk.models.views.forecast import LikelyView, WeekAheadView
from clientdesk.services.bookable import bookable_days
from clientdesk.services.likely_dates import Forecast, make_forecast, promises_at_risk
from clientdesk.services.likely_words import likely_sentence, work_words
from clientdesk.services.ports import Calendars, Clock, Zones
from clientdesk.services.remembered import Remembered
from clientdesk.services.weeks_ahead import WEEKS, weeks_ahead
from clientdesk.services.wording import Translate
from clientdesk.store.first_reads import fetch_of
from clientdesk.store.plan_reads import PromiseRow
from clientdesk.store.unit_of_work import Store

_DECIDING = frozenset(
    {
        Kind.PRACTICE,
        Kind.CLIENT,
        Kind.ENGAGEMENT,
        Kind.MILESTONE,
        Kind.WORK_ITEM,
        Kind.WORK_STEP,
        Kind.TIME_ENTRY,
        Kind.BLOCK,
        Kind.TOUCHPOINT,
        Kind.BOUNDARY_POLICY,
        Kind.TIME_OFF,
        Kind.CALENDAR,
        Kind.CALENDAR_EVENT,
    }
)
"""What a likely date can depend on."""


class ForecastService:
    """Likely dates, by the one method of `models.likely`."""

    def __init__(
        self, store: Store, clock: Clock, practice: Zones, boundaries: Calendars, translate: Translate = str
    ) -> None:
        self._store = store
        self._clock = clock
        self._practice = practice
        self._boundaries = boundaries
        self._tr = translate
        self._kept: Remembered[dict[datetime, Forecast]] = Remembered(store, _DECIDING, dict)
        self._weeks: tuple[Forecast, tuple[WeekAheadView, ...]] | None = None
        self._making = Lock()

    def forecast(self, now: datetime | None = None) -> Forecast:
        """All of it as of a minute: worked out once until the next minute, or until something decisive changes."""
        at = now or self._clock.now()
        minute = at.replace(second=0, microsecond=0)
        known = self._kept.get()
        with self._making:
            if minute not in known:
                zone, calendar = self._practice.zone(), self._boundaries.calendar()
                with self._store.reading() as session:
                    made = make_forecast(fetch_of(session), at, zone, calendar)
                known.clear()
                known[minute] = made
            return known[minute]

    def likely(self, now: datetime | None = None) -> Mapping[str, Likely]:
        """Likely dates by milestone; of one that isn't in it nothing can be told (`models.likely.NO_ESTIMATE`)."""
        return self.forecast(now).likely

    def of(
        self, milestone_id: str, expected_on: date | None = None, planned_on: date | None = None
    ) -> LikelyView:
        """The likely date of one open milestone, with its words."""
        return self.view(milestone_id, self.forecast().of(milestone_id), expected_on, planned_on)

    def work(self, likely: Likely, expected_on: date | None) -> str:
        """Why a date is likely, in words."""
        return work_words(likely, expected_on, self._tr)

    def view(
        self, milestone_id: str, likely: Likely, expected_on: date | None, planned_on: date | None
    ) -> LikelyView:
        """A likely date with its words."""
        return LikelyView(
            milestone_id,
            likely.likely_on,
            None if likely.unknown else likely.remaining_minutes,
            likely.free_minutes,
            not likely.unknown,
            self.work(likely, expected_on),
            likely_sentence(likely, expected_on, planned_on, self._tr),
        )

    def at_risk(self, now: datetime | None = None) -> list[PromiseRow]:
        """Open milestones at risk of active clients, by expected date."""
        made = self.forecast(now)
        with self._store.reading() as session:
            return promises_at_risk(fetch_of(session), made)

    def bookable(self, first: date, count: int, now: datetime | None = None) -> tuple[BookableDay, ...]:
        """Hours that can be booked on a run of days."""
        zone, calendar = self._practice.zone(), self._boundaries.calendar()
        with self._store.reading() as session:
            return bookable_days(fetch_of(session), now or self._clock.now(), zone, calendar, first, count)

    def weeks_ahead(self, count: int = WEEKS, now: datetime | None = None) -> tuple[WeekAheadView, ...]:
        """The weeks from this one on: bookable beside needed."""
        at = now or self._clock.now()
        made = self.forecast(at)
        kept = self._weeks
        if kept is None or kept[0] is not made or len(kept[1]) != count:
            with self._store.reading() as session:
                kept = made, weeks_ahead(fetch_of(session), made, at, self._practice.zone(), count)
            self._weeks = kept
        return kept[1]
