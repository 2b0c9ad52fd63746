"""A PDF judged by programs that did not make it: qpdf, poppler and the PDF/UA and PDF/A validator.

`assert_sound` is the gate of every paper; `missing_words` says which fields did not reach the page.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import page as validator

PROFILES = ("ua1", "3a")
FURNITURE = 58
"""Points at the top and at the foot of a page that hold only furniture."""

NEVER_PRINTED = re.compile(
    r"^form$|(^|\.)(schema_version|language|key|tied_to|level|side|kind|unit|rate_unit|currency|action|light|verdict"
    r"|paper_kind|file_name|file_hash|zone|removed_keys(\.\d+)?)$"
)
"""Fields that choose words or link rows: they stand on paper as other words."""

_VALUE = re.compile(r"-?\d+(\.\d+)?|\d{4}-\d{2}-\d{2}")
"""Amounts and dates are printed in the forms of a locale; a test that means them says so itself."""


def run(pdf: bytes, *command: str) -> str:
    """What a program prints about the PDF; its file takes the place of `{}` in the command."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "paper.pdf"
        path.write_bytes(pdf)
        words = [str(path) if word == "{}" else word for word in command]
        done = subprocess.run(words, capture_output=True, check=False, timeout=120)
    said = done.stdout.decode(errors="replace")
    assert done.returncode == 0, f"{command[0]}: {said}{done.stderr.decode(errors='replace')}"
    return said


def assert_sound(pdf: bytes, *, profiles: tuple[str, ...] = PROFILES, is_numbered: bool = True) -> None:
    """Structure, fonts, accessibility, archive, readable text; whatever fails is named.

    Args:
        profiles: rule sets of the validator.
        is_numbered: whether each page says which page of how many it is.
    """
    run(pdf, "qpdf", "--check", "{}")
    assert bad_fonts(pdf) == []
    assert broken_rules(pdf, profiles) == []
    pages = pages_of(pdf)
    assert pages
    assert "\ufffd" not in "".join(pages)
    if is_numbered:
        assert unnumbered(pages) == []


def broken_rules(pdf: bytes, profiles: tuple[str, ...] = PROFILES) -> list[str]:
    """The accessibility and archive rules that the file breaks, each with what the validator says of it."""
    found = []
    for profile in profiles:
        report = validator.validate_pdf_bytes(pdf, profile=profile)
        found += [f"{profile}: {failure}" for failure in report.failures]
        if not report.is_compliant and not report.failures:
            found.append(f"{profile}: {report}")
    return found


def fonts_of(pdf: bytes) -> list[tuple[str, str, str]]:
    """Name, embedded, and map to Unicode of each font, as pdffonts tells them."""
    rows = [row.split() for row in run(pdf, "pdffonts", "{}").splitlines()[2:]]
    return [(row[0], row[-5], row[-3]) for row in rows]


def bad_fonts(pdf: bytes) -> list[tuple[str, str, str]]:
    """Fonts that another machine would have to guess, or whose text cannot be copied."""
    return [row for row in fonts_of(pdf) if row[1:] != ("yes", "yes") or "Helvetica" in row[0]]


def unnumbered(pages: list[str]) -> list[int]:
    """Pages that do not say "Page i of n", in whatever language."""
    count = len(pages)
    return [
        place
        for place, text in enumerate(pages, start=1)
        if not re.search(rf"\b{place}\s+[^\W\d]+\s+{count}\b", text)
    ]


@lru_cache(maxsize=8)
def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, white space folded."""
    text = run(pdf, "pdftotext", "-enc", "UTF-8", "{}", "-")
    return [" ".join(page.split()) for page in text.split("\f")[:-1]]


@lru_cache(maxsize=8)
def words_of(pdf: bytes) -> str:
    """The text between header and footer in drawing order: neither a page break nor a column divides it."""
    height = round(float(re.search(r"x ([\d.]+) pts", run(pdf, "pdfinfo", "{}"))[1]))  # type: ignore[index]
    crop = ["-x", "0", "-y", f"{FURNITURE}", "-W", "900", "-H", f"{height - 2 * FURNITURE}"]
    text = run(pdf, "pdftotext", "-raw", "-enc", "UTF-8", *crop, "{}", "-")
    return " ".join(text.split())


def squeeze(text: str) -> str:
    """Without white space: words that a line break divides still match."""
    return re.sub(r"\s+", "", text)


def missing_words(
    pdf: bytes, document: Any, *, never: re.Pattern[str] = NEVER_PRINTED
) -> list[tuple[str, str]]:
    """Path and line of every text of the document that is not on the pages.

    Case is ignored (some labels are set in capitals), and so is a closing full stop.
    """
    text = squeeze(words_of(pdf) + pages_of(pdf)[0]).casefold()
    return [
        (path, line)
        for path, value in _texts("", document.model_dump(mode="json"))
        if not never.search(path) and not _VALUE.fullmatch(value)
        for line in value.split("\n")
        if squeeze(line).rstrip(".").casefold() not in text
    ]


def _texts(path: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(f"{path}.{key}".lstrip("."), inner)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _texts(f"{path}.{place}", inner)
    elif isinstance(value, str) and value.strip():
        yield path, value
