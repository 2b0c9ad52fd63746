"""The facts behind who is owed a word, of all clients or of one: a handful of statements, whatever their number."""

# ruff: noqa: S608 - the statements are made of our own words only

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from clientdesk.models.enums import HoldEvent, RhythmKind, RhythmUnit, TouchKind
from clientdesk.models.holds import Hold, HoldFacts, hold_end
from clientdesk.models.records import record
from clientdesk.models.rhythm_dates import MilestoneDates, after_end_dates, milestone_dates
from clientdesk.models.schedule import MEANINGFUL, BookedTouch, ClientFacts, RhythmRule, is_meaningful, keeps
from clientdesk.store.hold_reads import hold_facts
from clientdesk.store.instants import Fetch, LocalDays, day_of, instant_of, local_days, stored

Milestones = tuple[tuple[str, MilestoneDates], ...]
"""Milestones of a client with their titles."""

_Spans = tuple[tuple[date, date | None], ...]


@record
class CheckInRow:
    """One client's facts with what the lists show beside them.

    Attributes:
        last_touch_at: last held contact other than a note, either direction.
        hold_event: what ends the hold by itself, as the user set it.
        contents: what a rhythm is about, by its id; those that say nothing are left out.
        milestones: of clients with a rhythm that goes by them.
    """

    facts: ClientFacts
    name: str
    colour: int
    tier: str
    zone: str | None
    stage: str
    last_touch_at: datetime | None
    snooze_reason: str
    hold_reason: str
    hold_event: HoldEvent | None
    contents: Mapping[str, str]
    milestones: Milestones


def check_in_rows(
    fetch: Fetch, today: date, zone: ZoneInfo, *, client_id: str | None = None, with_archived: bool = False
) -> list[CheckInRow]:
    """The facts of all clients (or one), as of the local day `today` of the practice.

    Touches later on that day count; those of later days don't.
    """
    end = stored(datetime.combine(today + timedelta(days=1), time(), zone))
    local = local_days(zone)
    where, chosen = _restriction(client_id, with_archived=with_archived)
    clients = fetch(_CLIENTS + where, [end, end, *chosen])
    tiers = {row[0]: row for row in fetch(_TIERS, ())}
    practice_limit = fetch("SELECT limit_days FROM practice LIMIT 1", ())
    default_limit = practice_limit[0][0] if practice_limit else None
    spans = _spans(fetch, today, client_id)
    rhythms = _Rhythms(fetch, today, end, local, client_id, spans)
    booked = _grouped(fetch(*_of_client(_BOOKED, client_id, [stored(datetime.combine(today, time(), zone))])))
    holds = hold_facts(fetch, end, client_id) if any(row[14] and row[7] for row in clients) else {}
    rows = []
    for row in clients:
        key, tier = row[0], tiers.get(row[11], _NO_TIER)
        own_spans = spans.get(key, ())
        hold_until, is_held = day_of(row[8]), bool(row[7])
        if is_held and row[14]:
            hold = Hold(hold_until, HoldEvent(row[14]), None if row[15] is None else instant_of(row[15]))
            hold_until = hold_end(hold, holds.get(key, HoldFacts()), zone, today)
        facts = ClientFacts(
            key,
            date.fromisoformat(row[3]),
            own_spans,
            tuple(rhythms.rules[key]) if key in rhythms.rules else (),
            row[4],
            tier[2],
            default_limit,
            bool(tier[3]),
            rhythms.kept.get(key, _NOTHING_KEPT),
            None if row[17] is None else local.of(row[17]),
            tuple([_booked(values, local) for values in booked[key]]) if key in booked else (),
            row[5] is not None,
            hold_until,
            is_held and hold_until is None,
            day_of(row[6]),
        )
        rows.append(
            CheckInRow(
                facts,
                row[1],
                row[2],
                tier[1],
                row[9],
                row[10],
                None if row[16] is None else instant_of(row[16]),
                row[12],
                row[13],
                HoldEvent(row[14]) if row[14] else None,
                rhythms.contents.get(key, _NO_CONTENTS),
                rhythms.milestones.get(key, ()),
            )
        )
    return rows


_NO_TIER = (None, "", None, 0)
_NOTHING_KEPT: dict[RhythmKind, date] = {}
_NO_CONTENTS: dict[str, str] = {}


def _words(kinds: Sequence[TouchKind]) -> str:
    """Our own words as a list of SQL."""
    return ", ".join(f"'{kind.value}'" for kind in kinds)


# || '' keeps the planner off the other indexes: a walk down the client's own stream is a few entries of one index.
_WALK = (
    "(SELECT t.at FROM touchpoint t WHERE t.client_id = {owner} AND t.state || '' = 'held' AND {fits}"
    " AND t.at < ? ORDER BY t.at DESC LIMIT 1)"
)
_PROBE = (
    "(SELECT max(t.at) FROM touchpoint t WHERE t.client_id = {owner} AND t.state = 'held'"
    " AND t.kind = '{kind}' AND t.is_review = {review} AND t.at < ?)"
)
_COUNTS = f"(t.is_meaningful OR (t.is_meaningful IS NULL AND t.kind || '' IN ({_words(sorted(MEANINGFUL))})))"
_CLIENTS = (
    "SELECT c.id, c.name, c.colour, c.added_on, c.limit_days, c.archived_at, c.snoozed_until, c.is_on_hold,"
    " c.hold_until, c.zone, c.stage, c.tier_id, c.snooze_reason, c.hold_reason, c.hold_event, c.hold_since, "
    + _WALK.format(owner="c.id", fits="t.kind <> 'note'")
    + ", "
    + _WALK.format(owner="c.id", fits=_COUNTS)
    + " FROM client c"
)
_TIERS = "SELECT id, name, limit_days, is_after FROM tier"
_BOOKED = (
    "SELECT client_id, at, kind, is_review, is_meaningful FROM touchpoint WHERE state = 'planned' AND at >= ?"
)
_SPANS = (
    "SELECT client_id, starts_on, ends_on FROM engagement WHERE (ends_on IS NULL OR ends_on >= ?){of_client}"
    " UNION ALL SELECT client_id, max(ends_on), max(ends_on) FROM engagement WHERE ends_on < ?{of_client}"
    " GROUP BY client_id"
)
_RHYTHMS = (
    "SELECT client_id, id, kind, unit, every, weekday, nth, starts_on, ends_on, offset_days, content FROM rhythm"
    " WHERE layer = 'client' AND client_id IS NOT NULL"
)
_MILESTONES = (
    "SELECT e.client_id, m.title, m.planned_on, m.actual_on FROM engagement e"
    " JOIN milestone m ON m.engagement_id = e.id WHERE (m.planned_on IS NOT NULL OR m.actual_on IS NOT NULL)"
    " AND e.client_id IN (SELECT client_id FROM rhythm WHERE layer = 'client' AND unit = 'milestone')"
)


def _restriction(client_id: str | None, *, with_archived: bool) -> tuple[str, list[Any]]:
    if client_id is not None:
        return " WHERE c.id = ?", [client_id]
    return ("" if with_archived else " WHERE c.archived_at IS NULL"), []


def _of_client(
    sql: str, client_id: str | None, values: list[Any] | None = None, column: str = "client_id"
) -> tuple[str, list[Any]]:
    if client_id is None:
        return sql, values or []
    return f"{sql} AND {column} = ?", [*(values or []), client_id]


def _grouped(rows: list[Any]) -> dict[str, list[Any]]:
    """Rows by their first value."""
    groups: dict[str, list[Any]] = {}
    for row in rows:
        group = groups.get(row[0])
        if group is None:
            groups[row[0]] = [row]
        else:
            group.append(row)
    return groups


def _spans(fetch: Fetch, today: date, client_id: str | None) -> dict[str, _Spans]:
    """Engagements that run today or later, and of the ended ones of a client the last: the rules ask no more."""
    day = today.isoformat()
    if client_id is None:
        found = fetch(_SPANS.format(of_client=""), [day, day])
    else:
        found = fetch(_SPANS.format(of_client=" AND client_id = ?"), [day, client_id, day, client_id])
    spans: dict[str, _Spans] = {}
    for owner, start, stop in found:
        spans[owner] = (*spans.get(owner, ()), (date.fromisoformat(start), day_of(stop)))
    return spans


class _Rhythms:
    """The rules of clients, with what they go by, what they are about and when each kind was kept last."""

    def __init__(
        self,
        fetch: Fetch,
        today: date,
        end: str,
        local: LocalDays,
        client_id: str | None,
        spans: Mapping[str, _Spans],
    ) -> None:
        rows = fetch(*_of_client(_RHYTHMS, client_id))
        self.milestones: dict[str, Milestones] = {}
        if any(row[3] == _MILESTONE for row in rows):
            self.milestones = _milestones(fetch, client_id)
        self.rules: dict[str, list[RhythmRule]] = {}
        self.contents: dict[str, dict[str, str]] = {}
        for row in rows:
            owner, rhythm_id, content = row[0], row[1], row[10]
            rule = self._rule(row, today, spans)
            if owner in self.rules:
                self.rules[owner].append(rule)
            else:
                self.rules[owner] = [rule]
            if content:
                self.contents.setdefault(owner, {})[rhythm_id] = content
        self.kept = _last_kept(fetch, frozenset({row[2] for row in rows}), end, local, client_id)

    def _rule(self, row: tuple[Any, ...], today: date, spans: Mapping[str, _Spans]) -> RhythmRule:
        owner, rhythm_id, kind, unit, every, weekday, nth, starts_on, ends_on, offset_days, _ = row
        listed: tuple[date, ...] = ()
        if unit == _MILESTONE:
            dates = [found for _, found in self.milestones.get(owner, ())]
            listed = milestone_dates(dates, offset_days or 0, today)
        elif unit == _AFTER_END:
            listed = after_end_dates(spans.get(owner, ()), every)
        return RhythmRule(
            rhythm_id,
            _KIND_OF[kind],
            _UNIT_OF[unit],
            every,
            weekday,
            nth,
            date.fromisoformat(starts_on),
            None if ends_on is None else date.fromisoformat(ends_on),
            offset_days,
            listed,
        )


_KIND_OF = {kind.value: kind for kind in RhythmKind}
_UNIT_OF = {unit.value: unit for unit in RhythmUnit}
_TOUCH_OF = {kind.value: kind for kind in TouchKind}
_MILESTONE = RhythmUnit.MILESTONE.value
_AFTER_END = RhythmUnit.AFTER_END.value


def _milestones(fetch: Fetch, client_id: str | None) -> dict[str, Milestones]:
    found: dict[str, Milestones] = {}
    for owner, title, planned_on, actual_on in fetch(
        *_of_client(_MILESTONES, client_id, column="e.client_id")
    ):
        dates = MilestoneDates(day_of(planned_on), day_of(actual_on))
        found[owner] = (*found.get(owner, ()), (title, dates))
    return found


def _booked(values: tuple[Any, ...], local: LocalDays) -> BookedTouch:
    _, at, kind, is_review, override = values
    word = None if override is None else bool(override)
    touch = _TOUCH_OF[kind]
    return BookedTouch(local.of(at), touch, bool(is_review), is_meaningful(touch, word))


def _last_kept(
    fetch: Fetch, kinds: frozenset[str], end: str, local: LocalDays, client_id: str | None
) -> dict[str, dict[RhythmKind, date]]:
    """By client and kind of rhythm it has, the local date of the last held touch that keeps it."""
    if not kinds:
        return {}
    sql, columns = _kept_query(kinds)
    source, chosen = _of_client("FROM rhythm WHERE layer = 'client' AND client_id IS NOT NULL", client_id)
    found = {}
    for row in fetch(sql.format(source=source), [*[end] * len(columns), *chosen]):
        kept: dict[RhythmKind, date] = {}
        for kind, at in zip(columns, row[1:], strict=True):
            if at is not None:
                on = local.of(at)
                if kind not in kept or on > kept[kind]:
                    kept[kind] = on
        found[row[0]] = kept
    return found


@lru_cache(maxsize=32)
def _kept_query(kinds: frozenset[str]) -> tuple[str, tuple[RhythmKind, ...]]:
    """One column for each way of finding the last touch that keeps a kind; asked only of those who have it."""
    asked, columns = [], []
    wanted = [kind for kind in RhythmKind if kind.value in kinds]
    for kind in wanted:
        for column in _ways(kind):
            asked.append(f"CASE WHEN n.has_{kind.value} = 1 THEN {column} END")
            columns.append(kind)
    has = ", ".join(
        f"max(CASE WHEN kind = '{kind.value}' THEN 1 ELSE 0 END) AS has_{kind.value}" for kind in wanted
    )
    return (
        f"SELECT n.client_id, {', '.join(asked)} FROM"
        f" (SELECT client_id, {has} {{source}} GROUP BY client_id) n",
        tuple(columns),
    )


def _ways(kind: RhythmKind) -> list[str]:
    """A walk finds what is done often; what is rare, or marked, is looked for by its own kind."""
    keeping = [touch for touch in TouchKind if kind in keeps(touch, is_review=True)]
    marked = [touch for touch in keeping if kind not in keeps(touch, is_review=False)]
    if not marked and len(keeping) > 1:
        fits = f"t.kind || '' IN ({_words(keeping)})"
        return [_WALK.format(owner="n.client_id", fits=fits)]
    return [
        _PROBE.format(owner="n.client_id", kind=touch.value, review=review)
        for touch in keeping
        for review in ((1,) if touch in marked else (0, 1))
    ]
