"""*My clients in ten minutes*: one table, single keys, one step a line; it goes on where it was left."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from clientdesk.models.enums import Kind
from clientdesk.models.errors import InvalidInput
from clientdesk.models.intake import LastSpoke, spoke_on
from clientdesk.services.wording import words_for_problem
from clientdesk.ui.date_reading import read_date
from clientdesk.ui.dates import day_text, is_day_first, local_names
from clientdesk.ui.first_run.intake_table import SPOKE_KEYS, IntakeTable
from clientdesk.ui.first_run.names_field import NamesField
from clientdesk.ui.itemmodels.intake import IntakeLine, IntakeModel, spoke_word
from clientdesk.ui.panels.base import Panel
from clientdesk.ui.theme import body_px
from clientdesk.ui.tokens import SPACE_1, SPACE_2, SPACE_3, SPACE_4
from clientdesk.ui.translations import translate
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.chips import key_hint
from clientdesk.ui.widgets.empty_state import EmptyState
from clientdesk.ui.widgets.flow_layout import FlowLayout
from clientdesk.ui.widgets.labels import label, set_role
from clientdesk.ui.words import rhythm_kind_word

if TYPE_CHECKING:
    from clientdesk.models.views.intake import IntakeRowView
    from clientdesk.models.views.rhythms import TierView
    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.messages import Messages


_TIGHT = {"name": 186, "tier": 66, "spoke": 98, "rhythms": 146, "by": 98, "state": 48}
_ROOMY = {"name": 236, "tier": 96, "spoke": 116, "rhythms": 170, "by": 126, "state": 56}
_ROOMY_FROM = 1040


@dataclass(frozen=True, slots=True)
class Draft:
    """What was entered on a line that isn't finished yet."""

    tier_id: str | None = None
    spoke: LastSpoke | None = None
    adopts: bool = True
    expects: str = ""
    by_text: str = ""
    expected_on: date | None = None


class IntakePage(Panel):
    """The first ten minutes with one's own clients.

    Signals:
        finished: the user is done here, for now or for good.
    """

    panel_id = "intake"
    watches = frozenset({Kind.CLIENT, Kind.TIER, Kind.RHYTHM, Kind.PRACTICE})
    finished = Signal()

    def __init__(self, workspace: Workspace, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._messages = messages
        self._drafts: dict[str, Draft] = {}
        self._of_this_sitting: list[str] = []
        self._tiers: list[TierView] = []
        self._views: dict[str, IntakeRowView] = {}
        self._build()
        self._wire()

    def title(self) -> str:
        return self.tr("My clients in ten minutes")

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_3)
        column.setSpacing(SPACE_3)
        head = QHBoxLayout()
        head.setSpacing(SPACE_3)
        head.addWidget(label(self.title(), "title"))
        self.progress_label = label("", "chip")
        self.progress_label.setObjectName("progress_label")
        head.addWidget(self.progress_label, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(
            label(
                self.tr(
                    "Who you work for, when you last spoke, and what they expect next. What you don't know, leave out."
                ),
                "secondary",
                wrap=True,
            )
        )
        column.addLayout(self._build_names())
        column.addWidget(self._build_table(), 1)
        self.hint_label = label("", "secondary", wrap=True)
        self.hint_label.setObjectName("hint_label")
        column.addWidget(self.hint_label)
        column.addWidget(self._build_keys())
        column.addLayout(self._build_foot())

    def _build_names(self) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setSpacing(SPACE_1)
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        self.names_field = NamesField()
        self.names_field.setObjectName("names_field")
        self.add_button = button(self.tr("Add"))
        self.add_button.setObjectName("add_button")
        row.addWidget(self.names_field, 1)
        row.addWidget(self.add_button)
        box.addLayout(row)
        self.names_problem = label("", "problem", wrap=True)
        self.names_problem.setObjectName("names_problem")
        self.names_problem.setVisible(False)
        box.addWidget(self.names_problem)
        return box

    def _build_table(self) -> QStackedWidget:
        self.model = IntakeModel(self)
        self.table = IntakeTable(self.model, self.tr("My clients"))
        self.table.setObjectName("table")
        self._fit_columns()
        self.table.uses_single_keys = bool(self._workspace.preferences.get("single_keys"))
        self.empty = EmptyState(
            self.tr("Names first"),
            self.tr(
                "Paste a column of names from a spreadsheet or a mail, or type them one by one."
                " Each becomes a client at once, so you can stop at any time and go on later."
            ),
            icon_name="users",
        )
        self.middle = QStackedWidget()
        self.middle.addWidget(self.empty)
        self.middle.addWidget(self.table)
        return self.middle

    def _fit_columns(self) -> None:
        """Widths by the room there is and the size of the text; what they expect gets the rest."""
        widths = _ROOMY if self.width() >= _ROOMY_FROM * body_px() / 13 else _TIGHT
        scaled = {key: round(width * body_px() / 13) for key, width in widths.items()}
        self.table.set_widths(scaled, "expects")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _build_keys(self) -> QWidget:
        self.keys_box = QWidget()
        self.keys_box.setAccessibleName(self.tr("Keys"))
        self._keys_flow = FlowLayout(self.keys_box)
        return self.keys_box

    def _build_foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(
            label(self.tr("You find this again under Client, My clients in ten minutes."), "caption"), 1
        )
        self.done_button = button(self.tr("Done for now"))
        self.done_button.setObjectName("done_button")
        row.addWidget(self.done_button)
        return row

    def _wire(self) -> None:
        self.names_field.submitted.connect(self._on_names)
        self.names_field.below_wanted.connect(self._on_below)
        self.add_button.clicked.connect(self.names_field.submit)
        self.table.tier_chosen.connect(self._on_tier_key)
        self.table.spoke_chosen.connect(self._on_spoke)
        self.table.rhythm_toggled.connect(self._on_rhythm)
        self.table.row_finished.connect(self._on_finish)
        self.table.cell_opened.connect(self._on_cell)
        self.table.date_typed.connect(self._on_date_typed)
        self.table.current_changed.connect(self._show_hint)
        self.model.on_edited = self._on_words
        self.done_button.clicked.connect(self.finished)

    def _on_below(self) -> None:
        """From the names on to the rows."""
        if self.table.model().rowCount():
            self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def refresh(self) -> None:
        """Read clients and tiers again; what was entered on unfinished lines stays."""
        had_rows = bool(self._views)
        self._tiers = self._workspace.tiers.list_all()
        self._show_keys()
        self._read_again()
        if not self._views:
            self.names_field.setFocus()
        elif not had_rows and not self.names_field.hasFocus():
            self._go_to_next("")

    def _show_rows(self) -> None:
        today = self._workspace.practice.today()
        self.table.set_rows([self._line(view, today) for view in self._views.values()])
        self.middle.setCurrentWidget(self.table if self._views else self.empty)
        self.keys_box.setVisible(bool(self._views))
        done = sum(view.is_done for view in self._views.values())
        total = len(self._views)
        self.progress_label.setText(self.tr("{done} of {total} done").format(done=done, total=total))
        self.progress_label.setVisible(total > 0)
        all_done = total > 0 and done == total
        self.done_button.setText(self.tr("Go to my clients") if all_done else self.tr("Done for now"))
        self.done_button.setAccessibleName(self.done_button.text())
        self._show_hint()

    def _line(self, view: IntakeRowView, today: date) -> IntakeLine:
        if view.is_done:
            kept = self.tr("{count} rhythms").format(count=view.rhythms) if view.rhythms else ""
            return IntakeLine(
                client_id=view.client_id,
                name=view.name,
                colour=view.colour,
                tier=view.tier,
                spoke=None,
                spoke_on=view.last_spoke_on,
                rhythms=kept,
                expects=view.expects,
                expected_on=view.expected_on,
                by_text="",
                is_done=True,
                today=today,
            )
        draft = self._draft(view.client_id)
        tier = self._tier_of(view, draft)
        return IntakeLine(
            client_id=view.client_id,
            name=view.name,
            colour=view.colour,
            tier=tier.name if tier else "",
            spoke=draft.spoke,
            spoke_on=view.last_spoke_on,
            rhythms=_kinds(tier) if draft.adopts else "",
            expects=draft.expects,
            expected_on=draft.expected_on,
            by_text=draft.by_text,
            is_done=False,
            today=today,
        )

    def _draft(self, client_id: str) -> Draft:
        return self._drafts.get(client_id, Draft())

    def _tier_of(self, view: IntakeRowView, draft: Draft) -> TierView | None:
        wanted = draft.tier_id or view.tier_id
        return next((tier for tier in self._tiers if tier.tier_id == wanted), None)

    def _change(self, **entries: object) -> None:
        """Take an entry on the current line, if it is still open."""
        client_id = self.table.current_id()
        view = self._views.get(client_id)
        if view is None or view.is_done:
            return
        self._drafts[client_id] = replace(self._draft(client_id), **entries)  # type: ignore[arg-type]
        self._show_rows()

    def _on_names(self, names: list[str]) -> None:
        try:
            added = self._workspace.intake.add_names(names)
        except InvalidInput as error:
            lines = []
            for problem in error.problems:
                name = names[int(problem.field.rpartition(".")[2])]
                words = words_for_problem(problem, _services, name_field=False)
                lines.append(f"“{name[:40]}…”: {words}" if len(name) > 40 else f"“{name}”: {words}")
            self._show_names_problem("\n".join(lines[:5]))
            return
        self._show_names_problem("")
        self.names_field.clear()
        if added.known:
            text = self.tr("{count} of these names are here already and were left alone.")
            one = self.tr("One of these names is here already and was left alone.")
            self._messages.toast(one if added.known == 1 else text.format(count=added.known))
        if len(added.client_ids) > 1:
            self.table.select_id(added.client_ids[0])
            self.table.setFocus()

    def _show_names_problem(self, text: str) -> None:
        self.names_problem.setText(text)
        self.names_problem.setVisible(bool(text))
        self.names_field.setAccessibleDescription(text)

    def _on_tier_key(self, number: int) -> None:
        if number <= len(self._tiers):
            self._change(tier_id=self._tiers[number - 1].tier_id)

    def _on_tier(self, tier_id: str) -> None:
        self._change(tier_id=tier_id)

    def _on_spoke(self, spoke: LastSpoke | None) -> None:
        self._change(spoke=spoke)

    def _on_rhythm(self) -> None:
        self._change(adopts=not self._draft(self.table.current_id()).adopts)

    def _on_words(self, line: IntakeLine, key: str, value: object) -> bool:
        text = str(value)
        if key == "expects":
            entries: dict[str, object] = {"expects": text}
        else:
            entries = {"by_text": text.strip(), "expected_on": self._read(text)}
        self._drafts[line.client_id] = replace(self._draft(line.client_id), **entries)  # type: ignore[arg-type]
        self._show_rows()
        return True

    def _read(self, text: str) -> date | None:
        today = self._workspace.practice.today()
        return read_date(text, today, day_first=is_day_first(), names=local_names())

    def _on_date_typed(self, text: str) -> None:
        found = self._read(text)
        if found is not None:
            self._say(self.tr("Read as {day}.").format(day=day_text(found)))
        else:
            self._say(self.tr("No date in this yet. Try thu 10, +3d or 16.10.") if text.strip() else "")

    def _on_cell(self, key: str) -> None:
        if key == "tier":
            self._open_menu(key, self._tier_menu())
        elif key == "spoke":
            self._open_menu(key, self._spoke_menu())
        elif key == "rhythms":
            self._on_rhythm()

    def _tier_menu(self) -> QMenu:
        menu = QMenu(self)
        for number, tier in enumerate(self._tiers, start=1):
            menu.addAction(f"{number}  {tier.name}", partial(self._on_tier, tier.tier_id))
        return menu

    def _spoke_menu(self) -> QMenu:
        menu = QMenu(self)
        for key, spoke in SPOKE_KEYS.items():
            menu.addAction(
                f"{key.name.removeprefix('Key_')}  {spoke_word(spoke)}", partial(self._on_spoke, spoke)
            )
        menu.addSeparator()
        menu.addAction(self.tr("I don't remember"), partial(self._on_spoke, None))
        return menu

    def _open_menu(self, key: str, menu: QMenu) -> None:
        view = self._views.get(self.table.current_id())
        if view is None or view.is_done:
            return
        menu.setObjectName(f"{key}_menu")
        menu.aboutToHide.connect(menu.deleteLater)
        index = self.model.index_of(view.client_id, self.model.column_number(key))
        place = self.table.visualRect(index).bottomLeft()
        menu.popup(self.table.viewport().mapToGlobal(place))

    def _on_finish(self) -> None:
        """Enter: store this line in one step and go to the next one that is open."""
        client_id = self.table.current_id()
        view = self._views.get(client_id)
        if view is None:
            return
        if not view.is_done and not self._store(view):
            return
        self._go_to_next(client_id)

    def _store(self, view: IntakeRowView) -> bool:
        draft = self._draft(view.client_id)
        if draft.by_text and draft.expected_on is None:
            self._say(
                self.tr("“{text}” can't be read as a date.").format(text=draft.by_text), is_problem=True
            )
            return False
        self._of_this_sitting.append(view.client_id)
        try:
            self._workspace.intake.finish(
                view.client_id,
                tier_id=draft.tier_id,
                spoke=draft.spoke,
                adopts_rhythm=draft.adopts,
                expects=draft.expects,
                expected_on=draft.expected_on,
            )
        except InvalidInput as error:
            self._of_this_sitting.remove(view.client_id)
            words = [words_for_problem(problem, _services, name_field=False) for problem in error.problems]
            text = self.tr("What they expect: {why}").format(why=" ".join(words))
            self._say(text, is_problem=True)
            return False
        return True

    def _go_to_next(self, client_id: str) -> None:
        self._read_again()
        order = [view.client_id for view in self._views.values()]
        start = order.index(client_id) + 1 if client_id in order else 0
        for candidate in (*order[start:], *order[:start]):
            if not self._views[candidate].is_done:
                self.table.select_id(candidate)
                self.table.setFocus()
                self._show_hint()
                return
        if order:
            self.done_button.setFocus()

    def _read_again(self) -> None:
        rows = self._workspace.intake.rows(also=self._of_this_sitting)
        self._views = {row.client_id: row for row in rows}
        self._show_rows()

    def _show_hint(self) -> None:
        """What Enter would store for the current line."""
        view = self._views.get(self.table.current_id())
        if view is None:
            self._say("")
            return
        if view.is_done:
            self._say(self.tr("Done. The rest is on the client's page; undo takes it back."))
            return
        draft = self._draft(view.client_id)
        tier = self._tier_of(view, draft)
        parts = []
        if draft.spoke is not None:
            today = self._workspace.practice.today()
            parts.append(
                self.tr("Last spoke is kept as {day}.").format(
                    day=day_text(spoke_on(draft.spoke, today), today)
                )
            )
        if draft.adopts and tier is not None and tier.rhythms:
            words = [_small(self._workspace.rhythms.describe(rhythm, _services)) for rhythm in tier.rhythms]
            parts.append(self.tr("Promised from today: {rhythms}.").format(rhythms=", ".join(words)))
        self._say(" ".join(parts))

    def _say(self, text: str, *, is_problem: bool = False) -> None:
        set_role(self.hint_label, "problem" if is_problem else "secondary")
        self.hint_label.setText(text or " ")

    def _show_keys(self) -> None:
        while self._keys_flow.count():
            item = self._keys_flow.takeAt(0)
            group = item.widget() if item is not None else None
            if group is not None:
                group.deleteLater()
        if self.table.uses_single_keys:
            for number, tier in enumerate(self._tiers[:3], start=1):
                self._add_key(str(number), tier.name)
            for key, spoke in SPOKE_KEYS.items():
                self._add_key(key.name.removeprefix("Key_"), spoke_word(spoke))
            self._add_key("A", self.tr("promise the rhythm, or not"))
            self._add_key("E", self.tr("what they expect"))
        self._add_key(self.tr("Tab"), self.tr("by when"))
        self._add_key(self.tr("Enter"), self.tr("done, next"))

    def _add_key(self, key: str, words: str) -> None:
        group = QWidget()
        row = QHBoxLayout(group)
        row.setContentsMargins(0, 0, SPACE_2, 0)
        row.setSpacing(SPACE_1)
        row.addWidget(key_hint(key))
        row.addWidget(label(words, "caption"))
        self._keys_flow.addWidget(group)


def _small(text: str) -> str:
    """Within a sentence: a small first letter; names of days keep theirs."""
    return text[:1].lower() + text[1:]


def _kinds(tier: TierView | None) -> str:
    words = dict.fromkeys(rhythm_kind_word(rhythm.kind) for rhythm in tier.rhythms) if tier else {}
    text = ", ".join(words)
    return text[:1].upper() + text[1:]


def _services(text: str) -> str:
    return translate("Services", text)
