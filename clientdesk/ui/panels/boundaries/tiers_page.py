"""Tiers: the table, and below it the chosen one with its rhythms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from clientdesk.models.enums import Layer
from clientdesk.ui.forms.tier import TierForm
from clientdesk.ui.itemmodels.tiers import TierTableModel
from clientdesk.ui.panels.boundaries.plain_editors import column_of
from clientdesk.ui.panels.boundaries.rhythms_editor import RhythmsEditor
from clientdesk.ui.panels.boundaries.rule_row import Word
from clientdesk.ui.panels.boundaries.tab_order import chain
from clientdesk.ui.tokens import SPACE_2, SPACE_3, SPACE_4, SPACE_6
from clientdesk.ui.widgets.buttons import button, icon_button
from clientdesk.ui.widgets.fields import ChoiceField
from clientdesk.ui.widgets.labels import ElidedLabel, label
from clientdesk.ui.widgets.table import RowTable

if TYPE_CHECKING:
    from clientdesk.models.views.rhythms import RhythmView, TierView
    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.messages import Messages
    from clientdesk.ui.theme import Theme


class TiersPage(QWidget):
    """Service classes by what a client values.

    Signals:
        rules_wanted: id of the tier whose working rules to show.
    """

    rules_wanted = Signal(str)

    def __init__(
        self,
        workspace: Workspace,
        messages: Messages,
        theme: Theme,
        word: Word,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tiers = workspace.tiers
        self._rhythms = workspace.rhythms
        self._today = workspace.practice.today
        self._messages = messages
        self._theme = theme
        self._word = word
        self._shown = ""
        self._is_built = False

    def refresh(self) -> None:
        """Read the tiers again; the chosen one stays."""
        if not self._is_built:
            self._build()
            self._wire()
            self._is_built = True
        tiers = self._tiers.list_all()
        self.table.set_rows(tiers)
        self.table.setFixedHeight(self._table_height(len(tiers)))
        if tiers and not self.table.current_id():
            self.table.select_id(tiers[0].tier_id)
        self._show_current()

    def current(self) -> TierView | None:
        """The chosen tier."""
        return self.model.row_at(self.model.index_of(self.table.current_id()))

    def _build(self) -> None:
        self.model = TierTableModel(self._describe, self)
        self.table = RowTable(self.model, self.tr("Tiers"))
        self.table.setObjectName("tiers_table")
        self.table.set_widths(
            {"name": 150, "limit_days": 90, "report_depth": 110, "clients": 72}, stretch="rhythms"
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_3, 0, 0)
        column.setSpacing(SPACE_3)
        column.addLayout(self._build_head())
        column.addWidget(self.table)
        column.addWidget(self._build_move_box())
        cards = QWidget()
        row = QHBoxLayout(cards)
        row.setContentsMargins(0, 0, SPACE_2, SPACE_6)
        row.setSpacing(SPACE_4)
        row.addWidget(self._build_tier_card(), 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._build_rhythms_card(), 1, Qt.AlignmentFlag.AlignTop)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(cards)
        column.addWidget(scroll, 1)

    def _build_head(self) -> QHBoxLayout:
        self.add_button = button(self.tr("New tier"), icon_name="plus")
        self.add_button.setObjectName("add_button")
        self.up_button = icon_button("chevron-up", self.tr("Move tier up"))
        self.up_button.setObjectName("up_button")
        self.down_button = icon_button("chevron-down", self.tr("Move tier down"))
        self.down_button.setObjectName("down_button")
        self.remove_button = icon_button("trash-2", self.tr("Remove tier"))
        self.remove_button.setObjectName("remove_button")
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        words = self.tr(
            "By what a client values. A tier proposes rhythms and sets the limit; it is never printed."
        )
        row.addWidget(ElidedLabel(words, "caption"), 1)
        for made in (self.up_button, self.down_button, self.remove_button, self.add_button):
            row.addWidget(made)
        return row

    def _build_move_box(self) -> QWidget:
        self.move_box = QFrame()
        self.move_box.setProperty("role", "banner-warn")
        row = QHBoxLayout(self.move_box)
        row.setSpacing(SPACE_3)
        self.move_label = label("", wrap=True)
        self.move_to = ChoiceField()
        self.move_to.setObjectName("move_to")
        self.move_to.setAccessibleName(self.tr("Tier they get instead"))
        self.move_button = button(self.tr("Remove tier"), "danger")
        self.move_button.setObjectName("move_button")
        self.keep_button = button(self.tr("Keep it"), "quiet")
        self.keep_button.setObjectName("keep_button")
        row.addWidget(self.move_label, 1)
        for widget in (self.move_to, self.move_button, self.keep_button):
            row.addWidget(widget)
        self.move_box.hide()
        return self.move_box

    def _build_tier_card(self) -> QWidget:
        card, column = _card()
        self.form = TierForm(self._word)
        self.form.setObjectName("tier_form")
        self.rules_button = button(self.tr("Working rules of this tier"), "quiet", icon_name="chevron-right")
        self.rules_button.setObjectName("rules_button")
        column.addWidget(self.form)
        column.addWidget(self.rules_button, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _build_rhythms_card(self) -> QWidget:
        card, column = _card()
        self.rhythms = RhythmsEditor(
            self._describe, self._today, self._word, empty_words=self.tr("This tier proposes no rhythm.")
        )
        column.addWidget(label(self.tr("Rhythms it proposes"), "section"))
        note = self.tr("A client has them once it has adopted them, and then they are promised.")
        column.addWidget(label(note, "caption", wrap=True))
        column.addWidget(self.rhythms)
        return card

    def _wire(self) -> None:
        self.table.current_changed.connect(self._on_current)
        self.add_button.clicked.connect(self._on_add)
        self.up_button.clicked.connect(self._on_up)
        self.down_button.clicked.connect(self._on_down)
        self.remove_button.clicked.connect(self._on_remove)
        self.move_button.clicked.connect(self._on_move)
        self.keep_button.clicked.connect(self.move_box.hide)
        self.rules_button.clicked.connect(self._on_rules)
        self.form.kept.connect(self._on_kept)
        self._order = QTimer(self)
        self._order.setSingleShot(True)
        self._order.timeout.connect(self._on_order)
        self.rhythms.reshaped.connect(self._order.start)
        self.rhythms.added.connect(self._on_rhythm_added)
        self.rhythms.changed.connect(self._on_rhythm_changed)
        self.rhythms.removed.connect(self._on_rhythm_removed)

    def _on_order(self) -> None:
        chain([self])

    def _describe(self, rhythm: RhythmView) -> str:
        return self._rhythms.describe(rhythm, self.tr)

    def _table_height(self, rows: int) -> int:
        header = self.table.horizontalHeader().sizeHint().height()
        return header + min(max(rows, 1), 8) * self.table.verticalHeader().defaultSectionSize() + 4

    def _show_current(self) -> None:
        tier = self.current()
        for widget in (self.form, self.rhythms, self.rules_button, self.remove_button):
            widget.setEnabled(tier is not None)
        if tier is None:
            return
        if tier.tier_id != self._shown:
            self._shown = tier.tier_id
            self.rhythms.forget()
            self.move_box.hide()
            self.form.clear_problems()
        self.form.fill(tier)
        self.rhythms.set_rows(tier.rhythms)
        place = [row.tier_id for row in self.model.rows].index(tier.tier_id)
        self.up_button.setEnabled(place > 0)
        self.down_button.setEnabled(place < len(self.model.rows) - 1)

    def _on_current(self, _tier_id: str) -> None:
        self._show_current()

    def _on_add(self) -> None:
        names = {tier.name for tier in self.model.rows}
        name, number = self.tr("New tier"), 2
        while name in names:
            name, number = self.tr("New tier {n}").format(n=number), number + 1
        with self._messages.reporting(self.form) as outcome:
            tier_id = self._tiers.add(name)
        if outcome.is_ok:
            self.refresh()
            self.table.select_id(tier_id)
            self._show_current()
            self.form.name.setFocus(Qt.FocusReason.OtherFocusReason)
            self.form.name.selectAll()

    def _on_kept(self, field: str, value: Any) -> None:
        tier = self.current()
        if tier is not None:
            with self._messages.reporting(self.form) as outcome:
                self._tiers.update(tier.tier_id, **{field: value})
            if outcome.is_ok:
                self.form.clear_problems()
            elif field.startswith("is_"):
                self.form.fill(tier)

    def _on_up(self) -> None:
        self._move(-1)

    def _on_down(self) -> None:
        self._move(1)

    def _move(self, step: int) -> None:
        ids = [tier.tier_id for tier in self.model.rows]
        place = ids.index(self.table.current_id())
        ids.insert(place + step, ids.pop(place))
        with self._messages.reporting(self):
            self._tiers.reorder(ids)

    def _on_remove(self) -> None:
        tier = self.current()
        if tier is None:
            return
        if not tier.clients or tier.is_default:
            self._remove(tier, None)
            return
        self.move_to.clear()
        for other in self.model.rows:
            if other.tier_id != tier.tier_id:
                self.move_to.addItem(other.name, other.tier_id)
        self.move_label.setText(
            self.tr("1 client has {tier}. It gets:").format(tier=tier.name)
            if tier.clients == 1
            else self.tr("{count} clients have {tier}. They get:").format(count=tier.clients, tier=tier.name)
        )
        self.move_box.show()
        self.move_to.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_move(self) -> None:
        tier = self.current()
        if tier is not None:
            self._remove(tier, self.move_to.currentData())

    def _remove(self, tier: TierView, move_to: str | None) -> None:
        with self._messages.reporting(self) as outcome:
            self._tiers.remove(tier.tier_id, move_to)
        if outcome.is_ok:
            self.move_box.hide()

    def _on_rules(self) -> None:
        self.rules_wanted.emit(self.table.current_id())

    def _on_rhythm_added(self) -> None:
        with self._messages.reporting(self):
            self._rhythms.add(Layer.TIER, self.table.current_id(), kind="update", weekday=4)

    def _on_rhythm_changed(self, rhythm_id: str, values: dict[str, Any]) -> None:
        with self._messages.reporting(self.rhythms.line(rhythm_id)):
            self._rhythms.update(rhythm_id, **values)

    def _on_rhythm_removed(self, rhythm_id: str) -> None:
        with self._messages.reporting(self):
            self._rhythms.remove(rhythm_id)


def _card() -> tuple[QFrame, QVBoxLayout]:
    card = QFrame()
    card.setProperty("role", "card")
    column = column_of(card, SPACE_3)
    column.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_4)
    return card, column
