"""What a rhythm's word is about, where its kind doesn't say it: a milestone, a key date, months after the end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from clientdesk.models.enums import RhythmKind, RhythmState, RhythmUnit
from clientdesk.models.rhythm_dates import milestone_dates
from clientdesk.models.schedule import RhythmRule, RhythmStatus, WorkCalendar
from clientdesk.services.wording import Translate
from clientdesk.store.first_reads import CheckInRow

_LONGEST_ABOUT = 80
_LOOKED_AROUND = 366 * 2
_CLEAR_DAYS = 180
"""Up to so many days away a day of another year needs no year."""


class Names:
    """Names the words of clients nothing more is known of."""

    def of(self, rhythm: RhythmStatus, on: date, tr: Translate) -> str:  # noqa: ARG002 - others need the day
        """ "the satisfaction question after “Draft report”", as the subject of a sentence."""
        return tr(_PLAIN[rhythm.kind])

    def of_several(self, rhythm: RhythmStatus, tr: Translate) -> str:
        """The same of a rhythm whatever the day: "the word for Founding day"."""
        return tr(_PLAIN[rhythm.kind])

    def milestone(self, rhythm: RhythmStatus, on: date, tr: Translate) -> str:  # noqa: ARG002 - as above
        """ "before “Draft report”"; empty where a rhythm goes by no milestone."""
        return ""

    def day(self, rhythm: RhythmStatus, on: date) -> date:  # noqa: ARG002 - as above
        """The day to name: of a key date the date itself, though the word is owed on a working day before it."""
        return on

    def key_date(self, rhythm: RhythmStatus, on: date, tr: Translate) -> str:
        """ "Founding day, Sat 14 Mar", or that it is today."""
        return _key_date_words(tr("the key date"), on, short_day(on), on, rhythm.state, tr)


class RowNames(Names):
    """Names the words of one client by its rules, their contents and its milestones."""

    def __init__(self, row: CheckInRow, today: date, calendar: WorkCalendar) -> None:
        self._row = row
        self._today = today
        self._calendar = calendar

    def of(self, rhythm: RhythmStatus, on: date, tr: Translate) -> str:
        if rhythm.kind is RhythmKind.KEY_DATE:
            day = day_words(self.day(rhythm, on), self._today)
            return tr("the word for {what}, {day},").format(what=self._key_date_name(rhythm, tr), day=day)
        where = self.milestone(rhythm, on, tr)
        if where:
            return tr("{name} {where}").format(name=tr(_PLAIN[rhythm.kind]), where=where)
        rule = self._rule(rhythm.rhythm_id)
        if rule.unit is RhythmUnit.AFTER_END and not self._about(rhythm):
            return _after_the_end(rhythm.kind, rule.every, tr)
        return self.of_several(rhythm, tr)

    def of_several(self, rhythm: RhythmStatus, tr: Translate) -> str:
        if rhythm.kind is RhythmKind.KEY_DATE:
            return tr("the word for {what}").format(what=self._key_date_name(rhythm, tr))
        about = self._about(rhythm)
        if about and rhythm.kind in _ABOUT:
            return tr("{name}, “{about}”,").format(name=tr(_PLAIN[rhythm.kind]), about=about)
        return super().of_several(rhythm, tr)

    def milestone(self, rhythm: RhythmStatus, on: date, tr: Translate) -> str:
        rule = self._rule(rhythm.rhythm_id)
        if rule.unit is not RhythmUnit.MILESTONE:
            return ""
        titles = _quoted(self._titles(rule, on), tr)
        offset = rule.offset_days or 0
        template = (
            tr("before {titles}") if offset < 0 else tr("after {titles}") if offset else tr("for {titles}")
        )
        return template.format(titles=titles) if titles else ""

    def day(self, rhythm: RhythmStatus, on: date) -> date:
        return self._meant(self._rule(rhythm.rhythm_id), on) if rhythm.kind is RhythmKind.KEY_DATE else on

    def key_date(self, rhythm: RhythmStatus, on: date, tr: Translate) -> str:
        day = self.day(rhythm, on)
        said = day_words(day, self._today)
        return _key_date_words(self._key_date_name(rhythm, tr), day, said, on, rhythm.state, tr)

    def _about(self, rhythm: RhythmStatus) -> str:
        return short_text(self._row.contents.get(rhythm.rhythm_id, ""))

    def _key_date_name(self, rhythm: RhythmStatus, tr: Translate) -> str:
        return self._about(rhythm) or tr("the key date")

    def _rule(self, rhythm_id: str) -> RhythmRule:
        return next(rule for rule in self._row.facts.rhythms if rule.rhythm_id == rhythm_id)

    def _meant(self, rule: RhythmRule, on: date) -> date:
        """The date itself, which may be no working day and so have moved."""
        for day in reversed(rule.dates(_later(on))):
            if self._calendar.move_occurrence(day) == on:
                return day
        return on

    def _titles(self, rule: RhythmRule, on: date) -> list[str]:
        """Titles of the milestones whose date this is."""
        titles = [
            short_text(title)
            for title, dates in self._row.milestones
            for day in milestone_dates([dates], rule.offset_days or 0, self._today)
            if self._calendar.move_occurrence(day) == on
        ]
        return list(dict.fromkeys(titles))


_PLAIN = {
    RhythmKind.UPDATE: "the update",
    RhythmKind.CALL: "the call",
    RhythmKind.REVIEW: "the review",
    RhythmKind.SATISFACTION: "the satisfaction question",
    RhythmKind.KEY_DATE: "the word for the key date",
    RhythmKind.PERSONAL: "the personal word",
    RhythmKind.WIN_BACK: "the word to win them back",
}
_ABOUT = frozenset({RhythmKind.PERSONAL, RhythmKind.WIN_BACK})
"""Kinds that are named by what the word is about."""

NO_NAMES = Names()


def short_text(text: str, longest: int = _LONGEST_ABOUT) -> str:
    """The first line of a text, cut between words where it is long."""
    line = text.strip().partition("\n")[0].strip().rstrip(".;,")
    if len(line) <= longest:
        return line
    cut = line[: longest - 1]
    space = cut.rfind(" ")
    return f"{(cut[:space] if space > longest // 2 else cut).rstrip(' .,;:')}…"


@lru_cache(maxsize=4_096)
def short_day(day: date) -> str:
    """ "Sat 14 Mar", without the year."""
    return f"{day:%a} {day.day} {day:%b}"


def day_words(day: date, today: date) -> str:
    """ "Sat 14 Mar", with the year where it could be taken for another one's."""
    if day.year == today.year or abs((day - today).days) <= _CLEAR_DAYS:
        return short_day(day)
    return f"{short_day(day)} {day.year}"


def _quoted(titles: Sequence[str], tr: Translate) -> str:
    """ "“Draft”, “Slides” and “Report”"."""
    marked = [tr("“{title}”").format(title=title) for title in titles]
    if len(marked) < 2:
        return "".join(marked)
    return tr("{titles} and {last}").format(titles=", ".join(marked[:-1]), last=marked[-1])


def _after_the_end(kind: RhythmKind, months: int, tr: Translate) -> str:
    name = tr(_PLAIN[kind])
    if months == 1:
        return tr("{name}, 1 month after the end,").format(name=name)
    return tr("{name}, {months} months after the end,").format(name=name, months=months)


def _key_date_words(about: str, day: date, said: str, on: date, state: RhythmState, tr: Translate) -> str:
    """`said`: the day in words; `on`: when the word is owed."""
    if state is not RhythmState.DUE:
        return tr("{about}, {day}").format(about=about, day=said)
    if day == on:
        return tr("{about} is today").format(about=about)
    template = (
        tr("{about} is {day}; today is the last working day before it")
        if day > on
        else tr("{about} was {day}; the word goes out today")
    )
    return template.format(about=about, day=said)


def _later(on: date) -> date:
    return date.fromordinal(min(on.toordinal() + _LOOKED_AROUND, date.max.toordinal()))
