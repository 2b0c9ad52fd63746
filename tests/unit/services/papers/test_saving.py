"""Writing PDFs: complete or untouched, safe names, faults in words."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientdesk.models.errors import FileNotWritten
from clientdesk.services.papers import render
from clientdesk.services.papers.saving import count_pages, safe_file_name, write_pdf
from tests.helpers.sample_agreement import sample_paper


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render(sample_paper())


def test_written_file_is_complete_and_private(tmp_path: Path, pdf: bytes) -> None:
    path = tmp_path / "paper.pdf"
    assert write_pdf(path, pdf) == count_pages(pdf) == 5
    assert path.read_bytes() == pdf
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_export_replaces_an_older_file(tmp_path: Path, pdf: bytes) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(b"old")
    write_pdf(path, pdf)
    assert path.read_bytes() == pdf


def test_an_issued_file_is_never_overwritten(tmp_path: Path, pdf: bytes) -> None:
    path = tmp_path / "paper.pdf"
    write_pdf(path, pdf, replace=False)
    write_pdf(path, pdf, replace=False)
    with pytest.raises(FileNotWritten, match="already there"):
        write_pdf(path, render(sample_paper(version=3)), replace=False)
    assert path.read_bytes() == pdf
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_and_a_missing_folder_are_named(tmp_path: Path, pdf: bytes) -> None:
    with pytest.raises(FileNotWritten, match="a folder has this name"):
        write_pdf(tmp_path, pdf)
    with pytest.raises(FileNotWritten, match="no such folder"):
        write_pdf(tmp_path / "none" / "paper.pdf", pdf)
    file = tmp_path / "file"
    file.write_text("x")
    with pytest.raises(FileNotWritten, match="no such folder"):
        write_pdf(file / "paper.pdf", pdf)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "read-only"),
        (errno.EIO, "Input/output error"),
    ],
)
@pytest.mark.parametrize("step", ["write", "fsync", "replace"])
def test_a_fault_at_any_step_leaves_the_old_file(
    tmp_path: Path, pdf: bytes, monkeypatch: pytest.MonkeyPatch, code: int, words: str, step: str
) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(b"old")

    def fail(*_: Any, **__: Any) -> None:
        raise OSError(code, os.strerror(code))

    target = {"write": (os, "open"), "fsync": (os, "fsync"), "replace": (Path, "replace")}[step]
    monkeypatch.setattr(*target, fail)
    with pytest.raises(FileNotWritten, match=words):
        write_pdf(path, pdf)
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_read_only_file_is_kept(tmp_path: Path, pdf: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(b"old")
    path.chmod(0o400)
    if os.geteuid() == 0:
        monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(FileNotWritten, match="read-only"):
        write_pdf(path, pdf)
    assert path.read_bytes() == b"old"


def test_a_file_that_appears_meanwhile_is_not_overwritten(
    tmp_path: Path, pdf: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "paper.pdf"
    link = os.link

    def late(source: Path, target: Path) -> None:
        target.write_bytes(b"other")
        link(source, target)

    monkeypatch.setattr(os, "link", late)
    with pytest.raises(FileNotWritten, match="already there"):
        write_pdf(path, pdf, replace=False)
    assert path.read_bytes() == b"other"


def test_a_cut_pdf_is_refused(tmp_path: Path, pdf: bytes) -> None:
    for broken in (pdf[:-200], pdf[:1000], b"", pdf[:-20] + b"%%EOF\n", b"%PDF-1.7\n%%EOF\n"):
        with pytest.raises(FileNotWritten, match="incomplete"):
            write_pdf(tmp_path / "paper.pdf", broken)
    assert list(tmp_path.iterdir()) == []


_LIMITED = """
import resource, signal, sys
from pathlib import Path
from clientdesk.models.errors import FileNotWritten
from clientdesk.services.papers.saving import write_pdf
pdf = Path(sys.argv[2]).read_bytes()
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
try:
    write_pdf(Path(sys.argv[1]), pdf)
except FileNotWritten as fault:
    print(fault.reason)
"""


def test_when_the_system_stops_a_write_midway_nothing_is_left(tmp_path: Path, pdf: bytes) -> None:
    source, target = tmp_path / "source.pdf", tmp_path / "out" / "paper.pdf"
    source.write_bytes(pdf)
    target.parent.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", _LIMITED, str(target), str(source)],
        cwd=Path(__file__).parents[4],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "the disk is full"
    assert list(target.parent.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "version", "name"),
    [
        ("SOW-2026-014", 2, "SOW-2026-014-v2.pdf"),
        ("../../etc/passwd", None, "etc-passwd.pdf"),
        ("CON", None, "paper-CON.pdf"),
        ("", None, "paper.pdf"),
        ("a" * 300, None, "a" * 80 + ".pdf"),
        ("Harbor & Pine: scope?", None, "Harbor-Pine-scope.pdf"),
    ],
)
def test_file_names_are_safe(number: str, version: int | None, name: str) -> None:
    assert safe_file_name(number, version) == name


@given(st.text(max_size=400))
def test_any_text_makes_one_file_name(text: str) -> None:
    name = safe_file_name(text)
    assert Path(name).name == name
    assert len(name.encode()) <= 100
    assert not name.startswith((".", "-"))
    assert name.endswith(".pdf")
