"""What the composer's menu does: duplicate, templates, clauses, comparing, filling again, deleting."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QPlainTextEdit

from clientdesk.models.enums import AgreementKind
from clientdesk.ui.panels.papers.specs import value_at
from clientdesk.ui.panels.papers.words import translate

if TYPE_CHECKING:
    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.messages import Messages
    from clientdesk.ui.panels.papers.composer import ComposerPage

_TEMPLATE_KINDS = frozenset(
    {
        AgreementKind.STATEMENT_OF_WORK,
        AgreementKind.PROPOSAL,
        AgreementKind.WELCOME_LETTER,
        AgreementKind.OFFBOARDING_LETTER,
    }
)


class DraftMenu:
    """Does what was chosen from the menu with the draft that is open."""

    def __init__(
        self,
        composer: ComposerPage,
        workspace: Workspace,
        messages: Messages,
        take_back: Callable[[], None],
    ) -> None:
        self._composer = composer
        self._workspace = workspace
        self._messages = messages
        self._take_back = take_back

    def has_template(self, kind: AgreementKind) -> bool:
        """Whether templates are kept for papers of a kind."""
        return kind in _TEMPLATE_KINDS

    def do(self, key: str) -> None:
        """Do what was chosen."""
        if not self._composer.agreement_id:
            return
        {
            "duplicate": self.duplicate,
            "template": self.save_template,
            "clauses": self.choose_clause,
            "compare": self.compare,
            "refill": self.refill,
            "preview": self._composer.toggle_preview,
            "delete": self._composer.delete,
        }[key]()

    def duplicate(self) -> None:
        """Another draft with the same words, and go there."""
        self._composer.flush()
        made = ""
        with self._messages.reporting(self._composer) as outcome:
            made = self._workspace.agreements.duplicate(self._composer.agreement_id)
        if outcome.is_ok:
            self._messages.toast(
                translate("Papers", "A copy is open; its dates are left out."), self._take_back
            )
            self._composer.opened.emit(made)

    def compare(self) -> None:
        """Show what changed since the version before."""
        view = self._composer.view
        if view is not None and view.supersedes_id is not None:
            self._composer.flush()
            self._composer.compare_asked.emit(view.row.agreement_id)

    def refill(self) -> None:
        """Take again what the record knows."""
        self._composer.flush()
        with self._messages.reporting(self._composer) as outcome:
            self._workspace.agreements.refill(self._composer.agreement_id)
        if outcome.is_ok:
            self._composer.refresh()
            self._messages.toast(translate("Papers", "Filled again from the record."), self._take_back)

    def save_template(self) -> None:
        """Ask for a name, then keep the paper's words as a template."""
        from clientdesk.ui.panels.papers.template_dialogs import SaveTemplateDialog

        view = self._composer.view
        if view is None:
            return
        self._composer.flush()
        dialog = SaveTemplateDialog(
            view.row.title, self._keep_template, self._messages, self._composer.window()
        )
        dialog.open()

    def _keep_template(self, name: str, about: str) -> None:
        self._workspace.templates.save_from(self._composer.agreement_id, name, about)
        self._messages.toast(
            translate("Papers", "Kept as template “{name}”.").format(name=name), self._take_back
        )

    def choose_clause(self) -> None:
        """Show the clause library for the section in view."""
        from clientdesk.ui.panels.papers.clause_menu import ClauseDialog

        composer = self._composer
        section = composer.current_section()
        language = str(composer.document.get("language", "en"))
        dialog = ClauseDialog(
            self._workspace.clauses,
            section,
            language,
            self.selected_text(),
            self._messages,
            composer.window(),
        )
        dialog.inserted.connect(self.insert)
        dialog.open()

    def selected_text(self) -> str:
        """What is selected in the field that had the keyboard last."""
        page = self._composer.stack.currentWidget()
        field = page.focusWidget() if page is not None else None
        if not isinstance(field, QPlainTextEdit):
            return ""
        return field.textCursor().selectedText().replace("\u2029", "\n").strip()

    def insert(self, path: str, title: str, body: str) -> None:
        """Put a clause into its list or text, at the end, as one step."""
        composer = self._composer
        head, _, field = path.partition(".")
        rows = composer.row_editor(head) if field else None
        if rows is not None:
            rows.put_into_current(field, body)
        else:
            composer.change(path, _with_clause(value_at(composer.document, path), path, title, body))
        composer.go_to(path)
        self._messages.toast(translate("Papers", "Inserted “{title}”.").format(title=title), self._take_back)


def _with_clause(value: Any, path: str, title: str, body: str) -> Any:
    if path == "exhibits":
        return [*(value or []), {"title": title, "text": body}]
    if path == "assumptions":
        return [*(value or []), {"text": body, "owner": "", "by": None}]
    if isinstance(value, list):
        return [*value, *(line.strip() for line in body.splitlines() if line.strip())]
    return f"{value}\n\n{body}" if value else body
