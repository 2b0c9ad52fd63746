"""Colours and text styles of every paper."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle

from clientdesk.services.papers.fonts import SANS, SERIF, STRONG

INK = HexColor("#1E2A32")
MUTED = HexColor("#566570")
TEAL = HexColor("#0F4C5C")
TERRACOTTA = HexColor("#B4552D")
TINT = HexColor("#F1F5F6")
WARM_TINT = HexColor("#FBF4EF")
HAIRLINE = HexColor("#C9D3D8")
WATERMARK = HexColor("#EDE3DC")

ROLES = {"title": "H1", "heading": "H2", "subheading": "H3", "box-heading": "H3"}
"""What a style means to a screen reader, by its name; every other style is a paragraph."""


def style(name: str, font: str, size: float, leading: float, **more: Any) -> ParagraphStyle:
    """A text style in ink; `more` as reportlab's ParagraphStyle names it (alignment: 0 left, 1 centre, 2 right)."""
    settings = {
        "fontName": font,
        "fontSize": size,
        "leading": leading,
        "textColor": INK,
        "bulletFontName": STRONG,
        "bulletFontSize": size,
        "bulletColor": TEAL,
        "allowOrphans": 0,
        "allowWidows": 0,
    }
    return ParagraphStyle(name, **{**settings, **more})


OPENING = style("opening", SANS, 10, 14.4, spaceAfter=4)
BODY = style("body", SANS, 9.6, 13.6, spaceAfter=4)
NOTE = style("note", SANS, 8.2, 11, textColor=MUTED, spaceAfter=4)
SUBTITLE = style("subtitle", SANS, 11.5, 15, textColor=MUTED)
HEADING = style("heading", SERIF, 13.2, 16, textColor=TEAL)
SUBHEADING = style("subheading", STRONG, 9.6, 13, spaceBefore=8, spaceAfter=2.5)
BOX_HEADING = style("box-heading", STRONG, 9.6, 13, spaceAfter=2.5)
ITEM = style("item", SANS, 9.2, 12.6, spaceAfter=2.2, leftIndent=9.5, bulletIndent=0)
PLAIN_ITEM = style("plain-item", SANS, 9.2, 12.6, spaceAfter=2.2)
CELL = style("cell", SANS, 9, 12.2, allowOrphans=1, allowWidows=1)
CELL_STRONG = style("cell-strong", STRONG, 9, 12.2, allowOrphans=1, allowWidows=1)
CELL_NOTE = style("cell-note", SANS, 8.2, 11, textColor=MUTED, allowOrphans=1, allowWidows=1)
CELL_RIGHT = style("cell-right", SANS, 9, 12.2, alignment=2)
CELL_RIGHT_STRONG = style("cell-right-strong", STRONG, 9, 12.2, alignment=2)
HEAD = style("head", STRONG, 7.6, 9.6, textColor=MUTED)
HEAD_RIGHT = style("head-right", STRONG, 7.6, 9.6, textColor=MUTED, alignment=2)
FACT = style("fact", STRONG, 10.2, 13)
PARTY = style("party", STRONG, 11, 14.6)
PARTY_LINE = style("party-line", SANS, 9, 12.2)
PANEL_NAME = style("panel-name", STRONG, 10.2, 13)
PANEL_VALUE = style("panel-value", SANS, 9.6, 12)
CAPTION = style("caption", SANS, 7.4, 9, textColor=MUTED)
