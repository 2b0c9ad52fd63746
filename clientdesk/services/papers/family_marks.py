"""Small drawings of the sister papers; each stands beside its words and says nothing alone."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable

from clientdesk.services.papers.flowables import CAPTION, HAIRLINE, INK, MUTED, TEAL, TERRACOTTA, TextRuns
from clientdesk.services.papers.tagging import tagging_of

DEEP_RED = HexColor("#8C1C13")


def decoration(canvas: Any) -> AbstractContextManager[None]:
    """All that is drawn inside is left out by a screen reader."""
    tagging = tagging_of(canvas)
    return nullcontext() if tagging is None else tagging.artifact(canvas)


class LightSign(Flowable):
    """Where we stand as a form: a disc on track, a triangle to watch, a square off track."""

    SIZE = 13

    def __init__(self, light: str) -> None:
        super().__init__()
        self._light = light

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: ARG002, N803
        self.width = self.height = self.SIZE
        return self.SIZE, self.SIZE

    def draw(self) -> None:
        canvas, size = self.canv, self.SIZE
        with decoration(canvas):
            if self._light == "on_track":
                canvas.setFillColor(TEAL)
                canvas.circle(size / 2, size / 2 - 1, size / 2 - 0.8, stroke=0, fill=1)
            elif self._light == "watch":
                canvas.setFillColor(TERRACOTTA)
                path = canvas.beginPath()
                path.moveTo(0, -1)
                path.lineTo(size, -1)
                path.lineTo(size / 2, size - 1.6)
                path.close()
                canvas.drawPath(path, stroke=0, fill=1)
            else:
                canvas.setFillColor(DEEP_RED)
                canvas.rect(0.8, -0.6, size - 1.6, size - 1.6, stroke=0, fill=1)


class UsedBar(Flowable):
    """How much is used: the share in words, and a bar behind them; more than all of it turns red."""

    BAR, GAP, HEIGHT = 74, 8, 6

    def __init__(self, share: float, words: TextRuns) -> None:
        super().__init__()
        self._share, self._words = share, words

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        self._bar = min(self.BAR, availWidth * 0.4)
        height = self._words.wrap(availWidth - self._bar - self.GAP, availHeight)[1]
        self.width, self.height = availWidth, height
        return availWidth, height

    def draw(self) -> None:
        canvas = self.canv
        low = self.height - 9.4
        with decoration(canvas):
            canvas.setStrokeColor(MUTED)
            canvas.setLineWidth(0.5)
            canvas.setFillColor(TEAL if self._share <= 1 else DEEP_RED)
            canvas.rect(0, low, self._bar * min(self._share, 1), self.HEIGHT, stroke=0, fill=1)
            canvas.rect(0, low, self._bar, self.HEIGHT, stroke=1, fill=0)
        self._words.drawOn(canvas, self._bar + self.GAP, 0)


class AcknowledgementLine(Flowable):
    """Three rules with captions: name, signature, date. The name may be known."""

    GUTTER, HEIGHT = 14, 31
    SHARES = (0.34, 0.38, 0.28)

    def __init__(self, captions: tuple[str, str, str], name: TextRuns) -> None:
        super().__init__()
        self._captions = [TextRuns(text, CAPTION) for text in captions]
        self._name = name

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: ARG002, N803
        name = self._name.wrap((availWidth - 2 * self.GUTTER) * self.SHARES[0], self.HEIGHT)[1]
        self.width, self.height = availWidth, max(self.HEIGHT, 12 + 2 + name + 3)
        return self.width, self.height

    def draw(self) -> None:
        canvas, x, y = self.canv, 0.0, 12.0
        room = self.width - 2 * self.GUTTER
        for place, (share, caption) in enumerate(zip(self.SHARES, self._captions, strict=True)):
            span = room * share
            with decoration(canvas):
                canvas.setStrokeColor(INK if place == 1 else HAIRLINE)
                canvas.setLineWidth(0.6)
                canvas.line(x, y, x + span, y)
            if place == 0:
                self._name.drawOn(canvas, x, y + 2)
            caption.wrap(span, self.HEIGHT)
            caption.drawOn(canvas, x, y - caption.height - 1)
            x += span + self.GUTTER


class SignatureRule(Flowable):
    """Room for a signature above its line."""

    WIDTH, CLEAR = 190, 40

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: ARG002, N803
        self.width, self.height = min(self.WIDTH, availWidth), self.CLEAR + 4
        return self.width, self.height

    def draw(self) -> None:
        canvas = self.canv
        with decoration(canvas):
            canvas.setStrokeColor(INK)
            canvas.setLineWidth(0.8)
            canvas.line(0, 4, self.width, 4)
