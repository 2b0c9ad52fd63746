"""Work in words: where it comes from, why it is pressing, how often it comes again."""

from __future__ import annotations

from datetime import date, timedelta

from clientdesk.models.enums import Impact, RhythmKind
from clientdesk.models.errors import InvalidInput
from clientdesk.models.priority import DateKind, Priority
from clientdesk.models.recurrence import WEEKDAYS as RULE_DAYS
from clientdesk.models.recurrence import parse_rule
from clientdesk.services.check_in_words import kind_word, short_day
from clientdesk.services.rhythm_words import WEEKDAYS
from clientdesk.services.wording import Translate

_NTH = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def priority_words(weighed: Priority, today: date, tr: Translate = str) -> str:
    """Why work stands where it stands: "expected Thu 16 Oct, high impact"; empty when nothing says."""
    dated = _date_words(weighed, today, tr)
    impact = {Impact.HIGH: tr("high impact"), Impact.LOW: tr("low impact")}.get(weighed.impact, "")
    if dated and impact:
        return tr("{date}, {impact}").format(date=dated, impact=impact)
    return dated or impact


def _date_words(weighed: Priority, today: date, tr: Translate) -> str:
    if weighed.on is None or weighed.kind is None:
        return ""
    days = (weighed.on - today).days
    near = {
        (DateKind.DUE, 0): tr("due today"),
        (DateKind.DUE, 1): tr("due tomorrow"),
        (DateKind.EXPECTED, 0): tr("expected today"),
        (DateKind.EXPECTED, 1): tr("expected tomorrow"),
        (DateKind.PLANNED, 0): tr("planned for today"),
        (DateKind.PLANNED, 1): tr("planned for tomorrow"),
    }.get((weighed.kind, days))
    if near is not None:
        return near
    if days < 0:
        template = {
            DateKind.DUE: tr("was due {day}"),
            DateKind.EXPECTED: tr("was expected {day}"),
            DateKind.PLANNED: tr("was planned for {day}"),
        }[weighed.kind]
    else:
        template = {
            DateKind.DUE: tr("due {day}"),
            DateKind.EXPECTED: tr("expected {day}"),
            DateKind.PLANNED: tr("planned for {day}"),
        }[weighed.kind]
    return template.format(day=short_day(weighed.on))


def milestone_choice_words(
    title: str,
    planned_on: date | None,
    expected_on: date | None,
    agreed_on: date | None,
    tr: Translate = str,
) -> str:
    """ "Report, expected Thu 16 Oct", to choose from."""
    if expected_on is not None:
        return tr("{title}, expected {day}").format(title=title, day=short_day(expected_on))
    if planned_on is not None:
        return tr("{title}, planned {day}").format(title=title, day=short_day(planned_on))
    if agreed_on is not None:
        return tr("{title}, agreed {day}").format(title=title, day=short_day(agreed_on))
    return title


def milestone_source(
    planned_on: date | None, expected_on: date | None, agreed_on: date | None, tr: Translate = str
) -> str:
    """ "milestone, expected Thu 16 Oct": what the client believes, else the plan, else the paper."""
    if expected_on is not None:
        return tr("milestone, expected {day}").format(day=short_day(expected_on))
    if planned_on is not None:
        return tr("milestone, planned {day}").format(day=short_day(planned_on))
    if agreed_on is not None:
        return tr("milestone, agreed {day}").format(day=short_day(agreed_on))
    return tr("milestone")


def rhythm_source(kind: RhythmKind, on: date, today: date, tr: Translate = str) -> str:
    """ "Friday's update", "Friday's update, 3 days late", further off "update of Fri 23 Oct"."""
    word, days = kind_word(kind, tr), (on - today).days
    if abs(days) < 7:
        name = tr("{weekday}'s {kind}").format(weekday=tr(WEEKDAYS[on.weekday()]), kind=word)
    else:
        name = tr("{kind} of {day}").format(kind=word, day=short_day(on))
    if days == -1:
        return tr("{name}, 1 day late").format(name=name)
    if days < 0:
        return tr("{name}, {days} days late").format(name=name, days=-days)
    return name


def step_source(title: str, tr: Translate = str) -> str:
    return tr("step of {title}").format(title=title)


def rule_words(rule: str, starts_on: date, tr: Translate = str) -> str:
    """A rule as one says it: "every weekday", "every second Friday", "on the last day of the month"."""
    try:
        parts = parse_rule(rule)
    except InvalidInput:
        return tr("by a rule that can't be read")
    every = int(parts.get("INTERVAL", "1"))
    extra = parts.keys() - {
        "FREQ",
        "INTERVAL",
        "BYDAY",
        "BYMONTHDAY",
        "BYMONTH",
        "BYSETPOS",
        "COUNT",
        "UNTIL",
        "WKST",
    }
    said = "" if extra else _KINDS[parts["FREQ"]](parts, every, starts_on, tr)
    return said or tr("by its rule {rule}").format(rule=rule)


def _daily(parts: dict[str, str], every: int, _starts_on: date, tr: Translate) -> str:
    if {"BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"} & parts.keys():
        return ""
    return tr("every day") if every == 1 else tr("every {count} days").format(count=every)


def _weekly(parts: dict[str, str], every: int, starts_on: date, tr: Translate) -> str:
    days = parts.get("BYDAY", RULE_DAYS[starts_on.weekday()]).split(",")
    if {"BYMONTHDAY", "BYMONTH", "BYSETPOS"} & parts.keys() or any(day not in RULE_DAYS for day in days):
        return ""
    if every == 1 and sorted(days) == sorted(RULE_DAYS[:5]):
        return tr("every weekday")
    named = [tr(WEEKDAYS[number]) for number in sorted(RULE_DAYS.index(day) for day in days)]
    said = named[0]
    if len(named) > 1:
        said = tr("{days} and {last}").format(days=", ".join(named[:-1]), last=named[-1])
    if every == 1:
        return tr("every {weekday}").format(weekday=said)
    if every == 2:
        return tr("every second {weekday}").format(weekday=said)
    return tr("every {count} weeks on {weekday}").format(count=every, weekday=said)


def _monthly(parts: dict[str, str], every: int, starts_on: date, tr: Translate) -> str:
    if {"BYMONTH", "BYSETPOS"} & parts.keys() or {"BYDAY", "BYMONTHDAY"} <= parts.keys():
        return ""
    if "BYDAY" in parts:
        day = parts["BYDAY"]
        nth = day[:-2]
        if "," in day or not nth or int(nth) not in _NTH:
            return ""
        weekday = tr(WEEKDAYS[RULE_DAYS.index(day[-2:])])
        on = tr("the {nth} {weekday}").format(nth=tr(_NTH[int(nth)]), weekday=weekday)
    else:
        number = parts.get("BYMONTHDAY", str(starts_on.day))
        if "," in number:
            return ""
        if int(number) < -1:
            return ""
        on = tr("the last day") if int(number) == -1 else tr("day {number}").format(number=number)
    if every == 1:
        return tr("on {day} of the month").format(day=on)
    return tr("every {count} months, on {day}").format(count=every, day=on)


def _yearly(parts: dict[str, str], every: int, starts_on: date, tr: Translate) -> str:
    if {"BYDAY", "BYSETPOS"} & parts.keys() or "," in parts.get("BYMONTH", "") + parts.get("BYMONTHDAY", ""):
        return ""
    month, day = int(parts.get("BYMONTH", starts_on.month)), int(parts.get("BYMONTHDAY", starts_on.day))
    if day < 1 or ("BYMONTHDAY" in parts and "BYMONTH" not in parts):
        return ""
    said = tr("{day} {month}").format(day=day, month=tr(_MONTHS[month - 1]))
    if every == 1:
        return tr("every year on {day}").format(day=said)
    return tr("every {count} years on {day}").format(count=every, day=said)


_KINDS = {"DAILY": _daily, "WEEKLY": _weekly, "MONTHLY": _monthly, "YEARLY": _yearly}


def dates_words(dates: tuple[date, ...], tr: Translate = str) -> str:
    """ "Mon 12 Oct, Mon 19 Oct, Mon 26 Oct"; says so when there are none."""
    if not dates:
        return tr("no date is left")
    return ", ".join(short_day(day) for day in dates)


def split_words(minutes: int | None, week_minutes: int, tr: Translate = str) -> str:
    """Said of work longer than a week: "900 h is more than 20 weeks of yours. Split it into steps."."""
    if minutes is None or week_minutes <= 0 or minutes <= week_minutes:
        return ""
    weeks = (minutes - 1) // week_minutes
    hours = -(-minutes // 60)
    if weeks == 1:
        return tr("{hours} h is more than a week of yours. Split it into steps.").format(hours=hours)
    return tr("{hours} h is more than {weeks} weeks of yours. Split it into steps.").format(
        hours=hours, weeks=weeks
    )


def monday_after(first: date) -> date:
    """The Monday after the week that begins on (or holds) a day."""
    last = first + timedelta(days=6)
    return last + timedelta(days=7 - last.weekday())
