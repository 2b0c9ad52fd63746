"""The response clock in sentences; "late" only of an answer that was promised by then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from clientdesk.models.enums import RequestBreach, Urgency
from clientdesk.models.response import HOURS
from clientdesk.services.check_in_words import short_day
from clientdesk.services.wording import Translate

TOO_EARLY = 4
"""With fewer answers than that nothing is said of how well the promise is kept."""

OFFER_TALK = 3
"""From the third breach of theirs on, a word about the boundaries is due."""

_URGENCIES = {
    Urgency.NORMAL: "normal",
    Urgency.URGENT: "urgent",
    Urgency.EMERGENCY: "emergency",
}
_BREACHES = {
    RequestBreach.CHANNEL: "by a channel not open for it",
    RequestBreach.NOT_URGENT: "called urgent, and it wasn't",
    RequestBreach.NOT_EMERGENCY: "called an emergency, and it wasn't",
    RequestBreach.SHORT_NOTICE: "less notice than agreed",
}


def urgency_word(urgency: Urgency, tr: Translate) -> str:
    return tr(_URGENCIES[urgency])


def breach_word(breach: RequestBreach, tr: Translate) -> str:
    """What went against the rules, on their side."""
    return tr(_BREACHES[breach])


def length_words(minutes: int, tr: Translate) -> str:
    """A length of time: "45 min", "2 h", "2 h 10"."""
    hours, rest = divmod(abs(minutes), 60)
    if not hours:
        return tr("{minutes} min").format(minutes=rest)
    if not rest:
        return tr("{hours} h").format(hours=hours)
    return tr("{hours} h {minutes}").format(hours=hours, minutes=f"{rest:02d}")


def moment_words(at: datetime, now: datetime, zone: ZoneInfo, tr: Translate) -> str:
    """An instant by the practice's clock: "today 15:00", "Thu 16 Oct 15:00", with the year when it isn't near."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    clock = f"{local:%H:%M}"
    if local.date() == today:
        return tr("today {time}").format(time=clock)
    if local.date() == today + timedelta(days=1):
        return tr("tomorrow {time}").format(time=clock)
    year = "" if abs((local.date() - today).days) < 180 else f" {local.year}"
    return f"{short_day(local.date())}{year} {clock}"


def open_words(
    due: datetime | None, left: int | None, unit: str, now: datetime, zone: ZoneInfo, tr: Translate
) -> str:
    """How an open request stands: "answer by Thu 16 Oct 15:00, 2 h 10 of working time left"."""
    if due is None or left is None:
        return tr("no answer time can be counted: there are no working hours")
    when = moment_words(due, now, zone, tr)
    if now > due:
        if left == 0:
            return tr("the answer was promised by {moment}").format(moment=when)
        if unit == HOURS:
            return tr("the answer is {length} late").format(length=length_words(left, tr))
        return tr("the answer is {length} of working time late").format(length=length_words(left, tr))
    template = (
        tr("answer by {moment}, {length} left")
        if unit == HOURS
        else tr("answer by {moment}, {length} of working time left")
    )
    return template.format(moment=when, length=length_words(left, tr))


def closed_words(taken: int | None, *, is_late: bool, tr: Translate) -> str:
    """How a settled request went; `taken` is None when no answer was needed."""
    if taken is None:
        return tr("no answer needed")
    length = length_words(taken, tr)
    if is_late:
        return tr("answered after {length}, later than promised").format(length=length)
    return tr("answered after {length}, in time").format(length=length)


def got_it(due: datetime | None, now: datetime, zone: ZoneInfo, their_zone: str, tr: Translate) -> str:
    """The message that says it arrived, and by when an answer comes."""
    if due is None or due < now:
        return tr("Got it. I'm on it, and you'll have an answer as soon as I can.")
    local = due.astimezone(zone)
    clock = f"{local:%H:%M}"
    if their_zone and their_zone != str(zone):
        clock = f"{clock} ({zone})"
    return tr("Got it. You'll have an answer by {day}, {time}.").format(
        day=short_day(local.date()), time=clock
    )


def figure_sentences(
    *,
    judged: int,
    answered: int,
    in_time: int,
    answers: Sequence[int],
    median: int | None,
    theirs: Sequence[tuple[RequestBreach, int]],
    since: str,
    tr: Translate,
) -> tuple[str, ...]:
    """How answers kept the promise, and breaches of both sides; nothing is judged on fewer than four."""
    found = []
    if judged < TOO_EARLY:
        found.append(tr("Too early to say: {count} answered since {day}.").format(count=answered, day=since))
    else:
        found.append(
            tr("{in_time} of {judged} answered in time since {day}.").format(
                in_time=in_time, judged=judged, day=since
            )
        )
    if median is not None:
        found.append(
            tr(
                "Half of the answers took up to {median}, the longest {longest}, in the hours promised."
            ).format(median=length_words(median, tr), longest=length_words(max(answers), tr))
        )
    if judged - in_time:
        found.append(tr("Your side: {count} later than promised.").format(count=judged - in_time))
    if theirs:
        kinds = ", ".join(f"{breach_word(breach, tr)} ({count})" for breach, count in theirs)
        found.append(tr("Their side: {breaches}.").format(breaches=kinds))
    if sum(count for _, count in theirs) >= OFFER_TALK:
        found.append(tr("That is the third time or more: talk about the boundaries when you next speak."))
    return tuple(found)
