"""The panels that are signed: one a side, clear space above the line, what is known of the signer filled in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.platypus import Flowable

from clientdesk.services.papers.density import closer
from clientdesk.services.papers.runs import TextRuns
from clientdesk.services.papers.setting import colour
from clientdesk.services.papers.styles import CAPTION, HAIRLINE, HEAD, INK, PANEL_NAME, PANEL_VALUE
from clientdesk.services.papers.tagging import tagging_of


class SignaturePanels(Flowable):
    """Panels side by side with 42 pt of clear space above each signature line."""

    GUTTER, CLEAR, STEP = 20, 42, 17

    def __init__(self, panels: Sequence[SignaturePanel]) -> None:
        super().__init__()
        self._panels = panels
        self.spaceBefore, self.spaceAfter = closer(14), closer(14)

    def _each(self) -> float:
        count = len(self._panels)
        return (self.width - self.GUTTER * (count - 1)) / count

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: ARG002, N803
        self.width = availWidth
        self._top = max(panel.wrap(self._each()) for panel in self._panels)
        values = max(panel.values_height for panel in self._panels)
        self.height = self._top + self.CLEAR + self.STEP + values + 4 + self.STEP + 16 + 10
        return self.width, self.height

    def drawOn(self, canvas: Any, x: float, y: float, _sW: float = 0) -> None:  # noqa: N803
        each = self._each()
        values = max(panel.values_height for panel in self._panels)
        for place, panel in enumerate(self._panels):
            panel.draw(canvas, x + place * (each + self.GUTTER), y + self.height, each, self._top, values)


class SignaturePanel:
    """One side: label, entity, and what is already known of the signer."""

    SPLIT, GAP = 0.56, 10

    def __init__(self, label: str, entity: str, name: str, capacity: str, captions: dict[str, str]) -> None:
        self._label = TextRuns(label.upper(), HEAD)
        self._entity = TextRuns(entity, PANEL_NAME)
        self._name = TextRuns(name, PANEL_VALUE)
        self._capacity = TextRuns(capacity, PANEL_VALUE)
        self._captions = captions
        self.values_height = 0.0

    def _columns(self, width: float) -> tuple[float, float, float]:
        first = self.SPLIT * width
        return first, first + self.GAP, width - first - self.GAP

    def wrap(self, width: float) -> float:
        """Height of label and entity; sets the height of name and title."""
        first, _, second = self._columns(width)
        label = self._label.wrap(width, 1e6)[1]
        entity = self._entity.wrap(width, 1e6)[1]
        heights = (self._name.wrap(first, 1e6)[1], self._capacity.wrap(second, 1e6)[1], 12.0)
        self.values_height = max(heights)
        return float(label + 3 + entity)

    def draw(self, canvas: Any, x: float, top: float, width: float, head: float, values: float) -> None:
        """Draw with the upper left corner at x, top; `head` and `values` as high as the taller panel needs."""
        first, start, second = self._columns(width)
        sign = top - head - SignaturePanels.CLEAR
        named = sign - SignaturePanels.STEP - values - 4
        dated = named - SignaturePanels.STEP - 16
        rules = [(x, sign, width, 0.8, INK)]
        rules += [(x, y, first, 0.6, HAIRLINE) for y in (named, dated)]
        rules += [(x + start, y, second, 0.6, HAIRLINE) for y in (named, dated)]
        _rules(canvas, rules)
        y = top - self._label.height
        self._label.drawOn(canvas, x, y)
        self._entity.drawOn(canvas, x, y - 3 - self._entity.height)
        _caption(canvas, x, sign, width, self._captions["signature"])
        # A caption is heard before its value, although it stands under it.
        _caption(canvas, x, named, first, self._captions["name"])
        self._name.drawOn(canvas, x, named + 3)
        _caption(canvas, x + start, named, second, self._captions["capacity"])
        self._capacity.drawOn(canvas, x + start, named + 3)
        _caption(canvas, x, dated, first, self._captions["date"])
        _caption(canvas, x + start, dated, second, self._captions["place"])


def _rules(canvas: Any, rules: Sequence[tuple[float, float, float, float, Any]]) -> None:
    code = ["q"]
    for x, y, width, weight, ink in rules:
        code.append(f"{colour(ink).upper()} {weight:g} w {x:.2f} {y:.2f} m {x + width:.2f} {y:.2f} l S")
    code.append("Q")
    tagging = tagging_of(canvas)
    if tagging is None:
        canvas._code += code
        return
    with tagging.artifact(canvas):
        canvas._code += code


def _caption(canvas: Any, x: float, y: float, width: float, text: str) -> None:
    caption = TextRuns(text, CAPTION)
    caption.wrap(width, 1e6)
    caption.drawOn(canvas, x, y - 1.2 - caption.height)
