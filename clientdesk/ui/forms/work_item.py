"""A piece of work: what, for whom, how long, until when."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from clientdesk.models.enums import Impact, WorkKind, WorkOrigin
from clientdesk.models.errors import InvalidInput, Problem
from clientdesk.models.views.week import WorkItemView
from clientdesk.ui.forms.base import Form, set_value
from clientdesk.ui.forms.entries import choice, line, look_up, text
from clientdesk.ui.widgets.date_field import DateField
from clientdesk.ui.widgets.labels import label

Clients = Sequence[tuple[str, str]]
Milestones = Callable[[str | None, str | None], Clients]

_LENGTH = re.compile(r"(?:(\d+(?:[.,]\d+)?)\s*(?:h|hours?|:))?\s*(?:(\d{1,4})\s*(?:m|min|minutes?)?)?")


class LengthField(QLineEdit):
    """A length of time as typed: "1:30", "1 h 30", "1.5 h", "90"."""

    def __init__(self, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(hint)
        self.setMaxLength(24)

    def minutes(self) -> int | None:
        """The length; None when empty.

        Raises:
            ValueError: what stands there is no length.
        """
        return read_length(self.text())

    def set_minutes(self, minutes: int | None) -> None:
        """Show a length; None empties the field."""
        self.setText("" if minutes is None else f"{minutes // 60}:{minutes % 60:02d}")


def read_length(words: str) -> int | None:
    """Minutes meant by some words; None when there are none.

    Raises:
        ValueError: they are no length.
    """
    folded = " ".join(words.casefold().split())
    if not folded:
        return None
    match = _LENGTH.fullmatch(folded)
    if match is None or (match[1] is None and match[2] is None):
        raise ValueError(words)
    hours = float((match[1] or "0").replace(",", "."))
    return round(hours * 60) + int(match[2] or 0)


def client_choice(clients: Clients) -> QComboBox:
    """A box of clients, with the practice's own work first."""
    own = QCoreApplication.translate("WorkItemForm", "Own practice")
    return _short(choice([(None, own), *clients]))


def _short(box: QComboBox) -> QComboBox:
    """A box that long names don't make wide."""
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(12)
    return box


class WorkItemForm(Form):
    """Fills from a `WorkItemView`; `values` are those of a work item.

    Args:
        milestones: those of a client to choose from, and one that is chosen already: id and words.
    """

    def __init__(
        self,
        word: Callable[[Problem], str],
        today: Callable[[], date],
        clients: Clients,
        milestones: Milestones,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(word, parent)
        self._milestones = milestones
        self.add_field("title", self.tr("What"), line())
        self.client_choice = client_choice(clients)
        self.add_field("client_id", self.tr("Client"), self.client_choice)
        self.milestone_choice = _short(choice([(None, self.tr("None"))]))
        self.add_field("milestone_id", self.tr("For the milestone"), self.milestone_choice)
        self.client_choice.currentIndexChanged.connect(self._on_client)
        self.length = LengthField(self.tr("unknown"))
        self.add_field("estimate_minutes", self.tr("Estimate"), self.length, self.tr("Like 1:30 or 45"))
        self.split_label = label("", "secondary", wrap=True)
        self.split_label.setVisible(False)
        self.column.addWidget(self.split_label)
        self.add_field("due_on", self.tr("Due"), DateField(today))
        self.add_field("impact", self.tr("What depends on it"), impact_choice())
        self.add_field("kind", self.tr("Kind of work"), kind_choice())
        self.add_field("is_action", self.tr("The client waits for it"), QCheckBox())
        self.add_field("notes", self.tr("Notes"), text())
        self._has_source = False

    def fill(self, view: object | None) -> None:
        self._is_filling = True
        self._offer_milestones(look_up(view, "client_id"), look_up(view, "milestone_id"))
        super().fill(view)
        self._is_filling = True
        try:
            shown = view if isinstance(view, WorkItemView) else None
            self.length.set_minutes(shown.estimate_minutes if shown else None)
            set_value(self.field("impact"), shown.impact if shown else Impact.NORMAL)
            set_value(self.field("kind"), shown.kind if shown else WorkKind.OTHER)
            set_value(self.field("is_action"), shown is not None and shown.origin is WorkOrigin.ACTION)
            self._has_source = shown is not None and shown.origin not in (WorkOrigin.OWN, WorkOrigin.ACTION)
            self.field("is_action").setVisible(not self._has_source)
            self.split_label.setText(shown.split_words if shown else "")
            self.split_label.setVisible(bool(self.split_label.text()))
        finally:
            self._is_filling = False

    def _on_client(self) -> None:
        """Another client has other milestones."""
        if not self._is_filling:
            self._offer_milestones(self.client_choice.currentData(), None)

    def _offer_milestones(self, client_id: str | None, chosen: str | None) -> None:
        box = self.milestone_choice
        box.blockSignals(True)
        box.clear()
        box.addItem(self.tr("None"), None)
        for milestone_id, words in self._milestones(client_id, chosen):
            box.addItem(words, milestone_id)
        set_value(box, chosen)
        box.blockSignals(False)
        box.setEnabled(box.count() > 1)

    def values(self) -> dict[str, Any]:
        given = super().values() | {"estimate_minutes": length_of(self.length, "estimate_minutes")}
        is_action = given.pop("is_action")
        if not self._has_source:
            given["origin"] = WorkOrigin.ACTION if is_action else WorkOrigin.OWN
        return given


def impact_choice() -> QComboBox:
    """How much depends on it for the client."""
    words = {
        Impact.NORMAL: QCoreApplication.translate("WorkItemForm", "As much as usual"),
        Impact.HIGH: QCoreApplication.translate("WorkItemForm", "A lot: high impact"),
        Impact.LOW: QCoreApplication.translate("WorkItemForm", "Little: low impact"),
    }
    return choice(list(words.items()))


def kind_choice() -> QComboBox:
    """What sort of work it is; estimates learn from it."""
    words = {
        WorkKind.OTHER: QCoreApplication.translate("WorkItemForm", "Other"),
        WorkKind.RESEARCH: QCoreApplication.translate("WorkItemForm", "Research"),
        WorkKind.WRITING: QCoreApplication.translate("WorkItemForm", "Writing"),
        WorkKind.DESIGN: QCoreApplication.translate("WorkItemForm", "Design"),
        WorkKind.BUILD: QCoreApplication.translate("WorkItemForm", "Building"),
        WorkKind.MEETING: QCoreApplication.translate("WorkItemForm", "Meeting"),
        WorkKind.UPDATE: QCoreApplication.translate("WorkItemForm", "Update"),
        WorkKind.ADMIN: QCoreApplication.translate("WorkItemForm", "Administration"),
    }
    return choice(list(words.items()))


def length_of(field: LengthField, name: str) -> int | None:
    """The minutes of a field.

    Raises:
        InvalidInput: what stands there is no length.
    """
    try:
        return field.minutes()
    except ValueError as error:
        raise InvalidInput([Problem(name, "not_a_length")]) from error
