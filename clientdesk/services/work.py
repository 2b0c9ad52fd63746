"""Work that waits for a time: the list, what becomes of each piece, and its checklist."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from sqlalchemy import func, select
from sqlmodel import Session

from clientdesk.models.boundary_rules import BoundaryRules
from clientdesk.models.capacity import BUFFER_PERCENT
from clientdesk.models.enums import WorkOrigin
from clientdesk.models.errors import InvalidInput, NotFound, Problem
from clientdesk.models.tables import Block, WorkItem, WorkItemFields, WorkStep
from clientdesk.models.tables.work_step import WorkStepFields
from clientdesk.models.views.week import ToPlaceGroup, ToPlaceView, WorkItemView, WorkStepView
from clientdesk.models.work_keys import Switch, is_key, parse_key
from clientdesk.services import work_reads as reads
from clientdesk.services.carry_over import planning_monday
from clientdesk.services.judged import Judged
from clientdesk.services.offers import (
    Days,
    Offer,
    milestone_choices,
    milestone_offers,
    recurring_offers,
    rhythm_offer,
    rhythm_offers,
    taken_up,
)
from clientdesk.services.ports import Calendars, Clock, Zones
from clientdesk.services.preferences import Preferences
from clientdesk.services.rows import table_of
from clientdesk.services.taking_up import take_up
from clientdesk.services.to_place import to_place
from clientdesk.services.validation import apply, changed, validated
from clientdesk.services.week_days import first_day
from clientdesk.services.wording import Translate
from clientdesk.services.work_owner import change_item, check_owner
from clientdesk.services.work_words import monday_after
from clientdesk.store.unit_of_work import Store, delete_tree, fetch

HIDDEN = "to_place_hidden"
MOST_STEPS = 200

_STEP = table_of(WorkStep).c


class Rules(Calendars, Protocol):
    def resolved(self, client_id: str | None = None, on: date | None = None) -> BoundaryRules: ...


class CheckIns(Protocol):
    def judged(self, today: date) -> Judged: ...


class WorkService:
    """To place, and work items by id or by the key of what is only offered.

    Everywhere a work item id is taken a key is too; it is taken up in the same step.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        practice: Zones,
        boundaries: Rules,
        check_ins: CheckIns,
        preferences: Preferences | None = None,
        translate: Translate = str,
    ) -> None:
        self._store = store
        self._clock = clock
        self._practice = practice
        self._boundaries = boundaries
        self._check_ins = check_ins
        self._preferences = preferences
        self._tr = translate
        self._known: tuple[Judged, Days, tuple[WorkItemView, ...]] | None = None

    # The list.

    def to_place(self, start: date | None = None) -> list[ToPlaceGroup]:
        """What waits, without the kinds that are switched off; see `listing`."""
        return list(self.listing(start).groups)

    def listing(self, start: date | None = None) -> ToPlaceView:
        """Work without a time and what offers itself, by client, the most pressing first.

        Args:
            start: first day of the week shown; this week's Monday when left out.
        """
        moment = self._moment()
        first = start or first_day(None, moment.today)
        days = Days(moment.today, first)
        promised = self._promised(days, moment)
        with self._store.reading() as session:
            offers = milestone_offers(session, days, self._tr) + recurring_offers(session, days, self._tr)
            offered = [*promised, *(reads.offered_view(offer, moment) for offer in offers)]
            taken = taken_up(session, [view.work_item_id for view in offered])
            kept = [view for view in offered if view.work_item_id not in taken]
            return to_place(session, moment, first, kept, self.hidden())

    def _promised(self, days: Days, moment: reads.Moment) -> tuple[WorkItemView, ...]:
        """What rhythms offer, worked out again only when check-ins were: of a thousand clients it takes a while."""
        judged = self._check_ins.judged(moment.today)
        known = self._known
        if known is None or known[0] is not judged or known[1] != days:
            found = rhythm_offers(judged, days, self._boundaries.calendar(), self._tr)
            known = (judged, days, tuple(reads.offered_view(offer, moment) for offer in found))
            self._known = known
        return known[2]

    def hidden(self) -> frozenset[Switch]:
        """The kinds that are switched off."""
        words = str(self._preferences.get(HIDDEN)).split() if self._preferences is not None else []
        return frozenset(switch for switch in Switch if switch.value in words)

    def show_kind(self, switch: Switch, *, is_shown: bool) -> None:
        """Switch a kind on or off; kept on this computer.

        Raises:
            FileNotWritten: it counts for this run only.
        """
        if self._preferences is None:
            return
        left_out = self.hidden() - {switch} if is_shown else self.hidden() | {switch}
        self._preferences.set(HIDDEN, " ".join(sorted(kind.value for kind in left_out)))

    def get(self, work_item_id: str) -> WorkItemView:
        """One piece of work, taken up or only offered.

        Raises:
            NotFound.
        """
        moment = self._moment()
        with self._store.reading() as session:
            found = self._view(session, work_item_id, moment)
        if found is None:
            raise NotFound("work_item", work_item_id)
        return found

    def milestones(self, client_id: str | None, also: str | None = None) -> list[tuple[str, str]]:
        """Open milestones of a client by date, to choose from: id and words; `also` that one, open or not."""
        if client_id is None:
            return []
        with self._store.reading() as session:
            return milestone_choices(session, client_id, also, self._tr)

    # What becomes of it.

    def add(self, values: Mapping[str, Any]) -> str:
        """Keep a new piece of work; it waits in To place. Returns its id.

        Raises:
            InvalidInput, NotFound.
        """
        with self._store.writing("Add work item") as session:
            checked: Any = validated(WorkItemFields, dict(values))
            check_owner(session, checked)
            item = WorkItem(**checked.model_dump(), created_at=self._clock.now())
            session.add(item)
            session.flush()
            return item.id

    def change(self, work_item_id: str, changes: Mapping[str, Any]) -> str:
        """Change some fields; what was only offered is taken up by that. Returns the work item's id.

        Raises:
            InvalidInput, NotFound.
        """
        with self._store.writing("Change work item") as session:
            item = self._taken(session, work_item_id)
            change_item(session, item, changes)
            return item.id

    def complete(self, work_item_id: str, *, done: bool = True) -> None:
        """Mark work or a step done, or open again.

        Raises:
            NotFound.
        """
        at = self._clock.now() if done else None
        with self._store.writing("Mark done" if done else "Mark not done") as session:
            step = self._step(session, work_item_id)
            if step is not None:
                step.done_at = at
            else:
                self._taken(session, work_item_id).done_at = at

    def drop(self, work_item_id: str) -> None:
        """Give work up without doing it; a step is taken off its checklist. It isn't offered again.

        Raises:
            NotFound.
        """
        with self._store.writing("Drop work") as session:
            step = self._step(session, work_item_id)
            if step is not None:
                self._delete_step(session, step)
            else:
                self._taken(session, work_item_id).dropped_at = self._clock.now()

    def later(self, work_item_id: str, first: date | None = None) -> date:
        """Put off to the week after the one shown; a step with the work it belongs to. Returns from when it is back.

        Args:
            first: first day of the week shown; this week when left out.

        Raises:
            NotFound.
        """
        until = monday_after(first or first_day(None, self._moment().today))
        with self._store.writing("Put off work") as session:
            item = self._taken(session, work_item_id)
            item.not_before, item.planned_on = until, None
        return until

    def make_action(self, work_item_id: str, *, is_action: bool = True) -> None:
        """Say that this is owed to the client, for example after a meeting; or that it isn't.

        Raises:
            NotFound.
            InvalidInput: it came from somewhere else, such as a milestone.
        """
        with self._store.writing("Make it an action" if is_action else "Make it own work") as session:
            item = self._taken(session, work_item_id)
            if item.origin not in (WorkOrigin.OWN, WorkOrigin.ACTION):
                raise InvalidInput([Problem("origin", "has_other_source")])
            item.origin = WorkOrigin.ACTION if is_action else WorkOrigin.OWN

    # The checklist.

    def steps(self, work_item_id: str) -> list[WorkStepView]:
        """The checklist of a piece of work, in its order; what is only offered has none."""
        if is_key(work_item_id):
            return []
        with self._store.reading() as session:
            return reads.steps_of(session, work_item_id)

    def add_steps(self, work_item_id: str, lines: str, estimate_minutes: int | None = None) -> str:
        """Add steps at the end, one a line; marks of lists before them are left off. Returns the work item's id.

        Raises:
            InvalidInput: nothing was typed, a line is too long, or the list would be.
            NotFound.
        """
        titles = [title for line in lines.splitlines() if (title := _step_title(line))]
        if not titles:
            raise InvalidInput([Problem("title", "blank")])
        with self._store.writing("Add step" if len(titles) == 1 else "Add steps") as session:
            item = self._taken(session, work_item_id)
            count, last = session.execute(
                select(func.count(), func.max(_STEP.position)).where(_STEP.work_item_id == item.id)
            ).one()
            if count + len(titles) > MOST_STEPS:
                raise InvalidInput([Problem("title", "too_many", {"max_length": MOST_STEPS})])
            start = 0 if last is None else last + 1
            for place, title in enumerate(titles, start):
                values = {"title": title, "estimate_minutes": estimate_minutes, "position": place}
                checked = validated(WorkStepFields, values)
                session.add(
                    WorkStep(**checked.model_dump(), work_item_id=item.id, created_at=self._clock.now())
                )
            return item.id

    def change_step(self, step_id: str, changes: Mapping[str, Any]) -> None:
        """Rename a step or give it another estimate.

        Raises:
            InvalidInput, NotFound.
        """
        with self._store.writing("Change step") as session:
            row = fetch(session, WorkStep, step_id)
            apply(row, changed(row, WorkStepFields, dict(changes)))

    def complete_step(self, step_id: str, *, done: bool = True) -> None:
        """Mark a step done, or open again.

        Raises:
            NotFound.
        """
        with self._store.writing("Mark done" if done else "Mark not done") as session:
            fetch(session, WorkStep, step_id).done_at = self._clock.now() if done else None

    def order_steps(self, step_ids: Sequence[str]) -> None:
        """Put the steps of a checklist in this order.

        Raises:
            NotFound.
        """
        with self._store.writing("Order steps") as session:
            for place, step_id in enumerate(step_ids):
                fetch(session, WorkStep, step_id).position = place

    def delete_step(self, step_id: str) -> None:
        """Take a step off its checklist, with its time on the grid.

        Raises:
            NotFound.
        """
        with self._store.writing("Delete step") as session:
            self._delete_step(session, fetch(session, WorkStep, step_id))

    # Inside.

    def _moment(self) -> reads.Moment:
        now, zone = self._clock.now(), self._practice.zone()
        rules = self._boundaries.resolved()
        worked = sum(
            span.end - span.start for spans in (rules.working_hours or {}).values() for span in spans
        )
        buffer = BUFFER_PERCENT if rules.buffer_percent is None else rules.buffer_percent
        monday = planning_monday(self._boundaries.calendar(), now.astimezone(zone).date())
        return reads.Moment(now, monday, zone, worked * (100 - buffer) // 100, self._tr)

    def _view(self, session: Session, key: str, moment: reads.Moment) -> WorkItemView | None:
        if not is_key(key):
            return reads.work_item(session, key, moment)
        try:
            source = parse_key(key)
        except ValueError:
            return None
        if source.origin is WorkOrigin.STEP:
            return reads.step_view(session, source.record_id, moment)
        query = select(table_of(WorkItem).c.id).where(table_of(WorkItem).c.source_key == key)
        taken_id = session.execute(query).scalar()
        if taken_id is not None:
            return reads.work_item(session, taken_id, moment)
        found: Collection[Offer] = ()
        days = Days(moment.today, first_day(None, source.on or moment.today))
        if source.origin is WorkOrigin.MILESTONE:
            found = milestone_offers(session, days, self._tr, source.record_id)
        elif source.origin is WorkOrigin.RHYTHM and source.on is not None:
            offer = rhythm_offer(
                self._check_ins.judged(moment.today), source.record_id, source.on, days, self._tr
            )
            found = [offer] if offer is not None else []
        elif source.origin is WorkOrigin.RECURRING:
            found = [
                offer
                for offer in recurring_offers(session, days, self._tr, source.record_id)
                if offer.due_on == source.on
            ]
        return next((reads.offered_view(offer, moment) for offer in found), None)

    def _taken(self, session: Session, key: str) -> WorkItem:
        return take_up(session, key, self._clock.now(), self._tr)

    def _step(self, session: Session, key: str) -> WorkStep | None:
        if not key.startswith(f"{WorkOrigin.STEP.value}:"):
            return None
        return fetch(session, WorkStep, parse_key(key).record_id)

    def _delete_step(self, session: Session, step: WorkStep) -> None:
        for block in session.execute(select(Block).where(Block.step_id == step.id)).scalars():  # type: ignore[arg-type]
            delete_tree(session, block)
        delete_tree(session, step)


def _step_title(line: str) -> str:
    """A pasted line without the mark of its list: "- [ ] Proofread", "2. Proofread"."""
    words = line.strip().lstrip("-*•–☐☑✓").strip()
    if words[:3].casefold() in ("[ ]", "[x]"):
        words = words[3:].strip()
    number, dot, rest = words.partition(". ")
    return rest.strip() if dot and number.isdigit() and len(number) <= 3 else words
