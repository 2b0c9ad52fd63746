"""Of Today only what its page shows, for a start: a view that comes from another process, without what nobody sees.

Light on imports, as `services.today`.
"""

from __future__ import annotations

from dataclasses import replace

from clientdesk.models.enums import NoticeTopic
from clientdesk.models.views.check_ins import ClientCheckInView
from clientdesk.models.views.today import PAGE_ROWS, LeftOut, TodayView


def first_page(view: TodayView) -> TodayView:
    """The same page, shorter: each list to the lines that are shown, with how many more there are."""
    owed, soon, covered, paused = (
        listed[:PAGE_ROWS] for listed in (view.owed, view.soon, view.covered, view.paused)
    )
    shown = {entry.client_id for entry in (*owed, *soon, *covered, *paused)}
    return replace(
        view,
        owed=owed,
        soon=soon,
        covered=covered,
        paused=paused,
        promises=view.promises[:PAGE_ROWS],
        papers=view.papers[:PAGE_ROWS],
        unanswered=tuple(
            one for one in view.unanswered if one.topic is not NoticeTopic.CHECK_IN or one.client_id in shown
        ),
        left_out=LeftOut(_rest(view.owed), _rest(view.soon), _rest(view.covered), _rest(view.paused)),
    )


def _rest(listed: tuple[ClientCheckInView, ...]) -> int:
    return max(len(listed) - PAGE_ROWS, 0)
