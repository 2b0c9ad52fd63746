"""Asked once when the window is first closed: keep running in the tray, or quit."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from clientdesk.ui.tokens import SPACE_3, SPACE_4
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.labels import label


class CloseSheet(QFrame):
    """A sheet over the window.

    Signals:
        kept: keep running in the tray.
        quit_chosen: quit.
    """

    kept = Signal()
    quit_chosen = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        for earlier in window.findChildren(CloseSheet):
            if earlier is not self:
                earlier.deleteLater()
        self.setObjectName("close_sheet")
        self.setProperty("role", "sheet")
        self.setAccessibleName(self.tr("Keep ClientDesk running?"))
        self.setFixedWidth(460)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        column.setSpacing(SPACE_3)
        column.addWidget(label(self.tr("Keep ClientDesk running so it can remind you?"), "section"))
        text = label(
            self.tr(
                "It stays in the tray and tells you when a client is owed a word. Change this in Settings, Tray."
            ),
            "secondary",
        )
        text.setWordWrap(True)
        column.addWidget(text)
        self.keep_button = button(self.tr("Keep running in tray"), role="primary")
        self.keep_button.setObjectName("keep_button")
        self.quit_button = button(self.tr("Quit"))
        self.quit_button.setObjectName("quit_button")
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.quit_button)
        row.addWidget(self.keep_button)
        column.addLayout(row)
        self.keep_button.clicked.connect(self._on_keep)
        self.quit_button.clicked.connect(self._on_quit)
        window.installEventFilter(self)
        self._place()
        self.keep_button.setFocus(Qt.FocusReason.PopupFocusReason)

    def _place(self) -> None:
        self.adjustSize()
        window = self.parentWidget()
        if window is not None:
            self.move((window.width() - self.width()) // 2, max((window.height() - self.height()) // 3, 0))
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.deleteLater()
        else:
            super().keyPressEvent(event)

    def _on_keep(self) -> None:
        self.deleteLater()
        self.kept.emit()

    def _on_quit(self) -> None:
        self.deleteLater()
        self.quit_chosen.emit()
