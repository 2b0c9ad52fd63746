"""Makes the 20-year store that the figures are taken on: `python benchmarks/make_store.py DIR`.

1,000 current clients, 5,000 engagements, 20,000 milestones, 200,000 touchpoints, 100,000 blocks, 20,000 work
items with 12,000 steps, 40,000 time entries, two foreign calendars with their meetings, and what goes with them.
Always the same: the last day is `NOW`, on which a consultant opens the window.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from clientdesk.models.agreement_document import AgreementDocument
from clientdesk.models.boundary_rules import BoundaryRules
from clientdesk.models.enums import (
    AgreementState,
    BlockKind,
    CalendarSource,
    ContactRole,
    EngagementKind,
    EntrySource,
    Layer,
    RhythmKind,
    RhythmUnit,
    Stage,
    TouchKind,
    TouchState,
    WorkKind,
)
from clientdesk.models.frozen_paper import IssueFacts, canonical_json, fingerprint
from clientdesk.models.tables import (
    Agreement,
    Block,
    BoundaryPolicy,
    Calendar,
    CalendarEvent,
    Client,
    Contact,
    Engagement,
    Milestone,
    RecurringWork,
    Rhythm,
    TimeEntry,
    TimeOff,
    Touchpoint,
    WeekPlan,
    WorkItem,
    WorkStep,
)
from clientdesk.services.boundary_layers import as_stored
from clientdesk.services.clock import FrozenClock
from clientdesk.services.workspace import open_workspace
from clientdesk.store import driver
from clientdesk.store.engine import make_engine

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 10, 26, 9, 20, tzinfo=ZONE)
TODAY = NOW.date()
FIRST_DAY = date(2006, 10, 30)
YEARS = 20

CLIENTS = 1_000
ENGAGEMENTS = 5_000
MILESTONES = 20_000
TOUCHPOINTS = 200_000
BLOCKS = 100_000
WORK_ITEMS = 20_000
CONTACTS = 2_000
AGREEMENTS = 1_000
WAITING = 200
"""Work items that aren't done; half of them have no block yet."""
FOR_MILESTONES = 120
"""So many of the open work items carry a milestone that is still to come."""
ESTIMATED = 60
"""So many more open milestones have an estimate of their own."""
STEPS = 12_000
TIME_ENTRIES = 40_000
EVENTS_A_WEEK = 8
"""Meetings of the foreign calendars, two years back and one ahead."""

_FIRST = (
    "Birch Harbour North Alder Copper Meadow Quarry Lantern Orchard Summit Willow Granite River Falcon"
    " Juniper Beacon Cedar Marble Prairie Anchor Saffron Tundra Velvet Onyx Maple"
).split()
_SECOND = (
    "Foods Logistics Clinics Press Tools Textiles Partners Energy Schools Optics Roofing Travel Museum"
    " Studios Bakeries Instruments Housing Water Robotics Seeds"
).split()
_PEOPLE = "Ada Bo Chen Dele Elif Finn Greta Hana Ivo Jara Kofi Lena Milo Nour Ola Pia".split()
_FAMILIES = "Roe Lind Okafor Varga Sato Meyer Costa Haas Novak Berg Moreau Kaya Silva".split()
_WORDS = (
    "draft numbers call review next week board budget scope plan pilot training report decision supplier"
    " interview survey data process change risk owner date open sent agreed waits for the with and on of a to"
    " team first second version notes feedback"
).split()
_WORK = ("Discovery", "Process review", "Pilot", "Roll-out", "Advice", "Training", "Retainer", "Audit")
_STEPS = ("Kick-off", "Findings", "Draft", "Hand-over")

_HELD: tuple[tuple[TouchKind, int], ...] = (
    (TouchKind.UPDATE, 26),
    (TouchKind.REPORT, 6),
    (TouchKind.CALL, 12),
    (TouchKind.VIDEO, 6),
    (TouchKind.MEETING, 6),
    (TouchKind.MAIL_SENT, 18),
    (TouchKind.MAIL_RECEIVED, 14),
    (TouchKind.MESSAGE_SENT, 4),
    (TouchKind.MESSAGE_RECEIVED, 4),
    (TouchKind.NOTE, 4),
)

Row = dict[str, Any]


@dataclass
class Ids:
    """UUIDv7 made from the chance of this store, so that it is the same each time."""

    chance: random.Random

    def at(self, moment: datetime) -> str:
        millis = int(moment.timestamp() * 1_000)
        rest = self.chance.getrandbits(74)
        high, low = rest >> 62, rest & (2**62 - 1)
        return str(uuid.UUID(int=millis << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low))


@dataclass
class Story:
    """Collects the rows of twenty years."""

    tiers: dict[str, str]
    chance: random.Random = field(default_factory=lambda: random.Random(20))

    def __post_init__(self) -> None:
        self.ids = Ids(self.chance)
        self.texts = [self._text() for _ in range(2_000)]
        self.clients: list[Row] = []
        self.engagements: list[Row] = []
        self.running: dict[str, Row] = {}
        self.milestones: list[Row] = []
        self.ahead: list[Row] = []
        self.worked: list[Row] = []

    def _text(self) -> str:
        words = self.chance.choices(_WORDS, k=self.chance.randint(6, 60))
        return " ".join(words).capitalize() + "."

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        return datetime.combine(day, clock_time(hour, minute), ZONE).astimezone(UTC)

    def day_between(self, first: date, last: date) -> date:
        return first + timedelta(days=self.chance.randrange(max(1, (last - first).days + 1)))

    def make_clients(self) -> list[Row]:
        tiers = [self.tiers["Close"]] * 2 + [self.tiers["Steady"]] * 5 + [self.tiers["Light"]] * 3
        stages = [Stage.EXECUTION] * 6 + [Stage.PLANNING, Stage.REVIEW, Stage.RENEWAL, Stage.ONBOARDING]
        for number in range(CLIENTS):
            added = FIRST_DAY + timedelta(days=number * (YEARS * 365 - 90) // CLIENTS)
            made = self.at(added, 9)
            on_hold = number % 100 == 17
            snoozed = number % 50 == 3
            first, second = _FIRST[number % len(_FIRST)], _SECOND[number // len(_FIRST) % len(_SECOND)]
            suffix = "" if number < len(_FIRST) * len(_SECOND) else " Group"
            self.clients.append(
                {
                    "id": self.ids.at(made),
                    "created_at": made,
                    "name": f"{first} {second}{suffix}",
                    "legal_name": f"{first} {second}{suffix} Ltd",
                    "tier_id": self.chance.choice(tiers),
                    "stage": self.chance.choice(stages),
                    "zone": self.chance.choice((None, None, None, "America/New_York", "Asia/Singapore")),
                    "address": f"{number + 1} Market Street",
                    "email": f"office{number}@example.com",
                    "phone": "",
                    "registration_no": "",
                    "tax_no": "",
                    "website": "",
                    "notes": self.chance.choice(self.texts),
                    "limit_days": 14 if number % 40 == 0 else None,
                    "reference": "",
                    "added_on": added,
                    "colour": number % 8,
                    "archived_at": None,
                    "needs_intake": False,
                    "snoozed_until": TODAY + timedelta(days=3) if snoozed else None,
                    "snooze_reason": "",
                    "is_on_hold": on_hold,
                    "hold_until": None,
                    "hold_reason": "Their year end" if on_hold else "",
                }
            )
        return self.clients

    def make_contacts(self) -> Iterator[Row]:
        for number in range(CONTACTS):
            client = self.clients[number % CLIENTS]
            name = f"{_PEOPLE[number % len(_PEOPLE)]} {_FAMILIES[number % len(_FAMILIES)]}"
            role = ContactRole.SPONSOR if number < CLIENTS else ContactRole.DAY_TO_DAY
            yield {
                "id": self.ids.at(client["created_at"]),
                "created_at": client["created_at"],
                "client_id": client["id"],
                "name": name,
                "title": "Director",
                "email": f"person{number}@example.com",
                "phone": "",
                "roles": [role.value],
                "notes": "",
                "position": number // CLIENTS,
            }

    def make_engagements(self) -> list[Row]:
        """Five a client, one after the other; the last one runs."""
        each = ENGAGEMENTS // CLIENTS
        for client in self.clients:
            since: date = client["added_on"]
            step = max(14, (TODAY - since).days // each)
            for number in range(each):
                starts = since + timedelta(days=number * step)
                is_running = number == each - 1
                kind = self.chance.choice(list(EngagementKind))
                made = self.at(starts, 9)
                engagement = {
                    "id": self.ids.at(made),
                    "created_at": made,
                    "client_id": client["id"],
                    "title": f"{self.chance.choice(_WORK)} {starts:%Y}",
                    "kind": kind,
                    "starts_on": starts,
                    "ends_on": TODAY + timedelta(days=self.chance.randrange(20, 200))
                    if is_running
                    else starts + timedelta(days=step - 1),
                    "currency": "EUR",
                    "fee_minor": self.chance.randrange(2_000, 40_000) * 100,
                    "rate_minor": None,
                    "minutes_a_month": 600 if kind is EngagementKind.RETAINER else None,
                    "minutes_a_week": 180 if is_running and self.chance.random() < 0.01 else None,
                    "purpose": self.chance.choice(self.texts),
                    "revision_rounds": None,
                }
                self.engagements.append(engagement)
                if is_running:
                    self.running[client["id"]] = engagement
        return self.engagements

    def make_milestones(self) -> list[Row]:
        """Four an engagement; done where it ended, a few of the running ones behind what was expected."""
        each = MILESTONES // ENGAGEMENTS
        for engagement in self.engagements:
            starts, ends = engagement["starts_on"], engagement["ends_on"]
            is_over = ends < TODAY
            for number in range(each):
                expected = starts + timedelta(days=(ends - starts).days * (number + 1) // each)
                planned = expected
                is_late = not is_over and expected > TODAY and self.chance.random() < 0.05
                if is_late:
                    planned = expected + timedelta(days=self.chance.randrange(2, 15))
                is_done = is_over or (expected < TODAY and self.chance.random() < 0.98)
                self.milestones.append(
                    {
                        "id": self.ids.at(engagement["created_at"]),
                        "created_at": engagement["created_at"],
                        "engagement_id": engagement["id"],
                        "deliverable_id": None,
                        "title": _STEPS[number % len(_STEPS)],
                        "agreed_on": expected,
                        "expected_on": expected,
                        "planned_on": planned,
                        "actual_on": min(expected, TODAY) if is_done else None,
                        "buffer_days": 0,
                        "reason": "",
                        "expected_source": "statement of work",
                        "position": number,
                        "known_on": TODAY if is_late else None,
                        "told_on": None,
                        "estimate_minutes": None,
                    }
                )
        ahead = [row for row in self.milestones if row["actual_on"] is None and row["expected_on"] > TODAY]
        ahead.sort(key=lambda row: (row["expected_on"], row["id"]))
        self.ahead = ahead[: 2 * (ESTIMATED + FOR_MILESTONES)]
        for milestone in self.ahead[: 2 * ESTIMATED : 2]:
            milestone["estimate_minutes"] = self.chance.randrange(60, 960, 30)
        return self.milestones

    def make_rhythms(self) -> Iterator[Row]:
        """What each tier proposes, promised to every client of it."""
        proposals = {
            self.tiers["Close"]: (
                (RhythmKind.UPDATE, RhythmUnit.WEEKLY, 1, 4, None),
                (RhythmKind.CALL, RhythmUnit.WEEKLY, 2, 1, None),
                (RhythmKind.REVIEW, RhythmUnit.MONTHLY, 1, 2, 1),
            ),
            self.tiers["Steady"]: (
                (RhythmKind.UPDATE, RhythmUnit.WEEKLY, 2, 4, None),
                (RhythmKind.CALL, RhythmUnit.MONTHLY, 1, 1, 1),
                (RhythmKind.REVIEW, RhythmUnit.MONTHLY, 3, 2, 1),
            ),
            self.tiers["Light"]: (
                (RhythmKind.UPDATE, RhythmUnit.MONTHLY, 1, 4, -1),
                (RhythmKind.CALL, RhythmUnit.MONTHLY, 3, 1, 1),
            ),
        }
        for client in self.clients:
            for kind, unit, every, weekday, nth in proposals[client["tier_id"]]:
                yield {
                    "id": self.ids.at(client["created_at"]),
                    "created_at": client["created_at"],
                    "layer": Layer.CLIENT,
                    "tier_id": None,
                    "client_id": client["id"],
                    "agreement_id": None,
                    "kind": kind,
                    "unit": unit,
                    "every": every,
                    "weekday": weekday,
                    "nth": nth,
                    "starts_on": client["added_on"],
                    "channel": "Email",
                    "content": "",
                }

    def make_touchpoints(self) -> list[Row]:
        """Two hundred a client since it was added, the last ones lately; in the order of their making."""
        kinds = [kind for kind, _ in _HELD]
        weights = [weight for _, weight in _HELD]
        each = TOUCHPOINTS // CLIENTS
        rows = []
        for number, client in enumerate(self.clients):
            since = client["added_on"]
            days = [self.day_between(since, TODAY - timedelta(days=1)) for _ in range(each - 12)]
            days += [TODAY - timedelta(days=self.chance.randrange(1, 30)) for _ in range(10)]
            picked = self.chance.choices(kinds, weights, k=len(days))
            for day, kind in zip(days, picked, strict=True):
                rows.append(self._touch(client, kind, TouchState.HELD, day, is_overruled=number % 25 == 0))
            rows.append(self._touch(client, TouchKind.CALL, TouchState.CANCELLED, days[-1]))
            ahead = TODAY + timedelta(days=self.chance.randrange(1, 21))
            rows.append(self._touch(client, TouchKind.VIDEO, TouchState.PLANNED, ahead))
        rows.sort(key=lambda row: (row["created_at"], row["id"]))
        return rows

    def _touch(
        self, client: Row, kind: TouchKind, state: TouchState, day: date, *, is_overruled: bool = False
    ) -> Row:
        at = self.at(day, self.chance.randrange(8, 18), self.chance.randrange(0, 60, 5))
        made = min(at, NOW.astimezone(UTC))
        talks = kind in (TouchKind.CALL, TouchKind.VIDEO, TouchKind.MEETING)
        return {
            "id": self.ids.at(made),
            "created_at": made,
            "client_id": client["id"],
            "contact_id": None,
            "engagement_id": None,
            "kind": kind,
            "state": state,
            "at": at,
            "zone": ZONE.key,
            "duration_minutes": 30 if talks else None,
            "is_review": kind is TouchKind.VIDEO and self.chance.random() < 0.25,
            "is_meaningful": False if is_overruled and self.chance.random() < 0.02 else None,
            "channel": "",
            "text": self.chance.choice(self.texts),
        }

    def make_work_items(self) -> list[Row]:
        rows = []
        reached = [row for row in self.milestones if row["actual_on"] is not None]
        engagements = {row["id"]: row for row in self.engagements}
        for number in range(WORK_ITEMS):
            is_open = number >= WORK_ITEMS - WAITING
            left = WORK_ITEMS - number
            if is_open and left <= FOR_MILESTONES:
                milestone = self.ahead[(2 * left + 1) % len(self.ahead)]
                engagement, milestone_id = engagements[milestone["engagement_id"]], milestone["id"]
            elif is_open:
                engagement = self.running[self.chance.choice(self.clients)["id"]]
                milestone_id = None
            else:
                milestone = reached[number % len(reached)]
                engagement, milestone_id = engagements[milestone["engagement_id"]], milestone["id"]
            made = engagement["created_at"]
            due = TODAY + timedelta(days=self.chance.randrange(-2, 30)) if is_open else engagement["ends_on"]
            rows.append(
                {
                    "id": self.ids.at(made),
                    "created_at": made,
                    "title": " ".join(self.chance.choices(_WORDS[:30], k=3)).capitalize(),
                    "client_id": engagement["client_id"],
                    "engagement_id": engagement["id"],
                    "milestone_id": milestone_id,
                    "estimate_minutes": self.chance.choice((None, 30, 60, 120, 120, 180, 240)),
                    "kind": self.chance.choice(list(WorkKind)),
                    "planned_on": TODAY + timedelta(days=number % 5)
                    if is_open and number % 10 == 0
                    else None,
                    "due_on": due,
                    "notes": "",
                    "position": number % 100_000,
                    "done_at": None if is_open else min(self.at(due, 16), NOW.astimezone(UTC)),
                }
            )
        return rows

    def make_blocks(self, work: list[Row]) -> Iterator[Row]:
        """Half-hours side by side on every working day of twenty years and the next four weeks."""
        last = TODAY + timedelta(days=28)
        days = [
            day
            for offset in range((last - FIRST_DAY).days)
            if (day := FIRST_DAY + timedelta(days=offset)).weekday() < 5
        ]
        done, waiting = work[:-WAITING], work[-WAITING : -WAITING // 2]
        made = 0
        for number, day in enumerate(days):
            wanted = BLOCKS * (number + 1) // len(days) - made
            for slot in range(wanted):
                made += 1
                starts = self.at(day, 8 + slot // 2, slot % 2 * 30)
                if day > TODAY and waiting:
                    item: Row | None = waiting.pop()
                else:
                    item = self.chance.choice(done) if slot % 4 == 0 else None
                client_id = item["client_id"] if item else self.chance.choice(self.clients)["id"]
                block = {
                    "id": self.ids.at(starts),
                    "created_at": min(starts, NOW.astimezone(UTC)),
                    "title": "" if item else "Desk work",
                    "kind": BlockKind.MEETING if slot == 5 else BlockKind.WORK,
                    "client_id": client_id,
                    "work_item_id": item["id"] if item else None,
                    "starts_at": starts,
                    "ends_at": starts + timedelta(minutes=30),
                    "zone": ZONE.key,
                }
                if day < TODAY and slot != 5:
                    self.worked.append(block)
                yield block

    def make_steps(self, work: list[Row]) -> Iterator[Row]:
        """Three to every fifth piece of done work, and to every second one that is open."""
        done, waiting = work[:-WAITING], work[-WAITING:]
        chosen = [*waiting[::2], *done[::5]]
        for number in range(STEPS):
            item = chosen[number // 3 % len(chosen)]
            is_done = item["done_at"] is not None or number % 3 == 0
            yield {
                "id": self.ids.at(item["created_at"]),
                "created_at": item["created_at"],
                "work_item_id": item["id"],
                "title": self.chance.choice(_STEPS),
                "estimate_minutes": self.chance.choice((None, 20, 30, 60)),
                "position": number % 3,
                "done_at": item["created_at"] if is_done else None,
            }

    def make_time_entries(self, work: list[Row]) -> Iterator[Row]:
        """Past blocks that were confirmed, a little longer or shorter than planned, and work still open."""
        waiting = work[-WAITING:]
        newest = self.worked[-TIME_ENTRIES:]
        for number, block in enumerate(newest):
            is_recent = number >= len(newest) - 3 * WAITING
            item_id = (
                waiting[number % WAITING]["id"] if is_recent and number % 3 == 0 else block["work_item_id"]
            )
            is_confirmed = number % 4 != 3 and item_id == block["work_item_id"]
            length = timedelta(minutes=self.chance.choice((15, 25, 30, 30, 35, 45)))
            yield {
                "id": self.ids.at(block["starts_at"]),
                "created_at": block["starts_at"] + length,
                "client_id": block["client_id"],
                "engagement_id": None,
                "work_item_id": item_id,
                "block_id": block["id"] if is_confirmed else None,
                "kind": self.chance.choice(list(WorkKind)),
                "source": EntrySource.BLOCK if is_confirmed else EntrySource.TYPED,
                "starts_at": block["starts_at"],
                "ends_at": block["starts_at"] + length,
                "zone": ZONE.key,
                "note": "",
            }

    def make_recurring(self) -> Iterator[Row]:
        """The practice's own chores and a monthly report to some clients."""
        rules = ("FREQ=WEEKLY;BYDAY=MO", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "FREQ=MONTHLY;BYMONTHDAY=1")
        for number in range(18):
            since = FIRST_DAY + timedelta(days=number * 300)
            client = self.clients[number * 37] if number >= 6 else None
            yield {
                "id": self.ids.at(self.at(since, 9)),
                "created_at": self.at(since, 9),
                "title": "Monthly report" if client else "Accounts",
                "client_id": client["id"] if client else None,
                "engagement_id": None,
                "kind": WorkKind.ADMIN,
                "estimate_minutes": self.chance.choice((None, 30, 60, 90)),
                "rule": rules[number % len(rules)],
                "starts_on": since,
                "notes": "",
                "is_paused": number % 9 == 8,
            }

    def make_calendars(self) -> Iterator[Row]:
        for name in ("Personal", "Association"):
            yield {
                "id": self.ids.at(self.at(TODAY - timedelta(days=800), 9)),
                "created_at": self.at(TODAY - timedelta(days=800), 9),
                "name": name,
                "source": CalendarSource.ADDRESS,
                "place": "calendar.example.com",
                "is_on": True,
                "is_busy": True,
                "expanded_until": TODAY + timedelta(days=366),
            }

    def make_events(self, calendars: list[Row]) -> Iterator[Row]:
        """Hours through the week, and once a month a whole day."""
        for week in range(-104, 52):
            monday = TODAY - timedelta(days=TODAY.weekday()) + timedelta(weeks=week)
            for number in range(EVENTS_A_WEEK):
                day = monday + timedelta(days=self.chance.randrange(5))
                is_all_day = number == 0 and week % 4 == 0
                starts = self.at(day, 0 if is_all_day else self.chance.randrange(8, 17))
                length = timedelta(days=1) if is_all_day else timedelta(minutes=self.chance.choice((30, 60)))
                yield {
                    "id": self.ids.at(starts),
                    "created_at": min(starts, NOW.astimezone(UTC)),
                    "calendar_id": calendars[number % len(calendars)]["id"],
                    "uid": f"{number % 5}@example.com",
                    "recurrence": starts.isoformat(),
                    "title": self.chance.choice(("Committee", "School", "Yoga", "Lunch", "Board")),
                    "starts_at": starts,
                    "ends_at": starts + length,
                    "is_all_day": is_all_day,
                    "starts_on": day if is_all_day else None,
                    "ends_on": day if is_all_day else None,
                    "is_busy": number % 4 != 3,
                }

    def make_week_plans(self) -> Iterator[Row]:
        """The last four years were planned, nearly every week."""
        for week in range(1, 208):
            monday = TODAY - timedelta(days=TODAY.weekday()) - timedelta(weeks=week)
            if week % 9 == 4:
                continue
            yield {
                "id": self.ids.at(self.at(monday, 9)),
                "created_at": self.at(monday, 9),
                "starts_on": monday,
                "intentions": [{"text": self.chance.choice(_WORK), "is_done": week % 3 == 0}],
                "moved": "",
                "to_tell": "",
                "lessons": "",
                "set_at": self.at(monday, 9),
                "planned_minutes": self.chance.randrange(900, 1_800),
                "capacity_minutes": 1_920,
                "check_ins": self.chance.randrange(6),
                "gaps": self.chance.randrange(3),
                "wrapped_at": self.at(monday + timedelta(days=4), 16),
            }

    def make_time_off(self) -> Iterator[Row]:
        for year in range(FIRST_DAY.year, TODAY.year + 2):
            for month, day, length in ((3, 30, 5), (8, 3, 19), (12, 24, 10)):
                starts = date(year, month, day)
                made = self.at(date(year, 1, 10), 9)
                yield {
                    "id": self.ids.at(made),
                    "created_at": made,
                    "starts_on": starts,
                    "ends_on": starts + timedelta(days=length),
                    "note": "",
                    "entered_on": date(year, 1, 10),
                }

    def make_policies(self) -> Iterator[Row]:
        """Every tenth client has an exception, and the default rules were changed each year."""
        for client in self.clients[::10]:
            yield self._policy(
                client["added_on"], Layer.CLIENT, client["id"], BoundaryRules(revision_rounds=3)
            )
        for year in range(FIRST_DAY.year + 1, TODAY.year + 1):
            rules = BoundaryRules(buffer_percent=15 + year % 10, notice_days=3)
            yield self._policy(date(year, 1, 2), Layer.DEFAULT, None, rules)

    def _policy(self, since: date, layer: Layer, client_id: str | None, rules: BoundaryRules) -> Row:
        made = self.at(since, 9)
        return {
            "id": self.ids.at(made),
            "created_at": made,
            "layer": layer,
            "tier_id": None,
            "client_id": client_id,
            "in_force_from": since,
            "rules": as_stored(rules),
        }

    def make_agreements(self) -> Iterator[Row]:
        """One for each running engagement: most in force, some out for signature, some drafts."""
        from tests.helpers.sample_agreement import sample_document

        document: AgreementDocument = sample_document()
        for number, client in enumerate(self.clients[:AGREEMENTS]):
            engagement = self.running[client["id"]]
            on: date = min(engagement["starts_on"], TODAY - timedelta(days=number % 20))
            state = AgreementState.EXECUTED
            if number % 50 == 7:
                state = AgreementState.SENT
            elif number % 50 == 8:
                state = AgreementState.DRAFT
            paper = document.model_copy(update={"purpose": f"{client['name']}. {document.purpose}"})
            paper_number = f"SOW-{on.year}-{number + 1:03d}"
            content = (
                None
                if state is AgreementState.DRAFT
                else canonical_json(paper, IssueFacts(number=paper_number, issued_on=on))
            )
            is_signed = state is AgreementState.EXECUTED
            made = self.at(on, 10)
            yield {
                "id": self.ids.at(made),
                "created_at": made,
                "client_id": client["id"],
                "engagement_id": engagement["id"],
                "supersedes_id": None,
                "kind": "statement_of_work",
                "state": state,
                "title": engagement["title"],
                "number": None if content is None else paper_number,
                "version": 1,
                "draft": paper.model_dump(mode="json") if content is None else {},
                "content": content,
                "fingerprint": None if content is None else fingerprint(content),
                "logo_png": None,
                "issued_at": None if content is None else made,
                "issued_on": None if content is None else on,
                "expires_on": None,
                "sent_on": None if content is None else on,
                "executed_on": on if is_signed else None,
                "ends_on": engagement["ends_on"] if is_signed else None,
                "signatures": [
                    {"side": "consultant", "name": "Ina Weber", "on": on.isoformat()},
                    {"side": "client", "name": "Ada Roe", "on": on.isoformat()},
                ]
                if is_signed
                else [],
            }


def make(root: Path, say: Callable[[str], None] = lambda _: None) -> Path:
    """Make the workspace in an empty or missing folder; returns the store's path."""
    clock = FrozenClock(NOW)
    workspace = open_workspace(root, clock)
    try:
        workspace.practice.set_up(
            "Weber Consulting",
            zone=ZONE.key,
            currency="EUR",
            holiday_region="DE-BE",
            person="Ina Weber",
        )
        tiers = {tier.name: tier.tier_id for tier in workspace.tiers.list_all()}
    finally:
        workspace.close(back_up=False)
    store = workspace.folder.store
    _fill(store, Story(tiers), say)
    return store


def _fill(store: Path, story: Story, say: Callable[[str], None]) -> None:
    engine = make_engine(store, writing=True)
    try:
        with engine.begin() as connection:

            def add(table: Any, rows: Any) -> None:
                values = list(rows)
                connection.execute(table.__table__.insert(), values)
                say(f"{len(values):>7,} {table.__tablename__}")

            add(Client, story.make_clients())
            add(Contact, story.make_contacts())
            add(Engagement, story.make_engagements())
            add(Milestone, story.make_milestones())
            add(Rhythm, story.make_rhythms())
            add(Touchpoint, story.make_touchpoints())
            work = story.make_work_items()
            add(WorkItem, work)
            add(WorkStep, story.make_steps(work))
            add(Block, story.make_blocks(work))
            add(TimeEntry, story.make_time_entries(work))
            add(RecurringWork, story.make_recurring())
            add(WeekPlan, story.make_week_plans())
            calendars = list(story.make_calendars())
            add(Calendar, calendars)
            add(CalendarEvent, story.make_events(calendars))
            add(TimeOff, story.make_time_off())
            add(BoundaryPolicy, story.make_policies())
            add(Agreement, story.make_agreements())
    finally:
        engine.dispose()
    connection = driver.connect(store)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def cached(root: Path) -> Path:
    """The workspace in `root`, made once."""
    mark = root / "made"
    version = f"{driver.SCHEMA_VERSION} {Path(__file__).stat().st_mtime_ns}"
    if mark.exists() and mark.read_text("utf-8") == version:
        return root
    if root.exists():
        import shutil

        shutil.rmtree(root)
    print("making the 20-year store, once", file=sys.stderr)
    make(root)
    mark.write_text(version, "utf-8")
    return root


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, metavar="DIR")
    folder = parser.parse_args().folder
    if folder.exists() and any(folder.iterdir()):
        print(f"{folder} isn't empty", file=sys.stderr)
        return 2
    started = time.perf_counter()
    store = make(folder, print)
    print(f"{store.stat().st_size:,} bytes in {time.perf_counter() - started:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
