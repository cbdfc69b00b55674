"""The whole of reaching out, by hand: a leak on the board, a segment, a message, a journey, and what comes back."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

import dkim
import httpx
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from playwright.sync_api import Browser, Page, expect
from segment.analytics import Client

from evergrow.testing.mail_server import MailHandler, mail_server_in_thread
from tests.stories.processes import Server, eventually, serving
from tests.stories.reach_out.marketer import Marketer
from tests.stories.reach_out.past import AGREES, Visitor, past

pytestmark = pytest.mark.slow
PATIENCE_MS = 60_000
READER = {"user-agent": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15"}


@dataclass(frozen=True)
class Shop:
    """A running server, the mail server its mails go to, and the shop's site that reports by Segment's SDK."""

    server: Server
    mailbox: MailHandler
    mail_port: int
    signing: rsa.RSAPrivateKey
    site: Client
    visitors: list[Visitor]
    failures: list[Exception] = field(default_factory=list)

    @property
    def dkim_key(self) -> str:
        """As the channel's form wants it."""
        return self.signing.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode()

    @property
    def dns_record(self) -> bytes:
        """What the shop's name server says of the key."""
        public = self.signing.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)

    def visitor(self, name: str, *, agrees: bool = True) -> None:
        self.site.identify(name, {"email": f"{name}@example.com", "firstName": name.title()})
        if agrees:
            said = {"channel": "email", "topic": "offers", "wording": "Yes, send me offers."}
            self.site.track(name, AGREES, said)

    def checkout(self, name: str, product: str, cart: str = "1") -> None:
        self.site.track(name, "Checkout Started", {"cart_id": f"{name}-{cart}", "product": product})

    def order(self, name: str, revenue: float) -> None:
        order = {"order_id": f"{name}-1", "revenue": revenue, "currency": "USD"}
        self.site.track(name, "Order Completed", order)

    def arrive(self) -> None:
        """Send what the SDK still holds, and wait until it counts."""
        self.site.flush()
        self.server.settled()

    def mail_to(self, name: str) -> tuple[bytes, EmailMessage]:
        """The one mail to somebody."""
        address = f"{name}@example.com"
        found = eventually(lambda: [m.data for m in self.mailbox.mails if m.recipients == [address]], bool)
        assert len(found) == 1
        return found[0], message_from_bytes(found[0], policy=policy.default)  # type: ignore[return-value]

    def events_of(self, name: str) -> set[str]:
        found = self.server.get(f"/api/customers/user:{name}/timeline", limit=50)
        return {item["name"] for item in found["items"] if item["kind"] == "event"}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A shop with a past, before anybody reached out."""
    mailbox = MailHandler()
    data = tmp_path_factory.mktemp("whole") / "data"
    with mail_server_in_thread(mailbox) as port, serving(data) as server:
        made = server.http.post("/api/sources", json={"name": "Shop", "kind": "http"}).raise_for_status()
        key = made.json()["write_key"]
        visitors, calls = past()
        server.http.post("/v1/batch", json={"batch": calls}, auth=(key, "")).raise_for_status()
        server.settled()
        failures: list[Exception] = []
        site = Client(key, host=server.url, on_error=lambda error, _items: failures.append(error))
        signing = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
        yield Shop(server, mailbox, port, signing, site, visitors, failures)
        site.shutdown()


@pytest.fixture
def page(browser: Browser, shop: Shop) -> Iterator[Page]:
    size = {"width": 1440, "height": 900}
    with browser.new_context(viewport=size, locale="en-US", base_url=shop.server.url) as context:  # pyright: ignore[reportArgumentType]
        context.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        yield context.new_page()
        expect.set_options(timeout=5_000)


def test_a_marketer_closes_a_leak_from_the_board_to_the_counted_goal(shop: Shop, page: Page) -> None:
    marketer = Marketer(page)
    marketer.opens_an_account()
    marketer.sees_the_leak_and_what_closes_it()
    marketer.connects_a_mail_server(shop.mail_port, shop.dkim_key)
    marketer.lets_messages_go_out_at_night()
    assert marketer.describes_whom_to_reach() == sum(one.checks_out and not one.buys for one in shop.visitors)
    marketer.writes_a_message()
    marketer.draws_a_journey()
    the_backtest_says_what_would_have_been_sent(shop, marketer)
    marketer.launches_it()

    visitors_leave_their_baskets(shop)
    the_mail_is_signed_and_says_what_was_left(shop)
    ana_reads_it_and_buys(shop)
    ben_unsubscribes_and_cara_has_moved(shop)
    every_message_is_accounted_for_on_screen(shop, marketer)


def the_backtest_says_what_would_have_been_sent(shop: Shop, marketer: Marketer) -> None:
    finding, equation = marketer.tries_it_on_history()

    came = [one for one in shop.visitors if one.checks_out]
    sent, bought = sum(one.agrees for one in came), sum(one.buys for one in came)
    assert f"{len(came)} entries of {len(came)} customers would have led to {sent} messages" in finding
    assert f"{bought} reached the goal" in finding
    suppressed = len(came) - sent
    assert equation == f"{len(came)} messages = {sent} sent + {suppressed} suppressed + 0 waiting + 0 failed"
    assert shop.mailbox.mails == []


def visitors_leave_their_baskets(shop: Shop) -> None:
    """Five leave one; Fay has bought before, which is not whom the segment describes."""
    shop.mailbox.refused.add("dan@example.com")
    for name in ("ana", "ben", "cara", "dan"):
        shop.visitor(name)
        shop.checkout(name, "kettle")
    shop.visitor("eve", agrees=False)
    shop.checkout("eve", "kettle")
    shop.visitor("fay")
    shop.order("fay", 12)
    shop.checkout("fay", "kettle")
    shop.arrive()


def the_mail_is_signed_and_says_what_was_left(shop: Shop) -> None:
    raw, mail = shop.mail_to("ana")

    assert mail["subject"] == "Ana, your kettle is waiting"
    assert (mail["from"], mail["to"]) == ("hello@shop.example", "ana@example.com")
    assert mail["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    assert mail.get_content_type() == "multipart/alternative"
    text = mail.get_body(("plain",))
    assert text is not None
    assert "Your kettle is still in the basket." in text.get_content()
    assert dkim.verify(raw, dnsfunc=lambda *_, **__: shop.dns_record)


def ana_reads_it_and_buys(shop: Shop) -> None:
    html = shop.mail_to("ana")[1].get_body(("html",))
    assert html is not None
    links = re.findall(r'(?:href|src)="([^"]+)"', html.get_content())
    pixel = next(link for link in links if "/t/o/" in link)
    button = next(link for link in links if "/t/c/" in link)

    def look() -> set[str]:
        """Again and again: in its first seconds a mail is opened by robots only."""
        httpx.get(pixel, headers=READER).raise_for_status()
        assert httpx.get(button, headers=READER).headers["location"] == "https://shop.example/basket"
        return shop.events_of("ana")

    eventually(look, lambda names: {"Email Opened", "Email Link Clicked"} <= names)
    shop.order("ana", 40)
    shop.arrive()


def ben_unsubscribes_and_cara_has_moved(shop: Shop) -> None:
    """Ben by one click, Cara by a mail that comes back; the next basket of neither brings a mail."""
    address = shop.mail_to("ben")[1]["list-unsubscribe"].strip("<>")
    httpx.post(address, data={"List-Unsubscribe": "One-Click"}).raise_for_status()
    bounce = (
        "From: <>\nTo: hello@shop.example\nSubject: Undeliverable\nMIME-Version: 1.0\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=B\n\n--B\n"
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.com\n\n"
        "Final-Recipient: rfc822; cara@example.com\nAction: failed\nStatus: 5.1.1\n\n--B\n"
        f"Content-Type: text/rfc822-headers\n\nMessage-ID: {shop.mail_to('cara')[1]['message-id']}\n\n--B--\n"
    )
    taken = shop.server.http.post("/api/bounces", content=bounce.encode()).raise_for_status().json()
    assert taken == {"events": 1, "suppressed": 1, "unplaced": 0}
    eventually(lambda: shop.events_of("ben"), lambda names: "Unsubscribed" in names)
    eventually(lambda: shop.events_of("cara"), lambda names: "Email Bounced" in names)
    shop.checkout("ben", "teapot", cart="2")
    shop.checkout("cara", "teapot", cart="2")
    shop.arrive()


def every_message_is_accounted_for_on_screen(shop: Shop, marketer: Marketer) -> None:
    page = marketer.page
    whole = "7 messages = 3 sent + 3 suppressed + 0 waiting + 1 failed"
    expect(page.get_by_role("group", name=whole)).to_be_visible()
    reasons = page.get_by_role("table", name="Why messages were not sent")
    for reason in (
        "Has not agreed to this topic on this channel",
        "Said no to this topic or channel",
        "The address is on the suppression list",
        "The address does not exist, or cannot be reached",
    ):
        expect(reasons.get_by_role("row", name=reason)).to_contain_text("1")
    expect(marketer.figure("Entries")).to_have_text(re.compile("^7"))
    expect(marketer.figure("Reached the goal")).to_have_text("1")
    assert len(shop.mailbox.mails) == 3
    assert shop.failures == []

    marketer.asks_why_nothing_was_sent_to("eve")
    expect(page.get_by_text("Has not agreed to this topic on this channel")).to_be_visible()
