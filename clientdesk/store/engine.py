"""SQLAlchemy engines on the store's driver: IMMEDIATE for writing, read-only DEFERRED for reading."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from clientdesk.store import driver


def make_engine(path: Path, *, writing: bool) -> Engine:
    """An engine on one store file.

    `writing` transactions begin IMMEDIATE, so that they never fail half-way for a lock; reading ones begin
    DEFERRED on `query_only` connections. Bound values never reach an error message.
    """
    driver.check_version()

    def connect() -> Any:
        connection = driver.connect(path)
        if not writing:
            connection.execute("PRAGMA query_only = ON")
        return connection

    engine = create_engine(
        "sqlite://",
        module=driver.module,
        creator=connect,
        poolclass=QueuePool,
        pool_size=2 if writing else 4,
        max_overflow=2,
        hide_parameters=True,
    )
    begin = "BEGIN IMMEDIATE" if writing else "BEGIN"

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine
