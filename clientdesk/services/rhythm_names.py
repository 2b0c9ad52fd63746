"""What a rhythm's word is about, where its kind doesn't say it: a milestone, a key date, months after the end."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from clientdesk.models.enums import RhythmKind, RhythmState, RhythmUnit
from clientdesk.models.rhythm_dates import milestone_dates
from clientdesk.models.schedule import RhythmRule, RhythmStatus, WorkCalendar
from clientdesk.services.wording import Translate
from clientdesk.store.first_reads import CheckInRow

_LONGEST_ABOUT = 80
_LOOKED_AROUND = 366 * 2


class Names:
    """Names the words of clients nothing more is known of."""

    def of(self, rhythm: RhythmStatus, on: date, tr: Translate) -> str:  # noqa: ARG002 - others need the day
        """ "the satisfaction question after “Draft report”", as the subject of a sentence."""
        return tr(_PLAIN[rhythm.kind])

    def key_date(self, rhythm: RhythmStatus, on: date, tr: Translate) -> str:
        """ "Founding day, Sat 14 Mar", or that it is today."""
        return _key_date_words(tr("key date"), on, on, rhythm.state, tr)


class RowNames(Names):
    """Names the words of one client by its rules, their contents and its milestones."""

    def __init__(self, row: CheckInRow, today: date, calendar: WorkCalendar) -> None:
        self._row = row
        self._today = today
        self._calendar = calendar

    def of(self, rhythm: RhythmStatus, on: date, tr: Translate) -> str:
        rule = self._rule(rhythm.rhythm_id)
        about = short_text(self._row.contents.get(rhythm.rhythm_id, ""))
        if rhythm.kind is RhythmKind.KEY_DATE:
            words = _key_date_words(
                about or tr("key date"), self._meant(rule, on), on, RhythmState.NOT_YET, tr
            )
            return tr("the word for {what},").format(what=words)
        if rhythm.kind is RhythmKind.WIN_BACK:
            return tr("win back: “{about}”").format(about=about) if about else tr("win back: a word")
        if rule.unit is RhythmUnit.AFTER_END:
            return _after_the_end(rhythm.kind, rule.every, tr)
        title = self._milestone(rule, on)
        if title and (rule.offset_days or 0) < 0:
            return tr(_BEFORE[rhythm.kind]).format(title=title)
        if title:
            return tr(_AFTER[rhythm.kind]).format(title=title)
        if about and rhythm.kind is RhythmKind.PERSONAL:
            return tr("the personal word, “{about}”,").format(about=about)
        return super().of(rhythm, on, tr)

    def key_date(self, rhythm: RhythmStatus, on: date, tr: Translate) -> str:
        about = short_text(self._row.contents.get(rhythm.rhythm_id, "")) or tr("key date")
        return _key_date_words(about, self._meant(self._rule(rhythm.rhythm_id), on), on, rhythm.state, tr)

    def _rule(self, rhythm_id: str) -> RhythmRule:
        return next(rule for rule in self._row.facts.rhythms if rule.rhythm_id == rhythm_id)

    def _meant(self, rule: RhythmRule, on: date) -> date:
        """The date itself, which may be no working day and so have moved."""
        for day in reversed(rule.dates(_later(on))):
            if self._calendar.move_occurrence(day) == on:
                return day
        return on

    def _milestone(self, rule: RhythmRule, on: date) -> str:
        """Title of the milestone, or milestones, whose date this is."""
        if rule.unit is not RhythmUnit.MILESTONE:
            return ""
        titles = [
            short_text(title)
            for title, dates in self._row.milestones
            for day in milestone_dates([dates], rule.offset_days or 0, self._today)
            if self._calendar.move_occurrence(day) == on
        ]
        return "”, “".join(dict.fromkeys(titles))


_PLAIN = {
    RhythmKind.UPDATE: "the update",
    RhythmKind.CALL: "the call",
    RhythmKind.REVIEW: "the review",
    RhythmKind.SATISFACTION: "the satisfaction question",
    RhythmKind.KEY_DATE: "the word for the key date",
    RhythmKind.PERSONAL: "the personal word",
    RhythmKind.WIN_BACK: "win back: a word",
}
_AFTER = {kind: f"{words} after “{{title}}”" for kind, words in _PLAIN.items()}
_BEFORE = {kind: f"{words} before “{{title}}”" for kind, words in _PLAIN.items()}
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


def _after_the_end(kind: RhythmKind, months: int, tr: Translate) -> str:
    name = tr(_PLAIN[kind])
    if months == 1:
        return tr("{name} 1 month after the end").format(name=name)
    return tr("{name} {months} months after the end").format(name=name, months=months)


def _key_date_words(about: str, day: date, on: date, state: RhythmState, tr: Translate) -> str:
    if state is not RhythmState.DUE:
        return tr("{about}, {day}").format(about=about, day=short_day(day))
    if day == on:
        return tr("{about} is today").format(about=about)
    template = (
        tr("{about} is {day}; today is the last working day before it")
        if day > on
        else tr("{about} was {day}; the word goes out today")
    )
    return template.format(about=about, day=short_day(day))


def _later(on: date) -> date:
    return date.fromordinal(min(on.toordinal() + _LOOKED_AROUND, date.max.toordinal()))
