"""Every error has words, and the words keep the house's voice."""

from __future__ import annotations

import inspect
from datetime import date
from pathlib import Path

import pytest

from clientdesk.models import errors
from clientdesk.models.errors import ClientDeskError, Problem
from clientdesk.services.wording import has_words, words_for

ERRORS = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, ClientDeskError) and kind.__module__ == errors.__name__
]
SAMPLES: dict[str, object] = {
    "Path": Path("folder/clientdesk.sqlite3"),
    "Path | None": Path("folder/newest.sqlite3"),
    "str": "something",
    "str | None": "something",
    "int": 7,
    "int | None": 7,
    "date": date(2026, 10, 16),
    "list[Problem]": [Problem("name", "blank"), Problem("fee_minor", "too_small", {"ge": 0})],
}


def sample(kind: type[ClientDeskError]) -> ClientDeskError:
    """An error of this class, its facts made up by their types."""
    if kind.__init__ is Exception.__init__:
        return kind()
    parameters = list(inspect.signature(kind).parameters.values())
    return kind(
        *(SAMPLES[str(each.annotation)] for each in parameters if each.kind is not each.VAR_POSITIONAL)
    )


def test_there_are_errors_to_word() -> None:
    assert len(ERRORS) >= 20


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_every_error_has_words_of_its_own(kind: type[ClientDeskError]) -> None:
    assert has_words(kind)


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_words_are_whole_calm_sentences(kind: type[ClientDeskError]) -> None:
    text = words_for(sample(kind))
    assert text[0].isupper() or text[0] == "“" or text.startswith(("folder", "something"))
    assert text.rstrip().endswith(".")
    assert "!" not in text
    assert "{" not in text
    assert "oops" not in text.lower()


def test_words_pass_through_the_translator() -> None:
    asked: list[str] = []

    def translate(text: str) -> str:
        asked.append(text)
        return text.upper()

    text = words_for(errors.NoPrinter(), translate)
    assert text == text.upper()
    assert len(asked) == 1
