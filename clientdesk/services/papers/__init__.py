"""Papers: frozen content in, PDF bytes out. reportlab is used only here and loaded at the first call."""

from __future__ import annotations

from collections.abc import Callable

from clientdesk.models.frozen_paper import DraftPaper, FrozenPaper


def render(
    paper: FrozenPaper | DraftPaper,
    *,
    logo_png: bytes | None = None,
    on_page: Callable[[int], None] | None = None,
) -> bytes:
    """A paper as PDF, accessible and archival; same content and logo, same bytes.

    Call it off the GUI thread: the first call loads the fonts.

    Args:
        on_page: told the number of each page once its text is set; what it raises ends the work.
    """
    from clientdesk.services.papers.printing import print_paper

    return print_paper(paper, logo_png, on_page)
