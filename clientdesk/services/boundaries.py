"""Working rules: default, tier, client laid over each other, each with its history; time off; the calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from clientdesk.models.boundary_rules import BoundaryRules, QuietHours
from clientdesk.models.calendar import PolicyHours, TimeOffSpan, WorkCalendar
from clientdesk.models.enums import Kind, Layer, Urgency
from clientdesk.models.errors import InvalidInput, Problem
from clientdesk.models.tables import (
    BoundaryPolicy,
    Client,
    ClientFields,
    Tier,
    TierFields,
    TimeOff,
    TimeOffFields,
)
from clientdesk.models.text import fold
from clientdesk.models.views.boundaries import (
    BoundaryCheck,
    BoundaryPreview,
    HolidayView,
    MessageView,
    RegionView,
    TimeOffView,
)
from clientdesk.models.views.rhythms import RhythmView
from clientdesk.services.boundary_checks import checks_of
from clientdesk.services.boundary_layers import (
    NOTHING_SET,
    LayerHistory,
    Owner,
    as_stored,
    read_histories,
    row_in_force,
)
from clientdesk.services.boundary_preview import preview_of
from clientdesk.services.holiday_calendar import (
    countries,
    country_name,
    holidays_of,
    next_holidays,
    parts_of,
)
from clientdesk.services.message_now import Message, message_now
from clientdesk.services.papers.wording import paper_locale
from clientdesk.services.ports import Clock
from clientdesk.services.practice import PracticeService
from clientdesk.services.remembered import Remembered
from clientdesk.services.rhythms import RhythmService
from clientdesk.services.rows import table_of
from clientdesk.services.starter import shipped_rules
from clientdesk.services.validation import apply, changed, validated
from clientdesk.store.unit_of_work import Store, fetch

DEFAULT_ONLY = frozenset({"public_holidays", "buffer_percent", "quiet_hours"})
"""Rules of the practice itself: the same for every tier and client."""

_NO_HISTORY = LayerHistory((), ())


class BoundaryService:
    """What holds for whom, since when, and which days are worked."""

    def __init__(self, store: Store, clock: Clock, practice: PracticeService, rhythms: RhythmService) -> None:
        self._store = store
        self._clock = clock
        self._practice = practice
        self._rhythms = rhythms
        policies = frozenset({Kind.BOUNDARY_POLICY})
        self._histories: Remembered[dict[Owner, LayerHistory]] = Remembered(store, policies, self._read)
        days = policies | {Kind.TIME_OFF, Kind.PRACTICE}
        self._time_off: Remembered[tuple[TimeOffView, ...]] = Remembered(
            store, frozenset({Kind.TIME_OFF}), self._read_time_off
        )
        self._calendar: Remembered[WorkCalendar] = Remembered(store, days, self._make_calendar)

    def resolved(
        self, client_id: str | None = None, on: date | None = None, *, tier_id: str | None = None
    ) -> BoundaryRules:
        """The rules that hold for a client (else a tier, else everyone) on a day, every field set.

        Raises:
            NotFound: there is no such client.
        """
        rules = shipped_rules()
        for _, layer_rules in self._layers(client_id, tier_id, on):
            rules = layer_rules.over(rules)
        return rules

    def sources(
        self, client_id: str | None = None, tier_id: str | None = None, on: date | None = None
    ) -> dict[str, Layer | None]:
        """For each field the layer that gives its value; None: as shipped, no layer sets it.

        Raises:
            NotFound: there is no such client.
        """
        found: dict[str, Layer | None] = dict.fromkeys(BoundaryRules.model_fields)
        for layer, rules in self._layers(client_id, tier_id, on):
            found.update(dict.fromkeys(rules.set_fields(), layer))
        return found

    def set_fields(self, layer: Layer, owner_id: str | None, values: dict[str, Any]) -> None:
        """Set rules of a layer, in force from today; a second change on the same day changes the first.

        Args:
            owner_id: the tier or client; None for the default.
            values: by field, as `BoundaryRules` takes them (its parts or plain data).

        Raises:
            InvalidInput, NotFound: nothing was stored.
        """
        if layer is not Layer.DEFAULT and (fixed := DEFAULT_ONLY & values.keys()):
            raise InvalidInput([Problem(name, "default_only") for name in sorted(fixed)])

        def laid_over(present: BoundaryRules) -> BoundaryRules:
            stored = as_stored(present) | {name: _plain(name, value) for name, value in values.items()}
            return validated(BoundaryRules, stored)

        self._write("Change working rules", (layer, owner_id or ""), laid_over)

    def set_field(self, layer: Layer, owner_id: str | None, field: str, value: Any) -> None:
        """Set one rule of a layer; see `set_fields`."""
        self.set_fields(layer, owner_id, {field: value})

    def reset_field(self, layer: Layer, owner_id: str | None, field: str) -> None:
        """Let the layer below speak again; the default goes back to what ships.

        Raises:
            NotFound.
        """
        if layer is Layer.DEFAULT:
            shipped = as_stored(shipped_rules())[field]
            self._write(
                "Reset working rule",
                (layer, ""),
                lambda present: validated(BoundaryRules, as_stored(present) | {field: shipped}),
            )
            return
        self._write(
            "Reset working rule",
            (layer, owner_id or ""),
            lambda present: present.model_copy(update={field: None}),
        )

    def is_own(self, layer: Layer, owner_id: str | None, field: str) -> bool:
        """Whether a reset would change anything: the layer sets the field (the default: not as shipped)."""
        own = self._own(layer, owner_id or "", self._practice.today())
        value = getattr(own, field)
        if layer is Layer.DEFAULT:
            return value is not None and value != getattr(shipped_rules(), field)
        return value is not None

    def checks(
        self,
        client_id: str | None = None,
        tier_id: str | None = None,
        translate: Callable[[str], str] = str,
    ) -> list[BoundaryCheck]:
        """Rules that contradict each other, as sentences."""
        return checks_of(
            self.resolved(client_id, tier_id=tier_id),
            self._practice.today(),
            time_off=self.time_off(),
            rhythms=self._rhythms_for(client_id, tier_id),
            translate=translate,
        )

    def preview(
        self,
        client_id: str | None = None,
        tier_id: str | None = None,
        pending: dict[str, Any] | None = None,
    ) -> BoundaryPreview:
        """How the rules read in the agreement: the very words of the paper's Exhibit A.

        Args:
            pending: rules being typed, not stored yet; what cannot be kept is left out.
        """
        practice = self._practice.get()
        client_zone = ""
        if client_id is not None:
            with self._store.reading() as session:
                client_zone = fetch(session, Client, client_id).zone or ""
        return preview_of(
            _with_pending(self.resolved(client_id, tier_id=tier_id), pending or {}),
            rhythms=self._rhythms_for(client_id, tier_id),
            zone=str(self._practice.zone()),
            client_zone=client_zone,
            on=self._practice.today(),
            locale="en_GB" if practice is None else paper_locale(practice.paper_language, practice.locale),
        )

    def message_now(
        self,
        client_id: str | None = None,
        tier_id: str | None = None,
        pending: dict[str, Any] | None = None,
        *,
        urgency: Urgency = Urgency.NORMAL,
        channel: str = "",
        at: datetime | None = None,
        translate: Callable[[str], str] = str,
    ) -> MessageView:
        """How a message would be treated by the rules as they are now, one that comes now unless `at` says when.

        Args:
            pending: rules being typed, not stored yet; what cannot be kept is left out.
        """
        client_zone = ""
        if client_id is not None:
            with self._store.reading() as session:
                client_zone = fetch(session, Client, client_id).zone or ""
        rules = _with_pending(self.resolved(client_id, tier_id=tier_id), pending or {})
        return message_now(
            as_stored(rules),
            Message(at or self._clock.now(), urgency, channel),
            self.calendar(),
            self._practice.zone(),
            client_zone=client_zone,
            translate=translate,
        )

    def limit(self, client_id: str | None = None, tier_id: str | None = None) -> tuple[int | None, Layer]:
        """The private limit in days that holds (None: none), and the layer that sets it.

        Raises:
            NotFound: there is no such client or tier.
        """
        practice = self._practice.get()
        with self._store.reading() as session:
            client = None if client_id is None else fetch(session, Client, client_id)
            if client is not None and client.limit_days is not None:
                return client.limit_days, Layer.CLIENT
            wanted = tier_id if client is None else client.tier_id
            tier = None if wanted is None else fetch(session, Tier, wanted)
        if tier is not None and tier.limit_days is not None:
            return tier.limit_days, Layer.TIER
        return (None if practice is None else practice.limit_days), Layer.DEFAULT

    def set_limit(self, layer: Layer, owner_id: str | None, days: int | None) -> None:
        """Set the private limit of a layer; None leaves the layer below (the default: no limit).

        Raises:
            InvalidInput, NotFound.
        """
        if layer is Layer.DEFAULT:
            self._practice.update(limit_days=days)
            return
        changes = {"limit_days": days}
        with self._store.writing("Change limit") as session:
            if layer is Layer.TIER:
                tier = fetch(session, Tier, owner_id or "")
                apply(tier, changed(tier, TierFields, changes), changes)
            else:
                client = fetch(session, Client, owner_id or "")
                apply(client, changed(client, ClientFields, changes), changes)

    def list_owners(self) -> list[tuple[str, str]]:
        """Id and name of every client that can have rules of its own, by name."""
        client = table_of(Client).c
        query = select(client.id, client.name).where(client.archived_at.is_(None))
        with self._store.reading() as session:
            found = [(client_id, name) for client_id, name in session.execute(query)]
        return sorted(found, key=lambda pair: fold(pair[1]))

    def count_own(self, layer: Layer, owner_id: str | None) -> int:
        """How many rules a tier or client sets itself."""
        return len(self._own(layer, owner_id or "", self._practice.today()).set_fields())

    def quiet_hours(self, on: date | None = None) -> QuietHours:
        """When nothing is announced, by the rules in force on a day."""
        quiet = self.resolved(on=on).quiet_hours
        assert quiet is not None, "resolved rules have every field set"  # noqa: S101
        return quiet

    def is_quiet(self, at: datetime) -> bool:
        """Whether an instant lies in quiet hours, by the practice's wall clock."""
        local = at.astimezone(self._practice.zone())
        quiet = self.quiet_hours(local.date())
        if quiet.weekends and local.weekday() >= 5:
            return True
        minute = local.hour * 60 + local.minute
        if quiet.start <= quiet.end:
            return quiet.start <= minute < quiet.end
        return minute >= quiet.start or minute < quiet.end

    def calendar(self) -> WorkCalendar:
        """Which days are worked; the same object until rules, time off or practice change."""
        return self._calendar.get()

    def next_holidays(self, count: int = 6) -> list[HolidayView]:
        """The next public holidays of the practice's region, with names."""
        practice = self._practice.get()
        return next_holidays(practice.holiday_region if practice else "", self._practice.today(), count)

    def countries(self) -> tuple[RegionView, ...]:
        """Every country whose public holidays are known, by name."""
        return countries()

    def parts_of(self, country: str) -> tuple[RegionView, ...]:
        """The parts of a country that have days of their own."""
        return parts_of(country)

    def holiday_country(self) -> str:
        """Name of the country of the practice's public holidays; empty for none."""
        practice = self._practice.get()
        return country_name(practice.holiday_region) if practice and practice.holiday_region else ""

    def time_off(self, since: date | None = None) -> list[TimeOffView]:
        """Time off by its start; with `since` only what ends on or after that day."""
        return [view for view in self._time_off.get() if since is None or view.ends_on >= since]

    def add_time_off(self, starts_on: date, ends_on: date | None = None, note: str = "") -> str:
        """Enter time off, both days included (one day without an end); entered today.

        Raises:
            InvalidInput: the end is before the start, or another time off has some of these days.
        """
        values = {"starts_on": starts_on, "ends_on": ends_on or starts_on, "note": note}
        checked = validated(TimeOffFields, values)
        with self._store.writing("Add time off") as session:
            _refuse_overlap(session, checked, None)
            row = TimeOff(
                **checked.model_dump(), entered_on=self._practice.today(), created_at=self._clock.now()
            )
            session.add(row)
        return row.id

    def update_time_off(
        self, time_off_id: str, starts_on: date, ends_on: date | None = None, note: str = ""
    ) -> None:
        """Change time off. Days that are new count as entered today, in a row of their own.

        Promises are moved by the day on which time off was entered, so a later extension must not
        pretend to have been known before.

        Raises:
            InvalidInput, NotFound.
        """
        values = {"starts_on": starts_on, "ends_on": ends_on or starts_on, "note": note}
        checked = validated(TimeOffFields, values)
        today, now = self._practice.today(), self._clock.now()
        with self._store.writing("Change time off") as session:
            row = fetch(session, TimeOff, time_off_id)
            _refuse_overlap(session, checked, time_off_id)
            kept = TimeOffFields(starts_on=row.starts_on, ends_on=row.ends_on)
            disjoint = checked.starts_on > kept.ends_on or checked.ends_on < kept.starts_on
            row.note = checked.note
            if disjoint or row.entered_on == today:
                row.starts_on, row.ends_on, row.entered_on = checked.starts_on, checked.ends_on, today
                return
            row.starts_on = max(checked.starts_on, kept.starts_on)
            row.ends_on = min(checked.ends_on, kept.ends_on)
            one_day = timedelta(days=1)
            for first, last in (
                (checked.starts_on, kept.starts_on - one_day),
                (kept.ends_on + one_day, checked.ends_on),
            ):
                if first <= last:
                    session.add(
                        TimeOff(
                            starts_on=first,
                            ends_on=last,
                            note=checked.note,
                            entered_on=today,
                            created_at=now,
                        )
                    )

    def remove_time_off(self, time_off_id: str) -> None:
        """Take time off back.

        Raises:
            NotFound.
        """
        with self._store.writing("Remove time off") as session:
            session.delete(fetch(session, TimeOff, time_off_id))

    def _layers(
        self, client_id: str | None, tier_id: str | None, on: date | None
    ) -> list[tuple[Layer, BoundaryRules]]:
        day = on or self._practice.today()
        if client_id is not None:
            tier_id = self._tier_of(client_id)
        found = [(Layer.DEFAULT, self._own(Layer.DEFAULT, "", day))]
        if tier_id:
            found.append((Layer.TIER, self._own(Layer.TIER, tier_id, day)))
        if client_id is not None:
            found.append((Layer.CLIENT, self._own(Layer.CLIENT, client_id, day)))
        return found

    def _own(self, layer: Layer, owner_id: str, day: date) -> BoundaryRules:
        history = self._histories.get().get((layer, owner_id), _NO_HISTORY)
        if not history.since:
            return NOTHING_SET
        return history.on(day, from_the_start=layer is Layer.DEFAULT)

    def _tier_of(self, client_id: str) -> str | None:
        with self._store.reading() as session:
            return fetch(session, Client, client_id).tier_id

    def _rhythms_for(self, client_id: str | None, tier_id: str | None) -> list[RhythmView]:
        if client_id is not None:
            return self._rhythms.of_client(client_id)
        return self._rhythms.proposed(tier_id)

    def _write(self, label: str, owner: Owner, change: Callable[[BoundaryRules], BoundaryRules]) -> None:
        today = self._practice.today()
        layer, owner_id = owner
        with self._store.writing(label) as session:
            if layer is Layer.TIER:
                fetch(session, Tier, owner_id)
            elif layer is Layer.CLIENT:
                fetch(session, Client, owner_id)
            row = row_in_force(session, owner, today)
            present = NOTHING_SET if row is None else BoundaryRules.model_validate(row.rules)
            stored = as_stored(change(present))
            if stored == as_stored(present):
                return
            if row is not None and row.in_force_from == today:
                row.rules = stored
                return
            session.add(
                BoundaryPolicy(
                    layer=layer,
                    tier_id=owner_id if layer is Layer.TIER else None,
                    client_id=owner_id if layer is Layer.CLIENT else None,
                    in_force_from=today,
                    rules=stored,
                    created_at=self._clock.now(),
                )
            )

    def _read(self) -> dict[Owner, LayerHistory]:
        with self._store.reading() as session:
            return read_histories(session)

    def _read_time_off(self) -> tuple[TimeOffView, ...]:
        columns = (TimeOff.id, TimeOff.starts_on, TimeOff.ends_on, TimeOff.note, TimeOff.entered_on)
        query = select(*columns).order_by(TimeOff.starts_on, TimeOff.id)  # type: ignore[call-overload]
        with self._store.reading() as session:
            return tuple(TimeOffView(*row) for row in session.execute(query))

    def _make_calendar(self) -> WorkCalendar:
        history = self._histories.get().get((Layer.DEFAULT, ""), _NO_HISTORY)
        hours = [
            (since, _policy_hours(rules)) for since, rules in zip(history.since, history.rules, strict=True)
        ]
        practice = self._practice.get()
        region = "" if practice is None else practice.holiday_region
        return WorkCalendar(
            hours=tuple(hours) or ((date.min, _policy_hours(NOTHING_SET)),),
            holidays=lambda year: holidays_of(region, year),
            time_off=tuple(
                TimeOffSpan(view.starts_on, view.ends_on, view.entered_on) for view in self.time_off()
            ),
        )


def _with_pending(rules: BoundaryRules, pending: dict[str, Any]) -> BoundaryRules:
    for name, value in pending.items():
        try:
            rules = validated(BoundaryRules, as_stored(rules) | {name: _plain(name, value)})
        except InvalidInput:
            continue
    return rules


def _policy_hours(rules: BoundaryRules) -> PolicyHours:
    complete = rules.over(shipped_rules())
    spans = {
        weekday: tuple((span.start, span.end) for span in own)
        for weekday, own in (complete.working_hours or {}).items()
    }
    return PolicyHours(spans, complete.public_holidays is not False)


def _plain(field: str, value: Any) -> Any:
    """A value as it is kept; hours in the order of the day, days without hours left out."""
    if field == "working_hours" and isinstance(value, dict):
        return {weekday: _in_order(spans) for weekday, spans in value.items() if spans}
    return value


def _in_order(spans: Any) -> Any:
    def start(span: Any) -> Any:
        found = span.get("start") if isinstance(span, dict) else getattr(span, "start", None)
        return found if isinstance(found, int) else 0

    return sorted(spans, key=start) if isinstance(spans, list | tuple) else spans


def _refuse_overlap(session: Session, wanted: TimeOffFields, but: str | None) -> None:
    query = select(TimeOff.id, TimeOff.starts_on, TimeOff.ends_on).where(  # type: ignore[call-overload]
        TimeOff.starts_on <= wanted.ends_on, TimeOff.ends_on >= wanted.starts_on
    )
    for other_id, starts_on, ends_on in session.execute(query):
        if other_id != but:
            facts: dict[str, object] = {"starts_on": starts_on, "ends_on": ends_on}
            raise InvalidInput([Problem("starts_on", "time_off_overlap", facts)])
