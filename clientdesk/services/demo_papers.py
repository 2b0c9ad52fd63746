"""The papers of the demo: one signed and changed since, one out for signature."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Protocol

from clientdesk.models.enums import Side
from clientdesk.models.schedule import WorkCalendar
from clientdesk.models.tables import Milestone
from clientdesk.services.workspace import Workspace
from clientdesk.store.unit_of_work import fetch

Record = dict[str, Any]


class Story(Protocol):
    """What is told elsewhere, and whose days are counted."""

    workspace: Workspace
    records: dict[str, list[Record]]
    engagements: dict[str, str]
    today: date
    calendar: WorkCalendar

    def day(self, working_days: int) -> date: ...

    def workspace_on(self, on: date) -> Workspace: ...


def tell_papers(story: Story) -> None:
    """Harbor's paper signed by both at its start and changed since, Elm's out for signature for six days."""
    harbor = story.engagements["Inventory and fulfilment improvement"]
    elm = story.engagements["Studio workflow redesign"]
    told = {row["id"]: row for row in story.records["milestones"] if row["engagement_id"] == harbor}
    then = story.workspace_on(story.calendar.next_working_day(story.today - timedelta(days=58)))
    paper = _issue(story, then, harbor, _HARBOR_SCOPE)
    _sign(then, paper)
    _pay_first(story, harbor)
    _change(story, paper)
    _what_happened_since(story, told)
    late = story.workspace_on(story.today - timedelta(days=6))
    late.agreements.mark_sent(_issue(story, late, elm, _ELM_SCOPE))


def _sign(workspace: Workspace, agreement_id: str) -> None:
    workspace.agreements.mark_signed(agreement_id, Side.CLIENT, "Dele Okafor")
    workspace.agreements.mark_signed(agreement_id, Side.CONSULTANT, "Mara Lindqvist")


def _pay_first(story: Story, engagement_id: str) -> None:
    """What was due on signature was invoiced and paid."""
    first = story.workspace.agreements.payments(engagement_id)[0].payment_id
    story.workspace.agreements.mark_invoiced(first, story.day(-38))
    story.workspace.agreements.mark_paid(first, story.day(-26))


def _change(story: Story, paper: str) -> None:
    """A change order that both have signed: one more output, its price, the same end."""
    then = story.workspace_on(story.day(-18))
    order = then.agreements.create_amendment(paper)
    document = then.agreements.get(order).document
    document |= _HARBOR_CHANGE | {"moves": [], "days_added": 0}
    document["requested_on"] = story.day(-19).isoformat()
    document["deliverables"] = [
        row | {"due_on": story.day(30).isoformat()} for row in _HARBOR_CHANGE["deliverables"]
    ]
    then.agreements.save_draft(order, document)
    then.agreements.issue(order)
    _sign(then, order)


def _what_happened_since(story: Story, told: dict[str, Record]) -> None:
    """The paper wrote the dates it had; what was said and planned later stands again."""
    with story.workspace.store.writing("Tell the demo", undoable=False) as session:
        for milestone_id, record in told.items():
            milestone = fetch(session, Milestone, milestone_id)
            for name in ("expected_on", "planned_on", "known_on"):
                kept = record.get(name)
                setattr(milestone, name, None if kept is None else date.fromisoformat(kept))
            milestone.expected_source = record.get("expected_source", milestone.expected_source)


def _issue(story: Story, workspace: Workspace, engagement_id: str, scope: Record) -> str:
    agreement_id = workspace.agreements.create(engagement_id)
    document = workspace.agreements.get(agreement_id).document
    document |= scope
    document["objectives"] = [goal | {"by": document["ends_on"]} for goal in scope["objectives"]]
    document["milestones"] = [_as_agreed(story, row) for row in document["milestones"]]
    document["open_until"] = (workspace.practice.today() + timedelta(days=21)).isoformat()
    workspace.agreements.save_draft(agreement_id, document)
    workspace.agreements.issue(agreement_id)
    return agreement_id


def _as_agreed(story: Story, row: Record) -> Record:
    """A milestone as it stood when the paper was written: nothing had slipped yet."""
    record = next(kept for kept in story.records["milestones"] if kept["id"] == row["key"])
    planned = record.get("expected_on") or record["planned_on"]
    return row | {"planned_on": planned, "buffer_days": 0, "committed_on": None, "reason": ""}


_HARBOR_SCOPE: Record = {
    "objectives": [
        {
            "goal": "Late or incomplete orders",
            "baseline": "6.1%",
            "target": "at most 2.0% of orders",
            "measured_by": "Weekly warehouse report, four weeks running",
        },
        {
            "goal": "Stock accuracy",
            "baseline": "95.2%",
            "target": "at least 99.0% by value",
            "measured_by": "Cycle count by the Client's finance team",
        },
    ],
    "included": [
        "Process mapping of receiving, put-away, picking, packing and returns at the Bristol warehouse",
        "New bin layout and pick routes for up to 640 stock items",
        "Cycle-count procedure and schedule, with templates",
        "Two on-site weeks and hand-over training for three supervisors",
    ],
    "not_included": [
        "Software development, integrations or data migration",
        "Choosing or buying a new stock system",
        "Staffing, pay or disciplinary matters",
        "Physical moving of racks and stock (the Client's crew)",
    ],
    "assumptions": [
        {"text": "Read-only access to the stock system and 12 months of order data", "owner": "Client"},
        {"text": "One supervisor is free for two hours a day during on-site weeks", "owner": "Client"},
    ],
}

_HARBOR_CHANGE: Record = {
    "requested_by": "Priya Nair, Harbor & Pine",
    "reason": "Suppliers label their cartons in five ways, so put-away waits for relabelling. One standard saves that.",
    "changes": [
        {
            "action": "added",
            "title": "Label standard for suppliers",
            "after": "One page for suppliers, label templates, and a trial with three of them",
        }
    ],
    "deliverables": [
        {
            "title": "Label standard for suppliers",
            "quantity": "1 standard",
            "form": "One page (PDF) and label templates (DOCX)",
            "acceptance": "Three suppliers print a label from it without asking",
        }
    ],
    "fee_lines": [{"text": "Label standard for suppliers", "amount": "1200"}],
    "payments": [{"tied_to": "D5", "amount": "1200"}],
}

_ELM_SCOPE: Record = {
    "objectives": [
        {
            "goal": "Hands a drawing passes through",
            "baseline": "five",
            "target": "two",
            "measured_by": "Sample of ten drawings, counted by the studio",
        }
    ],
    "included": [
        "Map of today's workflow from brief to client",
        "Proposal for a two-step flow",
        "One trial month, supported weekly",
    ],
    "not_included": ["Drawing standards and templates", "Software selection", "Work on single projects"],
    "assumptions": [{"text": "Two projects are named for the trial before it begins", "owner": "Client"}],
}
