"""Chips that show how a typed line is read; each can be changed or taken back by click or by key."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from clientdesk.models.quick_add import Choice, Guess, Part, Reading
from clientdesk.ui.tokens import MIN_TARGET, SPACE_1
from clientdesk.ui.widgets.buttons import escape_mnemonic
from clientdesk.ui.widgets.flow_layout import FlowLayout
from clientdesk.ui.widgets.labels import label, set_flag
from clientdesk.ui.widgets.quick_add_words import choice_words, guess_words, part_words, refusal_words

_ORDER = (
    Part.CLIENT,
    Part.ESTIMATE,
    Part.RULE,
    Part.DAY,
    Part.TIME,
    Part.DUE,
    Part.KIND,
    Part.IMPACT,
)
_MOST_OTHER_CLIENTS = 20


@dataclass(frozen=True)
class ChipWords:
    """What the chips need to speak: client names by id, today, how often it repeats."""

    clients: dict[str, str] = field(default_factory=dict)
    today: date = date.min
    rule: str = ""


class ReadingChip(QPushButton):
    """One guess. Enter or Down opens what else it may mean; Backspace keeps the words as text.

    Signals:
        corrected: (the words, `Choice` or None to keep them as text).
        stepped: -1 or 1, to the chip before or after. left: back to the line.
    """

    corrected = Signal(str, object)
    stepped = Signal(int)
    left = Signal()

    def __init__(self, part: Part, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.part = part
        self.guess: Guess | None = None
        self._words = ChipWords()
        self.setObjectName(f"{part.value}_chip")
        self.setProperty("role", "reading")
        self.setAutoDefault(False)
        self.setMinimumHeight(MIN_TARGET)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self.open_menu)
        self.hide()

    def show_guess(self, guess: Guess | None, words: ChipWords) -> None:
        """Show a guess, or nothing."""
        self.guess, self._words = guess, words
        self.setVisible(guess is not None)
        if guess is None:
            return
        text = guess_words(guess, words.clients, words.today, words.rule)
        self.setText(escape_mnemonic(text))
        self.setAccessibleName(text)
        self.setAccessibleDescription(f"{part_words(self.part)}: “{guess.words}”")
        self.setToolTip(self.tr("Click to change what this means (Backspace takes it back)"))
        set_flag(self, "asks", on=guess.value is None)

    def open_menu(self) -> None:
        """Ask what the words mean."""
        menu = self.menu_of_meanings()
        if menu is not None:
            menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def menu_of_meanings(self) -> QMenu | None:
        """Other meanings, and to keep the words as text; None without a guess."""
        guess = self.guess
        if guess is None:
            return None
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.aboutToHide.connect(self._on_menu_hidden)
        for choice in guess.others:
            self._offer(menu, choice)
        if self.part is Part.CLIENT:
            self._offer_clients(menu, guess)
        if not menu.isEmpty():
            menu.addSeparator()
        refusal = menu.addAction(escape_mnemonic(refusal_words(guess)))
        refusal.triggered.connect(self._on_refused)
        first = menu.actions()[0]
        menu.setActiveAction(first)
        return menu

    def _offer(self, menu: QMenu, choice: Choice) -> QAction:
        words = choice_words(choice, self._words.clients, self._words.today)
        action = menu.addAction(escape_mnemonic(words))
        action.setData(choice)
        action.triggered.connect(self._on_chosen)
        return action

    def _offer_clients(self, menu: QMenu, guess: Guess) -> None:
        offered = {choice.value for choice in guess.others} | {guess.value}
        rest = [client_id for client_id in self._words.clients if client_id not in offered]
        target = menu.addMenu(self.tr("Another client")) if guess.others and rest else menu
        for client_id in rest[:_MOST_OTHER_CLIENTS]:
            self._offer(target, Choice(Part.CLIENT, client_id))

    def _on_chosen(self) -> None:
        action = self.sender()
        if isinstance(action, QAction) and self.guess is not None:
            self.corrected.emit(self.guess.words, action.data())

    def _on_refused(self) -> None:
        if self.guess is not None:
            self.corrected.emit(self.guess.words, None)

    def _on_menu_hidden(self) -> None:
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.stepped.emit(1 if (key == Qt.Key.Key_Right) != is_mirrored else -1)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_menu()
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self._on_refused()
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Up):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class ReadingChips(QWidget):
    """The chips of one line, in a fixed order, with the title first.

    Signals:
        corrected: as of a chip. left: back to the line.
    """

    corrected = Signal(str, object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        flow = FlowLayout(self, SPACE_1)
        self.title_label = label("", "strong")
        self.title_label.setObjectName("reading_title")
        self.chips = {part: ReadingChip(part, self) for part in _ORDER}
        for part, chip in self.chips.items():
            flow.addWidget(chip)
            if part is Part.CLIENT:
                flow.addWidget(self.title_label)
            chip.corrected.connect(self.corrected)
            chip.stepped.connect(self._on_stepped)
            chip.left.connect(self.left)

    def show_reading(self, reading: Reading, words: ChipWords) -> None:
        """Show how a line is read; a chip that vanishes under the keyboard hands it on."""
        for part, chip in self.chips.items():
            guess = reading.guess(part)
            if guess is None and chip.hasFocus():
                self.left.emit()
            chip.show_guess(guess, words)
        self.title_label.setText(reading.title)
        self.title_label.setVisible(bool(reading.title and reading.guesses))

    def shown(self) -> list[ReadingChip]:
        """The chips in sight, in order."""
        return [chip for chip in self.chips.values() if chip.guess is not None]

    def texts(self) -> list[str]:
        """What stands on them, in order."""
        return [chip.accessibleName() for chip in self.shown()]

    def focus_first(self) -> bool:
        """Give the keyboard to the first chip; False without any."""
        return self._focus(0)

    def ask(self, part: Part) -> None:
        """Open the question of a chip."""
        self.chips[part].setFocus(Qt.FocusReason.OtherFocusReason)
        self.chips[part].open_menu()

    def _focus(self, place: int) -> bool:
        shown = self.shown()
        if not shown:
            return False
        shown[place % len(shown)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _on_stepped(self, step: int) -> None:
        shown = self.shown()
        current = next((place for place, chip in enumerate(shown) if chip.hasFocus()), 0)
        self._focus(max(0, min(current + step, len(shown) - 1)))
