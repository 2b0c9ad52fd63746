"""The timeline: which lanes and marks lie in a stretch of time, their gaps and their order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from clientdesk.models.errors import NotFound
from clientdesk.models.views.timeline import LaneOrder, LaneView, MilestoneView, TimelineView
from clientdesk.services.timeline import TimelineService
from clientdesk.services.workspace import Workspace

pytestmark = pytest.mark.usefixtures("practice")

Make = Callable[..., str]
AUTUMN = (date(2026, 9, 1), date(2026, 12, 31))


@pytest.fixture
def timeline(workspace: Workspace) -> TimelineService:
    return workspace.timeline


@pytest.fixture
def acme(make_client: Make) -> str:
    return make_client("Acme")


@pytest.fixture
def engagement(acme: str, make_engagement: Make) -> str:
    return make_engagement(acme, "Advice", starts_on=date(2026, 9, 1))


def names(view: TimelineView) -> list[str]:
    return [lane.client_name for lane in view.lanes]


def only_lane(view: TimelineView) -> LaneView:
    assert len(view.lanes) == 1
    return view.lanes[0]


def only_mark(view: TimelineView) -> MilestoneView:
    marks = only_lane(view).milestones
    assert len(marks) == 1
    return marks[0]


def test_a_client_without_an_engagement_has_no_lane(timeline: TimelineService, acme: str) -> None:
    assert acme
    assert timeline.lanes(*AUTUMN).lanes == ()


def test_a_lane_holds_engagements_and_milestones(
    timeline: TimelineService, engagement: str, make_milestone: Make
) -> None:
    report = make_milestone(engagement, "Report", date(2026, 10, 16), date(2026, 10, 20))
    lane = only_lane(timeline.lanes(*AUTUMN))
    assert [span.engagement_id for span in lane.engagements] == [engagement]
    assert [(m.milestone_id, m.gap_days, m.is_at_risk) for m in lane.milestones] == [(report, 4, True)]
    assert (lane.gap_days, lane.at_risk) == (4, 1)


@pytest.mark.parametrize(
    ("expected", "planned", "gap", "at_risk", "agree"),
    [
        (date(2026, 10, 16), date(2026, 10, 14), -2, False, False),
        (date(2026, 10, 16), date(2026, 10, 16), 0, False, True),
        (date(2026, 10, 16), None, None, False, False),
        (None, date(2026, 10, 16), None, False, False),
        (date(2026, 10, 9), None, None, True, False),
        (date(2026, 10, 9), date(2026, 10, 9), 0, True, True),
    ],
)
def test_the_gap_is_planned_minus_expected(
    timeline: TimelineService,
    engagement: str,
    make_milestone: Make,
    expected: date | None,
    planned: date | None,
    gap: int | None,
    at_risk: bool,
    agree: bool,
) -> None:
    make_milestone(engagement, "Report", expected, planned)
    mark = only_mark(timeline.lanes(*AUTUMN))
    assert (mark.gap_days, mark.is_at_risk, mark.all_agree) == (gap, at_risk, agree)


def test_once_done_the_gap_is_actual_minus_expected_and_no_longer_the_lanes(
    workspace: Workspace, timeline: TimelineService, engagement: str, make_milestone: Make
) -> None:
    report = make_milestone(engagement, "Report", date(2026, 10, 7), date(2026, 10, 7))
    workspace.engagements.mark_done(report, date(2026, 10, 9))
    lane = only_lane(timeline.lanes(*AUTUMN))
    assert (lane.milestones[0].gap_days, lane.milestones[0].is_done) == (2, True)
    assert (lane.gap_days, lane.at_risk) == (None, 0)


def test_an_open_promise_from_before_the_window_is_kept_in_sight(
    timeline: TimelineService, acme: str, make_engagement: Make, make_milestone: Make
) -> None:
    ended = make_engagement(acme, "Old", starts_on=date(2026, 1, 5), ends_on=date(2026, 3, 1))
    make_milestone(ended, "Forgotten", date(2026, 2, 2))
    lane = only_lane(timeline.lanes(*AUTUMN))
    assert [mark.title for mark in lane.milestones] == ["Forgotten"]
    assert [span.engagement_id for span in lane.engagements] == [ended]


def test_what_is_done_and_before_the_window_is_not_read(
    workspace: Workspace, timeline: TimelineService, engagement: str, make_milestone: Make
) -> None:
    old = make_milestone(engagement, "Kick-off", date(2026, 8, 3), date(2026, 8, 3))
    workspace.engagements.mark_done(old, date(2026, 8, 3))
    assert only_lane(timeline.lanes(*AUTUMN)).milestones == ()


def test_engagements_outside_the_window_have_no_lane(
    timeline: TimelineService, acme: str, make_engagement: Make
) -> None:
    make_engagement(acme, "Past", starts_on=date(2025, 1, 1), ends_on=date(2026, 8, 31))
    make_engagement(acme, "Far", starts_on=date(2027, 1, 1))
    assert timeline.lanes(*AUTUMN).lanes == ()


def test_archived_clients_have_no_lane(
    workspace: Workspace, timeline: TimelineService, acme: str, engagement: str
) -> None:
    assert engagement
    workspace.clients.archive([acme])
    assert timeline.lanes(*AUTUMN).lanes == ()


def test_lanes_come_by_lateness_then_name_or_by_name(
    timeline: TimelineService, make_client: Make, make_engagement: Make, make_milestone: Make
) -> None:
    plans = {"Cedar": 2, "Birch": 9, "Äpfel": -20, "Elm": 0}
    for name, days in plans.items():
        engagement = make_engagement(make_client(name), starts_on=date(2026, 9, 1))
        make_milestone(engagement, "Report", date(2026, 11, 10), date(2026, 11, 10) + timedelta(days=days))
    assert names(timeline.lanes(*AUTUMN)) == ["Birch", "Cedar", "Äpfel", "Elm"]
    assert names(timeline.lanes(*AUTUMN, order=LaneOrder.NAME)) == ["Äpfel", "Birch", "Cedar", "Elm"]


def test_gaps_only_keeps_open_gaps_and_says_how_many_are_hidden(
    timeline: TimelineService, engagement: str, make_client: Make, make_engagement: Make, make_milestone: Make
) -> None:
    make_milestone(engagement, "Late", date(2026, 10, 16), date(2026, 10, 20))
    make_milestone(engagement, "On time", date(2026, 11, 16), date(2026, 11, 16))
    quiet = make_engagement(make_client("Quiet"), starts_on=date(2026, 9, 1))
    make_milestone(quiet, "Report", date(2026, 11, 16), date(2026, 11, 16))
    view = timeline.lanes(*AUTUMN, gaps_only=True)
    assert [mark.title for mark in only_lane(view).milestones] == ["Late"]
    assert view.hidden_lanes == 1


def test_milestones_come_by_date(timeline: TimelineService, engagement: str, make_milestone: Make) -> None:
    make_milestone(engagement, "Third", date(2026, 10, 14), date(2026, 11, 20))
    make_milestone(engagement, "First", date(2026, 10, 14))
    make_milestone(engagement, "Second", None, date(2026, 10, 20))
    marks = only_lane(timeline.lanes(*AUTUMN)).milestones
    assert [mark.title for mark in marks] == ["First", "Second", "Third"]
    assert marks[2].dates == (date(2026, 10, 14), date(2026, 11, 20))


def test_one_client_is_shown_whole(
    timeline: TimelineService, acme: str, make_engagement: Make, make_milestone: Make
) -> None:
    old = make_engagement(acme, "Old", starts_on=date(2020, 1, 1), ends_on=date(2020, 2, 1))
    make_milestone(old, "Report", date(2020, 1, 9), date(2020, 1, 9))
    lane = timeline.lane_of(acme)
    assert (len(lane.engagements), len(lane.milestones)) == (1, 1)


def test_one_client_without_work_has_an_empty_lane(timeline: TimelineService, acme: str) -> None:
    lane = timeline.lane_of(acme)
    assert (lane.client_name, lane.engagements, lane.milestones) == ("Acme", (), ())


def test_no_such_client_is_said(timeline: TimelineService) -> None:
    with pytest.raises(NotFound):
        timeline.lane_of("nobody")
