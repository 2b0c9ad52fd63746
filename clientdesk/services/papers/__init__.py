"""Papers: frozen content in, PDF bytes out. reportlab is used only here and loaded at the first call."""

from __future__ import annotations

from clientdesk.models.frozen_paper import DraftPaper, FrozenPaper


def render(paper: FrozenPaper | DraftPaper, *, logo_png: bytes | None = None) -> bytes:
    """A paper as PDF; same content and logo, same bytes.

    Call it off the GUI thread: the first call loads the fonts.
    """
    from clientdesk.services.papers.printing import print_paper

    return print_paper(paper, logo_png)
