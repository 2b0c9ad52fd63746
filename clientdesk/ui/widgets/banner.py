"""A strip of words above the page that stays until it is closed or settled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from clientdesk.ui.theme import icon_px
from clientdesk.ui.tokens import SPACE_2, SPACE_3
from clientdesk.ui.widgets.buttons import button, icon_button
from clientdesk.ui.widgets.icon_label import IconLabel
from clientdesk.ui.widgets.labels import label

_ICONS = {
    "info": ("info", "accent"),
    "warn": ("triangle-alert", "watch"),
    "error": ("circle-alert", "at_risk"),
}


class Banner(QFrame):
    """One strip: an icon, a sentence, buttons, a close button.

    Signals:
        closed: the user closed it, or pressed one of its buttons.
    """

    closed = Signal()

    def __init__(
        self,
        text: str,
        actions: Sequence[tuple[str, Callable[[], object]]] = (),
        *,
        kind: str = "info",
        is_closable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner" if kind == "info" else "banner-warn")
        self.setAccessibleName(text)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_3, SPACE_2, SPACE_2, SPACE_2)
        row.setSpacing(SPACE_2)
        name, colour = _ICONS[kind]
        row.addWidget(IconLabel(name, colour, icon_px(18)), 0, Qt.AlignmentFlag.AlignVCenter)
        self.text_label = label(text, wrap=True)
        row.addWidget(self.text_label, 1)
        for verb, slot in actions:
            made = button(verb)
            made.setObjectName(f"action_{verb}")
            made.clicked.connect(partial(self._on_action, slot))
            row.addWidget(made)
        if is_closable:
            self.close_button = icon_button("x", QCoreApplication.translate("Banner", "Close this note"))
            self.close_button.setObjectName("close_button")
            self.close_button.clicked.connect(self._on_close)
            row.addWidget(self.close_button)

    def text(self) -> str:
        """What it says."""
        return self.text_label.text()

    def _on_action(self, slot: Callable[[], object]) -> None:
        slot()
        self.closed.emit()

    def _on_close(self) -> None:
        self.closed.emit()


class BannerArea(QWidget):
    """Where banners stack; takes no room while there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_2)
        self._banners: dict[str, Banner] = {}
        self._unnamed = 0
        self.setVisible(False)

    def add(
        self,
        text: str,
        actions: Sequence[tuple[str, Callable[[], object]]] = (),
        *,
        kind: str = "info",
        key: str = "",
        is_closable: bool = True,
    ) -> Banner:
        """Show a banner below the others; one of the same key is replaced."""
        if not key:
            self._unnamed += 1
            key = f"banner-{self._unnamed}"
        self.remove(key)
        banner = Banner(text, actions, kind=kind, is_closable=is_closable, parent=self)
        banner.setObjectName(key)
        banner.closed.connect(partial(self.remove, key))
        self._banners[key] = banner
        self._column.addWidget(banner)
        self.setVisible(True)
        announce(self, text)
        return banner

    def remove(self, key: str) -> None:
        """Take a banner away; nothing happens when there is none of that key."""
        banner = self._banners.pop(key, None)
        if banner is not None:
            banner.hide()
            self._column.removeWidget(banner)
            banner.deleteLater()
        self.setVisible(bool(self._banners))

    def banners(self) -> list[Banner]:
        """The banners shown, top to bottom."""
        return list(self._banners.values())


def announce(widget: QWidget, text: str) -> None:
    """Let a screen reader say something that happened."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))
