"""A client and the next word: shape, name, one sentence why, when to reach them, what was announced."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from clientdesk.models.enums import CheckInState
from clientdesk.models.views.check_ins import ClientCheckInView
from clientdesk.ui.panels.today.rows import DeedsRow, marked_name
from clientdesk.ui.tokens import STATUS_OF_CHECK_IN
from clientdesk.ui.widgets.buttons import button, icon_button
from clientdesk.ui.widgets.chips import Monogram, StatusShape
from clientdesk.ui.widgets.labels import as_tooltip, label


class CheckInRow(DeedsRow):
    """A client with the reason, and what can be done: told, write, later, hold, release. Keys: T, W, Z, H.

    Signals:
        told, write, later, hold, release: client id.
        kept_asked: client id: how well the rhythms were kept is to be shown on hover.

    Args:
        words: why the client stands here, one sentence.
        mark: what became of the pop-up about it, empty without one.
    """

    told = Signal(str)
    write = Signal(str)
    later = Signal(str)
    hold = Signal(str)
    release = Signal(str)
    kept_asked = Signal(str)

    def __init__(
        self, view: ClientCheckInView, words: str, mark: str = "", parent: QWidget | None = None
    ) -> None:
        sentence = "; ".join(part for part in (words, view.told) if part)
        super().__init__("", parent)
        self._spoken = ", ".join(part for part in (f"{view.client}: {sentence}", mark) if part)
        self.client_id = view.client_id
        self.key = ("client", view.client_id)
        self.setObjectName("check_in_row")
        self.is_paused = view.state in (CheckInState.ON_HOLD, CheckInState.SNOOZED)
        self._add_texts(view.client, sentence, mark)
        self.show_reach(view.reach)
        self.lay_out(StatusShape(STATUS_OF_CHECK_IN[view.state]), Monogram(view.client, view.colour))
        if self.is_paused:
            self.release_button = self._button("release_button", self.tr("Release"), view.client, "")
            self.release_button.clicked.connect(self._on_release)
            return
        self._add_buttons(view)

    def _add_texts(self, client: str, sentence: str, mark: str) -> None:
        self.texts.addLayout(marked_name(client, mark))
        # Wrapped, never cut: this is what the page is for.
        self.words_label = label(sentence[:1].upper() + sentence[1:], "secondary", wrap=True)
        self.words_label.setObjectName("words_label")
        self.texts.addWidget(self.words_label)
        self.reach_label = label("", "caption", wrap=True)
        self.reach_label.setObjectName("reach_label")
        self.texts.addWidget(self.reach_label)

    def show_reach(self, reach: str) -> None:
        """When they can be reached; it goes with the clock, so the row stays while this changes."""
        self.reach_label.setText(reach[:1].upper() + reach[1:])
        self.reach_label.setVisible(bool(reach))
        self.setAccessibleName(f"{self._spoken}, {reach}" if reach else self._spoken)

    def _add_buttons(self, view: ClientCheckInView) -> None:
        primary = "primary" if view.state in (CheckInState.OVERDUE, CheckInState.QUIET) else ""
        self.told_button = self._button("told_button", self.tr("I told them"), view.client, primary)
        self.told_button.clicked.connect(self._on_told)
        self.write_button = self._button("write_button", self.tr("Write…"), view.client, "quiet")
        self.write_button.clicked.connect(self._on_write)
        self.later_button = self._button("later_button", self.tr("Later"), view.client, "quiet")
        self.later_button.clicked.connect(self._on_later)
        self.more_button = icon_button("ellipsis", self.tr("More for {client}").format(client=view.client))
        self.more_button.setObjectName("more_button")
        self.more_button.setProperty("role", "dots")
        menu = QMenu(self.more_button)
        menu.addAction(self.tr("Put on hold until released"), self._on_hold)
        menu.addAction(self.tr("Open client"), self.opened.emit)
        self.more_button.setMenu(menu)
        self.more_button.setPopupMode(self.more_button.ToolButtonPopupMode.InstantPopup)
        self.add_deed(self.more_button)

    def _button(self, name: str, text: str, client: str, role: str) -> QPushButton:
        made = button(text, role)
        made.setObjectName(name)
        made.setAccessibleName(self.tr("{verb}: {client}").format(verb=text, client=client))
        self.add_deed(made)
        return made

    def say_kept(self, words: str) -> None:
        """How well the rhythms were kept, beside what the row itself says."""
        self.setToolTip(as_tooltip(words))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and not self.toolTip():
            self.kept_asked.emit(self.client_id)
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        deeds = {
            Qt.Key.Key_T: self._on_told,
            Qt.Key.Key_W: self._on_write,
            Qt.Key.Key_Z: self._on_later,
            Qt.Key.Key_H: self._on_hold,
        }
        deed = deeds.get(Qt.Key(event.key()))
        if deed is not None and not self.is_paused and not event.modifiers():
            deed()
        else:
            super().keyPressEvent(event)

    def _on_told(self) -> None:
        self.told.emit(self.client_id)

    def _on_write(self) -> None:
        self.write.emit(self.client_id)

    def _on_later(self) -> None:
        self.later.emit(self.client_id)

    def _on_hold(self) -> None:
        self.hold.emit(self.client_id)

    def _on_release(self) -> None:
        self.release.emit(self.client_id)
