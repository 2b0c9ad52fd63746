"""Foreign calendars in the store: imported once, watched, subscribed; shown in the week, counted, taken back."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from sqlmodel import select

from clientdesk.models.enums import BlockKind, CalendarSource
from clientdesk.models.errors import (
    CalendarUnread,
    FileUnreadable,
    ImportRefused,
    InvalidInput,
    SecretsUnavailable,
)
from clientdesk.models.tables import CalendarEvent
from clientdesk.models.views.week import BlockSource
from clientdesk.services.calendars.fetching import AddressReader
from clientdesk.services.calendars.ports import Cancel, Cancelled, Fetched, KnownVersion
from clientdesk.services.calendars.service import CalendarService
from clientdesk.services.interchange.json_export import export_document
from clientdesk.services.workspace import Workspace
from tests.helpers.calendar_server import CalendarServer, gives, running_calendar_server
from tests.helpers.fakes import FixedClock
from tests.unit.services.calendars.conftest import calendar, event, paris

pytestmark = pytest.mark.usefixtures("practice")

TEAM = "/private-3f9c2ab81d7e/team.ics"
TUESDAY = date(2026, 10, 13)
STAND_UP = event(
    "DTSTART;TZID=Europe/Paris:20261013T100000", "DURATION:PT1H", "SUMMARY:Stand-up", uid="stand-up"
)
WEEKLY = event(
    "DTSTART;TZID=Europe/Paris:20261014T140000",
    "DURATION:PT30M",
    "RRULE:FREQ=WEEKLY",
    "SUMMARY:Jour fixe",
    uid="weekly",
)


class Keeper:
    """A keyring that can be told to refuse."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.refusal = ""

    def get(self, name: str) -> str | None:
        self._check()
        return self.kept.get(name)

    def set(self, name: str, secret: str) -> None:
        self._check()
        self.kept[name] = secret

    def forget(self, name: str) -> bool:
        self._check()
        return self.kept.pop(name, None) is not None

    def _check(self) -> None:
        if self.refusal:
            raise SecretsUnavailable(self.refusal)


@pytest.fixture
def keeper() -> Keeper:
    return Keeper()


@pytest.fixture(scope="module")
def running() -> Iterator[CalendarServer]:
    with running_calendar_server() as server:
        yield server


@pytest.fixture
def server(running: CalendarServer) -> CalendarServer:
    running.answers.clear()
    running.requests.clear()
    return running


@pytest.fixture
def calendars(
    workspace: Workspace, clock: FixedClock, keeper: Keeper, server: CalendarServer
) -> CalendarService:
    """The service with this test's keyring, trusting this test's server."""
    readers = {CalendarSource.ADDRESS: AddressReader(server.trust, most_seconds=5)}
    workspace.calendars = CalendarService(
        workspace.store, clock, workspace.practice, keeper=keeper, readers=readers
    )
    return workspace.calendars


def events_of(workspace: Workspace) -> list[tuple[str, datetime]]:
    with workspace.store.reading() as session:
        rows = session.execute(
            select(CalendarEvent.title, CalendarEvent.starts_at).order_by(CalendarEvent.starts_at)
        )
        return [(title, at) for title, at in rows]


def shown(workspace: Workspace, start: str = "2026-W42") -> list[tuple[str, date, int, int]]:
    return [
        (block.title, block.day, block.start_minute, block.end_minute)
        for block in workspace.week.week(start).blocks
        if block.source is BlockSource.CALENDAR
    ]


# In from a file, once


def test_a_preview_says_what_would_be_kept_and_keeps_nothing(
    workspace: Workspace, calendars: CalendarService, ics: Callable[..., Path]
) -> None:
    view = calendars.preview_file(ics(STAND_UP, WEEKLY, event("SUMMARY:When?", uid="x"))).view
    assert (view.name, view.events, view.repeating) == ("Team", 2, 1)
    assert (view.first, view.last) == (TUESDAY, date(2028, 10, 11))
    assert [problem.code for problem in view.problems] == ["calendar_no_start"]
    assert calendars.list_calendars() == []
    assert events_of(workspace) == []


def test_an_import_is_one_step_that_undo_takes_back_and_redo_brings_again(
    workspace: Workspace, calendars: CalendarService, ics: Callable[..., Path]
) -> None:
    calendars.import_file(ics(STAND_UP, WEEKLY))
    kept = events_of(workspace)
    assert len(kept) == 1 + 105
    assert workspace.store.undo_label == "Import calendar"
    workspace.store.undo()
    assert (events_of(workspace), calendars.list_calendars()) == ([], [])
    workspace.store.redo()
    assert events_of(workspace) == kept


def test_above_twenty_thousand_records_there_is_no_undo(
    workspace: Workspace,
    calendars: CalendarService,
    ics: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("clientdesk.services.calendars.previews.UNDOABLE_RECORDS", 50)
    preview = calendars.preview_file(ics(WEEKLY))
    assert not preview.is_undoable
    calendars.import_preview(preview)
    assert workspace.store.undo_label != "Import calendar"


def test_an_import_that_is_stopped_keeps_nothing(
    workspace: Workspace, calendars: CalendarService, ics: Callable[..., Path]
) -> None:
    preview = calendars.preview_file(ics(STAND_UP))
    cancel = Cancel()
    cancel.set()
    with pytest.raises(Cancelled):
        calendars.import_preview(preview, cancel=cancel)
    with pytest.raises(Cancelled):
        calendars.preview_file(ics(STAND_UP), cancel)
    assert calendars.list_calendars() == []


def test_a_file_that_is_no_calendar_is_refused(calendars: CalendarService, tmp_path: Path) -> None:
    other = tmp_path / "page.ics"
    other.write_text("<html>Sign in</html>")
    with pytest.raises(ImportRefused):
        calendars.preview_file(other)
    with pytest.raises(FileUnreadable):
        calendars.preview_file(tmp_path / "gone.ics")


def test_a_calendar_that_is_here_already_is_named_in_the_preview(
    calendars: CalendarService, ics: Callable[..., Path]
) -> None:
    calendars.import_file(ics(STAND_UP, WEEKLY), "Work")
    assert calendars.preview_file(ics(STAND_UP, WEEKLY)).view.known_as == "Work"


# In the week


def test_events_stand_in_the_week_as_fixed_meetings_of_their_calendar(
    workspace: Workspace, calendars: CalendarService, ics: Callable[..., Path]
) -> None:
    calendars.import_file(ics(STAND_UP, WEEKLY))
    assert shown(workspace) == [("Stand-up", TUESDAY, 600, 660), ("Jour fixe", date(2026, 10, 14), 840, 870)]
    block = workspace.week.week("2026-W42").days[1].blocks[0]
    assert (block.kind, block.is_fixed, block.calendar) == (BlockKind.MEETING, True, "Team")


def test_busy_events_take_capacity_and_free_ones_do_not(
    workspace: Workspace, calendars: CalendarService, ics: Callable[..., Path]
) -> None:
    empty = workspace.week.week("2026-W42").days[1].capacity_minutes
    calendar_id = calendars.import_file(ics(STAND_UP))
    assert workspace.week.week("2026-W42").days[1].capacity_minutes == empty - 48
    calendars.set_busy(calendar_id, busy=False)
    assert workspace.week.week("2026-W42").days[1].capacity_minutes == empty
    workspace.store.undo()
    assert workspace.week.week("2026-W42").days[1].capacity_minutes == empty - 48


def test_a_whole_day_takes_the_day_when_it_is_busy(
    workspace: Workspace, calendars: CalendarService, ics: Callable[..., Path]
) -> None:
    away = ["DTSTART;VALUE=DATE:20261013", "DTEND;VALUE=DATE:20261015", "SUMMARY:Conference"]
    calendars.import_file(ics(event(*away), event(*away[:2], "TRANSP:TRANSPARENT", "SUMMARY:Fair", uid="2")))
    days = workspace.week.week("2026-W42").days
    assert [[chip.title for chip in day.all_day] for day in days[:4]] == [
        [],
        ["Conference", "Fair"],
        ["Conference", "Fair"],
        [],
    ]
    assert [day.capacity_minutes for day in days[:4]] == [384, 0, 0, 384]


def test_a_calendar_that_is_off_is_neither_shown_nor_counted(
    workspace: Workspace, calendars: CalendarService, ics: Callable[..., Path]
) -> None:
    calendar_id = calendars.import_file(ics(STAND_UP))
    calendars.set_on(calendar_id, on=False)
    assert shown(workspace) == []
    calendars.set_on(calendar_id, on=True)
    assert len(shown(workspace)) == 1


def test_removing_a_calendar_takes_its_events_and_undo_brings_them_back(
    workspace: Workspace, calendars: CalendarService, ics: Callable[..., Path]
) -> None:
    calendar_id = calendars.import_file(ics(STAND_UP, WEEKLY))
    before = events_of(workspace)
    assert calendars.remove(calendar_id)
    assert (events_of(workspace), shown(workspace)) == ([], [])
    workspace.store.undo()
    assert events_of(workspace) == before


def test_an_event_belongs_to_the_client_whose_people_are_invited(
    workspace: Workspace,
    calendars: CalendarService,
    ics: Callable[..., Path],
    make_client: Callable[..., str],
    make_contact: Callable[..., str],
) -> None:
    cedar, elm = make_client("Cedar"), make_client("Elm")
    make_contact(cedar, "Ann", email="Ann@Cedar.example")
    invited = event(
        "DTSTART:20261013T080000Z", "ATTENDEE:mailto:me@own.example", "ATTENDEE:mailto:ann@cedar.example"
    )
    later = event("DTSTART:20261014T080000Z", "ATTENDEE:mailto:bob@elm.example", uid="2")
    calendars.import_file(ics(invited, later))
    week = workspace.week.week("2026-W42").blocks
    assert [block.client_id for block in week] == [cedar, None]
    calendars.refresh_due()
    make_contact(elm, "Bob", email="bob@elm.example")
    calendars.people_changed()
    calendars.refresh_due()
    assert [block.client_id for block in workspace.week.week("2026-W42").blocks] == [cedar, elm]


def test_an_address_of_two_clients_belongs_to_neither(
    workspace: Workspace,
    calendars: CalendarService,
    ics: Callable[..., Path],
    make_client: Callable[..., str],
    make_contact: Callable[..., str],
) -> None:
    for name in ("Cedar", "Elm"):
        make_contact(make_client(name), "Ann", email="ann@shared.example")
    calendars.import_file(ics(event("DTSTART:20261013T080000Z", "ATTENDEE:mailto:ann@shared.example")))
    assert workspace.week.week("2026-W42").blocks[0].client_id is None


def test_the_details_of_an_event(
    workspace: Workspace, calendars: CalendarService, ics: Callable[..., Path]
) -> None:
    calendars.import_file(ics(event("DTSTART:20261013T080000Z", "DURATION:PT1H", "LOCATION:Room 4")))
    details = calendars.event(workspace.week.week("2026-W42").blocks[0].block_id)
    assert (details.location, details.starts_local, details.calendar) == (
        "Room 4",
        paris(2026, 10, 13, 10),
        "Team",
    )


# Watched


def test_a_watched_file_is_read_again_when_it_changes_only(
    workspace: Workspace, calendars: CalendarService, ics: Callable[..., Path]
) -> None:
    path = ics(STAND_UP)
    calendars.watch_file(path)
    assert calendars.refresh_due() == 0
    ics(STAND_UP.replace("T100000", "T110000"))
    os.utime(path, (1, 1))
    assert calendars.refresh_due() == 1
    assert shown(workspace) == [("Stand-up", TUESDAY, 660, 720)]
    assert calendars.refresh_due() == 0


def test_a_file_that_is_gone_keeps_what_was_read_and_says_so(
    workspace: Workspace, calendars: CalendarService, ics: Callable[..., Path]
) -> None:
    path = ics(STAND_UP)
    calendars.watch_file(path)
    path.rename(path.with_suffix(".away"))
    calendars.refresh_due()
    assert len(shown(workspace)) == 1
    view = calendars.list_calendars()[0]
    assert view.problem == "no_file"
    assert view.status.startswith("Couldn't be read since Mon 12 Oct: the file isn't there.")
    path.with_suffix(".away").rename(path)
    calendars.refresh_due()
    assert calendars.list_calendars()[0].status == "Read just now · 1 event"


def test_a_file_half_written_keeps_what_was_read(
    workspace: Workspace, calendars: CalendarService, ics: Callable[..., Path]
) -> None:
    path = ics(STAND_UP)
    calendars.watch_file(path)
    path.write_bytes(path.read_bytes()[:-40])
    calendars.refresh_due()
    assert len(shown(workspace)) == 1
    assert calendars.list_calendars()[0].problem == "cut_off"


def test_a_file_is_watched_once(calendars: CalendarService, ics: Callable[..., Path]) -> None:
    calendars.watch_file(ics(STAND_UP))
    with pytest.raises(InvalidInput):
        calendars.watch_file(ics(STAND_UP))


# Subscribed


def subscribed(calendars: CalendarService, server: CalendarServer, *parts: str) -> str:
    server.answers[TEAM] = gives(calendar(*(parts or (STAND_UP,))), ETag='"1"')
    return calendars.subscribe(server.url(TEAM), "Team").calendar_id


def test_a_subscription_is_read_now_and_shown(
    workspace: Workspace, calendars: CalendarService, server: CalendarServer
) -> None:
    subscribed(calendars, server)
    view = calendars.list_calendars()[0]
    assert (view.place, view.events, view.status) == (
        f"localhost:{server.port}",
        1,
        "Read just now · 1 event",
    )
    assert len(shown(workspace)) == 1


def test_the_private_address_is_in_the_keyring_and_nowhere_else(
    workspace: Workspace,
    calendars: CalendarService,
    server: CalendarServer,
    keeper: Keeper,
    clock: FixedClock,
) -> None:
    address = server.url(TEAM)
    gives_away = f"SOURCE;VALUE=URI:{address}\nX-ORIGINAL-URL:{address}"
    told = event("DTSTART:20261013T080000Z", f"LOCATION:{address}", f"DESCRIPTION:{address}")
    server.answers[TEAM] = gives(calendar(told, head=gives_away))
    calendar_id = calendars.subscribe(address).calendar_id
    assert keeper.kept == {f"calendar:{calendar_id}": address}
    document = str(export_document(workspace.store, clock))
    workspace.back_up()
    for path in workspace.folder.root.rglob("*"):
        if path.is_file():
            assert b"3f9c2ab81d7e" not in path.read_bytes(), path.name
    import base64

    content = export_document(workspace.store, clock)["calendars"][0]["content"]
    assert b"3f9c2ab81d7e" not in base64.b64decode(content)
    assert "3f9c2ab81d7e" not in document
    assert "3f9c2ab81d7e" not in str(calendars.list_calendars())


def test_it_is_asked_every_half_hour_and_not_sooner(
    calendars: CalendarService, server: CalendarServer, clock: FixedClock
) -> None:
    subscribed(calendars, server)
    clock.advance(minutes=29)
    assert calendars.refresh_due() == 0
    clock.advance(minutes=1)
    assert calendars.refresh_due() == 1
    assert len(server.requests) == 2
    assert server.requests[1][1]["if-none-match"] == '"1"'


def test_a_clock_set_back_does_not_stop_it(
    calendars: CalendarService, server: CalendarServer, clock: FixedClock
) -> None:
    subscribed(calendars, server)
    clock.set(clock.now() - timedelta(days=3))
    assert calendars.refresh_due() == 1


def test_a_refresh_changes_only_what_changed_and_leaves_undo_alone(
    workspace: Workspace,
    calendars: CalendarService,
    server: CalendarServer,
    make_client: Callable[..., str],
    clock: FixedClock,
) -> None:
    subscribed(calendars, server, STAND_UP, WEEKLY)
    make_client("Cedar")
    step = workspace.store.undo_label
    changes: list[int] = []
    workspace.store.subscribe(lambda change: changes.append(len(change.touched)))
    server.answers[TEAM] = gives(calendar(STAND_UP.replace("T100000", "T110000"), WEEKLY), ETag='"2"')
    clock.advance(minutes=31)
    calendars.refresh_due()
    assert changes == [1, 1]
    assert shown(workspace)[0] == ("Stand-up", TUESDAY, 660, 720)
    assert workspace.store.undo_label == step
    workspace.store.undo()
    assert workspace.clients.list_active() == []


def test_an_event_taken_away_there_is_taken_away_here(
    workspace: Workspace, calendars: CalendarService, server: CalendarServer, clock: FixedClock
) -> None:
    subscribed(calendars, server, STAND_UP, WEEKLY)
    server.answers[TEAM] = gives(calendar(WEEKLY))
    clock.advance(minutes=31)
    calendars.refresh_due()
    assert [title for title, *_ in shown(workspace)] == ["Jour fixe"]


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (gives(b"", 404), "status:404"),
        (gives(b"", 500), "status:500"),
        (gives(b"<html>Please sign in</html>"), "not_a_calendar"),
        (gives(b""), "not_a_calendar"),
        (gives(calendar(STAND_UP)[:120]), "cut_off"),
        (gives(calendar(STAND_UP), Content_Length="120"), "cut_off"),
    ],
)
def test_old_events_stay_when_it_cannot_be_read(
    workspace: Workspace,
    calendars: CalendarService,
    server: CalendarServer,
    clock: FixedClock,
    answer: Callable[..., None],
    problem: str,
) -> None:
    calendar_id = subscribed(calendars, server)
    server.answers[TEAM] = answer
    clock.advance(days=1)
    assert not calendars.refresh(calendar_id)
    view = calendars.list_calendars()[0]
    assert view.problem == problem
    assert view.status.startswith("Couldn't be read since Mon 12 Oct: ")
    assert view.status.endswith(" The event read before stays.")
    assert len(shown(workspace)) == 1
    server.answers[TEAM] = gives(calendar(STAND_UP))
    assert calendars.refresh(calendar_id)
    assert calendars.list_calendars()[0].problem == ""


def test_nothing_is_asked_while_it_is_off_or_gone(
    calendars: CalendarService, server: CalendarServer, clock: FixedClock
) -> None:
    calendar_id = subscribed(calendars, server)
    calendars.set_on(calendar_id, on=False)
    clock.advance(days=1)
    assert not calendars.watches_anything()
    assert calendars.refresh_due() == 0
    assert not calendars.refresh(calendar_id)
    calendars.remove(calendar_id)
    calendars.refresh_due()
    assert len(server.requests) == 1


def test_one_switched_off_while_another_is_read_is_not_asked(
    calendars: CalendarService, server: CalendarServer, clock: FixedClock
) -> None:
    subscribed(calendars, server)
    server.answers["/second.ics"] = gives(calendar(STAND_UP))
    second = calendars.subscribe(server.url("/second.ics")).calendar_id
    clock.advance(minutes=31)
    server.requests.clear()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        calendars.set_on(second, on=False)
        gives(calendar(STAND_UP))(handler)

    server.answers[TEAM] = answer
    calendars.refresh_due()
    assert [path for path, _ in server.requests] == [TEAM]


def test_switching_off_breaks_off_what_is_being_asked(
    calendars: CalendarService, server: CalendarServer, clock: FixedClock
) -> None:
    calendar_id = subscribed(calendars, server)

    def answer(_handler: object) -> None:
        calendars.set_on(calendar_id, on=False)
        server.released.wait(10)

    server.answers[TEAM] = answer
    clock.advance(minutes=31)
    before = calendars.list_calendars()[0].tried_at
    assert not calendars.refresh(calendar_id)
    (view,) = calendars.list_calendars()
    assert (view.problem, view.tried_at) == ("", before)


def test_two_that_read_the_same_calendar_write_it_once(
    workspace: Workspace, calendars: CalendarService, server: CalendarServer
) -> None:
    calendar_id = subscribed(calendars, server)
    hours = [event(f"DTSTART:20261013T{hour:02}0000Z", uid=f"h{hour}") for hour in range(24)]
    server.answers[TEAM] = gives(calendar(*hours))
    threads = [threading.Thread(target=calendars.refresh, args=(calendar_id,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(events_of(workspace)) == 24


def test_reading_what_has_not_changed_is_worth_no_backup(
    workspace: Workspace, calendars: CalendarService, server: CalendarServer, clock: FixedClock
) -> None:
    subscribed(calendars, server)
    workspace.store.has_changed = False
    server.answers[TEAM] = gives(calendar(STAND_UP, head="X-PUBLISHED:later"))
    for _ in range(2):
        clock.advance(minutes=31)
        assert calendars.refresh_due() == 1
        assert not workspace.store.has_changed
    server.answers[TEAM] = gives(calendar(WEEKLY))
    clock.advance(minutes=31)
    calendars.refresh_due()
    assert workspace.store.has_changed


def test_a_client_that_events_were_tied_to_can_be_taken_back(
    workspace: Workspace, calendars: CalendarService, ics: Callable[..., Path]
) -> None:
    calendars.import_file(ics(event("DTSTART:20261013T080000Z", "ATTENDEE:mailto:a@cedar.example")))
    client_id = workspace.clients.add("Cedar", email="a@cedar.example")
    assert calendars.match_clients() == 1
    assert workspace.store.undo() == "Add client"
    assert workspace.week.week("2026-W42").blocks[0].client_id is None
    workspace.store.redo()
    assert calendars.match_clients() == 1
    workspace.clients.update(client_id, email="")
    for _ in range(3):
        workspace.store.undo()
    assert events_of(workspace) == []


@pytest.mark.parametrize(
    "address", ["http://cal.example/x", "cal.example", "file:///etc/hosts", "https://", ""]
)
def test_only_https_is_subscribed_to(calendars: CalendarService, address: str) -> None:
    with pytest.raises(InvalidInput):
        calendars.subscribe(address)


def test_a_subscription_that_cannot_be_read_is_not_made(
    calendars: CalendarService, server: CalendarServer, keeper: Keeper
) -> None:
    with pytest.raises(CalendarUnread):
        calendars.subscribe(server.url("/nowhere.ics"))
    assert (calendars.list_calendars(), keeper.kept) == ([], {})


def test_the_same_address_is_subscribed_once(calendars: CalendarService, server: CalendarServer) -> None:
    subscribed(calendars, server)
    with pytest.raises(InvalidInput):
        calendars.subscribe(server.url(TEAM))


def test_a_keyring_that_refuses_leaves_it_working_for_this_run(
    workspace: Workspace,
    calendars: CalendarService,
    server: CalendarServer,
    keeper: Keeper,
    clock: FixedClock,
) -> None:
    keeper.refusal = "locked"
    server.answers[TEAM] = gives(calendar(STAND_UP))
    added = calendars.subscribe(server.url(TEAM))
    assert (added.address_kept, added.why_not) == (False, "locked")
    clock.advance(minutes=31)
    assert calendars.refresh_due() == 1
    assert calendars.list_calendars()[0].problem == ""
    later = CalendarService(workspace.store, clock, workspace.practice, keeper=keeper)
    clock.advance(minutes=31)
    later.refresh_due()
    assert later.list_calendars()[0].problem == "keyring"
    keeper.refusal = ""
    clock.advance(minutes=31)
    later.refresh_due()
    assert later.list_calendars()[0].problem == "no_address"
    later.give_address(added.calendar_id, server.url(TEAM))
    assert list(keeper.kept.values()) == [server.url(TEAM)]


def test_a_removed_subscription_leaves_the_keyring_and_comes_back_by_undo(
    workspace: Workspace,
    calendars: CalendarService,
    server: CalendarServer,
    keeper: Keeper,
    clock: FixedClock,
) -> None:
    calendar_id = subscribed(calendars, server)
    calendars.remove(calendar_id)
    calendars.forget_address(calendar_id)
    assert keeper.kept == {}
    workspace.store.undo()
    clock.advance(minutes=31)
    assert calendars.refresh_due() == 1
    assert calendars.list_calendars()[0].problem == ""
    assert list(keeper.kept.values()) == [server.url(TEAM)]


def test_the_address_goes_back_to_the_keyring_with_undo_and_out_with_redo(
    workspace: Workspace, calendars: CalendarService, server: CalendarServer, keeper: Keeper
) -> None:
    calendar_id = subscribed(calendars, server)
    calendars.remove(calendar_id)
    calendars.forget_address(calendar_id)
    workspace.store.undo()
    calendars.refresh_due()
    assert list(keeper.kept.values()) == [server.url(TEAM)]
    workspace.store.redo()
    calendars.refresh_due()
    assert keeper.kept == {}


# Laid out anew


def test_repetitions_go_on_when_their_end_comes_near(
    workspace: Workspace, calendars: CalendarService, ics: Callable[..., Path], clock: FixedClock
) -> None:
    calendars.import_file(ics(WEEKLY))
    clock.advance(days=300)
    calendars.refresh_due()
    assert events_of(workspace)[-1][1].year == 2028
    clock.advance(days=60)
    calendars.refresh_due()
    assert events_of(workspace)[-1][1] > datetime(2029, 9, 1, tzinfo=UTC)


def test_days_and_times_without_a_zone_follow_the_practice_to_another_one(
    workspace: Workspace, calendars: CalendarService, ics: Callable[..., Path], clock: FixedClock
) -> None:
    floating = event("DTSTART:20261013T100000", "SUMMARY:Floating")
    day = event("DTSTART;VALUE=DATE:20261013", "SUMMARY:Day", uid="2")
    calendars.import_file(ics(floating, day))
    workspace.practice.update(zone="America/New_York")
    calendars.refresh_due()
    assert [(title, at.hour) for title, at in events_of(workspace)] == [("Day", 4), ("Floating", 14)]
    workspace.practice.update(zone="Europe/Paris")
    later = CalendarService(workspace.store, clock, workspace.practice, keeper=Keeper())
    later.refresh_due()
    assert [(title, at.hour) for title, at in events_of(workspace)] == [("Day", 22), ("Floating", 8)]


class Instead:
    """A reader in the place of a live server's."""

    def read(self, where: str, known: KnownVersion, cancel: Cancel) -> Fetched:
        del known
        cancel.check()
        return Fetched(calendar(event("DTSTART:20261013T080000Z", f"SUMMARY:{len(where)}")))


def test_another_kind_of_source_needs_only_a_reader(
    workspace: Workspace, clock: FixedClock, keeper: Keeper
) -> None:
    made = CalendarService(
        workspace.store,
        clock,
        workspace.practice,
        keeper=keeper,
        readers={CalendarSource.ADDRESS: Instead()},
    )
    made.subscribe("https://a.example/b", "Live")
    assert [title for title, _ in events_of(workspace)] == ["19"]


@pytest.mark.soak
def test_fifty_megabytes_are_taken_in(
    workspace: Workspace, calendars: CalendarService, tmp_path: Path
) -> None:
    one = [
        event(
            f"DTSTART:2026{1 + n % 12:02d}{1 + n % 28:02d}T090000Z",
            "DURATION:PT1H",
            f"SUMMARY:Number {n}",
            "DESCRIPTION:" + "x" * 300,
            uid=str(n),
        )
        for n in range(110_000)
    ]
    path = tmp_path / "huge.ics"
    path.write_bytes(calendar(*one))
    assert path.stat().st_size > 45_000_000
    preview = calendars.preview_file(path)
    assert preview.view.events == 110_000
    calendars.import_preview(preview)
    assert calendars.list_calendars()[0].events == 110_000
    assert len(events_of(workspace)) == 110_000


# Elsewhere


def test_today_shows_the_days_events_as_meetings_and_counts_them(
    workspace: Workspace, calendars: CalendarService, ics: Callable[..., Path]
) -> None:
    before = workspace.today()
    assert before is not None
    calendars.import_file(
        ics(
            event("DTSTART;TZID=Europe/Paris:20261012T140000", "DURATION:PT2H", "SUMMARY:Board"),
            event(
                "DTSTART;TZID=Europe/Paris:20261012T160000",
                "DURATION:PT1H",
                "SUMMARY:Concert",
                "TRANSP:TRANSPARENT",
                uid="2",
            ),
        )
    )
    view = workspace.today()
    assert view is not None
    assert [meeting.block.title for meeting in view.day.meetings] == ["Board", "Concert"]
    assert before.day.capacity_minutes - view.day.capacity_minutes == 96


def test_what_can_be_promised_counts_them_too(
    workspace: Workspace, calendars: CalendarService, ics: Callable[..., Path]
) -> None:
    from zoneinfo import ZoneInfo

    from clientdesk.services.bookable import bookable_days
    from clientdesk.store.first_reads import fetch_of

    def free() -> list[int]:
        with workspace.store.reading() as session:
            days = bookable_days(
                fetch_of(session),
                workspace.clock.now(),
                ZoneInfo("Europe/Paris"),
                workspace.boundaries.calendar(),
                TUESDAY,
                3,
            )
            return [day.capacity_minutes for day in days]

    assert free() == [384, 384, 384]
    away = event("DTSTART;VALUE=DATE:20261015", "SUMMARY:Away", uid="away")
    calendars.import_file(ics(STAND_UP, away))
    assert free() == [336, 384, 0]
    week = workspace.week.week("2026-W42").days[1:4]
    assert [day.capacity_minutes for day in week] == free()


def test_the_command_line_brings_a_calendar_in(
    workspace: Workspace, ics: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    import json

    from clientdesk import cli

    path = ics(STAND_UP, event("SUMMARY:When?", uid="x"))
    root = str(workspace.folder.root)
    for dry in (["--dry-run"], []):
        assert cli.run(["--data", root, "import", str(path), "--json", *dry]) == 0
        out, err = capsys.readouterr()
        assert json.loads(out) == {
            "dry_run": bool(dry),
            "added": {"calendars": 1, "calendar_events": 1},
            "known": 0,
            "skipped": ["line 11"],
        }
        assert "Line 11: this event has no start" in err
        assert len(events_of(workspace)) == (0 if dry else 1)


def test_closing_stops_what_is_being_asked(
    workspace: Workspace, calendars: CalendarService, server: CalendarServer
) -> None:
    asked = threading.Event()

    def answer(_handler: object) -> None:
        asked.set()
        server.released.wait(10)

    server.answers[TEAM] = answer
    threading.Thread(target=lambda: (asked.wait(10), calendars.stop()), daemon=True).start()
    with pytest.raises(Cancelled):
        calendars.subscribe(server.url(TEAM))
    assert calendars.list_calendars() == []
