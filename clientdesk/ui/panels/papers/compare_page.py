"""Two versions of a paper beside each other: what changed, in words, grouped by section."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from clientdesk.models.enums import AgreementState
from clientdesk.models.errors import NotFound
from clientdesk.models.paper_compare import changed_words, compare
from clientdesk.ui.dates import day_text
from clientdesk.ui.panels.papers.compare_words import (
    Change,
    ChangeGroup,
    CompareWords,
    as_text,
    currency_of,
    money,
)
from clientdesk.ui.panels.papers.marked_text import MarkedText
from clientdesk.ui.panels.papers.words import translate
from clientdesk.ui.tokens import PAGE_MARGIN, SPACE_1, SPACE_2, SPACE_3, SPACE_4
from clientdesk.ui.widgets.buttons import button, icon_button
from clientdesk.ui.widgets.empty_state import EmptyState
from clientdesk.ui.widgets.fields import ChoiceField
from clientdesk.ui.widgets.labels import ElidedLabel, SectionHeader, hairline, label

if TYPE_CHECKING:
    from clientdesk.models.views.agreements import AgreementView
    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.messages import Messages

MOST_ROWS = 300
_WIDEST = 960
_LONGEST_CHAIN = 200


class ChangeRow(QFrame):
    """One change. `take_key` gets its keys before the scroll area around it; true for one that was meant."""

    def __init__(
        self,
        change: Change,
        number: int,
        take_key: Callable[[QKeyEvent], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.change = change
        self._take_key = take_key
        self.setObjectName(f"change_{number}")
        self.setProperty("role", "row")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        kind = _kind_word(change.kind)
        self.setAccessibleName(
            translate("Papers", "{kind}: {what}").format(kind=kind, what=change.sentence)
            if not change.before
            else translate("Papers", "{kind}: {what}. Before: {before} Now: {after}").format(
                kind=kind, what=change.sentence, before=change.before, after=change.after
            )
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_2, SPACE_1, SPACE_2, SPACE_1)
        row.setSpacing(SPACE_3)
        chip = label(kind, "chip")
        chip.setFixedWidth(max(76, chip.sizeHint().width()))
        row.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(SPACE_2)
        column.addWidget(label(change.sentence, wrap=True))
        if change.before or change.after:
            column.addLayout(self._build_sides())
        row.addLayout(column, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._take_key(event):
            super().keyPressEvent(event)

    def _build_sides(self) -> QHBoxLayout:
        before, after = changed_words(self.change.before, self.change.after)
        sides = QHBoxLayout()
        sides.setSpacing(SPACE_3)
        sides.addWidget(MarkedText(before, is_old=True), 1)
        sides.addWidget(MarkedText(after, is_old=False), 1)
        return sides


class ComparePage(QWidget):
    """What changed between two versions, a draft among them or not.

    Signals:
        left: back to the paper; its id.
    """

    left = Signal(str)

    def __init__(self, workspace: Workspace, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._agreements = workspace.agreements
        self._today = workspace.practice.today
        self._messages = messages
        self._from_id = ""
        self._versions: dict[str, AgreementView] = {}
        self.groups: list[ChangeGroup] = []
        self._build()
        self._wire()

    def show_paper(self, agreement_id: str) -> None:
        """Compare a version with the one before it; the first one with the one after it.

        Raises:
            NotFound.
        """
        self._from_id = agreement_id
        self._versions = self._chain(agreement_id)
        ids = list(self._versions)
        place = ids.index(agreement_id)
        pair = (ids[max(place - 1, 0)], ids[place if place else min(1, len(ids) - 1)])
        for field, chosen in zip((self.before_field, self.after_field), pair, strict=True):
            field.set_choices([(key, self._version_text(view)) for key, view in self._versions.items()])
            field.blockSignals(True)
            field.set_value(chosen)
            field.blockSignals(False)
        view = self._versions[agreement_id]
        self.title_label.set_full_text(
            translate("Papers", "What changed · {title}").format(title=view.row.title)
        )
        self._compare()

    def refresh(self) -> None:
        """Read the versions again; the chosen ones stay."""
        chosen = (self.before_field.currentData(), self.after_field.currentData())
        try:
            self.show_paper(self._from_id)
        except NotFound:
            self.left.emit("")
            return
        for field, wanted in zip((self.before_field, self.after_field), chosen, strict=True):
            field.setCurrentIndex(max(field.findData(wanted), 0))

    def take_focus(self) -> None:
        """Begin at the first change."""
        (self.rows()[0] if self.rows() else self.back_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def rows(self) -> list[ChangeRow]:
        """The changes shown, from the top."""
        return self._rows

    def copy_text(self) -> None:
        """Everything as text on the clipboard."""
        QGuiApplication.clipboard().setText(
            as_text(self.title_label.full_text(), self.summary_label.text(), self.groups)
        )
        self._messages.toast(translate("Papers", "Copied."))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._take_key(event):
            super().keyPressEvent(event)

    def _take_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        is_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key == Qt.Key.Key_Escape:
            self._on_back()
        elif is_control and key == Qt.Key.Key_C:
            self._copy_row()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_J, Qt.Key.Key_Up, Qt.Key.Key_K):
            step = 1 if key in (Qt.Key.Key_Down, Qt.Key.Key_J) else -1
            self._walk_section(step) if is_control else self._walk(step)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._focus_row(0 if key == Qt.Key.Key_Home else len(self._rows) - 1)
        else:
            return False
        return True

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(PAGE_MARGIN, SPACE_3, PAGE_MARGIN, SPACE_2)
        head.setSpacing(SPACE_2)
        self.back_button = icon_button(
            "arrow-left",
            translate("Papers", "Back to the paper"),
            tooltip=translate("Papers", "Back to the paper (Esc)"),
        )
        self.title_label = ElidedLabel("", "title")
        self.copy_button = button(translate("Papers", "Copy as text"), icon_name="copy")
        head.addWidget(self.back_button)
        head.addWidget(self.title_label, 1)
        head.addWidget(self.copy_button)
        column.addLayout(head)
        column.addWidget(hairline())
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        middle = QHBoxLayout(inner)
        middle.setContentsMargins(PAGE_MARGIN, SPACE_4, PAGE_MARGIN, SPACE_4)
        whole = QWidget()
        whole.setMaximumWidth(_WIDEST)
        self._column = QVBoxLayout(whole)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_4)
        self._column.addLayout(self._build_choice())
        self.summary_label = label("", "strong", wrap=True)
        self._column.addWidget(self.summary_label)
        self._lists = QVBoxLayout()
        self._lists.setSpacing(SPACE_4)
        self._column.addLayout(self._lists)
        self.same = EmptyState(
            translate("Papers", "Nothing changed."),
            translate("Papers", "Both versions say the same."),
            icon_name="file-text",
        )
        self._column.addWidget(self.same)
        self.hint_label = label(
            translate(
                "Papers",
                "Up and Down walk the changes · Ctrl+Up and Ctrl+Down the sections · Ctrl+C copies one · Esc goes"
                " back",
            ),
            "caption",
            wrap=True,
        )
        self._column.addWidget(self.hint_label)
        self._column.addStretch(1)
        middle.addStretch(1)
        middle.addWidget(whole, 100)
        middle.addStretch(1)
        self._area.setWidget(inner)
        column.addWidget(self._area, 1)
        self._rows: list[ChangeRow] = []
        self._heads: list[int] = []

    def _build_choice(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        self.before_field = ChoiceField([])
        self.after_field = ChoiceField([])
        for name, title, field in (
            ("before_field", translate("Papers", "From"), self.before_field),
            ("after_field", translate("Papers", "to"), self.after_field),
        ):
            caption = label(title, "secondary")
            caption.setBuddy(field)
            field.setObjectName(name)
            field.setAccessibleName(title)
            row.addWidget(caption)
            row.addWidget(field)
        row.addStretch(1)
        return row

    def _wire(self) -> None:
        for name in ("back", "copy"):
            getattr(self, f"{name}_button").setObjectName(f"{name}_button")
        self.back_button.clicked.connect(self._on_back)
        self.copy_button.clicked.connect(self.copy_text)
        self.before_field.currentIndexChanged.connect(self._compare)
        self.after_field.currentIndexChanged.connect(self._compare)

    def _chain(self, agreement_id: str) -> dict[str, AgreementView]:
        """Every version of the paper, the oldest first."""
        views = [self._agreements.get(agreement_id)]
        while views[0].supersedes_id and len(views) < _LONGEST_CHAIN:
            views.insert(0, self._agreements.get(views[0].supersedes_id))
        while views[-1].next_version_id and len(views) < _LONGEST_CHAIN:
            views.append(self._agreements.get(views[-1].next_version_id))
        return {view.row.agreement_id: view for view in views}

    def _compare(self) -> None:
        before = self._versions.get(self.before_field.currentData())
        after = self._versions.get(self.after_field.currentData())
        if before is None or after is None:
            return
        currencies = (currency_of(before.document), currency_of(after.document))
        words = CompareWords(after.row.kind, currencies)
        self.groups = words.groups(compare(before.document, after.document))
        self.summary_label.setText(self._summary(before, after))
        self._fill()

    def _fill(self) -> None:
        while (item := self._lists.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._rows, self._heads = [], []
        for group in self.groups:
            room = MOST_ROWS - len(self._rows)
            if room <= 0:
                break
            self._lists.addWidget(self._group(group, room))
        rest = sum(len(group.changes) for group in self.groups) - len(self._rows)
        if rest > 0:
            words = translate("Papers", "And {count} more changes: “Copy as text” has all of them.")
            self._lists.addWidget(label(words.format(count=rest), "secondary", wrap=True))
        for widget, is_shown in (
            (self.same, not self.groups),
            (self.summary_label, bool(self.groups)),
            (self.hint_label, bool(self.groups)),
        ):
            widget.setVisible(is_shown)
        self.copy_button.setEnabled(bool(self.groups))

    def _group(self, group: ChangeGroup, room: int) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_2)
        column.addWidget(SectionHeader(group.title, len(group.changes)))
        card = QFrame()
        card.setProperty("role", "card")
        lines = QVBoxLayout(card)
        lines.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
        lines.setSpacing(0)
        self._heads.append(len(self._rows))
        for number, change in enumerate(islice(group.changes, room)):
            if number:
                lines.addWidget(hairline())
            row = ChangeRow(change, len(self._rows), self._take_key)
            self._rows.append(row)
            lines.addWidget(row)
        column.addWidget(card)
        return whole

    def _summary(self, before: AgreementView, after: AgreementView) -> str:
        count = sum(len(group.changes) for group in self.groups)
        words = (
            translate("Papers", "1 change.")
            if count == 1
            else translate("Papers", "{count} changes in {sections} sections.").format(
                count=count, sections=len(self.groups)
            )
            if len(self.groups) > 1
            else translate("Papers", "{count} changes in 1 section.").format(count=count)
        )
        prices = (before.row.net, after.row.net)
        if prices[0] != prices[1] and None not in prices:
            words += " " + translate("Papers", "Price without tax: {before} → {after}.").format(
                before=money(prices[0], before.row.currency), after=money(prices[1], after.row.currency)
            )
        return words

    def _version_text(self, view: AgreementView) -> str:
        row = view.row
        if row.state is AgreementState.DRAFT:
            return translate("Papers", "Version {version}, draft").format(version=row.version)
        on = day_text(row.issued_on, self._today()) if row.issued_on else "–"
        return translate("Papers", "Version {version}, issued {day}").format(version=row.version, day=on)

    def _place(self) -> int:
        focus = self.focusWidget()
        return next((number for number, row in enumerate(self._rows) if row is focus), -1)

    def _walk(self, step: int) -> None:
        place = self._place()
        self._focus_row(0 if place < 0 else max(0, min(len(self._rows) - 1, place + step)))

    def _walk_section(self, step: int) -> None:
        place = self._place()
        if step > 0:
            wanted = next((head for head in self._heads if head > place), place)
        else:
            wanted = next((head for head in reversed(self._heads) if head < place), place)
        self._focus_row(max(wanted, 0))

    def _focus_row(self, place: int) -> None:
        if not 0 <= place < len(self._rows):
            return
        row = self._rows[place]
        row.setFocus(Qt.FocusReason.TabFocusReason)
        QTimer.singleShot(0, row, self._show_focus)

    def _show_focus(self) -> None:
        place = self._place()
        if place >= 0:
            self._area.ensureWidgetVisible(self._rows[place], 0, SPACE_4)
            if place == 0:
                self._area.verticalScrollBar().setValue(0)

    def _copy_row(self) -> None:
        place = self._place()
        if place < 0:
            self.copy_text()
            return
        change = self._rows[place].change
        QGuiApplication.clipboard().setText(
            "\n".join(part for part in (change.sentence, change.before, change.after) if part)
        )
        self._messages.toast(translate("Papers", "Copied."))

    def _on_back(self) -> None:
        self.left.emit(self._from_id)


def _kind_word(kind: str) -> str:
    return {
        "added": translate("Papers", "added"),
        "removed": translate("Papers", "taken out"),
        "changed": translate("Papers", "changed"),
        "moved": translate("Papers", "moved"),
    }[kind]
