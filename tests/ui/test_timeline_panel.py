"""The timeline panel: lanes, zooms anchored at the pointer, arrows, opening, and what a screen reader hears."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, QLocale, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from clientdesk.models.enums import AgreementState
from clientdesk.models.tables import Agreement, MilestoneBaseline
from clientdesk.models.views.timeline import BaselineView, LaneOrder
from clientdesk.services.workspace import Workspace
from clientdesk.ui.change_relay import ChangeRelay
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.timeline import TimelinePanel
from clientdesk.ui.panels.timeline.paint import gap_colour
from clientdesk.ui.panels.timeline.panel import extent
from clientdesk.ui.panels.timeline.rows import BarItem, MarkItem, lay_out
from clientdesk.ui.panels.timeline.words import lane_text, spoken_milestone, week_status
from clientdesk.ui.theme import Theme
from clientdesk.ui.tokens import LIGHT, Status

pytestmark = pytest.mark.usefixtures("practice")

Make = Callable[..., str]
NONE = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
TODAY = date(2026, 10, 12)


@pytest.fixture(autouse=True)
def british() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def acme(make_client: Make) -> str:
    return make_client("Acme")


@pytest.fixture
def advice(acme: str, make_engagement: Make) -> str:
    return make_engagement(acme, "Advice", starts_on=date(2026, 9, 1), ends_on=date(2026, 12, 18))


@pytest.fixture
def report(advice: str, make_milestone: Make) -> str:
    """Planned four days after what they expect."""
    return make_milestone(advice, "Report", date(2026, 10, 16), date(2026, 10, 20))


@pytest.fixture
def panel(qtbot, workspace: Workspace) -> TimelinePanel:
    made = TimelinePanel(workspace, Messages(str), Theme())
    relay = ChangeRelay(made)
    relay.changed.connect(made.on_changed)
    workspace.store.subscribe(relay.publish)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    qtbot.waitExposed(made)
    return made


def key(panel: TimelinePanel, code: Qt.Key, text: str = "", modifiers: Qt.KeyboardModifier = NONE) -> None:
    QApplication.sendEvent(panel.canvas, QKeyEvent(QEvent.Type.KeyPress, code, modifiers, text))


def click(widget, place: QPoint) -> None:
    left, where = Qt.MouseButton.LeftButton, QPointF(place)
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
        held = left if kind == QEvent.Type.MouseButtonPress else Qt.MouseButton.NoButton
        QApplication.sendEvent(widget, QMouseEvent(kind, where, widget.mapToGlobal(where), left, held, NONE))


def spoken(panel: TimelinePanel) -> list[str]:
    model = panel.canvas.items
    return [model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]


def day_under(panel: TimelinePanel, x: int) -> date:
    return panel.canvas.day_at(panel.canvas.to_content(QPoint(x, 10)).x())


def test_without_an_engagement_it_says_what_it_is_for(panel: TimelinePanel, qtbot) -> None:
    assert panel.pages.currentWidget() is panel.empty_state
    with qtbot.waitSignal(panel.place_requested) as asked:
        panel.empty_state.buttons[0].click()
    assert asked.args == ["clients"]


def test_a_screen_reader_hears_bars_and_milestones(panel: TimelinePanel, report: str) -> None:
    assert report
    assert spoken(panel) == [
        "Acme, Advice, Tue 1 Sept to Fri 18 Dec",
        "Acme, Report, expected Fri 16 Oct, planned Tue 20 Oct, +4 days, can't tell: no estimate, at risk",
    ]
    canvas = QAccessible.queryAccessibleInterface(panel.canvas)
    assert canvas is not None
    assert (canvas.role(), canvas.childCount()) == (QAccessible.Role.List, 2)


def test_an_early_plan_is_never_a_bare_minus(panel: TimelinePanel, advice: str, make_milestone: Make) -> None:
    make_milestone(advice, "Report", date(2026, 10, 20), date(2026, 10, 18))
    assert "2 days early" in spoken(panel)[1]
    assert "-2" not in spoken(panel)[1]


def test_marks_stand_on_their_days(panel: TimelinePanel, report: str) -> None:
    canvas = panel.canvas
    rect = canvas.item_rect(canvas.items.row_of(report))
    assert canvas.day_at(rect.center().x()) == date(2026, 10, 18)
    assert rect.left() < canvas.mid_of(date(2026, 10, 16)) < canvas.mid_of(date(2026, 10, 20)) < rect.right()


def test_the_wheel_zooms_with_the_pointers_day_in_place(panel: TimelinePanel, report: str) -> None:
    assert report
    place = QPointF(500, 60)
    before, zoom = day_under(panel, 500), panel.canvas.zoom
    for _ in range(3):
        port = panel.canvas.viewport()
        event = QWheelEvent(
            place,
            port.mapToGlobal(place),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            CONTROL,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(port, event)
    assert panel.canvas.zoom > zoom * 1.9
    assert abs((day_under(panel, 500) - before).days) <= 1


def test_keys_zoom_and_reset(panel: TimelinePanel, report: str) -> None:
    assert report
    key(panel, Qt.Key.Key_Plus, "+", CONTROL)
    assert panel.canvas.zoom == pytest.approx(1.25)
    key(panel, Qt.Key.Key_Minus, "-", CONTROL)
    key(panel, Qt.Key.Key_Minus, "-", CONTROL)
    assert panel.canvas.zoom == pytest.approx(0.8)
    key(panel, Qt.Key.Key_0, "0", CONTROL)
    assert panel.canvas.zoom == pytest.approx(1.0)


@pytest.mark.parametrize("name", ["week", "month", "quarter"])
def test_three_zooms_keep_today_in_place(panel: TimelinePanel, report: str, name: str) -> None:
    assert report
    canvas = panel.canvas
    before = canvas.mid_of(TODAY) - canvas.horizontalOffset()
    panel.zoom_control.buttons[name].click()
    assert canvas.mid_of(TODAY) - canvas.horizontalOffset() == pytest.approx(before, abs=2)
    assert panel.zoom_control.current() == name


def test_t_brings_today_into_sight(panel: TimelinePanel, report: str) -> None:
    assert report
    panel.canvas.horizontalScrollBar().setValue(0)
    key(panel, Qt.Key.Key_T, "t")
    x = panel.canvas.mid_of(TODAY) - panel.canvas.horizontalOffset()
    assert 0 < x < panel.canvas.viewport().width()


def test_enter_opens_what_is_current(panel: TimelinePanel, report: str, advice: str, qtbot) -> None:
    panel.canvas.select(report)
    with qtbot.waitSignal(panel.milestone_opened) as opened:
        key(panel, Qt.Key.Key_Return)
    assert opened.args == [report]
    key(panel, Qt.Key.Key_Up)
    with qtbot.waitSignal(panel.engagement_opened) as opened:
        key(panel, Qt.Key.Key_Return)
    assert opened.args == [advice]


def test_a_click_on_a_name_opens_the_client_or_finds_the_milestone(
    panel: TimelinePanel, acme: str, report: str, qtbot
) -> None:
    with qtbot.waitSignal(panel.client_opened) as opened:
        click(panel.frame.names, QPoint(80, 12))
    assert opened.args == [acme]
    panel.canvas.horizontalScrollBar().setValue(0)
    click(panel.frame.names, QPoint(80, panel.canvas.top_of(1) + 10))
    assert panel.canvas.currentIndex().data() == "Report"
    assert panel.canvas.viewport().rect().contains(panel.canvas.visualRect(panel.canvas.currentIndex()))
    assert report


def test_what_is_out_of_sight_has_an_arrow_that_leads_to_it(
    panel: TimelinePanel, advice: str, report: str
) -> None:
    canvas = panel.canvas
    canvas.horizontalScrollBar().setValue(0)
    canvas.grab()
    assert [row for _, row in canvas._edges] == [canvas.items.row_of(advice), canvas.items.row_of(report)]
    click(canvas.viewport(), canvas.to_viewport(canvas._edges[1][0]).center())
    assert canvas.currentIndex().row() == canvas.items.row_of(report)
    assert canvas.viewport().rect().contains(canvas.visualRect(canvas.currentIndex()))


def test_selecting_by_pointer_never_scrolls(panel: TimelinePanel, report: str) -> None:
    canvas = panel.canvas
    before = canvas.horizontalOffset()
    click(canvas.viewport(), canvas.visualRect(canvas.items.index(canvas.items.row_of(report))).center())
    assert canvas.currentIndex().data() == "Report"
    assert canvas.horizontalOffset() == before


def test_order_and_gaps_only(
    panel: TimelinePanel, report: str, make_client: Make, make_engagement: Make, make_milestone: Make
) -> None:
    assert report
    aster = make_engagement(make_client("Aster"), starts_on=date(2026, 9, 1))
    make_milestone(aster, "Plan", date(2026, 11, 2), date(2026, 11, 2))
    assert [line.lane.client_name for line in panel.canvas.lines if line.mark is None] == ["Acme", "Aster"]
    panel.order_box.setCurrentIndex(panel.order_box.findData(LaneOrder.NAME))
    panel.gaps_box.setChecked(True)
    assert [line.lane.client_name for line in panel.canvas.lines if line.mark is None] == ["Acme"]


def test_gaps_only_without_a_gap_offers_all(panel: TimelinePanel, advice: str, make_milestone: Make) -> None:
    make_milestone(advice, "Plan", date(2026, 11, 2), date(2026, 11, 2))
    panel.gaps_box.setChecked(True)
    page = panel.pages.currentWidget()
    assert page is not panel.empty_state
    page.buttons[0].click()
    assert not panel.gaps_box.isChecked()
    assert panel.pages.currentIndex() == 0


def test_a_write_elsewhere_is_shown_and_the_selection_stays(
    panel: TimelinePanel, workspace: Workspace, report: str
) -> None:
    panel.canvas.select(report)
    workspace.engagements.update_milestone(report, planned_on=date(2026, 10, 27))
    assert "+11 days" in spoken(panel)[1]
    assert panel.canvas.currentIndex().data() == "Report"


def test_promises_at_risk_are_counted(panel: TimelinePanel, report: str) -> None:
    assert report
    assert panel.sum_label.text() == "1 promise at risk"


def test_what_was_done_long_ago_stands_on_the_clients_line(
    workspace: Workspace, advice: str, make_milestone: Make
) -> None:
    old = make_milestone(advice, "Kick-off", date(2026, 9, 1), date(2026, 9, 1))
    new = make_milestone(advice, "Interviews", date(2026, 10, 1), date(2026, 10, 1))
    workspace.engagements.mark_done(old, TODAY - timedelta(days=46))
    workspace.engagements.mark_done(new, TODAY - timedelta(days=45))
    lines, items = lay_out(workspace.timeline.lanes(*extent(TODAY)))
    assert [line.mark.title if line.mark else None for line in lines] == [None, "Interviews"]
    assert [mark.title for mark in lines[0].past] == ["Kick-off"]
    assert {item.line for item in items if isinstance(item, MarkItem)} == {0, 1}


def test_engagements_at_the_same_time_have_tracks_of_their_own(
    workspace: Workspace, acme: str, make_engagement: Make
) -> None:
    for title, month, last in (("One", 9, 10), ("Two", 10, 11), ("Three", 11, 12)):
        make_engagement(acme, title, starts_on=date(2026, month, 1), ends_on=date(2026, last, 15))
    _, items = lay_out(workspace.timeline.lanes(*extent(TODAY)))
    bars = {item.span.title: (item.track, item.tracks) for item in items if isinstance(item, BarItem)}
    assert bars == {"One": (0, 2), "Two": (1, 2), "Three": (0, 2)}


def test_the_extent_is_whole_months() -> None:
    assert extent(date(2026, 10, 12)) == (date(2025, 10, 1), date(2028, 4, 30))


def test_the_model_keeps_qts_rules(panel: TimelinePanel, report: str, workspace: Workspace) -> None:
    tester = QAbstractItemModelTester(panel.canvas.items, QAbstractItemModelTester.FailureReportingMode.Fatal)
    workspace.engagements.mark_done(report, TODAY)
    assert tester.model() is panel.canvas.items


# Likely dates and six weeks ahead.


def test_a_likely_date_is_heard_with_its_reason(
    panel: TimelinePanel, advice: str, make_milestone: Make
) -> None:
    report = make_milestone(
        advice, "Report", date(2026, 10, 13), date(2026, 10, 13), estimate_minutes=20 * 60
    )
    assert spoken(panel)[1] == (
        "Acme, Report, expected Tue 13 Oct, planned Tue 13 Oct, likely Thu 15 Oct, +2 days, "
        "20 h left, 12 h free, at risk"
    )
    canvas = panel.canvas
    rect = canvas.item_rect(canvas.items.row_of(report))
    assert rect.right() > canvas.mid_of(date(2026, 10, 15))
    assert panel.sum_label.text() == "1 promise at risk"


def test_beside_the_marks_stands_why(advice: str, workspace: Workspace, make_milestone: Make) -> None:
    make_milestone(advice, "Report", date(2026, 10, 13), date(2026, 10, 13), estimate_minutes=20 * 60)
    mark = workspace.timeline.lanes(*extent(TODAY)).lanes[0].milestones[0]
    assert lane_text(mark, TODAY) == ("+2 days, planned Tue 13 Oct, likely Thu 15 Oct: 20 h left, 12 h free")
    assert lane_text(mark, TODAY, says_likely=False) == "+2 days"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"planned_on": None}, "+2 days, likely Thu 15 Oct: 20 h left, 12 h free"),
        ({"planned_on": date(2026, 10, 20)}, "+7 days"),
        ({"expected_on": date(2026, 10, 20), "planned_on": date(2026, 10, 20)}, "on the day"),
        ({"estimate_minutes": None}, "on the day"),
        ({"estimate_minutes": 600_000}, "10000 h left, not within a year"),
    ],
)
def test_only_what_tells_something_stands_there(
    advice: str, workspace: Workspace, make_milestone: Make, changes: dict[str, object], said: str
) -> None:
    usual = {
        "expected_on": date(2026, 10, 13),
        "planned_on": date(2026, 10, 13),
        "estimate_minutes": 20 * 60,
    }
    make_milestone(advice, "Report", **(usual | changes))
    mark = workspace.timeline.lanes(*extent(TODAY)).lanes[0].milestones[0]
    assert lane_text(mark, TODAY) == said


def test_work_without_an_estimate_is_said_and_counted(
    panel: TimelinePanel, workspace: Workspace, advice: str, acme: str, make_milestone: Make
) -> None:
    report = make_milestone(advice, "Report", date(2026, 10, 20), date(2026, 10, 18))
    for title in ("Read", "Write"):
        workspace.work.add({"title": title, "client_id": acme, "milestone_id": report})
    mark = panel.canvas.items.items[1].mark
    assert lane_text(mark, TODAY) == "2 days early, can't tell: 2 pieces of work without estimate"
    assert panel.sum_label.text() == "1 can't be told"
    assert gap_colour(mark, LIGHT) != LIGHT.steady


def test_likely_dates_can_be_left_out_and_stay_so(
    panel: TimelinePanel, workspace: Workspace, report: str
) -> None:
    assert report
    panel.likely_action.trigger()
    panel.weeks_action.trigger()
    assert not panel.canvas.shows_likely
    assert not panel.six_weeks.isVisible()
    assert not panel.legend.likely_entry.isVisible()
    again = TimelinePanel(workspace, Messages(str), Theme())
    assert not again.likely_action.isChecked()
    assert not again.weeks_action.isChecked()
    again.deleteLater()


def test_six_weeks_say_where_hours_are_short_and_open_the_week(
    panel: TimelinePanel, qtbot, advice: str, make_milestone: Make
) -> None:
    make_milestone(advice, "Report", date(2026, 10, 23), date(2026, 10, 23), estimate_minutes=38 * 60)
    make_milestone(advice, "Vague", date(2026, 11, 4), date(2026, 11, 4))
    cells = panel.six_weeks.cells
    assert [cell.accessibleName() for cell in cells[:3]] == [
        "this week: 31 h free",
        "week of 19 Oct: 6 h short",
        "week of 26 Oct: 32 h free",
    ]
    assert cells[1].accessibleDescription() == (
        "32 h to book, 0 h placed, 38 h for promises due, 0 h agreed by the week, 31 h 12 free before"
    )
    assert [week_status(cell.week) for cell in cells[:4]] == [
        Status.STEADY,
        Status.AT_RISK,
        Status.STEADY,
        Status.RESTING,
    ]
    with qtbot.waitSignal(panel.week_requested) as asked:
        cells[1].click()
    assert asked.args == [date(2026, 10, 19)]
    with qtbot.waitSignal(panel.week_requested) as asked:
        qtbot.keyClick(cells[2], Qt.Key.Key_Return)
    assert asked.args == [date(2026, 10, 26)]


def test_what_changes_elsewhere_moves_a_likely_date_at_once(
    panel: TimelinePanel, workspace: Workspace, advice: str, make_milestone: Make
) -> None:
    make_milestone(advice, "Report", date(2026, 10, 13), date(2026, 10, 13), estimate_minutes=300)
    assert "likely Mon 12 Oct" in spoken(panel)[1]
    workspace.week.add_block({"title": "Course", "kind": "meeting"}, datetime(2026, 10, 12, 9), 480)
    assert "likely Tue 13 Oct" in spoken(panel)[1]


def test_dates_agreed_before_a_change_order_can_still_be_read(
    workspace: Workspace, make_client: Make, make_engagement: Make, make_milestone: Make
) -> None:
    """Both papers are executed; the second one moved the date that the first had agreed."""
    engagement = make_engagement(make_client("Cedar"), "Layout", starts_on=date(2026, 10, 12))
    milestone = make_milestone(engagement, "Draft", planned_on=date(2026, 11, 13))
    with workspace.store.writing("Papers") as session:
        for number, agreed, executed in (
            ("SOW-2026-001", date(2026, 11, 17), date(2026, 10, 12)),
            ("SOW-2026-001-CO-01", date(2026, 11, 24), date(2026, 10, 20)),
        ):
            client_id = workspace.engagements.get(engagement).client_id
            paper = Agreement(
                created_at=workspace.clock.now(),
                client_id=client_id,
                engagement_id=engagement,
                number=number,
                title="Layout",
                state=AgreementState.EXECUTED,
                content=number.encode(),
                fingerprint="0" * 64,
            )
            session.add(paper)
            session.flush()
            session.add(
                MilestoneBaseline(
                    created_at=workspace.clock.now(),
                    milestone_id=milestone,
                    agreement_id=paper.id,
                    agreed_on=agreed,
                    executed_on=executed,
                )
            )
    (mark,) = workspace.timeline.lane_of(workspace.engagements.get(engagement).client_id).milestones
    assert mark.earlier == (BaselineView(date(2026, 11, 17), "SOW-2026-001"),)
    assert "before Tue 17 Nov (SOW-2026-001)" in spoken_milestone(mark, "Cedar", date(2026, 10, 21))
