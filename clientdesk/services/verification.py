"""Electronic signatures of a PDF: are the signed bytes unchanged, what was appended, whose key is it?

Reads only. Nothing is fetched, no certificate is trusted: who holds a key is not ours to say.
"""

from __future__ import annotations

import logging
import re
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from clientdesk.models.text import clean_line
from clientdesk.models.views.signing import Change, Seal, SealState, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

_MOST_SEALS = 50
_NAME_LENGTH = 200
_WEAK = frozenset({"md2", "md5", "sha1"})
_CONTENTS = re.compile(rb"/ByteRange\s*\[\s*0\s+\d+\s+\d+\s+\d+")
_WORST = (SealState.BROKEN, SealState.CHANGED, SealState.UNCLEAR, SealState.ADDED)


def verify(pdf: bytes, expected: int | None = None) -> Verdict:
    """What the signatures in a PDF prove. Never raises: a file that cannot be read is said to be so.

    Args:
        pdf: the file, byte for byte.
        expected: how many signatures there should be.
    """
    traces = len(set(_CONTENTS.findall(pdf)))
    if not traces and b"/ByteRange" not in pdf:
        return Verdict(expected=expected)
    try:
        with _quiet():
            return _verified(pdf, expected, traces)
    except Exception:  # noqa: BLE001 - a foreign file may be broken in any way; what it is then, we say
        return Verdict(SealState.BROKEN, expected=expected, has_traces=True)


def _verified(pdf: bytes, expected: int | None, traces: int) -> Verdict:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.fields import enumerate_sig_fields

    reader = PdfFileReader(BytesIO(pdf))
    if reader.encrypted:
        reader.decrypt(b"")
    found = _embedded(reader)
    seals = tuple(_judged(name, embedded) for name, embedded in found[:_MOST_SEALS])
    signed = {name for name, _ in found}
    empty = sum(1 for name, value, _ in enumerate_sig_fields(reader) if value is None and name not in signed)
    if not seals:
        return Verdict(SealState.BROKEN, expected=expected, empty_places=empty, has_traces=True)
    states = {_state(seal) for seal in seals}
    if not any(seal.covers_file or seal.trouble for seal in seals):
        states.add(SealState.ADDED)
    worst = next((state for state in _WORST if state in states), SealState.INTACT)
    return Verdict(worst, seals, expected, empty, traces > len(found))


def _embedded(reader: Any) -> list[tuple[str, EmbeddedPdfSignature | None]]:
    """Signatures (not time stamps of the document) by the revision they belong to; None for unreadable ones."""
    from pyhanko.sign.fields import enumerate_sig_fields
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

    found: list[tuple[int, str, EmbeddedPdfSignature | None]] = []
    for name, value, reference in enumerate_sig_fields(reader, filled_status=True):
        try:
            if str(value.get_object().get("/Type", "/Sig")) == "/DocTimeStamp":
                continue
            embedded = EmbeddedPdfSignature(reader, reference.get_object(), name)
            found.append((embedded.signed_revision, name, embedded))
        except Exception:  # noqa: BLE001 - see verify
            found.append((1 << 30, name, None))
    return [(name, embedded) for _, name, embedded in sorted(found, key=_revision)]


def _revision(entry: tuple[int, str, Any]) -> tuple[int, str]:
    return entry[0], entry[1]


def _judged(name: str, embedded: EmbeddedPdfSignature | None) -> Seal:
    place = _clean(name)
    if embedded is None:
        return Seal(place, trouble=True)
    try:
        return _read(place, embedded)
    except Exception:  # noqa: BLE001 - see verify
        return Seal(place, trouble=True)


def _read(place: str, embedded: EmbeddedPdfSignature) -> Seal:
    from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
    from pyhanko.sign.validation.generic_cms import extract_tst_data_iter, validate_sig_integrity
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    certificate = embedded.signer_cert
    intact, valid = validate_sig_integrity(
        embedded.signer_info, certificate, "data", embedded.compute_digest()
    )
    embedded.compute_integrity_info()  # type: ignore[no-untyped-call]
    result = embedded.diff_result
    change = Change.OTHER
    if isinstance(result, DiffResult) and embedded.summarise_integrity_info()["docmdp_ok"]:
        change = {
            ModificationLevel.NONE: Change.NONE,
            ModificationLevel.LTA_UPDATES: Change.PROOF,
            ModificationLevel.FORM_FILLING: Change.FORM,
        }.get(result.modification_level, Change.OTHER)
    return Seal(
        field=place,
        signer=_name_of(certificate.subject),
        issuer=_name_of(certificate.issuer),
        signed_at=_signed_at(embedded),
        has_timestamp=any(True for _ in extract_tst_data_iter(embedded.signer_info, signed=False)),
        is_self_signed=bool(certificate.issuer == certificate.subject),
        is_intact=bool(intact and valid),
        covers_file=embedded.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        change=change,
        is_weak=embedded.md_algorithm in _WEAK,
    )


def _state(seal: Seal) -> SealState:
    """Of one signature by itself; a later signature is a form entry to an earlier one."""
    if seal.trouble:
        return SealState.UNCLEAR
    if not seal.is_intact:
        return SealState.BROKEN
    return SealState.CHANGED if seal.change is Change.OTHER else SealState.INTACT


def _signed_at(embedded: EmbeddedPdfSignature) -> datetime | None:
    at = embedded.self_reported_timestamp
    return at if isinstance(at, datetime) and at.tzinfo is not None else None


def _name_of(name: Any) -> str:
    """The most telling part of a certificate's name."""
    parts = name.native
    for key in ("common_name", "pseudonym", "organization_name", "email_address"):
        value = parts.get(key)
        if value:
            return _clean(value if isinstance(value, str) else str(value[-1]))
    return _clean(str(name.human_friendly))


def _clean(text: str) -> str:
    return clean_line(text)[:_NAME_LENGTH]


@contextmanager
def _quiet() -> Iterator[None]:
    """The reader's own remarks on damaged files stay out of our log."""
    logger = logging.getLogger("pyhanko")
    before = logger.disabled, logger.propagate
    logger.propagate = False
    handler = logging.NullHandler()
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.disabled, logger.propagate = before
