"""Bytes kept with a paper, taken in within a writing."""

from __future__ import annotations

from sqlalchemy import select
from sqlmodel import Session

from clientdesk.models.enums import FileKind
from clientdesk.models.errors import InvalidInput, Problem
from clientdesk.models.tables import PaperFile
from clientdesk.models.views.signing import FileFacts
from clientdesk.services.ports import Clock
from clientdesk.services.rows import table_of

_FILE = table_of(PaperFile).c


def keep_file(
    session: Session, clock: Clock, agreement_id: str, facts: FileFacts, kind: FileKind
) -> PaperFile:
    """Keep a file byte for byte with a paper.

    Raises:
        InvalidInput: this very file is kept with it already.
    """
    query = select(_FILE.id).where(
        _FILE.agreement_id == agreement_id, _FILE.sha256 == facts.sha256, _FILE.kind != FileKind.ISSUED
    )
    if session.execute(query.limit(1)).first() is not None:
        raise InvalidInput([Problem("file", "file_known")])
    kept = PaperFile(
        created_at=clock.now(),
        agreement_id=agreement_id,
        kind=kind,
        name=facts.name,
        media_type=facts.media_type,
        size=facts.size,
        sha256=facts.sha256,
        data=facts.data,
    )
    session.add(kept)
    session.flush()
    return kept
