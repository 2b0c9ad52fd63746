"""Up to three sentences on top of the week: what it is for. Each is done or not."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from clientdesk.models.views.plan import IntentionView
from clientdesk.ui.tokens import SPACE_1, SPACE_3
from clientdesk.ui.widgets.labels import ElidedLabel, set_role

MOST = 3
_LONGEST = 200
_BOX = 28


class IntentionField(QLineEdit):
    """Where a sentence is written. Enter keeps it, Esc leaves it.

    Signals:
        settled: the sentence. dropped: nothing is to change.
    """

    settled = Signal(str)
    dropped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.settled.emit(self.text())
        elif event.key() == Qt.Key.Key_Escape:
            self.dropped.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason and self.isVisible():
            self.settled.emit(self.text())


class IntentionMark(QWidget):
    """One sentence with its box. F2 or a double click edits it.

    Signals:
        ticked: whether it is done. edit_wanted.
    """

    ticked = Signal(bool)
    edit_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_1)
        self.box = QCheckBox()
        self.box.setObjectName("box")
        self.box.setFixedWidth(_BOX)
        self.words = ElidedLabel("")
        self.words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row.addWidget(self.box)
        row.addWidget(self.words, 1)
        # A screen reader toggles without a click.
        self.box.toggled.connect(self.ticked)
        self.box.installEventFilter(self)

    def show_intention(self, view: IntentionView) -> None:
        self.words.set_full_text(view.text)
        set_role(self.words, "secondary" if view.is_done else "strong")
        with QSignalBlocker(self.box):
            self.box.setChecked(view.is_done)
        self.box.setAccessibleName(view.text)
        self.box.setToolTip(self.tr("Done or not. F2 changes the words."))

    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:  # type: ignore[override]
        is_key = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if is_key and event.key() == Qt.Key.Key_F2:  # type: ignore[attr-defined]
            self.edit_wanted.emit()
            return True
        return super().eventFilter(watched, event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002 (Qt override)
        self.edit_wanted.emit()


class IntentionRow(QWidget):
    """The sentences side by side, and the field that writes one.

    Signals:
        added: a new sentence. changed: (place, sentence), empty takes it away. ticked: (place, is done).
        finished: the field is closed again.
    """

    added = Signal(str)
    changed = Signal(int, str)
    ticked = Signal(int, bool)
    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Intentions"))
        self._views: Sequence[IntentionView] = ()
        self._place: int | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_3)
        self.marks = [IntentionMark() for _ in range(MOST)]
        for number, mark in enumerate(self.marks):
            mark.setObjectName(f"intention_{number + 1}")
            mark.setProperty("place", number)
            mark.ticked.connect(self._on_ticked)
            mark.edit_wanted.connect(self._on_edit)
            row.addWidget(mark)
        self.field = IntentionField()
        self.field.setObjectName("field")
        self.field.setMaxLength(_LONGEST)
        self.field.setPlaceholderText(self.tr("This week is good if…"))
        self.field.setAccessibleName(self.tr("Intention for this week"))
        self.field.hide()
        row.addWidget(self.field, 1)
        row.addStretch(0)
        self.field.settled.connect(self._on_settled)
        self.field.dropped.connect(self._close)

    def show_intentions(self, views: Sequence[IntentionView]) -> None:
        """Show these sentences."""
        self._views = views
        for number, mark in enumerate(self.marks):
            mark.setVisible(number < len(views) and number != self._place)
            if number < len(views):
                mark.show_intention(views[number])
        self.setVisible(bool(views) or self.is_writing)

    @property
    def is_writing(self) -> bool:
        return not self.field.isHidden()

    @property
    def has_room(self) -> bool:
        """Whether another sentence can be added."""
        return len(self._views) < MOST

    def write(self, place: int | None = None) -> None:
        """Open the field: for a new sentence, or to change one."""
        self._place = place
        self.field.setText(self._views[place].text if place is not None else "")
        self.field.show()
        self.show_intentions(self._views)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()

    def _on_settled(self, text: str) -> None:
        place = self._place
        self._close()
        if place is not None and text.strip() != self._views[place].text:
            self.changed.emit(place, text)
        elif place is None and text.strip():
            self.added.emit(text)

    def _close(self) -> None:
        self._place = None
        self.field.hide()
        self.show_intentions(self._views)
        self.finished.emit()

    def _on_ticked(self, done: bool) -> None:
        self.ticked.emit(int(self.sender().property("place")), done)

    def _on_edit(self) -> None:
        self.write(int(self.sender().property("place")))
