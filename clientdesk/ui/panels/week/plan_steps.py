"""The line of steps of the ritual: where planning stands, what comes next, and the week set."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from clientdesk.models.views.plan import PlanView
from clientdesk.ui.icons import icon
from clientdesk.ui.theme import icon_px
from clientdesk.ui.tokens import SPACE_1, SPACE_2
from clientdesk.ui.widgets.buttons import button, icon_button
from clientdesk.ui.widgets.labels import ElidedLabel


class Step(StrEnum):
    """The steps, in order. Each can be left for any other, and all of them altogether."""

    CARRY_OVER = "carry_over"
    PLACING = "placing"
    CHECK_INS = "check_ins"
    HOURS = "hours"


def step_of(view: PlanView, waiting: int) -> Step:
    """Where planning goes on: the first step with something open."""
    if view.carry_over:
        return Step.CARRY_OVER
    if waiting:
        return Step.PLACING
    return Step.CHECK_INS if view.unplaced_check_ins else Step.HOURS


def next_step(step: Step, view: PlanView) -> Step:
    """The step after this one; one with nothing in it is passed over."""
    steps = list(Step)
    rest = steps[steps.index(step) + 1 :]
    if Step.CHECK_INS in rest and not view.unplaced_check_ins:
        rest.remove(Step.CHECK_INS)
    return rest[0] if rest else Step.HOURS


def step_before(step: Step, view: PlanView, waiting: int) -> Step:
    """The step before this one that still has something in it; this one when there is none."""
    is_open = {
        Step.CARRY_OVER: bool(view.carry_over),
        Step.PLACING: bool(waiting),
        Step.CHECK_INS: bool(view.unplaced_check_ins),
    }
    steps = list(Step)
    before = [one for one in steps[: steps.index(step)] if is_open[one]]
    return before[-1] if before else step


class StepLine(QWidget):
    """A button a step, and what ends the ritual.

    Signals:
        chosen: a step. next_wanted. set_wanted: the week is to be set. leave_wanted.
    """

    chosen = Signal(str)
    next_wanted = Signal()
    set_wanted = Signal()
    leave_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_1)
        self._group = QButtonGroup(self)
        self.buttons: dict[Step, QPushButton] = {}
        for step in Step:
            made = button("", "segment")
            made.setProperty("place", {Step.CARRY_OVER: "first", Step.HOURS: "last"}.get(step, ""))
            made.setCheckable(True)
            made.setObjectName(f"step_{step.value}")
            made.setProperty("step", step.value)
            made.clicked.connect(self._on_chosen)
            self._group.addButton(made)
            self.buttons[step] = made
        steps = QHBoxLayout()
        steps.setSpacing(0)
        for made in self.buttons.values():
            steps.addWidget(made)
        self.next_button = button(self.tr("Next"), "quiet", tooltip=self.tr("On to the next step (P)"))
        self.set_button = button(
            self.tr("Set the week"), "primary", tooltip=self.tr("Keep the figures as they stand (Ctrl+Enter)")
        )
        self.leave_button = icon_button(
            "x", self.tr("Leave planning"), tooltip=self.tr("Leave planning; P goes on with it later")
        )
        row.addLayout(steps)
        row.addSpacing(SPACE_2)
        row.addWidget(self.next_button)
        self.keys_label = ElidedLabel("", "caption")
        row.addSpacing(SPACE_2)
        row.addWidget(self.keys_label, 1)
        row.addWidget(self.set_button)
        row.addWidget(self.leave_button)
        for name in ("next_button", "set_button", "leave_button"):
            getattr(self, name).setObjectName(name)
        self.next_button.clicked.connect(self.next_wanted)
        self.set_button.clicked.connect(self.set_wanted)
        self.leave_button.clicked.connect(self.leave_wanted)

    def show_steps(self, step: Step, view: PlanView, waiting: int) -> None:
        """Show how much is open in each step, and which one is current."""
        counts = {
            Step.CARRY_OVER: len(view.carry_over),
            Step.PLACING: waiting,
            Step.CHECK_INS: len(view.unplaced_check_ins),
            Step.HOURS: int(view.red_day is not None),
        }
        names = {
            Step.CARRY_OVER: self.tr("Carry-over"),
            Step.PLACING: self.tr("To place"),
            Step.CHECK_INS: self.tr("Check-ins"),
            Step.HOURS: self.tr("Hours"),
        }
        for key, made in self.buttons.items():
            open_ones = counts[key]
            text = names[key]
            if open_ones and key is not Step.HOURS:
                text = self.tr("{step} {count}").format(step=text, count=open_ones)
            spoken = text if open_ones else self.tr("{step}, done").format(step=names[key])
            if open_ones and key is Step.HOURS:
                spoken = self.tr("{step}, one day is over").format(step=text)
            made.setText(text)
            made.setAccessibleName(text)
            made.setAccessibleDescription(spoken)
            self._mark(made, key, open_ones)
            made.setChecked(key is step)
        self.next_button.setVisible(next_step(step, view) is not step)
        self.keys_label.set_full_text(self._keys(step))

    def _keys(self, step: Step) -> str:
        """The keys of a step, as a reminder."""
        return {
            Step.CARRY_OVER: self.tr("1–7 day · L later · T To place · D done · X drop"),
            Step.PLACING: self.tr("1–7 day · M slot · S suggest · L later · D done · X drop"),
            Step.CHECK_INS: self.tr("Enter all · Space this one · P next"),
            Step.HOURS: self.tr("Ctrl+Enter sets the week"),
        }[step]

    def _mark(self, made: QPushButton, step: Step, open_ones: int) -> None:
        """A check for what is settled, a triangle for hours that are over."""
        if not open_ones:
            made.setIcon(icon("check", "secondary"))
        elif step is Step.HOURS:
            made.setIcon(icon("triangle-alert", "at_risk"))
        else:
            made.setIcon(QIcon())
        made.setIconSize(QSize(icon_px(14), icon_px(14)))

    def _on_chosen(self) -> None:
        self.chosen.emit(self.sender().property("step"))
