"""A person at a client, with the roles they play."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from clientdesk.models.enums import ContactRole
from clientdesk.models.errors import Problem
from clientdesk.ui.forms.base import Form
from clientdesk.ui.forms.entries import TickList, line, text
from clientdesk.ui.words import role_word


class ContactForm(Form):
    """Fills from a `ContactView`."""

    def __init__(self, word: Callable[[Problem], str], parent: QWidget | None = None) -> None:
        super().__init__(word, parent)
        self.add_field("name", self.tr("Name"), line())
        self.add_field("title", self.tr("Title"), line(self.tr("What they do there")))
        self.add_field("roles", self.tr("Roles"), TickList([(role, role_word(role)) for role in ContactRole]))
        self.add_field("email", self.tr("Mail"), line())
        self.add_field("phone", self.tr("Phone"), line())
        self.add_field("notes", self.tr("Notes"), text())
