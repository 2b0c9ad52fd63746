"""A form in the drawer with its buttons: save, cancel, and what else can be done with the thing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from clientdesk.ui.forms.base import Form
from clientdesk.ui.messages import Messages
from clientdesk.ui.tokens import SPACE_2, SPACE_3, SPACE_4
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.flow_layout import FlowLayout

LEAST_ROOM = 160

Step = tuple[str, Callable[[], object]]


class Editor(QWidget):
    """Saves by its button, Enter in a line or Ctrl+Enter; what was refused stays, with its problems.

    Signals:
        finished: saved, or given up.

    Args:
        form: filled already.
        save: gets the form's values; raises when they cannot be kept.
        steps: further (verb, slot) buttons above the form; each one finishes.
        moves: the same, but they go on to another form themselves.
        delete: (verb, slot) of a quiet button below.
    """

    finished = Signal()

    def __init__(
        self,
        form: Form,
        save: Callable[[dict[str, Any]], object],
        messages: Messages,
        *,
        steps: Sequence[Step] = (),
        moves: Sequence[Step] = (),
        delete: Step | None = None,
        save_text: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.form = form
        self._save = save
        self._messages = messages
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_2, 0, 0)
        column.setSpacing(SPACE_3)
        outer, inside = column, QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, SPACE_2, 0)
        column.setSpacing(SPACE_4)
        if steps or moves:
            row = FlowLayout()
            for number, (verb, slot) in enumerate(steps):
                row.addWidget(self._step_button(verb, slot, f"step_{number}"))
            for number, (verb, slot) in enumerate(moves):
                made = button(verb)
                made.setObjectName(f"move_{number}")
                made.clicked.connect(partial(self._on_move, slot))
                row.addWidget(made)
            column.addLayout(row)
        column.addWidget(form)
        outer.addWidget(_Room(inside))
        outer.addLayout(self._build_foot(save_text or self.tr("Save"), delete))
        outer.addStretch(1)

    def take_focus(self) -> None:
        """Begin in the first field."""
        for field in self.form.findChildren(QWidget):
            if field.focusPolicy() & Qt.FocusPolicy.TabFocus and field.isVisibleTo(self):
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = self.focusWidget()
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier or not isinstance(
                focus, QPlainTextEdit
            ):
                self.save()
                return
        super().keyPressEvent(event)

    def save(self) -> None:
        """Hand the entries over; finish when they were kept."""
        with self._messages.reporting(self.form) as outcome:
            self._save(self.form.values())
        if outcome.is_ok:
            self.finished.emit()

    def _build_foot(self, save_text: str, delete: Step | None) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        self.save_button = button(save_text, "primary", tooltip=self.tr("Ctrl+Enter"))
        self.save_button.setObjectName("save_button")
        self.save_button.clicked.connect(self.save)
        self.cancel_button = button(self.tr("Cancel"))
        self.cancel_button.setObjectName("cancel_button")
        self.cancel_button.clicked.connect(self.finished)
        row.addWidget(self.save_button)
        row.addWidget(self.cancel_button)
        row.addStretch(1)
        if delete is not None:
            row.addWidget(self._step_button(*delete, "delete_button", "danger"))
        return row

    def _step_button(self, verb: str, slot: Callable[[], object], name: str, role: str = "") -> QWidget:
        made = button(verb, role)
        made.setObjectName(name)
        made.clicked.connect(partial(self._on_step, slot))
        return made

    def _on_move(self, slot: Callable[[], object]) -> None:
        # The next form takes this one's place: not while its button still handles the click.
        QTimer.singleShot(0, slot)

    def _on_step(self, slot: Callable[[], object]) -> None:
        with self._messages.reporting(self.form) as outcome:
            slot()
        if outcome.is_ok:
            self.finished.emit()


class _Room(QScrollArea):
    """As high as what it holds, and scrolling where the drawer is lower: the buttons below stay in view."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._inside = inside
        self.setWidget(inside)
        inside.installEventFilter(self)

    def sizeHint(self) -> QSize:
        inside = self._inside
        height = inside.heightForWidth(self.viewport().width()) if inside.hasHeightForWidth() else -1
        return QSize(inside.sizeHint().width(), max(height, inside.sizeHint().height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), min(LEAST_ROOM, self.sizeHint().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)
