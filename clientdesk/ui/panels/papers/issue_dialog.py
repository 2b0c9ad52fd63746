"""Issuing a paper: what is frozen, what is still to look at, and what changed since the version before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clientdesk.models.enums import AgreementKind
from clientdesk.models.views.agreements import AgreementView
from clientdesk.ui.dates import day_text
from clientdesk.ui.messages import Messages
from clientdesk.ui.panels.papers.checks import Finding
from clientdesk.ui.panels.papers.dialogs import StepDialog
from clientdesk.ui.panels.papers.entries import GrowingText
from clientdesk.ui.panels.papers.words import translate
from clientdesk.ui.tokens import SPACE_1, STATUS_GLYPHS, Status
from clientdesk.ui.widgets.labels import label

_MOST_LINES = 6
_SIGNED = (
    AgreementKind.STATEMENT_OF_WORK,
    AgreementKind.PROPOSAL,
    AgreementKind.CHANGE_ORDER,
    AgreementKind.ADDENDUM,
)

Done = Callable[[Exception | None], object]


class IssueDialog(StepDialog):
    """Asks before a draft is frozen; for a later version also what changed.

    Args:
        warned: what deserves a second look; it is listed, and stands in nobody's way.
        issue: begins to issue with these words and calls back with the error, or None when it is done.
    """

    def __init__(
        self,
        view: AgreementView,
        warned: Sequence[Finding],
        today: date,
        issue: Callable[[str, Done], object],
        messages: Messages,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            translate("Papers", "Issue this paper?"),
            _text(view),
            translate("Papers", "Issue"),
            self._on_nothing,
            messages,
            parent,
        )
        self._issue = issue
        self.setObjectName("issue_dialog")
        self.setMinimumWidth(500)
        self.until_label = label(_until_text(view, today), "secondary", wrap=True)
        self.warned_label = label(_warned_text(warned), "caption", wrap=True)
        facts = QVBoxLayout()
        facts.setSpacing(SPACE_1)
        for made in (self.until_label, self.warned_label):
            facts.addWidget(made)
            made.setVisible(bool(made.text()))
        column = self.layout()
        assert isinstance(column, QVBoxLayout)  # noqa: S101 - as StepDialog builds it
        column.insertLayout(2, facts)
        self.what_changed: GrowingText | None = None
        if view.row.version > 1:
            self._ask_what_changed(view.row.version - 1)
        else:
            self.form.hide()
            self.keep_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_what_changed(self, old: int) -> None:
        self.what_changed = GrowingText(3)
        self.what_changed.setObjectName("what_changed")
        title = translate("Papers", "What changed since version {old}").format(old=old)
        self.form.add_field("what_changed", title, self.what_changed)
        self.what_changed.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_nothing(self) -> None:
        return

    def _on_verb(self) -> None:
        self.verb_button.setEnabled(False)
        self.keep_button.setEnabled(False)
        words = self.what_changed.toPlainText().strip() if self.what_changed is not None else ""
        self._issue(words, self._on_done)

    def _on_done(self, error: Exception | None) -> None:
        self.verb_button.setEnabled(True)
        self.keep_button.setEnabled(True)
        if error is None:
            self.accept()
            return
        with self._messages.reporting(self.form):
            raise error


def _text(view: AgreementView) -> str:
    version = view.row.version
    if version == 1:
        return translate(
            "Papers",
            "Its text is frozen; it gets the next number of its series, today's date and a content ID. This"
            " can't be undone. A later change makes a new version.",
        )
    return translate(
        "Papers",
        "Version {version} is frozen and takes the place of version {old}, which is then superseded."
        " This can't be undone.",
    ).format(version=version, old=version - 1)


def _until_text(view: AgreementView, today: date) -> str:
    """Until when it can be signed; nothing for papers that nobody signs."""
    if view.row.kind not in _SIGNED:
        return ""
    try:
        until = date.fromisoformat(str(view.document.get("open_until")))
    except ValueError:
        return translate("Papers", "No last day for signing is set: it stays open until you withdraw it.")
    return translate("Papers", "It can be signed until {day}.").format(day=day_text(until, today))


def _warned_text(warned: Sequence[Finding]) -> str:
    """Findings that are worth a look, the first few of them, and how many fields are empty."""
    looks = [one for one in warned if not one.is_empty]
    lines = [f"{STATUS_GLYPHS[Status.WATCH]}  {one.where}: {one.sentence}" for one in looks[:_MOST_LINES]]
    if len(looks) > _MOST_LINES:
        more = translate("Papers", "and {count} more, in the list below the fields")
        lines.append(more.format(count=len(looks) - _MOST_LINES))
    empty = ", ".join(one.where for one in warned if one.is_empty)
    if empty:
        words = translate("Papers", "Empty: {fields}").format(fields=empty)
        lines.append(f"{STATUS_GLYPHS[Status.RESTING]}  {words}")
    return "\n".join(lines)
