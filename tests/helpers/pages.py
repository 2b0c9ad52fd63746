"""What a page needs around it: messages that remember, and a worker that is waited for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

from clientdesk.models.errors import ClientDeskError
from clientdesk.services.wording import words_for
from clientdesk.ui.background import Background
from clientdesk.ui.messages import Messages
from clientdesk.ui.widgets.banner import BannerArea


class Heard:
    """Messages of a window, and everything they said.

    All that is made here has an owner in Qt: what only Python owns may be collected on the worker's thread.
    """

    def __init__(self, window: QWidget | None = None) -> None:
        self.messages = Messages(_word, window or QApplication.instance())
        self.said: list[tuple[str, str]] = []
        self.messages.spoken.connect(self._on_spoken)
        if window is not None:
            self.banners = BannerArea(window)
            self.messages.attach(window, self.banners)

    def _on_spoken(self, kind: str, text: str) -> None:
        self.said.append((kind, text))

    @property
    def text(self) -> str:
        """Everything said."""
        return "\n".join(text for _, text in self.said)


def _word(error: Exception) -> str:
    return words_for(error) if isinstance(error, ClientDeskError) else "unexpected"


@contextmanager
def background(qtbot: Any) -> Iterator[Background]:
    """A worker that is finished with before the test ends."""
    made = Background()
    try:
        yield made
        qtbot.waitUntil(lambda: not made.is_busy, timeout=10_000)
    finally:
        made.shutdown()
