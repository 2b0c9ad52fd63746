"""What can be said of a file that came back signed: its seals, what it is, which version it belongs to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Self


class SealState(StrEnum):
    """How a file stands to the electronic signatures in it; the worst of them decides.

    `ADDED`: form entries or proof about certificates came after the last signature. `UNCLEAR`: there is a
    signature, and it cannot be judged.
    """

    NONE = "none"
    INTACT = "intact"
    ADDED = "added"
    UNCLEAR = "unclear"
    CHANGED = "changed"
    BROKEN = "broken"


class Change(StrEnum):
    """What was appended to a file after a signature."""

    NONE = "none"
    PROOF = "proof"
    FORM = "form"
    OTHER = "other"


class Match(StrEnum):
    """Which paper a file's content ID belongs to."""

    THIS = "this"
    OTHER_VERSION = "other_version"
    OTHER_PAPER = "other_paper"
    UNKNOWN = "unknown"
    NONE = "none"


class Level(StrEnum):
    """Weight of a remark."""

    GOOD = "good"
    NOTE = "note"
    LOOK = "look"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Seal:
    """One electronic signature in a file.

    Attributes:
        signer, issuer: names in the certificate, as its maker wrote them.
        signed_at: as the signer's computer said it, with its offset.
        has_timestamp: a timestamp service's stamp is attached (it is not checked).
        is_intact: the signed bytes are the signed bytes, and the signature fits the key.
        covers_file: nothing at all follows in the file.
        change: what was appended after it.
        is_weak: made with a hash that can be forged today (MD5, SHA-1).
        trouble: it could not be judged.
    """

    field: str
    signer: str = ""
    issuer: str = ""
    signed_at: datetime | None = None
    has_timestamp: bool = False
    is_self_signed: bool = False
    is_intact: bool = False
    covers_file: bool = False
    change: Change = Change.NONE
    is_weak: bool = False
    trouble: bool = False

    def as_plain(self) -> dict[str, Any]:
        """As JSON values."""
        plain: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__}
        plain["signed_at"] = self.signed_at.isoformat() if self.signed_at is not None else None
        plain["change"] = self.change.value
        return plain

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Self:
        """Back from JSON values."""
        at = plain.get("signed_at")
        return cls(
            **{
                **plain,
                "signed_at": datetime.fromisoformat(at) if at else None,
                "change": Change(plain.get("change", "none")),
            }
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the electronic signatures of a file prove.

    Attributes:
        seals: in the order in which they were made.
        expected: how many there should be; None where nobody said.
        empty_places: signature fields that nobody has signed.
        has_traces: bytes of a signature that the file no longer lists.
    """

    state: SealState = SealState.NONE
    seals: tuple[Seal, ...] = ()
    expected: int | None = None
    empty_places: int = 0
    has_traces: bool = False

    @property
    def is_short(self) -> bool:
        """Fewer signatures than expected."""
        return self.expected is not None and len(self.seals) < self.expected

    def as_plain(self) -> dict[str, Any]:
        """As JSON values, for the signing log."""
        return {
            "state": self.state.value,
            "seals": [seal.as_plain() for seal in self.seals],
            "expected": self.expected,
            "empty_places": self.empty_places,
            "has_traces": self.has_traces,
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Self:
        """Back from JSON values; keys it doesn't know are left alone."""
        return cls(
            state=SealState(plain.get("state", "none")),
            seals=tuple(Seal.from_plain(seal) for seal in plain.get("seals", ())),
            expected=plain.get("expected"),
            empty_places=plain.get("empty_places", 0),
            has_traces=plain.get("has_traces", False),
        )


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence about a file and its weight."""

    level: Level
    text: str


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file as read once; nothing of it was run or changed.

    Attributes:
        name: its name without the folder, for showing only.
        media_type: by content; ``application/octet-stream`` for what is neither PDF nor picture.
        pages: of a PDF that could be opened.
        content_ids: those found in attached data or in the text of pages, as printed.
        is_attached: the (only) content ID comes from attached data whose hash was computed again.
        problems: codes of what is unusual (``encrypted``, ``javascript``, ``wrong_suffix`` …).
    """

    name: str
    media_type: str
    size: int
    sha256: str
    data: bytes = field(repr=False, compare=False)
    pages: int | None = None
    content_ids: tuple[str, ...] = ()
    is_attached: bool = False
    problems: tuple[str, ...] = ()
    verdict: Verdict = field(default_factory=Verdict)


@dataclass(frozen=True, slots=True)
class FileLook:
    """What is known of a file before it is filed.

    Attributes:
        match: against the paper it is to be filed with (or any paper, where none was named).
        matched_id: of the version it belongs to, if one is on record.
        matched: that version in words, such as "SOW-2026-014 version 2".
        begins_as_issued: a PDF's first bytes are exactly the file as issued; None where there is none to compare.
        is_as_issued: it is that very file, to which nothing was added.
        strangers: names in certificates that share no word with a signatory of the paper (`signatories`).
        remarks: all of it in sentences: what stands in the way, the verdict, the rest.
        needs_reason: it can be filed as this version's signature only with a typed reason.
    """

    facts: FileFacts
    match: Match = Match.NONE
    matched_id: str = ""
    matched: str = ""
    begins_as_issued: bool | None = None
    is_as_issued: bool = False
    strangers: tuple[str, ...] = ()
    signatories: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    needs_reason: bool = False

    @property
    def is_signed_electronically(self) -> bool:
        return self.facts.verdict.state is not SealState.NONE
