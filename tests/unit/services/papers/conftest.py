"""Reading a PDF back with poppler and qpdf."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest


class Printed:
    """A PDF on disk and what other programs see in it."""

    def __init__(self, path: Path, data: bytes) -> None:
        self.path = path
        self.data = data
        path.write_bytes(data)

    def run(self, *command: str) -> str:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def pages(self) -> list[str]:
        """Text of each page, white space folded."""
        text = self.run("pdftotext", "-enc", "UTF-8", str(self.path), "-")
        return [fold(page) for page in text.split("\f")[:-1]]

    def body(self) -> str:
        """Text between header and footer in drawing order: neither a page break nor a column divides it."""
        height = 792 if "612 x 792" in self.run("pdfinfo", str(self.path)) else 842
        crop = ["-x", "0", "-y", "58", "-W", "620", "-H", str(height - 58 - 58)]
        text = self.run("pdftotext", "-raw", "-enc", "UTF-8", *crop, str(self.path), "-")
        return fold(text.replace("\f", " "))

    def text(self) -> str:
        return " ".join(self.pages())

    def layout(self) -> str:
        """Lines as they stand on the page, rows of tables in one line."""
        return self.run("pdftotext", "-layout", "-enc", "UTF-8", str(self.path), "-")

    def objects(self) -> str:
        """The file's objects as readable text."""
        done = subprocess.run(
            ["qpdf", "--qdf", "--object-streams=disable", str(self.path), "-"],
            capture_output=True,
            check=True,
            timeout=60,
        )
        return done.stdout.decode("latin-1")

    def fonts(self) -> list[list[str]]:
        """Rows of pdffonts: the name first, then the columns from its right end."""
        rows = self.run("pdffonts", str(self.path)).splitlines()[2:]
        return [[row.split()[0], *row.split()[-5:-2]] for row in rows]

    def check(self) -> None:
        self.run("qpdf", "--check", str(self.path))


def fold(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def squeeze(text: str) -> str:
    """Without white space: words that a line break or a column divides still match."""
    return re.sub(r"\s+", "", text)


@pytest.fixture
def printed(tmp_path: Path):
    made = iter(range(1_000))

    def put(data: bytes) -> Printed:
        return Printed(tmp_path / f"paper-{next(made)}.pdf", data)

    return put
