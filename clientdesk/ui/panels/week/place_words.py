"""Work that waits, in words: how long, where it comes from, why it presses, and the hours of its client."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication

from clientdesk.models.enums import Impact, WorkOrigin
from clientdesk.models.views.week import ToPlaceGroup, WorkItemView
from clientdesk.models.work_keys import Switch
from clientdesk.ui.panels.week.words import group_title, length_text, without_estimate_text

_CONTEXT = "ToPlace"
_NAMES_ITS_DATE = frozenset({WorkOrigin.MILESTONE, WorkOrigin.RHYTHM})


def _tr(text: str, count: int = -1) -> str:
    return QCoreApplication.translate(_CONTEXT, text, None, count)


def switch_names() -> dict[Switch, str]:
    """What each switch shows or hides."""
    return {
        Switch.MILESTONE: _tr("Milestones"),
        Switch.UPDATE: _tr("Updates promised"),
        Switch.CALL: _tr("Calls, reviews, other words"),
        Switch.STEP: _tr("Steps of checklists"),
        Switch.RECURRING: _tr("Recurring work"),
        Switch.ACTION: _tr("Actions for clients"),
        Switch.OWN: _tr("Other work"),
    }


def hidden_text(hidden: Mapping[str, int]) -> str:
    """What the switches leave out: "3 updates hidden"; empty when nothing is."""
    words = {
        Switch.MILESTONE: "%n milestones hidden",
        Switch.UPDATE: "%n updates hidden",
        Switch.CALL: "%n calls and other words hidden",
        Switch.STEP: "%n steps hidden",
        Switch.RECURRING: "%n of recurring work hidden",
        Switch.ACTION: "%n actions hidden",
        Switch.OWN: "%n of other work hidden",
    }
    ones = {
        Switch.MILESTONE: "1 milestone hidden",
        Switch.UPDATE: "1 update hidden",
        Switch.CALL: "1 call or other word hidden",
        Switch.STEP: "1 step hidden",
        Switch.RECURRING: "1 of recurring work hidden",
        Switch.ACTION: "1 action hidden",
        Switch.OWN: "1 of other work hidden",
    }
    said = [
        _tr(ones[Switch(kind)]) if count == 1 else _tr(words[Switch(kind)], count)
        for kind, count in hidden.items()
        if count
    ]
    return " · ".join(said)


def length_words(item: WorkItemView) -> str:
    """How long is left of it; words where nobody knows."""
    minutes = item.length_minutes
    return _tr("no estimate") if minutes is None else length_text(minutes)


def is_late(item: WorkItemView, today: date) -> bool:
    """Whether one of its dates has passed."""
    return any(day is not None and day < today for day in (item.due_on, item.expected_on))


def detail_text(item: WorkItemView) -> str:
    """The line under the title: steps done, where it comes from, why it presses."""
    parts: list[str] = []
    if item.steps_total:
        parts.append(_tr("{done} of {total} done").format(done=item.steps_done, total=item.steps_total))
    if item.source_words:
        parts.append(item.source_words)
    if _names_its_date(item):
        if item.impact is Impact.HIGH:
            parts.append(_tr("high impact"))
    elif item.parent_id is None and item.priority_words:
        parts.append(item.priority_words)
    return " · ".join(parts)


def _names_its_date(item: WorkItemView) -> bool:
    """Whether where it comes from says already when it is wanted."""
    return bool(item.source_words) and (item.origin in _NAMES_ITS_DATE or item.milestone_id is not None)


def spoken_work(item: WorkItemView) -> str:
    """All there is to say of it, for a screen reader and the tooltip."""
    parts = [item.client_name, item.title, length_words(item), detail_text(item)]
    if _names_its_date(item) and item.priority_words not in detail_text(item):
        parts.append(item.priority_words)
    return ", ".join([part for part in parts if part] + ([item.split_words] if item.split_words else []))


def hours_text(group: ToPlaceGroup) -> str:
    """The hours of a client this week: "5 h left of 8 h · 2 h planned · 1 h worked"; its retainer's month."""
    parts: list[str] = []
    if group.promised_minutes is not None:
        parts.append(_left(group.left_minutes or 0, group.promised_minutes))
    month = month_text(group)
    if month:
        parts.append(month)
    if group.placed_minutes:
        parts.append(_tr("{length} planned").format(length=length_text(group.placed_minutes)))
    if group.done_minutes:
        parts.append(_tr("{length} worked").format(length=length_text(group.done_minutes)))
    return " · ".join(parts)


def _left(left: int, promised: int) -> str:
    whole = length_text(promised)
    if left == 0:
        return _tr("nothing left of {whole}").format(whole=whole)
    return _tr("{left} left of {whole}").format(left=length_text(left), whole=whole)


def month_text(group: ToPlaceGroup) -> str:
    """The balance of a retainer: "15 h left of 20 h this month"; empty without one."""
    left, whole = group.month_left_minutes, group.month_minutes
    if left is None or whole is None:
        return ""
    if left < 0:
        return _tr("{length} over {whole} this month").format(
            length=length_text(-left), whole=length_text(whole)
        )
    if left == 0:
        return _tr("nothing left of {whole} this month").format(whole=length_text(whole))
    return _tr("{left} left of {whole} this month").format(left=length_text(left), whole=length_text(whole))


def spoken_group(group: ToPlaceGroup) -> str:
    """A client's name with its hours."""
    return ", ".join(part for part in (group_title(group), hours_text(group)) if part)


def sum_text(items: Sequence[WorkItemView], hidden: Mapping[str, int]) -> str:
    """What all of it takes; what nobody has estimated is said and not counted as nothing."""
    shown = {item.work_item_id for item in items}
    whole = [item for item in items if item.parent_id is None or item.parent_id not in shown]
    known = sum(item.length_minutes or 0 for item in whole)
    unknown = sum(item.length_minutes is None for item in whole)
    parts = [length_text(known)] if known else []
    parts += [without_estimate_text(unknown)] if unknown else []
    parts += [words] if (words := hidden_text(hidden)) else []
    return " · ".join(parts)
