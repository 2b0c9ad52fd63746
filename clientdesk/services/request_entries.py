"""A request follows the entry of the record it stands for: the day corrected there is the day the clock runs from."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import or_, select
from sqlmodel import Session

from clientdesk.models.tables import ClientRequest, ClientRequestFields, Touchpoint
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
        if row.answer_touch_id == entry.id:
            values["answered_at"] = entry.at
        apply(row, cast(ClientRequestFields, changed(row, ClientRequestFields, values)))
