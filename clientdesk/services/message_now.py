"""How a message that came now would be treated by working rules: the promise read out for one moment.

Works on rules as stored (JSON values), resolved, with what is being typed laid over them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from clientdesk.models.calendar import PolicyHours, WorkCalendar
from clientdesk.models.response import clock_of, promise_of
from clientdesk.models.views.boundaries import MessageView
from clientdesk.services.message_words import Message, Told
from clientdesk.services.wording import Translate

__all__ = ["Message", "message_now"]


def message_now(
    rules: Mapping[str, Any],
    message: Message,
    calendar: WorkCalendar,
    zone: ZoneInfo,
    *,
    client_zone: str = "",
    translate: Translate = str,
) -> MessageView:
    """Try resolved rules on a message.

    Args:
        rules: as stored, every field that matters set.
        calendar: the practice's; its hours are those of `rules` here, holidays and time off its own.
    """
    hours = calendar_of(rules, calendar)
    promise = promise_of(rules, message.urgency)
    clock = None if promise is None else clock_of(message.at, promise, hours, zone)
    told = Told(rules, message, hours, zone, client_zone, clock, translate)
    return MessageView(told.summary(), tuple(told.sentences()), None if clock is None else clock.due_at)


def calendar_of(rules: Mapping[str, Any], calendar: WorkCalendar) -> WorkCalendar:
    """The practice's days off with the working hours of these rules."""
    spans = {
        int(weekday): tuple((span["start"], span["end"]) for span in own)
        for weekday, own in (rules.get("working_hours") or {}).items()
    }
    policy = PolicyHours(spans, rules.get("public_holidays") is not False)
    return WorkCalendar(((date.min, policy),), calendar.holidays, calendar.time_off)
