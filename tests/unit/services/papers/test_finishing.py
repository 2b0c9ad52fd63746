"""The finished file: archival, its frozen content attached, metadata of the record, streams that every reader takes."""

from __future__ import annotations

import hashlib
import io
import re
import struct
import zlib
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from clientdesk.models.frozen_paper import DraftPaper, FrozenPaper
from clientdesk.services.papers import finishing, printing, render, sheet
from clientdesk.services.papers.wording import wording
from clientdesk.services.papers.xmp import Facts
from tests.helpers.pdf_checks import assert_sound, broken_rules, run
from tests.helpers.sample_agreement import sample_document, sample_paper


@pytest.fixture(scope="module")
def sample() -> bytes:
    return render(sample_paper())


def raw() -> bytes:
    """A tagged paper before the last step."""
    paper, words = sample_paper(), wording("en_GB")
    width, height = sheet.content_size("A4")
    story = printing.STORIES[paper.kind](paper, words, width, height)
    return sheet.build(story, "A4", printing._furniture(paper, words, None), is_finished=False)


@pytest.mark.parametrize("paper_size", ["A4", "Letter"])
def test_an_issued_paper_and_a_draft_pass_both_profiles(paper_size: str) -> None:
    assert_sound(render(sample_paper(paper_size=paper_size)))
    assert_sound(render(DraftPaper(sample_document(), date(2026, 11, 22), paper_size=paper_size)))  # type: ignore[arg-type]


def test_the_frozen_content_is_attached_and_its_hash_is_the_content_id(sample: bytes, tmp_path: Path) -> None:
    paper = sample_paper()
    assert "agreement.json" in run(sample, "pdfdetach", "-list", "{}")
    out = tmp_path / "agreement.json"
    run(sample, "pdfdetach", "-save", "1", "-o", str(out), "{}")
    content = out.read_bytes()
    assert hashlib.sha256(content).hexdigest() == paper.fingerprint
    assert FrozenPaper.from_json(content).content_id == paper.content_id
    assert paper.content_id in run(sample, "pdftotext", "{}", "-")
    with pikepdf.open(io.BytesIO(sample)) as file:
        assert [given.AFRelationship for given in file.Root.AF] == ["/Source"]


def test_a_draft_carries_nothing() -> None:
    pdf = render(DraftPaper(sample_document(), date(2026, 11, 22)))
    assert "0 embedded files" in run(pdf, "pdfdetach", "-list", "{}")


def test_title_author_and_moment_are_those_of_the_record(sample: bytes) -> None:
    facts = run(sample, "pdfinfo", "-isodates", "{}")
    assert re.search(r"Title:\s+Inventory and fulfilment improvement", facts)
    assert re.search(r"Author:\s+Lindqvist Operations Consulting", facts)
    assert re.search(r"CreationDate:\s+2026-11-23T00:00:00Z?", facts)
    packet = run(sample, "pdfinfo", "-meta", "{}")
    for part in ("<pdfaid:part>3<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<", "2026-11-23T00:00:00"):
        assert part in packet


def test_titles_that_are_no_xml_still_make_a_sound_file() -> None:
    facts = Facts("<b> & ]]> \x00\x0b\ufffe\ud800 é", "A & B", "C <d>", "en", date(2026, 11, 23))
    pdf = finishing.finish(raw(), facts)
    assert broken_rules(pdf) == []
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert str(file.docinfo["/Title"]) == "<b> & ]]>  é"


def test_the_outline_is_kept(sample: bytes) -> None:
    with pikepdf.open(io.BytesIO(sample)) as file, file.open_outline() as outline:
        titles = [entry.title for entry in outline.root]
    assert titles[0] == "1  Purpose and background"
    assert "Exhibit A" in titles[-1]
    assert len(titles) == 13


def test_objects_are_packed(sample: bytes) -> None:
    assert b"/Type /ObjStm" in sample
    assert len(sample) < 80_000


@pytest.mark.parametrize("turn", range(12))
def test_no_compressed_stream_ends_in_a_carriage_return(turn: int) -> None:
    before = raw()
    paper = sample_paper()
    facts = Facts("T" * (turn + 1), "A", "S", "en", date(2026, 11, 23), paper.content)
    made = finishing.finish(before, facts)
    assert b"\r\nendstream" not in made
    with pikepdf.open(io.BytesIO(made)) as file:
        streams = [item for item in file.objects if isinstance(item, pikepdf.Stream)]
        assert all(item.read_raw_bytes()[-1:] != b"\r" for item in streams)


def test_a_stream_that_ends_in_a_carriage_return_is_mended() -> None:
    words = next(
        text
        for text in (b"% a comment of a page " + b"x" * n + b"\n" for n in range(2_000))
        if zlib.compress(text)[-1] == 0x0D
    )
    with pikepdf.open(io.BytesIO(raw())) as file:
        page = file.pages[0].obj
        page.Contents.write(zlib.compress(words), filter=pikepdf.Name.FlateDecode)
        assert page.Contents.read_raw_bytes()[-1:] == b"\r"
        finishing._mend_streams(file)
        assert page.Contents.read_raw_bytes()[-1:] != b"\r"
        assert page.Contents.read_bytes().rstrip() == words.rstrip()


def test_objects_are_moved_until_the_writer_makes_no_bad_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    with pikepdf.open(io.BytesIO(render(sample_paper()))) as file:
        whole = finishing._saved(file)
        monkeypatch.setattr(finishing, "_BAD_END", whole[-40:-20])
        moved = finishing._saved(file)
    assert moved != whole
    assert broken_rules(moved) == []


def _picture(mode: str, form: str, size: tuple[int, int] = (200, 80)) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, form)
    return out.getvalue()


def _huge(wide: int, high: int) -> bytes:
    """A PNG that says it is huge and holds nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(99))) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("mode", "form"),
    [("RGBA", "PNG"), ("LA", "PNG"), ("P", "PNG"), ("1", "PNG"), ("CMYK", "JPEG"), ("L", "JPEG")],
)
def test_a_logo_of_any_colours_leaves_the_file_archival(mode: str, form: str) -> None:
    pdf = render(sample_paper(), logo_png=_picture(mode, form))
    assert broken_rules(pdf) == []
    assert "image" in run(pdf, "pdfimages", "-list", "{}")


@pytest.mark.parametrize(
    "data",
    [_huge(20_000, 20_000), _huge(12_000, 12_000), _huge(0, 0), _picture("RGB", "PNG", (3, 4_001)),
     Image.effect_noise((300, 200), 50).tobytes(), _picture("RGB", "PNG")[:90], b"<svg/>", b"GIF89a"],
)  # fmt: skip
def test_a_logo_that_cannot_be_read_leaves_the_name(data: bytes) -> None:
    pdf = render(sample_paper(), logo_png=data)
    assert_sound(pdf)
    assert run(pdf, "pdfimages", "-list", "{}").count("image") == 0
    assert "Lindqvist Operations Consulting" in run(pdf, "pdftotext", "{}", "-")[:80]


def test_a_file_that_is_not_finished_fails_the_gate() -> None:
    with pytest.raises(AssertionError):
        assert_sound(raw())
