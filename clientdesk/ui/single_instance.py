"""The way a later start of ClientDesk asks the first one for its window: a private socket that knows two words."""

from __future__ import annotations

import hashlib
import logging
import os
import socket
import stat
import struct
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QObject, QSocketNotifier, Signal

_log = logging.getLogger(__name__)

RAISE, CAPTURE, DONE = b"raise", b"capture", b"done\n"
LONGEST_WORD = 1_000
"""Bytes of a request: a word, and with `CAPTURE` the client it is for."""
WAIT_S = 5.0
"""How long a second start waits for the first, which may be starting itself; when it is up, it answers in
milliseconds."""
LEAST_ANSWER_S = 0.5
_STEP_S = 0.02


class StartListener(QObject):
    """Listens for later starts on the same workspace; to be made by the holder of its `WorkspaceLock` only.

    Signals:
        raise_requested: a later start wants to see the window.
        capture_requested: the small window for an update is wanted, for this client by id or name, or none.
    """

    raise_requested = Signal()
    capture_requested = Signal(str)

    def __init__(self, workspace: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._socket: socket.socket | None = None
        self._watch: QSocketNotifier | None = None
        self._path = socket_path(workspace)

    def listen(self) -> bool:
        """Start listening; False where no private folder for the socket can be had."""
        if self._path is None:
            return False
        server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        server.setblocking(False)
        try:
            # The lock says that we are alone here: what is left is from a process that was killed.
            self._path.unlink(missing_ok=True)
            server.bind(str(self._path))
            self._path.chmod(0o600)
            server.listen(8)
        except OSError as problem:
            _log.warning("later starts cannot raise this window: %s", problem.strerror)
            server.close()
            return False
        self._socket = server
        self._watch = QSocketNotifier(server.fileno(), QSocketNotifier.Type.Read, self)
        self._watch.activated.connect(self._on_knock)
        return True

    def close(self) -> None:
        """Stop listening; call before the lock is released."""
        if self._watch is not None:
            self._watch.setEnabled(False)
            self._watch.deleteLater()
            self._watch = None
        if self._socket is not None and self._path is not None:
            self._path.unlink(missing_ok=True)
            self._socket.close()
            self._socket = None

    def _on_knock(self) -> None:
        if self._socket is None:
            return
        try:
            guest, _ = self._socket.accept()
        except OSError:
            return
        with guest:
            # A second start sends its word at once; whoever is slower than this is not one.
            guest.settimeout(0.05)
            try:
                asked = _heard(guest) if _peer_is_ours(guest) else None
                if asked is not None:
                    guest.sendall(DONE)
            except OSError:
                return
        if asked is not None:
            self._do(*asked)

    def _do(self, word: bytes, client: str) -> None:
        if word == CAPTURE:
            self.capture_requested.emit(client)
        else:
            self.raise_requested.emit()


def ask_to_raise(workspace: Path, wait_s: float = WAIT_S) -> bool:
    """Ask the holder of this workspace to show its window; False when nobody answers in time."""
    return _ask(workspace, RAISE, wait_s)


def ask_to_capture(workspace: Path, client: str = "", wait_s: float = WAIT_S) -> bool:
    """Ask the holder to open the small window, for a client by id or name; False when nobody answers in time."""
    return _ask(workspace, CAPTURE + b" " + client.encode()[: LONGEST_WORD - 20], wait_s)


def _ask(workspace: Path, request: bytes, wait_s: float) -> bool:
    path = socket_path(workspace)
    if path is None:
        return False
    deadline = time.monotonic() + wait_s
    while True:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as knock:
            knock.settimeout(max(deadline - time.monotonic(), LEAST_ANSWER_S))
            try:
                knock.connect(str(path))
                if not _peer_is_ours(knock):
                    return False
                knock.sendall(request + b"\n")
                return knock.recv(len(DONE)) == DONE
            except (FileNotFoundError, ConnectionError, BlockingIOError):
                # Not listening yet: it holds the lock, so it is about to.
                if time.monotonic() >= deadline:
                    return False
                time.sleep(_STEP_S)
            except OSError:
                return False


def _heard(guest: socket.socket) -> tuple[bytes, str] | None:
    """The request of a guest; None for anything that is none."""
    said = guest.recv(LONGEST_WORD)
    word, _, client = said.removesuffix(b"\n").partition(b" ")
    if not said.endswith(b"\n") or word not in (RAISE, CAPTURE) or (client and word == RAISE):
        return None
    return word, client.decode("utf-8", "replace")


def socket_path(workspace: Path) -> Path | None:
    """The socket of a workspace, short and the same for every way of writing its path."""
    folder = runtime_folder()
    if folder is None:
        return None
    name = hashlib.sha256(os.fsencode(workspace.resolve())).hexdigest()[:20]
    return folder / f"{name}.socket"


def runtime_folder() -> Path | None:
    """A folder that only this user can enter; None when somebody else sits on the name, and on Windows."""
    if not hasattr(os, "getuid") or not hasattr(socket, "AF_UNIX"):
        return None
    base = os.environ.get("XDG_RUNTIME_DIR", "")
    if base and Path(base).is_absolute():
        folder = Path(base) / "clientdesk"
    else:
        folder = Path(tempfile.gettempdir()) / f"clientdesk-{os.getuid()}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        facts = folder.lstat()
        if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != os.getuid():
            return None
        if stat.S_IMODE(facts.st_mode) != 0o700:
            folder.chmod(0o700)
    except OSError:
        return None
    # The kernel takes 107 bytes for the whole path of a socket.
    return folder if len(os.fsencode(folder)) < 78 else None


def _peer_is_ours(peer: socket.socket) -> bool:
    if not hasattr(socket, "SO_PEERCRED"):
        # macOS: nobody else can enter the socket's folder.
        return True
    data = peer.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    return bool(struct.unpack("3i", data)[1] == os.getuid())
