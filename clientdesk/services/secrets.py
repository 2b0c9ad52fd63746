"""Secrets in the system's keyring, never anywhere else; the only module that knows `keyring`.

To be called from a worker thread: a locked keyring may wait for its owner's answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from clientdesk.models.errors import SecretsUnavailable

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "clientdesk"

# Others (plain files, "null") would keep secrets in the open without a word.
_TRUSTED = (
    "keyring.backends.SecretService",
    "keyring.backends.libsecret",
    "keyring.backends.kwallet",
    "keyring.backends.macOS",
    "keyring.backends.Windows",
)

_T = TypeVar("_T")


class KeyringVault:
    """`SecretVault` over the keyring of the desktop session."""

    def __init__(self, service: str = SERVICE) -> None:
        self._service = service

    def describe(self) -> str:
        """Name of the keyring in use.

        Raises:
            SecretsUnavailable: `why` is ``none`` (no keyring), ``locked`` or ``denied``.
        """
        return str(_guarded(lambda: _backend().name))

    def get(self, name: str) -> str | None:
        """A secret; None when it was never stored.

        Raises:
            SecretsUnavailable: as `describe`.
        """
        return _guarded(lambda: _backend().get_password(self._service, name))

    def set(self, name: str, secret: str) -> None:
        """Store a secret in place of an older one.

        Raises:
            SecretsUnavailable: as `describe`; nothing was stored.
        """
        _guarded(lambda: _backend().set_password(self._service, name, secret))

    def forget(self, name: str) -> bool:
        """Delete a secret; False when there was none.

        Raises:
            SecretsUnavailable: as `describe`.
        """

        def _forget() -> bool:
            backend = _backend()
            if backend.get_password(self._service, name) is None:
                return False
            backend.delete_password(self._service, name)
            return True

        return _guarded(_forget)


def _backend() -> KeyringBackend:
    import keyring
    from keyring.backends.chainer import ChainerBackend

    found = keyring.get_keyring()
    candidates = list(found.backends) if isinstance(found, ChainerBackend) else [found]
    for backend in candidates:
        if type(backend).__module__ in _TRUSTED:
            return backend
    raise SecretsUnavailable("none")


def _guarded(step: Callable[[], _T]) -> _T:
    from keyring import errors

    try:
        return step()
    except errors.KeyringLocked as problem:
        raise SecretsUnavailable("locked") from problem
    except (errors.NoKeyringError, errors.InitError) as problem:
        raise SecretsUnavailable("none") from problem
    except errors.KeyringError as problem:
        raise SecretsUnavailable("denied") from problem
