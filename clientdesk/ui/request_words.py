"""Words and shapes of requests as the window shows them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from clientdesk.models.enums import RequestBreach, Urgency
from clientdesk.models.views.requests import RequestView
from clientdesk.ui.tokens import Status

translate = QCoreApplication.translate


def urgency_word(urgency: Urgency) -> str:
    """How pressing a request is, by the agreement's own definitions."""
    return {
        Urgency.NORMAL: translate("words", "normal"),
        Urgency.URGENT: translate("words", "urgent"),
        Urgency.EMERGENCY: translate("words", "emergency"),
    }[urgency]


def request_breach_word(breach: RequestBreach) -> str:
    """How a request went against the working rules, on the client's side."""
    return {
        RequestBreach.CHANNEL: translate("words", "by a channel not open for it"),
        RequestBreach.NOT_URGENT: translate("words", "called urgent, and it wasn't"),
        RequestBreach.NOT_EMERGENCY: translate("words", "called an emergency, and it wasn't"),
        RequestBreach.SHORT_NOTICE: translate("words", "less notice than agreed"),
    }[breach]


def request_status(view: RequestView, *, is_pressing: bool) -> Status:
    """The shape beside its words: late, soon due or an emergency, in time; settled ones rest unless they were
    late."""
    if view.is_late:
        return Status.AT_RISK
    if not view.is_open:
        return Status.RESTING
    return Status.WATCH if is_pressing or view.urgency is Urgency.EMERGENCY else Status.STEADY
