"""First drafts of the sister papers from the record; stores nothing. Words come from the resources or the user."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from clientdesk.models.agreement_document import AgreementDocument, PaperDocument
from clientdesk.models.change_totals import new_end
from clientdesk.models.enums import AgreementKind, ContactRole
from clientdesk.models.errors import InvalidInput, Problem
from clientdesk.models.family_documents import (
    AuditDocument,
    ChangeOrderDocument,
    LetterDocument,
    MeetingSummaryDocument,
    StatusReportDocument,
)
from clientdesk.models.likely import Likely
from clientdesk.models.paper_kinds import KINDS
from clientdesk.models.tables import Agreement, Engagement, Milestone
from clientdesk.models.views.clients import ClientView
from clientdesk.services import audit_facts, letter_facts, meeting_facts, status_facts, template_files
from clientdesk.services.amended_facts import amended, slipped
from clientdesk.services.draft_parties import client_party, completed, consultant_party
from clientdesk.services.draft_sources import (
    OPEN_DAYS,
    Boundaries,
    Clients,
    Engagements,
    Practices,
    Rhythms,
    TemplateDocuments,
)
from clientdesk.services.papers.wording import Wording, paper_locale, printed_title, wording
from clientdesk.services.ports import Clock
from clientdesk.services.rows import table_of
from clientdesk.services.time_log import By
from clientdesk.services.time_reads import bounds
from clientdesk.store.unit_of_work import Store

_ENGAGEMENT = table_of(Engagement).c
_MILESTONE = table_of(Milestone).c
_PAPER = table_of(Agreement).c

LETTERS = {
    AgreementKind.WELCOME_LETTER: "letter.welcome_subject",
    AgreementKind.OFFBOARDING_LETTER: "letter.offboarding_subject",
}


class ZonedPractices(Practices, Protocol):
    def zone(self) -> ZoneInfo: ...


class Times(Protocol):
    def worked_minutes(
        self,
        first: date | None = None,
        last: date | None = None,
        *,
        client_id: str | None = None,
        engagement_id: str | None = None,
        work_item_id: str | None = None,
    ) -> int: ...

    def worked_by(
        self, by: By, first: date | None = None, last: date | None = None
    ) -> dict[str | None, int]: ...


class Forecasts(Protocol):
    def likely(self, now: datetime | None = None) -> Mapping[str, Likely]: ...


class FamilyDrafts:
    """Fills change orders, reports, summaries, audits and letters with what the workspace knows."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        practice: ZonedPractices,
        clients: Clients,
        engagements: Engagements,
        boundaries: Boundaries,
        rhythms: Rhythms,
        time: Times,
        forecast: Forecasts,
        templates: TemplateDocuments | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._practice = practice
        self._clients = clients
        self._engagements = engagements
        self._boundaries = boundaries
        self._rhythms = rhythms
        self._time = time
        self._forecast = forecast
        self._templates = templates

    def make(
        self,
        kind: AgreementKind,
        *,
        client_id: str,
        engagement_id: str | None = None,
        amends_id: str | None = None,
        template_key: str = "",
        language: str = "en",
    ) -> PaperDocument:
        """The draft of a sister paper.

        Args:
            amends_id: the paper that a change order or addendum changes.
            template_key: of a letter; empty takes the one that ships for its kind.

        Raises:
            InvalidInput: a change order that changes no paper, or a kind that is no sister paper.
            NotFound: there is no such client, engagement, paper or template.
        """
        client = self._clients.get(client_id)
        facts = KINDS[kind]
        document = facts.document.parse(
            {"language": language, "printed_title": printed_title(kind.value, language)}
        )
        document.consultant = consultant_party(self._practice.get())
        document.client = client_party(client)
        document.project_title = self._title(client, engagement_id)
        if isinstance(document, ChangeOrderDocument):
            self._change_order(document, kind, amends_id)
        elif isinstance(document, StatusReportDocument):
            self._status_report(document, engagement_id)
        elif isinstance(document, MeetingSummaryDocument):
            self._meeting_summary(document, client, engagement_id)
        elif isinstance(document, AuditDocument):
            self._audit(document, client)
        elif isinstance(document, LetterDocument):
            self._letter(document, kind, client, engagement_id, template_key)
        else:
            raise InvalidInput([Problem("kind", "not_a_choice")])
        return document.settled(self._boundaries.calendar().is_working_day)

    def _title(self, client: ClientView, engagement_id: str | None) -> str:
        return self._engagements.get(engagement_id).title if engagement_id is not None else client.name

    def _words(self, document: PaperDocument) -> Wording:
        return wording(self._locale(document), document.language)

    def _locale(self, document: PaperDocument) -> str:
        practice = self._practice.get()
        return paper_locale(document.language, practice.locale if practice else "en_GB")

    # Change orders and addenda.

    def _change_order(
        self, document: ChangeOrderDocument, kind: AgreementKind, amends_id: str | None
    ) -> None:
        if amends_id is None:
            raise InvalidInput([Problem("amends.number", "no_amended_paper")])
        today = self._practice.today()
        with self._store.reading() as session:
            found = amended(session, amends_id)
            moves = slipped(session, found) if kind is AgreementKind.CHANGE_ORDER else []
        document.amends = found.paper
        document.project_title = found.paper.title or document.project_title
        document.consultant = completed(document.consultant, found.document.consultant)
        document.client = completed(document.client, found.document.client)
        document.requested_on = today
        document.open_until = today + timedelta(days=OPEN_DAYS)
        document.moves = moves
        practice = self._practice.get()
        if isinstance(found.document, AgreementDocument):
            fees = found.document.fees
            document.tax_name, document.tax_rate, document.tax_note = (
                fees.tax_name,
                fees.tax_rate,
                fees.tax_note,
            )
            document.due_days = fees.due_days
        elif practice is not None:
            document.tax_name = self._words(document).text("draft.tax_name")
            document.tax_rate, document.due_days = practice.tax_basis_points, practice.payment_days
        latest = max((move.after_on for move in moves if move.after_on), default=None)
        end = new_end(document).old
        if latest is not None and end is not None and latest > end:
            document.days_added = (latest - end).days

    # Status reports.

    def _status_report(self, report: StatusReportDocument, engagement_id: str | None) -> None:
        if engagement_id is None:
            raise InvalidInput([Problem("engagement_id", "missing")])
        words, today = self._words(report), self._practice.today()
        likely = self._forecast.likely()
        begins = self._engagements.get(engagement_id).starts_on

        def worked(first: date | None, last: date | None) -> int:
            return self._time.worked_minutes(first, last, engagement_id=engagement_id)

        with self._store.reading() as session:
            last = status_facts.last_reported(session, engagement_id)
            since = today - timedelta(days=status_facts.PERIOD_DAYS - 1)
            since = last + timedelta(days=1) if last is not None and last < today else max(since, begins)
            since = min(since, today)
            paper = status_facts.paper_in_force(session, engagement_id)
            refs = {item.key: item.ref for item in amended(session, paper).paper.items} if paper else {}
            report.period_start, report.period_end = since, today
            report.milestones = status_facts.milestone_rows(session, engagement_id, since, likely, refs)
            report.done = status_facts.done_since(session, engagement_id, since, words)
            report.next_steps = status_facts.steps_ahead(session, engagement_id, today)
            report.budget = status_facts.budget_of(session, engagement_id, worked, today)
            report.open_changes = status_facts.changes_open(session, engagement_id, words)
        slipped = report.settled(self._boundaries.calendar().is_working_day)
        status_facts.light_up(slipped, words)
        report.light, report.summary = slipped.light, slipped.summary

    # Meeting summaries and audits.

    def _meeting_summary(
        self, summary: MeetingSummaryDocument, client: ClientView, engagement_id: str | None
    ) -> None:
        with self._store.reading() as session:
            meeting_facts.fill(
                summary,
                session,
                client,
                self._practice.get(),
                engagement_id,
                self._clock.now(),
                self._words(summary),
            )

    def _audit(self, audit: AuditDocument, client: ClientView) -> None:
        words, today, practice = self._words(audit), self._practice.today(), self._practice.get()
        since = audit_facts.a_year(today, client.added_on)
        by_client = self._time.worked_by("client_id", since, today)
        by_engagement = self._time.worked_by("engagement_id", since, today)
        zone, calendar = self._practice.zone(), self._boundaries.calendar()
        audit.project_title = client.name
        audit.since, audit.until = since, today
        audit.currency = practice.currency if practice else audit.currency
        with self._store.reading() as session:
            audit.facts = audit_facts.facts(session, client, since, today, words)
            income = audit_facts.income_by_client(session, since, today, audit.currency, by_engagement)
            first, last = bounds(since, today, zone)
            said = audit_facts.touches(session, client.client_id, first, last)
            audit.facts = [*audit.facts, *audit_facts.exchanged(said, words)]
            audit.response = audit_facts.answers(said, zone, calendar, words)
            audit.drift = audit_facts.drift(session, client.client_id, since, today, words)
        audit_facts.weigh(audit, client.client_id, income, by_client)

    # Letters.

    def _letter(
        self,
        letter: LetterDocument,
        kind: AgreementKind,
        client: ClientView,
        engagement_id: str | None,
        template_key: str,
    ) -> None:
        words, today = self._words(letter), self._practice.today()
        rhythms = self._rhythms.of_client(client.client_id) or self._rhythms.proposed(client.tier_id)
        rules = self._boundaries.resolved(client.client_id)
        facts = letter_facts.about_working(client, rules, rhythms, self._locale(letter), words)
        with self._store.reading() as session:
            about = engagement_id or letter_facts.newest_engagement(session, client.client_id)
            signed = letter_facts.paper_in_force(session, about) if about else None
        if about is not None:
            paper = signed[1] if signed else None
            calendar = self._boundaries.calendar()
            letter_facts.add_engagement(facts, self._engagements.get(about), paper, today, calendar, words)
        made = letter_facts.filled_letter(self._template(kind, template_key, letter.language), facts)
        wanted = LetterDocument.parse({**made, "language": letter.language})
        letter.salutation, letter.closing, letter.parts = wanted.salutation, wanted.closing, wanted.parts
        letter.enclosures, letter.place = wanted.enclosures, wanted.place
        letter.project_title = wanted.project_title or words.text(LETTERS[kind])
        letter.client = client_party(client, ContactRole.DAY_TO_DAY)
        letter.dated_on = today
        if signed is not None and kind is AgreementKind.WELCOME_LETTER:
            fields = {"title": signed[1].printed_title, "number": signed[0]}
            letter.enclosures = [*letter.enclosures, words.text("letter.enclosed_paper", **fields)]

    def _template(self, kind: AgreementKind, key: str, language: str) -> dict[str, Any]:
        if self._templates is not None:
            return self._templates.document(key or kind.value, language)
        return template_files.template(key or kind.value, language).document
