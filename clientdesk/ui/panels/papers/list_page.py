"""Every paper by state: drafts, out for signature, in force, letters and reports, past."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from clientdesk.models.enums import AgreementKind
from clientdesk.models.views.agreements import AgreementRowView
from clientdesk.ui.itemmodels.papers import PaperGroup, PaperTableModel, group_of
from clientdesk.ui.panels.papers.words import translate
from clientdesk.ui.paper_drops import PaperDrops
from clientdesk.ui.theme import icon_px
from clientdesk.ui.tokens import PAGE_MARGIN, SPACE_2, SPACE_3
from clientdesk.ui.widgets.buttons import SegmentedControl, button
from clientdesk.ui.widgets.delegates import CellDelegate, MonogramDelegate, ShapeDelegate
from clientdesk.ui.widgets.empty_state import EmptyState
from clientdesk.ui.widgets.fields import ChoiceField
from clientdesk.ui.widgets.flow_layout import FlowLayout
from clientdesk.ui.widgets.labels import label
from clientdesk.ui.widgets.search_field import SearchField
from clientdesk.ui.widgets.table import RowTable
from clientdesk.ui.words import paper_kind_word

if TYPE_CHECKING:
    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.messages import Messages

ALL = "all"
_NARROW, _TIGHT, _CRAMPED = 1240, 960, 740
_WIDTHS = {"client": 196, "kind": 148, "number": 164, "state": 240, "issued_on": 104, "until": 152}
_NARROW_WIDTHS = {"client": 196, "kind": 0, "number": 164, "state": 220, "issued_on": 0, "until": 152}
_TIGHT_WIDTHS = {"client": 128, "kind": 0, "number": 120, "state": 212, "issued_on": 0, "until": 148}


class PaperTable(RowTable):
    """Adds the single keys of the list.

    Signals:
        key_pressed: ``delete``, ``new`` or ``filter``.
    """

    key_pressed = Signal(str)
    _KEYS = {Qt.Key.Key_Delete: "delete", Qt.Key.Key_N: "new", Qt.Key.Key_Slash: "filter"}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        meant = self._KEYS.get(Qt.Key(event.key())) if plain else None
        if meant:
            self.key_pressed.emit(meant)
            return
        super().keyPressEvent(event)


class PaperListPage(QWidget):
    """The list of papers.

    Signals:
        opened: id of the paper.
        new_asked: a new paper is wanted.
        demo_asked: the demo is wanted.
        elsewhere_asked: a paper signed elsewhere is to be filed; the path of a dropped file, or None.
    """

    opened = Signal(str)
    new_asked = Signal()
    demo_asked = Signal()
    elsewhere_asked = Signal(object)

    def __init__(
        self,
        workspace: Workspace,
        messages: Messages,
        take_back: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._agreements = workspace.agreements
        self._today = workspace.practice.today
        self._messages = messages
        self._take_back = take_back
        self._rows: list[AgreementRowView] = []
        self._build()
        self._wire()

    def refresh(self) -> None:
        """Read the papers again; scope, filter and selection stay."""
        self._rows = self._agreements.list_all()
        counts = Counter(group_of(row) for row in self._rows)
        for key, text in _scope_texts().items():
            count = len(self._rows) if key == ALL else counts[PaperGroup(key)]
            shown = translate("Papers", "{group} {count}").format(group=text, count=count) if count else text
            self.scope.buttons[key].setText(shown)
            self.scope.buttons[key].setAccessibleName(shown)
        is_bare = not self._rows
        for widget in (
            self.scope,
            self.kind_field,
            self.filter_field,
            self.elsewhere_button,
            self.new_button,
            self.hint_label,
        ):
            widget.setVisible(not is_bare)
        self._offer_kinds()
        self._show_scope()

    def take_focus(self) -> None:
        """Begin in the table, or with the first button of the empty list."""
        is_bare = self.stack.currentWidget() is self.empty
        (self.empty.buttons[0] if is_bare else self.table).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_scope(self, key: str) -> None:
        """Show one group, or all."""
        self.scope.set_current(key)
        self._show_scope()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE_MARGIN, PAGE_MARGIN, PAGE_MARGIN, SPACE_2)
        column.setSpacing(SPACE_3)
        column.addLayout(self._build_head())
        self.scope = SegmentedControl(list(_scope_texts().items()))
        self.scope.setAccessibleName(translate("Papers", "Which papers"))
        self.kind_field = ChoiceField()
        self.kind_field.setObjectName("kind_field")
        self.kind_field.setSizeAdjustPolicy(ChoiceField.SizeAdjustPolicy.AdjustToContents)
        self.kind_field.setAccessibleName(translate("Papers", "Which kind of paper"))
        narrow = FlowLayout()
        narrow.addWidget(self.scope)
        narrow.addWidget(self.kind_field)
        column.addLayout(narrow)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._build_table())
        self.empty = EmptyState(
            translate("Papers", "No paper yet."),
            translate(
                "Papers",
                "A statement of work says what you deliver, by when, for how much, and how you work together."
                " Most of it comes from what you have entered already.",
            ),
            [
                (translate("Papers", "New paper"), self.new_asked.emit),
                (translate("Papers", "File a paper signed elsewhere…"), self._on_elsewhere),
                (translate("Papers", "Look at the demo"), self.demo_asked.emit),
            ],
            icon_name="file-text",
        )
        self.none_here = EmptyState(
            translate("Papers", "Nothing here."),
            translate("Papers", "No paper is in this state, or the filter hides it."),
            [(translate("Papers", "Show all papers"), self._on_show_all)],
            icon_name="file-text",
        )
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.none_here)
        column.addWidget(self.stack, 1)
        self.hint_label = label(
            translate(
                "Papers",
                "Enter opens · N new paper · Delete takes a draft away · / filters · drop a signed PDF here to file"
                " it",
            ),
            "caption",
            wrap=True,
        )
        column.addWidget(self.hint_label)

    def _build_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        self.filter_field = SearchField(translate("Papers", "Filter papers  /"))
        self.filter_field.setObjectName("filter_field")
        self.filter_field.setAccessibleName(translate("Papers", "Filter papers"))
        self.filter_field.setMinimumWidth(120)
        self.filter_field.setMaximumWidth(240)
        self.elsewhere_button = button(
            translate("Papers", "Signed elsewhere…"),
            icon_name="upload",
            tooltip=translate("Papers", "File a paper that was signed without ClientDesk"),
        )
        self.elsewhere_button.setObjectName("elsewhere_button")
        self.new_button = button(translate("Papers", "New paper"), "primary", icon_name="plus", tooltip="N")
        self.new_button.setObjectName("new_button")
        row.addWidget(label(translate("Papers", "Papers"), "title"))
        row.addStretch(1)
        row.addWidget(self.filter_field, 100)
        row.addWidget(self.elsewhere_button)
        row.addWidget(self.new_button)
        return row

    def _build_table(self) -> PaperTable:
        self.model = PaperTableModel(self._today, parent=self)
        self.table = PaperTable(self.model, translate("Papers", "Papers"))
        self.table.setObjectName("table")
        self._delegates = {
            "client": MonogramDelegate(self.table),
            "state": ShapeDelegate(self.table),
            "title": CellDelegate(self.table),
            "kind": CellDelegate(self.table),
            "number": CellDelegate(self.table),
            "issued_on": CellDelegate(self.table),
            "until": CellDelegate(self.table),
        }
        for key, delegate in self._delegates.items():
            self.table.setItemDelegateForColumn(self.model.column_number(key), delegate)
        self.table.set_sortable("state")
        self._fit_columns()
        return self.table

    def _fit_columns(self) -> None:
        is_narrow, is_tight = self.width() < icon_px(_NARROW), self.width() < icon_px(_TIGHT)
        widths = _TIGHT_WIDTHS if is_tight else _NARROW_WIDTHS if is_narrow else _WIDTHS
        self.table.set_widths(widths, stretch="title")
        for key in ("kind", "issued_on"):
            self.table.setColumnHidden(self.model.column_number(key), is_narrow)
        is_cramped = self.width() < icon_px(_CRAMPED)
        self.table.setColumnHidden(self.model.column_number("until"), is_cramped)
        self.model.is_narrow, self.model.is_tight = is_narrow, is_tight

    def _wire(self) -> None:
        self.scope.chosen.connect(self._show_scope)
        self.kind_field.currentIndexChanged.connect(self._show_scope)
        self.elsewhere_button.clicked.connect(self._on_elsewhere)
        PaperDrops(self).dropped.connect(self.elsewhere_asked)
        self.filter_field.search_changed.connect(self._show_scope)
        self.filter_field.returnPressed.connect(self._on_filter_entered)
        self.new_button.clicked.connect(self.new_asked)
        self.table.opened.connect(self.opened)
        self.table.key_pressed.connect(self._on_key)

    def _show_scope(self) -> None:
        scope, kind = self.scope.current(), self.kind_field.value()
        rows = [
            row
            for row in self._rows
            if (scope == ALL or group_of(row) == scope) and kind in (ALL, None, row.kind)
        ]
        self.table.set_rows(rows)
        self.table.set_filter(self.filter_field.text())
        if not self._rows:
            self.stack.setCurrentWidget(self.empty)
        else:
            self.stack.setCurrentWidget(self.table if self.model.rows else self.none_here)

    def _offer_kinds(self) -> None:
        """Those that are there; a choice among one is none."""
        present = {row.kind for row in self._rows}
        kinds = [(kind, paper_kind_word(kind)) for kind in AgreementKind if kind in present]
        self.kind_field.set_choices([(ALL, translate("Papers", "All kinds")), *kinds])
        self.kind_field.setVisible(len(kinds) > 1)

    def _on_elsewhere(self) -> None:
        self.elsewhere_asked.emit(None)

    def _on_show_all(self) -> None:
        self.filter_field.clear()
        self.kind_field.set_value(ALL)
        self.show_scope(ALL)

    def _on_filter_entered(self) -> None:
        if self.model.rows:
            if not self.table.selected_ids():
                self.table.select_id(self.model.rows[0].agreement_id)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_key(self, meant: str) -> None:
        if meant == "filter":
            self.filter_field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif meant == "new":
            self.new_asked.emit()
        else:
            self._delete_drafts()

    def _delete_drafts(self) -> None:
        wanted = set(self.table.selected_ids())
        drafts = [
            row for row in self._rows if row.agreement_id in wanted and group_of(row) is PaperGroup.DRAFTS
        ]
        if not drafts:
            self._messages.toast(
                translate("Papers", "Only drafts can be deleted; issued papers stay on record.")
            )
            return
        with self._messages.reporting(self) as outcome:
            for row in drafts:
                self._agreements.delete_draft(row.agreement_id)
        if outcome.is_ok and len(drafts) == 1:
            words = translate("Papers", "Deleted the draft “{title}”.").format(title=drafts[0].title)
            self._messages.toast(words, self._take_back)


def _scope_texts() -> dict[str, str]:
    return {
        ALL: translate("Papers", "All"),
        PaperGroup.DRAFTS.value: translate("Papers", "Drafts"),
        PaperGroup.OUT.value: translate("Papers", "Out for signature"),
        PaperGroup.IN_FORCE.value: translate("Papers", "In force"),
        PaperGroup.LETTERS.value: translate("Papers", "Letters and reports"),
        PaperGroup.PAST.value: translate("Papers", "Past"),
    }
