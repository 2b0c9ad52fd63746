"""Files that come back are judged by content; whatever is odd about them is named, nothing makes the look fail."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from clientdesk.models.errors import FileUnreadable, InvalidInput
from clientdesk.models.tables.paper_file import FILE_LIMIT
from clientdesk.models.views.signing import SealState
from clientdesk.services.file_look import OPAQUE, PDF, look_into, media_type, read_file, shown_name
from clientdesk.services.papers import render
from tests.helpers import signed_papers as made
from tests.helpers.sample_agreement import sample_paper


@pytest.fixture(scope="module")
def issued() -> bytes:
    return render(sample_paper())


def picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (30, 40), "white").save(out, kind)
    return out.getvalue()


KINDS = {
    "image/png": lambda: picture("PNG"),
    "image/jpeg": lambda: picture("JPEG"),
    "image/tiff": lambda: picture("TIFF"),
    "image/webp": lambda: picture("WEBP"),
    "image/heic": lambda: b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(40),
    PDF: lambda: b"%PDF-1.4\n",
    OPAQUE: lambda: b"PK\x03\x04 a word processor's file",
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_is_what_its_content_says(kind: str) -> None:
    assert media_type(KINDS[kind]()) == kind


def test_our_own_paper_is_known_by_its_content_id(issued: bytes) -> None:
    facts = look_into("C:\\scans\\Paper.PDF", issued)
    assert facts.content_ids == (sample_paper().content_id,)
    assert (facts.name, facts.media_type, facts.size) == ("Paper.PDF", PDF, len(issued))
    assert facts.problems == ()
    assert facts.verdict.state is SealState.NONE
    assert facts.data == issued


def test_the_content_id_is_found_on_the_pages_when_the_record_is_not_attached(issued: bytes) -> None:
    facts = look_into("printed.pdf", without_attachments(issued))
    assert facts.content_ids == (sample_paper().content_id,)
    assert not facts.is_attached


def test_an_attached_record_is_hashed_again_and_must_agree_with_the_pages(issued: bytes) -> None:
    own = attached(without_attachments(issued), sample_paper().content)
    facts = look_into("signed.pdf", own)
    assert facts.is_attached
    assert facts.problems == ()
    other = attached(without_attachments(issued), sample_paper(what_changed="Another text").content)
    facts = look_into("signed.pdf", other)
    assert "ids_disagree" in facts.problems
    assert not facts.is_attached
    assert facts.content_ids[0] == sample_paper(what_changed="Another text").content_id
    foreign = attached(without_attachments(issued), b"[" * 100_000)
    assert look_into("signed.pdf", foreign).content_ids == (sample_paper().content_id,)


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (lambda pdf: locked(pdf, "open sesame"), "encrypted"),
        (lambda pdf: locked(pdf, ""), "protected"),
        (lambda pdf: with_action(pdf, {"/S": pikepdf.Name.JavaScript, "/JS": "app.alert(1)"}), "javascript"),
        (lambda pdf: with_action(pdf, {"/S": pikepdf.Name.Launch, "/F": "calc.exe"}), "actions"),
        (lambda pdf: with_action(pdf, {"/JS": "app.alert(1)"}), "javascript"),
        (lambda pdf: attached(pdf, b"bait", "invoice.exe"), "attachments"),
        (lambda pdf: attached(without_attachments(pdf), b"bait", "invoice.exe"), "attachments"),
        (lambda pdf: pdf[: len(pdf) // 3], "damaged"),
    ],
)
def test_what_is_unusual_about_a_pdf_is_named(issued: bytes, spoil, problem: str) -> None:
    spoiled = spoil(issued)
    facts = look_into("paper.pdf", spoiled)
    assert problem in facts.problems
    assert facts.data == spoiled


def test_a_name_that_lies_about_its_kind_is_named(issued: bytes) -> None:
    assert look_into("scan.png", issued).problems == ("wrong_suffix",)
    assert look_into("scan.pdf", picture("JPEG")).problems == ("wrong_suffix",)
    assert look_into("contract.docx", KINDS[OPAQUE]()).problems == ("not_a_scan",)


def test_a_stream_that_swells_without_end_is_not_swallowed() -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        bomb = pikepdf.Stream(pdf, bytes(80 * 1024 * 1024))
        pdf.pages[0].Contents = pdf.make_indirect(bomb)
        out = io.BytesIO()
        pdf.save(out, compress_streams=True)
    facts = look_into("bomb.pdf", out.getvalue())
    assert facts.size < 1_000_000
    assert "damaged" in facts.problems
    assert facts.pages == 1


def test_empty_huge_and_missing_files_are_refused(tmp_path: Path) -> None:
    empty, huge = tmp_path / "empty.pdf", tmp_path / "huge.pdf"
    empty.write_bytes(b"")
    with huge.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    for path, code in ((empty, "file_empty"), (huge, "file_too_heavy")):
        with pytest.raises(InvalidInput) as refused:
            read_file(path)
        assert [(p.field, p.code) for p in refused.value.problems] == [("file", code)]
    exact = tmp_path / "exact.bin"
    with exact.open("wb") as file:
        file.truncate(FILE_LIMIT)
    assert len(read_file(exact)) == FILE_LIMIT
    for path in (tmp_path, tmp_path / "none.pdf"):
        with pytest.raises(FileUnreadable):
            read_file(path)


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.pdf"
    os.mkfifo(pipe)
    with pytest.raises(FileUnreadable, match="no ordinary file"):
        read_file(pipe)


def test_names_are_shown_without_folders_and_disguises() -> None:
    assert shown_name("../../etc/\u202efdp.exe") == "fdp.exe"
    assert shown_name("C:\\scans\\a\nb.pdf") == "a b.pdf"
    assert len(shown_name("x" * 300 + ".pdf")) <= 255


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 100_000), length=st.integers(0, 5_000), noise=st.binary(max_size=60))
def test_no_damage_makes_the_look_fail(issued: bytes, place: int, length: int, noise: bytes) -> None:
    signed = made.signed_by_client(issued)
    at = place % len(signed)
    damaged = signed[:at] + noise + signed[at + length :]
    facts = look_into("damaged.pdf", damaged)
    assert facts.size == len(damaged)


PRINTED = "AB12-CD34-EF56-7890"


def page_with(font: dict[str, object], content: bytes, unicode_map: bytes | None = None) -> bytes:
    """A PDF of one page that draws text in one font."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        made_font = pikepdf.Dictionary(Type=pikepdf.Name.Font, **font)
        if unicode_map is not None:
            made_font.ToUnicode = pdf.make_stream(unicode_map)
        fonts = pikepdf.Dictionary(F1=pdf.make_indirect(made_font))
        pdf.pages[0].Resources = pikepdf.Dictionary(Font=fonts)
        pdf.pages[0].Contents = pdf.make_stream(content)
        pdf.save(out)
    return out.getvalue()


def codes(text: str, width: int, offset: int = 0) -> str:
    return "".join(f"{ord(char) + offset:0{2 * width}x}" for char in text)


@pytest.mark.parametrize(
    ("font", "content", "unicode_map"),
    [
        ({"Subtype": pikepdf.Name.Type1}, f"BT /F1 9 Tf ({PRINTED}) Tj ET", None),
        ({"Subtype": pikepdf.Name.Type1}, "BT /F1 9 Tf [(AB12-) -20 (CD34-EF56) 4 (-7890)] TJ ET", None),
        ({"Subtype": pikepdf.Name.Type1}, f"BT /F1 9 Tf (Content ID) Tj T* ({PRINTED}) ' ET", None),
        (
            {"Subtype": pikepdf.Name.Type0},
            f"BT /F1 9 Tf <{codes(PRINTED, 2, 16)}> Tj ET",
            b"1 beginbfrange <0010> <00ff> <0000> endbfrange",
        ),
        (
            {"Subtype": pikepdf.Name.TrueType},
            "BT /F1 9 Tf <01020304050102> Tj <03> Tj ET",
            b"2 beginbfrange <01> <03> [<004100420031> <0032> <002d00430044003300340020>] endbfrange "
            b"1 beginbfchar <04> <> endbfchar",
        ),
    ],
)
def test_ids_are_read_in_other_programs_fonts(
    font: dict[str, object], content: str, unicode_map: bytes | None
) -> None:
    facts = look_into("x.pdf", page_with(font, content.encode(), unicode_map))
    assert facts.problems == ()
    assert facts.content_ids == ((PRINTED,) if "0102030405" not in content else ())


def test_text_without_a_font_or_a_map_is_no_id() -> None:
    wide = page_with({"Subtype": pikepdf.Name.Type0}, f"BT /F1 9 Tf <{codes(PRINTED, 2)}> Tj ET".encode())
    bare = page_with({"Subtype": pikepdf.Name.Type1}, f"BT ({PRINTED}) Tj [({PRINTED})] TJ ET".encode())
    picture_inline = page_with(
        {"Subtype": pikepdf.Name.Type1}, b"BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI BT /F1 9 Tf (AB12) Tj ET"
    )
    for pdf in (wide, bare, picture_inline):
        assert look_into("x.pdf", pdf).content_ids == ()


def test_nobody_waits_for_a_file_of_endless_objects(issued: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    spoiled = with_action(issued, {"/S": pikepdf.Name.JavaScript, "/JS": "app.alert(1)"})
    monkeypatch.setattr("clientdesk.services.file_look._MOST_OBJECTS", 0)
    assert look_into("x.pdf", spoiled).problems == ()
    monkeypatch.setattr("clientdesk.services.file_look._MOST_OBJECTS", 50_000)
    nested: object = pikepdf.Dictionary({"/S": pikepdf.Name.JavaScript})
    for _ in range(12):
        nested = pikepdf.Array([nested])
    assert look_into("x.pdf", with_action(issued, {"/S": pikepdf.Name.GoTo, "/D": nested})).problems == ()


def test_another_programs_attached_file_of_our_name_is_no_record(issued: bytes) -> None:
    for content in (b'{"some": "thing"}', b"7", b"not json"):
        facts = look_into("x.pdf", attached(without_attachments(issued), content))
        assert not facts.is_attached
        assert facts.content_ids == (sample_paper().content_id,)


def without_attachments(pdf: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for name in list(opened.attachments):
            del opened.attachments[name]
        if "/AF" in opened.Root:
            del opened.Root["/AF"]
        opened.save(out)
    return out.getvalue()


def attached(pdf: bytes, content: bytes, name: str = "agreement.json") -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.attachments[name] = pikepdf.AttachedFileSpec(opened, content, filename=name)
        opened.save(out)
    return out.getvalue()


def locked(pdf: bytes, password: str) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(out, encryption=pikepdf.Encryption(owner="owner", user=password))
    return out.getvalue()


def with_action(pdf: bytes, action: dict[str, object]) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.Root.OpenAction = pikepdf.Dictionary(action)
        opened.save(out)
    return out.getvalue()
