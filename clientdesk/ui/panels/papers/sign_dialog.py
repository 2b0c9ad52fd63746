"""The signed paper is back: who signed and when, the scan or the signed file, what was found in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from clientdesk.models.enums import AgreementState, Side
from clientdesk.models.errors import Problem
from clientdesk.models.views.agreements import AgreementView
from clientdesk.models.views.signing import FileLook, Match
from clientdesk.ui.forms.base import Form
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.papers.drop_area import DropArea
from clientdesk.ui.panels.papers.side_card import SideCard, Signed
from clientdesk.ui.panels.papers.verdict_card import VerdictCard
from clientdesk.ui.panels.papers.words import problem_sentence, translate
from clientdesk.ui.paper_drops import PaperDrops
from clientdesk.ui.theme import icon_px
from clientdesk.ui.tokens import SPACE_2, SPACE_3, SPACE_4, SPACE_6
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.labels import label

if TYPE_CHECKING:
    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.background import Background

_OPEN = (AgreementState.ISSUED, AgreementState.SENT, AgreementState.SIGNED)
_SHARE, _LEAST, _NO_LIMIT = 0.92, 200, 16_777_215
_WIDE, _NARROW = 920, 620


class SignDialog(QDialog):
    """Records the signatures on an issued paper, with its scan or its electronically signed file.

    Everything is filled in but the file: drop it, confirm, press Enter. With a paper that has all its
    signatures it only keeps the file.

    Signals:
        signed: the paper's state afterwards.

    Args:
        view: the issued version.
        path: a file that was dropped already.
    """

    signed = Signal(object)

    def __init__(
        self,
        view: AgreementView,
        workspace: Workspace,
        messages: Messages,
        background: Callable[[], Background],
        parent: QWidget | None = None,
        *,
        path: Path | None = None,
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._signing = workspace.signing
        self._practice = workspace.practice
        self._messages = messages
        self._background = background
        self._look: FileLook | None = None
        self._reading = 0
        self._is_busy = False
        self.setObjectName("sign_dialog")
        self._build()
        self._wire()
        self.setMinimumWidth(icon_px(_WIDE if self.cards else _NARROW))
        self.resize(self.minimumWidth(), self.sizeHint().height())
        self._show_state()
        if path is not None:
            self.read(path)

    def read(self, path: Path) -> None:
        """Look at a file; nothing is stored yet."""
        self._reading += 1
        self._look = None
        self._is_busy = True
        self.drop_area.show_path(path)
        self.verdict_card.show_waiting()
        self._show_state()
        number = self._reading
        self._background().run(
            partial(self._signing.look, path, self._view.row.agreement_id),
            partial(self._on_looked, number),
            partial(self._on_not_looked, number),
        )

    def show_problems(self, problems: Sequence[Problem]) -> bool:
        """Show each problem beside what it is about."""
        self._clear_problems()
        left = list(problems)
        for card in self.cards:
            own = [each for each in left if each.field.startswith(f"{card.side.value}_")]
            card.show_problems(own)
            left = [each for each in left if each not in own]
        about_file = [each for each in left if each.field == "file"]
        self.drop_area.show_problem(" ".join(problem_sentence(each) for each in about_file))
        self.confirm_form.show_problems([each for each in left if each.field == "confirmed"])
        self.reason_form.show_problems([each for each in left if each.field == "reason"])
        QTimer.singleShot(0, self, self._fit)
        return all(each.field in ("file", "confirmed", "reason") for each in left)

    def _build(self) -> None:
        title, text, verb = self._words()
        self.setWindowTitle(title)
        column = self._rows = QVBoxLayout(self)
        column.setContentsMargins(SPACE_6, SPACE_6, SPACE_6, SPACE_6)
        column.setSpacing(SPACE_3)
        column.addWidget(label(title, "section", wrap=True))
        row = self._view.row
        paper = translate("Papers", "{number} version {version}, content ID {id}").format(
            number=row.number, version=row.version, id=self._view.content_id
        )
        column.addWidget(label(paper, "strong", wrap=True))
        column.addWidget(label(text, "secondary", wrap=True))
        self.area = QScrollArea()
        self.area.setObjectName("area")
        self.area.setAccessibleName(title)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        self._halves = QHBoxLayout(inner)
        self._halves.setContentsMargins(0, 0, 0, 0)
        self._halves.setSpacing(SPACE_4)
        self._halves.addLayout(self._build_sides(), 2)
        self._halves.addLayout(self._build_file(), 3)
        self.area.setWidget(inner)
        column.addWidget(self.area, 1)
        column.addLayout(self._build_buttons(verb))

    def _build_file(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(SPACE_3)
        self.drop_area = DropArea(
            translate("Papers", "Drop the scan or the signed file here"),
            translate("Papers", "A PDF or pictures, up to 50 MB. It is kept byte for byte, with its hash."),
        )
        column.addWidget(self.drop_area)
        self.verdict_card = VerdictCard()
        column.addWidget(self.verdict_card)
        self.confirmed = QCheckBox()
        self.confirm_form = Form(problem_sentence)
        self.confirm_form.add_field("confirmed", "", self.confirmed)
        self.reason = QLineEdit()
        self.reason_form = Form(problem_sentence)
        why = translate("Papers", "Why it is filed with this version all the same")
        self.reason_form.add_field("reason", why, self.reason)
        column.addWidget(self.reason_form)
        column.addWidget(self.confirm_form)
        column.addStretch(1)
        return column

    def _build_sides(self) -> QVBoxLayout:
        done = {signature.side for signature in self._view.signatures}
        column = QVBoxLayout()
        column.setSpacing(SPACE_3)
        self.cards: list[SideCard] = []
        if self._view.row.state in _OPEN:
            for side in (Side.CLIENT, Side.CONSULTANT):
                if side not in done:
                    card = SideCard(side, self._view, self._practice.today)
                    self.cards.append(card)
                    column.addWidget(card)
        column.addStretch(1)
        return column

    def _build_buttons(self, verb: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addStretch(1)
        self.keep_button = button(translate("Papers", "Keep as it is"))
        self.keep_button.setObjectName("keep_button")
        self.verb_button = button(verb, "primary")
        self.verb_button.setObjectName("verb_button")
        self.verb_button.setDefault(True)
        row.addWidget(self.keep_button)
        row.addWidget(self.verb_button)
        return row

    def _wire(self) -> None:
        PaperDrops(self).dropped.connect(self.read)
        self.drop_area.chosen.connect(self.read)
        self.keep_button.clicked.connect(self.reject)
        self.verb_button.clicked.connect(self._on_verb)
        for card in self.cards:
            card.toggled.connect(self._on_sides)

    def _words(self) -> tuple[str, str, str]:
        if self._view.row.state not in _OPEN:
            return (
                translate("Papers", "File the signed copy"),
                translate(
                    "Papers", "All signatures are recorded; the file is kept with this version for good."
                ),
                translate("Papers", "File it"),
            )
        verb = translate("Papers", "Mark as signed")
        return (
            verb,
            translate(
                "Papers",
                "Record what stands on the signed paper. With both signatures it is in force, and its dates"
                " become what the client expects. This can't be undone.",
            ),
            verb,
        )

    def _show_state(self) -> None:
        look = self._look
        is_scan = look is not None and not look.is_signed_electronically
        words = _confirm_words(look, self._view) if look is not None else ""
        self.confirmed.setText(words)
        self.confirmed.setAccessibleName(words)
        self.confirm_form.setVisible(is_scan)
        self.reason_form.setVisible(look is not None and look.needs_reason)
        has_work = bool(self.cards) and any(card.is_ticked for card in self.cards)
        can_go = not self._is_busy and (look is not None or has_work)
        self.verb_button.setEnabled(can_go)
        self._fit()
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        """As high as what is said needs, as far as the screen allows; the rest is scrolled.

        What was shown just now is measured only after the layouts have heard of it.
        """
        self._halves.activate()
        width = self.width() - 2 * SPACE_6
        need = self._halves.totalHeightForWidth(width)
        self.area.setFixedHeight(0)
        rest = self._rows.totalHeightForWidth(self.width())
        room = round(self.screen().availableGeometry().height() * _SHARE) - rest
        is_whole = need <= room
        self._halves.setContentsMargins(0, 0, 0 if is_whole else SPACE_3, 0)
        self.area.setMaximumHeight(_NO_LIMIT)
        self.area.setMinimumHeight(max(min(need, room), icon_px(_LEAST)))
        self._rows.activate()
        self.resize(self.width(), self._rows.totalHeightForWidth(self.width()))
        focused = self.focusWidget()
        if focused is not None and self.area.isAncestorOf(focused):
            self.area.ensureWidgetVisible(focused)

    def _on_looked(self, number: int, look: FileLook) -> None:
        if number != self._reading:
            return
        self._is_busy = False
        self.drop_area.show_facts(look.facts, self._signing.kind_words(look.facts.media_type))
        self._take_seals(look)
        self._judge(look)
        focus: QWidget = self.confirmed if not look.is_signed_electronically else self.verb_button
        focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_not_looked(self, number: int, error: Exception) -> None:
        if number != self._reading:
            return
        self._is_busy = False
        self.verdict_card.show_remarks(())
        self.drop_area.clear()
        self._show_state()
        self._messages.failed(error, self)

    def _take_seals(self, look: FileLook) -> None:
        """One electronic signature is the client's, as a rule; its day is the day it was made."""
        seals = look.facts.verdict.seals
        if not seals or not self.cards:
            return
        zone = self._practice.zone()
        if len(seals) == 1 and len(self.cards) == 2:
            self.cards[1].set_ticked(ticked=False)
        for card, seal in zip(self.cards, seals, strict=False):
            if seal.signed_at is not None:
                card.set_day(min(seal.signed_at.astimezone(zone).date(), self._practice.today()))

    def _judge(self, look: FileLook) -> None:
        expected = self._ticked() or None
        if look.is_signed_electronically:
            look = self._signing.judge(look.facts, self._view.row.agreement_id, expected)
        self._look = look
        self.verdict_card.show_remarks(look.remarks)
        self._show_state()

    def _ticked(self) -> int:
        return sum(1 for card in self.cards if card.is_ticked)

    def _on_sides(self) -> None:
        if self._look is not None:
            self._judge(self._look)
        else:
            self._show_state()

    def _on_verb(self) -> None:
        self._clear_problems()
        with self._messages.reporting(self) as outcome:
            work = self._work([card.value() for card in self.cards if card.is_ticked])
        if outcome.is_ok:
            self._is_busy = True
            self._show_state()
            self._background().run(work, self._on_filed, self._on_not_filed)

    def _work(self, signers: list[Signed]) -> Callable[[], AgreementState]:
        """What is to be done, with the entries as they are now."""
        agreement_id, look = self._view.row.agreement_id, self._look
        if look is None:
            return partial(self._signing.mark_signed, agreement_id, signers)
        reason = self.reason.text()
        if look.is_signed_electronically:
            return partial(self._signing.file_received, agreement_id, look.facts, signers, reason=reason)
        confirmed = self.confirmed.isChecked()
        return partial(
            self._signing.file_scan, agreement_id, look.facts, signers, confirmed=confirmed, reason=reason
        )

    def _on_filed(self, state: AgreementState) -> None:
        self._is_busy = False
        self.accept()
        self.signed.emit(state)

    def _on_not_filed(self, error: Exception) -> None:
        self._is_busy = False
        self._show_state()
        self._messages.failed(error, self)

    def _clear_problems(self) -> None:
        for card in self.cards:
            card.clear_problems()
        self.confirm_form.clear_problems()
        self.reason_form.clear_problems()
        self.drop_area.show_problem("")


def _confirm_words(look: FileLook, view: AgreementView) -> str:
    """What the person confirms by a tick."""
    if look.match is Match.THIS:
        return translate("Papers", "Yes: paper signed, content ID matches version {version}").format(
            version=view.row.version
        )
    if look.match is Match.NONE:
        return translate("Papers", "Yes: paper signed, I have found {id} on its pages").format(
            id=view.content_id
        )
    return translate("Papers", "I have read the pages: this is the signed paper")
