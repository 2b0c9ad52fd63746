"""Makes a panel when it is first visited: its modules are loaded then, not at the start."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.base import Panel
from clientdesk.ui.theme import Theme

if TYPE_CHECKING:
    from clientdesk.services.workspace import Workspace


def make_panel(panel_id: str, workspace: Workspace, messages: Messages, theme: Theme) -> Panel:
    """The panel of a place, not yet filled."""
    return _MAKERS[panel_id]()(workspace, messages, theme)


def _week() -> Callable[..., Panel]:
    from clientdesk.ui.panels.week import WeekPanel

    return WeekPanel


def _timeline() -> Callable[..., Panel]:
    from clientdesk.ui.panels.timeline import TimelinePanel

    return TimelinePanel


def _clients() -> Callable[..., Panel]:
    from clientdesk.ui.panels.clients import ClientsPanel

    return ClientsPanel


def _papers() -> Callable[..., Panel]:
    from clientdesk.ui.panels.papers import PapersPanel

    return PapersPanel


def _boundaries() -> Callable[..., Panel]:
    from clientdesk.ui.panels.boundaries import BoundariesPanel

    return BoundariesPanel


def _settings() -> Callable[..., Panel]:
    from clientdesk.ui.panels.settings import SettingsPanel

    return SettingsPanel


_MAKERS: dict[str, Callable[[], Callable[..., Panel]]] = {
    "week": _week,
    "timeline": _timeline,
    "clients": _clients,
    "papers": _papers,
    "boundaries": _boundaries,
    "settings": _settings,
}
