"""Whose work a work item is: client, engagement and milestone go together, and its blocks follow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from clientdesk.models.errors import InvalidInput, Problem
from clientdesk.models.tables import Block, Client, Engagement, Milestone, WorkItem, WorkItemFields
from clientdesk.services.validation import apply, changed
from clientdesk.store.unit_of_work import fetch


def change_item(session: Session, item: WorkItem, changes: Mapping[str, Any]) -> None:
    """Within the caller's write, change some fields of a work item.

    Raises:
        InvalidInput, NotFound.
    """
    checked: Any = changed(item, WorkItemFields, dict(changes))
    if checked.client_id != item.client_id:
        # What belongs to the client before can't go with it.
        checked.engagement_id = changes.get("engagement_id")
        checked.milestone_id = changes.get("milestone_id")
        for block in session.execute(select(Block).where(Block.work_item_id == item.id)).scalars():  # type: ignore[arg-type]
            block.client_id = checked.client_id
    check_owner(session, checked)
    apply(item, checked)


def check_owner(session: Session, checked: Any) -> None:
    """Client, engagement and milestone go together; work for a milestone belongs to its engagement.

    Raises:
        InvalidInput, NotFound.
    """
    if checked.client_id is not None:
        fetch(session, Client, checked.client_id)
    if checked.milestone_id is not None:
        checked.engagement_id = fetch(session, Milestone, checked.milestone_id).engagement_id
    if checked.engagement_id is not None:
        engagement = fetch(session, Engagement, checked.engagement_id)
        if engagement.client_id != checked.client_id:
            name = "milestone_id" if checked.milestone_id is not None else "engagement_id"
            raise InvalidInput([Problem(name, "not_a_choice")])
