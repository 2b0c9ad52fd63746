"""What became of the pop-ups, as short words beside the rows they spoke of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from clientdesk.models.enums import NoticeTopic
from clientdesk.models.views.reminders import Mark, UnansweredView
from clientdesk.models.views.today import TodayView
from clientdesk.ui.dates import day_text

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Marks:
    """The words by what a pop-up was about.

    Attributes:
        clients: by client, of those who are owed a word.
        others: by (topic, subject's id).
    """

    clients: dict[str, str]
    others: dict[tuple[NoticeTopic, str], str]


def marks_of(view: TodayView) -> Marks:
    """What is said beside the rows of this day."""
    zone = ZoneInfo(view.day.zone)
    words = [(one, mark_words(one, zone, view)) for one in view.unanswered]
    return Marks(
        {one.client_id: said for one, said in words if one.topic is NoticeTopic.CHECK_IN},
        {(one.topic, one.subject_id): said for one, said in words if one.topic is not NoticeTopic.CHECK_IN},
    )


def mark_words(one: UnansweredView, zone: ZoneInfo, view: TodayView) -> str:
    """ "reminded 09:00", of an earlier day "reminded Fri 20 Nov"; "perhaps" where nobody knows."""
    if one.mark is Mark.FAILED:
        return translate("Marks", "no reminder shown")
    at = one.announced_at.astimezone(zone)
    when = f"{at:%H:%M}" if at.date() == view.today else day_text(at.date(), view.today)
    template = (
        translate("Marks", "reminded {when}")
        if one.mark is Mark.ANNOUNCED
        else translate("Marks", "perhaps reminded {when}")
    )
    return template.format(when=when)


def elsewhere(view: TodayView, shown: Iterable[NoticeTopic]) -> list[UnansweredView]:
    """Those whose matter has no row of its own on the page.

    Args:
        shown: topics that have their own rows today.
    """
    papers = {paper.agreement_id for paper in view.papers}
    topics = {NoticeTopic.CHECK_IN, NoticeTopic.HELD, *shown}
    return [
        one
        for one in view.unanswered
        if one.topic not in topics and not (one.topic is NoticeTopic.PAPER and one.subject_id in papers)
    ]
