"""A part of Today's page: a heading with its count, and rows on a card that stay while they say the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QLayout, QVBoxLayout, QWidget

from clientdesk.ui.panels.today.rows import Row
from clientdesk.ui.tokens import SPACE_2
from clientdesk.ui.widgets.labels import SectionHeader, hairline, label

Line = tuple[object, Callable[[], Row]]
"""What a row says, and what makes it."""

FEW = 3
"""More new rows than that come on the card while it is hidden: on a shown one each lays out the whole page."""


class Section(QFrame):
    """A heading with its count, and rows on a card."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_2)
        self.header = SectionHeader(title)
        column.addWidget(self.header)
        self.card = QFrame()
        self.card.setProperty("role", "card")
        whole = QVBoxLayout(self.card)
        whole.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
        whole.setSpacing(0)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        whole.addLayout(self._rows)
        self._foot = whole
        column.addWidget(self.card)
        self._shown: dict[object, Row] = {}
        self._words = ""

    def add_foot(self, widget: QWidget) -> None:
        """Put something below the rows that stays."""
        self._foot.addWidget(widget)

    def fill(self, lines: Iterable[Line], when_empty: str = "") -> None:
        """Show these rows instead of the earlier ones; a row that says the same stays as it is."""
        wanted = dict(lines)
        words = "" if wanted else when_empty
        if list(wanted) == list(self._shown) and words == self._words:
            return
        kept = self._kept(list(wanted))
        is_shown = self.card.isHidden() or len(wanted) - len(kept) <= FEW or self._has_focus()
        if not is_shown:
            self.card.hide()
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget not in kept.values():
                widget.hide()
                widget.deleteLater()
        self._shown = {}
        self._words = words
        for content, make in wanted.items():
            row = kept.get(content) or make()
            if self._shown:
                self._add(hairline())
            self._add(row)
            self._shown[content] = row
        self.header.set_count(len(wanted) or None)
        if words:
            self._add(self._empty_label(words))
        if not is_shown:
            self.card.show()

    def rows(self) -> list[Row]:
        """The rows shown, from the top."""
        return list(self._shown.values())

    def _add(self, widget: QWidget) -> None:
        """To the end of the card; a layout by itself would show it only later, when the card is shown again."""
        self._rows.addWidget(widget)
        widget.show()

    def _has_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and self.card.isAncestorOf(focus)

    def _empty_label(self, words: str) -> QLabel:
        made = label(words, "secondary")
        made.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
        return made

    def _kept(self, wanted: list[object]) -> dict[object, Row]:
        """Rows that can stay: those that come in the same order as before."""
        known = set(wanted)
        kept = [content for content in self._shown if content in known]
        if kept != [content for content in wanted if content in self._shown]:
            return {}
        return {content: self._shown[content] for content in kept}


def order_tabs(room: QWidget) -> None:
    """Tab goes through a room as it is read: layout by layout, from the top."""
    last: QWidget | None = None
    for stop in _stops(room):
        if last is not None:
            QWidget.setTabOrder(last, stop)
        last = stop


def _stops(widget: QWidget) -> Iterable[QWidget]:
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
    layout = widget.layout()
    if layout is not None:
        yield from _stops_in(layout)


def _stops_in(layout: QLayout) -> Iterable[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield from _stops(widget)
        elif inner is not None:
            yield from _stops_in(inner)
