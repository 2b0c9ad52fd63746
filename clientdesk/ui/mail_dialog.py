"""Take in mail from files: looked at first, chosen message by message, kept as one step that undo takes back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QProgressBar,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from clientdesk.models.errors import ClientDeskError
from clientdesk.models.mail_endings import MAIL_ENDINGS
from clientdesk.models.views.mail import MOST_AT_ONCE
from clientdesk.services.wording import words_for
from clientdesk.ui.import_steps import Answer, is_cancelled, new_cancel, service_words, take_back
from clientdesk.ui.itemmodels.mail import ASKS, TAKEN, MailTableModel
from clientdesk.ui.theme import icon_px
from clientdesk.ui.tokens import SPACE_2, SPACE_3, SPACE_4, SPACE_6
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.labels import label
from clientdesk.ui.widgets.table import RowTable

if TYPE_CHECKING:
    from clientdesk.models.views.mail import MailReading
    from clientdesk.services.calendars.ports import Cancel
    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.background import Background
    from clientdesk.ui.messages import Messages

LABEL = "Take in mail"


def mail_kinds() -> str:
    """The files that can be taken in, for the system's dialog."""
    patterns = " ".join(f"*{ending}" for ending in MAIL_ENDINGS)
    mail = QCoreApplication.translate("MailDialog", "Mail ({patterns})").format(patterns=patterns)
    # Thunderbird's mailboxes have no ending.
    return f"{mail};;{QCoreApplication.translate('MailDialog', 'All files (*)')}"


class MailDialog(QDialog):
    """Shows whose mail was found in files, then keeps the ticked messages.

    Only heads are read: who wrote to whom, when, about what.
    """

    _moved = Signal(int, int, int)

    def __init__(
        self,
        workspace: Workspace,
        messages: Messages,
        background: Background,
        paths: Sequence[Path],
        parent: QWidget | None = None,
        *,
        client_id: str = "",
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._messages = messages
        self._background = background
        self._paths = tuple(paths)
        self._client_id = client_id
        self._reading: MailReading | None = None
        self._cancel: Cancel | None = None
        self._number = 0
        self._is_storing = False
        self.setObjectName("mail_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Take in mail"))
        self.setMinimumSize(560, 360)
        room = self.screen().availableSize()
        self.resize(min(icon_px(900), room.width() - SPACE_6), min(icon_px(560), room.height() - 2 * SPACE_6))
        self._build()
        self._wire()
        self.read()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_6, SPACE_6, SPACE_6, SPACE_4)
        column.setSpacing(SPACE_3)
        column.addWidget(label(self.tr("Take in mail"), "title"))
        self.summary_label = label("", "strong", wrap=True)
        self.summary_label.setObjectName("summary_label")
        column.addWidget(self.summary_label)
        self.progress_bar = QProgressBar()
        self.progress_bar.setObjectName("progress_bar")
        self.progress_bar.setAccessibleName(self.tr("Progress"))
        self.progress_bar.setTextVisible(False)
        column.addWidget(self.progress_bar)
        self.model = MailTableModel(self._workspace.practice.today(), self)
        self.table = RowTable(self.model, self.tr("Messages"))
        self.table.setObjectName("table")
        self.table.set_widths({TAKEN: 44, "on": 96, "kind": 104, "client": 180, ASKS: 132}, stretch="subject")
        for key in (TAKEN, ASKS):
            self.table.setItemDelegateForColumn(
                self.model.column_number(key), QStyledItemDelegate(self.table)
            )
        column.addWidget(self.table, 1)
        column.addWidget(self._build_claim())
        self.rest_label = label("", "secondary", wrap=True)
        self.rest_label.setObjectName("rest_label")
        column.addWidget(self.rest_label)
        self.spring = QWidget()
        column.addWidget(self.spring, 1)
        column.addLayout(self._build_buttons())

    def _build_claim(self) -> QWidget:
        self.claim_line = QWidget()
        row = QHBoxLayout(self.claim_line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_3)
        self.claim_label = label("", "body", wrap=True)
        self.claim_label.setObjectName("claim_label")
        row.addWidget(self.claim_label, 1)
        self.claim_button = button(self.tr("That is me"))
        self.claim_button.setObjectName("claim_button")
        row.addWidget(self.claim_button)
        return self.claim_line

    def _build_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        self.all_button = button(self.tr("Tick all"))
        self.all_button.setObjectName("all_button")
        self.none_button = button(self.tr("Tick none"))
        self.none_button.setObjectName("none_button")
        self.cancel_button = button(self.tr("Cancel"))
        self.cancel_button.setObjectName("cancel_button")
        self.take_button = button(self.tr("Take in"), "primary")
        self.take_button.setObjectName("take_button")
        row.addWidget(self.all_button)
        row.addWidget(self.none_button)
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.take_button)
        return row

    def _wire(self) -> None:
        self.model.ticks_changed.connect(self._show_ticks)
        self.all_button.clicked.connect(self._on_all)
        self.none_button.clicked.connect(self._on_none)
        self.claim_button.clicked.connect(self._on_claim)
        self.cancel_button.clicked.connect(self.reject)
        self.take_button.clicked.connect(self._on_take)
        self._moved.connect(self._on_moved, Qt.ConnectionType.QueuedConnection)
        self.table.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Space turns the tick of the row, whichever column the cursor is in."""
        if (
            watched is self.table
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Space
            and self.table.currentIndex().isValid()
        ):
            self.model.toggle(self.table.currentIndex())
            return True
        return super().eventFilter(watched, event)

    def read(self) -> None:
        """Look at the files; nothing is kept."""
        self._give_up()
        self._number += 1
        self._reading = None
        self._cancel = new_cancel()
        self._show(self.tr("Reading {name}…").format(name=self._named()), busy=True)
        number, told = self._number, self._moved.emit
        work = partial(
            self._workspace.mail.read_files,
            self._paths,
            self._cancel,
            lambda done, total: told(number, done >> 10, total >> 10),
            self._client_id,
        )
        answer = Answer(self, number, self.on_read)
        self._background.run(work, answer.done, answer.failed)

    def _named(self) -> str:
        if len(self._paths) == 1:
            return self._paths[0].name
        return self.tr("{count} files").format(count=len(self._paths))

    def on_read(self, reading: MailReading) -> None:
        """The files were looked at."""
        self._reading = reading
        self._cancel = None
        self.model.show_proposals(reading.proposals)
        self._show(summary_words(reading))
        self.rest_label.setText(rest_words(reading))
        self.rest_label.setVisible(bool(self.rest_label.text()))
        self._show_claim(reading)
        if reading.proposals:
            self.table.selectRow(0)
            self.table.setFocus()

    def _show(self, summary: str, *, busy: bool = False) -> None:
        has_rows = self._reading is not None and bool(self._reading.proposals)
        self.summary_label.setText(summary)
        self.progress_bar.setRange(0, 0)
        self.progress_bar.setVisible(busy)
        for widget in (self.table, self.all_button, self.none_button):
            widget.setVisible(has_rows)
        self.spring.setVisible(not has_rows)
        self.claim_line.setVisible(False)
        self.rest_label.setVisible(False)
        self._show_ticks()

    def _show_claim(self, reading: MailReading) -> None:
        self.claim_line.setVisible(bool(reading.unclaimed))
        if not reading.unclaimed:
            return
        address, count = reading.unclaimed[0]
        one = self.tr("One message to your clients comes from {address}. Is that you?")
        many = self.tr("{count} messages to your clients come from {address}. Is that you?")
        self.claim_label.setText((one if count == 1 else many).format(address=address, count=count))

    def _show_ticks(self) -> None:
        count = len(self.model.ticked)
        words = self.tr("Take in {count}").format(count=QLocale().toString(count))
        self.take_button.setText(words if count else self.tr("Take in"))
        self.take_button.setAccessibleName(self.take_button.text())
        self.take_button.setEnabled(count > 0 and self._reading is not None and not self._is_storing)

    def _on_moved(self, number: int, done: int, total: int) -> None:
        if number == self._number:
            self.progress_bar.setRange(0, max(total, 1))
            self.progress_bar.setValue(done)

    def _on_all(self) -> None:
        self.model.tick_all(on=True)

    def _on_none(self) -> None:
        self.model.tick_all(on=False)

    def _on_claim(self) -> None:
        if self._reading is None or not self._reading.unclaimed:
            return
        with self._messages.reporting(self) as outcome:
            self._workspace.mail.claim(self._reading.unclaimed[0][0])
        if outcome.is_ok:
            self.read()

    def _on_take(self) -> None:
        reading = self._reading
        if reading is None:
            return
        self._is_storing = True
        self._show_ticks()
        self.progress_bar.setRange(0, 0)
        self.progress_bar.setVisible(True)
        answer = Answer(self, self._number, self.on_stored)
        work = partial(self._workspace.mail.take, reading, self.model.ticked, self.model.asking)
        self._background.run(work, answer.done, answer.failed)

    def on_stored(self, touch_ids: list[str]) -> None:
        """All of it is kept."""
        self._is_storing = False
        count = len(touch_ids)
        words = self.tr("1 message taken in.") if count == 1 else self.tr("{count} messages taken in.")
        text = words.format(count=QLocale().toString(count))
        self._messages.toast(
            text, partial(take_back, self._workspace, self._messages, LABEL) if count else None
        )
        self.done(QDialog.DialogCode.Accepted)

    def on_failed(self, error: Exception) -> None:
        """It could not be read or kept; say why."""
        self._is_storing = False
        self._cancel = None
        if is_cancelled(error):
            return
        if not isinstance(error, ClientDeskError):
            raise error
        self._show(words_for(error, service_words))

    def reject(self) -> None:
        """Stop what runs; nothing is taken."""
        if self._is_storing:
            return
        self._give_up()
        super().reject()

    def _give_up(self) -> None:
        if self._cancel is not None:
            self._cancel.set()

    def is_current(self, number: int) -> bool:
        """Whether an answer is to the last question."""
        return number == self._number


def summary_words(reading: MailReading) -> str:
    """What was found, in one sentence."""
    number = QLocale().toString
    count, clients = len(reading.proposals), len({one.client_id for one in reading.proposals})
    if not count:
        if reading.known:
            return _tr("Nothing new: all of this mail is in the record already.")
        return _tr("No message here is with a client you know.")
    if count == 1:
        return _tr("1 message with {client}.").format(client=reading.proposals[0].client)
    if clients == 1:
        return _tr("{count} messages with {client}.").format(
            count=number(count), client=reading.proposals[0].client
        )
    return _tr("{count} messages with {clients} clients.").format(
        count=number(count), clients=number(clients)
    )


def rest_words(reading: MailReading) -> str:
    """What was left out and why, one sentence each."""
    number = QLocale().toString
    told = (
        (reading.known, _tr("1 is in the record already."), _tr("{count} are in the record already.")),
        (reading.strangers, _tr("1 is with nobody you know."), _tr("{count} are with nobody you know.")),
        (
            reading.aside,
            _tr("1 is a draft, an automatic answer or junk."),
            _tr("{count} are drafts, automatic answers or junk."),
        ),
        (reading.undated, _tr("1 has no date."), _tr("{count} have no date.")),
        (reading.ahead, _tr("1 has a date after today."), _tr("{count} have a date after today.")),
        (
            reading.unreadable,
            _tr("1 is cut off or damaged."),
            _tr("{count} are cut off or damaged."),
        ),
    )
    parts = [(one if count == 1 else many).format(count=number(count)) for count, one, many in told if count]
    total = _tr("1 message was read.") if reading.messages == 1 else _tr("{count} messages were read.")
    total = total.format(count=number(reading.messages))
    if len(reading.proposals) > MOST_AT_ONCE:
        more = _tr("The newest {most} are taken at once; read the file again for the others.")
        parts.append(more.format(most=number(MOST_AT_ONCE)))
    return " ".join([total, *parts]) if parts else ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("MailDialog", text)
