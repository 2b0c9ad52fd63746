"""Wording that costs trouble later: vague words, ambiguous dates, tasks in the background, two numbers for one fact.

Fast enough to run at each pause while typing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from clientdesk.models.agreement_document import AgreementDocument, PaperDocument
from clientdesk.models.agreement_totals import totals
from clientdesk.models.errors import Problem
from clientdesk.models.paper_texts import exhibit_letters, texts

LONGEST_WORD = 80

_VAGUE = {
    "en": r"as needed|as directed|as required|as appropriate|where necessary|including but not limited to|etc"
    r"|and so on|unlimited (?:revisions?|changes|rounds|support)|best[- ]efforts?|asap|as soon as possible"
    r"|support|supports|supporting|assist|assists|assisting|assistance",
    "de": r"bei bedarf|nach bedarf|nach anweisung|insbesondere, aber nicht nur|usw|etc|und so weiter"
    r"|unbegrenzte? (?:überarbeitungen|änderungen|runden)|nach besten kräften|bestmöglich\w*"
    r"|so bald wie möglich|schnellstmöglich|unterstützung|unterstützt|unterstützen",
    "fr": r"selon les besoins|au besoin|si nécessaire|notamment mais sans s’y limiter|etc|et ainsi de suite"
    r"|(?:révisions|corrections|modifications) illimitées|au mieux|dès que possible|soutien|assistance"
    r"|accompagnement|assister",
    "es": r"según sea necesario|según se indique|si es necesario|incluyendo, entre otros|etc|y demás"
    r"|(?:revisiones|cambios) ilimitad[oa]s|mejores esfuerzos|lo antes posible|cuanto antes|apoyo|asistencia"
    r"|apoyar|asistir",
}
_SCOPED = (
    "purpose",
    "approach",
    "included",
    "deliverables",
    "objectives",
    "milestones",
    "options",
    "assumptions",
    "changes",
)
"""Where vague words are looked for in an agreement; a duty "supports the team" in a clause of terms may be right."""

_SLASHED = re.compile(r"(?<![\w/])\d{1,2}/\d{1,2}/\d{2}(?:\d{2})?(?![\w/])")
_TASK = re.compile(
    r"(?:^|[.;:\n]\s*)((?:the consultant|consultant|i|we)\s+(?:will|shall|must|is to|are to)\s+\w+"
    r"|(?:der auftragnehmer|ich|wir)\s+(?:wird|werde|werden|soll|sollen)\s+\w+"
    r"|(?:le prestataire|je|nous)\s+(?:doit|devra|dois|devons|va|vais|allons)\s+\w+"
    r"|(?:el consultor)\s+(?:deberá|debe|va a)\s+\w+)",
    re.IGNORECASE,
)
_VERBS = re.compile(
    r"(?:(?:help|consult|review|develop|deliver|work|look)(?:ing)?"
    r"|(?:advis|optimi[sz]|improv|analy[sz]|manag|coordinat|facilitat|guid|ensur|provid)(?:e|ing)"
    r"|beraten|optimieren|verbessern|prüfen|begleiten|koordinieren|conseiller|optimiser|améliorer|accompagner"
    r"|coordonner|asesorar|optimizar|mejorar|acompañar|coordinar)\b",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|an?|each|all|every|no|none"
    r"|eine?[mnrs]?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|alle[nrs]?|jede[nmrs]?|keine?"
    r"|une?|deux|trois|quatre|cinq|sept|huit|neuf|dix|tous|toutes|chaque|aucune?"
    r"|una?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|todos|todas|cada|ningun[oa]?|ningún)\b",
    re.IGNORECASE,
)
_EXHIBIT = re.compile(r"\b(?:exhibit|anlage|annexe|anexo)\s+([A-Z]{1,2})\b", re.IGNORECASE)
_LOOSE_EXHIBIT = re.compile(
    r"\b(?:see attached|as attached|attached (?:hereto|document|list|sheet)|(?:the|see|an) (?:exhibit|appendix|annex)"
    r"|siehe anlage|in der anlage|im anhang|voir annexe|en annexe|ci-joint\w*|véase el anexo|en el anexo|adjunt[oa])"
    r"(?!\s+[A-Z]{1,2}\b)",
    re.IGNORECASE,
)
_MARKS = {"EUR": "€", "GBP": "£", "USD": "$", "JPY": "¥"}
_MONEY = re.compile(
    r"(?P<before>€|£|\$|¥|\b[A-Z]{3}\b)[ \u00a0]?(?P<left>\d[\d.,’' \u00a0\u202f]*)"
    r"|(?<![\w.,])(?P<right>\d[\d.,’' \u00a0\u202f]*)[ \u00a0]?(?P<after>€|£|\$|¥|\b[A-Z]{3}\b|euros?\b)"
)
_CURRENCY_MARKS = frozenset(
    "€ £ $ ¥ EUR GBP USD JPY CHF SEK NOK DKK PLN CZK HUF RON CAD AUD NZD SGD HKD INR CNY BRL MXN ZAR AED".split()
)
_TOTAL = re.compile(
    r"\b(?:total|fee|price|sum|altogether|gesamt\w*|honorar|preis|festpreis|prix|honoraires|precio|honorarios)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?\n]*(?:[.!?](?=\d)[^.!?\n]*)*")
_NUMBERS = {
    word: place
    for words in (
        "no one two three four five six seven eight nine ten",
        "keine eine zwei drei vier fünf sechs sieben acht neun zehn",
        "aucune une deux trois quatre cinq six sept huit neuf dix",
        "ninguna una dos tres cuatro cinco seis siete ocho nueve diez",
    )
    for place, word in enumerate(words.split())
}
_ROUNDS = re.compile(
    r"\b(\d{1,2}|"
    + "|".join(sorted(_NUMBERS))
    + r")\s+(?:revision (?:rounds?|cycles?)|rounds? of (?:revisions?|changes)"
    r"|überarbeitungsrunden?|séries? de corrections|rondas? de revisión)\b",
    re.IGNORECASE,
)
_UNPRINTED = re.compile(r"(^|\.)(key|tied_to|language|form|kind|currency|zone|client_zone|schema_version)$")


def style_problems(document: PaperDocument) -> Iterator[Problem]:
    """What a careful reader would ask about, field by field; warnings, none of them blocks."""
    found = [(path, text) for path, text in texts(document) if not _UNPRINTED.search(path)]
    is_agreement = isinstance(document, AgreementDocument)
    vague = re.compile(
        rf"\b(?:{'|'.join({_VAGUE['en'], _VAGUE.get(document.language, _VAGUE['en'])})})\b", re.IGNORECASE
    )
    for path, text in found:
        if (not is_agreement or path.startswith(_SCOPED)) and (match := vague.search(text)):
            yield Problem(path, "vague_word", {"word": match.group(0)})
        if match := _SLASHED.search(text):
            yield Problem(path, "ambiguous_date", {"text": match.group(0)})
        if len(text) > LONGEST_WORD and (long := max(text.split(), key=len)) and len(long) > LONGEST_WORD:
            yield Problem(path, "long_word", {"word": f"{long[:24]}…", "length": len(long)})
    if isinstance(document, AgreementDocument):
        yield from _background(document)
        yield from _uncountable(document)
        yield from _loose_exhibits(found)
        yield from _two_numbers(document, found)


def absent_exhibits(document: AgreementDocument) -> Iterator[Problem]:
    """Exhibits that a text names and the paper does not have."""
    present = {*exhibit_letters(document), *(["A"] if not document.exhibit.is_empty() else [])}
    for path, text in texts(document):
        for match in _EXHIBIT.finditer(text):
            if match.group(1).isupper() and match.group(1) not in present:
                yield Problem(path, "exhibit_absent", {"letter": match.group(1)})
                break


def has_number(text: str) -> bool:
    """Whether a text says how many."""
    return bool(_COUNT.search(text))


def _background(document: AgreementDocument) -> Iterator[Problem]:
    if match := _TASK.search(document.purpose):
        yield Problem("purpose", "task_in_background", {"text": match.group(1).strip()})


def _uncountable(document: AgreementDocument) -> Iterator[Problem]:
    for place, row in enumerate(document.deliverables):
        facts: dict[str, object] = {"ref": f"D{place + 1}"}
        if (verb := _VERBS.match(row.title)) and not has_number(f"{row.title} {row.quantity}"):
            yield Problem(
                f"deliverables.{place}.title", "verb_without_noun", {**facts, "word": verb.group(0)}
            )
        elif row.quantity and not has_number(row.quantity):
            yield Problem(f"deliverables.{place}.quantity", "uncountable", {**facts, "text": row.quantity})
        elif row.title and not has_number(f"{row.quantity} {row.title} {row.form}"):
            yield Problem(f"deliverables.{place}.quantity", "no_quantity", facts)


def _loose_exhibits(found: list[tuple[str, str]]) -> Iterator[Problem]:
    for path, text in found:
        if match := _LOOSE_EXHIBIT.search(text):
            yield Problem(path, "exhibit_unnamed", {"text": match.group(0).strip()})


def _two_numbers(document: AgreementDocument, found: list[tuple[str, str]]) -> Iterator[Problem]:
    fees, amounts = document.fees, totals(document.fees)
    known = {
        amount
        for amount in (
            *amounts.lines,
            *amounts.payments,
            *(line.unit_price for line in fees.lines),
            *(option.price for option in document.options),
            *(part for tax in amounts.taxes for part in (tax.net, tax.tax)),
            *(amounts.subtotal, amounts.discount, amounts.net, amounts.tax, amounts.total),
            *(fees.cap, fees.expenses_cap, fees.over_rate, document.change_control.rate),
        )
        if amount is not None
    }
    rounds = document.acceptance.revision_rounds
    for path, text in found:
        if path.startswith(("fees.lines", "options")):
            continue
        if fees.lines:
            yield from _other_money(path, text, fees.currency, known, amounts.net)
        match = _ROUNDS.search(text)
        if match and rounds is not None and not path.startswith("acceptance"):
            said = match.group(1).lower()
            count = int(said) if said.isdigit() else _NUMBERS[said]
            if count != rounds:
                yield Problem(path, "two_numbers", {"text": match.group(0), "other": f"{rounds}"})


def _other_money(path: str, text: str, currency: str, known: set[Decimal], net: Decimal) -> Iterator[Problem]:
    """Money in prose: in another currency, or a total other than the one that is computed."""
    if not any(char.isdigit() for char in text):
        return
    for sentence in _SENTENCE.findall(text):
        for match in _MONEY.finditer(sentence):
            mark = (match["before"] or match["after"]).strip()
            own = mark in {currency, _MARKS.get(currency)} or (currency == "EUR" and mark.startswith("euro"))
            if not own and mark not in _CURRENCY_MARKS:
                continue
            if not own:
                yield Problem(
                    path, "other_currency_said", {"text": match.group(0).strip(), "currency": currency}
                )
                return
            amount = _amount(match["left"] or match["right"])
            if amount is not None and amount not in known and _TOTAL.search(sentence):
                facts = {"text": match.group(0).strip(" .,"), "other": f"{net} {currency}"}
                yield Problem(path, "two_numbers", dict(facts))
                return


def _amount(text: str) -> Decimal | None:
    """The number that a person wrote: the last mark before one or two digits separates decimals."""
    plain = re.sub(r"[’' \u00a0\u202f]", "", text).rstrip(".,")
    if match := re.search(r"[.,](\d{1,2})$", plain):
        plain = re.sub(r"[.,]", "", plain[: match.start()]) + "." + match.group(1)
    else:
        plain = re.sub(r"[.,]", "", plain)
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None
