"""Days and a whole year of the real program, started in the tray: its clock is moved on, it sleeps and is woken, and
all that it says on the bus is what its services say for the same store."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.desktop import Desktop, evidence
from tests.helpers.notification_daemon import NoticeDaemon
from tests.helpers.private_bus import LoginManager, private_bus
from tests.helpers.reminder_days import Said, answer_to, expected, fifteen_clients, log_of, steps
from tests.helpers.reminder_stage import Stage, tray_running
from tests.helpers.story import PARIS

SINCE = date(2027, 3, 24)
ASLEEP = (
    (
        datetime.combine(date(2027, 3, 31), time(17), PARIS),
        datetime.combine(date(2027, 4, 2), time(10), PARIS),
    ),
)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("year") / "workspace"
    fifteen_clients(folder, SINCE)
    return folder


@pytest.fixture
def stage(desktop: Desktop, prepared: Path, tmp_path: Path) -> Iterator[Stage]:
    with private_bus() as system_bus:
        login = LoginManager(system_bus)
        stage = Stage(desktop, system_bus, login, tmp_path)
        shutil.copytree(prepared, stage.data)
        with tray_running(desktop, "xfce4-panel"):
            yield stage
            stage.end()
        login.close()


class Life:
    """The program, step by step, with a daemon whose buttons are pressed as `answer_to` says."""

    def __init__(self, stage: Stage, daemon: NoticeDaemon) -> None:
        self._stage = stage
        self._daemon = daemon
        self.said: list[Said] = []

    def begin(self, first: datetime) -> None:
        """Started in the tray an hour before the first step; a jump of the clock makes it open the workspace."""
        self._stage.start("hidden", first - timedelta(hours=1), "xfce4-panel")

    def live(self, moments: Sequence[datetime], foreseen: Sequence[Said]) -> None:
        count = {moment: sum(said.at == moment for said in foreseen) for moment in moments}
        for moment in moments:
            self._stage.wake_and_settle(moment)
            for _ in range(count[moment]):
                self._hear(moment)
            while not self._daemon.is_silent():
                found = self._daemon.next()
                assert found["event"] == "closed", f"one more at {moment}: {found}"

    def _hear(self, moment: datetime) -> None:
        notice = self._next("notify")
        keys = tuple(notice["actions"][2::2])
        answer = answer_to(len(self.said), keys)
        self.said.append(Said(moment, notice["title"], notice["body"], keys, answer))
        if answer:
            self._daemon.press(notice["number"], answer)
            self._next("closed", number=notice["number"])
        self._stage.settle()

    def _next(self, event: str, **facts: int) -> dict[str, Any]:
        """The next of this kind; older notices that are settled by now leave the screen in between."""
        while True:
            found = self._daemon.next()
            if found["event"] == event and facts.items() <= found.items():
                return found
            assert found["event"] == "closed", found


def lived(stage: Stage, prepared: Path, days: int, name: str) -> None:
    moments = list(steps(SINCE, days, ASLEEP))
    alone = stage.data.parent / "alone"
    shutil.copytree(prepared, alone)
    foreseen = expected(alone, moments)
    with NoticeDaemon(stage.desktop.env["DBUS_SESSION_BUS_ADDRESS"], abilities=["actions", "body"]) as daemon:
        life = Life(stage, daemon)
        life.begin(moments[0])
        try:
            life.live(moments, foreseen)
        finally:
            lines = [said.line() for said in life.said]
            evidence(f"{name}.txt").write_text("\n".join([*lines, ""]))
        assert life.said == foreseen
        assert stage.end() == 0
    last = moments[-1] + timedelta(minutes=1)
    assert log_of(stage.data, last) == log_of(alone, last)


def test_ten_days_with_a_holiday_summer_time_and_a_sleep(stage: Stage, prepared: Path) -> None:
    """A weekend in which the clocks change, Easter Monday, and a day slept through."""
    lived(stage, prepared, 10, "ten-days-announced")


@pytest.mark.soak
def test_a_year(stage: Stage, prepared: Path) -> None:
    lived(stage, prepared, 366, "year-announced")
