"""The week out: two readers that know nothing of each other find the same events at the same instants."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import vobject
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from clientdesk import cli
from clientdesk.models.enums import BlockKind, TouchKind
from clientdesk.models.errors import FileNotWritten
from clientdesk.models.views.week import BlockSource, BlockView, WeekView
from clientdesk.services.calendars.writing import week_ics
from clientdesk.services.workspace import Workspace
from tests.helpers.fakes import FixedClock
from tests.unit.services.calendars.conftest import calendar, event, laid, paris

pytestmark = pytest.mark.usefixtures("practice")

NOW = datetime(2026, 10, 12, 8, tzinfo=UTC)

Found = set[tuple[str, datetime, datetime, str]]


def by_icalendar(data: bytes) -> Found:
    return {
        (str(e["UID"]), e["DTSTART"].dt.astimezone(UTC), e["DTEND"].dt.astimezone(UTC), str(e["SUMMARY"]))
        for e in Calendar.from_ical(data).walk("VEVENT")
    }


def by_vobject(data: bytes) -> Found:
    made = vobject.readOne(data.decode())
    return {
        (
            e.uid.value,
            e.dtstart.value.astimezone(UTC),
            e.dtend.value.astimezone(UTC),
            e.summary.value,
        )
        for e in made.contents.get("vevent", [])
    }


def by_ourselves(data: bytes) -> Found:
    return {(o.uid, o.starts_at, o.ends_at, o.title) for o in laid(data).found}


def add(workspace: Workspace, title: str, starts: datetime, minutes: int, **more: object) -> str:
    return workspace.week.add_block({"title": title, **more}, starts, minutes)


def test_blocks_and_booked_meetings_go_out_and_foreign_events_stay(
    workspace: Workspace, make_client: Callable[..., str], tmp_path: Path, clock: FixedClock
) -> None:
    cedar = make_client("Cedar")
    slides = add(workspace, "Slides", paris(2026, 10, 13, 9), 90, client_id=cedar)
    lunch = add(workspace, "Lunch", paris(2026, 10, 13, 12), 60, kind=BlockKind.PRIVATE)
    call = workspace.touchpoints.plan(cedar, TouchKind.CALL, paris(2026, 10, 14, 15), duration_minutes=30)
    foreign = tmp_path / "team.ics"
    foreign.write_bytes(calendar(event("DTSTART:20261014T080000Z", "DURATION:PT1H")))
    workspace.calendars.import_file(foreign)
    out = tmp_path / "week.ics"
    assert workspace.week.export_ics(out, "2026-W42") == 3
    data = out.read_bytes()
    expected = {
        (f"{slides}@clientdesk.local", paris(2026, 10, 13, 9), paris(2026, 10, 13, 10, 30), "Cedar: Slides"),
        (f"{lunch}@clientdesk.local", paris(2026, 10, 13, 12), paris(2026, 10, 13, 13), "Lunch"),
        (f"{call}@clientdesk.local", paris(2026, 10, 14, 15), paris(2026, 10, 14, 15, 30), "Cedar: Call"),
    }
    assert by_icalendar(data) == by_vobject(data) == by_ourselves(data) == expected
    assert out.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("week", "starts", "minutes"),
    [
        ("2026-W43", paris(2026, 10, 25, 1, 30), 120),
        ("2026-W13", paris(2026, 3, 29, 1, 30), 120),
        ("2026-W42", paris(2026, 10, 18, 23), 120),
        ("2026-W53", paris(2026, 12, 31, 22), 180),
    ],
)
def test_changes_of_clocks_and_midnights_keep_the_instants(
    workspace: Workspace, tmp_path: Path, week: str, starts: datetime, minutes: int
) -> None:
    add(workspace, "Watch", starts, minutes)
    out = tmp_path / "week.ics"
    assert workspace.week.export_ics(out, week) == 1
    ((_, at, until, _),) = by_icalendar(out.read_bytes())
    assert at == starts
    assert (until - at).total_seconds() == minutes * 60
    assert by_icalendar(out.read_bytes()) == by_vobject(out.read_bytes())


def test_an_entry_keeps_its_identifier_when_it_moves(workspace: Workspace, tmp_path: Path) -> None:
    block = add(workspace, "Slides", paris(2026, 10, 13, 9), 60)
    out = tmp_path / "week.ics"
    workspace.week.export_ics(out, "2026-W42")
    before = {uid for uid, *_ in by_icalendar(out.read_bytes())}
    workspace.week.change_block(
        block, {"starts_at": paris(2026, 10, 14, 9), "ends_at": paris(2026, 10, 14, 10)}
    )
    workspace.week.export_ics(out, "2026-W42")
    assert {uid for uid, *_ in by_icalendar(out.read_bytes())} == before


def one_block(title: str, client: str = "") -> WeekView:
    """A week of one block, past everything that would clean its title."""
    block = BlockView(
        "b1",
        BlockSource.BLOCK,
        BlockKind.WORK,
        title,
        "c" if client else None,
        client,
        None,
        None,
        NOW,
        datetime(2026, 10, 12, 9, tzinfo=UTC),
        date(2026, 10, 12),
        600,
        660,
        60,
    )

    class Week:
        blocks = (block,)

    return Week()  # type: ignore[return-value]


@pytest.mark.parametrize(
    "title",
    [
        "Plan\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil\r\nSUMMARY:Pay",
        "Plan\nATTENDEE:mailto:evil@example.org",
        "Plan\rX:1",
        "Semi;colon, comma: \\n backslash \\",
        "😀 𝕋𝕚𝕥𝕝𝕖 " * 20,
        "é" * 200,
        '"quoted"',
    ],
)
def test_a_title_stays_a_title(title: str) -> None:
    data = week_ics(one_block(title), NOW, "Practice")
    (found,) = by_icalendar(data)
    assert found[3] == " ".join(title.split())
    assert by_vobject(data) == by_icalendar(data) == by_ourselves(data)
    assert data.count(b"\nBEGIN:VEVENT\r") == 1
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=120).map(lambda t: " ".join(t.split()))
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_title_is_read_back_by_both(title: str) -> None:
    data = week_ics(one_block(title, "Cedar"), NOW, title)
    ((*_, theirs),) = by_icalendar(data)
    ((*_, others),) = by_vobject(data)
    assert theirs == others == f"Cedar: {title or 'Work'}"


def test_an_empty_week_is_a_calendar_without_events(workspace: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "week.ics"
    assert workspace.week.export_ics(out, "2026-W42") == 0
    assert by_icalendar(out.read_bytes()) == set()
    assert "Mara Lind 2026-W42" in out.read_text()


def test_a_file_that_cannot_be_written_leaves_the_older_one(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(FileNotWritten):
        workspace.week.export_ics(tmp_path / "nowhere" / "week.ics", "2026-W42")
    with pytest.raises(FileNotWritten):
        workspace.week.export_ics(tmp_path, "2026-W42")


def test_the_command_line_writes_it(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(workspace, "Slides", paris(2026, 10, 13, 9), 60)
    out = tmp_path / "week.ics"
    root = str(workspace.folder.root)
    assert cli.run(["--data", root, "week", "--ics", str(out), "--week", "2026-W42"]) == 0
    assert "1 entry written" in capsys.readouterr().err
    assert len(by_vobject(out.read_bytes())) == 1
    with pytest.raises(SystemExit):
        cli.run(["--data", root, "week", "--ics", str(out), "--week", "2026-W60"])
