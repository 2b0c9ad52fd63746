"""Rhythms: proposed by the default or a tier, had by a client; adopting copies the proposals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, cast

from sqlalchemy import select
from sqlmodel import Session

from clientdesk.models.enums import Layer, RhythmKind, RhythmUnit
from clientdesk.models.errors import InvalidInput
from clientdesk.models.key_dates import given_offset, shown_day
from clientdesk.models.rhythm_dates import rule_dates
from clientdesk.models.rhythm_units import OF_A_CLIENT, unit_problems
from clientdesk.models.tables import Client, Rhythm, RhythmFields, Tier
from clientdesk.models.views.rhythms import RhythmView
from clientdesk.services.ports import Clock
from clientdesk.services.practice import PracticeService
from clientdesk.services.rhythm_words import describe, rule_words
from clientdesk.services.validation import apply, changed, validated
from clientdesk.store.unit_of_work import Store, fetch

_COLUMNS = (
    "layer",
    "kind",
    "unit",
    "every",
    "weekday",
    "nth",
    "tier_id",
    "client_id",
    "starts_on",
    "channel",
    "content",
    "agreement_id",
    "offset_days",
    "ends_on",
)
_RULE = ("kind", "unit", "every", "weekday", "nth", "offset_days")
_ORDER = {kind: number for number, kind in enumerate(RhythmKind)}


class RhythmService:
    """Who is promised a word of which kind, and how often."""

    def __init__(self, store: Store, clock: Clock, practice: PracticeService) -> None:
        self._store = store
        self._clock = clock
        self._practice = practice

    def proposed(self, tier_id: str | None = None) -> list[RhythmView]:
        """What a client of that tier would be promised: the tier's proposals, else the default's."""
        with self._store.reading() as session:
            return proposals(session, tier_id)

    def of_layer(self, layer: Layer, owner_id: str = "") -> list[RhythmView]:
        """The rhythms of one layer, without those of the layers below."""
        with self._store.reading() as session:
            return _list(session, layer, owner_id)

    def of_client(self, client_id: str) -> list[RhythmView]:
        """The rhythms of a client in force: without those whose last day is over."""
        today = self._practice.today()
        return [view for view in self.of_layer(Layer.CLIENT, client_id) if is_in_force(view.ends_on, today)]

    def past(self, client_id: str) -> list[RhythmView]:
        """Rhythms of a client whose last day is over: what was missed by them is still owed."""
        today = self._practice.today()
        views = self.of_layer(Layer.CLIENT, client_id)
        return [view for view in views if not is_in_force(view.ends_on, today)]

    def add(self, layer: Layer, owner_id: str = "", **values: Any) -> str:
        """Propose a rhythm (default, tier) or promise one (client; from today unless `starts_on` says other).

        Raises:
            InvalidInput, NotFound.
        """
        checked = validated(RhythmFields, values)
        _refuse_wrong_unit(checked, layer)
        if layer is Layer.CLIENT and checked.starts_on is None:
            checked.starts_on = self._practice.today()
        with self._store.writing("Add rhythm") as session:
            row = Rhythm(**checked.model_dump(), layer=layer, created_at=self._clock.now())
            _give_to(session, row, owner_id)
            session.add(row)
        return row.id

    def update(self, rhythm_id: str, **changes: Any) -> str:
        """Change a rhythm. Returns the id of the one that holds from now on.

        What a client was promised until yesterday stays judged by the rule of its day: a change of the rule
        itself ends the rhythm with yesterday and begins another today, in one step. Channel, content, start and
        end change in place; so does a rule that starts today or later.

        Raises:
            InvalidInput, NotFound.
        """
        with self._store.writing("Change rhythm") as session:
            row, today = fetch(session, Rhythm, rhythm_id), self._practice.today()
            checked = cast(RhythmFields, changed(row, RhythmFields, changes))
            _refuse_wrong_unit(checked, row.layer)
            if row.layer is Layer.CLIENT and checked.starts_on is None:
                checked.starts_on = today
            if not self._is_new_rule(row, checked, today):
                apply(row, checked)
                return row.id
            made = self._begun_today(row, checked, today)
            end_rhythm(row, today)
            session.add(made)
            return made.id

    @staticmethod
    def _is_new_rule(row: Rhythm, checked: RhythmFields, today: date) -> bool:
        has_begun = row.starts_on is not None and row.starts_on < today
        is_over = not is_in_force(row.ends_on, today)
        if row.layer is not Layer.CLIENT or not has_begun or is_over:
            return False
        is_yearly = row.unit is checked.unit is RhythmUnit.YEARLY
        names = [name for name in _RULE if name != "offset_days" or not is_yearly]
        return any(getattr(row, name) != getattr(checked, name) for name in names)

    def _begun_today(self, row: Rhythm, checked: RhythmFields, today: date) -> Rhythm:
        """The rhythm that takes the place of another from today on."""
        starts_on, offset = _start_from(checked, today)
        fresh = checked.model_copy(update={"starts_on": starts_on, "offset_days": offset})
        return Rhythm(
            **fresh.model_dump(),
            layer=Layer.CLIENT,
            client_id=row.client_id,
            agreement_id=row.agreement_id,
            created_at=self._clock.now(),
        )

    def remove(self, rhythm_id: str) -> None:
        """Take a rhythm away.

        Raises:
            NotFound.
        """
        with self._store.writing("Remove rhythm") as session:
            session.delete(fetch(session, Rhythm, rhythm_id))

    def adopt(self, client_id: str, *, replace: bool = False) -> list[str]:
        """Promise the client what its tier (else the default) proposes, from today; ids of the new rhythms.

        Args:
            replace: end what the client has with yesterday, except what a paper promises and its own days;
                what was missed stays missed. Without it, kinds the client already has are left as they are.

        Raises:
            NotFound.
        """
        with self._store.writing("Adopt rhythms") as session:
            client = fetch(session, Client, client_id)
            return adopt_in(session, client, self._clock.now(), today=self._practice.today(), replace=replace)

    @staticmethod
    def describe(rhythm: RhythmView, translate: Callable[[str], str] = str) -> str:
        """ "Update every second Friday"."""
        return describe(rhythm.kind, _words_of(rhythm, translate), translate)


def _words_of(rhythm: RhythmView, translate: Callable[[str], str]) -> str:
    return rule_words(
        rhythm.unit,
        rhythm.every,
        rhythm.weekday,
        rhythm.nth,
        translate,
        starts_on=rhythm.starts_on,
        offset_days=rhythm.offset_days,
    )


def is_in_force(ends_on: date | None, today: date) -> bool:
    """Whether a rhythm still holds, or will, by its last day."""
    return ends_on is None or ends_on >= today


def end_rhythm(row: Rhythm, today: date) -> None:
    """Let a rhythm end with yesterday: what it gave until then stays kept, or missed."""
    yesterday = today - timedelta(days=1)
    row.ends_on = yesterday if row.ends_on is None else min(row.ends_on, yesterday)


def _start_from(checked: RhythmFields, today: date) -> tuple[date, int | None]:
    """The day from which a changed rule holds, and its offset; of a yearly one the next time its day comes round."""
    starts_on, offset = checked.starts_on or today, checked.offset_days
    if checked.unit is RhythmUnit.ONCE:
        return starts_on, offset
    if checked.unit is not RhythmUnit.YEARLY:
        return max(starts_on, today), offset
    dates = rule_dates(checked.unit, checked.every, 0, None, starts_on, None, (), offset)
    index = max(dates.near(today.toordinal()), 0)
    while dates.at(index) < today.toordinal():
        index += 1
    found = date.fromordinal(min(dates.at(index), date.max.toordinal()))
    return found, given_offset(checked.unit, shown_day(starts_on, offset), found)


def _refuse_wrong_unit(checked: RhythmFields, layer: Layer) -> None:
    problems = unit_problems(checked.kind, checked.unit, layer, checked.starts_on)
    if problems:
        raise InvalidInput(problems)


def proposals(session: Session, tier_id: str | None) -> list[RhythmView]:
    """What a tier proposes, else the default."""
    own = _list(session, Layer.TIER, tier_id) if tier_id else []
    return own or _list(session, Layer.DEFAULT, "")


def adopt_in(
    session: Session, client: Client, now: datetime, *, today: date, replace: bool = False
) -> list[str]:
    """`RhythmService.adopt` within another service's writing."""
    rows = session.execute(select(Rhythm).where(Rhythm.client_id == client.id)).scalars().all()  # type: ignore[arg-type]
    taken = set()
    for row in rows:
        if not is_in_force(row.ends_on, today):
            continue
        if row.unit in OF_A_CLIENT:
            continue
        if not replace or row.agreement_id is not None:
            taken.add(row.kind)
        elif row.starts_on is not None and row.starts_on < today:
            end_rhythm(row, today)
        else:
            session.delete(row)
    made = []
    for proposal in proposals(session, client.tier_id):
        if proposal.kind in taken:
            continue
        row = as_promised(proposal, client.id, now, starts_on=today)
        session.add(row)
        made.append(row.id)
    return made


def as_promised(
    proposal: RhythmView, client_id: str, now: datetime, *, starts_on: date, agreement_id: str | None = None
) -> Rhythm:
    """The client's own rhythm, as it was proposed."""
    return Rhythm(
        layer=Layer.CLIENT,
        client_id=client_id,
        agreement_id=agreement_id,
        created_at=now,
        kind=proposal.kind,
        unit=proposal.unit,
        every=proposal.every,
        weekday=proposal.weekday,
        nth=proposal.nth,
        offset_days=proposal.offset_days,
        channel=proposal.channel,
        content=proposal.content,
        starts_on=starts_on,
    )


def rhythms_by_tier(session: Session) -> dict[str, tuple[RhythmView, ...]]:
    """Every tier's proposals in one reading."""
    found: dict[str, list[RhythmView]] = {}
    for view in _read(session, Rhythm.layer == Layer.TIER):
        found.setdefault(view.tier_id or "", []).append(view)
    return {tier_id: tuple(views) for tier_id, views in found.items()}


def _list(session: Session, layer: Layer, owner_id: str) -> list[RhythmView]:
    if layer is Layer.TIER:
        return _read(session, Rhythm.tier_id == owner_id)
    if layer is Layer.CLIENT:
        return _read(session, Rhythm.client_id == owner_id)
    return _read(session, Rhythm.layer == Layer.DEFAULT)


def _read(session: Session, condition: Any) -> list[RhythmView]:
    columns = [getattr(Rhythm, name) for name in _COLUMNS]
    query = select(Rhythm.id, *columns).where(condition).order_by(Rhythm.id)  # type: ignore[call-overload]
    views = [
        RhythmView(rhythm_id=rhythm_id, **dict(zip(_COLUMNS, values, strict=True)))
        for rhythm_id, *values in session.execute(query)
    ]
    return sorted(views, key=lambda view: (_ORDER[view.kind], view.unit is RhythmUnit.MONTHLY, view.every))


def _give_to(session: Session, row: Rhythm, owner_id: str) -> None:
    if row.layer is Layer.TIER:
        row.tier_id = fetch(session, Tier, owner_id).id
    elif row.layer is Layer.CLIENT:
        row.client_id = fetch(session, Client, owner_id).id
