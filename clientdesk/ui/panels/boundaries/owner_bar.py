"""Whose rules are edited: everyone's, a tier's or a client's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from clientdesk.models.enums import Layer
from clientdesk.ui.tokens import SPACE_2, SPACE_3
from clientdesk.ui.widgets.buttons import SegmentedControl
from clientdesk.ui.widgets.fields import ChoiceField
from clientdesk.ui.widgets.labels import ElidedLabel, as_tooltip, label

ARROW_ROOM = 58


@dataclass(frozen=True, slots=True)
class Owner:
    """The layer being edited, and whose it is."""

    layer: Layer = Layer.DEFAULT
    owner_id: str | None = None

    @property
    def tier_id(self) -> str | None:
        return self.owner_id if self.layer is Layer.TIER else None

    @property
    def client_id(self) -> str | None:
        return self.owner_id if self.layer is Layer.CLIENT else None


class OwnerBar(QWidget):
    """Editing [Default | Tier | Client], and which one.

    Signals:
        chosen: an `Owner`.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._owner = Owner()
        self._is_filling = False
        self._choices: tuple[tuple[tuple[str, str], ...], ...] = ()
        self.layers = SegmentedControl(
            (
                (Layer.DEFAULT.value, self.tr("Default")),
                (Layer.TIER.value, self.tr("Tier")),
                (Layer.CLIENT.value, self.tr("Client")),
            )
        )
        self.layers.setObjectName("layers")
        self.tier = _NameChoice(self.tr("Tier"), "tier")
        self.client = _NameChoice(self.tr("Client"), "client")
        self.note = ElidedLabel("", "caption")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_3)
        row.addWidget(label(self.tr("Editing"), "secondary"))
        row.addWidget(self.layers)
        row.addWidget(self.tier)
        row.addWidget(self.client)
        row.addSpacing(SPACE_2)
        row.addWidget(self.note, 1)
        self.layers.chosen.connect(self._on_layer)
        self.tier.currentIndexChanged.connect(self._on_picked)
        self.client.currentIndexChanged.connect(self._on_picked)
        self._show_choices()

    def owner(self) -> Owner:
        """Whose rules are edited now."""
        return self._owner

    def set_choices(self, tiers: Sequence[tuple[str, str]], clients: Sequence[tuple[str, str]]) -> None:
        """Offer these (id, name); an owner that is gone gives way to the default."""
        if (tuple(tiers), tuple(clients)) == self._choices:
            return
        self._choices = (tuple(tiers), tuple(clients))
        self._is_filling = True
        for combo, choices in ((self.tier, tiers), (self.client, clients)):
            kept = combo.currentData()
            combo.clear()
            for owner_id, name in choices:
                combo.addItem(name, owner_id)
            combo.setCurrentIndex(max(combo.findData(kept), 0) if choices else -1)
        self._is_filling = False
        self.layers.buttons[Layer.TIER.value].setEnabled(bool(tiers))
        self.layers.buttons[Layer.CLIENT.value].setEnabled(bool(clients))
        known = {owner_id for owner_id, _ in (*tiers, *clients)}
        if self._owner.owner_id is not None and self._owner.owner_id not in known:
            self._owner = Owner()
        self._show_choices()

    def set_owner(self, owner: Owner) -> None:
        """Edit this owner's rules, without announcing it."""
        self._owner = owner
        self._is_filling = True
        combo = {Layer.TIER: self.tier, Layer.CLIENT: self.client}.get(owner.layer)
        if combo is not None:
            combo.setCurrentIndex(combo.findData(owner.owner_id))
        self._is_filling = False
        self._show_choices()

    def name(self) -> str:
        """The tier's or client's name, empty for the default."""
        combo = {Layer.TIER: self.tier, Layer.CLIENT: self.client}.get(self._owner.layer)
        return "" if combo is None else combo.currentText()

    def _show_choices(self) -> None:
        self.layers.set_current(self._owner.layer.value)
        self.tier.setVisible(self._owner.layer is Layer.TIER)
        self.client.setVisible(self._owner.layer is Layer.CLIENT)

    def _on_layer(self, key: str) -> None:
        layer = Layer(key)
        combo = {Layer.TIER: self.tier, Layer.CLIENT: self.client}.get(layer)
        self._owner = Owner(layer, None if combo is None else combo.currentData())
        self._show_choices()
        self.chosen.emit(self._owner)

    def _on_picked(self) -> None:
        if self._is_filling:
            return
        combo = self.tier if self._owner.layer is Layer.TIER else self.client
        self._owner = Owner(self._owner.layer, combo.currentData())
        self.chosen.emit(self._owner)


class _NameChoice(ChoiceField):
    """A choice of names; a long one ends in an ellipsis, the tooltip holds it whole."""

    def __init__(self, name: str, object_name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setObjectName(object_name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(18)
        self.currentTextChanged.connect(self._on_text)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt override)
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        room = self.width() - ARROW_ROOM
        option.currentText = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room
        )
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def _on_text(self, text: str) -> None:
        self.setToolTip(as_tooltip(text))
