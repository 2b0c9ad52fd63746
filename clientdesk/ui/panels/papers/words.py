"""Words of the papers panel that more than one of its parts uses."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from PySide6.QtCore import QCoreApplication, QLocale

from clientdesk.models.errors import Problem
from clientdesk.services.wording import words_for_problem
from clientdesk.ui.dates import day_text

translate = QCoreApplication.translate

_PLAIN = re.compile(r"\d+\.?\d*|\.\d+")


def problem_sentence(problem: Problem) -> str:
    """One sentence for a problem, without its field's name, dates as the window writes them."""
    facts = {
        name: day_text(value) if isinstance(value, date) else value for name, value in problem.facts.items()
    }
    told = words_for_problem(Problem(problem.field, problem.code, facts), _translated, name_field=False)
    return told[:1].upper() + told[1:]


def _translated(text: str) -> str:
    return translate("Services", text)


def read_amount(text: str) -> str:
    """A typed amount as plain digits with a point; what cannot be read stays as it was typed."""
    bare = re.sub(r"[\s'\u2019\u00a0\u202f]", "", text).replace("\u2212", "-")
    if not bare:
        return ""
    sign = "-" if bare.startswith("-") else ""
    bare = bare.removeprefix("-")
    point = QLocale().decimalPoint()
    other = "," if point == "." else "."
    if bare.count(other) == 1 and point not in bare and not re.fullmatch(rf"\d{{1,3}}\{other}\d{{3}}", bare):
        bare = bare.replace(other, ".")
        return sign + bare if _PLAIN.fullmatch(bare) else text
    if re.fullmatch(rf"\d{{1,3}}(\{other}\d{{3}})+(\{point}\d*)?", bare):
        bare = bare.replace(other, "")
    return sign + bare.replace(point, ".") if re.fullmatch(rf"\d*\{point}?\d*", bare) else text


def read_number(text: str) -> object:
    """A typed whole number; None when empty, the text itself when it is none."""
    plain = text.strip().replace("\u2212", "-")
    digits = plain.removeprefix("-")
    return int(plain) if digits.isascii() and digits.isdigit() and len(digits) < 10 else (plain or None)


def percent_points(text: str) -> object:
    """A typed percentage as basis points; None when empty, the text itself when it is no number."""
    plain = read_amount(text.replace("%", ""))
    if not plain:
        return None
    if not _PLAIN.fullmatch(plain.removeprefix("-")) or len(plain) > 30:
        return text
    points = Decimal(plain) * 100
    return int(points) if points == points.to_integral_value() else text


def percent_text(points: object) -> str:
    """Basis points as a percentage: 2550 is "25.5"."""
    if not isinstance(points, int):
        return "" if points is None else str(points)
    shown = f"{Decimal(points) / 100:f}"
    plain = shown.rstrip("0").rstrip(".") if "." in shown else shown
    return plain.replace(".", QLocale().decimalPoint())


def amount_text(value: object) -> str:
    """An amount of a document as it is edited: the locale's decimal sign, no grouping."""
    if value is None:
        return ""
    text = str(value)
    return text.replace(".", QLocale().decimalPoint()) if re.fullmatch(r"-?\d+\.\d+", text) else text


def grouped(value: object) -> str:
    """An amount of a document as it is read: grouped, in the locale's figures."""
    text = str(value)
    if not re.fullmatch(r"-?\d{1,12}(\.\d+)?", text):
        return text
    digits = len(text.partition(".")[2])
    return QLocale().toString(float(text), "f", digits)


def money_text(amount: Decimal, currency: str) -> str:
    """An amount as the locale writes money: "€1,200.00"; no cent is rounded away."""
    from babel import UnknownLocaleError
    from babel.numbers import format_currency

    if not currency:
        return grouped(amount)
    name = QLocale().name()
    try:
        shown = format_currency(
            amount, currency, locale="en_GB" if name == "C" else name, decimal_quantization=False
        )
    except (UnknownLocaleError, ValueError):
        shown = format_currency(amount, currency, locale="en_GB", decimal_quantization=False)
    return shown.replace("-", "\u2212")


def count_text(count: int) -> str:
    """A count, grouped: "1,000,000"."""
    return QLocale().toString(count)
