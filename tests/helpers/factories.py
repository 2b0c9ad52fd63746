"""Short ways to a client with a history. Plain functions over a workspace, and fixtures bound to the test's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from sqlmodel import select

from clientdesk.models.enums import TouchKind
from clientdesk.models.tables import Practice, Tier

if TYPE_CHECKING:
    from clientdesk.services.workspace import Workspace


def make_practice(workspace: Workspace, **more: Any) -> None:
    """A practice in Paris, in euros."""
    values = {"name": "Mara Lind", "zone": "Europe/Paris", "currency": "EUR", "holiday_region": "FR"} | more
    with workspace.store.writing("Practice") as session:
        session.add(Practice(**values, created_at=workspace.clock.now()))


def make_tier(workspace: Workspace, name: str = "Steady", **more: Any) -> str:
    """A tier; the first one is the default unless said otherwise."""
    with workspace.store.writing("Tier") as session:
        is_first = session.exec(select(Tier)).first() is None
        values = {"is_default": is_first} | more
        row = Tier(name=name, created_at=workspace.clock.now(), **values)
        session.add(row)
        return row.id


def make_client(workspace: Workspace, name: str = "Birch & Co", **more: Any) -> str:
    """A client; `more` as `ClientService.add`."""
    return workspace.clients.add(name, **more)


def make_contact(workspace: Workspace, client_id: str, name: str = "Ada Roe", **more: Any) -> str:
    return workspace.clients.add_contact(client_id, name, **more)


def make_engagement(workspace: Workspace, client_id: str, title: str = "Advice", **more: Any) -> str:
    return workspace.engagements.add(client_id, title, **more)


def make_milestone(
    workspace: Workspace,
    engagement_id: str,
    title: str = "Report",
    expected_on: date | None = None,
    planned_on: date | None = None,
    **more: Any,
) -> str:
    return workspace.engagements.add_milestone(
        engagement_id, title, expected_on=expected_on, planned_on=planned_on, **more
    )


def make_touch(
    workspace: Workspace,
    client_id: str,
    kind: TouchKind = TouchKind.UPDATE,
    at: datetime | None = None,
    text: str = "Sent the draft",
    **more: Any,
) -> str:
    """A held touch; now unless `at` says when."""
    return workspace.touchpoints.log(client_id, kind, text, at=at, **more)


@pytest.fixture
def practice(workspace: Workspace) -> None:
    """The workspace belongs to a practice in Paris."""
    make_practice(workspace)


@pytest.fixture(name="make_client")
def make_client_fixture(workspace: Workspace) -> Callable[..., str]:
    return partial(make_client, workspace)


@pytest.fixture(name="make_contact")
def make_contact_fixture(workspace: Workspace) -> Callable[..., str]:
    return partial(make_contact, workspace)


@pytest.fixture(name="make_engagement")
def make_engagement_fixture(workspace: Workspace) -> Callable[..., str]:
    return partial(make_engagement, workspace)


@pytest.fixture(name="make_milestone")
def make_milestone_fixture(workspace: Workspace) -> Callable[..., str]:
    return partial(make_milestone, workspace)


@pytest.fixture(name="make_touch")
def make_touch_fixture(workspace: Workspace) -> Callable[..., str]:
    return partial(make_touch, workspace)


@pytest.fixture(name="make_tier")
def make_tier_fixture(workspace: Workspace) -> Callable[..., str]:
    return partial(make_tier, workspace)
