"""Carries out the steps of an issued paper, with one question before those that can't be taken back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from clientdesk.models.enums import AgreementKind, AgreementState
from clientdesk.ui.file_choice import ask_save
from clientdesk.ui.panels.papers.words import translate
from clientdesk.ui.print_run import documents_folder

if TYPE_CHECKING:
    from clientdesk.models.views.agreements import AgreementView
    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.background import Background
    from clientdesk.ui.messages import Messages

SHOWN_FOLDER = "shown"
"""Below the workspace's documents: read-only copies of kept files that another program shows."""


class PaperDeeds(QObject):
    """What the page of an issued paper does.

    Signals:
        opened: id of a paper that was made and is to be shown.
        changed: the paper stands differently now.

    Attributes:
        choose_place: asks for a place to write; tests put answers here.
        show_file: hands a file to the system's program for it.
    """

    opened = Signal(str)
    changed = Signal()

    def __init__(
        self,
        workspace: Workspace,
        messages: Messages,
        background: Callable[[], Background],
        page: QWidget,
    ) -> None:
        super().__init__(page)
        self._workspace = workspace
        self._agreements = workspace.agreements
        self._today = workspace.practice.today
        self._messages = messages
        self._background = background
        self._page = page
        self.choose_place = ask_save
        self.show_file: Callable[[QUrl], bool] = QDesktopServices.openUrl

    def do(self, step: str, view: AgreementView) -> None:
        """Take a step by its name (see `paper_steps`)."""
        steps: dict[str, Callable[[AgreementView], None]] = {
            "sent": self._sent,
            "signed": self.sign,
            "file": self.sign,
            "version": self._version,
            "change_order": partial(self._amend, AgreementKind.CHANGE_ORDER),
            "addendum": partial(self._amend, AgreementKind.ADDENDUM),
            "statement": self._statement,
            "duplicate": self._duplicate,
            "template": self._template,
            "decline": self._decline,
            "withdraw": self._withdraw,
        }
        steps[step](view)

    def mark_invoiced(self, payment_id: str, is_on: bool) -> None:
        """An invoice went out today; or not after all."""
        self._mark(
            partial(self._agreements.mark_invoiced, payment_id, self._today() if is_on else None),
            translate("Papers", "Invoiced today.") if is_on else translate("Papers", "Not invoiced."),
        )

    def mark_paid(self, payment_id: str, is_on: bool) -> None:
        """The money came today; or not after all."""
        self._mark(
            partial(self._agreements.mark_paid, payment_id, self._today() if is_on else None),
            translate("Papers", "Paid today.") if is_on else translate("Papers", "Not paid."),
        )

    def save_file(self, file_id: str) -> None:
        """Write a kept file, as it came, where asked."""
        signing = self._workspace.signing
        name = signing.file_name(file_id)
        path = self.choose_place(
            self._page.window(), translate("Papers", "Save a copy"), str(documents_folder() / name)
        )
        if path is not None:
            self._write(partial(signing.save_file, file_id, path), path)

    def open_file(self, file_id: str) -> None:
        """Show a kept file in the system's program for it, as a read-only copy; its true name is shown first."""
        name = self._workspace.signing.file_name(file_id)
        if not self._messages.confirm(
            translate("Papers", "Open {name}?").format(name=name),
            translate(
                "Papers",
                "A read-only copy is handed to the program that your system uses for such files. What was kept"
                " stays as it is.",
            ),
            translate("Papers", "Open"),
        ):
            return
        folder = self._workspace.folder.documents / SHOWN_FOLDER
        self._background().run(
            partial(self._workspace.signing.opened_copy, file_id, folder),
            self._on_copied,
            self._messages.error,
        )

    def export_log(self, view: AgreementView) -> None:
        """Write the signing log where asked: CSV, or JSON by its ending."""
        name = f"{Path(self._agreements.file_name(view.row.agreement_id)).stem} log.csv"
        path = self.choose_place(
            self._page.window(),
            translate("Papers", "Export the signing log (.csv or .json)"),
            str(documents_folder() / name),
        )
        if path is not None:
            self._write(partial(self._workspace.signing.export_log, view.row.agreement_id, path), path)

    def sign(self, view: AgreementView, path: Path | None = None) -> None:
        """Ask who signed and when, with the file that came back if there is one."""
        from clientdesk.ui.panels.papers.sign_dialog import SignDialog

        dialog = SignDialog(
            view, self._workspace, self._messages, self._background, self._page.window(), path=path
        )
        dialog.signed.connect(self._on_signed)
        dialog.open()

    def _sent(self, view: AgreementView) -> None:
        self._step(
            partial(self._agreements.mark_sent, view.row.agreement_id), translate("Papers", "Marked as sent.")
        )

    def _version(self, view: AgreementView) -> None:
        if view.next_version_id is not None:
            self.opened.emit(view.next_version_id)
        else:
            self._make(partial(self._agreements.new_version, view.row.agreement_id))

    def _amend(self, kind: AgreementKind, view: AgreementView) -> None:
        """A draft that was begun is opened rather than begun again."""
        begun = [row for row in view.amendments if row.kind is kind and row.state is AgreementState.DRAFT]
        if begun:
            self.opened.emit(begun[-1].agreement_id)
        else:
            self._make(partial(self._agreements.create_amendment, view.row.agreement_id, kind))

    def _duplicate(self, view: AgreementView) -> None:
        self._make(partial(self._agreements.duplicate, view.row.agreement_id))

    def _statement(self, view: AgreementView) -> None:
        options = view.document.get("options") or []
        make = partial(self._agreements.statement_from_proposal, view.row.agreement_id)
        if not options:
            self._make(partial(make, None))
            return
        from clientdesk.ui.panels.papers.option_dialog import OptionDialog

        dialog = OptionDialog(view, make, self._messages, self._page.window())
        dialog.made.connect(self.opened)
        dialog.open()

    def _template(self, view: AgreementView) -> None:
        from clientdesk.ui.panels.papers.template_dialogs import SaveTemplateDialog

        keep = partial(self._workspace.templates.save_from, view.row.agreement_id)
        dialog = SaveTemplateDialog(view.row.title, keep, self._messages, self._page.window())
        dialog.accepted.connect(self._on_template)
        dialog.open()

    def _withdraw(self, view: AgreementView) -> None:
        if self._messages.confirm(
            translate("Papers", "Withdraw this paper?"),
            translate("Papers", "It can no longer be signed; its number stays taken. This can't be undone."),
            translate("Papers", "Withdraw"),
            is_dangerous=True,
        ):
            step = partial(self._agreements.withdraw, view.row.agreement_id)
            self._step(step, translate("Papers", "Withdrawn."))

    def _decline(self, view: AgreementView) -> None:
        if self._messages.confirm(
            translate("Papers", "Mark as declined?"),
            translate(
                "Papers",
                "The client said no to this version. A new version can still be made. This can't be undone.",
            ),
            translate("Papers", "Mark as declined"),
            is_dangerous=True,
        ):
            step = partial(self._agreements.decline, view.row.agreement_id)
            self._step(step, translate("Papers", "Marked as declined."))

    def _step(self, step: Callable[[], object], words: str) -> None:
        with self._messages.reporting(self._page) as outcome:
            step()
        if outcome.is_ok:
            self._messages.toast(words)
            self.changed.emit()

    def _make(self, make: Callable[[], str]) -> None:
        with self._messages.reporting(self._page):
            self.opened.emit(make())

    def _mark(self, mark: Callable[[], None], words: str) -> None:
        with self._messages.reporting(self._page) as outcome:
            mark()
        if outcome.is_ok:
            self._messages.toast(words, self._take_back)
        self.changed.emit()

    def _take_back(self) -> None:
        with self._messages.reporting(self._page):
            self._workspace.store.undo()

    def _write(self, write: Callable[[], object], path: Path) -> None:
        self._background().run(write, partial(self._on_written, path), self._messages.error)

    def _on_template(self) -> None:
        self._messages.toast(translate("Papers", "Kept as a template."))

    def _on_signed(self, state: AgreementState) -> None:
        if state is AgreementState.EXECUTED:
            words = translate("Papers", "In force. Its dates are now what the client expects.")
        else:
            words = translate("Papers", "Signature recorded.")
        self._messages.toast(words)
        self.changed.emit()

    def _on_written(self, path: Path, _written: object) -> None:
        self._messages.toast(translate("Papers", "Saved as {name}.").format(name=path.name))

    def _on_copied(self, path: Path) -> None:
        if not self.show_file(QUrl.fromLocalFile(str(path))):
            self._messages.banner(
                translate("Papers", "No program opened {name}. Save a copy of it instead.").format(
                    name=path.name
                ),
                kind="warn",
                key="papers",
            )
