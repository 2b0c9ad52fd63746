"""The line above the composer: whose paper it is, whether it is kept, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from clientdesk.ui.panels.papers.words import translate
from clientdesk.ui.tokens import PAGE_MARGIN, SPACE_2, SPACE_3
from clientdesk.ui.widgets.buttons import button, icon_button
from clientdesk.ui.widgets.chips import Monogram
from clientdesk.ui.widgets.labels import ElidedLabel, label, set_role
from clientdesk.ui.words import paper_kind_word

if TYPE_CHECKING:
    from clientdesk.models.views.agreements import AgreementView


class ComposerHead(QWidget):
    """Title, state and buttons of one draft.

    Signals:
        asked: what was chosen from the menu: ``duplicate``, ``template``, ``clauses``, ``compare``, ``refill``,
            ``preview`` or ``delete``.
    """

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(PAGE_MARGIN, SPACE_3, PAGE_MARGIN, SPACE_2)
        row.setSpacing(SPACE_2)
        self.back_button = icon_button(
            "arrow-left",
            translate("Papers", "Back to all papers"),
            tooltip=translate("Papers", "Back to all papers (Esc)"),
        )
        self.monogram = Monogram(side=28)
        self.title_label = ElidedLabel("", "title")
        self.kind_chip = label("", "chip")
        self.state_chip = label("", "chip")
        self.saved_label = label("", "caption")
        self.print_button = button(
            translate("Papers", "Print…"), icon_name="printer", tooltip=translate("Papers", "Ctrl+P")
        )
        self.export_button = button(
            translate("Papers", "PDF…"), icon_name="download", tooltip=translate("Papers", "Ctrl+E")
        )
        self.issue_button = button(translate("Papers", "Issue…"), "primary")
        self.more_button = icon_button("ellipsis", translate("Papers", "More"))
        for name in ("print", "export", "issue", "more", "back"):
            getattr(self, f"{name}_button").setObjectName(f"{name}_button")
        row.addWidget(self.back_button)
        row.addWidget(self.monogram)
        row.addWidget(self.title_label, 1)
        for shown in (self.kind_chip, self.state_chip, self.saved_label):
            row.addWidget(shown)
        row.addSpacing(SPACE_2)
        for made in (self.print_button, self.export_button, self.issue_button, self.more_button):
            row.addWidget(made)
        self._build_menu()

    def show_draft(self, view: AgreementView, *, has_template: bool) -> None:
        """Say which draft is open, and offer what can be done with its kind."""
        row = view.row
        self.monogram.set_client(row.client, row.colour)
        self.show_title(view)
        text = translate("Papers", "Draft")
        if row.version > 1:
            text = translate("Papers", "Draft of version {version}").format(version=row.version)
        self.state_chip.setText(text)
        self.kind_chip.setText(paper_kind_word(row.kind))
        self.actions_by_key["compare"].setVisible(view.supersedes_id is not None)
        self.actions_by_key["template"].setVisible(has_template)

    def show_title(self, view: AgreementView) -> None:
        """What the paper is called, and whose it is."""
        words = translate("Papers", "{title} · {client}")
        words = words.format(title=view.row.title, client=view.row.client)
        if words != self.title_label.full_text():
            self.title_label.set_full_text(words)

    def tell_saved(self, text: str, *, is_bad: bool = False) -> None:
        """Whether everything is kept."""
        self.saved_label.setText(text)
        set_role(self.saved_label, "problem" if is_bad else "caption")

    def set_narrow(self, *, is_narrow: bool) -> None:
        """Leave out what a narrow page has no room for; what is not kept is always told."""
        self.kind_chip.setVisible(not is_narrow)
        self.saved_label.setVisible(not is_narrow or self.saved_label.property("role") == "problem")

    def _build_menu(self) -> None:
        self.more_menu = QMenu(self.more_button)
        entries = (
            ("clauses", translate("Papers", "Insert a clause…")),
            ("template", translate("Papers", "Save as template…")),
            ("duplicate", translate("Papers", "Duplicate")),
            ("compare", translate("Papers", "Compare with the version before")),
            ("", ""),
            ("refill", translate("Papers", "Fill again from the record")),
            ("preview", translate("Papers", "Show or hide the pages")),
            ("", ""),
            ("delete", translate("Papers", "Delete draft")),
        )
        self.actions_by_key: dict[str, QAction] = {}
        for key, text in entries:
            if not key:
                self.more_menu.addSeparator()
                continue
            action = self.more_menu.addAction(text)
            action.setObjectName(f"action_{key}")
            action.setData(key)
            self.actions_by_key[key] = action
        self.more_menu.triggered.connect(self._on_chosen)
        self.more_button.clicked.connect(self._on_more)

    def _on_more(self) -> None:
        self.more_menu.popup(self.more_button.mapToGlobal(self.more_button.rect().bottomLeft()))

    def _on_chosen(self, action: QAction) -> None:
        self.asked.emit(str(action.data()))
