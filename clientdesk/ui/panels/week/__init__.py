"""The week: To place, the seven-day grid, and how full each day is."""

from clientdesk.ui.panels.week.panel import WeekPanel

__all__ = ["WeekPanel"]
