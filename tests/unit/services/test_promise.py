"""The promise check on a real store: what counts as promised, what it learns from, and what it says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clientdesk.models.enums import WorkKind
from clientdesk.models.errors import InvalidInput, NotFound
from clientdesk.models.tables import RecurringWork
from clientdesk.models.views.promise import PromiseAnswer, Verdict
from clientdesk.services.promise_reads import PromiseFacts, read_facts
from clientdesk.services.workspace import Workspace
from clientdesk.store.first_reads import fetch_of
from tests.helpers.fakes import FixedClock

Make = Callable[..., str]
MONDAY = date(2026, 10, 12)
PARIS = ZoneInfo("Europe/Paris")
FULL_DAY = 480 * 80 // 100


@pytest.fixture(autouse=True)
def set_up(workspace: Workspace) -> None:
    workspace.practice.set_up("Mara Lind", zone="Europe/Paris", currency="EUR", holiday_region="FR")


def day(number: int) -> date:
    return MONDAY + timedelta(number)


def facts(
    workspace: Workspace, client_id: str | None = None, milestone_id: str = "", count: int = 60
) -> PromiseFacts:
    with workspace.store.reading() as session:
        calendar = workspace.boundaries.calendar()
        now = workspace.clock.now()
        return read_facts(fetch_of(session), now, PARIS, calendar, count, client_id, milestone_id)


def promised(workspace: Workspace, **more: object) -> dict[str, tuple[int, date]]:
    found = facts(workspace, **more)  # type: ignore[arg-type]
    return {found.names[one.key].title: (one.minutes, one.due_on) for one in found.commitments}


def finish(
    workspace: Workspace, clock: FixedClock, count: int, worked: int, client: str | None = None
) -> None:
    """Finished work of an hour by estimate, that took `worked` minutes."""
    for number in range(count):
        values = {"title": f"Done {number}", "estimate_minutes": 60, "client_id": client}
        item = workspace.work.add({**values, "kind": WorkKind.WRITING})
        start = datetime(2026, 9, 1 + number, 9, tzinfo=PARIS)
        workspace.time.add(
            {"work_item_id": item, "starts_at": start, "ends_at": start + timedelta(minutes=worked)}
        )
        workspace.week.complete(item)


def ask(workspace: Workspace, hours: float, **more: object) -> PromiseAnswer:
    return workspace.promise.check(round(hours * 60), **more)  # type: ignore[arg-type]


def test_with_nothing_promised_the_free_hours_decide(workspace: Workspace) -> None:
    answer = ask(workspace, 6.4)
    # Monday at ten has 7 h left: 336 minutes with the buffer; 384 likely take 1.2 times, 461 minutes.
    assert answer.likely_on == day(1)
    assert answer.verdict is Verdict.OPEN
    assert answer.headline == "6 h 24 is safe to promise for Tue 13 Oct."


def test_a_few_finished_pieces_are_called_a_guess(workspace: Workspace, clock: FixedClock) -> None:
    finish(workspace, clock, 4, 120)
    answer = ask(workspace, 14, by=day(8))
    assert answer.is_guess
    assert answer.basis.startswith("A guess from your buffer of 20 % alone: 4 finished pieces")
    assert "Likely counts every hour 1.2 times, safe 1.34 times." in answer.basis


def test_from_five_on_it_learns_from_how_long_work_took(workspace: Workspace, clock: FixedClock) -> None:
    finish(workspace, clock, 5, 120)
    answer = ask(workspace, 14, by=day(8), kind=WorkKind.WRITING)
    assert not answer.is_guess
    assert "half of such work took more than 2 times its estimate" in answer.basis
    # 28 h at 6 h 24 a day and 5 h 36 on the first: the fifth day.
    assert answer.likely_on == answer.safe_on == day(4)


def test_finished_work_without_estimate_or_worked_time_teaches_nothing(workspace: Workspace) -> None:
    for values in ({"title": "No time", "estimate_minutes": 60}, {"title": "No estimate"}):
        workspace.week.complete(workspace.work.add(values))
    assert facts(workspace).finished == ()


def test_work_with_a_due_day_and_milestones_are_promised(
    workspace: Workspace, make_client: Make, make_engagement: Make, make_milestone: Make
) -> None:
    engagement = make_engagement(make_client("Cedar"), starts_on=date(2026, 9, 1))
    make_milestone(engagement, "Report", expected_on=day(9), planned_on=day(11), estimate_minutes=600)
    workspace.work.add({"title": "Slides", "estimate_minutes": 90, "due_on": day(2)})
    workspace.work.add({"title": "Some day", "estimate_minutes": 90})
    assert promised(workspace) == {"Report": (600, day(9)), "Slides": (90, day(2))}


def test_what_has_a_time_on_the_grid_is_not_counted_twice(workspace: Workspace) -> None:
    slides = workspace.work.add({"title": "Slides", "estimate_minutes": 180, "due_on": day(3)})
    workspace.week.place(slides, datetime(2026, 10, 13, 9, tzinfo=PARIS), 120)
    found = facts(workspace)
    assert [one.minutes for one in found.commitments] == [60]
    assert found.free[1] == FULL_DAY - 120


def test_what_is_meant_for_a_day_is_taken_from_that_day(workspace: Workspace) -> None:
    slides = workspace.work.add({"title": "Slides", "estimate_minutes": 60, "due_on": day(3)})
    workspace.week.plan_on(slides, day(2))
    found = facts(workspace)
    assert found.commitments == ()
    assert found.free[2] == FULL_DAY - 60


def test_work_done_worked_or_dropped_leaves_only_the_rest(workspace: Workspace) -> None:
    slides = workspace.work.add({"title": "Slides", "estimate_minutes": 180, "due_on": day(3)})
    start = datetime(2026, 10, 9, 9, tzinfo=PARIS)
    workspace.time.add({"work_item_id": slides, "starts_at": start, "ends_at": start + timedelta(hours=1)})
    gone = workspace.work.add({"title": "Gone", "estimate_minutes": 180, "due_on": day(3)})
    workspace.week.complete(gone)
    assert promised(workspace) == {"Slides": (120, day(3))}


def test_hours_reserved_for_others_count_and_ones_own_do_not(
    workspace: Workspace, make_client: Make, make_engagement: Make
) -> None:
    acme, birch = make_client("Acme"), make_client("Birch")
    make_engagement(acme, starts_on=date(2026, 9, 1), hours_a_week=4)
    make_engagement(birch, starts_on=date(2026, 9, 1), hours_a_week=6)
    found = facts(workspace, client_id=acme, count=14)
    assert [(one.minutes, one.due_on, one.is_scaled) for one in found.commitments] == [
        (360, day(4), False),
        (360, day(11), False),
    ]
    assert found.own_reserved == 240
    answer = ask(workspace, 2, client_id=acme)
    assert answer.notes == ("The 4 h a week reserved for Acme are taken to be used for this.",)


def test_work_due_in_a_week_uses_the_hours_reserved_in_it(
    workspace: Workspace, make_client: Make, make_engagement: Make
) -> None:
    birch = make_client("Birch")
    make_engagement(birch, starts_on=date(2026, 9, 1), hours_a_week=6)
    values = {"title": "Audit", "estimate_minutes": 240, "due_on": day(3), "client_id": birch}
    workspace.work.add(values)
    found = facts(workspace, count=7)
    assert sorted(one.minutes for one in found.commitments) == [120, 240]


def test_a_retainer_by_the_month_is_spread_over_its_weeks(
    workspace: Workspace, make_client: Make, make_engagement: Make
) -> None:
    make_engagement(make_client("Birch"), starts_on=date(2026, 9, 1), hours_a_month=26)
    assert [one.minutes for one in facts(workspace, count=7).commitments] == [360]


def test_the_milestone_asked_about_is_not_in_its_own_way(
    workspace: Workspace, make_client: Make, make_engagement: Make, make_milestone: Make
) -> None:
    client = make_client("Cedar")
    engagement = make_engagement(client, starts_on=date(2026, 9, 1))
    report = make_milestone(engagement, "Report", expected_on=day(9), estimate_minutes=600)
    start = workspace.promise.of_milestone(report)
    assert (start.client_id, start.minutes, start.by, start.title) == (client, 600, day(9), "Report")
    assert facts(workspace, milestone_id=report).commitments == ()
    with pytest.raises(NotFound):
        workspace.promise.of_milestone("nobody")


def test_missing_estimates_are_said_and_never_counted_as_nothing(
    workspace: Workspace, make_client: Make, make_engagement: Make, make_milestone: Make
) -> None:
    workspace.work.add({"title": "Letter", "due_on": day(0)})
    engagement = make_engagement(make_client("Cedar"), starts_on=date(2026, 9, 1))
    make_milestone(engagement, "Report", expected_on=day(1))
    assert promised(workspace) == {"Letter": (60, day(0))}
    notes = ask(workspace, 12).notes
    assert notes[0] == "1 thing due by then has no estimate; an hour is assumed."
    assert notes[1].startswith("1 milestone due by then has no estimate and isn't counted")


def test_yes_perhaps_no(workspace: Workspace) -> None:
    yes, perhaps, no = (ask(workspace, hours, by=day(2)) for hours in (8, 14, 30))
    assert (yes.verdict, perhaps.verdict, no.verdict) == (Verdict.YES, Verdict.PERHAPS, Verdict.NO)
    assert yes.headline == "Yes: 8 h by Wed 14 Oct is safe to promise."
    assert yes.message == "I can have this done by Wednesday 14 October."
    assert yes.helps == ()
    assert perhaps.chance is not None and 50 <= perhaps.chance < 85
    assert no.chance == 0 and "No chance by Wed 14 Oct" in no.dates
    assert any("of it is safe by Wed 14 Oct" in one for one in no.helps)
    assert "30" not in no.message and "%" not in no.message


def test_the_smaller_scope_it_names_is_safe(workspace: Workspace) -> None:
    answer = ask(workspace, 30, by=day(2))
    named = answer.helps[0].partition(" of it")[0]
    hours, _, rest = named.replace(" h", "").partition(" ")
    assert ask(workspace, int(hours) + int(rest or 0) / 60, by=day(2)).verdict is Verdict.YES


def test_beginning_today_is_said_where_it_helps(workspace: Workspace) -> None:
    answer = ask(workspace, 12, by=day(4), start_on=day(3))
    assert answer.verdict is not Verdict.YES
    assert answer.helps[0] == "Begun today, all of it is safe by Fri 16 Oct."


def test_what_stands_in_the_way_is_named(workspace: Workspace, make_client: Make) -> None:
    values = {"title": "Audit", "estimate_minutes": 3_000, "due_on": day(11)}
    workspace.work.add({**values, "client_id": make_client("Birch")})
    answer = ask(workspace, 14, by=day(4))
    assert answer.helps[-1] == "Most in the way: Birch, Audit, 50 h left, due Fri 23 Oct."


def test_more_promised_than_there_are_hours_gives_no_day(workspace: Workspace) -> None:
    workspace.work.add({"title": "Atlas", "estimate_minutes": 60_000, "due_on": day(150)})
    answer = ask(workspace, 2, by=day(4))
    assert answer.verdict is Verdict.NEVER
    assert answer.likely_on is None and answer.days == ()
    assert answer.dates == "More is promised already than there are free hours."
    assert answer.message.startswith("I can't name a day")


def test_a_day_that_has_passed_is_said(workspace: Workspace) -> None:
    answer = ask(workspace, 2, by=day(-3))
    assert answer.headline == "Fri 9 Oct has passed."
    assert answer.chance == 0


def test_the_strip_runs_from_before_likely_to_after_safe(workspace: Workspace) -> None:
    answer = ask(workspace, 14, by=day(2))
    days = [one.day for one in answer.days]
    assert days[0] <= day(2) and answer.safe_on is not None and days[-1] > answer.safe_on
    chances = [one.chance for one in answer.days]
    assert chances == sorted(chances) and chances[-1] == 100
    assert not any(one.is_worked for one in answer.days if one.day.weekday() >= 5)


def test_the_same_question_has_the_same_answer(workspace: Workspace, clock: FixedClock) -> None:
    finish(workspace, clock, 3, 90)
    finish(workspace, clock, 3, 45)
    assert ask(workspace, 20, by=day(9)) == ask(workspace, 20, by=day(9))


@pytest.mark.parametrize("minutes", [0, -60, 600_001])
def test_hours_have_to_make_sense(workspace: Workspace, minutes: int) -> None:
    with pytest.raises(InvalidInput):
        workspace.promise.check(minutes)


def test_asking_changes_nothing(workspace: Workspace) -> None:
    before = workspace.store.undo_label
    ask(workspace, 14, by=day(4))
    assert workspace.store.undo_label == before


def test_recurring_work_counts_week_by_week(workspace: Workspace, make_client: Make) -> None:
    acme = make_client("Acme")
    values = {"title": "Report", "rule": "FREQ=DAILY", "starts_on": day(-10), "client_id": acme}
    workspace.recurring.add({**values, "estimate_minutes": 30})
    workspace.recurring.add({"title": "Odd job", "rule": "FREQ=WEEKLY;BYDAY=WE", "starts_on": day(0)})
    found = facts(workspace, count=9)
    assert sorted((found.names[one.key].title, one.minutes, one.due_on) for one in found.commitments) == [
        ("Odd job", 60, day(2)),
        ("Report", 60, day(8)),
        ("Report", 210, day(6)),
    ]
    assert found.assumed == (day(2),)


def test_recurring_work_taken_up_or_over_is_not_counted(
    workspace: Workspace, make_client: Make, make_engagement: Make
) -> None:
    acme = make_client("Acme")
    engagement = make_engagement(acme, starts_on=date(2026, 9, 1), ends_on=day(8))
    values = {"title": "Report", "rule": "FREQ=WEEKLY;BYDAY=WE", "starts_on": day(0), "estimate_minutes": 30}
    record = workspace.recurring.add({**values, "client_id": acme, "engagement_id": engagement})
    assert len(facts(workspace).commitments) == 1
    workspace.work.complete(f"recurring:{record}:{day(2).isoformat()}")
    assert facts(workspace).commitments == ()


def test_work_of_archived_clients_is_not_promised(workspace: Workspace, make_client: Make) -> None:
    acme = make_client("Acme")
    workspace.work.add({"title": "Slides", "client_id": acme, "estimate_minutes": 60, "due_on": day(2)})
    workspace.clients.archive([acme])
    assert facts(workspace).commitments == ()


def test_placed_work_without_an_estimate_counts_as_placed(workspace: Workspace) -> None:
    letter = workspace.work.add({"title": "Letter", "due_on": day(3)})
    workspace.week.place(letter, datetime(2026, 10, 13, 9, tzinfo=PARIS), 60)
    assert facts(workspace).commitments == () and facts(workspace).assumed == ()


def test_work_of_a_milestone_is_due_when_the_milestone_is(
    workspace: Workspace, make_client: Make, make_engagement: Make, make_milestone: Make
) -> None:
    client = make_client("Cedar")
    milestone = make_milestone(
        make_engagement(client, starts_on=date(2026, 9, 1)), "Report", expected_on=day(9)
    )
    values = {"title": "Chapter", "estimate_minutes": 90, "milestone_id": milestone, "client_id": client}
    workspace.work.add(values)
    assert promised(workspace) == {"Chapter": (90, day(9))}


def test_time_meant_and_worked_uses_reserved_hours(
    workspace: Workspace, make_client: Make, make_engagement: Make
) -> None:
    birch = make_client("Birch")
    make_engagement(birch, starts_on=date(2026, 9, 1), ends_on=day(11), hours_a_week=6)
    make_engagement(birch, title="More", starts_on=day(7), hours_a_week=1)
    item = workspace.work.add({"title": "Audit", "client_id": birch, "estimate_minutes": 60})
    workspace.week.plan_on(item, day(1))
    start = datetime(2026, 10, 12, 8, tzinfo=PARIS)
    workspace.time.add({"client_id": birch, "starts_at": start, "ends_at": start + timedelta(hours=2)})
    found = facts(workspace, count=21)
    assert sorted((one.due_on, one.minutes) for one in found.commitments) == [
        (day(4), 180),
        (day(11), 60),
        (day(11), 360),
        (day(18), 60),
    ]


def test_a_week_without_working_days_reserves_nothing(
    workspace: Workspace, make_client: Make, make_engagement: Make
) -> None:
    make_engagement(make_client("Birch"), starts_on=date(2026, 9, 1), hours_a_week=6)
    workspace.boundaries.add_time_off(day(7), day(13), "Away")
    assert [one.due_on for one in facts(workspace, count=21).commitments] == [day(4), day(18)]


def test_likely_but_never_safe_is_said(workspace: Workspace) -> None:
    workspace.boundaries.add_time_off(day(14), day(400), "Sabbatical")
    total = sum(facts(workspace).free)
    answer = workspace.promise.check(round(total / 1.25), by=day(400))
    assert answer.likely_on is not None and answer.safe_on is None
    assert "safe on no day up to" in answer.dates
    assert answer.verdict is Verdict.PERHAPS


def test_one_finished_piece_like_it_is_said(
    workspace: Workspace, clock: FixedClock, make_client: Make
) -> None:
    acme = make_client("Acme")
    finish(workspace, clock, 5, 60)
    finish(workspace, clock, 1, 60, acme)
    answer = ask(workspace, 4, client_id=acme, kind=WorkKind.WRITING)
    assert answer.basis == (
        "From 6 finished pieces of work, 1 of this kind for this client: "
        "half of such work took no longer than estimated."
    )
    other = ask(workspace, 4, client_id=acme, kind=WorkKind.ADMIN)
    assert other.basis.startswith("From 6 finished pieces of work, none of this kind for this client yet")
    any_kind = ask(workspace, 4, client_id=acme)
    assert any_kind.basis.startswith("From 6 finished pieces of work, 1 of them for this client:")
    assert ask(workspace, 4).basis.startswith("From 6 finished pieces of work: ")
    finish(workspace, clock, 1, 60, acme)
    again = ask(workspace, 4, client_id=acme, kind=WorkKind.WRITING)
    assert again.basis.startswith("From 7 finished pieces of work, 2 of this kind for this client")


def test_beginning_today_may_only_help_a_little(workspace: Workspace) -> None:
    answer = ask(workspace, 25, by=day(3), start_on=day(7))
    assert answer.helps[0] == "Begun today, it is safe by Mon 19 Oct."


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"due_on": day(-4)}, "Most in the way: Birch, Audit, 50 h left, due Thu 8 Oct already."),
        ({"due_on": day(4), "client_id": None}, "Most in the way: Audit, 50 h left, due Fri 16 Oct."),
    ],
)
def test_what_is_late_or_ones_own_stands_in_the_way_too(
    workspace: Workspace, make_client: Make, values: dict[str, object], words: str
) -> None:
    work = {"title": "Audit", "estimate_minutes": 3_000, "client_id": make_client("Birch"), **values}
    workspace.work.add(work)
    assert ask(workspace, 14, by=day(4)).helps[-1] == words


def test_reserved_hours_in_the_way_are_named_as_such(
    workspace: Workspace, make_client: Make, make_engagement: Make
) -> None:
    make_engagement(make_client("Birch"), starts_on=date(2026, 9, 1), ends_on=day(6), hours_a_week=28)
    answer = ask(workspace, 10, by=day(4))
    assert answer.helps[-1] == "Most in the way: the hours reserved for Birch up to Fri 16 Oct."


def test_several_things_without_estimate_are_counted(
    workspace: Workspace, make_client: Make, make_engagement: Make, make_milestone: Make
) -> None:
    engagement = make_engagement(make_client("Cedar"), starts_on=date(2026, 9, 1))
    for title in ("One", "Two"):
        workspace.work.add({"title": title, "due_on": day(0)})
        make_milestone(engagement, title, expected_on=day(1))
    notes = ask(workspace, 12).notes
    assert notes[0].startswith("2 things due by then have no estimate")
    assert notes[1].startswith("2 milestones due by then have no estimate")


def test_a_certain_day_is_called_certain(workspace: Workspace) -> None:
    assert ask(workspace, 2, by=day(4)).dates.endswith("Certain by Fri 16 Oct.")


def test_without_a_day_and_without_hours_it_names_what_is_in_the_way(workspace: Workspace) -> None:
    workspace.work.add({"title": "Atlas", "estimate_minutes": 60_000, "due_on": day(150)})
    answer = ask(workspace, 2)
    assert answer.verdict is Verdict.NEVER
    assert answer.headline.startswith("No day up to")
    assert answer.helps == ("Most in the way: Atlas, 1000 h left, due Thu 11 Mar.",)


def test_a_rule_that_another_program_wrote_wrong_is_passed_over(workspace: Workspace) -> None:
    with workspace.store.writing("Elsewhere") as session:
        values = {"title": "Odd", "rule": "EVERY=DAY", "starts_on": day(0)}
        session.add(RecurringWork(**values, created_at=workspace.clock.now()))
    assert facts(workspace).commitments == ()


def test_reserved_hours_that_are_placed_already_are_not_promised_again(
    workspace: Workspace, make_client: Make, make_engagement: Make
) -> None:
    birch = make_client("Birch")
    make_engagement(birch, starts_on=date(2026, 9, 1), ends_on=day(6), hours_a_week=2)
    workspace.week.add_block(
        {"title": "Audit", "client_id": birch}, datetime(2026, 10, 13, 9, tzinfo=PARIS), 180
    )
    assert facts(workspace).commitments == ()


def test_work_due_beyond_the_days_looked_at_is_left_aside(workspace: Workspace) -> None:
    slides = workspace.work.add({"title": "Slides", "estimate_minutes": 60, "due_on": day(300)})
    workspace.week.place(slides, datetime(2026, 10, 13, 9, tzinfo=PARIS), 30)
    assert facts(workspace, count=30).commitments == ()
