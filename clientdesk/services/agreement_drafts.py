"""A first draft of a statement of work from what is known of an engagement; stores nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from clientdesk.models.agreement_document import (
    Acceptance,
    AgreementDocument,
    ChangeControl,
    DeliverableRow,
    Exhibit,
    ExtraExhibit,
    MilestoneRow,
    WorkingDay,
)
from clientdesk.models.boundary_rules import BoundaryRules
from clientdesk.models.enums import AgreementKind, ContactRole
from clientdesk.models.rhythm_units import printed
from clientdesk.models.schedule import WorkCalendar
from clientdesk.models.views.agreements import ClauseView, TemplateView
from clientdesk.models.views.boundaries import TimeOffView
from clientdesk.models.views.clients import ClientView
from clientdesk.models.views.engagements import MilestoneView
from clientdesk.models.views.practice import PracticeView
from clientdesk.models.views.rhythms import RhythmView
from clientdesk.models.zones import practice_zone
from clientdesk.services import discovery_use
from clientdesk.services.draft_parties import client_party, consultant_party
from clientdesk.services.draft_record import contacts_of, fees_of, person, roles_of, with_role
from clientdesk.services.draft_sources import (
    OPEN_DAYS,
    Boundaries,
    Clients,
    Engagements,
    Practices,
    Rhythms,
    TemplateDocuments,
)
from clientdesk.services.draft_template import with_template
from clientdesk.services.papers.exhibit import Setting, build_exhibit, rhythm_row
from clientdesk.services.papers.rule_language import translated_rules
from clientdesk.services.papers.wording import (
    FALLBACK,
    Wording,
    paper_locale,
    printed_title,
    translated,
    wording,
)
from clientdesk.services.template_dates import after, dated, filled

SHORT_TERMS = "short_terms"
"""The clause whose own edition becomes an exhibit where no standing terms are known."""


class TimeOffBoundaries(Boundaries, Protocol):
    def time_off(self, since: date | None = None) -> list[TimeOffView]: ...


class Templates(TemplateDocuments, Protocol):
    def get(self, key: str, language: str = "en") -> TemplateView: ...


class Clauses(Protocol):
    def for_section(self, section: str, language: str = "en") -> list[ClauseView]: ...


class Answers(Protocol):
    def answers(self, client_id: str) -> dict[str, str]: ...


@dataclass(frozen=True, slots=True)
class PaperTexts:
    """Where the texts come from that no record holds: templates, clauses, answers of the discovery session."""

    templates: Templates
    clauses: Clauses
    discovery: Answers


class DraftMaker:
    """Fills a document from practice, client, engagement, working rules and rhythms, then from what they
    answered, then from a template."""

    def __init__(
        self,
        practice: Practices,
        clients: Clients,
        engagements: Engagements,
        boundaries: TimeOffBoundaries,
        rhythms: Rhythms,
        texts: PaperTexts | None = None,
    ) -> None:
        self._practice = practice
        self._clients = clients
        self._engagements = engagements
        self._boundaries = boundaries
        self._rhythms = rhythms
        self._texts = texts

    def make(
        self,
        engagement_id: str,
        *,
        template_key: str = "",
        language: str = "",
        kind: AgreementKind = AgreementKind.STATEMENT_OF_WORK,
    ) -> AgreementDocument:
        """The draft for an engagement.

        Args:
            template_key: what to begin from; empty for the record alone.
            language: of the paper; empty takes the template's, else the practice's.
            kind: a statement of work or a proposal.

        Raises:
            NotFound: there is no such engagement or template.
        """
        engagement = self._engagements.get(engagement_id)
        client = self._clients.get(engagement.client_id)
        practice = self._practice.get()
        rules = self._boundaries.resolved(client.client_id)
        working = self._boundaries.calendar().is_working_day
        language = language or self._language_of(template_key)
        words = wording(paper_locale(language, practice.locale if practice else "en_GB"), language)
        document = AgreementDocument(
            language=language,
            printed_title=_printed_title(practice, kind, language),
            project_title=engagement.title,
            consultant=consultant_party(practice),
            client=client_party(client),
            starts_on=engagement.starts_on,
            ends_on=engagement.ends_on,
            open_until=self._practice.today() + timedelta(days=OPEN_DAYS),
            purpose=engagement.purpose,
            deliverables=[
                DeliverableRow(
                    key=d.deliverable_id, title=d.title, form=d.form, acceptance=d.acceptance, due_on=d.due_on
                )
                for d in engagement.deliverables
            ],
            milestones=[
                MilestoneRow(
                    key=m.milestone_id,
                    title=m.title,
                    planned_on=_planned(m, working),
                    buffer_days=m.buffer_days,
                    reason=m.reason,
                )
                for m in engagement.milestones
                if m.actual_on is None
            ],
            acceptance=Acceptance(
                revision_rounds=(
                    rules.revision_rounds
                    if engagement.revision_rounds is None
                    else engagement.revision_rounds
                ),
                accepted_by=person(client, ContactRole.DECISION_MAKER),
            ),
            roles=roles_of(practice, client, words),
            change_control=ChangeControl(
                answer_days=rules.change_days,
                rate=None if engagement.rate is None else engagement.rate.amount,
                rate_unit="hour",
            ),
            fees=fees_of(engagement, practice, words),
            governing_terms="" if practice is None else practice.terms,
        )
        if self._texts is not None:
            self._fill_answers(self._texts.discovery.answers(client.client_id), document, client)
            if template_key:
                document = self._filled(self._texts, template_key, document, client)
        if kind is not AgreementKind.PROPOSAL:
            document.approach, document.options = "", []
        self._fill_exhibit(document, client, rules, words)
        return document.with_committed(working)

    def calendar(self) -> WorkCalendar:
        """The practice's working days."""
        return self._boundaries.calendar()

    def printed_rhythms(self, client_id: str, tier_id: str | None) -> list[RhythmView]:
        """What Exhibit A promises: the client's own rhythms, else what tier or default proposes."""
        return printed(self._rhythms.of_client(client_id)) or printed(self._rhythms.proposed(tier_id))

    def _language_of(self, template_key: str) -> str:
        practice = self._practice.get()
        language = (practice.paper_language if practice else "") or FALLBACK
        if template_key and self._texts is not None:
            return self._texts.templates.get(template_key, language).language
        return language

    def _fill_answers(self, answers: dict[str, str], document: AgreementDocument, client: ClientView) -> None:
        """What they said, where the record says nothing; see `discovery_use` for what stays off the paper."""
        today = self._practice.today()
        if not document.purpose:
            document.purpose = answers.get("why_now", "")
        document.objectives = discovery_use.objectives(answers.get("success", ""), today)
        document.included = list(discovery_use.lines(answers.get("includes", "")))
        known = {row.planned_on for row in document.milestones if row.planned_on}
        fixed = discovery_use.fixed_dates(answers.get("fixed_dates", ""), today)
        document.milestones = document.milestones + [row for row in fixed if row.planned_on not in known]
        names = discovery_use.named(answers.get("who_decides", ""), [c.name for c in client.contacts])
        decider = with_role(client, ContactRole.DECISION_MAKER)
        document.deciding.maker = decider.name if decider else names[0] if names else ""
        if names and not decider:
            document.acceptance.accepted_by = names[0]

    def _filled(
        self, texts: PaperTexts, template_key: str, document: AgreementDocument, client: ClientView
    ) -> AgreementDocument:
        template = texts.templates.document(template_key, document.language)
        start = document.starts_on or self._practice.today()
        ready = dated(template, start, document.ends_on, self._boundaries.calendar().is_working_day)
        made = with_template(document, filled(ready, _names(document, client)))
        if made.form == "full" and len(made.fees.lines) == 1 and made.fees.payments:
            made.fees.lines[0].text = ""
        if not (made.governing_terms or made.governed_by):
            self._add_own_terms(texts, made)
        return made

    def _add_own_terms(self, texts: PaperTexts, document: AgreementDocument) -> None:
        """One's own edition of the short terms; those that ship are printed without being asked for."""
        found = texts.clauses.for_section("exhibits", document.language)
        terms = next((clause for clause in found if clause.key == SHORT_TERMS and clause.is_changed), None)
        if terms is not None:
            document.exhibits = [*document.exhibits, ExtraExhibit(title=terms.title, text=terms.body)]
            words = wording(paper_locale(document.language, ""), document.language)
            document.governing_terms = words.text("draft.terms_apply", title=terms.title)

    def _fill_exhibit(
        self, document: AgreementDocument, client: ClientView, rules: BoundaryRules, words: Wording
    ) -> None:
        practice = self._practice.get()
        today = self._practice.today()
        locale = str(words.locale)
        setting = Setting(
            zone=str(practice_zone(practice.zone)) if practice else "UTC",
            on=today,
            client_zone=client.zone or "",
            reviewer=document.acceptance.accepted_by,
            locale=locale,
        )
        language = document.language
        rows = [
            rhythm_row(
                rhythm.kind,
                rhythm.unit,
                rhythm.every,
                rhythm.weekday,
                rhythm.nth,
                channel=translated(rhythm.channel, language),
                content=translated(rhythm.content, language),
                locale=locale,
            )
            for rhythm in self.printed_rhythms(client.client_id, client.tier_id)
        ]
        document.exhibit = build_exhibit(
            translated_rules(rules, language),
            setting,
            rhythms=rows,
            time_off=self._time_off(document, today, words),
        )
        document.exhibit.contacts = contacts_of(practice, client)
        if document.form == "letter":
            document.exhibit = _shortened(document.exhibit)

    def _time_off(self, document: AgreementDocument, today: date, words: Wording) -> str:
        end = document.ends_on or date.max
        spans = [view for view in self._boundaries.time_off(today) if view.starts_on <= end]
        return ", ".join(_span(view.starts_on, view.ends_on, words) for view in spans[:12])


def _shortened(exhibit: Exhibit) -> Exhibit:
    """What a short letter needs of the working rules: when, how fast, how often; the rest stands in its text."""
    return Exhibit(
        rhythms=exhibit.rhythms[:1],
        responses=[row for row in exhibit.responses if row.level != "emergency"],
        hours=exhibit.hours,
        zone=exhibit.zone,
        client_hours=exhibit.client_hours,
        client_zone=exhibit.client_zone,
        time_off=exhibit.time_off,
    )


def _planned(milestone: MilestoneView, is_working_day: WorkingDay) -> date | None:
    """My date; where there is none, the one that with its buffer ends on the day they expect."""
    if milestone.planned_on is not None or milestone.expected_on is None:
        return milestone.planned_on
    if not milestone.buffer_days:
        return milestone.expected_on
    return after(milestone.expected_on, -milestone.buffer_days, is_working_day)


def _span(start: date, end: date, words: Wording) -> str:
    if start == end:
        return words.day_long(start)
    return words.text("draft.day_span", first=words.day_long(start), last=words.day_long(end))


def _printed_title(practice: PracticeView | None, kind: AgreementKind, language: str) -> str:
    if kind is AgreementKind.STATEMENT_OF_WORK and practice is not None and practice.paper_title:
        return translated(practice.paper_title, language)
    return printed_title(kind.value, language)


def _names(document: AgreementDocument, client: ClientView) -> dict[str, str]:
    """What a template's braces stand for; empty ones leave their sentence out."""
    daily = with_role(client, ContactRole.DAY_TO_DAY)
    decider = document.deciding.maker or document.acceptance.accepted_by
    return {
        "me": document.consultant.signatory,
        "client": client.name,
        "decider": decider,
        "contact": daily.name if daily else decider,
        "project": document.project_title,
    }
