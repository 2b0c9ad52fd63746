"""Fills the sidebar: clients with the shape of their state, and the badges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from clientdesk.ui.tokens import STATUS_OF_CHECK_IN
from clientdesk.ui.widgets.sidebar import ClientEntry, Sidebar

if TYPE_CHECKING:
    from clientdesk.services.workspace import Workspace

MOST = 20


def fill_sidebar(sidebar: Sidebar, workspace: Workspace) -> None:
    """List the active clients (up to 20, by name) and count what waits."""
    if workspace.practice.get() is None:
        sidebar.set_clients(())
        return
    statuses = workspace.check_ins.statuses()
    shown = (
        sorted(statuses, key=lambda view: view.client.casefold())
        if len(statuses) <= MOST
        else statuses[:MOST]
    )
    sidebar.set_clients(
        [
            ClientEntry(
                view.client_id,
                view.client,
                view.colour,
                STATUS_OF_CHECK_IN[view.state],
                view.reason,
            )
            for view in shown
        ]
    )
    gaps = len(workspace.forecast.at_risk())
    waiting = workspace.agreements.count_waiting()
    sidebar.set_badge("timeline", gaps, QCoreApplication.translate("Sidebar", "dates at risk"))
    sidebar.set_badge("papers", waiting, QCoreApplication.translate("Sidebar", "papers out for signature"))
