"""The form of the working rules: sections down the page, a row for each rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from clientdesk.ui.panels.boundaries.contact_editors import ChannelsEditor, EmergencyEditor
from clientdesk.ui.panels.boundaries.days_off import RegionEditor, TimeOffEditor
from clientdesk.ui.panels.boundaries.editor import Editor
from clientdesk.ui.panels.boundaries.hours_editor import HoursEditor, QuietEditor
from clientdesk.ui.panels.boundaries.plain_editors import (
    DurationEditor,
    FlagEditor,
    NumberEditor,
    TextEditor,
)
from clientdesk.ui.panels.boundaries.rhythms_editor import Describe, RhythmsEditor
from clientdesk.ui.panels.boundaries.rule_row import RuleRow, Word
from clientdesk.ui.tokens import SPACE_1, SPACE_2, SPACE_3, SPACE_4, SPACE_6
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.labels import label

if TYPE_CHECKING:
    from clientdesk.models.views.boundaries import RegionView

LIMIT = "limit_days"


class Section(QFrame):
    """A card with a title and rows."""

    def __init__(self, key: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self.title = title
        self.setProperty("role", "card")
        self.setObjectName(f"section_{key}")
        self.setAccessibleName(title)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_4)
        self.column.setSpacing(SPACE_4)
        self.column.addWidget(label(title, "section"))
        self.note = label("", "caption", wrap=True)
        self.note.hide()


@dataclass(frozen=True)
class FormTools:
    """What the form asks of the services, as plain functions.

    Attributes:
        today: the practice's day, for dates.
        word: words for a problem.
        describe: a rhythm as a sentence.
        countries, parts_of: places with public holidays, read only when their list is opened.
    """

    today: Callable[[], date]
    word: Word
    describe: Describe
    countries: Callable[[], Sequence[RegionView]]
    parts_of: Callable[[str], Sequence[RegionView]]


class RulesForm(QWidget):
    """Every rule as a row; says what is typed, kept and reset, and touches no service.

    Sections are built one after another (`build_next`), so that the first is on screen at once.

    Attributes:
        titles: the sections' names by key, also of those still to be built.
        rows: the rule rows by field name; the private limit has the name ``limit_days``.

    Signals:
        typed, kept: (field, value).
        reset: field.
        reshaped: fields came or went.
        built: key of a section that is there now.
    """

    typed = Signal(str, object)
    kept = Signal(str, object)
    reset = Signal(str)
    built = Signal(str)
    reshaped = Signal()

    def __init__(self, tools: FormTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self.rows: dict[str, RuleRow] = {}
        self.sections: list[Section] = []
        self._default_only: list[QWidget] = []
        self._is_default = True
        self.time_off: TimeOffEditor | None = None
        self.region: RegionEditor | None = None
        self.rhythms: RhythmsEditor | None = None
        self.adopt_button: QPushButton | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, SPACE_2, SPACE_6)
        self.column.setSpacing(SPACE_3)
        self.column.addStretch(1)
        self.titles = {
            "hours": self.tr("Working hours"),
            "days_off": self.tr("Time off"),
            "answers": self.tr("First answers"),
            "channels": self.tr("Channels"),
            "emergency": self.tr("Emergencies"),
            "work": self.tr("Working together"),
            "rhythms": self.tr("Rhythms and limit"),
        }
        self._to_build: list[tuple[str, Callable[[Section], None]]] = [
            ("hours", self._build_hours),
            ("days_off", self._build_days_off),
            ("answers", self._build_answers),
            ("channels", self._build_contact),
            ("emergency", self._build_emergency),
            ("work", self._build_work),
            ("rhythms", self._build_rhythms),
        ]

    def build_next(self) -> bool:
        """Build one more section; False when all are there."""
        if not self._to_build:
            return False
        key, build = self._to_build.pop(0)
        section = Section(key, self.titles[key], self)
        self.column.insertWidget(len(self.sections), section)
        self.sections.append(section)
        build(section)
        section.column.addWidget(section.note)
        self.show_layer(is_default=self._is_default)
        # At once, not when the event loop comes to it: till then it would have no place of its own.
        section.show()
        self.built.emit(key)
        return bool(self._to_build)

    def build_all(self) -> None:
        """Build every section still missing."""
        while self.build_next():
            pass

    def show_layer(self, *, is_default: bool) -> None:
        """Show what can be set in this layer."""
        self._is_default = is_default
        for widget in self._default_only:
            widget.setVisible(is_default)
        for section in self.sections:
            section.note.setVisible(bool(section.note.text()) and not is_default)

    def _row(self, section: Section, field: str, title: str, editor: Editor, hint: str = "") -> RuleRow:
        row = RuleRow(title, editor, self._tools.word, hint=hint, parent=section)
        row.setObjectName(f"rule_{field}")
        editor.setObjectName(f"editor_{field}")
        editor.typed.connect(lambda value: self.typed.emit(field, value))
        editor.committed.connect(lambda value: self.kept.emit(field, value))
        row.reset.connect(lambda: self.reset.emit(field))
        section.column.addWidget(row)
        self.rows[field] = row
        return row

    def _build_hours(self, section: Section) -> None:
        section.note.setText(self.tr("The free share of a day is the same for everyone: see Default."))
        hours = HoursEditor()
        row = self._row(section, "working_hours", self.tr("Hours"), hours)
        hours.unreadable.connect(row.set_problem)
        buffer = NumberEditor(0, 90, self.tr("% of each day"))
        self._default_only.append(
            self._row(
                section,
                "buffer_percent",
                self.tr("Kept free"),
                buffer,
                self.tr("For what nobody planned. The week never fills it."),
            )
        )

    def _build_days_off(self, section: Section) -> None:
        section.note.setText(self.tr("Time off and public holidays are the same for everyone: see Default."))
        tools = self._tools
        self.time_off = TimeOffEditor(tools.today, tools.word, section)
        self.region = RegionEditor(tools.countries, tools.parts_of, section)
        section.column.addWidget(self.time_off)
        holidays = self._row(
            section,
            "public_holidays",
            self.tr("Public holidays"),
            FlagEditor(self.tr("Public holidays are days off")),
        )
        section.column.addWidget(self.region)
        self._default_only += [self.time_off, holidays, self.region]
        self._row(
            section,
            "notice_off_weeks",
            self.tr("Time off is announced"),
            NumberEditor(0, 52, self.tr("weeks ahead")),
        )

    def _build_answers(self, section: Section) -> None:
        self._row(section, "response_normal", self.tr("Normal messages"), DurationEditor())
        self._row(section, "response_urgent", self.tr("Urgent messages"), DurationEditor())
        self._row(
            section,
            "urgent_means",
            self.tr("Urgent means"),
            TextEditor(self.tr("Say when a message is urgent, so that not every one is")),
        )
        self._row(section, "emergency_means", self.tr("An emergency is"), TextEditor())

    def _build_contact(self, section: Section) -> None:
        section.note.setText(self.tr("Quiet hours are the same for everyone: see Default."))
        channels = ChannelsEditor()
        channels.reshaped.connect(self.reshaped)
        self._row(section, "channels", self.tr("Clients reach me by"), channels)
        self._default_only.append(
            self._row(
                section,
                "quiet_hours",
                self.tr("Quiet hours"),
                QuietEditor(),
                self.tr("Nothing is announced then; you get one summary afterwards."),
            )
        )

    def _build_emergency(self, section: Section) -> None:
        self._row(section, "emergency", self.tr("Protocol"), EmergencyEditor())

    def _build_work(self, section: Section) -> None:
        for field, title, editor, hint in (
            (
                "revision_rounds",
                self.tr("Revision rounds"),
                NumberEditor(0, 100, self.tr("per deliverable")),
                self.tr("One round is one collected set of comments."),
            ),
            ("notice_days", self.tr("Notice for new work"), NumberEditor(0, 90, self.tr("working days")), ""),
            (
                "change_days",
                self.tr("Answer to a change request"),
                NumberEditor(1, 90, self.tr("working days")),
                "",
            ),
            ("meeting_minutes", self.tr("A meeting takes"), NumberEditor(5, 600, self.tr("minutes")), ""),
        ):
            self._row(section, field, title, editor, hint)

    def _build_rhythms(self, section: Section) -> None:
        tools = self._tools
        self.rhythms = RhythmsEditor(
            tools.describe,
            tools.today,
            tools.word,
            empty_words=self.tr("None yet."),
            parent=section,
        )
        self.rhythms.reshaped.connect(self.reshaped)
        self.adopt_button = button(self.tr("Promise these"), icon_name="check", parent=section)
        self.adopt_button.setObjectName("adopt_button")
        self.rhythms_note = label("", "caption", wrap=True)
        box = QVBoxLayout()
        box.setSpacing(SPACE_2)
        box.addWidget(label(self.tr("Rhythms"), "strong"))
        box.addWidget(self.rhythms_note)
        box.addWidget(self.rhythms)
        box.addWidget(self.adopt_button, 0, Qt.AlignmentFlag.AlignLeft)
        section.column.addLayout(box)
        self._row(
            section,
            LIMIT,
            self.tr("Limit"),
            NumberEditor(0, 10_000, self.tr("days without a word"), none_words=self.tr("no limit")),
            self.tr("Private: the limit is never printed. It reminds you before a client goes quiet."),
        )


class SectionNav(QWidget):
    """The sections as a list at the left; follows the scrolling."""

    def __init__(self, form: RulesForm, scroll: QScrollArea, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = form
        self._scroll = scroll
        self.setAccessibleName(self.tr("Sections"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_1)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        for key, title in form.titles.items():
            made = button(title, "place")
            made.setObjectName(f"nav_{key}")
            made.setCheckable(True)
            self._group.addButton(made)
            self.buttons[key] = made
            column.addWidget(made)
        column.addStretch(1)
        self._is_jumping = False
        self._group.buttonClicked.connect(self._on_clicked)
        scroll.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self._check(next(iter(form.titles)))

    def go_to(self, key: str) -> None:
        """Scroll to a section."""
        self._form.build_all()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        section = next(section for section in self._form.sections if section.key == key)
        self._is_jumping = True
        self._scroll.verticalScrollBar().setValue(section.y())
        self._is_jumping = False
        self._check(key)

    def _on_clicked(self) -> None:
        chosen = self._group.checkedButton()
        self.go_to(next(key for key, made in self.buttons.items() if made is chosen))

    def _on_scrolled(self, value: int) -> None:
        if self._is_jumping or not self._form.sections:
            return
        bar = self._scroll.verticalScrollBar()
        if value >= bar.maximum():
            current = self._form.sections[-1]
        else:
            above = [section for section in self._form.sections if section.y() <= value + SPACE_6]
            current = above[-1] if above else self._form.sections[0]
        self._check(current.key)

    def _check(self, key: str) -> None:
        """Mark a section; only its button is a stop for Tab (the group sees to that for clicks alone)."""
        if self.buttons[key].isChecked():
            return
        self.buttons[key].setChecked(True)
        for other, made in self.buttons.items():
            is_stop = other == key
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_stop else Qt.FocusPolicy.ClickFocus)
