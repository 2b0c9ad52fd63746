"""Bytes kept with a paper: our pages as issued, scans, signed files that came back. Never changed, never run."""

from __future__ import annotations

from sqlalchemy import LargeBinary
from sqlmodel import Field

from clientdesk.models.enums import FileKind
from clientdesk.models.tables.base import Row, between, length, one_of, stored_enum

FILE_LIMIT = 50 * 1024 * 1024
"""Most bytes of one kept file."""


class PaperFile(Row, table=True):
    """`sha256`: of `data`, hex. `name`: as it was called, for showing only. `media_type`: by content, not name."""

    __tablename__ = "paper_file"
    __table_args__ = (
        one_of("kind", FileKind),
        length("name", 255),
        between("size", 0, FILE_LIMIT),
    )

    agreement_id: str = Field(foreign_key="agreement.id", max_length=36, index=True)
    kind: FileKind = stored_enum(FileKind)
    name: str = Field(default="", max_length=255)
    media_type: str = Field(default="", max_length=64)
    size: int = Field(ge=0, le=FILE_LIMIT)
    sha256: str = Field(max_length=64)
    data: bytes = Field(sa_type=LargeBinary)
