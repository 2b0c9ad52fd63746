"""A key grabbed on the whole X11 display, over a connection of our own; events come through the event loop."""

from __future__ import annotations

import logging
from typing import Any

from PySide6.QtCore import QKeyCombination, QObject, QSocketNotifier, Qt, Signal

_log = logging.getLogger(__name__)

_CAPS_LOCK = 1 << 1
_NAMES = {
    Qt.Key.Key_Space: 0x20,
    Qt.Key.Key_Return: 0xFF0D,
    Qt.Key.Key_Tab: 0xFF09,
    Qt.Key.Key_Backspace: 0xFF08,
    Qt.Key.Key_Escape: 0xFF1B,
    Qt.Key.Key_Insert: 0xFF63,
    Qt.Key.Key_Delete: 0xFFFF,
    Qt.Key.Key_Home: 0xFF50,
    Qt.Key.Key_End: 0xFF57,
    Qt.Key.Key_PageUp: 0xFF55,
    Qt.Key.Key_PageDown: 0xFF56,
    Qt.Key.Key_Left: 0xFF51,
    Qt.Key.Key_Up: 0xFF52,
    Qt.Key.Key_Right: 0xFF53,
    Qt.Key.Key_Down: 0xFF54,
    Qt.Key.Key_Pause: 0xFF13,
    Qt.Key.Key_Print: 0xFF61,
    Qt.Key.Key_Menu: 0xFF67,
}
_ALT, _SUPER = (0xFFE9, 0xFFEA), (0xFFEB, 0xFFEC)
_NUM_LOCK, _SCROLL_LOCK = 0xFF7F, 0xFF14
_KEYSYMS_OF_UNICODE = 0x01000000


class KeyTaken(Exception):
    """Another program has these keys."""


class NoSuchKey(Exception):
    """This keyboard can't press them."""


class NoDisplay(Exception):
    """The X server can't be reached."""


class X11Keys(QObject):
    """Grabs one combination on every screen, whatever the locks say.

    Signals:
        pressed: the combination was pressed anywhere.
        lost: the X server hung up; nothing is grabbed any more.
    """

    pressed = Signal()
    lost = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._connection: Any = None
        self._watch: QSocketNotifier | None = None
        self._grabbed: list[tuple[int, int, int]] = []
        self._wanted: QKeyCombination | None = None
        self._time = 0

    def grab(self, keys: QKeyCombination) -> None:
        """Take these keys instead of the ones before.

        Raises:
            NoDisplay, NoSuchKey, KeyTaken: nothing is grabbed then.
        """
        import xcffib
        from xcffib import xproto

        try:
            self._open()
            self._release()
            self._wanted = keys
            self._grab_all(keys)
        except xproto.AccessError as taken:
            self._give_up()
            raise KeyTaken from taken
        except NoSuchKey:
            self._give_up()
            raise
        except (xcffib.XcffibException, xcffib.ConnectionException, OSError) as problem:
            self.close()
            raise NoDisplay from problem
        self._read()

    def close(self) -> None:
        """Give the keys back and hang up."""
        if self._watch is not None:
            self._watch.setEnabled(False)
            self._watch.deleteLater()
            self._watch = None
        if self._connection is not None:
            connection, self._connection = self._connection, None
            connection.disconnect()
        self._grabbed.clear()
        self._wanted = None

    def bring_forward(self, window_id: int) -> None:
        """Ask the window manager to give a window the keyboard: these keys were pressed for it.

        Qt knows nothing of that press, so a window manager that guards the keyboard would refuse it.
        """
        if self._connection is None or not self._time:
            return
        import xcffib
        from xcffib import xproto

        try:
            core = self._connection.core
            name = "_NET_ACTIVE_WINDOW"
            atom = core.InternAtom(False, len(name), name).reply().atom
            data = xproto.ClientMessageData.synthetic([1, self._time, 0, 0, 0], "IIIII")
            event = xproto.ClientMessageEvent.synthetic(32, window_id, atom, data)
            mask = xproto.EventMask.SubstructureNotify | xproto.EventMask.SubstructureRedirect
            for root in self._roots():
                core.SendEvent(False, root, mask, event.pack())
            self._connection.flush()
        except (xcffib.XcffibException, xcffib.ConnectionException) as problem:
            _log.info("the window manager can't be asked: %s", type(problem).__name__)

    def _open(self) -> None:
        if self._connection is not None:
            return
        import xcffib

        self._connection = xcffib.connect()
        self._watch = QSocketNotifier(self._connection.get_file_descriptor(), QSocketNotifier.Type.Read, self)
        self._watch.activated.connect(self._read)

    def _roots(self) -> list[int]:
        assert self._connection is not None  # noqa: S101 - called while it is open
        return [screen.root for screen in self._connection.get_setup().roots]

    def _grab_all(self, keys: QKeyCombination) -> None:
        from xcffib import xproto

        assert self._connection is not None  # noqa: S101 - called while it is open
        keyboard = _Keyboard(self._connection)
        code, held = keyboard.code_of(keys.key()), keyboard.mask_of(keys.keyboardModifiers())
        core = self._connection.core
        for root in self._roots():
            for locks in keyboard.locks():
                core.GrabKeyChecked(
                    True, root, held | locks, code, xproto.GrabMode.Async, xproto.GrabMode.Async
                ).check()
                self._grabbed.append((root, held | locks, code))

    def _release(self) -> None:
        if self._connection is None:
            return
        for root, mask, code in self._grabbed:
            self._connection.core.UngrabKey(code, root, mask)
        self._connection.flush()
        self._grabbed.clear()

    def _give_up(self) -> None:
        """Some of it may be grabbed already."""
        self._release()
        self.close()

    def _read(self) -> None:
        import xcffib
        from xcffib import xproto

        try:
            while self._connection is not None and (event := self._connection.poll_for_event()) is not None:
                if isinstance(event, xproto.KeyPressEvent):
                    self._time = event.time
                    self.pressed.emit()
                elif isinstance(event, xproto.MappingNotifyEvent):
                    self._on_mapping()
        except (xcffib.XcffibException, xcffib.ConnectionException, OSError):
            self.close()
            self.lost.emit()

    def _on_mapping(self) -> None:
        """The keyboard's layout has changed: the same keys may lie elsewhere."""
        keys = self._wanted
        if keys is None:
            return
        try:
            self.grab(keys)
        except (NoDisplay, NoSuchKey, KeyTaken):
            self.lost.emit()


class _Keyboard:
    """Where keys lie now, and which bits their modifiers have."""

    def __init__(self, connection: Any) -> None:
        setup = connection.get_setup()
        self._first = int(setup.min_keycode)
        count = setup.max_keycode - self._first + 1
        mapping = connection.core.GetKeyboardMapping(self._first, count).reply()
        self._width: int = mapping.keysyms_per_keycode
        self._keysyms: list[int] = list(mapping.keysyms)
        modifiers = connection.core.GetModifierMapping().reply()
        self._modifiers: list[int] = list(modifiers.keycodes)
        self._per_modifier: int = modifiers.keycodes_per_modifier

    def code_of(self, key: Qt.Key) -> int:
        """The key's number; the first level of the first layout that has it.

        Raises:
            NoSuchKey.
        """
        wanted = keysyms_of(key)
        for level in range(self._width):
            for place in range(level, len(self._keysyms), self._width):
                if self._keysyms[place] in wanted:
                    return self._first + place // self._width
        raise NoSuchKey

    def mask_of(self, held: Qt.KeyboardModifier) -> int:
        """The bits of Ctrl, Alt, Shift and the system key.

        Raises:
            NoSuchKey: one of them lies on no modifier.
        """
        modifier = Qt.KeyboardModifier
        mask = 0
        for name, bit in ((modifier.ShiftModifier, 1), (modifier.ControlModifier, 1 << 2)):
            if held & name:
                mask |= bit
        for name, keysyms in ((modifier.AltModifier, _ALT), (modifier.MetaModifier, _SUPER)):
            if held & name:
                bit = self._bit_of(keysyms)
                if not bit:
                    raise NoSuchKey
                mask |= bit
        return mask

    def locks(self) -> list[int]:
        """Every combination of locks that may be on while the keys are pressed."""
        found = [0]
        for bit in {_CAPS_LOCK, self._bit_of((_NUM_LOCK,)), self._bit_of((_SCROLL_LOCK,))} - {0}:
            found += [known | bit for known in found]
        return found

    def _bit_of(self, keysyms: tuple[int, ...]) -> int:
        for place, code in enumerate(self._modifiers):
            start = (code - self._first) * self._width
            if code and any(known in keysyms for known in self._keysyms[start : start + self._width]):
                return 1 << (place // self._per_modifier)
        return 0


def keysyms_of(key: Qt.Key) -> set[int]:
    """What X calls a key; empty for one that has no name there."""
    if key in _NAMES:
        return {_NAMES[key]}
    value = key.value
    if Qt.Key.Key_F1.value <= value <= Qt.Key.Key_F35.value:
        return {0xFFBE + value - Qt.Key.Key_F1.value}
    if not 0x20 < value < 0x110000:
        return set()
    letters = {chr(value).lower(), chr(value)}
    return {
        ord(one) if ord(one) < 0x100 else _KEYSYMS_OF_UNICODE | ord(one) for one in letters if len(one) == 1
    }
