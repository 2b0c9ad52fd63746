"""The signing log of a paper as a line through time, and the files that are kept with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date
from functools import partial
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from PySide6.QtCore import QLocale, QPointF, Qt, QTime, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from clientdesk.models.enums import FileKind, Side, SigningKind
from clientdesk.models.views.agreements import PaperFileView, SigningEventView
from clientdesk.models.views.signing import Remark
from clientdesk.ui.dates import day_text
from clientdesk.ui.panels.papers.verdict_card import VerdictCard
from clientdesk.ui.panels.papers.words import translate
from clientdesk.ui.theme import current_tokens, icon_px
from clientdesk.ui.tokens import SPACE_1, SPACE_2, SPACE_3
from clientdesk.ui.widgets.buttons import button, icon_button
from clientdesk.ui.widgets.icon_label import IconLabel
from clientdesk.ui.widgets.labels import ElidedLabel, SectionHeader, as_tooltip, hairline, label

Remarks = Callable[[SigningEventView], Sequence[Remark]]
_RAIL = 18


class LogTimeline(QWidget):
    """What happened to a paper, the oldest first; append-only, so nothing here can be edited.

    Signals:
        export_asked: the log is wanted as a file.
    """

    export_asked = Signal()

    def __init__(self, remarks_of: Remarks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._remarks_of = remarks_of
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_2)
        self.header = SectionHeader(translate("Papers", "What happened"))
        self.export_button = button(translate("Papers", "Export…"), "quiet", icon_name="download")
        self.export_button.setObjectName("export_log_button")
        self.export_button.setAccessibleName(translate("Papers", "Export the signing log…"))
        self.header.add_widget(self.export_button)
        column.addWidget(self.header)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        column.addLayout(self._lines)
        column.addWidget(
            label(
                translate("Papers", "Lines are only ever added; nothing here can be changed or taken away."),
                "caption",
                wrap=True,
            )
        )
        self._shown: tuple[SigningEventView, ...] | None = None
        self.rows: list[EventRow] = []
        self.export_button.clicked.connect(self.export_asked)

    def show_events(self, events: Sequence[SigningEventView], today: date) -> None:
        """Show these; the same ones stay as they are."""
        if self._shown == tuple(events):
            return
        self._shown = tuple(events)
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.rows = []
        for number, event in enumerate(events):
            row = EventRow(event, today, self._remarks_of(event), is_last=number == len(events) - 1)
            row.setObjectName(f"event_{number}")
            self.rows.append(row)
            self._lines.addWidget(row)
        self.setVisible(bool(events))


class EventRow(QFrame):
    """One line of the log: when, what, by whom; a point on the line through time."""

    def __init__(
        self,
        event: SigningEventView,
        today: date,
        remarks: Sequence[Remark],
        *,
        is_last: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._is_last = is_last
        self._is_mark = event.kind in (SigningKind.EXECUTED, SigningKind.EXTERNAL)
        column = QVBoxLayout(self)
        column.setContentsMargins(_RAIL, 0, 0, SPACE_3)
        column.setSpacing(SPACE_1)
        self.sentence = event_words(event, today)
        when = when_words(event, today)
        details = detail_words(event)
        verdict = [remark.text for remark in remarks]
        self.setAccessibleName(". ".join((when, self.sentence, *details, *verdict)))
        column.addWidget(label(when, "caption"))
        column.addWidget(label(self.sentence, wrap=True))
        for text in details:
            shown = label(text, "caption", wrap=True)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(shown)
        if remarks:
            self.verdict = VerdictCard()
            self.verdict.show_remarks(remarks)
            column.addWidget(self.verdict)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt override)
        tokens = current_tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(5.5, icon_px(8))
        if not self._is_last:
            painter.setPen(QPen(QColor(tokens.line), 1.5))
            painter.drawLine(middle, QPointF(5.5, self.height() + icon_px(8)))
        painter.setPen(QPen(QColor(tokens.accent), 1.5))
        painter.setBrush(QColor(tokens.accent if self._is_mark else tokens.surface))
        painter.drawEllipse(middle, 4, 4)


class FilesCard(QWidget):
    """Kept files with their hash; each can be written out as it came.

    Signals:
        save_asked, open_asked: id of a file.
    """

    save_asked = Signal(str)
    open_asked = Signal(str)

    def __init__(self, can_be_opened: Callable[[str], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._can_be_opened = can_be_opened
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_2)
        column.addWidget(label(translate("Papers", "Kept files"), "section"))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(SPACE_2)
        column.addLayout(self._lines)
        self._shown: tuple[PaperFileView, ...] | None = None

    def show_files(self, files: Sequence[PaperFileView], today: date) -> None:
        """Show these; the same ones stay as they are."""
        if self._shown == tuple(files):
            return
        self._shown = tuple(files)
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for number, kept in enumerate(files):
            if number:
                self._lines.addWidget(hairline())
            self._lines.addWidget(self._row(kept, today, number))
        self.setVisible(bool(files))

    def _row(self, kept: PaperFileView, today: date, number: int) -> QWidget:
        row = QFrame()
        row.setObjectName(f"file_{number}")
        kind = file_kind_word(kept.kind)
        row.setAccessibleName(
            translate("Papers", "{kind}: {name}, {size}").format(
                kind=kind, name=kept.name, size=size_words(kept.size)
            )
        )
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_1)
        head = QHBoxLayout()
        head.setSpacing(SPACE_2)
        head.addWidget(IconLabel("file-text", "secondary", icon_px(16)))
        head.addWidget(ElidedLabel(kind, "strong"), 1)
        if self._can_be_opened(kept.media_type) and kept.is_intact:
            shown = icon_button("eye", translate("Papers", "Show {name}").format(name=kept.name))
            shown.setObjectName("show_file_button")
            shown.clicked.connect(partial(self.open_asked.emit, kept.file_id))
            head.addWidget(shown)
        saved = icon_button("download", translate("Papers", "Save {name}…").format(name=kept.name))
        saved.setObjectName("save_file_button")
        saved.setEnabled(kept.is_intact)
        saved.clicked.connect(partial(self.save_asked.emit, kept.file_id))
        head.addWidget(saved)
        column.addLayout(head)
        column.addWidget(ElidedLabel(kept.name, "secondary"))
        facts = translate("Papers", "{size}, kept {day}").format(
            size=size_words(kept.size), day=day_text(kept.added_at.date(), today)
        )
        column.addWidget(label(facts, "caption"))
        hashed = label(translate("Papers", "SHA-256 {start}…").format(start=kept.sha256[:16]), "caption")
        hashed.setToolTip(as_tooltip(kept.sha256))
        hashed.setAccessibleName(translate("Papers", "SHA-256 {hash}").format(hash=kept.sha256))
        column.addWidget(hashed)
        if not kept.is_intact:
            column.addWidget(
                label(
                    translate("Papers", "Changed outside ClientDesk: its bytes no longer have this hash."),
                    "problem",
                    wrap=True,
                )
            )
        return row


def event_words(event: SigningEventView, today: date) -> str:
    """What happened, in a sentence."""
    facts = {
        "who": _who(event),
        "on": day_text(event.signed_on, today) if event.signed_on else "–",
    }
    words = {
        SigningKind.ISSUED: translate("Papers", "Issued: text, number and content ID are frozen."),
        SigningKind.SENT: translate("Papers", "Marked as sent."),
        SigningKind.PAPER_SCAN: translate("Papers", "Scan filed: signed by {who} on {on}."),
        SigningKind.TOLD: translate("Papers", "Marked as signed by {who} on {on}, without a file."),
        SigningKind.RECEIVED: translate(
            "Papers", "Electronically signed file received: signed by {who} on {on}."
        ),
        SigningKind.EXTERNAL: translate(
            "Papers", "Signed elsewhere by {who} on {on}; filed here as it came."
        ),
        SigningKind.EXECUTED: translate("Papers", "In force: both sides have signed."),
        SigningKind.SUPERSEDED: translate("Papers", "A newer version took its place."),
        SigningKind.DECLINED: translate("Papers", "The client said no."),
        SigningKind.WITHDRAWN: translate("Papers", "Taken back."),
        SigningKind.EXPIRED: translate("Papers", "Its time for signing passed."),
    }
    if not event.signer and event.kind is SigningKind.EXTERNAL:
        return translate("Papers", "Signed elsewhere; filed here as it came.")
    if not event.signer and event.kind in (SigningKind.PAPER_SCAN, SigningKind.RECEIVED):
        if event.kind is SigningKind.PAPER_SCAN:
            return translate("Papers", "Scan filed.")
        return translate("Papers", "Electronically signed file received.")
    return words[event.kind].format(**facts)


def detail_words(event: SigningEventView) -> list[str]:
    """What was recorded besides: reason, note, content ID, hash, who entered it."""
    found = []
    if event.reason:
        found.append(translate("Papers", "Reason: {text}").format(text=event.reason))
    if event.content_id and event.kind in (SigningKind.ISSUED, SigningKind.EXTERNAL):
        found.append(translate("Papers", "Content ID {id}").format(id=event.content_id))
    if event.file_hash:
        found.append(translate("Papers", "File SHA-256 {start}…").format(start=event.file_hash[:16]))
    if event.note:
        found.append(event.note)
    if event.entered_by:
        found.append(translate("Papers", "Entered by {name}").format(name=event.entered_by))
    return found


def when_words(event: SigningEventView, today: date) -> str:
    """Day and time where the practice was then, with that zone."""
    at = event.at if event.at.tzinfo is not None else event.at.replace(tzinfo=UTC)
    try:
        local = at.astimezone(ZoneInfo(event.zone or "UTC"))
    except (ZoneInfoNotFoundError, ValueError):
        local = at.astimezone(UTC)
    clock = QLocale().toString(QTime(local.hour, local.minute), QLocale.FormatType.ShortFormat)
    return translate("Papers", "{day}, {time} ({zone})").format(
        day=day_text(local.date(), today), time=clock, zone=local.tzname() or event.zone
    )


def _who(event: SigningEventView) -> str:
    side = {
        Side.CLIENT: translate("Papers", "for the client"),
        Side.CONSULTANT: translate("Papers", "for you"),
        None: "",
    }[event.side]
    capacity = translate("Papers", "{name}, {capacity}").format(name=event.signer, capacity=event.capacity)
    name = capacity if event.capacity else event.signer
    return translate("Papers", "{name} {side}").format(name=name, side=side) if side else name


def file_kind_word(kind: FileKind) -> str:
    """What a kept file is."""
    return {
        FileKind.ISSUED: translate("Papers", "Pages as issued"),
        FileKind.SCAN: translate("Papers", "Scan of the signed paper"),
        FileKind.RECEIVED: translate("Papers", "Electronically signed file"),
        FileKind.EXTERNAL: translate("Papers", "File of the paper"),
    }[kind]


def size_words(size: int) -> str:
    """How large a file is."""
    return QLocale().formattedDataSize(size, 1 if size >= 1_000_000 else 0)
