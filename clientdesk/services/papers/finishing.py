"""The last step: an archival, accessible file from reportlab's, the same bytes whenever it is made.

Loads pikepdf; imported only when a paper is made.
"""

from __future__ import annotations

import hashlib
import io
import zlib
from functools import lru_cache
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from clientdesk.services.papers.xmp import Facts, metadata_text, packet

_CARRIAGE_RETURN = 0x0D
_BAD_END = b"\r\nendstream"
"""A compressed stream whose last byte is 0x0D: readers may take it for part of the line end."""
_TRIES = 40


def finish(pdf: bytes, facts: Facts) -> bytes:
    """The file as PDF/A-3a and PDF/UA-1: metadata, output intent, page order of the tags, attachment.

    The structure tree is in the file already; see `tagging`.
    """
    with pikepdf.open(io.BytesIO(pdf)) as file:
        root = file.Root
        _describe(file, facts)
        root.Metadata = _stream(file, packet(facts), Type=Name.Metadata, Subtype=Name.XML)
        root.OutputIntents = Array([_output_intent(file)])
        root.Lang = String(facts.language)
        for place, page in enumerate(file.pages):
            page.obj.StructParents = place
            page.obj.Tabs = Name.S
        if facts.attachment is not None:
            _attach(file, facts)
        if b"\rendstream" in pdf:
            _mend_streams(file)
        return _saved(file)


def _describe(file: pikepdf.Pdf, facts: Facts) -> None:
    info = file.trailer.Info
    for key in list(info.keys()):
        del info[key]
    info.Title = String(metadata_text(facts.title))
    info.Author = String(metadata_text(facts.author))
    info.Subject = String(metadata_text(facts.subject))
    info.Creator = info.Producer = String("ClientDesk")
    info.CreationDate = info.ModDate = String(facts.pdf_moment)


def _stream(file: pikepdf.Pdf, content: bytes, **keys: Any) -> Stream:
    return Stream(file, content, Dictionary(**keys))


def _output_intent(file: pikepdf.Pdf) -> Dictionary:
    profile = Stream(file, _srgb(), Dictionary(N=3, Filter=Name.FlateDecode))
    return Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB"),
        Info=String("sRGB IEC61966-2.1"),
        DestOutputProfile=file.make_indirect(profile),
    )


@lru_cache(maxsize=1)
def _srgb() -> bytes:
    """The colour space of the file as the image library knows it, compressed, without the moment it was made."""
    from PIL import ImageCms

    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    day = 1
    while True:
        # Year, month, day, hour, minute, second of making: a fixed date.
        profile[24:36] = b"".join(part.to_bytes(2, "big") for part in (2020, 1, day, 0, 0, 0))
        profile[84:100] = bytes(16)
        packed = zlib.compress(bytes(profile), 9)
        if packed[-1] != _CARRIAGE_RETURN:
            return packed
        day += 1


def _attach(file: pikepdf.Pdf, facts: Facts) -> None:
    content = facts.attachment or b""
    keys: dict[str, Any] = {
        "Type": Name.EmbeddedFile,
        "Subtype": Name("/application/json"),
        "Params": Dictionary(
            Size=len(content),
            ModDate=String(facts.pdf_moment),
            CheckSum=String(hashlib.md5(content, usedforsecurity=False).digest()),
        ),
    }
    packed = zlib.compress(content, 9)
    if packed[-1] == _CARRIAGE_RETURN:
        # The last bytes are a checksum of the content, so no other compression ends differently; what
        # follows the end of the data is ignored.
        packed += b"\n"
    keys["Filter"] = Name.FlateDecode
    embedded = file.make_indirect(Stream(file, packed, Dictionary(**keys)))
    name = String(facts.attachment_name)
    given = file.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=name,
            UF=name,
            Desc=String("Frozen content; the content ID on every page is the start of its SHA-256."),
            AFRelationship=Name.Source,
            EF=Dictionary(F=embedded, UF=embedded),
        )
    )
    file.Root.AF = Array([given])
    names = file.Root.get("/Names") or Dictionary()
    names.EmbeddedFiles = Dictionary(Names=Array([name, given]))
    file.Root.Names = names


def _mend_streams(file: pikepdf.Pdf) -> None:
    """A byte more for each compressed stream that would end in a carriage return; readers ignore it."""
    for found in file.objects:
        if not isinstance(found, Stream) or found.get("/Filter") is None:
            continue
        if found.read_raw_bytes()[-1:] != b"\r":
            continue
        content = found.read_bytes()
        while True:
            content += b" "
            packed = zlib.compress(content, 9)
            if packed[-1] != _CARRIAGE_RETURN:
                break
        if "/Length1" in found:
            found.Length1 = len(content)
        found.write(packed, filter=Name.FlateDecode)


def _saved(file: pikepdf.Pdf) -> bytes:
    """The bytes; objects are moved by a filler until no stream that the writer makes ends in a carriage return."""
    fillers: list[pikepdf.Object] = []
    for place in range(_TRIES):
        if place:
            fillers.append(file.make_indirect(Dictionary(Turn=place)))
            file.Root.PieceInfo = Dictionary(
                ClientDesk=Dictionary(LastModified=String("D:20200101000000+00'00'"), Private=Array(fillers))
            )
        out = io.BytesIO()
        file.save(
            out,
            min_version="1.7",
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
            recompress_flate=False,
            fix_metadata_version=False,
        )
        made = out.getvalue()
        if _BAD_END not in made:
            break
    return made
