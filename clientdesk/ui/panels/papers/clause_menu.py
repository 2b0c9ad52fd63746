"""The clause library: search, read, insert; keep a sentence of one's own; put one away or back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from clientdesk.models.text import fold
from clientdesk.ui.forms.base import Form
from clientdesk.ui.panels.papers.entries import GrowingText
from clientdesk.ui.panels.papers.specs import SectionSpec
from clientdesk.ui.panels.papers.words import problem_sentence, translate
from clientdesk.ui.tokens import SPACE_2, SPACE_3, SPACE_6
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.fields import ChoiceField
from clientdesk.ui.widgets.labels import as_tooltip, label
from clientdesk.ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from clientdesk.models.views.agreements import ClauseView
    from clientdesk.services.clauses import ClauseService
    from clientdesk.ui.messages import Messages

_KEY_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_EVERYWHERE = ""


def clause_places() -> tuple[tuple[str, str], ...]:
    """Where clauses belong, in the order of the paper, in words."""
    return (
        ("included", translate("Papers", "Included")),
        ("not_included", translate("Papers", "Not included")),
        ("assumptions", translate("Papers", "Assumptions")),
        ("deliverables.acceptance", translate("Papers", "Accepted when")),
        ("acceptance.round_is", translate("Papers", "A round is")),
        ("decisions", translate("Papers", "Rules for decisions")),
        ("deciding.escalation", translate("Papers", "The next step if stuck")),
        ("onboarding", translate("Papers", "Start")),
        ("closing", translate("Papers", "Close")),
        ("fees.late_terms", translate("Papers", "When a payment is late")),
        ("governing_terms", translate("Papers", "Governing terms")),
        ("exhibits", translate("Papers", "Further exhibits")),
    )


def places_of(section: SectionSpec) -> list[str]:
    """The places for clauses that a section of the composer has."""
    return [path for path, _ in clause_places() if section.part_of(path) is not None]


class ClauseDialog(QDialog):
    """Every clause, those of the section in view first.

    Signals:
        inserted: path, title and text of the clause to put into the paper.
    """

    inserted = Signal(str, str, str)

    def __init__(
        self,
        clauses: ClauseService,
        section: SectionSpec,
        language: str,
        selected: str,
        messages: Messages,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._clauses = clauses
        self._language = language
        self._messages = messages
        self._here = places_of(section)
        self._known: dict[str, ClauseView] = {}
        title = translate("Papers", "Insert a clause")
        self.setObjectName("clause_dialog")
        self.setWindowTitle(title)
        self.resize(760, 520)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_6, SPACE_6, SPACE_6, SPACE_6)
        column.setSpacing(SPACE_3)
        column.addWidget(label(title, "section"))
        column.addLayout(self._build_filters(section))
        column.addLayout(self._build_middle(), 1)
        column.addWidget(self._build_own(selected))
        column.addLayout(self._build_buttons(bool(selected)))
        self._wire()
        self.refresh()
        self.filter_field.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Read the library again; the choice stays where it is still there."""
        kept = self.current_key()
        place = self.place_choice.value()
        words = fold(self.filter_field.text()).split()
        found = [
            view
            for view in self._clauses.all(self._language)
            if (place == _EVERYWHERE or view.section in (self._here if place == "here" else [place]))
            and all(word in fold(f"{view.title} {view.body}") for word in words)
        ]
        names = dict(clause_places())
        self._known = {view.key: view for view in found}
        self.list.clear()
        for view in found:
            where = "" if place not in (_EVERYWHERE, "here") else names.get(view.section, "")
            text = translate("Papers", "{title} · {place}").format(title=view.title, place=where)
            item = QListWidgetItem(text if where else view.title, self.list)
            item.setData(_KEY_ROLE, view.key)
            item.setToolTip(as_tooltip(view.body))
        self._select(kept)
        self._show_current()

    def current_key(self) -> str:
        """Key of the clause chosen, empty for none."""
        item = self.list.currentItem()
        return str(item.data(_KEY_ROLE)) if item is not None else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_vertical = event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
        if is_vertical and self.focusWidget() is self.filter_field:
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + step)))
        elif event.key() == Qt.Key.Key_Delete and self.focusWidget() is self.list:
            self._on_put_away()
        else:
            super().keyPressEvent(event)

    def _build_filters(self, section: SectionSpec) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        self.filter_field = SearchField(translate("Papers", "Search clauses"))
        self.filter_field.setObjectName("filter_field")
        offered = [(_EVERYWHERE, translate("Papers", "The whole paper")), *clause_places()]
        if self._here:
            here = translate("Papers", "This section: {section}").format(section=section.title)
            offered.insert(0, ("here", here))
        self.place_choice = ChoiceField(offered)
        self.place_choice.setObjectName("place_choice")
        self.place_choice.setAccessibleName(translate("Papers", "Where it belongs"))
        row.addWidget(self.filter_field, 1)
        row.addWidget(self.place_choice)
        return row

    def _build_middle(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        self.list = QListWidget()
        self.list.setObjectName("clauses_list")
        self.list.setAccessibleName(translate("Papers", "Clauses"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text_label: QLabel = label("", wrap=True)
        self.text_label.setObjectName("clause_text")
        self.text_label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.text_label.setMinimumWidth(280)
        self.note_label = label("", "caption", wrap=True)
        words = QVBoxLayout()
        words.addWidget(self.text_label)
        words.addWidget(self.note_label)
        words.addStretch(1)
        row.addWidget(self.list, 1)
        row.addLayout(words, 1)
        return row

    def _build_own(self, selected: str) -> QWidget:
        """A sentence of one's own: its title, where it belongs, its text."""
        self.own = Form(problem_sentence)
        self.own_title = QLineEdit()
        self.own_section = ChoiceField(clause_places())
        self.own_section.set_value(self._here[0] if self._here else "not_included")
        self.own_body = GrowingText(2)
        self.own_body.setPlainText(selected)
        self.own.add_field("title", translate("Papers", "Title"), self.own_title)
        self.own.add_field("section", translate("Papers", "Belongs to"), self.own_section)
        self.own.add_field("body", translate("Papers", "Text"), self.own_body)
        self.own.setVisible(bool(selected))
        return self.own

    def _build_buttons(self, is_keeping: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        self.away_button = button(translate("Papers", "Put away"), "quiet")
        self.own_button = button(translate("Papers", "Keep one of your own"), "quiet", icon_name="plus")
        self.cancel_button = button(translate("Papers", "Not now"))
        self.insert_button = button(translate("Papers", "Insert"), "primary")
        for name in ("away", "own", "cancel", "insert"):
            getattr(self, f"{name}_button").setObjectName(f"{name}_button")
        row.addWidget(self.own_button)
        row.addWidget(self.away_button)
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.insert_button)
        self._word_own_button(is_keeping)
        return row

    def _word_own_button(self, is_keeping: bool) -> None:
        text = (
            translate("Papers", "Keep this clause")
            if is_keeping
            else translate("Papers", "Keep one of your own")
        )
        self.own_button.setText(text)
        self.own_button.setAccessibleName(text)

    def _wire(self) -> None:
        self.filter_field.search_changed.connect(self.refresh)
        self.filter_field.returnPressed.connect(self._on_insert)
        self.place_choice.currentIndexChanged.connect(self.refresh)
        self.list.currentRowChanged.connect(self._show_current)
        self.list.itemActivated.connect(self._on_insert)
        self.cancel_button.clicked.connect(self.reject)
        self.insert_button.clicked.connect(self._on_insert)
        self.own_button.clicked.connect(self._on_own)
        self.away_button.clicked.connect(self._on_put_away)

    def _select(self, key: str) -> None:
        keys = list(self._known)
        self.list.setCurrentRow(keys.index(key) if key in keys else 0)

    def _show_current(self) -> None:
        view = self._known.get(self.current_key())
        self.insert_button.setEnabled(view is not None)
        self.away_button.setEnabled(view is not None)
        nothing = translate("Papers", "Nothing fits. Search for less, or in the whole paper.")
        self.text_label.setText(view.body if view is not None else nothing)
        own = "" if view is None or view.is_shipped else translate("Papers", "One of your own.")
        self.note_label.setText(own)

    def _on_insert(self) -> None:
        view = self._known.get(self.current_key())
        if view is not None:
            self.accept()
            self.inserted.emit(view.section, view.title, view.body)

    def _on_own(self) -> None:
        """Open the form, then keep what it says."""
        if self.own.isHidden():
            self.own.show()
            self._word_own_button(True)
            self.own_title.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        values = self.own.values()
        with self._messages.reporting(self.own) as outcome:
            key = self._clauses.add(
                str(values["section"]), str(values["title"]), str(values["body"]), self._language
            )
        if outcome.is_ok:
            self.own.hide()
            self._word_own_button(False)
            self.own_title.clear()
            self.own_body.clear()
            self.filter_field.clear()
            self.place_choice.set_value(_EVERYWHERE)
            self.refresh()
            self._select(key)
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_put_away(self) -> None:
        """Take it out of the library; undo brings it back."""
        key = self.current_key()
        if key:
            with self._messages.reporting(self):
                self._clauses.hide(key, self._language)
            self.refresh()
