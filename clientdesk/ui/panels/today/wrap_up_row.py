"""The end of the working day in one line: what moved, what to tell whom."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clientdesk.models.views.today_day import DayEndView
from clientdesk.ui.panels.today.day_rows import time_width
from clientdesk.ui.panels.today.rows import Row
from clientdesk.ui.tokens import SPACE_3
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.labels import label

MOST_NAMES = 4


class WrapUpRow(Row):
    """Shown from an hour before the working day ends.

    Signals:
        write_wanted: id of the client who is to be told first.
        wrap_up_wanted: the week is to be wrapped up.
    """

    write_wanted = Signal(str)
    wrap_up_wanted = Signal()

    def __init__(self, end: DayEndView, zone: ZoneInfo, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._end = end
        self.key = ("wrap_up", "")
        self.setObjectName("wrap_up_row")
        self.line.setSpacing(SPACE_3)
        at = f"{end.ends_at.astimezone(zone):%H:%M}"
        moved = end.moved or self.tr("Nothing moved today.")
        tell = self._tell_words(end)
        self.setAccessibleName(f"{at}, {moved} {tell}")
        time_label = label(at, "secondary")
        time_label.setFixedWidth(time_width())
        self.line.addWidget(time_label)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(label(moved, "strong", wrap=True))
        texts.addWidget(label(tell, "secondary", wrap=True))
        self.line.addLayout(texts, 1)
        count = len(end.tell)
        if count:
            text = (
                self.tr("Write 1 update")
                if count == 1
                else self.tr("Write {count} updates").format(count=count)
            )
            self.write_button = button(text, "" if end.is_week_end else "primary")
            self.write_button.setObjectName("write_button")
            self.write_button.clicked.connect(self._on_write)
            self.line.addWidget(self.write_button)
        if end.is_week_end:
            self.wrap_up_button = button(self.tr("Wrap up the week"), "primary")
            self.wrap_up_button.setObjectName("wrap_up_button")
            self.wrap_up_button.clicked.connect(self.wrap_up_wanted.emit)
            self.line.addWidget(self.wrap_up_button)

    def _tell_words(self, end: DayEndView) -> str:
        if not end.tell:
            return self.tr("Nobody is waiting for a word.")
        names = ", ".join(entry.client for entry in end.tell[:MOST_NAMES])
        rest = len(end.tell) - MOST_NAMES
        if rest > 0:
            return self.tr("To tell: {names} and {count} more").format(names=names, count=rest)
        return self.tr("To tell: {names}").format(names=names)

    def _on_write(self) -> None:
        self.write_wanted.emit(self._end.tell[0].client_id)
