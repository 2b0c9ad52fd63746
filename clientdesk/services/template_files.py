"""Templates, clauses and questions as they ship: read from the resources, never written."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from clientdesk import files
from clientdesk.models.enums import AgreementKind

LANGUAGES = ("en", "de", "fr", "es")
TEMPLATES = (
    "fixed_fee_project",
    "advisory_retainer",
    "workshop",
    "audit",
    "fractional_role",
    "discovery_sprint",
    "engagement_letter",
    "welcome_letter",
    "offboarding_letter",
)
"""Keys of the shipped templates, in the order in which they are offered."""


@dataclass(frozen=True, slots=True)
class ShippedTemplate:
    """`document`: plain JSON of its kind, with dates as working days from the start (`template_dates`)."""

    key: str
    name: str
    about: str
    kind: AgreementKind
    language: str
    document: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ShippedClause:
    """`section`: path of the list or text of a document that it belongs into."""

    key: str
    section: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class ShippedQuestion:
    """`use`: what becomes of the answer; one of `purpose`, `objectives`, `included`, `milestones`, `deciding`,
    or empty when it never reaches a paper."""

    key: str
    question: str
    hint: str
    use: str


def known_language(language: str) -> str:
    """The language, or English where nothing ships in it."""
    return language if language in LANGUAGES else "en"


@lru_cache(maxsize=64)
def template(key: str, language: str) -> ShippedTemplate:
    """One shipped template."""
    language = known_language(language)
    data = _read("templates", language, f"{key}.toml")
    return ShippedTemplate(
        key=key,
        name=data["name"],
        about=data["about"],
        kind=AgreementKind(data["kind"]),
        language=language,
        document=data["document"],
    )


@lru_cache(maxsize=4)
def clauses(language: str) -> tuple[ShippedClause, ...]:
    """Every shipped clause of a language, in the order of the file, section by section."""
    data = _read("clauses", f"{known_language(language)}.toml")
    return tuple(
        ShippedClause(key, entry["section"], entry["title"], entry["body"]) for key, entry in data.items()
    )


@lru_cache(maxsize=4)
def questions(language: str) -> tuple[ShippedQuestion, ...]:
    """The questions of a discovery session."""
    data = _read("discovery", f"{known_language(language)}.toml")
    return tuple(
        ShippedQuestion(key, entry["question"], entry["hint"], entry.get("use", ""))
        for key, entry in data.items()
    )


def _read(*parts: str) -> dict[str, Any]:
    return tomllib.loads(files.resource("agreements", *parts).read_text(encoding="utf-8"))
