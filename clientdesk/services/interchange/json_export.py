"""The whole workspace as one JSON document."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import select

from clientdesk.models.errors import FileNotWritten
from clientdesk.services.interchange.shape import FORMAT, FORMAT_VERSION, LISTS, as_json, columns, table_of
from clientdesk.services.ports import Clock
from clientdesk.store.unit_of_work import Store


def export_document(store: Store, clock: Clock) -> dict[str, Any]:
    """Every record of every table, from one snapshot, each list sorted by id."""
    document: dict[str, Any] = {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "exported_at": clock.now().isoformat().replace("+00:00", "Z"),
    }
    with store.reading() as session:
        for name, kind in LISTS.items():
            wanted = columns(kind)
            table = table_of(kind).__table__  # type: ignore[attr-defined]
            rows = session.execute(select(*wanted).order_by(table.c.id)).all()
            document[name] = [
                {column.name: as_json(kind, column, value) for column, value in zip(wanted, row, strict=True)}
                for row in rows
            ]
    return document


def write_document(document: dict[str, Any], path: Path) -> None:
    """Write beside, then rename: an older file of that name stays whole on failure.

    Raises:
        FileNotWritten: the folder, the permissions or the disk stand in the way.
    """
    if path.is_dir():
        raise FileNotWritten(path, "a folder has this name")
    part = path.with_name(path.name + ".part")
    try:
        descriptor = os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            json.dump(document, out, ensure_ascii=False, indent=1, allow_nan=False)
            out.write("\n")
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise FileNotWritten(path, error.strerror or str(error)) from error
