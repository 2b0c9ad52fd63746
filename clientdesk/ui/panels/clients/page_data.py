"""Everything one client's page shows, read in one go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from clientdesk.models.views.agreements import AgreementRowView, RetainerBalance
from clientdesk.models.views.check_ins import ClientCheckInView, KeptView, RhythmStatusView
from clientdesk.models.views.clients import ClientView
from clientdesk.models.views.engagements import EngagementView, MilestoneView
from clientdesk.models.views.requests import RequestFigures, RequestView
from clientdesk.models.views.rhythms import RhythmView, TierView
from clientdesk.models.views.touchpoints import TouchpointView

if TYPE_CHECKING:
    from clientdesk.services.workspace import Workspace


FIGURES_OF = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class PageData:
    """What the tabs are filled from.

    Attributes:
        worked_week, worked_month: minutes worked since Monday and since the first of the month.
        retainers: balance of this month by engagement, where hours a month are agreed.
        requests: what they asked, the open ones first. request_figures: of the last 90 days.
        zone: the practice's.
        proposed: what the tier (else the default) proposes, while the client was promised nothing.
        kept: how well each rhythm was kept.
        past: rhythms whose last day is over; what was missed by them is still owed.
    """

    client: ClientView
    today: date
    now: datetime
    check_in: ClientCheckInView | None
    rhythms: tuple[RhythmView, ...]
    proposed: tuple[RhythmView, ...]
    engagements: tuple[EngagementView, ...]
    booked: tuple[TouchpointView, ...]
    told: TouchpointView | None
    heard: TouchpointView | None
    papers: tuple[AgreementRowView, ...]
    tiers: tuple[TierView, ...]
    worked_week: int
    worked_month: int
    retainers: dict[str, RetainerBalance]
    requests: tuple[RequestView, ...]
    request_figures: RequestFigures
    zone: ZoneInfo
    kept: tuple[KeptView, ...]
    past: tuple[RhythmView, ...]

    def standing(self, rhythm_id: str) -> RhythmStatusView | None:
        """How a rhythm stands today."""
        rhythms = self.check_in.rhythms if self.check_in else ()
        return next((one for one in rhythms if one.rhythm_id == rhythm_id), None)

    @property
    def open_milestones(self) -> list[MilestoneView]:
        """Milestones of running engagements not done yet: at risk first, then by date."""
        found = [
            milestone
            for engagement in self.engagements
            if not engagement.has_ended
            for milestone in engagement.milestones
            if milestone.actual_on is None
        ]
        return sorted(
            found,
            key=lambda one: (not one.is_at_risk, one.expected_on or one.planned_on or date.max, one.title),
        )


def read_page(workspace: Workspace, client_id: str) -> PageData:
    """Read one client's page.

    Raises:
        NotFound: there is no such client.
    """
    client = workspace.clients.get(client_id)
    rhythms = tuple(workspace.rhythms.of_client(client_id))
    today = workspace.practice.today()
    monday, first = today - timedelta(days=today.weekday()), today.replace(day=1)
    engagements = tuple(workspace.engagements.list_for_client(client_id))
    return PageData(
        client=client,
        today=today,
        now=workspace.clock.now(),
        check_in=workspace.check_ins.status_of(client_id),
        rhythms=rhythms,
        proposed=() if rhythms else tuple(workspace.rhythms.proposed(client.tier_id)),
        engagements=engagements,
        booked=tuple(workspace.touchpoints.booked(client_id)),
        told=workspace.touchpoints.last_told(client_id),
        heard=workspace.touchpoints.last_heard(client_id),
        papers=tuple(workspace.agreements.list_for_client(client_id)),
        tiers=tuple(workspace.tiers.list_all()),
        worked_week=workspace.time.worked_minutes(monday, today, client_id=client_id),
        worked_month=workspace.time.worked_minutes(first, today, client_id=client_id),
        retainers=_retainers(workspace, engagements, today),
        requests=workspace.requests.of_client(client_id),
        request_figures=workspace.requests.figures(client_id, today - FIGURES_OF),
        zone=workspace.practice.zone(),
        kept=workspace.check_ins.kept(client_id),
        past=tuple(workspace.rhythms.past(client_id)),
    )


def _retainers(
    workspace: Workspace, engagements: tuple[EngagementView, ...], today: date
) -> dict[str, RetainerBalance]:
    found = {}
    for engagement in engagements:
        if engagement.hours_a_month and not engagement.has_ended:
            balance = workspace.agreements.retainer(engagement.engagement_id, today)
            if balance is not None:
                found[engagement.engagement_id] = balance
    return found
