"""A request follows the entries of the record it stands for: what came, and what was said in answer.

The day corrected there is the day the clock runs from; an answer that is taken off the record, or is none any more,
leaves the request open as it was.
"""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import or_, select
from sqlmodel import Session

from clientdesk.models.enums import TouchState
from clientdesk.models.tables import ClientRequest, ClientRequestFields, Touchpoint
from clientdesk.services.told_words import TELLING
from clientdesk.services.validation import apply, changed


def follow_entry(session: Session, entry: Touchpoint) -> None:
    """Carry a corrected entry over to the request it asked, and to the one it answered.

    Raises:
        InvalidInput: the answer would come before the request.
    """
    query = select(ClientRequest).where(
        or_(
            ClientRequest.touchpoint_id == entry.id,  # type: ignore[arg-type]
            ClientRequest.answer_touch_id == entry.id,  # type: ignore[arg-type]
        )
    )
    for row in session.execute(query).scalars():
        values: dict[str, Any] = {}
        if row.touchpoint_id == entry.id:
            values = {
                "received_at": entry.at,
                "text": entry.text,
                "channel": entry.channel,
                "contact_id": entry.contact_id,
            }
        if row.answer_touch_id == entry.id and can_answer(entry) and entry.client_id == row.client_id:
            values["answered_at"] = entry.at
        elif row.answer_touch_id == entry.id:
            values["answered_at"] = row.answer_touch_id = None
        apply(row, cast(ClientRequestFields, changed(row, ClientRequestFields, values)))


def open_again(session: Session, entry: Touchpoint) -> None:
    """An entry is taken off the record: what it answered waits again, by the promise that was given."""
    answered = select(ClientRequest).where(ClientRequest.answer_touch_id == entry.id)  # type: ignore[arg-type]
    for row in session.execute(answered).scalars():
        row.answered_at = row.answer_touch_id = None


def can_answer(entry: Touchpoint) -> bool:
    """Whether an entry of the record tells them something, and took place."""
    return entry.kind in TELLING and entry.state is TouchState.HELD
