"""The table of tiers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject

from clientdesk.ui.itemmodels.base import Column, RowTableModel

if TYPE_CHECKING:
    from clientdesk.models.views.rhythms import RhythmView, TierView

translate = QCoreApplication.translate


class TierTableModel(RowTableModel["TierView"]):
    """A line a tier, in the user's order."""

    id_key = "tier_id"

    def __init__(self, describe: Callable[[RhythmView], str], parent: QObject | None = None) -> None:
        self._describe = describe
        columns: tuple[Column[TierView], ...] = (
            Column("name", translate("tiers", "Tier"), text=_name),
            Column(
                "rhythms",
                translate("tiers", "Proposes"),
                text=self._rhythms,
                tooltip=lambda tier: "\n".join(describe(rhythm) for rhythm in tier.rhythms),
            ),
            Column("limit_days", translate("tiers", "Limit"), text=_limit),
            Column("report_depth", translate("tiers", "Report")),
            Column("clients", translate("tiers", "Clients"), is_numeric=True),
        )
        super().__init__(columns, parent)

    def _rhythms(self, tier: TierView) -> str:
        return " · ".join(self._describe(rhythm) for rhythm in tier.rhythms)


def _name(tier: TierView) -> str:
    if tier.is_default:
        return translate("tiers", "{tier} (default)").format(tier=tier.name)
    return tier.name


def _limit(tier: TierView) -> str:
    if tier.limit_days is None:
        return translate("tiers", "as default")
    if tier.limit_days == 1:
        return translate("tiers", "1 day")
    return translate("tiers", "{days} days").format(days=tier.limit_days)
