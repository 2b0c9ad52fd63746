"""The timeline: a lane per client, what is expected beside what is planned and what was done."""

from clientdesk.ui.panels.timeline.panel import TimelinePanel

__all__ = ["TimelinePanel"]
