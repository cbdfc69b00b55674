"""A customer sees a message on the shop's own page the moment it is sent, on another origin than Evergrow's."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from playwright.sync_api import Page, expect

from evergrow.deliver.channels.web_push import encoded, new_private_key, public_key_of
from evergrow.testing.providers import Asked, FakeProvider, Reply
from tests.stories.processes import Server, eventually, serving

SECONDS_MS = 10_000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("inbox") / "data") as server:
        yield server


@pytest.fixture(scope="module")
def connection(server: Server) -> dict:
    """The inbox, connected; its secret is shown, for the shop's server needs it."""
    asked = {"kind": "in_app", "name": "Inbox", "values": {}}
    return server.http.post("/api/channels", json=asked).raise_for_status().json()


def send(server: Server, connection: dict, user: str) -> None:
    sent = server.http.post(f"/api/channels/{connection['id']}/test", json={"address": f"user:{user}"})
    assert sent.raise_for_status().json()["status"] == "sent"


class Shop(FakeProvider):
    """The shop's own server, which makes a page for the customer."""

    page = ""
    worker = ""

    def message_of(self, asked: Asked) -> None:
        return None

    def other(self, asked: Asked) -> Reply:
        if asked.path == "/evergrow-worker.js":
            return Reply(200, self.worker.encode(), {"content-type": "text/javascript"})
        return Reply(200, self.page.encode(), {"content-type": "text/html; charset=utf-8"})


@contextmanager
def shop_of(server: Server, connection: dict, user: str) -> Iterator[str]:
    """The address of the page that the shop's server makes for this customer."""
    signature = hmac.digest(connection["entered"]["secret"].encode(), user.encode(), "sha256").hex()
    with Shop() as shop:
        shop.page = f"""<!doctype html><title>Shop</title><h1>Shop</h1><section id="inbox"></section>
          <script src="{server.url}/public/inbox/inbox.js"></script>
          <script>evergrowInbox({{ user: '{user}', signature: '{signature}', element: document.getElementById('inbox'),
            onChange: (inbox) => {{
              (window.told ??= []).push(inbox.unread);
              document.title = inbox.unread + ' new of ' + inbox.messages.length;
            }} }});</script>"""
        yield shop.url


def test_a_message_shows_on_the_open_page_is_read_and_goes_when_it_is_dismissed(
    page: Page, server: Server, connection: dict
) -> None:
    with shop_of(server, connection, "42") as address:
        page.goto(address)
        expect(page).to_have_title("0 new of 0", timeout=SECONDS_MS)

        send(server, connection, "43")
        send(server, connection, "42")

        messages = page.locator("#inbox article")
        expect(messages).to_have_count(1, timeout=SECONDS_MS)
        expect(messages).to_contain_text("This is a test from Evergrow.")
        expect(page).to_have_title("0 new of 1", timeout=SECONDS_MS)  # it was on the screen for a second
        page.get_by_role("button", name="Dismiss: Test").click()
        expect(messages).to_have_count(0, timeout=SECONDS_MS)
        expect(page).to_have_title("0 new of 0")
        assert page.evaluate("told")[:3] == [0, 1, 0]
    eventually(
        lambda: server.http.get("/api/customers/user:42/timeline").json().get("items", []),
        lambda items: (
            {"In-App Message Opened", "In-App Message Dismissed"} <= {item["name"] for item in items}
        ),
    )


def test_a_page_without_a_customer_has_an_empty_inbox_and_a_wrong_signature_is_told(
    page: Page, server: Server, connection: dict
) -> None:
    told: list[str] = []
    page.on("console", lambda line: told.append(line.text))
    with shop_of(server, connection, "") as address:
        page.goto(address)
        expect(page).to_have_title("0 new of 0", timeout=SECONDS_MS)
        assert told == []

        page.evaluate("evergrowInbox({ user: '42', signature: 'of somebody else' })")

        eventually(
            lambda: page.wait_for_timeout(50) or told,
            lambda lines: any("not made for" in one for one in lines),
        )


BROWSER_THAT_KNEW_ANOTHER_KEY = """() => {
  let known = 'the old key';
  const pushManager = {
    subscribe: async () => {
      if (known) throw new DOMException('another key', 'InvalidStateError');
      return { toJSON: () => ({ endpoint: 'https://push.example/new' }) };
    },
    getSubscription: async () => ({ unsubscribe: async () => { known = ''; } }),
  };
  const worker = { register: async () => ({ pushManager }), ready: Promise.resolve() };
  Object.defineProperty(navigator, 'serviceWorker', { value: worker });
  window.PushManager = function () {};
  window.Notification = { requestPermission: async () => 'granted' };
  return new Promise((done) => evergrowSubscribe({ identify: done }));
}"""


def test_a_browser_that_subscribed_under_another_key_subscribes_anew(page: Page, server: Server) -> None:
    asked = {"kind": "web_push", "name": "Push", "values": {"contact": "mailto:web@shop.example"}}
    server.http.post("/api/channels", json=asked).raise_for_status()
    page.add_init_script(script=server.http.get("/public/web-push/subscribe.js").text)
    page.goto(f"{server.url}/public/web-push/worker.js")

    told = page.evaluate(BROWSER_THAT_KNEW_ANOTHER_KEY)

    assert told == {"web_push": {"endpoint": "https://push.example/new"}}


PUSH_SERVICE_MOVED_IT = """async (moved) => {
  const event = new ExtendableEvent('pushsubscriptionchange');
  let done;
  event.waitUntil = (promise) => { done = promise; };
  const given = (subscription) => subscription && { toJSON: () => subscription };
  event.oldSubscription = given(moved.old);
  event.newSubscription = given(moved.new);
  self.dispatchEvent(event);
  await done;
}"""


def subscription(name: str) -> dict:
    keys = {"p256dh": public_key_of(new_private_key()), "auth": encoded(b"0123456789abcdef")}
    return {"endpoint": f"https://push.example/{name}", "keys": keys}


def test_the_worker_tells_when_a_push_service_gives_the_browser_another_subscription(
    page: Page, server: Server
) -> None:
    old, newer, newest = (subscription(name) for name in ("old", "newer", "newest"))
    write_key = server.http.post("/api/sources", json={"name": "Shop"}).json()["write_key"]
    stated = {"userId": "50", "traits": {"web_push": old}}
    httpx.post(f"{server.url}/v1/identify", auth=(write_key, ""), json=stated).raise_for_status()
    server.settled()
    with Shop() as shop:
        shop.page = "<!doctype html><title>Shop</title>"
        shop.worker = f"importScripts('{server.url}/public/web-push/worker.js');"
        page.goto(shop.url)
        with page.context.expect_event("serviceworker") as started:
            page.evaluate("navigator.serviceWorker.register('/evergrow-worker.js')")
        worker = started.value
        worker.evaluate(PUSH_SERVICE_MOVED_IT, {"old": old, "new": newer})
        server.settled()
        worker.evaluate(
            PUSH_SERVICE_MOVED_IT, {"old": None, "new": newest}
        )  # the worker knows what it told last

    eventually(
        lambda: server.http.get("/api/customers/user:50").json(),
        lambda shown: "push.example/newest" in str(shown.get("traits")),
    )


def test_the_server_stops_while_customers_watch(page: Page, server: Server, connection: dict) -> None:
    with shop_of(server, connection, "44") as address:
        page.goto(address)
        expect(page).to_have_title("0 new of 0", timeout=SECONDS_MS)

        assert server.stop() == 0
