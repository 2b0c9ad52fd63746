"""A real HTTPS server on loopback with a certificate of its own authority; each path answers as a test says."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import trustme

Answer = Callable[["Handler"], None]


@dataclass
class CalendarServer:
    """Its address, the authority that signed it, and what was asked of it.

    Attributes:
        answers: what each path does.
        requests: (path, headers in lower case) in order.
    """

    port: int
    authority: trustme.CA
    answers: dict[str, Answer] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str = "/private/team.ics") -> str:
        return f"https://localhost:{self.port}{path}"

    def trust(self) -> ssl.SSLContext:
        """TLS of a client that trusts this authority."""
        import truststore

        context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        with self.authority.cert_pem.tempfile() as path:
            context.load_verify_locations(path)
        return context


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    calendar_server: CalendarServer

    def do_GET(self) -> None:
        owner = self.calendar_server
        owner.requests.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        self.close_connection = True
        answer = owner.answers.get(self.path)
        with suppress(OSError):
            if answer is None:
                self.send_error(404)
            else:
                answer(self)

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""

    def give(self, body: bytes, status: int = 200, **headers: str) -> None:
        """Send an answer with the right length unless `headers` say otherwise."""
        self.send_response(status)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in ({"Content-Length": str(len(body))} | named).items():
            if value:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def gives(body: bytes, status: int = 200, **headers: str) -> Answer:
    """An answer that is always the same."""
    return lambda handler: handler.give(body, status, **headers)


@contextmanager
def running_calendar_server(host: str = "localhost") -> Iterator[CalendarServer]:
    """A server on a free port, stopped afterwards."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(host).configure_cert(context)

    class Bound(Handler):
        pass

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def finish_request(self, request: socket.socket, client_address: object) -> None:  # type: ignore[override]
            request.settimeout(20)
            with suppress(OSError, ssl.SSLError), context.wrap_socket(request, server_side=True) as safe:
                Bound(safe, client_address, self)  # type: ignore[arg-type]

        def handle_error(self, *_: object) -> None:
            """A client that goes away is part of the tests."""

    server = Quiet(("127.0.0.1", 0), Bound)
    made = CalendarServer(server.server_address[1], authority)
    Bound.calendar_server = made
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.released.set()
        server.shutdown()
        server.server_close()
        thread.join(5)
