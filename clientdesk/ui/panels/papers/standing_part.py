"""How an issued paper stands: the next step, the signatures, what changes it, and the facts of this version."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from clientdesk.models.enums import PaperOrigin, Side
from clientdesk.ui.dates import day_text
from clientdesk.ui.icons import icon
from clientdesk.ui.itemmodels.papers import UNSIGNED, number_text, standing_text
from clientdesk.ui.panels.papers.paper_steps import next_words, steps_of
from clientdesk.ui.panels.papers.value_card import signed_money
from clientdesk.ui.panels.papers.words import translate
from clientdesk.ui.tokens import SPACE_1, SPACE_2, SPACE_3
from clientdesk.ui.widgets.banner import BannerArea
from clientdesk.ui.widgets.buttons import button
from clientdesk.ui.widgets.key_values import KeyValueGrid
from clientdesk.ui.widgets.labels import ElidedLabel, hairline, label, set_role
from clientdesk.ui.words import paper_kind_word

if TYPE_CHECKING:
    from clientdesk.models.views.agreements import AgreementRowView, AgreementView

_ICONS = {
    "sent": "send",
    "signed": "signature",
    "version": "file-text",
    "change_order": "pencil",
    "addendum": "file-text",
    "statement": "file-text",
}


class LinkRow(QFrame):
    """Another paper, in two lines; a click or Enter opens it.

    Signals:
        opened.
    """

    opened = Signal()

    def __init__(self, first: str, second: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "row")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(translate("Papers", "{paper}, {state}").format(paper=first, state=second))
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_1, SPACE_1, SPACE_1, SPACE_1)
        column.setSpacing(0)
        column.addWidget(ElidedLabel(first, "link"))
        if second:
            column.addWidget(ElidedLabel(second, "caption"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit()


class StandingPart(QWidget):
    """The first tab beside the pages.

    Signals:
        step_asked: name of a step (see `paper_steps`).
        opened: id of another paper.
    """

    step_asked = Signal(str)
    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_3)
        self.alarms = BannerArea()
        self._column.addWidget(self.alarms)
        self.next_label = label("", "strong", wrap=True)
        self.next_label.setObjectName("next_label")
        self._column.addWidget(self.next_label)
        self._build_steps()
        self._build_signatures()
        self._build_links()
        self._build_facts()
        self._column.addStretch(1)

    def show_paper(self, view: AgreementView, today: date) -> None:
        """Fill it."""
        self.next_label.setText(next_words(view, today))
        self._show_steps(view)
        self._show_signatures(view, today)
        self._show_links(view)
        self._show_facts(view, today)
        self._show_alarm(view)

    def _show_alarm(self, view: AgreementView) -> None:
        if view.is_intact:
            self.alarms.remove("changed")
            return
        words = translate(
            "Papers",
            "This paper was changed outside ClientDesk: {what}. Compare the signed copy, or restore a backup.",
        ).format(what=broken_words(view.broken))
        if [each.text() for each in self.alarms.banners()] != [words]:
            self.alarms.add(words, kind="error", key="changed", is_closable=False)

    def _build_steps(self) -> None:
        self.step_buttons: dict[str, QPushButton] = {}
        self._steps = QVBoxLayout()
        self._steps.setSpacing(SPACE_2)
        for name, text in step_texts().items():
            if name not in _ICONS:
                continue
            made = button(text, icon_name=_ICONS[name], parent=self)
            made.setObjectName(f"{name}_button")
            made.clicked.connect(partial(self.step_asked.emit, name))
            self.step_buttons[name] = made
        self._column.addLayout(self._steps)

    def _show_steps(self, view: AgreementView) -> None:
        steps = steps_of(view)
        shown = [name for name in (steps.next, *steps.others) if name in self.step_buttons]
        while self._steps.count():
            self._steps.takeAt(0)
        for name, made in self.step_buttons.items():
            made.setVisible(name in shown)
        for name in shown:
            self._steps.addWidget(self.step_buttons[name])
            is_next = name == steps.next
            set_role(self.step_buttons[name], "primary" if is_next else "")
            self.step_buttons[name].setIcon(icon(_ICONS[name], "on_accent" if is_next else "secondary"))
        text = step_texts()["version"]
        if view.next_version_id is not None:
            text = translate("Papers", "Open version {version}").format(version=view.row.version + 1)
        self.step_buttons["version"].setText(text)
        self.step_buttons["version"].setAccessibleName(text)

    def _build_signatures(self) -> None:
        self._signed_rule = hairline()
        self._signed_title = label(translate("Papers", "Signatures"), "strong")
        self.signatures = KeyValueGrid()
        self.signatures.add("client_signature", translate("Papers", "Client"), "–")
        self.signatures.add("own_signature", translate("Papers", "You"), "–")
        for widget in (self._signed_rule, self._signed_title, self.signatures):
            self._column.addWidget(widget)

    def _show_signatures(self, view: AgreementView, today: date) -> None:
        is_signed_kind = view.row.kind not in UNSIGNED
        for widget in (self._signed_rule, self._signed_title, self.signatures):
            widget.setVisible(is_signed_kind)
        signed = {signature.side: signature for signature in view.signatures}
        for key, side in (("client_signature", Side.CLIENT), ("own_signature", Side.CONSULTANT)):
            found = signed.get(side)
            words = translate("Papers", "not yet")
            if found is None and view.row.executed_on is not None:
                words = translate("Papers", "not named")
            if found is not None:
                words = translate("Papers", "{name}, {day}").format(
                    name=found.name, day=day_text(found.on, today)
                )
            self.signatures.set_value(key, words)

    def _build_links(self) -> None:
        self._links_rule = hairline()
        self._links_title = label("", "strong")
        self._links = QVBoxLayout()
        self._links.setSpacing(SPACE_2)
        self.link_rows: dict[str, LinkRow] = {}
        self._column.addWidget(self._links_rule)
        self._column.addWidget(self._links_title)
        self._column.addLayout(self._links)

    def _show_links(self, view: AgreementView) -> None:
        """Papers that change this one, or the one that it changes."""
        while (item := self._links.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.link_rows = {}
        rows: Sequence[AgreementRowView] = view.amendments
        self._links_title.setText(translate("Papers", "Changes to it"))
        for row in rows:
            self._add_link(row.agreement_id, _change_name(row), _change_text(row))
        if view.row.amends_id is not None:
            self._links_title.setText(translate("Papers", "What it changes"))
            amended = view.document.get("amends") or {}
            number = amended.get("number") or translate("Papers", "The paper it belongs to")
            self._add_link(view.row.amends_id, number, str(amended.get("title") or ""))
        for widget in (self._links_rule, self._links_title):
            widget.setVisible(bool(self.link_rows))

    def _add_link(self, agreement_id: str, first: str, second: str) -> None:
        made = LinkRow(first, second)
        made.setObjectName(f"link_{len(self.link_rows)}")
        made.opened.connect(partial(self.opened.emit, agreement_id))
        self.link_rows[agreement_id] = made
        self._links.addWidget(made)

    def _build_facts(self) -> None:
        self._column.addWidget(hairline())
        self._column.addWidget(label(translate("Papers", "This paper"), "strong"))
        self.facts = KeyValueGrid()
        for key, caption in (
            ("kind", translate("Papers", "Kind")),
            ("number", translate("Papers", "Number")),
            ("issued", translate("Papers", "Issued")),
            ("sent", translate("Papers", "Sent")),
            ("until", translate("Papers", "Open until")),
            ("period", translate("Papers", "Holds")),
            ("content_id", translate("Papers", "Content ID")),
            ("fingerprint", translate("Papers", "Fingerprint")),
        ):
            self.facts.add(key, caption, "–")
        self._column.addWidget(self.facts)
        self.content_id_label = label(
            translate(
                "Papers", "The content ID stands on every page: it ties a signed copy to exactly this text."
            ),
            "caption",
            wrap=True,
        )
        self._column.addWidget(self.content_id_label)

    def _show_facts(self, view: AgreementView, today: date) -> None:
        row = view.row
        is_own = row.origin is PaperOrigin.OWN
        self.facts.set_value("kind", paper_kind_word(row.kind))
        number = translate("Papers", "{number}, version {version}")
        self.facts.set_value(
            "number", number.format(number=row.number, version=row.version) if is_own else number_text(row)
        )
        issued = day_text(row.issued_on, today) if row.issued_on else "–"
        if not is_own:
            issued = translate("Papers", "elsewhere; signed {day}").format(
                day=day_text(row.executed_on, today) if row.executed_on else "–"
            )
        self.facts.set_value("issued", issued)
        self.facts.set_value(
            "sent", day_text(row.sent_on, today) if row.sent_on else translate("Papers", "not yet")
        )
        self.facts.set_value(
            "until", day_text(row.expires_on, today) if row.expires_on else translate("Papers", "no last day")
        )
        self.facts.set_value("period", period_words(view, today))
        self.facts.set_value("content_id", view.content_id)
        grouped = " ".join(view.fingerprint[start : start + 8] for start in range(0, 64, 8))
        self.facts.set_value("fingerprint", grouped)
        has_period = "starts_on" in view.document or "ends_on" in view.document
        is_executed = row.executed_on is not None
        has_last_day = "open_until" in view.document and row.expires_on is not None
        for key, is_shown in (
            ("sent", is_own and (row.sent_on is not None or not is_executed)),
            ("until", is_own and has_last_day and not is_executed),
            ("period", has_period),
            ("content_id", is_own),
            ("fingerprint", is_own),
        ):
            self.facts.set_shown(key, is_shown)
        self.content_id_label.setVisible(is_own)


def broken_words(codes: tuple[str, ...]) -> str:
    """What no longer fits, by name."""
    names = {
        "content": translate("Papers", "its text"),
        "number": translate("Papers", "its number"),
        "version": translate("Papers", "its version"),
        "issued_on": translate("Papers", "its date"),
        "price": translate("Papers", "its price"),
        "file": translate("Papers", "a kept file"),
        "state": translate("Papers", "its state"),
        "signatures": translate("Papers", "its signatures"),
        "log": translate("Papers", "its signing log"),
    }
    found = list(dict.fromkeys(names.get(code, code) for code in codes))
    return ", ".join(found) or names["content"]


def step_texts() -> dict[str, str]:
    """Every step by name."""
    return {
        "sent": translate("Papers", "Mark as sent"),
        "file": translate("Papers", "File the signed copy…"),
        "signed": translate("Papers", "Mark as signed…"),
        "version": translate("Papers", "New version"),
        "change_order": translate("Papers", "Change order"),
        "addendum": translate("Papers", "Addendum"),
        "statement": translate("Papers", "Statement of work from it"),
        "compare": translate("Papers", "Compare versions"),
        "duplicate": translate("Papers", "Duplicate"),
        "template": translate("Papers", "Save as template…"),
        "decline": translate("Papers", "The client declined…"),
        "withdraw": translate("Papers", "Withdraw…"),
    }


def period_words(view: AgreementView, today: date) -> str:
    """From when to when it holds, with what change orders made of its end."""
    start, end = view.document.get("starts_on"), view.document.get("ends_on")
    if view.row.executed_on is not None:
        end = view.row.ends_on.isoformat() if view.row.ends_on is not None else None
    first = day_text(date.fromisoformat(start), today) if start else ""
    if not end:
        words = translate("Papers", "from {start}, no end agreed")
        return words.format(start=first) if first else translate("Papers", "no end agreed")
    last = day_text(date.fromisoformat(end), today)
    if not first:
        return translate("Papers", "until {day}").format(day=last)
    return translate("Papers", "{start} to {end}").format(start=first, end=last)


def _change_name(row: AgreementRowView) -> str:
    """ "Change order 01": the part of its number that follows the number of the paper it changes."""
    kind, tail = paper_kind_word(row.kind), row.number.rpartition("-")[2]
    return translate("Papers", "{kind} {number}").format(kind=kind, number=tail) if tail else kind


def _change_text(row: AgreementRowView) -> str:
    words = standing_text(row)
    if not row.net:
        return words
    return translate("Papers", "{words} · {amount}").format(
        words=words, amount=signed_money(row.net, row.currency)
    )
