"""Brief words over the window's foot, with Undo; they wait while they are looked at."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QWidget

from clientdesk.ui.tokens import SPACE_2, SPACE_4, SPACE_6, TOAST_SECONDS
from clientdesk.ui.widgets.banner import announce
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.labels import label


class ToastOverlay(QFrame):
    """The one toast of a window: a newer one takes the older one's place."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("toast")
        self.setProperty("role", "toast")
        self.setAccessibleName(QCoreApplication.translate("ToastOverlay", "Message"))
        self._undo: Callable[[], object] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TOAST_SECONDS * 1000)
        self._timer.timeout.connect(self._on_time)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_4, SPACE_2, SPACE_2, SPACE_2)
        row.setSpacing(SPACE_4)
        self.text_label = label()
        self.undo_button = button(QCoreApplication.translate("ToastOverlay", "Undo"))
        self.undo_button.setObjectName("undo_button")
        self.undo_button.clicked.connect(self._on_undo)
        self.close_button = button(QCoreApplication.translate("ToastOverlay", "Close"))
        self.close_button.setObjectName("close_button")
        self.close_button.clicked.connect(self.dismiss)
        row.addWidget(self.text_label, 1)
        row.addWidget(self.undo_button)
        row.addWidget(self.close_button)
        self.hide()
        window.installEventFilter(self)
        QApplication.instance().focusChanged.connect(self._on_focus_changed)  # type: ignore[union-attr]

    def show_text(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Show words for eight seconds; `undo` gets a button."""
        self._undo = undo
        self.text_label.setText(text)
        self.setAccessibleName(text)
        self.undo_button.setVisible(undo is not None)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        announce(self, text)

    def drop_undo(self) -> None:
        """The words stay, without a way back."""
        if self._undo is None:
            return
        self._undo = None
        if self.undo_button.hasFocus():
            self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.undo_button.setVisible(False)
        self.settle()

    def text(self) -> str:
        """What it says, empty when hidden."""
        return self.text_label.text() if self.isVisible() else ""

    def dismiss(self) -> None:
        """Take it away now."""
        self._timer.stop()
        self._undo = None
        self.hide()

    def settle(self) -> None:
        """Find its place again."""
        if self.isVisible():
            self._place()

    def take_focus(self) -> bool:
        """Give it the keyboard (F6); False when nothing is shown."""
        if not self.isVisible():
            return False
        target = self.undo_button if self.undo_button.isVisible() else self.close_button
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def is_attended(self) -> bool:
        """Whether the pointer or the keyboard focus is on it."""
        focus = QApplication.focusWidget()
        return self.underMouse() or (focus is not None and self.isAncestorOf(focus))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._window:
            self._place()
        return super().eventFilter(watched, event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if self.isVisible():
            self._timer.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def _on_time(self) -> None:
        if self.is_attended():
            self._timer.start()
        else:
            self.dismiss()

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        del new
        if self.isVisible() and old is not None and self.isAncestorOf(old) and not self.is_attended():
            self._timer.start()

    def _on_undo(self) -> None:
        undo, self._undo = self._undo, None
        self.dismiss()
        if undo is not None:
            undo()

    def _place(self) -> None:
        window = self._window
        room = max(window.width() - 2 * SPACE_6, 200)
        self.text_label.setWordWrap(False)
        wide = self.sizeHint().width() > room
        self.text_label.setWordWrap(wide)
        width = room if wide else self.sizeHint().width()
        height = self.heightForWidth(width) if wide else self.sizeHint().height()
        self.resize(width, max(height, self.sizeHint().height()))
        x = (window.width() - self.width()) // 2
        self.move(x, self._floor() - self.height() - SPACE_4)

    def _floor(self) -> int:
        """Lowest line it may stand on: above the window's foot, and above what asks for that."""
        window = self._window
        above = [
            widget.mapTo(window, QPoint(0, 0)).y()
            for widget in window.findChildren(QWidget)
            if widget.property("toast_floor") and widget.isVisible()
        ]
        return min([window.height() - SPACE_6, *above])
