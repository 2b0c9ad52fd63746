"""Answers that were promised to clients: said once when time grows short, once more when it is over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, tzinfo

from clientdesk.models.enums import NoticeTopic, Urgency
from clientdesk.services.check_in_words import short_day
from clientdesk.services.notice_items import Item
from clientdesk.services.request_reads import AnswerMoment
from clientdesk.services.wording import Translate


def warn_key(request_id: str) -> str:
    return f"answer:{request_id}:warn"


def emergency_key(request_id: str) -> str:
    return f"answer:{request_id}:emergency"


def due_key(request_id: str) -> str:
    return f"answer:{request_id}:due"


def survey(
    moments: Iterable[AnswerMoment], known: set[str], now: datetime, zone: tzinfo, tr: Translate
) -> tuple[list[Item], list[datetime]]:
    """What is to be said now, the earliest promise first, and when the next one is.

    What is raised to an emergency is said as one, be it that a warning of the farther promise came before; what was
    said to be over is not said again.
    """
    ripe: list[Item] = []
    ahead: list[datetime] = []
    for moment in sorted(moments, key=lambda one: (one.due_at, one.request_id)):
        is_emergency = moment.urgency is Urgency.EMERGENCY
        first, over = (emergency_key if is_emergency else warn_key), due_key(moment.request_id)
        due = ((first(moment.request_id), moment.warn_at), (over, moment.due_at))
        fresh = [(key, at) for key, at in due if key not in known and over not in known]
        come = tuple((key, at) for key, at in fresh if at <= now)
        ahead += [at for _, at in fresh if at > now]
        if come:
            words = answer_words(moment.due_at, now, zone, tr)
            ripe.append(
                Item(
                    NoticeTopic.ANSWER,
                    moment.client_id,
                    moment.client,
                    come,
                    words,
                    subject_id=moment.request_id,
                    is_emergency=is_emergency,
                )
            )
    return ripe, ahead


def answer_words(due_at: datetime, now: datetime, zone: tzinfo, tr: Translate) -> str:
    """ "the answer is due by 15:40", with the day where it isn't today."""
    local = due_at.astimezone(zone)
    at = f"{local:%H:%M}"
    if local.date() != now.astimezone(zone).date():
        at = tr("{time} on {day}").format(time=at, day=short_day(local.date()))
    if due_at <= now:
        return tr("your answer was due at {time}").format(time=at)
    return tr("your answer is due by {time}").format(time=at)
