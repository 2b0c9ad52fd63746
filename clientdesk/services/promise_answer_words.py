"""The answer of the promise check in words: a calm yes or no, the dates, what it rests on, what would help."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clientdesk.models.enums import WorkKind
from clientdesk.models.promise import (
    FEWEST_FINISHED,
    LIKELY_PERCENT,
    SAFE_PERCENT,
    Answer,
    Experience,
    Guess,
)
from clientdesk.models.views.promise import PromiseAnswer, PromiseDay, Verdict
from clientdesk.services.check_in_words import short_day
from clientdesk.services.likely_words import length
from clientdesk.services.promise_reads import PromiseFacts
from clientdesk.services.wording import Translate

_AS_ESTIMATED = 1_020


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be told.

    Attributes:
        scope_minutes: so much would be safe by the day asked; None where nothing worth naming is.
        sooner_on: the safe day if it began today; None where it begins today anyway.
    """

    minutes: int
    client: str
    by: date | None
    start_on: date
    verdict: Verdict
    answer: Answer
    facts: PromiseFacts
    spread: Guess | Experience
    client_id: str | None
    kind: WorkKind | None
    scope_minutes: int | None
    sooner_on: date | None

    @property
    def likely_on(self) -> date | None:
        return self.answer.done_on(LIKELY_PERCENT)

    @property
    def safe_on(self) -> date | None:
        return self.answer.done_on(SAFE_PERCENT)


def tell(told: Told, days: tuple[PromiseDay, ...], tr: Translate = str) -> PromiseAnswer:
    """The answer in words."""
    return PromiseAnswer(
        verdict=told.verdict,
        likely_on=told.likely_on,
        safe_on=told.safe_on,
        by=told.by,
        chance=None if told.by is None else told.answer.chance_by(told.by),
        is_guess=isinstance(told.spread, Guess),
        headline=_headline(told, tr),
        dates=_dates(told, tr),
        basis=_basis(told, tr),
        helps=tuple(_helps(told, tr)),
        notes=tuple(_notes(told, tr)),
        message=_message(told, tr),
        days=days,
    )


def _headline(told: Told, tr: Translate) -> str:
    by = told.by
    work = _work(told, tr)
    if by is not None and by < told.facts.today:
        return tr("{day} has passed.").format(day=short_day(by))
    if told.verdict is Verdict.YES and by is not None:
        return tr("Yes: {work} by {day} is safe to promise.").format(work=work, day=short_day(by))
    if told.verdict is Verdict.PERHAPS and by is not None:
        return tr("Perhaps: {work} by {day} is likely, not safe.").format(work=work, day=short_day(by))
    if told.verdict is Verdict.NO and by is not None:
        return tr("Better not: {work} by {day} isn't likely.").format(work=work, day=short_day(by))
    if told.verdict is Verdict.OPEN and told.safe_on is not None:
        return tr("{work} is safe to promise for {day}.").format(work=work, day=short_day(told.safe_on))
    return tr("No day up to {day} is safe for {work}.").format(work=work, day=short_day(told.answer.last))


def _work(told: Told, tr: Translate) -> str:
    hours = length(told.minutes, tr)
    return tr("{hours} for {client}").format(hours=hours, client=told.client) if told.client else hours


def _dates(told: Told, tr: Translate) -> str:
    likely, safe = told.likely_on, told.safe_on
    if likely is None:
        text = tr("More is promised already than there are free hours.")
    elif safe is None:
        text = tr("Likely by {likely}; safe on no day up to {last}.").format(
            likely=short_day(likely), last=short_day(told.answer.last)
        )
    elif safe == likely:
        text = tr("Likely and safe by {day}.").format(day=short_day(likely))
    else:
        days = (safe - likely).days
        between = tr("1 day between") if days == 1 else tr("{days} days between").format(days=days)
        text = tr("Likely by {likely}, safe by {safe}: {between}.").format(
            likely=short_day(likely), safe=short_day(safe), between=between
        )
    if told.by is None or likely is None or told.by < told.facts.today:
        return text
    chance = told.answer.chance_by(told.by)
    said = {0: tr("no chance by {day}"), 100: tr("certain by {day}")}.get(
        chance, tr("by {day} in {chance} of 100")
    )
    return f"{text} {_capital(said.format(day=short_day(told.by), chance=chance))}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _basis(told: Told, tr: Translate) -> str:
    count = len(told.facts.finished)
    if isinstance(told.spread, Guess):
        percent = told.spread.buffer_percent
        known = {
            0: tr("no finished piece of work has an estimate and worked hours yet"),
            1: tr("1 finished piece of work has an estimate and worked hours"),
        }.get(count, tr("{count} finished pieces of work have an estimate and worked hours"))
        known = known.format(count=count)
        text = tr(
            "A guess from your buffer of {percent} % alone: {known}; from {fewest} on they show how long such work "
            "takes you. Likely counts every hour {likely} times, safe {safe} times."
        )
        return text.format(
            percent=percent,
            known=known,
            fewest=FEWEST_FINISHED,
            likely=_times(1_000 + 10 * percent),
            safe=_times(1_000 + 17 * percent),
        )
    middle = told.spread.middle(told.client_id, told.kind)
    alike = told.spread.like(told.client_id, told.kind)
    if told.kind is None and told.client_id is None:
        known = tr("From {count} finished pieces of work")
    elif told.kind is None:
        known = tr("From {count} finished pieces of work, {alike} of them for this client")
    elif not alike:
        known = tr("From {count} finished pieces of work, none of this kind for this client yet")
    elif alike == 1:
        known = tr("From {count} finished pieces of work, 1 of this kind for this client")
    else:
        known = tr("From {count} finished pieces of work, {alike} of this kind for this client")
    known = known.format(count=count, alike=alike)
    if middle <= _AS_ESTIMATED:
        return tr("{known}: half of such work took no longer than estimated.").format(known=known)
    return tr("{known}: half of such work took more than {middle} times its estimate.").format(
        known=known, middle=_times(middle)
    )


def _times(thousandths: int) -> str:
    return f"{thousandths / 1_000:.2f}".rstrip("0").rstrip(".")


def _helps(told: Told, tr: Translate) -> list[str]:
    by = told.by
    if told.verdict in (Verdict.YES, Verdict.OPEN) or by is None or by < told.facts.today:
        return [] if by is not None or told.verdict is Verdict.OPEN else _in_the_way(told, tr)
    found = []
    if told.sooner_on is not None and told.sooner_on <= by:
        found.append(tr("Begun today, all of it is safe by {day}.").format(day=short_day(by)))
    elif told.sooner_on is not None and (told.safe_on is None or told.sooner_on < told.safe_on):
        found.append(tr("Begun today, it is safe by {day}.").format(day=short_day(told.sooner_on)))
    if told.scope_minutes is not None:
        found.append(
            tr("{hours} of it is safe by {day}.").format(
                hours=length(told.scope_minutes, tr), day=short_day(by)
            )
        )
    return found + _in_the_way(told, tr)


def _in_the_way(told: Told, tr: Translate) -> list[str]:
    """The commitment that most often decides the date, if it is due after today."""
    for key in told.answer.blockers[:1]:
        one = next(found for found in told.facts.commitments if found.key == key)
        named = told.facts.names[key]
        facts = {
            "title": named.title,
            "client": named.client,
            "left": length(one.minutes, tr),
            "day": short_day(one.due_on),
        }
        if named.is_reserved:
            text = tr("Most in the way: the hours reserved for {client} up to {day}.")
        elif one.due_on < told.facts.today:
            text = tr("Most in the way: {client}, {title}, {left} left, due {day} already.")
        else:
            text = tr("Most in the way: {client}, {title}, {left} left, due {day}.")
        if not named.client and not named.is_reserved:
            text = tr("Most in the way: {title}, {left} left, due {day}.")
        return [text.format(**facts)]
    return []


def _notes(told: Told, tr: Translate) -> list[str]:
    until = told.safe_on or told.answer.last
    found = []
    assumed = sum(day <= until for day in told.facts.assumed)
    if assumed:
        text = (
            tr("1 thing due by then has no estimate; an hour is assumed.")
            if assumed == 1
            else tr("{count} things due by then have no estimate; an hour each is assumed.")
        )
        found.append(text.format(count=assumed))
    uncounted = sum(day <= until for day in told.facts.uncounted)
    if uncounted:
        text = (
            tr("1 milestone due by then has no estimate and isn't counted: the true day may be later.")
            if uncounted == 1
            else tr(
                "{count} milestones due by then have no estimate and aren't counted: the true day may be later."
            )
        )
        found.append(text.format(count=uncounted))
    if told.facts.own_reserved:
        text = tr("The {hours} a week reserved for {client} are taken to be used for this.")
        found.append(text.format(hours=length(told.facts.own_reserved, tr), client=told.client))
    return found


def _message(told: Told, tr: Translate) -> str:
    """What the client is told; nothing of how it was worked out."""
    day = told.by if told.verdict is Verdict.YES else told.safe_on
    if day is None:
        return tr("I can't name a day for this yet. I will come back to you with one.")
    return tr("I can have this done by {day}.").format(day=f"{day:%A} {day.day} {day:%B}")
