"""Pages with little on them are saved by setting a paper closer; one that has none stays as it was designed."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf
import pytest

from clientdesk.models.enums import AgreementKind
from clientdesk.services.papers import render
from clientdesk.services.papers.density import MOST_PAGES, density, without_bare_pages
from tests.helpers.pdf_checks import assert_sound
from tests.helpers.sample_family import family_paper

pytestmark = pytest.mark.no_cover  # the same lines are covered by quicker tests


def pages_of(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
@pytest.mark.parametrize(
    ("kind", "size", "pages"),
    [
        (AgreementKind.STATUS_REPORT, "Letter", 1),
        (AgreementKind.CHANGE_ORDER, "Letter", 2),
        (AgreementKind.ADDENDUM, "A4", 1),
        (AgreementKind.PROPOSAL, "A4", 5),
        (AgreementKind.PROPOSAL, "Letter", 5),
    ],
)
def test_no_page_is_left_with_a_few_lines(kind: AgreementKind, size: str, pages: int, language: str) -> None:
    assert pages_of(render(family_paper(kind, language, size))) == pages


def test_a_closer_paper_is_sound() -> None:
    assert_sound(render(family_paper(AgreementKind.CHANGE_ORDER, "fr", "Letter")))


def built(*ways: Sequence[float]) -> tuple[bytes, list[float]]:
    """What comes of a paper whose pages are filled so, try after try; and the spaces it was tried with."""
    tries: list[float] = []

    def build(fills: list[float]) -> bytes:
        fills += ways[len(tries)]
        tries.append(density().space)
        return str(len(tries)).encode()

    return without_bare_pages(build), tries


def test_well_filled_pages_are_set_once() -> None:
    assert built([0.9, 0.8]) == (b"1", [1.0])
    assert built([0.3]) == (b"1", [1.0])
    assert built([*[0.9] * MOST_PAGES, 0.2]) == (b"1", [1.0])


def test_the_roomiest_that_saves_a_page_is_taken() -> None:
    made, tries = built([0.9, 0.2], [0.8, 0.2], [1.0], [0.9])
    assert made == b"3"
    assert tries == sorted(tries, reverse=True)
    assert density().space == 1.0


def test_as_designed_when_nothing_saves_a_page() -> None:
    assert built([0.9, 0.2], [0.8, 0.2], [0.8, 0.2], [0.8, 0.1])[0] == b"1"
