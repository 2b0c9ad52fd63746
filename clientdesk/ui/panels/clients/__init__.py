"""Clients: the table of all of them, and one client's page."""

from clientdesk.ui.panels.clients.panel import ClientsPanel

__all__ = ["ClientsPanel"]
