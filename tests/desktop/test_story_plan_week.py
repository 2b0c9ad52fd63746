"""A person plans the demo's week of eight clients with real keys and a real pointer; each step leaves a picture."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest

from clientdesk.models.lightest import free_start
from clientdesk.models.views.week import BlockSource, BlockView, WeekView, WorkItemView
from clientdesk.services.demo import ZONE, make_demo
from clientdesk.services.workspace import Workspace
from tests.helpers.desktop import EVIDENCE, Desktop, Process, wait_until
from tests.helpers.story import APP, opened, press_keys, start, window_of

T = TypeVar("T")

MONDAY, SUNDAY = date(2026, 10, 12), date(2026, 10, 18)
MORNING = datetime(2026, 10, 12, 8, 30, tzinfo=ZoneInfo(ZONE))
SIZE = (1500, 940)
MOST_KEYS = 45
PICTURES = "plan-week"
GRID = {"role": "list", "name": "Week grid", **APP}
TO_PLACE = {"role": "list", "name": "Work to place", **APP}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The demo as it is told on a Monday morning."""
    folder = tmp_path / "workspace"
    workspace = opened(folder, MORNING)
    make_demo(workspace)
    workspace.close(back_up=False)
    return folder


@pytest.fixture
def app(desktop: Desktop, accessibility: None, data: Path) -> Iterator[Process]:
    """ClientDesk on that morning, its window in the corner of the screen."""
    process = start(desktop, data, at=MORNING)
    try:
        window = window_of(desktop)
        desktop.accessible({"do": "find", "role": "push button", "name": "Birch & Co", "patience": 60, **APP})
        desktop.xdotool("windowsize", "--sync", window, *SIZE)
        desktop.xdotool("windowmove", "--sync", window, 20, 30)
        yield process
    finally:
        desktop.stop(process)


class Person:
    """Looks at the screen, presses, and counts."""

    def __init__(self, desktop: Desktop, data: Path) -> None:
        self.desktop = desktop
        self.data = data
        self.keys: list[str] = []
        self.clicks = 0
        self._pictures = 0
        shutil.rmtree(EVIDENCE / PICTURES, ignore_errors=True)
        (EVIDENCE / PICTURES).mkdir(parents=True)

    def picture(self, name: str) -> None:
        """Keep a picture; the window was asked for all that shows before, so it has drawn what came of the last key."""
        self.desktop.accessible({"do": "nameless", **APP})
        self._pictures += 1
        self.desktop.screenshot(f"{PICTURES}/{self._pictures:02}-{name}.png")

    def key(self, key: str) -> None:
        self.keys.append(key)
        press_keys(self.desktop, key)

    def click(self, **step: Any) -> None:
        self.clicks += 1
        found: dict[str, Any] = {**step, **APP}
        self.desktop.click_accessible(**found)

    def see(self, **step: Any) -> None:
        """Wait until something is on the screen."""
        self.desktop.accessible({"do": "find", "patience": 40, **step, **APP})

    def items(self, of: dict[str, Any]) -> list[dict[str, Any]]:
        """What a list on the screen holds, by name and rectangle."""
        found: list[dict[str, Any]] = self.desktop.accessible({"do": "items", **of})[0]
        return found

    def selected(self) -> str:
        """The name of the work that is selected in To place; empty without any."""
        return next((item["name"] for item in self.items(TO_PLACE) if "selected" in item["states"]), "")

    def kept(self, look: Callable[[Workspace], T]) -> T:
        """What the store holds now."""
        workspace = opened(self.data, MORNING + timedelta(minutes=5))
        try:
            return look(workspace)
        finally:
            workspace.close(back_up=False)

    def press_until(self, key: str, look: Callable[[Workspace], Any]) -> None:
        """Press a key and wait until what the store says is no longer what it said."""
        before = self.kept(look)
        self.key(key)
        wait_until(lambda: self.kept(look) != before, f"something to come of {key}", 40)


def carried(workspace: Workspace) -> list[str]:
    return [item.title for item in workspace.plan.carry_over()]


def waiting(workspace: Workspace) -> list[WorkItemView]:
    return [item for group in workspace.week.to_place(MONDAY) for item in group.items]


def waiting_ids(workspace: Workspace) -> list[str]:
    return sorted(item.work_item_id for item in waiting(workspace))


def shown(workspace: Workspace) -> WeekView:
    return workspace.week.week(MONDAY)


def titles(workspace: Workspace) -> list[str]:
    return [block.title for block in shown(workspace).blocks]


def roomiest(view: WeekView, until: date | None, minutes: int) -> int:
    """The number of the day with most room on or before a date, as the heads of the days say; 1 is Monday."""
    last = max(min(until or SUNDAY, SUNDAY), MONDAY)
    fitting = [n for n, day in enumerate(view.days) if day.hours and day.date <= last]
    return 1 + max(fitting, key=lambda n: (view.days[n].spare_minutes >= minutes, view.days[n].spare_minutes))


def unplaced(workspace: Workspace) -> int:
    return len(workspace.plan.view(MONDAY).unplaced_check_ins)


def red_day(workspace: Workspace) -> object:
    return workspace.plan.view(MONDAY).red_day


def place_of(workspace: Workspace, title: str) -> tuple[date, int] | None:
    """Where a block of this title begins."""
    return next(
        ((block.day, block.start_minute) for block in shown(workspace).blocks if block.title == title), None
    )


def answer_carry_over(person: Person) -> None:
    """One key each: what was carried three times is given up, one is done, the others go on a day."""
    assert len(person.kept(carried)) == 6
    person.key("p")
    person.see(role="list item", starts="Kestrel Media, Sort last month")
    person.picture("carry-over")
    for key in ("x", "d"):
        person.press_until(key, carried)
    while person.kept(carried):
        person.press_until(str(roomiest(person.kept(shown), None, 60)), carried)
    person.picture("carry-over-answered")


def place_check_ins_and_relieve_the_full_day(person: Person) -> None:
    person.key("p")
    person.see(role="list item", starts="Birch & Co")
    person.picture("check-ins")
    person.press_until("Return", unplaced)
    assert person.kept(unplaced) == 0
    person.picture("hours")
    person.press_until("Return", red_day)
    assert person.kept(red_day) is None
    person.picture("hours-relieved")
    person.key("shift+p")
    count = len(person.kept(waiting))
    person.see(role="label", starts=f"{count} things wait in To place")


def slot(person: Person, day: int, minute: int) -> tuple[float, float]:
    """Where a time of a day lies on the screen, judged by the blocks that can be seen."""
    blocks = {block.title: block for block in person.kept(shown).blocks}
    seen = {title: item for title in blocks for item in person.items(GRID) if title in item["name"]}
    one, other = (seen[title] for title in ("Survey the 90 missing bins", "Draw the target layout"))
    block = blocks["Survey the 90 missing bins"]
    scale = one["height"] / (block.end_minute - block.start_minute)
    x = one["x"] + 25 + (other["x"] - one["x"]) * day
    return x, one["y"] + (minute - block.start_minute) * scale


def free_slot(person: Person, work: WorkItemView) -> tuple[int, int, tuple[float, float]]:
    """Day, minute and place on the screen of the first room for some work on its lightest day."""
    view, minutes = person.kept(shown), work.length_minutes or 60
    day = roomiest(view, work.due_on, minutes) - 1
    minute = free_start(view.days[day], view.today, 8 * 60 + 45, minutes)
    assert minute is not None
    quarter = -(-minute // 15) * 15
    return day, quarter, slot(person, day, quarter + 5)


def first_of_list(person: Person) -> tuple[dict[str, Any], WorkItemView]:
    """The first line of work in To place, and the work it stands for."""
    for item in person.items(TO_PLACE):
        for work in person.kept(waiting):
            if (
                work.title in item["name"]
                and work.client_name in item["name"]
                and "showing" in item["states"]
            ):
                return item, work
    raise AssertionError("nothing waits in To place")


def drag_one(person: Person) -> None:
    """From the list onto the grid with the button held down."""
    item, work = first_of_list(person)
    day, minute, (x, y) = free_slot(person, work)
    hand = person.desktop.xdotool
    hand("mousemove", "--sync", item["x"] + 60, item["y"] + item["height"] / 2)
    hand("mousedown", 1)
    for part in (0.1, 0.3, 0.6, 0.9, 1.0):
        hand(
            "mousemove",
            "--sync",
            round(item["x"] + 60 + (x - item["x"] - 60) * part),
            round(item["y"] + (y - item["y"]) * part),
        )
        time.sleep(0.15)
    person.picture("drag")
    hand("mouseup", 1)
    person.clicks += 1
    wait_until(
        lambda: person.kept(lambda kept: place_of(kept, work.title)) is not None, "the work dropped", 40
    )
    assert person.kept(lambda kept: place_of(kept, work.title)) == (MONDAY + timedelta(days=day), minute)


def place_one_by_clicks(person: Person) -> None:
    """The work, Place, a slot."""
    item, work = first_of_list(person)
    person.desktop.click(item["x"] + 60, item["y"] + item["height"] / 2)
    person.click(role="push button", name="Place")
    day, minute, (x, y) = free_slot(person, work)
    person.desktop.xdotool("mousemove", "--sync", round(x), round(y))
    person.picture("click-path")
    person.desktop.click(x, y)
    person.clicks += 2
    wait_until(
        lambda: person.kept(lambda kept: place_of(kept, work.title)) is not None, "the work placed", 40
    )
    assert person.kept(lambda kept: place_of(kept, work.title)) == (MONDAY + timedelta(days=day), minute)


def add_one_by_a_line(person: Person) -> None:
    for key in ("ctrl+n", "w"):
        person.key(key)
    person.see(role="text", name="New work", states=["focused"])
    person.desktop.xdotool("type", "--delay", "12", "elm agenda for both 45m fri 15:30")
    person.see(role="push button", name="Fri 16 Oct")
    person.see(role="push button", name="15:30")
    person.picture("quick-add")
    person.press_until("Return", titles)
    assert person.kept(lambda kept: place_of(kept, "agenda for both")) == (date(2026, 10, 16), 15 * 60 + 30)
    person.picture("quick-added")
    person.key("Escape")


def place_by_digits(person: Person, count: int) -> None:
    """Each on the lightest day before it is due, or next week."""
    item, _ = first_of_list(person)
    person.desktop.click(item["x"] + 60, item["y"] + item["height"] / 2)
    person.clicks += 1
    for _ in range(count):
        name = wait_until(person.selected, "a selected line in To place", 40)
        found = [work for work in person.kept(waiting) if work.title in name and work.client_name in name]
        assert found, name
        work = found[0]
        is_for_later = work.due_on is not None and work.due_on > SUNDAY
        key = (
            "l" if is_for_later else str(roomiest(person.kept(shown), work.due_on, work.length_minutes or 60))
        )
        person.press_until(key, waiting_ids)
    person.picture("placed-by-digits")


def take_suggestions_and_set_the_week(person: Person) -> None:
    person.key("s")
    person.see(role="push button", name="Accept all")
    person.picture("suggested-places")
    person.press_until("Return", waiting_ids)
    person.picture("suggestions-accepted")
    while person.kept(waiting):
        item, _ = first_of_list(person)
        person.desktop.click(item["x"] + 60, item["y"] + item["height"] / 2)
        person.clicks += 1
        person.press_until("l", waiting_ids)
    person.press_until("ctrl+Return", lambda kept: kept.plan.view(MONDAY).set_on)
    person.see(role="label", starts="Week set")
    person.picture("week-set")


@pytest.mark.soak
def test_a_week_of_eight_clients_is_planned(desktop: Desktop, data: Path, app: Process) -> None:
    person = Person(desktop, data)
    for what in ("Close this note", "Close this notice"):
        person.click(role="push button", name=what, patience=30)
    person.picture("today")
    person.key("ctrl+2")
    person.see(**{key: value for key, value in GRID.items() if key != "app"})
    person.picture("week-before")
    answer_carry_over(person)
    place_check_ins_and_relieve_the_full_day(person)
    person.picture("to-place")
    drag_one(person)
    place_one_by_clicks(person)
    add_one_by_a_line(person)
    place_by_digits(person, 8)
    take_suggestions_and_set_the_week(person)

    view = person.kept(lambda kept: kept.plan.view(MONDAY))
    assert (view.carry_over, view.unplaced_check_ins, view.red_day, view.set_on) == ((), (), None, MONDAY)
    assert person.kept(waiting) == []
    assert len(person.keys) <= MOST_KEYS, person.keys
    every_block_is_a_named_item_inside_the_window(person)
    assert app.is_alive()


def every_block_is_a_named_item_inside_the_window(person: Person) -> None:
    """What a screen reader finds in the grid: each block by name, where it is."""
    box = person.desktop.accessible({"do": "where", **GRID})[0]
    items = person.items(GRID)
    for block in person.kept(shown).blocks:
        named = [item for item in items if said_of(block) in item["name"] and clock(block) in item["name"]]
        assert named, f"{block.title} at {clock(block)}: {[item['name'] for item in items]}"
        for item in named:
            assert item["width"] > 0
            assert item["height"] > 0
            assert box["x"] <= item["x"]
            assert item["x"] + item["width"] <= box["x"] + box["width"]
            assert item["y"] < box["y"] + box["height"]
            assert item["y"] + item["height"] > box["y"]


def said_of(block: BlockView) -> str:
    return block.client_name if block.source is BlockSource.TOUCHPOINT else block.title


def clock(block: BlockView) -> str:
    return f"{block.start_minute // 60:02}:{block.start_minute % 60:02}"
