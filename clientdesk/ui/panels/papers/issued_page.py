"""The page of an issued paper: its frozen pages, what is known of it, and the steps that are left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from clientdesk.models.enums import AgreementState, Side
from clientdesk.models.errors import ClientDeskError, NotFound
from clientdesk.ui.dates import day_text
from clientdesk.ui.itemmodels.papers import number_text, state_text, status_of, until_text, waiting_text
from clientdesk.ui.panels.papers.dialogs import SignDialog, can_be_signed
from clientdesk.ui.panels.papers.preview import PdfPreview
from clientdesk.ui.panels.papers.words import translate
from clientdesk.ui.tokens import PAGE_MARGIN, SPACE_2, SPACE_3, SPACE_4
from clientdesk.ui.widgets.banner import BannerArea
from clientdesk.ui.widgets.buttons import button, icon_button
from clientdesk.ui.widgets.chips import Monogram, StatusChip
from clientdesk.ui.widgets.key_values import KeyValueGrid
from clientdesk.ui.widgets.labels import ElidedLabel, hairline, label

if TYPE_CHECKING:
    from clientdesk.models.views.agreements import AgreementView
    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.background import Background
    from clientdesk.ui.messages import Messages
    from clientdesk.ui.panels.papers.output import PaperOutput

_FACTS_WIDTH = 330
_NEW_VERSION_FROM = (
    AgreementState.ISSUED,
    AgreementState.SENT,
    AgreementState.SIGNED,
    AgreementState.DECLINED,
    AgreementState.WITHDRAWN,
    AgreementState.EXPIRED,
)


class IssuedPage(QWidget):
    """One issued version; nothing here changes what it says.

    Signals:
        left: back to the list.
        opened: id of another version.
        gone: the paper is not there.
    """

    left = Signal()
    opened = Signal(str)
    gone = Signal()

    def __init__(
        self,
        workspace: Workspace,
        messages: Messages,
        background: Callable[[], Background],
        output: PaperOutput,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._agreements = workspace.agreements
        self._today = workspace.practice.today
        self._messages = messages
        self._background = background
        self._output = output
        self._view: AgreementView | None = None
        self._build()
        self._wire()

    @property
    def agreement_id(self) -> str:
        """Which paper is open; empty for none."""
        return self._view.row.agreement_id if self._view is not None else ""

    def show_paper(self, view: AgreementView) -> None:
        """Open an issued paper."""
        is_new = view.row.agreement_id != self.agreement_id
        self._view = view
        self._show_head(view)
        self._show_facts(view)
        self._show_steps(view)
        if is_new:
            self.preview.clear()
            if view.is_intact:
                self._load(view.row.agreement_id)
            else:
                self.preview.show_message(
                    translate("Papers", "The pages aren't shown: the content was changed.")
                )

    def refresh(self) -> None:
        """Read its state again."""
        if self._view is None:
            return
        try:
            self.show_paper(self._agreements.get(self.agreement_id))
        except NotFound:
            self._view = None
            self.gone.emit()

    def take_focus(self) -> None:
        """Begin with what usually comes next."""
        is_printable = self.print_button.isEnabled()
        (self.print_button if is_printable else self.back_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def print_paper(self) -> None:
        """Print for signing: two copies unless chosen otherwise."""
        if self._view is not None:
            row = self._view.row
            copies = 2 if can_be_signed(row.state) else 1
            title = translate("Papers", "{number} version {version}").format(
                number=row.number, version=row.version
            )
            self._output.print_paper(row.agreement_id, title, copies)

    def export_paper(self) -> None:
        """Write the PDF."""
        if self._view is not None:
            self._output.export(self.agreement_id)

    def mark_sent(self) -> None:
        """Record that it went out today."""
        self._do(self._agreements.mark_sent, translate("Papers", "Marked as sent."))

    def mark_signed(self) -> None:
        """Ask who signed and when."""
        if self._view is not None:
            SignDialog(self._view, self._today, self._on_signed, self._messages, self.window()).open()

    def new_version(self) -> None:
        """Draft the next version, or open the one that is being drafted."""
        if self._view is None:
            return
        if self._view.next_version_id is not None:
            self.opened.emit(self._view.next_version_id)
            return
        with self._messages.reporting(self):
            self.opened.emit(self._agreements.new_version(self.agreement_id))

    def withdraw(self) -> None:
        """Take the paper back, after one question."""
        if self._ask(
            translate("Papers", "Withdraw this paper?"),
            translate("Papers", "It can no longer be signed; its number stays taken. This can't be undone."),
            translate("Papers", "Withdraw"),
        ):
            self._do(self._agreements.withdraw, translate("Papers", "Withdrawn."))

    def decline(self) -> None:
        """Record that the client said no, after one question."""
        if self._ask(
            translate("Papers", "Mark as declined?"),
            translate(
                "Papers",
                "The client said no to this version. A new version can still be made. This can't be undone.",
            ),
            translate("Papers", "Mark as declined"),
        ):
            self._do(self._agreements.decline, translate("Papers", "Marked as declined."))

    def toggle_facts(self) -> None:
        """Show or hide what is known of the paper (Ctrl+I)."""
        self.facts_area.setVisible(self.facts_area.isHidden())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._build_head())
        column.addWidget(hairline())
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.preview = PdfPreview(translate("Papers", "The issued paper"))
        row.addWidget(self.preview, 1)
        row.addWidget(self._build_facts())
        column.addLayout(row, 1)

    def _build_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(PAGE_MARGIN, SPACE_3, PAGE_MARGIN, SPACE_2)
        row.setSpacing(SPACE_2)
        self.back_button = icon_button(
            "arrow-left",
            translate("Papers", "Back to all papers"),
            tooltip=translate("Papers", "Back to all papers (Esc)"),
        )
        self.monogram = Monogram(side=28)
        self.title_label = ElidedLabel("", "title")
        self.state_chip = StatusChip()
        self.print_button = button(
            translate("Papers", "Print…"), icon_name="printer", tooltip=translate("Papers", "Ctrl+P")
        )
        self.export_button = button(
            translate("Papers", "PDF…"), icon_name="download", tooltip=translate("Papers", "Ctrl+E")
        )
        row.addWidget(self.back_button)
        row.addWidget(self.monogram)
        row.addWidget(self.title_label, 1)
        row.addWidget(self.state_chip)
        row.addSpacing(SPACE_2)
        for name in ("back", "print", "export"):
            getattr(self, f"{name}_button").setObjectName(f"{name}_button")
        row.addWidget(self.print_button)
        row.addWidget(self.export_button)
        return row

    def _build_facts(self) -> QWidget:
        self.facts_area = QScrollArea()
        self.facts_area.setWidgetResizable(True)
        self.facts_area.setFrameShape(QFrame.Shape.NoFrame)
        self.facts_area.setFixedWidth(_FACTS_WIDTH)
        self.facts_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.facts_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QFrame()
        inner.setProperty("role", "drawer")
        self._facts_column = QVBoxLayout(inner)
        self._facts_column.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        self._facts_column.setSpacing(SPACE_3)
        self.alarms = BannerArea()
        self._facts_column.addWidget(self.alarms)
        self.next_label = label("", "secondary", wrap=True)
        self._facts_column.addWidget(self.next_label)
        self._facts_column.addLayout(self._build_steps())
        self._facts_column.addWidget(hairline())
        self._facts_column.addWidget(label(translate("Papers", "Signatures"), "strong"))
        self.signatures = KeyValueGrid()
        self.signatures.add("client_signature", translate("Papers", "Client"), "–")
        self.signatures.add("own_signature", translate("Papers", "You"), "–")
        self._facts_column.addWidget(self.signatures)
        self._facts_column.addWidget(hairline())
        self._facts_column.addWidget(label(translate("Papers", "This version"), "strong"))
        self.facts = KeyValueGrid()
        for key, caption in (
            ("number", translate("Papers", "Number")),
            ("issued", translate("Papers", "Issued")),
            ("sent", translate("Papers", "Sent")),
            ("until", translate("Papers", "Open until")),
            ("period", translate("Papers", "Holds")),
            ("content_id", translate("Papers", "Content ID")),
            ("fingerprint", translate("Papers", "Fingerprint")),
        ):
            self.facts.add(key, caption, "–")
        self._facts_column.addWidget(self.facts)
        self._facts_column.addWidget(
            label(
                translate(
                    "Papers",
                    "The content ID stands on every page: it ties a signed copy to exactly this text.",
                ),
                "caption",
                wrap=True,
            )
        )
        self._facts_column.addStretch(1)
        self.facts_area.setWidget(inner)
        return self.facts_area

    def _build_steps(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(SPACE_2)
        self.signed_button = button(translate("Papers", "Mark as signed…"), "primary", icon_name="signature")
        self.sent_button = button(translate("Papers", "Mark as sent"), icon_name="send")
        self.version_button = button(translate("Papers", "New version"), icon_name="file-text")
        self.more_button = button(translate("Papers", "Not going ahead"))
        self.more_button.setProperty("hasMenu", True)
        menu = QMenu(self.more_button)
        self.decline_action = menu.addAction(translate("Papers", "The client declined…"), self.decline)
        self.withdraw_action = menu.addAction(translate("Papers", "Withdraw…"), self.withdraw)
        self.more_button.setMenu(menu)
        for name in ("signed", "sent", "version", "more"):
            made = getattr(self, f"{name}_button")
            made.setObjectName(f"{name}_button")
            column.addWidget(made)
        return column

    def _wire(self) -> None:
        self.back_button.clicked.connect(self.left)
        self.print_button.clicked.connect(self.print_paper)
        self.export_button.clicked.connect(self.export_paper)
        self.sent_button.clicked.connect(self.mark_sent)
        self.signed_button.clicked.connect(self.mark_signed)
        self.version_button.clicked.connect(self.new_version)

    def _show_head(self, view: AgreementView) -> None:
        row = view.row
        self.monogram.set_client(row.client, row.colour)
        self.title_label.set_full_text(
            translate("Papers", "{title} · {client}").format(title=row.title, client=row.client)
        )
        waiting = waiting_text(row)
        words = state_text(row)
        if waiting:
            words = translate("Papers", "{state}, {waiting}").format(state=words, waiting=waiting)
        self.state_chip.set_status(status_of(row, self._today()), words)

    def _show_facts(self, view: AgreementView) -> None:
        row, today = view.row, self._today()
        document = view.document
        self.facts.set_value("number", number_text(row))
        self.facts.set_value("issued", day_text(row.issued_on, today) if row.issued_on else "–")
        self.facts.set_value(
            "sent", day_text(row.sent_on, today) if row.sent_on else translate("Papers", "not yet")
        )
        self.facts.set_value(
            "until", day_text(row.expires_on, today) if row.expires_on else translate("Papers", "no last day")
        )
        self.facts.set_value("period", _period(document, today))
        self.facts.set_value("content_id", view.content_id)
        grouped = " ".join(view.fingerprint[start : start + 8] for start in range(0, 64, 8))
        self.facts.set_value("fingerprint", grouped)
        signed = {signature.side: signature for signature in view.signatures}
        for key, side in (("client_signature", Side.CLIENT), ("own_signature", Side.CONSULTANT)):
            found = signed.get(side)
            words = translate("Papers", "not yet")
            if found is not None:
                words = translate("Papers", "{name}, {day}").format(
                    name=found.name, day=day_text(found.on, today)
                )
            self.signatures.set_value(key, words)

    def _show_steps(self, view: AgreementView) -> None:
        state = view.row.state
        is_open = can_be_signed(state) and view.is_intact
        self.sent_button.setVisible(state is AgreementState.ISSUED and view.is_intact)
        self.signed_button.setVisible(is_open)
        self.more_button.setVisible(is_open)
        has_next = view.next_version_id is not None
        self.version_button.setVisible(has_next or (state in _NEW_VERSION_FROM and view.is_intact))
        text = (
            translate("Papers", "Open version {version}") if has_next else translate("Papers", "New version")
        )
        text = text.format(version=view.row.version + 1)
        self.version_button.setText(text)
        self.version_button.setAccessibleName(text)
        self.next_label.setText(_next_words(view, until_text(view.row, self._today())))
        for made in (self.print_button, self.export_button):
            made.setEnabled(view.is_intact)
        self.alarms.remove("changed")
        if not view.is_intact:
            self.alarms.add(
                translate(
                    "Papers",
                    "The content of this paper no longer has its fingerprint: the store was changed outside"
                    " ClientDesk. Compare the signed copy, or restore a backup.",
                ),
                kind="error",
                key="changed",
                is_closable=False,
            )

    def _load(self, agreement_id: str) -> None:
        self._background().run(
            partial(self._agreements.pdf, agreement_id),
            partial(self._on_loaded, agreement_id),
            self._on_not_loaded,
        )

    def _on_loaded(self, agreement_id: str, pdf: bytes) -> None:
        if agreement_id == self.agreement_id:
            self.preview.show_pdf(pdf)

    def _on_not_loaded(self, error: Exception) -> None:
        if not isinstance(error, ClientDeskError):
            raise error
        self.preview.show_message(translate("Papers", "The pages can't be shown now."))
        self._messages.error(error)

    def _on_signed(self, side: Side, name: str, on: date | None) -> None:
        state = self._agreements.mark_signed(self.agreement_id, side, name, on)
        if state is AgreementState.EXECUTED:
            words = translate("Papers", "In force. Its dates are now what the client expects.")
        else:
            words = translate("Papers", "Signature recorded.")
        self._messages.toast(words)
        self.refresh()

    def _do(self, step: Callable[[str], object], words: str) -> None:
        with self._messages.reporting(self) as outcome:
            step(self.agreement_id)
        if outcome.is_ok:
            self._messages.toast(words)
            self.refresh()

    def _ask(self, title: str, text: str, verb: str) -> bool:
        return self._view is not None and self._messages.confirm(title, text, verb, is_dangerous=True)


def _next_words(view: AgreementView, until: str) -> str:
    """What is to be done with it, in a sentence."""
    state = view.row.state
    words = {
        AgreementState.ISSUED: translate("Papers", "Print it or send it, then record the signatures here."),
        AgreementState.SENT: translate("Papers", "Waiting for the signed copy."),
        AgreementState.SIGNED: translate("Papers", "One signature is there, one is still missing."),
        AgreementState.EXECUTED: translate(
            "Papers", "Signed by both. Its dates are what the client expects."
        ),
        AgreementState.SUPERSEDED: translate("Papers", "A newer version took its place."),
        AgreementState.DECLINED: translate("Papers", "The client said no to this version."),
        AgreementState.WITHDRAWN: translate("Papers", "Taken back; it can no longer be signed."),
        AgreementState.EXPIRED: translate("Papers", "Its time for signing has passed."),
    }.get(state, "")
    return f"{words}\n{until[:1].upper()}{until[1:]}." if until else words


def _period(document: dict[str, Any], today: date) -> str:
    start, end = document.get("starts_on"), document.get("ends_on")
    first = day_text(date.fromisoformat(start), today) if start else "–"
    if not end:
        return translate("Papers", "from {start}, no end agreed").format(start=first)
    last = day_text(date.fromisoformat(end), today)
    return translate("Papers", "{start} to {end}").format(start=first, end=last)
