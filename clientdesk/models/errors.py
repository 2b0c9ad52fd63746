"""Errors sorted by who can act: the user, the environment, or (anything else) us.

Facts are attributes; words live in `services.wording`.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from pathlib import Path


class ClientDeskError(Exception):
    """Root of every error that has words for the user."""


class UserError(ClientDeskError):
    """A rule refused what was asked; the user can change the request."""


class EnvironmentFault(ClientDeskError):
    """The machine, a file or another program stands in the way."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one entry.

    Attributes:
        field: dotted name of the field, e.g. ``contacts.0.email``; empty for the whole record.
        code: stable identifier that `services.wording` words, e.g. ``too_long``.
        facts: values for the sentence (limits, other dates).
    """

    field: str
    code: str
    facts: dict[str, object] = dataclass_field(default_factory=dict)


class InvalidInput(UserError):
    """Entries that cannot be kept as they are; nothing was stored."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(f"{p.field}: {p.code}" for p in problems))
        self.problems = problems


class NotFound(UserError):
    def __init__(self, kind: str, record_id: str) -> None:
        super().__init__(f"{kind} {record_id}")
        self.kind = kind
        self.record_id = record_id


class DateInThePast(UserError):
    """A date that must lie after today does not."""

    def __init__(self, until: date, today: date) -> None:
        super().__init__(f"{until} <= {today}")
        self.until = until
        self.today = today


class UndoRefused(UserError):
    """The rows have changed since; replaying would overwrite that."""

    def __init__(self, label: str) -> None:
        super().__init__(label)
        self.label = label


class IssueRefused(UserError):
    """An agreement cannot be issued; `problems` lists every reason by field."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(f"{p.field}: {p.code}" for p in problems))
        self.problems = problems


class WrongState(UserError):
    """The agreement is not in a state that allows this step."""

    def __init__(self, state: str, wanted: str) -> None:
        super().__init__(f"{state}, wanted {wanted}")
        self.state = state
        self.wanted = wanted


class ImportRefused(UserError):
    """An import file cannot be taken; nothing was stored.

    Attributes:
        problems: every reason, with the row or path in `field`.
        skippable: number of rows that `--skip-bad` would leave out.
    """

    def __init__(self, problems: list[Problem], skippable: int = 0) -> None:
        super().__init__("; ".join(f"{p.field}: {p.code}" for p in problems[:5]))
        self.problems = problems
        self.skippable = skippable


class FileUnreadable(EnvironmentFault):
    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class FileNotWritten(EnvironmentFault):
    """A file could not be written; an older file of that name is untouched."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class StoreNewer(EnvironmentFault):
    """The store was written by a newer ClientDesk."""

    def __init__(self, path: Path, found: int, known: int) -> None:
        super().__init__(f"{path}: schema {found}, known {known}")
        self.path = path
        self.found = found
        self.known = known


class StoreForeign(EnvironmentFault):
    """The file is no ClientDesk store."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class StoreDamaged(EnvironmentFault):
    """The file fails its checks; `newest_backup` is the one to offer, if any."""

    def __init__(self, path: Path, detail: str, newest_backup: Path | None = None) -> None:
        super().__init__(f"{path}: {detail}")
        self.path = path
        self.detail = detail
        self.newest_backup = newest_backup


class StoreBusy(EnvironmentFault):
    """Another program holds the store's write lock."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class StoreFull(EnvironmentFault):
    """The disk (or the allowed size) is full; nothing of this write was kept."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class StoreReadOnly(EnvironmentFault):
    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class WorkspaceInUse(EnvironmentFault):
    """A window (or command) holds this workspace for writing."""

    def __init__(self, folder: Path, pid: int | None = None) -> None:
        super().__init__(f"{folder} (process {pid})")
        self.folder = folder
        self.pid = pid


class BackupFailed(EnvironmentFault):
    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(f"{path}: {detail}")
        self.path = path
        self.detail = detail


class NoPrinter(EnvironmentFault):
    """The system offers no print queue."""


class PrintFailed(EnvironmentFault):
    def __init__(self, queue: str, detail: str) -> None:
        super().__init__(f"{queue}: {detail}")
        self.queue = queue
        self.detail = detail


class SecretsUnavailable(EnvironmentFault):
    """The system keyring is missing, locked or refuses (`why`: none, locked, denied)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class CalendarUnread(EnvironmentFault):
    """A foreign calendar can't be read now; what was read before stays.

    `why`: code of the reason, such as ``no_answer`` or ``status:404``.
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
