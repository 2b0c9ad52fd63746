"""Can I promise this? Hours, client and day asked at the top, the answer below, changing as one types."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from clientdesk.models.enums import WorkKind
from clientdesk.models.views.promise import PromiseAnswer, Verdict
from clientdesk.ui.forms.entries import NumberField, choice
from clientdesk.ui.messages import Messages
from clientdesk.ui.tokens import SPACE_1, SPACE_2, SPACE_3, SPACE_4, Status
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.chips import StatusShape
from clientdesk.ui.widgets.date_field import DateField
from clientdesk.ui.widgets.labels import label
from clientdesk.ui.widgets.promise_strip import PromiseStrip
from clientdesk.ui.widgets.search_choice import SearchChoice

if TYPE_CHECKING:
    from clientdesk.services.workspace import Workspace

_PAUSE_MS = 150
_MOST_HOURS = 10_000
_SHAPES = {
    Verdict.YES: Status.STEADY,
    Verdict.OPEN: Status.STEADY,
    Verdict.PERHAPS: Status.WATCH,
    Verdict.NO: Status.AT_RISK,
    Verdict.NEVER: Status.AT_RISK,
}


@dataclass(frozen=True, slots=True)
class Question:
    """What the dialog begins with. `milestone_id`: it is about this milestone, called `title`."""

    client_id: str | None = None
    minutes: int | None = None
    by: date | None = None
    milestone_id: str = ""
    title: str = ""


class PromiseDialog(QDialog):
    """The promise check. It changes nothing; the answer can be copied as a sentence to the client."""

    def __init__(
        self,
        workspace: Workspace,
        messages: Messages,
        question: Question | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._promise = workspace.promise
        self._clients = workspace.clients
        self._messages = messages
        self._question = question or Question()
        self.answer: PromiseAnswer | None = None
        self.setObjectName("promise_dialog")
        self.setWindowTitle(self.tr("Can I promise this?"))
        self.setMinimumWidth(620)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._build()
        self._fill()
        self._wire()
        self.answer_now()

    # Building.

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        column.setSpacing(SPACE_3)
        if self._question.title:
            column.addWidget(label(self._question.title, "section", wrap=True))
        column.addLayout(self._build_fields())
        self.problem_label = label("", "problem", wrap=True)
        self.problem_label.setObjectName("problem_label")
        column.addWidget(self.problem_label)
        column.addWidget(self._build_answer())
        column.addStretch(1)
        row = QHBoxLayout()
        self.copy_button = button(
            self.tr("Copy the answer"), "primary", tooltip=self.tr("A sentence to the client, to paste")
        )
        self.copy_button.setObjectName("copy_button")
        self.message_label = label("", "secondary", wrap=True)
        self.message_label.setObjectName("message_label")
        self.close_button = button(self.tr("Close"))
        self.close_button.setObjectName("close_button")
        row.addWidget(self.copy_button)
        row.addWidget(self.message_label, 1)
        row.addWidget(self.close_button)
        column.addLayout(row)

    def _build_fields(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_3)
        grid.setVerticalSpacing(SPACE_1)
        self.hours_field = NumberField(self.tr("14"))
        self.client_field = SearchChoice()
        self.by_field = DateField(self._promise.today)
        self.kind_field = _kinds()
        self.start_field = DateField(self._promise.today)
        fields: tuple[tuple[str, str, QWidget], ...] = (
            ("hours_field", self.tr("Hours"), self.hours_field),
            ("client_field", self.tr("For"), self.client_field),
            ("by_field", self.tr("By"), self.by_field),
            ("kind_field", self.tr("Kind of work"), self.kind_field),
            ("start_field", self.tr("Not begun before"), self.start_field),
        )
        places = ((0, 0), (0, 1), (0, 2), (2, 1), (2, 2))
        for (name, text, field), (line, place) in zip(fields, places, strict=True):
            caption = label(text, "caption")
            caption.setBuddy(field)
            field.setObjectName(name)
            field.setAccessibleName(text)
            grid.addWidget(caption, line, place, Qt.AlignmentFlag.AlignBottom)
            grid.addWidget(field, line + 1, place)
        grid.setRowMinimumHeight(2, 2 * SPACE_3)
        for place, stretch in enumerate((2, 4, 5)):
            grid.setColumnStretch(place, stretch)
        return grid

    def _build_answer(self) -> QWidget:
        self.answer_card = QWidget()
        self.answer_card.setProperty("role", "card")
        self.answer_card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self.answer_card)
        column.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_3)
        column.setSpacing(SPACE_2)
        head = QHBoxLayout()
        head.setSpacing(SPACE_2)
        self.shape = StatusShape()
        self.headline_label = label("", "section", wrap=True)
        head.addWidget(self.shape, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.headline_label, 1)
        self.dates_label = label("", wrap=True)
        self.strip = PromiseStrip()
        self.strip_label = label(
            self.tr("The higher a bar, the surer it is done by the end of that day."), "caption", wrap=True
        )
        self.helps_title = label(self.tr("What would help"), "strong")
        self.helps_label = label("", wrap=True)
        self.basis_label = label("", "secondary", wrap=True)
        self.notes_label = label("", "caption", wrap=True)
        column.addLayout(head)
        for widget in (self.dates_label, self.strip, self.strip_label, self.helps_title, self.helps_label):
            column.addWidget(widget)
        for widget in (self.basis_label, self.notes_label):
            column.addWidget(widget)
        for name in ("headline_label", "dates_label", "helps_label", "basis_label", "notes_label"):
            getattr(self, name).setObjectName(name)
        return self.answer_card

    def _fill(self) -> None:
        clients = [(one.client_id, one.name) for one in self._clients.list_active()]
        self.client_field.set_choices([(None, self.tr("A new client")), *clients])
        asked = self._question
        if any(client_id == asked.client_id for client_id, _ in clients):
            self.client_field.set_value(asked.client_id)
        if asked.minutes is not None:
            self.hours_field.set_number(_hours(asked.minutes))
        self.by_field.set_date(asked.by)
        self.start_field.set_date(self._promise.today())

    def _wire(self) -> None:
        for signal in (self.hours_field.textEdited, self.by_field.date_changed):
            signal.connect(self._pause.start)
        for signal in (self.start_field.date_changed, self.client_field.chosen):
            signal.connect(self._pause.start)
        self.kind_field.currentIndexChanged.connect(self._pause.start)
        self._pause.timeout.connect(self.answer_now)
        self.copy_button.clicked.connect(self._on_copy)
        self.close_button.clicked.connect(self.reject)

    # The answer.

    def answer_now(self) -> None:
        """Work the answer out for what the fields say."""
        self._pause.stop()
        minutes = self._minutes()
        problem = self._problem(minutes)
        self.problem_label.setText(problem)
        self.problem_label.setVisible(bool(problem))
        self.answer = None
        if minutes is not None and not problem:
            self.answer = self._promise.check(
                minutes,
                client_id=self.client_field.value(),
                kind=self.kind_field.currentData() or None,
                by=self.by_field.date(),
                start_on=self.start_field.date(),
                milestone_id=self._milestone_id(),
            )
        self._show_answer()

    def _milestone_id(self) -> str:
        """While it is about its own client; asked for another, it is other work."""
        asked = self._question
        return asked.milestone_id if self.client_field.value() == asked.client_id else ""

    def _minutes(self) -> int | None:
        try:
            hours = Decimal(self.hours_field.value() or "")
        except InvalidOperation:
            return None
        return max(round(hours * 60), 0) if hours.is_finite() and hours <= _MOST_HOURS else None

    def _problem(self, minutes: int | None) -> str:
        if self.hours_field.text().strip() and not minutes:
            return self.tr("Give the hours as a number above 0, at most 10,000.")
        unread = [field for field in (self.by_field, self.start_field) if not field.is_readable()]
        return self.tr("One of the dates can't be read.") if unread else ""

    def _show_answer(self) -> None:
        found = self.answer
        self.answer_card.setVisible(found is not None)
        self.copy_button.setEnabled(found is not None)
        hint = self.tr("The hours are enough for an answer; with a day it is a yes or a no.")
        self.message_label.setText(hint if found is None else found.message)
        if found is not None:
            self._show_found(found)
        self._fit()

    def _show_found(self, found: PromiseAnswer) -> None:
        self.shape.set_status(_SHAPES[found.verdict])
        self.headline_label.setText(found.headline)
        self.dates_label.setText(found.dates)
        self.strip.show_days(found.days, found.likely_on, found.safe_on, found.by)
        self.strip_label.setVisible(bool(found.days))
        _show(self.helps_label, "\n".join(found.helps))
        self.helps_title.setVisible(bool(found.helps))
        _show(self.basis_label, found.basis)
        _show(self.notes_label, "\n".join(found.notes))
        self.answer_card.setAccessibleName(found.headline)
        self.answer_card.setAccessibleDescription(" ".join([found.dates, *found.helps, found.basis]))

    def _fit(self) -> None:
        """As high as what is said now; never lower than it was, so that nothing jumps while one types."""
        layout = self.layout()
        if self.isVisible() and layout is not None:
            layout.activate()
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    def _on_copy(self) -> None:
        if self.answer is not None:
            QGuiApplication.clipboard().setText(self.answer.message)
            self._messages.toast(self.tr("Copied."))


def ask_promise(
    workspace: Workspace, messages: Messages, question: Question | None, parent: QWidget
) -> PromiseDialog:
    """Open the promise check over a window."""
    dialog = PromiseDialog(workspace, messages, question, parent.window())
    dialog.open()
    return dialog


def question_of_milestone(workspace: Workspace, milestone_id: str) -> Question:
    """What to ask about a milestone: what is left of it, by when they expect it."""
    found = workspace.promise.of_milestone(milestone_id)
    return Question(found.client_id, found.minutes, found.by, milestone_id, found.title)


def _show(made: QLabel, text: str) -> None:
    made.setText(text)
    made.setVisible(bool(text))


def _hours(minutes: int) -> Decimal:
    return (Decimal(minutes) / 60).quantize(Decimal("0.01")).normalize()


def _kinds() -> QComboBox:
    box = choice([])
    tr = box.tr
    for kind, text in (
        ("", tr("Any")),
        (WorkKind.RESEARCH, tr("Research")),
        (WorkKind.WRITING, tr("Writing")),
        (WorkKind.DESIGN, tr("Design")),
        (WorkKind.BUILD, tr("Building")),
        (WorkKind.MEETING, tr("Meetings")),
        (WorkKind.UPDATE, tr("Updates")),
        (WorkKind.ADMIN, tr("Administration")),
    ):
        box.addItem(text, kind)
    return box
