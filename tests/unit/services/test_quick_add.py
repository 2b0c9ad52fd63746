"""Quick add keeps a line by one step that one undo takes back."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlmodel import SQLModel, select

from clientdesk.models.enums import Impact, WorkKind
from clientdesk.models.errors import InvalidInput, NotFound
from clientdesk.models.quick_add import Reading
from clientdesk.models.tables import Block, RecurringWork, WorkItem
from clientdesk.services.quick_add import Added, QuickAddService, names_of
from clientdesk.services.workspace import Workspace

THURSDAY = date(2026, 10, 15)


@pytest.fixture
def acme(workspace: Workspace) -> str:
    """A client, in a practice in Paris; it is Monday 12 October 2026, 10:00."""
    workspace.practice.set_up("Mara Lind", zone="Europe/Paris", currency="EUR", holiday_region="FR")
    return workspace.clients.add("Acme Ltd")


def service(workspace: Workspace) -> QuickAddService:
    return QuickAddService(workspace.store, workspace.clock, workspace.practice)


def read(workspace: Workspace, line: str) -> Reading:
    quick = service(workspace)
    return quick.read(line, quick.clients(), names_of("en_GB"))


def add(workspace: Workspace, line: str) -> Added:
    return service(workspace).add(read(workspace, line))


def rows(workspace: Workspace, table: type[SQLModel]) -> list[SQLModel]:
    with workspace.store.reading() as session:
        return list(session.exec(select(table)))


def test_a_line_with_a_time_is_work_with_a_block(workspace: Workspace, acme: str) -> None:
    added = add(workspace, "acme slides 1h30 #writing ! thu 10:07 ")
    assert (added.title, added.client_name, added.day) == ("slides", "Acme Ltd", THURSDAY)
    assert (added.start_minute, added.end_minute) == (10 * 60 + 5, 11 * 60 + 35)
    (block,) = rows(workspace, Block)
    (item,) = rows(workspace, WorkItem)
    assert isinstance(block, Block)
    assert isinstance(item, WorkItem)
    assert (block.work_item_id, block.client_id) == (item.id, acme)
    assert block.starts_at.isoformat() == "2026-10-15T08:05:00+00:00"
    assert (item.client_id, item.estimate_minutes, item.kind, item.impact, item.planned_on) == (
        acme,
        90,
        WorkKind.WRITING,
        Impact.HIGH,
        None,
    )


def test_a_day_without_a_time_is_that_day(workspace: Workspace, acme: str) -> None:
    added = add(workspace, "acme slides thu by fri")
    (item,) = rows(workspace, WorkItem)
    assert isinstance(item, WorkItem)
    assert (item.planned_on, item.due_on, item.client_id) == (THURSDAY, date(2026, 10, 16), acme)
    assert rows(workspace, Block) == []
    assert (added.block_id, added.day, added.start_minute) == (None, THURSDAY, None)


def test_without_day_and_time_it_waits(workspace: Workspace, acme: str) -> None:
    added = add(workspace, "acme slides")
    assert (added.day, added.block_id) == (None, None)
    waiting = {item.work_item_id for group in workspace.week.to_place() for item in group.items}
    assert added.work_item_id in waiting


def test_without_an_estimate_the_block_takes_an_hour_and_the_work_stays_unknown(workspace: Workspace) -> None:
    workspace.practice.set_up("Mara Lind", zone="Europe/Paris", currency="EUR")
    added = add(workspace, "slides thu 23:30")
    assert (added.start_minute, added.end_minute) == (23 * 60 + 30, 24 * 60 + 30)
    assert workspace.work.get(added.work_item_id or "").estimate_minutes is None


def test_what_repeats_is_kept_as_a_rule(workspace: Workspace, acme: str) -> None:
    added = add(workspace, "acme report 1h every second friday")
    (kept,) = rows(workspace, RecurringWork)
    assert isinstance(kept, RecurringWork)
    assert (kept.rule, kept.starts_on, kept.client_id) == (
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
        date(2026, 10, 16),
        acme,
    )
    assert (added.rule, added.work_item_id) == (kept.rule, None)
    assert rows(workspace, WorkItem) == []


@pytest.mark.parametrize("line", ["acme slides 2h thu 10", "acme slides thu", "acme slides every monday"])
def test_one_undo_takes_it_back(workspace: Workspace, acme: str, line: str) -> None:
    assert acme
    add(workspace, line)
    workspace.store.undo()
    assert not any(rows(workspace, table) for table in (WorkItem, Block, RecurringWork))


@pytest.mark.parametrize("line", ["", "acme 2h thu 10", '""', "x" * 300])
def test_a_line_without_words_or_with_too_many_is_refused(workspace: Workspace, acme: str, line: str) -> None:
    assert acme
    with pytest.raises(InvalidInput):
        add(workspace, line)
    assert rows(workspace, WorkItem) == []


def test_a_client_deleted_meanwhile_is_said(workspace: Workspace, acme: str) -> None:
    reading = read(workspace, "acme slides")
    workspace.clients.delete(acme)
    with pytest.raises(NotFound):
        service(workspace).add(reading)


def test_archived_clients_are_not_meant(workspace: Workspace, acme: str) -> None:
    workspace.clients.archive([acme])
    assert read(workspace, "acme slides").client_id is None


def test_a_time_on_the_night_of_a_clock_change_is_kept_as_typed(workspace: Workspace, acme: str) -> None:
    assert acme
    added = add(workspace, "acme slides 25.10. 9:30")
    assert (added.start_minute, added.day) == (9 * 60 + 30, date(2026, 10, 25))
    (block,) = rows(workspace, Block)
    assert isinstance(block, Block)
    assert block.starts_at == datetime.fromisoformat("2026-10-25T08:30:00+00:00")


@pytest.mark.parametrize(
    "when", ["9999-12-31 23:30", "0001-01-01 00:10", "9999-12-31", "every monday 9999-12-31"]
)
def test_days_beyond_the_calendar_are_refused_in_every_zone(
    workspace: Workspace, acme: str, when: str
) -> None:
    del acme
    for zone in ("America/New_York", "Pacific/Auckland"):
        workspace.practice.update(zone=zone)
        with pytest.raises(InvalidInput):
            add(workspace, f"slides {when} 2h")
