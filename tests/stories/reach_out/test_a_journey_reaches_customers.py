"""A journey from the event of a visitor to the mail in a mailbox, and what comes back from there."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import dkim
import httpx
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from evergrow.testing.mail_server import MailHandler, mail_server_in_thread
from tests.stories.processes import Server, eventually, serving

READER = {"user-agent": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15"}

MESSAGE = """
message: cart-reminder
title: Cart reminder
channel: email
topic: offers
default_language: en
languages:
  en:
    subject: "{{ customer.first_name | default: 'Hello' }}, your {{ event.properties.product }} is waiting"
    mjml: |
      <mjml><mj-body><mj-section><mj-column>
        <mj-text>Your {{ event.properties.product }} is still in the cart.</mj-text>
        <mj-button href="https://shop.example/cart">Back to the cart</mj-button>
        <mj-text><a href="{{ unsubscribe_url }}">Unsubscribe</a></mj-text>
      </mj-column></mj-section></mj-body></mjml>
"""
JOURNEY = """
journey: cart-abandoned
title: Cart abandoned
entry: { event: Checkout Started, key: properties.cart_id, again: always }
goal: { event: Order Completed, within: 7 days }
exit_on: [ { event: Order Completed } ]
steps:
  - { id: reminder, message: cart-reminder }
  - { id: bought, wait_for: { event: Order Completed, at_most: 2 days }, then: end, on_timeout: end }
"""


@dataclass(frozen=True)
class Shop:
    """A running server with a mail server beside it, and the public half of its DKIM key."""

    server: Server
    mailbox: MailHandler
    write_key: str
    public_key: bytes

    def send(self, *calls: dict[str, Any]) -> None:
        """Through Segment's batch call, and wait until it counts."""
        sent = self.server.http.post("/v1/batch", json={"batch": calls}, auth=(self.write_key, ""))
        sent.raise_for_status()
        self.server.settled()

    def counts(self) -> dict[str, Any]:
        return self.server.get("/api/journeys/cart-abandoned/counts")

    def mails_to(self, address: str) -> list[EmailMessage]:
        found = [mail for mail in self.mailbox.mails if mail.recipients == [address]]
        return [message_from_bytes(mail.data, policy=policy.default) for mail in found]  # type: ignore[misc]

    def events_of(self, customer: str) -> list[str]:
        found = self.server.get(f"/api/customers/user:{customer}/timeline", limit=50)
        return [item["name"] for item in found["items"] if item["kind"] == "event"]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    mailbox = MailHandler()
    key = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    data = tmp_path_factory.mktemp("reach") / "data"
    with mail_server_in_thread(mailbox) as port, serving(data) as server:
        source = server.http.post("/api/sources", json={"name": "Shop", "kind": "http"}).raise_for_status()
        values = {
            "host": "127.0.0.1",
            "port": str(port),
            "security": "none",
            "from_address": "hello@shop.example",
            "dkim_domain": "shop.example",
            "dkim_selector": "grow",
            "dkim_key": private,
        }
        asked = {"kind": "email_smtp", "name": "Mail", "values": values}
        server.http.post("/api/channels", json=asked).raise_for_status()
        no_quiet_hours = {"yaml": "caps: [{ channel: email, at_most: 3, in_days: 7 }]"}
        server.http.put("/api/guards", json=no_quiet_hours).raise_for_status()
        server.http.put("/api/messages/cart-reminder", json={"yaml": MESSAGE}).raise_for_status()
        server.http.put("/api/journeys/cart-abandoned", json={"yaml": JOURNEY}).raise_for_status()
        server.http.post("/api/journeys/cart-abandoned/launch", json={}).raise_for_status()
        yield Shop(server, mailbox, source.json()["write_key"], public)


def _customer(name: str, *, agrees: bool = True) -> list[dict[str, Any]]:
    said = "Consent Granted" if agrees else "Consent Withdrawn"
    return [
        {
            "type": "identify",
            "userId": name,
            "traits": {"email": f"{name}@example.com", "firstName": name.title()},
        },
        {
            "type": "track",
            "userId": name,
            "event": said,
            "properties": {"channel": "email", "topic": "offers", "wording": "Yes, send me offers."},
        },
    ]


def _checkout(name: str, product: str = "teapot") -> dict[str, Any]:
    properties = {"cart_id": f"cart-{name}", "product": product}
    return {"type": "track", "userId": name, "event": "Checkout Started", "properties": properties}


def test_the_mail_arrives_signed_and_says_what_was_left_behind(shop: Shop) -> None:
    shop.send(*_customer("ana"), _checkout("ana"))
    (mail,) = eventually(lambda: shop.mails_to("ana@example.com"), bool)

    assert mail["subject"] == "Ana, your teapot is waiting"
    assert mail["from"] == "hello@shop.example"
    assert mail["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    assert mail.get_content_type() == "multipart/alternative"
    text = mail.get_body(("plain",))
    assert text is not None
    assert "Your teapot is still in the cart." in text.get_content()
    raw = next(one.data for one in shop.mailbox.mails if one.recipients == ["ana@example.com"])
    assert dkim.verify(raw, dnsfunc=lambda *_, **__: _dns_record(shop.public_key))


def test_an_open_a_click_and_an_order_come_back_and_the_goal_is_counted(shop: Shop) -> None:
    shop.send(*_customer("ben"), _checkout("ben", "kettle"))
    (mail,) = eventually(lambda: shop.mails_to("ben@example.com"), bool)
    html = mail.get_body(("html",))
    assert html is not None
    links = re.findall(r'(?:href|src)="([^"]+)"', html.get_content())
    pixel = next(link for link in links if "/t/o/" in link)
    button = next(link for link in links if "/t/c/" in link)

    goals = shop.counts()["goals"]
    assert _read(pixel, button) == "https://shop.example/cart"
    assert "Email Opened" not in shop.events_of("ben")  # nobody reads a mail the moment it is handed over

    def come_back() -> list[str]:
        _read(pixel, button)
        return shop.events_of("ben")

    eventually(come_back, lambda names: {"Email Opened", "Email Link Clicked"} <= set(names))
    order = {"order_id": "o1", "revenue": 40.0, "currency": "EUR"}
    shop.send({"type": "track", "userId": "ben", "event": "Order Completed", "properties": order})

    eventually(shop.counts, lambda counts: counts["goals"] == goals + 1)


def test_one_click_unsubscribes_and_the_next_message_is_suppressed_with_its_reason(shop: Shop) -> None:
    shop.send(*_customer("cara"), _checkout("cara"))
    (mail,) = eventually(lambda: shop.mails_to("cara@example.com"), bool)
    address = mail["list-unsubscribe"].strip("<>")

    looked = httpx.get(address)
    assert looked.status_code == 200  # a scanner that follows the link changes nothing
    httpx.post(address, data={"List-Unsubscribe": "One-Click"}).raise_for_status()
    eventually(lambda: shop.events_of("cara"), lambda names: "Unsubscribed" in names)
    again = _checkout("cara")
    again["properties"]["cart_id"] = "cart-cara-2"
    shop.send(again)

    step = eventually(lambda: _step(shop), lambda step: step["messages"]["suppressed"].get("opted_out") == 1)
    assert len(shop.mails_to("cara@example.com")) == 1
    assert step["messages"]["entries"] == _accounted(step["messages"])


def test_a_refused_mailbox_and_a_missing_consent_are_accounted_for(shop: Shop) -> None:
    shop.mailbox.refused.add("dan@example.com")
    shop.send(*_customer("dan"), _checkout("dan"), *_customer("eve", agrees=False), _checkout("eve"))

    step = eventually(
        lambda: _step(shop),
        lambda step: bool(step["messages"]["failed"]) and step["messages"]["waiting"] == 0,
    )
    why = shop.server.get("/api/deliveries", customer="user:eve")["rows"]

    assert step["messages"]["entries"] == _accounted(step["messages"])
    assert [row["status"] for row in why] == ["suppressed"]
    assert "no to this topic" in why[0]["why"]
    assert shop.mails_to("eve@example.com") == []


def _read(pixel: str, button: str) -> str | None:
    httpx.get(pixel, headers=READER).raise_for_status()
    return httpx.get(button, headers=READER).headers.get("location")


def _step(shop: Shop) -> dict[str, Any]:
    return next(step for step in shop.counts()["steps"] if step["step"] == "reminder")


def _accounted(messages: dict[str, Any]) -> int:
    return (
        messages["sent"]
        + sum(messages["suppressed"].values())
        + messages["waiting"]
        + sum(messages["failed"].values())
    )


def _dns_record(public_key: bytes) -> bytes:
    return b"v=DKIM1; k=rsa; p=" + base64.b64encode(public_key)
