"""The checklist of a piece of work: steps done, renamed, estimated, put in order, and pasted a line each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from clientdesk.models.views.week import WorkStepView
from clientdesk.ui.forms.work_item import LengthField
from clientdesk.ui.theme import icon_px
from clientdesk.ui.tokens import SPACE_1
from clientdesk.ui.widgets.buttons import button, icon_button
from clientdesk.ui.widgets.labels import label, set_flag

_MOST_LINES = 8


class Checklist(QWidget):
    """Shows the steps of one work item; it never calls a service.

    Signals:
        added: lines typed or pasted, a step each.
        renamed: (step id, title).
        estimated: (step id, minutes or None).
        ticked: (step id, whether done).
        ordered: every step id, in the order wanted.
        deleted, place_wanted: step id.
    """

    added = Signal(str)
    renamed = Signal(str, str)
    estimated = Signal(str, object)
    ticked = Signal(str, bool)
    ordered = Signal(list)
    deleted = Signal(str)
    place_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_1)
        self.count_label = label(self.tr("Steps"), "caption")
        column.addWidget(self.count_label)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(SPACE_1)
        column.addLayout(self._rows)
        self.lines: dict[str, StepLine] = {}
        self.new_entry = _Lines()
        self.new_entry.setObjectName("new_entry")
        self.new_entry.setAccessibleName(self.tr("New step"))
        self.new_entry.setPlaceholderText(self.tr("A step, or paste a list: one line a step"))
        self.new_entry.submitted.connect(self._on_submitted)
        self.add_button = button(self.tr("Add step"), "quiet", icon_name="plus")
        self.add_button.setObjectName("add_step_button")
        self.add_button.clicked.connect(self._on_submitted)
        column.addWidget(self.new_entry)
        row = QHBoxLayout()
        row.addWidget(self.add_button)
        row.addStretch(1)
        column.addLayout(row)

    def show_steps(self, steps: Sequence[WorkStepView]) -> None:
        """Show these; a line that is being typed into keeps what is typed."""
        for step_id in set(self.lines) - {step.step_id for step in steps}:
            line = self.lines.pop(step_id)
            self._rows.removeWidget(line)
            line.hide()
            line.deleteLater()
        for place, step in enumerate(steps):
            line = self.lines.get(step.step_id) or self._add_line(step)
            line.show_step(step, is_first=place == 0, is_last=place == len(steps) - 1)
            if self._rows.indexOf(line) != place:
                self._rows.removeWidget(line)
                self._rows.insertWidget(place, line)
        done = sum(step.is_done for step in steps)
        words = self.tr("Steps: {done} of {total} done").format(done=done, total=len(steps))
        self.count_label.setText(words if steps else self.tr("Steps"))

    def order(self) -> list[str]:
        """The steps as they stand."""
        found: list[str] = []
        for place in range(self._rows.count()):
            item = self._rows.itemAt(place)
            line = item.widget() if item is not None else None
            if isinstance(line, StepLine):
                found.append(line.step_id)
        return found

    def _add_line(self, step: WorkStepView) -> StepLine:
        line = StepLine(step.step_id)
        line.renamed.connect(self.renamed)
        line.estimated.connect(self.estimated)
        line.ticked.connect(self.ticked)
        line.deleted.connect(self.deleted)
        line.place_wanted.connect(self.place_wanted)
        line.moved.connect(self._on_moved)
        self.lines[step.step_id] = line
        return line

    def _on_moved(self, step_id: str, by: int) -> None:
        ids = self.order()
        place = ids.index(step_id)
        target = min(max(place + by, 0), len(ids) - 1)
        if target != place:
            ids.insert(target, ids.pop(place))
            self.ordered.emit(ids)

    def _on_submitted(self) -> None:
        text = self.new_entry.toPlainText()
        if text.strip():
            self.new_entry.clear()
            self.added.emit(text)


class StepLine(QWidget):
    """One step: done, title, estimate, and what else can be done with it. Alt with up or down moves it."""

    renamed = Signal(str, str)
    estimated = Signal(str, object)
    ticked = Signal(str, bool)
    moved = Signal(str, int)
    deleted = Signal(str)
    place_wanted = Signal(str)

    def __init__(self, step_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.step_id = step_id
        self._shown: WorkStepView | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_1)
        self.done_tick = QCheckBox()
        self.done_tick.setObjectName("done_tick")
        self.done_tick.setFixedWidth(icon_px(24))
        self.title_entry = _Title()
        self.title_entry.setObjectName("title_entry")
        self.title_entry.setMaxLength(200)
        self.length_entry = LengthField(self.tr("time"))
        self.length_entry.setObjectName("length_entry")
        self.length_entry.setFixedWidth(icon_px(60))
        self.more_button = icon_button("ellipsis", self.tr("More"))
        self.more_button.setObjectName("more_button")
        self.menu = self._menu()
        self.more_button.clicked.connect(self._on_more)
        row.addWidget(self.done_tick)
        row.addWidget(self.title_entry, 1)
        row.addWidget(self.length_entry)
        row.addWidget(self.more_button)
        self.done_tick.clicked.connect(self._on_ticked)
        self.title_entry.editingFinished.connect(self._on_title)
        self.title_entry.moved.connect(self._on_moved)
        self.length_entry.editingFinished.connect(self._on_length)

    def show_step(self, step: WorkStepView, *, is_first: bool, is_last: bool) -> None:
        """Show this step; what is being typed stays."""
        self._shown = step
        self.done_tick.setChecked(step.is_done)
        if not self.title_entry.hasFocus() or not self.title_entry.isModified():
            self.title_entry.setText(step.title)
            self.title_entry.setCursorPosition(0)
        if not self.length_entry.hasFocus() or not self.length_entry.isModified():
            self.length_entry.set_minutes(step.estimate_minutes)
            set_flag(self.length_entry, "invalid", on=False)
        words = self.tr("Done: {title}") if step.is_done else self.tr("Open: {title}")
        self.done_tick.setAccessibleName(words.format(title=step.title))
        self.title_entry.setAccessibleName(self.tr("Step"))
        self.length_entry.setAccessibleName(self.tr("Estimate of {title}").format(title=step.title))
        self.more_button.setAccessibleName(self.tr("More for {title}").format(title=step.title))
        self.up_action.setEnabled(not is_first)
        self.down_action.setEnabled(not is_last)
        self.place_action.setEnabled(not step.is_done)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        self.place_action = menu.addAction(self.tr("Place this step…"), self._on_place)
        self.up_action = menu.addAction(self.tr("Up") + "\tAlt+↑", partial(self._on_moved, -1))
        self.down_action = menu.addAction(self.tr("Down") + "\tAlt+↓", partial(self._on_moved, 1))
        menu.addSeparator()
        self.delete_action = menu.addAction(self.tr("Delete"), self._on_deleted)
        return menu

    def _on_more(self) -> None:
        self.menu.popup(self.more_button.mapToGlobal(self.more_button.rect().bottomLeft()))

    def _on_ticked(self, is_done: bool) -> None:
        self.ticked.emit(self.step_id, is_done)

    def _on_title(self) -> None:
        words = self.title_entry.text().strip()
        if self._shown is None or words == self._shown.title:
            return
        if words:
            self.renamed.emit(self.step_id, words)
        else:
            self.title_entry.setText(self._shown.title)

    def _on_length(self) -> None:
        try:
            minutes = self.length_entry.minutes()
        except ValueError:
            set_flag(self.length_entry, "invalid", on=True)
            return
        set_flag(self.length_entry, "invalid", on=False)
        if self._shown is not None and minutes != self._shown.estimate_minutes:
            self.estimated.emit(self.step_id, minutes)

    def _on_moved(self, by: int) -> None:
        self.moved.emit(self.step_id, by)

    def _on_place(self) -> None:
        self.place_wanted.emit(self.step_id)

    def _on_deleted(self) -> None:
        self.deleted.emit(self.step_id)


class _Title(QLineEdit):
    """Alt with up or down asks to move its step."""

    moved = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if by is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(by)
        else:
            super().keyPressEvent(event)


class _Lines(QPlainTextEdit):
    """Grows to what is pasted; Enter adds, Shift+Enter makes a new line."""

    submitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._fit)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.submitted.emit()
        else:
            super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 (Qt override)
        self.insertPlainText(source.text())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._fit()

    def _fit(self) -> None:
        lines = min(max(self.document().blockCount(), 1), _MOST_LINES)
        is_full = self.document().blockCount() > _MOST_LINES
        bar = Qt.ScrollBarPolicy.ScrollBarAsNeeded if is_full else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(bar)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + 18)
