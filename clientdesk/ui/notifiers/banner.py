"""Notifications inside the window: the notifier that always works, because it needs nobody else."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from clientdesk.services.ports import Notice
from clientdesk.ui.notifiers.base import NotifierBase

MAX_BANNERS = 3
"""More than these wait until one is answered."""


class NoticeBanner(QFrame):
    """One notice with its buttons.

    Signals:
        acted: notice id and key of the button, or ``closed``.
        appeared: notice id, when it first stands on a screen.
    """

    acted = Signal(str, str)
    appeared = Signal(str)

    def __init__(self, notice: Notice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice_id = notice.notice_id
        self._has_appeared = False
        self.setObjectName("notice_banner")
        self.setProperty("role", "notice")
        self.setAccessibleName(notice.title)
        self.setAccessibleDescription(notice.body)
        self.title_label = self._build_label("title_label", notice.title, "strong")
        self.body_label = self._build_label("body_label", notice.body, "secondary")
        self.body_label.setVisible(bool(notice.body))
        self.action_buttons = [self._build_button(action.key, action.label) for action in notice.actions]
        self.close_button = QToolButton(self)
        self.close_button.setObjectName("close_button")
        self.close_button.setText("×")
        self.close_button.setAutoRaise(True)
        self.close_button.setToolTip(self.tr("Close this notice"))
        self.close_button.setAccessibleName(self.tr("Close this notice"))
        self._arrange()
        self._wire()

    def _build_label(self, name: str, text: str, role: str) -> QLabel:
        label = QLabel(text, self)
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setProperty("role", role)
        return label

    def _build_button(self, key: str, text: str) -> QPushButton:
        button = QPushButton(text.replace("&", "&&"), self)
        button.setObjectName(f"{key}_button")
        button.setAccessibleName(text)
        button.setAccessibleDescription(self.accessibleName())
        button.setProperty("key", key)
        return button

    def _arrange(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.title_label)
        words.addWidget(self.body_label)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 8, 8, 8)
        line.setSpacing(8)
        line.addLayout(words, 1)
        for button in self.action_buttons:
            line.addWidget(button)
        line.addWidget(self.close_button)

    def _wire(self) -> None:
        for button in self.action_buttons:
            button.clicked.connect(self._on_button)
        self.close_button.clicked.connect(self._on_close)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._has_appeared:
            self._has_appeared = True
            self.appeared.emit(self.notice_id)

    def _on_button(self) -> None:
        self.acted.emit(self.notice_id, str(self.sender().property("key")))

    def _on_close(self) -> None:
        self.acted.emit(self.notice_id, "closed")


class BannerArea(QWidget):
    """Where banners stand, above the panels; takes no room while empty.

    Signals:
        acted: notice id and key, as `NoticeBanner.acted`.
        appeared: notice id, when it first stands on a screen; a hidden window holds it back.
    """

    acted = Signal(str, str)
    appeared = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner_area")
        self.setAccessibleName(self.tr("Notices"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._waiting: list[Notice] = []
        self._banners: list[NoticeBanner] = []
        self.hide()

    def notice_ids(self) -> list[str]:
        """What is shown or waits, oldest first."""
        return [banner.notice_id for banner in self._banners] + [notice.notice_id for notice in self._waiting]

    def banners(self) -> list[NoticeBanner]:
        return list(self._banners)

    def add(self, notice: Notice) -> None:
        """Show a notice, in place of an older one with the same id."""
        self.remove(notice.notice_id)
        self._waiting.append(notice)
        self._fill()

    def remove(self, notice_id: str) -> None:
        self._waiting = [notice for notice in self._waiting if notice.notice_id != notice_id]
        for banner in [banner for banner in self._banners if banner.notice_id == notice_id]:
            self._banners.remove(banner)
            self._column.removeWidget(banner)
            banner.hide()
            banner.deleteLater()
        self._fill()

    def _fill(self) -> None:
        while self._waiting and len(self._banners) < MAX_BANNERS:
            banner = NoticeBanner(self._waiting.pop(0), self)
            banner.acted.connect(self._on_acted)
            banner.appeared.connect(self.appeared)
            self._banners.append(banner)
            self._column.addWidget(banner)
        self.setVisible(bool(self._banners))

    def _on_acted(self, notice_id: str, key: str) -> None:
        self.remove(notice_id)
        self.acted.emit(notice_id, key)


class BannerNotifier(NotifierBase):
    """Shows notices in the window; when that is not looked at, asks the desktop to mark it."""

    def __init__(self, area: BannerArea) -> None:
        super().__init__()
        self._area = area
        self._area.acted.connect(self._tell_action)
        self._area.appeared.connect(self._on_appeared)

    def name(self) -> str:
        return "banner"

    def is_available(self) -> bool:
        return True

    def show(self, notice: Notice) -> bool:
        self._area.add(notice)
        window = self._area.window()
        if window.isVisible() and not window.isActiveWindow():
            QApplication.alert(window)
        return True

    def withdraw(self, notice_id: str) -> None:
        self._area.remove(notice_id)

    def _on_appeared(self, notice_id: str) -> None:
        self._tell_shown(notice_id, self.name(), was_shown=True)
