"""The words and buttons of a pop-up; on a locked screen nothing of a client, unless the user wants it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from unicodedata import bidirectional

from clientdesk.models.enums import NoticeTopic
from clientdesk.models.ids import new_id
from clientdesk.services.notice_items import Item
from clientdesk.services.ports import Notice, NoticeAction
from clientdesk.services.wording import Translate

TOLD, WRITE, TOMORROW, OPEN = "told", "write", "tomorrow", "open"
HELD, MISSED, MOVED = "held", "missed", "moved"

MOST_NAMED = 3
AFTER_START = timedelta(minutes=5)
"""So long after its start the notice of a meeting still says something."""


def notice_of(items: Sequence[Item], tr: Translate, *, with_names: bool, sound: bool) -> Notice:
    """One pop-up for everything in `items`, the first leading."""
    first = items[0]
    title, body = _words(items, tr) if with_names else _private(items, tr)
    expires_at = None
    if first.topic is NoticeTopic.MEETING and first.starts_at is not None:
        expires_at = first.starts_at + AFTER_START
    return Notice(
        new_id(),
        title,
        body,
        _actions(items, tr, with_names=with_names),
        urgent=any(item.is_emergency for item in items),
        sound=sound,
        expires_at=expires_at,
    )


def clients_of(items: Sequence[Item]) -> list[str]:
    """The clients' names, the leading one first."""
    return list({item.client_id: item.client for item in items}.values())


def _words(items: Sequence[Item], tr: Translate) -> tuple[str, str]:
    first, names = items[0], clients_of(items)
    if first.topic is NoticeTopic.MEETING:
        return tr("{client} {soon}").format(client=_apart(first.client), soon=first.words), first.more
    if first.topic is NoticeTopic.HELD and len(items) > 1:
        title = tr("{count} meetings have ended: were they held?").format(count=len(items))
        return title, _names(names, tr)
    title = tr("{client}: {reason}").format(client=_apart(first.client), reason=first.words)
    return title, " ".join(_body(items, tr))


def _body(items: Sequence[Item], tr: Translate) -> list[str]:
    """What else there is of the one in the title, then the others: most desktops cut a title, never the body."""
    first, others = items[0], clients_of(items)[1:]
    lines = [first.more] if first.more else []
    own = [item for item in items[1:] if item.client_id == first.client_id]
    lines += [tr("Also: {reason}.").format(reason=item.words) for item in own]
    lines += [tr("Also waiting: {names}.").format(names=_names(others, tr))] if others else []
    return lines


def _private(items: Sequence[Item], tr: Translate) -> tuple[str, str]:
    """Nothing that says who it is, what was agreed or how many days it has been."""
    first = items[0]
    if first.topic is NoticeTopic.MEETING:
        return tr("A meeting begins {soon}.").format(soon=first.words), ""
    if first.topic is NoticeTopic.HELD:
        if len(items) > 1:
            return tr("Meetings have ended. Were they held?"), ""
        return tr("A meeting has ended. Was it held?"), ""
    clients = len(clients_of(items))
    if clients > 1:
        return tr("{count} clients are waiting for a word.").format(count=clients), ""
    return {
        NoticeTopic.CHECK_IN: tr("A client is waiting for an update."),
        NoticeTopic.PAPER: tr("A paper that is out will soon expire."),
        NoticeTopic.ANSWER: tr("A client is waiting for an answer."),
    }[first.topic], ""


def _actions(items: Sequence[Item], tr: Translate, *, with_names: bool) -> tuple[NoticeAction, ...]:
    """At most three. Without names nobody could know whom *I told them* would log."""
    first = items[0]
    if first.topic is NoticeTopic.HELD and len(items) == 1:
        return (
            NoticeAction(HELD, tr("Held")),
            NoticeAction(MISSED, tr("They missed it")),
            NoticeAction(MOVED, tr("Moved")),
        )
    if with_names and first.topic is NoticeTopic.CHECK_IN:
        return (
            NoticeAction(TOLD, tr("I told them")),
            NoticeAction(WRITE, tr("Write…")),
            NoticeAction(TOMORROW, tr("Tomorrow")),
        )
    if with_names and first.topic is NoticeTopic.ANSWER:
        return NoticeAction(WRITE, tr("Write…")), NoticeAction(OPEN, tr("Open"))
    if len(clients_of(items)) > 1:
        return (NoticeAction(OPEN, tr("Open list")),)
    return (NoticeAction(OPEN, tr("Open")),)


def _names(names: Sequence[str], tr: Translate) -> str:
    shown = ", ".join(_apart(name) for name in names[:MOST_NAMED])
    if len(names) > MOST_NAMED:
        return tr("{names} and {count} more").format(names=shown, count=len(names) - MOST_NAMED)
    return shown


def _apart(name: str) -> str:
    """A name written from right to left, set apart: else the whole sentence would be turned round with it."""
    is_mirrored = any(bidirectional(letter) in ("R", "AL") for letter in name)
    return f"\u2068{name}\u2069" if is_mirrored else name
