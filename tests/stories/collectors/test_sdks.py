"""The real SDKs, unmodified: only the host is ours."""

import json
import subprocess
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page
from segment.analytics import Client

from tests.stories.collectors.conftest import Door

SDKS = Path(__file__).parents[1] / "sdks"


@pytest.mark.parametrize("gzip", [False, True])
def test_the_python_sdk_sends_everything_by_changing_its_host(door: Door, gzip: bool) -> None:
    failures: list[Exception] = []
    client = Client(
        door.source.write_key, host=door.url, gzip=gzip, on_error=lambda error, _items: failures.append(error)
    )
    client.identify("ana", {"email": "ana@example.com"}, anonymous_id="visitor-1")
    client.track("ana", "Order Completed", {"order_id": "p-1", "revenue": 12.5, "currency": "usd"})
    client.page(anonymous_id="visitor-1", category="docs", name="Start", properties={"url": "/docs"})
    client.group("ana", "acme", {"name": "Acme"})
    client.alias("visitor-1", "ana")
    client.shutdown()

    events = door.events(5)

    assert failures == []
    assert sorted(event["name"] for event in events) == [
        "Aliased", "Grouped", "Identified", "Order Completed", "Page Viewed",
    ]  # fmt: skip
    order = next(event for event in events if event["name"] == "Order Completed")
    assert (order["revenue_micros"], order["currency"], order["order_id"]) == (12_500_000, "USD", "p-1")
    assert json.loads(order["context"])["library"]["name"] == "analytics-python"
    assert door.counts(5) == (5, 0, 0)


def test_the_node_sdk_sends_everything_by_changing_its_host(door: Door, node_path: str) -> None:
    command = [node_path, SDKS / "send.mjs", door.url, door.source.write_key]
    subprocess.run(command, check=True, timeout=300, cwd=SDKS)

    events = door.events(6)

    assert {event["name"] for event in events} == {
        "Aliased", "Grouped", "Identified", "Order Completed", "Page Viewed", "Screen Viewed",
    }  # fmt: skip
    order = next(event for event in events if event["name"] == "Order Completed")
    assert (order["revenue_micros"], order["currency"], order["order_id"]) == (19_990_000, "EUR", "n-1")
    assert json.loads(order["context"])["library"]["name"] == "@segment/analytics-node"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Somebody's web site on a host of its own, with the browser SDK bundled into its page."""
    folder = tmp_path_factory.mktemp("site")
    esbuild = [
        SDKS / "node_modules/.bin/esbuild",
        "page.js",
        "--bundle",
        "--minify",
        f"--outfile={folder}/page.js",
    ]
    subprocess.run([*esbuild, "--log-level=error"], check=True, cwd=SDKS, timeout=300)
    (folder / "index.html").write_text(
        "<!doctype html><title>Shop</title><link rel=icon href=data:,><script src=page.js></script>"
    )
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.mark.parametrize(
    "integration",
    [{}, {"deliveryStrategy": {"strategy": "batching", "config": {"size": 2, "timeout": 200}}}],
    ids=["one by one", "in batches"],
)
def test_the_browser_sdk_sends_from_a_page_of_another_site(
    door: Door, site: str, page: Page, integration: dict[str, object]
) -> None:
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(site)
    page.evaluate(
        """async ([url, key, integration]) => {
            const analytics = start(url, key, integration);
            await analytics.page("Home");
            await analytics.track("Product Viewed", { sku: "G-32" });
            await analytics.identify("ana", { email: "ana@example.com" });
            await analytics.track("Order Completed", { order_id: "b-1", revenue: 7.25, currency: "USD" });
        }""",
        [door.url, door.source.write_key, integration],
    )

    events = door.events(4)

    assert errors == []
    assert {event["name"] for event in events} == {
        "Identified", "Order Completed", "Page Viewed", "Product Viewed",
    }  # fmt: skip
    seen = {event["name"]: event for event in events}
    assert json.loads(seen["Page Viewed"]["properties"])["name"] == "Home"
    assert not seen["Product Viewed"]["is_known"]
    assert seen["Order Completed"]["is_known"]
    assert seen["Order Completed"]["revenue_micros"] == 7_250_000
    assert json.loads(seen["Order Completed"]["context"])["page"]["url"] == site
