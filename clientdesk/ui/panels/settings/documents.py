"""The section about the practice: what stands on its papers. Each entry is kept when its field is left."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from clientdesk.models.errors import Problem
from clientdesk.services.wording import words_for_problem
from clientdesk.ui.panels.settings.logo import LogoCard
from clientdesk.ui.panels.settings.parts import AS_WORDS, Card, Section
from clientdesk.ui.theme import body_px
from clientdesk.ui.translations import translate
from clientdesk.ui.widgets.fields import ChoiceField, DecimalField, NumberField
from clientdesk.ui.widgets.search_choice import SearchChoice

if TYPE_CHECKING:
    from clientdesk.models.views.practice import PracticeView
    from clientdesk.services.practice import PracticeService
    from clientdesk.ui.messages import Messages


PAPER_LANGUAGES = (("de", "Deutsch"), ("fr", "Français"), ("es", "Español"))
"""Languages that papers can be printed in beside English, each by its own name."""


class TextBox(QPlainTextEdit):
    """Several lines of plain text.

    Signals:
        left: the cursor went elsewhere.
    """

    left = Signal()

    def __init__(self, lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setFixedHeight(round(body_px() * 1.4 * lines) + 18)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class DocumentsSection(Section):
    """Name, address, numbers, currency, zone, paper, terms, logo."""

    def __init__(self, practice: PracticeService, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setAccessibleName(self.tr("Documents"))
        self._practice = practice
        self._messages = messages
        self._view: PracticeView | None = None
        self._cards: list[Card] = []
        self.fields: dict[str, QWidget] = {}
        self._build_you()
        self.logo_card = LogoCard(practice, messages)
        self.add_card(self.logo_card)
        self._build_mail()
        self._build_papers()
        self._build_places()

    def _build_you(self) -> None:
        card = self._card(self.tr("You on your documents"))
        self._line(card, "name", self.tr("Name on documents"))
        self._line(card, "legal_name", self.tr("Legal name"), self.tr("Where it differs from the name."))
        self._line(card, "person", self.tr("Who signs"))
        self._line(card, "person_title", self.tr("In the capacity of"))
        self._text(card, "address", self.tr("Address"), 3)
        self._line(card, "email", self.tr("Email"))
        self._line(card, "phone", self.tr("Phone"))
        self._line(card, "website", self.tr("Website"))
        self._line(card, "registration_no", self.tr("Registration number"))
        self._line(card, "tax_no", self.tr("Tax number"))

    def _build_mail(self) -> None:
        card = self._card(self.tr("Mail"))
        self._text(
            card,
            "mail_addresses",
            self.tr("Your other addresses"),
            3,
            self.tr(
                "One a line; the one on your documents counts by itself. Mail from them is taken in as sent by you,"
                " all other mail as received."
            ),
        )

    def _build_papers(self) -> None:
        card = self._card(self.tr("Papers"))
        title = SearchChoice(
            [
                (text, text)
                for text in ("Statement of Work", "Scope of Work", "Work Order", "Engagement Letter")
            ]
        )
        title.is_free = True
        title.setSizePolicy(AS_WORDS)
        self._add(card, "paper_title", self.tr("Printed title"), title, title.chosen)
        unreviewed = self.tr("{language} (not reviewed by a lawyer)")
        paper = ChoiceField([("A4", "A4"), ("Letter", self.tr("Letter"))])
        paper.setMaximumWidth(160)
        self._add(card, "paper_size", self.tr("Paper"), paper, paper.activated)
        language = ChoiceField(
            [
                ("", self.tr("English")),
                *((value, unreviewed.format(language=name)) for value, name in PAPER_LANGUAGES),
            ]
        )
        language.setSizePolicy(AS_WORDS)
        self._add(
            card,
            "paper_language",
            self.tr("Language of papers"),
            language,
            language.activated,
            self.tr(
                "Of what a new paper prints, apart from this window. Papers made before keep theirs."
                " No lawyer has reviewed the wording in any language; have one read it before you rely on it."
            ),
        )
        tax = DecimalField(100, suffix=" %")
        tax.setMaximumWidth(160)
        self._add(card, "tax_basis_points", self.tr("Tax rate"), tax, tax.editingFinished)
        days = NumberField(0, 365, suffix=self.tr(" days"))
        days.setMaximumWidth(160)
        self._add(card, "payment_days", self.tr("Payment within"), days, days.editingFinished)
        self._text(
            card,
            "terms",
            self.tr("Standing terms"),
            5,
            self.tr("Printed where a paper refers to your terms."),
        )

    def _build_places(self) -> None:
        card = self._card(self.tr("Money, time and language"))
        for name, title in (
            ("currency", self.tr("Currency")),
            ("zone", self.tr("Time zone")),
            ("locale", self.tr("Dates and amounts as in")),
        ):
            field = SearchChoice()
            field.setMaximumWidth(360)
            self._add(card, name, title, field, field.chosen)

    def _card(self, title: str) -> Card:
        card = Card(title)
        self._cards.append(card)
        self.add_card(card)
        return card

    def _line(self, card: Card, name: str, title: str, hint: str = "") -> None:
        field = QLineEdit()
        self._add(card, name, title, field, field.editingFinished, hint)

    def _text(self, card: Card, name: str, title: str, lines: int, hint: str = "") -> None:
        field = TextBox(lines)
        self._add(card, name, title, field, field.left, hint)

    def _add(self, card: Card, name: str, title: str, field: QWidget, done: Any, hint: str = "") -> None:
        card.add_row(name, title, field, hint)
        self.fields[name] = field
        done.connect(partial(self.keep, name))

    def refresh(self) -> None:
        """Show the practice; a field that is being typed in keeps what was typed."""
        self._view = self._practice.get()
        self.setEnabled(self._view is not None)
        if self._view is None:
            return
        self._offer_places()
        for name, field in self.fields.items():
            if not field.hasFocus() and not self._card_of(name).problem_text(name):
                _show(field, _shown(name, self._view))
        self.logo_card.refresh(has_logo=self._view.has_logo)

    def _offer_places(self) -> None:
        from clientdesk.services import places

        if self.fields["zone"].count():  # type: ignore[attr-defined]
            return
        for name, choices in (
            ("zone", places.zones()),
            ("currency", places.currencies()),
            ("locale", places.locales()),
        ):
            self.fields[name].set_choices([(c.value, c.words) for c in choices])  # type: ignore[attr-defined]

    def keep(self, name: str, *_: object) -> None:
        """Store one entry if it changed; a refusal stands beside the field."""
        if self._view is None:
            return
        card, value = self._card_of(name), _entered(name, self.fields[name])
        if value == getattr(self._view, name):
            card.show_problem(name, "")
            return
        with self._messages.reporting(self) as outcome:
            self._practice.update(**{name: value})
        if outcome.is_ok:
            card.show_problem(name, "")
            self._view = self._practice.get()

    def show_problems(self, problems: Sequence[Problem]) -> bool:
        """Put each beside its field; the entry stays."""
        is_whole = True
        for problem in problems:
            if problem.field not in self.fields:
                is_whole = False
                continue
            words = words_for_problem(problem, _services, name_field=False)
            self._card_of(problem.field).show_problem(problem.field, words[:1].upper() + words[1:])
        return is_whole

    def _card_of(self, name: str) -> Card:
        return next(card for card in self._cards if card.has(name))


def _entered(name: str, field: QWidget) -> Any:
    if isinstance(field, DecimalField) and name == "tax_basis_points":
        return round(field.value() * 100)
    if isinstance(field, QLineEdit):
        return field.text()
    if isinstance(field, QPlainTextEdit):
        return field.toPlainText()
    return field.value()  # type: ignore[attr-defined]


def _shown(name: str, view: PracticeView) -> Any:
    value = getattr(view, name)
    return value / 100 if name == "tax_basis_points" else value


def _show(field: QWidget, value: Any) -> None:
    field.blockSignals(True)
    if isinstance(field, QLineEdit):
        field.setText(value)
    elif isinstance(field, QPlainTextEdit):
        if field.toPlainText() != value:
            field.setPlainText(value)
    elif isinstance(field, NumberField | DecimalField):
        field.setValue(value)
    else:
        field.set_value(value)  # type: ignore[attr-defined]
    field.blockSignals(False)


def _services(text: str) -> str:
    return translate("Services", text)
