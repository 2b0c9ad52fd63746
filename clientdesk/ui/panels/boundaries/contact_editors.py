"""By which channels clients write, and what they do in an emergency."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from clientdesk.ui.panels.boundaries.editor import Editor
from clientdesk.ui.panels.boundaries.hours_editor import MinuteField
from clientdesk.ui.panels.boundaries.plain_editors import (
    DurationEditor,
    column_of,
    line_edit,
    show_line,
)
from clientdesk.ui.tokens import SPACE_1, SPACE_2, SPACE_3
from clientdesk.ui.widgets.buttons import button, icon_button
from clientdesk.ui.widgets.fields import ChoiceField
from clientdesk.ui.widgets.labels import label


class ChannelsEditor(Editor):
    """A line for each channel: its name and what it is for.

    Signals:
        reshaped: a line came or went.
    """

    reshaped = Signal()
    patience_ms = 60_000
    most = 12

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = column_of(self, SPACE_1)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(SPACE_1)
        column.addLayout(self._lines)
        self.add_button = button(self.tr("Add channel"), "quiet", icon_name="plus")
        self.add_button.setObjectName("add_button")
        self.add_button.clicked.connect(self._on_add)
        row = QHBoxLayout()
        row.addWidget(self.add_button)
        row.addStretch(1)
        column.addLayout(row)
        self.rows: list[ChannelLine] = []

    def value(self) -> Any:
        return [line.value() for line in self.rows if line.name.text().strip()]

    def show_value(self, value: Any) -> None:
        wanted = [(channel.name, str(channel.use)) for channel in value or ()]
        shown = [(line.name.text(), str(line.use.currentData())) for line in self.rows]
        if wanted == shown:
            return
        for line in self.rows:
            line.hide()
            line.deleteLater()
        self.rows = []
        for name, use in wanted:
            self._add_line(name, use)

    def fields(self) -> list[QWidget]:
        return [line.name for line in self.rows]

    def _add_line(self, name: str, use: str) -> ChannelLine:
        line = ChannelLine(name, use, len(self.rows) + 1)
        line.name.textEdited.connect(self._on_typed)
        line.name.editingFinished.connect(self.commit)
        line.use.currentIndexChanged.connect(self._on_chosen)
        line.remove_button.clicked.connect(self._on_remove)
        self._lines.addWidget(line)
        self.rows.append(line)
        self.add_button.setEnabled(len(self.rows) < self.most)
        self.reshaped.emit()
        return line

    def _on_add(self) -> None:
        self._add_line("", "any").name.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_remove(self) -> None:
        sender = self.sender()
        gone = next((line for line in self.rows if line.remove_button is sender), None)
        if gone is not None:
            self.rows.remove(gone)
            self.add_button.setEnabled(True)
            gone.hide()
            gone.deleteLater()
            self.add_button.setFocus()
            self._on_chosen()


class ChannelLine(QWidget):
    """One channel."""

    def __init__(self, name: str, use: str, number: int) -> None:
        super().__init__()
        self.name = line_edit(self.tr("Channel {n}").format(n=number), "name", self.tr("Name it"))
        show_line(self.name, name)
        self.use = ChoiceField(
            (
                ("any", self.tr("for everything")),
                ("urgent", self.tr("when it is urgent")),
                ("emergency", self.tr("in an emergency")),
                ("no", self.tr("not for our work")),
            )
        )
        self.use.setObjectName("use")
        self.use.set_value(use)
        self.use.setAccessibleName(self.tr("Use of channel {n}").format(n=number))
        remove = self.tr("Remove channel {name}").format(name=name or number)
        self.remove_button = icon_button("trash-2", remove)
        self.remove_button.setObjectName("remove_button")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        row.addWidget(self.name, 1)
        row.addWidget(self.use)
        row.addWidget(self.remove_button)

    def value(self) -> dict[str, str]:
        return {"name": self.name.text(), "use": str(self.use.currentData())}


class EmergencyEditor(Editor):
    """How to reach you, when, how fast, at what price, and who stands in."""

    patience_ms = 60_000

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.offered = QCheckBox(self.tr("I can be reached in an emergency"))
        self.offered.setAccessibleName(self.offered.text())
        self.offered.setObjectName("offered")
        column = column_of(self, SPACE_2)
        column.addWidget(self.offered)
        self._details = QWidget()
        details = column_of(self._details, SPACE_3)
        self.how = _captioned(details, self.tr("What to do"), "how")
        details.addLayout(self._build_times())
        self.fee = _captioned(details, self.tr("What it costs"), "fee", self.tr("nothing extra"))
        self.stand_in = _captioned(details, self.tr("Who stands in for me"), "stand_in", self.tr("nobody"))
        column.addWidget(self._details)
        for entry in (self.how, self.fee, self.stand_in):
            entry.textEdited.connect(self._on_typed)
            entry.editingFinished.connect(self.commit)
        self.offered.toggled.connect(self._on_offered)
        self.around.toggled.connect(self._on_around)
        self.setFocusProxy(self.offered)

    def value(self) -> Any:
        if not self.offered.isChecked():
            return {"how": "", "answer": None}
        hours = None
        if not self.around.isChecked():
            hours = {"start": self.start.minutes(), "end": self.end.minutes()}
        return {
            "how": self.how.text(),
            "hours": hours,
            "answer": self.answer.value(),
            "fee": self.fee.text(),
            "stand_in": self.stand_in.text(),
        }

    def show_value(self, value: Any) -> None:
        is_offered = value is not None and bool(value.how or value.answer)
        self.offered.setChecked(is_offered)
        self._details.setVisible(is_offered)
        if value is None:
            return
        for entry, text in ((self.how, value.how), (self.fee, value.fee), (self.stand_in, value.stand_in)):
            show_line(entry, text)
        self.around.setChecked(value.hours is None)
        self._show_hours(8 * 60, 20 * 60) if value.hours is None else self._show_hours(
            value.hours.start, value.hours.end
        )
        self.answer.fill(value.answer, force=True)

    def fields(self) -> list[QWidget]:
        return [self.how, self.start, self.end]

    def _show_hours(self, start: int, end: int) -> None:
        self.start.set_minutes(start)
        self.end.set_minutes(end)
        for field in (self.start, self.end):
            field.setEnabled(not self.around.isChecked())

    def _build_times(self) -> QVBoxLayout:
        self.answer = DurationEditor()
        self.answer.setAccessibleName(self.tr("Emergency answer within"))
        self.answer.committed.connect(self._on_chosen)
        self.answer.typed.connect(self._on_typed)
        self.start = MinuteField(self.tr("Emergency answer from"), "start")
        self.end = MinuteField(self.tr("Emergency answer until"), "end")
        self.around = QCheckBox(self.tr("around the clock"))
        self.around.setAccessibleName(self.around.text())
        self.around.setObjectName("around")
        for field in (self.start, self.end):
            field.timeChanged.connect(self._on_typed)
            field.editingFinished.connect(self.commit)
        box = QVBoxLayout()
        box.setSpacing(SPACE_1)
        box.addWidget(label(self.tr("Answered within"), "caption"))
        box.addWidget(self.answer)
        times = QHBoxLayout()
        times.setSpacing(SPACE_2)
        times.addWidget(label(self.tr("from"), "secondary"))
        times.addWidget(self.start)
        times.addWidget(label(self.tr("until"), "secondary"))
        times.addWidget(self.end)
        times.addStretch(1)
        box.addSpacing(SPACE_1)
        box.addLayout(times)
        box.addWidget(self.around)
        return box

    def _on_offered(self) -> None:
        self._details.setVisible(self.offered.isChecked())
        if self.offered.isChecked() and not self._is_filling and not self.how.text():
            self.how.setFocus()
        self._on_chosen()

    def _on_around(self) -> None:
        for field in (self.start, self.end):
            field.setEnabled(not self.around.isChecked())
        self._on_chosen()


def _captioned(column: QVBoxLayout, title: str, name: str, placeholder: str = "") -> QLineEdit:
    box = QVBoxLayout()
    box.setSpacing(SPACE_1)
    entry = line_edit(title, name, placeholder)
    caption = label(title, "caption")
    caption.setBuddy(entry)
    box.addWidget(caption)
    box.addWidget(entry)
    column.addLayout(box)
    return entry
