"""The worked cases of docs/check-ins.md, each row a client, through import to `clientdesk check-ins`."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from clientdesk.cli import run
from clientdesk.models.enums import RhythmUnit
from clientdesk.models.ids import new_id
from clientdesk.models.schedule import RhythmRule
from tests.unit.models.test_check_in_cases import (
    HOLDS,
    KNOWN_SINCE,
    RULES,
    Record,
    beginning,
    instant_of,
    rows,
    words_of,
)

Case = tuple[str, str, str, str]


def read(words: str) -> Record:
    record = Record()
    for item in words.split("; "):
        record.read(item)
    return record


def cases() -> dict[str, list[Case]]:
    """The rows that say a state, by which time off there is: those share a workspace.

    A signed paper can't be had from a file that is made by hand: the service's own tests have those.
    """
    found: dict[str, list[Case]] = defaultdict(list)
    for case in rows():
        heading, words, *_ = case
        if heading.startswith(("When to reach", "How well")) or "signed" in words:
            continue
        time_off = "; ".join(item for item in words.split("; ") if item.startswith("time off"))
        found[time_off].append(case)
    return found


def of_rule(rule: RhythmRule, client_id: str) -> dict[str, Any]:
    values: dict[str, Any] = {
        "client_id": client_id,
        "kind": rule.kind.value,
        "unit": rule.unit.value,
        "every": rule.every,
        "weekday": rule.weekday,
        "starts_on": rule.starts_on.isoformat(),
    }
    if rule.ends_on is not None:
        values["ends_on"] = rule.ends_on.isoformat()
    if rule.unit is RhythmUnit.MILESTONE:
        values["offset_days"] = rule.offset_days
    return values


def engagement(client_id: str, start: date, end: date | None = None) -> dict[str, Any]:
    return {
        "id": new_id(),
        "client_id": client_id,
        "title": "Work",
        "starts_on": start.isoformat(),
        "ends_on": end and end.isoformat(),
    }


def client_of(case: Case, name: str, document: dict[str, list[Any]]) -> None:
    """Put one row of the page into a document."""
    heading, words, _, _ = case
    record, client_id = read(words), new_id()
    client: dict[str, Any] = {"id": client_id, "name": name, "added_on": KNOWN_SINCE.isoformat()}
    hold = next((hold for start, hold in HOLDS.items() if start in heading), None)
    if hold is not None and hold.since is not None and hold.event is not None:
        client |= {"is_on_hold": True, "hold_event": hold.event.value, "hold_since": hold.since.isoformat()}
        client["hold_until"] = hold.until and hold.until.isoformat()
    document["clients"].append(client)
    document["rhythms"] += [of_rule(rule, client_id) for rule in beginning(RULES, heading)]
    document["touchpoints"] += [
        {"client_id": client_id, "kind": kind.value, "at": at.isoformat(), "state": state.value}
        for at, kind, state in record.touches
    ]
    document["engagements"] += [engagement(client_id, start, end) for start, end in record.engagements]
    if record.milestones:
        work = engagement(client_id, date(2026, 3, 2))
        document["engagements"].append(work)
        document["milestones"] += [
            {
                "engagement_id": work["id"],
                "title": "Report",
                "planned_on": one.planned_on and one.planned_on.isoformat(),
                "actual_on": one.actual_on and one.actual_on.isoformat(),
            }
            for one in record.milestones
        ]


def document_of(chosen: list[Case], time_off: str) -> dict[str, list[Any]]:
    document: dict[str, list[Any]] = defaultdict(list)
    document["practices"] = [
        {"name": "Case", "zone": "Europe/Paris", "currency": "EUR", "holiday_region": "FR"}
    ]
    for number, case in enumerate(chosen):
        client_of(case, f"Row {number}", document)
    for span in read(time_off).time_off if time_off else ():
        days = (span.starts_on, span.ends_on, span.entered_on)
        keys = ("starts_on", "ends_on", "entered_on")
        document["time_off"].append({key: day.isoformat() for key, day in zip(keys, days, strict=True)})
    return document


def outcome_of(found: dict[str, Any] | None) -> str:
    """As the page says it."""
    if found is None:
        return "not_listed"
    on = date.fromisoformat(found["due_on"]) if found["due_on"] else None
    if found["state"] == "overdue" and on is not None:
        return f"overdue since {words_of(on)}, missed {sum(len(one['missed']) for one in found['rhythms'])}"
    return f"{found['state']}, {words_of(on) if on else 'no date'}"


def asked(folder: Path, now: datetime, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    capsys.readouterr()
    assert run(["check-ins", "--data", str(folder), "--now", now.isoformat(), "--json"]) == 0
    return {client["client"]: client for client in json.loads(capsys.readouterr().out)["clients"]}


@pytest.mark.parametrize("time_off", [pytest.param(words, id=words or "no time off") for words in cases()])
def test_the_command_says_what_the_page_says(
    time_off: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = cases()[time_off]
    file = tmp_path / "cases.json"
    file.write_text(json.dumps(document_of(chosen, time_off)))
    assert run(["import", str(file), "--data", str(tmp_path / "w")]) == 0, capsys.readouterr().err
    wrong = []
    for now in dict.fromkeys(case[2] for case in chosen):
        found = asked(tmp_path / "w", instant_of(now), capsys)
        for number, case in enumerate(chosen):
            said = outcome_of(found.get(f"Row {number}"))
            if case[2] == now and said != case[3]:
                wrong.append((*case, said))
    assert wrong == []


def test_nearly_every_row_was_asked() -> None:
    assert sum(len(chosen) for chosen in cases().values()) > 50
