"""Sentences about foreign calendars: what a file held, how a subscription stands, why it can't be read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

Translate = Callable[[str], str]

PROBLEMS = {
    "calendar_not_utf8": "the text isn't UTF-8, so it was read as Western European (Windows). Check accented letters.",
    "calendar_nul": "zero bytes were taken out here and below.",
    "calendar_broken_fold": "a long line is broken wrongly here; the parts were put together.",
    "calendar_odd_line": "this line is no line of a calendar and was left out.",
    "calendar_no_begin": "the calendar's first line is missing; the events were read all the same.",
    "calendar_no_end": "the entry before this line has no end; it was read as far as it goes.",
    "calendar_cut_off": "the file ends too early. What stands before was read.",
    "calendar_other_entries": "{count} tasks or journal entries were left out; only events are read.",
    "calendar_no_start": "this event has no start and was left out.",
    "calendar_start_unreadable": "“{value}” can't be read as a start. The event was left out.",
    "calendar_end_unreadable": "“{value}” can't be read as an end. The event is kept without one.",
    "calendar_duration_unreadable": "“{value}” can't be read as a length. The event is kept without one.",
    "calendar_date_unreadable": "“{value}” can't be read as a date and was left out.",
    "calendar_recurrence_unreadable": "“{value}” can't be read as a date; this changed occurrence stands alone.",
    "calendar_out_of_range": "the year {year} is outside 1900 to 2200. This was left out.",
    "calendar_end_before_start": "the end is before the start. The event is kept with its start only.",
    "calendar_mixed_times": "a day and a time are mixed here; the day was taken from its first minute.",
    "calendar_unknown_zone": "the time zone “{name}” isn't known. Its times were taken as your own.",
    "calendar_no_uid": "this event has no identifier and got one of its own.",
    "calendar_duplicate_uid": "{count} events have the same identifier. The newest version of each was kept.",
    "calendar_text_cut": "{name} is longer than {most} characters and was cut.",
    "calendar_exrule": "a rule for exceptions (EXRULE) isn't read. Some occurrences may be too many.",
    "calendar_exception_unused": "this exception takes nothing away: the event isn't due then.",
    "calendar_rule_too_fast": "this repeats many times a day. Only its first occurrence was kept.",
    "calendar_rule_never": "this rule never comes true. Only its first occurrence was kept.",
    "calendar_rule_unreadable": "this rule for repeating can't be read. Only its first occurrence was kept.",
    "calendar_too_often": "this repeats more than {most} times in three years. The first {most} were kept.",
    "calendar_too_many": "the calendar has more than {most} occurrences. Those from here on were left out.",
    "calendar_too_slow": "working out the repetitions takes too long. Repeating events from here on were left out.",
    "calendar_long_shown_as_days": "this runs for more than a month and is shown as whole days.",
    "calendar_longer_than_a_year": "this runs for more than a year; its first year is shown.",
    "calendar_more_problems": "there are {count} more of these.",
    "calendar_not_kept": "the file is too large to be kept; its repeating events end two years from now.",
    "not_a_calendar": "this isn't a calendar (iCalendar, .ics).",
    "address_not_https": "only addresses that begin with https:// are read, so that nobody can listen in.",
    "address_unreadable": "this isn't a complete address. Copy the calendar's private address again.",
    "address_subscribed": "this address is in the list already.",
    "file_watched": "this file is in the list already.",
}


def unread_words(why: str, tr: Translate) -> str:
    """What happened and what to do, for a calendar that can't be read. What is kept stays unsaid here."""
    code, _, detail = why.partition(":")
    words = {
        "no_server": tr("no server of that name was found. Check the address, or your connection."),
        "no_answer": tr("the server can't be reached. ClientDesk tries again by itself."),
        "timeout": tr("the server took too long. ClientDesk tries again by itself."),
        "certificate": tr(
            "the server couldn't prove that it is the one in the address, so nothing was asked of it."
            " If it goes on, ask whoever runs the calendar."
        ),
        "tls": tr("no safe connection could be made. If it goes on, ask whoever runs the calendar."),
        "cut_off": tr("the answer broke off before its end. ClientDesk tries again by itself."),
        "unreadable_answer": tr("the answer can't be read. ClientDesk tries again by itself."),
        "too_large": tr("the calendar is larger than {limit} MB. Subscribe to a smaller one.").format(
            limit=detail or "20"
        ),
        "not_a_calendar": tr(
            "the answer isn't a calendar, perhaps a page to sign in. Copy the private address in iCal format again."
        ),
        "redirects": tr("the server sends us in circles. Copy the private address again."),
        "redirect_not_https": tr("the server sends us to an address that isn't safe. Ask whoever runs it."),
        "no_address": tr("its private address isn't known here any more. Give it again."),
        "keyring": tr("the keyring that holds its private address is locked or refuses. Unlock it."),
        "no_file": tr("the file isn't there. It is read again as soon as it is back."),
        "file_unreadable": tr("the file can't be opened. Check its permissions."),
    }
    if code == "status":
        return _status_words(detail, tr)
    return words.get(code, words["unreadable_answer"])


def _status_words(status: str, tr: Translate) -> str:
    if status in ("401", "403", "407"):
        return tr("the server refuses access. Copy the calendar's private address again.")
    if status == "404":
        return tr("there is no calendar at its address any more. Copy the private address again.")
    if status == "410":
        return tr("the calendar was taken away for good. Subscribe to its new address, or remove it here.")
    if status == "429":
        return tr("the server asks for a pause. ClientDesk tries again by itself.")
    if status.startswith("5"):
        return tr("the server has a fault of its own ({status}). ClientDesk tries again by itself.").format(
            status=status
        )
    return tr("the server answers with {status}, which isn't a calendar. Check the address.").format(
        status=status
    )


def events_words(count: int, tr: Translate) -> str:
    if count == 0:
        return tr("no events")
    return tr("1 event") if count == 1 else tr("{count} events").format(count=count)


def ago_words(since: datetime, now: datetime, zone: ZoneInfo, tr: Translate) -> str:
    """How long ago, in words that stay short."""
    minutes = int((now - since) // timedelta(minutes=1))
    if minutes < 1:
        return tr("just now")
    if minutes == 1:
        return tr("a minute ago")
    if minutes < 60:
        return tr("{count} minutes ago").format(count=minutes)
    local, today = since.astimezone(zone), now.astimezone(zone).date()
    if local.date() == today:
        return tr("today at {time}").format(time=f"{local:%H:%M}")
    return tr("on {day}").format(day=day_words(local))


def day_words(local: datetime) -> str:
    return f"{local:%a} {local.day} {local:%b}"


def status_words(
    *,
    is_on: bool,
    is_watched: bool,
    events: int,
    read_at: datetime | None,
    problem: str,
    now: datetime,
    zone: ZoneInfo,
    tr: Translate,
) -> str:
    """How a calendar stands."""
    count = events_words(events, tr)
    if not is_on:
        return tr("Off · not shown, and not read") if is_watched else tr("Off · not shown")
    if not is_watched:
        when = "" if read_at is None else day_words(read_at.astimezone(zone))
        return tr("Imported on {day} · {events}").format(day=when, events=count)
    if problem:
        reason = unread_words(problem, tr)
        if read_at is None:
            return tr("Couldn't be read yet: {reason}").format(reason=reason)
        text = tr("Couldn't be read since {day}: {reason}").format(
            day=day_words(read_at.astimezone(zone)), reason=reason
        )
        if events == 1:
            return text + " " + tr("The event read before stays.")
        return text + " " + tr("The {events} read before stay.").format(events=count) if events else text
    if read_at is None:
        return tr("Not read yet")
    return tr("Read {when} · {events}").format(when=ago_words(read_at, now, zone, tr), events=count)
