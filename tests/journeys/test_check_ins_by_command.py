"""The worked cases of the check-in rules, from a JSON file through import to `clientdesk check-ins`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from clientdesk.cli import run
from clientdesk.models.ids import new_id

CLIENT = new_id()


def touch(kind: str, at: str, state: str = "held") -> dict[str, Any]:
    return {"client_id": CLIENT, "kind": kind, "at": at, "state": state}


def update(*days: int) -> list[dict[str, Any]]:
    return [touch("update", f"2026-10-{day:02d}T10:00:00+02:00") for day in days]


def call(*days: int) -> list[dict[str, Any]]:
    return [touch("call", f"2026-10-{day:02d}T10:00:00+02:00") for day in days]


FRIDAY = {"kind": "update", "weekday": 4, "starts_on": "2026-10-02"}
WEDNESDAY = {"kind": "update", "weekday": 2, "starts_on": "2026-10-02"}
TUESDAYS = {"kind": "call", "weekday": 1, "every": 2, "starts_on": "2026-10-02"}


def workspace(tmp_path: Path, **facts: Any) -> Path:
    """Import one client with its history; returns the workspace's folder."""
    document = {
        "practices": [{"name": "Case", "zone": "Europe/Paris", "currency": "EUR", "holiday_region": "FR"}],
        "clients": [{"id": CLIENT, "name": "Cedar", "added_on": "2026-09-28"} | facts.get("client", {})],
        "rhythms": [rhythm | {"client_id": CLIENT} for rhythm in facts.get("rhythms", [])],
        "touchpoints": facts.get("touches", []),
        "engagements": [
            {"client_id": CLIENT, "title": "Work"} | each for each in facts.get("engagements", [])
        ],
        "time_off": [each | {"entered_on": "2026-09-10"} for each in facts.get("time_off", [])],
    }
    file = tmp_path / "case.json"
    file.write_text(json.dumps(document))
    assert run(["import", str(file), "--data", str(tmp_path / "w")]) == 0
    return tmp_path / "w"


def check_in(folder: Path, now: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    capsys.readouterr()
    assert run(["check-ins", "--data", str(folder), "--now", now, "--json"]) == 0
    clients = json.loads(capsys.readouterr().out)["clients"]
    assert len(clients) == 1
    return dict(clients[0])


WEEKLY = [
    pytest.param(
        update(2) + call(7), "2026-10-09T10:00", {}, "due", "2026-10-09", [], id="a call is no update"
    ),
    pytest.param(
        update(2, 8), "2026-10-09T10:00", {}, "due_soon", "2026-10-16", [], id="Thursday keeps the 9th"
    ),
    pytest.param(
        update(2, 3), "2026-10-09T10:00", {}, "due", "2026-10-09", [], id="no early keep on Saturday"
    ),
    pytest.param(update(2), "2026-10-10T00:00", {}, "overdue", "2026-10-09", [9], id="late from midnight"),
    pytest.param(update(2, 12), "2026-10-13T10:00", {}, "due_soon", "2026-10-16", [], id="settled late"),
    pytest.param(update(2, 15), "2026-10-16T10:00", {}, "due_soon", "2026-10-23", [], id="late and early"),
    pytest.param(update(2), "2026-10-24T10:00", {}, "overdue", "2026-10-09", [9, 16, 23], id="missed three"),
    pytest.param(
        update(2), "2026-10-07T10:00", {"time_off": [(8, 14)]}, "due", "2026-10-07", [], id="before you leave"
    ),
    pytest.param(
        update(2), "2026-10-26T10:00", {"time_off": [(8, 23)]}, "overdue", "2026-10-07", [7], id="missed once"
    ),
    pytest.param(
        update(2, 6),
        "2026-10-26T10:00",
        {"time_off": [(8, 23)]},
        "due_soon",
        "2026-10-30",
        [],
        id="kept early",
    ),
    pytest.param(
        [*update(2, 9, 16), touch("update", "2026-10-23T22:30:00Z")],
        "2026-10-26T10:00",
        {},
        "due_soon",
        "2026-10-30",
        [],
        id="local date is Saturday",
    ),
    pytest.param(
        update(2),
        "2026-10-12T10:00",
        {"client": {"snoozed_until": "2026-10-13"}},
        "snoozed",
        "2026-10-09",
        [9],
        id="snoozed",
    ),
]


def offset(now: str) -> str:
    """Paris is at +02:00 until 25 October 2026, 03:00."""
    return now + (":00+02:00" if now < "2026-10-25T03:00" else ":00+01:00")


@pytest.mark.parametrize(("touches", "now", "facts", "state", "due_on", "missed"), WEEKLY)
def test_update_every_friday(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    touches: list[dict[str, Any]],
    now: str,
    facts: dict[str, Any],
    state: str,
    due_on: str,
    missed: list[int],
) -> None:
    spans = [
        {"starts_on": f"2026-10-{first:02d}", "ends_on": f"2026-10-{last:02d}"}
        for first, last in facts.get("time_off", [])
    ]
    folder = workspace(
        tmp_path, rhythms=[FRIDAY], touches=touches, time_off=spans, client=facts.get("client", {})
    )
    found = check_in(folder, offset(now), capsys)
    assert (found["state"], found["due_on"]) == (state, due_on)
    assert found["rhythms"][0]["missed"] == [f"2026-10-{day:02d}" for day in missed]


def test_a_holiday_moves_the_promise_before_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = workspace(tmp_path, rhythms=[WEDNESDAY], touches=[touch("update", "2026-11-04T10:00:00+01:00")])
    found = check_in(folder, "2026-11-10T10:00:00+01:00", capsys)
    assert (found["state"], found["due_on"]) == ("due", "2026-11-10")


BOOKED_8 = touch("call", "2026-10-08T10:00:00+02:00", "planned")
BOOKED_19 = touch("call", "2026-10-19T10:00:00+02:00", "planned")


@pytest.mark.parametrize(
    ("touches", "now", "state", "due_on"),
    [
        pytest.param(call(6, 13), "2026-10-15T10:00", "not_yet", "2026-11-03", id="the middle counts"),
        pytest.param(
            [*call(6), BOOKED_8], "2026-10-07T10:00", "not_yet", "2026-10-20", id="booked too early"
        ),
        pytest.param([*call(6), BOOKED_19], "2026-10-07T10:00", "covered", "2026-10-20", id="covered"),
    ],
)
def test_call_every_second_tuesday(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    touches: list[dict[str, Any]],
    now: str,
    state: str,
    due_on: str,
) -> None:
    folder = workspace(tmp_path, rhythms=[TUESDAYS], touches=touches)
    found = check_in(folder, offset(now), capsys)
    assert (found["state"], found["due_on"]) == (state, due_on)


def test_a_covered_call_does_not_hide_an_update(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = workspace(tmp_path, rhythms=[TUESDAYS, FRIDAY], touches=[*call(6), BOOKED_19, *update(2)])
    found = check_in(folder, offset("2026-10-07T10:00"), capsys)
    assert (found["state"], found["due_on"]) == ("due_soon", "2026-10-09")
    assert {rhythm["kind"]: rhythm["state"] for rhythm in found["rhythms"]} == {
        "call": "covered",
        "update": "due_soon",
    }


MAIL = touch("mail_received", "2026-10-15T10:00:00+02:00")
MARCH = touch("call", "2026-03-02T10:00:00+01:00")
MEETING = touch("meeting", "2026-10-19T10:00:00+02:00", "planned")


@pytest.mark.parametrize(
    ("touches", "more", "now", "limit_on", "state"),
    [
        pytest.param(
            [],
            {"engagements": [{"starts_on": "2026-03-02"}]},
            "2026-10-06T10:00",
            "2026-10-15",
            "not_yet",
            id="new",
        ),
        pytest.param([MARCH], {}, "2026-10-05T10:00", "2026-10-15", "not_yet", id="imported call"),
        pytest.param([], {}, "2026-10-15T09:00", "2026-10-15", "due", id="due"),
        pytest.param(call(8), {}, "2026-10-19T23:59", "2026-10-19", "due", id="Sunday moved"),
        pytest.param(call(8), {}, "2026-10-20T00:00", "2026-10-19", "quiet", id="quiet"),
        pytest.param([*call(8), MAIL], {}, "2026-10-20T10:00", "2026-10-19", "quiet", id="mail received"),
        pytest.param(
            [*call(8), MEETING], {}, "2026-10-16T10:00", "2026-10-19", "covered", id="booked meeting"
        ),
        pytest.param(call(8), {"off": True}, "2026-10-20T10:00", "2026-10-26", "due_soon", id="time off"),
        pytest.param(call(23), {}, "2026-11-02T00:00", "2026-11-02", "due", id="clocks change"),
    ],
)
def test_a_limit_of_ten_days(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    touches: list[dict[str, Any]],
    more: dict[str, Any],
    now: str,
    limit_on: str,
    state: str,
) -> None:
    off = [{"starts_on": "2026-10-19", "ends_on": "2026-10-23"}] if more.get("off") else []
    folder = workspace(
        tmp_path,
        touches=touches,
        engagements=more.get("engagements", []),
        time_off=off,
        client={"added_on": "2026-10-05", "limit_days": 10},
    )
    found = check_in(folder, offset(now), capsys)
    assert (found["limit_on"], found["state"]) == (limit_on, state)
