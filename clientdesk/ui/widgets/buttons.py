"""Buttons: one way to make each kind, so that names, roles and sizes agree everywhere."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QWidget,
)

from clientdesk.ui.icons import icon
from clientdesk.ui.theme import icon_px
from clientdesk.ui.tokens import MIN_TARGET
from clientdesk.ui.widgets.labels import as_tooltip


class _Button(QPushButton):
    """In a dialog, Enter presses the button that has the focus, never another one."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        is_enter = plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not is_enter or not isinstance(self.window(), QDialog):
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()


def button(
    text: str, role: str = "", *, icon_name: str = "", tooltip: str = "", parent: QWidget | None = None
) -> QPushButton:
    """A push button; roles: primary, quiet, danger or none."""
    made = _Button(escape_mnemonic(text), parent)
    made.setAccessibleName(text)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAutoDefault(False)
    if role:
        made.setProperty("role", role)
    if icon_name:
        made.setIcon(icon(icon_name, {"primary": "on_accent", "quiet": "accent"}.get(role, "secondary")))
        made.setIconSize(QSize(icon_px(), icon_px()))
    if tooltip:
        made.setToolTip(as_tooltip(tooltip))
    return made


def icon_button(
    icon_name: str, name: str, *, tooltip: str = "", parent: QWidget | None = None
) -> QToolButton:
    """A button that shows only an icon: `name` is what a screen reader says and the tooltip."""
    made = QToolButton(parent)
    made.setIcon(icon(icon_name))
    made.setIconSize(QSize(icon_px(), icon_px()))
    made.setAccessibleName(name)
    made.setToolTip(as_tooltip(tooltip or name))
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setMinimumSize(MIN_TARGET, MIN_TARGET)
    return made


def escape_mnemonic(text: str) -> str:
    """Text for a button that shows each ``&`` instead of making it a shortcut mark."""
    return text.replace("&", "&&")


class ChoiceGroup(QButtonGroup):
    """Checkable buttons of which one is chosen.

    A screen reader does not click such a button but toggles it, and no `clicked` comes: that counts too.

    Signals:
        picked: the user has chosen the button that is checked now, perhaps again.
    """

    picked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known: QAbstractButton | None = None
        self.buttonClicked.connect(self._on_clicked)
        self.buttonToggled.connect(self._on_toggled)

    def choose(self, button: QAbstractButton) -> None:
        """Choose without announcing it."""
        self._known = button
        button.setChecked(True)

    def _on_clicked(self, button: QAbstractButton) -> None:
        self._known = button
        self.picked.emit()

    def _on_toggled(self) -> None:
        # A click that did this comes right after it, and then there is nothing left to tell.
        QTimer.singleShot(0, self, self._tell)

    def _tell(self) -> None:
        button = self.checkedButton()
        if button is not None and button is not self._known:
            self._on_clicked(button)


class SegmentedControl(QWidget):
    """A row of joined buttons of which one is chosen (Week | Month | Quarter).

    Signals:
        chosen: the key of the button the user picked.
    """

    chosen = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._group = ChoiceGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        for number, (key, text) in enumerate(choices):
            made = button(text, "segment")
            made.setCheckable(True)
            made.setObjectName(f"segment_{key}")
            place = {0: "first", len(choices) - 1: "last"}.get(number, "")
            made.setProperty("place", place)
            self._group.addButton(made)
            self.buttons[key] = made
            row.addWidget(made)
        self._group.picked.connect(self._on_picked)
        if choices:
            self.set_current(choices[0][0])

    def current(self) -> str:
        """Key of the chosen button."""
        return next((key for key, made in self.buttons.items() if made.isChecked()), "")

    def set_current(self, key: str) -> None:
        """Choose without announcing it."""
        self._group.choose(self.buttons[key])

    def _on_picked(self) -> None:
        self.chosen.emit(self.current())
