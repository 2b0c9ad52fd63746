"""Today: who is owed a word, what is promised, what is on."""

from clientdesk.ui.panels.today.panel import TodayPanel

__all__ = ["TodayPanel"]
