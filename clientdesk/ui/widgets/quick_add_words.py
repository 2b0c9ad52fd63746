"""What quick add says: of each guess, of each other meaning, and of what was added."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale, QTime

from clientdesk.models.enums import Impact, WorkKind
from clientdesk.models.quick_add import Choice, Guess, Part
from clientdesk.ui.dates import day_text

if TYPE_CHECKING:
    from clientdesk.services.quick_add import Added

_CONTEXT = "QuickAdd"


def _tr(text: str) -> str:
    return QCoreApplication.translate(_CONTEXT, text)


def kind_names() -> tuple[tuple[str, WorkKind], ...]:
    """What each kind of work is called after "#"."""
    return (
        (_tr("research"), WorkKind.RESEARCH),
        (_tr("writing"), WorkKind.WRITING),
        (_tr("design"), WorkKind.DESIGN),
        (_tr("building"), WorkKind.BUILD),
        (_tr("meeting"), WorkKind.MEETING),
        (_tr("update"), WorkKind.UPDATE),
        (_tr("administration"), WorkKind.ADMIN),
        (_tr("other"), WorkKind.OTHER),
    )


def length_words(minutes: int) -> str:
    """A length: "45 min", "2 h", "1 h 30"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _tr("{minutes} min").format(minutes=rest)
    if not rest:
        return _tr("{hours} h").format(hours=hours)
    return _tr("{hours} h {minutes:02d}").format(hours=hours, minutes=rest)


def clock_text(minute: int) -> str:
    """A minute of the day as the locale writes times."""
    return QLocale().toString(QTime(minute // 60 % 24, minute % 60), QLocale.FormatType.ShortFormat)


def choice_words(choice: Choice, clients: dict[str, str], today: date) -> str:
    """One meaning: "Acme Ltd", "2 h", "Thu 16 Oct", "10:00", "due Fri 17 Oct", "writing"."""
    value = choice.value
    if choice.part is Part.CLIENT:
        return clients.get(str(value), "")
    if choice.part is Part.ESTIMATE and isinstance(value, int):
        return length_words(value)
    if choice.part is Part.TIME and isinstance(value, int):
        return clock_text(value)
    if isinstance(value, date):
        words = _near_day(value, today)
        return _tr("due {day}").format(day=words) if choice.part is Part.DUE else words
    if choice.part is Part.IMPACT:
        return _tr("high impact") if value == Impact.HIGH else _tr("low impact")
    return {kind.value: name for name, kind in kind_names()}.get(str(value), str(value))


def _near_day(day: date, today: date) -> str:
    words = day_text(day, today)
    if day == today:
        return _tr("today, {day}").format(day=words)
    if day == today + timedelta(days=1):
        return _tr("tomorrow, {day}").format(day=words)
    return words


def guess_words(guess: Guess, clients: dict[str, str], today: date, rule: str) -> str:
    """What stands on the chip of a guess; a question where only the user knows."""
    if guess.value is None:
        return _tr("Which client?")
    if guess.part is Part.RULE:
        return rule
    return choice_words(Choice(guess.part, guess.value), clients, today)


def refusal_words(guess: Guess) -> str:
    """The menu's entry that takes a guess back."""
    known = {
        Part.CLIENT: _tr("Not a client: keep “{words}” as text"),
        Part.DAY: _tr("Not a day: keep “{words}” as text"),
        Part.DUE: _tr("Not a day: keep “{words}” as text"),
        Part.TIME: _tr("Not a time: keep “{words}” as text"),
        Part.ESTIMATE: _tr("Not a length: keep “{words}” as text"),
        Part.KIND: _tr("Not a kind: keep “{words}” as text"),
        Part.IMPACT: _tr("Not the impact: keep “{words}” as text"),
        Part.RULE: _tr("Doesn't repeat: keep “{words}” as text"),
    }
    return known[guess.part].format(words=guess.words)


def part_words(part: Part) -> str:
    """What a chip is about, for a screen reader."""
    known = {
        Part.CLIENT: _tr("Client"),
        Part.DAY: _tr("Day"),
        Part.DUE: _tr("Due"),
        Part.TIME: _tr("Time"),
        Part.ESTIMATE: _tr("Estimate"),
        Part.KIND: _tr("Kind"),
        Part.IMPACT: _tr("Impact"),
        Part.RULE: _tr("Repeats"),
    }
    return known[part]


def added_words(added: Added, today: date, rule: str) -> str:
    """What was put where: "“slides” for Acme placed Thu 16 Oct, 10:00–12:00"."""
    what = _tr("“{title}” for {client}") if added.client_name else _tr("“{title}”")
    what = what.format(title=added.title, client=added.client_name)
    if added.rule:
        return _tr("{what} repeats {rule}; To place offers it in time.").format(what=what, rule=rule)
    if added.day is None:
        return _tr("{what} waits in To place.").format(what=what)
    day = day_text(added.day, today)
    if added.start_minute is None or added.end_minute is None:
        return _tr("{what} is planned for {day}, without a time.").format(what=what, day=day)
    span = f"{clock_text(added.start_minute)}–{clock_text(added.end_minute)}"
    return _tr("{what} placed {day}, {span}.").format(what=what, day=day, span=span)
