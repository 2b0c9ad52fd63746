"""Quick add: a typed line is read with the clients and words of the practice, and kept by one undoable step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import select

from clientdesk.models.enums import WorkKind
from clientdesk.models.errors import InvalidInput, Problem
from clientdesk.models.quick_add import ClientName, Corrections, Names, Reading, read_line
from clientdesk.models.tables import (
    Block,
    BlockFields,
    Client,
    RecurringWork,
    RecurringWorkFields,
    WorkItem,
    WorkItemFields,
)
from clientdesk.models.text import fold
from clientdesk.models.views.week import default_minutes
from clientdesk.services.ports import Clock, Zones
from clientdesk.services.rows import table_of
from clientdesk.services.validation import validated
from clientdesk.services.week_days import snapped
from clientdesk.services.wording import Translate
from clientdesk.store.unit_of_work import Store, fetch

_CLIENT = table_of(Client).c
_SNAP_MINUTES = 5


@dataclass(frozen=True, slots=True)
class Added:
    """What a line became, for the words of the toast.

    Attributes:
        work_item_id: None for what repeats.
        block_id: None without a time.
        day, start_minute, end_minute: where it was placed; the minutes are None without a time.
        rule: of what repeats, its RRULE; `day` is then its first day.
    """

    title: str
    client_name: str
    work_item_id: str | None
    block_id: str | None
    day: date | None
    start_minute: int | None
    end_minute: int | None
    due_on: date | None
    rule: str


class QuickAddService:
    """Reads lines and keeps what they say."""

    def __init__(self, store: Store, clock: Clock, practice: Zones, translate: Translate = str) -> None:
        self._store = store
        self._clock = clock
        self._practice = practice
        self._tr = translate

    def names(self, locale_name: str, kinds: tuple[tuple[str, WorkKind], ...] = ()) -> Names:
        """The words of a locale (see `names_of`)."""
        return names_of(locale_name, kinds)

    def rule_words(self, reading: Reading) -> str:
        """How often the work of a line repeats: "every second Friday"."""
        from clientdesk.services.work_words import rule_words

        return rule_words(reading.rule, reading.starts_on or self.today(), self._tr)

    def clients(self) -> list[ClientName]:
        """Clients that a line can mean, by name."""
        query = select(_CLIENT.id, _CLIENT.name).where(_CLIENT.archived_at.is_(None)).order_by(_CLIENT.name)
        with self._store.reading() as session:
            return [ClientName(row.id, row.name) for row in session.execute(query)]

    def read(
        self,
        line: str,
        clients: list[ClientName],
        names: Names,
        corrections: Corrections | None = None,
    ) -> Reading:
        """What a line means now; reads nothing from the store."""
        return read_line(line, self._local_now(), clients, names, corrections)

    def today(self) -> date:
        """The practice's local date."""
        return self._local_now().date()

    def add(self, reading: Reading, default_day: date | None = None) -> Added:
        """Keep what a line means: work that waits, work on a day or at a time, or work that repeats.

        Args:
            default_day: the day of work for which the line names none.

        Raises:
            InvalidInput: it says nothing to do, or what it says can't be kept; nothing was.
            NotFound: its client is gone.
        """
        if not reading.title:
            raise InvalidInput([Problem("title", "blank")])
        with self._store.writing("Add work") as session:
            name = fetch(session, Client, reading.client_id).name if reading.client_id else ""
            common = {
                "title": reading.title,
                "client_id": reading.client_id,
                "kind": reading.kind,
                "impact": reading.impact,
                "estimate_minutes": reading.estimate_minutes,
            }
            if reading.rule:
                session.add(self._recurring(common, reading))
                return Added(
                    reading.title, name, None, None, reading.starts_on, None, None, None, reading.rule
                )
            day = reading.day or default_day
            item = self._item(common, reading, day)
            session.add(item)
            session.flush()
            block = self._block(item, reading)
            if block is not None:
                session.add(block)
            start, end = self._minutes(block) if block else (None, None)
            return Added(
                title=reading.title,
                client_name=name,
                work_item_id=item.id,
                block_id=block.id if block else None,
                day=day,
                start_minute=start,
                end_minute=end,
                due_on=reading.due_on,
                rule="",
            )

    def _minutes(self, block: Block) -> tuple[int, int]:
        """Wall-clock minutes of the day it begins on; the end may lie beyond midnight."""
        start, end = (at.astimezone(self._practice.zone()) for at in (block.starts_at, block.ends_at))
        days = (end.date() - start.date()).days
        return start.hour * 60 + start.minute, days * 1440 + end.hour * 60 + end.minute

    def _item(self, common: Mapping[str, Any], reading: Reading, day: date | None) -> WorkItem:
        values = {
            **common,
            "due_on": reading.due_on,
            "planned_on": day if reading.minute is None else None,
        }
        return WorkItem(**validated(WorkItemFields, values).model_dump(), created_at=self._clock.now())

    def _block(self, item: WorkItem, reading: Reading) -> Block | None:
        if reading.day is None or reading.minute is None:
            return None
        if not date.min.year < reading.day.year < date.max.year:
            # Beyond what an instant can be; nearer years are checked with the other fields.
            raise InvalidInput([Problem("starts_at", "out_of_range")])
        zone = self._practice.zone()
        wall_clock = datetime.combine(reading.day, time(*divmod(reading.minute, 60)))
        start = snapped(wall_clock, zone, _SNAP_MINUTES)
        values = {
            "client_id": item.client_id,
            "work_item_id": item.id,
            "starts_at": start,
            "ends_at": start + timedelta(minutes=default_minutes(item.estimate_minutes)),
            "zone": zone.key,
        }
        return Block(**validated(BlockFields, values).model_dump(), created_at=self._clock.now())

    def _recurring(self, common: Mapping[str, Any], reading: Reading) -> RecurringWork:
        from clientdesk.models.recurrence import checked_rule

        first = reading.starts_on or self.today()
        values = {**common, "rule": checked_rule(reading.rule, first), "starts_on": first}
        return RecurringWork(
            **validated(RecurringWorkFields, values).model_dump(), created_at=self._clock.now()
        )

    def _local_now(self) -> datetime:
        return self._clock.now().astimezone(self._practice.zone()).replace(tzinfo=None)


@lru_cache(maxsize=4)
def names_of(locale_name: str, kinds: tuple[tuple[str, WorkKind], ...] = ()) -> Names:
    """The words a locale adds to the English ones: names of days and months, and its order of day and month.

    Args:
        locale_name: such as ``de_DE``; an unknown one adds nothing.
        kinds: what the window calls each kind of work.
    """
    from babel import Locale, UnknownLocaleError

    named = dict(kinds)
    try:
        locale = Locale.parse(locale_name)
    except (UnknownLocaleError, ValueError, TypeError):
        return Names(kinds=named)
    pattern = locale.date_formats["short"].pattern.casefold()
    return Names(
        weekdays=_folded(locale.days),
        months=_folded(locale.months),
        kinds=named,
        is_day_first=pattern.find("d") < pattern.find("m"),
    )


def _folded(tables: Any) -> dict[str, int]:
    """Long and abbreviated names onto their numbers; what is a figure or a single letter is no name."""
    found: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        for width in ("abbreviated", "wide"):
            for number, name in tables.get(context, {}).get(width, {}).items():
                key = fold(name).rstrip(".")
                if " " not in key and (len(key) > 1 or not key.isascii()) and not key.isdigit():
                    found.setdefault(key, number)
    return found
