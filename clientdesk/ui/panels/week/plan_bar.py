"""The strip over the week: what was left, the steps of planning, the week as set, intentions. Slim on purpose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clientdesk.models.views.plan import CheckInDueView, PlanView
from clientdesk.models.views.week import WeekView
from clientdesk.ui.dates import day_text
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.week.carry_over_bar import CarryOverBar
from clientdesk.ui.panels.week.check_in_strip import CheckInStrip
from clientdesk.ui.panels.week.hours_line import HoursLine
from clientdesk.ui.panels.week.intentions import IntentionRow
from clientdesk.ui.panels.week.plan_steps import Step, StepLine, next_step, step_before, step_of
from clientdesk.ui.panels.week.plan_words import MANY_OLD, counted, left_words, set_line, set_words, when_text
from clientdesk.ui.panels.week.words import length_text
from clientdesk.ui.tokens import SPACE_1, SPACE_2, SPACE_3
from clientdesk.ui.widgets.banner import announce
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.labels import ElidedLabel, label

if TYPE_CHECKING:
    from clientdesk.services.day_places import Placed
    from clientdesk.services.workspace import Workspace

_LOW = 760
_NARROW_LETTERS = 105
_FEW_ROWS, _MORE_ROWS = 3, 5
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PlanBar(QWidget):
    """Carry-over and the weekly ritual.

    Signals:
        to_place_wanted: the keyboard is to go to To place. grid_wanted: back to the grid.
        plan_wanted: planning is to begin or go on. wrap_up_wanted: the Monday of the week to look back on.
        work_opened: work item id. planning_changed: whether the steps are shown.
    """

    to_place_wanted = Signal()
    grid_wanted = Signal()
    plan_wanted = Signal()
    wrap_up_wanted = Signal(object)
    work_opened = Signal(str)
    planning_changed = Signal(bool)

    def __init__(self, workspace: Workspace, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan = workspace.plan
        self._undo = workspace.store.undo
        self._messages = messages
        self._view: PlanView | None = None
        self._week: WeekView | None = None
        self._waiting = 0
        self._shown: tuple[int, ...] = tuple(range(7))
        self._is_low = self._is_narrow = False
        self._is_planning = False
        self._steps: dict[date, Step] = {}
        self.setObjectName("plan_bar")
        self.setProperty("role", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Plan the week"))
        self._build()
        self._wire()

    # Building.

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_2, SPACE_1, SPACE_2, SPACE_1)
        column.setSpacing(SPACE_1)
        column.addWidget(self._build_line())
        self.step_line = StepLine()
        self.step_line.setObjectName("step_line")
        column.addWidget(self.step_line)
        self.carry_over = CarryOverBar()
        self.carry_over.setObjectName("carry_over")
        self.check_ins = CheckInStrip()
        self.check_ins.setObjectName("check_ins")
        self.hours = HoursLine()
        self.hours.setObjectName("hours")
        self.placing_label = label("", "caption", wrap=True)
        self.placing_label.setContentsMargins(SPACE_2, 0, SPACE_2, SPACE_1)
        self.bodies: dict[Step, QWidget] = {
            Step.CARRY_OVER: self.carry_over,
            Step.PLACING: self.placing_label,
            Step.CHECK_INS: self.check_ins,
            Step.HOURS: self.hours,
        }
        for body in self.bodies.values():
            body.hide()
            column.addWidget(body)
        self.intentions = IntentionRow()
        self.intentions.setObjectName("intentions")
        column.addWidget(self.intentions)

    def _build_line(self) -> QWidget:
        """The slim line while nobody plans: what was left, or the week as it was set, and what can be done."""
        self.line = QWidget()
        row = QHBoxLayout(self.line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_1)
        self.plan_button = button(
            self.tr("Plan the week"), tooltip=self.tr("Step by step, in three minutes (P)")
        )
        self.left_label = label("", "strong")
        self.answer_button = button(self.tr("Answer them"), "quiet")
        self.back_button = button(
            self.tr("Put all in To place"), "quiet", tooltip=self.tr("All of them at once, one undo")
        )
        self.state_label = ElidedLabel("", "secondary")
        self.intention_button = button(self.tr("Intention"), "quiet", icon_name="plus")
        self.intention_button.setToolTip(self.tr("A sentence for this week, three at most"))
        self.wrap_button = button(self.tr("Wrap up the week"), "quiet")
        row.addWidget(self.plan_button)
        row.addSpacing(SPACE_3)
        row.addWidget(self.left_label)
        row.addWidget(self.answer_button)
        row.addWidget(self.back_button)
        row.addWidget(self.state_label, 1)
        row.addWidget(self.wrap_button)
        row.addWidget(self.intention_button)
        for name in ("plan_button", "answer_button", "back_button", "intention_button", "wrap_button"):
            getattr(self, name).setObjectName(name)
        return self.line

    def _wire(self) -> None:
        self.plan_button.clicked.connect(self.plan_wanted)
        self.answer_button.clicked.connect(self._on_answer)
        self.back_button.clicked.connect(self._on_all_back)
        self.intention_button.clicked.connect(self._on_new_intention)
        self.wrap_button.clicked.connect(self._on_wrap_up)
        self.listen_to(self.carry_over.list, self.check_ins.list)
        steps = self.step_line
        steps.chosen.connect(self._on_step_chosen)
        steps.next_wanted.connect(self.go_on)
        steps.set_wanted.connect(self.set_week)
        steps.leave_wanted.connect(self.leave)
        bar = self.carry_over
        bar.to_day.connect(self._on_to_day)
        bar.later.connect(self._on_later)
        bar.back.connect(self._on_back)
        bar.done.connect(self._on_done)
        bar.drop.connect(self._on_drop)
        bar.opened.connect(self.work_opened)
        bar.left.connect(self.leave)
        self.check_ins.place_wanted.connect(self._on_check_ins)
        self.check_ins.left.connect(self.leave)
        self.hours.offer_taken.connect(self._on_offer_taken)
        self.hours.left.connect(self.leave)
        self.intentions.added.connect(self._on_intention_added)
        self.intentions.changed.connect(self._on_intention_changed)
        self.intentions.ticked.connect(self._on_intention_ticked)
        self.intentions.finished.connect(self._on_intention_written)

    def listen_to(self, *places: QWidget) -> None:
        """Take P and Ctrl+Enter also where the keyboard is in the grid or a list."""
        for place in places:
            place.installEventFilter(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.take_key(event):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_key = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        return is_key and not _is_busy(watched) and self.take_key(event)  # type: ignore[arg-type]

    def take_key(self, event: QKeyEvent) -> bool:
        """P begins planning or goes on to the next step, Shift+P goes back; Ctrl+Enter sets the week."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_P and not modifiers:
            if self._is_planning:
                self.go_on()
            else:
                self.plan_wanted.emit()
            return True
        if (
            event.key() == Qt.Key.Key_P
            and modifiers == Qt.KeyboardModifier.ShiftModifier
            and self._is_planning
        ):
            self.go_back()
            return True
        if event.key() in _ENTER and modifiers == Qt.KeyboardModifier.ControlModifier:
            self.set_week()
            return True
        return False

    # What is shown.

    @property
    def view(self) -> PlanView | None:
        """Where planning stands, as last read."""
        return self._view

    @property
    def is_planning(self) -> bool:
        return self._is_planning

    @property
    def step(self) -> Step:
        """The current step."""
        assert self._view is not None  # noqa: S101 (a step is shown with a view only)
        return self._steps.get(self._view.monday) or step_of(self._view, self._waiting)

    def show_week(self, week: WeekView, waiting: int) -> None:
        """Show where planning this week stands.

        Args:
            waiting: how much waits in To place.
        """
        had_focus = self._has_focus()
        before = self._view
        self._week, self._waiting = week, waiting
        self._view = self._plan.view(week.days[0].date, week)
        if before is not None and before.monday != self._view.monday:
            self._plan_now(self._is_planning and not self._view.is_over)
        self._show()
        self._move_on(had_focus)

    def show_days(self, shown: Sequence[int]) -> None:
        """Offer only these days of the week: a weekend can be left out."""
        self._shown = tuple(shown)
        self._show()

    def _show(self) -> None:
        view, week = self._view, self._week
        if view is None or week is None:
            return
        days = [week.days[number].date for number in self._shown]
        self.carry_over.show_items(view.carry_over, days, week.today)
        self.check_ins.show_items(view.check_ins, week.today)
        self.hours.show_red_day(view.red_day, view.now, week.today)
        self.placing_label.setText(self._placing_words())
        self.intentions.show_intentions(view.intentions)
        if self._is_low and self._is_planning and not self.intentions.is_writing:
            self.intentions.hide()
        self._show_line(view, week.today)
        self.line.setVisible(not self._is_planning)
        self.step_line.setVisible(self._is_planning)
        if self._is_planning:
            self.step_line.show_steps(self.step, view, self._waiting)
        for step, body in self.bodies.items():
            body.setVisible(self._is_planning and step is self.step)
        self.setVisible(self._is_planning or not view.is_over or bool(view.set_on or view.intentions))

    def _show_line(self, view: PlanView, today: date) -> None:
        has_left = bool(view.carry_over)
        self.plan_button.setVisible(not view.is_over)
        is_begun = view.monday in self._steps
        text = self.tr("Go on planning") if is_begun and view.set_on is None else self.tr("Plan the week")
        self.plan_button.setText(text)
        self.plan_button.setAccessibleName(text)
        for widget in (self.left_label, self.back_button):
            widget.setVisible(has_left)
        # Planning begins with them anyway, and the menu adds intentions too.
        self.answer_button.setVisible(has_left and not self._is_narrow)
        self.left_label.setText(left_words(view, today))
        self.state_label.set_full_text(set_line(view, today))
        self.intention_button.setVisible(
            not view.is_over
            and not self._is_narrow
            and self.intentions.has_room
            and not self.intentions.is_writing
        )
        self.wrap_button.setVisible(view.wraps_up is not None or (view.is_over and not view.is_wrapped_up))

    def _placing_words(self) -> str:
        if not self._waiting:
            return self.tr("Everything has its time.")
        words = counted(
            self.tr("1 thing waits in To place: a digit puts it on that day."),
            self.tr("{count} things wait in To place: a digit puts one on that day."),
            self._waiting,
        )
        return words

    def _move_on(self, had_focus: bool) -> None:
        """When the last line of a step is settled, the next step is taken up."""
        view = self._view
        if view is None or not self._is_planning or not had_focus:
            return
        step = self.step
        is_empty = (step is Step.CARRY_OVER and not view.carry_over) or (
            step is Step.CHECK_INS and not view.unplaced_check_ins
        )
        if is_empty:
            self._take_step(next_step(step, view))

    def _has_focus(self) -> bool:
        focused = self.window().focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def fit(self, width: int, height: int) -> None:
        """Show fewer lines where the panel is low, fewer buttons where it is narrow."""
        self._is_low = height < _LOW
        self._is_narrow = width < self.fontMetrics().averageCharWidth() * _NARROW_LETTERS
        rows = _FEW_ROWS if self._is_low else _MORE_ROWS
        self.carry_over.list.set_most_rows(rows)
        self.check_ins.list.set_most_rows(rows)
        self._show()

    # The ritual.

    def begin(self) -> None:
        """Begin planning the week shown, or go on where it was left."""
        if self._view is None or self._view.is_over:
            return
        self._plan_now(True)
        step = self._steps.get(self._view.monday) or step_of(self._view, self._waiting)
        if step is Step.CARRY_OVER and not self._view.carry_over:
            step = step_of(self._view, self._waiting)
        self._take_step(step)

    def _plan_now(self, is_planning: bool) -> None:
        if is_planning != self._is_planning:
            self._is_planning = is_planning
            self.planning_changed.emit(is_planning)

    def go_on(self) -> None:
        """To the next step that has something in it."""
        if self._view is None:
            return
        if not self._is_planning:
            self.begin()
            return
        self._take_step(next_step(self.step, self._view))

    def go_back(self) -> None:
        """To the step before that still has something in it."""
        if self._view is not None and self._is_planning:
            self._take_step(step_before(self.step, self._view, self._waiting))

    def leave(self) -> None:
        """Leave planning where it is; the step is remembered."""
        self._plan_now(False)
        self._show()
        self.grid_wanted.emit()

    def _take_step(self, step: Step) -> None:
        assert self._view is not None  # noqa: S101 (only called with a view)
        self._steps[self._view.monday] = step
        self._show()
        self._focus_step(step)

    def _focus_step(self, step: Step) -> None:
        reason = Qt.FocusReason.OtherFocusReason
        if step is Step.CARRY_OVER and self._view is not None and self._view.carry_over:
            self.carry_over.list.setFocus(reason)
        elif step is Step.CHECK_INS and self._view is not None and self._view.check_ins:
            self.check_ins.select_first()
            self.check_ins.list.setFocus(reason)
        elif step is Step.PLACING and self._waiting:
            self.to_place_wanted.emit()
        elif step is Step.HOURS and self.hours.has_offer:
            self.hours.offer_button.setFocus(reason)
        else:
            self.step_line.set_button.setFocus(reason)
        self._say(self._step_words(step))

    def _step_words(self, step: Step) -> str:
        words = {
            Step.CARRY_OVER: self.carry_over.accessibleName(),
            Step.PLACING: self.placing_label.text(),
            Step.CHECK_INS: self.check_ins.accessibleName(),
            Step.HOURS: self.hours.text(),
        }
        return words[step]

    def _on_step_chosen(self, step: str) -> None:
        self._take_step(Step(step))

    def set_week(self) -> None:
        """Keep the week's figures as they stand; ends the ritual."""
        if self._view is None or self._week is None or self._view.is_over:
            return
        first, monday = self._week.days[0].date, self._view.monday
        with self._messages.reporting(self) as outcome:
            self._plan_now(False)
            figures = self._plan.set_week(first)
        if outcome.is_ok:
            self._steps.pop(monday, None)
            self._show()
            self._messages.toast(set_words(figures), self._undo)
            self.grid_wanted.emit()

    # Answers to what was left.

    def _on_answer(self) -> None:
        if self._view is not None:
            self._steps[self._view.monday] = Step.CARRY_OVER
            self.begin()

    def _on_to_day(self, work_item_id: str, day: date) -> None:
        today = self._week.today if self._week is not None else day
        if day < today:
            self._messages.toast(self.tr("{day} has passed.").format(day=day_text(day, today)))
            return
        with self._messages.reporting(self):
            self._say_placed(self._plan.carry_to_day(work_item_id, day))

    def _say_placed(self, placed: Placed) -> None:
        today = self._week.today if self._week is not None else placed.day
        when = when_text(placed.day, placed.minute, today)
        words = self.tr("{title} placed, {when}")
        if placed.minute is None:
            words = self.tr("{title}: no {length} free on {when}, so it has the day without a time")
            self._messages.toast(
                words.format(title=placed.title, length=length_text(placed.minutes), when=when), self._undo
            )
            return
        self._say(words.format(title=placed.title, when=when))

    def _on_later(self, work_item_id: str) -> None:
        self._answer(self._plan.carry_later, work_item_id, self.tr("Left for next week."))

    def _on_back(self, work_item_id: str) -> None:
        self._answer(self._back_one, work_item_id, self.tr("Back in To place."))

    def _back_one(self, work_item_id: str) -> None:
        self._plan.carry_back([work_item_id])

    def _on_done(self, work_item_id: str) -> None:
        self._answer(self._plan.carry_done, work_item_id, self.tr("Done."))

    def _on_drop(self, work_item_id: str) -> None:
        self._answer(self._plan.carry_drop, work_item_id, self.tr("Dropped."))

    def _answer(self, answer: Callable[[str], object], work_item_id: str, words: str) -> None:
        with self._messages.reporting(self) as outcome:
            answer(work_item_id)
        if outcome.is_ok:
            self._messages.toast(words, self._undo)

    def _on_all_back(self) -> None:
        """All of them; after time away those older than two weeks, the rest is asked about as usual."""
        if self._view is None or self._week is None:
            return
        items = self._view.carry_over
        old = [item for item in items if item.is_old(self._week.today)]
        wanted = [item.work_item_id for item in (old if len(old) >= MANY_OLD else items)]
        with self._messages.reporting(self) as outcome:
            count = self._plan.carry_back(wanted)
        if outcome.is_ok:
            words = counted(
                self.tr("1 is back in To place."), self.tr("{count} are back in To place."), count
            )
            self._messages.toast(words, self._undo)

    # Check-ins and the red day.

    def _on_check_ins(self, wanted: Sequence[CheckInDueView]) -> None:
        if not wanted:
            return
        with self._messages.reporting(self) as outcome:
            placed = self._plan.place_check_ins(wanted)
        if not outcome.is_ok:
            return
        if len(placed) == 1:
            self._say_placed(placed[0])
            return
        words = self.tr("{count} check-ins have their place.").format(count=len(placed))
        untimed = sum(found.minute is None for found in placed)
        if untimed:
            more = counted(
                self.tr("1 found no free time and has its day alone."),
                self.tr("{count} found no free time and have their day alone."),
                untimed,
            )
            words = f"{words} {more}"
        self._messages.toast(words, self._undo)

    def _on_offer_taken(self) -> None:
        view = self._view
        if view is None or view.red_day is None or view.red_day.offer is None:
            return
        offer = view.red_day.offer
        with self._messages.reporting(self) as outcome:
            self._plan.take_offer(offer)
        if outcome.is_ok and self._week is not None:
            when = when_text(offer.day, offer.minute, self._week.today)
            self._messages.toast(
                self.tr("{title} moved to {when}.").format(title=offer.title, when=when), self._undo
            )
            self._focus_step(Step.HOURS)

    # Intentions and the wrap-up.

    def write_intention(self) -> None:
        """Open the field for another sentence."""
        if self.intentions.has_room:
            self.setVisible(True)
            self.intentions.write()
            self.intention_button.hide()

    def _on_new_intention(self) -> None:
        self.write_intention()

    def _on_intention_added(self, text: str) -> None:
        if self._view is not None:
            with self._messages.reporting(self):
                self._plan.add_intention(self._view.monday, text)

    def _on_intention_changed(self, place: int, text: str) -> None:
        if self._view is not None:
            with self._messages.reporting(self):
                self._plan.change_intention(self._view.monday, place, text)

    def _on_intention_ticked(self, place: int, done: bool) -> None:
        if self._view is not None:
            with self._messages.reporting(self):
                self._plan.tick_intention(self._view.monday, place, done=done)

    def _on_intention_written(self) -> None:
        self._show()

    def _on_wrap_up(self) -> None:
        if self._view is not None:
            self.wrap_up_wanted.emit(self._view.wraps_up or self._view.monday)

    def _say(self, text: str) -> None:
        announce(self, text)


def _is_busy(watched: QObject) -> bool:
    """Whether something on the grid waits for its slot: its keys come first."""
    return getattr(watched, "errand", None) is not None or bool(getattr(watched, "is_dragging", False))
