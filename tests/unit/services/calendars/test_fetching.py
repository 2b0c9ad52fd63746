"""Asking a server for a calendar: a real one on loopback, with TLS, that is slow, down, lying or huge."""

from __future__ import annotations

import gzip
import logging
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from clientdesk.models.errors import CalendarUnread
from clientdesk.services.calendars.fetching import AddressReader, server_name, split_address
from clientdesk.services.calendars.ports import Cancel, Cancelled, Fetched, KnownVersion
from clientdesk.services.wording import words_for
from tests.helpers.calendar_server import CalendarServer, Handler, gives, running_calendar_server
from tests.unit.services.calendars.conftest import calendar, event

BODY = calendar(event("DTSTART:20261012T090000Z"))
TEAM = "/private/team.ics"


@pytest.fixture(scope="module")
def running() -> Iterator[CalendarServer]:
    with running_calendar_server() as server:
        yield server


@pytest.fixture
def server(running: CalendarServer) -> CalendarServer:
    running.answers.clear()
    running.requests.clear()
    return running


def read(server: CalendarServer, path: str = TEAM, known: KnownVersion | None = None, **how: Any) -> Fetched:
    cancel = how.pop("cancel", Cancel())
    reader = AddressReader(server.trust, **how)
    return reader.read(server.url(path), known or KnownVersion(), cancel)


def why(server: CalendarServer, path: str = TEAM, **how: Any) -> str:
    with pytest.raises(CalendarUnread) as caught:
        read(server, path, **how)
    words = words_for(caught.value)
    assert "team.ics" not in words
    assert "private" not in words.replace("private address", "")
    return caught.value.why


def test_it_is_read_with_its_version(server: CalendarServer) -> None:
    server.answers[TEAM] = gives(BODY, ETag='"v1"', Last_Modified="Mon, 12 Oct 2026 08:00:00 GMT")
    assert read(server) == Fetched(BODY, '"v1"', "Mon, 12 Oct 2026 08:00:00 GMT")
    assert "if-none-match" not in server.requests[0][1]


def test_letters_beyond_ascii_are_escaped_on_the_way(server: CalendarServer) -> None:
    server.answers["/k%C3%A4lender.ics?name=%C3%A9%20x"] = gives(BODY)
    assert read(server, "/kälender.ics?name=é%20x").content == BODY


def test_an_unchanged_calendar_is_not_sent_again(server: CalendarServer) -> None:
    server.answers[TEAM] = gives(b"", 304)
    known = KnownVersion('"v1"', "Mon, 12 Oct 2026 08:00:00 GMT")
    assert read(server, known=known).content is None
    headers = server.requests[0][1]
    assert headers["if-none-match"] == '"v1"'
    assert headers["if-modified-since"] == "Mon, 12 Oct 2026 08:00:00 GMT"


def test_packed_answers_are_unpacked(server: CalendarServer) -> None:
    server.answers[TEAM] = gives(gzip.compress(BODY), Content_Encoding="gzip")
    assert read(server).content == BODY


def test_a_bomb_stays_small(server: CalendarServer) -> None:
    bomb = gzip.compress(b"\0" * 200_000_000, 9)
    server.answers[TEAM] = gives(bomb, Content_Encoding="gzip")
    assert why(server, most_bytes=1_000_000) == "too_large:0"


def test_chunks_are_put_together(server: CalendarServer) -> None:
    def answer(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for start in range(0, len(BODY), 50):
            part = BODY[start : start + 50]
            handler.wfile.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")
        handler.wfile.write(b"0\r\n\r\n")

    server.answers[TEAM] = answer
    assert read(server).content == BODY


def test_an_answer_told_to_be_huge_is_not_begun(server: CalendarServer) -> None:
    server.answers[TEAM] = gives(BODY, Content_Length="30000000")
    assert why(server) == "too_large:20"


def test_an_answer_without_end_is_left(server: CalendarServer) -> None:
    def answer(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not server.released.is_set():
            handler.wfile.write(b"X" * 65_536)

    server.answers[TEAM] = answer
    assert why(server, most_bytes=2_000_000) == "too_large:1"


def test_a_length_that_promises_more_is_a_broken_answer(server: CalendarServer) -> None:
    server.answers[TEAM] = gives(BODY, Content_Length=str(len(BODY) + 10))
    assert why(server) == "cut_off"


def test_a_length_that_promises_less_cuts_the_text(server: CalendarServer) -> None:
    server.answers[TEAM] = gives(BODY, Content_Length="40")
    assert read(server).content == BODY[:40]


@pytest.mark.parametrize("status", [401, 403, 404, 410, 429, 500, 503, 204, 418])
def test_each_refusal_has_its_own_words(server: CalendarServer, status: int) -> None:
    server.answers[TEAM] = gives(b"", status)
    assert why(server) == f"status:{status}"


def test_redirects_are_followed_to_https(server: CalendarServer) -> None:
    server.answers[TEAM] = gives(b"", 302, Location="/elsewhere")
    server.answers["/elsewhere"] = gives(b"", 308, Location=server.url("/there"))
    server.answers["/there"] = gives(BODY)
    assert read(server).content == BODY


@pytest.mark.parametrize("target", ["http://localhost/team.ics", "ftp://localhost/x", "file:///etc/hosts"])
def test_redirects_to_anything_else_are_not(server: CalendarServer, target: str) -> None:
    server.answers[TEAM] = gives(b"", 301, Location=target)
    assert why(server) == "redirect_not_https"


def test_a_redirect_in_circles_ends(server: CalendarServer) -> None:
    server.answers[TEAM] = gives(b"", 302, Location=TEAM)
    assert why(server) == "redirects"
    assert len(server.requests) == 6


def test_a_name_and_password_go_to_their_own_server_only(server: CalendarServer) -> None:
    server.answers[TEAM] = gives(b"", 302, Location=f"https://127.0.0.1:{server.port}/other")
    address = server.url().replace("https://", "https://me:secret@")
    with pytest.raises(CalendarUnread) as caught:
        AddressReader(server.trust).read(address, KnownVersion('"v1"'), Cancel())
    assert caught.value.why == "certificate"
    assert server.requests[0][1]["authorization"].startswith("Basic ")
    assert len(server.requests) == 1


def test_a_slow_drip_ends_at_the_deadline(server: CalendarServer) -> None:
    def answer(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not server.released.is_set():
            handler.wfile.write(b"B")
            handler.wfile.flush()
            time.sleep(0.05)

    server.answers[TEAM] = answer
    began = time.monotonic()
    assert why(server, most_seconds=0.6) == "timeout"
    assert time.monotonic() - began < 5


def test_a_head_that_drips_ends_at_the_deadline(server: CalendarServer) -> None:
    def answer(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not server.released.is_set():
            handler.wfile.write(b"X")
            handler.wfile.flush()
            time.sleep(0.05)

    server.answers[TEAM] = answer
    assert why(server, most_seconds=0.6) == "timeout"


def test_a_server_that_never_answers_ends_at_the_deadline(server: CalendarServer) -> None:
    server.answers[TEAM] = lambda _handler: (server.released.wait(10), None)[1]
    assert why(server, most_seconds=0.6) == "timeout"


def test_a_handshake_that_never_comes_ends_at_the_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        reader = AddressReader(most_seconds=0.6)
        with pytest.raises(CalendarUnread) as caught:
            reader.read(f"https://localhost:{silent.getsockname()[1]}/x", KnownVersion(), Cancel())
    assert caught.value.why == "timeout"


def test_it_stops_at_once_when_asked(server: CalendarServer) -> None:
    asked = threading.Event()

    def answer(_handler: Handler) -> None:
        asked.set()
        server.released.wait(10)

    server.answers[TEAM] = answer
    cancel = Cancel()
    threading.Thread(target=lambda: (asked.wait(10), cancel.set()), daemon=True).start()
    with pytest.raises(Cancelled):
        read(server, cancel=cancel)


def test_a_server_nobody_vouches_for_is_asked_nothing(server: CalendarServer) -> None:
    server.answers[TEAM] = gives(BODY)
    with pytest.raises(CalendarUnread) as caught:
        AddressReader().read(server.url(), KnownVersion(), Cancel())
    assert caught.value.why == "certificate"
    assert server.requests == []


def test_a_certificate_for_another_name_is_none(server: CalendarServer) -> None:
    with pytest.raises(CalendarUnread) as caught:
        AddressReader(server.trust).read(f"https://127.0.0.1:{server.port}/", KnownVersion(), Cancel())
    assert caught.value.why == "certificate"
    assert server.requests == []


def test_something_that_speaks_no_tls(server: CalendarServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as plain:

        def talk() -> None:
            connection, _ = plain.accept()
            connection.recv(4_096)
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            connection.close()

        threading.Thread(target=talk, daemon=True).start()
        with pytest.raises(CalendarUnread) as caught:
            AddressReader(server.trust).read(
                f"https://localhost:{plain.getsockname()[1]}/", KnownVersion(), Cancel()
            )
    assert caught.value.why == "tls"


def test_nobody_at_home() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(CalendarUnread) as caught:
        AddressReader().read(f"https://localhost:{port}/", KnownVersion(), Cancel())
    assert caught.value.why == "no_answer"


@pytest.mark.parametrize("host", ["cal..example", "c" * 80 + ".example"])
def test_a_name_that_no_server_can_have(server: CalendarServer, host: str) -> None:
    with pytest.raises(CalendarUnread) as caught:
        AddressReader(server.trust).read(f"https://{host}/x", KnownVersion(), Cancel())
    assert caught.value.why == "no_server"


def test_an_answer_that_is_no_http(server: CalendarServer) -> None:
    server.answers[TEAM] = lambda handler: (handler.wfile.write(b"HELLO\r\n\r\n"), None)[1]
    assert why(server) in ("unreadable_answer", "cut_off")


def test_a_packing_that_is_a_lie(server: CalendarServer) -> None:
    server.answers[TEAM] = gives(BODY, Content_Encoding="gzip")
    assert why(server) == "unreadable_answer"


def test_nothing_of_the_address_is_logged(server: CalendarServer, caplog: pytest.LogCaptureFixture) -> None:
    def answer(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nBroken header\r\n: x\r\nContent-Length: 2\r\n\r\nhi")

    server.answers[TEAM] = answer
    with caplog.at_level(logging.DEBUG):
        read(server)
    assert "team.ics" not in caplog.text


@pytest.mark.parametrize(
    ("address", "server_there"),
    [
        ("https://cal.example/private-abc/basic.ics", "cal.example"),
        ("webcal://cal.example/x", "cal.example"),
        ("  HTTPS://Cal.Example:8443/x?y=1 ", "cal.example:8443"),
        ("http://cal.example/x", ""),
        ("https://", ""),
        ("https://cal.example:99999/", ""),
        ("https://cal.example/a b", ""),
        ("https://cal.example/\r\nHost: evil", ""),
        ("/anywhere/cal.ics", ""),
        ("", ""),
    ],
)
def test_only_the_servers_name_is_taken_from_an_address(address: str, server_there: str) -> None:
    assert server_name(address) == server_there
    assert (split_address(address) is not None) is bool(server_there)
