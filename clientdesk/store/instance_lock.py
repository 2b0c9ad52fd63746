"""One writer per workspace: an advisory lock on a file of its own, freed by the kernel when its holder dies."""

from __future__ import annotations

import errno
import fcntl
import os
import struct
from pathlib import Path
from types import TracebackType

from clientdesk.models.errors import StoreFull, StoreReadOnly, WorkspaceInUse

LOCK_NAME = "clientdesk.lock"

# struct flock of Linux: type, whence, start, length, process. Locks of the open file description, unlike
# classic ones, are not lost when some other code of this process opens and closes the same file.
_FLOCK = "hhqqi4x"
_TAKE = struct.pack(_FLOCK, fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)


class WorkspaceLock:
    """The right to change one workspace, held from `acquire` to `release` or to the end of the process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / LOCK_NAME
        self._file: int | None = None

    @property
    def is_held(self) -> bool:
        return self._file is not None

    def acquire(self) -> None:
        """Take the lock without waiting; the folder is made when it is missing.

        Raises:
            WorkspaceInUse: another process (or another lock object of this one) holds it.
            StoreReadOnly: the folder cannot be written to.
            StoreFull: the disk is full.
        """
        if self._file is not None:
            return
        file = self._open()
        try:
            fcntl.fcntl(file, fcntl.F_OFD_SETLK, _TAKE)
        except OSError as problem:
            os.close(file)
            if problem.errno in (errno.EAGAIN, errno.EACCES):
                raise WorkspaceInUse(self._folder, self.holder_pid()) from None
            raise
        try:
            os.ftruncate(file, 0)
            os.pwrite(file, f"{os.getpid()}\n".encode(), 0)
        except OSError as problem:
            os.close(file)
            if problem.errno in (errno.ENOSPC, errno.EDQUOT):
                raise StoreFull(self._path) from None
            raise
        self._file = file

    def release(self) -> None:
        """Give the lock back; the file stays, because deleting it would let two hold it."""
        if self._file is not None:
            os.ftruncate(self._file, 0)
            os.close(self._file)
            self._file = None

    def holder_pid(self) -> int | None:
        """The process that holds this workspace now; None when nobody does or it has not said so yet."""
        if self._file is not None:
            return os.getpid()
        try:
            file = os.open(self._path, os.O_RDWR | os.O_CLOEXEC)
        except OSError:
            return None
        try:
            found = struct.unpack(_FLOCK, fcntl.fcntl(file, fcntl.F_OFD_GETLK, _TAKE))
            words = os.pread(file, 32, 0).split()
        finally:
            os.close(file)
        if found[0] == fcntl.F_UNLCK or not words or not words[0].isdigit():
            return None
        return int(words[0])

    def __enter__(self) -> WorkspaceLock:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def _open(self) -> int:
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        except OSError as problem:
            if problem.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
                raise StoreReadOnly(self._path) from None
            if problem.errno in (errno.ENOSPC, errno.EDQUOT):
                raise StoreFull(self._path) from None
            raise
