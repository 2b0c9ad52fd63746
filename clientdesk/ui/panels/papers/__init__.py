"""Papers: the list by state, the composer of a draft, and the page of an issued one."""

from clientdesk.ui.panels.papers.panel import PapersPanel

__all__ = ["PapersPanel"]
