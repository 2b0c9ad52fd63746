"""What can be said of a request in a menu: how pressing it is, and how it went against the rules."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from clientdesk.models.enums import RequestBreach, Urgency
from clientdesk.models.views.requests import RequestView
from clientdesk.ui.request_words import request_breach_word, translate, urgency_word


def fill_request_menu(
    menu: QMenu,
    view: RequestView,
    on_urgency: Callable[[Urgency], None],
    on_breach: Callable[[RequestBreach | None], None],
) -> None:
    """Add two submenus, the present choice checked; a breach the rules suggest comes with "perhaps"."""
    pressing = menu.addMenu(translate("RequestMenu", "How pressing"))
    group = QActionGroup(pressing)
    for urgency in Urgency:
        words = urgency_word(urgency)
        action = pressing.addAction(words[:1].upper() + words[1:], partial(on_urgency, urgency))
        action.setObjectName(f"urgency_{urgency}")
        action.setCheckable(True)
        action.setChecked(view.urgency is urgency)
        group.addAction(action)
    theirs = menu.addMenu(translate("RequestMenu", "Against the rules"))
    group = QActionGroup(theirs)
    choices: list[tuple[RequestBreach | None, str]] = [(None, translate("RequestMenu", "No"))]
    for breach in RequestBreach:
        words = request_breach_word(breach)
        if view.suggested is breach:
            words = translate("RequestMenu", "{breach} (perhaps)").format(breach=words)
        choices.append((breach, words[:1].upper() + words[1:]))
    for chosen, words in choices:
        action = theirs.addAction(words, partial(on_breach, chosen))
        action.setObjectName(f"breach_{chosen or 'none'}")
        action.setCheckable(True)
        action.setChecked(view.breach is chosen)
        group.addAction(action)
