"""The printed week: one page whatever is in it, words as they were typed, capacity in words."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clientdesk.models.enums import Layer
from clientdesk.services.papers.saving import count_pages
from clientdesk.services.workspace import Workspace
from tests.helpers.fakes import FixedClock
from tests.helpers.pdf_checks import assert_sound, pages_of, run

MONDAY = date(2026, 10, 12)
Printed = Callable[..., str]


@pytest.fixture
def acme(workspace: Workspace) -> str:
    """A client, in a practice in Paris."""
    workspace.practice.set_up(
        "Lind & Daughters <Consulting>", zone="Europe/Paris", currency="EUR", holiday_region="FR"
    )
    return workspace.clients.add("Acme Ltd")


@pytest.fixture
def printed(workspace: Workspace, tmp_path: Path) -> Printed:
    """The text of the page, as a reader of PDFs finds it."""

    def text(first: date = MONDAY, *, has_weekend: bool = True) -> str:
        path = tmp_path / "week.pdf"
        assert workspace.week_paper.export(first, path, has_weekend=has_weekend) == 1
        command = ["pdftotext", "-raw", str(path), "-"]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=30)
        return " ".join(done.stdout.split())

    return text


def place(workspace: Workspace, client_id: str | None, title: str, start: datetime, minutes: int) -> str:
    values = {"title": title, "client_id": client_id, "estimate_minutes": minutes}
    return workspace.week.place(workspace.work.add(values), start)


def test_what_was_planned_is_on_the_page(workspace: Workspace, acme: str, printed: Printed) -> None:
    place(workspace, acme, "Slides", datetime(2026, 10, 13, 9), 120)
    values = {
        "title": "Read mails",
        "client_id": acme,
        "planned_on": date(2026, 10, 14),
        "estimate_minutes": 30,
    }
    workspace.work.add(values)
    workspace.plan.add_intention(MONDAY, "No work after six")
    text = printed()
    assert "Week 42 · 12 Oct – 18 Oct 2026" in text
    assert "Lind & Daughters <Consulting>" in text
    assert "Slides Acme Ltd 09:00–11:00" in text
    assert "Read mails, 30 min" in text
    assert "2 h of 6 h 24 4 h 24 free" in text
    assert "No working hours" in text
    assert "No work after six" in text
    assert "Everyone knows where they stand." in text


def test_who_is_owed_a_word_is_named_with_the_reason(
    workspace: Workspace, acme: str, printed: Printed, clock: FixedClock
) -> None:
    for rhythm in workspace.rhythms.of_client(acme):
        workspace.rhythms.remove(rhythm.rhythm_id)
    workspace.rhythms.add(Layer.CLIENT, acme, kind="update", weekday=4, starts_on=date(2026, 10, 12))
    clock.advance(days=7)
    assert "Owed a word Acme Ltd Friday's update" in printed(date(2026, 10, 19))


def test_a_full_and_an_overfull_day_are_said_in_words(
    workspace: Workspace, acme: str, printed: Printed
) -> None:
    place(workspace, acme, "Long day", datetime(2026, 10, 13, 9), 450)
    assert "7 h 30 of 6 h 24 1 h 06 too much" in printed()


def test_the_weekend_is_left_out_unless_something_is_on_it(
    workspace: Workspace, acme: str, printed: Printed
) -> None:
    assert "Sat 17 Oct" in printed()
    assert "Sat 17 Oct" not in printed(has_weekend=False)
    place(workspace, acme, "Catch up", datetime(2026, 10, 17, 10), 60)
    text = printed(has_weekend=False)
    assert "Sat 17 Oct" in text
    assert "Sun 18 Oct" not in text


def test_the_page_is_landscape_in_the_size_of_the_practice(workspace: Workspace, acme: str) -> None:
    assert acme
    for size, box in (("A4", "841.89 x 595.276"), ("Letter", "792 x 612")):
        workspace.practice.update(paper_size=size)
        assert re.search(rf"Page size:\s+{box} pts", run(workspace.week_paper.pdf(MONDAY), "pdfinfo", "{}"))


def test_the_page_is_accessible_archival_and_takes_any_script(workspace: Workspace, acme: str) -> None:
    place(workspace, acme, "倉庫の確認 · 재고 ✓", datetime(2026, 10, 13, 9), 120)
    pdf = workspace.week_paper.pdf(MONDAY)
    assert_sound(pdf, is_numbered=False)
    assert "倉庫の確認" in "".join(pages_of(pdf))
    heard = run(pdf, "pdfinfo", "-struct-text", "{}")
    assert heard.index("Week 42") < heard.index("Mon 12 Oct") < heard.index("Tue 13 Oct")


def test_the_same_week_gives_the_same_bytes(workspace: Workspace, acme: str) -> None:
    place(workspace, acme, "Slides", datetime(2026, 10, 13, 9), 120)
    assert workspace.week_paper.pdf(MONDAY) == workspace.week_paper.pdf(MONDAY)


def test_a_week_with_nothing_in_it_is_a_page(workspace: Workspace, printed: Printed) -> None:
    workspace.practice.set_up("Mara Lind", zone="Europe/Paris", currency="EUR")
    assert "Week 42" in printed()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(titles=st.lists(st.text(min_size=1, max_size=200), min_size=1, max_size=12), data=st.data())
def test_whatever_is_written_it_stays_one_page(
    workspace: Workspace, titles: list[str], data: st.DataObject
) -> None:
    if workspace.practice.get() is None:
        workspace.practice.set_up("Mara Lind", zone="Europe/Paris", currency="EUR")
    for title in titles:
        name = title if title.strip() and title.isprintable() else "x" * 199
        day, hour = data.draw(st.integers(12, 18)), data.draw(st.integers(0, 23))
        place(workspace, None, name, datetime(2026, 10, day, hour), data.draw(st.integers(1, 480)))
        values = {"title": name, "planned_on": date(2026, 10, day)}
        workspace.work.add(values)
    assert count_pages(workspace.week_paper.pdf(MONDAY)) == 1
