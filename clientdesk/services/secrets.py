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
    from keyring import core

    backend = _trusted_in(keyring.get_keyring())
    if backend is None:
        # The first look is remembered for good; a keyring may have been started since.
        core.init_backend()
        backend = _trusted_in(keyring.get_keyring())
    if backend is None:
        raise SecretsUnavailable("none")
    return backend


def _trusted_in(found: KeyringBackend) -> KeyringBackend | None:
    from keyring.backends.chainer import ChainerBackend

    candidates = list(found.backends) if isinstance(found, ChainerBackend) else [found]
    return next((backend for backend in candidates if type(backend).__module__ in _TRUSTED), None)


def _guarded(step: Callable[[], _T]) -> _T:
    from keyring import errors

    try:
        return step()
    except errors.KeyringLocked as problem:
        raise SecretsUnavailable("locked") from problem
    except errors.NoKeyringError as problem:
        raise SecretsUnavailable("none") from problem
    except errors.InitError as problem:
        raise SecretsUnavailable(_why(problem.__cause__) or "none") from problem
    except errors.KeyringError as problem:
        raise SecretsUnavailable("denied") from problem
    except OSError as problem:
        raise SecretsUnavailable("none") from problem
    except Exception as problem:
        why = _why(problem)
        if not why:
            raise
        raise SecretsUnavailable(why) from problem


def _why(problem: BaseException | None) -> str:
    """The reason behind an error of the library below keyring; empty when it is not one of these."""
    if problem is None or type(problem).__module__.partition(".")[0] not in ("secretstorage", "jeepney"):
        return ""
    kind = type(problem).__name__
    if kind == "LockedException":
        return "locked"
    if kind in ("PromptDismissedException", "DBusErrorResponse"):
        return "denied"
    return "none"
