"""A paper signed elsewhere: its file dropped, its facts typed in, its dates taken over as expected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from clientdesk.models.enums import AgreementKind, ContactRole, Side
from clientdesk.models.errors import InvalidInput, Problem
from clientdesk.models.views.signing import FileLook
from clientdesk.ui.forms.base import Form, set_value
from clientdesk.ui.forms.entries import NumberField
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.papers.drop_area import DropArea
from clientdesk.ui.panels.papers.promised_dates import PromisedDates
from clientdesk.ui.panels.papers.verdict_card import VerdictCard
from clientdesk.ui.panels.papers.words import problem_sentence, translate
from clientdesk.ui.paper_drops import PaperDrops
from clientdesk.ui.theme import icon_px
from clientdesk.ui.tokens import SPACE_2, SPACE_3, SPACE_4, SPACE_6
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.date_field import DateField
from clientdesk.ui.widgets.fields import ChoiceField
from clientdesk.ui.widgets.labels import label

if TYPE_CHECKING:
    from clientdesk.models.views.engagements import EngagementView
    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.background import Background

NEW, NONE = "new", "none"
_NUMBERS = ("net", "rounds_allowed", "hours_a_month")
_WIDE, _HIGH, _SHARE = 940, 660, 0.92


class ExternalDialog(QDialog):
    """Files a paper that was signed before ClientDesk, or outside of it. It is in force at once.

    Signals:
        filed: id of the paper.

    Args:
        path: a file that was dropped already.
        client_id: the client on whose page it began.
        engagement_id: the engagement it is about, where that is known.
    """

    filed = Signal(str)

    def __init__(
        self,
        workspace: Workspace,
        messages: Messages,
        background: Callable[[], Background],
        parent: QWidget | None = None,
        *,
        path: Path | None = None,
        client_id: str = "",
        engagement_id: str = "",
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._messages = messages
        self._background = background
        self._look: FileLook | None = None
        self._engagements: list[EngagementView] = []
        self._reading = 0
        self._is_busy = False
        self.forms: list[Form] = []
        self.setObjectName("external_dialog")
        self.setWindowTitle(translate("Papers", "File a paper signed elsewhere"))
        self._build()
        self._wire()
        if client_id:
            self.client.set_value(client_id)
        self._on_client()
        if engagement_id:
            self.engagement.set_value(engagement_id)
            self._on_engagement()
        room = round(self.screen().availableGeometry().height() * _SHARE)
        self.resize(icon_px(_WIDE), min(icon_px(_HIGH), room))
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
            partial(self._workspace.signing.look, path),
            partial(self._on_looked, number),
            partial(self._on_not_looked, number),
        )

    def show_problems(self, problems: Sequence[Problem]) -> bool:
        """Show each problem beside its field."""
        self._clear_problems()
        left = [_at_field(each) for each in problems]
        self.drop_area.show_problem(" ".join(problem_sentence(each) for each in left if each.field == "file"))
        left = [each for each in left if each.field != "file"]
        for form in reversed(self.forms):  # the first one gets the cursor last
            own = [each for each in left if each.field.split(".", 1)[0] in form.names()]
            if own:
                form.show_problems(own)
            left = [each for each in left if each not in own]
        if left:
            self.forms[0].show_problems(left)
        focused = self.focusWidget()
        if focused is not None and self.area.isAncestorOf(focused):
            self.area.ensureWidgetVisible(focused)
        return not left

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_6, SPACE_6, SPACE_6, SPACE_6)
        column.setSpacing(SPACE_3)
        column.addWidget(label(translate("Papers", "File a paper signed elsewhere"), "section", wrap=True))
        column.addWidget(
            label(
                translate(
                    "Papers",
                    "It is in force at once: the file is kept byte for byte, and its dates become what the client"
                    " expects. This can't be undone.",
                ),
                "secondary",
                wrap=True,
            )
        )
        self.area = QScrollArea()
        self.area.setObjectName("facts_area")
        self.area.setAccessibleName(translate("Papers", "Facts of the paper"))
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        halves = QHBoxLayout(inner)
        halves.setContentsMargins(0, 0, SPACE_3, 0)
        halves.setSpacing(SPACE_4)
        halves.addLayout(self._build_paper(), 1)
        halves.addLayout(self._build_promises(), 1)
        self.area.setWidget(inner)
        column.addWidget(self.area, 1)
        column.addLayout(self._build_buttons())

    def _build_paper(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(SPACE_3)
        self.drop_area = DropArea(
            translate("Papers", "Drop the signed paper here"),
            translate("Papers", "A PDF or pictures, up to 50 MB."),
        )
        column.addWidget(self.drop_area)
        form = self._form(column)
        clients = [(row.client_id, row.name) for row in self._workspace.clients.list_active()]
        self.client = ChoiceField(clients)
        self.engagement = ChoiceField()
        for field in (self.client, self.engagement):
            field.setMinimumContentsLength(12)
            field.setSizeAdjustPolicy(ChoiceField.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        form.add_field("client_id", translate("Papers", "Client"), self.client)
        form.add_field("engagement_id", translate("Papers", "What it is about"), self.engagement)
        self.new_form = self._form(column)
        self.new_title = QLineEdit()
        self.new_form.add_field(
            "new_engagement", translate("Papers", "Title of the engagement"), self.new_title
        )
        form = self._form(column)
        self.kind = ChoiceField(_kinds())
        self.number, self.paper_title = QLineEdit(), QLineEdit()
        form.add_field("paper_kind", translate("Papers", "Kind"), self.kind)
        form.add_field("project_title", translate("Papers", "Title"), self.paper_title)
        today = self._workspace.practice.today
        self.signed_on = DateField(today, prefer_past=True)
        self._pair(
            column,
            ("number", translate("Papers", "Its number"), self.number),
            ("signed_on", translate("Papers", "Signed on"), self.signed_on),
        )
        self.client_signer, self.own_signer = QLineEdit(), QLineEdit()
        self._pair(
            column,
            ("client_signer", translate("Papers", "Signed for the client"), self.client_signer),
            ("own_signer", translate("Papers", "Signed for you"), self.own_signer),
        )
        column.addStretch(1)
        return column

    def _build_promises(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(SPACE_3)
        today = self._workspace.practice.today
        self.starts_on, self.ends_on = DateField(today), DateField(today)
        self.net, self.currency = NumberField(), QLineEdit(self._workspace.practice.currency())
        self.currency.setMaxLength(3)
        self.rounds, self.hours = NumberField(), NumberField()
        self._pair(
            column,
            ("starts_on", translate("Papers", "Starts"), self.starts_on),
            ("ends_on", translate("Papers", "Ends"), self.ends_on),
        )
        self._pair(
            column,
            ("net", translate("Papers", "Fee without tax"), self.net),
            ("currency", translate("Papers", "Currency"), self.currency),
        )
        self._pair(
            column,
            ("rounds_allowed", translate("Papers", "Revision rounds allowed"), self.rounds),
            ("hours_a_month", translate("Papers", "Hours a month"), self.hours),
        )
        form = self._form(column)
        self.promised = PromisedDates(today)
        form.add_field(
            "promised",
            translate("Papers", "Dates it promises"),
            self.promised,
            translate("Papers", "Leave a milestone empty that the paper doesn't name."),
        )
        self.note = QLineEdit()
        form.add_field("note", translate("Papers", "Note"), self.note)
        self.governing = QCheckBox()
        form.add_field(
            "is_governing",
            translate("Papers", "It is the standing agreement that later papers refer to"),
            self.governing,
        )
        self.verdict_card = VerdictCard()
        column.addWidget(self.verdict_card)
        column.addStretch(1)
        return column

    def _build_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addStretch(1)
        self.keep_button = button(translate("Papers", "Not now"))
        self.keep_button.setObjectName("keep_button")
        self.verb_button = button(translate("Papers", "File it"), "primary")
        self.verb_button.setObjectName("verb_button")
        self.verb_button.setDefault(True)
        row.addWidget(self.keep_button)
        row.addWidget(self.verb_button)
        return row

    def _form(self, column: QVBoxLayout) -> Form:
        form = Form(problem_sentence)
        self.forms.append(form)
        column.addWidget(form)
        return form

    def _pair(self, column: QVBoxLayout, *fields: tuple[str, str, QWidget]) -> None:
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        for name, title, field in fields:
            form = Form(problem_sentence)
            form.add_field(name, title, field)
            self.forms.append(form)
            row.addWidget(form, 1)
        column.addLayout(row)

    def _wire(self) -> None:
        PaperDrops(self).dropped.connect(self.read)
        self.drop_area.chosen.connect(self.read)
        self.client.currentIndexChanged.connect(self._on_client)
        self.engagement.currentIndexChanged.connect(self._on_engagement)
        self.kind.currentIndexChanged.connect(self._on_kind)
        self.keep_button.clicked.connect(self.reject)
        self.verb_button.clicked.connect(self._on_verb)

    def _show_state(self) -> None:
        self.verb_button.setEnabled(self._look is not None and not self._is_busy)

    def _on_client(self) -> None:
        client_id = self.client.value()
        self._engagements = [] if not client_id else self._workspace.engagements.list_for_client(client_id)
        choices = [(each.engagement_id, each.title) for each in self._engagements]
        choices.append((NEW, translate("Papers", "A new engagement")))
        choices.append((NONE, translate("Papers", "None: the whole work for this client")))
        self.engagement.set_choices(choices)
        practice = self._workspace.practice.get()
        if practice is not None:
            self.own_signer.setText(practice.person or practice.name)
        if client_id:
            contacts = self._workspace.clients.list_contacts(client_id)
            signs = [each.name for each in contacts if ContactRole.SIGNATORY in each.roles]
            self.client_signer.setText((signs or [each.name for each in contacts] or [""])[0])
        self._on_engagement()

    def _on_engagement(self) -> None:
        chosen = self.engagement.value()
        self.new_form.setVisible(chosen == NEW)
        found = next((each for each in self._engagements if each.engagement_id == chosen), None)
        milestones = [each for each in found.milestones if each.actual_on is None] if found else []
        self.promised.show_milestones(milestones)
        if found is not None:
            self.currency.setText(found.currency)

    def _on_kind(self) -> None:
        is_standing = self.kind.value() == AgreementKind.MASTER_AGREEMENT
        self.governing.setChecked(is_standing)
        if is_standing:
            self.engagement.set_value(NONE)

    def _on_looked(self, number: int, look: FileLook) -> None:
        if number != self._reading:
            return
        self._look = look
        self._is_busy = False
        self.drop_area.show_facts(look.facts, self._workspace.signing.kind_words(look.facts.media_type))
        self.verdict_card.show_remarks(look.remarks)
        if not self.paper_title.text():
            set_value(self.paper_title, Path(look.facts.name).stem.replace("_", " "))
            self.paper_title.setCursorPosition(0)
        times = [seal.signed_at for seal in look.facts.verdict.seals if seal.signed_at is not None]
        if times and self.signed_on.date() is None:
            last = max(times).astimezone(self._workspace.practice.zone()).date()
            self.signed_on.set_date(min(last, self._workspace.practice.today()))
        self._show_state()
        self.number.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_not_looked(self, number: int, error: Exception) -> None:
        if number != self._reading:
            return
        self._is_busy = False
        self.verdict_card.show_remarks(())
        self.drop_area.clear()
        self._show_state()
        self._messages.failed(error, self)

    def _on_verb(self) -> None:
        look = self._look
        if look is None:
            return
        self._clear_problems()
        with self._messages.reporting(self) as outcome:
            values = self._values()
        if not outcome.is_ok:
            return
        client_id, chosen = values.pop("client_id"), values.pop("engagement_id")
        new = values.pop("new_engagement")
        if chosen == NEW and not new.strip():
            self.show_problems([Problem("new_engagement", "blank")])
            return
        work = partial(
            self._workspace.signing.file_external,
            client_id,
            None if chosen in (NEW, NONE) else chosen,
            look.facts,
            values,
            new_engagement=new if chosen == NEW else "",
        )
        self._is_busy = True
        self._show_state()
        self._background().run(work, self._on_filed, self._on_not_filed)

    def _values(self) -> dict[str, Any]:
        """The entries as the service takes them.

        Raises:
            InvalidInput: a date can't be read.
        """
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        for form in self.forms:
            try:
                values |= form.values()
            except InvalidInput as error:
                problems.extend(error.problems)
        if problems:
            raise InvalidInput(problems)
        for name, field in zip(_NUMBERS, (self.net, self.rounds, self.hours), strict=True):
            values[name] = field.value()
        values["currency"] = values["currency"].strip().upper()
        for name in ("signed_on", "starts_on", "ends_on"):
            values[name] = values[name].isoformat() if values[name] else None
        names = {Side.CLIENT: values.pop("client_signer"), Side.CONSULTANT: values.pop("own_signer")}
        values["signers"] = [
            {"side": side.value, "name": name} for side, name in names.items() if name.strip()
        ]
        return values

    def _on_filed(self, agreement_id: str) -> None:
        self._is_busy = False
        self.accept()
        self.filed.emit(agreement_id)

    def _on_not_filed(self, error: Exception) -> None:
        self._is_busy = False
        self._show_state()
        self._messages.failed(error, self)

    def _clear_problems(self) -> None:
        for form in self.forms:
            form.clear_problems()
        self.drop_area.show_problem("")


def _kinds() -> list[tuple[AgreementKind, str]]:
    return [
        (AgreementKind.STATEMENT_OF_WORK, translate("Papers", "Contract or statement of work")),
        (AgreementKind.MASTER_AGREEMENT, translate("Papers", "Standing agreement")),
        (AgreementKind.CHANGE_ORDER, translate("Papers", "Change order")),
        (AgreementKind.ADDENDUM, translate("Papers", "Addendum")),
    ]


def _at_field(problem: Problem) -> Problem:
    """Signers are two fields here, a list in the paper."""
    parts = problem.field.split(".")
    if parts[0] == "signers":
        name = "own_signer" if len(parts) > 1 and parts[1] == "1" else "client_signer"
        return Problem(name, problem.code, problem.facts)
    return problem
