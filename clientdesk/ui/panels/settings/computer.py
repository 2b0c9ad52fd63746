"""The section about how ClientDesk looks on this computer, and about single keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from clientdesk.ui.panels.settings.parts import Card
from clientdesk.ui.panels.settings.preferring import PreferringSection
from clientdesk.ui.widgets.buttons import SegmentedControl
from clientdesk.ui.widgets.fields import ChoiceField

if TYPE_CHECKING:
    from clientdesk.services.preferences import Preferences
    from clientdesk.ui.messages import Messages


class AppearanceSection(PreferringSection):
    """Theme, density, text size, single keys."""

    def __init__(self, preferences: Preferences, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__("", preferences, messages, parent)
        self.setAccessibleName(self.tr("Appearance"))
        card = self.add_card(Card(self.tr("Appearance")))
        self.theme_choice = SegmentedControl(
            [("system", self.tr("As the system")), ("light", self.tr("Light")), ("dark", self.tr("Dark"))]
        )
        self.density_choice = SegmentedControl(
            [("compact", self.tr("Compact")), ("comfortable", self.tr("Comfortable"))]
        )
        self.text_size_field = ChoiceField([(size, f"{size} %") for size in (90, 100, 115, 130, 150, 200)])
        card.add_row("theme_choice", self.tr("Theme"), _left(self.theme_choice))
        card.add_row("density_choice", self.tr("Density"), _left(self.density_choice))
        card.add_row("text_size_field", self.tr("Text size"), self.text_size_field)
        self.text_size_field.setMaximumWidth(140)
        keys = self.add_card(Card(self.tr("Keyboard")))
        self.single_keys_tick = QCheckBox()
        keys.add_row(
            "single_keys_tick",
            self.tr("Single-letter keys in lists and calendars"),
            self.single_keys_tick,
            self.tr(
                "T for told, Z for later, M for move. Switch them off if you dictate or press keys by chance."
            ),
        )
        self.theme_choice.chosen.connect(self._on_theme)
        self.density_choice.chosen.connect(self._on_density)
        self.text_size_field.currentIndexChanged.connect(self._on_text_size)
        self.single_keys_tick.toggled.connect(self._on_single_keys)

    def _fill(self) -> None:
        get = self._preferences.get
        self.theme_choice.set_current(get("theme"))
        self.density_choice.set_current(get("density"))
        self.text_size_field.set_value(get("text_size"))
        self.single_keys_tick.setChecked(get("single_keys"))

    def _on_theme(self, key: str) -> None:
        self._keep("theme", key)

    def _on_density(self, key: str) -> None:
        self._keep("density", key)

    def _on_text_size(self) -> None:
        self._keep("text_size", self.text_size_field.value())

    def _on_single_keys(self, is_on: bool) -> None:
        self._keep("single_keys", is_on)


def _left(control: SegmentedControl) -> SegmentedControl:
    """Joined buttons stay together instead of spreading over the row."""
    row = control.layout()
    if isinstance(row, QHBoxLayout):
        row.addStretch(1)
    return control
