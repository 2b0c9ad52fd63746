"""Working rules: three layers with a history, time off, the calendar, and what contradicts itself."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from clientdesk.models.boundary_rules import BoundaryRules, Channel, ChannelUse, Duration, TimeUnit
from clientdesk.models.enums import Layer, RhythmKind
from clientdesk.models.errors import InvalidInput, NotFound
from clientdesk.models.tables import BoundaryPolicy
from clientdesk.services.boundary_checks import checks_of
from clientdesk.services.holiday_calendar import countries, is_known_region, next_holidays, parts_of
from clientdesk.services.papers.exhibit import Setting, exhibit_sentences
from clientdesk.services.workspace import Workspace
from tests.helpers.fakes import FixedClock

PARIS = ZoneInfo("Europe/Paris")
MONDAY = date(2026, 10, 12)
DEFAULT, TIER, CLIENT = Layer.DEFAULT, Layer.TIER, Layer.CLIENT
MORNINGS = {weekday: [{"start": 540, "end": 720}] for weekday in range(4)}


@pytest.fixture
def started(workspace: Workspace) -> Workspace:
    workspace.practice.set_up("Lindqvist", zone="Europe/Paris", currency="EUR", holiday_region="FR")
    return workspace


@pytest.fixture
def steady(started: Workspace) -> str:
    tier = started.tiers.default_tier()
    assert tier is not None
    return tier.tier_id


@pytest.fixture
def birch(started: Workspace) -> str:
    return started.clients.add("Birch")


def _codes(workspace: Workspace, **whom: str) -> list[str]:
    return [check.code for check in workspace.boundaries.checks(**whom)]


def test_the_nearest_layer_that_sets_a_rule_wins(started: Workspace, steady: str, birch: str) -> None:
    boundaries = started.boundaries
    boundaries.set_field(DEFAULT, None, "notice_days", 4)
    assert (boundaries.resolved(birch).notice_days, boundaries.sources(birch)["notice_days"]) == (4, DEFAULT)
    boundaries.set_field(TIER, steady, "notice_days", 5)
    assert (boundaries.resolved(birch).notice_days, boundaries.sources(birch)["notice_days"]) == (5, TIER)
    boundaries.set_field(CLIENT, birch, "notice_days", 6)
    assert (boundaries.resolved(birch).notice_days, boundaries.sources(birch)["notice_days"]) == (6, CLIENT)
    assert boundaries.resolved(tier_id=steady).notice_days == 5
    assert boundaries.resolved().notice_days == 4


def test_resetting_lets_the_layer_below_speak(started: Workspace, steady: str, birch: str) -> None:
    boundaries = started.boundaries
    boundaries.set_field(TIER, steady, "notice_days", 5)
    boundaries.set_field(CLIENT, birch, "notice_days", 6)
    assert boundaries.is_own(CLIENT, birch, "notice_days")
    boundaries.reset_field(CLIENT, birch, "notice_days")
    assert boundaries.resolved(birch).notice_days == 5
    assert not boundaries.is_own(CLIENT, birch, "notice_days")


def test_resetting_the_default_goes_back_to_what_ships(started: Workspace) -> None:
    boundaries = started.boundaries
    assert not boundaries.is_own(DEFAULT, None, "revision_rounds")
    boundaries.set_field(DEFAULT, None, "revision_rounds", 7)
    assert boundaries.is_own(DEFAULT, None, "revision_rounds")
    boundaries.reset_field(DEFAULT, None, "revision_rounds")
    assert boundaries.resolved().revision_rounds == 2
    assert boundaries.sources()["revision_rounds"] is DEFAULT


def test_a_change_can_be_undone_and_done_again(started: Workspace) -> None:
    started.boundaries.set_field(DEFAULT, None, "working_hours", MORNINGS)
    assert started.store.undo() == "Change working rules"
    assert started.boundaries.calendar().is_working_day(date(2026, 10, 16))
    started.store.redo()
    assert not started.boundaries.calendar().is_working_day(date(2026, 10, 16))


def test_a_change_to_the_same_value_writes_nothing(started: Workspace) -> None:
    started.boundaries.set_field(DEFAULT, None, "notice_days", 3)
    assert started.store.undo_label is None


def test_rules_are_complete_even_without_any_policy(workspace: Workspace) -> None:
    rules = workspace.boundaries.resolved()
    assert rules.set_fields() == frozenset(type(rules).model_fields)
    assert set(workspace.boundaries.sources().values()) == {None}
    assert workspace.boundaries.calendar().is_working_day(MONDAY)


def test_parts_and_plain_values_are_both_taken(started: Workspace) -> None:
    boundaries = started.boundaries
    boundaries.set_field(DEFAULT, None, "channels", (Channel(name=" Signal  chat ", use=ChannelUse.NO),))
    boundaries.set_field(DEFAULT, None, "response_normal", {"amount": 2, "unit": "working_days"})
    rules = boundaries.resolved()
    assert rules.channels == (Channel(name="Signal chat", use=ChannelUse.NO),)
    assert rules.response_normal == Duration(amount=2, unit=TimeUnit.WORKING_DAYS)


def test_a_change_holds_from_today_and_the_past_keeps_its_rules(
    started: Workspace, clock: FixedClock
) -> None:
    clock.advance(days=3)
    started.boundaries.set_field(DEFAULT, None, "working_hours", MORNINGS)
    calendar = started.boundaries.calendar()
    assert calendar.hours_on(MONDAY) == ((540, 1020),)
    assert calendar.hours_on(date(2026, 10, 15)) == ((540, 720),)
    assert started.boundaries.resolved(on=date(2026, 10, 14)).working_hours[0][0].end == 1020  # type: ignore[index]


def test_the_first_rules_also_stand_for_the_days_before(started: Workspace) -> None:
    assert started.boundaries.calendar().hours_on(date(2025, 3, 3)) == ((540, 1020),)


def test_a_second_change_on_the_same_day_changes_the_first(started: Workspace, clock: FixedClock) -> None:
    clock.advance(days=1)
    for days in (4, 5, 6):
        started.boundaries.set_field(DEFAULT, None, "notice_days", days)
    with started.store.reading() as session:
        rows = session.exec(select(BoundaryPolicy).where(BoundaryPolicy.layer == DEFAULT)).all()
    assert [row.in_force_from.day for row in sorted(rows, key=lambda row: row.in_force_from)] == [12, 13]
    assert started.boundaries.resolved(on=MONDAY).notice_days == 3


def test_a_clients_rule_does_not_reach_back(started: Workspace, birch: str, clock: FixedClock) -> None:
    clock.advance(days=1)
    started.boundaries.set_field(CLIENT, birch, "notice_days", 9)
    assert started.boundaries.resolved(birch, MONDAY).notice_days == 3
    assert started.boundaries.resolved(birch).notice_days == 9


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("working_hours", {0: [{"start": 600, "end": 540}]}, ("working_hours.0.0", "end_before_start")),
        ("working_hours", {0: [{"start": 540, "end": 540}]}, ("working_hours.0.0", "end_before_start")),
        (
            "working_hours",
            {0: [{"start": 600, "end": 700}, {"start": 540, "end": 660}]},
            ("working_hours", "overlap"),
        ),
        ("working_hours", {7: [{"start": 540, "end": 600}]}, ("working_hours", "unknown_weekday")),
        ("working_hours", {0: [{"start": -60, "end": 600}]}, ("working_hours.0.0.start", "too_small")),
        ("response_normal", {"amount": 0, "unit": "hours"}, ("response_normal.amount", "too_small")),
        ("response_normal", {"amount": 1, "unit": "moons"}, ("response_normal.unit", "not_a_choice")),
        ("buffer_percent", 91, ("buffer_percent", "too_large")),
        ("urgent_means", "x" * 2_001, ("urgent_means", "too_long")),
        ("channels", [{"name": "   "}], ("channels.0.name", "blank")),
        ("revision_rounds", "two", ("revision_rounds", "not_a_number")),
        ("no_such_rule", 1, ("no_such_rule", "unknown_field")),
    ],
)
def test_a_bad_rule_is_refused_and_the_old_one_stays(
    started: Workspace, field: str, value: object, problem: tuple[str, str]
) -> None:
    before = started.boundaries.resolved()
    with pytest.raises(InvalidInput) as refused:
        started.boundaries.set_field(DEFAULT, None, field, value)
    assert (refused.value.problems[0].field, refused.value.problems[0].code) == problem
    assert started.boundaries.resolved() == before


@pytest.mark.parametrize("field", ["public_holidays", "buffer_percent", "quiet_hours"])
def test_the_practices_own_rules_are_set_only_for_everyone(
    started: Workspace, steady: str, field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        started.boundaries.set_field(TIER, steady, field, None)
    assert refused.value.problems[0].code == "default_only"


def test_hours_are_kept_in_order_and_empty_days_left_out(started: Workspace) -> None:
    hours = {0: [{"start": 780, "end": 1020}, {"start": 540, "end": 720}], 1: []}
    started.boundaries.set_field(DEFAULT, None, "working_hours", hours)
    kept = started.boundaries.resolved().working_hours
    assert kept is not None
    assert {day: [span.start for span in spans] for day, spans in kept.items()} == {0: [540, 780]}


def test_unknown_owners_are_said_so(started: Workspace) -> None:
    for layer in (TIER, CLIENT):
        with pytest.raises(NotFound):
            started.boundaries.set_field(layer, "none", "notice_days", 1)
    with pytest.raises(NotFound):
        started.boundaries.resolved("none")
    with pytest.raises(NotFound):
        started.boundaries.preview("none")


def test_time_off_and_holidays_are_no_working_days(started: Workspace) -> None:
    started.boundaries.add_time_off(date(2026, 10, 20), date(2026, 10, 22), "Autumn")
    calendar = started.boundaries.calendar()
    worked = [day for day in range(19, 26) if calendar.is_working_day(date(2026, 10, day))]
    assert worked == [19, 23]
    assert not calendar.is_working_day(date(2026, 11, 11))


def test_the_calendar_is_remembered_until_something_of_it_changes(started: Workspace) -> None:
    calendar = started.boundaries.calendar()
    started.clients.add("Birch")
    assert started.boundaries.calendar() is calendar
    started.practice.update(holiday_region="")
    assert started.boundaries.calendar().is_working_day(date(2026, 11, 11))
    started.store.undo()
    assert not started.boundaries.calendar().is_working_day(date(2026, 11, 11))
    started.boundaries.set_field(DEFAULT, None, "public_holidays", value=False)
    assert started.boundaries.calendar().is_working_day(date(2026, 11, 11))


def test_time_off_remembers_when_it_was_entered(started: Workspace, clock: FixedClock) -> None:
    started.boundaries.add_time_off(date(2026, 10, 20))
    clock.advance(days=2)
    (away,) = started.boundaries.time_off()
    assert (away.starts_on, away.ends_on, away.entered_on) == (date(2026, 10, 20), date(2026, 10, 20), MONDAY)


@pytest.mark.parametrize(("first", "last"), [(20, 20), (18, 20), (22, 25), (18, 25), (21, 21)])
def test_overlapping_time_off_is_refused_with_the_other_named(
    started: Workspace, first: int, last: int
) -> None:
    started.boundaries.add_time_off(date(2026, 10, 20), date(2026, 10, 22))
    with pytest.raises(InvalidInput) as refused:
        started.boundaries.add_time_off(date(2026, 10, first), date(2026, 10, last))
    assert refused.value.problems[0].facts["starts_on"] == date(2026, 10, 20)
    assert len(started.boundaries.time_off()) == 1


def test_time_off_that_ends_before_it_starts_is_refused(started: Workspace) -> None:
    with pytest.raises(InvalidInput) as refused:
        started.boundaries.add_time_off(date(2026, 10, 22), date(2026, 10, 20))
    assert refused.value.problems[0].field == "ends_on"


def test_days_added_later_were_entered_later(started: Workspace, clock: FixedClock) -> None:
    away = started.boundaries.add_time_off(date(2026, 10, 20), date(2026, 10, 22), "Autumn")
    clock.advance(days=9)
    started.boundaries.update_time_off(away, date(2026, 10, 19), date(2026, 10, 26), "Autumn, longer")
    rows = [(row.starts_on.day, row.ends_on.day, row.entered_on.day) for row in started.boundaries.time_off()]
    assert rows == [(19, 19, 21), (20, 22, 12), (23, 26, 21)]
    assert {row.note for row in started.boundaries.time_off()} == {"Autumn, longer"}


def test_shortened_time_off_keeps_the_day_it_was_entered(started: Workspace, clock: FixedClock) -> None:
    away = started.boundaries.add_time_off(date(2026, 10, 20), date(2026, 10, 23))
    clock.advance(days=9)
    started.boundaries.update_time_off(away, date(2026, 10, 20), date(2026, 10, 21))
    (row,) = started.boundaries.time_off()
    assert (row.ends_on, row.entered_on) == (date(2026, 10, 21), MONDAY)


def test_moved_time_off_counts_as_entered_today(started: Workspace, clock: FixedClock) -> None:
    away = started.boundaries.add_time_off(date(2026, 10, 20))
    clock.advance(days=1)
    started.boundaries.update_time_off(away, date(2026, 11, 20))
    (row,) = started.boundaries.time_off()
    assert (row.starts_on, row.entered_on) == (date(2026, 11, 20), date(2026, 10, 13))


def test_removed_time_off_comes_back_with_undo(started: Workspace) -> None:
    away = started.boundaries.add_time_off(date(2026, 10, 20))
    started.boundaries.remove_time_off(away)
    assert started.boundaries.time_off() == []
    started.store.undo()
    assert [row.time_off_id for row in started.boundaries.time_off(since=date(2026, 10, 20))] == [away]
    assert started.boundaries.time_off(since=date(2026, 10, 21)) == []


def test_regions_have_names_and_days() -> None:
    assert "France" in {region.name for region in countries()}
    assert ("GB-ENG", "England") in {(region.code, region.name) for region in parts_of("GB")}
    assert [is_known_region(code) for code in ("FR", "GB-ENG", "DE-BE", "GB-XX", "XX", "")] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]
    names = [holiday.name for holiday in next_holidays("GB-ENG", date(2026, 12, 20), 3)]
    assert names[0] == "Christmas Day"
    assert next_holidays("", MONDAY) == []
    assert next_holidays("XX", MONDAY) == []
    assert parts_of("XX") == ()


@pytest.mark.parametrize(
    ("at", "is_quiet"),
    [
        ((12, 18, 59), False),
        ((12, 19, 0), True),
        ((13, 7, 59), True),
        ((13, 8, 0), False),
        ((17, 12, 0), True),
    ],
)
def test_quiet_hours_run_over_midnight_and_weekends(
    started: Workspace, at: tuple[int, int, int], is_quiet: bool
) -> None:
    assert started.boundaries.is_quiet(datetime(2026, 10, *at, tzinfo=PARIS)) is is_quiet


def test_quiet_hours_within_a_day(started: Workspace) -> None:
    quiet = {"start": 720, "end": 780, "weekends": False}
    started.boundaries.set_field(DEFAULT, None, "quiet_hours", quiet)
    assert started.boundaries.is_quiet(datetime(2026, 10, 17, 12, 30, tzinfo=PARIS))
    assert not started.boundaries.is_quiet(datetime(2026, 10, 17, 13, 0, tzinfo=PARIS))


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("working_hours", {}, "no_hours"),
        ("working_hours", {5: [{"start": 540, "end": 600}]}, "quiet_weekend"),
        ("working_hours", {0: [{"start": 540, "end": 1200}]}, "quiet_in_hours"),
        ("quiet_hours", {"start": 600, "end": 660}, "quiet_in_hours"),
        ("response_urgent", {"amount": 2, "unit": "working_days"}, "urgent_slower"),
        ("response_urgent", {"amount": 4, "unit": "hours"}, "urgent_at_night"),
        ("channels", [{"name": "Phone", "use": "urgent"}], "no_channel"),
        ("channels", [{"name": "Chat", "use": "no"}], "no_urgent_channel"),
        ("channels", [{"name": "Phone", "use": "any"}, {"name": "phone", "use": "no"}], "channel_twice"),
        ("working_hours", {}, "no_hours_to_answer"),
        ("response_normal", {"amount": 24, "unit": "hours"}, "normal_by_the_clock"),
        ("urgent_means", "", "urgent_undefined"),
        ("emergency_means", "", "emergency_undefined"),
        ("emergency", {"answer": {"amount": 2, "unit": "hours"}}, "emergency_no_way"),
        ("emergency", {"how": "Call", "answer": {"amount": 2, "unit": "working_days"}}, "emergency_slower"),
    ],
)
def test_contradicting_rules_are_told(started: Workspace, field: str, value: object, code: str) -> None:
    started.boundaries.set_field(DEFAULT, None, field, value)
    assert code in _codes(started)


def test_rules_that_say_nothing_contradict_nothing_but_the_missing(started: Workspace) -> None:
    found = {check.code for check in checks_of(BoundaryRules(), MONDAY)}
    assert found == {"no_hours", "no_channel", "no_urgent_channel", "urgent_undefined"}


def test_a_short_working_day_does_not_make_eight_hours_late(started: Workspace) -> None:
    started.boundaries.set_field(DEFAULT, None, "working_hours", MORNINGS)
    assert _codes(started) == []


def test_regions_speak_their_own_language_where_no_english_is_known() -> None:
    languages = [country for country in ("BR", "JP", "ET") if next_holidays(country, MONDAY, 1)]
    assert languages == ["BR", "JP", "ET"]


def test_an_emergency_way_around_the_clock_answers_the_night(started: Workspace) -> None:
    boundaries = started.boundaries
    boundaries.set_field(DEFAULT, None, "response_urgent", {"amount": 4, "unit": "hours"})
    answer = {"amount": 2, "unit": "hours"}
    boundaries.set_field(DEFAULT, None, "emergency", {"how": "Call me", "answer": answer})
    assert "urgent_at_night" not in _codes(started)


def test_time_off_on_short_notice_is_told(started: Workspace) -> None:
    started.boundaries.add_time_off(date(2026, 10, 20))
    assert _codes(started) == ["no_stand_in", "short_notice_off"]
    started.boundaries.set_field(DEFAULT, None, "notice_off_weeks", 1)
    assert _codes(started) == ["no_stand_in"]
    named = {"how": "Call", "answer": {"amount": 2, "unit": "hours"}, "stand_in": "Ada, +33 1 00 00"}
    started.boundaries.set_field(DEFAULT, None, "emergency", named)
    assert _codes(started) == []


def test_a_rhythm_on_a_day_off_is_told(started: Workspace, birch: str) -> None:
    started.rhythms.add(CLIENT, birch, kind=RhythmKind.UPDATE, weekday=6)
    assert _codes(started, client_id=birch) == ["rhythm_day"]
    assert "Sunday" in started.boundaries.checks(birch)[0].sentence


def test_the_preview_uses_the_papers_words(started: Workspace, steady: str, birch: str) -> None:
    preview = started.boundaries.preview(tier_id=steady)
    setting = Setting(zone="Europe/Paris", on=MONDAY)
    rules = started.boundaries.resolved(tier_id=steady)
    assert [text for _, text in preview.sentences] == exhibit_sentences(rules, setting)
    assert preview.rhythms[0].when == "Every second Friday"
    assert started.boundaries.preview(birch).rhythms == ()


def test_the_preview_shows_the_clients_own_clock(started: Workspace, birch: str) -> None:
    started.clients.update(birch, zone="America/New_York")
    sentences = dict(started.boundaries.preview(birch).sentences)
    assert "03:00" in sentences["hours"]


def test_an_own_sentence_stands_in_the_preview(started: Workspace) -> None:
    started.boundaries.set_field(DEFAULT, None, "wording", {"honest": "I say no when I must."})
    assert dict(started.boundaries.preview().sentences)["honest"] == "I say no when I must."


def test_what_is_typed_shows_in_the_preview_before_it_is_kept(started: Workspace) -> None:
    typed = {"notice_days": 9, "revision_rounds": "two"}
    sentences = dict(started.boundaries.preview(pending=typed).sentences)
    assert "nine working days" in sentences["notice"]
    assert sentences["rounds"] == dict(started.boundaries.preview().sentences)["rounds"]
    assert started.boundaries.resolved().notice_days == 3


def test_the_limit_comes_from_the_nearest_layer(started: Workspace, steady: str, birch: str) -> None:
    boundaries = started.boundaries
    assert boundaries.limit(birch) == (18, TIER)
    boundaries.set_limit(TIER, steady, None)
    boundaries.set_limit(DEFAULT, None, 21)
    assert boundaries.limit(birch) == (21, DEFAULT)
    boundaries.set_limit(CLIENT, birch, 5)
    assert boundaries.limit(birch) == (5, CLIENT)
    assert boundaries.limit(tier_id=steady) == (21, DEFAULT)
    with pytest.raises(InvalidInput):
        boundaries.set_limit(CLIENT, birch, -1)
    assert boundaries.limit(birch) == (5, CLIENT)


def test_owners_are_the_active_clients_by_name(started: Workspace) -> None:
    ids = [started.clients.add(name) for name in ("élan", "Zeta", "Acme")]
    started.clients.archive([ids[1]])
    assert [name for _, name in started.boundaries.list_owners()] == ["Acme", "élan"]


def test_a_tier_tells_how_many_rules_are_its_own(started: Workspace, steady: str) -> None:
    assert started.boundaries.count_own(TIER, steady) == 2
    started.boundaries.set_field(TIER, steady, "notice_days", 5)
    assert started.boundaries.count_own(TIER, steady) == 3
