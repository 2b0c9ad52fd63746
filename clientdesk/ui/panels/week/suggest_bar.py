"""The bar of a proposal: how much found a place, why the one shown is where it is, and accept or leave.

Keys while the grid has the keyboard: arrows walk, Enter accepts all, Space accepts the one shown, X leaves it out,
Esc leaves everything as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelection, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from clientdesk.models.views.suggest import SuggestedPlace, SuggestedWeek
from clientdesk.models.views.week import BlockView, WeekView
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.week.grid import GhostBlock, WeekGrid
from clientdesk.ui.panels.week.words import slot_text
from clientdesk.ui.tokens import SPACE_1, SPACE_2, SPACE_3
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.chips import key_hint
from clientdesk.ui.widgets.labels import label

if TYPE_CHECKING:
    from clientdesk.services.suggest import SuggestService

_MOST_LINES = 4
_NOTHING = SuggestedWeek((), ())
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1}


class SuggestBar(QWidget):
    """Shows a proposal on the grid as ghosts; nothing moves until it is accepted.

    Signals:
        closed: no proposal is up any more.
    """

    closed = Signal()

    def __init__(
        self,
        suggest: SuggestService,
        grid: WeekGrid,
        messages: Messages,
        undo: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._suggest = suggest
        self._grid = grid
        self._messages = messages
        self._undo = undo
        self._week = _NOTHING
        self._accepted: set[str] = set()
        self._is_accepting = False
        self.setObjectName("suggest_bar")
        self.setProperty("role", "card")
        self.setProperty("toast_floor", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Suggested places"))
        self._build()
        self._wire()
        self.hide()

    # Building.

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_2)
        column.setSpacing(SPACE_1)
        self.count_label = label("", "strong")
        self.note_label = label("", "caption")
        self.left_out_button = button("", "quiet")
        self.left_out_button.setCheckable(True)
        self.accept_all_button = button(
            self.tr("Accept all"), "primary", tooltip=self.tr("All of it, in one step (Enter)")
        )
        self.leave_button = button(self.tr("Leave"), tooltip=self.tr("Leave the week as it is (Esc)"))
        top = QHBoxLayout()
        top.setSpacing(SPACE_2)
        top.addWidget(self.count_label)
        top.addWidget(self.left_out_button)
        top.addWidget(self.note_label)
        top.addStretch(1)
        for widget, key in ((self.accept_all_button, self.tr("Enter")), (self.leave_button, self.tr("Esc"))):
            top.addWidget(widget)
            top.addWidget(key_hint(key))
        self.reason_label = label("", "secondary", wrap=True)
        # Two lines have room beside the buttons; the grid above doesn't jump from one suggestion to the next.
        self.reason_label.setMinimumHeight(2 * self.reason_label.fontMetrics().lineSpacing())
        self.accept_button = button(self.tr("Accept this"), tooltip=self.tr("Only this place (Space)"))
        self.skip_button = button(self.tr("Not this one"), tooltip=self.tr("Leave it in To place (X)"))
        self._shown = QWidget()
        row = QHBoxLayout(self._shown)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        row.addWidget(self.reason_label, 1)
        for widget, key in ((self.accept_button, self.tr("Space")), (self.skip_button, self.tr("X"))):
            row.addWidget(widget)
            row.addWidget(key_hint(key))
        self.left_out_label = label("", "secondary", wrap=True)
        self.left_out_label.setObjectName("left_out_label")
        self.left_out_area = _area(self.left_out_label)
        column.addLayout(top)
        column.addWidget(self._shown)
        column.addWidget(self.left_out_area)
        for name in (
            "accept_all_button",
            "accept_button",
            "skip_button",
            "leave_button",
            "left_out_button",
            "reason_label",
            "count_label",
        ):
            getattr(self, name).setObjectName(name)

    def _wire(self) -> None:
        self.accept_all_button.clicked.connect(self.accept_all)
        self.accept_button.clicked.connect(self.accept_shown)
        self.skip_button.clicked.connect(self.skip_shown)
        self.leave_button.clicked.connect(self.leave)
        self.left_out_button.toggled.connect(self.left_out_area.setVisible)
        self._grid.ghost_clicked.connect(self._on_ghost_clicked)
        self._grid.selectionModel().selectionChanged.connect(self._on_selected)
        self._grid.installEventFilter(self)

    # The proposal.

    @property
    def is_up(self) -> bool:
        """Whether a proposal is shown."""
        return not self.isHidden()

    @property
    def places(self) -> Sequence[SuggestedPlace]:
        """What is still suggested."""
        return self._week.places

    def suggest(self, first: date) -> None:
        """Make a proposal for the seven days from `first` and show it."""
        with self._messages.reporting() as outcome:
            found = self._suggest.propose(first)
        if not outcome.is_ok:
            return
        self._accepted.clear()
        self._take(found)
        if not found.places and not found.left_out:
            self._messages.toast(self.tr("Nothing waits for a place."))
            self.leave()
            return
        self.left_out_button.setChecked(not found.places)
        self.left_out_area.setVisible(not found.places)
        self.show()
        self._messages.settle_toast()
        self._grid.setFocus(Qt.FocusReason.OtherFocusReason)
        self._select_next(0)
        self._grid.say(f"{self.count_label.text()}. {self.left_out_button.text()}".strip(". "))

    def keep(self, view: WeekView) -> None:
        """The week was read again: what is no longer possible is no longer suggested."""
        if not self.is_up or self._is_accepting:
            return
        days = {day.date for day in view.days}
        if any(place.day not in days for place in self._week.places):
            self.leave()
            return
        waiting = self._suggest.waiting(view.days[0].date) | self._accepted
        blocks = [block for day in view.days for block in day.blocks]
        places = tuple(
            place
            for place in self._week.places
            if place.work_item_id in waiting and not any(_meet(place, block) for block in blocks)
        )
        left_out = tuple(left for left in self._week.left_out if left.work_item_id in waiting)
        if places == self._week.places and left_out == self._week.left_out:
            return
        if not places and not left_out:
            self.leave()
            return
        self._take(SuggestedWeek(places, left_out, self._week.note))

    def accept_all(self) -> None:
        """Put everything suggested on the grid, in one step."""
        places = self._week.places
        if self._accept(places):
            self.leave()
            words = self.tr("%n places accepted.", "", len(places))
            self._messages.toast(self.tr("Accepted.") if len(places) == 1 else words, self._undo)

    def accept_shown(self) -> None:
        """Put the one shown on the grid, in one step of its own."""
        place = self.shown()
        if place is None or not self._accept((place,)):
            return
        self._accepted.add(place.work_item_id)
        self._drop(place)
        self._messages.toast(self.tr("{title} placed.").format(title=place.title), self._undo)

    def skip_shown(self) -> None:
        """Suggest the one shown no longer; its work stays in To place."""
        place = self.shown()
        if place is not None:
            self._drop(place)

    def leave(self) -> None:
        """Take the proposal away; what was accepted stays."""
        was_up = self.is_up
        self._take(_NOTHING)
        self.hide()
        if was_up:
            self._grid.setFocus(Qt.FocusReason.OtherFocusReason)
            self.closed.emit()

    def shown(self) -> SuggestedPlace | None:
        """The suggestion that is selected on the grid."""
        ghost = self._grid.selected_ghost()
        if ghost is None:
            return None
        return next((place for place in self._week.places if place.key == ghost.key), None)

    # Inside.

    def _accept(self, places: Sequence[SuggestedPlace]) -> bool:
        if not places:
            return False
        self._is_accepting = True
        try:
            with self._messages.reporting() as outcome:
                self._suggest.accept(places)
        finally:
            self._is_accepting = False
        return outcome.is_ok

    def _drop(self, place: SuggestedPlace) -> None:
        at = self._week.places.index(place)
        rest = tuple(one for one in self._week.places if one is not place)
        if not rest and not self._week.left_out:
            self.leave()
            return
        self._take(SuggestedWeek(rest, self._week.left_out, self._week.note))
        self._select_next(at)

    def _take(self, week: SuggestedWeek) -> None:
        self._week = week
        self._grid.show_ghosts([_ghost(place) for place in week.places])
        self._show_words()

    def _select_next(self, at: int) -> None:
        places = self._week.places
        if places:
            self._grid.select_ghost(places[min(at, len(places) - 1)].key)
        self._show_shown()

    def _walk(self, key: Qt.Key) -> None:
        """Up and down to the suggestion before or after, left and right to the nearest of another day."""
        places = sorted(self._week.places, key=lambda one: (one.day, one.start_minute))
        shown, step = self.shown(), _STEPS[key]
        if shown is None:
            chosen = places[0]
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            chosen = places[min(max(places.index(shown) + step, 0), len(places) - 1)]
        else:
            beyond = [one for one in places if (one.day - shown.day).days * step > 0]
            chosen = min(
                beyond,
                key=lambda one: (abs((one.day - shown.day).days), abs(one.start_minute - shown.start_minute)),
                default=shown,
            )
        self._grid.select_ghost(chosen.key)
        self._show_shown()

    def _show_words(self) -> None:
        count, left = len(self._week.places), len(self._week.left_out)
        many = self.tr("%n places suggested", "", count)
        one = self.tr("1 place suggested")
        self.count_label.setText({0: self.tr("Nothing finds a place"), 1: one}.get(count, many))
        self.note_label.setText(self._week.note)
        self.note_label.setVisible(bool(self._week.note))
        text = self.tr("1 doesn't fit") if left == 1 else self.tr("%n don't fit", "", left)
        self.left_out_button.setText(text if left else "")
        self.left_out_button.setAccessibleName(text if left else self.tr("Everything fits"))
        self.left_out_button.setVisible(left > 0)
        lines = [
            self.tr("{work}: {why}").format(
                work=" · ".join(part for part in (one.client_name, one.title) if part), why=one.why
            )
            for one in self._week.left_out
        ]
        self.left_out_label.setText("\n".join(lines))
        self.left_out_area.setMaximumHeight(_height(self.left_out_label, len(lines)))
        self.left_out_area.setVisible(left > 0 and self.left_out_button.isChecked())
        self.accept_all_button.setEnabled(count > 0)
        self._show_shown()

    def _show_shown(self) -> None:
        place, view = self.shown(), self._grid.view
        self._shown.setVisible(bool(self._week.places))
        for widget in (self.accept_button, self.skip_button):
            widget.setEnabled(place is not None)
        if place is None or view is None:
            self.reason_label.setText(self.tr("Arrows or a click show why each is where it is."))
            return
        slot = slot_text(place.day, place.start_minute, place.end_minute, view.today)
        work = " · ".join(part for part in (place.client_name, place.title) if part)
        self.reason_label.setText(
            self.tr("{slot}: {work}. {reason}").format(
                slot=slot, work=work, reason=place.reason[:1].upper() + place.reason[1:]
            )
        )

    # What the grid says.

    def _on_ghost_clicked(self, key: str) -> None:
        self._grid.select_ghost(key)
        self._show_shown()

    def _on_selected(self, chosen: QItemSelection, before: QItemSelection) -> None:  # noqa: ARG002 (Qt's signal)
        if self.is_up:
            self._show_shown()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_free = not self._grid.is_dragging and self._grid.errand is None
        if self.is_up and is_free and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            act = self._act_of(event)
            if act is not None:
                act()
                return True
        return super().eventFilter(watched, event)

    def _act_of(self, event: QKeyEvent) -> Callable[[], None] | None:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return None
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            return self.leave
        if key in _STEPS and self._week.places:
            return partial(self._walk, key)
        # On a block of the grid, chosen by a click, Enter opens that block, as ever.
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._grid.selected() is None:
            return self.accept_all
        if self.shown() is None:
            return None
        return {
            Qt.Key.Key_Space: self.accept_shown,
            Qt.Key.Key_X: self.skip_shown,
            Qt.Key.Key_Delete: self.skip_shown,
        }.get(key)


def _ghost(place: SuggestedPlace) -> GhostBlock:
    return GhostBlock(
        key=place.key,
        title=place.title,
        client_colour=place.client_colour,
        day=place.day,
        start_minute=place.start_minute,
        end_minute=place.end_minute,
        reason=place.reason,
        client_name=place.client_name,
    )


def _meet(place: SuggestedPlace, block: BlockView) -> bool:
    is_apart = place.end_minute <= block.start_minute or block.end_minute <= place.start_minute
    return place.day == block.day and not is_apart


def _area(inside: QLabel) -> QScrollArea:
    area = QScrollArea()
    area.setObjectName("left_out_area")
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setAccessibleName(inside.tr("What doesn't fit"))
    inside.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    area.setWidget(inside)
    area.hide()
    return area


def _height(inside: QLabel, lines: int) -> int:
    return inside.fontMetrics().lineSpacing() * min(max(lines, 1), _MOST_LINES) + SPACE_2
