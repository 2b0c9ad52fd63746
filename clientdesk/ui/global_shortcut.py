"""One shortcut that opens the capture window from anywhere on the desktop, where the desktop offers that."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QKeyCombination, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence

from clientdesk.ui.shortcut_x11 import KeyTaken, NoDisplay, NoSuchKey, X11Keys

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from clientdesk.services.preferences import Preferences
    from clientdesk.ui.shortcut_portal import PortalKeys

SUGGESTED = "Ctrl+Alt+L"
COMMAND = "clientdesk capture"
PREFERENCE = "capture_keys"


class ShortcutState(StrEnum):
    """How the shortcut stands."""

    OFF = "off"
    ASKED = "asked"
    ON = "on"
    TAKEN = "taken"
    NO_KEY = "no_key"
    REFUSED = "refused"
    NO_WAY = "no_way"


class Way(StrEnum):
    """What this desktop offers for keys that work anywhere."""

    X11 = "x11"
    PORTAL = "portal"
    NONE = "none"


def way_here() -> Way:
    """Under Wayland only the desktop can give such keys, also to a program that itself speaks X11."""
    if os.environ.get("XDG_SESSION_TYPE") == "wayland" or os.environ.get("WAYLAND_DISPLAY"):
        return Way.PORTAL
    return Way.X11 if QGuiApplication.platformName() == "xcb" else Way.NONE


def keys_of(text: str) -> QKeyCombination | None:
    """Kept keys as one combination; None for none, or for what would take an everyday key from everybody."""
    sequence = QKeySequence(text, QKeySequence.SequenceFormat.PortableText)
    if sequence.count() != 1:
        return None
    keys: QKeyCombination = sequence[0]  # type: ignore[index]
    return keys if is_safe(keys) else None


def is_safe(keys: QKeyCombination) -> bool:
    """Whether no program loses a key it needs: the system key is held, or two of Ctrl, Alt and Shift."""
    from PySide6.QtCore import Qt

    modifier = Qt.KeyboardModifier
    held = keys.keyboardModifiers()
    if keys.key() in (Qt.Key.Key_unknown, Qt.Key(0)):
        return False
    count = sum(
        bool(held & one) for one in (modifier.ControlModifier, modifier.AltModifier, modifier.ShiftModifier)
    )
    return bool(held & modifier.MetaModifier) or count >= 2


class GlobalShortcut(QObject):
    """Follows the preference `capture_keys`, and says how it stands.

    Signals:
        activated: the keys were pressed; open the capture window, then `bring_forward` it.
        state_changed: `state` and `words` say something else now.
    """

    activated = Signal()
    state_changed = Signal()

    def __init__(
        self, preferences: Preferences, parent: QObject | None = None, way: Way | None = None
    ) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._way = way
        self._x11: X11Keys | None = None
        self._portal: PortalKeys | None = None
        self._given = ""
        self._state = ShortcutState.OFF
        preferences.subscribe(self._on_preference)

    def start(self) -> None:
        """Take the keys of the preference, if there are any."""
        self._follow()

    def stop(self) -> None:
        """Give the keys back."""
        if self._x11 is not None:
            self._x11.close()
        if self._portal is not None:
            self._portal.close()

    def state(self) -> ShortcutState:
        return self._state

    def way(self) -> Way:
        """What this desktop offers; known once the application runs."""
        return self._way or way_here()

    def words(self) -> str:
        """How it stands, in a sentence for Settings."""
        keys = native(self._preferences.get(PREFERENCE))
        if self._state is ShortcutState.OFF and self.way() is Way.NONE:
            return _words(ShortcutState.NO_WAY, keys)
        if self._state is ShortcutState.ON and self._given and self._given != keys:
            return self.tr("Your desktop has given it other keys: {keys}.").format(keys=self._given)
        return _words(self._state, keys)

    def bring_forward(self, window: QWidget) -> None:
        """Give the keyboard to the window that was opened for the keys."""
        if self._x11 is not None:
            self._x11.bring_forward(int(window.winId()))

    def _on_preference(self, name: str) -> None:
        if name == PREFERENCE:
            # After the preference is written: taking keys may take a moment.
            QTimer.singleShot(0, self, self._follow)

    def _follow(self) -> None:
        self.stop()
        self._given = ""
        keys = keys_of(self._preferences.get(PREFERENCE))
        if keys is None:
            self._set(ShortcutState.OFF)
        elif self.way() is Way.X11:
            self._set(self._grab(keys))
        elif self.way() is Way.PORTAL:
            self._set(self._ask(keys))
        else:
            self._set(ShortcutState.NO_WAY)

    def _grab(self, keys: QKeyCombination) -> ShortcutState:
        if self._x11 is None:
            self._x11 = X11Keys(self)
            self._x11.pressed.connect(self.activated)
            self._x11.lost.connect(self._on_lost)
        try:
            self._x11.grab(keys)
        except KeyTaken:
            return ShortcutState.TAKEN
        except NoSuchKey:
            return ShortcutState.NO_KEY
        except NoDisplay:
            return ShortcutState.NO_WAY
        return ShortcutState.ON

    def _ask(self, keys: QKeyCombination) -> ShortcutState:
        if self._portal is None:
            from clientdesk.ui.shortcut_portal import PortalKeys

            self._portal = PortalKeys(self.tr("Log an update in ClientDesk"), self)
            self._portal.pressed.connect(self.activated)
            self._portal.bound.connect(self._on_bound)
            self._portal.refused.connect(self._on_refused)
        return ShortcutState.ASKED if self._portal.ask(keys) else ShortcutState.NO_WAY

    def _on_bound(self, given: str) -> None:
        self._given = given
        self._set(ShortcutState.ON)

    def _on_refused(self, has_portal: bool) -> None:
        self._set(ShortcutState.REFUSED if has_portal else ShortcutState.NO_WAY)

    def _on_lost(self) -> None:
        self._set(ShortcutState.NO_WAY)

    def _set(self, state: ShortcutState) -> None:
        self._state = state
        self.state_changed.emit()


def native(text: str) -> str:
    """Kept keys as this system writes them."""
    return QKeySequence(text, QKeySequence.SequenceFormat.PortableText).toString(
        QKeySequence.SequenceFormat.NativeText
    )


def _words(state: ShortcutState, keys: str) -> str:
    translate = QCoreApplication.translate
    words = {
        ShortcutState.OFF: translate("GlobalShortcut", "No shortcut is set."),
        ShortcutState.ASKED: translate("GlobalShortcut", "Your desktop is asked for {keys}."),
        ShortcutState.ON: translate("GlobalShortcut", "{keys} opens the small window from any program."),
        ShortcutState.TAKEN: translate(
            "GlobalShortcut", "Another program has {keys} already. Choose other keys, or free them there."
        ),
        ShortcutState.NO_KEY: translate("GlobalShortcut", "This keyboard has no {keys}. Choose other keys."),
        ShortcutState.REFUSED: translate(
            "GlobalShortcut",
            "Your desktop did not give {keys}. Allow it in the desktop's settings, or bind other keys there to"
            " “{command}”.",
        ),
        ShortcutState.NO_WAY: translate(
            "GlobalShortcut",
            "This desktop gives programs no keys that work anywhere. In its keyboard settings you can bind keys to"
            " “{command}”.",
        ),
    }
    return words[state].format(keys=keys, command=COMMAND)
