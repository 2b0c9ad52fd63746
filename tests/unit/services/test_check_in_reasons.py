"""States in words: every kind and rule, what was told last, when to reach them, holds, how well it was kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from clientdesk.models.calendar import WorkCalendar
from clientdesk.models.enums import (
    AgreementKind,
    AgreementState,
    CheckInState,
    HoldEvent,
    Layer,
    RhythmKind,
    RhythmState,
    RhythmUnit,
    SigningKind,
    TouchKind,
    TouchState,
)
from clientdesk.models.schedule import ClientStatus, PolicyHours, RhythmStatus
from clientdesk.models.tables import Agreement, SigningEvent
from clientdesk.models.views.check_ins import ClientCheckInView
from clientdesk.services.check_in_words import (
    kept_words,
    kind_word,
    pause_words,
    reason,
    rhythm_reason,
    sentence,
)
from clientdesk.services.reach_words import ReachWords
from clientdesk.services.rhythm_names import short_text
from clientdesk.services.told_words import TELLING, told_words
from clientdesk.services.workspace import Workspace
from tests.helpers.fakes import FixedClock

pytestmark = pytest.mark.usefixtures("practice")

Make = Callable[..., str]
PARIS = ZoneInfo("Europe/Paris")
TODAY = date(2026, 10, 12)


def at(day: int, hour: int = 10, month: int = 10) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=PARIS)


@pytest.fixture
def birch(workspace: Workspace, make_client: Make, clock: FixedClock) -> str:
    """Known since Monday 28 September."""
    clock.set(at(28, month=9))
    client_id = make_client("Birch & Co")
    clock.set(at(12))
    return client_id


def promise(workspace: Workspace, client_id: str, kind: RhythmKind, unit: RhythmUnit, **more: Any) -> str:
    values = {"starts_on": date(2026, 9, 28)} | more
    return workspace.rhythms.add(Layer.CLIENT, client_id, kind=kind, unit=unit, **values)


def view(workspace: Workspace, client_id: str) -> ClientCheckInView:
    found = workspace.check_ins.status_of(client_id)
    assert found is not None
    return found


def test_a_satisfaction_question_names_its_milestone(
    workspace: Workspace, clock: FixedClock, birch: str, make_engagement: Make, make_milestone: Make
) -> None:
    engagement = make_engagement(birch, "Audit", starts_on=date(2026, 9, 1))
    make_milestone(engagement, "Draft report", planned_on=date(2026, 10, 14))
    make_milestone(engagement, "Interviews", planned_on=date(2026, 11, 20))
    promise(workspace, birch, RhythmKind.SATISFACTION, RhythmUnit.MILESTONE, offset_days=2)
    assert view(workspace, birch).reason == "the satisfaction question after “Draft report” is due Fri 16 Oct"
    milestone = workspace.engagements.get(engagement).milestones[0].milestone_id
    workspace.engagements.mark_done(milestone, date(2026, 10, 12))
    clock.set(at(14))
    assert view(workspace, birch).reason == "the satisfaction question after “Draft report” is due today"
    clock.set(at(15))
    assert view(workspace, birch).reason == "the satisfaction question after “Draft report” is 1 day late"
    clock.set(at(17))
    found = view(workspace, birch)
    assert found.reason == "the satisfaction question after “Draft report” is 3 days late"
    assert found.owed_kind is RhythmKind.SATISFACTION
    workspace.touchpoints.log_told(birch, found.owed_kind)
    assert view(workspace, birch).state is CheckInState.NOT_YET


def test_two_milestones_that_land_on_one_day_are_both_named(
    workspace: Workspace, birch: str, make_engagement: Make, make_milestone: Make
) -> None:
    engagement = make_engagement(birch, "Audit", starts_on=date(2026, 9, 1))
    for title, day in (("Draft {report}", 17), ("%s & slides", 18)):
        make_milestone(engagement, title, planned_on=date(2026, 10, day))
    promise(workspace, birch, RhythmKind.UPDATE, RhythmUnit.MILESTONE, offset_days=-1)
    promise(workspace, birch, RhythmKind.SATISFACTION, RhythmUnit.MILESTONE, offset_days=0)
    question = next(row for row in view(workspace, birch).rhythms if row.kind is RhythmKind.SATISFACTION)
    assert question.due_on == date(2026, 10, 16)
    workspace.touchpoints.log(birch, TouchKind.UPDATE, "x", at=at(12, 9))
    found = view(workspace, birch)
    assert (
        found.reason == "the satisfaction question for “Draft {report}” and “%s & slides” is due Fri 16 Oct"
    )


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (date(2026, 3, 9), "Founding day, Sat 14 Mar"),
        (date(2026, 3, 13), "Founding day is Sat 14 Mar; today is the last working day before it"),
        (date(2026, 3, 15), "the word for Founding day, Sat 14 Mar, is 2 days late"),
    ],
)
def test_a_key_date_names_the_day_itself(
    workspace: Workspace, clock: FixedClock, make_client: Make, now: date, words: str
) -> None:
    clock.set(datetime(2026, 1, 5, 10, tzinfo=PARIS))
    client_id = make_client("Gable")
    promise(
        workspace,
        client_id,
        RhythmKind.KEY_DATE,
        RhythmUnit.YEARLY,
        starts_on=date(2019, 3, 14),
        content="Founding day",
    )
    clock.set(datetime(now.year, now.month, now.day, 10, tzinfo=PARIS))
    assert view(workspace, client_id).reason == words


def test_a_key_date_on_a_working_day_is_today(workspace: Workspace, birch: str) -> None:
    promise(workspace, birch, RhythmKind.KEY_DATE, RhythmUnit.ONCE, starts_on=TODAY)
    assert view(workspace, birch).reason == "the key date is today"
    workspace.touchpoints.log(birch, TouchKind.CALL, "Talked")
    assert view(workspace, birch).state is CheckInState.DUE
    workspace.touchpoints.log_told(birch, RhythmKind.KEY_DATE)
    assert view(workspace, birch).reason == "nothing promised and no limit"


def test_a_personal_word_after_the_end_and_a_try_to_win_them_back(
    workspace: Workspace, clock: FixedClock, birch: str, make_engagement: Make
) -> None:
    make_engagement(birch, "Audit", starts_on=date(2026, 9, 1), ends_on=date(2026, 10, 2))
    word = promise(workspace, birch, RhythmKind.PERSONAL, RhythmUnit.AFTER_END, every=1)
    clock.set(at(30))
    assert view(workspace, birch).reason == "the personal word, 1 month after the end, is due Mon 2 Nov"
    workspace.rhythms.update(word, every=3)
    clock.set(at(4, month=1).replace(year=2027))
    late = view(workspace, birch)
    assert late.reason == "the personal word, 3 months after the end, is 4 days late", (
        "1 January is a holiday"
    )
    workspace.touchpoints.log_told(birch, late.owed_kind)
    workspace.rhythms.add(
        Layer.CLIENT,
        birch,
        kind=RhythmKind.WIN_BACK,
        unit=RhythmUnit.ONCE,
        starts_on=date(2027, 1, 18),
        content="the new audit rules",
    )
    assert (
        view(workspace, birch).reason == "the word to win them back, “the new audit rules”, is due Mon 18 Jan"
    )


def test_other_words_of_ones_own(workspace: Workspace, clock: FixedClock, birch: str) -> None:
    promise(workspace, birch, RhythmKind.WIN_BACK, RhythmUnit.ONCE, starts_on=date(2026, 10, 13))
    assert view(workspace, birch).reason == "the word to win them back is due Tue 13 Oct"
    promise(
        workspace,
        birch,
        RhythmKind.PERSONAL,
        RhythmUnit.YEARLY,
        starts_on=date(2026, 10, 12),
        content="Thanks\u202e for {the} year",
    )
    assert view(workspace, birch).reason == "the personal word, “Thanks for {the} year”, is due today"
    clock.set(at(20))
    assert view(workspace, birch).reason == "the personal word, “Thanks for {the} year”, is 8 days late"


def test_a_booked_call_stands_for_a_personal_word(workspace: Workspace, birch: str) -> None:
    promise(workspace, birch, RhythmKind.PERSONAL, RhythmUnit.ONCE, starts_on=date(2026, 10, 16))
    workspace.touchpoints.plan(birch, TouchKind.CALL, at(15))
    found = view(workspace, birch)
    assert found.state is CheckInState.COVERED
    assert found.reason == "a meeting is booked in time for the personal word due Fri 16 Oct"


def test_several_missed_are_counted(workspace: Workspace, clock: FixedClock, birch: str) -> None:
    promise(workspace, birch, RhythmKind.SATISFACTION, RhythmUnit.MONTHLY, weekday=4, nth=1)
    clock.set(at(7, month=12))
    assert view(workspace, birch).reason == "the satisfaction question was missed 3 times, first on Fri 2 Oct"


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (at(5), "next update promised for Tue 13 Oct, before “Draft report”"),
        (at(13), "the update before “Draft report” is due today"),
        (at(15), "the update before “Draft report” is 2 days late"),
        (at(29), "the update was missed twice, first on Tue 13 Oct, before “Draft report”"),
    ],
)
def test_a_promise_at_milestones_says_which_one(
    workspace: Workspace,
    clock: FixedClock,
    birch: str,
    make_engagement: Make,
    make_milestone: Make,
    now: datetime,
    words: str,
) -> None:
    engagement = make_engagement(birch, "Audit", starts_on=date(2026, 9, 1))
    for title, day in (("Draft report", 16), ("Slides", 30)):
        make_milestone(engagement, title, planned_on=date(2026, 10, day))
    promise(workspace, birch, RhythmKind.UPDATE, RhythmUnit.MILESTONE, offset_days=-3)
    clock.set(now)
    assert view(workspace, birch).reason == words


def test_a_booked_call_stands_for_one_at_a_milestone(
    workspace: Workspace, birch: str, make_engagement: Make, make_milestone: Make
) -> None:
    engagement = make_engagement(birch, "Audit", starts_on=date(2026, 9, 1))
    make_milestone(engagement, "Draft report", planned_on=date(2026, 10, 16))
    promise(workspace, birch, RhythmKind.CALL, RhythmUnit.MILESTONE, offset_days=0)
    workspace.touchpoints.plan(birch, TouchKind.CALL, at(15))
    assert (
        view(workspace, birch).reason == "a meeting is booked for the call of Fri 16 Oct, for “Draft report”"
    )


def test_a_key_date_missed_again_and_again_keeps_its_name_and_its_year(
    workspace: Workspace, clock: FixedClock, make_client: Make
) -> None:
    clock.set(datetime(2026, 1, 5, 10, tzinfo=PARIS))
    gable = make_client("Gable")
    founded = {"starts_on": date(2019, 3, 14), "content": "Founding day"}
    promise(workspace, gable, RhythmKind.KEY_DATE, RhythmUnit.YEARLY, **founded)
    clock.set(datetime(2027, 3, 16, 10, tzinfo=PARIS))
    words = "the word for Founding day was missed twice, first on Sat 14 Mar 2026"
    assert view(workspace, gable).reason == words
    workspace.touchpoints.log_told(gable, RhythmKind.KEY_DATE)
    assert view(workspace, gable).reason == "Founding day, Tue 14 Mar 2028", "another year is named"


def test_no_sentence_has_a_colon_of_its_own() -> None:
    for kind in RhythmKind:
        for found in RhythmState:
            for missed in ((TODAY,), (TODAY, TODAY)):
                rhythm = RhythmStatus("r", kind, found, TODAY, missed, TODAY)
                assert ":" not in rhythm_reason(rhythm, date(2026, 10, 20), str), "the client's name has one"


@pytest.mark.parametrize("kind", list(RhythmKind))
@pytest.mark.parametrize("state", list(RhythmState))
def test_every_kind_has_words_in_every_state(kind: RhythmKind, state: RhythmState) -> None:
    missed = (date(2026, 10, 1),) if state is RhythmState.OVERDUE else ()
    rhythm = RhythmStatus("r", kind, state, missed[0] if missed else TODAY, missed, TODAY)
    underlying = CheckInState(state.value)
    status = ClientStatus("c", underlying, rhythm.due_on, TODAY, (rhythm,), underlying=underlying)
    words = reason(status, TODAY, str)
    assert words
    assert "{" not in words
    assert kind_word(kind, str)


def test_the_sentence_says_what_they_were_told_last(
    workspace: Workspace, clock: FixedClock, birch: str
) -> None:
    promise(workspace, birch, RhythmKind.UPDATE, RhythmUnit.WEEKLY, weekday=4)
    workspace.touchpoints.log(birch, TouchKind.UPDATE, "Budget draft.", at=at(9), channel="Email")
    workspace.touchpoints.log(birch, TouchKind.MAIL_RECEIVED, "Thanks", at=at(10))
    workspace.touchpoints.log(birch, TouchKind.SATISFACTION, "How was it?", at=at(11))
    clock.set(at(18))
    found = view(workspace, birch)
    assert found.told == "last told: Budget draft by email on 9 Oct"
    assert sentence(found) == "Friday's update is 2 days late; last told: Budget draft by email on 9 Oct"
    assert workspace.check_ins.statuses()[0].told == found.told
    workspace.touchpoints.log_told(birch, RhythmKind.UPDATE)
    assert view(workspace, birch).told == "last told: an update on 18 Oct"
    assert (
        sentence(view(workspace, birch))
        == "next update promised for Fri 23 Oct; last told: an update on 18 Oct"
    )


def test_nothing_told_yet_says_nothing(workspace: Workspace, birch: str) -> None:
    promise(workspace, birch, RhythmKind.UPDATE, RhythmUnit.WEEKLY, weekday=4)
    found = view(workspace, birch)
    assert found.told == ""
    assert sentence(found) == found.reason


@pytest.mark.parametrize(
    ("kind", "channel", "text", "words"),
    [
        (TouchKind.CALL, "", "", "last told: a call on 5 Oct"),
        (TouchKind.CALL, "", "Costs", "last told: Costs by phone on 5 Oct"),
        (TouchKind.UPDATE, "Phone", "Costs", "last told: Costs by phone on 5 Oct"),
        (TouchKind.REPORT, "Slack #birch", "Week 40", "last told: Week 40 by Slack #birch on 5 Oct"),
        (TouchKind.UPDATE, "", "First line\nand more", "last told: First line on 5 Oct"),
        (TouchKind.UPDATE, "{how}", "{what}", "last told: {what} by {how} on 5 Oct"),
        (TouchKind.UPDATE, "", "日本語の報告", "last told: 日本語の報告 on 5 Oct"),
    ],
)
def test_what_was_told_in_words(kind: TouchKind, channel: str, text: str, words: str) -> None:
    assert told_words(kind, channel, text, date(2026, 10, 5), TODAY) == words


def test_every_kind_that_tells_has_words_and_other_years_are_named() -> None:
    for kind in TELLING:
        assert told_words(kind, "", "", date(2025, 12, 5), TODAY).endswith(" on 5 Dec 2025")


@pytest.mark.parametrize("text", ["word " * 100, "x" * 5_000, "🙂" * 300])
def test_long_texts_are_cut(text: str) -> None:
    short = short_text(text, 60)
    assert len(short) <= 60
    assert short.endswith("…")


CALENDAR = WorkCalendar(((date(2026, 1, 1), PolicyHours(dict.fromkeys(range(5), ((540, 1020),)))),))


@pytest.mark.parametrize(
    ("zone", "now", "words"),
    [
        (None, at(12), ""),
        ("Europe/Paris", at(12), ""),
        ("Europe/Berlin", at(12), ""),
        ("America/New_York", at(12), "their time 04:00; reach them 14:00–17:00 your time"),
        ("America/New_York", at(12, 18), "their time 12:00; reach them Tue 13 Oct 14:00–17:00 your time"),
        ("America/New_York", at(10), "their time 04:00; reach them Mon 12 Oct 14:00–17:00 your time"),
        ("Pacific/Honolulu", at(12), "their time 22:00; none of your working hours fall into their day"),
        (
            "Atlantis/Poseidonis",
            at(12),
            "their time zone Atlantis/Poseidonis isn't known here; times are yours",
        ),
    ],
)
def test_when_to_reach_them(zone: str | None, now: datetime, words: str) -> None:
    assert ReachWords(now, PARIS, CALENDAR).of(zone) == words


def test_reach_is_said_of_those_waiting_elsewhere(workspace: Workspace, make_client: Make) -> None:
    there, quiet = make_client("Cedar", zone="America/New_York"), make_client("Elm", zone="America/New_York")
    promise(workspace, there, RhythmKind.UPDATE, RhythmUnit.WEEKLY, weekday=0, starts_on=TODAY)
    said = {one.client_id: one.reach for one in workspace.check_ins.statuses()}
    assert said[there] == "their time 04:00; reach them 14:00–17:00 your time"
    assert said[quiet] == ""
    assert view(workspace, there).reach == said[there]


@pytest.mark.parametrize(
    ("event", "until", "words"),
    [
        (None, None, "on hold until released"),
        (None, date(2026, 12, 3), "on hold until Thu 3 Dec"),
        (HoldEvent.REPLY, None, "on hold until they answer"),
        (HoldEvent.REPLY, date(2026, 12, 3), "on hold until they answer, or until Thu 3 Dec"),
    ],
)
def test_a_hold_in_words(
    workspace: Workspace, birch: str, event: HoldEvent | None, until: date | None, words: str
) -> None:
    workspace.check_ins.hold(birch, until, "their move", event)
    found = view(workspace, birch)
    assert pause_words(found) == words
    assert (found.hold_event, found.pause_reason) == (event, "their move")


def test_a_snooze_in_words(workspace: Workspace, birch: str) -> None:
    assert pause_words(view(workspace, birch)) == ""
    workspace.check_ins.snooze(birch, date(2026, 10, 15))
    assert pause_words(view(workspace, birch)) == "put off until Thu 15 Oct"


@pytest.mark.parametrize("event", list(HoldEvent))
def test_every_event_has_words_with_and_without_a_day(
    workspace: Workspace, birch: str, event: HoldEvent
) -> None:
    for until in (None, date(2026, 12, 3)):
        workspace.check_ins.hold(birch, until, event=event)
        assert pause_words(view(workspace, birch)).startswith("on hold until ")


def state(workspace: Workspace, client_id: str) -> CheckInState:
    alone = view(workspace, client_id).state
    listed = {one.client_id: one.state for one in workspace.check_ins.statuses()}
    assert listed[client_id] is alone
    return alone


def test_a_hold_ends_when_they_answer(workspace: Workspace, clock: FixedClock, birch: str) -> None:
    workspace.check_ins.hold(birch, None, event=HoldEvent.REPLY)
    workspace.touchpoints.log(birch, TouchKind.MAIL_RECEIVED, "Before", at=at(12, 9))
    workspace.touchpoints.log(birch, TouchKind.MAIL_SENT, "Ours")
    assert state(workspace, birch) is CheckInState.ON_HOLD
    clock.advance(hours=1)
    workspace.touchpoints.log(birch, TouchKind.MESSAGE_RECEIVED, "Yes")
    assert state(workspace, birch) is CheckInState.NOT_YET
    workspace.store.undo()
    assert state(workspace, birch) is CheckInState.ON_HOLD


def test_a_hold_ends_when_a_paper_is_signed(
    workspace: Workspace, clock: FixedClock, birch: str, make_engagement: Make
) -> None:
    workspace.check_ins.hold(birch, None, event=HoldEvent.SIGNED)
    assert state(workspace, birch) is CheckInState.ON_HOLD
    clock.advance(hours=2)
    engagement = make_engagement(birch, "Audit", starts_on=TODAY)
    with workspace.store.writing("Sign") as session:
        paper = Agreement(
            client_id=birch,
            engagement_id=engagement,
            kind=AgreementKind.STATEMENT_OF_WORK,
            state=AgreementState.DRAFT,
            title="Audit",
            created_at=clock.now(),
        )
        session.add(paper)
        session.flush()
        session.add(
            SigningEvent(
                agreement_id=paper.id, kind=SigningKind.EXECUTED, at=clock.now(), created_at=clock.now()
            )
        )
    assert state(workspace, birch) is CheckInState.NOT_YET


def test_a_hold_ends_when_the_next_engagement_begins(
    workspace: Workspace, clock: FixedClock, birch: str, make_engagement: Make
) -> None:
    make_engagement(birch, "Now", starts_on=date(2026, 10, 12))
    workspace.check_ins.hold(birch, None, event=HoldEvent.START)
    assert state(workspace, birch) is CheckInState.ON_HOLD
    make_engagement(birch, "Next", starts_on=date(2026, 10, 19))
    assert view(workspace, birch).paused_until == date(2026, 10, 19)
    clock.set(at(19, 0))
    assert state(workspace, birch) is CheckInState.NOT_YET


def test_a_hold_ends_when_a_milestone_is_reached(
    workspace: Workspace, birch: str, make_engagement: Make, make_milestone: Make
) -> None:
    milestone = make_milestone(make_engagement(birch, "Now"), "Report", planned_on=date(2026, 10, 12))
    workspace.check_ins.hold(birch, None, event=HoldEvent.MILESTONE)
    assert state(workspace, birch) is CheckInState.ON_HOLD
    workspace.engagements.mark_done(milestone, TODAY)
    assert state(workspace, birch) is CheckInState.NOT_YET


def test_release_clears_what_the_hold_waited_for(workspace: Workspace, clock: FixedClock, birch: str) -> None:
    workspace.check_ins.hold(birch, None, event=HoldEvent.REPLY)
    clock.set(at(14))
    workspace.check_ins.release(birch)
    assert state(workspace, birch) is CheckInState.NOT_YET
    assert workspace.store.undo() == "Release"
    assert (state(workspace, birch), view(workspace, birch).hold_event) == (
        CheckInState.ON_HOLD,
        HoldEvent.REPLY,
    )
    workspace.touchpoints.log(birch, TouchKind.CALL, "They called", at=at(13))
    workspace.check_ins.release(birch)
    row = workspace.check_ins.judged(date(2026, 10, 14)).rows[0]
    assert row.facts.hold_until == date(2026, 10, 13), "it had ended by itself the day before"


def test_how_well_a_rhythm_was_kept(workspace: Workspace, clock: FixedClock, birch: str) -> None:
    promise(workspace, birch, RhythmKind.UPDATE, RhythmUnit.WEEKLY, weekday=4)
    promise(workspace, birch, RhythmKind.KEY_DATE, RhythmUnit.ONCE, starts_on=date(2026, 10, 9))
    clock.set(at(18, month=12))
    fridays = [at(2) + timedelta(weeks=weeks) for weeks in range(12)]
    for day in fridays:
        if day.day not in (16, 30):
            workspace.touchpoints.log(birch, TouchKind.UPDATE, "x", at=day)
    (kept,) = workspace.check_ins.kept(birch)
    assert (kept.on_time, kept.of, kept.words) == (8, 10, "8 of the last 10 on time")
    assert workspace.check_ins.kept("nobody") == ()


def test_a_record_goes_on_when_the_rule_is_changed(
    workspace: Workspace, clock: FixedClock, birch: str
) -> None:
    rhythm = promise(workspace, birch, RhythmKind.UPDATE, RhythmUnit.WEEKLY, weekday=4)
    assert workspace.check_ins.kept(birch)[0].words == "too early to say"
    for day in (2, 9, 12):
        workspace.touchpoints.log(birch, TouchKind.UPDATE, "x", at=at(day))
    made = workspace.rhythms.update(rhythm, weekday=1)
    clock.set(at(30))
    (kept,) = workspace.check_ins.kept(birch)
    assert (kept.rhythm_id, kept.on_time, kept.of) == (made, 3, 5)


@pytest.mark.parametrize(
    ("on_time", "of", "words"),
    [
        (0, 0, "too early to say"),
        (3, 3, "too early to say"),
        (4, 4, "all of the last 4 on time"),
        (0, 5, "none of the last 5 on time"),
        (1, 10, "1 of the last 10 on time"),
    ],
)
def test_kept_in_words(on_time: int, of: int, words: str) -> None:
    assert kept_words(on_time, of) == words


def test_planned_and_missed_touches_keep_nothing(workspace: Workspace, clock: FixedClock, birch: str) -> None:
    promise(workspace, birch, RhythmKind.CALL, RhythmUnit.WEEKLY, weekday=0)
    booked = workspace.touchpoints.plan(birch, TouchKind.CALL, at(12, 11))
    clock.set(at(13))
    assert state(workspace, birch) is CheckInState.OVERDUE
    workspace.touchpoints.confirm_held(booked)
    assert workspace.touchpoints.get(booked).state is TouchState.HELD
    assert view(workspace, birch).rhythms[0].missed == ()
