"""The first run: three ways to begin, three questions, and *my clients in ten minutes*."""

from clientdesk.ui.first_run.intake_page import IntakePage
from clientdesk.ui.first_run.page import FirstRunPage

__all__ = ["FirstRunPage", "IntakePage"]
