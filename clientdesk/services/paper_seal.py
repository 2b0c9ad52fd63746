"""Whether an issued paper is still as it was issued: content, kept files, repeated facts, signatures and log.

Everything is read by plain SQL, so that the doctor can look at a store file without opening the workspace.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from clientdesk.models.enums import AgreementKind, AgreementState, FileKind, PaperOrigin, SigningKind
from clientdesk.models.errors import InvalidInput
from clientdesk.models.family_documents import ExternalDocument
from clientdesk.models.frozen_paper import PAPER_VERSION, FrozenPaper, content_id
from clientdesk.services.paper_content import price_of
from clientdesk.services.paper_states import OUT
from clientdesk.services.signing_log import SIGNATURE_KINDS
from clientdesk.store.first_reads import Fetch

CONTENT, NUMBER, VERSION, DATE, PRICE = "content", "number", "version", "issued_on", "price"
FILE, STATE, SIGNATURES, LOG = "file", "state", "signatures", "log"

_PAPERS = (
    "SELECT id, number, version, kind, origin, state, issued_on, net_minor, currency, signatures, content,"
    " fingerprint FROM agreement WHERE content IS NOT NULL"
)
_AFTER = {
    SigningKind.ISSUED: AgreementState.ISSUED,
    SigningKind.SENT: AgreementState.SENT,
    SigningKind.EXECUTED: AgreementState.EXECUTED,
    SigningKind.SUPERSEDED: AgreementState.SUPERSEDED,
    SigningKind.DECLINED: AgreementState.DECLINED,
    SigningKind.WITHDRAWN: AgreementState.WITHDRAWN,
    SigningKind.EXPIRED: AgreementState.EXPIRED,
}


@dataclass(frozen=True, slots=True)
class Broken:
    """A paper that was changed outside ClientDesk. `what`: codes of what no longer fits (`services.wording`)."""

    agreement_id: str
    number: str
    version: int
    what: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.number} version {self.version}"


@dataclass(frozen=True, slots=True)
class _Paper:
    agreement_id: str
    number: str
    version: int
    kind: str
    origin: str
    state: str
    issued_on: str | None
    net_minor: int | None
    currency: str
    signatures: str
    content: bytes
    fingerprint: str


@dataclass(frozen=True, slots=True)
class _Line:
    kind: str
    side: str | None
    signer: str
    signed_on: str | None
    content_id: str
    file_id: str | None
    file_hash: str


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A kept file, hashed now."""

    file_id: str
    kind: str
    is_intact: bool
    sha256: str


def all_broken(fetch: Fetch) -> list[Broken]:
    """Every paper of the store that was changed outside, by number and version."""
    if not fetch("SELECT 1 FROM sqlite_master WHERE name = 'signing_event'", ()):
        return _broken_of_old(fetch)
    found = (_judged(fetch, _Paper(*row)) for row in fetch(f"{_PAPERS} ORDER BY number, version", ()))
    return [broken for broken in found if broken.what]


def broken_of(fetch: Fetch, agreement_id: str) -> tuple[str, ...]:
    """What of one paper was changed outside; nothing for a draft."""
    rows = fetch(f"{_PAPERS} AND id = ?", (agreement_id,))
    return _judged(fetch, _Paper(*rows[0])).what if rows else ()


def _broken_of_old(fetch: Fetch) -> list[Broken]:
    """The same in a store from before there was a log; only its contents can be judged."""
    rows = fetch(
        "SELECT id, number, version, content, fingerprint FROM agreement WHERE content IS NOT NULL"
        " ORDER BY number, version",
        (),
    )
    return [
        Broken(key, str(number), int(version), (CONTENT,))
        for key, number, version, content, known in rows
        if _hash_of(content) != known
    ]


def files_of(fetch: Fetch, agreement_id: str) -> list[KeptFile]:
    """The kept files of a paper, each hashed now."""
    rows = fetch(
        "SELECT id, kind, sha256, size, data FROM paper_file WHERE agreement_id = ?", (agreement_id,)
    )
    return [
        KeptFile(key, kind, len(data) == size and _hash_of(data) == known, known)
        for key, kind, known, size, data in rows
    ]


def _judged(fetch: Fetch, paper: _Paper) -> Broken:
    lines = [
        _Line(*row)
        for row in fetch(
            "SELECT kind, side, signer, signed_on, content_id, file_id, file_hash FROM signing_event"
            " WHERE agreement_id = ? ORDER BY at, id",
            (paper.agreement_id,),
        )
    ]
    files = files_of(fetch, paper.agreement_id)
    what = (*_content(paper), *_files(files, lines), *_filed(paper, files), *_log(paper, lines))
    return Broken(paper.agreement_id, str(paper.number), int(paper.version), tuple(dict.fromkeys(what)))


def _content(paper: _Paper) -> Iterator[str]:
    if _hash_of(paper.content) != paper.fingerprint:
        yield CONTENT
        return
    try:
        frozen = FrozenPaper.from_json(paper.content)
    except InvalidInput:
        yield CONTENT
        return
    if frozen.facts.number != paper.number:
        yield NUMBER
    if frozen.facts.version != paper.version:
        yield VERSION
    if frozen.kind.value != paper.kind or frozen.is_external != (paper.origin == PaperOrigin.EXTERNAL.value):
        yield CONTENT
    if not frozen.is_external and str(frozen.facts.issued_on) != paper.issued_on:
        yield DATE
    if (paper.net_minor is not None or not _is_old(paper)) and price_of(
        AgreementKind(frozen.kind), frozen.document
    ) != (paper.net_minor, paper.currency):
        yield PRICE


def _files(files: Iterable[KeptFile], lines: Iterable[_Line]) -> Iterator[str]:
    kept = {file.file_id: file for file in files}
    if not all(file.is_intact for file in kept.values()):
        yield FILE
    for line in lines:
        if line.file_id is not None and (
            line.file_id not in kept or kept[line.file_id].sha256 != line.file_hash
        ):
            yield FILE
    printed = {file.file_id for file in kept.values() if file.kind == FileKind.ISSUED.value}
    if len(printed) > 1 or sum(line.kind == SigningKind.ISSUED.value for line in lines) > 1:
        yield LOG
    if printed - {line.file_id for line in lines if line.kind == SigningKind.ISSUED.value}:
        yield LOG


def _filed(paper: _Paper, files: Iterable[KeptFile]) -> Iterator[str]:
    """The file of a paper from elsewhere must be the one that its content names."""
    filed = {file.sha256 for file in files if file.kind == FileKind.EXTERNAL.value}
    if not filed:
        return
    try:
        document = FrozenPaper.from_json(paper.content).document
    except InvalidInput:
        return
    if isinstance(document, ExternalDocument) and filed != {document.file_hash}:
        yield FILE


def _log(paper: _Paper, lines: Sequence[_Line]) -> Iterator[str]:
    """Log, state and signatures must tell the same story; papers of the first release have no lines at first."""
    if any(line.content_id != content_id(paper.fingerprint) for line in lines):
        yield LOG
    is_old = _is_old(paper)
    if not is_old and not lines:
        yield LOG
        return
    known = {kind.value for kind in SigningKind}
    if any(line.kind not in known for line in lines):
        yield LOG
        return
    told = _state_told(lines)
    if told is not None and told.value != paper.state:
        yield STATE
    try:
        said = {(one["side"], one["name"], one["on"]) for one in json.loads(paper.signatures)}
    except (ValueError, TypeError, KeyError):
        yield SIGNATURES
        return
    newest = {
        line.side: (line.side, line.signer, line.signed_on)
        for line in lines
        if SigningKind(line.kind) in SIGNATURE_KINDS and line.side is not None
    }
    logged = set(newest.values())
    if logged - said or (said - logged and not is_old):
        yield SIGNATURES


def _state_told(lines: Sequence[_Line]) -> AgreementState | None:
    """The state that the lines lead to; a signature moves only a paper that is out."""
    state = None
    for line in lines:
        kind = SigningKind(line.kind)
        if kind in _AFTER:
            state = _AFTER[kind]
        elif line.side is not None and (state is None or state in OUT):
            state = AgreementState.SIGNED
    return state


def _is_old(paper: _Paper) -> bool:
    """Whether it was issued before there was a log."""
    return f'"paper_version":{PAPER_VERSION}' not in str(bytes(paper.content), "utf-8", "replace")


def _hash_of(data: bytes | str) -> str:
    """Of bytes; a text put in their place by another program has a hash too, only never the right one."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()
