"""Chips for what an entry is: told, called, met, heard, a note, and what is owed where that is something else."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from clientdesk.models.capture import ASKED, MARKS, parse_capture
from clientdesk.models.enums import TouchKind
from clientdesk.ui.tokens import SPACE_1
from clientdesk.ui.widgets.buttons import ChoiceGroup, button
from clientdesk.ui.widgets.flow_layout import FlowLayout
from clientdesk.ui.words import touch_word

_ALWAYS = (
    TouchKind.UPDATE,
    TouchKind.CALL,
    TouchKind.MEETING,
    TouchKind.MESSAGE_RECEIVED,
    TouchKind.NOTE,
)


ASKED_KEY = "asked"
"""The chip of what they asked: heard, and the time to an answer runs."""


def sign_key(text: str) -> str:
    """The chip that a leading sign stands for; empty without one."""
    sign = text.strip()[:1]
    if sign == ASKED:
        return ASKED_KEY
    return MARKS[sign].value if sign in MARKS else ""


def split_sign(text: str) -> tuple[TouchKind | None, str]:
    """The kind that a leading sign gives (``>`` told, ``<`` heard, ``=`` met, ``?`` asked) and the words without it."""
    if text.strip()[:1] in MARKS:
        return parse_capture(text)
    return None, text.strip()


class CaptureKinds(QWidget):
    """One chip of several is chosen: by what is owed until the user chooses.

    Signals:
        picked: the user has chosen a chip.
    """

    picked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Kind"))
        self._by_hand = ""
        self._offered = TouchKind.UPDATE.value
        self._group = ChoiceGroup(self)
        self._row = FlowLayout(self, SPACE_1)
        self.chips: dict[str, QPushButton] = {}
        words = {
            TouchKind.UPDATE: self.tr("Told them"),
            TouchKind.CALL: self.tr("Call"),
            TouchKind.MEETING: self.tr("Met"),
            TouchKind.MESSAGE_RECEIVED: self.tr("Heard"),
            TouchKind.NOTE: self.tr("Note"),
        }
        for kind in _ALWAYS:
            self._add(kind.value, words[kind])
            if kind is TouchKind.MESSAGE_RECEIVED:
                self._add(ASKED_KEY, self.tr("They asked"))
        self.owed_chip = self._add("owed", "")
        self.owed_chip.hide()
        self._owed: tuple[TouchKind, bool] | None = None
        self._group.picked.connect(self._on_picked)
        self._show()

    def _add(self, key: str, text: str) -> QPushButton:
        made = button(text, "kind")
        made.setCheckable(True)
        made.setObjectName(f"{key}_chip")
        self._group.addButton(made)
        self._row.addWidget(made)
        self.chips[key] = made
        return made

    def kind(self) -> TouchKind:
        """What the entry is."""
        key = self._current()
        if key == "owed" and self._owed is not None:
            return self._owed[0]
        return TouchKind.MESSAGE_RECEIVED if key == ASKED_KEY else TouchKind(key)

    def is_asked(self) -> bool:
        """Whether they asked something: the time to an answer is to run."""
        return self._current() == ASKED_KEY

    def is_review(self) -> bool:
        return self._current() == "owed" and self._owed is not None and self._owed[1]

    def chosen_by_hand(self) -> str:
        """The chip the user chose; empty while it goes by what is owed."""
        return self._by_hand

    def reset(self) -> None:
        """Go by what is owed again."""
        self._by_hand = ""
        self._show()

    def pick(self, key: str) -> None:
        """Choose a chip as the user would."""
        self._by_hand = key if key in self.chips and not self.chips[key].isHidden() else ""
        self._show()

    def offer(self, kind: TouchKind, *, is_review: bool) -> None:
        """Preset what is owed, with a chip of its own where none of the usual ones says it."""
        is_usual = kind in _ALWAYS and not is_review
        self._owed = None if is_usual else (kind, is_review)
        self._offered = kind.value if is_usual else "owed"
        self.owed_chip.setVisible(not is_usual)
        if not is_usual:
            words = self.tr("Review held") if is_review else touch_word(kind)
            self.owed_chip.setText(words.replace("&", "&&"))
            self.owed_chip.setAccessibleName(words)
        elif self._by_hand == "owed":
            self._by_hand = ""
        self._show()

    def _current(self) -> str:
        return self._by_hand or self._offered

    def _show(self) -> None:
        self._group.choose(self.chips[self._current()])

    def _on_picked(self) -> None:
        chosen = self._group.checkedButton()
        self._by_hand = next(key for key, chip in self.chips.items() if chip is chosen)
        self.picked.emit()
