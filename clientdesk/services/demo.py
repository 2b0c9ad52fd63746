"""The demo workspace, told as a story: eight clients on the day it is opened, one of them in trouble."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from clientdesk.models.enums import RhythmKind
from clientdesk.models.errors import InvalidInput, Problem
from clientdesk.models.ids import new_id
from clientdesk.models.schedule import WorkCalendar
from clientdesk.services.clock import FrozenClock
from clientdesk.services.demo_papers import tell_papers
from clientdesk.services.demo_weeks import tell_weeks, work_retainer
from clientdesk.services.interchange.json_import import Defaults, plan_import, store_plan
from clientdesk.services.ports import Clock
from clientdesk.services.workspace import Workspace, open_workspace

ZONE = "Europe/Stockholm"
CURRENCY = "EUR"

Record = dict[str, Any]


def ensure_demo(root: Path, clock: Clock) -> None:
    """Make the demo in its own folder; one told on an earlier day is told anew."""
    workspace = open_workspace(root, clock)
    try:
        practice = workspace.practice.get()
        if practice is None:
            make_demo(workspace)
            return
        told_on = workspace.practice.made_on()
        is_stale = practice.is_demo and told_on != workspace.practice.today()
    finally:
        workspace.close(back_up=False)
    if is_stale:
        shutil.rmtree(root)
        ensure_demo(root, clock)


def make_demo(workspace: Workspace) -> None:
    """Fill an empty workspace.

    Raises:
        InvalidInput: there is a practice already; nothing was touched.
    """
    if workspace.practice.get() is not None:
        raise InvalidInput([Problem("", "not_empty")])
    workspace.practice.set_up(
        "Lindqvist Operations Consulting",
        zone=ZONE,
        currency=CURRENCY,
        holiday_region="SE",
        is_demo=True,
        legal_name="Lindqvist Operations Consulting",
        person="Mara Lindqvist",
        person_title="Owner",
        address="Storgatan 18, 411 24 Göteborg, Sweden",
        registration_no="840312-1234",
        tax_no="SE840312123401",
        email="mara@lindqvist-ops.example",
        phone="+46 31 555 01 42",
        payment_days=20,
    )
    story = _Story(workspace)
    story.tell()
    store_plan(story.plan(), workspace.store, "Tell the demo")
    tell_papers(story)
    workspace.store.forget_history()


@dataclass
class _Story:
    """Collects the records of the story; days are counted in working days from today."""

    workspace: Workspace
    records: dict[str, list[Record]] = field(default_factory=dict)
    engagements: dict[str, str] = field(default_factory=dict)
    clients: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.zone = ZoneInfo(ZONE)
        self.now = self.workspace.clock.now()
        self.today = self.workspace.practice.today()
        self.calendar: WorkCalendar = self.workspace.boundaries.calendar()
        self.tiers = {tier.name: tier for tier in self.workspace.tiers.list_all()}

    def day(self, working_days: int) -> date:
        """A working day before (negative) or after today; 0 is today or the next one."""
        if working_days >= 0:
            return self.calendar.add_working_days(self.calendar.next_working_day(self.today), working_days)
        on = self.calendar.previous_working_day(self.today - timedelta(days=1))
        for _ in range(-working_days - 1):
            on = self.calendar.previous_working_day(on - timedelta(days=1))
        return on

    def at(self, on: date, hour: int, minute: int = 0) -> str:
        return datetime.combine(on, time(hour, minute), self.zone).isoformat()

    def add(self, list_name: str, /, **values: Any) -> str:
        record_id = new_id()
        self.records.setdefault(list_name, []).append({"id": record_id, **values})
        return record_id

    def client(self, name: str, tier: str, colour: int, stage: str, since: int, **more: Any) -> str:
        client_id = self.add(
            "clients",
            name=name,
            tier_id=self.tiers[tier].tier_id,
            colour=colour,
            stage=stage,
            added_on=(self.today - timedelta(days=since)).isoformat(),
            **more,
        )
        self.clients[name] = client_id
        return client_id

    def contact(
        self, client_id: str, name: str, title: str, roles: list[str], email: str, phone: str = ""
    ) -> None:
        self.add(
            "contacts", client_id=client_id, name=name, title=title, roles=roles, email=email, phone=phone
        )

    def engagement(
        self, client_id: str, title: str, kind: str, start: int, end: int | None, **more: Any
    ) -> str:
        engagement_id = self.add(
            "engagements",
            client_id=client_id,
            title=title,
            kind=kind,
            currency=CURRENCY,
            starts_on=(self.today - timedelta(days=start)).isoformat(),
            ends_on=None
            if end is None
            else self.calendar.next_working_day(self.today + timedelta(days=end)).isoformat(),
            **more,
        )
        self.engagements[title] = engagement_id
        return engagement_id

    def told(self, client_id: str, kind: str, on: date, text: str, hour: int = 10, **more: Any) -> None:
        at = datetime.combine(on, time(hour), self.zone)
        self.add(
            "touchpoints",
            client_id=client_id,
            kind=kind,
            at=min(at, self.now.astimezone(self.zone)).isoformat(),
            zone=ZONE,
            text=text,
            **more,
        )

    def asked(self, client_id: str, text: str) -> None:
        """They asked a little while ago, and the time to an answer runs."""
        at = (self.now - timedelta(minutes=35)).isoformat()
        message = self.add(
            "touchpoints",
            client_id=client_id,
            kind="mail_received",
            at=at,
            zone=ZONE,
            text=text,
            channel="Email",
        )
        self.add(
            "client_requests",
            client_id=client_id,
            received_at=at,
            text=text,
            channel="Email",
            touchpoint_id=message,
        )

    def rhythms(self, client_id: str, tier: str, since: int, kinds: tuple[RhythmKind, ...]) -> None:
        """Promise what the tier proposes, from a day in the past."""
        for rhythm in self.tiers[tier].rhythms:
            if rhythm.kind in kinds:
                self.rhythm(
                    client_id,
                    rhythm.kind.value,
                    rhythm.unit.value,
                    rhythm.every,
                    rhythm.weekday,
                    rhythm.nth,
                    since,
                )

    def rhythm(
        self, client_id: str, kind: str, unit: str, every: int, weekday: int, nth: int | None, since: int
    ) -> None:
        self.add(
            "rhythms",
            client_id=client_id,
            kind=kind,
            unit=unit,
            every=every,
            weekday=weekday,
            nth=nth,
            starts_on=(self.today - timedelta(days=since)).isoformat(),
            channel="Email" if kind == "update" else "Video",
        )

    def work(
        self,
        client_id: str | None,
        title: str,
        minutes: int | None,
        due: int | None = None,
        kind: str = "other",
        **more: Any,
    ) -> str:
        return self.add(
            "work_items",
            client_id=client_id,
            title=title,
            estimate_minutes=minutes,
            due_on=None if due is None else self.day(due).isoformat(),
            kind=kind,
            **more,
        )

    def block(
        self, work_item_id: str, client_id: str | None, on: date, start: tuple[int, int], minutes: int
    ) -> str:
        begins = datetime.combine(on, time(*start), self.zone)
        return self.add(
            "blocks",
            work_item_id=work_item_id,
            client_id=client_id,
            starts_at=begins.isoformat(),
            ends_at=(begins + timedelta(minutes=minutes)).isoformat(),
            zone=ZONE,
        )

    def plan(self) -> Any:
        defaults = Defaults(self.now, self.today, ZONE, CURRENCY)
        return plan_import(self.records, self.workspace.store, defaults)

    def tell(self) -> None:
        self._harbor()
        self._birch()
        self._delta()
        self._elm()
        self._fjord()
        self._gable()
        self._iris()
        self._kestrel()
        self._own()
        tell_weeks(self)

    def _harbor(self) -> None:
        harbor = self.client(
            "Harbor & Pine Coffee Roasters",
            "Close",
            0,
            "execution",
            260,
            legal_name="Harbor & Pine Coffee Roasters Ltd",
            zone="Europe/London",
            address="14 Quayside Lane, Bristol BS1 5TY, United Kingdom",
            registration_no="09988771",
            tax_no="GB 123 4567 89",
            email="dele.okafor@harborandpine.example",
            phone="+44 117 555 0164",
            notes="Success means the board can decide in the new year. Dele reads on the train: short mails.",
        )
        self.contact(
            harbor,
            "Dele Okafor",
            "Operations Director",
            ["decision_maker", "signatory"],
            "dele.okafor@harborandpine.example",
            "+44 117 555 0164",
        )
        self.contact(
            harbor, "Priya Nair", "Warehouse Manager", ["day_to_day"], "priya.nair@harborandpine.example"
        )
        project = self.engagement(
            harbor,
            "Inventory and fulfilment improvement",
            "fixed_fee",
            60,
            85,
            fee_minor=1_860_000,
            purpose=(
                "Harbor & Pine ships 2,900 orders a month from one warehouse. Last quarter 6.1% of orders left late"
                " or incomplete and the monthly stock count differed from the system by 4.8%."
            ),
        )
        self._deliverable(
            project,
            "Current-state map and findings",
            "PDF report, about 15 pages",
            -20,
            rounds_used=2,
            done=True,
        )
        self._deliverable(
            project,
            "Target layout and pick routes",
            "Scaled plan (PDF) and bin list (XLSX)",
            5,
            rounds_used=2,
        )
        self._deliverable(project, "Cycle-count procedure", "Two-page procedure, schedule, count sheets", 24)
        self._deliverable(project, "Hand-over pack and training", "Slides, checklists, recorded session", 44)
        self._milestone(project, "Findings accepted", expected=-22, planned=-22, actual=-22)
        target = self._milestone(
            project,
            "Target layout",
            expected=2,
            planned=5,
            known=-2,
            reason="The bin survey came back with 90 bins missing",
            expected_source=f"Dele, video call: “{self.day(2):%A} is fine”",
        )
        self._milestone(project, "Procedure accepted", expected=24, planned=24, estimate_minutes=600)
        self._milestone(project, "Hand-over and close", expected=46, planned=46, estimate_minutes=900)
        self.rhythms(harbor, "Close", 55, (RhythmKind.UPDATE, RhythmKind.CALL))
        for weeks in range(1, 6):
            self._keep_friday(harbor, weeks, "Where the layout stands")
        self.told(
            harbor,
            "call",
            self.day(-4),
            f"Agreed the order of the aisles; Dele expects the layout on {self.day(2):%A}",
            14,
        )
        self.told(harbor, "video", self.day(-9), "Walked through the findings with both supervisors", 15)
        self.told(
            harbor,
            "message_received",
            self.day(-1),
            "“Could you also look at the returns shelf?” (3 h done unasked)",
            9,
        )
        self.told(
            harbor,
            "note",
            self.day(-2),
            f"Survey file is short of 90 bins: the layout will be {self.day(5):%A}",
            17,
        )
        self._keep_calls(harbor)
        towards: Record = {"engagement_id": project, "milestone_id": target}
        survey = self.work(harbor, "Survey the 90 missing bins", 180, 1, "research", **towards)
        layout = self.work(harbor, "Draw the target layout", 480, 5, "design", impact="high", **towards)
        slides = self.work(harbor, "Slides for the supervisors", 105, 1, "writing", engagement_id=project)
        self.work(harbor, "Answer: the returns shelf", 45, 1, "writing", engagement_id=project)
        self.work(harbor, "Pick routes through with Priya", 30, 3, "meeting", engagement_id=project)
        self.block(survey, harbor, self.day(0), (9, 0), 120)
        self.block(layout, harbor, self.day(1), (9, 0), 180)
        self.block(slides, harbor, self.day(1), (16, 0), 105)

    def _birch(self) -> None:
        birch = self.client(
            "Birch & Co", "Steady", 2, "review", 140, zone="Europe/Berlin", email="office@birch.example"
        )
        self.contact(
            birch, "Anna Keller", "Managing Partner", ["decision_maker", "signatory"], "anna@birch.example"
        )
        project = self.engagement(
            birch,
            "Process audit",
            "fixed_fee",
            90,
            30,
            fee_minor=720_000,
            purpose="Where do offers wait, and why?",
        )
        self._deliverable(project, "Audit report", "PDF, about 20 pages", 8)
        draft = self._milestone(project, "Draft report", expected=4, planned=4)
        self._milestone(project, "Final report", expected=12, planned=11, estimate_minutes=240)
        self.rhythm(birch, "update", "weekly", 1, 4, None, 40)
        for weeks in range(2, 6):
            self._keep_friday(birch, weeks, "Interviews so far and what they show")
        self.told(birch, "mail_received", self.day(-6), "Logo files will follow", 11)
        towards: Record = {"engagement_id": project, "milestone_id": draft}
        notes = self.work(birch, "Write up the audit notes", 150, 3, "writing", **towards)
        self.work(birch, "Draft report, chapter 2", 90, 4, "writing", **towards)
        self.work(birch, "Charts for the draft report", 45, 4, "design", **towards)
        self.block(notes, birch, self.day(2), (9, 0), 150)

    def _delta(self) -> None:
        delta = self.client(
            "Delta Instruments",
            "Close",
            1,
            "execution",
            400,
            zone="Europe/Copenhagen",
            email="hello@delta.example",
        )
        self.contact(
            delta,
            "Søren Holm",
            "Head of Operations",
            ["sponsor", "decision_maker", "signatory"],
            "soren@delta.example",
        )
        retainer = self.engagement(
            delta,
            "Operations retainer",
            "retainer",
            320,
            None,
            fee_minor=260_000,
            minutes_a_month=1_200,
            minutes_a_week=300,
            purpose="Twenty hours a month for whatever blocks the shop floor.",
        )
        self.rhythm(delta, "update", "weekly", 2, 4, None, 200)
        worked = work_retainer(self, delta, retainer) // 60
        self._keep_every(delta, "update", f"Hours used so far: {worked} of 20; what they went into")
        meeting_on = self.day(0)
        self.add(
            "touchpoints",
            client_id=delta,
            kind="video",
            state="planned",
            at=self.at(meeting_on, 14),
            zone=ZONE,
            duration_minutes=45,
            text=f"Check-in: what the last {20 - worked} hours go into",
        )
        self.told(delta, "call", self.day(-7), "Shift plan for the new line", 13)
        plan = self.work(delta, "Shift plan, second version", 90, 1, "design", engagement_id=retainer)
        self.work(delta, "Time the set-ups on line 3", 60, 4, "research", engagement_id=retainer)
        self.block(plan, delta, self.day(0), (11, 0), 90)
        self.asked(delta, "Can the second shift start on line 3 before the set-ups are timed?")

    def _elm(self) -> None:
        elm = self.client(
            "Elm Architects",
            "Steady",
            5,
            "planning",
            35,
            legal_name="Elm Architects AB",
            address="Nygatan 4, 302 46 Halmstad, Sweden",
            email="info@elm.example",
        )
        self.contact(elm, "Karin Elm", "Partner", ["decision_maker", "signatory"], "karin@elm.example")
        project = self.engagement(
            elm,
            "Studio workflow redesign",
            "fixed_fee",
            -7,
            90,
            fee_minor=960_000,
            purpose="Drawings pass through five hands before a client sees them; two should do.",
        )
        self._deliverable(project, "Workflow map", "PDF, two pages", 20)
        self._deliverable(project, "Trial month with the new flow", "Weekly notes, measured lead times", 48)
        self._milestone(project, "Map accepted", planned=22, estimate_minutes=480)
        self._milestone(project, "Trial ends", planned=50)
        self.told(elm, "meeting", self.day(-9), "Scope talked through; paper to follow", 10)
        self.told(elm, "mail_sent", self.day(-6), "Statement of work sent for signing", 16)
        kick_off = self.work(elm, "Prepare the kick-off", 60, 4, "meeting", engagement_id=project)
        for position, (step, minutes, is_done) in enumerate(
            (
                ("Agenda to both partners", 15, True),
                ("Slides of today's flow", 30, False),
                ("Book the room", 15, False),
            )
        ):
            self.add(
                "work_steps",
                work_item_id=kick_off,
                title=step,
                estimate_minutes=minutes,
                position=position,
                done_at=self.at(self.day(-1), 16) if is_done else None,
            )
        self.work(elm, "Questions for the interviews", 30, 5, "research", engagement_id=project)

    def _fjord(self) -> None:
        fjord = self.client(
            "Fjord Freight", "Light", 3, "execution", 220, zone="Europe/Oslo", email="ops@fjord.example"
        )
        self.contact(fjord, "Ingrid Dahl", "Terminal Manager", ["day_to_day"], "ingrid@fjord.example")
        project = self.engagement(
            fjord, "Gate data clean-up", "time_and_materials", 80, 45, rate_minor=13_000, minutes_a_week=120
        )
        clean = self._milestone(
            project, "Clean gate log", expected=14, planned=14, reason="Needs their export of September"
        )
        self.told(fjord, "mail_sent", self.day(-6), "Asked again for the September export", 9)
        self.told(fjord, "note", self.day(-6), "Waiting for their files since eight days", 9)
        self.work(
            fjord,
            "Clean the gate log (waiting for files)",
            240,
            12,
            "build",
            engagement_id=project,
            milestone_id=clean,
            not_before=self.day(8).isoformat(),
        )
        self.work(fjord, "Write the import check", 45, 6, "build", engagement_id=project)

    def _gable(self) -> None:
        gable = self.client(
            "Gable Kitchens", "Light", 4, "review", 300, zone="Europe/Stockholm", email="post@gable.example"
        )
        self.contact(gable, "Jonas Berg", "Owner", ["decision_maker", "signatory"], "jonas@gable.example")
        project = self.engagement(gable, "Workshop layout", "fixed_fee", 120, 10, fee_minor=540_000)
        self._milestone(project, "Layout in use", expected=-6, planned=-6, actual=-6)
        closing = self._milestone(project, "Closing talk", expected=6, planned=6)
        self.told(
            gable, "meeting", self.day(-5), "Everything runs; 22 % less walking. Ask for a testimonial", 15
        )
        self.told(gable, "update", self.day(-8), "Figures of the first week", 16)
        self.work(
            gable,
            "Figures for the closing talk",
            30,
            5,
            "writing",
            engagement_id=project,
            milestone_id=closing,
        )
        ask = self.work(gable, "Ask Jonas for a testimonial", 15, 2, "admin", engagement_id=project)
        self.block(ask, gable, self.day(3), (16, 0), 15)

    def _iris(self) -> None:
        iris = self.client(
            "Iris Clinic",
            "After",
            6,
            "offboarding",
            500,
            email="desk@iris.example",
            notes="Came through Delta (Søren).",
        )
        self.contact(iris, "Dr Eva Lund", "Director", ["decision_maker"], "eva@iris.example")
        self.engagement(iris, "Reception redesign", "fixed_fee", 420, -95, fee_minor=680_000)
        self.told(iris, "call", self.day(-40), "How is it going without me? Well; two new rooms", 11)

    def _kestrel(self) -> None:
        kestrel = self.client(
            "Kestrel Media", "Steady", 7, "execution", 180, zone="Europe/London", email="hq@kestrel.example"
        )
        self.contact(
            kestrel, "Tom Ashby", "Producer", ["day_to_day", "decision_maker"], "tom@kestrel.example"
        )
        project = self.engagement(
            kestrel, "Studio scheduling", "fixed_fee", 75, 40, fee_minor=420_000, minutes_a_week=360
        )
        self._deliverable(project, "Scheduling rules", "Spreadsheet with rules", 9, rounds_used=1)
        in_use = self._milestone(project, "Rules in use", expected=9, planned=9)
        self.rhythm(kestrel, "update", "weekly", 1, 2, None, 60)
        self._keep_every(kestrel, "update", "Schedule conflicts this week")
        for number, hour in enumerate((22, 23, 21, 22)):
            self.told(
                kestrel,
                "message_received",
                self.day(-2 - 3 * number),
                "“Urgent!” about next week's crew list",
                hour,
            )
        rules = self.work(
            kestrel,
            "Scheduling rules, version 2",
            240,
            6,
            "build",
            engagement_id=project,
            milestone_id=in_use,
        )
        crew = self.work(kestrel, "Crew list for next week", 60, 1, "admin", engagement_id=project)
        self.work(kestrel, "Rota for the night shoots", 60, 3, "build", engagement_id=project)
        self.work(kestrel, "Room plan of studio 2", 30, 5, "design", engagement_id=project)
        self.block(rules, kestrel, self.day(1), (13, 0), 180)
        self.block(crew, kestrel, self.day(0), (15, 30), 60)

    def _own(self) -> None:
        friday = self.today - timedelta(days=(self.today.weekday() - 4) % 7 or 7)
        books = self.add(
            "recurring_work",
            title="Bookkeeping and invoices",
            kind="admin",
            estimate_minutes=60,
            rule="FREQ=WEEKLY;BYDAY=FR",
            starts_on=(friday - timedelta(weeks=8)).isoformat(),
        )
        for weeks in range(9):
            on = friday - timedelta(weeks=weeks)
            self.work(
                None,
                "Bookkeeping and invoices",
                60,
                None,
                "admin",
                origin="recurring",
                source_key=f"recurring:{books}:{on.isoformat()}",
                done_at=self.at(on, 16, 30),
            )
        self.work(None, "Renew professional insurance", None, 15, "admin", impact="low")
        off = self.calendar.next_working_day(self.today + timedelta(days=33))
        self.add(
            "time_off",
            starts_on=off.isoformat(),
            ends_on=(off + timedelta(days=4)).isoformat(),
            entered_on=(self.today - timedelta(days=30)).isoformat(),
            note="A week in the mountains",
        )

    def _deliverable(
        self, engagement_id: str, title: str, form: str, due: int, rounds_used: int = 0, *, done: bool = False
    ) -> None:
        on = self.day(due)
        self.add(
            "deliverables",
            engagement_id=engagement_id,
            title=title,
            form=form,
            acceptance=_ACCEPTED_WHEN.get(
                title, "Walked through with the client; open points listed and answered"
            ),
            due_on=on.isoformat(),
            accepted_on=on.isoformat() if done else None,
            rounds_allowed=2,
            rounds_used=rounds_used,
            position=len(self.records.get("deliverables", ())),
        )

    def _milestone(
        self,
        engagement_id: str,
        title: str,
        expected: int | None = None,
        planned: int | None = None,
        actual: int | None = None,
        known: int | None = None,
        **more: Any,
    ) -> str:
        def iso(days: int | None) -> str | None:
            return None if days is None else self.day(days).isoformat()

        return self.add(
            "milestones",
            engagement_id=engagement_id,
            title=title,
            expected_on=iso(expected),
            planned_on=iso(planned),
            actual_on=iso(actual),
            known_on=iso(known),
            buffer_days=2,
            position=len(self.records.get("milestones", ())),
            **more,
        )

    def _keep_friday(self, client_id: str, weeks_ago: int, text: str) -> None:
        """An update on a Friday of the past, on the last working day up to it."""
        friday = (
            self.today - timedelta(days=(self.today.weekday() - 4) % 7 or 7) - timedelta(weeks=weeks_ago - 1)
        )
        on = self.calendar.previous_working_day(friday)
        if on < self.today:
            self.told(client_id, "update", on, text, 16)

    def _keep_every(self, client_id: str, kind: str, text: str) -> None:
        """One of that kind in each of the last weeks, the newest on the last working day."""
        for weeks in range(6):
            on = self.calendar.previous_working_day(self.day(-1) - timedelta(weeks=weeks))
            self.told(client_id, kind, on, text, 16)

    def _keep_calls(self, client_id: str) -> None:
        for weeks in range(1, 5):
            on = self.calendar.previous_working_day(self.day(-2) - timedelta(weeks=2 * weeks))
            self.told(client_id, "call", on, "Short call: what is next", 14)

    def workspace_on(self, on: date) -> Workspace:
        """The same store, seen from the morning of an earlier day."""
        at = datetime.combine(on, time(10), self.zone)
        return Workspace(
            self.workspace.folder, self.workspace.store, FrozenClock(at), self.workspace.preferences
        )


_ACCEPTED_WHEN = {
    "Current-state map and findings": "Covers all five flows; each finding has data behind it",
    "Target layout and pick routes": "All active items have a bin; simulated walking distance falls by 25% or more",
    "Cycle-count procedure": "Trial count of 60 bins completed by the client's team without help",
    "Hand-over pack and training": "Three supervisors signed off against the checklist",
    "Workflow map": "Both partners can follow one drawing through it without asking",
    "Trial month with the new flow": "Lead time measured on at least ten drawings",
}
