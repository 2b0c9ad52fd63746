"""Why a place is suggested, and why work finds none, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from clientdesk.models.enums import WorkKind
from clientdesk.models.suggest import LeftOut, Place, Proposal, Why
from clientdesk.models.views.suggest import LeftOutWork, SuggestedPlace, SuggestedWeek
from clientdesk.models.views.week import WorkItemView
from clientdesk.services.check_in_words import short_day
from clientdesk.services.likely_words import length
from clientdesk.services.wording import Translate


class Words:
    """Words about work that is known by its id or key."""

    def __init__(self, items: Mapping[str, WorkItemView], today: date, tr: Translate = str) -> None:
        self._items = items
        self._today = today
        self._tr = tr

    def week(self, found: Proposal) -> SuggestedWeek:
        """A whole proposal."""
        places = sorted(found.places, key=lambda place: (place.day, place.start))
        return SuggestedWeek(
            places=tuple(self._place(place) for place in places),
            left_out=tuple(self._left_out(left) for left in found.left_out),
            note=self._note({place.key for place in places}),
        )

    def _place(self, place: Place) -> SuggestedPlace:
        item = self._items[place.key]
        return SuggestedPlace(
            key=f"{place.key}#{place.part}",
            work_item_id=place.key,
            title=item.title,
            client_name=item.client_name,
            client_colour=item.client_colour,
            day=place.day,
            start_minute=place.start,
            end_minute=place.end,
            reason=self.reason(place, item),
        )

    def reason(self, place: Place, item: WorkItemView) -> str:
        """One to three short parts: why then, why there, what was assumed."""
        parts = [self._why(why, item) for why in place.why]
        if place.parts > 1:
            parts.append(self._tr("part {part} of {parts}").format(part=place.part, parts=place.parts))
        if item.length_minutes is None:
            parts.append(self._tr("no estimate, an hour assumed"))
        return "; ".join(parts)

    def _why(self, why: Why, item: WorkItemView) -> str:
        tr = self._tr
        due = min((day for day in (item.due_on, item.expected_on) if day is not None), default=self._today)
        if why is Why.LATE:
            if due < self._today:
                return tr("due {day} already, the first room for it").format(day=short_day(due))
            return tr("after {day}, when it is due: no room before").format(day=short_day(due))
        if why is Why.CHECK_IN:
            return {
                WorkKind.UPDATE: tr("the day the update is promised"),
                WorkKind.MEETING: tr("the day the talk is promised"),
            }.get(item.kind, tr("the day it is promised"))
        if why is Why.BEFORE_DUE:
            if item.expected_on == due:
                return tr("before {day}, when {client} expects it").format(
                    day=self._day(due), client=item.client_name
                )
            return tr("in time for {day}").format(day=self._day(due))
        if why is Why.BESIDE:
            return tr("next to other work for {client}").format(client=item.client_name)
        if why is Why.SHARE:
            return tr("within the hours {client} has this week").format(client=item.client_name)
        return {
            Why.IMPACT: tr("much depends on it"),
            Why.LONGEST: tr("your longest free stretch"),
        }.get(why, tr("free time"))

    def _day(self, day: date) -> str:
        return f"{day:%A}" if day - self._today < timedelta(days=7) else short_day(day)

    def _left_out(self, left: LeftOut) -> LeftOutWork:
        item = self._items[left.key]
        facts = {"left": length(left.left, self._tr), "needs": length(left.needs, self._tr)}
        if left.left >= left.needs:
            why = self._tr("what is left is in pieces too short, it needs {needs}").format(**facts)
        elif left.until is not None and not left.left:
            day = short_day(left.until)
            why = self._tr("no room up to {day}, needs {needs}").format(day=day, **facts)
        elif left.until is not None:
            text = self._tr("no room up to {day}: {left} left, needs {needs}")
            why = text.format(day=short_day(left.until), **facts)
        elif left.left:
            why = self._tr("no room this week: {left} left, needs {needs}").format(**facts)
        else:
            why = self._tr("no room left this week, needs {needs}").format(**facts)
        return LeftOutWork(left.key, item.title, item.client_name, why)

    def _note(self, placed: set[str]) -> str:
        count = sum(item.length_minutes is None for key, item in self._items.items() if key in placed)
        if not count:
            return ""
        if count == 1:
            return self._tr("1 thing has no estimate: an hour is assumed.")
        return self._tr("{count} things have no estimate: an hour each is assumed.").format(count=count)
