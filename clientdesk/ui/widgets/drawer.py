"""The inspector at the window's right: the selected thing, edited in place; closed by Esc or Ctrl+I."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from clientdesk.ui.theme import icon_px
from clientdesk.ui.tokens import DRAWER_OVERLAYS_BELOW, DRAWER_WIDTH, SPACE_2, SPACE_4
from clientdesk.ui.widgets.buttons import icon_button
from clientdesk.ui.widgets.labels import ElidedLabel


class Drawer(QFrame):
    """Room for one widget with a title. Put it beside the page by `DrawerHost`.

    Signals:
        closed: it was closed by the user or `close_drawer`.
        left: the keyboard was in it, and where it was before is gone; the page takes it.
    """

    closed = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drawer")
        self.setProperty("role", "drawer")
        self.setFixedWidth(icon_px(DRAWER_WIDTH))
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_4, SPACE_4, SPACE_2, SPACE_4)
        head = QHBoxLayout()
        self.title_label = ElidedLabel("", "section")
        self.close_button = icon_button("x", self.tr("Close"), tooltip=self.tr("Close (Esc)"))
        self.close_button.setObjectName("close_button")
        self.close_button.clicked.connect(self.close_drawer)
        head.addWidget(self.title_label, 1)
        head.addWidget(self.close_button)
        column.addLayout(head)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self._scroll, 1)
        self._before: QWidget | None = None
        self.hide()

    def show_widget(self, title: str, widget: QWidget) -> None:
        """Show a widget instead of the one before, which is given up."""
        focused = QApplication.focusWidget()
        if focused is not None and not self.isAncestorOf(focused):
            self._before = focused
        before = self._scroll.takeWidget()
        if before is not None and before is not widget:
            before.deleteLater()
        self.title_label.set_full_text(title)
        self.setAccessibleName(title)
        widget.setContentsMargins(0, 0, SPACE_2, 0)
        self._scroll.setWidget(widget)
        widget.show()
        self.show()
        self.raise_()

    def content(self) -> QWidget | None:
        """What is shown."""
        return self._scroll.widget()

    def close_drawer(self) -> None:
        """Close it; what it holds stays for `show`. The keyboard goes back to where it was before."""
        if not self.isVisible():
            return
        focused = QApplication.focusWidget()
        before, self._before = self._before, None
        if focused is not None and self.isAncestorOf(focused):
            if before is not None and isValid(before) and before.isVisible() and before.isEnabled():
                before.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self.left.emit()
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_drawer()
        else:
            super().keyPressEvent(event)


class DrawerHost(QWidget):
    """A page and its drawer: side by side in a wide window, the drawer over the page in a narrow one."""

    def __init__(self, page: QWidget, drawer: Drawer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = page
        self._drawer = drawer
        page.setParent(self)
        drawer.setParent(self)
        drawer.installEventFilter(self)
        drawer.left.connect(self._take_focus)

    def is_overlaid(self) -> bool:
        """Whether the drawer now lies over the page."""
        return self.window().width() < DRAWER_OVERLAYS_BELOW

    def sizeHint(self) -> object:  # type: ignore[override]
        return self._page.sizeHint()

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._drawer and event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self._arrange()
        return super().eventFilter(watched, event)

    def _take_focus(self) -> None:
        step: QWidget | None = self._page.nextInFocusChain()
        while step is not None and step is not self._page:
            takes_tab = bool(step.focusPolicy() & Qt.FocusPolicy.TabFocus)
            if self._page.isAncestorOf(step) and takes_tab and step.isEnabled() and step.isVisible():
                step.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            step = step.nextInFocusChain()

    def _arrange(self) -> None:
        taken = 0 if self._drawer.isHidden() or self.is_overlaid() else self._drawer.width()
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self._page.setGeometry(taken if is_mirrored else 0, 0, self.width() - taken, self.height())
        left = 0 if is_mirrored else self.width() - self._drawer.width()
        self._drawer.setGeometry(left, 0, self._drawer.width(), self.height())
        self._drawer.raise_()
