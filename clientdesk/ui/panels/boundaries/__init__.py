"""Boundaries: working rules in three layers beside the words they become; tiers."""

from clientdesk.ui.panels.boundaries.panel import BoundariesPanel

__all__ = ["BoundariesPanel"]
