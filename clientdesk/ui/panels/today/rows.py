"""The rows of Today: what all have in common, a promise at risk, a paper that waits."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from clientdesk.models.views.today import PromiseView, TodayPaperView
from clientdesk.ui.theme import body_px
from clientdesk.ui.tokens import SPACE_1, SPACE_2, Status
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.chips import Monogram, StatusShape
from clientdesk.ui.widgets.labels import ElidedLabel, label

LEAST_WORDS = 17
"""Room for the words beside the buttons, in letters; with less the buttons go below."""
LEAD_PX = 90
"""What stands in front of the words, with its spaces."""


class Row(QFrame):
    """A line that can be focused; Enter opens it, Up and Down walk to its neighbours.

    Attributes:
        key: which thing it stands for, whatever it says about it now.

    Signals:
        opened: the line itself was clicked or Enter pressed.
    """

    opened = Signal()

    def __init__(self, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key: tuple[str, str] = ("", "")
        self.setProperty("role", "row")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(spoken)
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(SPACE_2, SPACE_1, SPACE_2, SPACE_1)
        self.line.setSpacing(SPACE_2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._walk(is_down=key == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def _walk(self, *, is_down: bool) -> None:
        """To the next line of the page, past the buttons of this one; stops at the first and the last."""
        rows = [row for row in self._page().findChildren(Row) if row.isVisible()]
        rows.sort(key=lambda row: row.mapTo(self._page(), row.rect().topLeft()).y())
        place = rows.index(self) + (1 if is_down else -1)
        if 0 <= place < len(rows):
            rows[place].setFocus(Qt.FocusReason.TabFocusReason)

    def _page(self) -> QWidget:
        page: QWidget = self
        while (above := page.parentWidget()) is not None and not isinstance(page, QAbstractScrollArea):
            page = above
        return page

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit()


class DeedsRow(Row):
    """A row with words that are never cut; its buttons go below them where there is no room beside them.

    Attributes:
        texts: where the words stand, one above the other.
        deeds: holds the buttons.
    """

    def __init__(self, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(spoken, parent)
        self.texts = QVBoxLayout()
        self.texts.setSpacing(0)
        self.deeds = QWidget()
        self._deeds_line = QHBoxLayout(self.deeds)
        self._deeds_line.setContentsMargins(0, 0, 0, 0)
        self._deeds_line.setSpacing(SPACE_2)
        self._is_beside = True

    def lay_out(self, *lead: QWidget) -> None:
        """Put what leads the line, the words and the buttons in their places."""
        for part in lead:
            self.line.addWidget(part)
        self.line.addLayout(self.texts, 1)
        self.line.addWidget(self.deeds)

    def add_text(self, first: str, second: str, mark: str = "", lead: str = "") -> QLabel:
        """A strong word and what is said of it, one above the other; `mark` stands at the end of the first.

        Args:
            lead: how the strong word begins; this is cut first.
        """
        self.texts.addLayout(marked_name(first, mark, lead))
        below = label(second[:1].upper() + second[1:], "secondary", wrap=True)
        self.texts.addWidget(below)
        return below

    def add_deed(self, made: QWidget) -> None:
        """One more button."""
        self._deeds_line.addWidget(made)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - self.deeds.sizeHint().width() - LEAD_PX
        self._place_deeds(is_beside=room >= round(body_px() * LEAST_WORDS))

    def _place_deeds(self, *, is_beside: bool) -> None:
        if is_beside == self._is_beside:
            return
        self._is_beside = is_beside
        self._deeds_line.setContentsMargins(0, 0 if is_beside else SPACE_1, 0, 0)
        if is_beside:
            self.texts.removeWidget(self.deeds)
            self.line.addWidget(self.deeds)
        else:
            self.line.removeWidget(self.deeds)
            self.texts.addWidget(self.deeds, 0, Qt.AlignmentFlag.AlignLeft)


class PromiseRow(DeedsRow):
    """A milestone at risk.

    Signals:
        talk: the promise, when its talking points are wanted.
    """

    talk = Signal(object)

    def __init__(self, promise: PromiseView, parent: QWidget | None = None) -> None:
        super().__init__(f"{promise.client}, {promise.title}: {promise.words}", parent)
        self.promise = promise
        self.key = ("promise", promise.milestone_id)
        self.setObjectName("promise_row")
        self.add_text(f"{promise.client} · {promise.title}", promise.words, lead=promise.client)
        shape = StatusShape(Status.WATCH if promise.told_on else Status.AT_RISK)
        self.lay_out(shape, Monogram(promise.client, promise.colour))
        self.talk_button = button(self.tr("What to say"))
        self.talk_button.setObjectName("talk_button")
        self.talk_button.setAccessibleName(
            self.tr("What to say: {client}, {title}").format(client=promise.client, title=promise.title)
        )
        self.talk_button.clicked.connect(self._on_talk)
        self.add_deed(self.talk_button)

    def _on_talk(self) -> None:
        self.talk.emit(self.promise)


class PaperRow(DeedsRow):
    """A paper that waits for a signature; Enter opens it."""

    def __init__(self, paper: TodayPaperView, mark: str = "", parent: QWidget | None = None) -> None:
        named = f"{paper.client} · {paper.title}"
        words = f"{paper.number}: {paper.words}" if paper.number else paper.words
        super().__init__(", ".join(part for part in (named, words, mark) if part), parent)
        self.key = ("paper", paper.agreement_id)
        self.setObjectName("paper_row")
        self.add_text(named, words, mark, paper.client)
        shape = StatusShape(Status.AT_RISK if paper.is_pressing else Status.WATCH)
        self.lay_out(shape, Monogram(paper.client, paper.colour))
        self.open_button = button(self.tr("Open"))
        self.open_button.setObjectName("open_button")
        self.open_button.setAccessibleName(self.tr("Open: {paper}").format(paper=named))
        self.open_button.clicked.connect(self.opened)
        self.add_deed(self.open_button)


def marked_name(name: str, mark: str, lead: str = "") -> QHBoxLayout:
    """A strong word, cut where it must be, and right behind it a chip; without a mark the word alone."""
    line = QHBoxLayout()
    line.setSpacing(SPACE_2)
    name_label = ElidedLabel(name, "strong", lead=lead)
    name_label.setObjectName("name_label")
    line.addWidget(name_label, 100)
    if mark:
        name_label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        chip = label(mark, "chip")
        chip.setObjectName("mark_label")
        line.addWidget(chip)
        line.addStretch(1)
    return line
