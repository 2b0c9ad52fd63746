"""Where the drafts of papers take what they know from, and how long they stay open."""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol

from clientdesk.models.boundary_rules import BoundaryRules
from clientdesk.models.schedule import WorkCalendar
from clientdesk.models.views.clients import ClientView
from clientdesk.models.views.engagements import EngagementView
from clientdesk.models.views.practice import PracticeView
from clientdesk.models.views.rhythms import RhythmView

OPEN_DAYS = 14


class Practices(Protocol):
    def get(self) -> PracticeView | None: ...

    def today(self) -> date: ...


class Clients(Protocol):
    def get(self, client_id: str) -> ClientView: ...


class Engagements(Protocol):
    def get(self, engagement_id: str) -> EngagementView: ...


class Boundaries(Protocol):
    def resolved(
        self, client_id: str | None = None, on: date | None = None, *, tier_id: str | None = None
    ) -> BoundaryRules: ...

    def calendar(self) -> WorkCalendar: ...


class Rhythms(Protocol):
    def of_client(self, client_id: str) -> list[RhythmView]: ...

    def proposed(self, tier_id: str | None = None) -> list[RhythmView]: ...


class TemplateDocuments(Protocol):
    def document(self, key: str, language: str = "en") -> dict[str, Any]: ...
