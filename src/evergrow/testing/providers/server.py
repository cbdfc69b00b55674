"""A provider's network on loopback: a real HTTP server that behaves as it is told, in the provider's own words."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Final, Literal, Self
from urllib.parse import parse_qsl, urlsplit

Conduct = Literal["accept", "refuse", "busy", "unauthorized", "break_after", "hang", "down", "garble"]
"""accept · refuse (for good) · busy (not now) · unauthorized (bad credentials) · break_after (takes the message and ends
the connection) · hang (takes it, never answers) · down (nobody listens) · garble (takes it, answers nonsense)."""

GARBLE: Final = b"<html><body>It works!</body></html>"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request as it came. Header names are in lower case."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    def form(self) -> dict[str, str]:
        """The body as form fields."""
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))

    def document(self) -> dict[str, Any]:
        """The body as a JSON object."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Reply:
    """What to answer; a mapping is sent as JSON."""

    status: int
    body: Mapping[str, Any] | list[Any] | bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    def encoded(self) -> bytes:
        """The body's bytes."""
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


class FakeProvider:
    """Subclass it with a provider's wire format; use it as a context manager.

    `messages` are those it took, `requests` everything it was asked. What it answers where it refuses should quote the
    credentials, as some providers do: a channel must not pass them on.
    """

    secrets: tuple[str, ...] = ()

    def __init__(self, conduct: Conduct = "accept") -> None:
        self.conduct: Conduct = conduct
        self.messages: list[Any] = []
        self.requests: list[Asked] = []
        self.url = ""
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._stop = lambda: None

    def message_of(self, asked: Asked) -> Any | Reply | None:
        """The message in a request; a Reply where its form is wrong; None where it is no message at all."""
        raise NotImplementedError

    def accepted(self, message: Any) -> Reply:
        """The answer to a message that was taken."""
        raise NotImplementedError

    def refused(self) -> Reply:
        """The answer to a message that can never be sent."""
        raise NotImplementedError

    def busy(self) -> Reply:
        """The answer when it is too much at once."""
        raise NotImplementedError

    def unauthorized(self) -> Reply:
        """The answer to credentials that are wrong."""
        raise NotImplementedError

    def unauthorized_elsewhere(self) -> Reply:
        """The same for everything that is no message."""
        return self.unauthorized()

    def other(self, asked: Asked) -> Reply:
        """The answer to everything that is no message, such as a token or a balance."""
        raise NotImplementedError

    def answer(self, asked: Asked) -> Reply | None:
        """What to answer; None ends the connection without a word."""
        with self._lock:
            self.requests.append(asked)
        message = self.message_of(asked)
        if message is None:
            return self.unauthorized_elsewhere() if self.conduct == "unauthorized" else self.other(asked)
        if isinstance(message, Reply):
            return message
        match self.conduct:
            case "refuse":
                return self.refused()
            case "busy":
                return self.busy()
            case "unauthorized":
                return self.unauthorized()
        with self._lock:
            self.messages.append(message)
        if self.conduct == "hang":
            self._stopped.wait(30)
        if self.conduct in ("hang", "break_after"):
            return None
        return (
            Reply(200, GARBLE, {"content-type": "text/html"})
            if self.conduct == "garble"
            else self.accepted(message)
        )

    def listen(self) -> None:
        """Begin to serve on a free port of loopback."""
        server = _Server(("127.0.0.1", 0), _handler_of(self))
        self.url = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()

        def stop() -> None:
            server.shutdown()
            server.server_close()

        self._stop = stop

    def __enter__(self) -> Self:
        if self.conduct == "down":
            self.url = f"http://127.0.0.1:{closed_port()}"
        else:
            self.listen()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self._stopped.set()
        self._stop()


def closed_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


def _handler_of(provider: FakeProvider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def _serve(self) -> None:
            parts = urlsplit(self.path)
            asked = Asked(
                method=self.command,
                path=parts.path,
                query=dict(parse_qsl(parts.query, keep_blank_values=True)),
                headers={name.lower(): value for name, value in self.headers.items()},
                body=self.rfile.read(int(self.headers.get("content-length") or 0)),
            )
            reply = provider.answer(asked)
            if reply is None:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            body = reply.encoded()
            self.send_response(reply.status)
            for name, value in {"content-type": "application/json", **reply.headers}.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = _serve

        def log_message(self, format: str, *args: Any) -> None:
            return

    return Handler
