"""Notices of papers that nobody has signed and that can be signed for a few days more: each due day once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from clientdesk.models.ids import new_id
from clientdesk.models.schedule import AnnouncingRules
from clientdesk.services.paper_states import ANSWERED_KINDS
from clientdesk.services.ports import Notice, NoticeAction
from clientdesk.services.wording import Translate
from clientdesk.store.first_reads import Fetch

DAYS_BEFORE = (3, 0)
"""A notice so many days before the last day, moved forward to a working day."""

OPEN = "open"


@dataclass(frozen=True, slots=True)
class ExpiringPaper:
    """A paper that is to be spoken of now. `keys`: of every due moment that this notice settles, with their time."""

    client_id: str
    client: str
    number: str
    title: str
    expires_on: date
    is_proposal: bool
    keys: tuple[tuple[str, datetime], ...]


@dataclass(frozen=True, slots=True)
class PaperSurvey:
    """What is due, and when the next one will be."""

    ripe: tuple[ExpiringPaper, ...]
    next_at: datetime | None


def survey(fetch: Fetch, now: datetime, rules: AnnouncingRules) -> PaperSurvey:
    """Look at every unsigned paper that is out."""
    today = rules.today(now)
    opens_at = rules.open_from(now)
    known = {
        key for (key,) in fetch("SELECT occasion FROM notification_log WHERE occasion LIKE 'paper:%'", ())
    }
    ripe, ahead = [], []
    for agreement_id, client_id, client, number, title, kind, issued_on, expires_on in _out(fetch, today):
        last = date.fromisoformat(expires_on)
        due = [
            (f"paper:{agreement_id}:{days}:{last}", rules.moment_on(day))
            for days in DAYS_BEFORE
            if (day := rules.calendar.previous_working_day(last - timedelta(days=days)))
            > date.fromisoformat(issued_on)
        ]
        fresh = [(key, moment) for key, moment in due if key not in known]
        come = [(key, moment) for key, moment in fresh if moment <= now]
        ahead += [moment for _, moment in fresh if moment > now]
        if come and opens_at > now:
            ahead.append(opens_at)
        elif come:
            is_proposal = kind == "proposal"
            ripe.append(ExpiringPaper(client_id, client, number, title, last, is_proposal, tuple(come)))
    return PaperSurvey(tuple(sorted(ripe, key=lambda one: one.expires_on)), min(ahead, default=None))


def notice_of(paper: ExpiringPaper, today: date, tr: Translate, *, with_names: bool) -> Notice:
    """The words of a notice; a locked screen shows no names unless the user wants them."""
    actions = (NoticeAction(OPEN, tr("Open")),)
    if not with_names:
        return Notice(new_id(), tr("A paper that is out will soon expire"), "", actions)
    title = tr("{client}: {number} is open until {day}").format(
        client=paper.client, number=paper.number, day=_day(paper.expires_on, today, tr)
    )
    answer = tr("No answer yet.") if paper.is_proposal else tr("Nobody has signed it yet.")
    return Notice(new_id(), title, f"{paper.title}. {answer}", actions)


def _day(on: date, today: date, tr: Translate) -> str:
    if on == today:
        return tr("today")
    if on == today + timedelta(days=1):
        return tr("tomorrow")
    return f"{on:%a} {on.day} {on:%b}"


def _out(fetch: Fetch, today: date) -> Iterable[tuple[str, str, str, str, str, str, str, str]]:
    marks = ", ".join("?" * len(ANSWERED_KINDS))
    return fetch(
        "SELECT agreement.id, client_id, client.name, number, title, kind, issued_on, expires_on"  # noqa: S608
        " FROM agreement JOIN client ON client.id = client_id"
        f" WHERE archived_at IS NULL AND state IN ('issued', 'sent') AND expires_on >= ? AND kind IN ({marks})"
        " AND issued_on IS NOT NULL ORDER BY expires_on, number",
        (str(today), *(kind.value for kind in ANSWERED_KINDS)),
    )
