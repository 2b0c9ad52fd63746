"""Quick add: one line for new work, read while it is typed; Enter adds and stays for the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLocale, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from clientdesk.models.quick_add import MOST_CHARACTERS, Choice, ClientName, Reading
from clientdesk.ui.messages import Messages
from clientdesk.ui.tokens import MIN_TARGET, SPACE_1, SPACE_2
from clientdesk.ui.widgets.banner import announce
from clientdesk.ui.widgets.buttons import button, icon_button
from clientdesk.ui.widgets.labels import label
from clientdesk.ui.widgets.quick_add_words import added_words, kind_names
from clientdesk.ui.widgets.reading_chips import ChipWords, ReadingChips

if TYPE_CHECKING:
    from clientdesk.services.workspace import Workspace


class QuickAdd(QWidget):
    """Type "acme slides 2h thu 10": the chips below say how it is read. Tab goes to them, Esc closes.

    Signals:
        added: an `Added`, after it was kept and said. closed: Esc or the cross.

    Args:
        is_for_today: work for which the line names no day is meant for today; else it waits in To place.
    """

    added = Signal(object)
    closed = Signal()

    def __init__(
        self,
        workspace: Workspace,
        messages: Messages,
        parent: QWidget | None = None,
        *,
        is_for_today: bool = False,
    ) -> None:
        super().__init__(parent)
        self._quick = workspace.quick_add
        self._undo = workspace.store.undo
        self._messages = messages
        self._is_for_today = is_for_today
        self._clients: list[ClientName] = []
        self._corrections: dict[str, Choice | None] = {}
        self._reading: Reading | None = None
        self._build()
        self._wire()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_1)
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        self.entry = QLineEdit()
        self.entry.setObjectName("entry")
        self.entry.setProperty("role", "capture")
        self.entry.setAccessibleName(self.tr("New work"))
        self.entry.setPlaceholderText(
            self.tr("New work, for example: acme slides 2h thu 10   #writing   !   every monday")
        )
        self.entry.setMaxLength(MOST_CHARACTERS)
        self.add_button = button(
            self.tr("Add"), "primary", tooltip=self.tr("Add and stay for the next (Enter)")
        )
        self.add_button.setObjectName("add_button")
        self.close_button = icon_button("x", self.tr("Close"), tooltip=self.tr("Close (Esc)"))
        self.close_button.setObjectName("close_button")
        row.addWidget(self.entry, 1)
        row.addWidget(self.add_button)
        row.addWidget(self.close_button)
        self.chips = ReadingChips()
        self.hint_label = label("", "caption")
        self.hint_label.setObjectName("hint_label")
        self.hint_label.setMinimumHeight(MIN_TARGET)
        self.chips.setMinimumHeight(MIN_TARGET)
        column.addLayout(row)
        column.addWidget(self.chips)
        column.addWidget(self.hint_label)
        self.setFocusProxy(self.entry)
        self._show_keys()

    def _wire(self) -> None:
        self.entry.installEventFilter(self)
        self.entry.textChanged.connect(self._on_text)
        self.entry.returnPressed.connect(self.submit)
        self.add_button.clicked.connect(self.submit)
        self.close_button.clicked.connect(self.closed)
        self.chips.corrected.connect(self._on_corrected)
        self.chips.left.connect(self._on_left)

    def begin(self) -> None:
        """Give it the keyboard, with the clients as they are now."""
        self._clients = self._quick.clients()
        self.entry.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.entry.selectAll()
        self._read()

    def reading(self) -> Reading | None:
        """How the line is read now; None while it is empty."""
        return self._reading

    def submit(self) -> None:
        """Add what the line says, unless it still asks something."""
        reading = self._reading
        if reading is None:
            return
        asked = reading.unanswered
        if asked is not None:
            self.chips.ask(asked.part)
            return
        if not reading.title:
            self._ask(self.tr("Add a word for what is to be done; text in quotes is taken as it stands."))
            return
        today = self._quick.today()
        rule = self._quick.rule_words(reading) if reading.rule else ""
        with self._messages.reporting(self) as outcome:
            added = self._quick.add(reading, today if self._is_for_today else None)
        if outcome.is_ok:
            self.entry.clear()
            self.entry.setFocus(Qt.FocusReason.OtherFocusReason)
            self._messages.toast(added_words(added, today, rule), self._undo)
            self.added.emit(added)

    def _on_text(self) -> None:
        if not self.entry.text().strip():
            self._corrections.clear()
        self._read()

    def _read(self) -> None:
        text = self.entry.text()
        if not text.strip():
            self._reading = None
            self.entry.setAccessibleDescription("")
            self._show_keys()
            return
        names = self._quick.names(QLocale().name(), kind_names())
        self._reading = reading = self._quick.read(text, self._clients, names, self._corrections)
        words = ChipWords(
            clients={client.client_id: client.name for client in self._clients},
            today=self._quick.today(),
            rule=self._quick.rule_words(reading) if reading.rule else "",
        )
        self.chips.show_reading(reading, words)
        self.entry.setAccessibleDescription(", ".join([reading.title, *self.chips.texts()]).strip(", "))
        if reading.guesses:
            self.hint_label.hide()
            self.chips.show()
        else:
            self._show_keys()

    def _show_keys(self) -> None:
        """One line stands below the entry at all times, so that nothing jumps while typing."""
        self.chips.hide()
        words = self.tr(
            "Enter adds and stays · Tab goes to what was understood · “…” is taken as it stands · Esc closes"
        )
        self.hint_label.setText(words)
        self.hint_label.show()

    def _ask(self, text: str) -> None:
        self.chips.hide()
        self.hint_label.setText(text)
        self.hint_label.show()
        announce(self, text)

    def _on_corrected(self, words: str, choice: Choice | None) -> None:
        self._corrections[words] = choice
        self._read()
        if not any(chip.hasFocus() for chip in self.chips.shown()):
            self._on_left()

    def _on_left(self) -> None:
        self.entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.entry and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key == Qt.Key.Key_Escape:
                self.closed.emit()
                return True
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Tab) and self.chips.focus_first():
                return True
        return super().eventFilter(watched, event)
