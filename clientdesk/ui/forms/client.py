"""A client: only the name is needed, everything else can come later or from the tier."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from zoneinfo import available_timezones

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QWidget

from clientdesk.models.enums import Stage
from clientdesk.models.errors import Problem
from clientdesk.ui.forms.base import Form
from clientdesk.ui.forms.entries import NumberField, choice, line, look_up, text
from clientdesk.ui.words import stage_word


class ClientForm(Form):
    """Fills from a `ClientView`.

    Args:
        tiers: (id, name) of every tier.
        limit_hint: what an empty limit means, in words.
    """

    def __init__(
        self,
        word: Callable[[Problem], str],
        tiers: Sequence[tuple[str, str]],
        limit_hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(word, parent)
        self.add_field("name", self.tr("Name"), line())
        self.add_field("tier_id", self.tr("Tier"), choice([(None, self.tr("No tier")), *tiers]))
        self.add_field("stage", self.tr("Stage"), choice([(stage, stage_word(stage)) for stage in Stage]))
        self.add_field("email", self.tr("Mail"), line())
        self.add_field("phone", self.tr("Phone"), line())
        zone = line(self.tr("As yours"))
        completer = QCompleter(sorted(available_timezones()), zone)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        zone.setCompleter(completer)
        self.add_field("zone", self.tr("Their time zone"), zone)
        self.limit = NumberField(self.tr("From the tier"))
        self.add_field("limit_days", self.tr("Own limit, in days"), self.limit, limit_hint)
        self.add_field("legal_name", self.tr("Legal name"), line(self.tr("As on their papers")))
        self.add_field("address", self.tr("Address"), text())
        self.add_field("registration_no", self.tr("Registration number"), line())
        self.add_field("tax_no", self.tr("Tax number"), line())
        self.add_field("website", self.tr("Website"), line())
        self.add_field("notes", self.tr("Notes"), text(lines=5))

    def fill(self, view: object | None) -> None:
        super().fill(view)
        self.limit.set_number(look_up(view, "limit_days"))

    def values(self) -> dict[str, Any]:
        return super().values() | {"limit_days": self.limit.value()}
