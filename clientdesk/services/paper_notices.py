"""Notices of papers that nobody has signed and that can be signed for a few days more: each due day once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from clientdesk.models.enums import AgreementKind, NoticeTopic
from clientdesk.models.schedule import AnnouncingRules
from clientdesk.services.notice_items import Item
from clientdesk.services.wording import Translate
from clientdesk.store.first_reads import Fetch

DAYS_BEFORE = (3, 0)
"""A notice so many days before the last day, moved back to a working day."""

ANSWERED = (
    AgreementKind.STATEMENT_OF_WORK,
    AgreementKind.CHANGE_ORDER,
    AgreementKind.ADDENDUM,
    AgreementKind.MASTER_AGREEMENT,
    AgreementKind.PROPOSAL,
)
"""Kinds with a last day; a test holds these against `services.paper_states`, which is too heavy for a look."""


def survey(
    fetch: Fetch, now: datetime, rules: AnnouncingRules, tr: Translate
) -> tuple[list[Item], list[datetime]]:
    """Look at every unsigned paper that is out: what is to be said now, and when the next is."""
    today = rules.today(now)
    rows = list(_out(fetch, today))
    if not rows:
        return [], []
    known = {
        key for (key,) in fetch("SELECT occasion FROM notification_log WHERE occasion LIKE 'paper:%'", ())
    }
    ripe: list[Item] = []
    ahead: list[datetime] = []
    for agreement_id, client_id, client, number, title, kind, issued_on, expires_on in rows:
        last = date.fromisoformat(expires_on)
        due = [
            (f"paper:{agreement_id}:{days}:{last}", rules.moment_on(day))
            for days in DAYS_BEFORE
            if (day := rules.calendar.previous_working_day(last - timedelta(days=days)))
            > date.fromisoformat(issued_on)
        ]
        fresh = [(key, moment) for key, moment in due if key not in known]
        come = tuple((key, moment) for key, moment in fresh if moment <= now)
        ahead += [moment for _, moment in fresh if moment > now]
        if come:
            words = _words(number, last, today, tr)
            answer = tr("No answer yet.") if kind == "proposal" else tr("Nobody has signed it yet.")
            more = f"{title}. {answer}"
            ripe.append(Item(NoticeTopic.PAPER, client_id, client, come, words, more, agreement_id))
    return ripe, ahead


def open_papers(fetch: Fetch, today: date, tr: Translate) -> dict[str, str]:
    """Unsigned papers that are out and can still be signed, by id, each with its sentence."""
    return {
        agreement_id: _words(number, date.fromisoformat(expires_on), today, tr)
        for agreement_id, _, _, number, _, _, _, expires_on in _out(fetch, today)
    }


def _words(number: str, last: date, today: date, tr: Translate) -> str:
    return tr("{number} is open until {day}").format(number=number, day=_day(last, today, tr))


def _day(on: date, today: date, tr: Translate) -> str:
    if on == today:
        return tr("today")
    if on == today + timedelta(days=1):
        return tr("tomorrow")
    return f"{on:%a} {on.day} {on:%b}"


def _out(fetch: Fetch, today: date) -> Iterable[tuple[str, str, str, str, str, str, str, str]]:
    marks = ", ".join("?" * len(ANSWERED))
    return fetch(
        "SELECT agreement.id, client_id, client.name, number, title, kind, issued_on, expires_on"  # noqa: S608
        " FROM agreement JOIN client ON client.id = client_id"
        f" WHERE archived_at IS NULL AND state IN ('issued', 'sent') AND expires_on >= ? AND kind IN ({marks})"
        " AND issued_on IS NOT NULL ORDER BY expires_on, number",
        (str(today), *(kind.value for kind in ANSWERED)),
    )
