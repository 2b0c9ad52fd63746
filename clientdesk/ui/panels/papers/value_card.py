"""What a paper and its change orders come to: original price, changes, total and end as they stand now."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from clientdesk.models.views.agreements import ContractValue
from clientdesk.ui.dates import day_text
from clientdesk.ui.panels.papers.words import money_text, translate
from clientdesk.ui.tokens import SPACE_1, SPACE_2, SPACE_4
from clientdesk.ui.widgets.labels import hairline, label


class ValueCard(QWidget):
    """Money right-aligned, the total strong, the end with the days added."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_2)
        column.addWidget(label(translate("Papers", "Contract value, without tax"), "strong"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(SPACE_4)
        self._grid.setVerticalSpacing(SPACE_1)
        self._grid.setColumnStretch(0, 1)
        self._values: dict[str, QLabel] = {}
        self._names: dict[str, QLabel] = {}
        for place, (key, name) in enumerate(
            (
                ("original", translate("Papers", "As signed")),
                ("changes", translate("Papers", "Change orders")),
                ("line", ""),
                ("total", translate("Papers", "Total now")),
                ("end", translate("Papers", "End now")),
            )
        ):
            if key == "line":
                self._line = hairline()
                self._grid.addWidget(self._line, place, 0, 1, 2)
                continue
            self._add(place, key, name, "strong" if key == "total" else "")
        column.addLayout(self._grid)

    def show_value(self, value: ContractValue | None, today: date) -> None:
        """Show it; nothing is shown of what has neither price nor end."""
        has_price = value is not None and value.total_net is not None
        has_end = value is not None and value.ends_on is not None
        self.setVisible(has_price or has_end)
        if value is None:
            return
        has_changes = bool(value.changes_net)
        shown = {
            "original": has_price and has_changes,
            "changes": has_price and has_changes,
            "total": has_price,
            "end": has_end,
        }
        for key, is_shown in shown.items():
            self._values[key].setVisible(is_shown)
            self._names[key].setVisible(is_shown)
        self._line.setVisible(has_price and has_changes)
        if has_price:
            self._set("original", money_text(value.original_net or Decimal(0), value.currency))
            self._set("changes", signed_money(value.changes_net, value.currency))
            self._set("total", money_text(value.total_net or Decimal(0), value.currency))
        if value.ends_on is not None:
            self._set("end", _end_words(value, today))

    def text(self, key: str) -> str:
        """What stands at `original`, `changes`, `total` or `end`; empty where nothing is shown."""
        return self._values[key].text() if not self._values[key].isHidden() else ""

    def _add(self, place: int, key: str, name: str, role: str) -> None:
        caption = label(name, role or "secondary")
        value = label("", role)
        value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        value.setObjectName(f"value_{key}")
        caption.setBuddy(value)
        self._grid.addWidget(caption, place, 0)
        self._grid.addWidget(value, place, 1)
        self._names[key], self._values[key] = caption, value

    def _set(self, key: str, text: str) -> None:
        self._values[key].setText(text)
        self._values[key].setAccessibleName(f"{self._names[key].text()}: {text}")


def signed_money(amount: Decimal, currency: str) -> str:
    """What a change adds, with its sign."""
    shown = money_text(abs(amount), currency)
    words = translate("Papers", "−{amount}") if amount < 0 else translate("Papers", "+{amount}")
    return words.format(amount=shown)


def _end_words(value: ContractValue, today: date) -> str:
    assert value.ends_on is not None  # noqa: S101 - asked for only then
    end = day_text(value.ends_on, today)
    if value.days_added == 0:
        return end
    if value.days_added == 1:
        return translate("Papers", "{end}, 1 day later").format(end=end)
    if value.days_added > 1:
        return translate("Papers", "{end}, {days} days later").format(end=end, days=value.days_added)
    if value.days_added == -1:
        return translate("Papers", "{end}, 1 day earlier").format(end=end)
    return translate("Papers", "{end}, {days} days earlier").format(end=end, days=-value.days_added)
