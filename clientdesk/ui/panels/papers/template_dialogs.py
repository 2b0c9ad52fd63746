"""Keeping a paper's words as a template: its name, and what it is for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from clientdesk.ui.panels.papers.dialogs import StepDialog
from clientdesk.ui.panels.papers.entries import GrowingText
from clientdesk.ui.panels.papers.words import translate

if TYPE_CHECKING:
    from clientdesk.ui.messages import Messages


class SaveTemplateDialog(StepDialog):
    """Asks for the name of a template.

    Args:
        keep: keeps it by name and purpose.
    """

    def __init__(
        self,
        title: str,
        keep: Callable[[str, str], object],
        messages: Messages,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            translate("Papers", "Save as template"),
            translate(
                "Papers",
                "Its words are kept; parties, prices and the days of the calendar are left out. Papers made of it"
                " later never change with it.",
            ),
            translate("Papers", "Save template"),
            self._on_keep,
            messages,
            parent,
        )
        self._keep = keep
        self.setObjectName("template_dialog")
        self.name_field = QLineEdit(title)
        self.about_field = GrowingText(2)
        self.form.add_field("name", translate("Papers", "Name"), self.name_field)
        self.form.add_field(
            "about",
            translate("Papers", "What it is for"),
            self.about_field,
            translate("Papers", "One line, shown when a new paper is begun."),
        )
        self.name_field.selectAll()
        self.name_field.setFocus()

    def _on_keep(self) -> None:
        self._keep(self.name_field.text().strip(), self.about_field.toPlainText().strip())
