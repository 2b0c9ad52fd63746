"""What became of the pop-ups, as short words beside the rows they spoke of."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from clientdesk.models.enums import NoticeTopic
from clientdesk.models.views.reminders import Mark, UnansweredView
from clientdesk.models.views.today import TodayView
from clientdesk.ui.dates import day_text

translate = QCoreApplication.translate


class Marks:
    """The words by what a pop-up was about; worded when they are asked for, as few of hundreds are shown."""

    def __init__(self, view: TodayView | None = None) -> None:
        self._view = view
        self._clients: dict[str, UnansweredView] = {}
        self._others: dict[tuple[NoticeTopic, str], UnansweredView] = {}
        for one in view.unanswered if view is not None else ():
            if one.topic is NoticeTopic.CHECK_IN:
                self._clients[one.client_id] = one
            else:
                self._others[one.topic, one.subject_id] = one

    def of_client(self, client_id: str) -> str:
        """Of a client who is owed a word; empty where nothing was announced."""
        return self._words(self._clients.get(client_id))

    def of(self, topic: NoticeTopic, subject_id: str) -> str:
        """Of something else; empty where nothing was announced."""
        return self._words(self._others.get((topic, subject_id)))

    def _words(self, one: UnansweredView | None) -> str:
        if one is None or self._view is None:
            return ""
        return mark_words(one, ZoneInfo(self._view.day.zone), self._view)


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
