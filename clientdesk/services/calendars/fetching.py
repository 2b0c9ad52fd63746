"""Gets a calendar from an https address, once, within a deadline and a size, trusting nothing it is told.

`urllib3` for HTTP, `truststore` for the certificates this system trusts. Both are imported when first needed.
"""

from __future__ import annotations

import logging
import socket
import ssl
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from threading import Timer
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from clientdesk import __version__
from clientdesk.models.errors import CalendarUnread
from clientdesk.services.calendars.ports import Cancel, Cancelled, Fetched, KnownVersion

if TYPE_CHECKING:
    from urllib3.connection import HTTPSConnection
    from urllib3.response import HTTPResponse

MOST_BYTES = 20 * 1024 * 1024
MOST_SECONDS = 30.0
CONNECT_SECONDS = 8.0
MOST_REDIRECTS = 5
_CHUNK = 64 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HTTPS = 443
_KEPT_IN_TARGET = "%/:=&?~#+!$,;'@()*[]|"

# It would write whole addresses into the log where an answer's head can't be read.
logging.getLogger("urllib3").setLevel(logging.CRITICAL)


def split_address(address: str) -> SplitResult | None:
    """An address taken apart, webcal as https; None when it can't be one that is read."""
    text = address.strip()
    if any(char.isspace() or not char.isprintable() for char in text):
        return None
    if text[:9].lower() == "webcal://" or text[:10].lower() == "webcals://":
        text = "https://" + text.partition("://")[2]
    try:
        parts = urlsplit(text)
        is_usable = parts.scheme == "https" and bool(parts.hostname) and (parts.port or _HTTPS) > 0
    except ValueError:
        return None
    return parts if is_usable else None


def server_name(address: str) -> str:
    """The name of the server, all of a private address that may be shown or kept."""
    parts = split_address(address)
    if parts is None or parts.hostname is None:
        return ""
    return parts.hostname if parts.port in (None, _HTTPS) else f"{parts.hostname}:{parts.port}"


def system_trust() -> ssl.SSLContext:
    """TLS that trusts what this system trusts."""
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@dataclass(frozen=True, slots=True)
class AddressReader:
    """Reads a subscribed address (a `CalendarReader`).

    Attributes:
        trust: makes the TLS context; tests give one that trusts their own authority.
    """

    trust: Callable[[], ssl.SSLContext] = system_trust
    most_bytes: int = MOST_BYTES
    most_seconds: float = MOST_SECONDS

    def read(self, where: str, known: KnownVersion, cancel: Cancel) -> Fetched:
        """Ask for the calendar, following redirects to https only.

        Raises:
            CalendarUnread: with the reason.
            Cancelled.
        """
        parts = split_address(where)
        if parts is None:
            raise CalendarUnread("no_address")
        deadline = time.monotonic() + self.most_seconds
        origin = (parts.hostname, parts.port)
        for _ in range(MOST_REDIRECTS + 1):
            is_own = (parts.hostname, parts.port) == origin
            answer = _Request(self, parts, known if is_own else KnownVersion(), deadline, cancel).run()
            if isinstance(answer, Fetched):
                return answer
            parts = answer
        raise CalendarUnread("redirects")


class _Request:
    """One request on a connection of its own; whatever waits on it ends at the deadline."""

    def __init__(
        self, reader: AddressReader, parts: SplitResult, known: KnownVersion, deadline: float, cancel: Cancel
    ) -> None:
        self._reader = reader
        self._parts = parts
        self._known = known
        self._deadline = deadline
        self._cancel = cancel
        self._twin: socket.socket | None = None
        self._opened: list[HTTPResponse | HTTPSConnection | socket.socket] = []
        self._is_late = False

    def run(self) -> Fetched | SplitResult:
        """The answer, or where it is to be found."""
        self._cancel.check()
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise CalendarUnread("timeout")
        self._cancel.tell(self._break_off)
        watch = Timer(left, self._on_late)
        watch.daemon = True
        watch.start()
        try:
            return self._answer(self._connected(left))
        except CalendarUnread:
            self._say_why_broken_off()
            raise
        except Exception as error:  # noqa: BLE001 - whatever a hostile server provokes is worded
            self._say_why_broken_off()
            raise CalendarUnread(_why(error)) from None
        finally:
            watch.cancel()
            for opened in self._opened:
                opened.close()

    def _say_why_broken_off(self) -> None:
        if self._cancel.is_set:
            raise Cancelled from None
        if self._is_late or time.monotonic() >= self._deadline:
            raise CalendarUnread("timeout") from None

    def _on_late(self) -> None:
        self._is_late = True
        self._break_off()

    def _break_off(self) -> None:
        """A socket that is shut down wakes whoever reads from it."""
        twin = self._twin
        if twin is not None:
            with suppress(OSError):
                twin.shutdown(socket.SHUT_RDWR)

    def _connected(self, left: float) -> HTTPSConnection:
        from urllib3.connection import HTTPSConnection

        keep = self._keep_twin

        class Watched(HTTPSConnection):
            """Lends its socket to whoever watches the time, from before the handshake on."""

            def _new_conn(self) -> socket.socket:
                made = super()._new_conn()
                keep(made)
                return made

        made = Watched(
            self._parts.hostname or "",
            self._parts.port or _HTTPS,
            timeout=min(CONNECT_SECONDS, left),
            ssl_context=self._reader.trust(),
        )
        self._opened.insert(0, made)
        made.connect()
        return made

    def _keep_twin(self, made: socket.socket) -> None:
        """A second handle on the connection: it can be shut while the first one waits inside TLS."""
        self._twin = made.dup()
        self._opened.append(self._twin)
        self._cancel.check()
        if self._is_late:
            raise CalendarUnread("timeout")

    def _answer(self, connection: HTTPSConnection) -> Fetched | SplitResult:
        target = quote(self._parts.path or "/", safe=_KEPT_IN_TARGET)
        if self._parts.query:
            target += f"?{quote(self._parts.query, safe=_KEPT_IN_TARGET)}"
        connection.request(
            "GET", target, headers=self._headers(), preload_content=False, decode_content=False
        )
        response = connection.getresponse()
        self._opened.insert(0, response)
        if response.status in _REDIRECTS:
            return self._redirect(response)
        if response.status == 304 and (self._known.etag or self._known.last_modified):
            return Fetched(None, self._known.etag, self._known.last_modified)
        if response.status != 200:
            raise CalendarUnread(f"status:{response.status}")
        content = self._content(response)
        return Fetched(content, _header(response, "ETag"), _header(response, "Last-Modified"))

    def _headers(self) -> dict[str, str]:
        from urllib3.util import make_headers

        headers = {
            "Accept": "text/calendar, text/plain;q=0.5, */*;q=0.1",
            "Accept-Encoding": "gzip",
            "User-Agent": f"ClientDesk/{__version__}",
        }
        if self._known.etag:
            headers["If-None-Match"] = self._known.etag
        if self._known.last_modified:
            headers["If-Modified-Since"] = self._known.last_modified
        if self._parts.username:
            user, password = unquote(self._parts.username), unquote(self._parts.password or "")
            headers |= make_headers(basic_auth=f"{user}:{password}")
        return headers

    def _redirect(self, response: HTTPResponse) -> SplitResult:
        target = urljoin(self._parts.geturl(), _header(response, "Location"))
        parts = split_address(target)
        if parts is None:
            raise CalendarUnread("redirect_not_https")
        return parts

    def _content(self, response: HTTPResponse) -> bytes:
        most = self._reader.most_bytes
        told = _header(response, "Content-Length")
        if told.isdecimal() and int(told[:15]) > most:
            raise self._too_large()
        unpack = _unpacker(_header(response, "Content-Encoding"))
        found = bytearray()
        received = 0
        while chunk := response.read1(_CHUNK):
            self._cancel.check()
            if self._is_late:
                raise CalendarUnread("timeout")
            received += len(chunk)
            if received > most:
                raise self._too_large()
            found += unpack(chunk, most + 1 - len(found))
            if len(found) > most:
                raise self._too_large()
        # Shut down by the watch, a connection looks as if the answer had ended.
        self._cancel.check()
        if self._is_late:
            raise CalendarUnread("timeout")
        if told.isdecimal() and received < int(told[:15]):
            raise CalendarUnread("cut_off")
        return bytes(found)

    def _too_large(self) -> CalendarUnread:
        return CalendarUnread(f"too_large:{self._reader.most_bytes // (1024 * 1024)}")


def _header(response: HTTPResponse, name: str) -> str:
    value = str(response.headers.get(name) or "").strip()
    return value if len(value) <= 500 and value.isprintable() else ""


def _unpacker(encoding: str) -> Callable[[bytes, int], bytes]:
    """Takes gzip apart piece by piece, never more than asked for, so that a bomb stays small."""
    if encoding.lower() in ("", "identity"):
        return lambda chunk, _most: chunk
    if encoding.lower() not in ("gzip", "x-gzip", "deflate"):
        raise CalendarUnread("unreadable_answer")
    stream = zlib.decompressobj(zlib.MAX_WBITS | 32)
    return lambda chunk, most: stream.decompress(chunk, max(most, 1))


def _why(error: Exception) -> str:
    from urllib3 import exceptions

    cause: Any = error
    seen = 0
    while cause is not None and seen < 10:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "certificate"
        if isinstance(cause, Cancelled):
            raise cause
        seen += 1
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, (exceptions.NameResolutionError, exceptions.LocationParseError)):
        return "no_server"
    if isinstance(error, exceptions.NewConnectionError):
        return "no_answer"
    if isinstance(error, (exceptions.ConnectTimeoutError, exceptions.ReadTimeoutError, TimeoutError)):
        return "timeout"
    if isinstance(error, exceptions.IncompleteRead):
        return "cut_off"
    if isinstance(error, (exceptions.SSLError, ssl.SSLError)):
        return "tls"
    if isinstance(error, (zlib.error, exceptions.HTTPError)):
        return "cut_off" if isinstance(error, exceptions.ProtocolError) else "unreadable_answer"
    return "no_answer" if isinstance(error, OSError) else "unreadable_answer"
