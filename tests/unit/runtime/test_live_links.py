"""Links of a message are followed as a reader would, and never into the house."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from evergrow.definitions.messages import Content, Message
from evergrow.deliver.channels import PublicOnly
from evergrow.engage.messages import plain_links
from evergrow.runtime.messages import dead_links


class _Shop(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        moved = self.path == "/moved"
        self.send_response(302 if moved else 200 if self.path == "/" else 404)
        if moved:
            self.send_header("location", "http://inside.example/")
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Shop)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def test_links_that_lead_nowhere_or_into_the_house_are_named(port: int) -> None:
    async def resolve(host: str, _port: int) -> list[str]:
        if host == "gone.example":
            raise OSError
        return ["169.254.169.254" if host == "inside.example" else "127.0.0.1"]

    urls = [
        f"http://shop.example:{port}/",
        f"http://shop.example:{port}/nothing",
        f"http://shop.example:{port}/moved",
        "http://gone.example/",
        "http://inside.example/latest/meta-data",
    ]
    carrier = PublicOnly(resolve, is_allowed=lambda address: address.is_loopback)
    found = asyncio.run(dead_links(urls, transport=carrier))
    assert [link.url for link in found] == urls[1:]
    assert found[0].what == "It answers 404."
    assert "not on the public internet" in found[1].what
    assert "not on the public internet" in found[3].what


def test_only_links_without_values_can_be_followed() -> None:
    html = '<a href="https://a.example/?x=1&amp;y=2">a</a><a href="https://a.example/{{ coupon.code }}">b</a><a href="mailto:a@b.example">c</a>'
    content = Content(texts={"subject": "s", "html": html})
    message = Message(
        name="m", title="m", channel="email", topic="t", contents={"en": content, "ja": content}
    )
    assert plain_links(message) == ["https://a.example/?x=1&y=2"]
