"""What stands in the way of issuing, and what deserves a second look: one line, and the list behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from clientdesk.models.errors import Problem
from clientdesk.ui.panels.papers.noted_box import LOOK, STOP, STYLE, Note
from clientdesk.ui.panels.papers.specs import FieldSpec, RowsSpec, SectionSpec, empty_fields, translate
from clientdesk.ui.panels.papers.words import problem_sentence
from clientdesk.ui.tokens import SPACE_1, SPACE_2, SPACE_3, STATUS_GLYPHS, Status
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.chips import StatusShape
from clientdesk.ui.widgets.labels import as_tooltip, label

_PATH_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_MOST_LINES = 6
_STYLE_CODES = frozenset(
    {
        "vague_word",
        "ambiguous_date",
        "long_word",
        "task_in_background",
        "verb_without_noun",
        "uncountable",
        "exhibit_unnamed",
        "two_numbers",
        "other_currency_said",
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem placed in the paper.

    Attributes:
        level: ``stop`` blocks issuing, ``look`` deserves a second look.
        is_unkept: the entry can't even be kept in the draft.
        is_empty: nothing is wrong, only nothing is said yet.
        where: section and field in words.
        sentence: what is wrong, without the field's name.
    """

    path: str
    level: str
    section: str
    where: str
    sentence: str
    is_unkept: bool = False
    is_empty: bool = False
    is_style: bool = False

    def note(self) -> Note:
        """As it stands beside its field."""
        return (STYLE if self.is_style else self.level, self.sentence)


def findings(
    sections: Sequence[SectionSpec],
    refuse: Iterable[Problem],
    warn: Iterable[Problem] = (),
    *,
    is_unkept: bool = False,
) -> list[Finding]:
    """Problems by their section and field, in the order of the paper, those in the way first."""
    found = [_placed(sections, problem, STOP, is_unkept=is_unkept) for problem in refuse]
    found += [_placed(sections, problem, LOOK) for problem in warn]
    order = {section.key: place for place, section in enumerate(sections)}
    return sorted(found, key=lambda one: (one.level != STOP, order.get(one.section, len(order))))


def empty_findings(sections: Sequence[SectionSpec], document: Mapping[str, Any]) -> list[Finding]:
    """Fields that the paper has a place for and that are empty, in its order."""
    sentence = translate("Papers", "Empty.")
    return [
        Finding(part.path, LOOK, section.key, _where(part, part.path), sentence, is_empty=True)
        for section in sections
        for part in empty_fields(section, document)
    ]


def _placed(
    sections: Sequence[SectionSpec], problem: Problem, level: str, *, is_unkept: bool = False
) -> Finding:
    sentence = problem_sentence(problem)
    found = next((each for each in sections if each.part_of(problem.field) is not None), None)
    return Finding(
        problem.field,
        level,
        found.key if found is not None else "",
        _where(found.part_of(problem.field), problem.field) if found is not None else "",
        sentence,
        is_unkept,
        is_style=level == LOOK and problem.code in _STYLE_CODES,
    )


def _where(part: object, path: str) -> str:
    if isinstance(part, FieldSpec):
        side = path.split(".", 1)[0]
        named = {"client": translate("Papers", "Client"), "consultant": translate("Papers", "You")}
        return f"{named[side]}, {part.title.lower()}" if side in named else part.title
    if not isinstance(part, RowsSpec):
        return str(getattr(part, "title", ""))
    place, _, field = path[len(part.path) + 1 :].partition(".")
    if not place.isdigit():
        return part.title
    number = int(place) + 1
    row = f"{part.letter}{number}" if part.letter else f"{part.title} {number}"
    title = next((each.title.lower() for each in part.fields if each.path == field), "")
    return f"{row}, {title}" if title else row


class _LineDelegate(QStyledItemDelegate):
    """Gives a line that wraps the same room above and below as one that does not."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        view = option.widget
        room = view.viewport().width() if isinstance(view, QListView) else option.rect.width()
        inside = QRect(0, 0, max(room - 2 * (SPACE_3 + SPACE_1), 1), 10_000)
        flags = int(Qt.TextFlag.TextWordWrap)
        words = option.fontMetrics.boundingRect(inside, flags, str(index.data() or ""))
        return QSize(0, words.height() + 2 * SPACE_2)


class ChecksStrip(QFrame):
    """Says how many, and lists them on request; choosing one leads to its field.

    Signals:
        chosen: dotted path of the field.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.findings: list[Finding] = []
        self.setObjectName("checks")
        self.setAccessibleName(translate("Papers", "Checks"))
        self._build()
        self.toggle_button.toggled.connect(self._on_toggled)
        self.list.itemActivated.connect(self._on_item)
        self.list.itemClicked.connect(self._on_item)

    def show_findings(self, found: list[Finding]) -> None:
        """Show these instead."""
        if found == self.findings and self.summary.text():
            return
        self.findings = found
        stops = sum(1 for one in found if one.level == STOP)
        empty = sum(1 for one in found if one.is_empty)
        looks = len(found) - stops - empty
        status = Status.AT_RISK if stops else Status.WATCH if looks else Status.STEADY
        self.shape.set_status(status)
        self.summary.setText(_summary(stops, looks, empty))
        self.setAccessibleDescription(self.summary.text())
        self.toggle_button.setVisible(bool(found))
        if not found:
            self.toggle_button.setChecked(False)
        self._fill_list()

    def open_list(self) -> None:
        """Show the list, e.g. after issuing was refused."""
        self.toggle_button.setChecked(bool(self.findings))
        if self.findings:
            self.list.setCurrentRow(0)
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def lines(self) -> list[str]:
        """The list as it reads."""
        return [self.list.item(row).text() for row in range(self.list.count())]

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_3, SPACE_1, SPACE_2, SPACE_1)
        column.setSpacing(SPACE_1)
        self.setProperty("role", "sunken")
        head = QHBoxLayout()
        head.setSpacing(SPACE_2)
        self.shape = StatusShape(Status.RESTING)
        self.summary = label("", "strong", wrap=True)
        self.toggle_button = button(translate("Papers", "Show"), "quiet")
        self.toggle_button.setObjectName("toggle_button")
        self.toggle_button.setCheckable(True)
        self.toggle_button.hide()
        head.addWidget(self.shape)
        head.addWidget(self.summary, 1)
        head.addWidget(self.toggle_button)
        column.addLayout(head)
        self.list = QListWidget()
        self.list.setObjectName("list")
        self.list.setAccessibleName(translate("Papers", "What was found"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(_LineDelegate(self.list))
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.hide()
        column.addWidget(self.list)

    def _fill_list(self) -> None:
        place = self.list.currentRow()
        self.list.clear()
        for one in self.findings:
            glyph = STATUS_GLYPHS[_status(one)]
            words = f"{one.where}: {one.sentence}" if one.where else one.sentence
            item = QListWidgetItem(f"{glyph}  {words}", self.list)
            item.setData(_PATH_ROLE, one.path)
            item.setToolTip(as_tooltip(words))
        if 0 <= place < self.list.count():
            self.list.setCurrentRow(place)
        row = self.list.sizeHintForRow(0) if self.list.count() else 0
        self.list.setFixedHeight(max(row, 24) * min(max(len(self.findings), 1), _MOST_LINES) + 6)

    def _on_toggled(self, is_open: bool) -> None:
        self.list.setVisible(is_open)
        text = translate("Papers", "Hide") if is_open else translate("Papers", "Show")
        self.toggle_button.setText(text)
        self.toggle_button.setAccessibleName(text)

    def _on_item(self, item: QListWidgetItem) -> None:
        self.chosen.emit(str(item.data(_PATH_ROLE)))


def _status(one: Finding) -> Status:
    if one.is_empty:
        return Status.RESTING
    return Status.AT_RISK if one.level == STOP else Status.WATCH


def _summary(stops: int, looks: int, empty: int) -> str:
    if empty == 1:
        left = translate("Papers", "1 field empty")
    else:
        left = translate("Papers", "{count} fields empty").format(count=empty)
    found = _found_text(stops, looks)
    return translate("Papers", "{found}. {left}.").format(found=found, left=left) if empty else found


def _found_text(stops: int, looks: int) -> str:
    if not stops and not looks:
        return translate("Papers", "Ready to issue")
    if not stops:
        text = translate("Papers", "Ready to issue, 1 thing to look at")
        more = translate("Papers", "Ready to issue, {count} things to look at")
        return text if looks == 1 else more.format(count=looks)
    if not looks:
        return translate("Papers", "{count} in the way").format(count=stops)
    return translate("Papers", "{stops} in the way, {looks} to look at").format(stops=stops, looks=looks)
