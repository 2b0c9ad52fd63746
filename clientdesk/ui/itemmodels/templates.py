"""The tables of templates and of clauses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject

from clientdesk.ui.itemmodels.base import Column, RowTableModel
from clientdesk.ui.words import paper_kind_word

if TYPE_CHECKING:
    from clientdesk.models.views.agreements import ClauseView, TemplateView

translate = QCoreApplication.translate


class TemplateTableModel(RowTableModel["TemplateView"]):
    """A line a template: the shipped ones, then one's own."""

    id_key = "key"

    def __init__(self, parent: QObject | None = None) -> None:
        columns: tuple[Column[TemplateView], ...] = (
            Column("name", translate("templates", "Template"), tooltip=_about),
            Column("kind", translate("templates", "Paper"), text=_kind),
            Column("origin", translate("templates", "From"), text=_origin),
        )
        super().__init__(columns, parent)


class ClauseTableModel(RowTableModel["ClauseView"]):
    """A line a clause, in the order of the paper."""

    id_key = "key"

    def __init__(self, sections: Mapping[str, str], parent: QObject | None = None) -> None:
        self._sections = sections
        columns: tuple[Column[ClauseView], ...] = (
            Column("section", translate("templates", "Belongs in"), text=self._section),
            Column("title", translate("templates", "Clause"), tooltip=_body),
            Column("origin", translate("templates", "From"), text=_origin),
        )
        super().__init__(columns, parent)

    def _section(self, row: ClauseView) -> str:
        return self._sections.get(row.section, row.section)


def _about(row: TemplateView) -> str:
    return row.about


def _body(row: ClauseView) -> str:
    return row.body


def _kind(row: TemplateView) -> str:
    return paper_kind_word(row.kind)


def _origin(row: TemplateView | ClauseView) -> str:
    if not row.is_shipped:
        return translate("templates", "your own")
    return translate("templates", "changed by you") if row.is_changed else "ClientDesk"
