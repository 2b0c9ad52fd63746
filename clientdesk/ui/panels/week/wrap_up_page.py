"""Friday's wrap-up: what moved, whom to tell, what was meant, what was learned. A page over the week."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from clientdesk.models.views.plan import CarryOverView, HoursView, MovedMilestoneView, OwedView, WrapUpView
from clientdesk.ui.dates import day_text
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.week.intentions import IntentionMark
from clientdesk.ui.panels.week.plan_words import counted, estimate_words, was_words
from clientdesk.ui.panels.week.words import length_text
from clientdesk.ui.tokens import PAGE_MARGIN, SPACE_1, SPACE_2, SPACE_3, TODAY_COLUMN
from clientdesk.ui.widgets.banner import announce
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.chips import Monogram
from clientdesk.ui.widgets.labels import ElidedLabel, SectionHeader, label
from clientdesk.ui.words import gap_words

if TYPE_CHECKING:
    from clientdesk.services.workspace import Workspace

_LINES = 3
_COUNT_WIDTH = 96


class NoteField(QPlainTextEdit):
    """Words of one's own; kept when the field is left.

    Signals:
        settled: the words.
    """

    settled = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES + 18)
        self._kept = ""

    def show_words(self, words: str) -> None:
        """Show what is kept; what is being typed stays."""
        if not self.hasFocus() or self.toPlainText() == self._kept:
            self.setPlainText(words)
        self._kept = words

    def settle(self) -> None:
        """Keep what was typed."""
        words = self.toPlainText()
        if words != self._kept:
            self._kept = words
            self.settled.emit(words)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.settle()


class WrapUpPage(QWidget):
    """One week looked back on.

    Signals:
        closed: back to the week.
        client_opened, log_update_requested: client id.
    """

    closed = Signal()
    client_opened = Signal(str)
    log_update_requested = Signal(str)

    def __init__(self, workspace: Workspace, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan = workspace.plan
        self._undo = workspace.store.undo
        self._messages = messages
        self._monday = date.min
        self.setObjectName("wrap_up_page")
        self.setAccessibleName(self.tr("Wrap-up of the week"))
        self._build()
        self._wire()

    # Building.

    def _build(self) -> None:
        self.scroll_area = QScrollArea()
        self.scroll_area.setWidgetResizable(True)
        self.scroll_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        room = QWidget()
        room.setProperty("role", "page")
        outer = QHBoxLayout(room)
        outer.setContentsMargins(PAGE_MARGIN, SPACE_3, PAGE_MARGIN, PAGE_MARGIN)
        page = QWidget()
        page.setMaximumWidth(TODAY_COLUMN)
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_2)
        outer.addWidget(page, 1, Qt.AlignmentFlag.AlignTop)
        outer.addStretch(0)
        self._build_head()
        self._build_sections()
        self.scroll_area.setWidget(room)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.scroll_area)

    def _build_head(self) -> None:
        row = QHBoxLayout()
        self.title_label = label("", "title")
        self.back_button = button(self.tr("Back to the week"), tooltip=self.tr("Back to the week (Esc)"))
        self.finish_button = button(
            self.tr("Wrap up the week"), "primary", tooltip=self.tr("Keep it and go back (Ctrl+Enter)")
        )
        self.back_button.setObjectName("back_button")
        self.finish_button.setObjectName("finish_button")
        row.addWidget(self.title_label, 1)
        row.addWidget(self.back_button)
        row.addWidget(self.finish_button)
        self.state_label = label("", "secondary", wrap=True)
        self._column.addLayout(row)
        self._column.addWidget(self.state_label)

    def _build_sections(self) -> None:
        self.intentions_head, self._intentions = self._section(self.tr("What this week was for"))
        self.moved_head, self._moved = self._section(self.tr("What moved"))
        self.moved_field = self._field(self.tr("What moved, in your words"), "moved_field")
        self.tell_head, self._tell = self._section(self.tr("Whom to tell"))
        self.tell_field = self._field(self.tr("What to tell whom"), "tell_field")
        self.lessons_head, _ = self._section(self.tr("What to do differently"))
        self.lessons_field = self._field(self.tr("Lessons of this week"), "lessons_field")

    def _section(self, title: str) -> tuple[SectionHeader, QVBoxLayout]:
        head = SectionHeader(title)
        self._column.addSpacing(SPACE_3)
        self._column.addWidget(head)
        lines = QVBoxLayout()
        lines.setSpacing(SPACE_1)
        self._column.addLayout(lines)
        return head, lines

    def _field(self, name: str, object_name: str) -> NoteField:
        made = NoteField()
        made.setObjectName(object_name)
        made.setAccessibleName(name)
        made.setPlaceholderText(name)
        self._column.addWidget(made)
        return made

    def _wire(self) -> None:
        self.back_button.clicked.connect(self.close_page)
        self.finish_button.clicked.connect(self._on_finish)
        for name, field in self._fields().items():
            field.settled.connect(partial(self._on_words, name))

    def _fields(self) -> dict[str, NoteField]:
        return {"moved": self.moved_field, "to_tell": self.tell_field, "lessons": self.lessons_field}

    # What is shown.

    @property
    def monday(self) -> date:
        """The week shown."""
        return self._monday

    def open_week(self, monday: date | None) -> None:
        """Look back on a week; the one of today when left out."""
        view = self._plan.wrap_up_view(monday)
        self._monday = view.monday
        self._show(view)
        self.scroll_area.verticalScrollBar().setValue(0)
        self.moved_field.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, self.title_label.text())

    def refresh(self) -> None:
        """Read it again."""
        if self._monday != date.min:
            self._show(self._plan.wrap_up_view(self._monday))

    def _show(self, view: WrapUpView) -> None:
        last = view.monday + timedelta(days=6)
        week = view.monday.isocalendar().week
        self.title_label.setText(self.tr("Wrap-up of week {number}").format(number=week))
        self.state_label.setText(self._state_words(view, last))
        self.intentions_head.setVisible(bool(view.intentions))
        _fill(self._intentions, self._intention_lines(view))
        _fill(self._moved, self._moved_lines(view))
        _fill(self._tell, [self._owed_line(owed) for owed in view.owed])
        self.tell_head.set_count(len(view.owed))
        if not view.owed:
            self._tell.addWidget(label(self.tr("Every client has had their word."), "secondary"))
        for name, words in (("moved", view.moved), ("to_tell", view.to_tell), ("lessons", view.lessons)):
            self._fields()[name].show_words(words)
        is_wrapped = view.wrapped_on is not None
        text = self.tr("Open again") if is_wrapped else self.tr("Wrap up the week")
        self.finish_button.setText(text)
        self.finish_button.setAccessibleName(text)
        self.finish_button.setProperty("done", not is_wrapped)

    def _state_words(self, view: WrapUpView, last: date) -> str:
        days = self.tr("{first} to {last}").format(
            first=day_text(view.monday, view.today), last=day_text(last, view.today)
        )
        if view.wrapped_on is not None:
            words = self.tr("{days}. Wrapped up on {day}.")
            return words.format(days=days, day=day_text(view.wrapped_on, view.today))
        return self.tr("{days}. What you write here is kept as you go.").format(days=days)

    def _intention_lines(self, view: WrapUpView) -> list[QWidget]:
        lines: list[QWidget] = []
        for place, intention in enumerate(view.intentions):
            mark = IntentionMark()
            mark.setObjectName(f"wrap_intention_{place + 1}")
            mark.show_intention(intention)
            mark.ticked.connect(partial(self._on_ticked, place))
            lines.append(mark)
        return lines

    def _moved_lines(self, view: WrapUpView) -> list[QWidget]:
        lines: list[QWidget] = [label(self._sum_words(view), wrap=True)]
        if view.hours:
            lines.append(self._hours_table(view.hours))
        lines += [self._milestone_line(found, view.today) for found in view.milestones]
        if view.left:
            words = counted(
                self.tr("1 piece of work is left for next week:"),
                self.tr("{count} pieces of work are left for next week:"),
                len(view.left),
            )
            head = label(words, "secondary")
            head.setContentsMargins(0, SPACE_2, 0, 0)
            lines.append(head)
            lines += [self._left_line(item, view.today) for item in view.left]
        return lines

    def _sum_words(self, view: WrapUpView) -> str:
        parts = [
            self.tr("{planned} planned, {worked} worked.").format(
                planned=length_text(view.planned_minutes), worked=length_text(view.worked_minutes)
            )
        ]
        if view.done:
            parts.append(counted(self.tr("1 thing done."), self.tr("{count} things done."), view.done))
        if view.carried:
            parts.append(
                counted(self.tr("1 carried into it."), self.tr("{count} carried into it."), view.carried)
            )
        return " ".join(parts)

    def _hours_table(self, hours: Iterable[HoursView]) -> QWidget:
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, SPACE_1, 0, SPACE_1)
        grid.setHorizontalSpacing(SPACE_3)
        grid.setVerticalSpacing(SPACE_1)
        grid.setColumnStretch(1, 1)
        for column, text in ((2, self.tr("planned")), (3, self.tr("worked"))):
            grid.addWidget(_at_end(text, "caption"), 0, column)
        for number, row in enumerate(hours, start=1):
            name = row.client_name or self.tr("Own practice")
            if row.client_colour is not None:
                grid.addWidget(Monogram(name, row.client_colour), number, 0)
            grid.addWidget(ElidedLabel(name), number, 1)
            grid.addWidget(_at_end(length_text(row.planned_minutes), ""), number, 2)
            grid.addWidget(_at_end(length_text(row.worked_minutes), "strong"), number, 3)
        return table

    def _milestone_line(self, found: MovedMilestoneView, today: date) -> QWidget:
        planned = day_text(found.planned_on, today) if found.planned_on else self.tr("no plan yet")
        words = (
            self.tr("planned for {day}, not done yet")
            if found.has_passed
            else self.tr("now planned for {day}")
        )
        parts = [words.format(day=planned)]
        if found.expected_on is not None:
            parts.append(self.tr("they expect {day}").format(day=day_text(found.expected_on, today)))
        if found.gap_days:
            parts.append(gap_words(found.gap_days))
        return self._line(found.client_name, found.client_colour, found.title, ", ".join(parts))

    def _left_line(self, item: CarryOverView, today: date) -> QWidget:
        words = f"{estimate_words(item.estimate_minutes)} · {was_words(item, today)}"
        return self._line(item.client_name, item.client_colour, item.title, words)

    def _owed_line(self, owed: OwedView) -> QWidget:
        line = self._line(owed.client_name, owed.client_colour, owed.client_name, owed.words)
        row = line.layout()
        for name, text, signal in (
            ("write_button", self.tr("Log update…"), self.log_update_requested),
            ("client_button", self.tr("Open client"), self.client_opened),
        ):
            made = button(text, "quiet" if name == "client_button" else "")
            made.setObjectName(name)
            made.setAccessibleName(self.tr("{verb} {client}").format(verb=text, client=owed.client_name))
            made.clicked.connect(partial(_tell, signal, owed.client_id))
            row.addWidget(made)  # type: ignore[union-attr]
        return line

    def _line(self, client: str, colour: int | None, title: str, words: str) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, SPACE_1, 0, SPACE_1)
        row.setSpacing(SPACE_2)
        if colour is not None:
            row.addWidget(Monogram(client, colour), 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(ElidedLabel(title, "strong"))
        texts.addWidget(label(words, "secondary", wrap=True))
        row.addLayout(texts, 1)
        line.setAccessibleName(f"{client}, {title}, {words}")
        return line

    # What is done.

    def close_page(self) -> None:
        """Keep what was typed and go back to the week."""
        for field in self._fields().values():
            field.settle()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self.close_page()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and is_control:
            self._on_finish()
        else:
            super().keyPressEvent(event)

    def _on_words(self, name: str, words: str) -> None:
        with self._messages.reporting(self):
            self._plan.save_wrap_up(self._monday, {name: words})

    def _on_ticked(self, place: int, done: bool) -> None:
        with self._messages.reporting(self):
            self._plan.tick_intention(self._monday, place, done=done)

    def _on_finish(self) -> None:
        for field in self._fields().values():
            field.settle()
        done = bool(self.finish_button.property("done"))
        with self._messages.reporting(self) as outcome:
            self._plan.wrap_up(self._monday, done=done)
        if outcome.is_ok and done:
            self._messages.toast(self.tr("The week is wrapped up."), self._undo)
            self.closed.emit()


def _tell(signal: SignalInstance, client_id: str) -> None:
    signal.emit(client_id)


def _at_end(text: str, role: str) -> QWidget:
    made = label(text, role)
    made.setMinimumWidth(_COUNT_WIDTH)
    made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return made


def _fill(lines: QVBoxLayout, widgets: Iterable[QWidget]) -> None:
    """Show these lines in place of the ones before."""
    while (item := lines.takeAt(0)) is not None:
        old = item.widget()
        if old is not None:
            old.hide()
            old.deleteLater()
    for widget in widgets:
        lines.addWidget(widget)
