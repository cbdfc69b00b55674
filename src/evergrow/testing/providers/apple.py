"""Apple's push service: HTTP/2 only, a token in every request, a reason in every refusal.

Source:
    https://developer.apple.com/documentation/usernotifications/sending-notification-requests-to-apns
    https://developer.apple.com/documentation/usernotifications/handling-notification-responses-from-apns
"""

from __future__ import annotations

import json
import re
import socket
import socketserver
import threading
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import DataReceived, RequestReceived, StreamEnded
from h2.exceptions import ProtocolError

from evergrow.testing.providers.pushing import pem_of
from evergrow.testing.providers.server import Asked, Conduct, FakeProvider, Reply


@cache
def _signing_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


class FakeApns(FakeProvider):
    """Speaks HTTP/2 without TLS; a channel reaches it with prior knowledge."""

    key_id = "ABC123DEFG"
    team_id = "DEF123GHIJ"
    topic = "com.example.shop"
    device = "ab" * 32

    def __init__(self, conduct: Conduct = "accept") -> None:
        super().__init__(conduct)
        self.key = pem_of(_signing_key())
        self.secrets = (self.key,)
        self._seen_token = ""

    def message_of(self, asked: Asked) -> Any:
        token = asked.headers.get("authorization", "").removeprefix("bearer ")
        self._seen_token = token
        options: Any = {"verify_iat": False}
        claim = jwt.decode(token, _signing_key().public_key(), algorithms=["ES256"], options=options)
        if jwt.get_unverified_header(token).get("kid") != self.key_id or claim.get("iss") != self.team_id:
            return self.unauthorized()
        if asked.headers.get("apns-topic") != self.topic:
            return _reason(400, "TopicDisallowed")
        device = asked.path.removeprefix("/3/device/")
        if device != self.device:
            return self.unauthorized() if self.conduct == "unauthorized" else _reason(400, "BadDeviceToken")
        payload = json.loads(asked.body)
        is_right = "alert" in payload["aps"] and asked.headers.get("apns-push-type") == "alert"
        return payload | {"apns-id": asked.headers["apns-id"]} if is_right else _reason(400, "BadMessageId")

    def accepted(self, message: Any) -> Reply:
        return Reply(200, b"", {"apns-id": message["apns-id"].upper()})

    def refused(self) -> Reply:
        return Reply(410, {"reason": "Unregistered", "timestamp": 1700000000000, "echo": self._seen_token})

    def busy(self) -> Reply:
        return _reason(429, "TooManyRequests")

    def unauthorized(self) -> Reply:
        return Reply(403, {"reason": "InvalidProviderToken", "echo": self._seen_token})

    def other(self, asked: Asked) -> Reply:
        return _reason(404, "BadPath")

    def listen(self) -> None:
        server = _Server(("127.0.0.1", 0), _handler_of(self))
        self.url = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()

        def stop() -> None:
            server.shutdown()
            server.server_close()

        self._stop = stop


def _reason(status: int, reason: str) -> Reply:
    return Reply(status, {"reason": reason})


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


def _handler_of(provider: FakeProvider) -> type[socketserver.BaseRequestHandler]:
    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            line: socket.socket = self.request
            connection = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
            connection.initiate_connection()
            streams: dict[int, tuple[dict[str, str], bytearray]] = {}
            line.sendall(connection.data_to_send())
            while data := line.recv(65_536):
                try:
                    events = connection.receive_data(data)
                except ProtocolError:
                    return
                for event in events:
                    if isinstance(event, RequestReceived):
                        streams[event.stream_id] = ({str(n): str(v) for n, v in event.headers}, bytearray())
                    elif isinstance(event, DataReceived):
                        streams[event.stream_id][1].extend(event.data)
                        connection.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
                    elif isinstance(event, StreamEnded):
                        reply = provider.answer(_asked(*streams.pop(event.stream_id)))
                        if reply is None:
                            return
                        _write(connection, event.stream_id, reply)
                line.sendall(connection.data_to_send())

    return Handler


def _asked(headers: dict[str, str], body: bytearray) -> Asked:
    parts = urlsplit(headers[":path"])
    path = re.sub("/+", "/", parts.path)
    return Asked(
        method=headers[":method"],
        path=path,
        query=dict(parse_qsl(parts.query)),
        headers=headers,
        body=bytes(body),
    )


def _write(connection: H2Connection, stream_id: int, reply: Reply) -> None:
    headers = [(":status", str(reply.status)), *reply.headers.items()]
    body = reply.encoded()
    connection.send_headers(stream_id, headers, end_stream=not body)
    if body:
        connection.send_data(stream_id, body, end_stream=True)
