"""What letters can be filled with: names, dates, how one works; what was reached, what is held, what is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from clientdesk.models.agreement_document import AgreementDocument
from clientdesk.models.boundary_rules import BoundaryRules
from clientdesk.models.enums import AgreementKind, AgreementState, ContactRole
from clientdesk.models.frozen_paper import FrozenPaper
from clientdesk.models.schedule import WorkCalendar
from clientdesk.models.tables import Agreement, Engagement
from clientdesk.models.views.clients import ClientView
from clientdesk.models.views.engagements import EngagementView
from clientdesk.models.views.rhythms import RhythmView
from clientdesk.services.draft_parties import contact_for
from clientdesk.services.papers.exhibit import duration_text, hours_text, rhythm_row
from clientdesk.services.papers.wording import Wording, translated
from clientdesk.services.rows import table_of
from clientdesk.services.template_dates import filled

_ENGAGEMENT = table_of(Engagement).c
_PAPER = table_of(Agreement).c


@dataclass(slots=True)
class LetterFacts:
    """`fields` fill sentences, `lists` fill whole lists: an item that is only ``{outputs}`` becomes its rows."""

    fields: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)


def newest_engagement(session: Session, client_id: str) -> str | None:
    """The engagement that began last."""
    found: str | None = session.execute(
        select(_ENGAGEMENT.id)
        .where(_ENGAGEMENT.client_id == client_id)
        .order_by(_ENGAGEMENT.starts_on.desc(), _ENGAGEMENT.id.desc())
        .limit(1)
    ).scalar()
    return found


def paper_in_force(session: Session, engagement_id: str) -> tuple[str, AgreementDocument] | None:
    """Number and content of the newest executed statement of work written here."""
    row = session.execute(
        select(_PAPER.number, _PAPER.content)
        .where(
            _PAPER.engagement_id == engagement_id,
            _PAPER.kind == AgreementKind.STATEMENT_OF_WORK,
            _PAPER.origin == "own",
            _PAPER.state == AgreementState.EXECUTED,
        )
        .order_by(_PAPER.executed_on.desc(), _PAPER.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    document = FrozenPaper.from_json(row.content).document
    return (str(row.number), document) if isinstance(document, AgreementDocument) else None


def about_working(
    client: ClientView, rules: BoundaryRules, rhythms: Sequence[RhythmView], locale: str, words: Wording
) -> LetterFacts:
    """Whom the letter greets, and how one works."""
    facts = LetterFacts()
    person = contact_for(client, ContactRole.DAY_TO_DAY)
    facts.fields["contact"] = person.name if person else client.name
    facts.fields["response"] = duration_text(rules.response_normal, words) if rules.response_normal else ""
    facts.fields["hours"] = hours_text(rules.working_hours, words) if rules.working_hours else ""
    facts.lists["rhythms"] = [_rhythm(view, locale, words) for view in rhythms]
    return facts


def _rhythm(view: RhythmView, locale: str, words: Wording) -> str:
    row = rhythm_row(
        view.kind,
        view.unit,
        view.every,
        view.weekday,
        view.nth,
        channel=translated(view.channel, words.language),
        locale=locale,
    )
    when = row.when[:1].lower() + row.when[1:]
    if row.how:
        return words.text("letter.rhythm_how", what=row.what, when=when, how=words.inside(row.how))
    return words.text("letter.rhythm", what=row.what, when=when)


def add_engagement(
    facts: LetterFacts,
    engagement: EngagementView,
    paper: AgreementDocument | None,
    today: date,
    calendar: WorkCalendar,
    words: Wording,
) -> None:
    """What the engagement adds: its title, first and last days, results, outputs, open points."""
    course = paper.course if paper is not None else None
    kickoff = (course.kickoff_on if course else None) or engagement.starts_on
    facts.fields["project"] = engagement.title
    facts.fields["kickoff"] = words.day_long(kickoff)
    end = max(engagement.ends_on or today, today)
    data = questions = ""
    if course is not None and course.data_days is not None:
        data = words.day_long(calendar.add_working_days(end, course.data_days))
    if course is not None and course.question_days is not None:
        questions = words.day_long(end + timedelta(days=course.question_days))
    facts.fields["data_until"], facts.fields["questions_until"] = data, questions
    facts.lists["results"] = [
        words.text("letter.reached_on", title=row.title, date=words.day_long(row.actual_on))
        for row in engagement.milestones
        if row.actual_on is not None
    ]
    facts.lists["outputs"] = [
        words.text("letter.accepted_on", title=row.title, date=words.day_long(row.accepted_on))
        for row in engagement.deliverables
        if row.accepted_on is not None
    ]
    outputs = {row.deliverable_id for row in engagement.deliverables}
    facts.lists["open_points"] = [
        *(_open(row.title, row.due_on, words) for row in engagement.deliverables if row.accepted_on is None),
        *(
            _open(row.title, row.planned_on or row.expected_on, words)
            for row in engagement.milestones
            if row.actual_on is None and row.deliverable_id not in outputs
        ),
    ]


def _open(title: str, by: date | None, words: Wording) -> str:
    return words.text("family.by", text=title, date=words.day_long(by)) if by else title


def filled_letter(template: Mapping[str, Any], facts: LetterFacts) -> dict[str, Any]:
    """The template with everything known put in; sentences, items and parts that would be empty are left out."""
    joined = {name: "; ".join(rows) for name, rows in facts.lists.items()}
    made: dict[str, Any] = filled(_with_lists(template, facts.lists), {**joined, **facts.fields})
    parts = [part for part in made.get("parts", ()) if part.get("text") or part.get("items")]
    return {**made, "parts": parts}


def _with_lists(value: Any, lists: Mapping[str, list[str]]) -> Any:
    if isinstance(value, Mapping):
        return {key: _with_lists(inner, lists) for key, inner in value.items()}
    if not isinstance(value, list):
        return value
    made: list[Any] = []
    for inner in value:
        name = inner.strip()[1:-1] if isinstance(inner, str) and inner.strip().startswith("{") else ""
        made += lists[name] if name in lists else [_with_lists(inner, lists)]
    return made
